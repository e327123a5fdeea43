"""Outlines: arcs keep their stated error, and what bounds no area is told."""

from __future__ import annotations

import math

import pytest
from tests.plan_cases import DEGREE_M

from overflight.airspace import ARC_ERROR_M, arc, arc_between, circle, closed_outline, side_doubt_m
from overflight.errors import SourceError
from overflight.geodesy import Position, azimuth_deg, distance_m, travel

HERE = Position(10.0, 50.0)


@pytest.mark.parametrize("radius_m", [100.0, 9_260.0, 185_200.0])
def test_a_circle_keeps_its_error(radius_m: float) -> None:
    """Corners lie on the circle, the middles of sides inside it by ten metres at most."""
    ring = circle(HERE, radius_m)
    assert len(ring) >= 36
    for one, other in zip(ring, (*ring[1:], ring[0]), strict=True):
        assert distance_m(HERE, one) == pytest.approx(radius_m, abs=1e-3)
        middle = travel(one, azimuth_deg(one, other), distance_m(one, other) / 2)
        assert -1e-3 <= radius_m - distance_m(HERE, middle) <= ARC_ERROR_M


def test_an_arc_goes_the_way_it_is_told() -> None:
    """The same ends bound two arcs; the wrong one would close the wrong part of the sky."""
    start, end = travel(HERE, 0.0, 10_000), travel(HERE, 90.0, 10_000)
    short = arc_between(HERE, start, end, clockwise=True)
    long = arc_between(HERE, start, end, clockwise=False)
    assert (short[0], short[-1], long[0], long[-1]) == (start, end, start, end)
    assert all(0 <= azimuth_deg(HERE, at) <= 90.001 for at in short)
    assert all(azimuth_deg(HERE, at) >= 89.999 or at == start for at in long)


def test_an_arc_back_to_its_start_is_a_whole_circle() -> None:
    """Publishers close a circle with the corner it began with, either way round."""
    start = travel(HERE, 0.0, 10_000)
    for clockwise in (True, False):
        whole = arc_between(HERE, start, start, clockwise=clockwise)
        assert max(azimuth_deg(HERE, at) for at in whole) > 340


def test_an_arc_with_two_radii_goes_evenly_from_one_to_the_other() -> None:
    """Published ends seldom lie equally far from the published centre."""
    middle = arc(HERE, (10_000, 12_000), 0.0, 180.0)
    assert distance_m(HERE, middle[len(middle) // 2]) == pytest.approx(11_000, abs=200)


@pytest.mark.parametrize("radius_m", [(0.0, 5.0), (5.0, -1.0), (3e6, 3e6), (math.nan, 1.0)])
def test_a_radius_that_cannot_be_is_told(radius_m: tuple[float, float]) -> None:
    """A circle of 2,000 km is no airspace but a wrong unit."""
    with pytest.raises(SourceError, match="radius above zero"):
        arc(HERE, radius_m, 0.0, 90.0)


def test_a_centre_on_its_arc_is_told() -> None:
    """There is no direction from a place to itself."""
    with pytest.raises(SourceError, match="centre beside the arc"):
        arc_between(HERE, HERE, Position(11.0, 50.0), clockwise=True)


def test_repeated_corners_are_one() -> None:
    """Files repeat corners where arcs and lines meet, and the first at the end."""
    box = [Position(0, 0), Position(1, 0), Position(1, 0), Position(1, 1), Position(0, 0)]
    assert closed_outline(box, "here") == (Position(0, 0), Position(1, 0), Position(1, 1))


@pytest.mark.parametrize(
    ("corners", "expected", "found"),
    [
        ([(0, 0), (1, 1), (0, 0)], "three or more", "2"),
        ([], "three or more", "0"),
        ([(0, 0), (1, 1), (1, 0), (0, 1)], "not cross", "longitude 0.50000, latitude 0.5000"),
        ([(0, 0), (120, 0), (-120, 0)], "hemisphere", "round the Earth"),
    ],
)
def test_what_bounds_no_area_is_told(
    corners: list[tuple[float, float]], expected: str, found: str
) -> None:
    """One clear word, with the place where the outline meets itself."""
    with pytest.raises(SourceError) as told:
        closed_outline([Position(*corner) for corner in corners], "file: line 7")
    assert told.value.where == "file: line 7"
    assert expected in told.value.expected
    assert found in told.value.found


def test_an_outline_may_cross_the_antimeridian() -> None:
    """Areas over the Bering Sea do."""
    box = [Position(179, 60), Position(-179, 60), Position(-179, 61), Position(179, 61)]
    assert len(closed_outline(box, "here")) == 4
    assert DEGREE_M > 0


def test_circles_cross_the_antimeridian_too() -> None:
    """A longitude beyond 180 degrees is written from the other side."""
    ring = circle(Position(179.99, 10.0), 50_000)
    assert {at.lon_deg > 0 for at in ring} == {True, False}


def test_a_side_may_be_meant_as_a_line_on_a_chart() -> None:
    """Along a parallel the geodesic runs poleward of it; along a meridian they are one."""
    east = 100_000 / (111_412.84 * math.cos(math.radians(50)))
    along = (Position(0, 50), Position(east, 50), Position(east / 2, 50.01))
    start, end = along[:2]
    middle = travel(start, azimuth_deg(start, end), distance_m(start, end) / 2)
    apart = distance_m(middle, Position(middle.lon_deg, 50.0))
    assert side_doubt_m(along) == pytest.approx(apart, rel=0.02)
    assert side_doubt_m((Position(0, 50), Position(0, 51), Position(0.0005, 50.5))) < 0.01
    assert side_doubt_m((Position(0, 90), Position(40, 89.99), Position(20, 89.9))) < 6_000
