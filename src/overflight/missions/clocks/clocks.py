"""The clocks of a mission: each with its law, its starting event, its sum and what moved it.

Acts done by saying them lie where the mirrors of a network date them, between two instants; the
sums carry both. Without mirrors they lie where they are claimed, and every clock says which it
used. No clock moves a mission (CLK-5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Final

from overflight.deadlines import (
    Instant,
    Length,
    Moment,
    Timeliness,
    Unit,
    after_moment,
    day_of,
    exactly,
    format_day,
    last_of,
    show_instant,
    timeliness,
)
from overflight.missions.clocks.run import Gather, Run
from overflight.missions.clocks.runs_after import RUNS_AFTER
from overflight.missions.clocks.runs_before import RUNS_BEFORE
from overflight.missions.law.duty import ClockKind, Doer, Duty, Phase
from overflight.missions.life.mission import Mission
from overflight.missions.said.dating import CLAIMED, When, basis_of
from overflight.missions.said.event import Role
from overflight.missions.said.facts_ending import Cancelled, Declined, Prohibited
from overflight.missions.said.facts_flight import TakenOff
from overflight.missions.said.quiet import Quiet
from overflight.record import faults_of
from overflight.treaty import Readings, readings

__all__ = ["TIME_BASIS", "Clock", "clocks_of", "show_span", "times_of"]

TIME_BASIS: Final = CLAIMED
_RUNS: Final[Mapping[str, Gather]] = {**RUNS_BEFORE, **RUNS_AFTER}
_DAY: Final = timedelta(days=1)


def times_of(missions: Iterable[Mission]) -> str:
    """Return which times the clocks of some missions use, in words."""
    quiet = next((mission.quiet for mission in missions if mission.quiet), None)
    if quiet is None:
        return TIME_BASIS
    faults = faults_of(quiet.parties)
    return f"by the mirrors' times where they are at hand (f = {faults} of {quiet.parties})"


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
        due: The last lawful instant, or for rights and earliest acts the first, as far as it is
            known; none while the clock does not run or where the text gives no limit.
        arithmetic: The sum, as a person would check it on paper.
        readings: Readings used, ``AMB-2=receipt``.
        off: Why it no longer runs; empty while it does.
        taxi: The observed Party supplies the aircraft.
        quiet: What the mirrors prove of the silence of whoever is bound; none without mirrors.
    """

    mission: str
    duty: Duty
    run: Run
    by: str
    to: str
    due: Moment | None
    arithmetic: str
    readings: tuple[str, ...] = ()
    off: str = ""
    taxi: bool = False
    quiet: Quiet | None = None

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

    @property
    def due_at(self) -> Instant | None:
        """Return the date that is safe for whoever acts: the earlier, for rights the later one."""
        if self.due is None:
            return None
        if self.duty.kind in {ClockKind.RIGHT, ClockKind.NOT_BEFORE}:
            return self.due.latest or self.due.earliest
        return self.due.earliest or self.due.latest

    @property
    def time_basis(self) -> str:
        """Return which times were used, in words."""
        whens = (*self.run.started, *self.run.done)
        return basis_of(whens) if whens else "nothing to date yet"

    def span(self, start: Instant, end: Instant) -> timedelta:
        """Return the time between two instants as this clock counts it."""
        return day_of(end) - day_of(start) if self.in_days else end - start

    def _length(self, start: Moment, end: Moment) -> Length:
        short, long = (start.latest, end.earliest), (start.earliest, end.latest)
        return Length(
            self.span(short[0], short[1]) if short[0] and short[1] else None,
            self.span(long[0], long[1]) if long[0] and long[1] else None,
        )

    def spans(self) -> tuple[Length, ...]:
        """Return what was measured: one length for each pair of instants the Parties state.

        What the text wants at once it gives no number for: no second is weighed there, and the
        instants count as they are stated.
        """
        lead, at_once = self.duty.kind is ClockKind.LEAD, self.duty.kind is ClockKind.AT_ONCE

        def moment(when: When) -> Moment:
            return exactly(when.at) if at_once else when.moment

        return tuple(
            self._length(moment(d), moment(s)) if lead else self._length(moment(s), moment(d))
            for s, d in product(self.run.started, self.run.done)
        )

    def met(self, length: Length) -> Timeliness:
        """Return whether a measured length keeps the limit; equality keeps it.

        A right that opens only once its limit has passed is not there at the limit itself.
        """
        limit = self.limit
        if limit is None:
            return Timeliness.KEPT
        low, high = length.shortest, length.longest
        if self.duty.beyond:
            kept, late = low is not None and low > limit, high is not None and high <= limit
        elif self.duty.kind is ClockKind.BY:
            kept, late = high is not None and high <= limit, low is not None and low > limit
        else:
            kept, late = low is not None and low >= limit, high is not None and high < limit
        if kept:
            return Timeliness.KEPT
        return Timeliness.LATE if late else Timeliness.UNDECIDED

    def opened(self, now: Instant) -> bool:
        """Return whether a right is there at an instant, on the date safe for who has it."""
        due = self.due_at
        return due is not None and (now > due if self.duty.beyond else now >= due)

    def at(self, now: Instant) -> Timeliness:
        """Return whether an act at this instant would keep the limit; equality keeps it."""
        if self.due is None:
            return Timeliness.KEPT
        if self.in_days and self.run.started:
            return self.met(self._length(self.run.started[0].moment, exactly(now)))
        return timeliness(exactly(now), self.due)


