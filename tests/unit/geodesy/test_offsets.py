"""Along and across: sides, ends, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

from overflight.errors import UsageError
from overflight.geodesy import Position, along_across

CORNER = (Position(0, 0), Position(1, 0), Position(1, 1))


def test_right_is_positive() -> None:
    """Flying east, south is on the right."""
    found = along_across(CORNER, [0.5, 0.5], [-0.1, 0.1])
    assert found.across_m[0] > 0 > found.across_m[1]
    assert found.leg.tolist() == [0, 0]


def test_a_corner_belongs_to_the_leg_that_comes_first() -> None:
    """Equally near legs are told apart by their order, so that answers repeat."""
    assert along_across(CORNER, [1.0], [0.0]).leg.tolist() == [0]


def test_along_counts_from_the_start_of_the_path() -> None:
    """Along is flown distance: over the turn point it goes on growing."""
    found = along_across(CORNER, [0.2, 0.9, 1.1], [0.0, 0.01, 0.8])
    assert (np.diff(found.along_m) > 0).all()


def test_no_points_have_no_offsets() -> None:
    """A track with every point cleaned away is empty, not wrong."""
    assert along_across(CORNER, [], []).leg.size == 0


@pytest.mark.parametrize(
    ("lon", "lat"), [([0.0], [0.0, 1.0]), ([np.nan], [0.0]), ([181.0], [0.0]), ([[0.0]], [[0.0]])]
)
def test_points_that_are_none_are_refused(lon: list[float], lat: list[float]) -> None:
    """A point without a place must not be said to be on the path."""
    with pytest.raises(UsageError, match="E-POINTS"):
        along_across(CORNER, lon, lat)


def test_a_point_a_quarter_of_the_earth_away_has_an_offset_too() -> None:
    """Seen from the pole of its geodesic every place is equally near; an answer still comes."""
    found = along_across((Position(0, 0), Position(10, 0)), [0.0], [90.0])
    assert found.distance_m[0] == pytest.approx(10_001_965.7, abs=1.0)
