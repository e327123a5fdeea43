"""The record in PostgreSQL, for several programs at once, written as trust.md section 16 has it.

The same order as in SQLite. W1 leaves, tiles, state and the signed head commit in one transaction.
W2 nothing leaves before the commit returned, with ``synchronous_commit`` on. W3 before signing, the
new leaves are read back and hashed again. W4 after a fault this object does nothing more. W5
triggers forbid changes to what was written. One program appends to a log at a time; others wait.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from hashlib import sha256
from types import TracebackType
from typing import TYPE_CHECKING, LiteralString, Self

import psycopg
from psycopg.rows import TupleRow

from overflight.adapters.store.heads import (
    LogSigners,
    check_blobs,
    check_ids,
    check_key_sets,
    check_tree,
    leaf_rows,
    no_log_key,
    push_read_back,
    sign_head,
    statement_ids,
)
from overflight.adapters.store.postgres_tables import create_tables, fault_of
from overflight.record import (
    FULL,
    Checkpoint,
    HashTree,
    NoteSignature,
    Reference,
    TileName,
    with_lines,
)

if TYPE_CHECKING:
    from overflight.desk import Signer

__all__ = ["PostgresRecords"]

_KEY_ID = 4


class PostgresRecords:
    """All logs of a record in one PostgreSQL database.

    Args:
        address: Address of the database, as libpq has it: ``postgresql:///overflight``.
        log_keys: Key or keys of each log that may be appended to, by origin; none to read only.
    """

    def __init__(
        self, address: str, log_keys: Mapping[str, Signer | LogSigners] | None = None
    ) -> None:
        self._log_keys = dict(log_keys or {})
        self._broken = False
        with self._faults():
            self._db = psycopg.connect(address, autocommit=True)
            try:
                if self._log_keys:
                    self._db.execute("SET synchronous_commit TO on")
                    create_tables(self._db)
                else:
                    self._db.execute("SET default_transaction_read_only TO on")
                self._looked = {origin: self._state(origin).size for origin in self._log_keys}
            except BaseException:
                self._db.close()
                raise

    def close(self) -> None:
        """Close the connection."""
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

    # The desk's port.

    def origins(self) -> tuple[str, ...]:
        """Return the origins of the logs held, sorted."""
        rows = self._rows("SELECT origin FROM leaf UNION SELECT origin FROM head", ())
        return tuple(sorted(str(row[0]) for row in rows))

    def entries(self, origin: str, start: int = 0) -> Iterator[bytes]:
        """Yield the leaves of one log in order."""
        found = self._rows(
            "SELECT bytes FROM leaf WHERE origin=%s AND i>=%s ORDER BY i", (origin, start)
        )
        return (bytes(row[0]) for row in found)

    def checkpoint(self, origin: str) -> bytes | None:
        """Return the newest signed head of one log, with the cosignature lines kept over it."""
        return next(reversed(tuple(self.heads(origin))), None)

    def heads(self, origin: str) -> Iterator[bytes]:
        """Yield every signed head, oldest first, with the cosignature lines kept over it."""
        lines: dict[int, list[NoteSignature]] = {}
        for size, name, line in self._rows(
            "SELECT n, cosigner, line FROM cosig WHERE origin=%s ORDER BY t", (origin,)
        ):
            made = NoteSignature(name, bytes(line[:_KEY_ID]), bytes(line[_KEY_ID:]))
            lines.setdefault(size, []).append(made)
        for size, note in self._rows(
            "SELECT n, note FROM head WHERE origin=%s ORDER BY n", (origin,)
        ):
            yield with_lines(bytes(note), lines[size]) if size in lines else bytes(note)

    def blob(self, digest: str) -> bytes | None:
        """Return bytes by their hex SHA-256."""
        found = self._rows("SELECT bytes FROM blob WHERE h=%s", (digest,))
        return bytes(found[0][0]) if found else None

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
        with self._faults(), self._db.transaction():
            # Whoever appends to this log holds the lock until its commit; the others wait for it.
            self._db.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", (origin,))
            references = self._write(origin, list(zip(ids, envelopes, strict=True)), signer)
            self._put_blobs(blobs)
        self._looked[origin] = references[-1].i + 1
        return references

    # What the verifier reads.

    def leaves(self, origin: str) -> Iterator[tuple[int, bytes]]:
        """Yield index and bytes of each entry, in order."""
        found = self._rows("SELECT i, bytes FROM leaf WHERE origin=%s ORDER BY i", (origin,))
        return ((index, bytes(leaf)) for index, leaf in found)

    def tiles(self, origin: str) -> Iterator[tuple[TileName, bytes]]:
        """Yield every tile stored."""
        found = self._rows(
            "SELECT level, n, w, bytes FROM tile WHERE origin=%s ORDER BY level, n, w", (origin,)
        )
        return ((TileName(level, n, w), bytes(data)) for level, n, w, data in found)

    # How it is written.

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Turn faults of the database into one kind of error, after which nothing is done (W4)."""
        if self._broken:
            raise fault_of("an earlier fault of the database")
        try:
            yield
        except psycopg.Error as fault:
            self._broken = True
            raise fault_of(str(fault)) from fault

    def _rows(self, query: LiteralString, values: tuple[object, ...]) -> list[TupleRow]:
        with self._faults():
            return self._db.execute(query, values).fetchall()

    def _state(self, origin: str) -> Checkpoint:
        row = self._db.execute(
            "SELECT n, root FROM own_state WHERE origin=%s", (origin,)
        ).fetchone()
        if row is None:
            return Checkpoint(origin, 0, HashTree().frontier().root())
        return Checkpoint(origin, row[0], bytes(row[1]))

    def _tile(self, origin: str, name: TileName) -> bytes:
        row = self._db.execute(
            "SELECT bytes FROM tile WHERE origin=%s AND level=%s AND n=%s AND w=%s",
            (origin, name.level, name.index, name.width),
        ).fetchone()
        return b"" if row is None else bytes(row[0])

    def _write(
        self, origin: str, entries: list[tuple[str, bytes]], signer: Signer | LogSigners
    ) -> tuple[Reference, ...]:
        ids = [statement_id for statement_id, _ in entries]
        used = self._rows(
            "SELECT stmt_id FROM leaf WHERE origin=%s AND stmt_id=ANY(%s)", (origin, ids)
        )
        check_ids(origin, ids, [str(row[0]) for row in used])
        old = self._state(origin)
        check_key_sets(origin, self.entries(origin, self._looked.get(origin, 0)), signer)
        tree = HashTree(old.size, lambda name: self._tile(origin, name))
        check_tree(origin, tree, old.root)
        rows = leaf_rows(origin, old.size, entries)
        with self._db.cursor() as cursor:
            cursor.executemany("INSERT INTO leaf VALUES(%s,%s,%s,%s,%s)", rows)
        self._read_back(origin, old.size, [row[3] for row in rows], tree)
        self._put_tiles(origin, old.size, tree)
        head = Checkpoint(origin, tree.size, tree.frontier().root())
        self._db.execute(
            "INSERT INTO own_state VALUES(%s,%s,%s) "
            "ON CONFLICT(origin) DO UPDATE SET n=excluded.n, root=excluded.root",
            (origin, head.size, head.root),
        )
        self._db.execute(
            "INSERT INTO head VALUES(%s,%s,%s,%s)",
            (origin, head.size, head.root, sign_head(head, signer)),
        )
        return tuple(Reference(origin, row[1], row[3].hex()) for row in rows)

    def _read_back(self, origin: str, start: int, hashes: list[bytes], tree: HashTree) -> None:
        """Read the new leaves back and hash them again before anything is signed (W3)."""
        rows = self._db.execute(
            "SELECT i, bytes FROM leaf WHERE origin=%s AND i>=%s ORDER BY i", (origin, start)
        ).fetchall()
        found = [(index, bytes(leaf)) for index, leaf in rows]
        push_read_back(origin, start, hashes, found, tree)

    def _put_tiles(self, origin: str, old_size: int, tree: HashTree) -> None:
        """Keep the partial tiles of every published head until the full tile is there."""
        for tile in tree.tiles_since(old_size):
            name = tile.name
            if name.width == FULL:
                self._db.execute(
                    "DELETE FROM tile WHERE origin=%s AND level=%s AND n=%s",
                    (origin, name.level, name.index),
                )
            self._db.execute(
                "INSERT INTO tile VALUES(%s,%s,%s,%s,%s)",
                (origin, name.level, name.index, name.width, tile.data),
            )

    def _put_blobs(self, blobs: Sequence[bytes]) -> None:
        """Keep bytes under their hash; the same bytes may come again."""
        rows = [(sha256(blob).hexdigest(), blob) for blob in blobs]
        with self._db.cursor() as cursor:
            cursor.executemany("INSERT INTO blob VALUES(%s,%s) ON CONFLICT DO NOTHING", rows)
