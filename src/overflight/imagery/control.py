"""Control points that tie a frame to the ground, for programs that know no cameras."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from overflight.geodesy import Terrain
from overflight.imagery.camera import Camera
from overflight.imagery.orientation import Pose
from overflight.imagery.sight import follow, lines_of_sight

__all__ = ["ControlPoint", "control_points"]


@dataclass(frozen=True, slots=True)
class ControlPoint:
    """A place in the picture and the ground it shows.

    Args:
        column: Pixel coordinate to the right.
        row: Pixel coordinate down.
        lon_deg: Longitude on WGS 84.
        lat_deg: Latitude on WGS 84.
        height_m: Ground height, in the system of the terrain.
    """

    column: float
    row: float
    lon_deg: float
    lat_deg: float
    height_m: float


def control_points(
    camera: Camera, pose: Pose, terrain: Terrain, *, side: int = 5
) -> tuple[ControlPoint, ...]:
    """Return control points on a grid over the picture; those without known ground left out.

    Args:
        camera: The camera.
        pose: Where it stood and how it was turned.
        terrain: Ground heights.
        side: Rows and columns of the grid.

    Accuracy: each point as the footprint; between them a program that bends the picture by a
        polynomial is off by what terrain and perspective do there.
    """
    width, height = camera.pixels
    columns, rows = np.meshgrid(np.linspace(0, width, side), np.linspace(0, height, side))
    places = np.stack([columns.ravel(), rows.ravel()], axis=-1)
    seen = follow(*lines_of_sight(camera, pose, places), terrain)
    return tuple(
        ControlPoint(
            float(places[i, 0]),
            float(places[i, 1]),
            float(seen.lon_deg[i]),
            float(seen.lat_deg[i]),
            float(seen.height_m[i]),
        )
        for i in np.flatnonzero(seen.hit)
    )
