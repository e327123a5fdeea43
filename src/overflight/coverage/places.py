"""Which places lie on which pieces of ground; a place on an edge lies on the piece."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from overflight.coverage.ground import Ground
from overflight.geodesy import Floats, can_compile

__all__ = ["held", "pieces_at"]

Ints = NDArray[np.intp]

_DOUBT_M = 1e-6
_MOST_CELLS = 4_000_000
_COARSE = 720
_MANY = 10_000_000  # pairs to think of; fewer are told by GEOS sooner than cells are loaded


def pieces_at(ground: Ground, lon_deg: Floats, lat_deg: Floats) -> tuple[Ints, Ints]:
    """Return pairs of places and pieces that hold them, by place, then piece.

    Args:
        ground: The pieces.
        lon_deg: Longitudes of the places in degrees, shape (m,).
        lat_deg: Latitudes in degrees, shape (m,).
    """
    if not len(ground):
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    plane = ground.plane()
    near = np.flatnonzero(_near(ground, lon_deg, lat_deg))
    spots = np.stack(plane.project(lon_deg[near], lat_deg[near]), axis=-1)
    place, piece = held(spots, ground.quads(plane))
    return near[place], piece


def held(spots: Floats, quads: Floats) -> tuple[Ints, Ints]:
    """Return pairs of places and quadrangles that hold them, on a plane in metres.

    Args:
        spots: Places, shape (m, 2).
        quads: Convex quadrangles, shape (n, 4, 2).

    Returns:
        Indices of places and of quadrangles, by place, then quadrangle: those that
        ``shapely.STRtree.query(points, predicate="intersects")`` gives.
    """
    if not (len(spots) and len(quads)):
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    if len(spots) * len(quads) > _MANY and can_compile():
        return _in_cells(spots, quads)
    tree = shapely.STRtree(shapely.polygons(quads))
    place, piece = tree.query(shapely.points(spots), predicate="intersects")
    order = np.lexsort((piece, place))
    return place[order], piece[order]


def _in_cells(spots: Floats, quads: Floats) -> tuple[Ints, Ints]:
    """Return the pairs of ``held`` by cells; what lies on an edge is decided by GEOS."""
    from overflight.coverage.buckets import filled, found, sides_of  # noqa: PLC0415 - an extra

    left = np.array([quads[:, :, axis].min() for axis in (0, 1)])
    width = np.maximum([quads[:, :, axis].max() for axis in (0, 1)] - left, 1.0)
    some = quads[:: max(1, len(quads) // 500)]
    usual = float(np.median(np.ptp(some, axis=1).max(axis=1)))
    cell = max(usual, float(np.sqrt(width.prod() / _MOST_CELLS)), 1e-3)
    columns, rows = (np.floor(width / cell) + 3.0).tolist()  # one empty cell all round
    grid = np.array([left[0] - cell, left[1] - cell, 1.0 / cell, columns, rows])
    pairs = found(spots, sides_of(quads), filled(quads, grid), grid, _DOUBT_M)
    place, piece, sure = pairs.T
    unsure = np.flatnonzero(sure == 0)
    if unsure.size:
        shapes, dots = shapely.polygons(quads[piece[unsure]]), shapely.points(spots[place[unsure]])
        out = unsure[~shapely.intersects(shapes, dots)]
        place, piece = np.delete(place, out), np.delete(piece, out)
    return place, piece


def _near(ground: Ground, lon_deg: Floats, lat_deg: Floats) -> NDArray[np.bool_]:
    """Tell which places may lie on the ground: by cells of half a degree, poles always."""
    lon = np.mod(ground.lon_deg - ground.lon_deg[:, :1] + 180.0, 360.0) - 180.0
    first = ground.lon_deg[:, 0]
    taken = np.zeros((_COARSE // 2, _COARSE), dtype=np.bool_)
    low = np.floor((first + lon.min(axis=1) + 180.0) * 2.0).astype(np.int64) - 1
    high = np.floor((first + lon.max(axis=1) + 180.0) * 2.0).astype(np.int64) + 1
    south = np.floor((ground.lat_deg.min(axis=1) + 90.0) * 2.0).astype(np.int64) - 1
    north = np.floor((ground.lat_deg.max(axis=1) + 90.0) * 2.0).astype(np.int64) + 1
    rows = np.unique(np.stack([low, high, south, north], axis=1), axis=0)
    for a, b, c, d in rows.tolist():
        columns = np.arange(a, min(b, a + _COARSE - 1) + 1) % _COARSE
        if c <= 8 or d >= _COARSE // 2 - 8:  # all meridians come together there
            columns = np.arange(_COARSE)
        taken[max(0, c) : d + 1, columns] = True
    column = np.mod(np.floor((lon_deg + 180.0) * 2.0).astype(np.int64), _COARSE)
    row = np.clip(np.floor((lat_deg + 90.0) * 2.0).astype(np.int64), 0, _COARSE // 2 - 1)
    near: NDArray[np.bool_] = taken[row, column]
    return near
