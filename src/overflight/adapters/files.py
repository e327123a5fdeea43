"""Read what a caller names within bounds; write so that a crash never leaves half a file (W6)."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from overflight.errors import SourceError, StoreError, UsageError

__all__ = [
    "STANDARD_INPUT",
    "check_there",
    "name_of",
    "read_bounded",
    "sync_folder",
    "write_out",
    "write_whole",
]

STANDARD_INPUT = Path("-")


def _absent(path: Path, fault: OSError | ValueError) -> UsageError:
    return UsageError(
        "E-FILE",
        where=str(path),
        expected="a file that can be read",
        found=(fault.strerror if isinstance(fault, OSError) else None) or str(fault),
        remedy="Check the name and the rights of the file.",
    )


def name_of(path: Path) -> str:
    """Return the name of a file for messages and labels, without its folder."""
    return "standard input" if path == STANDARD_INPUT else path.name


def read_bounded(path: Path, most_bytes: int, *, too_large: str = "E-FILE") -> bytes:
    """Return the bytes of a file, or of standard input for ``-``.

    Args:
        path: The file.
        most_bytes: No more than this, and one byte that tells that there is more, is read.
        too_large: Code of the fault if it holds more.

    Raises:
        UsageError: There is no such file, or it cannot be opened: whoever named it has to look.
        SourceError: It holds more.
    """
    try:
        if path == STANDARD_INPUT:
            data = sys.stdin.buffer.read(most_bytes + 1)
        else:
            with path.open("rb") as file:
                data = file.read(most_bytes + 1)
    except (OSError, ValueError) as fault:  # ValueError: a NUL character in the name
        raise _absent(path, fault) from fault
    if len(data) > most_bytes:
        raise SourceError(
            too_large,
            where=str(path),
            expected=f"at most {most_bytes:,} bytes",
            found="more",
            remedy="Check that this is the right file.",
        )
    return data


def check_there(path: Path) -> None:
    """Check that a file can be opened, for a library that opens it by its name.

    Raises:
        UsageError: There is no such file, or it cannot be opened.
    """
    try:
        with path.open("rb"):
            pass
    except (OSError, ValueError) as fault:
        raise _absent(path, fault) from fault


def sync_folder(folder: Path) -> None:
    """Make names in a folder last: fsync the folder itself."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_out(path: Path, data: bytes) -> None:
    """Write a file that a person named; no folder is made, for a slip of the pen makes none.

    Raises:
        UsageError: Its folder is not there, or the name is that of a folder.
        StoreError: The disk failed; the old file, if any, is whole.
    """
    if path.is_dir() or path.name in {"", ".."}:
        raise UsageError(
            "E-FOLDER",
            where=str(path),
            expected="the name of a file to write",
            found="a folder",
            remedy="Name a file in this folder.",
        )
    if not path.parent.is_dir():
        raise UsageError(
            "E-FOLDER",
            where=str(path),
            expected="a file in a folder that is there",
            found=f"no folder {path.parent}",
            remedy="Check the name, or make the folder first.",
        )
    write_whole(path, data)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file under a temporary name, fsync it, rename it, fsync the folder.

    Folders on the way are made, as the parts of a record need them; for a file that a person
    named, use ``write_out``.

    Raises:
        StoreError: The disk failed, or a folder stands there; the old file, if any, is whole.
    """
    waiting = path.parent / f"{path.name}.new"
    try:
        if path.name in {"", ".."} or path.is_dir():
            raise IsADirectoryError(None, "a folder stands there")
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
