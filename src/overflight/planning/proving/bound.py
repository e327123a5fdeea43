"""A proven bound: no route over these places, with these ways, is worth more.

Rounds of the relaxed problem: solve, find cuts that are broken and legs worth flying, add them, and
strike off every leg and place that no better route can use (reduced costs against the best route
known). Where few legs are left, HiGHS closes the rest as a whole-numbered programme. Every bound is
rounded outward, and holds for the part that was proven when the search for it is ended.
"""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import numpy as np

from overflight.planning.effort import Proving
from overflight.planning.proving.cases import Case
from overflight.planning.proving.closing import close
from overflight.planning.proving.cuts import cuts_of
from overflight.planning.proving.relaxation import Numbers, Priced, Relaxation, Truths
from overflight.planning.searching.whole import whole_worth
from overflight.planning.solutions import Proof
from overflight.planning.tasks import END, START, Order, Task

__all__ = ["prove"]

_SPARE = 1e-6  # a bound so little above a whole number is not rounded down to it
_NEIGHBOURS = 8
_LEGS_AT_ONCE = 600
_TAIL, _LITTLE = 12, 2e-4  # rounds that together gain less than this share end the relaxation


def prove(task: Task, order: Order, until: Proving) -> Proof:
    """Return a proven bound on what any route is worth.

    Args:
        task: Places, ways and worth; the ways are as long there as back.
        order: The best route known, airfields included, short enough.
        until: When to stop.
    """
    whole, unit = whole_worth(task.worth)
    metres = np.minimum(task.ways.metres, task.limit_m + 1)
    case = Case(metres, np.array(whole, dtype=np.int64), task.limit_m, order, task, unit)
    relaxed = Relaxation(metres, case.score, case.limit, _possible(task, case), case.belongs)
    bound = _all_of(relaxed)
    if bound > case.value and until.share() < 1.0:
        relaxed.add_legs(_first_legs(relaxed, order))
        bound = _relax(relaxed, case, until, bound)
        bound = close(relaxed, case, until, bound)
    value = task.value(case.order)
    proven = max(value, _outward(max(bound, case.value) * unit))
    return Proof(case.order, value, proven, until.done, len(relaxed.cuts))


def _all_of(relaxed: Relaxation) -> int:
    """Return what all places within reach are worth, of each group the one worth most."""
    score = np.where(relaxed.most > 0, relaxed.score, 0)
    best = int(score.sum())
    if relaxed.belongs.joined:
        return best
    return best - sum(
        int(score[list(group)].sum() - score[list(group)].max()) for group in relaxed.belongs.groups
    )


def _outward(number: Fraction) -> float:
    """Return the nearest double that is not below a number."""
    double = float(number)
    return double if Fraction(double) >= number else math.nextafter(double, math.inf)


def _possible(task: Task, case: Case) -> Truths:
    """Return which legs fit between start and end at all, shape (n, n)."""
    there, onward = task.shortest_m(START), task.shortest_m(END)
    through = there[:, None] + task.ways.metres + onward[None, :]
    alive: Truths = np.minimum(through, through.T) <= case.limit
    late = there > task.clock.late  # no flight is there in time
    late[START] = False
    alive[late] = False
    alive[:, late] = False
    np.fill_diagonal(alive, val=False)
    return alive


def _first_legs(relaxed: Relaxation, order: Order) -> Numbers:
    """Return the legs of a route, and those from each place to its neighbours."""
    apart = np.where(relaxed.alive, relaxed.metres, np.iinfo(np.int64).max)
    wanted = np.zeros_like(relaxed.alive)
    near = np.argsort(apart, axis=1, kind="stable")[:, :_NEIGHBOURS]
    np.put_along_axis(wanted, near, values=True, axis=1)
    for one, other in (*pairwise(order), *relaxed.belongs.joined, (0, 1)):
        wanted[one, other] = True
    return np.argwhere(np.triu((wanted | wanted.T) & relaxed.alive, 1))


def _relax(relaxed: Relaxation, case: Case, until: Proving, bound: int) -> int:
    """Return the bound of the relaxed problem; what cannot be better is struck off it."""
    course: list[float] = []
    while until.share() < 1.0 and bound > case.value:
        solved = relaxed.solve(until)
        if solved is None:
            break
        visits, use = solved
        prices = relaxed.prices()
        priced = relaxed.priced(prices)
        bound = min(bound, math.floor(priced.most + _SPARE))
        course.append(priced.most)
        case.tell(until, bound)
        flown = use > _SPARE
        cuts = cuts_of(relaxed.legs[flown], use[flown], visits)
        legs = _worth_flying(relaxed, priced)
        _strike(relaxed, case, priced)
        if not (cuts or len(legs)) or _little(course):
            break
        if len(course) % _TAIL == 0:
            relaxed.drop_cuts(prices[relaxed.fixed :] == 0.0)
        relaxed.add_cuts(cuts)
        if len(legs):
            relaxed.add_legs(legs)
    return bound


def _little(course: list[float]) -> bool:
    """Tell whether the last rounds gained little."""
    best = min(course)
    return len(course) > _TAIL and min(course[:-_TAIL]) - best < _LITTLE * best


def _worth_flying(relaxed: Relaxation, priced: Priced) -> Numbers:
    """Return the legs that are worth flying at these prices and not yet given, best first."""
    gain = np.triu(np.where(relaxed.alive, priced.leg, 0.0), 1)
    gain[relaxed.legs[:, 0], relaxed.legs[:, 1]] = 0.0
    legs = np.argwhere(gain < -_SPARE)
    order = np.argsort(gain[legs[:, 0], legs[:, 1]], kind="stable")
    return legs[order[:_LEGS_AT_ONCE]]


def _strike(relaxed: Relaxation, case: Case, priced: Priced) -> None:
    """Strike off legs and places that no route better than the best known uses."""
    wanted = case.value + 1 - _SPARE
    alive = relaxed.alive & (priced.most - priced.leg >= wanted)
    out = (priced.most - priced.visit < wanted) & (relaxed.most > 0)
    out[:2] = False
    alive[out] = False
    alive[:, out] = False
    out[2:] |= ~alive[2:].any(axis=1)
    # The flight straight to the end is never struck off, so that there is always a solution.
    alive[0, 1] = alive[1, 0] = relaxed.alive[0, 1]
    if (alive != relaxed.alive).any():
        relaxed.keep(alive, np.where(out, 0.0, relaxed.most))
