"""A problem as the search sees it: numbered places, ways between them, what each is worth."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from overflight.planning.schedules import Clock, Stops, Times, clock_of, strain_m, timetable_m
from overflight.planning.ways import Ways

__all__ = ["END", "START", "Order", "Task"]

START, END = 0, 1

# Numbers of places in order of flight.
Order = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Task:
    """Places, ways and worth; place 0 is the airfield of start, place 1 that of the end.

    A route goes from place 0 to place 1, to no place twice, and within the greatest length. What
    else it keeps is said by the last four; a task without them is the plain problem, and searched
    no slower than if there were none.

    Args:
        ways: Ways between places, as long there as back. The way between joined places may be a
            line to follow, longer than the distance between them.
        worth: What each place is worth, none below zero; nothing for the airfields and the stops.
        most_m: Greatest length of the whole route in metres, stops or not.
        groups: Sets of places of which a route goes to at most one: places from which the same
            target is seen, strips over the same ground. No place is in two of them. Of joined
            places the group names the first, and both are meant.
        joined: Pairs of places flown straight from one to the other, in either direction, or not
            at all: a line to follow, a strip over an area. No place is in two of them; what the
            pair is worth is the sum of both.
        stops: Airfields where the aircraft may be refuelled and rest; none if it never lands.
        times: When places may be flown over; at any time if not given.
    """

    ways: Ways
    worth: tuple[float, ...]
    most_m: float
    groups: tuple[tuple[int, ...], ...] = ()
    joined: tuple[tuple[int, int], ...] = ()
    stops: Stops | None = None
    times: Times | None = None

    def value(self, order: Iterable[int]) -> float:
        """Return what the places of a route are worth."""
        return math.fsum(self.worth[place] for place in order)

    def fits(self, order: Sequence[int]) -> bool:
        """Tell whether a route, airfields included, keeps all that the task asks."""
        return self.ways.length_m(order) <= self.most_m and (self.plain or self._keeps(order))

    def merit(self, order: Order) -> tuple[float, int]:
        """Return what tells the better of two routes: value, then shortness."""
        return self.value(order), -self.ways.length_m(order)

    @property
    def plain(self) -> bool:
        """Tell whether a route keeps nothing but its length."""
        return not (self.groups or self.joined or self.stops or self.times)

    @property
    def clock(self) -> Clock:
        """Return range and hours in whole metres."""
        return clock_of(len(self.worth), self.stops, self.times)

    @property
    def limit_m(self) -> int:
        """Return what no route is longer than: by its length, and by the hour of its end."""
        return int(min(self.most_m, int(self.clock.late[END])))

    def mates(self) -> dict[int, int]:
        """Return the other place of each joined place."""
        return {one: other for pair in self.joined for one, other in (pair, pair[::-1])}

    def rivals(self) -> dict[int, int]:
        """Return the number of the group of each place that is in one, joined places included."""
        mates = self.mates()
        groups = {place: number for number, group in enumerate(self.groups) for place in group}
        return groups | {mates[place]: number for place, number in groups.items() if place in mates}

    def timetable_s(self, order: Sequence[int]) -> tuple[tuple[float, float], ...]:
        """Return when a route reaches and leaves each place, in seconds after it commences.

        Args:
            order: Numbers of places, airfields included; a route that fits a task with times.
        """
        speed = self.times.speed_m_s if self.times else math.inf
        metres = timetable_m(self.clock, self.ways.metres, order)
        return tuple((reached / speed, left / speed) for reached, left in metres)

    def _keeps(self, order: Sequence[int]) -> bool:
        """Tell whether a route keeps groups, joined places, range and hours."""
        mates, rivals = self.mates(), self.rivals()
        legs = {frozenset(leg) for leg in pairwise(order)}
        broken = (place for place in order if place in mates)
        if any(frozenset((place, mates[place])) not in legs for place in broken):
            return False
        units = {min(place, mates.get(place, place)) for place in order}
        if any(n > 1 for n in Counter(rivals[unit] for unit in units if unit in rivals).values()):
            return False
        return strain_m(self.clock, self.ways.metres, order) == 0

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
            places: Numbers of the places kept, those of the airfields first, joined places both or
                neither.
        """
        kept = list(places)
        numbers = {place: number for number, place in enumerate(kept)}
        ways = Ways((), self.ways.metres[np.ix_(kept, kept)], {})
        task = Task(ways, tuple(self.worth[k] for k in kept), self.most_m)
        if self.plain:
            return task
        groups = (tuple(numbers[p] for p in group if p in numbers) for group in self.groups)
        stops, times = self.stops, self.times
        return replace(
            task,
            groups=tuple(group for group in groups if len(group) > 1),
            joined=tuple((numbers[a], numbers[b]) for a, b in self.joined if a in numbers),
            stops=stops
            and Stops(tuple(numbers[p] for p in stops.places if p in numbers), stops.range_m),
            times=times
            and Times(
                times.speed_m_s,
                tuple(times.earliest_s[k] for k in kept),
                tuple(times.latest_s[k] for k in kept),
                tuple(times.stay_s[k] for k in kept),
            ),
        )
