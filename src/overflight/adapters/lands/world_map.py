"""The map of the package: Natural Earth 1:10m, as world-atlas 2.0.2 carries it.

The file keeps TopoJSON's arcs on their grid (tools/make_map_data.py): a border is an arc that two
units share, so that both see the very same line.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from importlib import resources
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from overflight.adapters.lands.borders import BorderMap, Polygons
from overflight.geodesy import Floats, Lines, Ring

__all__ = ["ERROR_M", "SOURCE", "WorldMap", "world_borders"]

SOURCE = (
    "Natural Earth 1:10m through world-atlas 2.0.2: de facto lines of today, land borders only, "
    "without legal meaning"
)
# The worst of eleven European tripoints whose monuments have printed positions
# (tests/authorities/test_borders.py): 3,967 m at Treriksroset. The grid itself is 0.2 km fine.
ERROR_M = 4_000.0
# An edge is straight in degrees on the map; cut to this many degrees, its geodesics keep within
# 2 m of it below 70 degrees of latitude.
_EDGE_DEG = 0.09


def world_borders() -> BorderMap:
    """Return the border map of the package."""
    world = WorldMap()
    return BorderMap(world.lines, world, SOURCE, ERROR_M)


class WorldMap(Mapping[str, Polygons]):
    """Polygons of the world's units by code, made when asked for.

    Codes are ISO 3166-1 alpha-2; a unit without one keeps the name the map gives it, which says
    nothing about its standing.
    """

    def __init__(self) -> None:
        packed = resources.files("overflight.adapters.map_data") / "world_borders.npz"
        with resources.as_file(packed) as path, np.load(path) as data:
            self._data: dict[str, NDArray[np.generic]] = dict(data)
        self._codes: list[str] = self._data["unit_code"].tolist()
        self._names: list[str] = self._data["unit_name"].tolist()
        first: list[int] = self._data["arc_first"].tolist()
        self._spans = list(pairwise(first))

    def __iter__(self) -> Iterator[str]:
        return iter(self._codes)

    def __len__(self) -> int:
        return len(self._codes)

    def __getitem__(self, code: str) -> Polygons:
        if code not in self._rings:
            raise KeyError(code)
        polygons: dict[int, list[Ring]] = defaultdict(list)
        broken: set[int] = set()
        for polygon, arcs in self._rings[code]:
            ring = self._ring(arcs)
            if _corners(ring) < 3:
                # Smaller than the grid (the Vatican): a hole closes, a polygon vanishes.
                if polygon not in polygons:
                    broken.add(polygon)
                continue
            polygons[polygon].append(ring)
        return tuple(tuple(rings) for p, rings in polygons.items() if p not in broken)

    def name(self, code: str) -> str:
        """Return the name the map gives a unit."""
        return self._names[self._codes.index(code)]

    @cached_property
    def lines(self) -> Mapping[tuple[str, str], Lines]:
        """Return the border lines by pair of codes in alphabetical order."""
        users: dict[int, set[str]] = defaultdict(set)
        for code, rings in self._rings.items():
            for _, arcs in rings:
                for arc in arcs:
                    users[arc if arc >= 0 else ~arc].add(code)
        pairs: dict[tuple[str, str], list[Ring]] = defaultdict(list)
        for arc, codes in users.items():
            known = sorted(codes)
            for k, one in enumerate(known):
                for other in known[k + 1 :]:
                    pairs[one, other].append(self._arc(arc))
        return {pair: Lines(pairs[pair]) for pair in sorted(pairs)}

    @cached_property
    def _rings(self) -> Mapping[str, list[tuple[int, list[int]]]]:
        """Return, by code, the number of the polygon and the arcs of each ring."""
        first: list[int] = self._data["ring_first"].tolist()
        arcs: list[int] = self._data["ring_arc"].tolist()
        unit: list[int] = self._data["polygon_unit"].tolist()
        found: dict[str, list[tuple[int, list[int]]]] = {code: [] for code in self._codes}
        for number, polygon in enumerate(self._data["ring_polygon"].tolist()):
            run = arcs[first[number] : first[number + 1]]
            found[self._codes[unit[polygon]]].append((polygon, run))
        return found

    @cached_property
    def _degrees(self) -> Ring:
        """Return longitudes and latitudes of all corners of all arcs."""
        starts = self._data["arc_first"][:-1].astype(np.intp)
        lengths = np.diff(self._data["arc_first"]).astype(np.intp)
        scale_lon, scale_lat, west, south = self._data["grid"].astype(np.float64).tolist()
        lon, lat = (
            _summed(self._data[name].astype(np.int64), starts, lengths)
            for name in ("step_lon", "step_lat")
        )
        return (lon * scale_lon + west).clip(-180, 180), (lat * scale_lat + south).clip(-90, 90)

    @cached_property
    def _long(self) -> frozenset[int]:
        """Return the arcs with an edge that has to be cut."""
        lon, lat = self._degrees
        edges = np.flatnonzero(np.append(_edge_deg(lon, lat), 0.0) > _EDGE_DEG)
        first = self._data["arc_first"].astype(np.intp)
        arcs = np.searchsorted(first, edges, side="right") - 1
        within = edges + 1 < first[arcs + 1]  # not the step from one arc to the next
        return frozenset(arcs[within].tolist())

    def _arc(self, number: int) -> Ring:
        """Return the corners of one arc, long edges cut so that they stay straight in degrees."""
        begin, end = self._spans[number]
        lon, lat = self._degrees
        arc = lon[begin:end], lat[begin:end]
        return _straight(*arc) if number in self._long else arc

    def _ring(self, arcs: list[int]) -> Ring:
        """Return the corners of a ring of arcs."""
        lon: list[Floats] = []
        lat: list[Floats] = []
        for arc in arcs:
            x, y = self._arc(arc) if arc >= 0 else self._arc(~arc)
            step = slice(None, None, -1) if arc < 0 else slice(None)
            lon.append(x[step][1:])
            lat.append(y[step][1:])
        return np.concatenate(lon), np.concatenate(lat)


def _corners(ring: Ring) -> int:
    """Return how many different corners a ring has; a long one is taken to have them all."""
    lon, lat = ring
    return len(lon) if len(lon) > 8 else len({*zip(lon.tolist(), lat.tolist(), strict=True)})


def _summed(
    steps: NDArray[np.int64], starts: NDArray[np.intp], lengths: NDArray[np.intp]
) -> Floats:
    """Return running sums of steps that begin anew at every start."""
    total = np.cumsum(steps)
    before = total[starts] - steps[starts]
    return (total - np.repeat(before, lengths)).astype(np.float64)


def _edge_deg(lon: Floats, lat: Floats) -> Floats:
    """Return the lengths of the edges of a line, in degrees of latitude."""
    east = (np.diff(lon) + 180.0) % 360.0 - 180.0
    size: Floats = np.hypot(east * np.cos(np.radians(lat[:-1])), np.diff(lat))
    return size


def _straight(lon: Floats, lat: Floats) -> Ring:
    """Return a line with further corners on its long edges, straight in degrees."""
    east = (np.diff(lon) + 180.0) % 360.0 - 180.0
    north = np.diff(lat)
    parts = np.ceil(_edge_deg(lon, lat) / _EDGE_DEG).astype(np.intp).clip(1)
    edge = np.repeat(np.arange(len(parts)), parts)
    share = (np.arange(len(edge)) - np.repeat(np.cumsum(parts) - parts, parts)) / parts[edge]
    made = (lon[edge] + share * east[edge] + 180.0) % 360.0 - 180.0
    lons = np.where(share == 0, lon[edge], made)
    return np.append(lons, lon[-1]), np.append(lat[edge] + share * north[edge], lat[-1])
