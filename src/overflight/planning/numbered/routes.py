"""A route in words and numbers: turn points with names, what each takes, why the rest is not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from overflight.geodesy import length_m
from overflight.planning.faults import course
from overflight.planning.numbered.layouts import Layout
from overflight.planning.passes.ways_past import Pass
from overflight.planning.problems import PlanningProblem
from overflight.planning.solutions import LeftOut, Reason, RoutePoint, Sight, Solution
from overflight.planning.tasks import END, START, Order
from overflight.planning.ways import NO_WAY_M

__all__ = ["By", "solution_of"]


@dataclass(frozen=True, slots=True)
class By:
    """What found a route: engine, seed and rounds."""

    engine: str
    seed: int
    iterations: int


@dataclass(slots=True)
class _Drawn:
    """A route while it is written."""

    points: list[RoutePoint]
    sights: list[Sight]
    stays: dict[int, float]  # hours at landings, waiting for light included


def solution_of(problem: PlanningProblem, layout: Layout, order: Order, by: By) -> Solution:
    """Return a route in words and numbers.

    Args:
        problem: What was asked.
        layout: The numbered problem.
        order: Places in order of flight, airfields included.
        by: What found it.
    """
    drawn = _Drawn([], [], _stays(layout, order))
    for here, there in pairwise(order):
        _step(problem, layout, drawn, (here, there))
    path, _ = course(layout.task.ways, order)
    return Solution(
        problem.start,
        problem.end,
        tuple(drawn.points),
        (*layout.left_out, *_left(problem, layout, order)),
        layout.task.value(order),
        length_m(path),
        by.engine,
        by.seed,
        by.iterations,
        sights=tuple(drawn.sights),
    )


def _stays(layout: Layout, order: Order) -> dict[int, float]:
    """Return how many hours the aircraft stays at each landing."""
    if layout.task.times is None:
        return {}
    timed = layout.task.timetable_s(order)
    return {
        place: (left - reached) / 3600
        for place, (reached, left) in zip(order, timed, strict=True)
        if layout.lands(place)
    }


def _step(problem: PlanningProblem, layout: Layout, drawn: _Drawn, leg: tuple[int, int]) -> None:
    """Write the bends of a leg and the place it leads to."""
    here, there = leg
    same = layout.spots[here] is not None and layout.spots[here] == layout.spots[there]
    letter = "P" if same else "W"
    for at in layout.task.ways.between(here, there):
        drawn.points.append(RoutePoint(f"{letter}{len(drawn.points) + 1:02}", at))
    if layout.lands(there):
        landing, stay_h = problem.landings[there - 2], drawn.stays.get(there, 0.0)
        stay_h = max(landing.hours, stay_h)
        drawn.points.append(RoutePoint(landing.site, landing.at, stay_h=stay_h))
    elif there > END:
        _passed(layout, drawn, there, ends=same)


def _passed(layout: Layout, drawn: _Drawn, there: int, *, ends: bool) -> None:
    """Write a place of a pass: its first says what it takes, its last ends the sensors' work."""
    one, stop = layout.passed(there), layout.stops[(layout.spots[there] or (0, 0))[0]]
    at = layout.task.ways.places[there]
    number = len(drawn.points)
    if ends:
        drawn.points.append(RoutePoint(f"P{number + 1:02}", at))
        flown = one if layout.begins(there - 1) and one.path[-1] == at else one.turned
        first = number - len(one.path) + 1
        drawn.sights += _sights(flown, first)
        return
    drawn.points.append(RoutePoint(f"T{number + 1:02}", at, stop.targets))
    if len(one.path) == 1:
        drawn.sights += _sights(one, number)


def _sights(one: Pass, first: int) -> Iterator[Sight]:
    """Yield the sensors of a pass by route points."""
    for run in one.runs:
        yield Sight(run.look, run.side, first + run.first, first + run.last)


def _left(problem: PlanningProblem, layout: Layout, order: Order) -> Iterator[LeftOut]:
    """Yield what could be taken and is not, each target once."""
    taken = {layout.spots[place] for place in order}
    stops = {spot[0] for spot in taken if spot is not None}
    groups = {layout.stops[number].group for number in stops} - {""}
    for number, stop in enumerate(layout.stops):
        if number in stops:
            continue
        if stop.group in groups:
            why = Reason.OTHER, f"{Reason.OTHER}: {stop.group}"
        else:
            why = min(
                (_why(problem, layout, place) for place in _places(layout, number)),
                key=lambda found: _ORDER.index(found[0]),
            )
        yield from (LeftOut(target, *why) for target in stop.targets)


# The mildest first: what one pass allows counts for the target.
_ORDER = (Reason.WORTH, Reason.CLIMB, Reason.TOO_FAR, Reason.NO_WAY)


def _places(layout: Layout, stop: int) -> Iterator[int]:
    """Yield the first place of each pass of a stop."""
    for place, spot in enumerate(layout.spots):
        if spot is not None and spot[0] == stop and layout.begins(place):
            yield place


def _why(problem: PlanningProblem, layout: Layout, place: int) -> tuple[Reason, str]:
    """Return why a place that could be chosen was not."""
    metres, one = layout.task.ways.metres, layout.passed(place)
    last = place if len(one.path) == 1 else place + 1
    there = int(
        min(metres[START, place] + metres[last, END], metres[START, last] + metres[place, END])
    ) + int(one.length_m)
    if there >= NO_WAY_M:
        if problem.climb_km and metres[END, place] < NO_WAY_M:
            says = f"{Reason.CLIMB}: the climb takes {problem.climb_km:.0f} km"
            return Reason.CLIMB, says
        return Reason.NO_WAY, Reason.NO_WAY
    if there > problem.most_m:
        allowed = f"{problem.most_m / 1000:.0f} km are allowed"
        return Reason.TOO_FAR, f"{there / 1000:.0f} km round the stand-offs, {allowed}"
    return Reason.WORTH, Reason.WORTH
