"""Pieces of ground: quadrangles on the Earth, as many as a strip has; rings of their shapes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import shapely

from overflight.geodesy import EqualAreaPlane, Floats, Ring

__all__ = ["NO_GROUND", "Ground", "Rings", "rings_of"]

# Of one polygon the outer ring, then its holes: longitudes and latitudes in degrees, closed.
Rings: TypeAlias = tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """Quadrangles on the Earth, which may overlap; arrays of shape (n, 4), corners in order.

    Args:
        lon_deg: Longitudes in degrees.
        lat_deg: Latitudes in degrees.
    """

    lon_deg: Floats
    lat_deg: Floats

    def __len__(self) -> int:
        return len(self.lon_deg)

    @classmethod
    def joined(cls, parts: Sequence[Ground]) -> Ground:
        """Return the pieces of several grounds as one."""
        if not parts:
            return NO_GROUND
        return cls(
            np.concatenate([part.lon_deg for part in parts]),
            np.concatenate([part.lat_deg for part in parts]),
        )

    def plane(self) -> EqualAreaPlane:
        """Return the equal-area plane over the middle of the pieces."""
        return EqualAreaPlane.over(self.lon_deg, self.lat_deg)

    def quads(self, plane: EqualAreaPlane) -> Floats:
        """Return the pieces on a plane in metres, shape (n, 4, 2)."""
        return np.stack(plane.project(self.lon_deg, self.lat_deg), axis=-1)


NO_GROUND = Ground(np.zeros((0, 4)), np.zeros((0, 4)))


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
