"""Take a case from a file or from standard input."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from overflight.adapters.record_folder import read_plain
from overflight.errors import UsageError

if TYPE_CHECKING:
    from overflight.desk.cases import Case

__all__ = ["case_bytes", "signed_or_not"]

MOST_BYTES = 64 * 2**20


def case_bytes(path: Path) -> bytes:
    """Return the bytes of a file, or of standard input for ``-``.

    Raises:
        UsageError: There is no such file.
        RecordError: It is no plain file, or too large.
    """
    if str(path) == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    if not path.is_file():
        raise UsageError(
            "E-FILE",
            where=str(path),
            expected="a file that can be read",
            found="no such file" if not path.exists() else "no file",
            remedy="Check the name of the file.",
        )
    return read_plain(path, MOST_BYTES)


def signed_or_not(case: Case, *, unsigned: bool, where: str) -> None:
    """Refuse statements nobody signed unless the caller takes them so.

    Raises:
        UsageError: The case is unsigned and that was not asked for.
    """
    if (case.said or case.unread) and not unsigned:
        raise UsageError(
            "E-UNSIGNED",
            where=where,
            expected="--unsigned, or a record",
            found=f"{len(case.said) + len(case.unread)} statements nobody has signed",
            remedy="Add --unsigned to take them as said.",
        )
