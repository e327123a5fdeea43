"""Along and across, held to geographiclib: foot points are made there and found here again."""

from __future__ import annotations

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic

from overflight.flights.compared.beside import beside_leg
from overflight.geodesy import Floats, Position

WGS84 = Geodesic.WGS84
LEGS = {
    "100 km in Italy": (8.7, 45.6, 9.0, 44.7),
    "a survey line of 2 km": (7.70, 43.80, 7.72, 43.81),
    "10 m": (7.7, 43.8, 7.7, 43.80009),
    "over the antimeridian": (179.0, 60.0, -178.0, 62.0),
    "over the pole": (0.0, 89.0, 170.0, 88.5),
    "2,300 km across": (10.0, 0.0, 30.0, 5.0),
    "5,700 km in the north": (30.0, 50.0, 120.0, 55.0),
    "along a meridian": (8.0, 44.0, 8.0, 46.0),
    "along the equator": (8.0, 0.0, 11.0, 0.0),
    "10,000 km": (0.0, 10.0, 95.0, 20.0),
}


def beside(leg: tuple[float, ...], along: Floats, across: Floats) -> tuple[Floats, Floats]:
    """Return points made by geographiclib: along the leg, then right of it."""
    line = WGS84.InverseLine(leg[1], leg[0], leg[3], leg[2])
    lon, lat = [], []
    for s, y in zip(along.tolist(), across.tolist(), strict=True):
        foot = line.Position(s)
        spot = WGS84.Direct(foot["lat2"], foot["lon2"], foot["azi2"] + 90.0, y)
        lon.append(float(np.remainder(spot["lon2"] + 180.0, 360.0) - 180.0))
        lat.append(spot["lat2"])
    return np.array(lon), np.array(lat)


@pytest.mark.parametrize("leg", LEGS.values(), ids=LEGS)
@pytest.mark.parametrize("reach_m", [500.0, 49_000.0, 300_000.0])
def test_feet_are_found_to_two_centimetres(leg: tuple[float, ...], reach_m: float) -> None:
    """Within 50 km by planes, beyond by the exact way; right of the flight is positive."""
    random = np.random.default_rng(5)
    length = WGS84.Inverse(leg[1], leg[0], leg[3], leg[2])["s12"]
    along, across = random.uniform(0, length, 60), random.uniform(-reach_m, reach_m, 60)
    lon, lat = beside(leg, along, across)
    found = beside_leg(Position(*leg[:2]), Position(*leg[2:]), lon, lat)
    # Far from a short or polar leg another foot may be nearer; its distance is never greater.
    assert (found.away_m <= np.abs(across) + 0.02).all()
    near = np.abs(across) < 50_000
    assert found.along_m[near] == pytest.approx(along[near], abs=0.02)
    assert found.across_m[near] == pytest.approx(across[near], abs=0.02)


@pytest.mark.parametrize("leg", LEGS.values(), ids=LEGS)
def test_before_and_after_a_leg_its_ends_are_nearest(leg: tuple[float, ...]) -> None:
    """The distance is that to the end, the place along the leg is the end."""
    length = WGS84.Inverse(leg[1], leg[0], leg[3], leg[2])["s12"]
    lon, lat = beside(leg, np.array([-3000.0, length + 3000.0]), np.array([0.0, 0.0]))
    found = beside_leg(Position(*leg[:2]), Position(*leg[2:]), lon, lat)
    assert found.along_m == pytest.approx([0.0, length], abs=0.02)
    assert found.away_m == pytest.approx([3000.0, 3000.0], abs=0.02)
    assert found.across_m == pytest.approx([0.0, 0.0], abs=0.02)


def test_a_leg_of_no_length_is_a_place() -> None:
    """Every distance is that to the one place."""
    spot = WGS84.Direct(45.0, 8.0, 30.0, 1234.5)
    at = Position(8.0, 45.0)
    found = beside_leg(at, at, np.array([spot["lon2"]]), np.array([spot["lat2"]]))
    assert found.away_m[0] == pytest.approx(1234.5, abs=1e-3)
    assert found.along_m[0] == 0.0
