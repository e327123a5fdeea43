"""A record in memory: the twin of the one in SQLite, for rehearsals and tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from overflight.adapters.store.heads import (
    LogSigners,
    check_blobs,
    check_ids,
    no_log_key,
    sign_head,
    statement_ids,
)
from overflight.desk import Signer
from overflight.record import (
    Checkpoint,
    HashTree,
    NoteSignature,
    Reference,
    TileName,
    leaf_hash,
    read_head,
    tile_names,
    with_lines,
)

__all__ = ["MemoryRecords"]


class MemoryRecords:
    """Logs, heads and blobs in memory.

    Args:
        log_keys: Key or keys of each log that may be appended to, by origin.
    """

    def __init__(self, log_keys: Mapping[str, Signer | LogSigners]) -> None:
        self._log_keys = dict(log_keys)
        self._leaves: dict[str, list[bytes]] = {}
        self._ids: dict[str, list[str]] = {}
        self._heads: dict[str, list[bytes]] = {}
        self._trees: dict[str, HashTree] = {}
        self._blobs: dict[str, bytes] = {}
        self.lines: dict[tuple[str, int], tuple[NoteSignature, ...]] = {}

    def origins(self) -> tuple[str, ...]:
        """Return the origins of the logs held, sorted."""
        return tuple(sorted(self._leaves))

    def entries(self, origin: str, start: int = 0) -> Iterator[bytes]:
        """Yield the leaves of one log in order."""
        return iter(self._leaves.get(origin, [])[start:])

    def checkpoint(self, origin: str) -> bytes | None:
        """Return the newest signed head of one log, with the cosignature lines kept over it."""
        return next(reversed(self.heads(origin)), None)

    def append(
        self, origin: str, envelopes: Sequence[bytes], blobs: Sequence[bytes] = ()
    ) -> tuple[Reference, ...]:
        """Add statements, all or none, under a newly signed head."""
        if origin not in self._log_keys:
            raise no_log_key(origin)
        ids = statement_ids(origin, envelopes)
        check_blobs(blobs)
        check_ids(origin, ids, self._ids.get(origin, ()))
        if not envelopes:
            return ()
        start = self.tree(origin).size
        self.take(origin, envelopes, blobs)
        self._ids.setdefault(origin, []).extend(ids)
        tree = self.tree(origin)
        head = Checkpoint(origin, tree.size, tree.frontier().root())
        self.put_head(origin, sign_head(head, self._log_keys[origin]))
        return tuple(
            Reference(origin, index, leaf_hash(leaf).hex())
            for index, leaf in enumerate(envelopes, start)
        )

    # What a mirror in memory keeps here.

    def tree(self, origin: str) -> HashTree:
        """Return the tree over the entries of a log."""
        return self._trees.get(origin, HashTree())

    def sizes(self) -> dict[str, int]:
        """Return how many entries are held of each log."""
        return {origin: tree.size for origin, tree in self._trees.items()}

    def take(self, origin: str, leaves: Sequence[bytes], blobs: Sequence[bytes]) -> None:
        """Keep entries after those held, under no head yet."""
        tree = self._trees.setdefault(origin, HashTree())
        for leaf in leaves:
            tree.push(leaf_hash(leaf))
        self._leaves.setdefault(origin, []).extend(leaves)
        self._blobs.update({sha256(blob).hexdigest(): blob for blob in blobs})

    def put_head(self, origin: str, note: bytes) -> None:
        """Keep a signed head, unless one of its size is kept already."""
        heads = self._heads.setdefault(origin, [])
        size = read_head(note)[0].size
        if size not in {read_head(head)[0].size for head in heads}:
            heads.append(note)
            heads.sort(key=lambda head: read_head(head)[0].size)

    def blob(self, digest: str) -> bytes | None:
        """Return bytes by their hex SHA-256."""
        return self._blobs.get(digest)

    def leaves(self, origin: str) -> Iterable[tuple[int, bytes]]:
        """Yield index and bytes of each entry, for the verifier."""
        return enumerate(self._leaves.get(origin, []))

    def heads(self, origin: str) -> tuple[bytes, ...]:
        """Return every signed head, oldest first, with the cosignature lines kept over it."""
        return tuple(
            with_lines(note, self.lines.get((origin, read_head(note)[0].size), ()))
            for note in self._heads.get(origin, ())
        )

    def tiles(self, origin: str) -> Iterable[tuple[TileName, bytes]]:
        """Yield the tiles of the newest head, for the verifier."""
        tree = self.tree(origin)
        for name in tile_names(tree.size):
            data = tree.tile(name)
            if data is not None:
                yield name, data
