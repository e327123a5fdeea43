"""What each clock of a mission answers: kept, broken, open or contested, with its numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from overflight.deadlines import Instant, show_instant
from overflight.missions.clocks import TIME_BASIS, Clock, clocks_of, show_span
from overflight.missions.duty import ClockKind, Duty
from overflight.missions.mission import Mission, When
from overflight.treaty import Finding, Limit, Outcome, Quantity, Readings, Sense, judge

__all__ = ["clock_finding", "clock_findings"]

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
    return (*refs, TIME_BASIS)


def _quantity(clock: Clock, span: timedelta) -> Quantity:
    if clock.in_days:
        return Quantity(float(span.days), "d")
    return Quantity(span.total_seconds() / 3600, "h")


def _limit(clock: Clock) -> Limit | None:
    limit = clock.limit
    if limit is None:
        return None
    number = _quantity(clock, limit)
    return Limit(number.value, number.unit, _SENSE[clock.duty.kind])


def _length(clock: Clock, span: timedelta) -> str:
    return f"{span.days} d" if clock.in_days else show_span(span)


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


def _judged(clock: Clock, span: timedelta) -> Outcome:
    """Return the outcome of one measured length."""
    limit = _limit(clock)
    if clock.duty.kind is ClockKind.OPEN_END:
        return Outcome.KEPT
    if clock.duty.kind is ClockKind.AT_ONCE:
        return Outcome.KEPT if not span else Outcome.OPEN
    if clock.due_at is None or limit is None:
        return Outcome.OPEN
    found = judge(_quantity(clock, span), limit)
    return Outcome.OPEN if found is Outcome.BROKEN and clock.run.excuse else found


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
        says += f", {_SENSE[duty.kind].value} {_length(clock, limit)}"
    if clock.run.excuse:
        says += f"; stated cause: {clock.run.excuse}"
    outcome = outcomes.pop() if len(outcomes) == 1 else Outcome.CONTESTED
    measured = _quantity(clock, spans[0])
    return _finding(clock, outcome, says, measured=None if limit is None else measured)


def _fallen(clock: Clock) -> Finding:
    """Return what a clock answers that no longer runs and was not met."""
    soft = clock.duty.kind in {ClockKind.AT_ONCE, ClockKind.OPEN_END}
    says = f"{_act(clock.duty)}: not stated, and no longer due: {clock.off}"
    if clock.duty.kind is ClockKind.RIGHT:
        says = f"Right to {clock.duty.act}: not used, {clock.off}"
    return _finding(clock, Outcome.OPEN if soft else Outcome.KEPT, says)


def _pending(clock: Clock, at: Instant | None) -> Finding:
    """Return what a clock answers while the act is not stated."""
    duty, due = clock.duty, clock.due_at
    if due is None or not clock.run.started:
        return _finding(clock, Outcome.OPEN, f"{_act(duty)}: {clock.arithmetic}")
    if duty.kind is ClockKind.RIGHT:
        opens = "is open since" if at is not None and at >= due else "opens at"
        return _finding(clock, Outcome.OPEN, f"Right to {duty.act} {opens} {show_instant(due)}")
    missed = at is not None and clock.late(at) and duty.kind is not ClockKind.AT_ONCE
    if missed and at is not None:
        says = f"{_act(duty)}: not stated by {show_instant(at)}; {clock.arithmetic}"
        return _finding(clock, Outcome.BROKEN, says)
    return _finding(clock, Outcome.OPEN, f"{_act(duty)}: {clock.arithmetic}")


def clock_finding(clock: Clock, at: Instant | None = None) -> Finding:
    """Return what one clock answers.

    Args:
        clock: The clock.
        at: Now; without it only what was done is judged and everything else is open.
    """
    if clock.run.done:
        return _done(clock)
    return _fallen(clock) if clock.off else _pending(clock, at)


def _used_right(clock: Clock) -> bool:
    return clock.duty.kind is ClockKind.RIGHT and bool(clock.run.done)


def clock_findings(
    mission: Mission,
    at: Instant | None = None,
    chosen: Readings | None = None,
    *,
    running: bool = False,
) -> tuple[Finding, ...]:
    """Return what every clock of a mission answers, in the order of its life.

    Args:
        mission: The mission.
        at: Now; without it what is not done stays open.
        chosen: Readings of the open points; the defaults if none.
        running: Leave out the clocks that nothing has started yet.
    """
    return tuple(
        clock_finding(clock, at)
        for clock in clocks_of(mission, chosen)
        if (clock.duty.id not in _SHOWN_ONLY or _used_right(clock))
        and (clock.run.started or not running)
    )
