"""Hours run exactly, days and months by the calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from overflight.deadlines import Deadline, Unit, after, before, end_of_day, format_instant

EVENT = datetime(2003, 5, 5, 6, 30, tzinfo=UTC)


@pytest.mark.rule("CLK-1", "CLK-2", "CLK-3")
@pytest.mark.parametrize(
    ("amount", "unit", "due"),
    [
        (24, Unit.HOURS, "2003-05-06T06:30:00Z"),
        (7, Unit.DAYS, "2003-05-13T00:00:00Z"),
        (3, Unit.WEEKS, "2003-05-27T00:00:00Z"),
        (6, Unit.MONTHS, "2003-11-06T00:00:00Z"),
    ],
)
def test_after(amount: int, unit: Unit, due: str) -> None:
    """A limit in days ends at 24:00 UTC of its last day, the first not counted."""
    assert format_instant(after(EVENT, amount, unit)) == due


@pytest.mark.rule("CLK-4")
@pytest.mark.parametrize(
    ("amount", "unit", "latest"),
    [
        (72, Unit.HOURS, "2003-05-02T06:30:00Z"),
        (60, Unit.DAYS, "2003-03-07T00:00:00Z"),
        (2, Unit.WEEKS, "2003-04-22T00:00:00Z"),
        (6, Unit.MONTHS, "2002-11-06T00:00:00Z"),
    ],
)
def test_before(amount: int, unit: Unit, latest: str) -> None:
    """A lead counts back from the event; equality passes."""
    assert format_instant(before(EVENT, amount, unit)) == latest


@pytest.mark.rule("CLK-3")
@pytest.mark.provision("art.XV.2")
@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2020, 5, 22), 6, "2020-11-23T00:00:00Z"),  # notice of the United States
        (date(2021, 6, 18), 6, "2021-12-19T00:00:00Z"),  # notice of Russia
        (date(2003, 8, 31), 6, "2004-03-01T00:00:00Z"),  # clipped to 29 February
    ],
)
def test_months_keep_the_day(day: date, months: int, end: str) -> None:
    """Six months later is the same day number, clipped to the end of the month."""
    start = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    assert format_instant(after(start, months, Unit.MONTHS)) == end


def test_end_of_day_is_midnight_of_the_next() -> None:
    """24:00 of a day is 00:00 of the next."""
    assert format_instant(end_of_day(date(2003, 12, 31))) == "2004-01-01T00:00:00Z"


def test_deadline_shows_its_sum() -> None:
    """A deadline can be checked on paper."""
    due = after(EVENT, 24, Unit.HOURS)
    one = Deadline("NTF-6", "art.VI.I.6", "BG", "receipt", EVENT, 24, Unit.HOURS, due)
    assert one.arithmetic == "receipt 2003-05-05T06:30:00Z + 24 h = 2003-05-06T06:30:00Z"
