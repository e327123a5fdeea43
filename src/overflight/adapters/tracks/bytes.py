"""Get the bytes of a track file, within bounds, whatever somebody packed into it."""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from pathlib import Path

from overflight.adapters.files import name_of, read_bounded
from overflight.errors import SourceError

__all__ = ["TrackBytes", "TrackLimits", "open_bytes", "read_bytes"]

_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class TrackLimits:
    """How much of a file is read before it is refused.

    Args:
        file_bytes: Greatest size of the file on disk.
        open_bytes: Greatest size after decompression.
        points: Greatest number of points.
    """

    file_bytes: int = 192 << 20
    open_bytes: int = 256 << 20
    points: int = 2_000_000


@dataclass(frozen=True, slots=True)
class TrackBytes:
    """The bytes of a track file.

    Args:
        name: Name of the file, for messages and for the source text.
        sha256: SHA-256 of the file as it lay on disk, lower-case hex.
        opened: The bytes, decompressed where they came as gzip.
    """

    name: str
    sha256: str
    opened: bytes


def _too_large(name: str, most: int, what: str) -> SourceError:
    return SourceError(
        "E-TRACK-SIZE",
        where=name,
        expected=f"at most {most:,} bytes {what}",
        found="more",
        remedy="Cut the track to the observation flight, or raise the limit on purpose.",
    )


def read_bytes(path: Path, limits: TrackLimits) -> TrackBytes:
    """Read a track file; ``-`` is standard input.

    Raises:
        UsageError: There is no such file, or it cannot be opened.
        SourceError: The file is too large, or broken gzip.
    """
    raw = read_bounded(path, limits.file_bytes, too_large="E-TRACK-SIZE")
    return open_bytes(raw, name_of(path), limits)


def open_bytes(raw: bytes, name: str, limits: TrackLimits) -> TrackBytes:
    """Return the bytes of a track, decompressed where they are gzip.

    Raises:
        SourceError: They are too large, before or after, empty, or broken gzip.
    """
    if len(raw) > limits.file_bytes:
        raise _too_large(name, limits.file_bytes, "on disk")
    opened = _gunzip(raw, name, limits.open_bytes) if raw.startswith(_GZIP) else raw
    if not opened.strip():
        raise SourceError(
            "E-TRACK-EMPTY",
            where=name,
            expected="a track",
            found="an empty file",
            remedy="Ask the sender for the whole file.",
        )
    return TrackBytes(name, hashlib.sha256(raw).hexdigest(), opened)


def _broken(name: str, found: str) -> SourceError:
    return SourceError(
        "E-TRACK-GZIP",
        where=name,
        expected="a whole gzip file",
        found=found,
        remedy="Ask the sender for the file again; what was read is not used.",
    )


def _gunzip(raw: bytes, name: str, most: int) -> bytes:
    """Return decompressed bytes; memory is bounded however well the content packs."""
    parts: list[bytes] = []
    size = 0
    rest = raw
    while rest.startswith(_GZIP):
        member = zlib.decompressobj(wbits=31)
        while not member.eof:
            try:
                part = member.decompress(rest, _CHUNK)
            except zlib.error as fault:
                raise _broken(name, str(fault)) from fault
            rest = member.unconsumed_tail
            size += len(part)
            if size > most:
                raise _too_large(name, most, "after decompression")
            if not part and not rest and not member.eof:
                raise _broken(name, f"the end after {size:,} bytes, inside the packed data")
            parts.append(part)
        rest = member.unused_data
    if rest.strip(b"\0"):
        raise _broken(name, f"{len(rest):,} further bytes after the packed data")
    return b"".join(parts)
