"""What a route keeps besides its length: range between refuellings, and the hours of its places.

Times are counted in metres flown at ground speed, in whole numbers rounded to the careful side, so
that one clock serves both.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = ["EVER", "Clock", "Stops", "Times", "clock_of", "strain_m", "timetable_m"]

Ints = NDArray[np.int64]

EVER = 2**50  # metres: a time that never comes


@dataclass(frozen=True, slots=True)
class Stops:
    """Airfields on the way at which the aircraft may land, to be refuelled or to rest.

    Args:
        places: Their numbers. Landing there is worth nothing, is never asked for, and happens once
            at most; list an airfield twice if it may be used twice.
        range_m: Greatest length flown from one refuelling to the next; the aircraft starts full.
    """

    places: tuple[int, ...]
    range_m: float = math.inf


@dataclass(frozen=True, slots=True)
class Times:
    """When places may be flown over, in seconds after the flight commences.

    The aircraft waits only on the ground: at the start as long as the hours of place 0 allow (none:
    it leaves at 0), and at a stop as long as it must. It reaches each place within its hours.

    Args:
        speed_m_s: Ground speed.
        earliest_s: First second of each place, shape (n,).
        latest_s: Last second of each place, ``math.inf`` for no end, shape (n,); that of place 1 is
            when the whole flight ends at the latest.
        stay_s: How long the aircraft stays at each place before it goes on, shape (n,).
    """

    speed_m_s: float
    earliest_s: tuple[float, ...]
    latest_s: tuple[float, ...]
    stay_s: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Clock:
    """Range and hours in whole metres, by number of place.

    Args:
        early: First metre at which a place may be reached, shape (n,).
        late: Last one, shape (n,).
        stay: Length of the stay, shape (n,).
        stops: Whether a place is a stop, shape (n,).
        range_m: Greatest length from one refuelling to the next.
    """

    early: Ints
    late: Ints
    stay: Ints
    stops: NDArray[np.bool_]
    range_m: int


def clock_of(count: int, stops: Stops | None, times: Times | None) -> Clock:
    """Return range and hours in whole metres; what is not limited lasts for ever.

    Args:
        count: Number of places.
        stops: Where the aircraft may land.
        times: When places may be flown over.
    """
    lands = np.zeros(count, dtype=np.bool_)
    range_m = math.inf
    if stops is not None:
        lands[list(stops.places)] = True
        range_m = stops.range_m
    early, late, stay = (np.zeros(count, dtype=np.int64) for _ in range(3))
    late[1:] = EVER
    if times is not None:
        early[:] = [math.ceil(second * times.speed_m_s) for second in times.earliest_s]
        late[:] = [int(min(EVER, second * times.speed_m_s)) for second in times.latest_s]
        stay[:] = [math.ceil(second * times.speed_m_s) for second in times.stay_s]
    return Clock(early, late, stay, lands, int(min(EVER, range_m)))


def strain_m(clock: Clock, metres: Ints, order: Sequence[int]) -> int:
    """Return by how many metres a route breaks range and hours, zero if it keeps them.

    Args:
        clock: Range and hours.
        metres: Lengths of the ways, shape (n, n).
        order: Numbers of places, airfields included.
    """
    return sum(
        max(0, leg.length_m - clock.range_m) + max(0, leg.wait_m - leg.spare_m)
        for leg in _flights(clock, metres, order)
    )


def timetable_m(clock: Clock, metres: Ints, order: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Return when a route reaches and leaves each place, in metres after commencement.

    Every flight leaves as early as the hours of its places allow.

    Args:
        clock: Range and hours.
        metres: Lengths of the ways, shape (n, n).
        order: Numbers of places, airfields included.
    """
    told: list[tuple[int, int]] = []
    ready = int(clock.early[order[0]])
    for flight in _flights(clock, metres, order):
        now = flight.ready_m + flight.wait_m
        told.append((ready, now))
        for here, there in pairwise(flight.places):
            ready = now + int(metres[here, there])
            now = ready + int(clock.stay[there])
            told.append((ready, now))
        told.pop()
    return (*told, (ready, ready))


@dataclass(slots=True)
class _Flight:
    """A part of a route from one landing to the next.

    Args:
        places: Numbers of its places, both airfields included.
        ready_m: When it can leave.
        wait_m: How long it waits, so that it is early nowhere.
        spare_m: How long it can wait, so that it is late nowhere.
        length_m: Its length.
    """

    places: list[int]
    ready_m: int
    wait_m: int
    spare_m: int
    length_m: int


def _flights(clock: Clock, metres: Ints, order: Sequence[int]) -> list[_Flight]:
    """Return the parts of a route between its landings."""
    begin = int(clock.early[order[0]])
    flight = _Flight([order[0]], begin, 0, max(0, int(clock.late[order[0]]) - begin), 0)
    found, off = [flight], 0
    for here, there in pairwise(order):
        step = int(metres[here, there])
        off += step
        flight.length_m += step
        flight.places.append(there)
        flight.wait_m = max(flight.wait_m, int(clock.early[there]) - flight.ready_m - off)
        flight.spare_m = min(flight.spare_m, int(clock.late[there]) - flight.ready_m - off)
        if clock.stops[there]:
            ready = flight.ready_m + off + flight.wait_m + int(clock.stay[there])
            flight, off = _Flight([there], ready, 0, EVER, 0), 0
            found.append(flight)
        else:
            off += int(clock.stay[there])
    return found
