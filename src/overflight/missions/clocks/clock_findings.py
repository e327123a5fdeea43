"""What each clock of a mission answers: kept, broken, open or contested, with its numbers.

A clock that still runs at the instant asked for answers nothing yet: it is *not yet due*, and that
is no doubt. Where mirrors prove only that an act lies between two instants and the limit lies
between them too, the answer is *open* with the word *undecided*.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from overflight.deadlines import Instant, Length, Timeliness, show_instant
from overflight.missions.clocks.clocks import Clock, clocks_of, show_span
from overflight.missions.law.duty import ClockKind, Duty
from overflight.missions.life.mission import Mission
from overflight.missions.said.dating import When
from overflight.record import Silence
from overflight.treaty import Finding, Limit, Outcome, Quantity, Readings, Sense

__all__ = ["Judged", "clock_finding", "clock_findings", "judge_clock", "judge_clocks"]

_SENSE: Final[Mapping[ClockKind, Sense]] = {
    ClockKind.BY: Sense.AT_MOST,
    ClockKind.AT_ONCE: Sense.AT_MOST,
    ClockKind.OPEN_END: Sense.AT_MOST,
    ClockKind.LEAD: Sense.AT_LEAST,
    ClockKind.NOT_BEFORE: Sense.AT_LEAST,
    ClockKind.RIGHT: Sense.AT_LEAST,
}
# These tell people what may come when; the rule itself is judged by another clock.
_SHOWN_ONLY: Final = frozenset({"K3-right", "K13", "FLT-2", "commence"})


def _basis(clock: Clock) -> tuple[str, ...]:
    whens: tuple[When, ...] = (*clock.run.started, *clock.run.done)
    refs = dict.fromkeys(f"{w.party}: {w.ref.o} {w.ref.i}" for w in whens)
    return (*refs, clock.time_basis)


def _quantity(clock: Clock, span: timedelta) -> Quantity:
    if clock.in_days:
        return Quantity(float(span.days), "d")
    return Quantity(span.total_seconds() / 3600, "h")


def _measured(clock: Clock, length: Length) -> Quantity | None:
    """Return a length with its doubt: the middle, and how far both ends lie from it."""
    if length.shortest is None or length.longest is None:
        return None
    short, long = _quantity(clock, length.shortest), _quantity(clock, length.longest)
    if length.shortest == length.longest:
        return short
    return Quantity((short.value + long.value) / 2, short.unit, (long.value - short.value) / 2)


def _limit(clock: Clock) -> Limit | None:
    limit = clock.limit
    if limit is None or clock.duty.beyond:  # the lawful side of such a number leaves it out
        return None
    number = _quantity(clock, limit)
    return Limit(number.value, number.unit, _SENSE[clock.duty.kind])


def _span(clock: Clock, span: timedelta) -> str:
    if clock.in_days:
        return f"{span.days} d"
    return show_span(span)


def _length(clock: Clock, length: Length) -> str:
    """Write a length, or between which lengths it lies."""
    ends = (length.shortest, length.longest)
    if None not in ends and ends[0] == ends[1]:
        return " to ".join(_span(clock, end) for end in ends[:1] if end is not None)
    low, high = ("unknown" if end is None else _span(clock, end) for end in ends)
    return f"between {low} and {high}"


def _finding(
    clock: Clock, outcome: Outcome, says: str, *, measured: Quantity | None = None
) -> Finding:
    duty = clock.duty
    moved = f" ({'; '.join(clock.run.moved)})" if clock.run.moved else ""
    return Finding(
        rule=duty.rule,
        provision=clock.provision,
        outcome=outcome,
        says=f"{says}{moved}",
        measured=measured,
        limit=_limit(clock) if measured else None,
        consequence="" if outcome is Outcome.KEPT else clock.on_expiry,
        basis=_basis(clock),
        readings=clock.readings,
    )


def _judged(clock: Clock, length: Length) -> Outcome:
    """Return the outcome of one measured length."""
    if clock.duty.kind is ClockKind.OPEN_END:
        return Outcome.KEPT
    if clock.duty.kind is ClockKind.AT_ONCE:
        return Outcome.OPEN if length.longest else Outcome.KEPT
    if clock.due is None or clock.limit is None:
        return Outcome.OPEN
    found = clock.met(length)
    if found is Timeliness.KEPT:
        return Outcome.KEPT
    late = found is Timeliness.LATE and not clock.run.excuse
    return Outcome.BROKEN if late else Outcome.OPEN


def _doubt(clock: Clock, lengths: tuple[Length, ...]) -> str:
    """Return that the limit lies between what is proven, where it does."""
    numbered = clock.duty.kind not in {ClockKind.AT_ONCE, ClockKind.OPEN_END}
    runs = numbered and clock.due is not None and clock.limit is not None
    if runs and any(clock.met(length) is Timeliness.UNDECIDED for length in lengths):
        return "; undecided: the limit lies between the instants the mirrors prove"
    return ""


def _act(duty: Duty) -> str:
    return duty.act[0].upper() + duty.act[1:]


def _done(clock: Clock) -> Finding:
    """Return what a clock answers once the act is stated."""
    duty, spans = clock.duty, clock.spans()
    if not spans:
        return _finding(clock, Outcome.KEPT, f"{_act(duty)}: done, no limit runs")
    outcomes = {_judged(clock, span) for span in spans}
    lengths = " or ".join(dict.fromkeys(_length(clock, span) for span in spans))
    side = "before" if duty.kind is ClockKind.LEAD else "after"
    says = f"{_act(duty)}: {lengths} {side} the {duty.starts}"
    limit = clock.limit
    if duty.kind is ClockKind.AT_ONCE:
        says += "; the text says at once and gives no number"
    elif limit is not None and duty.kind is not ClockKind.OPEN_END:
        side = "more than" if duty.beyond else _SENSE[duty.kind].value
        says += f", {side} {_span(clock, limit)}{_doubt(clock, spans)}"
    if clock.run.excuse:
        says += f"; stated cause: {clock.run.excuse}"
    outcome = outcomes.pop() if len(outcomes) == 1 else Outcome.CONTESTED
    measured = _measured(clock, spans[0])
    return _finding(clock, outcome, says, measured=None if limit is None else measured)


def _fallen(clock: Clock) -> Finding:
    """Return what a clock answers that no longer runs and was not met."""
    soft = clock.duty.kind in {ClockKind.AT_ONCE, ClockKind.OPEN_END}
    says = f"{_act(clock.duty)}: not stated, and no longer due: {clock.off}"
    if clock.duty.kind is ClockKind.RIGHT:
        says = f"Right to {clock.duty.act}: not used, {clock.off}"
    return _finding(clock, Outcome.OPEN if soft else Outcome.KEPT, says)


@dataclass(frozen=True, slots=True)
class Judged:
    """What one clock answers.

    Args:
        finding: The answer; *open* while nothing is decided.
        to_come: It is not yet due, or nothing has started it: no doubt, only the future.
    """

    finding: Finding
    to_come: bool = False


def _right_ahead(clock: Clock, at: Instant | None) -> Judged:
    """Return what a right answers that nobody has used: it is nobody's duty."""
    due = clock.due_at
    since, ahead = ("from after", "opens after") if clock.duty.beyond else ("since", "opens at")
    opened = at is not None and clock.opened(at)
    words = f"{f'is open {since}' if opened else ahead} {show_instant(due)}" if due else ""
    says = f"Right to {clock.duty.act} {words}"
    return Judged(_finding(clock, Outcome.OPEN, says), to_come=at is not None)


