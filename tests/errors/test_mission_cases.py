"""Bad case files and facts: exactly one clear error, naming the place."""

from __future__ import annotations

import json

import pytest

from overflight.errors import OverflightError, SourceError
from overflight.missions import KINDS
from overflight.missions.life.mission_cases import read_mission_case
from overflight.treaty import read_form

GOOD = {
    "type": "missions.arrived/1",
    "party": "IT",
    "body": {"mission": "2003-OS3001", "at": "2003-05-08T08:00:00Z"},
}


def changed(**body: object) -> bytes:
    """Return a case with one statement whose body is changed."""
    return json.dumps([{**GOOD, "body": {**GOOD["body"], **body}}]).encode()  # type: ignore[dict-item]


CASES: list[tuple[str, bytes, str]] = [
    ("empty file", b"", "E-JSON"),
    ("empty list", b"[]", "E-CASE"),
    ("an object", b"{}", "E-CASE"),
    ("a number", b"5", "E-CASE"),
    ("truncated", json.dumps([GOOD]).encode()[:-9], "E-JSON"),
    ("latin-1", json.dumps([GOOD]).replace("IT", "\u00dc").encode("latin-1"), "E-JSON"),
    ("utf-16", json.dumps([GOOD]).encode("utf-16"), "E-JSON"),
    ("nested", b"[" * 5000 + b"]" * 5000, "E-JSON"),
    ("NaN", b'[{"type": NaN}]', "E-JSON"),
    ("twice", b'[{"type": "a", "type": "b"}]', "E-JSON"),
    ("no body", json.dumps([{"type": "missions.arrived/1", "party": "IT"}]).encode(), "body"),
    ("unknown field", json.dumps([{**GOOD, "sed": 1}]).encode(), "sed"),
    ("unknown type", json.dumps([{**GOOD, "type": "missions.arrived/2"}]).encode(), r"\[0\].type"),
    ("hostile type", json.dumps([{**GOOD, "type": "../../etc\x00\u202e"}]).encode(), "E-CASE"),
    ("code", json.dumps([{**GOOD, "party": "italy"}]).encode(), "party"),
    ("second", json.dumps([GOOD, {**GOOD, "party": 5}]).encode(), r"\[1\]"),
    ("local time", changed(at="2003-05-08T08:00:00"), "time zone"),
    ("bare number", changed(at=1052380800), "YYYY-MM-DD"),
    ("far year", changed(at="9999-12-31T23:59:59Z"), "1900 to 2200"),
    ("no day", changed(at="2003-02-30T08:00:00Z"), "body: at"),
    ("key", changed(mission="2003-OS4001"), "E-MISSION-KEY"),
    ("key year", changed(mission="0000-OS0001"), "E-MISSION-KEY"),
    ("key digits", changed(mission="\u0662003-OS3001"), "E-MISSION-KEY"),
    ("typo", changed(point_of_etnry="BG-SOFIA"), "point_of_etnry"),
    ("too many", json.dumps([GOOD] * 2001).encode(), "2000 statements"),
    ("too large", b" " * 5_000_001, "5 MB"),
]


@pytest.mark.parametrize(("name", "data", "match"), CASES, ids=[row[0] for row in CASES])
def test_bad_case(name: str, data: bytes, match: str) -> None:
    """Each fault is one error that says where, what was expected, and what to do."""
    with pytest.raises(SourceError, match=match) as caught:
        read_mission_case(data, where="case.json")
    assert caught.value.remedy, name
    assert "\u202e" not in str(caught.value)


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("hostile", [None, [], 5, "x", {"at": {}}, {"mission": "a" * 10_000}])
def test_every_fact_refuses_nonsense(kind: str, hostile: object) -> None:
    """No kind of fact falls over what it cannot be."""
    with pytest.raises(OverflightError):
        read_form(KINDS[kind], hostile, where="body")


NUMBERS = [
    ("missions.window-extended/1", {"hours": "NaN"}),
    ("missions.window-extended/1", {"hours": "-1"}),
    ("missions.window-extended/1", {"hours": "Infinity"}),
    ("missions.inspection-started/1", {"inspectors": -1}),
    ("missions.plan-accepted/1", {"version": 0}),
    ("missions.plan-accepted/1", {"version": 1000}),
    ("missions.agreed-otherwise/1", {"rule": "FLT-1", "amount": -1}),
    ("missions.agreed-otherwise/1", {"rule": "FLT-1", "amount": 1e300}),
    ("missions.agreed-otherwise/1", {"rule": "FLT-9", "amount": 10}),
    ("missions.agreed-otherwise/1", {"rule": "FLT-1", "amount": 10**9}),
    (
        "missions.demonstration-flown/1",
        {"started_at": "2003-05-08T08:00:00Z", "uncounted_minutes": 10**9},
    ),
    ("missions.plan-signed/1", {"plan_sha256": "zz"}),
]


@pytest.mark.parametrize(("kind", "body"), NUMBERS)
def test_numbers_out_of_range(kind: str, body: dict[str, object]) -> None:
    """A number no mission can have is refused where it stands."""
    whole = {"mission": "2003-OS3001", "at": "2003-05-08T08:00:00Z", **body}
    with pytest.raises(SourceError, match="E-FORM"):
        read_form(KINDS[kind], whole, where="body")


def test_older_reader_lives_with_newer_facts() -> None:
    """Fields a later version adds are kept in the bytes and ignored by this one."""
    whole = {**GOOD["body"], "weather": "clear"}  # type: ignore[dict-item]
    read = read_form(KINDS["missions.arrived/1"], whole, where="body", closed=False)
    assert read.mission == "2003-OS3001"
