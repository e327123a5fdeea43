"""The deck of a problem: places a route may choose, after the impossible ones are left out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from overflight.geodesy import Position, distance_m
from overflight.planning.asked.looks import Band, looks_for
from overflight.planning.asked.wanted import Area, Course, Hours, Target, Wanted
from overflight.planning.passes.courses import passes_of_line
from overflight.planning.passes.placing import Nearby, nearby, placed
from overflight.planning.passes.points import from_aside, passes_of_point
from overflight.planning.passes.sieves import (
    inside_passes,
    inside_territory,
    named_twice,
    no_light,
    too_far,
)
from overflight.planning.passes.strips import MOST_ROWS, Ground, passes_of_area
from overflight.planning.passes.ways_past import Pass
from overflight.planning.problems import PlanningProblem
from overflight.planning.solutions import LeftOut, Reason

__all__ = ["Deck", "Stop", "deck_of"]

# In how many directions a target is passed that is looked at from aside: the more targets, the
# fewer, so that the places of the search stay few enough.
_HEADINGS = ((40, 16), (100, 8), (250, 4), (600, 2))
_MOST_ASIDE = 600


@dataclass(frozen=True, slots=True)
class Stop:
    """Something that a route may take.

    Args:
        passes: Ways to take it, of which one suffices.
        targets: What it takes; the most valuable one names it.
    """

    passes: tuple[Pass, ...]
    targets: tuple[Wanted, ...]

    @property
    def at(self) -> Position:
        """Return where its first pass begins."""
        return self.passes[0].path[0]

    @property
    def single(self) -> bool:
        """Tell whether it is one place, flown over in any direction."""
        return len(self.passes) == 1 and len(self.passes[0].path) == 1

    @property
    def value(self) -> float:
        """Return what all its targets are worth."""
        return sum(target.value for target in self.targets)

    @property
    def group(self) -> str:
        """Return the group of which one suffices; empty for none."""
        return self.targets[0].group

    @property
    def hours(self) -> Hours:
        """Return when it may be seen."""
        return self.targets[0].hours


@dataclass(frozen=True, slots=True)
class Deck:
    """Places to choose from, and targets already left out.

    Args:
        stops: Places, those of greater value first.
        left_out: Targets no route can take, with reasons.
    """

    stops: tuple[Stop, ...]
    left_out: tuple[LeftOut, ...]


def deck_of(problem: PlanningProblem) -> Deck:
    """Return the places a route may take.

    Targets nearer to each other than the reach become one place, where the most valuable of them
    lies. A target nearer to a line than asked is taken from the edge of the stand-off where it is
    within reach, and left out otherwise. What is seen from aside only, an area or a line has
    several passes.

    Raises:
        UsageError: The ring of an area is none.
    """
    ordered = sorted(problem.wanted, key=lambda t: (-t.value, t.name, t.at.lon_deg, t.at.lat_deg))
    left = _left_out(ordered, problem)
    gone = {id(one.target) for one in left}
    stops: list[Stop] = []
    near = _Near(max([problem.reach_m, *(look.far_m for look in problem.looks)]))
    for made in _stops([one for one in ordered if id(one) not in gone], problem):
        if isinstance(made, LeftOut):
            left.append(made)
            continue
        for number in near.of(made):
            other = stops[number]
            if _alike(made, other) and _within(made, other, problem):
                stops[number] = Stop(other.passes, (*other.targets, *made.targets))
                break
        else:
            near.add(made, len(stops))
            stops.append(made)
    return Deck(tuple(stops), tuple(left))


class _Near:
    """Places by bands of latitude, so that few are looked at.

    Args:
        reach_m: How far apart two may be that are asked for together.
    """

    def __init__(self, reach_m: float) -> None:
        self._wide_deg = reach_m / 110_000.0
        self._bands: dict[int, list[int]] = {}

    def _band(self, stop: Stop) -> int:
        return math.floor(stop.targets[0].at.lat_deg / self._wide_deg)

    def add(self, stop: Stop, number: int) -> None:
        """Keep a place under its number; by where it turns, which may lie a reach aside."""
        for band in {self._band(stop), math.floor(stop.at.lat_deg / self._wide_deg)}:
            self._bands.setdefault(band, []).append(number)

    def of(self, stop: Stop) -> list[int]:
        """Return the numbers of places that may be near, ascending."""
        if not stop.single:
            return []
        here = self._band(stop)
        return sorted({n for band in (here - 1, here, here + 1) for n in self._bands.get(band, ())})


def _left_out(ordered: Sequence[Wanted], problem: PlanningProblem) -> list[LeftOut]:
    """Return what can be left out at once, each once, with the first reason that holds."""
    found = [
        *named_twice(ordered),
        *inside_territory(ordered, problem),
        *(far for one in ordered if (far := too_far(one, problem))),
        *(dark for one in ordered if (dark := no_light(one, problem))),
    ]
    first: dict[int, LeftOut] = {}
    for one in found:
        first.setdefault(id(one.target), one)
    return [first[id(one)] for one in ordered if id(one) in first]


def _stops(wanted: Sequence[Wanted], problem: PlanningProblem) -> Iterable[Stop | LeftOut]:
    """Yield how each target is taken, or why it cannot be."""
    needs = [_needs(one, problem) for one in wanted]
    aside = [
        one
        for one, bands in zip(wanted, needs, strict=True)
        if isinstance(one, Target) and bands and from_aside(bands)
    ]
    headings = next((k for most, k in _HEADINGS if len(aside) <= most), _HEADINGS[-1][1])
    crowded = {id(one) for one in aside[_MOST_ASIDE:]}
    around = nearby([one.at for one in wanted], problem)
    for one, bands, near in zip(wanted, needs, around, strict=True):
        if bands is None:
            yield LeftOut(one, Reason.NO_SENSOR, f"wants {', '.join(one.sensors)}: none at hand")
        elif id(one) in crowded:
            yield LeftOut(one, Reason.CROWDED, f"{Reason.CROWDED}: {_MOST_ASIDE} worth more")
        elif isinstance(one, Target):
            yield _point(one, bands, problem, (headings, near))
        else:
            yield _spread(one, problem)


def _needs(wanted: Wanted, problem: PlanningProblem) -> list[list[Band]] | None:
    """Return for each wish the bands that meet it; none where one is not met by any sensor."""
    if not wanted.sensors:
        every = [band for look in problem.looks for band in look.bands]
        return [every] if every else []
    found = [
        [band for look in looks_for(name, problem.looks) for band in look.bands]
        for name in wanted.sensors
    ]
    return found if all(found) else None


def _point(
    target: Target,
    needs: Sequence[Sequence[Band]],
    problem: PlanningProblem,
    where: tuple[int, Nearby],
) -> Stop | LeftOut:
    """Return how a point is taken."""
    headings, near = where
    passes = passes_of_point(target.at, needs, headings, problem.lead_m)
    if not passes:
        wants = ", ".join(target.sensors)
        return LeftOut(target, Reason.NO_SENSOR, f"wants {wants}: no two legs show it to all")
    if len(passes[0].path) == 1:
        over = placed(target, problem, near, _reach_m(passes[0], problem))
        if isinstance(over, LeftOut):
            return over
        return Stop((Pass((over,), passes[0].runs),), (target,))
    inside = inside_passes(passes, problem)
    if not inside:
        return LeftOut(target, Reason.OUTSIDE, "no pass that shows it lies inside the territory")
    return Stop(tuple(inside), (target,))


def _spread(wanted: Area | Course, problem: PlanningProblem) -> Stop | LeftOut:
    """Return how an area is covered or a line followed."""
    names = wanted.sensors or tuple(look.sensor for look in problem.looks)
    looks = [look for name in names for look in looks_for(name, problem.looks)]
    if isinstance(wanted, Course):
        passes = passes_of_line(wanted.points, looks, problem.lead_m)
    elif not looks:
        says = "an area is seen by a sensor with a swath: none at hand"
        return LeftOut(wanted, Reason.NO_SENSOR, says)
    else:
        ground = Ground.of(wanted.ring, wanted.name)
        passes = passes_of_area(ground, looks, wanted.share, wanted.direction_deg, problem.lead_m)
        if not passes:
            says = f"it takes more than {MOST_ROWS} strips of the widest sensor"
            return LeftOut(wanted, Reason.NOT_SHOWN, says)
    short = [one for one in passes if one.length_m <= problem.most_m]
    if not short:
        least = min(one.length_m for one in passes) / 1000
        says = f"{least:.0f} km along it, {problem.most_m / 1000:.0f} km are allowed"
        return LeftOut(wanted, Reason.TOO_FAR, says)
    inside = inside_passes(short, problem)
    if not inside:
        return LeftOut(wanted, Reason.OUTSIDE, "every pass leaves the territory")
    return Stop(tuple(inside), (wanted,))


def _reach_m(one: Pass, problem: PlanningProblem) -> float:
    """Return how far beside its place a pass over a point still shows it."""
    return min((run.look.sure_m for run in one.runs), default=problem.reach_m)


def _alike(one: Stop, other: Stop) -> bool:
    """Tell whether two places may be taken as one: neither of a group, seen by the same."""
    if not (one.single and other.single) or one.group or other.group or one.hours != other.hours:
        return False
    return one.passes[0].runs == other.passes[0].runs


def _within(made: Stop, stop: Stop, problem: PlanningProblem) -> bool:
    """Tell whether a target is seen from a place; degrees first, since most are far away."""
    at, reach_m = made.targets[0].at, _reach_m(stop.passes[0], problem)
    if abs(at.lat_deg - stop.at.lat_deg) * 110_000.0 > reach_m:
        return False
    return distance_m(at, stop.at) <= reach_m
