"""Positions and flat ground."""

from __future__ import annotations

import math

import numpy as np
import pytest

from overflight.errors import UsageError
from overflight.geodesy import FlatTerrain, Position


@pytest.mark.parametrize(("lon", "lat"), [(181, 0), (0, 91), (math.nan, 0), (0, math.inf)])
def test_a_place_off_the_earth_is_refused(lon: float, lat: float) -> None:
    """Latitude and longitude exchanged, or not numbers, must not reach a measurement."""
    with pytest.raises(UsageError, match="E-POSITION"):
        Position(lon, lat)


def test_flat_ground_says_that_it_is_an_assumption() -> None:
    """Whoever computes without terrain sees so in the source."""
    ground = FlatTerrain(120.0, height_system="EGM96")
    assert ground.heights_m(np.zeros(3), np.zeros(3)).tolist() == [120.0] * 3
    assert "no terrain model" in ground.source
    assert (ground.height_system, ground.error_m) == ("EGM96", 0.0)
