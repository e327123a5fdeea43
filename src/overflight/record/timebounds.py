"""Time without a trusted clock: when an entry was made at the earliest and latest (section 9).

With n parties of which at most f lie, the (f+1)-th value is never a lie alone: an entry existed
before NA, because f+1 parties dated heads that cover it by then; it was made after NB, because it
names notes that f+1 parties had dated by then. What a statement claims as its time is never used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from overflight.record.policies import faults_of, quorum_of
from overflight.record.rosters import Line

__all__ = [
    "InTime",
    "Silence",
    "TimeBounds",
    "in_time",
    "not_after",
    "not_before",
    "silence",
    "time_bounds",
]


@dataclass(frozen=True, slots=True)
class TimeBounds:
    """Between which instants an entry came to be.

    Args:
        after: NB, in seconds since 1970: it was made after this; nothing where too few saw.
        before: NA: it existed before this; nothing where too few have cosigned.
    """

    after: int | None = None
    before: int | None = None

    @property
    def earliest(self) -> datetime | None:
        """Return NB as an instant in UTC; nothing where there is none the calendar has."""
        return _instant(self.after)

    @property
    def latest(self) -> datetime | None:
        """Return NA as an instant in UTC; nothing where there is none the calendar has."""
        return _instant(self.before)


def _instant(seconds: int | None) -> datetime | None:
    if seconds is None:
        return None
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


class InTime(StrEnum):
    """Whether an entry kept a deadline."""

    KEPT = "kept"
    MISSED = "missed"
    UNDECIDED = "undecided"  # the deadline lies between the bounds: no guess


class Silence(StrEnum):
    """Whether a party had published nothing of a kind by an instant."""

    PROVEN = "proven"
    SPOKEN = "spoken"
    UNDECIDED = "undecided"


def not_after(earliest: Mapping[str, int], parties: int) -> int | None:
    """Return NA: the (f+1)-th smallest of the times at which parties first held an entry.

    Args:
        earliest: The earliest time of each party, over good lines on heads that cover the entry.
        parties: How many parties the regime has.
    """
    return _ranked(sorted(earliest.values()), parties)


def not_before(latest: Mapping[str, int], parties: int) -> int | None:
    """Return NB: the (f+1)-th largest of the times in the notes that an entry had seen.

    Args:
        latest: The latest time of each party, over good lines in those notes.
        parties: How many parties the regime has.
    """
    return _ranked(sorted(latest.values(), reverse=True), parties)


def _ranked(values: list[int], parties: int) -> int | None:
    rank = faults_of(parties)
    return values[rank] if len(values) > rank else None


def time_bounds(
    index: int, lines: Iterable[Line], seen: Iterable[Line], parties: int
) -> TimeBounds:
    """Return between which instants an entry came to be.

    Args:
        index: Index of the entry in its log.
        lines: Good cosignatures over heads of its log.
        seen: Good cosignatures in the notes its ``seen`` commits to by hash.
        parties: How many parties the regime has.
    """
    earliest: dict[str, int] = {}
    latest: dict[str, int] = {}
    for line in lines:
        if line.size > index:
            earliest[line.party] = min(line.time, earliest.get(line.party, line.time))
    for line in seen:
        latest[line.party] = max(line.time, latest.get(line.party, line.time))
    return TimeBounds(not_before(latest, parties), not_after(earliest, parties))


def in_time(bounds: TimeBounds, deadline: int | datetime) -> InTime:
    """Return whether an entry was made by a deadline.

    Args:
        bounds: Between which instants it came to be.
        deadline: The last instant that keeps it; seconds since 1970, or an aware instant.
    """
    last = int(deadline.timestamp()) if isinstance(deadline, datetime) else deadline
    if bounds.before is not None and bounds.before <= last:
        return InTime.KEPT
    if bounds.after is not None and bounds.after > last:
        return InTime.MISSED
    return InTime.UNDECIDED


def silence(lines: Iterable[Line], first: int | None, until: int, parties: int) -> Silence:
    """Return whether a party is proven to have published nothing of a kind by an instant.

    A cosignature says: the largest head of this log that I know at this time. So a quorum of them,
    dated then or later, over heads that contain no such entry, proves that none was published.

    Args:
        lines: Good cosignatures over heads of the party's log.
        first: Index of the first entry of that kind found so far; nothing where there is none.
        until: The instant, in seconds since 1970.
        parties: How many parties the regime has.
    """
    held = list(lines)
    if first is not None:
        found = time_bounds(first, held, (), parties)
        if found.before is not None and found.before <= until:
            return Silence.SPOKEN
    without = {
        line.party for line in held if line.time >= until and (first is None or line.size <= first)
    }
    return Silence.PROVEN if len(without) >= quorum_of(parties) else Silence.UNDECIDED
