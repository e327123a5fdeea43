"""Read camera files: one JSON document, the form ``Camera`` of docs/reference."""

from __future__ import annotations

from pathlib import Path

from overflight.adapters.frames.sources import FrameLimits, read_text
from overflight.errors import SourceError, UsageError
from overflight.imagery import Camera
from overflight.treaty import read_form, read_json

__all__ = ["fit", "read_camera"]


def read_camera(path: Path, *, limits: FrameLimits | None = None) -> Camera:
    """Read a camera file.

    Raises:
        SourceError: The file is not the form ``Camera``, or a number in it cannot be.
    """
    values = read_json(read_text(path, limits or FrameLimits()), where=path.name)
    return read_form(Camera, values, where=path.name)


def fit(camera: Camera, size: tuple[int, int], where: str) -> Camera:
    """Return the camera for a picture of another size but the same shape.

    Args:
        camera: The camera of a calibration.
        size: Columns and rows of the picture at hand, resampled from the camera's.
        where: Name of the frame, for the error.

    Raises:
        SourceError: The shapes differ by more than a pixel: the picture was cropped or turned.
    """
    if camera.pixels == size:
        return camera
    columns, rows = camera.pixels
    if abs(rows * size[0] / columns - size[1]) > 1.0:
        raise SourceError(
            "E-CAMERA-SIZE",
            where=where,
            expected=f"a picture of {columns} x {rows} pixels, or resampled from it",
            found=f"{size[0]} x {size[1]}",
            remedy="Give the camera of this picture; cropped or turned pictures need their own.",
        )
    try:
        return Camera(
            camera.name,
            camera.focal_mm,
            camera.sensor_mm,
            size,
            camera.offset_mm,
            camera.distortion,
            camera.nominal,
        )
    except UsageError as fault:
        raise SourceError(
            fault.code,
            where=where,
            expected=fault.expected,
            found=fault.found,
            remedy=fault.remedy,
        ) from fault
