"""Tiles and entry bundles: how a log lies on disk and on the wire (C2SP tlog-tiles)."""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256

from overflight.record.faults import refusal
from overflight.record.merkle import Frontier, Node

__all__ = [
    "FULL",
    "HashTree",
    "Tile",
    "TileName",
    "bundle_names",
    "nodes_in_tiles",
    "read_bundle",
    "read_tile_path",
    "tile_names",
    "write_bundle",
]

FULL = 256
HASH = 32
ENTRIES = -1
"""The level under which entry bundles go; the wire writes ``entries``."""
LONGEST_LEAF = 65_535
_PATH = re.compile(
    r"tile/(?P<level>[0-9]|[1-5][0-9]|6[0-3]|entries)"
    r"/(?P<index>(?:x[0-9]{3}/)*[0-9]{3})(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, slots=True, order=True)
class TileName:
    """Which tile: its level, its index in the level, how many hashes or entries it holds.

    Args:
        level: 0 for leaf hashes, 1 for roots over 256 of them, and so on; -1 for entry bundles.
        index: Number of the tile in its level.
        width: 1 to 256; less than 256 is a partial tile.
    """

    level: int
    index: int
    width: int = FULL

    @property
    def path(self) -> str:
        """Return the path under the prefix of the log: ``tile/0/x001/x234/067.p/12``."""
        groups = [f"{self.index % 1000:03d}"]
        rest = self.index // 1000
        while rest:
            groups.insert(0, f"x{rest % 1000:03d}")
            rest //= 1000
        level = "entries" if self.level == ENTRIES else str(self.level)
        end = "" if self.width == FULL else f".p/{self.width}"
        return f"tile/{level}/{'/'.join(groups)}{end}"


@dataclass(frozen=True, slots=True)
class Tile:
    """A tile with its hashes, 32 bytes each, one after the other."""

    name: TileName
    data: bytes


def read_tile_path(path: str) -> TileName:
    """Read the path of a tile or entry bundle, in the one spelling it may have.

    Raises:
        RecordError: ``E-TILE``: no such path is ever written.
    """
    found = _PATH.fullmatch(path)
    if found:
        level = ENTRIES if found["level"] == "entries" else int(found["level"])
        index = int(found["index"].replace("x", "").replace("/", ""))
        name = TileName(level, index, int(found["width"] or FULL))
        if name.path == path and name.width <= FULL:
            return name
    raise refusal(
        "E-TILE", where="tile path", expected="a path such as tile/0/x001/234.p/5", found=path
    )


def tile_names(size: int) -> Iterator[TileName]:
    """Yield the tiles of hashes that a head of this size needs, lowest level first."""
    level, rows = 0, size
    while rows:
        yield from _names(level, rows)
        level, rows = level + 1, rows // FULL


def bundle_names(size: int) -> Iterator[TileName]:
    """Yield the entry bundles that a head of this size needs, in order."""
    return _names(ENTRIES, size)


def _names(level: int, rows: int) -> Iterator[TileName]:
    yield from (TileName(level, index) for index in range(rows // FULL))
    if rows % FULL:
        yield TileName(level, rows // FULL, rows % FULL)


def write_bundle(leaves: Iterable[bytes]) -> bytes:
    """Write leaves as an entry bundle: big-endian length in two bytes, then the leaf.

    Raises:
        RecordError: ``E-LEAF``: a leaf is longer than 65,535 bytes.
    """
    parts: list[bytes] = []
    for leaf in leaves:
        if len(leaf) > LONGEST_LEAF:
            raise refusal(
                "E-LEAF", where="leaf", expected=f"at most {LONGEST_LEAF} bytes", found=len(leaf)
            )
        parts += (struct.pack(">H", len(leaf)), leaf)
    return b"".join(parts)


def read_bundle(data: bytes, count: int) -> tuple[bytes, ...]:
    """Read an entry bundle of a known number of leaves.

    Raises:
        RecordError: ``E-BUNDLE``: it is cut off, or holds more or fewer leaves.
    """
    leaves: list[bytes] = []
    at = 0
    while at + 2 <= len(data) and len(leaves) < count:
        (length,) = struct.unpack_from(">H", data, at)
        leaves.append(data[at + 2 : at + 2 + length])
        at += 2 + length
    if at != len(data) or len(leaves) != count:
        raise refusal(
            "E-BUNDLE",
            where="entry bundle",
            expected=f"{count} whole entries and nothing after them",
            found=f"{len(data)} bytes, {len(leaves)} entries, the last ending at byte {at}",
        )
    return tuple(leaves)


def _perfect(rows: bytes) -> bytes:
    """Return the root over a power of two of hashes, one after the other."""
    while len(rows) > HASH:
        pairs = range(0, len(rows), 2 * HASH)
        rows = b"".join([sha256(b"\x01" + rows[i : i + 2 * HASH]).digest() for i in pairs])
    return rows


def nodes_in_tiles(size: int, read: Callable[[TileName], bytes | None]) -> Node:
    """Return the perfect subtrees of a log from its tiles.

    Args:
        size: How many leaves the log has.
        read: Gives the bytes of a tile, or nothing where it is not held.

    Returns:
        The subtrees; asking for one raises ``RecordError`` (``E-TILE``) where its tile is missing
        or too short.
    """
    last: dict[int, tuple[int, bytes]] = {}  # of each level: a proof asks eight times in a row

    def node(level: int, index: int) -> bytes:
        row, depth = divmod(level, 8)
        first = index << depth
        number, at = divmod(first, FULL)
        name = TileName(row, number, min(FULL, (size >> (8 * row)) - number * FULL))
        of, data = last.get(row, (-1, b""))
        data = data if of == number else read(name) or b""
        rows = data[at * HASH : (at + (1 << depth)) * HASH]
        if len(rows) != HASH << depth:
            raise refusal(
                "E-TILE",
                where=name.path,
                expected=f"{name.width} hashes of {HASH} bytes",
                found=f"{len(data)} bytes",
            )
        last[row] = number, data
        return _perfect(rows)

    return node


class HashTree:
    """The rows of every tile level of a growing log, from a tile boundary on.

    A verifier starts empty and keeps every row. A writer starts from the right edge of what is
    stored and keeps only the open tiles.

    Args:
        size: How many leaves are already below the tree.
        read: Gives the bytes of a stored tile; asked only for the right edge.
    """

    def __init__(self, size: int = 0, read: Callable[[TileName], bytes] | None = None) -> None:
        self.size = size
        self._first: list[int] = []
        self._rows: list[bytearray] = []
        edge = {} if read is None else {n.level: n for n in tile_names(size) if n.width != FULL}
        level = 0
        while size >> (8 * level):
            rows = size >> (8 * level)
            self._first.append(rows - rows % FULL)
            name = edge.get(level)
            data = read(name) if read is not None and name is not None else b""
            if len(data) != (rows % FULL) * HASH:
                raise refusal(
                    "E-TILE",
                    where=TileName(level, rows // FULL, rows % FULL).path,
                    expected=f"{rows % FULL} hashes of {HASH} bytes",
                    found=f"{len(data)} bytes",
                )
            self._rows.append(bytearray(data))
            level += 1

    def push(self, leaf: bytes) -> None:
        """Add one leaf hash on the right."""
        self.size += 1
        level, row = 0, leaf
        while True:
            if level == len(self._rows):
                self._first.append(0)
                self._rows.append(bytearray())
            rows = self._rows[level]
            rows += row
            if len(rows) // HASH % FULL:
                return
            row = _perfect(bytes(rows[-FULL * HASH :]))
            level += 1

    def tile(self, name: TileName) -> bytes | None:
        """Return the bytes a tile must have, or nothing where the tree holds too few rows."""
        if not 0 <= name.level < len(self._rows):
            return None
        if name.index * FULL < self._first[name.level]:
            return None
        data = self._slice(name)
        return data if len(data) == name.width * HASH else None

    def _slice(self, name: TileName) -> bytes:
        start = (name.index * FULL - self._first[name.level]) * HASH
        return bytes(self._rows[name.level][start : start + name.width * HASH])

    def tiles_since(self, size: int) -> Iterator[Tile]:
        """Yield the tiles that a head of the present size has and one of an older size had not."""
        for level in range(len(self._rows)):
            old, new = size >> (8 * level), self.size >> (8 * level)
            if old == new:
                return
            for index in range(old // FULL, (new + FULL - 1) // FULL):
                name = TileName(level, index, min(FULL, new - index * FULL))
                yield Tile(name, self._slice(name))

    def frontier(self) -> Frontier:
        """Return the perfect subtrees of the tree, from the open tiles."""
        peaks = []
        for level in range(len(self._rows) - 1, -1, -1):
            width = (self.size >> (8 * level)) % FULL
            rows = bytes(self._rows[level][len(self._rows[level]) - width * HASH :])
            at = 0
            for bit in range(7, -1, -1):
                count = width & (1 << bit)
                if count:
                    peaks.append(_perfect(rows[at * HASH : (at + count) * HASH]))
                    at += count
        return Frontier(self.size, peaks)
