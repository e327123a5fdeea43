"""Territory: areas bounded by geodesics, with the one question whether a place lies inside.

Each polygon is put on its own plane, where great circles are straight and neither poles nor the
antimeridian are special; its edges are cut to 10 km, on which great circle and geodesic are one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import shapely
from numpy.typing import NDArray

from overflight.errors import UsageError
from overflight.geodesy.geodesics import Floats, Path, coordinates_deg, distances_m, legs_of
from overflight.geodesy.lines import Lines, cut
from overflight.geodesy.planes import Plane, degrees, unit_vectors
from overflight.geodesy.positions import Gap, Position

__all__ = ["Ring", "Territory"]

Ring = tuple[Floats, Floats]

_EDGE_M = 10_000.0
_STEP_M = 5_000.0
_TOLERANCE = 1.6e-9  # of the Earth's radius: a centimetre
_MOST_REMEMBERED = 256  # paths; far more than the plans of a case
_BOUND_M = 0.1  # of one meeting of a path and a border


@dataclass(frozen=True, slots=True)
class _Area:
    """One polygon on its own plane."""

    plane: Plane
    area: shapely.Polygon
    edges: NDArray[np.object_]
    tree: shapely.STRtree


class Territory:
    """One or more polygons on the ellipsoid, their edges geodesics.

    A polygon may be cut along the antimeridian, as RFC 7946 asks, or cross it; it may hold a pole.

    Args:
        polygons: Of each polygon the outer ring, then its holes: longitudes and latitudes in
            degrees, three or more positions; a ring may or may not repeat its first position.

    Raises:
        UsageError: A ring has fewer than three positions, leaves the range of degrees, or does not
            fit into a hemisphere.
    """

    def __init__(self, polygons: Iterable[Sequence[Ring]]) -> None:
        self._polygons = tuple(
            tuple(_closed(lon, lat) for lon, lat in polygon) for polygon in polygons
        )
        for polygon in self._polygons:
            _plane_over(polygon[0])

    @classmethod
    def of(cls, *rings: Sequence[Position]) -> Territory:
        """Return a territory of polygons without holes."""
        return cls([coordinates_deg(ring)] for ring in rings)

    @property
    def polygons(self) -> tuple[tuple[Ring, ...], ...]:
        """Return the rings of each polygon, closed, in degrees; the arrays are read-only."""
        return self._polygons

    @cached_property
    def boundary(self) -> Lines:
        """Return all rings as lines."""
        return Lines(ring for polygon in self._polygons for ring in polygon)

    def __bool__(self) -> bool:
        return bool(self._polygons)

    def __add__(self, other: Territory) -> Territory:
        return Territory((*self._polygons, *other.polygons))

    @cached_property
    def _areas(self) -> tuple[_Area, ...]:
        """Return the polygons on their planes; made once."""
        return tuple(_area(polygon) for polygon in self._polygons)

    def contains(self, position: Position) -> bool:
        """Tell whether a position lies inside; a position on the border counts as inside.

        Accuracy: within 0.1 m of the border the answer may be either.
        """
        inside = self.contains_all(np.array([position.lon_deg]), np.array([position.lat_deg]))
        return bool(inside[0])

    def contains_all(self, lon_deg: Floats, lat_deg: Floats) -> NDArray[np.bool_]:
        """Tell of many positions whether each lies inside.

        Args:
            lon_deg: Longitudes in degrees, one dimension.
            lat_deg: Latitudes in degrees, the same length.

        Accuracy: as for one.
        """
        lon, lat = np.asarray(lon_deg, dtype=np.float64), np.asarray(lat_deg, dtype=np.float64)
        vectors = unit_vectors(lon, lat)
        inside = np.zeros(len(vectors), dtype=np.bool_)
        for area in self._areas:
            spots, above = area.plane.project(vectors)
            there = np.flatnonzero(above & ~inside & _in_box(area.area, spots))
            if len(there):
                inside[there] = shapely.dwithin(area.area, shapely.points(spots[there]), _TOLERANCE)
        return inside

    def length_inside(self, path: Path) -> Gap:
        """Return how much of a path lies inside, in metres, as an interval.

        Args:
            path: Two or more positions, joined by geodesics.

        Raises:
            UsageError: The path has fewer than two positions.

        Treaty: serves art.II.11 (AMB-10).
        Accuracy: most - least is at most 0.2 m for each time the path meets the border.
        """
        asked = tuple(path)
        if asked not in self._inside:
            if len(self._inside) >= _MOST_REMEMBERED:
                self._inside.clear()
            self._inside[asked] = self._length_inside(asked)
        return self._inside[asked]

    @cached_property
    def _inside(self) -> dict[tuple[Position, ...], Gap]:
        """Return what was found of paths: one plan is judged under the readings of many Parties."""
        return {}

    def _length_inside(self, path: Path) -> Gap:
        pieces = cut([_two_or_more(path)], _STEP_M)
        starts, ends = unit_vectors(*pieces.side(0)), unit_vectors(*pieces.side(1))
        length = distances_m(*pieces.side(0), *pieces.side(1))
        stops = [np.stack([np.arange(len(length)), np.zeros(len(length))])]
        stops += [_meetings(area, starts, ends) for area in self._areas]
        piece, part = np.concatenate(stops, axis=1)
        order = np.lexsort((part, piece))
        piece, part = piece[order].astype(np.intp), part[order]
        until = np.append(np.where(np.diff(piece) == 0, part[1:], 1.0), 1.0)
        middle = ((part + until) / 2)[:, None]
        spots = starts[piece] * (1 - middle) + ends[piece] * middle
        metres = (until - part) * length[piece]
        inside = self.contains_all(*degrees(spots))
        # Stops that leave no way between them decide nothing.
        meetings = int(np.count_nonzero(np.diff(inside[metres > 0])))
        total, within = float(length.sum()), float(metres[inside].sum())
        doubt = _BOUND_M * meetings
        return Gap(max(0.0, within - doubt), min(total, within + doubt))


def _two_or_more(path: Path) -> Ring:
    """Return the coordinates of a path, or refuse it."""
    legs_of(path)
    return coordinates_deg(path)


def _closed(lon: Floats, lat: Floats) -> Ring:
    """Return a ring that ends where it begins, or refuse it."""
    lon, lat = np.array(lon, dtype=np.float64), np.array(lat, dtype=np.float64)
    inside = bool((np.abs(lon) <= 180).all() and (np.abs(lat) <= 90).all())
    if lon.ndim != 1 or lon.shape != lat.shape or not inside:
        raise _refused("longitude -180 to 180 and latitude -90 to 90, as many of each", lon.size)
    if lon.size and (lon[0] != lon[-1] or lat[0] != lat[-1]):
        lon, lat = np.append(lon, lon[0]), np.append(lat, lat[0])
    if lon.size < 4:
        raise _refused("three or more different positions", lon.size)
    lon.flags.writeable = lat.flags.writeable = False
    return lon, lat


def _refused(expected: str, found: object) -> UsageError:
    """Return the fault of a ring that bounds no area."""
    return UsageError(
        "E-RING",
        where="ring of a territory",
        expected=expected,
        found=found,
        remedy="Give rings of positions in degrees on WGS 84; cut an area larger than a "
        "hemisphere into parts.",
    )


def _plane_over(ring: Ring) -> Plane:
    """Return the plane over a ring, or refuse it."""
    plane = Plane.over(unit_vectors(*ring))
    if plane is None:
        raise _refused("a ring that fits into a hemisphere", "one that reaches round the Earth")
    return plane


def _area(polygon: Sequence[Ring]) -> _Area:
    """Return a polygon on its plane, its edges cut short enough to be straight there."""
    plane = _plane_over(polygon[0])
    rings = []
    for ring in polygon:
        corners, _ = plane.project(unit_vectors(*cut([ring], _EDGE_M).side(0)))
        rings.append(np.concatenate([corners, corners[:1]]))
    area = shapely.Polygon(rings[0], rings[1:])
    shapely.prepare(area)
    edges = shapely.linestrings(
        np.concatenate([np.stack([ring[:-1], ring[1:]], axis=1) for ring in rings])
    )
    return _Area(plane, area, edges, shapely.STRtree(edges))


def _in_box(area: shapely.Polygon, spots: Floats) -> NDArray[np.bool_]:
    """Tell which spots lie in the bounding box of an area, or just beside it."""
    low, high = np.array(area.bounds).reshape(2, 2)
    beside = (spots >= low - _TOLERANCE) & (spots <= high + _TOLERANCE)
    return beside[:, 0] & beside[:, 1]


def _meetings(area: _Area, starts: Floats, ends: Floats) -> Floats:
    """Return which pieces of a path meet the border of a polygon, and at what part of the piece.

    Args:
        area: The polygon.
        starts: Unit vectors, shape (n, 3).
        ends: The same.

    Returns:
        Piece numbers and parts from 0 to 1, shape (2, m).
    """
    spots, above = area.plane.project(starts)
    ends_on, ends_above = area.plane.project(ends)
    low, high = np.array(area.area.bounds).reshape(2, 2)
    beside = (np.maximum(spots, ends_on) >= low - _TOLERANCE).all(axis=1)
    beside &= (np.minimum(spots, ends_on) <= high + _TOLERANCE).all(axis=1)
    which = np.flatnonzero(above & ends_above & beside)
    if not len(which):
        return np.zeros((2, 0))
    lines = shapely.linestrings(np.stack([spots[which], ends_on[which]], axis=1))
    piece, edge = area.tree.query(lines, predicate="dwithin", distance=_TOLERANCE)
    met, row = shapely.get_coordinates(
        shapely.intersection(lines[piece], area.edges[edge]), return_index=True
    )
    # A path along the border touches edges that rounding keeps it from crossing: their ends count.
    ends_of = shapely.get_coordinates(area.edges[edge]).reshape(-1, 2, 2)
    for end in (0, 1):
        along = shapely.line_locate_point(lines[piece], shapely.points(ends_of[:, end]))
        on_line = shapely.get_coordinates(shapely.line_interpolate_point(lines[piece], along))
        met, row = np.concatenate([met, on_line]), np.append(row, np.arange(len(piece)))
    at = which[piece[row]]
    part = _angle(starts[at], area.plane.unproject(met)) / np.maximum(
        _angle(starts[at], ends[at]), 1e-15
    )
    return np.stack([at.astype(np.float64), part.clip(0, 1)])


def _angle(one: Floats, other: Floats) -> Floats:
    """Return the angles between vectors in radians, exact for small ones."""
    sine = np.linalg.norm(np.cross(one, other), axis=1)
    angle: Floats = np.arctan2(sine, np.einsum("ij,ij->i", one, other))
    return angle
