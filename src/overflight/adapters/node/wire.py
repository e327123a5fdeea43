"""What a node serves: the bytes at each path of the wire (trust.md section 5).

A path has one spelling; anything else is not here. What is served of a log is what its served head
covers: one's own log under its newest head, another party's under the head cosigned last. Partial
tiles are cut from what is stored, so those of every published head stay, whatever came after.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import Protocol, cast

from overflight.adapters.store.memory_mirror import MemoryMirror
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.adapters.store.sqlite_file import SqliteFile, kept_lines
from overflight.errors import RecordError
from overflight.record import (
    NoteSignature,
    TileName,
    log_origin,
    origin_hash,
    read_genesis,
    read_head,
    read_tile_path,
    with_lines,
    write_bundle,
)

__all__ = [
    "LONGEST_PATH",
    "MemoryShelf",
    "Shelf",
    "SqliteShelf",
    "Store",
    "is_fixed",
    "serve",
]

LONGEST_PATH = 200
_FULL = 256
_HASH = 32
_ENTRIES = -1
_LARGEST_NOTE = 262_144
_LINE_FRAME = 8  # dash, two spaces, line feed
_LOG = re.compile(r"(?:log|mirror/(?P<hash>[0-9a-f]{64}))/(?P<what>.+)")
_HEAD = re.compile(r"head/(?P<index>0|[1-9][0-9]{0,17})")
_BLOB = re.compile(r"blob/(?P<digest>[0-9a-f]{64})")


class Shelf(Protocol):
    """What is kept of all logs, as it is read to be served."""

    def stamp(self) -> tuple[int, int] | None:
        """Return what changes with whatever is kept; nothing where that is not known."""
        ...

    def origins(self) -> tuple[str, ...]:
        """Return the origins of the logs that have a head."""
        ...

    def size(self, origin: str, *, own: bool) -> int | None:
        """Return the size of the head served as ``checkpoint``, or nothing where there is none.

        Args:
            origin: Name of the log.
            own: It is one's own log; of others only the head cosigned last is served.
        """
        ...

    def head(self, origin: str, size: int, *, own: bool) -> bytes | None:
        """Return a head of a size up to the one served, with the lines kept over it."""
        ...

    def covering(self, origin: str, index: int) -> int | None:
        """Return the size of the first head kept that covers an entry."""
        ...

    def tile(self, origin: str, name: TileName) -> bytes | None:
        """Return a tile or an entry bundle of just this width; nothing where it is not held."""
        ...

    def blob(self, digest: str) -> bytes | None:
        """Return bytes by their hex SHA-256."""
        ...


class SqliteShelf:
    """The shelf over a record in SQLite; every answer is found by an index.

    Args:
        file: The file of the record; reading is enough.
    """

    def __init__(self, file: SqliteFile) -> None:
        self._file = file

    def stamp(self) -> tuple[int, int] | None:
        """Return what changes with every change of the file."""
        return self._file.stamp()

    def _all(self, query: str, *values: object) -> list[tuple[object, ...]]:
        with self._file.store_faults():
            return self._file.db.execute(query, values).fetchall()

    def origins(self) -> tuple[str, ...]:
        """Return the origins of the logs that have a head."""
        rows = self._all(
            "WITH RECURSIVE o(x) AS (SELECT min(origin) FROM head UNION ALL "
            "SELECT (SELECT min(origin) FROM head WHERE origin > x) FROM o WHERE x NOTNULL) "
            "SELECT x FROM o WHERE x NOTNULL"
        )
        return tuple(cast("str", row[0]) for row in rows)

    def size(self, origin: str, *, own: bool) -> int | None:
        """Return the size of the head served as ``checkpoint``."""
        table = "head" if own else "mirror_state"
        rows = self._all(
            f"SELECT n FROM {table} WHERE origin=? ORDER BY n DESC LIMIT 1",  # noqa: S608 a constant
            origin,
        )
        return cast("int", rows[0][0]) if rows else None

    def head(self, origin: str, size: int, *, own: bool) -> bytes | None:
        """Return a head of a size up to the one served, with the lines kept over it."""
        queries = ["SELECT note FROM head WHERE origin=? AND n=?"]
        if not own:
            queries.insert(0, "SELECT note FROM mirror_state WHERE origin=? AND n=?")
        notes = (row[0] for query in queries for row in self._all(query, origin, size))
        note = cast("bytes | None", next(notes, None))
        return None if note is None else _lined(note, self._lines(origin, size))

    def covering(self, origin: str, index: int) -> int | None:
        """Return the size of the first head kept that covers an entry."""
        rows = self._all("SELECT min(n) FROM head WHERE origin=? AND n>?", origin, index)
        return cast("int | None", rows[0][0])

    def _lines(self, origin: str, size: int) -> Iterator[NoteSignature]:
        """Yield the lines over a head, the first of each key before the newest."""
        yield from (line for _, line in kept_lines(self._file, origin, size))

    def tile(self, origin: str, name: TileName) -> bytes | None:
        """Return a tile or an entry bundle of just this width."""
        if name.level == _ENTRIES:
            start = name.index * _FULL
            rows = self._all(
                "SELECT bytes FROM leaf WHERE origin=? AND i>=? AND i<? ORDER BY i",
                *(origin, start, start + name.width),
            )
            return _bundle([cast("bytes", row[0]) for row in rows], name.width)
        rows = self._all(
            "SELECT bytes FROM tile WHERE origin=? AND level=? AND n=? AND w>=? ORDER BY w LIMIT 1",
            *(origin, name.level, name.index, name.width),
        )
        return _cut(cast("bytes", rows[0][0]), name.width) if rows else None

    def blob(self, digest: str) -> bytes | None:
        """Return bytes by their hex SHA-256."""
        rows = self._all("SELECT bytes FROM blob WHERE h=?", digest)
        return cast("bytes", rows[0][0]) if rows else None


class MemoryShelf:
    """The shelf over a record in memory.

    Args:
        records: Entries, heads and lines.
        mirror: What was cosigned; nothing for a node that mirrors nobody.
    """

    def __init__(self, records: MemoryRecords, mirror: MemoryMirror | None = None) -> None:
        self._records = records
        self._mirror = mirror

    def origins(self) -> tuple[str, ...]:
        """Return the origins of the logs that have a head."""
        return tuple(o for o in self._records.origins() if self._records.checkpoint(o))

    def stamp(self) -> tuple[int, int] | None:
        """Return nothing: what is in memory is at hand anyway."""
        return None

    def _served(self, origin: str, *, own: bool) -> bytes | None:
        if own:
            return self._records.checkpoint(origin)
        return self._mirror.held(origin).last if self._mirror else None

    def size(self, origin: str, *, own: bool) -> int | None:
        """Return the size of the head served as ``checkpoint``."""
        note = self._served(origin, own=own)
        return None if note is None else read_head(note)[0].size

    def head(self, origin: str, size: int, *, own: bool) -> bytes | None:
        """Return a head of a size up to the one served, with the lines kept over it."""
        note = self._served(origin, own=own)
        if note is None or read_head(note)[0].size != size:
            heads = self._records.heads(origin)
            note = next((head for head in heads if read_head(head)[0].size == size), None)
        return None if note is None else _lined(note, self._records.lines.get((origin, size), ()))

    def covering(self, origin: str, index: int) -> int | None:
        """Return the size of the first head kept that covers an entry."""
        sizes = (read_head(head)[0].size for head in self._records.heads(origin))
        return min((size for size in sizes if size > index), default=None)

    def tile(self, origin: str, name: TileName) -> bytes | None:
        """Return a tile or an entry bundle of just this width."""
        if name.level == _ENTRIES:
            rest = self._records.entries(origin, name.index * _FULL)
            return _bundle(list(islice(rest, name.width)), name.width)
        return self._records.tree(origin).tile(name)

    def blob(self, digest: str) -> bytes | None:
        """Return bytes by their hex SHA-256."""
        return self._records.blob(digest)


def _bundle(leaves: Sequence[bytes], width: int) -> bytes | None:
    return write_bundle(leaves) if len(leaves) == width else None


def _cut(rows: bytes, width: int) -> bytes | None:
    return rows[: width * _HASH] if len(rows) >= width * _HASH else None


def _lined(note: bytes, lines: Iterable[NoteSignature]) -> bytes:
    """Return a note with further lines, as many as the size of a note allows."""
    room = _LARGEST_NOTE - len(note)
    fitting: list[NoteSignature] = []
    for line in lines:
        room -= len(line.name.encode()) + _LINE_FRAME + (len(line.key + line.body) + 2) // 3 * 4
        if room < 0:
            break
        fitting.append(line)
    return with_lines(note, fitting)


class Store:
    """What one node serves from.

    Args:
        shelf: What it keeps.
        genesis: The genesis document.
        party: Code of the party whose node it is.
    """

    def __init__(self, shelf: Shelf, genesis: bytes, party: str) -> None:
        self.shelf = shelf
        self.genesis = genesis
        self.party = party
        self._stem = log_origin(read_genesis(genesis).base, party).removesuffix("1")
        self._index: dict[str, str] = {}
        self._heads: dict[str, bytes | None] = {}
        self._stamp: tuple[int, int] | None = None

    @classmethod
    def over(
        cls,
        records: SqliteFile | MemoryRecords,
        genesis: bytes,
        party: str,
        mirror: MemoryMirror | None = None,
    ) -> Store:
        """Return the store over a record.

        Args:
            records: The record, in SQLite or in memory.
            genesis: The genesis document.
            party: Code of the party whose node it is.
            mirror: What a node in memory cosigned; one in SQLite has it in the same file.
        """
        if isinstance(records, SqliteFile):
            return cls(SqliteShelf(records), genesis, party)
        return cls(MemoryShelf(records, mirror), genesis, party)

    def origin_of(self, digest: str) -> str | None:
        """Return the log whose origin has this hex SHA-256, if it is held."""
        if digest not in self._index:
            self._index = {origin_hash(origin): origin for origin in self.shelf.origins()}
        return self._index.get(digest)

    def own(self) -> str | None:
        """Return the origin of the party's own newest log, if it has one."""
        epochs = [
            int(origin.removeprefix(self._stem))
            for origin in self.shelf.origins()
            if self.is_own(origin)
        ]
        return f"{self._stem}{max(epochs)}" if epochs else None

    def newest(self, path: str, find: Callable[[], bytes | None]) -> bytes | None:
        """Return a newest head, found anew only where something has changed since.

        Args:
            path: Its path on the wire.
            find: Finds it.
        """
        stamp = self.shelf.stamp()
        if stamp is None:
            return find()
        if stamp != self._stamp:
            self._stamp, self._heads = stamp, {}
        if path not in self._heads:
            self._heads[path] = find()
        return self._heads[path]

    def is_own(self, origin: str) -> bool:
        """Tell whether a log, in whatever epoch, is this party's own."""
        epoch = origin.removeprefix(self._stem)
        return epoch != origin and epoch.isdecimal()


