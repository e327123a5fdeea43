"""A problem as the search sees it: numbered places, ways between them, what each is worth."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overflight.planning.ways import Ways

__all__ = ["END", "START", "Order", "Task"]

START, END = 0, 1

# Numbers of places in order of flight.
Order = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """Places, ways and worth; place 0 is the airfield of start, place 1 that of the end.

    Args:
        ways: Ways between places.
        worth: What each place is worth; nothing for the airfields.
        most_m: Greatest length of a route in metres.
    """

    ways: Ways
    worth: tuple[float, ...]
    most_m: float

    def value(self, order: Iterable[int]) -> float:
        """Return what the places of a route are worth."""
        return math.fsum(self.worth[place] for place in order)

    def fits(self, order: Sequence[int]) -> bool:
        """Tell whether a route, airfields included, is short enough."""
        return self.ways.length_m(order) <= self.most_m

    def merit(self, order: Order) -> tuple[float, int]:
        """Return what tells the better of two routes: value, then shortness."""
        return self.value(order), -self.ways.length_m(order)

    def shortest_m(self, place: int) -> NDArray[np.int64]:
        """Return how far each place is at least from one, by any places between.

        A way through a third place can be shorter than the direct one: lengths are rounded, and
        ways round the stand-offs pass by few corners.

        Args:
            place: Number of the place.

        Returns:
            Lengths in metres, shape (n,).
        """
        metres = self.ways.metres
        found: NDArray[np.int64] = metres[place]
        while True:
            shorter = np.minimum(found, (found[:, None] + metres).min(axis=0))
            if np.array_equal(shorter, found):
                return found
            found = shorter

    def only(self, places: Sequence[int]) -> Task:
        """Return the task with some of its places, in the order given, as lengths alone.

        Args:
            places: Numbers of the places kept, those of the airfields first.
        """
        kept = list(places)
        ways = Ways((), self.ways.metres[np.ix_(kept, kept)], {})
        return Task(ways, tuple(self.worth[k] for k in kept), self.most_m)
