"""Places along a path as arrays."""

from __future__ import annotations

import numpy as np

from overflight.geodesy import Position, coordinates_deg, densify, spaced_deg


def test_the_arrays_hold_the_places_of_the_dense_path() -> None:
    """Both forms give the same places, turn points to the bit, across 180 degrees too."""
    path = (Position(179.5, 10.0), Position(-179.5, 10.3), Position(-179.5, 11.0))
    lon, lat = spaced_deg(path, 5_000.0)
    dense = densify(path, 5_000.0)
    there = coordinates_deg(dense)
    assert np.array_equal(lon, there[0])
    assert np.array_equal(lat, there[1])
    assert [dense.index(place) for place in path] == [0, 23, 39]
