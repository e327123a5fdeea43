"""The clocks of a mission: each with its law, its starting event, its sum and what moved it.

Instants are those the Parties stated; witnesses are not used yet, and every answer says so. No
clock moves a mission (CLK-5).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Final

from overflight.deadlines import Instant, Unit, after, day_of, format_day, show_instant
from overflight.missions.duties import DUTIES
from overflight.missions.duty import ClockKind, Doer, Duty, Phase
from overflight.missions.event import Role
from overflight.missions.facts_ending import Cancelled, Declined, Prohibited
from overflight.missions.facts_flight import TakenOff
from overflight.missions.mission import Mission, When
from overflight.missions.run import Gather, Run
from overflight.missions.runs_after import RUNS_AFTER
from overflight.missions.runs_before import RUNS_BEFORE
from overflight.treaty import Readings, readings

__all__ = ["TIME_BASIS", "Clock", "clocks_of", "show_span"]

TIME_BASIS: Final = "instants as the Parties stated them; no witnesses yet"
_RUNS: Final[Mapping[str, Gather]] = {**RUNS_BEFORE, **RUNS_AFTER}
_DAY: Final = timedelta(days=1)


def show_span(span: timedelta) -> str:
    """Write a length for a person: ``24 h``, ``5 h 10 min``, ``1 h 1 s``."""
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    whole, minutes = divmod(minutes, 60)
    parts = ((whole, "h"), (minutes, "min"), (seconds, "s"))
    return " ".join(f"{n} {unit}" for n, unit in parts if n) or "0 h"


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock of one mission.

    Args:
        mission: Mission key.
        duty: The law of it.
        run: What the facts say about it.
        by: Unit codes of who is bound.
        to: To whom, in words or codes.
        due_at: The last lawful instant, or for rights and earliest acts the first; none while
            the clock does not run or where the text gives no limit.
        arithmetic: The sum, as a person would check it on paper.
        readings: Readings used, ``AMB-2=receipt``.
        off: Why it no longer runs; empty while it does.
        taxi: The observed Party supplies the aircraft.
    """

    mission: str
    duty: Duty
    run: Run
    by: str
    to: str
    due_at: Instant | None
    arithmetic: str
    readings: tuple[str, ...] = ()
    off: str = ""
    taxi: bool = False

    @property
    def provision(self) -> str:
        """Return where the duty is written for this aircraft."""
        return self.duty.taxi if self.duty.taxi and self.taxi else self.duty.provision

    @property
    def on_expiry(self) -> str:
        """Return what follows when the limit passes, under the readings used."""
        if "AMB-13=plan-accepted" in self.readings:
            return "under this reading the plan counts as accepted (AMB-13); both still sign it"
        return self.duty.on_expiry

    @property
    def limit(self) -> timedelta | None:
        """Return the length of the limit, with what was agreed and added; none without one."""
        value = self.duty.value
        if value is None:
            return None
        amount = int(value.amount) if self.run.limit is None else self.run.limit
        unit = _DAY if value.unit == "d" else timedelta(hours=1)
        return amount * unit + self.run.added

    @property
    def in_days(self) -> bool:
        """Return whether the limit is counted in calendar days (CLK-2, AMB-1)."""
        counts = "AMB-1=utc-calendar" in self.readings
        return self.duty.value is not None and self.duty.value.unit == "d" and counts

    def span(self, start: Instant, end: Instant) -> timedelta:
        """Return the time between two instants as this clock counts it."""
        return day_of(end) - day_of(start) if self.in_days else end - start

    def spans(self) -> tuple[timedelta, ...]:
        """Return what was measured: one length for each pair of instants the Parties state."""
        lead = self.duty.kind is ClockKind.LEAD
        return tuple(
            self.span(d.at, s.at) if lead else self.span(s.at, d.at)
            for s, d in product(self.run.started, self.run.done)
        )

    def late(self, at: Instant) -> bool:
        """Return whether an act at this instant would miss the limit; equality keeps it."""
        if self.due_at is None:
            return False
        if self.in_days and self.run.started:
            limit = self.limit
            return limit is not None and self.span(self.run.started[0].at, at) > limit
        return at > self.due_at


def _limit(duty: Duty, run: Run) -> int:
    if run.limit is not None:
        return run.limit
    return int(duty.value.amount) if duty.value else 0


def _added(run: Run, sign: str) -> str:
    return f" {sign} {show_span(run.added)}" if run.added else ""


def _in_hours(duty: Duty, run: Run, start: When) -> tuple[Instant, str]:
    """Return a limit in hours: forwards, or backwards where it is a lead."""
    back = duty.kind is ClockKind.LEAD or duty.id == "K13"
    sign = "-" if back else "+"
    length = timedelta(hours=_limit(duty, run)) + run.added
    due = start.at - length if back else start.at + length
    words = f"{duty.starts} {show_instant(start.at)}"
    if length:
        steps = f" {sign} {_limit(duty, run)} h{_added(run, sign)}"
        words += f"{steps} = {show_instant(due)}"
    if run.later and duty.kind is ClockKind.NOT_BEFORE:
        at, other = run.later
        return max(due, at), f"the later of {words}; {other}"
    return due, words


