"""When a notification must be given: its lead, its limit, its date; and when its answer is due."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Final

from overflight.deadlines import (
    Instant,
    Unit,
    after,
    day_of,
    format_instant,
    parse_day,
    parse_instant,
)
from overflight.errors import OverflightError
from overflight.notifications.message_forms import Message, answered_by, form_of
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Readings,
    Sense,
    judge,
)
from overflight.treaty.asking import MemberSort
from overflight.treaty.notice_forms import NoticeForm, Relation

__all__ = ["reply_due", "timing_findings"]

_NO_NUMBER: Final = {
    Relation.ANY: "any time will do",
    Relation.NONE: "the text states no time",
}
_MONTHS_BEFORE: Final = 2  # the sequence of a quarter is told in the middle month of the one before
_SECONDS_AN_HOUR: Final = 3600


def _parsed(text: str) -> Instant | None:
    """Return the instant or the start of the day a text names; none if it names neither."""
    try:
        return parse_instant(text.upper())
    except OverflightError:
        pass
    try:
        return datetime.combine(parse_day(text), time(0), tzinfo=UTC)
    except OverflightError:
        return None


def _event(message: Message, form: NoticeForm, told: Instant | None) -> Instant | None:
    held = _parsed(message.says(form.event_item)) if form.event_item else None
    return told if held is None else held


class _Time:
    """One message against its time."""

    def __init__(self, form: NoticeForm, sent: Instant, event: Instant, basis: str) -> None:
        self._form, self._sent, self._event, self._basis = form, sent, event, basis

    def _judged(self, value: float, limit: Limit, says: str) -> Finding:
        measured = Quantity(value, limit.unit)
        outcome = judge(measured, limit)
        breach = "" if outcome is Outcome.KEPT else "none stated"
        where = self._form.provision
        return Finding(self._form.id, where, outcome, says, measured, limit, breach)

    def _between(self, start: Instant, end: Instant, unit: Unit) -> float:
        if unit is Unit.HOURS:
            return (end - start).total_seconds() / _SECONDS_AN_HOUR
        return float((day_of(end) - day_of(start)).days)

    def _limit(self, start: Instant, unit: Unit, sense: Sense) -> Limit:
        amount = int(self._form.amount)
        if unit is Unit.MONTHS:  # months are counted on the calendar, and shown in days
            end = day_of(after(start, amount, unit)).toordinal() - 1
            return Limit(float(end - day_of(start).toordinal()), "d", sense)
        return Limit(float(amount), unit.value, sense)

    def before(self) -> Finding:
        """Return whether it came long enough before the event."""
        unit = Unit(self._form.unit)
        limit = self._limit(self._sent, unit, Sense.AT_LEAST)
        value = self._between(self._sent, self._event, unit)
        return self._judged(value, limit, self._says(value, limit, "before"))

    def after(self) -> Finding:
        """Return whether it came soon enough after the event."""
        unit = Unit(self._form.unit)
        limit = self._limit(self._event, unit, Sense.AT_MOST)
        value = self._between(self._event, self._sent, unit)
        return self._judged(value, limit, self._says(value, limit, "after"))

    def not_before(self) -> Finding:
        """Return whether it came after the event, however long after."""
        hours = self._between(self._event, self._sent, Unit.HOURS)
        limit = Limit(0.0, "h", Sense.AT_LEAST)
        return self._judged(hours, limit, self._says(hours, limit, "after"))

    def same(self) -> Finding:
        """Return whether it was sent at the same moment; the text gives no tolerance."""
        minutes = (self._sent - self._event).total_seconds() / 60
        says = f"sent {minutes:g} min after {self._form.event}; the text says at the same moment"
        outcome = Outcome.OPEN if minutes else Outcome.KEPT
        if minutes:
            says += " and gives no tolerance"
        measured, limit = Quantity(minutes, "min"), Limit(0.0, "min", Sense.AT_MOST)
        where, breach = self._form.provision, "none stated" if minutes else ""
        return Finding(self._form.id, where, outcome, says, measured, limit, breach)

    def same_day(self) -> Finding:
        """Return whether it was given on the day of the event."""
        days = abs(self._between(self._event, self._sent, Unit.DAYS))
        limit = Limit(0.0, "d", Sense.AT_MOST)
        return self._judged(days, limit, self._says(days, limit, "from"))

    def promptly(self) -> Finding:
        """Return how long it took; the text says promptly or immediately, and gives no number."""
        hours = self._between(self._event, self._sent, Unit.HOURS)
        says = f"{hours:g} h after {self._form.event}; the text gives no number, a person must say"
        return Finding(
            self._form.id, self._form.provision, Outcome.OPEN, says, consequence="none stated"
        )

    def _says(self, value: float, limit: Limit, word: str) -> str:
        asked = f"{limit.sense.value} {limit.value:g} {limit.unit}"
        return f"{self._basis}, {value:g} {limit.unit} {word} {self._form.event}; {asked} is asked"

    def due_by(self, due: date) -> Finding:
        """Return whether it came by a date."""
        days = float((day_of(self._sent) - due).days)
        says = f"{self._basis}; due by {due}"
        return self._judged(days, Limit(0.0, "d", Sense.AT_MOST), says)


def _open(form: NoticeForm, says: str) -> Finding:
    return Finding(form.id, form.provision, Outcome.OPEN, says, consequence="none stated")


def _due_date(message: Message, form: NoticeForm) -> date | None:
    """Return the date a message is due by, from the year or the quarter it tells."""
    text = message.says(form.event_item)
    if form.relation is Relation.BY_DATE:
        if not (text.isdigit() and 1900 < int(text[:5]) < 2200):
            return None
        month, day = (int(part) for part in form.amount.split("-"))
        return date(int(text) - 1, month, day)
    first = _parsed(text)
    if first is None or first.day != 1 or first.month % 3 != 1:
        return None
    year, month = divmod(first.year * 12 + first.month - 1 - _MONTHS_BEFORE, 12)
    return date(year, month + 1, int(form.amount))


def _window(message: Message, form: NoticeForm, received: Instant | None) -> Iterator[Finding]:
    """Yield whether a conference is convened within its days after the notice was received."""
    item = [i for i in form.items if i.sort is MemberSort.DAY][-1]
    held = _parsed(message.says(item.path))
    if received is None or held is None:
        yield _open(form, f"not known: {form.event}, or the first day")
        return
    days = Quantity(float((day_of(held) - day_of(received)).days), "d")
    least, most = (float(part) for part in form.amount.split(".."))
    for limit in (Limit(least, "d", Sense.AT_LEAST), Limit(most, "d", Sense.AT_MOST)):
        says = f"first day {day_of(held)}, {days.value:g} d after {form.event}"
        outcome = judge(days, limit)
        breach = "" if outcome is Outcome.KEPT else "none stated"
        yield Finding(form.id, form.provision, outcome, says, days, limit, breach)


def _counted(
    message: Message, form: NoticeForm, received: Instant | None, readings: Readings
) -> tuple[Instant, str, bool]:
    """Return the instant a lead counts from, in words too, and whether it is the one asked for."""
    if form.relation is Relation.MIN_BEFORE and readings.of("AMB-2") == "receipt":
        if received is None:
            return message.at, f"sent {format_instant(message.at)}, receipt not known", False
        return received, f"received {format_instant(received)}", True
    return message.at, f"sent {format_instant(message.at)}", True


def timing_findings(
    message: Message,
    form: NoticeForm,
    event_at: Instant | None,
    received_at: Instant | None,
    readings: Readings,
) -> Iterator[Finding]:
    """Yield whether a message came when the text asks for it.

    Args:
        message: The message.
        form: Its form.
        event_at: When the event was, where the message does not hold it.
        received_at: When the message was received; none where not known.
        readings: ``AMB-2`` says whether a lead runs from dispatch or receipt, ``AMB-31`` from when
            a prohibition is explained.
    """
    if form.relation in _NO_NUMBER:
        says = f"sent {format_instant(message.at)}; {_NO_NUMBER[form.relation]}"
        yield Finding(form.id, form.provision, Outcome.KEPT, says)
        return
    used = (f"{form.reading}={readings.of(form.reading)}",) if form.reading else ()
    for finding in _timed(message, form, event_at, received_at, readings):
        yield Finding(
            finding.rule,
            finding.provision,
            finding.outcome,
            finding.says,
            finding.measured,
            finding.limit,
            finding.consequence,
            readings=used,
        )


def _timed(
    message: Message,
    form: NoticeForm,
    event_at: Instant | None,
    received_at: Instant | None,
    readings: Readings,
) -> Iterator[Finding]:
    sent, basis, right = _counted(message, form, received_at, readings)
    if form.relation in {Relation.BY_DATE, Relation.BY_QUARTER}:
        due = _due_date(message, form)
        known = _Time(form, sent, sent, basis).due_by(due) if due else None
        yield known or _open(
            form, f"({form.event_item}) tells no {form.event}: no date to be due by"
        )
        return
    event = _event(message, form, event_at)
    if form.id == "NTF-36" and readings.of("AMB-31") == "from-report":
        event = event_at  # the item holds the prohibition, not the mission report
    if form.relation is Relation.WINDOW:
        yield from _window(message, form, event)
        return
    if event is None:
        yield _open(form, f"{basis}; when the {form.event} was is not known")
        return
    finding = _relation(_Time(form, sent, event, basis), form.relation)
    if not right and finding.outcome is Outcome.KEPT:
        says = f"{finding.says}: in time if received in time"
        finding = Finding(
            form.id, form.provision, Outcome.OPEN, says, finding.measured, finding.limit
        )
    yield finding


def _relation(one: _Time, relation: Relation) -> Finding:
    kinds = {
        Relation.MIN_BEFORE: one.before,
        Relation.MAX_AFTER: one.after,
        Relation.MIN_AFTER: one.not_before,
        Relation.SAME: one.same,
        Relation.SAME_DAY: one.same_day,
        Relation.PROMPTLY: one.promptly,
    }
    return kinds[relation]()


def reply_due(message: Message, received_at: Instant | None) -> tuple[str, Instant | None]:
    """Return which notification answers a message, and until when; none where that is not known.

    Args:
        message: The message.
        received_at: When it was received; none where not known.
    """
    reply = answered_by(message.notification)
    if not reply:
        return "", None
    form = form_of(reply)
    if received_at is None:
        return reply, None
    amount = int(form.amount.rpartition("..")[2])
    return reply, after(received_at, amount, Unit(form.unit))
