"""Mend a route that comes to a place twice or circles, at the least cost in value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from overflight.planning.faults import faults_of
from overflight.planning.tasks import END, START, Order, Task

__all__ = ["filled", "repaired"]

_MOST_TRIES = 60
_MOST_FILLS = 40


def repaired(task: Task, order: Order) -> tuple[Task, Order]:
    """Return a route without faults, and the task with the ways it uses.

    Each round tries to turn round the part between two legs that meet, then to move a place
    elsewhere, then to bend a leg aside, and drops the place worth least where nothing helps.

    Args:
        task: Places, ways and worth.
        order: Places in order, airfields included.
    """
    route, faults = order, faults_of(task.ways, order)
    while faults:
        for tried in _moves(task, route, faults[0]):
            left = faults_of(tried[0].ways, tried[1])
            if len(left) < len(faults):
                (task, route), faults = tried, left
                break
        else:
            around = {route[k] for step in faults[0] for k in (step, step + 1)} - {START, END}
            dropped = min(around, key=lambda place: (task.worth[place], place))
            route = tuple(place for place in route if place != dropped)
            faults = faults_of(task.ways, route)
    return task, route


def _moves(task: Task, route: Order, steps: Sequence[int]) -> Iterator[tuple[Task, Order]]:
    """Yield routes of the same places that may have one fault less, short enough to fly."""
    tries = 0
    for tried in (*_turned(route, steps), *_moved(task, route, steps)):
        if tries < _MOST_TRIES and task.fits(tried):
            tries += 1
            yield task, tried
    for step in reversed(steps):
        one, other = route[step], route[step + 1]
        bent = replace(task, ways=task.ways.bent(one, other))
        if bent.fits(route):
            yield bent, route


def _turned(route: Order, steps: Sequence[int]) -> Iterator[Order]:
    """Yield routes with the part between two of the steps flown the other way round."""
    for n, i in enumerate(steps):
        for j in steps[n + 1 :]:
            yield (*route[: i + 1], *route[i + 1 : j + 1][::-1], *route[j + 1 :])


def _moved(task: Task, route: Order, steps: Sequence[int]) -> list[Order]:
    """Return routes with one place at either end of a step put elsewhere, shortest first."""
    found = []
    for place in sorted({route[k] for step in steps for k in (step, step + 1)} - {START, END}):
        rest = tuple(other for other in route if other != place)
        found += [
            (*rest[:k], place, *rest[k:])
            for k in range(1, len(rest))
            if (*rest[:k], place, *rest[k:]) != route
        ]
    return sorted(found, key=lambda tried: (task.ways.length_m(tried), tried))


def filled(task: Task, order: Order) -> Order:
    """Return a route with further places put in where the distance left allows it.

    Args:
        task: Places, ways and worth.
        order: Places in order, airfields included; a route without faults.
    """
    route, tries, metres = order, 0, task.ways.metres
    free = set(range(len(task.worth))) - set(order)
    for place in sorted(free, key=lambda p: (-task.worth[p], p)):
        more, k = min(
            (int(metres[a, place] + metres[place, b] - metres[a, b]), k)
            for k, (a, b) in enumerate(pairwise(route), start=1)
        )
        if task.ways.length_m(route) + more <= task.most_m and tries < _MOST_FILLS:
            tries += 1
            tried = (*route[:k], place, *route[k:])
            route = route if faults_of(task.ways, tried) else tried
    return route
