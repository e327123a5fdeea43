"""Write files so that a crash leaves the old one or the new one, never half of one (W6)."""

from __future__ import annotations

import os
from pathlib import Path

from overflight.errors import StoreError

__all__ = ["sync_folder", "write_whole"]


def sync_folder(folder: Path) -> None:
    """Make names in a folder last: fsync the folder itself."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file under a temporary name, fsync it, rename it, fsync the folder.

    Raises:
        StoreError: The disk failed; the old file, if any, is whole.
    """
    waiting = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with waiting.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        waiting.replace(path)
        sync_folder(path.parent)
    except OSError as fault:
        raise StoreError(
            "E-STORE",
            where=str(path),
            expected="a disk that takes the file",
            found=fault.strerror or fault,
            remedy="Mend the disk or the rights of the folder, then run the command again.",
        ) from fault
