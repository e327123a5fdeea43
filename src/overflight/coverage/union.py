"""Areas of unions of pieces of ground, on the ellipsoid.

Pieces are put on an equal-area plane and swept by rows where the compiler is installed; GEOS makes
their union otherwise, and wherever the shape itself is wanted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from overflight.coverage.ground import Ground
from overflight.geodesy import EqualAreaPlane, Floats, can_compile

__all__ = ["Areas", "areas_of", "plane_areas", "shape_of", "union_km2"]

_ROW = 0.015  # of the usual height of a piece; rows end at corners too
_TURNS = 12
_FEW = 1_000  # pieces that GEOS unites sooner than the sweep is loaded
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
    levels = _levels(tops, heights)
    quads = quads[np.argsort(quads[:, :, 0].sum(axis=1))]
    middles = (levels[1:] + levels[:-1]) / 2.0
    ends = quads[:, :, 1].min(axis=1), quads[:, :, 1].max(axis=1)
    rows = np.searchsorted(middles, ends[0]), np.searchsorted(middles, ends[1])
    ends = np.minimum(edges[:, 1], edges[:, 3]), np.maximum(edges[:, 1], edges[:, 3])
    of = np.searchsorted(middles, ends[0]), np.searchsorted(middles, ends[1])
    found = swept(quads, rows, levels, edges, of)
    return Areas(*(one / 1e6 for one in found))


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
    """Return pieces and edges turned so that the pieces are as low as they can be: fewer rows."""
    some = quads[:: max(1, len(quads) // 400)]
    turns = np.pi * np.arange(_TURNS) / _TURNS
    high = [np.ptp(some @ np.array([np.sin(a), np.cos(a)]), axis=1).sum() for a in turns.tolist()]
    turn = float(turns[int(np.argmin(high))])
    round_by = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    corners = (edges.reshape(-1, 2) @ round_by).reshape(-1, 4)
    return quads @ round_by, corners


def _levels(tops: Floats, heights: Floats) -> Floats:
    """Return where rows begin and end: at every corner, and between at equal steps.

    Of very many pieces on one heap, corners that lie close together share a row.
    """
    low, high = float(tops.min()), float(tops.max())
    step = max(_ROW * float(np.median(heights)), 1e-3, (high - low) / 1_000_000)
    found = np.unique(np.concatenate([tops, np.arange(low, high, step)]))
    spans = float(heights.sum()) / max(high - low, 1e-9) * len(found)
    if spans > _MOST_SPANS:
        few = max(2, int(len(found) * _MOST_SPANS / spans))
        found = np.append(found[:: -(-len(found) // few)], found[-1])
    return found
