"""Read what a camera wrote into EXIF: lens, sensor, place, time."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from overflight.deadlines import Instant

__all__ = ["Exif", "read_exif"]

_IFD, _GPS = 34665, 34853
_INCH_MM = {2: 25.4, 3: 10.0, 4: 1.0, 5: 0.001}  # units of the focal plane resolution


@dataclass(frozen=True, slots=True)
class Exif:
    """What EXIF says; none where it says nothing usable.

    Args:
        camera: Make and model.
        focal_mm: Focal length.
        focal_35mm: Focal length of a 36 x 24 mm camera with the same field of view, rounded.
        sensor_mm: Width and height of the sensor, from its resolution and its own pixel count.
        sensor_pixels: Columns and rows the sensor delivered, before any resampling.
        lon_deg: Longitude.
        lat_deg: Latitude.
        height_m: GPS altitude; EXIF says "sea level" but files mean many things.
        taken_at: Instant in UTC; only where the file states its offset or a GPS time.
        local_time: Wall-clock time of the camera, without zone.
    """

    camera: str = ""
    focal_mm: float | None = None
    focal_35mm: float | None = None
    sensor_mm: tuple[float, float] | None = None
    sensor_pixels: tuple[int, int] | None = None
    lon_deg: float | None = None
    lat_deg: float | None = None
    height_m: float | None = None
    taken_at: Instant | None = None
    local_time: str = ""


def _number(value: object) -> float | None:
    """Return a finite number, whatever rational or text stands there."""
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return number if math.isfinite(number) else None


def _positive(value: object) -> float | None:
    number = _number(value)
    return number if number is not None and number > 0 else None


def _degrees(parts: object, side: object) -> float | None:
    if not isinstance(parts, (tuple, list)) or len(parts) != 3:
        return None
    values = [_number(part) for part in parts]
    degrees, minutes, seconds = values
    if degrees is None or minutes is None or seconds is None:
        return None
    total = degrees + minutes / 60.0 + seconds / 3600.0
    return -total if str(side).strip("\x00 ") in {"S", "W"} else total


def _text(value: object) -> str:
    return str(value).split("\x00")[0].strip() if value is not None else ""


def _when(base: Mapping[int, object], ifd: Mapping[int, object]) -> tuple[str, Instant | None]:
    """Return local time and, with a stated offset, the instant."""
    local = _text(ifd.get(36867) or ifd.get(36868) or base.get(306))
    offset = re.fullmatch(r"([+-])(\d\d):(\d\d)", _text(ifd.get(36881) or ifd.get(36880)))
    try:
        wall = datetime.strptime(local, "%Y:%m:%d %H:%M:%S").replace(tzinfo=UTC)
    except ValueError:
        return "", None
    if offset is None:
        return local, None
    shift = timedelta(hours=int(offset[2]), minutes=int(offset[3]))
    return local, wall - shift if offset[1] == "+" else wall + shift


def _gps_instant(gps: Mapping[int, object]) -> Instant | None:
    day, clock = _text(gps.get(29)), gps.get(7)
    if not isinstance(clock, (tuple, list)) or len(clock) != 3:
        return None
    parts = [_number(part) for part in clock]
    try:
        start = datetime.strptime(day, "%Y:%m:%d").replace(tzinfo=UTC)
    except ValueError:
        return None
    hours, minutes, seconds = parts
    if hours is None or minutes is None or seconds is None:
        return None
    moved = hours * 3600 + minutes * 60 + seconds
    return start + timedelta(seconds=int(moved)) if 0 <= moved < 86_401 else None


def _sensor(ifd: Mapping[int, object]) -> tuple[tuple[float, float], tuple[int, int]] | None:
    across, down = _positive(ifd.get(41486)), _positive(ifd.get(41487))
    columns, rows = _positive(ifd.get(40962)), _positive(ifd.get(40963))
    unit = _number(ifd.get(41488))
    inch = _INCH_MM.get(int(unit)) if unit is not None else None
    if inch is None or across is None or down is None or columns is None or rows is None:
        return None
    return (columns / across * inch, rows / down * inch), (int(columns), int(rows))


def _camera_name(make: str, model: str) -> str:
    return model if model.startswith(make) else f"{make} {model}".strip()


def read_exif(
    base: Mapping[int, object], ifd: Mapping[int, object], gps: Mapping[int, object]
) -> Exif:
    """Return what EXIF says, unusable values left out.

    Args:
        base: Tags of the picture.
        ifd: Tags of its EXIF directory.
        gps: Tags of its GPS directory.
    """
    sensor = _sensor(ifd)
    local, instant = _when(base, ifd)
    below = gps.get(5) in (b"\x01", 1)
    height = _number(gps.get(6))
    return Exif(
        camera=_camera_name(_text(base.get(271)), _text(base.get(272))),
        focal_mm=_positive(ifd.get(37386)),
        focal_35mm=_positive(ifd.get(41989)),
        sensor_mm=sensor[0] if sensor else None,
        sensor_pixels=sensor[1] if sensor else None,
        lon_deg=_degrees(gps.get(4), gps.get(3)),
        lat_deg=_degrees(gps.get(2), gps.get(1)),
        height_m=-height if below and height is not None else height,
        taken_at=_gps_instant(gps) or instant,
        local_time=local,
    )
