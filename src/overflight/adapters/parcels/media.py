"""Walk a folder of files and hash what lies in it: the side of sealing that touches the disk."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from overflight.errors import SourceError, StoreError
from overflight.release import (
    CHUNK_BYTES,
    MAX_MANIFEST_BYTES,
    FileHasher,
    MediaFile,
    MediaLabels,
    MediaManifest,
    check_name,
    parse_manifest,
)

__all__ = ["hash_file", "read_manifest_file", "seal_folder"]

_WORKERS = 2  # hashing lets other threads run; more than two only queue at the disk


def hash_file(path: Path, name: str, labels: MediaLabels | None = None) -> MediaFile:
    """Return a file with its hashes, read once and never held whole.

    Args:
        path: The file.
        name: Its name in the manifest.
        labels: Sensor, portion and time, where known.

    Raises:
        StoreError: The file cannot be read.
    """
    hasher = FileHasher()
    try:
        with path.open("rb") as source:
            while block := source.read(CHUNK_BYTES):
                hasher.update(block)
    except OSError as fault:
        raise _unreadable(path, fault) from fault
    return hasher.finish(name, labels)


def seal_folder(folder: Path, labels: Mapping[str, MediaLabels] | None = None) -> MediaManifest:
    """Return the manifest of every file below a folder; nothing is left out or followed.

    Args:
        folder: The medium, or a bit-for-bit copy of it.
        labels: Sensor, portion and time by file name, where known.

    Raises:
        SourceError: The folder holds a link, a device, a name no manifest may hold, or nothing at
            all; or a label names a file that is not there.
        StoreError: A file cannot be read.
    """
    names = _names(folder)
    known = labels or {}
    stray = sorted(known.keys() - names.keys())
    if stray:
        raise SourceError(
            "E-LABEL",
            where="labels",
            expected=f"names of files in {folder.name}",
            found=stray[0],
            remedy="Correct the name, or leave the label out.",
        )
    with ThreadPoolExecutor(_WORKERS) as workers:
        files = workers.map(lambda one: hash_file(one[1], one[0], known.get(one[0])), names.items())
        return MediaManifest(tuple(files))


def read_manifest_file(path: Path) -> MediaManifest:
    """Read a manifest from a file.

    Raises:
        SourceError: It is not exactly what the printer would write.
        StoreError: It cannot be read.
    """
    try:
        with path.open("rb") as source:
            text = source.read(MAX_MANIFEST_BYTES + 1)
    except OSError as fault:
        raise _unreadable(path, fault) from fault
    return parse_manifest(text, where=path.name)


def _names(folder: Path) -> dict[str, Path]:
    """Return every regular file below a folder by its manifest name."""
    if not folder.is_dir():
        raise _not_a_medium(folder, "no folder")
    found: dict[str, Path] = {}
    for base, folders, files in os.walk(folder, onerror=_stop):
        for entry in [*folders, *files]:
            path = Path(base, entry)
            mode = path.lstat().st_mode
            if stat.S_ISDIR(mode):
                continue
            name = path.relative_to(folder).as_posix()
            if not stat.S_ISREG(mode):
                raise _not_a_medium(folder, f"{name!a} is a link, a device or a pipe")
            found[check_name(name, where=folder.name)] = path
    if not found:
        raise _not_a_medium(folder, "no file in it")
    return found


def _stop(fault: OSError) -> None:
    raise _unreadable(Path(str(fault.filename)), fault) from fault


def _unreadable(path: Path, fault: OSError) -> StoreError:
    return StoreError(
        "E-READ",
        where=path.name,
        expected="a file that can be read to its end",
        found=fault.strerror or str(fault),
        remedy="Check the medium; seal it again from the start.",
    )


def _not_a_medium(folder: Path, found: str) -> SourceError:
    return SourceError(
        "E-MEDIUM",
        where=str(folder),
        expected="a folder that holds plain files",
        found=found,
        remedy="Name the folder into which the medium was copied, bit for bit.",
    )
