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
from overflight.adapters.heads import check_blobs, check_ids, no_log_key, sign_head, statement_ids
from overflight.adapters.sqlite_tables import APPLICATION, FORM, create_tables
from overflight.desk import Signer
from overflight.errors import RecordError, StoreError
from overflight.record import (
    FULL,
    Checkpoint,
    HashTree,
    Problem,
    Reference,
    TileName,
    leaf_hash,
    read_envelope,
    read_head,
    read_statement,
)

__all__ = ["SqliteRecords"]


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
            create_tables(db)
        if new:
            sync_folder(self._path.parent)
        (version,) = db.execute("PRAGMA user_version").fetchone()
        (application,) = db.execute("PRAGMA application_id").fetchone()
        if (application, version) != (APPLICATION, FORM):
            raise StoreError(
                "E-STORE",
                where=str(self._path),
                expected=f"a record of form {FORM}",
                found=f"another SQLite file (application {application}, form {version})",
                remedy="Name the record.sqlite of a record.",
            )

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
        check_blobs(blobs)
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

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read one state of the file while others append to it."""
        with self._store_faults():
            self._db.execute("BEGIN")
        try:
            yield
        finally:
            self._db.execute("ROLLBACK")

    def column_faults(self) -> Iterator[Problem]:
        """Yield where the file is damaged, or a column does not fit the bytes it is made from."""
        for faults in (self._page_faults(), self._leaf_faults(), self._head_faults()):
            try:
                yield from faults
            except StoreError as fault:
                yield Problem.of(fault)

    def _page_faults(self) -> Iterator[Problem]:
        with self._store_faults():
            for (found,) in self._db.execute("PRAGMA integrity_check"):
                if found != "ok":
                    yield Problem("E-STORE", str(self._path), "a whole SQLite file", found)

    def _leaf_faults(self) -> Iterator[Problem]:
        with self._store_faults():
            for origin, index, leaf, digest, statement_id in self._db.execute(
                "SELECT origin, i, bytes, hash, stmt_id FROM leaf"
            ):
                where = f"{origin} entry {index}"
                if leaf_hash(leaf) != digest:
                    yield Problem("E-COLUMN", where, leaf_hash(leaf).hex(), digest.hex())
                if _id_of(leaf) not in {statement_id, ""}:
                    yield Problem("E-COLUMN", where, _id_of(leaf), statement_id)

    def _head_faults(self) -> Iterator[Problem]:
        """Compare the columns of heads with their notes, and the state with the newest head."""
        newest: dict[str, Checkpoint] = {}
        with self._store_faults():
            for origin, size, root, note in self._db.execute("SELECT * FROM head ORDER BY n"):
                newest[origin] = Checkpoint(origin, size, root)
                if _head_of(note) != newest[origin]:
                    where = f"{origin} head of {size}"
                    yield Problem("E-COLUMN", where, "what its note says", root.hex())
            for origin, head in newest.items():
                state = self._state(origin)
                if state != head:
                    found = f"{state.size} {state.root.hex()}"
                    yield Problem(
                        "E-COLUMN", f"{origin} state", f"{head.size} {head.root.hex()}", found
                    )


def _id_of(leaf: bytes) -> str:
    try:
        return read_statement(read_envelope(leaf).payload).id
    except RecordError:
        return ""


def _head_of(note: bytes) -> Checkpoint | None:
    try:
        return read_head(note)[0]
    except RecordError:
        return None
