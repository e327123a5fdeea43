"""Write frames as Cloud-Optimised GeoTIFF: lossless masters, JPEG previews, thumbnails.

The ground is tied on by control points, for a frame lies in perspective and no affine map holds.
A file appears whole or not at all.
"""

from __future__ import annotations

import hashlib
import io
import os
import tempfile
import warnings
from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from overflight.adapters.frames.pictures import pillow
from overflight.errors import SourceError, StoreError, UsageError
from overflight.imagery import ControlPoint, FileMark

__all__ = ["CogProfile", "picture_mark", "write_cog", "write_thumbnail"]

Pixels = NDArray[np.uint8]

_THUMBNAIL = 512


class CogProfile(StrEnum):
    """How the pixels are packed."""

    DEFLATE = "deflate"  # lossless, read everywhere
    ZSTD = "zstd"  # lossless, smaller and faster to read
    PREVIEW = "jpeg"  # lossy, quality 85, to look at


_OPTIONS: dict[CogProfile, dict[str, str]] = {
    CogProfile.DEFLATE: {"COMPRESS": "DEFLATE", "PREDICTOR": "YES", "LEVEL": "6"},
    CogProfile.ZSTD: {"COMPRESS": "ZSTD", "PREDICTOR": "YES", "LEVEL": "9"},
    CogProfile.PREVIEW: {"COMPRESS": "JPEG", "QUALITY": "85"},
}


def picture_mark(path: Path) -> FileMark:
    """Return name, hash and size of a file that was written here."""
    data = path.read_bytes()
    return FileMark(path.name, hashlib.sha256(data).hexdigest(), len(data))


def _store_error(path: Path, found: object) -> StoreError:
    return StoreError(
        "E-FRAME-WRITE",
        where=str(path),
        expected="a folder that takes the file",
        found=found,
        remedy="Check free space and rights, then run the command again.",
    )


def _whole(path: Path, write: Callable[[Path], None]) -> None:
    """Let a function write beside the target, then rename: whole or not at all.

    Raises:
        StoreError: The disk failed.
    """
    waiting: Path | None = None
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".new-", suffix=path.suffix)
        os.close(handle)
        waiting = Path(name)
        write(waiting)
        waiting.chmod(0o644)
        waiting.replace(path)
    except OSError as fault:
        raise _store_error(path, fault.strerror or fault) from fault
    finally:
        if waiting is not None:
            waiting.unlink(missing_ok=True)


def write_cog(
    path: Path,
    pixels: Pixels,
    *,
    profile: CogProfile = CogProfile.DEFLATE,
    points: Sequence[ControlPoint] = (),
    tags: dict[str, str] | None = None,
) -> FileMark:
    """Write pixels as a Cloud-Optimised GeoTIFF.

    Args:
        path: The file; its folder is made.
        pixels: Shape (rows, columns) or (rows, columns, 3).
        profile: How the pixels are packed.
        points: Control points on WGS 84; none leaves the picture unreferenced.
        tags: Texts kept in the file.

    Raises:
        UsageError: rasterio is not installed, or the pixels have another shape.
        StoreError: The disk failed.
    """
    if pixels.dtype != np.uint8 or pixels.ndim not in {2, 3} or 0 in pixels.shape:
        raise UsageError(
            "E-PIXELS",
            where=str(path),
            expected="8-bit pixels, shape (rows, columns) or (rows, columns, 3)",
            found=f"{pixels.dtype} {pixels.shape}",
            remedy="Decode the frame first.",
        )
    rasterio = _rasterio()
    bands = pixels[np.newaxis] if pixels.ndim == 2 else np.moveaxis(pixels, -1, 0)

    def write(waiting: Path) -> None:
        count, rows, columns = bands.shape
        shape = {"count": count, "height": rows, "width": columns, "dtype": "uint8"}
        if count == 3:
            shape["photometric"] = "RGB"
        try:
            with warnings.catch_warnings(), rasterio.io.MemoryFile() as memory:
                warnings.simplefilter("ignore", rasterio.errors.NotGeoreferencedWarning)
                with memory.open(driver="GTiff", **shape) as raster:
                    raster.write(bands)
                    raster.update_tags(**(tags or {}))
                    if points:
                        raster.gcps = (_gcps(rasterio, points), "EPSG:4326")
                rasterio.shutil.copy(
                    memory.name, str(waiting), driver="COG", BLOCKSIZE="512", **_OPTIONS[profile]
                )
        except rasterio.errors.RasterioError as fault:
            raise _store_error(path, fault) from fault

    _whole(path, write)
    return picture_mark(path)


def _rasterio() -> ModuleType:
    try:
        import rasterio.control  # noqa: PLC0415 - GDAL is slow to load and an extra
        import rasterio.io  # noqa: PLC0415
        import rasterio.shutil  # noqa: PLC0415
    except ImportError as fault:
        raise UsageError(
            "E-EXTRA",
            where="frames",
            expected="the extra overflight[imagery], which writes rasters",
            found="rasterio is not installed",
            remedy="Run: pip install 'overflight[imagery]'",
        ) from fault
    module: ModuleType = rasterio
    return module


def _gcps(rasterio: ModuleType, points: Sequence[ControlPoint]) -> list[object]:
    return [
        rasterio.control.GroundControlPoint(
            row=p.row, col=p.column, x=p.lon_deg, y=p.lat_deg, z=p.height_m, id=str(number)
        )
        for number, p in enumerate(points, 1)
    ]


def write_thumbnail(path: Path, pixels: Pixels) -> FileMark:
    """Write a JPEG of at most 512 pixels a side.

    Args:
        path: The file; its folder is made.
        pixels: Shape (rows, columns) or (rows, columns, 3).

    Raises:
        StoreError: The disk failed.
        SourceError: The pixels cannot be written as JPEG.
    """
    small = pillow().fromarray(pixels)
    small.thumbnail((_THUMBNAIL, _THUMBNAIL))
    buffer = io.BytesIO()
    try:
        small.save(buffer, "JPEG", quality=82)
    except (OSError, ValueError) as fault:
        raise SourceError(
            "E-PIXELS",
            where=str(path),
            expected="pixels that a JPEG can hold",
            found=fault,
            remedy="Give 8-bit grey or colour pixels.",
        ) from fault
    _whole(path, lambda waiting: _put(waiting, buffer.getvalue()))
    return picture_mark(path)


def _put(path: Path, data: bytes) -> None:
    path.write_bytes(data)
