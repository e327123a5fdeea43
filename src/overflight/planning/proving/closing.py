"""Close a proof: what the relaxation left over, as a whole-numbered programme (HiGHS)."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from overflight.planning.effort import Proving
from overflight.planning.proving.cases import Case
from overflight.planning.proving.cuts import Cut, loops_of
from overflight.planning.proving.relaxation import Floats, Numbers, Relaxation, programme
from overflight.planning.tasks import END, START, Order

if TYPE_CHECKING:
    import highspy
    from highspy.highs import HighsCallbackEvent

__all__ = ["close"]

_MOST_LEGS = 20_000
_HALF = 0.5
_STEPS = 60  # simplex steps counted for each time HiGHS asks, about what it makes


def close(relaxed: Relaxation, case: Case, until: Proving, bound: int) -> int:
    """Return the bound after whole numbers were tried; the best route known may become better.

    Loops of a solution are forbidden and it is solved again, until it has none.

    Args:
        relaxed: The relaxed problem with its cuts and what was struck off it.
        case: The case; a better route found is put in.
        until: When to stop.
        bound: What is proven already.
    """
    legs = np.argwhere(np.triu(relaxed.alive, 1))
    if len(legs) > _MOST_LEGS:
        return bound
    cuts = list(relaxed.cuts)
    while until.share() < 1.0 and bound > case.value:
        solver = programme(case, (legs, relaxed.most), cuts)
        case.tell(until, bound)
        until.done += len(legs)  # what the root of a programme costs, before HiGHS asks
        met = _solve(solver, until)
        info = solver.getInfo()
        bound = min(bound, _floor(-info.mip_dual_bound))
        loops = {cut.inside: cut for values in met for cut in _taken(case, legs, values)}
        if not loops:
            break
        cuts += loops.values()
    relaxed.cuts = cuts
    return max(bound, case.value)


def _solve(solver: highspy.Highs, until: Proving) -> list[Floats]:
    """Solve a programme and return every solution that was met on the way."""
    met: list[Floats] = []

    def ask(event: HighsCallbackEvent) -> None:
        until.done += _STEPS
        until.progress(until.share())
        event.interrupt(until.share() >= 1.0)

    def keep(event: HighsCallbackEvent) -> None:
        met.append(np.array(event.data_out.mip_solution))

    solver.cbMipInterrupt.subscribe(ask)
    solver.cbMipImprovingSolution.subscribe(keep)
    solver.run()
    return met


def _floor(number: float) -> int:
    """Return a bound of HiGHS rounded outward by more than its tolerances, to a whole number."""
    return math.floor(number + max(1e-3, 1e-8 * abs(number))) if math.isfinite(number) else 2**62


def _taken(case: Case, legs: Numbers, values: Floats) -> list[Cut]:
    """Return the loops of a solution; where it has none and is better, it is the best known."""
    visits = np.where(values[: len(case.score)] > _HALF, 1.0, 0.0)
    flown = legs[values[len(case.score) :] > _HALF]
    loops = loops_of(flown, visits)
    if not loops:
        order = _walk(flown)
        if case.score[list(order)].sum() > case.value and case.fits(order):
            case.order = order
    return loops


def _walk(flown: Numbers) -> Order:
    """Return the places of a route in order, from its legs."""
    beside: dict[int, list[int]] = {}
    for one, other in flown.tolist():
        beside.setdefault(one, []).append(other)
        beside.setdefault(other, []).append(one)
    order = [START]
    before = START
    while order[-1] != END:
        here = order[-1]
        onward = next(place for place in beside[here] if place != before)
        before = here
        order.append(onward)
    return tuple(order)
