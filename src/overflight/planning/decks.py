"""The deck of a problem: places a route may choose, after the impossible ones are left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from overflight.geodesy import (
    PIECE_M,
    Approach,
    Position,
    azimuth_deg,
    closest_approach,
    coordinates_deg,
    distance_m,
    to_space,
    travel,
)
from overflight.planning.problems import PlanningProblem, StandOff, Target
from overflight.planning.solutions import LeftOut, Reason

__all__ = ["Deck", "Stop", "deck_of"]

# Twelve nautical miles, the most a State may claim as its sea (UNCLOS, art. 3).
_WATERS_M = 12 * 1852.0
_SPARE_M = 50.0  # a turn point is put so much farther from a line than asked


@dataclass(frozen=True, slots=True)
class Stop:
    """A place that a route may take.

    Args:
        at: Where the route turns.
        targets: What it takes there; the most valuable one names it.
    """

    at: Position
    targets: tuple[Target, ...]

    @property
    def value(self) -> float:
        """Return what all its targets are worth."""
        return sum(target.value for target in self.targets)


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
    within reach, and left out otherwise.
    """
    ordered = sorted(problem.targets, key=lambda t: (-t.value, t.name, t.at.lon_deg, t.at.lat_deg))
    left = [
        far or LeftOut(target, Reason.OUTSIDE, Reason.OUTSIDE)
        for target, inside in zip(ordered, _inside(ordered, problem), strict=True)
        if (far := _too_far(target, problem)) or not inside
    ]
    gone = {id(one.target) for one in left}
    targets = [target for target in ordered if id(target) not in gone]
    zones = _zones_near(targets, problem)
    stops: list[Stop] = []
    for target, near in zip(targets, zones, strict=True):
        placed = _placed(target, problem, near)
        if isinstance(placed, LeftOut):
            left.append(placed)
            continue
        for number, other in enumerate(stops):
            if _within(target, other, problem.reach_m):
                stops[number] = Stop(other.at, (*other.targets, target))
                break
        else:
            stops.append(Stop(placed, (target,)))
    return Deck(tuple(stops), tuple(left))


def _too_far(target: Target, problem: PlanningProblem) -> LeftOut | None:
    """Return why a target cannot be reached, or none."""
    around = distance_m(problem.start.at, target.at) + distance_m(target.at, problem.end.at)
    if around <= problem.most_m:
        return None
    says = f"{around / 1000:.0f} km there and on, {problem.most_m / 1000:.0f} km are allowed"
    return LeftOut(target, Reason.TOO_FAR, says)


def _inside(targets: list[Target], problem: PlanningProblem) -> list[bool]:
    """Tell of targets whether they lie inside the territory, or in waters that may belong to it."""
    if not problem.territory or not targets:
        return [True] * len(targets)
    lon, lat = coordinates_deg([target.at for target in targets])
    inside = problem.territory.contains_all(lon, lat)
    foreign = problem.others.contains_all(lon, lat) if problem.others else inside & ~inside
    for k in np.flatnonzero(~inside & ~foreign).tolist():
        at = targets[k].at
        shore = closest_approach((at, at), problem.territory.boundary)
        inside[k] = shore.gap.least_m <= _WATERS_M
    return [bool(answer) for answer in inside]


def _zones_near(targets: list[Target], problem: PlanningProblem) -> list[tuple[StandOff, ...]]:
    """Return, for each target, the lines it may be too near to: by corners at most 5 km apart."""
    if not targets:
        return []
    spots = to_space(*coordinates_deg([target.at for target in targets]))
    near: list[list[StandOff]] = [[] for _ in targets]
    for zone in problem.stand_offs:
        corners = zone.line.pieces.start
        for number in range(len(targets)):
            apart = np.linalg.norm(corners - spots[number], axis=1).min()
            if apart <= zone.keep_m + PIECE_M + problem.reach_m:
                near[number].append(zone)
    return [tuple(zones) for zones in near]


def _within(target: Target, stop: Stop, reach_m: float) -> bool:
    """Tell whether a target is seen from a place; degrees first, since most are far away."""
    if abs(target.at.lat_deg - stop.at.lat_deg) * 110_000.0 > reach_m:
        return False
    return distance_m(target.at, stop.at) <= reach_m


def _placed(
    target: Target, problem: PlanningProblem, zones: tuple[StandOff, ...]
) -> Position | LeftOut:
    """Return where the route turns for a target, or why it cannot."""
    airfields = {problem.start.at, problem.end.at}
    if any(distance_m(target.at, at) <= problem.reach_m for at in airfields):
        return LeftOut(target, Reason.AIRFIELD, Reason.AIRFIELD)
    at = target.at
    for zone in zones:
        nearest = _nearest(at, zone)
        if nearest.gap.least_m <= zone.keep_m:
            moved = _edge(at, nearest, zone)
            if moved is None or distance_m(moved, target.at) > problem.reach_m:
                return LeftOut(target, Reason.STAND_OFF, _too_near(nearest, zone))
            at = moved
    if any(_nearest(at, zone).gap.least_m <= zone.keep_m for zone in zones):
        return LeftOut(target, Reason.STAND_OFF, "between two lines, too near to both")
    return at


def _nearest(at: Position, zone: StandOff) -> Approach:
    return closest_approach((at, at), zone.line)


def _edge(at: Position, nearest: Approach, zone: StandOff) -> Position | None:
    """Return a place just outside a stand-off, straight away from the line; none if it is not."""
    if nearest.gap.most_m == 0:
        return None
    away = azimuth_deg(nearest.near, at)
    moved = travel(nearest.near, away, zone.keep_m + _SPARE_M)
    return moved if _nearest(moved, zone).gap.least_m > zone.keep_m else None


def _too_near(nearest: Approach, zone: StandOff) -> str:
    km = nearest.gap.least_m / 1000
    return f"{km:.1f} km from the {zone.name}, {zone.keep_m / 1000:g} km are kept"
