"""One observation flight at a time over one Party (FLT-3)."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Final

from overflight.deadlines import Instant
from overflight.missions.clocks.clocks import show_span
from overflight.missions.clocks.run import arrival_estimated, window_end
from overflight.missions.law.limits import EXTENSION, OVERLAP, WINDOW, hours
from overflight.missions.life.mission import Mission
from overflight.missions.said.dating import act_of
from overflight.missions.said.event import Role
from overflight.missions.said.facts_ending import Cancelled, Declined, Departed, Prohibited
from overflight.missions.said.facts_notice import Confirmed, Notified
from overflight.missions.said.facts_plan import PlanAccepted, PlanSigned
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, judge

__all__ = ["beside_earlier", "one_at_a_time"]

_HOUR: Final = 3600
# Sixteen flights are the most in a quarter (annex.H.2): of many more the nearest are weighed.
_NEAR: Final = 50
# An acknowledgement tells of receipt only (art.VI.I.6); these take the flight on.
_ACCEPTED: Final = (
    (Confirmed, "confirmed its schedule"),
    (PlanAccepted, "accepted its plan"),
    (PlanSigned, "signed its plan"),
)


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


def _accepted(mission: Mission) -> str:
    """Return how the observed Party took a flight on that it could have refused; else nothing."""
    for kind, words in _ACCEPTED:
        if mission.by(kind, Role.OBSERVED):
            return f"{mission.observed} {words}"
    return ""


def one_at_a_time(mission: Mission, others: Iterable[Mission]) -> Finding:
    """Return whether the observed Party has another window open (K13).

    Args:
        mission: The mission notified.
        others: Every other mission known; those over other Parties play no part.

    Treaty: art.VI.I.3, annex.H.2 (FLT-3). An overlap of up to 24 hours is to be accepted where the
    observed Party asked for the demonstration flight of the earlier mission. It need not accept
    more, and may: an overlap it accepted breaks nothing.
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
    outcome, accepted = judge(measured, limit), _accepted(mission)
    if outcome is Outcome.BROKEN and accepted:
        says = f"The window of {key} {how}; it could be refused, and {accepted}"
        return Finding("FLT-3", "art.VI.I.3", Outcome.KEPT, says, measured)
    return Finding(
        rule="FLT-3",
        provision="art.VI.I.3",
        outcome=outcome,
        says=f"The window of {key} {how}; overlap at most {show_span(allowed)}",
        measured=measured,
        limit=limit,
        consequence="" if outcome is Outcome.KEPT else "the observed Party may refuse",
    )


def beside_earlier(missions: Iterable[Mission]) -> Iterator[tuple[Mission, Finding]]:
    """Yield each mission near whose window one notified before it has its own, and the finding.

    Missions are held to those notified before them, by when the notices were made, so that one of
    two is told and not both. Windows too far apart to meet are left out.

    Treaty: art.VI.I.3, annex.H.2 (FLT-3).
    """
    over: dict[str, list[tuple[Instant, tuple[Instant, str], Mission]]] = defaultdict(list)
    for mission in missions:
        notified = mission.first(Notified)
        if notified is not None and mission.observed:
            made = act_of(notified).at, mission.key
            over[mission.observed].append((arrival_estimated(mission)[0].at, made, mission))
    reach = hours(WINDOW.amount + EXTENSION.amount)
    for rows in over.values():
        rows.sort(key=lambda row: row[:2])
        opens = [row[0] for row in rows]
        for place, (at, made, mission) in enumerate(rows):
            first = max(bisect_left(opens, at - reach), place - _NEAR)
            near = rows[first : min(bisect_right(opens, at + reach), place + _NEAR)]
            earlier = [other for _, before, other in near if before < made]
            if any(other.key != mission.key for other in earlier):
                yield mission, one_at_a_time(mission, earlier)
