"""One observation flight at a time over one Party (FLT-3)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from overflight.deadlines import Instant
from overflight.missions.clocks.clocks import show_span
from overflight.missions.clocks.run import arrival_estimated, window_end
from overflight.missions.law.limits import OVERLAP, hours
from overflight.missions.life.mission import Mission
from overflight.missions.said.dating import act_of
from overflight.missions.said.event import Role
from overflight.missions.said.facts_ending import Cancelled, Declined, Departed, Prohibited
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, judge

__all__ = ["one_at_a_time"]

_HOUR: Final = 3600


def _window(mission: Mission) -> tuple[Instant, Instant]:
    """Return the window as it binds the observed Party: it closes when the mission does.

    Where mirrors date what ended it, they tell when that was, not the instant it claims.
    """
    over = [
        act_of(said).at
        for kind in (Prohibited, Declined, Cancelled, Departed)
        for said in mission.all(kind)
    ]
    return arrival_estimated(mission)[0].at, min([window_end(mission)[0].at, *over])


def _overlap(one: Mission, other: Mission) -> tuple[timedelta, timedelta]:
    """Return by how much two windows overlap, negative for a gap, and what is to be accepted."""
    mine, theirs = _window(one), _window(other)
    earlier = one if mine[0] < theirs[0] else other
    asked = earlier.demonstration_asked_by is Role.OBSERVED
    allowed = hours(OVERLAP.amount) if asked else timedelta(0)
    return min(mine[1], theirs[1]) - max(mine[0], theirs[0]), allowed


def one_at_a_time(mission: Mission, others: Iterable[Mission]) -> Finding:
    """Return whether the observed Party has another window open (K13).

    Args:
        mission: The mission notified.
        others: Every other mission known; those over other Parties play no part.

    Treaty: art.VI.I.3, annex.H.2 (FLT-3). An overlap of up to 24 hours is to be accepted where the
    observed Party asked for the demonstration flight of the earlier mission.
    """
    met = [
        (*_overlap(mission, other), other.key)
        for other in others
        if other.observed and other.observed == mission.observed and other.key != mission.key
    ]
    if not met:
        return Finding("FLT-3", "art.VI.I.3", Outcome.KEPT, "No other window is known")
    overlap, allowed, key = max(met, key=lambda one: one[0] - one[1])
    measured = Quantity(overlap.total_seconds() / _HOUR, "h")
    limit = Limit(allowed.total_seconds() / _HOUR, "h", Sense.AT_MOST)
    length = show_span(abs(overlap))
    how = f"leaves a gap of {length}" if overlap <= timedelta(0) else f"overlaps by {length}"
    outcome = judge(measured, limit)
    return Finding(
        rule="FLT-3",
        provision="art.VI.I.3",
        outcome=outcome,
        says=f"The window of {key} {how}; overlap at most {show_span(allowed)}",
        measured=measured,
        limit=limit,
        consequence="" if outcome is Outcome.KEPT else "the observed Party may refuse",
    )
