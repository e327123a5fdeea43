"""One log as one peer serves it: bytes of known form, none of them believed yet.

Everything here may come from somebody hostile. A size is bounded before it is asked for, a form
has one spelling, and hashes are held to a signed head before any entry counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from overflight.desk.network.ports import Peer
from overflight.errors import RecordError
from overflight.record import (
    FULL,
    Checkpoint,
    Node,
    TileName,
    nodes_in_tiles,
    nodes_of,
    origin_hash,
    read_bundle,
    read_claimed_head,
    tree_root,
)

__all__ = ["HeadTiles", "LogSource", "claimed_head", "mirrored", "own_log", "refused"]

LARGEST_NOTE = 262_144
LARGEST_BUNDLE = FULL * (2 + 65_535)
LARGEST_BLOB = 16 * 2**20
HASH = 32
_ENTRIES = -1
_KEPT_TILES = 64


def refused(code: str, peer: str, what: str, expected: str, found: object) -> RecordError:
    """Return the error for what a peer served and nobody should keep."""
    return RecordError(
        code,
        where=f"{peer}, {what}",
        expected=expected,
        found=found,
        remedy="Nothing was kept; the bytes are asked for again in the next round.",
    )


def claimed_head(note: bytes) -> Checkpoint:
    """Return what a note says of a log, without looking at any line but the first.

    Raises:
        RecordError: ``E-NOTE`` or ``E-HEAD``.
    """
    cut = note.rfind(b"\n\n") + 2
    end = note.find(b"\n", cut) + 1
    return read_claimed_head(note[: end or len(note)])[0]


@dataclass(frozen=True, slots=True)
class LogSource:
    """A log at a peer.

    Args:
        peer: The peer.
        origin: Name of the log that is wanted.
        prefix: Where the peer serves it.
    """

    peer: Peer
    origin: str
    prefix: str

    def checkpoint(self) -> bytes | None:
        """Return the newest head the peer serves; nothing where it serves none.

        Raises:
            SourceError: The peer does not answer as a peer does.
        """
        return self.peer.get(f"{self.prefix}/checkpoint", LARGEST_NOTE).data

    def older(self, index: int) -> tuple[Checkpoint, bytes] | None:
        """Return the first head the peer keeps that covers an entry; nothing where it has none.

        Raises:
            SourceError: The peer does not answer as a peer does.
        """
        data = self.peer.get(f"{self.prefix}/head/{index}", LARGEST_NOTE).data
        if data is None:
            return None
        try:
            head, _ = read_claimed_head(data)
        except RecordError:
            return None
        sound = head.origin == self.origin and head.size > index
        return (head, data) if sound else None

    def entries(self, number: int, size: int) -> tuple[bytes, ...]:
        """Return the entries of one bundle, as far as a head covers them.

        Args:
            number: Number of the bundle.
            size: Size of the head.

        Raises:
            SourceError: The peer does not answer as a peer does.
            RecordError: ``E-BUNDLE``: it serves none, or one of another form.
        """
        name = TileName(_ENTRIES, number, min(FULL, size - number * FULL))
        data, width = self._either(name, LARGEST_BUNDLE)
        if data is None:
            raise refused("E-BUNDLE", self.peer.name, name.path, "an entry bundle", "nothing")
        return read_bundle(data, width)[: name.width]

    def tile(self, name: TileName) -> bytes:
        """Return a tile of hashes; as many bytes as its name says.

        Raises:
            SourceError: The peer does not answer as a peer does.
            RecordError: ``E-TILE``: it serves none, or one of another length.
        """
        data, width = self._either(name, FULL * HASH)
        if data is None or len(data) != width * HASH:
            found = "nothing" if data is None else f"{len(data)} bytes"
            raise refused("E-TILE", self.peer.name, name.path, f"{width} hashes", found)
        return data[: name.width * HASH]

    def _either(self, name: TileName, most: int) -> tuple[bytes | None, int]:
        """Ask for a tile, and where a partial one is gone, for the full one that came after it."""
        data = self.peer.get(f"{self.prefix}/{name.path}", most).data
        if data is not None or name.width == FULL:
            return data, name.width
        whole = TileName(name.level, name.index)
        return self.peer.get(f"{self.prefix}/{whole.path}", most).data, FULL

    def bundles(self, start: int, size: int) -> list[tuple[str, int]]:
        """Return what is asked for the entries from one on up to a head: paths and most bytes."""
        names = (
            TileName(_ENTRIES, n, min(FULL, size - n * FULL))
            for n in range(start // FULL, (size + FULL - 1) // FULL)
        )
        return [(f"{self.prefix}/{name.path}", LARGEST_BUNDLE) for name in names]

    def blob(self, digest: str) -> bytes | None:
        """Return an attachment or note; nothing where the peer has none.

        Raises:
            SourceError: The peer does not answer as a peer does.
            RecordError: ``E-BLOB``: it serves other bytes.
        """
        data = self.peer.get(f"blob/{digest}", LARGEST_BLOB).data
        if data is not None and sha256(data).hexdigest() != digest:
            found = sha256(data).hexdigest()
            raise refused("E-BLOB", self.peer.name, f"blob/{digest}", "bytes of this hash", found)
        return data


def own_log(peer: Peer, origin: str) -> LogSource:
    """Return the log a peer serves as its own."""
    return LogSource(peer, origin, "log")


def mirrored(peer: Peer, origin: str) -> LogSource:
    """Return a log as a peer mirrors it."""
    return LogSource(peer, origin, f"mirror/{origin_hash(origin)}")


class HeadTiles:
    """The hashes under one head, each held to its root before it is given out.

    Only a few tiles are kept at a time, however long the log.

    Args:
        head: The head.
        fetch: Gives the bytes of a tile, as many as its name says.

    Raises:
        RecordError: ``E-ROOT``: the hashes served do not lead to the root.
    """

    def __init__(self, head: Checkpoint, fetch: Callable[[TileName], bytes]) -> None:
        self._size = head.size
        self._fetch = fetch
        self._edge: dict[TileName, bytes] = {}
        self._kept: dict[TileName, bytes] = {}
        root = tree_root(head.size, nodes_in_tiles(head.size, self._edge_tile))
        if root != head.root:
            raise refused("E-ROOT", head.origin, "tiles", f"root {head.root.hex()}", root.hex())

    @property
    def node(self) -> Node:
        """Return the perfect subtrees of the tree."""
        return nodes_in_tiles(self._size, self.tile)

    def hashes(self, number: int) -> list[bytes]:
        """Return the leaf hashes of the entries in one bundle."""
        data = self.tile(self._name(0, number))
        return [data[i : i + HASH] for i in range(0, len(data), HASH)]

    def tile(self, name: TileName) -> bytes:
        """Return a tile that was held to the root.

        Raises:
            RecordError: ``E-TILE``: what is served does not fit the hash above it.
        """
        if name in self._edge:
            return self._edge[name]
        if name not in self._kept:
            data = self._fetch(name)
            rows = [data[i : i + HASH] for i in range(0, len(data), HASH)]
            above, at = divmod(name.index, FULL)
            parent = self.tile(self._name(name.level + 1, above))
            if nodes_of(rows)(8, 0) != parent[at * HASH : (at + 1) * HASH]:
                raise refused("E-TILE", "tiles", name.path, "hashes under the root", "others")
            if len(self._kept) >= _KEPT_TILES:
                del self._kept[next(iter(self._kept))]
            self._kept[name] = data
        return self._kept[name]

    def _name(self, level: int, index: int) -> TileName:
        return TileName(level, index, min(FULL, (self._size >> (8 * level)) - index * FULL))

    def _edge_tile(self, name: TileName) -> bytes:
        """Keep the tiles on the right edge: every hash in them goes into the root."""
        if name not in self._edge:
            self._edge[name] = self._fetch(name)
        return self._edge[name]
