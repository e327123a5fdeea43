"""Facts about quotas, groups and aircraft that cannot be: one clear error that names the member."""

from __future__ import annotations

import json

import pytest

from overflight.desk.cases import read_case
from overflight.errors import OverflightError

YEAR = {"year": 2005, "on": "2004-11-01"}
BAD: list[tuple[str, dict[str, object], str]] = [
    (
        "quotas.quarters-planned/1",
        {**YEAR, "unit": "DE", "planned": [{"observed": "UA", "quarter": 5, "flights": 1}]},
        "planned",
    ),
    (
        "quotas.sequence-notified/1",
        {**YEAR, "observed": "UA", "quarter": 0, "sequence": []},
        "quarter",
    ),
    (
        "quotas.active-transferred/1",
        {"year": "soon", "giver": "DE", "receiver": "IT", "observed": "UA", "flights": 1},
        "year",
    ),
    ("quotas.flight-not-counted/1", {"mission": "2003-OS3001", "kind": "friendly"}, "kind"),
    (
        "quotas.members-overflown/1",
        {
            "mission": "2003-OS3001",
            "observing": "IT",
            "group": "BGRO",
            "year": 2003,
            "stretches": [{"member": "BG", "sensing_km": "NaN"}],
        },
        "sensing_km",
    ),
    (
        "membership.group-change-notified/1",
        {"group": "BGRO", "change": "dance", "on": "2003-01-01"},
        "change",
    ),
    (
        "membership.group-change-notified/1",
        {"group": "BGRO", "change": "form", "on": "2003-02-29"},
        "on",
    ),
    (
        "missions.aircraft-supplied/1",
        {"mission": "2003-OS4001", "supplier": "IT", "aircraft": "I-TEST"},
        "mission",
    ),
    (
        "quotas.active-transferred/1",
        {"year": 2005, "giver": "DE", "receiver": "IT", "observed": "UA", "flights": 0},
        "flights",
    ),
    (
        "quotas.change-requested/1",
        {**YEAR, "unit": "DE", "wishes": [{"observed": "UA", "flights": -1}]},
        "wishes",
    ),
    (
        "missions.aircraft-supplied/1",
        {"mission": "2003-OS3001", "supplier": "IT", "aircraft": "I-TEST", "range_km": "1e999999"},
        "range_km",
    ),
    ("treaty.default-claimed/1", {"rule": "MPL-6"}, "effect"),
]


@pytest.mark.parametrize(("kind", "body", "member"), BAD)
def test_a_fact_that_cannot_be_is_named(kind: str, body: dict[str, object], member: str) -> None:
    """Exactly one error, with the number of the statement and the member in it."""
    line = {"type": kind, "party": "IT", "time": "2003-01-01T00:00:00Z", "body": body}
    with pytest.raises(OverflightError) as told:
        read_case(json.dumps({"statements": [line]}).encode(), where="case.json")
    assert "statements[0]" in told.value.where
    assert member in f"{told.value.where} {told.value.expected} {told.value.found}"
