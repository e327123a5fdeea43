"""The keys of a log through its life: which keys sign a head of a given size (trust.md section 8).

A key set names the log key for every head that covers it. The first such head is signed by the old
key, too: so nobody can move a log to a new key without whoever held the old one, and a reader who
follows the heads sees the hand-over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from overflight.record.checkpoints import Checkpoint, head_signed_by
from overflight.record.notes import Note, NoteKey, SignatureKind
from overflight.record.signature_memory import SignatureMemory

__all__ = ["LogKeys", "head_keys"]


def head_keys(origin: str, public: bytes, second: bytes = b"") -> tuple[NoteKey, ...]:
    """Return the keys a log signs its heads with.

    Args:
        origin: Name of the log.
        public: Raw Ed25519 key.
        second: Raw ML-DSA-44 key, where the log has one.
    """
    first = NoteKey(origin, SignatureKind.LOG, public)
    return (first, NoteKey(origin, SignatureKind.ML_DSA, second)) if second else (first,)


@dataclass(frozen=True, slots=True)
class LogKeys:
    """The log keys named so far.

    Args:
        origin: Name of the log.
        since: For each change: the index of the entry that names the keys, the raw Ed25519 key,
            and the raw ML-DSA-44 key or nothing; by index.
    """

    origin: str
    since: tuple[tuple[int, bytes, bytes], ...]

    def at(self, size: int) -> tuple[NoteKey, ...]:
        """Return the keys in force for a head of this size; for an empty log, its first ones."""
        named = [row for row in self.since if row[0] < size] or self.since[:1]
        return head_keys(self.origin, *named[-1][1:]) if named else ()

    def all(self) -> tuple[NoteKey, ...]:
        """Return every key the log ever had: what evidence of a fork is checked with."""
        return tuple(
            dict.fromkeys(k for row in self.since for k in head_keys(self.origin, *row[1:]))
        )

    def changes(self, old: int, new: int) -> tuple[int, ...]:
        """Return the indexes of the entries that change the keys between two heads.

        Args:
            old: Size of the older head.
            new: Size of the newer head.
        """
        return tuple(index for index, _, _ in self.since if index > 0 and old <= index < new)

    def fault(
        self,
        head: Checkpoint,
        note: Note,
        old: int | None = None,
        memory: SignatureMemory | None = None,
    ) -> str:
        """Return whose signature a head lacks, or nothing.

        Args:
            head: The head.
            note: The note it stands in.
            old: Size of the head before it, where that is known: a head that covers a change of
                keys the one before did not must carry the old keys' signatures, too.
            memory: Signatures found good before.

        Raises:
            RecordError: The note is no head.
        """
        wanted = list(self.at(head.size))
        if old is not None and self.changes(old, head.size):
            wanted += [key for key in self.at(old) if key not in wanted]
        lacking = [key for key in wanted if not head_signed_by(note, key, memory)]
        if not wanted:
            return "a log key named by an entry the head covers"
        names = ", ".join(key.id.hex() for key in lacking)
        return f"a good signature by the log key {names}" if lacking else ""

    def bridged(self, old: int, heads: Iterable[tuple[Checkpoint, Note]]) -> str:
        """Return what is wrong with a row of heads, each held to the one before, or nothing.

        Args:
            old: Size of the head before the first of them.
            heads: Heads in order of size: for each change of keys the first head that covers it,
                then the newest.
        """
        for head, note in heads:
            if len(self.changes(old, head.size)) > 1:
                return "a head between two changes of the log key"
            wrong = self.fault(head, note, old)
            if wrong:
                return wrong
            old = head.size
        return ""