def serve(store: Store, path: str) -> bytes | None:
    """Return the bytes at a path of the wire, or nothing where there is no such thing.

    Args:
        store: What the node keeps.
        path: The path, relative to the node's address, without a slash before it.

    Raises:
        StoreError: The disk failed.
    """
    if len(path) > LONGEST_PATH or not path.isascii():
        return None
    if path == "genesis.json":
        return store.genesis
    blob = _BLOB.fullmatch(path)
    if blob:
        return store.shelf.blob(blob["digest"])
    log = _LOG.fullmatch(path)
    if log is None:
        return None
    if log["what"] == "checkpoint":
        return store.newest(path, lambda: _in_log(store, log))
    return _in_log(store, log)


def _in_log(store: Store, log: re.Match[str]) -> bytes | None:
    origin = store.own() if log["hash"] is None else store.origin_of(log["hash"])
    return None if origin is None else _of_log(store, origin, log["what"])


def is_fixed(path: str) -> bool:
    """Tell whether the bytes at a path can never change: full tiles and bundles, and blobs."""
    return bool(_BLOB.fullmatch(path)) or ("/tile/" in path and ".p/" not in path)


def _of_log(store: Store, origin: str, what: str) -> bytes | None:
    own = store.is_own(origin)
    size = store.shelf.size(origin, own=own)
    if size is None:
        return None
    older = _HEAD.fullmatch(what)
    if what == "checkpoint" or older:
        wanted = store.shelf.covering(origin, int(older["index"])) if older else size
        covered = wanted is not None and wanted <= size
        return store.shelf.head(origin, wanted or 0, own=own) if covered else None
    try:
        name = read_tile_path(what)
    except RecordError:
        return None
    covered = name.index * _FULL + name.width <= size >> (8 * max(name.level, 0))
    return store.shelf.tile(origin, name) if covered else None
