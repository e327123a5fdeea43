"""Along and across track against geographiclib's geodesic lines."""

from __future__ import annotations

import random

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from overflight.geodesy import Position, along_across, densify, distance_m, travel

WGS84 = Geodesic.WGS84


def test_offsets_are_what_they_were_made_from() -> None:
    """A point put 3 km right of a known place of a leg is found there, to a millimetre."""
    noise = random.Random(5)  # noqa: S311 - inputs, not secrets
    for _ in range(100):
        start = Position(noise.uniform(-180, 180), noise.uniform(-85, 85))
        azimuth, length = noise.uniform(0, 360), noise.uniform(1e4, 8e5)
        along, across = length * noise.random(), noise.uniform(-50_000, 50_000)
        line = WGS84.Line(start.lat_deg, start.lon_deg, azimuth)
        foot, end = line.Position(along), line.Position(length)
        side = WGS84.Direct(foot["lat2"], foot["lon2"], foot["azi2"] + 90, across)
        found = along_across(
            (start, Position(end["lon2"], end["lat2"])), [side["lon2"]], [side["lat2"]]
        )
        assert found.along_m[0] == pytest.approx(along, abs=1e-3)
        assert found.across_m[0] == pytest.approx(across, abs=1e-3)
        assert found.distance_m[0] == pytest.approx(abs(across), abs=1e-3)


def test_the_nearest_leg_is_the_nearest_by_brute_force() -> None:
    """No leg comes nearer than the one chosen, by a search every 500 m of the path."""
    noise = np.random.default_rng(6)
    path = tuple(
        Position(x, y)
        for x, y in zip(noise.uniform(8, 16, 12), noise.uniform(43, 47, 12), strict=True)
    )
    lon, lat = noise.uniform(7, 17, 40), noise.uniform(42, 48, 40)
    found = along_across(path, lon, lat)
    dense = densify(path, 500)
    for k in range(len(lon)):
        here = Position(lon[k], lat[k])
        truth = min(distance_m(here, p) for p in dense)
        assert truth - 250 <= found.distance_m[k] <= truth + 1e-6


def test_a_point_beyond_the_end_keeps_its_distance_to_the_end() -> None:
    """Past the last position the distance is to it, and across is measured from the geodesic."""
    path = (Position(0, 50), Position(1, 50))
    end = path[1]
    beyond = travel(end, 60, 5_000)
    found = along_across(path, [beyond.lon_deg], [beyond.lat_deg])
    assert found.distance_m[0] == pytest.approx(5_000, abs=1e-3)
    assert found.along_m[0] == pytest.approx(distance_m(*path), abs=1e-6)
    assert -5_000 < found.across_m[0] < 0
