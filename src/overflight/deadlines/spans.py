"""Spans and the deadlines they make: hours run exactly, days and months by the calendar.

CLK-1: limits in hours are elapsed time between UTC instants. CLK-2: the day of the event does not
count; N days after falls on its date + N and ends at 24:00 UTC (AMB-1 default). CLK-3: months keep
the day number, clipped to the end of the month.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from overflight.deadlines.instants import Instant, day_of, format_instant

__all__ = ["Deadline", "Unit", "after", "before", "end_of_day"]


class Unit(StrEnum):
    """The unit a limit is written in, which decides how it is counted."""

    HOURS = "h"
    DAYS = "d"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Deadline:
    """A limit that a starting event set running, with its derivation.

    Args:
        rule: Rule id of the rule table, for example ``MPL-6``.
        provision: Where the limit is written, for example ``art.VI.II.6``.
        bound: Who must act.
        starts: Name of the starting event.
        starts_at: When the starting event happened.
        amount: Length of the limit.
        unit: Unit of the limit.
        due_at: The last instant that still keeps the limit.
    """

    rule: str
    provision: str
    bound: str
    starts: str
    starts_at: Instant
    amount: int
    unit: Unit
    due_at: Instant

    @property
    def arithmetic(self) -> str:
        """Return the sum as a person would check it on paper."""
        return (
            f"{self.starts} {format_instant(self.starts_at)} + {self.amount} {self.unit.value}"
            f" = {format_instant(self.due_at)}"
        )


def end_of_day(on: date) -> Instant:
    """Return 24:00 UTC of a day, which is 00:00 of the next (AMB-1 default)."""
    return datetime.combine(on, time(0), tzinfo=UTC) + timedelta(days=1)


def _months_later(on: date, months: int) -> date:
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(on.day, last))


def after(start: Instant, amount: int, unit: Unit) -> Instant:
    """Return the last instant that lies within a limit running from an event.

    Args:
        start: Instant of the event.
        amount: Length of the limit, zero or more; negative lengths count backwards.
        unit: Hours run exactly; days, weeks and months by the calendar, to 24:00 UTC.

    Treaty: CLK-1, CLK-2, CLK-3; AMB-1 for the end of the day.
    """
    if unit is Unit.HOURS:
        return start + timedelta(hours=amount)
    if unit is Unit.MONTHS:
        return end_of_day(_months_later(day_of(start), amount))
    days = amount * 7 if unit is Unit.WEEKS else amount
    return end_of_day(day_of(start) + timedelta(days=days))


def before(event: Instant, amount: int, unit: Unit) -> Instant:
    """Return the last instant that still lies a minimum lead before an event (CLK-4).

    Equality passes: a notice at exactly this instant keeps the limit. Leads in days count the
    calendar and end with the last second of the day they fall on.
    """
    if unit is Unit.HOURS:
        return event - timedelta(hours=amount)
    if unit is Unit.MONTHS:
        return end_of_day(_months_later(day_of(event), -amount))
    days = amount * 7 if unit is Unit.WEEKS else amount
    return end_of_day(day_of(event) - timedelta(days=days))
