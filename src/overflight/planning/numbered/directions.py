"""Fly passes the way their sensors look; one flown the wrong way is exchanged or dropped."""

from __future__ import annotations

from overflight.planning.numbered.layouts import Layout
from overflight.planning.tasks import Order

__all__ = ["directed", "without_one_way"]


def directed(layout: Layout, order: Order) -> Order:
    """Return a route whose passes are flown the way they must be.

    The search takes joined places either way. A pass that shows its target in one direction only,
    and is flown in the other, is exchanged for the one that shows it from there at the least cost;
    where none fits it is dropped.

    Args:
        layout: The numbered problem.
        order: Places in order, airfields included.
    """
    route = order
    for place in order:
        k = route.index(place) if place in route else 0
        if k and _wrong(layout, route, k):
            route = _exchanged(layout, route, k)
    return route


def _wrong(layout: Layout, route: Order, k: int) -> bool:
    """Tell whether a step is the first of a pass flown the wrong way round."""
    place = route[k]
    if layout.spots[place] is None or layout.begins(place):
        return False
    return route[k + 1] == place - 1 and not layout.passed(place).either_way


def _exchanged(layout: Layout, route: Order, k: int) -> Order:
    """Return a route with another pass of the same target in the place of one flown wrongly."""
    stop, _ = layout.spots[route[k]] or (0, 0)
    before, behind = route[:k], route[k + 2 :]
    tried = []
    for place, spot in enumerate(layout.spots):
        if spot is not None and spot[0] == stop and layout.begins(place):
            single = len(layout.passed(place).path) == 1
            unit = (place,) if single else (place, place + 1)
            tried.append((*before, *unit, *behind))
    fitting = [one for one in tried if layout.task.fits(one)]
    return min(
        fitting, key=lambda one: (layout.task.ways.length_m(one), one), default=(*before, *behind)
    )


def without_one_way(layout: Layout, order: Order) -> Order:
    """Return a route without the passes that are flown in one direction only.

    Args:
        layout: The numbered problem.
        order: Places in order, airfields included.
    """
    return tuple(
        place for place in order if layout.spots[place] is None or layout.passed(place).either_way
    )
