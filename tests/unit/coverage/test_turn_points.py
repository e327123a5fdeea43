"""What lies exactly under a turn point is seen: the edge of two legs belongs to both."""

from __future__ import annotations

import numpy as np
import shapely
from tests.coverage_cases import FLAT, NADIR, plan, sees
from tests.plan_cases import AROUND, point

from overflight.coverage import Scene, Sites, coverage_of, exposure_of
from overflight.coverage.union import shape_of

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


def test_the_union_of_strips_reaches_turn_points_and_says_what_it_leaves_out() -> None:
    """The union has no hole there; the outer wedge swept in the turn is not told, and said so."""
    route = tuple(point(name, lon, lat) for name, (lon, lat) in PLACES.items())
    flown = plan(sees(start="A", stop="E"), route=route)
    seen = coverage_of(flown, AROUND, FLAT, looks=NADIR)
    ground = seen.ground()
    plane = ground.plane()
    corners = np.array([PLACES[name] for name in "BCD"])
    spots = shapely.points(*plane.project(corners[:, 0], corners[:, 1]))
    assert (shapely.distance(shape_of(ground, plane), spots) < 0.01).all()
    assert seen.parts[0].doubts[-1] == (
        "legs are straight: what is seen in the turn at 3 turn points is not told"
    )
