"""Instants and days are read in one way only, and always in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from overflight.deadlines import (
    Instant,
    day_of,
    format_day,
    format_instant,
    parse_day,
    parse_instant,
    show_instant,
)
from overflight.errors import SourceError, UsageError
from overflight.treaty import read_form


@dataclass(frozen=True, slots=True)
class Form:
    """A form with one instant."""

    at: Instant


@pytest.mark.parametrize("text", ["2003-05-08T08:00Z", "2003-05-08T08:00:00Z"])
def test_instant_reads_and_writes(text: str) -> None:
    """Both spellings are one instant, written with seconds."""
    assert format_instant(parse_instant(text)) == "2003-05-08T08:00:00Z"


@pytest.mark.parametrize(
    "text",
    ["", "2003-05-08", "2003-05-08T08:00", "2003-05-08T08:00+02:00", "2003-02-30T08:00Z", "now",
     "2003-05-08T25:00Z", "2003-05-08T08:00:00.5Z", "\uff12003-05-08T08:00Z"],
)  # fmt: skip
def test_instant_refused(text: str) -> None:
    """Local time and what is no instant is refused with the field it stood in."""
    with pytest.raises(UsageError, match="E-INSTANT at --at"):
        parse_instant(text, where="--at")


@pytest.mark.parametrize("text", ["", "2003-5-8", "2003-02-30", "8 May"])
def test_day_refused(text: str) -> None:
    """What is no calendar day is refused."""
    with pytest.raises(UsageError, match="E-DAY"):
        parse_day(text)


def test_day_reads_and_writes() -> None:
    """A day is written as it is read."""
    assert format_day(parse_day("2004-02-29")) == "2004-02-29"


def test_day_of_an_instant_is_the_day_in_utc() -> None:
    """An instant falls on the day it has in UTC (AMB-1)."""
    late = datetime(2003, 5, 9, 0, 30, tzinfo=timezone(timedelta(hours=2)))
    assert day_of(late) == date(2003, 5, 8)


def test_shown_without_idle_seconds() -> None:
    """A person reads seconds only where there are any."""
    assert show_instant(datetime(2003, 5, 8, 8, tzinfo=UTC)) == "2003-05-08 08:00Z"
    assert show_instant(datetime(2003, 5, 8, 8, 0, 1, tzinfo=UTC)) == "2003-05-08 08:00:01Z"


@pytest.mark.parametrize("write", [format_instant, show_instant])
def test_naive_instant_is_refused(write: object) -> None:
    """An instant without a time zone is nobody's instant."""
    with pytest.raises(UsageError, match="time zone"):
        write(datetime(2003, 5, 8))  # type: ignore[operator]  # noqa: DTZ001 - the fault itself


def test_form_takes_instants_with_a_zone() -> None:
    """A form converts to UTC what names its zone."""
    read = read_form(Form, {"at": "2003-05-08T10:00:00+02:00"}, where="f")
    assert read.at == datetime(2003, 5, 8, 8, tzinfo=UTC)


@pytest.mark.parametrize(
    "value", [5, 5.5, "2003-05-08T08:00", "9999-12-31T23:59:59Z", "1899-12-31T00:00:00Z", None, []]
)
def test_form_refuses_what_is_no_instant(value: object) -> None:
    """A number would be read as seconds since 1970, and a far year breaks every sum."""
    with pytest.raises(SourceError, match="E-FORM at f: at"):
        read_form(Form, {"at": value}, where="f")
