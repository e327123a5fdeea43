"""A record in memory: the twin of the one in SQLite, for rehearsals and tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

from overflight.adapters.heads import check_blobs, check_ids, no_log_key, sign_head, statement_ids
from overflight.desk import Signer
from overflight.record import (
    Checkpoint,
    HashTree,
    Reference,
    TileName,
    leaf_hash,
    tile_names,
)

__all__ = ["MemoryRecords"]


class MemoryRecords:
    """Logs, heads and blobs in memory.

    Args:
        log_keys: Key of each log that may be appended to, by origin.
    """

    def __init__(self, log_keys: Mapping[str, Signer]) -> None:
        self._log_keys = dict(log_keys)
        self._leaves: dict[str, list[bytes]] = {}
        self._ids: dict[str, list[str]] = {}
        self._heads: dict[str, list[bytes]] = {}
        self._trees: dict[str, HashTree] = {}
        self._blobs: dict[str, bytes] = {}

    def origins(self) -> tuple[str, ...]:
        """Return the origins of the logs held, sorted."""
        return tuple(sorted(self._leaves))

    def entries(self, origin: str, start: int = 0) -> Iterator[bytes]:
        """Yield the leaves of one log in order."""
        return iter(self._leaves.get(origin, [])[start:])

    def checkpoint(self, origin: str) -> bytes | None:
        """Return the newest signed head of one log."""
        return self._heads[origin][-1] if origin in self._heads else None

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
        tree = self._trees.setdefault(origin, HashTree())
        references = []
        for leaf in envelopes:
            digest = leaf_hash(leaf)
            references.append(Reference(origin, tree.size, digest.hex()))
            tree.push(digest)
        head = Checkpoint(origin, tree.size, tree.frontier().root())
        self._blobs.update({sha256(blob).hexdigest(): blob for blob in blobs})
        self._leaves.setdefault(origin, []).extend(envelopes)
        self._ids.setdefault(origin, []).extend(ids)
        self._heads.setdefault(origin, []).append(sign_head(head, self._log_keys[origin]))
        return tuple(references)

    def blob(self, digest: str) -> bytes | None:
        """Return bytes by their hex SHA-256."""
        return self._blobs.get(digest)

    def leaves(self, origin: str) -> Iterable[tuple[int, bytes]]:
        """Yield index and bytes of each entry, for the verifier."""
        return enumerate(self._leaves.get(origin, []))

    def heads(self, origin: str) -> Iterable[bytes]:
        """Yield every signed head, oldest first, for the verifier."""
        return tuple(self._heads.get(origin, ()))

    def tiles(self, origin: str) -> Iterable[tuple[TileName, bytes]]:
        """Yield the tiles of the newest head, for the verifier."""
        tree = self._trees.get(origin, HashTree())
        for name in tile_names(tree.size):
            data = tree.tile(name)
            if data is not None:
                yield name, data
