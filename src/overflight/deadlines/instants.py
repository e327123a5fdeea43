"""Instants and days: the two kinds of time the treaty uses (CLK-1).

An instant is an aware ``datetime`` in UTC with whole seconds; a day is a ``date``. Nothing here
reads a clock: the caller says what time it is.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from overflight.errors import UsageError

__all__ = [
    "Instant",
    "day_of",
    "format_day",
    "format_instant",
    "parse_day",
    "parse_instant",
    "show_instant",
]


# Years in which every limit of the text, counted both ways, stays inside the calendar.
_FIRST_YEAR, _LAST_YEAR = 1900, 2200


def _written(value: object) -> object:
    """Refuse a bare number: it would be read as seconds since 1970, which nobody meant."""
    if isinstance(value, str | datetime):
        return value
    raise ValueError("an instant in UTC as YYYY-MM-DDThh:mm:ssZ")


def _in_utc(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError("an instant with its time zone, best in UTC with the letter Z")
    if not _FIRST_YEAR <= at.year <= _LAST_YEAR:
        raise ValueError(f"an instant from the years {_FIRST_YEAR} to {_LAST_YEAR}")
    return at.astimezone(UTC)


Instant = Annotated[datetime, BeforeValidator(_written), AfterValidator(_in_utc)]

_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?Z", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def parse_instant(text: str, *, where: str = "instant") -> Instant:
    """Read ``YYYY-MM-DDThh:mm[:ss]Z``.

    Args:
        text: The instant, always with the letter Z: local time is refused.
        where: The field it stands in, for the message.

    Raises:
        UsageError: The text is not an instant in UTC.
    """
    if _INSTANT.fullmatch(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    raise UsageError(
        "E-INSTANT",
        where=where,
        expected="an instant in UTC as YYYY-MM-DDThh:mm:ssZ",
        found=text,
        remedy="Convert it to UTC and write the letter Z at the end.",
    )


def parse_day(text: str, *, where: str = "day") -> date:
    """Read ``YYYY-MM-DD``.

    Raises:
        UsageError: The text is not a calendar day.
    """
    if _DAY.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    raise UsageError(
        "E-DAY",
        where=where,
        expected="a calendar day as YYYY-MM-DD",
        found=text,
        remedy="Write the day as year-month-day, for example 2003-05-08.",
    )


def format_instant(at: Instant) -> str:
    """Write an instant as ``YYYY-MM-DDThh:mm:ssZ``.

    Raises:
        UsageError: The instant carries no time zone.
    """
    if at.tzinfo is None:
        raise UsageError(
            "E-INSTANT",
            where="instant",
            expected="an instant with its time zone",
            found=at.isoformat(),
            remedy="Give the instant in UTC.",
        )
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def show_instant(at: Instant) -> str:
    """Write an instant for a person: ``2003-05-08 08:00Z``, seconds only where there are any.

    Raises:
        UsageError: The instant carries no time zone.
    """
    text = format_instant(at).replace("T", " ")
    return text.removesuffix(":00Z") + "Z" if text.endswith(":00Z") else text


def format_day(on: date) -> str:
    """Write a day as ``YYYY-MM-DD``."""
    return on.isoformat()


def day_of(at: Instant) -> date:
    """Return the calendar day in UTC on which an instant falls (AMB-1 default)."""
    return at.astimezone(UTC).date()
