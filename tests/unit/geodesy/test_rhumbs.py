"""Lines of constant heading."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from geographiclib.geodesic import Geodesic

from overflight.errors import UsageError
from overflight.geodesy import Position, azimuth_deg, length_m, rhumb_line


def test_a_meridian_is_its_own_rhumb_line() -> None:
    """Along a meridian geodesic and rhumb line are one: geographiclib's length."""
    line = rhumb_line(Position(10, 40), Position(10, 50))
    assert length_m(line) == pytest.approx(Geodesic.WGS84.Inverse(40, 10, 50, 10)["s12"], abs=0.001)
    assert all(p.lon_deg == pytest.approx(10) for p in line)


def test_a_parallel_keeps_its_latitude() -> None:
    """Due east the latitude does not change."""
    line = rhumb_line(Position(0, 60), Position(20, 60))
    assert all(p.lat_deg == pytest.approx(60, abs=1e-9) for p in line)


def test_the_heading_is_constant() -> None:
    """From Rome to Oslo every piece has the same direction to a thousandth of a degree."""
    line = rhumb_line(Position(12.5, 41.9), Position(10.75, 59.9), 1_000)
    headings = [math.remainder(azimuth_deg(a, b), 360) for a, b in pairwise(line)]
    assert max(headings) - min(headings) < 0.03


def test_the_shorter_way_crosses_the_antimeridian() -> None:
    """From 179 E to 179 W it is two degrees, not 358."""
    line = rhumb_line(Position(179, 10), Position(-179, 10))
    assert length_m(line) < 221_000
    assert line[0].lon_deg == 179
    assert line[-1].lon_deg == -179


def test_near_a_pole_the_geodesic_stands_for_it() -> None:
    """A rhumb line would wind round the pole for ever."""
    ends = (Position(0, 80), Position(90, 90))
    assert rhumb_line(*ends) == ends


@pytest.mark.parametrize("step_m", [0.0, -1.0, 0.001])
def test_a_step_that_makes_no_line_is_refused(step_m: float) -> None:
    """Nothing, backwards, or a hundred million positions."""
    with pytest.raises(UsageError, match="E-STEP"):
        rhumb_line(Position(0, 0), Position(1, 1), step_m)


def test_a_step_longer_than_the_line_gives_its_ends() -> None:
    """Nothing lies between."""
    ends = (Position(0, 0), Position(0.001, 0.001))
    assert rhumb_line(*ends, 1_000_000) == ends
