"""What is wrong with the course of a route: places come to again, and circling (GEO-5).

Take-off and landing are exempt. A plan with one crossing is lawful under one reading of AMB-29 and
not under the other: the planner makes plans with none unless it is told that one is allowed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from overflight.geodesy import Crossing, Path, azimuth_deg, crossings, distance_m
from overflight.planning.ways import Ways

__all__ = ["course", "faults_of"]

_SAME_M = 1.0
# The rule asks about a full turn to one side, and calls it circling inside 50 km; we stay clear of
# both numbers.
_TURN_DEG = 358.0
_ACROSS_M = 55_000.0
# The rule asks about crossings 11 m apart, which may be meant as one; these are clearly two.
_APART_M = 50.0
_VISITS = 2


def course(ways: Ways, order: Sequence[int]) -> tuple[Path, tuple[int, ...]]:
    """Return the path of a route, and for each leg the number of the step it belongs to.

    Args:
        ways: Ways between places.
        order: Numbers of places, start and end included.
    """
    path = [ways.places[order[0]]]
    steps: list[int] = []
    for step in range(len(order) - 1):
        bends = ways.between(order[step], order[step + 1])
        path += [*bends, ways.places[order[step + 1]]]
        steps += [step] * (len(bends) + 1)
    return tuple(path), tuple(steps)


def faults_of(
    ways: Ways, order: Sequence[int], *, may_cross: bool = False
) -> tuple[tuple[int, ...], ...]:
    """Return the steps concerned by each fault of a route, ascending.

    Args:
        ways: Ways between places.
        order: Numbers of places, start and end included.
        may_cross: Whether coming to a point a second time is no fault; a third time is, and so is
            a stretch flown again, and crossings so near to each other that they may be one.
    """
    path, steps = course(ways, order)
    ends = (path[0], path[-1])
    found = [
        crossing
        for crossing in crossings(path)
        if crossing.until is not None or all(distance_m(crossing.at, end) > _SAME_M for end in ends)
    ]
    met = [one.legs for one in found if not (may_cross and _once(one, found))]
    return tuple(tuple(sorted({steps[leg] for leg in legs})) for legs in (*met, *_circling(path)))


def _once(one: Crossing, every: Sequence[Crossing]) -> bool:
    """Tell whether a path only comes to a point a second time, with no other crossing near it."""
    return (
        one.until is None
        and one.visits == _VISITS
        and all(distance_m(one.at, other.at) > _APART_M for other in every if other is not one)
    )


def _circling(path: Path) -> list[tuple[int, ...]]:
    """Return the legs of each run of turns to one side that make a full turn close together."""
    legs = [k for k in range(len(path) - 1) if distance_m(path[k], path[k + 1]) > _SAME_M]
    turns = [
        math.remainder(
            azimuth_deg(path[j], path[j + 1]) - azimuth_deg(path[i + 1], path[i]) - 180.0, 360.0
        )
        for i, j in pairwise(legs)
    ]
    found = []
    run: list[int] = []
    for k, turn in enumerate([*turns, 0.0]):
        if run and (k == len(turns) or turn * turns[run[0]] < 0):
            spots = [path[legs[n + 1]] for n in run]
            across = max(distance_m(a, b) for a in spots for b in spots)
            if abs(sum(turns[n] for n in run)) > _TURN_DEG and across < _ACROSS_M:
                found.append(tuple(legs[n] for n in (*run, run[-1] + 1)))
            run = []
        run.append(k)
    return found
