"""What a node gives to take along: what another party lacks, by what its mirror has signed.

A party proves with its cosignatures what it holds. So a stick that was lost is made good by the
next one, and one that comes twice or late does no harm: each carries all not yet signed for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from overflight.adapters.node.wire import Store
from overflight.desk.network.node import NodeDesk
from overflight.record import TileName, mirror_name, read_head, tile_names

__all__ = ["Given", "known_to"]


class Given:
    """The logs of a node under the heads it serves, as a copy to be packed.

    Args:
        desk: The node.
        store: What it serves from.
    """

    def __init__(self, desk: NodeDesk, store: Store) -> None:
        self._desk = desk
        self._store = store

    def origins(self) -> tuple[str, ...]:
        """Return the logs that have a head to be shown."""
        return tuple(origin for origin in self._store.shelf.origins() if self._size(origin))

    def _size(self, origin: str) -> int:
        return self._store.shelf.size(origin, own=self._store.is_own(origin)) or 0

    def _head(self, origin: str, size: int) -> bytes:
        return self._store.shelf.head(origin, size, own=self._store.is_own(origin)) or b""

    def heads(self, origin: str) -> Iterator[bytes]:
        """Yield the head that is served, with all lines over it."""
        yield self._head(origin, self._size(origin))

    def older(self, origin: str) -> Iterator[tuple[int, bytes]]:
        """Yield size and bytes of older heads worth carrying.

        Those at which the log handed over to other keys, and the newest that each mirror signed.
        """
        newest = dict[str, int]()
        for size, line in self._desk.lines.lines(origin):
            newest[line.name] = max(size, newest.get(line.name, 0))
        sizes = set(newest.values())
        for index, _, _ in self._desk.keys.log_keys(origin).since[1:]:
            sizes.add(self._store.shelf.covering(origin, index) or 0)
        for size in sorted(size for size in sizes if 0 < size < self._size(origin)):
            note = self._head(origin, size)
            if note:
                yield size, note

    def older_files(self) -> Iterator[tuple[str, bytes]]:
        """Yield path and bytes of the older heads of all logs."""
        base = self._desk.keys.genesis.base
        for origin in self.origins():
            log = origin.removeprefix(f"{base}/")
            yield from ((f"{log}/head/{size}", note) for size, note in self.older(origin))

    def leaves(self, origin: str) -> Iterator[tuple[int, bytes]]:
        """Yield index and bytes of each entry under the head."""
        yield from islice(enumerate(self._desk.records.entries(origin)), self._size(origin))

    def tiles(self, origin: str) -> Iterable[tuple[TileName, bytes]]:
        """Yield the tiles of hashes under the head."""
        for name in tile_names(self._size(origin)):
            data = self._store.shelf.tile(origin, name)
            if data is not None:
                yield name, data

    def blob(self, digest: str) -> bytes | None:
        """Return bytes by their hex SHA-256."""
        return self._store.shelf.blob(digest)


def known_to(desk: NodeDesk, party: str) -> dict[str, int]:
    """Return how many entries of each log a party has signed for; of its own log, all.

    Args:
        desk: The node that looks.
        party: Code of the party.
    """
    name = mirror_name(desk.keys.genesis.base, party)
    known: dict[str, int] = {}
    for founder in desk.keys.genesis.parties:
        for origin in desk.keys.logs_of(founder.party):
            sizes = [size for size, line in desk.lines.lines(origin) if line.name == name]
            known[origin] = max(sizes, default=0)
    for origin in desk.keys.logs_of(party):
        note = desk.records.checkpoint(origin)
        known[origin] = read_head(note)[0].size if note else 0
    return known
