"""Choose and order targets for one flight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from overflight.errors import UsageError
from overflight.geodesy import closest_approach, length_m
from overflight.planning.decks import deck_of
from overflight.planning.effort import Proving, Search
from overflight.planning.engine import ROUNDS, Engine, engine_at_hand, name, search
from overflight.planning.faults import course, faults_of
from overflight.planning.means import Means
from overflight.planning.nearest import nearest_order
from overflight.planning.numbered.directions import directed, without_one_way
from overflight.planning.numbered.layouts import Layout, layout_of
from overflight.planning.numbered.routes import By, solution_of
from overflight.planning.problems import PlanningProblem
from overflight.planning.proofs import prove
from overflight.planning.repair import filled, repaired
from overflight.planning.solutions import LeftOut, Solution
from overflight.planning.tasks import Order

__all__ = ["nearest_neighbour", "solve", "solve_beside"]

_SPARES_M = (100.0, 500.0, 1_500.0, 4_000.0)
_ROUNDS_OF_MENDING = 6
_NEAREST = By("nearest neighbour", 0, 0)
_INSIDE_M = 0.5  # less of a path inside an area is not known to be


@dataclass(frozen=True, slots=True)
class _Route:
    """An order of places, and the layout with the ways it uses."""

    layout: Layout
    order: Order

    @property
    def merit(self) -> tuple[float, int]:
        """Return what tells the better of two routes."""
        return self.layout.task.merit(self.order)


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
        UsageError: As for ``solve_beside``.

    Treaty: serves art.VI.II.2, art.VI.II.4.A, art.VI.II.4.G.
    """
    means = Means(seed, until, engine, proving)
    return solve_beside(problem, means)[0]


def solve_beside(problem: PlanningProblem, means: Means) -> tuple[Solution, Solution]:
    """Return the best route found, and beside it the one that always goes to the nearest target.

    Where the problem allows a crossing, a route with one is given only if it is worth more.

    Args:
        problem: Targets, airfields and what the path must keep.
        means: Engine, seed, and when to stop.

    Raises:
        UsageError: An airfield lies in a stand-off, no route keeps what is asked, or the engine
            is not installed.

    Treaty: serves art.VI.II.2, art.VI.II.4.A, art.VI.II.4.G.
    """
    engine = means.engine or engine_at_hand()
    deck, until = deck_of(problem), means.until or Search(ROUNDS[engine])
    for spare_m in _SPARES_M:
        layout, until.done = layout_of(problem, deck, spare_m), 0
        first = nearest_order(layout.task)
        found = search(engine, layout.task, first, until, seed=means.seed)
        best = _best(problem, layout, (found, first))
        if not _keeps(problem, best):
            continue
        bound = None
        if means.proving is not None:
            proof = prove(layout.task, found, means.proving)
            better = _best(problem, layout, (proof.order,))
            if better.merit > best.merit and _keeps(problem, better):
                best = better
            bound = proof.bound
        by = By(name(engine), means.seed, until.done)
        nearest = _solution(problem, _Route(layout, first), deck.left_out, _NEAREST)
        return replace(_solution(problem, best, deck.left_out, by), bound=bound), nearest
    raise UsageError(
        "E-STAND-OFF",
        where=f"{problem.start.site} to {problem.end.site}",
        expected="a route that keeps every stand-off",
        found="none, with zones drawn 4 km wider than asked",
        remedy="Leave out the targets near the border, or choose another airfield.",
    )


def _best(problem: PlanningProblem, layout: Layout, orders: tuple[Order, ...]) -> _Route:
    """Return the best of some routes, mended and filled; of equal ones the one that stands more."""
    tried = [route for order in orders for route in _mended(problem, layout, order)]
    return max(tried, key=lambda route: route.merit[0])


def _mended(problem: PlanningProblem, layout: Layout, order: Order) -> Iterator[_Route]:
    """Yield a route without faults, filled up: without a crossing, then with what is allowed."""
    for may_cross in (False, True)[: 1 + problem.may_cross]:
        now, mended = _settled(layout, order, may_cross=may_cross)
        full = directed(now, filled(now.task, mended, may_cross=may_cross))
        if faults_of(now.task.ways, full, may_cross=may_cross):
            full = mended
        yield _Route(now, full)


def _settled(layout: Layout, order: Order, *, may_cross: bool) -> tuple[Layout, Order]:
    """Return a route without faults whose passes are flown as their sensors look.

    Mending may turn a pass round and turning it may cross another leg: after some rounds passes
    that can be flown one way only are given up.
    """
    route = directed(layout, order)
    for _ in range(_ROUNDS_OF_MENDING):
        used, mended = repaired(layout.task, route, may_cross=may_cross)
        layout, route = replace(layout, task=used), directed(replace(layout, task=used), mended)
        if route == mended:
            return layout, route
    used, mended = repaired(layout.task, without_one_way(layout, route), may_cross=may_cross)
    return replace(layout, task=used), mended


def nearest_neighbour(problem: PlanningProblem) -> Solution:
    """Return the route that always goes to the nearest target: the measure for a better one.

    Args:
        problem: Targets, airfields and what the path must keep.

    Raises:
        UsageError: An airfield lies in a stand-off.
    """
    deck = deck_of(problem)
    layout = layout_of(problem, deck, _SPARES_M[0])
    route = _Route(layout, nearest_order(layout.task))
    return _solution(problem, route, deck.left_out, _NEAREST)


def _keeps(problem: PlanningProblem, route: _Route) -> bool:
    """Tell whether the path of a route keeps every distance, measured on the ellipsoid."""
    path, _ = course(route.layout.task.ways, route.order)
    return (
        length_m(path) <= problem.most_m
        and all(
            closest_approach(path, zone.line).gap.least_m > zone.keep_m
            for zone in problem.stand_offs
        )
        and all(
            zone.territory.length_inside(path).most_m <= _INSIDE_M for zone in problem.keep_outs
        )
    )


def _solution(
    problem: PlanningProblem, route: _Route, left_out: tuple[LeftOut, ...], by: By
) -> Solution:
    """Return a route in words and numbers."""
    found = solution_of(problem, route.layout, route.order, by)
    crosses = bool(faults_of(route.layout.task.ways, route.order))
    return replace(found, left_out=(*left_out, *found.left_out), crosses=crosses)
