"""The record in SQLite, in the write order of trust.md section 16.

W1 leaves, tiles, state and the signed head commit in one transaction. W2 nothing leaves before the
commit returned. W3 before signing, the new leaves are read back and hashed again. W4 after a fault
of the disk this object does nothing more. W5 triggers forbid changes to what was written.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, cast

from overflight.adapters.store.generation import put_generation
from overflight.adapters.store.heads import (
    LogSigners,
    check_blobs,
    check_ids,
    check_key_sets,
    check_tree,
    id_of,
    leaf_rows,
    no_log_key,
    sign_head,
    statement_ids,
)
from overflight.adapters.store.sqlite_file import SqliteFile, connect_file, kept_lines
from overflight.errors import RecordError, StoreError
from overflight.record import (
    Checkpoint,
    HashTree,
    NoteSignature,
    Problem,
    Reference,
    TileName,
    leaf_hash,
    nodes_in_tiles,
    nodes_of,
    read_head,
    tile_names,
    tree_root,
    with_lines,
)

if TYPE_CHECKING:
    from overflight.desk import Signer

__all__ = ["SqliteRecords"]

# One step of the index for each log, however long the logs are.
_ORIGINS_OF_LEAF, _ORIGINS_OF_HEAD = (
    f"WITH RECURSIVE o(x) AS (SELECT min(origin) FROM {table} UNION ALL "  # noqa: S608 - our tables
    f"SELECT (SELECT min(origin) FROM {table} WHERE origin>x) FROM o WHERE x IS NOT NULL) "
    "SELECT x FROM o WHERE x IS NOT NULL"
    for table in ("leaf", "head")
)


class SqliteRecords(SqliteFile):
    """All logs of a record in one SQLite file.

    Args:
        path: The file; made if it is not there, unless it is only to be read.
        log_keys: Key or keys of each log that may be appended to, by origin; none to read only.
        connect: Opens a connection to a ``file:`` address, in autocommit mode.
        write: It may be written also without a key, as when it is filled again.
    """

    def __init__(
        self,
        path: Path,
        log_keys: Mapping[str, Signer | LogSigners] | None = None,
        connect: Callable[[str], sqlite3.Connection] = connect_file,
        *,
        write: bool = False,
    ) -> None:
        self._log_keys = dict(log_keys or {})
        super().__init__(path, write=write or bool(self._log_keys), connect=connect)
        with self.store_faults():
            self._looked = {origin: self._state(origin).size for origin in self._log_keys}

    # The desk's port.

    def origins(self) -> tuple[str, ...]:
        """Return the origins of the logs held, sorted."""
        with self.store_faults():
            rows = [*self._db.execute(_ORIGINS_OF_LEAF), *self._db.execute(_ORIGINS_OF_HEAD)]
        return tuple(sorted({row[0] for row in rows}))

    def entries(self, origin: str, start: int = 0) -> Iterator[bytes]:
        """Yield the leaves of one log in order."""
        with self.store_faults():
            yield from (
                leaf
                for (leaf,) in self._db.execute(
                    "SELECT bytes FROM leaf WHERE origin=? AND i>=? ORDER BY i", (origin, start)
                )
            )

    def checkpoint(self, origin: str) -> bytes | None:
        """Return the newest signed head of one log, with the cosignature lines kept over it."""
        with self.store_faults():
            row = self._db.execute(
                "SELECT note FROM head WHERE origin=? ORDER BY n DESC LIMIT 1", (origin,)
            ).fetchone()
        if row is None:
            return None
        head, _ = read_head(row[0])
        lines = [line for _, line in kept_lines(self, origin, head.size)]
        return with_lines(row[0], lines)

    def blob(self, digest: str) -> bytes | None:
        """Return bytes by their hex SHA-256."""
        with self.store_faults():
            row = self._db.execute("SELECT bytes FROM blob WHERE h=?", (digest,)).fetchone()
        return None if row is None else cast("bytes", row[0])

    def look_from(self, origin: str, index: int) -> None:
        """Hold the keys at hand against every key set from an entry on, before the next append.

        Args:
            origin: Name of the log.
            index: How many entries it had when its keys were chosen.
        """
        self._looked[origin] = min(index, self._looked.get(origin, index))

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
        with self.transaction():
            self.check_may_sign()
            references = self._write(origin, list(zip(ids, envelopes, strict=True)), signer)
            self.put_blobs(blobs)
        self._looked[origin] = references[-1].i + 1
        return references

    def append_confirmed(
        self, origin: str, envelopes: Sequence[bytes], blobs: Sequence[bytes], generation: str
    ) -> tuple[Reference, ...]:
        """Let a node sign again and append what its officer says, in one transaction.

        Args:
            origin: Name of the party's own log.
            envelopes: The officer's statement first.
            blobs: Bytes they name.
            generation: The new generation, which the file beside the database names already.

        Raises:
            RecordError: As ``append``.
            UsageError: As ``append``.
            StoreError: The disk failed; nothing was signed.
        """
        signer = self._log_keys.get(origin)
        if signer is None:
            raise no_log_key(origin)
        ids = statement_ids(origin, envelopes)
        check_blobs(blobs)
        with self.transaction():
            put_generation(self._db, generation)
            self.check_may_sign()
            references = self._write(origin, list(zip(ids, envelopes, strict=True)), signer)
            self.put_blobs(blobs)
        self._looked[origin] = references[-1].i + 1
        return references

    def put_found_head(self, note: bytes, *, mine: bool) -> None:
        """Keep a head that others gave back, over entries that are held.

        Args:
            note: A head that was checked.
            mine: It is of the party's own log; else the last head this party holds of another's.

        Raises:
            RecordError: ``E-TILE``: the entries held have another root.
            StoreError: The disk failed.
        """
        head, _ = read_head(note)
        row = (head.origin, head.size, head.root, note)
        with self.transaction():
            self._check_root(head)
            # What is found stands as what was cosigned last: nothing older is cosigned after it.
            self._db.execute(
                "INSERT INTO mirror_state VALUES(?,?,?,?) ON CONFLICT(origin) DO UPDATE "
                "SET n=excluded.n, root=excluded.root, note=excluded.note WHERE excluded.n > n",
                row,
            )
            if mine:
                self._db.execute(
                    "INSERT INTO own_state VALUES(?,?,?) ON CONFLICT(origin) DO UPDATE "
                    "SET n=excluded.n, root=excluded.root WHERE excluded.n > n",
                    row[:3],
                )
            self._db.execute("INSERT INTO head VALUES(?,?,?,?) ON CONFLICT DO NOTHING", row)

    def _check_root(self, head: Checkpoint) -> None:
        (held,) = self._db.execute(
            "SELECT count(*) FROM leaf WHERE origin=?", (head.origin,)
        ).fetchone()
        node = nodes_in_tiles(held, lambda name: self.tile_bytes(head.origin, name))
        root = tree_root(head.size, node) if held >= head.size else b""
        if root != head.root:
            raise RecordError(
                "E-TILE",
                where=head.origin,
                expected=f"tiles with root {head.root.hex()}",
                found=root.hex() or f"{held} entries",
                remedy="Verify the record; nothing was signed.",
            )

    def _write(
        self, origin: str, entries: list[tuple[str, bytes]], signer: Signer | LogSigners
    ) -> tuple[Reference, ...]:
        ids = [statement_id for statement_id, _ in entries]
        check_ids(origin, ids, self._used(origin, ids))
        old = self._state(origin)
        check_key_sets(origin, self.entries(origin, self._looked.get(origin, 0)), signer)
        tree = HashTree(old.size, lambda name: self.tile_bytes(origin, name))
        check_tree(origin, tree, old.root)
        rows = leaf_rows(origin, old.size, entries)
        self._db.executemany("INSERT INTO leaf VALUES(?,?,?,?,?)", rows)
        self.read_back(origin, old.size, [row[3] for row in rows], tree)
        self.put_tiles(origin, old.size, tree)
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

    # What the verifier reads.

    def leaves(self, origin: str) -> Iterator[tuple[int, bytes]]:
        """Yield index and bytes of each entry, in order."""
        with self.store_faults():
            yield from self._db.execute(
                "SELECT i, bytes FROM leaf WHERE origin=? ORDER BY i", (origin,)
            )

    def heads(self, origin: str) -> Iterator[bytes]:
        """Yield every signed head, oldest first, with the cosignature lines kept over it."""
        lines: dict[int, list[NoteSignature]] = {}
        for size, line in kept_lines(self, origin):
            lines.setdefault(size, []).append(line)
        with self.store_faults():
            for size, note in self._db.execute(
                "SELECT n, note FROM head WHERE origin=? ORDER BY n", (origin,)
            ):
                yield with_lines(note, lines[size]) if size in lines else note

    def tiles(self, origin: str) -> Iterator[tuple[TileName, bytes]]:
        """Yield every tile stored."""
        with self.store_faults():
            for level, n, w, data in self._db.execute(
                "SELECT level, n, w, bytes FROM tile WHERE origin=? ORDER BY level, n, w", (origin,)
            ):
                yield TileName(level, n, w), data

    def column_faults(self) -> Iterator[Problem]:
        """Yield where the file is damaged, or a column does not fit the bytes it is made from."""
        for faults in (
            self._page_faults(),
            self._leaf_faults(),
            self._head_faults(),
            self.blob_faults(),
        ):
            try:
                yield from faults
            except StoreError as fault:
                yield Problem.of(fault)

    def tree_faults(self, origin: str) -> Iterator[Problem]:
        """Yield where the tiles and the heads of a log are not those of its entries."""
        tree, hashes = HashTree(), []
        for index, leaf in self.leaves(origin):
            if index != tree.size:
                yield Problem("E-GAP", origin, f"entry {tree.size}", f"entry {index}")
                return
            hashes.append(leaf_hash(leaf))
            tree.push(hashes[-1])
        kept = dict(self.tiles(origin))
        for name in tile_names(tree.size):
            if kept.get(name) != tree.tile(name):
                yield Problem("E-TILE", f"{origin} {name.path}", "the entries' hashes", "others")
        node = nodes_of(hashes)
        for head in self._signed(origin):
            if head.size > len(hashes) or tree_root(head.size, node) != head.root:
                found = f"{len(hashes)} entries"
                yield Problem("E-ROOT", f"{origin} head of {head.size}", head.root.hex(), found)

    def _signed(self, origin: str) -> list[Checkpoint]:
        with self.store_faults():
            rows = self._db.execute(
                "SELECT origin, n, root FROM head WHERE origin=?1 UNION "
                "SELECT origin, n, root FROM mirror_state WHERE origin=?1",
                (origin,),
            ).fetchall()
        return [Checkpoint(*row) for row in rows]

    def blob_faults(self) -> Iterator[Problem]:
        """Yield the bytes kept under a hash that is not theirs."""
        with self.store_faults():
            for digest, data in self._db.execute("SELECT h, bytes FROM blob"):
                if sha256(data).hexdigest() != digest:
                    found = sha256(data).hexdigest()
                    yield Problem("E-COLUMN", f"blob {digest[:16]}", digest, found)

    def _page_faults(self) -> Iterator[Problem]:
        with self.store_faults():
            for (found,) in self._db.execute("PRAGMA integrity_check"):
                if found != "ok":
                    yield Problem("E-STORE", str(self._path), "a whole SQLite file", found)

    def _leaf_faults(self) -> Iterator[Problem]:
        with self.store_faults():
            for origin, index, leaf, digest, statement_id in self._db.execute(
                "SELECT origin, i, bytes, hash, stmt_id FROM leaf"
            ):
                where = f"{origin} entry {index}"
                if leaf_hash(leaf) != digest:
                    yield Problem("E-COLUMN", where, leaf_hash(leaf).hex(), digest.hex())
                if id_of(leaf) not in {statement_id, ""}:
                    yield Problem("E-COLUMN", where, id_of(leaf), statement_id)

    def _head_faults(self) -> Iterator[Problem]:
        """Compare the columns of heads with their notes, and the state with the newest head."""
        newest: dict[str, Checkpoint] = {}
        with self.store_faults():
            for origin, size, root, note in self._db.execute(
                "SELECT * FROM mirror_state UNION ALL SELECT * FROM head ORDER BY n"
            ):
                newest[origin] = Checkpoint(origin, size, root)
                if _head_of(note) != newest[origin]:
                    where = f"{origin} head of {size}"
                    yield Problem("E-COLUMN", where, "what its note says", root.hex())
            mirrored = {o for (o,) in self._db.execute("SELECT origin FROM mirror_state")}
            for origin, head in newest.items():
                state = self._state(origin)
                if state != head and not (state.size == 0 and origin in mirrored):
                    found = f"{state.size} {state.root.hex()}"
                    yield Problem(
                        "E-COLUMN", f"{origin} state", f"{head.size} {head.root.hex()}", found
                    )


def _head_of(note: bytes) -> Checkpoint | None:
    try:
        return read_head(note)[0]
    except RecordError:
        return None
