"""The times of mirrors beside what was said: what makes a deadline more than a claim."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

from overflight.errors import RecordError
from overflight.record import (
    Checked,
    Dated,
    Genesis,
    Line,
    Reference,
    Roster,
    SignatureMemory,
    TimeBounds,
    faults_of,
    lines_over,
    not_after,
    not_before,
    read_head,
    view_record,
)

__all__ = ["MirrorTimes", "mirror_times"]


@dataclass(frozen=True, slots=True)
class MirrorTimes:
    """What the cosignatures of a record tell of its entries.

    Args:
        parties: How many parties the regime has.
        lines: Good cosignatures over the heads of each log, by origin.
        dated: Between which instants each entry was made.
    """

    parties: int
    lines: Mapping[str, tuple[Line, ...]]
    dated: Mapping[Reference, Dated]


def mirror_times(
    genesis: Genesis,
    checked: Sequence[Checked],
    heads: Mapping[str, Sequence[bytes]],
    blob: Callable[[str], bytes | None],
    memory: SignatureMemory | None = None,
) -> MirrorTimes | None:
    """Return what the cosignatures of a record tell; nothing where no good one is at hand.

    Args:
        genesis: The genesis document.
        checked: Every entry of every log, as ``check_record`` gives them.
        heads: The signed heads of each log, with the cosignature lines kept, by origin.
        blob: Gives the notes that entries name in ``seen``, by their hex SHA-256.
        memory: Signatures found good before.
    """
    if not any(_cosigned(note) for notes in heads.values() for note in notes):
        return None
    view = view_record(genesis, checked, heads, memory)
    lines = {origin: log.lines for origin, log in view.logs.items()}
    if not any(lines.values()):
        return None
    dated: dict[Reference, Dated] = {}
    in_log: dict[str, list[Checked]] = {}
    for each in checked:
        in_log.setdefault(each.ref.o, []).append(each)
    times = cache(lambda digest: _times_in(digest, view.roster, blob(digest), memory))
    for origin, own in lines.items():
        entries = in_log.get(origin, [])
        before = _not_after(entries, own, len(view.parties))
        for each, latest in zip(entries, before, strict=True):
            after = not_before(_latest(each, times), len(view.parties))
            dated[each.ref] = _dated(TimeBounds(after, latest), len(view.parties))
    return MirrorTimes(len(view.parties), lines, dated)


def _cosigned(note: bytes) -> bool:
    """Return whether a head carries a line of somebody beside its log."""
    try:
        head, parsed = read_head(note)
    except RecordError:
        return False
    return any(line.name != head.origin for line in parsed.signatures)


def _dated(bounds: TimeBounds, parties: int) -> Dated:
    return Dated(bounds.earliest, bounds.latest, faults_of(parties), parties)


def _not_after(
    entries: Sequence[Checked], lines: Iterable[Line], parties: int
) -> tuple[int | None, ...]:
    """Return NA of each entry: one walk from the last, whose lines cover all before it too."""
    waiting = sorted(lines, key=lambda line: line.size)
    earliest: dict[str, int] = {}
    found: list[int | None] = []
    for each in reversed(entries):
        while waiting and waiting[-1].size > each.ref.i:
            line = waiting.pop()
            earliest[line.party] = min(line.time, earliest.get(line.party, line.time))
        found.append(not_after(earliest, parties))
    return tuple(reversed(found))


def _latest(each: Checked, times: Callable[[str], dict[str, int]]) -> dict[str, int]:
    """Return the latest time of each party in the notes an entry has seen."""
    latest: dict[str, int] = {}
    for seen in each.statement.seen if each.statement else ():
        for party, time in times(seen.c).items():
            latest[party] = max(time, latest.get(party, time))
    return latest


def _times_in(
    digest: str, roster: Roster, note: bytes | None, memory: SignatureMemory | None
) -> dict[str, int]:
    """Return the latest time of each party in one note; nothing where it is no such head."""
    if note is None or sha256(note).hexdigest() != digest:
        return {}
    try:
        lines = lines_over([read_head(note)], roster, memory)
    except RecordError:
        return {}
    times: dict[str, int] = {}
    for line in lines:
        times[line.party] = max(line.time, times.get(line.party, line.time))
    return times
