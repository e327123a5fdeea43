"""What a Party said first stands: a later statement with an earlier date repairs no lateness."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.mission_script import (
    Script,
    acknowledged,
    airborne,
    arrived,
    at,
    departed,
    inspected,
    landed,
    mission,
    notified,
    said,
    submitted,
)

from overflight.missions import MissionState, clock_findings, fold_missions
from overflight.treaty import Outcome

LATE: list[tuple[str, Script, str, str, dict[str, object], str]] = [
    ("NTF-6", (notified(), acknowledged(when="05-06 12:00")), "acknowledged", "BG", {}, "05-05"),
    ("ARR-1", (notified(), acknowledged(), arrived("05-09 12:00")), "arrived", "IT", {}, "05-08"),
    ("FLT-1", landed("05-12 12:00"), "landed", "IT", {}, "05-10"),
    ("ARR-12", departed("05-11 12:00"), "departed", "IT", {}, "05-10"),
    (
        "MPL-6",
        (
            notified(),
            acknowledged(),
            arrived(),
            *inspected(),
            submitted(),
            said("change-proposed", "BG", "05-08 22:00", version=1, ground="art.VIII.I.4.A"),
        ),
        "change-proposed",
        "BG",
        {"version": 1, "ground": "art.VIII.I.4.A"},
        "05-08",
    ),
]


@pytest.mark.parametrize(("rule", "script", "kind", "party", "body", "day"), LATE)
def test_lateness_cannot_be_dated_away(
    rule: str, script: Script, kind: str, party: str, body: dict[str, object], day: str
) -> None:
    """The clock counts to what the log said first, whatever instant a later statement claims."""
    again = said(kind, party, f"{day} 18:00", **body)

    def broken(*told: object) -> list[Outcome]:
        m = mission(*script, *told)  # type: ignore[arg-type]
        return [f.outcome for f in clock_findings(m) if f.rule == rule]

    assert Outcome.BROKEN in broken()
    assert broken(again) == broken()


def test_both_instants_are_told() -> None:
    """A reader sees what was said first, what later, and where both stand."""
    first, later = acknowledged(when="05-06 12:00"), acknowledged(when="05-05 20:00")
    m = mission(notified(), first, later)
    (told,) = m.findings
    assert (told.rule, told.outcome) == ("E-STATE", Outcome.OPEN)
    assert "first of 2003-05-06T12:00:00Z by BG" in told.says
    assert "later of 2003-05-05T20:00:00Z" in told.says
    assert told.basis == tuple(f"{s.ref.o} {s.ref.i}" for s in (first, later))
    assert m.misfits == (later,)


def test_no_moment_shows_the_later_statement() -> None:
    """Asked for an instant between the two, the mission was not acknowledged yet."""
    script = (notified(), acknowledged(when="05-06 12:00"), acknowledged(when="05-05 20:00"))
    (m,) = fold_missions(script, at=at("05-06 00:00"))
    assert m.state is MissionState.NOTIFIED


def test_what_never_stood_can_be_said_again() -> None:
    """A plan handed over before the arrival did not fit; the one after it is the original."""
    early = submitted("05-08 07:00")
    m = mission(notified(), acknowledged(), early, arrived(), *inspected(), submitted())
    assert m.state is MissionState.PLAN_OPEN
    assert m.misfits == (early,)


def test_the_tenth_log_follows_the_second() -> None:
    """A Party that began a new log goes on in it; its number orders logs, not its spelling."""
    first, later = acknowledged(when="05-06 12:00"), acknowledged(when="05-05 20:00")
    old = replace(first, ref=replace(first.ref, o="log/bg/2"))
    new = replace(later, ref=replace(later.ref, o="log/bg/10", i=0))
    assert mission(notified(), new, old).misfits == (new,)


def test_other_party_still_contests() -> None:
    """Between the two Parties neither log decides: both instants stand, contested."""
    script = (*airborne(), said("landed", "IT", "05-12 12:00"), said("landed", "BG", "05-10 12:00"))
    assert any(f.outcome is Outcome.CONTESTED for f in mission(*script).findings)
