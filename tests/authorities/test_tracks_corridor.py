"""Which points lie beyond a limit, held to a search on PROJ's geodesics alone.

The truth here is found without any of our geometry: the distance to a leg is the least of the
distances to places along it, bracketed by a golden section on ``pyproj.Geod``.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from pyproj import Geod

from overflight.flights.corridor import Corridor, corridor_of, lookups
from overflight.flights.corridor.lookups import look_up_plainly
from overflight.geodesy import Floats, Position

WGS84 = Geod(ellps="WGS84")
GOLDEN = (np.sqrt(5.0) - 1) / 2
ROUTES = {
    "survey lines in Italy": [(8.0, 44.5), (9.3, 44.5), (9.3, 44.55), (8.0, 44.55), (8.0, 44.6)],
    "long legs of Siberia": [(60.0, 61.0), (90.0, 58.0), (129.0, 62.0)],
    "over the antimeridian": [(178.5, 64.0), (-176.0, 66.5), (-175.0, 62.0)],
    "with a sharp corner": [(8.0, 45.0), (9.0, 45.3), (8.05, 45.05)],
    "along the equator": [(0.0, 0.0), (3.0, 0.0)],
    "too far north for cells": [(10.0, 83.0), (60.0, 85.0)],
}


@pytest.fixture(params=[0, 10**12], ids=["compiled", "plain"])
def _either_way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Look up by the kernel, and by numpy."""
    monkeypatch.setattr(lookups, "_WORTH_COMPILING", request.param)


def path(name: str) -> tuple[Position, ...]:
    """Return a route of the table."""
    return tuple(Position(x, y) for x, y in ROUTES[name])


def truth(line: tuple[Position, ...], lon: Floats, lat: Floats) -> Floats:
    """Return distances to a path: a scan along each leg, then golden sections to a micrometre."""
    nearest = np.full(len(lon), np.inf)
    for start, end in pairwise(line):
        azimuth, _, length = WGS84.inv(start.lon_deg, start.lat_deg, end.lon_deg, end.lat_deg)

        def away(s: Floats, at: Position = start, course: float = azimuth) -> Floats:
            count = len(s)
            there = WGS84.fwd(
                np.full(count, at.lon_deg), np.full(count, at.lat_deg), np.full(count, course), s
            )
            return np.asarray(WGS84.inv(there[0], there[1], lon, lat)[2])

        scan = np.linspace(0.0, length, 9)
        rough = np.stack([away(np.full(len(lon), s)) for s in scan.tolist()])
        best = scan[np.argmin(rough, axis=0)]
        low, high = np.maximum(0.0, best - length / 8), np.minimum(length, best + length / 8)
        one, other = high - GOLDEN * (high - low), low + GOLDEN * (high - low)
        at_one, at_other = away(one), away(other)
        # Distance grows with the square of the way from the foot: a metre there is 1e-4 m here.
        for _ in range(26):
            left = at_one < at_other
            low, high = np.where(left, low, one), np.where(left, other, high)
            new = np.where(left, high - GOLDEN * (high - low), low + GOLDEN * (high - low))
            at_new = away(new)
            one, other = np.where(left, new, other), np.where(left, one, new)
            at_one, at_other = np.where(left, at_new, at_other), np.where(left, at_one, at_new)
        nearest = np.minimum(nearest, away((low + high) / 2))
        nearest = np.minimum(nearest, np.minimum(rough[0], rough[-1]))
    return nearest


