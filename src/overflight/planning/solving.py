"""Choose and order targets for one flight."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from overflight.errors import UsageError
from overflight.geodesy import closest_approach, length_m
from overflight.planning.decks import Deck, deck_of
from overflight.planning.effort import Proving, Search
from overflight.planning.engine import ROUNDS, Engine, engine_at_hand, name, search
from overflight.planning.faults import course
from overflight.planning.nearest import nearest_order
from overflight.planning.problems import PlanningProblem
from overflight.planning.proofs import prove
from overflight.planning.repair import filled, repaired
from overflight.planning.solutions import LeftOut, Reason, RoutePoint, Solution
from overflight.planning.tasks import END, START, Order, Task
from overflight.planning.ways import NO_WAY_M, Ways, ways_of

__all__ = ["nearest_neighbour", "solve"]

_SPARES_M = (100.0, 500.0, 1_500.0, 4_000.0)


def solve(
    problem: PlanningProblem,
    *,
    seed: int = 1,
    until: Search | None = None,
    engine: Engine | None = None,
    proving: Proving | None = None,
) -> Solution:
    """Return the best route found, its course without a place come to twice.

    Args:
        problem: Targets, airfields and what the path must keep.
        seed: Seed of the random choices; with a limit of rounds the same seed gives the same route.
        until: When to stop; after the rounds usual for the engine if not given.
        engine: Which engine searches; our own where numba is installed, else PyVRP.
        proving: When to stop proving that no route is worth much more; no bound if not given.

    Raises:
        UsageError: An airfield lies in a stand-off, or the engine is not installed.

    Treaty: serves art.VI.II.2, art.VI.II.4.A, art.VI.II.4.G.
    """
    engine = engine or engine_at_hand()
    deck, until = deck_of(problem), until or Search(ROUNDS[engine])
    for spare_m in _SPARES_M:
        task, until.done = _task(problem, deck, spare_m), 0
        first = nearest_order(task)
        found = search(engine, task, first, until, seed=seed)
        used, best = max((_mended(task, order) for order in (found, first)), key=_merit)
        if not _keeps(problem, used, best):
            continue
        solution = _solution(problem, deck, used, best, (name(engine), seed, until.done))
        if proving is None:
            return solution
        proof = prove(task, found, proving)
        better = _mended(task, proof.order)
        if _merit(better) > _merit((used, best)) and _keeps(problem, *better):
            solution = _solution(problem, deck, *better, (name(engine), seed, until.done))
        return replace(solution, bound=proof.bound)
    raise UsageError(
        "E-STAND-OFF",
        where=f"{problem.start.site} to {problem.end.site}",
        expected="a route that keeps every stand-off",
        found="none, with zones drawn 4 km wider than asked",
        remedy="Leave out the targets near the border, or choose another airfield.",
    )


def _mended(task: Task, order: Order) -> tuple[Task, Order]:
    """Return a route without faults and filled up, and the task with the ways it uses."""
    used, mended = repaired(task, order)
    return used, filled(used, mended)


def _merit(route: tuple[Task, Order]) -> tuple[float, int]:
    """Return what tells the better of two routes."""
    return route[0].merit(route[1])


def nearest_neighbour(problem: PlanningProblem) -> Solution:
    """Return the route that always goes to the nearest target: the measure for a better one.

    Args:
        problem: Targets, airfields and what the path must keep.

    Raises:
        UsageError: An airfield lies in a stand-off.
    """
    deck = deck_of(problem)
    task = _task(problem, deck, _SPARES_M[0])
    return _solution(problem, deck, task, nearest_order(task), ("nearest neighbour", 0, 0))


def _task(problem: PlanningProblem, deck: Deck, spare_m: float) -> Task:
    """Return a problem as the search sees it."""
    places = [problem.start.at, problem.end.at, *(stop.at for stop in deck.stops)]
    worth = (0.0, 0.0, *(stop.value for stop in deck.stops))
    return Task(ways_of(places, problem, spare_m=spare_m), worth, problem.most_m)


def _keeps(problem: PlanningProblem, task: Task, order: Order) -> bool:
    """Tell whether the path of a route keeps every distance, measured on the ellipsoid."""
    path, _ = course(task.ways, order)
    return length_m(path) <= problem.most_m and all(
        closest_approach(path, zone.line).gap.least_m > zone.keep_m for zone in problem.stand_offs
    )


def _solution(
    problem: PlanningProblem,
    deck: Deck,
    task: Task,
    order: Order,
    by: tuple[str, int, int],
) -> Solution:
    """Return a route in words and numbers."""
    route: list[RoutePoint] = []
    for here, there in pairwise(order):
        for at in task.ways.between(here, there):
            route.append(RoutePoint(f"W{len(route) + 1:02}", at))
        if there > END:
            stop = deck.stops[there - 2]
            route.append(RoutePoint(f"T{len(route) + 1:02}", stop.at, stop.targets))
    path, _ = course(task.ways, order)
    taken = set(order)
    left = [
        LeftOut(target, *_why(task.ways, number, problem))
        for number, stop in enumerate(deck.stops, start=2)
        if number not in taken
        for target in stop.targets
    ]
    engine, seed, iterations = by
    return Solution(
        problem.start,
        problem.end,
        tuple(route),
        (*deck.left_out, *left),
        task.value(order),
        length_m(path),
        engine,
        seed,
        iterations,
    )


def _why(ways: Ways, place: int, problem: PlanningProblem) -> tuple[Reason, str]:
    """Return why a place that could be chosen was not."""
    there = int(ways.metres[START, place] + ways.metres[place, END])
    if there >= NO_WAY_M:
        return Reason.NO_WAY, Reason.NO_WAY
    if there > problem.most_m:
        allowed = f"{problem.most_m / 1000:.0f} km are allowed"
        return Reason.TOO_FAR, f"{there / 1000:.0f} km round the stand-offs, {allowed}"
    return Reason.WORTH, Reason.WORTH
