"""Plain orienteering problems: numbered places and a table of lengths, no map."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from overflight.geodesy import can_compile
from overflight.planning.effort import Proving, Search
from overflight.planning.engine import ROUNDS, Engine, engine_at_hand, name, search
from overflight.planning.nearest import nearest_order
from overflight.planning.proofs import prove
from overflight.planning.tasks import Task
from overflight.planning.ways import Ways

__all__ = ["PlainAnswer", "PlainProblem", "make_ready", "solve_plain"]


@dataclass(frozen=True, slots=True)
class PlainProblem:
    """Places to choose from for one tour that begins and ends at the first of them.

    Args:
        name: Its name.
        lengths: Whole lengths between places, symmetric, shape (n, n).
        worth: What each place is worth, that of the first included, shape (n,).
        limit: Greatest length of a tour.
    """

    name: str
    lengths: NDArray[np.int64]
    worth: tuple[float, ...]
    limit: int

    @property
    def task(self) -> Task:
        """Return the problem as the search sees it: the first place is start and end."""
        places = [0, 0, *range(1, len(self.worth))]
        ways = Ways((), self.lengths[np.ix_(places, places)], {})
        return Task(ways, (0.0, 0.0, *self.worth[1:]), float(self.limit))


@dataclass(frozen=True, slots=True)
class PlainAnswer:
    """A tour and what is proven.

    Args:
        name: Name of the problem.
        value: What the tour is worth, its first place included.
        bound: No tour is worth more; none if nothing was proven.
        gap: By how much another can be better at most, as a share of the bound; none if open.
        length: Length of the tour.
        limit: Greatest length.
        tour: Numbers of places from 1, the first not repeated.
        engine: What found it, with version.
        seed: Seed of its random choices.
        iterations: How many rounds it searched.
    """

    name: str
    value: float
    bound: float | None
    gap: float | None
    length: int
    limit: int
    tour: tuple[int, ...]
    engine: str
    seed: int
    iterations: int


def solve_plain(
    problem: PlainProblem,
    *,
    seed: int = 1,
    until: Search | None = None,
    engine: Engine | None = None,
    proving: Proving | None = None,
) -> PlainAnswer:
    """Return the best tour found.

    Args:
        problem: Places, lengths and worth.
        seed: Seed of the random choices; with a limit of rounds the same seed gives the same tour.
        until: When to stop; after the rounds usual for the engine if not given.
        engine: Which engine searches; our own where numba is installed, else PyVRP.
        proving: When to stop proving; no bound if not given.

    Raises:
        UsageError: The engine is not installed.
    """
    engine, task = engine or engine_at_hand(), problem.task
    until = until or Search(ROUNDS[engine])
    order = search(engine, task, nearest_order(task), until, seed=seed)
    home, bound, gap = problem.worth[0], None, None
    if proving is not None:
        proof = prove(task, order, proving)
        order, bound = proof.order, proof.bound + home
    value = task.value(order) + home
    if bound is not None:
        gap = (bound - value) / bound if bound else 0.0
    tour = (1, *(place for place in order if place > 1))
    length = task.ways.length_m(order)
    says = (name(engine), seed, until.done)
    return PlainAnswer(problem.name, value, bound, gap, length, problem.limit, tour, *says)


def make_ready(engine: Engine, *, proves: bool) -> None:
    """Solve a problem of five places, so that kernels are compiled before a clock runs.

    Args:
        engine: The engine that will search.
        proves: Whether a bound will be proven.

    Raises:
        UsageError: The engine is not installed.
    """
    lengths = np.abs(np.subtract.outer(np.arange(5), np.arange(5)) * 3)
    tiny = PlainProblem("five places", lengths.astype(np.int64), (0.0, 1.0, 2.0, 1.0, 2.0), 20)
    solve_plain(tiny, until=Search(1), engine=engine, proving=Proving(1) if proves else None)
    if can_compile():
        _ready_sight()
    if proves:
        _ready_flow()


def _ready_sight() -> None:
    """Compile what tells which legs meet a forbidden part."""
    from overflight.planning.sight import grid_of, meets  # noqa: PLC0415 - an extra

    grid = grid_of(shapely.box(0.0, 0.0, 1.0, 1.0))
    meets(grid, np.array([[-1.0, 0.5]]), np.array([[2.0, 0.6]]))


def _ready_flow() -> None:
    """Compile what finds the cuts of a proof: two places, joined by half a leg."""
    from overflight.planning.proving.cuts import cuts_of  # noqa: PLC0415 - an extra

    legs = np.array([[0, 1], [0, 2], [1, 2], [3, 4]], dtype=np.int64)
    cuts_of(legs, np.array([1.0, 0.5, 0.5, 0.5]), np.array([1.0, 1.0, 1.0, 1.0, 1.0]))
