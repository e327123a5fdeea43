"""Instants known only to lie between two others, and what they do to a deadline.

Mirrors prove that a statement was made after one instant and existed before another; between the
two nobody knows. Sums and comparisons keep that: a limit that starts between two instants is due
between two instants, and an act is in time, late, or *undecided*. Nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from overflight.deadlines.instants import Instant, show_instant
from overflight.deadlines.spans import Unit, after, before

__all__ = [
    "Length",
    "Moment",
    "Timeliness",
    "after_moment",
    "before_moment",
    "exactly",
    "last_of",
    "timeliness",
    "within",
]


class Timeliness(StrEnum):
    """Whether an act kept its deadline."""

    KEPT = "kept"
    LATE = "late"
    UNDECIDED = "undecided"  # the deadline lies between what is proven: no guess


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant that lies between two others, both of them possible.

    Args:
        earliest: Not before this; nothing where nothing bounds it from below.
        latest: Not after this; nothing where nothing bounds it from above.
    """

    earliest: Instant | None = None
    latest: Instant | None = None

    @property
    def exact(self) -> bool:
        """Return whether it is one known instant."""
        return self.earliest is not None and self.earliest == self.latest

    def __add__(self, by: timedelta) -> Moment:
        """Return the moment a span later."""
        return Moment(
            None if self.earliest is None else self.earliest + by,
            None if self.latest is None else self.latest + by,
        )

    def __sub__(self, by: timedelta) -> Moment:
        """Return the moment a span earlier."""
        return self + -by

    def nearest(self, at: Instant) -> Instant:
        """Return an instant if it is possible, else the possible one nearest to it."""
        if self.earliest is not None and at < self.earliest:
            return self.earliest
        return self.latest if self.latest is not None and at > self.latest else at

    def show(self) -> str:
        """Write it for a person: ``2003-05-08 08:00Z``, or between which instants it lies."""
        if self.earliest is None:
            return "unknown" if self.latest is None else f"by {show_instant(self.latest)}"
        if self.exact:
            return show_instant(self.earliest)
        start = show_instant(self.earliest)
        if self.latest is None:
            return f"after {start}"
        return f"between {start} and {show_instant(self.latest)}"


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time that lies between two others, ends included.

    Args:
        shortest: At least this; nothing where nothing bounds it from below.
        longest: At most this; nothing where nothing bounds it from above.
    """

    shortest: timedelta | None = None
    longest: timedelta | None = None


def exactly(at: Instant) -> Moment:
    """Return an instant that is known."""
    return Moment(at, at)


def last_of(moments: Iterable[Moment]) -> Moment:
    """Return when the last of several acts was done, as what counts only once all are done."""
    every = tuple(moments)
    earliest = [m.earliest for m in every if m.earliest is not None]
    latest = [m.latest for m in every if m.latest is not None]
    return Moment(
        max(earliest, default=None), max(latest) if every and len(latest) == len(every) else None
    )


def after_moment(start: Moment, amount: int, unit: Unit) -> Moment:
    """Return the last instant of a limit that runs from an uncertain event.

    Treaty: CLK-1, CLK-2, CLK-3, as ``after`` counts them from either end.
    """
    return Moment(
        None if start.earliest is None else after(start.earliest, amount, unit),
        None if start.latest is None else after(start.latest, amount, unit),
    )


def before_moment(event: Moment, amount: int, unit: Unit) -> Moment:
    """Return the last instant of a minimum lead before an uncertain event (CLK-4)."""
    return Moment(
        None if event.earliest is None else before(event.earliest, amount, unit),
        None if event.latest is None else before(event.latest, amount, unit),
    )


def within(start: Moment, end: Moment) -> Length:
    """Return the time between two moments."""
    known_shortest = end.earliest is not None and start.latest is not None
    known_longest = end.latest is not None and start.earliest is not None
    return Length(
        end.earliest - start.latest if known_shortest else None,  # type: ignore[operator]
        end.latest - start.earliest if known_longest else None,  # type: ignore[operator]
    )


def timeliness(act: Moment, due: Moment) -> Timeliness:
    """Return whether an act was done by a deadline; equality keeps it.

    It is in time where even its latest instant keeps the earliest deadline, late where even its
    earliest instant misses the latest one; everything between is undecided.

    Args:
        act: When it was done.
        due: The last instant that keeps the limit.
    """
    if act.latest is not None and due.earliest is not None and act.latest <= due.earliest:
        return Timeliness.KEPT
    if act.earliest is not None and due.latest is not None and act.earliest > due.latest:
        return Timeliness.LATE
    return Timeliness.UNDECIDED