def _missed(clock: Clock, at: Instant) -> Judged:
    """Return what a clock answers once its limit has passed and the act is not stated."""
    says = f"{_act(clock.duty)}: not stated by {show_instant(at)}; {clock.arithmetic}"
    until = clock.due.latest if clock.due else None
    if clock.quiet is None or until is None:
        return Judged(_finding(clock, Outcome.BROKEN, says))
    found = clock.quiet.of(clock.by, until)
    outcome = Outcome.BROKEN if found is Silence.PROVEN else Outcome.OPEN
    words = clock.quiet.words(found, clock.by)
    return Judged(_finding(clock, outcome, f"{says}; {words}"))


def _pending(clock: Clock, at: Instant | None) -> Judged:
    """Return what a clock answers while the act is not stated."""
    duty, due = clock.duty, clock.due
    says = f"{_act(duty)}: {clock.arithmetic}"
    if not clock.run.started:
        return Judged(_finding(clock, Outcome.OPEN, says), to_come=at is not None)
    if duty.kind is ClockKind.RIGHT and due is not None:
        return _right_ahead(clock, at)
    if due is None or at is None or duty.kind is ClockKind.AT_ONCE:
        return Judged(_finding(clock, Outcome.OPEN, says))
    reached = clock.at(at)
    if reached is Timeliness.LATE:
        return _missed(clock, at)
    if reached is Timeliness.KEPT:
        return Judged(_finding(clock, Outcome.OPEN, says), to_come=True)
    doubt = f"; undecided: {show_instant(at)} lies between the two instants it may be due"
    return Judged(_finding(clock, Outcome.OPEN, says + doubt))


def judge_clock(clock: Clock, at: Instant | None = None) -> Judged:
    """Return what one clock answers, and whether that lies in the future.

    Args:
        clock: The clock.
        at: Now; without it only what was done is judged and everything else is open.
    """
    if clock.run.done:
        return Judged(_done(clock))
    return Judged(_fallen(clock)) if clock.off else _pending(clock, at)


def clock_finding(clock: Clock, at: Instant | None = None) -> Finding:
    """Return what one clock answers.

    Args:
        clock: The clock.
        at: Now; without it only what was done is judged and everything else is open.
    """
    return judge_clock(clock, at).finding


def _used_right(clock: Clock) -> bool:
    return clock.duty.kind is ClockKind.RIGHT and bool(clock.run.done)


def judge_clocks(
    mission: Mission,
    at: Instant | None = None,
    chosen: Readings | None = None,
    *,
    running: bool = False,
) -> tuple[Judged, ...]:
    """Return what every clock of a mission answers, in the order of its life.

    Args:
        mission: The mission.
        at: Now; without it what is not done stays open.
        chosen: Readings of the open points; the defaults if none.
        running: Leave out the clocks that nothing has started yet.
    """
    return tuple(
        judge_clock(clock, at)
        for clock in clocks_of(mission, chosen)
        if (clock.duty.id not in _SHOWN_ONLY or _used_right(clock))
        and (clock.run.started or not running)
    )


def clock_findings(
    mission: Mission,
    at: Instant | None = None,
    chosen: Readings | None = None,
    *,
    running: bool = False,
) -> tuple[Finding, ...]:
    """Return the same as findings only; what is not yet due among them is *open*."""
    judged = judge_clocks(mission, at, chosen, running=running)
    return tuple(each.finding for each in judged)
