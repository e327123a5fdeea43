"""What is due, by whom, to whom, until when, and why (the docket of a duty officer)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from overflight.deadlines import Instant, Timeliness
from overflight.missions.clocks.clocks import TIME_BASIS, Clock, clocks_of
from overflight.missions.law.duty import ClockKind
from overflight.missions.life.mission import Mission
from overflight.missions.life.states import MissionState
from overflight.missions.said.dating import When
from overflight.record import Reference
from overflight.treaty import Readings

__all__ = ["DocketItem", "DocketState", "docket"]


class DocketState(StrEnum):
    """Where one item stands at the instant asked for."""

    PAST_DUE = "past due"
    MAY_BE_PAST = "past due or not: undecided"
    DUE = "due"
    RIGHT_OPEN = "right open"
    RIGHT_AHEAD = "right not open yet"
    NOT_BEFORE = "not before"
    NOT_RUNNING = "not yet running"
    DONE_LATE = "done late"
    DONE_UNDECIDED = "done in time or late: undecided"
    KEPT = "kept"
    NO_LONGER_DUE = "no longer due"


_LOOSE: Final = frozenset({ClockKind.AT_ONCE, ClockKind.OPEN_END})
# What a person needs first stands first.
_ORDER: Final = {state: n for n, state in enumerate(DocketState)}
_OPEN: Final = frozenset(
    {
        DocketState.PAST_DUE,
        DocketState.MAY_BE_PAST,
        DocketState.DUE,
        DocketState.RIGHT_OPEN,
        DocketState.RIGHT_AHEAD,
        DocketState.NOT_BEFORE,
    }
)


@dataclass(frozen=True, slots=True)
class DocketItem:
    """One line of the docket.

    Args:
        mission: Mission key.
        clock: Name of the clock, ``K7``.
        state: Where it stands.
        act: What is to be done.
        by: Unit codes of who must act, or may.
        by_role: The same in treaty words.
        to: To whom.
        rule: Rule id.
        provision: Where it is written.
        starts: The starting event.
        arithmetic: The sum.
        on_expiry: What the text says happens when it passes.
        due_at: The last lawful instant, or the first for rights and earliest acts. Where mirrors
            prove only between which two it lies, the one that is safe for whoever acts.
        due_latest: The other one, by which everybody else judges; none where there is one only.
        started_at: When the starting event happened.
        started_by: Who stated it.
        started_ref: The statement.
        done_at: When the act was done.
        done_ref: The statement.
        contested: The Parties state different instants.
        moved: How facts moved it.
        off: Why it is no longer due.
        readings: Readings of open points it used.
        loose: The text gives no number: at once, or no limit at all.
        time_basis: Which times were used: the mirrors' or the claimed ones.
    """

    mission: str
    clock: str
    state: DocketState
    act: str
    by: str
    by_role: str
    to: str
    rule: str
    provision: str
    starts: str
    arithmetic: str
    on_expiry: str
    due_at: Instant | None = None
    due_latest: Instant | None = None
    started_at: Instant | None = None
    started_by: str = ""
    started_ref: Reference | None = None
    done_at: Instant | None = None
    done_ref: Reference | None = None
    contested: bool = False
    moved: tuple[str, ...] = ()
    off: str = ""
    readings: tuple[str, ...] = ()
    loose: bool = False
    time_basis: str = TIME_BASIS

    @property
    def open(self) -> bool:
        """Return whether somebody still has something to do or may still do something."""
        return self.state in _OPEN


_DONE: Final = {
    Timeliness.KEPT: DocketState.KEPT,
    Timeliness.LATE: DocketState.DONE_LATE,
    Timeliness.UNDECIDED: DocketState.DONE_UNDECIDED,
}


def _done(clock: Clock) -> DocketState:
    """Return whether the act kept its limit, at the instants stated first."""
    spans = clock.spans()
    if not spans or clock.duty.kind in _LOOSE:
        return DocketState.KEPT
    return _DONE[clock.met(spans[0])]


_WHEN: Final = {
    Timeliness.KEPT: DocketState.DUE,
    Timeliness.LATE: DocketState.PAST_DUE,
    Timeliness.UNDECIDED: DocketState.MAY_BE_PAST,
}


def _unmet(clock: Clock, at: Instant) -> DocketState:
    """Return the state of a running clock whose act is not stated."""
    kind = clock.duty.kind
    if kind is ClockKind.RIGHT:
        return DocketState.RIGHT_OPEN if clock.opened(at) else DocketState.RIGHT_AHEAD
    if kind is ClockKind.NOT_BEFORE:
        return DocketState.NOT_BEFORE
    return DocketState.DUE if kind in _LOOSE else _WHEN[clock.at(at)]


def _state(clock: Clock, at: Instant) -> DocketState:
    if clock.run.done:
        return _done(clock)
    if clock.off:
        return DocketState.NO_LONGER_DUE
    if not clock.run.started:
        return DocketState.NOT_RUNNING
    return _unmet(clock, at)


def _first(whens: tuple[When, ...]) -> When | None:
    return whens[0] if whens else None


def _other(clock: Clock) -> Instant | None:
    """Return the other of the two instants at which a clock may be due; none where it is one."""
    ends = (clock.due.earliest, clock.due.latest) if clock.due else ()
    return next((end for end in ends if end is not None and end != clock.due_at), None)


def _item(clock: Clock, at: Instant) -> DocketItem:
    started, done = _first(clock.run.started), _first(clock.run.done)
    duty = clock.duty
    return DocketItem(
        mission=clock.mission,
        clock=duty.id,
        state=_state(clock, at),
        act=duty.act,
        by=clock.by,
        by_role=duty.by.value,
        to=clock.to,
        rule=duty.rule,
        provision=clock.provision,
        starts=duty.starts,
        arithmetic=clock.arithmetic,
        on_expiry=clock.on_expiry,
        due_at=clock.due_at,
        due_latest=_other(clock),
        started_at=started.at if started else None,
        started_by=started.party if started else "",
        started_ref=started.ref if started else None,
        done_at=done.at if done else None,
        done_ref=done.ref if done else None,
        contested=len(clock.run.started) > 1 or len(clock.run.done) > 1,
        moved=clock.run.moved,
        off=clock.off,
        readings=clock.readings,
        loose=duty.kind in _LOOSE,
        time_basis=clock.time_basis,
    )


def docket(
    missions: Iterable[Mission], at: Instant, chosen: Readings | None = None
) -> tuple[DocketItem, ...]:
    """Return everything due in some missions, what is most urgent first.

    Args:
        missions: Missions as folded up to ``at``.
        at: Now.
        chosen: Readings of the open points; the defaults if none.

    No mission moves by time alone: an item past due says what the text attaches to that, mostly
    nothing (CLK-5).
    """
    items = [
        _item(clock, at)
        for mission in missions
        if mission.state is not MissionState.PLANNED
        for clock in clocks_of(mission, chosen)
    ]
    far = max((i.due_at for i in items if i.due_at), default=at)

    def urgency(item: DocketItem) -> tuple[int, bool, Instant, str]:
        return _ORDER[item.state], item.loose, item.due_at or far, item.mission

    return tuple(sorted(items, key=urgency))
