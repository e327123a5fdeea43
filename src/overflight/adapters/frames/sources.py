"""Get the bytes of a frame file, within bounds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from overflight.adapters.files import name_of, read_bounded
from overflight.errors import SourceError
from overflight.imagery import FileMark

__all__ = ["FrameLimits", "read_marked", "read_text"]


@dataclass(frozen=True, slots=True)
class FrameLimits:
    """How much of a file is read before it is refused.

    Args:
        file_bytes: Greatest size of a picture file.
        text_bytes: Greatest size of an orientation or camera file.
        pixels: Greatest number of pixels of a picture.
    """

    file_bytes: int = 2 << 30
    text_bytes: int = 64 << 20
    pixels: int = 400_000_000


def read_marked(path: Path, most: int) -> tuple[bytes, FileMark]:
    """Return the bytes of a file with its name, hash and size.

    Raises:
        UsageError: There is no such file, or it cannot be opened.
        SourceError: The file is larger than the bound.
    """
    data = read_bounded(path, most, too_large="E-FRAME-SIZE")
    return data, FileMark(name_of(path), hashlib.sha256(data).hexdigest(), len(data))


def read_text(path: Path, limits: FrameLimits) -> str:
    """Return a text file in UTF-8, a byte order mark left out.

    Raises:
        UsageError: There is no such file, or it cannot be opened.
        SourceError: It is too large or not UTF-8.
    """
    data = read_bounded(path, limits.text_bytes, too_large="E-FRAME-SIZE")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise SourceError(
            "E-FRAME-TEXT",
            where=str(path),
            expected="text in UTF-8",
            found=f"byte {data[fault.start]:#04x} at {fault.start}",
            remedy="Save the file as UTF-8.",
        ) from fault
