"""Statements about people name nobody: codes, counts and hashes only."""

from __future__ import annotations

import json
from typing import Any

import pytest

from overflight.errors import OverflightError
from overflight.missions import DESIGNATION_KINDS, PEOPLE_KINDS, ListItem
from overflight.record import canonical_bytes
from overflight.release import MEDIA_KINDS
from overflight.treaty import form_schema, read_form, write_form

SENT: dict[str, Any] = {
    "state": "IT",
    "version": 2,
    "on": "2003-06-01",
    "people": 2,
    "list_sha256": "ab" * 32,
    "added": ["IT-1", "IT-2"],
}
VISA = {"person": "IT-1", "at": "2003-08-01T09:00:00Z", "way": "art.XIII.I.3.B"}
TEAM = {
    "mission": "2003-OS3001",
    "at": "2003-08-01T09:00:00Z",
    "role": "flight monitor",
    "people": ["IT-1"],
}


@pytest.mark.provision("art.XIII.I.1")
@pytest.mark.parametrize(
    ("kind", "body", "member", "value"),
    [
        ("personnel-list-sent", SENT, "added", ["Maria Rossi"]),
        ("personnel-list-sent", SENT, "added", ["IT-1 Maria Rossi"]),
        ("personnel-list-sent", SENT, "removed", ["AA1234567"]),  # a passport number
        ("personnel-list-sent", SENT, "added", ["1961-04-12"]),  # a date of birth
        ("personnel-list-sent", SENT, "list_sha256", ""),
        ("personnel-list-sent", SENT, "list_sha256", "name;passport"),
        ("personnel-list-sent", SENT, "people", -1),
        ("personnel-list-sent", SENT, "items", ["religion"]),
        ("visa-issued", VISA, "person", "Maria Rossi"),
        ("team-named", TEAM, "people", ["Rossi"]),
        ("team-named", TEAM, "chiefs", [{"person": "Rossi", "national_of": "IT"}]),
    ],
)
def test_a_name_does_not_fit_into_a_statement(
    kind: str, body: dict[str, Any], member: str, value: object
) -> None:
    """The sealed list alone says who a code is; what looks otherwise is refused."""
    fact = PEOPLE_KINDS[f"missions.{kind}/1"]
    assert read_form(fact, body, where="body") is not None
    with pytest.raises(OverflightError) as told:
        read_form(fact, {**body, member: value}, where="body")
    assert member in str(told.value)


@pytest.mark.provision("art.XIII.I.1")
def test_no_kind_about_people_has_a_member_for_personal_data() -> None:
    """Names of members are for ever: none of them asks for what must not be there."""
    kinds = {
        **PEOPLE_KINDS,
        "release.development-watched/1": MEDIA_KINDS["release.development-watched/1"],
    }
    for kind, fact in kinds.items():
        members = json.dumps([*_members(form_schema(fact, title=kind))])
        for word in ("name", "birth", "passport", "sex", "photo"):
            assert word not in members, (kind, word)


def _members(schema: object) -> list[str]:
    """Return the names of all members of a schema."""
    if isinstance(schema, dict):
        own = list(schema.get("properties", {}))
        return own + [name for part in schema.values() for name in _members(part)]
    if isinstance(schema, list):
        return [name for part in schema for name in _members(part)]
    return []


@pytest.mark.parametrize(
    ("kind", "body"), [("personnel-list-sent", SENT), ("visa-issued", VISA), ("team-named", TEAM)]
)
def test_a_statement_about_people_comes_back_as_it_was(kind: str, body: dict[str, Any]) -> None:
    """Written, read and written again: the same bytes."""
    fact: object = read_form(PEOPLE_KINDS[f"missions.{kind}/1"], body, where="body")
    first = canonical_bytes(write_form(fact))
    again: object = read_form(type(fact), json.loads(first), where="body")
    assert canonical_bytes(write_form(again)) == first


def test_kinds_are_apart() -> None:
    """No statement type stands for two facts."""
    every = [*PEOPLE_KINDS, *DESIGNATION_KINDS, *MEDIA_KINDS]
    assert len(every) == len(set(every)) == 20
    assert len(ListItem) == 6
