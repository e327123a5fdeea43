"""Hash trees as RFC 6962 section 2.1 writes them: roots, inclusion and consistency."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from hashlib import sha256
from typing import TypeAlias

from overflight.record.faults import refusal

__all__ = [
    "EMPTY_ROOT",
    "Frontier",
    "Node",
    "consistency_proof",
    "extended_nodes",
    "inclusion_proof",
    "leaf_hash",
    "merkle_root",
    "node_hash",
    "nodes_of",
    "roots_at",
    "tree_root",
    "verify_consistency",
    "verify_inclusion",
]

EMPTY_ROOT = sha256(b"").digest()
LONGEST_PROOF = 63

Node: TypeAlias = Callable[[int, int], bytes]
"""Root of the perfect subtree of 2^level leaves that starts at leaf index * 2^level."""


def leaf_hash(leaf: bytes) -> bytes:
    """Return SHA-256(0x00, leaf), 32 bytes."""
    return sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return SHA-256(0x01, left, right), 32 bytes."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The roots of the perfect subtrees of a growing tree: all that is needed to extend it.

    Args:
        size: How many leaves there are.
        peaks: Roots of the perfect subtrees, the largest (leftmost) first; one for each bit of
            the size.
    """

    __slots__ = ("peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self.peaks = list(peaks)

    def push(self, leaf: bytes) -> None:
        """Add one leaf hash on the right."""
        self.peaks.append(leaf)
        self.size += 1
        bits = self.size
        while not bits & 1:
            right = self.peaks.pop()
            self.peaks[-1] = node_hash(self.peaks[-1], right)
            bits >>= 1

    def root(self) -> bytes:
        """Return the root of the whole tree."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def merkle_root(leaves: Iterable[bytes]) -> bytes:
    """Return the root over leaves given as their bytes, in order."""
    frontier = Frontier()
    for leaf in leaves:
        frontier.push(leaf_hash(leaf))
    return frontier.root()


def roots_at(sizes: Container[int], hashes: Iterable[bytes]) -> dict[int, bytes]:
    """Return the roots a growing tree had at some sizes, and at 0; none beyond its leaves.

    Args:
        sizes: Sizes asked for.
        hashes: Its leaf hashes, in order.
    """
    frontier = Frontier()
    roots = {0: frontier.root()}
    for digest in hashes:
        frontier.push(digest)
        if frontier.size in sizes:
            roots[frontier.size] = frontier.root()
    return roots


def nodes_of(hashes: Sequence[bytes]) -> Node:
    """Return the perfect subtrees over leaf hashes held in memory."""
    levels = [list(hashes)]
    while len(levels[-1]) > 1:
        below = levels[-1]
        pairs = zip(below[::2], below[1::2], strict=False)
        levels.append([node_hash(left, right) for left, right in pairs])
    return lambda level, index: levels[level][index]


def extended_nodes(size: int, node: Node, hashes: Iterable[bytes]) -> Node:
    """Return the perfect subtrees of a tree with more leaves on its right.

    Args:
        size: How many leaves the tree has.
        node: Its perfect subtrees.
        hashes: Leaf hashes to add, in order.
    """
    added: dict[tuple[int, int], bytes] = {}

    def both(level: int, index: int) -> bytes:
        found = added.get((level, index))
        return node(level, index) if found is None else found

    for place, digest in enumerate(hashes, size):
        level, index, value = 0, place, digest
        added[0, index] = value
        while index & 1:
            value = node_hash(both(level, index - 1), value)
            level, index = level + 1, index >> 1
            added[level, index] = value
    return both


def tree_root(size: int, node: Node) -> bytes:
    """Return the root over the first leaves of a tree.

    Args:
        size: How many leaves.
        node: The perfect subtrees of a tree of at least this size.
    """
    return _span(0, size, node) if size else EMPTY_ROOT


def _span(start: int, end: int, node: Node) -> bytes:
    """Return the root over leaves start to end, end not included."""
    width = end - start
    level = width.bit_length() - 1
    if width == 1 << level and not start % width:
        return node(level, start >> level)
    middle = start + _left_width(width)
    return node_hash(_span(start, middle, node), _span(middle, end, node))


def _left_width(width: int) -> int:
    """Return the largest power of two smaller than the width."""
    return 1 << ((width - 1).bit_length() - 1)


def inclusion_proof(index: int, size: int, node: Node) -> tuple[bytes, ...]:
    """Return the path that proves a leaf stands in a tree, lowest hash first.

    Args:
        index: Index of the leaf, less than the size.
        size: How many leaves the tree has.
        node: The perfect subtrees of the tree.
    """
    if not 0 <= index < size:
        raise refusal(
            "E-PROOF",
            where=f"entry {index}",
            expected=f"an index below {size}",
            found=index,
            remedy="Name an entry that the head covers.",
        )
    start, end, path = 0, size, list[bytes]()
    while end - start > 1:
        middle = start + _left_width(end - start)
        if index < middle:
            path.append(_span(middle, end, node))
            end = middle
        else:
            path.append(_span(start, middle, node))
            start = middle
    return tuple(reversed(path))


def verify_inclusion(
    leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes
) -> bool:
    """Tell whether a path proves that a leaf hash stands at an index under a root (RFC 9162)."""
    if not 0 <= index < size or len(path) > LONGEST_PROOF:
        return False
    fn, sn, value = index, size - 1, leaf
    for step in path:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            value = node_hash(step, value)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            value = node_hash(value, step)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and value == root


def consistency_proof(old: int, new: int, node: Node) -> tuple[bytes, ...]:
    """Return the hashes that prove a smaller tree is a prefix of a larger one.

    Args:
        old: Size of the smaller tree, at least 1.
        new: Size of the larger tree, at least the old.
        node: The perfect subtrees of the larger tree.
    """
    if not 0 < old <= new:
        raise refusal(
            "E-PROOF",
            where=f"sizes {old} and {new}",
            expected="an older size from 1 up to the newer size",
            found=old,
            remedy="Name the smaller head first.",
        )
    start, end, whole, path = 0, new, True, list[bytes]()
    while old != end:
        middle = start + _left_width(end - start)
        if old <= middle:
            path.append(_span(middle, end, node))
            end = middle
        else:
            path.append(_span(start, middle, node))
            start, whole = middle, False
    if not whole:
        path.append(_span(start, end, node))
    return tuple(reversed(path))


def verify_consistency(
    old: tuple[int, bytes], new: tuple[int, bytes], path: Sequence[bytes]
) -> bool:
    """Tell whether a path proves that one head is a prefix of another (RFC 9162).

    Args:
        old: Size and root of the smaller head; at least one leaf.
        new: Size and root of the larger head.
        path: The proof.
    """
    (old_size, old_root), (new_size, new_root) = old, new
    if old_size == new_size:
        return not path and old_root == new_root
    if not 0 < old_size < new_size or not path or len(path) > LONGEST_PROOF + 1:
        return False
    steps = list(path)
    if old_size & (old_size - 1) == 0:
        steps.insert(0, old_root)
    fn, sn = old_size - 1, new_size - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    return _folds(steps, fn, sn) == (old_root, new_root)


def _folds(steps: Sequence[bytes], fn: int, sn: int) -> tuple[bytes, bytes] | None:
    """Return the two roots a consistency proof leads to, or nothing if its length is wrong."""
    left = right = steps[0]
    for step in steps[1:]:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            left, right = node_hash(step, left), node_hash(step, right)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            right = node_hash(right, step)
        fn, sn = fn >> 1, sn >> 1
    return (left, right) if sn == 0 else None
