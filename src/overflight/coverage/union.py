"""Areas of unions of pieces of ground."""

from __future__ import annotations

import shapely

from overflight.coverage.ground import Ground
from overflight.geodesy import EqualAreaPlane

__all__ = ["shape_of", "union_km2"]


def shape_of(ground: Ground, plane: EqualAreaPlane) -> shapely.Geometry:
    """Return the union of pieces on a plane, as GEOS makes it."""
    return shapely.union_all(shapely.make_valid(shapely.polygons(ground.quads(plane))))


def union_km2(ground: Ground) -> float:
    """Return the area of the union of pieces in square kilometres, on the ellipsoid."""
    return float(shape_of(ground, ground.plane()).area) / 1e6
