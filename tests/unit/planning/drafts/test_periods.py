"""Observation periods and hours of a route."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from overflight.geodesy import Position, Territory, distance_m, travel
from overflight.missions import Side
from overflight.planning import Airfield, Look, RoutePoint, Sight, Solution, Target
from overflight.planning.drafts.hours import hours_of, led, stops_of
from overflight.planning.drafts.periods import observed
from overflight.sensors import SensorCategory

HOME = Airfield("HOME", Position(10.0, 50.0))
CAMERA = Look("CAM", SensorCategory.OPTICAL_FRAMING, 2_000.0, 1_500.0, to_deg=45.0)
RADAR = Look("RAD", SensorCategory.RADAR, 3_000.0, from_deg=60.0, to_deg=80.0)


def place(east_km: float, north_km: float) -> Position:
    """Return a place some kilometres from home."""
    return travel(travel(HOME.at, 0, north_km * 1000), 90, east_km * 1000)


def route(*sights: Sight, gap_km: float = 50.0) -> Solution:
    """Return a route of three targets to the north, east of each other."""
    points = tuple(
        RoutePoint(f"T{k}", place(k * gap_km, 60), (Target(f"t{k}", place(k * gap_km, 60)),))
        for k in range(3)
    )
    return Solution(HOME, HOME, points, (), 3.0, 0.0, "test", 1, 1, sights=sights)


def over(*numbers: int) -> tuple[Sight, ...]:
    """Return a camera at work over some points."""
    return tuple(Sight(CAMERA, Side.BELOW, k, k) for k in numbers)


def test_a_route_without_sensors_has_no_periods() -> None:
    """A list of targets with no sensor named stays a route."""
    seen = observed(route(), None, 2_000.0)
    assert seen.periods == ()
    assert [point.name for point in seen.points] == ["T0", "T1", "T2"]


def test_a_camera_is_on_from_the_point_before_to_the_point_after() -> None:
    """Two targets that follow each other make one period."""
    (period,) = observed(route(*over(0, 1)), None, 2_000.0).periods
    assert (period.start, period.stop) == ("HOME", "T2")
    assert (period.height_m, period.h_min_m, period.side) == (2_000.0, 1_500.0, Side.BELOW)
    assert period.left_km == period.right_km == pytest.approx(2.0, abs=0.01)


def test_on_a_long_leg_a_camera_has_points_of_its_own() -> None:
    """It is not left on for hours between targets far apart."""
    seen = observed(route(*over(1), gap_km=200.0), None, 2_000.0)
    (period,) = seen.periods
    names = [point.name for point in seen.points]
    assert [name[0] for name in names] == ["T", "S", "T", "S", "T"]
    assert (period.start, period.stop) == (names[1], names[3])
    assert distance_m(seen.points[1].at, seen.points[2].at) == pytest.approx(2_000.0, abs=1.0)


def test_a_camera_is_off_outside_the_territory() -> None:
    """Legs that leave the territory are flown with the sensor off but for the lead (GEO-8)."""
    inside = Territory.of(
        tuple(place(x, y) for x, y in ((-20, 30), (120, 30), (120, 90), (-20, 90)))
    )
    seen = observed(route(*over(0)), inside, 2_000.0)
    (period,) = seen.periods
    first = seen.points[0]
    assert (period.start, period.stop) == (first.name, "T1")
    assert inside.contains(first.at)


def test_at_the_end_of_the_route_a_lead_longer_than_the_leg_is_the_leg() -> None:
    """A switch is never put beyond the next point."""
    seen = observed(
        route(*over(2)),
        Territory.of(tuple(place(x, y) for x, y in ((500, 500), (501, 500), (501, 501)))),
        400_000.0,
    )
    (period,) = seen.periods
    assert (period.start, period.stop) == ("T1", "HOME")


def test_a_pass_is_one_period_on_its_side() -> None:
    """A radar tells its swath on the side it looks to, and has no minimum height."""
    (period,) = observed(route(Sight(RADAR, Side.LEFT, 0, 2)), None, 2_000.0).periods
    assert (period.start, period.stop) == ("T0", "T2")
    assert period.h_min_m is None
    assert period.right_km is None
    assert period.left_km == pytest.approx((RADAR.far_m - RADAR.near_m) / 1000, abs=0.01)


def test_two_sides_are_two_periods() -> None:
    """A radar turned from one side to the other is off in between (SEN-6)."""
    sights = (Sight(RADAR, Side.LEFT, 0, 1), Sight(RADAR, Side.RIGHT, 1, 2))
    periods = observed(route(*sights), None, 2_000.0).periods
    assert [p.side for p in periods] == [Side.LEFT, Side.RIGHT]


def test_hours_follow_speed_and_stops() -> None:
    """A stop holds the clock, and its plan names the turn point before it."""
    begins = datetime(2010, 6, 2, 8, tzinfo=UTC)
    stop = RoutePoint("FIELD", place(0, 120), stay_h=1.5)
    points = led((stop, RoutePoint("T", place(0, 180))), HOME.at)
    assert [point.name for point in points] == ["L01", "FIELD", "T"]
    home = RoutePoint("HOME", HOME.at)
    timed = hours_of((home, home), points, begins, 240.0)
    assert timed[2].left - timed[2].reached == timedelta(hours=1.5)
    assert timed[-1].reached - begins == pytest.approx(timedelta(hours=3), abs=timedelta(minutes=1))
    (landed,) = stops_of(timed, points)
    assert (landed.site, landed.after) == ("FIELD", "L01")
    assert landed.continues_at - landed.lands_at == timedelta(hours=1.5)
