"""The record in SQLite, in the write order of trust.md section 16.

W1 leaves, tiles, state and the signed head commit in one transaction. W2 nothing leaves before the
commit returned. W3 before signing, the new leaves are read back and hashed again. W4 after a fault
of the disk this object does nothing more. W5 triggers forbid changes to what was written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from overflight.adapters.files import sync_folder
from overflight.adapters.heads import check_ids, no_log_key, sign_head, statement_ids
from overflight.desk import Signer
from overflight.errors import RecordError, StoreError
from overflight.record import (
    FULL,
    Checkpoint,
    HashTree,
    Reference,
    TileName,
    leaf_hash,
)

__all__ = ["SCHEMA", "SqliteRecords"]

_APPLICATION = 0x0F11_6874
_VERSION = 1
_FOREVER = ("leaf", "head", "cosig", "evidence")
_TABLES = """
CREATE TABLE leaf(
  origin TEXT NOT NULL, i INTEGER NOT NULL, bytes BLOB NOT NULL, hash BLOB NOT NULL,
  stmt_id TEXT NOT NULL, PRIMARY KEY(origin, i)) STRICT;
CREATE INDEX leaf_stmt_id ON leaf(origin, stmt_id);
CREATE TABLE tile(
  origin TEXT NOT NULL, level INTEGER NOT NULL, n INTEGER NOT NULL, w INTEGER NOT NULL,
  bytes BLOB NOT NULL, PRIMARY KEY(origin, level, n, w)) STRICT;
CREATE TABLE head(
  origin TEXT NOT NULL, n INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL,
  PRIMARY KEY(origin, n)) STRICT;
CREATE TABLE own_state(origin TEXT PRIMARY KEY, n INTEGER NOT NULL, root BLOB NOT NULL) STRICT;
CREATE TABLE mirror_state(
  origin TEXT PRIMARY KEY, n INTEGER NOT NULL, root BLOB NOT NULL, note BLOB NOT NULL) STRICT;
CREATE TABLE cosig(
  origin TEXT NOT NULL, n INTEGER NOT NULL, cosigner TEXT NOT NULL, type INTEGER NOT NULL,
  t INTEGER NOT NULL, line BLOB NOT NULL) STRICT;
CREATE TABLE beat(
  origin TEXT NOT NULL, n INTEGER NOT NULL, cosigner TEXT NOT NULL, type INTEGER NOT NULL,
  t INTEGER NOT NULL, line BLOB NOT NULL, PRIMARY KEY(origin, n, cosigner, type)) STRICT;
