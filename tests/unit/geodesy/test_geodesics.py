"""Paths of geodesic legs: lengths, steps, and what is refused."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest

from overflight.errors import UsageError
from overflight.geodesy import (
    Position,
    azimuth_deg,
    densify,
    distance_m,
    length_m,
    split_antimeridian,
    travel,
)

ROME = Position(12.5, 41.9)


def test_a_path_is_as_long_as_its_legs() -> None:
    """The flight distance is the sum of the legs in declared order (art.VI.II.4.F)."""
    path = (ROME, Position(9, 45), Position(14, 41))
    assert length_m(path) == pytest.approx(
        distance_m(path[0], path[1]) + distance_m(path[1], path[2]), abs=1e-6
    )


def test_coincident_positions_have_no_direction() -> None:
    """A direction between a place and itself would be invented."""
    with pytest.raises(UsageError, match="E-DIRECTION"):
        azimuth_deg(ROME, ROME)


def test_directions_count_from_north_clockwise() -> None:
    """East is 90, west is 270: never a negative number."""
    assert azimuth_deg(Position(0, 0), Position(1, 0)) == pytest.approx(90)
    assert azimuth_deg(Position(0, 0), Position(-1, 0)) == pytest.approx(270)


@pytest.mark.parametrize(("azimuth", "metres"), [(math.nan, 1), (0, math.inf), (math.inf, 0)])
def test_travel_refuses_numbers_that_are_none(azimuth: float, metres: float) -> None:
    """NaN must not become a place."""
    with pytest.raises(UsageError, match="E-TRAVEL"):
        travel(ROME, azimuth, metres)


def test_travel_over_the_antimeridian_stays_in_range() -> None:
    """Longitudes stay between -180 and 180, so that every answer is a position."""
    there = travel(Position(179.9, 10), 90, 100_000)
    assert -180 <= there.lon_deg < -179


def test_a_path_needs_two_positions() -> None:
    """One position has no leg to measure."""
    with pytest.raises(UsageError, match="E-PATH"):
        length_m((ROME,))


def test_densify_keeps_every_position_and_the_step() -> None:
    """Further positions lie on the legs; the declared ones stay exactly as declared."""
    path = (ROME, Position(9, 45), Position(9, 45), Position(14, 41))
    dense = densify(path, 10_000)
    assert [p for p in dense if p in path] == list(path)
    steps = [distance_m(a, b) for a, b in pairwise(dense)]
    assert max(steps) <= 10_000.001
    assert sum(steps) == pytest.approx(length_m(path), abs=1e-4)


@pytest.mark.parametrize("step", [0, -1, math.nan, 1e-3])
def test_densify_refuses_steps_without_end(step: float) -> None:
    """A step of nothing, or millions of positions, would stop the machine."""
    with pytest.raises(UsageError, match="E-STEP"):
        densify((ROME, Position(9, 45)), step)


def test_a_line_is_cut_at_the_antimeridian() -> None:
    """GeoJSON readers draw a line from 179 to -179 round the world unless it is cut."""
    west, east = split_antimeridian((Position(177, -17), Position(-177, -17)))
    assert west[-1].lon_deg == 180.0
    assert east[0].lon_deg == -180.0
    assert west[-1].lat_deg == east[0].lat_deg
    whole = length_m(west) + length_m(east)
    assert whole == pytest.approx(distance_m(Position(177, -17), Position(-177, -17)), abs=0.01)


@pytest.mark.parametrize(
    "path",
    [
        (Position(179, 0), Position(180, 0), Position(-179, 0)),
        (Position(179, 0), Position(-180, 0), Position(-179, 0)),
        (Position(-179, 0), Position(-180, 0), Position(179, 0)),
    ],
)
def test_a_turn_point_on_the_antimeridian_is_the_cut(path: tuple[Position, ...]) -> None:
    """Both signs of 180 degrees name the same place: no further line comes of it."""
    lines = split_antimeridian(path)
    assert len(lines) == 2
    for line in lines:
        assert all(abs(a.lon_deg - b.lon_deg) < 180 for a, b in pairwise(line))


def test_a_line_that_stays_on_one_side_is_not_cut() -> None:
    """Most paths come back as they were, with more positions."""
    (line,) = split_antimeridian((ROME, Position(9, 45)))
    assert line[0] == ROME
    assert line[-1] == Position(9, 45)
