"""A table of clouds: which of its lines speaks for a place and an hour."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from overflight.geodesy import Position, travel
from overflight.planning.windows import CloudRow, CloudTable

HERE = Position(9.0, 45.0)
NEAR, FAR = travel(HERE, 90, 10_000), travel(HERE, 0, 40_000)
DAY = date(2008, 5, 6)
WHEN = datetime(2008, 5, 6, 11, 30, tzinfo=UTC)


def share(*rows: CloudRow, when: datetime = WHEN, name: str = "A") -> float | None:
    """Return what a table of these lines says of the place."""
    said = CloudTable(rows, "hand").said(name, HERE, when)
    return None if said is None else said.share


def test_a_forecast_goes_before_a_month_before_any_day() -> None:
    """However much nearer the middle of the other's cell is."""
    any_day, month = CloudRow(0.1, "A"), CloudRow(0.2, at=NEAR, month=5)
    forecast = CloudRow(0.3, at=FAR, day=DAY)
    assert share(any_day, month, forecast) == 0.3
    assert share(any_day, month) == 0.2
    assert share(any_day) == 0.1


def test_the_target_goes_before_its_cell_before_everywhere() -> None:
    """Of two cells the nearer one speaks; one too far does not."""
    everywhere, far, near = CloudRow(0.1), CloudRow(0.2, at=FAR), CloudRow(0.3, at=NEAR)
    named, other = CloudRow(0.4, "A"), CloudRow(0.5, "B")
    assert share(everywhere, far, near, named, other) == 0.4
    assert share(everywhere, far, near, other) == 0.3
    assert share(everywhere, far, other) == 0.2
    assert share(everywhere, other) == 0.1
    assert share(CloudRow(0.9, at=travel(HERE, 0, 51_000))) is None


def test_the_nearest_hour_speaks_and_a_far_one_does_not() -> None:
    """Three hours are the most; the whole day stands behind a near hour."""
    rows = [CloudRow(k / 10, day=DAY, hour=h) for k, h in ((1, 6), (2, 11), (3, 14))]
    assert share(*rows) == 0.2
    assert share(rows[0], rows[2]) == 0.3
    assert share(rows[0]) is None
    assert share(rows[0], CloudRow(0.9, day=DAY)) == 0.9
    assert share(rows[1], CloudRow(0.9, day=DAY)) == 0.2


def test_hours_go_round_midnight() -> None:
    """The forecast for 00 UTC of the next day is an hour off at 23; so is a month's."""
    late = datetime(2008, 5, 6, 23, tzinfo=UTC)
    assert share(CloudRow(0.5, day=date(2008, 5, 7), hour=0), when=late) == 0.5
    assert share(CloudRow(0.5, month=5, hour=0), when=late) == 0.5
    assert share(CloudRow(0.5, day=date(2008, 5, 7)), when=late) is None
    assert share(CloudRow(0.5, month=6, hour=23), when=late) is None


def test_it_says_where_a_share_is_from() -> None:
    """Day or month, hour, cell: so that nobody takes a climatology for a forecast."""
    table = CloudTable([CloudRow(0.5, at=NEAR, day=DAY, hour=12)], "met office")
    said = table.said("A", HERE, WHEN)
    assert said is not None
    assert said.says == "forecast for 2008-05-06, 12 UTC, 0.5 h off, cell 10 km off"
    month = CloudTable([CloudRow(0.5, "A", month=5)], "atlas").said("A", HERE, WHEN)
    assert month is not None
    assert month.says == "month 5, the whole day, for it by name"
    assert CloudTable([CloudRow(0.5)], "x").said("A", HERE, WHEN) is not None


def test_the_mean() -> None:
    """Stands in where the table says nothing; an empty table has none."""
    assert CloudTable([CloudRow(0.2), CloudRow(0.6)], "x").mean == pytest.approx(0.4)
    empty = CloudTable([], "x")
    assert empty.mean is None
    assert empty.said("A", HERE, WHEN) is None