CREATE TABLE blob(h TEXT PRIMARY KEY, bytes BLOB NOT NULL, kind TEXT NOT NULL) STRICT;
CREATE TABLE evidence(h TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
"""
SCHEMA = _TABLES + "".join(
    f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
    f"BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;\n"
    for table in _FOREVER
    for verb in ("UPDATE", "DELETE")
)


def _connect(path: str) -> sqlite3.Connection:
    return sqlite3.connect(path, isolation_level=None, uri=True)


class SqliteRecords:
    """All logs of a record in one SQLite file.

    Args:
        path: The file; made if it is not there, unless it is only to be read.
        log_keys: Key of each log that may be appended to, by origin; none to read only.
        connect: Opens a connection to a ``file:`` address, in autocommit mode.
    """

    def __init__(
        self,
        path: Path,
        log_keys: Mapping[str, Signer] | None = None,
        connect: Callable[[str], sqlite3.Connection] = _connect,
    ) -> None:
        self._path = path
        self._log_keys = dict(log_keys or {})
        self._broken = False
        write = bool(self._log_keys)
        new = write and not path.exists()
        mode = "rwc" if write else "ro"
        with self._store_faults():
            self._db = connect(f"{path.resolve().as_uri()}?mode={mode}")
            try:
                self._prepare(write=write, new=new)
            except BaseException:
                self._db.close()
                raise

    def _prepare(self, *, write: bool, new: bool) -> None:
        db = self._db
        db.execute("PRAGMA trusted_schema=OFF")
        db.execute("PRAGMA foreign_keys=ON")
        db.execute("PRAGMA cell_size_check=ON")
        if write:
            db.execute("PRAGMA journal_mode=WAL")
            db.execute("PRAGMA synchronous=FULL")
            self._create()
        if new:
            sync_folder(self._path.parent)
        (version,) = db.execute("PRAGMA user_version").fetchone()
        (application,) = db.execute("PRAGMA application_id").fetchone()
        if (application, version) != (_APPLICATION, _VERSION):
            raise StoreError(
                "E-STORE",
                where=str(self._path),
                expected=f"a record of form {_VERSION}",
                found=f"another SQLite file (application {application}, form {version})",
                remedy="Name the record.sqlite of a record.",
            )

    def _create(self) -> None:
        """Make the tables in one transaction, if this is a new file."""
        db = self._db
        db.execute("BEGIN IMMEDIATE")
        try:
            if db.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,):
                for part in _statements(SCHEMA):
                    db.execute(part)
                db.execute(f"PRAGMA application_id={_APPLICATION}")
                db.execute(f"PRAGMA user_version={_VERSION}")
            db.execute("COMMIT")
        except BaseException:
            db.execute("ROLLBACK")
            raise

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def _store_faults(self) -> Iterator[None]:
        """Turn faults of the database into one kind of error, after which nothing is done (W4)."""
        if self._broken:
            raise self._fault("an earlier fault of the disk")
        try:
            yield
        except (sqlite3.Error, OSError) as fault:
            self._broken = True
            raise self._fault(str(fault)) from fault

    def _fault(self, found: str) -> StoreError:
        return StoreError(
            "E-STORE",
            where=str(self._path),
            expected="a record file that can be read and written",
            found=found,
            remedy="Stop, look at the disk, and verify the record before anything is appended.",
        )

    # The desk's port.

    def origins(self) -> tuple[str, ...]:
        """Return the origins of the logs held, sorted."""
        with self._store_faults():
            rows = self._db.execute(
                "SELECT origin FROM leaf UNION SELECT origin FROM head ORDER BY 1"
            ).fetchall()
        return tuple(row[0] for row in rows)

    def entries(self, origin: str, start: int = 0) -> Iterator[bytes]:
        """Yield the leaves of one log in order."""
        return (leaf for index, leaf in self.leaves(origin) if index >= start)

    def checkpoint(self, origin: str) -> bytes | None:
        """Return the newest signed head of one log."""
        with self._store_faults():
            row = self._db.execute(
                "SELECT note FROM head WHERE origin=? ORDER BY n DESC LIMIT 1", (origin,)
            ).fetchone()
        return None if row is None else cast("bytes", row[0])

    def blob(self, digest: str) -> bytes | None:
        """Return bytes by their hex SHA-256."""
        with self._store_faults():
            row = self._db.execute("SELECT bytes FROM blob WHERE h=?", (digest,)).fetchone()
        return None if row is None else cast("bytes", row[0])

    def append(
        self, origin: str, envelopes: Sequence[bytes], blobs: Sequence[bytes] = ()
    ) -> tuple[Reference, ...]:
        """Add statements, all or none, under a newly signed head; on disk when this returns."""
        signer = self._log_keys.get(origin)
        if signer is None:
            raise no_log_key(origin)
        ids = statement_ids(origin, envelopes)
        if not envelopes:
            return ()
        with self._store_faults():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                references = self._write(origin, list(zip(ids, envelopes, strict=True)), signer)
                self._db.executemany(
                    "INSERT INTO blob VALUES(?,?,'record') ON CONFLICT DO NOTHING",
                    [(sha256(blob).hexdigest(), blob) for blob in blobs],
                )
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise
        return references

    def _write(
        self, origin: str, entries: list[tuple[str, bytes]], signer: Signer
    ) -> tuple[Reference, ...]:
        ids = [statement_id for statement_id, _ in entries]
        check_ids(origin, ids, self._used(origin, ids))
        old = self._state(origin)
        tree = HashTree(old.size, lambda name: self._tile(origin, name))
        if tree.frontier().root() != old.root:
            raise RecordError(
                "E-TILE",
                where=origin,
                expected=f"tiles with root {old.root.hex()}",
                found=tree.frontier().root().hex(),
                remedy="Verify the record; append nothing before it is understood.",
            )
        rows = [
            (origin, old.size + k, leaf, leaf_hash(leaf), statement_id)
            for k, (statement_id, leaf) in enumerate(entries)
        ]
        self._db.executemany("INSERT INTO leaf VALUES(?,?,?,?,?)", rows)
        self._read_back(origin, old.size, [row[3] for row in rows], tree)
        self._put_tiles(origin, old.size, tree)
        head = Checkpoint(origin, tree.size, tree.frontier().root())
        self._db.execute(
            "INSERT INTO own_state VALUES(?,?,?) "
            "ON CONFLICT(origin) DO UPDATE SET n=excluded.n, root=excluded.root",
            (origin, head.size, head.root),
        )
        self._db.execute(
            "INSERT INTO head VALUES(?,?,?,?)",
            (origin, head.size, head.root, sign_head(head, signer)),
        )
        return tuple(Reference(origin, row[1], row[3].hex()) for row in rows)

    def _used(self, origin: str, ids: Sequence[str]) -> list[str]:
        found = (
            self._db.execute(
                "SELECT stmt_id FROM leaf WHERE origin=? AND stmt_id=?", (origin, statement_id)
            ).fetchone()
            for statement_id in ids
        )
        return [row[0] for row in found if row is not None]

    def _state(self, origin: str) -> Checkpoint:
        row = self._db.execute("SELECT n, root FROM own_state WHERE origin=?", (origin,)).fetchone()
        if row is None:
            tree = HashTree()
            return Checkpoint(origin, 0, tree.frontier().root())
        return Checkpoint(origin, row[0], row[1])

    def _tile(self, origin: str, name: TileName) -> bytes:
        row = self._db.execute(
            "SELECT bytes FROM tile WHERE origin=? AND level=? AND n=? AND w=?",
            (origin, name.level, name.index, name.width),
        ).fetchone()
        return b"" if row is None else cast("bytes", row[0])

    def _read_back(self, origin: str, start: int, hashes: list[bytes], tree: HashTree) -> None:
        """Read the new leaves back and hash them again before anything is signed (W3)."""
        rows = self._db.execute(
            "SELECT i, bytes FROM leaf WHERE origin=? AND i>=? ORDER BY i", (origin, start)
        ).fetchall()
        found = [(index, leaf_hash(leaf)) for index, leaf in rows]
        if found != list(enumerate(hashes, start)):
            raise StoreError(
                "E-READBACK",
                where=origin,
                expected=f"{len(hashes)} entries from {start} as they were written",
                found="other bytes in the database",
                remedy="Stop: memory or disk is failing. Nothing was signed.",
            )
        for _, digest in found:
            tree.push(digest)

    def _put_tiles(self, origin: str, old_size: int, tree: HashTree) -> None:
        """Keep the partial tiles of every published head until the full tile is there."""
        for tile in tree.tiles_since(old_size):
            name = tile.name
            if name.width == FULL:
                self._db.execute(
                    "DELETE FROM tile WHERE origin=? AND level=? AND n=?",
                    (origin, name.level, name.index),
                )
            self._db.execute(
                "INSERT INTO tile VALUES(?,?,?,?,?)",
                (origin, name.level, name.index, name.width, tile.data),
            )

    # What the verifier reads.

    def leaves(self, origin: str) -> Iterator[tuple[int, bytes]]:
        """Yield index and bytes of each entry, in order."""
        with self._store_faults():
            yield from self._db.execute(
                "SELECT i, bytes FROM leaf WHERE origin=? ORDER BY i", (origin,)
            )

    def heads(self, origin: str) -> Iterator[bytes]:
        """Yield every signed head, oldest first."""
        with self._store_faults():
            for (note,) in self._db.execute(
                "SELECT note FROM head WHERE origin=? ORDER BY n", (origin,)
            ):
                yield note

    def tiles(self, origin: str) -> Iterator[tuple[TileName, bytes]]:
        """Yield every tile stored."""
        with self._store_faults():
            for level, n, w, data in self._db.execute(
                "SELECT level, n, w, bytes FROM tile WHERE origin=? ORDER BY level, n, w", (origin,)
            ):
                yield TileName(level, n, w), data


def _statements(script: str) -> Iterator[str]:
    """Split a script into its statements."""
    waiting = ""
    for line in script.splitlines():
        waiting += line + "\n"
        if sqlite3.complete_statement(waiting):
            yield waiting
            waiting = ""
