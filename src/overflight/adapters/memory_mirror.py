"""What a party keeps of other parties' logs, in memory: the twin of the one in SQLite."""

from __future__ import annotations

from collections.abc import Sequence

from overflight.adapters.heads import other_start
from overflight.adapters.memory_record import MemoryRecords
from overflight.record import (
    Held,
    NoteSignature,
    blobs_named,
    line_claim,
    nodes_in_tiles,
    read_fork,
    read_head,
)

__all__ = ["MemoryMirror"]


class MemoryMirror:
    """Mirrored logs, cosigned heads, cosignature lines and evidence.

    Args:
        records: Where entries, heads and lines are kept.
    """

    def __init__(self, records: MemoryRecords) -> None:
        self._records = records
        self._last: dict[str, bytes] = {}
        self.evidence: list[bytes] = []

    def held(self, origin: str) -> Held:
        """Return what is held of a log."""
        tree, note = self._records.tree(origin), self._last.get(origin)
        last = read_head(note)[0].size if note else 0
        named = blobs_named(list(self._records.entries(origin, last)))
        missing = tuple(digest for digest in named if self._records.blob(digest) is None)
        frozen = any(read_fork(evidence).origin == origin for evidence in self.evidence)
        return Held(tree.size, nodes_in_tiles(tree.size, tree.tile), note, missing, frozen)

    def take_in(
        self, origin: str, start: int, leaves: Sequence[bytes], blobs: Sequence[bytes]
    ) -> None:
        """Keep entries and the bytes they name."""
        size = self._records.tree(origin).size
        if size != start:
            raise other_start(origin, start, size)
        self._records.take(origin, leaves, blobs)

    def put_cosigned(
        self, origin: str, old: bytes | None, new: bytes, lines: Sequence[NoteSignature]
    ) -> bool:
        """Keep a cosigned head and lines over it, if the head before is still the same."""
        if self._last.get(origin) != old:
            return False
        self._last[origin] = new
        self._records.put_head(origin, new)
        self.put_lines(origin, read_head(new)[0].size, lines)
        return True

    def cosigned_at(self, cosigner: str) -> int:
        """Return when a cosigner last cosigned any head held here, or 0."""
        kept = (line for lines in self._records.lines.values() for line in lines)
        return max((line_claim(line)[1] for line in kept if line.name == cosigner), default=0)

    def put_evidence(self, evidence: bytes) -> None:
        """Keep the proof of a fork; the log it speaks of is frozen from then on."""
        read_fork(evidence)
        self.evidence.append(evidence)

    def put_lines(self, origin: str, size: int, lines: Sequence[NoteSignature]) -> None:
        """Keep good lines over a head; of each key the first and the newest stay."""
        kept = (*self._records.lines.get((origin, size), ()), *lines)
        by_key: dict[tuple[str, int], list[NoteSignature]] = {}
        for line in sorted(kept, key=lambda line: line_claim(line)[1]):
            by_key.setdefault((line.name, line_claim(line)[0]), []).append(line)
        ends = [each[0] for each in by_key.values()]
        ends += [each[-1] for each in by_key.values() if each[-1] != each[0]]
        self._records.lines[origin, size] = tuple(ends)

    def lines(self, origin: str) -> tuple[tuple[int, NoteSignature], ...]:
        """Return the lines kept over the heads of a log, with the sizes of the heads."""
        kept = self._records.lines.items()
        return tuple((size, line) for (of, size), lines in kept if of == origin for line in lines)
