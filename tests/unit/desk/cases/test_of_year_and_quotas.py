"""What a case says of a year where something is missing: no sequence, no first distribution."""

from __future__ import annotations

import json

from overflight.desk.cases import CaseAsked, judge_case, read_case
from overflight.treaty import write_form

NOTIFIED = {
    "type": "missions.notified/1",
    "party": "IT",
    "body": {
        "mission": "2003-OS3001",
        "at": "2003-05-05T06:00:00Z",
        "observing": "IT",
        "observed": "BG",
        "received_at": "2003-05-05T06:00:00Z",
        "intention": {"estimated_arrival": "2003-05-08T08:00:00Z"},
    },
}
TAXI = {
    "type": "missions.acknowledged/1",
    "party": "BG",
    "body": {
        "mission": "2003-OS3001",
        "at": "2003-05-05T20:00:00Z",
        "supplies_aircraft": True,
        "aircraft": "An-30",
    },
}


def outcomes(rule: str, *statements: object, at: str = "2003-05-06T00:00:00Z") -> list[str]:
    """Return what a case answers about a rule, with its chapter."""
    plain = {"case": "c", "at": at, "statements": list(statements)}
    read = read_case(json.dumps(plain).encode(), where="c")
    answer = write_form(judge_case(read, CaseAsked(), source="c"))
    rows = [(s["chapter"], f) for s in answer["subjects"] for f in s["findings"]]
    return [f"{chapter} {f['outcome']}" for chapter, f in rows if f["rule"] == rule]


def sequence(observed: str) -> dict[str, object]:
    """Return a sequence of the second quarter of 2003."""
    body = {"observed": observed, "year": 2003, "quarter": 2, "sequence": ["IT"]}
    time = "2003-02-15T10:00:00Z"
    kind = "quotas.sequence-notified/1"
    return {"type": kind, "party": observed, "time": time, "body": {**body, "on": "2003-02-15"}}


def elected() -> dict[str, object]:
    """Return an election in that quarter over Bulgaria."""
    body = {"observed": "BG", "year": 2003, "quarter": 2, "flights": [1], "on": "2003-02-20"}
    time = "2003-02-20T10:00:00Z"
    return {"type": "quotas.taxi-elected/1", "party": "BG", "time": time, "body": body}


def test_a_taxi_without_a_sequence_of_its_quarter_is_told_by_the_mission() -> None:
    """The sequence over another Party does not tell whether this one elected in time."""
    found = outcomes("TAX-2", sequence("UA"), elected(), NOTIFIED, TAXI)
    assert found == ["missions kept", "yearly cycle open"]
    assert outcomes("TAX-2", sequence("BG"), elected(), NOTIFIED, TAXI) == ["yearly cycle kept"] * 2


def test_a_unit_outside_the_first_distribution_is_not_scaled() -> None:
    """Croatia is in no row of 1992: there is nothing to scale in proportion."""
    allocated = {
        "type": "quotas.passive-allocated/1",
        "party": "HU",
        "time": "2005-06-01T12:00:00Z",
        "body": {"unit": "HR", "flights": 4, "since": "2006-01-01", "provision": "annex.A.I.2"},
    }
    shares = [{"id": "IT-HR", "observing": "IT", "observed": "HR", "flights": 1}]
    adopted = {
        "type": "quotas.distribution-adopted/1",
        "party": "HU",
        "time": "2005-11-01T12:00:00Z",
        "body": {
            "name": "distribution of 2006",
            "since": "2006-01-01",
            "until": "2007-01-01",
            "shares": shares,
            "provision": "art.III.I.7",
        },
    }
    found = outcomes("QTA-7", allocated, adopted, at="2006-01-02T00:00:00Z")
    assert found == ["use of quotas kept"]
