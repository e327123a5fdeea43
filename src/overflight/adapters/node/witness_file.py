"""What a witness of foreign logs keeps, in a SQLite file beside the record.

It is no part of the record: a head cosigned here says only that it goes on from the one before, and
nobody holds the entries.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from overflight.adapters.files import sync_folder
from overflight.errors import StoreError
from overflight.record import line_claim, read_head

__all__ = ["MemoryWitness", "WitnessFile"]

_TABLES = """
CREATE TABLE IF NOT EXISTS latest(
  origin TEXT PRIMARY KEY, note BLOB NOT NULL, t INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS fork(
  h TEXT PRIMARY KEY, origin TEXT NOT NULL, bytes BLOB NOT NULL) STRICT;
"""


def _time(note: bytes) -> int:
    """Return when a head was last cosigned, by the lines that are not the log's own."""
    head, read = read_head(note)
    lines = [line for line in read.signatures if line.name != head.origin]
    return max((line_claim(line)[1] for line in lines), default=0)


class MemoryWitness:
    """The twin of the file, in memory."""

    def __init__(self) -> None:
        self._latest: dict[str, bytes] = {}
        self.forks: dict[str, bytes] = {}

    def latest(self, origin: str) -> bytes | None:
        """Return the head of a log cosigned last."""
        return self._latest.get(origin)

    def swap(self, origin: str, old: bytes | None, new: bytes) -> bool:
        """Keep a cosigned head, if the one before is still the same."""
        if self._latest.get(origin) != old:
            return False
        self._latest[origin] = new
        return True

    def cosigned_at(self) -> int:
        """Return when any head was last cosigned here, or 0."""
        return max((_time(note) for note in self._latest.values()), default=0)

    def put_evidence(self, origin: str, evidence: bytes) -> None:
        """Keep the proof of a fork."""
        self.forks[origin] = evidence

    def is_frozen(self, origin: str) -> bool:
        """Tell whether a fork of this log was proven."""
        return origin in self.forks


class WitnessFile:
    """Heads of foreign logs in a file; safe for many threads and processes.

    Args:
        path: The file; made if it is not there.

    Raises:
        StoreError: It cannot be opened.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        new = not path.exists()
        with self._faults():
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            try:
                self._db.execute("PRAGMA journal_mode=WAL")
                self._db.execute("PRAGMA synchronous=FULL")
                self._db.executescript(_TABLES)
            except BaseException:
                self._db.close()
                raise
            if new:
                sync_folder(path.parent)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    @contextmanager
    def _faults(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as fault:
            raise StoreError(
                "E-STORE",
                where=str(self._path),
                expected="a file that can be read and written",
                found=fault,
                remedy="Stop, and look at the disk.",
            ) from fault

    def _rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        with self._lock, self._faults():
            return self._db.execute(query, values).fetchall()

    def latest(self, origin: str) -> bytes | None:
        """Return the head of a log cosigned last."""
        rows = self._rows("SELECT note FROM latest WHERE origin=?", origin)
        return cast("bytes", rows[0][0]) if rows else None

    def swap(self, origin: str, old: bytes | None, new: bytes) -> bool:
        """Keep a cosigned head, if the one before is still the same."""
        time = _time(new)
        if old is None:
            query = "INSERT INTO latest VALUES(?,?,?) ON CONFLICT DO NOTHING RETURNING t"
            return bool(self._rows(query, origin, new, time))
        query = "UPDATE latest SET note=?, t=? WHERE origin=? AND note=? RETURNING t"
        return bool(self._rows(query, new, time, origin, old))

    def cosigned_at(self) -> int:
        """Return when any head was last cosigned here, or 0."""
        return cast("int", self._rows("SELECT coalesce(max(t), 0) FROM latest")[0][0])

    def put_evidence(self, origin: str, evidence: bytes) -> None:
        """Keep the proof of a fork."""
        digest = sha256(evidence).hexdigest()
        query = "INSERT INTO fork VALUES(?,?,?) ON CONFLICT DO NOTHING"
        self._rows(query, digest, origin, evidence)

    def is_frozen(self, origin: str) -> bool:
        """Tell whether a fork of this log was proven."""
        return bool(self._rows("SELECT 1 FROM fork WHERE origin=? LIMIT 1", origin))
