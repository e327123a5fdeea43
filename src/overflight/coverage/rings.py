"""Shapes on a plane as rings in degrees."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import shapely

from overflight.geodesy import EqualAreaPlane, Ring

__all__ = ["Rings", "rings_of"]

# Of one polygon the outer ring, then its holes: longitudes and latitudes in degrees, closed.
Rings: TypeAlias = tuple[Ring, ...]


def rings_of(polygon: shapely.Polygon, plane: EqualAreaPlane) -> Rings:
    """Return the rings of a polygon on a plane, in degrees.

    Args:
        polygon: A polygon in metres on the plane.
        plane: The plane.
    """
    return tuple(
        plane.unproject(*np.asarray(shapely.get_coordinates(ring)).T)
        for ring in (polygon.exterior, *polygon.interiors)
    )
