"""Proofs that leave the record: an entry, its place, and a signed head (C2SP tlog-proof)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from overflight.record.base64s import read_base64, write_base64
from overflight.record.checkpoints import read_head
from overflight.record.faults import refusal
from overflight.record.merkle import LONGEST_PROOF, leaf_hash, verify_inclusion
from overflight.record.notes import LARGEST_NOTE, NoteKey

__all__ = ["EntryProof", "read_proof", "write_proof"]

_FIRST = "c2sp.org/tlog-proof@v1"
_INDEX = re.compile(r"index (0|[1-9][0-9]{0,18})")
_HASH = 32
_LARGEST = LARGEST_NOTE + 64 * 64


@dataclass(frozen=True, slots=True)
class EntryProof:
    """That an entry stands in a log, for whoever trusts the log's key.

    Args:
        index: Index of the entry.
        path: The inclusion proof, lowest hash first.
        note: The signed head it leads to.
    """

    index: int
    path: tuple[bytes, ...]
    note: bytes

    def proves(self, leaf: bytes, key: NoteKey) -> bool:
        """Tell whether this proves that a leaf stands in the log of a key.

        Args:
            leaf: Bytes of the entry.
            key: Key of the log; its name is the log's origin.

        Raises:
            RecordError: The head cannot be read.
        """
        head, note = read_head(self.note)
        return (
            head.origin == key.name
            and note.signed_by(key)
            and verify_inclusion(leaf_hash(leaf), self.index, head.size, self.path, head.root)
        )


def write_proof(proof: EntryProof) -> bytes:
    """Write a proof as a file ``.tlog-proof``."""
    lines = [_FIRST, f"index {proof.index}", *(write_base64(step) for step in proof.path)]
    return ("\n".join(lines) + "\n\n").encode() + proof.note


def read_proof(data: bytes) -> EntryProof:
    """Read a proof in the one form it is written; it is not yet checked.

    Raises:
        RecordError: ``E-PROOF``, ``E-NOTE`` or ``E-HEAD``: not a proof, a step of the path that is
            no hash, or too many of them.
    """
    top, blank, note = data.partition(b"\n\n")
    try:
        lines = top.decode("ascii").split("\n")
    except ValueError:
        lines = []
    index = _INDEX.fullmatch(lines[1]) if len(lines) > 1 else None
    steps = lines[2:]
    if len(data) > _LARGEST or not blank or index is None or lines[0] != _FIRST:
        raise _refuse("a file that begins with c2sp.org/tlog-proof@v1 and an index", lines[:2])
    if len(steps) > LONGEST_PROOF:
        raise _refuse(f"a path of at most {LONGEST_PROOF} hashes", len(steps))
    path = tuple(read_base64(step, code="E-PROOF", where="path") for step in steps)
    if any(len(step) != _HASH for step in path):
        raise _refuse("hashes of 32 bytes", steps)
    read_head(note)
    return EntryProof(int(index[1]), path, note)


def _refuse(expected: str, found: object) -> Exception:
    return refusal("E-PROOF", where="proof", expected=expected, found=found)
