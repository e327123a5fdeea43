"""Get the bytes of a frame file, within bounds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from overflight.errors import SourceError
from overflight.imagery import FileMark

__all__ = ["FrameLimits", "read_bounded", "read_marked", "read_text"]


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


def read_bounded(path: Path, most: int) -> bytes:
    """Return the bytes of a file.

    Raises:
        SourceError: The file cannot be read, or is larger than the bound.
    """
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as fault:
        raise SourceError(
            "E-FRAME-FILE",
            where=str(path),
            expected="a file that can be read",
            found=fault.strerror or fault,
            remedy="Check the path and the rights.",
        ) from fault
    if len(data) > most:
        raise SourceError(
            "E-FRAME-SIZE",
            where=str(path),
            expected=f"at most {most:,} bytes",
            found="more",
            remedy="Check that this is the file meant; raise the limit on purpose.",
        )
    return data


def read_marked(path: Path, most: int) -> tuple[bytes, FileMark]:
    """Return the bytes of a file with its name, hash and size.

    Raises:
        SourceError: As ``read_bounded``.
    """
    data = read_bounded(path, most)
    return data, FileMark(path.name, hashlib.sha256(data).hexdigest(), len(data))


def read_text(path: Path, limits: FrameLimits) -> str:
    """Return a text file in UTF-8, a byte order mark left out.

    Raises:
        SourceError: It is too large or not UTF-8.
    """
    data = read_bounded(path, limits.text_bytes)
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
