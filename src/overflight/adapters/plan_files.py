"""Read files that people hand in, never more than they may hold."""

from __future__ import annotations

import sys
from pathlib import Path

from overflight.errors import SourceError

__all__ = ["STANDARD_INPUT", "read_bounded"]

STANDARD_INPUT = Path("-")


def read_bounded(path: Path, most_bytes: int) -> bytes:
    """Return the bytes of a file, or of standard input for ``-``.

    Args:
        path: The file.
        most_bytes: No more than this, and one byte that tells that there is more, is read.

    Raises:
        SourceError: It cannot be read, or holds more.
    """
    try:
        if path == STANDARD_INPUT:
            data = sys.stdin.buffer.read(most_bytes + 1)
        else:
            with path.open("rb") as file:
                data = file.read(most_bytes + 1)
    except OSError as fault:
        raise SourceError(
            "E-FILE",
            where=str(path),
            expected="a file that can be read",
            found=fault.strerror or str(fault),
            remedy="Check the path and its permissions.",
        ) from fault
    if len(data) > most_bytes:
        raise SourceError(
            "E-FILE",
            where=str(path),
            expected=f"at most {most_bytes} bytes",
            found="more",
            remedy="Check that this is the right file.",
        )
    return data
