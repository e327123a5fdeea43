"""The flood guard: no log may send more in a day than a mirror can keep (trust.md section 6).

Whoever joins late or was away has more than a day's entries to take in. They are told from a flood
by the cosignatures of others: what a quorum held a day ago is catching up, not flood.
"""

from __future__ import annotations

from dataclasses import dataclass

from overflight.desk.network.node import NodeDesk
from overflight.desk.network.sources import LogSource
from overflight.record import (
    MOST_BYTES,
    MOST_ENTRIES,
    Declined,
    Intake,
    Line,
    NoteKey,
    Roster,
    lines_over,
    read_note,
    regime_policies,
)

__all__ = ["DAY_S", "Allowance", "allowance"]

DAY_S = 86_400
_MOST_HEADS = 40


@dataclass(slots=True)
class Allowance:
    """How much may still come from one log today.

    Args:
        intake: What came in the last 24 hours.
        free: Entries below this index are catching up and count for nothing.
        entries: New entries that were counted and not yet noted down.
        size: New bytes that were counted and not yet noted down.
    """

    intake: Intake
    free: int = 0
    entries: int = 0
    size: int = 0

    def upto(self, start: int) -> int:
        """Return how far entries may come where so many are held."""
        return max(start, self.free) + max(MOST_ENTRIES - self.intake.entries, 0)

    def fault(self, start: int, size: int) -> Declined | None:
        """Return that a head of a size asks for more than may come, or nothing."""
        if size <= self.upto(start):
            return None
        return _flood(self.intake.entries + size - max(start, self.free), self.intake.size)

    def count(self, indexes: range, size: int) -> Declined | None:
        """Count entries, or what they name, before they are kept; return why they may not be.

        Args:
            indexes: Places of the entries, which come together.
            size: Bytes.
        """
        new = max(indexes.stop - max(indexes.start, self.free), 0)
        if indexes.stop <= self.free:
            return None
        intake = Intake(self.intake.entries + new, self.intake.size + size)
        if intake.entries > MOST_ENTRIES or intake.size > MOST_BYTES:
            return _flood(intake.entries, intake.size)
        self.intake = intake
        self.entries, self.size = self.entries + new, self.size + size
        return None

    def arrived(self, desk: NodeDesk, origin: str) -> None:
        """Note down what was counted, after it was kept."""
        if self.entries or self.size:
            desk.arrivals.arrived(origin, desk.now(), self.entries, self.size)
        self.entries = self.size = 0


def _flood(entries: int, size: int) -> Declined:
    most = f"at most {MOST_ENTRIES} entries and {MOST_BYTES} bytes from one log in 24 h"
    return Declined("E-FLOOD", most, f"{entries} entries, {size} bytes")


def allowance(desk: NodeDesk, source: LogSource, start: int, size: int) -> Allowance:
    """Return how much may come from a log now.

    Args:
        desk: The node.
        source: The log at the peer.
        start: How many entries are held.
        size: Size of the head wanted.

    Raises:
        SourceError: The peer does not answer as a peer does.
    """
    may = Allowance(desk.arrivals.intake(source.origin, desk.now() - DAY_S))
    if size > may.upto(start):
        may.free = _held_a_day_ago(desk, source, start, size)
    return may


def _held_a_day_ago(desk: NodeDesk, source: LogSource, start: int, size: int) -> int:
    """Return how many entries the regime's quorum of mirrors held a day ago, as lines prove.

    Mirrors cosign different heads of a busy log. A line over any head proves that its mirror held
    all entries below, so lines over several heads count together for the smallest of them.
    """
    until, roster = desk.now() - DAY_S, desk.keys.roster()
    (quorum,) = regime_policies(roster)
    found: set[NoteKey] = set()
    below = size
    for _ in range(_MOST_HEADS):
        dated = _last_old(source, (start, below), roster, until)
        if dated is None:
            return 0
        found |= {line.key for line in dated if line.time <= until}
        if quorum.met_by(found):
            return dated[0].size
        below = dated[0].size - 1
    return 0


def _last_old(
    source: LogSource, between: tuple[int, int], roster: Roster, until: int
) -> tuple[Line, ...] | None:
    """Return the lines over the largest head on which a mirror's line is old enough."""
    low, high = between
    best = None
    while low < high:
        middle = (low + high) // 2
        lines = _dated(source, (middle, between[1]), roster)
        if lines and min(line.time for line in lines) <= until:
            best, low = lines, lines[0].size
        else:
            high = middle
    return best


def _dated(source: LogSource, between: tuple[int, int], roster: Roster) -> tuple[Line, ...]:
    """Return the lines over a head that has any, near above an entry: many heads have none."""
    index, most = between
    stride = 0
    while True:
        found = source.older(index)
        if found is None or found[0].size > most:
            return ()
        head, note = found
        lines = lines_over([(head, read_note(note))], roster)
        if lines or head.size == most:
            return lines
        index, stride = min(head.size + stride, most - 1), 2 * stride + 1
