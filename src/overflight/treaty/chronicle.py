"""The rows of the chronicle: what happened, on which day as far as it is known, said by whom.

A day that is not known is not made up: a row says ``2013-09`` or ``2007``. Sources that disagree
stand in rows of one topic, side by side.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from overflight.deadlines import parse_day
from overflight.errors import UsageError
from overflight.treaty.tables import Row

__all__ = ["DateStatus", "EventEntry", "EventKind", "days_within"]

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


class DateStatus(StrEnum):
    """How far the day of an event is known."""

    STATED = "stated"
    DAY_UNKNOWN = "day unknown"
    YEAR_INFERRED = "year inferred"
    YEAR_UNKNOWN = "year unknown"
    SOURCES_DISAGREE = "sources disagree"


class EventKind(StrEnum):
    """What an event of the chronicle is about."""

    PROPOSAL = "proposal"
    SIGNATURE = "signature"
    INSTRUMENT = "instrument"
    SUCCESSION = "succession"
    ENTRY_INTO_FORCE = "entry-into-force"
    PHASE = "phase"
    WITHDRAWAL = "withdrawal"
    CONFERENCE = "conference"
    REVIEW_CONFERENCE = "review-conference"
    DEADLINE = "deadline"
    GROUP = "group"
    COMMISSION = "commission"
    DECISION = "decision"
    QUOTA_ROUND = "quota-round"
    QUOTA_FLIGHT = "quota-flight"
    TRIAL_FLIGHT = "trial-flight"
    EXTRAORDINARY_FLIGHT = "extraordinary-flight"
    CANCELLED_FLIGHT = "cancelled-flight"
    REFUSED_FLIGHT = "refused-flight"
    OTHER_USE = "other-use"
    CERTIFICATION = "certification"
    AIRCRAFT = "aircraft"
    RESTRICTION = "restriction"
    SUSPENSION = "suspension"
    COUNTERMEASURE = "countermeasure"
    DISPUTE = "dispute"
    NATIONAL_POSITION = "national-position"
    NATIONAL_RULE = "national-rule"
    STATEMENT = "statement"
    MILESTONE = "milestone"
    STATISTIC = "statistic"
    COUNT = "count"
    CONTEXT = "context"


def days_within(text: str, *, where: str = "date") -> tuple[date, date]:
    """Return the first and the last day a date can mean: ``2013-09`` is a whole month.

    Args:
        text: ``YYYY-MM-DD``, ``YYYY-MM`` or ``YYYY``.
        where: The field it stands in, for the message.

    Raises:
        UsageError: The text is none of these, or no day of the calendar.
    """
    found = _DATE.fullmatch(text)
    year, month, day = found.groups() if found else (None, None, None)
    first = parse_day(f"{year}-{month or '01'}-{day or '01'}" if year else text, where=where)
    if day:
        return first, first
    last_month = first.month if month else 12
    last_day = calendar.monthrange(first.year, last_month)[1]
    return first, date(first.year, last_month, last_day)


@dataclass(frozen=True, slots=True)
class EventEntry:
    """An event, as its source reports it.

    Args:
        id: Id of the row (``EV-101``).
        date: Its day as far as it is known: ``2020-05-22``, ``2013-09``, ``2007``.
        date_status: How far the day is known.
        kind: What it is about.
        actors: Codes of States and units that act.
        observed: Codes of those flown over or otherwise acted upon.
        others: Who else acts or is concerned, in words.
        event: What happened, in our own words.
        topic: What several rows speak of together where their sources do not agree.
        where: Where the source stands.
        note: Doubts and details.
    """

    id: str
    date: str
    date_status: DateStatus
    kind: EventKind
    actors: tuple[str, ...]
    observed: tuple[str, ...]
    others: str
    event: str
    topic: str
    provisions: tuple[str, ...]
    sources: tuple[str, ...]
    where: str
    note: str

    @classmethod
    def read(cls, row: Row) -> EventEntry:
        """Read a row of ``chronicle.tsv``."""
        status = row.choice("date_status", DateStatus)
        text = row.text("date")
        try:
            first, last = days_within(text)
        except UsageError:
            row.refuse("date", "a day as YYYY-MM-DD, a month as YYYY-MM, or a year as YYYY")
        if status is DateStatus.STATED and first != last:
            row.refuse("date_status", "'day unknown' for a month or a year")
        return cls(
            id=row.text("id"),
            date=text,
            date_status=status,
            kind=row.choice("kind", EventKind),
            actors=row.several("actors"),
            observed=row.several("observed"),
            others=row.maybe("others"),
            event=row.text("event"),
            topic=row.maybe("topic"),
            provisions=row.provisions(),
            sources=row.several("source"),
            where=row.text("where"),
            note=row.maybe("note"),
        )
