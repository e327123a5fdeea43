"""Areas of unions of pieces of ground, on the ellipsoid.

Pieces are put on an equal-area plane and swept by rows where the compiler is installed; GEOS makes
their union otherwise, and wherever the shape itself is wanted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from overflight.coverage.ground import Ground
from overflight.geodesy import EqualAreaPlane, Floats, can_compile

__all__ = ["Areas", "areas_of", "plane_areas", "shape_of", "union_km2"]

Ints = NDArray[np.intp]

# Rows are as high as this part of the usual height of a piece, for each root of the root of the
# number of pieces: what is left out where sides cross inside a row evens out among many.
_ROW = 0.008
_TURN_ON = 0.25  # radians beyond the turn that makes pieces lowest: no side of them lies level then
_GAUSS = 3.0**0.5
_TURNS = 12
_FEW = 1_000  # pieces that GEOS unites sooner than the sweep is loaded
_MANY = 1_000
_MOST_SPANS = 20_000_000


@dataclass(frozen=True, slots=True)
class Areas:
    """Areas in square kilometres, on the ellipsoid.

    Args:
        union_km2: Of the union of pieces of ground.
        area_km2: Of the area it is set against; zero where there is none.
        shared_km2: Of what the two share.
    """

    union_km2: float
    area_km2: float = 0.0
    shared_km2: float = 0.0


def shape_of(ground: Ground, plane: EqualAreaPlane) -> shapely.Geometry:
    """Return the union of pieces on a plane, as GEOS makes it.

    Args:
        ground: The pieces.
        plane: The plane; coordinates are its metres.
    """
    return shapely.union_all(shapely.make_valid(shapely.polygons(ground.quads(plane))))


def union_km2(ground: Ground) -> float:
    """Return the area of the union of pieces in square kilometres, on the ellipsoid.

    Accuracy: 1e-5 of the area; see tests/unit/coverage/test_union.py.
    """
    return areas_of(ground).union_km2


def areas_of(ground: Ground, area: shapely.Geometry | None = None) -> Areas:
    """Return the area of the union of pieces, and of what it shares with an area.

    Args:
        ground: The pieces.
        area: Polygons on the plane of the ground, ``ground.plane()``; none asks only for the union.

    Accuracy: 1e-5 of the union; see tests/unit/coverage/test_union.py.
    """
    plane = ground.plane()
    quads = ground.quads(plane)
    return plane_areas(quads, area)


def plane_areas(quads: Floats, area: shapely.Geometry | None = None) -> Areas:
    """Return the areas of ``areas_of`` for pieces on a plane, in metres, shape (n, 4, 2)."""
    if len(quads) < _FEW or not can_compile():
        return _by_geos(quads, area)
    from overflight.coverage.sweep import swept  # noqa: PLC0415 - an extra

    edges = _edges(area)
    quads, edges = _turned(quads, edges)
    tops = np.concatenate([quads[:, :, 1].ravel(), edges[:, 1], edges[:, 3]])
    heights = np.ptp(quads[:, :, 1], axis=1)
    places = _places(_levels(tops, heights))
    quads = quads[np.argsort(quads[:, :, 0].sum(axis=1))]
    rows = _rows(places, quads[:, :, 1].min(axis=1), quads[:, :, 1].max(axis=1))
    of = _rows(places, np.minimum(edges[:, 1], edges[:, 3]), np.maximum(edges[:, 1], edges[:, 3]))
    found = swept(quads, rows, places, edges, of)
    return Areas(*(one / 1e6 for one in found))


def _rows(places: Floats, low: Floats, high: Floats) -> tuple[Ints, Ints]:
    """Return the first row between two heights, and the one behind the last."""
    return np.searchsorted(places[:, 0], low), np.searchsorted(places[:, 0], high)


def _places(levels: Floats) -> Floats:
    """Return where rows are measured and what height each place stands for, shape (n, 2)."""
    middle, half = (levels[1:] + levels[:-1]) / 2.0, np.diff(levels) / 2.0
    pairs = np.stack([middle - half / _GAUSS, middle + half / _GAUSS], axis=-1)
    return np.stack([pairs.ravel(), np.repeat(half, 2)], axis=-1)


def _by_geos(quads: Floats, area: shapely.Geometry | None) -> Areas:
    """Return areas as GEOS finds them."""
    union = shapely.union_all(shapely.make_valid(shapely.polygons(quads)))
    if area is None:
        return Areas(float(union.area) / 1e6)
    shared = shapely.intersection(union, area)
    return Areas(float(union.area) / 1e6, float(area.area) / 1e6, float(shared.area) / 1e6)


def _edges(area: shapely.Geometry | None) -> Floats:
    """Return the edges of an area, two corners each, shape (m, 4)."""
    if area is None:
        return np.zeros((0, 4))
    rings = shapely.get_rings(shapely.get_parts(area))
    corners, ring = shapely.get_coordinates(rings, return_index=True)
    along = np.flatnonzero(ring[1:] == ring[:-1])
    return np.concatenate([corners[along], corners[along + 1]], axis=1)


def _turned(quads: Floats, edges: Floats) -> tuple[Floats, Floats]:
    """Return pieces and edges turned so that the pieces are low, and few sides lie level.

    Low pieces have few rows; a side that lies nearly level crosses others at a bad angle.
    """
    some = quads[:: max(1, len(quads) // 400)]
    turns = np.pi * np.arange(_TURNS) / _TURNS
    high = [np.ptp(some @ np.array([np.sin(a), np.cos(a)]), axis=1).sum() for a in turns.tolist()]
    turn = float(turns[int(np.argmin(high))]) + _TURN_ON
    round_by = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    corners = (edges.reshape(-1, 2) @ round_by).reshape(-1, 4)
    return quads @ round_by, corners


def _levels(tops: Floats, heights: Floats) -> Floats:
    """Return where rows begin and end: at corners, and between at equal steps.

    Of many pieces two corners share a row, of very many on one heap more.
    """
    low, high = float(tops.min()), float(tops.max())
    step = _ROW * float(np.median(heights)) * len(heights) ** 0.25
    step = max(step, 1e-3, (high - low) / 1_000_000)
    found = np.unique(np.concatenate([tops, np.arange(low, high, step)]))
    spans = float(heights.sum()) / max(high - low, 1e-9) * len(found)
    shared = max(1 if len(heights) < _MANY else 2, round(spans / _MOST_SPANS))
    return np.append(found[:-1:shared], found[-1])
