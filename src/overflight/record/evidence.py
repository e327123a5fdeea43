"""Evidence that a log showed two faces: a file anybody can check (trust.md section 10).

Two heads, both signed by the log, that no one append-only log can have. Whoever holds the log's
public key can check the file; it speaks of no party, no clock and no quorum.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from overflight.errors import RecordError
from overflight.record.base64s import read_base64, write_base64
from overflight.record.checkpoints import Checkpoint, head_signed_by, read_claimed_head
from overflight.record.faults import refusal
from overflight.record.merkle import (
    EMPTY_ROOT,
    LONGEST_PROOF,
    Node,
    consistency_proof,
    tree_root,
    verify_consistency,
)
from overflight.record.notes import LARGEST_NOTE, Note, NoteKey, check_name

__all__ = ["ForkEvidence", "fork_fault", "prove_fork", "read_fork", "write_fork"]

_FIRST = "overflight-evidence/fork@v1"
_HASH = 32
_LARGEST = 2 * (LARGEST_NOTE * 4 // 3 + 8) + 70 * 64


@dataclass(frozen=True, slots=True)
class ForkEvidence:
    """Two signed heads of one log that contradict each other.

    Args:
        origin: Name of the log.
        a: One signed head; the smaller one where their sizes differ.
        b: The other. For a head of size 0 with another root than the empty tree's, the same.
        root: Where sizes differ, the root that the larger tree has at the smaller size.
        path: Where sizes differ, the RFC 6962 proof that this root leads to the larger head.
    """

    origin: str
    a: bytes
    b: bytes
    root: bytes = b""
    path: tuple[bytes, ...] = ()


def write_fork(evidence: ForkEvidence) -> bytes:
    """Write evidence as its file."""
    lines = [
        _FIRST,
        f"origin {evidence.origin}",
        f"a {write_base64(evidence.a)}",
        f"b {write_base64(evidence.b)}",
    ]
    if evidence.root:
        lines.append(f"root {write_base64(evidence.root)}")
        lines += [f"path {write_base64(step)}" for step in evidence.path]
    return ("\n".join(lines) + "\n").encode()


def read_fork(data: bytes) -> ForkEvidence:
    """Read a file of evidence in the one form it is written; it is not yet checked.

    Raises:
        RecordError: ``E-EVIDENCE``: another form; ``E-NOTE`` or ``E-HEAD``: no signed heads in it.
    """
    if len(data) > _LARGEST:
        raise _refuse(f"at most {_LARGEST} bytes", f"{len(data)} bytes")
    try:
        lines = data.decode("utf-8").split("\n")
    except ValueError as fault:
        raise _refuse("UTF-8", str(fault)) from fault
    names = ["origin", "a", "b", "root"][: max(len(lines) - 2, 3)]
    names += ["path"] * (len(lines) - 6)
    if lines[0] != _FIRST or lines[-1] or len(lines) != len(names) + 2:
        raise _refuse(f"a file that begins with {_FIRST} and ends with a line feed", lines[0])
    if len(names) > LONGEST_PROOF + 4:
        raise _refuse(f"a path of at most {LONGEST_PROOF} hashes", f"{len(names) - 4}")
    values = [_value(line, name) for line, name in zip(lines[1:], names, strict=False)]
    check_name(values[0], where="origin", code="E-EVIDENCE")
    a, b, *hashes = (read_base64(v, code="E-EVIDENCE", where="evidence") for v in values[1:])
    if any(len(each) != _HASH for each in hashes):
        raise _refuse("hashes of 32 bytes", [each.hex() for each in hashes])
    if (_head(a)[0].size == _head(b)[0].size) == bool(hashes):
        raise _refuse("root and path exactly where the sizes differ", f"{len(hashes)} hashes")
    return ForkEvidence(values[0], a, b, hashes[0] if hashes else b"", tuple(hashes[1:]))


def _value(line: str, name: str) -> str:
    found, space, value = line.partition(" ")
    if found != name or not space:
        raise _refuse(f"a line {name}", line)
    return value


def _head(note: bytes) -> tuple[Checkpoint, Note]:
    return read_claimed_head(note)


def _refuse(expected: str, found: object) -> RecordError:
    return refusal("E-EVIDENCE", where="evidence of a fork", expected=expected, found=found)


def fork_fault(evidence: ForkEvidence, keys: Iterable[NoteKey]) -> str:
    """Return what keeps evidence from proving a fork, or nothing where it proves one.

    Args:
        evidence: What was read from a file.
        keys: Every key the log ever had; those of another name are passed over.

    Raises:
        RecordError: ``E-NOTE`` or ``E-HEAD``: a note in it cannot be read.
    """
    (a, note_a), (b, note_b) = _head(evidence.a), _head(evidence.b)
    named = [key for key in keys if key.name == evidence.origin]
    if not a.origin == b.origin == evidence.origin:
        return f"heads of {evidence.origin}, not of {a.origin} and {b.origin}"
    for head, note in ((a, note_a), (b, note_b)):
        if head.size == 0 and head.root != EMPTY_ROOT:
            # The size-0 rule: alone it is evidence, whatever the other head says.
            return "" if _signed(note, named) else "a signature by a key of the log"
    if not _signed(note_a, named) or not _signed(note_b, named):
        return "both heads signed by a key of the log"
    return _contradiction(a, b, evidence)


def _signed(note: Note, keys: Iterable[NoteKey]) -> bool:
    return any(head_signed_by(note, key) for key in keys)


def _contradiction(a: Checkpoint, b: Checkpoint, evidence: ForkEvidence) -> str:
    if a.size == b.size:
        return "" if a.root != b.root else "two roots for one size"
    if not verify_consistency((a.size, evidence.root), (b.size, b.root), evidence.path):
        return "a path that leads from the root given to the larger head"
    return "" if evidence.root != a.root else "another root at the smaller size"


def prove_fork(one: bytes, other: bytes, node: Node | None = None) -> ForkEvidence | None:
    """Make evidence of two signed heads, or nothing where they do not contradict each other.

    Args:
        one: A signed head.
        other: Another, of the same log.
        node: Perfect subtrees of the tree of the larger head; needed where the sizes differ.

    Raises:
        RecordError: ``E-NOTE`` or ``E-HEAD``: a note cannot be read.
    """
    heads = sorted(((_head(note)[0], note) for note in (one, other)), key=lambda h: h[0].size)
    (a, note_a), (b, note_b) = heads
    for head, note in heads:
        if head.size == 0 and head.root != EMPTY_ROOT:
            return ForkEvidence(head.origin, note, note)
    if a.size == b.size:
        return ForkEvidence(a.origin, note_a, note_b) if a.root != b.root else None
    if a.size == 0 or node is None or tree_root(b.size, node) != b.root:
        return None
    root = tree_root(a.size, node)
    if root == a.root:
        return None
    return ForkEvidence(a.origin, note_a, note_b, root, consistency_proof(a.size, b.size, node))
