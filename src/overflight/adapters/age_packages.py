"""Pack copies for one party into an age file, and open such a file (trust.md section 14).

Inside the age file stands a plain ustar archive that anybody's ``tar`` unpacks: ``MANIFEST``, where
given ``SEALED`` (the manifest of the sealed original), then ``media/`` and the files in the order
of the manifest, with owner 0, mode 644 and time 0. The same files always give the same archive.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tarfile import BLOCKSIZE, RECORDSIZE, USTAR_FORMAT, TarError, TarInfo
from typing import BinaryIO

import pyrage

from overflight.adapters.age_format import MAX_HEADER_BYTES, AgeHeader, AgeSink, read_header
from overflight.adapters.files import sync_folder
from overflight.errors import SourceError, StoreError, UsageError
from overflight.release import (
    CHUNK_BYTES,
    MAX_MANIFEST_BYTES,
    FileHasher,
    MediaFile,
    MediaManifest,
    parse_manifest,
)

__all__ = [
    "OpenedPackage",
    "Package",
    "hash_package",
    "measure_package",
    "open_package",
    "seal_package",
]

_MANIFEST = "MANIFEST"
_SEALED = "SEALED"
_MEDIA = "media/"
_LARGEST = 8**11 - 1  # what the size field of a ustar header holds


@dataclass(frozen=True, slots=True)
class Package:
    """An age file as anyone can measure it without opening it.

    Args:
        sha256: Hash of the whole file, hex.
        size: Its length in bytes.
        header: Its clear header.
    """

    sha256: str
    size: int
    header: AgeHeader


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


class _HashingFile:
    """A file that hashes what is written to it."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file
        self.hash = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes) -> None:
        self.hash.update(data)
        self.file.write(data)
        self.size += len(data)


def seal_package(
    manifest: MediaManifest,
    folder: Path,
    recipient: str,
    out: Path,
    *,
    sealed: MediaManifest | None = None,
) -> Package:
    """Write the age file that only one recipient can open.

    Args:
        manifest: The files to send.
        folder: Where they lie; each is hashed again while it is packed.
        recipient: ``age1...`` of the one party.
        out: The file to write; it must not exist, and is there whole or not at all.
        sealed: Manifest of the sealed original the files come from.

    Raises:
        UsageError: The file exists already.
        SourceError: A file is not what the manifest says, is too large, or the recipient is no key.
        StoreError: A file cannot be read or written.
    """
    if out.exists():
        raise _exists(out)
    part = out.with_name(f".{out.name}.part")
    try:
        with part.open("wb") as file:
            sink = _HashingFile(file)
            age = AgeSink(sink, recipient)
            _write_archive(age, manifest, folder, sealed)
            age.finish()
            file.flush()
            os.fsync(file.fileno())
        part.replace(out)
        sync_folder(out.parent)
    except OSError as fault:
        raise _store_fault(out, fault) from fault
    finally:
        part.unlink(missing_ok=True)
    return Package(sink.hash.hexdigest(), sink.size, read_header(age.header, where=out.name))


def _write_archive(
    age: AgeSink, manifest: MediaManifest, folder: Path, sealed: MediaManifest | None
) -> None:
    texts = {_MANIFEST: manifest.to_bytes()}
    if sealed is not None:
        texts[_SEALED] = sealed.to_bytes()
    total = 0
    for name, text in texts.items():
        age.write(_member(name, len(text)) + text + _padding(len(text)))
        total += BLOCKSIZE + len(text) + len(_padding(len(text)))
    for entry in manifest.files:
        _write_file(age, entry, folder / entry.name)
        total += BLOCKSIZE + entry.size + len(_padding(entry.size))
    age.write(_end(total))


def _end(total: int) -> bytes:
    """Return the end of an archive: two empty blocks, filled up to a whole record."""
    return bytes(2 * BLOCKSIZE + -(total + 2 * BLOCKSIZE) % RECORDSIZE)


def _write_file(age: AgeSink, entry: MediaFile, path: Path) -> None:
    if entry.size > _LARGEST:
        raise SourceError(
            "E-SIZE",
            where=entry.name,
            expected=f"at most {_LARGEST} bytes, which a ustar archive can hold",
            found=entry.size,
            remedy="Send this file by itself, outside a package.",
        )
    age.write(_member(_MEDIA + entry.name, entry.size))
    hasher = FileHasher()
    with path.open("rb") as source:
        while block := source.read(CHUNK_BYTES):
            hasher.update(block)
            age.write(block)
    _check_same(hasher, entry)
    age.write(_padding(entry.size))


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