def scattered(
    line: tuple[Position, ...], count: int, reach_m: float, seed: int
) -> tuple[Floats, Floats]:
    """Return points about a path, most of them near the limit, in every direction."""
    random = np.random.default_rng(seed)
    lons, lats = [], []
    for start, end in pairwise(line):
        azimuth, _, length = WGS84.inv(start.lon_deg, start.lat_deg, end.lon_deg, end.lat_deg)
        here = np.sort(random.uniform(0.0, length, count))
        whole = np.ones(count)
        foot = WGS84.fwd(whole * start.lon_deg, whole * start.lat_deg, whole * azimuth, here)
        size = np.where(
            random.uniform(size=count) < 0.5,
            random.uniform(0.0, 1.6 * reach_m, count),
            reach_m + random.normal(0.0, 3.0, count),
        )
        ahead = np.asarray(foot[2]) - 180.0
        side = ahead + random.choice([90.0, -90.0], count) + random.normal(0.0, 1.0, count)
        lon, lat, _ = WGS84.fwd(foot[0], foot[1], side, size)
        lons.append(np.asarray(lon))
        lats.append(np.asarray(lat))
    return np.concatenate(lons), np.concatenate(lats)


def agrees(corridor: Corridor, count: int, seed: int) -> None:
    """Hold a corridor to the truth; within a micrometre of the limit nobody can say."""
    lon, lat = scattered(corridor.line, count, corridor.half_width_m, seed)
    away = truth(corridor.line, lon, lat)
    sure = np.abs(away - corridor.half_width_m) > 1e-4
    assert sure.mean() > 0.999
    found = corridor.beyond(lon, lat)
    assert (found[sure] == (away > corridor.half_width_m)[sure]).all()
    assert 0.02 < found.mean() < 0.98


@pytest.mark.usefixtures("_either_way")
@pytest.mark.parametrize("name", ROUTES)
@pytest.mark.parametrize("half_width_m", [1_000.0, 10_000.0, 50_000.0])
def test_every_verdict_is_the_geodesics(name: str, half_width_m: float) -> None:
    """Half of the points lie within metres of the limit, on every side of every leg."""
    agrees(corridor_of(path(name), half_width_m), 400, 1)


def test_a_hundred_thousand_points_have_the_geodesics_verdict() -> None:
    """Not one of them is judged by the sphere or by the plane."""
    agrees(corridor_of(path("with a sharp corner"), 2_000.0), 50_000, 2)


@pytest.mark.parametrize("name", ROUTES)
def test_without_a_grid_the_answers_are_the_same(name: str) -> None:
    """Few points are measured one by one: the same verdicts, whichever way."""
    gridded, plain = corridor_of(path(name), 5_000.0), corridor_of(path(name), 5_000.0, points=10)
    lon, lat = scattered(gridded.line, 2_000, 5_000.0, 3)
    assert plain.grid is None
    assert (gridded.beyond(lon, lat) == plain.beyond(lon, lat)).all()


@pytest.mark.parametrize("name", [n for n in ROUTES if "north" not in n])
def test_without_numba_the_cells_say_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The table is looked up by numpy as by the compiled kernel, mark for mark."""
    monkeypatch.setattr(lookups, "_WORTH_COMPILING", 0)
    corridor = corridor_of(path(name), 10_000.0)
    assert corridor.grid is not None
    grid = corridor.grid
    lon, lat = scattered(corridor.line, 2_000, 10_000.0, 4)
    plain = np.empty(len(lon), dtype=np.uint8)
    look_up_plainly(lon, lat, grid.numbers, (grid.coarse, grid.tiles, grid.forms), plain)
    assert (plain == grid.marks(lon, lat)).all()


def test_a_cell_never_answers_for_a_point_it_does_not_hold() -> None:
    """What cells say without measuring is true on a regular raster too, corners and edges."""
    corridor = corridor_of(path("with a sharp corner"), 3_000.0)
    assert corridor.grid is not None
    lon, lat = (
        a.ravel() for a in np.meshgrid(np.linspace(7.9, 9.1, 301), np.linspace(44.9, 45.4, 151))
    )
    marks = corridor.grid.marks(lon, lat)
    away = truth(corridor.line, lon, lat)
    assert (away[marks == 0] <= 3_000.0).all()
    assert (away[marks == 1] > 3_000.0).all()
    assert (marks == 2).mean() < 0.01
