"""Find a log again in what others hold of it: its largest head, its entries, what they name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TypeAlias

from overflight.desk.network.recovery import Asked, Shown, Source, ask_heads
from overflight.errors import RecordError, SourceError
from overflight.record import (
    ForkEvidence,
    LogKeys,
    Node,
    NoteKey,
    NoteSignature,
    TileName,
    blobs_named,
    bundle_names,
    fork_fault,
    good_lines,
    leaf_hash,
    nodes_of,
    origin_hash,
    prove_fork,
    read_bundle,
    read_head,
    tree_root,
)

__all__ = ["FoundLog", "KeysIn", "entries_left", "fetch_blobs", "find_log", "lines_found"]

_FULL = 256
_LARGEST_BUNDLE = _FULL * (2 + 65_535)
_LARGEST_BLOB = 16 * 2**20

KeysIn: TypeAlias = Callable[[Sequence[bytes]], LogKeys]
"""Tells the keys of a log from its entries: those that key sets signed by root keys name."""


@dataclass(frozen=True, slots=True)
class FoundLog:
    """The largest head found of a log, with everything under it.

    Args:
        origin: Name of the log.
        note: The head; nothing where no source proves one.
        leaves: Every entry under it.
        asked: What the sources answered.
        unread: Larger heads signed by the log whose entries nobody gave: they must be fetched.
        forks: Proofs that the log signed heads that no one log can have.
    """

    origin: str
    note: bytes | None
    leaves: tuple[bytes, ...]
    asked: Asked
    unread: tuple[Shown, ...] = ()
    forks: tuple[ForkEvidence, ...] = ()

    @property
    def size(self) -> int:
        """Return how many entries were found."""
        return len(self.leaves)

    @property
    def keepers(self) -> tuple[str, ...]:
        """Return the parties whose own mirror has shown this log."""
        return tuple(sorted({s.source.party for s in self.asked.shown if s.source.party}))


def find_log(
    sources: Sequence[Source], origin: str, held: Sequence[bytes], keys_in: KeysIn
) -> FoundLog:
    """Find the largest head of a log that its own key signed, and fetch every entry under it.

    Bytes prove themselves: a head counts only with all its entries, a fitting root, and the
    signature of the key those entries name.

    Args:
        sources: Whom to ask.
        origin: Name of the log.
        held: Entries held already, which need not be fetched if they fit.
        keys_in: Tells the log's keys from its entries.
    """
    asked = ask_heads(sources, origin)
    note: bytes | None = None
    leaves: tuple[bytes, ...] = ()
    unread: list[Shown] = []
    for shown in sorted(asked.shown, key=lambda s: -s.head.size):
        if note is not None:
            break
        fetched = _entries(shown, held)
        if fetched is None:
            unread.append(shown)
        elif not keys_in(fetched).fault(shown.head, read_head(shown.note)[1]):
            note, leaves = shown.note, fetched
    keys = keys_in(leaves or held)
    signed = [s for s in asked.shown if not keys.fault(s.head, read_head(s.note)[1])]
    readable = [shown for shown in signed if shown.head.size <= len(leaves)]
    forks = _forks(note, readable, nodes_of([leaf_hash(leaf) for leaf in leaves]), keys)
    kept = tuple(shown for shown in unread if shown in signed)
    return FoundLog(origin, note, leaves, asked, kept, tuple(forks))


def _root(leaves: Sequence[bytes]) -> bytes:
    return tree_root(len(leaves), nodes_of([leaf_hash(leaf) for leaf in leaves]))


def _entries(shown: Shown, held: Sequence[bytes]) -> tuple[bytes, ...] | None:
    """Fetch the entries under a head, those held left out if they fit; nothing if none fit."""
    size = shown.head.size
    for start in dict.fromkeys((min(len(held), size), 0)):
        try:
            leaves = (*held[:start], *_fetched(shown, start))
        except (SourceError, RecordError):
            continue
        if _root(leaves) == shown.head.root:
            return leaves
    return None


def _fetched(shown: Shown, start: int) -> Iterator[bytes]:
    """Yield the entries under a head from an index on.

    Raises:
        SourceError: The source does not answer.
        RecordError: It lacks entries, or sends what are none.
    """
    for name in bundle_names(shown.head.size):
        first = name.index * _FULL
        if first + name.width > start:
            leaves = _bundle(shown, name)
            yield from leaves[max(0, start - first) :]


def _bundle(shown: Shown, name: TileName) -> Sequence[bytes]:
    stem = f"mirror/{origin_hash(shown.head.origin)}"
    peer = shown.source.peer
    data = peer.get(f"{stem}/{name.path}", _LARGEST_BUNDLE).data
    if data is not None:
        return read_bundle(data, name.width)
    full = TileName(name.level, name.index, _FULL)  # it has grown since the head was asked for
    data = peer.get(f"{stem}/{full.path}", _LARGEST_BUNDLE).data
    return read_bundle(data or b"", _FULL)[: name.width]


def lines_found(
    found: FoundLog, leaves: Sequence[bytes], mirrors: Sequence[NoteKey]
) -> tuple[tuple[int, NoteSignature], ...]:
    """Return the good cosignature lines over heads that were shown and fit the entries.

    Args:
        found: What was found of a log.
        leaves: Its entries as they are held now.
        mirrors: Mirror keys of all parties.

    Returns:
        Size of the head and line, none twice.
    """
    node = nodes_of([leaf_hash(leaf) for leaf in leaves])
    lines: dict[tuple[int, NoteSignature], None] = {}
    for shown in found.asked.shown:
        size, note = shown.head.size, read_head(shown.note)[1]
        if size <= len(leaves) and tree_root(size, node) == shown.head.root:
            good = (line for key in mirrors for line in good_lines(note, key))
            lines.update(dict.fromkeys((size, line) for line in good))
    return tuple(lines)


def _forks(
    note: bytes | None, signed: Sequence[Shown], node: Node, keys: LogKeys
) -> Iterator[ForkEvidence]:
    for shown in signed:
        evidence = prove_fork(shown.note, note, node) if note else None
        if evidence and not fork_fault(evidence, keys.all()):
            yield evidence


def fetch_blobs(
    sources: Sequence[Source], leaves: Sequence[bytes], held: Callable[[str], bytes | None]
) -> tuple[tuple[bytes, ...], tuple[str, ...]]:
    """Fetch what entries name and is not held: attachments of the record, and heads seen.

    Args:
        sources: Whom to ask, the first one first.
        leaves: The entries.
        held: Gives what is held already.

    Returns:
        The bytes, and the hex SHA-256 of what nobody gave.
    """
    found: list[bytes] = []
    missing: list[str] = []
    for digest in blobs_named(leaves):
        if held(digest) is None:
            data = next(_blob_at(sources, digest), None)
            if data is None:
                missing.append(digest)
            else:
                found.append(data)
    return tuple(found), tuple(missing)


def _blob_at(sources: Sequence[Source], digest: str) -> Iterator[bytes]:
    for source in sources:
        try:
            data = source.peer.get(f"blob/{digest}", _LARGEST_BLOB).data
        except SourceError:
            continue
        if data is not None and sha256(data).hexdigest() == digest:
            yield data


def entries_left(held: Sequence[bytes], found: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the entries of a backup that the log found does not hold, in their order.

    Args:
        held: Entries of one's own log in the backup.
        found: Entries under the largest head found.
    """
    known = set(found)
    return tuple(leaf for leaf in held if leaf not in known)
