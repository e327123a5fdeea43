"""Mend a route that comes to a place twice or circles, at the least cost in value."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from overflight.planning.faults import faults_of
from overflight.planning.tasks import END, START, Order, Task

__all__ = ["filled", "repaired"]

_MOST_TRIES = 60
_MOST_FILLS = 40


def repaired(task: Task, order: Order, *, may_cross: bool = False) -> tuple[Task, Order]:
    """Return a route without faults, and the task with the ways it uses.

    Each round tries to turn round the part between two legs that meet, then to move a place
    elsewhere, then to bend a leg aside, and drops the place worth least where nothing helps.
    Joined places are moved and dropped together.

    Args:
        task: Places, ways and worth.
        order: Places in order, airfields included.
        may_cross: Whether coming to a point a second time is no fault (AMB-29).
    """
    route, faults = order, faults_of(task.ways, order, may_cross=may_cross)
    while faults:
        for tried in _moves(task, route, faults[0]):
            left = faults_of(tried[0].ways, tried[1], may_cross=may_cross)
            if len(left) < len(faults):
                (task, route), faults = tried, left
                break
        else:
            shorter = _dropped(task, route, faults[0])
            if shorter == route:
                return task, route
            route = shorter
            faults = faults_of(task.ways, route, may_cross=may_cross)
    return task, route


def _dropped(task: Task, route: Order, steps: Sequence[int]) -> Order:
    """Return a route without the unit worth least at either end of a step; of landings the last."""
    units = _units(task, route, steps)
    if not units:
        return route
    lands = set(task.stops.places) if task.stops else set()
    unit = min(units, key=lambda some: (bool(lands.intersection(some)), task.value(some), some))
    shorter = tuple(place for place in route if place not in unit)
    if task.plain or task.fits(shorter) or not lands.intersection(unit):
        return shorter
    return (START, END)


def _units(task: Task, route: Order, steps: Sequence[int]) -> list[Order]:
    """Return the places at either end of some steps, joined places together."""
    mates = task.mates()
    places = {route[k] for step in steps for k in (step, step + 1)} - {START, END}
    return sorted({tuple(sorted({place, mates.get(place, place)})) for place in places})


def _moves(task: Task, route: Order, steps: Sequence[int]) -> Iterator[tuple[Task, Order]]:
    """Yield routes of the same places that may have one fault less, short enough to fly."""
    tries, joined = 0, {frozenset(pair) for pair in task.joined}
    for tried in (*_turned(route, steps), *_moved(task, route, steps)):
        if tries < _MOST_TRIES and task.fits(tried):
            tries += 1
            yield task, tried
    for step in reversed(steps):
        one, other = route[step], route[step + 1]
        if frozenset((one, other)) not in joined:
            bent = replace(task, ways=task.ways.bent(one, other))
            if bent.fits(route):
                yield bent, route


def _turned(route: Order, steps: Sequence[int]) -> Iterator[Order]:
    """Yield routes with the part between two of the steps flown the other way round."""
    for n, i in enumerate(steps):
        for j in steps[n + 1 :]:
            yield (*route[: i + 1], *route[i + 1 : j + 1][::-1], *route[j + 1 :])


def _moved(task: Task, route: Order, steps: Sequence[int]) -> list[Order]:
    """Return routes with the places at either end of a step put elsewhere, shortest first."""
    found = set()
    for unit in _units(task, route, steps):
        rest = tuple(other for other in route if other not in unit)
        for k in range(1, len(rest)):
            found |= {(*rest[:k], *unit, *rest[k:]), (*rest[:k], *unit[::-1], *rest[k:])}
    found.discard(route)
    return sorted(found, key=lambda tried: (task.ways.length_m(tried), tried))


def filled(task: Task, order: Order, *, may_cross: bool = False) -> Order:
    """Return a route with further places put in where the distance left allows it.

    Args:
        task: Places, ways and worth.
        order: Places in order, airfields included; a route without faults.
        may_cross: Whether coming to a point a second time is no fault (AMB-29).
    """
    route, tries = order, 0
    mates, lands = task.mates(), set(task.stops.places) if task.stops else set()
    free = set(range(len(task.worth))) - set(order) - lands - {START, END}
    for place in sorted(free, key=lambda p: (-task.worth[p], p)):
        if task.worth[place] <= 0:
            return route
        unit = (place, mates[place]) if place in mates else (place,)
        more, k, some = min(_detour(task, route, way) for way in (unit, unit[::-1]))
        if task.ways.length_m(route) + more <= task.most_m and tries < _MOST_FILLS:
            tries += 1
            tried = (*route[:k], *some, *route[k:])
            if task.fits(tried) and not faults_of(task.ways, tried, may_cross=may_cross):
                route = tried
    return route


def _detour(task: Task, route: Order, unit: Order) -> tuple[int, int, Order]:
    """Return by how much a route becomes longer at least by a unit, where, and the unit."""
    metres, before, behind = task.ways.metres, list(route[:-1]), list(route[1:])
    more = metres[before, unit[0]] + metres[unit[-1], behind] - metres[before, behind]
    k = int(more.argmin())
    return int(more[k]) + task.ways.length_m(unit), k + 1, unit
