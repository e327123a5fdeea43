"""What the rules of this chapter count alike: days, from dispatch or receipt, and limits."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Protocol

from overflight.deadlines import Instant, day_of
from overflight.treaty import Limit, Quantity, Readings, Sense, Value

__all__ = ["ENTRY", "Message", "counted_from", "days_between", "limit_of"]

# Values of the Treaty hold from its entry into force.
ENTRY = date(2002, 1, 1)


class Message(Protocol):
    """A notification: when it was sent, and when it was had, where that is stated."""

    @property
    def at(self) -> Instant:
        """Return its dispatch."""
        ...

    @property
    def received(self) -> Instant | None:
        """Return when the others had it."""
        ...


def limit_of(value: Value, sense: Sense, amount: Decimal | None = None) -> Limit:
    """Return a limit of the text, or what was agreed in its place."""
    return Limit(float(value.amount if amount is None else amount), value.unit, sense)


def counted_from(message: Message, readings: Readings) -> tuple[Instant, tuple[str, ...]]:
    """Return the instant of a message that counts, and what is to be said about it.

    Treaty: AMB-2: receipt by default. Where nobody states it, dispatch stands for it.
    """
    if readings.of("AMB-2") == "dispatch":
        return message.at, ()
    if message.received is None:
        return message.at, ("receipt is not stated; dispatch is taken for it",)
    return message.received, ()


def _start(on: date) -> Instant:
    return datetime.combine(on, time(0), tzinfo=UTC)


def days_between(
    first: Instant | date, last: Instant | date, readings: Readings
) -> Quantity | None:
    """Return the days from one event to another, or nothing where the reading needs a time zone.

    Treaty: CLK-2 and AMB-1: by the calendar in UTC, or by 24 hours; a day begins at 00:00 UTC.
    """
    option = readings.of("AMB-1")
    if option == "local-calendar":
        return None
    if option == "utc-elapsed":
        a = first if isinstance(first, datetime) else _start(first)
        b = last if isinstance(last, datetime) else _start(last)
        return Quantity((b - a).total_seconds() / 86_400, "d")
    a_day = day_of(first) if isinstance(first, datetime) else first
    b_day = day_of(last) if isinstance(last, datetime) else last
    return Quantity(float((b_day - a_day).days), "d")
