"""The border map against places whose positions are known from elsewhere."""

from __future__ import annotations

import json

import numpy as np
import pytest
from tests.shared_data import shared

from overflight.adapters.lands.world_map import ERROR_M, world_borders
from overflight.geodesy import Position, closest_approach, distance_m

# Monuments where three States meet, as printed by the States or on their signs, within some 100 m.
TRIPOINTS = {
    ("NL", "BE", "DE"): (6.02083, 50.75472),
    ("AT", "IT", "SI"): (13.71468, 46.52262),
    ("AT", "HU", "SK"): (17.16083, 48.00667),
    ("NO", "SE", "FI"): (20.54861, 69.06000),
    ("NO", "FI", "RU"): (28.92917, 69.05139),
    ("DE", "PL", "CZ"): (14.82310, 50.87050),
    ("FR", "CH", "IT"): (7.04444, 45.92250),
    ("DE", "CZ", "AT"): (13.83950, 48.77140),
    ("FR", "LU", "DE"): (6.36720, 49.46940),
    ("FR", "DE", "CH"): (7.58920, 47.58970),
    ("PL", "SK", "CZ"): (18.85090, 49.51720),
}


@pytest.mark.parametrize("states", TRIPOINTS, ids="-".join)
def test_tripoints_lie_within_the_stated_error(states: tuple[str, str, str]) -> None:
    """The map says how far a line may be off: eleven monuments stay inside that."""
    world, (lon, lat) = world_borders(), TRIPOINTS[states]
    a, b, c = states
    ends = [
        {(float(x[k]), float(y[k])) for x, y in world.lines_between(*pair).parts for k in (0, -1)}
        for pair in ((a, b), (b, c), (a, c))
    ]
    drawn = min(
        distance_m(Position(*place), Position(lon, lat)) for place in set.intersection(*ends)
    )
    assert drawn <= ERROR_M


def test_lines_are_those_of_natural_earth() -> None:
    """Packing on a grid moved no corner of the Alpine borders by more than its 0.3 km."""
    source = shared("data", "boundaries", "ne_10m_admin_0_boundary_lines_land.json")
    features = json.loads(source.read_text(encoding="utf-8"))["features"]
    codes = {"Italy": "IT", "Switzerland": "CH", "Austria": "AT", "Slovenia": "SI"}
    world, checked = world_borders(), 0
    for feature in features:
        sides = {feature["properties"]["adm0_left"], feature["properties"]["adm0_right"]}
        if not sides <= codes.keys():
            continue
        one, other = sorted(codes[side] for side in sides)
        shape = feature["geometry"]
        lines = shape["coordinates"] if shape["type"] != "LineString" else [shape["coordinates"]]
        packed = world.lines_between(one, other)
        for line in lines:
            for lon, lat in line[:: max(1, len(line) // 15)]:
                spot = Position(lon, lat)
                assert closest_approach((spot, spot), packed).gap.least_m < 300
                checked += 1
    assert checked > 40


def test_the_forty_ninth_parallel_is_a_parallel() -> None:
    """A geodesic between the ends of a drawn parallel would leave it by kilometres."""
    border = world_borders().lines_between("CA", "US")
    for west in (-121.0, -110.0, -97.0):
        path = (Position(west, 49.0), Position(west + 0.1, 49.0))
        assert closest_approach(path, border).gap.most_m < 1_000
    steps = [
        step
        for lon, lat in border.parts
        for step in np.diff(lon)[np.abs((lat[1:] + lat[:-1]) / 2 - 49.0) < 0.01].tolist()
    ]
    assert len(steps) > 200
    assert max(map(abs, steps)) < 0.15
