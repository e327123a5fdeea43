"""A process that appends to a record and is killed at a chosen statement, or whenever.

It stands in a module of its own so that a fork server can load it once.
"""

from __future__ import annotations

import os
import signal
import sqlite3
from pathlib import Path

from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.desk import signed
from tests.record_samples import HU, key, statement


class Doomed(sqlite3.Connection):
    """A connection that kills its process before its n-th statement."""

    left = -1

    def _count(self) -> None:
        if Doomed.left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        Doomed.left -= 1

    def execute(self, *args: object) -> sqlite3.Cursor:
        """Count, then run a statement."""
        self._count()
        return super().execute(*args)  # type: ignore[arg-type]

    def executemany(self, *args: object) -> sqlite3.Cursor:
        """Count, then run a statement."""
        self._count()
        return super().executemany(*args)  # type: ignore[arg-type]


def open_doomed(address: str) -> sqlite3.Connection:
    """Open a connection that will kill its process."""
    return sqlite3.connect(address, isolation_level=None, uri=True, factory=Doomed)


def append(path: Path, told: Path, batches: list[int], kill_before: int = -1) -> None:
    """Append batches, writing down each statement once it is acknowledged.

    Args:
        path: The SQLite file.
        told: File for the index and leaf hash of every acknowledged statement.
        batches: How many statements each append holds.
        kill_before: Which statement of SQL is never run; the first is 0.
    """
    Doomed.left = kill_before
    with (
        SqliteRecords(path, {HU: key("HU", "log")}, open_doomed) as records,
        told.open("ab", buffering=0) as file,
    ):
        number = 1000 + len(list(records.entries(HU)))
        for size in batches:
            leaves = [
                signed(statement("HU", number + k), [key("HU", "author-1")]) for k in range(size)
            ]
            number += size
            refs = records.append(HU, leaves, [f"blob {number}".encode()])
            file.write(b"".join(f"{ref.i} {ref.h}\n".encode() for ref in refs))
