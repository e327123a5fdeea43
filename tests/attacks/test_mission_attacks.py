"""What a hostile Party might say about a mission, and why it gains nothing."""

from __future__ import annotations

import time

import pytest
from tests.mission_script import (
    acknowledged,
    airborne,
    arrived,
    at,
    landed,
    mission,
    notified,
    said,
    submitted,
)

from overflight.missions import MissionState, QuotaState, docket, fold_missions, quota_entry

GROUND = (notified(), acknowledged(), arrived())


def test_stranger_takes_no_part() -> None:
    """A third Party can neither prohibit nor sign, nor land somebody's aircraft."""
    forged = (
        said("prohibited", "TR", "05-08 09:00", ground="art.VIII.I.1"),
        submitted(),
        said("plan-signed", "TR", "05-08 17:00"),
        said("plan-signed", "IT", "05-08 17:00"),
        said("landed", "TR", "05-08 18:00"),
    )
    m = mission(*GROUND, *forged)
    assert m.state is MissionState.PLAN_OPEN
    assert [f.rule for f in m.findings] == ["E-RULE"] * 3


def test_one_party_cannot_agree_alone() -> None:
    """Signing twice for the same side is no agreement, nor is agreeing with oneself."""
    m = mission(
        *GROUND,
        submitted(),
        said("plan-signed", "IT", "05-08 17:00"),
        said("plan-signed", "IT", "05-08 17:01"),
        said("agreed-otherwise", "IT", "05-08 17:00", rule="FLT-1", amount=500),
        said("agreed-otherwise", "IT", "05-08 17:01", rule="FLT-1", amount=500),
    )
    assert m.state is MissionState.PLAN_OPEN
    assert m.agreed("FLT-1") is None


def test_agreement_needs_the_same_number() -> None:
    """Two Parties that name different limits agreed to nothing."""
    m = mission(
        *GROUND,
        said("agreed-otherwise", "IT", "05-08 09:00", rule="FLT-1", amount=500),
        said("agreed-otherwise", "BG", "05-08 09:01", rule="FLT-1", amount=97),
    )
    assert m.agreed("FLT-1") is None
    changed = said("agreed-otherwise", "BG", "05-08 09:02", rule="FLT-1", amount=500)
    steps = tuple(s.said for s in m.steps)
    assert (mission(*steps, changed).agreed("FLT-1") or (0,))[0] == 500


def test_cause_cannot_be_rewritten() -> None:
    """A second cause by the same Party is told and changes nothing."""
    m = mission(
        *airborne(),
        said("curtailed", "IT", "05-09 17:00", cause="weather-safety"),
        said("curtailed", "IT", "05-09 17:01", cause="force-majeure"),
    )
    assert quota_entry(m).effect == "QEF-10"
    assert [f.rule for f in m.findings] == ["E-STATE"]


def test_backdated_prohibition_after_the_flight() -> None:
    """A prohibition takes effect when it is said: dated back, it does not undo a flight."""
    from dataclasses import replace

    late = said("prohibited", "BG", "05-09 15:00", ground="art.VIII.I.1")
    m = mission(*landed(), replace(late, time=at("05-09 21:00")))
    assert m.state is MissionState.FLOWN
    assert [f.rule for f in m.findings] == ["E-STATE"]
    assert quota_entry(m).effect == "QEF-9"
    assert fold_missions([*landed(), replace(late, time=at("05-09 21:00"))], at=at("05-09 20:30"))


def test_key_cannot_be_squatted() -> None:
    """A notice under another's flight reference takes neither its mission nor its answers."""
    squatter = said(
        "notified",
        "TR",
        "05-01 05:00",
        observing="TR",
        observed="RO",
        intention={"estimated_arrival": at("05-08 08:00")},
    )
    missions = fold_missions([squatter, *landed()])
    mine = next(m for m in missions if m.observing == "IT")
    assert mine.state is MissionState.FLOWN
    assert quota_entry(mine).state is QuotaState.DEBITED_BOTH


@pytest.mark.parametrize("kind", ["covers-checked", "agreed-otherwise", "deviated", "arrived"])
def test_flood_of_statements(kind: str) -> None:
    """Two thousand statements, the most a case may hold, are folded in a few seconds."""
    bodies: dict[str, dict[str, object]] = {
        "covers-checked": {"check": "on arrival at the point of entry", "in_place": True},
        "agreed-otherwise": {"rule": "FLT-1", "amount": 100},
        "deviated": {"cause": "none"},
        "arrived": {},
    }
    flood = [said(kind, "BG", at("05-08 12:00", plus_s=n), **bodies[kind]) for n in range(1990)]
    start = time.monotonic()
    (m,) = fold_missions([*GROUND, *flood])
    assert len(m.steps) + len(m.misfits) == 1993
    assert docket([m], at("05-09 12:00"))
    assert time.monotonic() - start < 20
