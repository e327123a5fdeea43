"""Territory: areas bounded by geodesics, with the one question whether a place lies inside.

Each polygon is projected on its own plane (gnomonic, from a sphere with geodetic latitudes), where
great circles are straight and neither poles nor the antimeridian are special. On edges of at most
10 km the great circle lies within 0.02 m of the geodesic.
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
from overflight.geodesy.positions import Gap, Position

__all__ = ["Ring", "Territory"]

Ring = tuple[Floats, Floats]

_EDGE_M = 10_000.0
_STEP_M = 5_000.0
_TOLERANCE = 1.6e-9  # of the Earth's radius: a centimetre
_BOUND_M = 0.1  # of one meeting of a path and a border


@dataclass(frozen=True, slots=True)
class _Plane:
    """One polygon on its own gnomonic plane; lengths are parts of the Earth's radius."""

    axes: Floats
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
            _axes(_unit(*polygon[0]))

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
    def _planes(self) -> tuple[_Plane, ...]:
        """Return the polygons on their planes; made once."""
        return tuple(_plane(polygon) for polygon in self._polygons)

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
        points = _unit(np.asarray(lon_deg, dtype=np.float64), np.asarray(lat_deg, dtype=np.float64))
        inside = np.zeros(len(points), dtype=np.bool_)
        for plane in self._planes:
            x, y, above = _on(plane.axes, points)
            there = np.flatnonzero(above & ~inside & _in_box(plane.area, x, y))
            if len(there):
                spots = shapely.points(x[there], y[there])
                inside[there] = shapely.dwithin(plane.area, spots, _TOLERANCE)
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
        pieces = cut([_two_or_more(path)], _STEP_M)
        starts, ends = _unit(*pieces.side(0)), _unit(*pieces.side(1))
        length = distances_m(*pieces.side(0), *pieces.side(1))
        stops = [np.stack([np.arange(len(length)), np.zeros(len(length))])]
        stops += [_meetings(plane, starts, ends) for plane in self._planes]
        piece, part = np.concatenate(stops, axis=1)
        order = np.lexsort((part, piece))
        piece, part = piece[order].astype(np.intp), part[order]
        until = np.append(np.where(np.diff(piece) == 0, part[1:], 1.0), 1.0)
        middle = ((part + until) / 2)[:, None]
        spots = starts[piece] * (1 - middle) + ends[piece] * middle
        metres = (until - part) * length[piece]
        inside = self.contains_all(*_degrees(spots))
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


def _unit(lon_deg: Floats, lat_deg: Floats) -> Floats:
    """Return unit vectors of positions, the geodetic latitude taken as that of a sphere."""
    lon, lat = np.radians(lon_deg), np.radians(lat_deg)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def _degrees(vectors: Floats) -> Ring:
    """Return longitudes and latitudes in degrees of vectors of any length."""
    x, y, z = vectors.T
    return np.degrees(np.arctan2(y, x)), np.degrees(np.arctan2(z, np.hypot(x, y)))


def _axes(vectors: Floats) -> Floats:
    """Return three axes of a plane, rows; the last points to the middle of the vectors."""
    middle = vectors.mean(axis=0)
    size = float(np.linalg.norm(middle))
    up = middle / size if size > 1e-6 else np.array([0.0, 0.0, 1.0])
    if not bool((vectors @ up > 0.02).all()):
        raise _refused("a ring that fits into a hemisphere", "one that reaches round the Earth")
    side = np.cross(up, np.eye(3)[int(np.argmin(np.abs(up)))])
    side /= np.linalg.norm(side)
    return np.stack([side, np.cross(up, side), up])


def _on(axes: Floats, vectors: Floats) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Return where vectors meet a plane, and whether they do."""
    x, y, z = (vectors @ axes.T).T
    above = z > 0.01
    depth = np.where(above, z, 1.0)
    return x / depth, y / depth, above


def _plane(polygon: Sequence[Ring]) -> _Plane:
    """Return a polygon on its plane, its edges cut short enough to be straight there."""
    axes = _axes(_unit(*polygon[0]))
    rings = []
    for ring in polygon:
        pieces = cut([ring], _EDGE_M)
        x, y, _ = _on(axes, _unit(*pieces.side(0)))
        rings.append(np.stack([np.append(x, x[0]), np.append(y, y[0])], axis=1))
    area = shapely.Polygon(rings[0], rings[1:])
    shapely.prepare(area)
    edges = shapely.linestrings(
        np.concatenate([np.stack([ring[:-1], ring[1:]], axis=1) for ring in rings])
    )
    return _Plane(axes, area, edges, shapely.STRtree(edges))


def _in_box(area: shapely.Polygon, x: Floats, y: Floats) -> NDArray[np.bool_]:
    """Tell which points lie in the bounding box of an area, or just beside it."""
    west, south, east, north = area.bounds
    wide = (x >= west - _TOLERANCE) & (x <= east + _TOLERANCE)
    inside: NDArray[np.bool_] = wide & (y >= south - _TOLERANCE) & (y <= north + _TOLERANCE)
    return inside


def _meetings(plane: _Plane, starts: Floats, ends: Floats) -> Floats:
    """Return which pieces of a path meet the border of a polygon, and at what part of the piece.

    Args:
        plane: The polygon.
        starts: Unit vectors, shape (n, 3).
        ends: The same.

    Returns:
        Piece numbers and parts from 0 to 1, shape (2, m).
    """
    x, y, above = _on(plane.axes, starts)
    x_end, y_end, above_end = _on(plane.axes, ends)
    which = np.flatnonzero(above & above_end)
    corners = np.stack([np.stack([x, y], axis=1)[which], np.stack([x_end, y_end], axis=1)[which]])
    lines = shapely.linestrings(np.swapaxes(corners, 0, 1))
    piece, edge = plane.tree.query(lines, predicate="dwithin", distance=_TOLERANCE)
    crossing = shapely.intersection(lines[piece], plane.edges[edge])
    spots, row = shapely.get_coordinates(crossing, return_index=True)
    # A path along the border touches edges that rounding keeps it from crossing: their ends count.
    ends_of = shapely.get_coordinates(plane.edges[edge]).reshape(-1, 2, 2)
    for end in (0, 1):
        beside = shapely.line_locate_point(lines[piece], shapely.points(ends_of[:, end]))
        on_line = shapely.get_coordinates(shapely.line_interpolate_point(lines[piece], beside))
        spots, row = np.concatenate([spots, on_line]), np.append(row, np.arange(len(piece)))
    at = which[piece[row]]
    space = np.column_stack([spots, np.ones(len(spots))]) @ plane.axes
    part = _angle(starts[at], space) / np.maximum(_angle(starts[at], ends[at]), 1e-15)
    return np.stack([at.astype(np.float64), part.clip(0, 1)])


def _angle(one: Floats, other: Floats) -> Floats:
    """Return the angles between vectors in radians, exact for small ones."""
    sine = np.linalg.norm(np.cross(one, other), axis=1)
    angle: Floats = np.arctan2(sine, np.einsum("ij,ij->i", one, other))
    return angle
