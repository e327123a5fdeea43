"""Where a path may not go: stand-offs and areas on a plane, and the corners by which to pass them.

The plane is a first sieve. What is flown is measured on the ellipsoid afterwards, and the zones are
drawn a little wider than asked, so that the sieve is seldom wrong.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import shapely
from numpy.typing import NDArray

from overflight.errors import UsageError
from overflight.geodesy import (
    Floats,
    Plane,
    Position,
    can_compile,
    coordinates_deg,
    degrees,
    distances_m,
    travels,
    unit_vectors,
)
from overflight.planning.asked.wanted import KeepOut, StandOff
from overflight.planning.problems import PlanningProblem

if TYPE_CHECKING:
    from overflight.planning.sight import Grid

__all__ = ["Zones", "zones_of"]

_RADIUS_M = 6_371_000.0
_BEARINGS = 16
# Corners lie as much wider as few enough of them need: few round a jagged border, so that a path
# does not bend from tip to tip; more round many areas, so that it may pass between them.
_LINE_CORNERS, _AREA_CORNERS = 160, 400
_WIDER = (1, 3, 9, 27)


@dataclass(frozen=True, slots=True)
class Zones:
    """The forbidden part of the plane, and corners outside it.

    Args:
        plane: The plane, over the middle of the places.
        area: What is forbidden; empty where nothing is.
        corners: Positions just outside, by which a path may pass.
        grid: Its edges made ready to be met; none where nothing is forbidden or numba is absent.
    """

    plane: Plane
    area: shapely.Geometry
    corners: tuple[Position, ...]
    grid: Grid | None = None

    def on_plane(self, places: Sequence[Position]) -> Floats:
        """Return where places lie on the plane, shape (n, 2)."""
        return self.plane.project(unit_vectors(*coordinates_deg(places)))[0]

    def inside(self, spots: Floats) -> NDArray[np.bool_]:
        """Tell of places on the plane whether they lie in a zone, shape (n, 2)."""
        if self.area.is_empty:
            return np.zeros(len(spots), dtype=np.bool_)
        return np.asarray(shapely.intersects(self.area, shapely.points(spots)), dtype=np.bool_)

    def blocked(self, starts: Floats, ends: Floats) -> NDArray[np.bool_]:
        """Tell of legs on the plane whether they meet a zone, shapes (n, 2).

        The ends of a leg are asked for apart: one that lies in a zone as a whole meets no edge.
        """
        if self.area.is_empty:
            return np.zeros(len(starts), dtype=np.bool_)
        if self.grid is not None:
            from overflight.planning.sight import meets  # noqa: PLC0415 - an extra

            return meets(self.grid, starts, ends)
        legs = shapely.linestrings(np.stack([starts, ends], axis=1))
        return np.asarray(shapely.intersects(self.area, legs), dtype=np.bool_)


def zones_of(places: Sequence[Position], problem: PlanningProblem, spare_m: float) -> Zones:
    """Return the zones a path between places must not enter.

    Args:
        places: Where the path may go; the first two are the airfields.
        problem: What the path must keep.
        spare_m: How much wider the zones are drawn than asked, in metres.

    Raises:
        UsageError: The places span more than half the Earth.
    """
    plane = Plane.over(unit_vectors(*coordinates_deg(places)))
    if plane is None:
        raise UsageError(
            "E-TARGETS",
            where="targets",
            expected="places on one half of the Earth",
            found=f"{len(places)} places around it",
            remedy="Plan one flight for places it can reach.",
        )
    hulls = [hull for zone in problem.stand_offs for hull in _hulls(zone, plane, problem, spare_m)]
    kept_out = [part for one in problem.keep_outs for part in _parts(one, plane, problem, spare_m)]
    lines, areas = shapely.union_all(hulls), shapely.union_all(kept_out)
    area = shapely.union_all([lines, areas])
    shapely.prepare(area)
    keep_m = max((zone.keep_m for zone in problem.stand_offs), default=0.0)
    grid = None
    if not area.is_empty and can_compile():
        from overflight.planning.sight import grid_of  # noqa: PLC0415 - an extra

        grid = grid_of(area)
    corners = (
        *_corners((lines, area), plane, keep_m, _LINE_CORNERS),
        *_corners((areas, area), plane, 0.0, _AREA_CORNERS),
    )
    return Zones(plane, area, corners, grid)


def _parts(
    one: KeepOut, plane: Plane, problem: PlanningProblem, spare_m: float
) -> Iterable[shapely.Geometry]:
    """Return the polygons of an area to keep out of that a flight can reach, a little wider."""
    for outer, *_ in one.territory.polygons:
        if bool(_in_reach(*outer, problem, spare_m).any()):
            # Edges are geodesics, straight here to some metres; holes are not flown into.
            spots, _ = plane.project(unit_vectors(*outer))
            yield shapely.Polygon(spots).buffer(spare_m / _RADIUS_M, quad_segs=2)


def _in_reach(
    lon: Floats, lat: Floats, problem: PlanningProblem, spare_m: float
) -> NDArray[np.bool_]:
    """Tell which places a flight can go to and end, those a little beyond included."""
    start, end = problem.start.at, problem.end.at
    way = distances_m(*np.broadcast_arrays(start.lon_deg, start.lat_deg, lon, lat)) + distances_m(
        *np.broadcast_arrays(end.lon_deg, end.lat_deg, lon, lat)
    )
    return np.asarray(way <= problem.most_m + spare_m, dtype=np.bool_)


def _hulls(
    zone: StandOff, plane: Plane, problem: PlanningProblem, spare_m: float
) -> Iterable[shapely.Geometry]:
    """Return hulls of circles round the ends of every piece of a line that a flight can reach."""
    pieces = zone.line.pieces
    lon, lat = pieces.lon.ravel(), pieces.lat.ravel()
    near = _in_reach(lon, lat, problem, 2 * zone.keep_m).reshape(-1, 2).any(axis=1)
    lon, lat = pieces.lon[near].ravel(), pieces.lat[near].ravel()
    # Corners of a polygon round a circle lie farther out than the circle.
    reach = (zone.keep_m + spare_m) / math.cos(math.pi / _BEARINGS)
    bearing = np.tile(np.arange(_BEARINGS) * 360.0 / _BEARINGS, len(lon))
    x, y, _ = travels(
        np.repeat(lon, _BEARINGS), np.repeat(lat, _BEARINGS), bearing, np.full(len(bearing), reach)
    )
    spots, _ = plane.project(unit_vectors(x, y))
    clouds = shapely.multipoints(spots.reshape(-1, 2 * _BEARINGS, 2))
    return list(shapely.convex_hull(clouds))


def _corners(
    areas: tuple[shapely.Geometry, shapely.Geometry], plane: Plane, keep_m: float, most: int
) -> tuple[Position, ...]:
    """Return places just outside some zones, free of all, round which a taut path would bend."""
    area, every = areas
    if area.is_empty:
        return ()
    spots = np.zeros((0, 2))
    for wider in _WIDER:  # as wide as few enough corners need
        width = wider * max(1_000.0, 0.05 * keep_m) / _RADIUS_M
        outline = area.buffer(width, quad_segs=2).simplify(0.9 * width)
        spots = np.concatenate([_convex(ring) for ring in _rings(outline)])
        spots = spots[~shapely.intersects(every, shapely.points(spots))]
        if len(spots) <= most:
            break
    lon, lat = degrees(plane.unproject(spots[:most]))
    return tuple(Position(x, y) for x, y in zip(lon.tolist(), lat.tolist(), strict=True))


def _rings(area: shapely.Geometry) -> Iterable[Floats]:
    """Yield the rings of an area so that the forbidden side lies on their left, closed."""
    for part in shapely.get_parts(area):
        polygon = shapely.geometry.polygon.orient(part)
        for ring in (polygon.exterior, *polygon.interiors):
            yield shapely.get_coordinates(ring)


def _convex(ring: Floats) -> Floats:
    """Return the corners of a ring at which the forbidden side is convex."""
    here = ring[:-1]
    before, after = here - np.roll(here, 1, axis=0), np.roll(here, -1, axis=0) - here
    bend = before[:, 0] * after[:, 1] - before[:, 1] * after[:, 0]
    return here[bend > 0]