def _in_days(duty: Duty, run: Run, start: When, reading: str) -> tuple[Instant | None, str]:
    """Return a limit in days under the reading of what a day is (AMB-1)."""
    days = _limit(duty, run)
    if reading == "local-calendar":
        return None, f"{duty.starts} + {days} d; not computed without the local time zone (AMB-1)"
    if reading == "utc-elapsed":
        due = start.at + days * _DAY
        return due, f"{duty.starts} {show_instant(start.at)} + {days} x 24 h = {show_instant(due)}"
    due = after(start.at, days, Unit.DAYS)
    last = format_day(day_of(due - timedelta(seconds=1)))
    return due, f"{duty.starts} {format_day(day_of(start.at))} + {days} d = {last}, to 24:00 UTC"


def _sum(duty: Duty, run: Run, chosen: Readings) -> tuple[Instant | None, str]:
    """Return when a clock is due and its sum in words."""
    if not run.started:
        return None, f"runs from the {duty.starts}"
    start = run.started[0]
    if duty.kind is ClockKind.AT_ONCE:
        return start.at, f"at once on the {duty.starts} {show_instant(start.at)}"
    if duty.kind is ClockKind.OPEN_END:
        return None, f"{duty.starts} {show_instant(start.at)}; no limit stated"
    if duty.value and duty.value.unit == "d":
        return _in_days(duty, run, start, chosen.of("AMB-1"))
    return _in_hours(duty, run, start)


def _bound(mission: Mission, doer: Doer) -> str:
    """Return the unit code of who is bound."""
    roles = {
        Doer.OBSERVING: Role.OBSERVING,
        Doer.OBSERVED: Role.OBSERVED,
        Doer.SUPPLIER: mission.supplier,
        Doer.INSPECTING: mission.supplier.other,
    }
    if doer is Doer.BOTH:
        return f"{mission.observing}, {mission.observed}"
    return mission.unit_of(roles[doer])


def _addressed(mission: Mission, duty: Duty) -> str:
    """Return the addressee: the code of a Party of the mission, or the words of the text."""
    if duty.to == f"the {Role.OBSERVED.value}":
        return mission.observed
    if duty.to == f"the {Role.OBSERVING.value}":
        return mission.observing
    if duty.to == "the other Party":
        bound = mission.supplier if duty.by is Doer.SUPPLIER else mission.supplier.other
        return mission.unit_of(bound.other)
    return duty.to


def _left(mission: Mission, phase: Phase) -> tuple[Instant, str] | None:
    """Return when and why a mission left the phase in which a duty matters."""
    for kind, word in (
        (Prohibited, "prohibited"),
        (Declined, "declined"),
        (Cancelled, "cancelled"),
    ):
        ended = mission.first(kind)
        if ended and phase is not Phase.ENDED:
            return ended.fact.at, f"the flight was {word}, {show_instant(ended.fact.at)}"
    off = mission.first(TakenOff)
    if off and phase is Phase.BEFORE:
        return off.fact.at, f"the flight commenced, {show_instant(off.fact.at)}"
    return None  # closing a mission ends no duty: film is developed after its report is sent


_SOFT: Final = frozenset(
    {ClockKind.AT_ONCE, ClockKind.OPEN_END, ClockKind.RIGHT, ClockKind.NOT_BEFORE}
)


def _off(mission: Mission, duty: Duty, run: Run, due: Instant | None) -> str:
    """Return why a clock no longer runs; what was past due before that stays past due."""
    if run.done or run.off:
        return "" if run.done else run.off
    left = _left(mission, duty.phase)
    if left is None or (duty.kind not in _SOFT and due is not None and due < left[0]):
        return ""
    return left[1]


def clocks_of(mission: Mission, chosen: Readings | None = None) -> tuple[Clock, ...]:
    """Return every clock of a mission, in the order of its life.

    Args:
        mission: The mission.
        chosen: Readings of the open points; the defaults if none.
    """
    chosen = chosen or readings()
    found: list[Clock] = []
    for name, gather in _RUNS.items():
        run = gather(mission, chosen) if mission.observing else None
        if run is None:
            continue
        duty = DUTIES[name]
        due, words = _sum(duty, run, chosen)
        points = ("AMB-1", *duty.points) if duty.value and duty.value.unit == "d" else duty.points
        found.append(
            Clock(
                mission=mission.key,
                duty=duty,
                run=run,
                by=_bound(mission, duty.by),
                to=run.to or _addressed(mission, duty),
                due_at=due,
                arithmetic=words,
                readings=tuple(f"{p}={chosen.of(p)}" for p in dict.fromkeys(points)),
                off=_off(mission, duty, run, due),
                taxi=mission.supplier is Role.OBSERVED,
            )
        )
    return tuple(found)
