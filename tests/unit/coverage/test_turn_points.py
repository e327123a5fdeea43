"""What lies exactly under a turn point is seen: the edge of two legs belongs to both."""

from __future__ import annotations

import numpy as np
from tests.coverage_cases import FLAT, NADIR, plan, sees
from tests.plan_cases import AROUND, point

from overflight.coverage import Scene, Sites, exposure_of

PLACES = {
    "A": (0.13, 0.31),
    "B": (0.71, 0.57),
    "C": (1.37, 0.11),
    "D": (2.03, 0.79),
    "E": (2.9, 0.2),
}


def test_places_under_turn_points_are_seen() -> None:
    """Rounding on the edge between two legs loses no place the aircraft flies over."""
    route = tuple(point(name, lon, lat) for name, (lon, lat) in PLACES.items())
    flown = plan(sees(start="A", stop="E"), route=route)
    inner = [PLACES[name] for name in "BCD"]
    sites = Sites(("B", "C", "D"), *(np.array(axis) for axis in zip(*inner, strict=True)))
    assert exposure_of(Scene(flown, AROUND, FLAT), sites, looks=NADIR).seen() == {0, 1, 2}
