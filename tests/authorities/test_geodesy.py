"""Geodesics against geographiclib and against the numbers Karney printed."""

from __future__ import annotations

import random

import pytest
from geographiclib.geodesic import Geodesic

from overflight.geodesy import Position, azimuth_deg, distance_m, travel

WGS84 = Geodesic.WGS84


def places(count: int, seed: int) -> list[tuple[Position, Position]]:
    """Return pairs of positions: anywhere, near each other, and nearly antipodal."""
    noise = random.Random(seed)  # noqa: S311 - inputs, not secrets
    pairs = []
    for number in range(count):
        lon, lat = noise.uniform(-180, 180), noise.uniform(-90, 90)
        match number % 3:
            case 0:
                end = Position(noise.uniform(-180, 180), noise.uniform(-90, 90))
            case 1:
                end = Position(lon, max(-90.0, min(90.0, lat + noise.uniform(-1e-4, 1e-4))))
            case _:
                end = Position((lon % 360) - 180, -lat + noise.uniform(-0.3, 0.3) * (abs(lat) < 89))
        pairs.append((Position(lon, lat), end))
    return pairs


def test_distances_agree_with_geographiclib() -> None:
    """Distances agree to a tenth of a millimetre, nearly antipodal pairs too."""
    for start, end in places(600, 1):
        truth = WGS84.Inverse(start.lat_deg, start.lon_deg, end.lat_deg, end.lon_deg)["s12"]
        assert distance_m(start, end) == pytest.approx(truth, abs=1e-4)


def test_travel_agrees_with_geographiclib() -> None:
    """A way of any length ends where geographiclib ends it, to a tenth of a millimetre."""
    noise = random.Random(2)  # noqa: S311 - inputs, not secrets
    for start, _ in places(300, 3):
        azimuth, metres = noise.uniform(0, 360), noise.uniform(0, 2e7)
        truth = WGS84.Direct(start.lat_deg, start.lon_deg, azimuth, metres)
        end = Position(truth["lon2"], truth["lat2"])
        assert distance_m(travel(start, azimuth, metres), end) == pytest.approx(0, abs=1e-4)


def test_azimuths_agree_with_geographiclib() -> None:
    """A direction leads to the other position: travelled along, it arrives."""
    for start, end in places(300, 4):
        arrived = travel(start, azimuth_deg(start, end), distance_m(start, end))
        assert distance_m(arrived, end) == pytest.approx(0, abs=1e-4)


def test_karney_direct() -> None:
    """The direct problem of Karney's table 2: 40 N, azimuth 30 degrees, 10,000 km."""
    end = travel(Position(0, 40), 30, 10_000_000)
    assert end.lat_deg == pytest.approx(41.79331020506, abs=1e-10)
    assert end.lon_deg == pytest.approx(137.84490004377, abs=1e-10)


def test_karney_nearly_antipodal() -> None:
    """The inverse problem of Karney's table 4: 30 S to 29.9 N across 179.8 degrees."""
    start, end = Position(0, -30), Position(179.8, 29.9)
    assert distance_m(start, end) == pytest.approx(19_989_832.827_610, abs=1e-5)
    assert azimuth_deg(start, end) == pytest.approx(161.890_524_736, abs=1e-8)