def _limit(duty: Duty, run: Run) -> int:
    if run.limit is not None:
        return run.limit
    return int(duty.value.amount) if duty.value else 0


def _added(run: Run, sign: str) -> str:
    return f" {sign} {show_span(run.added)}" if run.added else ""


def _in_hours(duty: Duty, run: Run, start: When) -> tuple[Moment, str]:
    """Return a limit in hours: forwards, or backwards where it is a lead."""
    back = duty.kind is ClockKind.LEAD or duty.id == "K13"
    sign = "-" if back else "+"
    length = timedelta(hours=_limit(duty, run)) + run.added
    due = start.moment - length if back else start.moment + length
    words = f"{duty.starts} {start.moment.show()}"
    if length:
        steps = f" {sign} {_limit(duty, run)} h{_added(run, sign)}"
        words += f"{steps} = {due.show()}"
    if run.later and duty.kind is ClockKind.NOT_BEFORE:
        at, other = run.later
        return last_of((due, exactly(at))), f"the later of {words}; {other}"
    return due, words


def _in_days(duty: Duty, run: Run, start: When, reading: str) -> tuple[Moment | None, str]:
    """Return a limit in days under the reading of what a day is (AMB-1)."""
    days = _limit(duty, run)
    if reading == "local-calendar":
        return None, f"{duty.starts} + {days} d; not computed without the local time zone (AMB-1)"
    if reading == "utc-elapsed":
        due = start.moment + days * _DAY
        return due, f"{duty.starts} {start.moment.show()} + {days} x 24 h = {due.show()}"
    due = after_moment(start.moment, days, Unit.DAYS)
    first, last = _days(start.moment), _days(due - timedelta(seconds=1))
    return due, f"{duty.starts} {first} + {days} d = {last}, to 24:00 UTC"


def _days(moment: Moment) -> str:
    """Write the day of a moment, or the two days it may fall on."""
    ends = (moment.earliest, moment.latest)
    return " or ".join(dict.fromkeys(format_day(day_of(end)) for end in ends if end))


def _sum(duty: Duty, run: Run, chosen: Readings) -> tuple[Moment | None, str]:
    """Return when a clock is due and its sum in words."""
    if not run.started:
        return None, f"runs from the {duty.starts}"
    start = run.started[0]
    if duty.kind is ClockKind.AT_ONCE:
        return start.moment, f"at once on the {duty.starts} {start.moment.show()}"
    if duty.kind is ClockKind.OPEN_END:
        return None, f"{duty.starts} {start.moment.show()}; no limit stated"
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


def _off(mission: Mission, duty: Duty, run: Run, due: Moment | None) -> str:
    """Return why a clock no longer runs; what was past due before that stays past due."""
    if run.done or run.off:
        return "" if run.done else run.off
    left = _left(mission, duty.phase)
    if left is None:
        return ""
    if duty.kind not in _SOFT and due is not None and due.latest and due.latest < left[0]:
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
        duty = mission.duties.get(name)
        run = gather(mission, chosen) if duty is not None and mission.observing else None
        if duty is None or run is None:
            continue
        due, words = _sum(duty, run, chosen)
        points = ("AMB-1", *duty.points) if duty.value and duty.value.unit == "d" else duty.points
        found.append(
            Clock(
                mission=mission.key,
                duty=duty,
                run=run,
                by=_bound(mission, duty.by),
                to=run.to or _addressed(mission, duty),
                due=due,
                arithmetic=words,
                readings=tuple(f"{p}={chosen.of(p)}" for p in dict.fromkeys(points)),
                off=_off(mission, duty, run, due),
                taxi=mission.supplier is Role.OBSERVED,
                quiet=mission.quiet,
            )
        )
    return tuple(found)
