"""What the facts of a mission say about one clock: when it started, whether it was met."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import TypeAlias, TypeVar

from overflight.deadlines import Instant, show_instant
from overflight.missions.law.limits import WINDOW
from overflight.missions.life.mission import Mission
from overflight.missions.life.versions import PlanVersion, agreed_version, current_version
from overflight.missions.life.versions import plan_versions as _versions
from overflight.missions.said.dating import When, act_of, last_act, told_of
from overflight.missions.said.event import MissionFact, Role
from overflight.missions.said.facts_notice import Acknowledged, Notified
from overflight.record import Said
from overflight.treaty import Readings

__all__ = [
    "Gather",
    "Run",
    "agreed_limit",
    "arrival_estimated",
    "both_stated",
    "plan_base",
    "receipts",
    "scheduled",
    "stated",
    "window_end",
    "window_moves",
]

F = TypeVar("F", bound=MissionFact)


@dataclass(frozen=True, slots=True)
class Run:
    """One clock as the facts run it.

    Args:
        started: Instants of the starting event; two where the Parties state different ones.
        done: Instants of the act; two where they differ.
        limit: Limit agreed instead of the one of the text, in the same unit.
        added: What the facts add to the limit.
        later: Another earliest instant and its sum in words, for acts with two of them.
        moved: How facts moved the clock, in words.
        off: Why it no longer runs.
        excuse: A cause for lateness which the text knows.
        to: The addressees, where the facts name them.
    """

    started: tuple[When, ...] = ()
    done: tuple[When, ...] = ()
    limit: int | None = None
    added: timedelta = timedelta(0)
    later: tuple[Instant, str] | None = None
    moved: tuple[str, ...] = ()
    off: str = ""
    excuse: str = ""
    to: str = ""


# None where the clock has no place in a mission: no transit, no film, no prohibition.
Gather: TypeAlias = Callable[[Mission, Readings], Run | None]


def stated(
    said: Iterable[Said[F]],
    at: Callable[[F], Instant | None] | None = None,
    *,
    after: When | None = None,
) -> tuple[When, ...]:
    """Return the instants stated, each once.

    Args:
        said: Statements of one kind.
        at: Which instant of the fact; its own if none.
        after: An act which what is told cannot lie before, as a receipt its dispatch.
    """
    found: dict[Instant, When] = {}
    for one in said:
        told = at(one.fact) if at else None
        if at is None or told is not None:
            when = act_of(one) if told is None else told_of(one, told, after=after)
            found.setdefault(when.at, when)
    return tuple(found.values())


def both_stated(mission: Mission, kind: type[MissionFact]) -> tuple[When, ...]:
    """Return when the second of both Parties said a thing that counts only then."""
    pair = [mission.by(kind, role) for role in Role]
    said = [act_of(one) for one in pair if one is not None]
    return (last_act(said),) if len(said) == len(Role) else ()


def arrival_estimated(mission: Mission) -> tuple[When, ...]:
    """Return E: the estimated arrival as notified, whatever the actual one (CLK-6)."""
    return stated(mission.all(Notified), lambda f: f.intention.estimated_arrival)


def receipts(mission: Mission, chosen: Readings) -> tuple[tuple[When, ...], tuple[str, ...]]:
    """Return Tn and what was assumed about it.

    The observed Party knows best what it received; where it has not said, the channel's
    confirmation counts, and before that the dispatch (AMB-2).
    """
    dispatched = stated(mission.all(Notified))
    if chosen.of("AMB-2") == "dispatch":
        return dispatched, ()
    made = dispatched[0] if dispatched else None
    told = stated(mission.all(Acknowledged), lambda f: f.received_at, after=made)
    told += stated(mission.all(Notified), lambda f: f.received_at, after=made)
    unique = tuple({w.at: w for w in reversed(told)}.values())[::-1]
    if unique:
        return unique, ()
    return dispatched, ("receipt is not stated yet: dispatch is used",) if dispatched else ()


def agreed_limit(mission: Mission, rule: str) -> tuple[int | None, tuple[str, ...]]:
    """Return the limit both Parties agreed instead of a rule's own, and that in words."""
    other = mission.agreed(rule)
    if other is None:
        return None, ()
    return other[0], (f"the limit is {other[0]} instead: agreed by both Parties ({rule})",)


def window_moves(mission: Mission) -> tuple[int | None, tuple[str, ...]]:
    """Return the window agreed instead of 96 hours, and what moves its end, in words."""
    moved: list[str] = []
    other = mission.agreed("FLT-1")
    if other:
        own = mission.limit_of("K9", WINDOW)
        moved.append(f"{own} h replaced by {other[0]} h: agreed by both Parties")
    if mission.hours_added:
        added = mission.hours_added.total_seconds() / 3600
        moved.append(
            f"{added:g} h added by the observing Party: the observed Party asked for the"
            " demonstration flight (annex.F.III.4)"
        )
    return (other[0] if other else None), tuple(moved)


def window_end(mission: Mission) -> tuple[When, ...]:
    """Return W: E + 96 h, and what a demonstration asked by the observed Party adds.

    Treaty: art.VI.I.9 (FLT-1, CLK-6), annex.F.III.4 (DEM-5).
    """
    limit, _ = window_moves(mission)
    own = int(mission.limit_of("K9", WINDOW))
    length = timedelta(hours=own if limit is None else limit) + mission.hours_added
    return tuple(When(w.at + length, w.party, w.ref) for w in arrival_estimated(mission))


def scheduled(mission: Mission) -> PlanVersion | None:
    """Return the version whose commencement counts: the agreed one, else the one on the table."""
    return agreed_version(mission) or current_version(mission)


def plan_base(mission: Mission, chosen: Readings) -> tuple[tuple[When, ...], tuple[str, ...]]:
    """Return the submission from which the 24 hours run, and what moved it.

    From the original, unless the version is a change of the observing Party's own; under the
    other reading from any change (AMB-12).
    """
    versions, version = _versions(mission), scheduled(mission)
    if version is None:
        return (), ()
    restart = chosen.of("AMB-12") == "restart-on-change"
    own = [
        v
        for v in versions
        if v.version == 1
        or (v.version <= version.version and (restart or v.change_of is Role.OBSERVING))
    ]
    base = own[-1]
    if base.version == 1:
        return (base.submitted,), ()
    at = show_instant(base.submitted.at)
    return (base.submitted,), (f"the 24 h run again from version {base.version}, {at}",)
