"""Open JPEG and TIFF frames: what they say of themselves, and their pixels, within bounds.

Pixels are always decoded here. GDAL is never handed a JPEG: it would decode it anew for every tile.
"""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from overflight.adapters.frames.exif import Exif, read_exif
from overflight.adapters.frames.sources import FrameLimits, read_marked
from overflight.adapters.frames.xmp import read_gdal_items, read_xmp
from overflight.errors import SourceError, UsageError
from overflight.imagery import FileMark

__all__ = ["FrameFile", "open_frame", "pillow", "pixels_of"]

_GDAL_METADATA = 42112
_XMP = 700
_EXIF_NAMES = {
    "EXIF_Make": 271, "EXIF_Model": 272, "EXIF_DateTime": 306,
    "EXIF_DateTimeOriginal": 36867, "EXIF_FocalLength": 37386,
    "EXIF_FocalLengthIn35mmFilm": 41989, "EXIF_PixelXDimension": 40962,
    "EXIF_PixelYDimension": 40963, "EXIF_FocalPlaneXResolution": 41486,
    "EXIF_FocalPlaneYResolution": 41487, "EXIF_FocalPlaneResolutionUnit": 41488,
    "EXIF_GPSLatitudeRef": 1, "EXIF_GPSLatitude": 2, "EXIF_GPSLongitudeRef": 3,
    "EXIF_GPSLongitude": 4, "EXIF_GPSAltitude": 6,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FrameFile:
    """A frame file and what it says of itself.

    Args:
        mark: Name, hash and size of the file.
        form: ``JPEG`` or ``TIFF``.
        size: Columns and rows of the file, margin included.
        exif: What EXIF says.
        xmp: Values of the XMP vocabularies we know.
        content_rows: Rows of the picture without a margin of letters below it.
        simulated: The file says that a program rendered it.
    """

    mark: FileMark
    form: str
    size: tuple[int, int]
    exif: Exif
    xmp: Mapping[str, str]
    content_rows: int
    simulated: bool


def pillow() -> ModuleType:
    """Return Pillow's Image module, or say which extra brings it.

    Raises:
        UsageError: Pillow is not installed.
    """
    try:
        from PIL import Image  # noqa: PLC0415 - an extra, and slow to load
    except ImportError as fault:
        raise UsageError(
            "E-EXTRA",
            where="frames",
            expected="the extra overflight[imagery], which reads pictures",
            found="Pillow is not installed",
            remedy="Run: pip install 'overflight[imagery]'",
        ) from fault
    return Image


def _refuse(name: str, found: object) -> SourceError:
    return SourceError(
        "E-FRAME",
        where=name,
        expected="a whole JPEG or TIFF picture",
        found=found,
        remedy="Copy the frame again from the sealed medium.",
    )


def _found(fault: Exception) -> str:
    """Return what is wrong with a picture in words for whoever sent it."""
    if type(fault).__name__ == "UnidentifiedImageError":
        return "no picture that can be read"
    told = str(fault) if isinstance(fault, OSError) else ""
    return f"a damaged picture: {told}" if told else "a damaged picture"


@contextmanager
def _faults(name: str) -> Iterator[None]:
    """Turn every way in which a damaged picture can fail into one error."""
    image = pillow()
    bombs = (image.DecompressionBombError, image.DecompressionBombWarning)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", image.DecompressionBombWarning)
            yield
    except bombs as fault:
        raise _refuse(name, f"too many pixels: {fault}") from fault
    except MemoryError as fault:
        raise _refuse(name, "more pixels than this machine can hold") from fault
    except (
        OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, AttributeError,
        EOFError, OverflowError, RuntimeError, ZeroDivisionError, struct.error,
    ) as fault:  # fmt: skip
        raise _refuse(name, _found(fault)) from fault


def _bounded(size: tuple[int, int], name: str, limits: FrameLimits) -> None:
    if size[0] * size[1] > limits.pixels or min(size) < 1:
        raise SourceError(
            "E-FRAME-SIZE",
            where=name,
            expected=f"a picture of at most {limits.pixels:,} pixels",
            found=f"{size[0]} x {size[1]}",
            remedy="Check that this is a frame; raise the limit on purpose.",
        )


def _gdal_exif(items: Mapping[str, str]) -> Exif:
    """Return EXIF that GDAL kept as text items: numbers stand in brackets."""
    tags: dict[int, object] = {}
    for name, tag in _EXIF_NAMES.items():
        text = items.get(name)
        if text is not None:
            parts = text.replace("(", " ").replace(")", " ").split()
            bracketed = text.startswith("(")
            tags[tag] = (
                (tuple(parts) if len(parts) > 1 else parts[0]) if bracketed and parts else text
            )
    gps = {tag: value for tag, value in tags.items() if tag < 30}
    return read_exif(tags, tags, gps)


def open_frame(path: Path, *, limits: FrameLimits | None = None) -> FrameFile:
    """Read what a frame file says of itself; pixels are not decoded.

    Args:
        path: A JPEG or TIFF file.
        limits: How much is read before the file is refused.

    Raises:
        SourceError: The file is not a picture, or is larger than the limits.
        UsageError: Pillow is not installed.
    """
    bounds = limits or FrameLimits()
    data, mark = read_marked(path, bounds.file_bytes)
    with _faults(mark.name), pillow().open(io.BytesIO(data), formats=("JPEG", "TIFF")) as picture:
        size = (int(picture.size[0]), int(picture.size[1]))
        _bounded(size, mark.name, bounds)
        tags = picture.getexif()
        base = dict(tags)
        exif = read_exif(base, tags.get_ifd(34665), tags.get_ifd(34853))
        packet = picture.info.get("xmp") or base.get(_XMP) or b""
        items = base.get(_GDAL_METADATA)
        form = str(picture.format)
    xmp = read_xmp(packet, where=mark.name) if isinstance(packet, bytes) and packet else {}
    if isinstance(items, str) and exif == Exif():
        exif = _gdal_exif(read_gdal_items(items, where=mark.name))
    rows = xmp.get("overflight:ContentRows", "")
    content = int(rows) if rows.isdecimal() and 0 < int(rows) <= size[1] else size[1]
    simulated = xmp.get("overflight:Simulated", "").lower() == "true"
    return FrameFile(mark, form, size, exif, xmp, content, simulated)


def pixels_of(path: Path, *, limits: FrameLimits | None = None) -> NDArray[np.uint8]:
    """Decode the pixels of a frame file.

    Args:
        path: A JPEG or TIFF file.
        limits: How much is decoded before the file is refused.

    Returns:
        Shape (rows, columns) for one band, (rows, columns, 3) for colour, 8 bits each.

    Raises:
        SourceError: The file is damaged, cut short, or larger than the limits.
    """
    bounds = limits or FrameLimits()
    data, mark = read_marked(path, bounds.file_bytes)
    with _faults(mark.name), pillow().open(io.BytesIO(data), formats=("JPEG", "TIFF")) as picture:
        _bounded((int(picture.size[0]), int(picture.size[1])), mark.name, bounds)
        mode = "L" if picture.mode in {"1", "L", "LA"} else "RGB"
        if picture.mode not in {"1", "L", "LA", "P", "RGB", "RGBA", "YCbCr", "CMYK"}:
            raise _refuse(mark.name, f"pixels of kind {picture.mode}; 8 bits a band are read")
        picture.load()
        return np.asarray(picture if picture.mode == mode else picture.convert(mode), np.uint8)
