"""What a frame covers: its footprint on terrain, its ground sample distance, what it cannot say.

Ground sample distance is a pixel spacing on the ground. Ground resolution is the width of a bar
read from a target in the picture (annex.D-1.III.2). The one is never called the other here; what
joins them is a property of a camera and belongs in the configuration.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from pyproj import Geod

from overflight.errors import UsageError
from overflight.geodesy import Floats, Position, Terrain
from overflight.imagery.camera import Camera
from overflight.imagery.earth import enu_axes
from overflight.imagery.orientation import UNSTATED, Pose
from overflight.imagery.sight import Sighted, follow, lines_of_sight

__all__ = ["Footprint", "GroundSampleDistance", "footprint_of"]

_WGS84 = Geod(ellps="WGS84")
_EDGE = 16  # lines of sight along each edge of the picture
_GRID = 9  # rows and columns of places where the ground sample distance is computed
# Geoid heights lie between -107 m and +86 m (EGM96): the doubt where the surfaces differ.
_GEOID_M = 107.0


@dataclass(frozen=True, slots=True)
class GroundSampleDistance:
    """Spacing of neighbouring pixels on level ground, in metres; not ground resolution.

    Args:
        across_m: In the middle of the picture, between columns.
        along_m: In the middle of the picture, between rows.
        finest_m: The smallest anywhere in the picture.
        coarsest_m: The largest anywhere in the picture.
    """

    across_m: float
    along_m: float
    finest_m: float
    coarsest_m: float


@dataclass(frozen=True, slots=True)
class Footprint:
    """The ground a frame shows.

    Args:
        ring: The border in picture order from the first pixel clockwise; not repeated at the end.
        centre: Where the middle of the picture meets the ground; none if it does not.
        area_m2: Area of the ring on the ellipsoid, in square metres.
        height_above_ground_m: From the lens to the ground below it; none where not known.
        spacing: Ground sample distance.
        tilt_deg: Line of sight against straight down.
        error_m: Greatest error of a border point in metres, from the heights alone.
        source: Who made the terrain.
        doubts: What the numbers do not know, in words.
    """

    ring: tuple[Position, ...]
    centre: Position | None
    area_m2: float
    height_above_ground_m: float | None
    spacing: GroundSampleDistance
    tilt_deg: float
    error_m: float
    source: str
    doubts: tuple[str, ...] = ()


def _border(camera: Camera) -> Floats:
    """Return pixel coordinates along the border, clockwise from the first pixel."""
    width, height = camera.pixels
    run = np.arange(_EDGE) / _EDGE
    zero = np.zeros(_EDGE)
    sides = [
        np.stack([run * width, zero], axis=-1),
        np.stack([zero + width, run * height], axis=-1),
        np.stack([width - run * width, zero + height], axis=-1),
        np.stack([zero, height - run * height], axis=-1),
    ]
    return np.concatenate(sides)


def _spacing(camera: Camera, pose: Pose, terrain: Terrain) -> GroundSampleDistance:
    """Return the pixel spacings on level ground through each of a grid of places."""
    width, height = camera.pixels
    columns, rows = np.meshgrid(
        np.linspace(0.5, width - 0.5, _GRID), np.linspace(0.5, height - 0.5, _GRID)
    )
    places = np.stack([columns.ravel(), rows.ravel()], axis=-1)
    eye, along = lines_of_sight(camera, pose, places)
    seen = follow(eye, along, terrain)
    across = _level_spacing(camera, pose, places, seen, np.array([0.5, 0.0]))
    down = _level_spacing(camera, pose, places, seen, np.array([0.0, 0.5]))
    both = np.stack([across, down])
    middle = len(places) // 2
    known = both[np.isfinite(both)]
    if not known.size:
        raise _no_footprint(camera, "no pixel inside the border looks down on known ground")
    return GroundSampleDistance(
        float(across[middle]), float(down[middle]), float(known.min()), float(known.max())
    )


def _level_spacing(
    camera: Camera, pose: Pose, places: Floats, seen: Sighted, half: Floats
) -> Floats:
    """Return the distance on the level plane through each ground point between pixel edges."""
    eye, before = lines_of_sight(camera, pose, places - half)
    _, after = lines_of_sight(camera, pose, places + half)
    spacing = np.full(len(places), np.nan)
    for index in np.flatnonzero(seen.hit):
        up = enu_axes(float(seen.lon_deg[index]), float(seen.lat_deg[index]))[:, 2]
        drop = float((seen.ecef_m[index] - eye) @ up)
        reach_before, reach_after = float(before[index] @ up), float(after[index] @ up)
        if max(reach_before, reach_after) < 0.0:
            ends = before[index] * drop / reach_before - after[index] * drop / reach_after
            spacing[index] = float(np.linalg.norm(ends))
    return spacing


def _error_m(seen: Sighted, pose: Pose, terrain: Terrain, eye: Floats) -> tuple[float, bool]:
    """Return how far a border point moves if the heights are wrong by their bound; and if mixed."""
    mixed = pose.height_system != terrain.height_system or pose.height_system == UNSTATED
    doubt = terrain.error_m + (_GEOID_M if mixed else 0.0)
    worst = 0.0
    for index in np.flatnonzero(seen.hit):
        up = enu_axes(float(seen.lon_deg[index]), float(seen.lat_deg[index]))[:, 2]
        line = seen.ecef_m[index] - eye
        drop = abs(float(line @ up))
        level = float(np.linalg.norm(line - (line @ up) * up))
        worst = max(worst, doubt * level / max(drop, 1e-3))
    return worst + (pose.position_error_m or 0.0), mixed


def _doubts(seen: Sighted, pose: Pose, terrain: Terrain, mixed: bool) -> tuple[str, ...]:
    unknown = int((~seen.hit & ~seen.sky).sum())
    total = len(seen.hit)
    said = []
    if seen.sky.any():
        said.append(f"{int(seen.sky.sum())} of {total} border lines of sight meet no ground: sky")
    if unknown:
        said.append(f"{unknown} of {total} border lines of sight fall on ground not known")
    if mixed:
        said.append(
            f"heights of the lens ({pose.height_system}) and of the terrain"
            f" ({terrain.height_system}) are not known to count from one surface; no geoid at"
            f" hand, up to {_GEOID_M:g} m"
        )
    if pose.position_error_m is None:
        said.append("the source states no error of the camera's place")
    return tuple(said)


def footprint_of(camera: Camera, pose: Pose, terrain: Terrain) -> Footprint:
    """Return the ground a frame shows, as far as it can be said.

    Args:
        camera: The camera.
        pose: Where it stood and how it was turned.
        terrain: Ground heights.

    Raises:
        UsageError: Fewer than three border points meet known ground, or no pixel looks down on
            it: there is no footprint.

    Accuracy: border points lie within 1 mm of the given terrain along their line of sight;
        ``error_m`` says what wrong heights do to them. Errors of the angles are not in it: 0.1
        degree moves a point by 1.7 m for each kilometre of distance.
    """
    eye, along = lines_of_sight(camera, pose, np.vstack([_border(camera), [camera.middle]]))
    seen = follow(eye, along, terrain)
    border = _without_last(seen)
    if border.hit.sum() < 3:
        sky, unknown = int(border.sky.sum()), int((~border.hit & ~border.sky).sum())
        raise _no_footprint(
            camera,
            f"{sky} lines into the sky, {unknown} over unknown ground, of {len(border.hit)}",
        )
    lon, lat = border.lon_deg[border.hit], border.lat_deg[border.hit]
    area, _ = _WGS84.polygon_area_perimeter(lon, lat)
    error, mixed = _error_m(border, pose, terrain, eye)
    below = float(terrain.heights_m(np.array(pose.at.lon_deg), np.array(pose.at.lat_deg)))
    return Footprint(
        ring=tuple(Position(float(a), float(b)) for a, b in zip(lon, lat, strict=True)),
        centre=Position(float(seen.lon_deg[-1]), float(seen.lat_deg[-1])) if seen.hit[-1] else None,
        area_m2=abs(float(area)),
        height_above_ground_m=pose.height_m - below if np.isfinite(below) else None,
        spacing=_spacing(camera, pose, terrain),
        tilt_deg=pose.tilt_deg,
        error_m=error,
        source=terrain.source,
        doubts=_doubts(border, pose, terrain, mixed),
    )


def _no_footprint(camera: Camera, found: str) -> UsageError:
    return UsageError(
        "E-FOOTPRINT",
        where=camera.name,
        expected="a picture that looks down on known ground",
        found=found,
        remedy="Check the pose and its convention, or give terrain that covers the frame.",
    )


def _without_last(seen: Sighted) -> Sighted:
    return Sighted(
        seen.lon_deg[:-1],
        seen.lat_deg[:-1],
        seen.height_m[:-1],
        seen.ecef_m[:-1],
        seen.hit[:-1],
        seen.sky[:-1],
        seen.step_m,
    )
