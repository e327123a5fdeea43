"""What a party keeps of other parties' logs, in memory: the twin of the one in SQLite."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from overflight.adapters.store.heads import other_start
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.record import (
    Held,
    Intake,
    NoteKey,
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
        self._claims: dict[str, list[bytes]] = {}
        self._arrivals: list[tuple[str, int, Intake]] = []
        self._sizes: dict[str, int] = {}
        self.evidence: list[bytes] = []

    def held(self, origin: str) -> Held:
        """Return what is held of a log."""
        tree, note = self._records.tree(origin), self._last.get(origin)
        last = read_head(note)[0].size if note else 0
        named = blobs_named(list(self._records.entries(origin, last)))
        missing = tuple(digest for digest in named if self._records.blob(digest) is None)
        frozen = any(read_fork(evidence).origin == origin for evidence in self.evidence)
        claimed = tuple(c for c in self._claims.get(origin, ()) if read_head(c)[0].size > last)
        node = nodes_in_tiles(tree.size, tree.tile)
        return Held(tree.size, node, note, missing, frozen, claimed)

    def sizes(self) -> Mapping[str, int]:
        """Return how many entries are held of each log; the same object while none has grown."""
        sizes = self._records.sizes()
        if sizes != self._sizes:
            self._sizes = sizes
        return self._sizes

    def take_in(
        self,
        origin: str,
        start: int,
        leaves: Sequence[bytes],
        blobs: Sequence[bytes],
        under: bytes | None = None,
    ) -> None:
        """Keep entries and the bytes they name."""
        size = self._records.tree(origin).size
        if size != start:
            raise other_start(origin, start, size)
        claims = self._claims.setdefault(origin, [])
        if under is not None and under not in claims:
            claims.append(under)
        self._records.take(origin, leaves, blobs)

    def put_cosigned(
        self, origin: str, old: bytes | None, new: bytes, lines: Sequence[NoteSignature]
    ) -> bool:
        """Keep a cosigned head and lines over it, if the head before is still the same."""
        if self._last.get(origin) != old:
            return False
        self._last[origin] = new
        self._records.put_head(origin, new)
        size = read_head(new)[0].size
        claims = self._claims.get(origin, [])
        self._claims[origin] = [claim for claim in claims if read_head(claim)[0].size > size]
        self.put_lines(origin, size, lines)
        return True

    def keep_head(self, origin: str, note: bytes, lines: Sequence[NoteSignature]) -> None:
        """Keep a head of entries held here that was not cosigned here, with lines over it."""
        self._records.put_head(origin, note)
        self.put_lines(origin, read_head(note)[0].size, lines)

    def cosigned_at(self, key: NoteKey) -> int:
        """Return when a key last cosigned any head held here, or 0."""
        kept = (line for lines in self._records.lines.values() for line in lines)
        own = (line for line in kept if (line.name, line.key) == (key.name, key.id))
        return max((line_claim(line)[1] for line in own), default=0)

    def put_evidence(self, evidence: bytes) -> None:
        """Keep the proof of a fork; the log it speaks of is frozen from then on."""
        read_fork(evidence)
        if evidence not in self.evidence:
            self.evidence.append(evidence)

    def proofs(self) -> tuple[bytes, ...]:
        """Return the proofs of forks kept here."""
        return tuple(self.evidence)

    # What came when, for the flood guard.

    def arrived(self, origin: str, at: int, entries: int, size: int) -> None:
        """Remember that so many entries of so many bytes came in."""
        self._arrivals.append((origin, at, Intake(entries, size)))

    def intake(self, origin: str, since: int) -> Intake:
        """Return what came from one log since an instant."""
        came = [what for of, at, what in self._arrivals if of == origin and at >= since]
        return Intake(sum(what.entries for what in came), sum(what.size for what in came))

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
