"""Sensors in a case: silence where nothing is said, the mission's own word on who supplies."""

from __future__ import annotations

import json

from overflight.desk.cases import CaseAnswer, CaseAsked, judge_case, read_case

CARRIED = {
    "type": "sensors.package-carried/1",
    "party": "IT",
    "body": {
        "at": "2008-05-05T10:00:00Z",
        "mission": "2008-OS8001",
        "package": "IT-1",
        "aircraft": "G-222",
        "on": "2008-05-06",
        "sensors": [{"sensor": "OF-1", "category": "OF", "medium": "BP"}],
    },
}


def judged(*statements: object) -> CaseAnswer:
    """Return the answer to a case."""
    data = json.dumps({"case": "x", "at": "2008-05-07T00:00:00Z", "statements": statements})
    return judge_case(read_case(data.encode(), where="x"), CaseAsked(), source="x")


def rules(answer: CaseAnswer) -> set[str]:
    """Return the rules that spoke of sensors."""
    return {f.rule for s in answer.subjects if s.chapter == "sensors" for f in s.findings}


def test_a_case_without_sensors_is_not_judged_on_them() -> None:
    """And a concern alone breaks no rule."""
    other = {
        "type": "sensors.concern-notified/1",
        "party": "DE",
        "body": {"at": "2008-05-05T10:00:00Z", "package": "IT-1", "sensor": "OF-1"},
    }
    assert rules(judged(other)) == set()
    settled = {
        "type": "sensors.method-adopted/1",
        "party": "CA",
        "body": {"at": "2008-05-05T10:00:00Z", "category": "TV", "decision": "dec.14"},
    }
    assert rules(judged(settled)) == set()


def test_an_aircraft_is_the_observing_partys_unless_someone_says_otherwise() -> None:
    """SEN-11 answers; with ``taxi`` TAX-3 does."""
    assert {"SEN-11"} <= rules(judged(CARRIED))
    taxi = {**CARRIED, "body": {**CARRIED["body"], "taxi": True}}  # type: ignore[dict-item]
    found = rules(judged(taxi))
    assert "TAX-3" in found
    assert "SEN-11" not in found
