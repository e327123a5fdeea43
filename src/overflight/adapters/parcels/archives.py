"""The archive inside a package: one layout, the same bytes for the same files (decision 0010).

``MANIFEST``, where given ``SEALED``, then ``media/`` and the files in the order of the manifest, as
plain ustar with owner 0, mode 644 and time 0. Reading compares every header with the one that
would be written, so that links, devices and extra entries have nowhere to stand.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from tarfile import BLOCKSIZE, RECORDSIZE, USTAR_FORMAT, TarError, TarInfo
from typing import BinaryIO, Protocol

from overflight.errors import SourceError
from overflight.release import (
    CHUNK_BYTES,
    MAX_MANIFEST_BYTES,
    FileHasher,
    MediaFile,
    MediaManifest,
    parse_manifest,
)

__all__ = ["OpenedPackage", "read_archive", "write_archive"]

_MANIFEST = "MANIFEST"
_SEALED = "SEALED"
_MEDIA = "media/"
_LARGEST = 8**11 - 1  # what the size field of a ustar header holds


class Sink(Protocol):
    """Where the archive goes."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes."""


@dataclass(frozen=True, slots=True)
class OpenedPackage:
    """What was inside.

    Args:
        manifest: The files unpacked, each checked against its hashes.
        sealed: Manifest of the sealed original, where the sender put it in.
    """

    manifest: MediaManifest
    sealed: MediaManifest | None

    @property
    def strangers(self) -> tuple[str, ...]:
        """Return the names of files that are not files of the sealed original, byte for byte."""
        known = {file.line for file in self.sealed.files} if self.sealed else set[bytes]()
        return tuple(file.name for file in self.manifest.files if file.line not in known)


def _member(name: str, size: int) -> bytes:
    """Return the ustar header of one entry; every field is fixed but name and size."""
    info = TarInfo(name)
    info.size = size
    return info.tobuf(USTAR_FORMAT, "utf-8", "strict")


def _padding(size: int) -> bytes:
    return bytes(-size % BLOCKSIZE)


def write_archive(
    sink: Sink, manifest: MediaManifest, folder: Path, sealed: MediaManifest | None
) -> None:
    """Write files as an archive.

    Args:
        sink: Where it goes.
        manifest: The files; each is hashed again while it is read.
        folder: Where they lie.
        sealed: Manifest of the sealed original they come from.

    Raises:
        SourceError: A file is not what the manifest says, or is too large for an archive.
    """
    texts = {_MANIFEST: manifest.to_bytes()}
    if sealed is not None:
        texts[_SEALED] = sealed.to_bytes()
    total = 0
    for name, text in texts.items():
        sink.write(_member(name, len(text)) + text + _padding(len(text)))
        total += BLOCKSIZE + len(text) + len(_padding(len(text)))
    for entry in manifest.files:
        _write_file(sink, entry, folder / entry.name)
        total += BLOCKSIZE + entry.size + len(_padding(entry.size))
    sink.write(_end(total))


def _end(total: int) -> bytes:
    """Return the end of an archive: two empty blocks, filled up to a whole record."""
    return bytes(2 * BLOCKSIZE + -(total + 2 * BLOCKSIZE) % RECORDSIZE)


def _write_file(sink: Sink, entry: MediaFile, path: Path) -> None:
    if entry.size > _LARGEST:
        raise SourceError(
            "E-SIZE",
            where=entry.name,
            expected=f"at most {_LARGEST} bytes, which a ustar archive can hold",
            found=entry.size,
            remedy="Send this file by itself, outside a package.",
        )
    sink.write(_member(_MEDIA + entry.name, entry.size))
    hasher = FileHasher()
    with path.open("rb") as source:
        while block := source.read(CHUNK_BYTES):
            hasher.update(block)
            sink.write(block)
    _check_same(hasher, entry)
    sink.write(_padding(entry.size))


def _check_same(hasher: FileHasher, entry: MediaFile) -> None:
    found = hasher.finish(entry.name)
    if (found.sha256, found.chunk_root, found.size) != (
        entry.sha256,
        entry.chunk_root,
        entry.size,
    ):
        raise SourceError(
            "E-CHANGED",
            where=entry.name,
            expected=f"{entry.size} bytes with SHA-256 {entry.sha256}",
            found=f"{found.size} bytes with SHA-256 {found.sha256}",
            remedy="The file is not the one in the manifest. Find out why before going on.",
        )


def read_archive(tar: BinaryIO, folder: Path) -> OpenedPackage:
    """Unpack an archive of exactly the form this house writes; anything else is refused.

    Args:
        tar: The archive.
        folder: Where the files go; it must be there and empty.

    Raises:
        SourceError: The archive has another form, or a file is not what the manifest says.
    """
    texts: dict[str, bytes] = {}
    _, block = _read_text(tar, _MANIFEST, texts, tar.read(BLOCKSIZE))
    if block == _member(_SEALED, _size_of(block)):
        _, block = _read_text(tar, _SEALED, texts, block)
    manifest = parse_manifest(texts[_MANIFEST], where=_MANIFEST)
    sealed = parse_manifest(texts[_SEALED], where=_SEALED) if _SEALED in texts else None
    for entry in manifest.files:
        if block != _member(_MEDIA + entry.name, entry.size):
            raise _not_ours(entry.name, block)
        _read_file(tar, entry, folder / entry.name)
        block = tar.read(BLOCKSIZE)
    end = block + tar.read(RECORDSIZE + 1)
    if end != _end(tar.tell() - len(end)):
        raise _not_ours("its end", end)
    return OpenedPackage(manifest, sealed)


def _size_of(block: bytes) -> int:
    try:
        return TarInfo.frombuf(block, "utf-8", "strict").size
    except (TarError, UnicodeDecodeError):
        return 0


def _read_text(
    tar: BinaryIO, name: str, texts: dict[str, bytes], block: bytes
) -> tuple[bytes, bytes]:
    """Read a text entry; return it and the block that follows it."""
    size = _size_of(block)
    if block != _member(name, max(size, 0)) or size > MAX_MANIFEST_BYTES:
        raise _not_ours(name, block)
    text = tar.read(size)
    if len(text) != size or tar.read(len(_padding(size))) != _padding(size):
        raise _not_ours(name, text)
    texts[name] = text
    return text, tar.read(BLOCKSIZE)


def _read_file(tar: BinaryIO, entry: MediaFile, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    hasher = FileHasher()
    rest = entry.size
    with path.open("xb") as sink:
        while rest and (block := tar.read(min(rest, CHUNK_BYTES))):
            hasher.update(block)
            sink.write(block)
            rest -= len(block)
        sink.flush()
        os.fsync(sink.fileno())
    _check_same(hasher, entry)
    if tar.read(len(_padding(entry.size))) != _padding(entry.size):
        raise _not_ours(entry.name, b"padding")


def _not_ours(where: str, found: bytes) -> SourceError:
    return SourceError(
        "E-ARCHIVE",
        where=where,
        expected="MANIFEST, perhaps SEALED, then media/ in the order of the manifest, plain ustar",
        found=found[:40].rstrip(b"\0").decode("utf-8", "backslashreplace") or "nothing",
        remedy="The parcel was not packed as agreed. Keep it and record the dispute.",
    )