def measure_package(path: Path) -> Package:
    """Hash an age file and read its clear header, without opening it.

    Raises:
        SourceError: It does not begin with an age header.
        StoreError: It cannot be read.
    """
    sha256, size, head = hash_package(path)
    return Package(sha256, size, read_header(head, where=path.name))


def hash_package(path: Path) -> tuple[str, int, bytes]:
    """Return hash, length and first bytes of a file, whatever it holds.

    Raises:
        StoreError: It cannot be read.
    """
    whole = hashlib.sha256()
    size = 0
    head = b""
    try:
        with path.open("rb") as file:
            while block := file.read(CHUNK_BYTES):
                whole.update(block)
                size += len(block)
                head = head or block[:MAX_HEADER_BYTES]
    except OSError as fault:
        raise _store_fault(path, fault) from fault
    return whole.hexdigest(), size, head


def open_package(path: Path, identity: str, out: Path) -> OpenedPackage:
    """Open an age file with an identity and unpack it into a new folder, whole or not at all.

    Args:
        path: The age file.
        identity: ``AGE-SECRET-KEY-1...``.
        out: The folder to make; it must not exist.

    Raises:
        UsageError: The folder exists already, or the identity is no key.
        SourceError: The file does not open, or holds other than an archive of this house.
        StoreError: A file cannot be read or written.
    """
    if out.exists():
        raise _exists(out)
    key = _identity(identity)
    try:
        with path.open("rb") as file:
            header = read_header(file.read(MAX_HEADER_BYTES), where=path.name)
    except OSError as fault:
        raise _store_fault(path, fault) from fault
    if header.stanzas != ("X25519",):
        raise SourceError(
            "E-STANZAS",
            where=path.name,
            expected="one recipient stanza, X25519",
            found=", ".join(header.stanzas),
            remedy="Do not open it; others may hold the key. Record the dispute.",
        )
    try:
        with _new_folder(out) as folder:
            archive = folder / "archive.tar"
            _decrypt(path, key, archive)
            with archive.open("rb") as tar:
                opened = _unpack(tar, folder / "files")
            archive.unlink()
    except OSError as fault:
        raise _store_fault(out, fault) from fault
    return opened


def _identity(text: str) -> pyrage.x25519.Identity:
    try:
        return pyrage.x25519.Identity.from_str(text.strip())
    except pyrage.IdentityError as fault:
        raise UsageError(
            "E-IDENTITY",
            where="identity",
            expected="an X25519 identity, AGE-SECRET-KEY-1...",
            found="something else (not shown)",
            remedy="Give the identity file that belongs to the published key.",
        ) from fault


@contextmanager
def _new_folder(out: Path) -> Iterator[Path]:
    """Yield a folder beside the goal; its ``files`` become the goal when all went well."""
    with tempfile.TemporaryDirectory(prefix=f".{out.name}.", dir=out.parent) as name:
        folder = Path(name)
        (folder / "files").mkdir()
        yield folder
        (folder / "files").rename(out)
        sync_folder(out.parent)


def _decrypt(path: Path, key: pyrage.x25519.Identity, archive: Path) -> None:
    try:
        with path.open("rb") as source, archive.open("wb") as sink:
            pyrage.decrypt_io(source, sink, [key])
    except (pyrage.DecryptError, OSError) as fault:
        if isinstance(fault, OSError) and fault.errno is not None:
            raise  # the disk failed; a broken stream comes without a number
        raise SourceError(
            "E-AGE",
            where=path.name,
            expected="an age file sealed to this identity and not altered",
            found=str(fault),
            remedy="Check the identity; if it is the right one, record the dispute.",
        ) from fault


def _unpack(tar: BinaryIO, folder: Path) -> OpenedPackage:
    """Unpack an archive of exactly the form this house writes; anything else is refused."""
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


def _exists(path: Path) -> UsageError:
    return UsageError(
        "E-EXISTS",
        where=str(path),
        expected="a name that is still free",
        found="a file or folder of this name",
        remedy="Choose another name; nothing is overwritten.",
    )


def _store_fault(path: Path, fault: OSError) -> StoreError:
    return StoreError(
        "E-STORE",
        where=str(path),
        expected="a disk that reads and writes",
        found=fault.strerror or str(fault),
        remedy="Look at the disk and begin again; nothing half-written is left.",
    )
