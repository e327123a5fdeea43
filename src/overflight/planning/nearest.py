"""The plan a person would draw first: always to the nearest target, until the distance is used."""

from __future__ import annotations

import heapq
from collections.abc import Iterator

import numpy as np

from overflight.errors import UsageError
from overflight.planning.tasks import END, START, Order, Task

__all__ = ["lawful_order", "nearest_order"]


def lawful_order(task: Task) -> Order:
    """Return the shortest route from start to end, by stops where range or hours ask for them.

    Args:
        task: Places, ways and worth.

    Raises:
        UsageError: No such route keeps length, range and hours.
    """
    for order in _by_stops(task):
        if task.fits(order):
            return order
    km = task.ways.length_m((START, END)) / 1000
    raise UsageError(
        "E-REACH",
        where="start to end",
        expected=f"a flight of at most {task.most_m / 1000:.0f} km that keeps range and hours",
        found=f"{km:.0f} km, and none by the airfields given for stops",
        remedy="Name airfields to refuel or rest at, a greater range, or later hours.",
    )


_MOST_ROUTES = 2_000  # routes by stops looked at, shortest first


def _by_stops(task: Task) -> Iterator[Order]:
    """Yield routes over stops alone, the shortest first."""
    metres, clock = task.ways.metres, task.clock
    places = [] if task.stops is None else sorted(task.stops.places)
    found: list[tuple[int, Order]] = [(0, (START,))]
    for _ in range(_MOST_ROUTES):
        if not found:
            return
        length, order = heapq.heappop(found)
        if order[-1] == END:
            yield order
            continue
        for place in (END, *places):
            step = int(metres[order[-1], place])
            far = step > clock.range_m or length + step > task.most_m
            if place not in order and not far:
                heapq.heappush(found, (length + step, (*order, place)))


def nearest_order(task: Task) -> Order:
    """Return the route that goes to the nearest place from which the end can still be reached.

    Args:
        task: Places, ways and worth; equally near places are taken by their numbers.

    Raises:
        UsageError: No route at all keeps length, range and hours.
    """
    return _nearest(task) if task.plain else _nearest_kept(task)


def _nearest(task: Task) -> Order:
    """Return the route to the nearest places, where nothing but the length is kept."""
    metres = task.ways.metres
    order, left = [START], int(task.most_m)
    free = np.ones(len(task.worth), dtype=np.bool_)
    free[[START, END]] = False
    while True:
        onward = metres[order[-1]]
        possible = np.flatnonzero(free & (onward + metres[:, END] <= left))
        if not len(possible):
            return (*order, END)
        chosen = int(possible[onward[possible].argmin()])
        left -= int(onward[chosen])
        free[chosen] = False
        order.append(chosen)


def _nearest_kept(task: Task) -> Order:
    """Return the route to the nearest places that can be put into the flights by the stops."""
    order, mates, metres = lawful_order(task), task.mates(), task.ways.metres
    lands = set(task.stops.places) if task.stops else set()
    free = {place for place in range(2, len(task.worth)) if task.worth[place] > 0} - lands
    while free:
        last = order[-2]
        chosen = min(free, key=lambda place: (int(metres[last, place]), place))
        free -= {chosen, mates.get(chosen, chosen)}
        unit = (chosen, mates[chosen]) if chosen in mates else (chosen,)
        tried = (*order[:-1], *unit, END)
        order = tried if task.fits(tried) else order
    return order
