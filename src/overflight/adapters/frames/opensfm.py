"""Read OpenSfM's ``reconstruction.json``: cameras and shots, as OpenDroneMap writes them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

from pyproj import Proj

from overflight.adapters.frames.poses import PoseParts
from overflight.errors import SourceError, UsageError
from overflight.geodesy import Position
from overflight.imagery import (
    Camera,
    Distortion,
    DistortionModel,
    pose_from_shot,
)

__all__ = ["Reconstruction", "read_reconstruction"]

_WIDTH_MM = 36.0  # the file gives lengths in units of the picture's longer side
_MOST_SHOTS = 1_000_000


def _refuse(where: str, expected: str, found: object) -> NoReturn:
    raise SourceError(
        "E-OPENSFM",
        where=where,
        expected=expected,
        found=found,
        remedy="Export the reconstruction again.",
    )


def _object(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        _refuse(where, "an object", value)
    return value


def _number(values: Mapping[str, object], name: str, where: str, default: float | None) -> float:
    value = values.get(name, default)
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        _refuse(f"{where}: {name}", "a number", value)
    number = float(value)
    if not math.isfinite(number):
        _refuse(f"{where}: {name}", "a finite number", value)
    return number


def _vector(values: Mapping[str, object], name: str, where: str) -> tuple[float, float, float]:
    value = values.get(name)
    if not isinstance(value, list) or len(value) != 3:
        _refuse(f"{where}: {name}", "three numbers", value)
    x, y, z = (_number({"": part}, "", f"{where}: {name}", None) for part in value)
    return x, y, z


def _camera(name: str, values: Mapping[str, object], where: str) -> Camera:
    """Return a camera; its millimetres are nominal."""
    kind = values.get("projection_type")
    width, height = (_number(values, side, where, None) for side in ("width", "height"))
    focal_x = _number(values, "focal_x", where, _number(values, "focal", where, 0.0))
    focal_y = _number(values, "focal_y", where, focal_x)
    if not (width >= 1 and height >= 1 and focal_x > 0 and focal_y > 0):
        _refuse(where, "width, height and focal length above zero", dict(values))
    numbers = {k: _number(values, k, where, 0.0) for k in ("k1", "k2", "k3", "k4", "p1", "p2")}
    if kind in {"brown", "perspective", "simple_radial", "radial"}:
        values_in_order = tuple(numbers[k] for k in ("k1", "k2", "k3", "p1", "p2"))
        distortion = Distortion(DistortionModel.BROWN, values_in_order)
    elif kind in {"fisheye", "fisheye_opencv"}:
        values_in_order = tuple(numbers[k] for k in ("k1", "k2", "k3", "k4"))
        distortion = Distortion(DistortionModel.FISHEYE, values_in_order)
    else:
        _refuse(
            f"{where}: projection_type",
            "brown, perspective, simple_radial, radial, fisheye or fisheye_opencv",
            kind,
        )
    longer = max(width, height)
    across, down = _WIDTH_MM * width / longer, _WIDTH_MM * height / longer
    offset = (
        _WIDTH_MM * _number(values, "c_x", where, 0.0),
        _WIDTH_MM * _number(values, "c_y", where, 0.0) * focal_x / focal_y,
    )
    try:
        return Camera(
            name,
            focal_x * _WIDTH_MM,
            (across, down * focal_x / focal_y),
            (int(width), int(height)),
            offset,
            distortion,
            nominal=True,
        )
    except UsageError as fault:
        _refuse(where, fault.expected, fault.found)


def _shot_grid(place: Position, told: str) -> str:
    """Return the grid whose axes the shots use; empty for axes at the reference itself.

    OpenDroneMap counts its world in UTM from whole metres; OpenSfM's own reference never lies on
    whole metres of its UTM zone but by chance (1 in 250,000).
    """
    if told:
        return told
    zone = min(60, int((place.lon_deg + 180.0) // 6.0) + 1)
    grid = f"EPSG:{(32600 if place.lat_deg >= 0 else 32700) + zone}"
    east, north = Proj(grid)(place.lon_deg, place.lat_deg)
    whole = max(abs(east - round(east)), abs(north - round(north))) < 0.001
    return grid if whole else ""


@dataclass(frozen=True, slots=True)
class Reconstruction:
    """A reconstruction as far as frames need it.

    Args:
        frames: Poses by shot name.
        cameras: Cameras by name.
        world: What its world is, in words.
    """

    frames: Mapping[str, PoseParts]
    cameras: Mapping[str, Camera]
    world: str


def read_reconstruction(
    document: object, *, where: str, height_system: str, grid: str
) -> Reconstruction:
    """Return poses by shot name and cameras by name.

    Args:
        document: What ``read_json`` returned; the first reconstruction in it is read.
        where: Name of the file, for the error.
        height_system: Surface the reference height counts from; the file does not say.
        grid: Grid of the shots, as OpenDroneMap uses one; empty finds it in the reference.

    Raises:
        SourceError: The document is no reconstruction with a geographic reference.
    """
    first = document[0] if isinstance(document, list) and document else document
    top = _object(first, where)
    cameras = {
        name: _camera(name, _object(values, f"{where}: {name}"), f"{where}: camera {name}")
        for name, values in _object(top.get("cameras"), f"{where}: cameras").items()
    }
    reference = _reference(top, where)
    shots = _object(top.get("shots"), f"{where}: shots")
    if len(shots) > _MOST_SHOTS:
        _refuse(f"{where}: shots", f"at most {_MOST_SHOTS:,} shots", len(shots))
    axes = _shot_grid(reference[0], grid)
    frames = {
        name: _shot(_object(values, where), f"{where}: shot {name}", reference, height_system, axes)
        for name, values in shots.items()
    }
    world = f"OpenDroneMap, axes of {axes}" if axes else "OpenSfM, axes at the reference"
    return Reconstruction(frames, cameras, world)


def _reference(top: Mapping[str, object], where: str) -> tuple[Position, float]:
    place = f"{where}: reference_lla"
    reference = _object(top.get("reference_lla"), place)
    lon, lat, height = (
        _number(reference, part, place, None) for part in ("longitude", "latitude", "altitude")
    )
    if abs(lon) > 180 or abs(lat) > 90:
        _refuse(place, "a place on the Earth", f"{lon}, {lat}")
    return Position(lon, lat), height


def _shot(
    shot: Mapping[str, object],
    where: str,
    reference: tuple[Position, float],
    height_system: str,
    grid: str,
) -> PoseParts:
    turned, moved = _vector(shot, "rotation", where), _vector(shot, "translation", where)
    try:
        pose = pose_from_shot(reference, turned, moved, height_system, grid)
    except UsageError as fault:
        _refuse(where, fault.expected, fault.found)
    camera = shot.get("camera")
    return PoseParts(pose.at, pose.height_m, height_system, pose.angles, str(camera or ""))
