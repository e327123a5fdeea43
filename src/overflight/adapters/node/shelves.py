"""Serve a record from many threads: each has its own connection to the file, only to read."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

from overflight.adapters.node.wire import Store, serve
from overflight.adapters.store.sqlite_record import SqliteRecords

__all__ = ["Shelves"]


class Shelves:
    """The record in a file, as threads serve it.

    Args:
        path: The file.
        genesis: The genesis document.
        party: Code of the party whose node it is.
    """

    def __init__(self, path: Path, genesis: bytes, party: str) -> None:
        self._path = path
        self._genesis = genesis
        self._party = party
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._open: list[SqliteRecords] = []

    def serve(self, path: str) -> bytes | None:
        """Return the bytes at a path of the wire, or nothing where there is no such thing.

        Raises:
            StoreError: The disk failed.
        """
        store: Store | None = getattr(self._mine, "store", None)
        if store is None:
            records = SqliteRecords(self._path, connect=_connect)
            with self._lock:
                self._open.append(records)
            store = self._mine.store = Store.over(records, self._genesis, self._party)
        return serve(store, path)

    def close(self) -> None:
        """Close every connection; nobody may serve any more."""
        with self._lock:
            for records in self._open:
                records.close()
            self._open.clear()


def _connect(address: str) -> sqlite3.Connection:
    """Open a connection that one thread uses and another closes."""
    return sqlite3.connect(address, isolation_level=None, uri=True, check_same_thread=False)
