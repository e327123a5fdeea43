"""A deck as numbered places, and what the numbers mean."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from overflight.geodesy import Path, distance_m
from overflight.planning.asked.wanted import ALWAYS
from overflight.planning.decks import Deck, Stop
from overflight.planning.passes.ways_past import Pass
from overflight.planning.problems import PlanningProblem
from overflight.planning.schedules import Stops, Times
from overflight.planning.solutions import LeftOut, Reason
from overflight.planning.tasks import END, START, Task
from overflight.planning.ways import NO_WAY_M, Ways, ways_of
from overflight.planning.zones import Zones, zones_of

__all__ = ["Layout", "layout_of"]


@dataclass(frozen=True, slots=True)
class Layout:
    """A deck as the search sees it.

    Args:
        task: The numbered problem.
        stops: What can be taken, each with at least one pass.
        spots: For each place the number of its stop and of its pass; none for airfields.
        left_out: What no pass takes with the zones as drawn.
        landings: How many places after the two airfields are landings.
    """

    task: Task
    stops: tuple[Stop, ...]
    spots: tuple[tuple[int, int] | None, ...]
    left_out: tuple[LeftOut, ...]
    landings: int

    def passed(self, place: int) -> Pass:
        """Return the pass a place belongs to.

        Args:
            place: Number of a place that is no airfield.
        """
        stop, number = self.spots[place] or (0, 0)
        return self.stops[stop].passes[number]

    def begins(self, place: int) -> bool:
        """Tell whether a place is the first of its pass, the one that carries its value."""
        return self.spots[place] != self.spots[place - 1]

    def lands(self, place: int) -> bool:
        """Tell whether a place is a landing on the way."""
        return END < place < 2 + self.landings


def layout_of(problem: PlanningProblem, deck: Deck, spare_m: float) -> Layout:
    """Return a deck as numbered places, with zones drawn so much wider than asked.

    Args:
        problem: What the path must keep.
        deck: What can be taken.
        spare_m: How much wider, in metres.

    Raises:
        UsageError: An airfield lies in a zone.
    """
    every = [at for stop in deck.stops for one in stop.passes for at in _ends(one)]
    fields = [problem.start.at, problem.end.at, *(landing.at for landing in problem.landings)]
    zones = zones_of([*fields, *every], problem, spare_m)
    stops, left = _open(deck.stops, zones)
    spots: list[tuple[int, int] | None] = [None] * len(fields)
    places = list(fields)
    for number, stop in enumerate(stops):
        for which, one in enumerate(stop.passes):
            places += _ends(one)
            spots += [(number, which)] * len(_ends(one))
    ways = ways_of(places, problem, spare_m=spare_m, zones=zones)
    layout = Layout(
        Task(ways, _worth(stops, len(fields)), problem.most_m),
        stops,
        tuple(spots),
        tuple(left),
        len(problem.landings),
    )
    return replace(layout, task=_whole(layout, problem))


def _ends(one: Pass) -> Path:
    """Return the places by which a pass is entered and left."""
    return one.path if len(one.path) == 1 else (one.path[0], one.path[-1])


def _open(stops: Sequence[Stop], zones: Zones) -> tuple[tuple[Stop, ...], list[LeftOut]]:
    """Return what can be taken without meeting a zone on a pass, and what cannot."""
    legs = [
        (k, n, leg)
        for k, stop in enumerate(stops)
        for n, one in enumerate(stop.passes)
        for leg in pairwise(one.path)
    ]
    if not legs:
        return tuple(stops), []
    starts, ends = (zones.on_plane([leg[side] for *_, leg in legs]) for side in (0, 1))
    met = zones.blocked(starts, ends) | zones.inside(starts) | zones.inside(ends)
    closed = {(k, n) for (k, n, _), hit in zip(legs, met.tolist(), strict=True) if hit}
    found: list[Stop] = []
    left: list[LeftOut] = []
    for k, stop in enumerate(stops):
        passes = tuple(one for n, one in enumerate(stop.passes) if (k, n) not in closed)
        if passes:
            found.append(Stop(passes, stop.targets))
        else:
            says = "every pass that shows it meets a stand-off or an area kept out of"
            left += [LeftOut(target, Reason.STAND_OFF, says) for target in stop.targets]
    return tuple(found), left


def _worth(stops: Sequence[Stop], fields: int) -> tuple[float, ...]:
    """Return what each place is worth: a pass what it takes, at its first place."""
    worth = [0.0] * fields
    for stop in stops:
        for one in stop.passes:
            worth += [stop.value, 0.0][: len(_ends(one))]
    return tuple(worth)


def _whole(layout: Layout, problem: PlanningProblem) -> Task:
    """Return the task with groups, joined places, landings and hours."""
    task, first = layout.task, 2 + layout.landings
    joined: list[tuple[int, int]] = []
    groups: dict[str, list[int]] = {}
    for place in range(first, len(layout.spots)):
        if not layout.begins(place):
            joined.append((place - 1, place))
            continue
        stop = layout.stops[(layout.spots[place] or (0, 0))[0]]
        if stop.group or len(stop.passes) > 1:
            key = stop.group or f" {(layout.spots[place] or (0, 0))[0]}"
            groups.setdefault(key, []).append(place)
    return replace(
        task,
        ways=_climbing(_along(task.ways, layout, joined), layout, problem),
        groups=tuple(tuple(some) for some in groups.values() if len(some) > 1),
        joined=tuple(joined),
        stops=_stops(layout, problem),
        times=_times(layout, problem),
    )


def _along(ways: Ways, layout: Layout, joined: Sequence[tuple[int, int]]) -> Ways:
    """Return ways that follow each pass between its ends."""
    metres, around = ways.metres.copy(), dict[tuple[int, int], Path]()
    for one, other in joined:
        path = layout.passed(one).path
        length = sum(math.ceil(distance_m(a, b)) for a, b in pairwise(path))
        metres[one, other] = metres[other, one] = length
        around[one, other], around[other, one] = path[1:-1], path[-2:0:-1]
    return Ways(ways.places, metres, ways.bends_with(around))


def _climbing(ways: Ways, layout: Layout, problem: PlanningProblem) -> Ways:
    """Return ways that lead from no airfield to a target before the aircraft is at height."""
    if not problem.climb_km:
        return ways
    metres = ways.metres.copy()
    for airfield in (START, *range(2, 2 + layout.landings)):
        near = metres[airfield] < problem.climb_km * 1000
        near[: 2 + layout.landings] = False
        metres[airfield, near] = metres[near, airfield] = NO_WAY_M
    return Ways(ways.places, metres, ways.around)


def _stops(layout: Layout, problem: PlanningProblem) -> Stops | None:
    """Return where the aircraft may land, and how far it flies without."""
    if not layout.landings and problem.range_km is None:
        return None
    range_m = math.inf if problem.range_km is None else problem.range_km * 1000
    return Stops(tuple(range(2, 2 + layout.landings)), range_m)


def _times(layout: Layout, problem: PlanningProblem) -> Times | None:
    """Return when places may be flown over; none where nothing but the length limits."""
    window = problem.window
    hours = [ALWAYS if spot is None else layout.stops[spot[0]].hours for spot in layout.spots]
    if window is None or (all(one == ALWAYS for one in hours) and not layout.landings):
        return None
    ends = window.seconds(window.ends, math.inf)
    early = [max(0.0, window.seconds(one.since, 0.0)) for one in hours]
    late = [min(ends, max(0.0, window.seconds(one.until, ends))) for one in hours]
    stay = [0.0] * len(hours)
    for number, landing in enumerate(problem.landings, start=2):
        stay[number] = landing.hours * 3600
    late[START] = 0.0
    return Times(problem.speed_km_h / 3.6, tuple(early), tuple(late), tuple(stay))
