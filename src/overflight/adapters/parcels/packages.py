"""Pack copies for one party into an age file, and open such a file (trust.md section 14).

Inside stands a plain archive that anybody's ``tar`` unpacks; ``copy_archives`` says how it looks.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyrage

from overflight.adapters.files import sync_folder
from overflight.adapters.parcels.age_format import MAX_HEADER_BYTES, AgeHeader, AgeSink, read_header
from overflight.adapters.parcels.archives import OpenedPackage, read_archive, write_archive
from overflight.errors import SourceError, StoreError, UsageError
from overflight.release import CHUNK_BYTES, MediaManifest

__all__ = [
    "OpenedPackage",
    "Package",
    "hash_package",
    "measure_package",
    "open_package",
    "seal_package",
]


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
            write_archive(age, manifest, folder, sealed)
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
                opened = read_archive(tar, folder / "files")
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
