"""A given area set against what is seen of it: share covered and gaps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from overflight.coverage.ground import Rings, rings_of
from overflight.coverage.seen import Coverage
from overflight.coverage.union import areas_of, shape_of
from overflight.geodesy import EqualAreaPlane, Position, Ring, Territory, densify
from overflight.sensors import SensorCategory

__all__ = ["AreaSeen", "Gap", "area_seen"]

_EDGE_M = 10_000.0
_LEAST_KM2 = 0.01  # smaller gaps are corners of pieces, not ground


@dataclass(frozen=True, slots=True)
class Gap:
    """A part of an area that is not seen.

    Args:
        area_km2: Its area on the ellipsoid.
        at: A place inside it.
        rings: Its rings in degrees.
    """

    area_km2: float
    at: Position
    rings: Rings


@dataclass(frozen=True, slots=True)
class AreaSeen:
    """What is seen of an area.

    Args:
        area_km2: The area on the ellipsoid.
        seen_km2: What is seen of it.
        gaps: Its unseen parts, largest first.
    """

    area_km2: float
    seen_km2: float
    gaps: tuple[Gap, ...]

    @property
    def share(self) -> float:
        """Return the share seen, 0 to 1; zero of an area of no size."""
        return min(1.0, self.seen_km2 / self.area_km2) if self.area_km2 > 0 else 0.0


def area_seen(
    coverage: Coverage, area: Territory, *, category: SensorCategory | None = None
) -> AreaSeen:
    """Return what the sensors of a plan see of an area.

    Args:
        coverage: What the plan sees.
        area: The area; its edges are geodesics.
        category: Only by sensors of this category; by any sensor if not given.

    Accuracy: 1e-5 of the area; see tests/unit/coverage/test_union.py.
    """
    ground = coverage.ground(category)
    plane = ground.plane() if len(ground) else _plane_of(area)
    shape = _shape(area, plane)
    found = areas_of(ground, shape)
    missing = shape.difference(shape_of(ground, plane)) if len(ground) else shape
    parts = [part for part in shapely.get_parts(missing) if part.area >= _LEAST_KM2 * 1e6]
    parts.sort(key=lambda part: -part.area)
    return AreaSeen(
        float(shape.area) / 1e6, found.shared_km2, tuple(_gap(part, plane) for part in parts)
    )


def _gap(part: shapely.Polygon, plane: EqualAreaPlane) -> Gap:
    """Return a gap of a shape on a plane."""
    spot = part.representative_point()
    lon, lat = plane.unproject(np.array([spot.x]), np.array([spot.y]))
    return Gap(
        float(part.area) / 1e6, Position(float(lon[0]), float(lat[0])), rings_of(part, plane)
    )


def _plane_of(area: Territory) -> EqualAreaPlane:
    """Return the plane over the middle of an area."""
    rings = [polygon[0] for polygon in area.polygons]
    lon, lat = (np.concatenate([ring[k] for ring in rings]) for k in (0, 1))
    return EqualAreaPlane.over(lon, lat)


def _shape(area: Territory, plane: EqualAreaPlane) -> shapely.Geometry:
    """Return an area on a plane, its edges cut so that straight lines are geodesics."""
    polygons = []
    for outer, *holes in area.polygons:
        corners = [np.stack(plane.project(*_fine(ring)), axis=-1) for ring in (outer, *holes)]
        polygons.append(shapely.Polygon(corners[0], corners[1:]))
    return shapely.union_all(shapely.make_valid(np.array(polygons, dtype=object)))


def _fine(ring: Ring) -> Ring:
    """Return a ring with further positions on long edges."""
    lon, lat = ring
    path = tuple(Position(x, y) for x, y in zip(lon.tolist(), lat.tolist(), strict=True))
    made = densify(path, _EDGE_M)
    return np.array([p.lon_deg for p in made]), np.array([p.lat_deg for p in made])
