"""The second opinion: PyVRP as a prize-collecting tour with one vehicle (design of 2026-09).

Prizes are scaled so that one unit of value outweighs the longest flight; then the shorter of two
routes of equal value wins. With a limit of iterations the same seed gives the same route.
"""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from importlib.metadata import version

import numpy as np

from overflight.errors import UsageError
from overflight.planning.effort import Search
from overflight.planning.tasks import END, START, Order, Task

__all__ = ["name", "search"]

_GRADES = 1_000  # values are told apart to a thousandth of the greatest
# What a metre too long may cost at most. Neither is better on every deck; see bench/.
_PENALTIES = (1e5, 1e4)
_SMALLEST = 4  # two airfields and two places: PyVRP wants a neighbour to move to


@dataclass(slots=True)
class _Until:
    """Tell PyVRP to stop at a share of the search; it asks before every round."""

    search: Search
    share: float

    def __call__(self, best_cost: float) -> bool:
        del best_cost
        done = self.search.share()
        if done >= self.share:
            return True
        if self.search.done % 100 == 0:
            self.search.progress(done)
        self.search.done += 1
        return False


def name() -> str:
    """Return the engine with its version."""
    return f"PyVRP {version('pyvrp')}"


def search(task: Task, first: Order, until: Search, seed: int) -> Order:
    """Return the best order of places found.

    Args:
        task: Places, ways and worth.
        first: Places to begin with, airfields included.
        until: When to stop.
        seed: Seed of the random choices.

    Returns:
        Numbers of places, airfields included; never worth less than the first.

    Raises:
        UsageError: PyVRP is not installed, or the task keeps what it cannot: joined places, range
            between stops, or hours.
    """
    if task.joined or task.stops or task.times:
        raise UsageError(
            "E-ENGINE",
            where="engine",
            expected="targets that are points, and no stops or hours",
            found="lines, areas, stops or hours, which PyVRP is not given",
            remedy="Plan this flight with the own engine.",
        )
    best = first
    if len(task.worth) < _SMALLEST:
        return best
    for phase, penalty in enumerate(_PENALTIES, start=1):
        stop = _Until(until, phase / len(_PENALTIES))
        best = max(best, _found(task, first, stop, (penalty, seed)), key=task.merit)
    return best


def _found(task: Task, first: Order, stop: _Until, how: tuple[float, int]) -> Order:
    """Return the best order found under one penalty for too long a way."""
    try:
        import pyvrp  # noqa: PLC0415 - an extra
    except ImportError as fault:
        raise UsageError(
            "E-EXTRA",
            where="planner",
            expected="the extra overflight[plan], which holds PyVRP",
            found="pyvrp is not installed",
            remedy="Run: pip install 'overflight[plan]'",
        ) from fault
    penalty, seed = how
    limit, stops = int(task.most_m), task.worth[2:]
    top = max(stops)
    prizes = [max(1, round(value / top * _GRADES)) * limit for value in stops]
    metres = np.minimum(task.ways.metres, 2 * limit)
    group_of = {place: number for number, group in enumerate(task.groups) for place in group}
    data = pyvrp.ProblemData(
        locations=[pyvrp.Location(0, 0) for _ in task.worth],
        clients=[
            pyvrp.Client(location=place, prize=prize, required=False, group=group_of.get(place))
            for place, prize in enumerate(prizes, start=2)
        ],
        groups=[
            pyvrp.ClientGroup([place - 2 for place in group], required=False)
            for group in task.groups
        ],
        depots=[pyvrp.Depot(location=START), pyvrp.Depot(location=END)],
        vehicle_types=[pyvrp.VehicleType(start_depot=0, end_depot=1, max_distance=limit)],
        distance_matrices=[metres],  # type: ignore[list-item]
        duration_matrices=[np.zeros_like(metres)],  # type: ignore[list-item]
    )
    begin = pyvrp.Solution(data, [[place - 2 for place in first[1:-1]]] if first[1:-1] else [])
    params = pyvrp.SolveParams(penalty=pyvrp.PenaltyParams(max_penalty=penalty))
    with warnings.catch_warnings():
        # It warns where the greatest penalty is reached; another is tried anyway.
        warnings.simplefilter("ignore", pyvrp.exceptions.PenaltyBoundWarning)
        result = pyvrp.solve(
            data, stop, seed, collect_stats=False, params=params, initial_solution=begin
        )
    steps = (step for route in result.best.routes() for step in route)
    return (START, *(step.idx + 2 for step in steps if step.is_client()), END)
