"""Our own search: many short annealed searches from random places, then the two best again.

The first half of the search begins a dozen times from a random place, the second half heats the two
best routes again in turn. Every choice is whole numbers and seeded: with a limit of rounds the same
seed gives the same route.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import version
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from overflight.planning.effort import Search
from overflight.planning.kernels import (
    COUNT,
    DICE,
    LENGTH,
    LIMIT,
    NUM,
    PLACES,
    SCORE,
    TOUR,
    WIDTH,
    WORTH,
    Board,
    Trial,
    copy_trial,
)
from overflight.planning.rounds import begin, run
from overflight.planning.tasks import END, START, Order, Task
from overflight.planning.whole import whole_worth

__all__ = ["board_of", "name", "search"]

_NEAR = 14  # neighbours looked at
_BEGINNINGS = 12
_REHEATS = 8
_FEWEST = 300  # rounds of a beginning, at least
_AT_ONCE = 50  # rounds between two questions whether to stop
# Heats, in places of mean worth, and what a metre is worth of the mean worth of a metre.
_WARM, _WARM_AGAIN, _COLD, _METRE = 0.5, 0.3, 0.03, 0.1
_MOST_M = 2**28  # lengths are held in 32 bits, three to a sum


class _Leg(NamedTuple):
    """A part of the search: from which share to which, begun anew or from an earlier route."""

    since: float
    until: float
    reheat: int  # number of the route to heat again by merit, -1 for a random beginning


@dataclass(frozen=True, slots=True)
class _Heat:
    """How warm a part of the search begins and ends, in places of mean worth; worth of a metre."""

    first: float
    last: float
    metre: float

    def at(self, share: float) -> float:
        """Return the heat at a share of the part, 0 to 1."""
        return self.first * float((self.last / self.first) ** min(1.0, share))


def name() -> str:
    """Return the engine with the version of its compiler."""
    return f"own search (numba {version('numba')})"


def board_of(task: Task) -> Board:
    """Return a task in whole numbers, for the kernels.

    Args:
        task: Places, ways and worth; lengths above the limit count as just above it.
    """
    limit = _limit(task)
    metres = np.minimum(task.ways.metres, limit + 1).astype(np.int32)
    apart = metres.astype(np.int64)
    np.fill_diagonal(apart, np.iinfo(np.int64).max)
    near = np.argsort(apart, axis=1, kind="stable")[:, : min(_NEAR, len(metres) - 1)]
    return Board(metres, near.astype(np.int64))


def search(task: Task, first: Order, until: Search, seed: int) -> Order:
    """Return the best order of places found.

    Args:
        task: Places, ways and worth; the ways are as long there as back.
        first: Places to begin with, airfields included.
        until: When to stop.
        seed: Seed of the random choices.

    Returns:
        Numbers of places, airfields included; never worth less than the first.
    """
    reached = task.shortest_m(START) + task.shortest_m(END) <= task.most_m
    usable = [0, 1, *(k for k in range(2, len(task.worth)) if reached[k])]
    if len(usable) == 2 or until.share() >= 1.0:
        return first
    # What no route can reach would only be tried in vain.
    best = _searched(task.only(usable), until, seed)
    order = tuple(usable[k] for k in best[TOUR, : best[NUM, COUNT]].tolist())
    return max(first, order, key=task.merit)


def _searched(task: Task, until: Search, seed: int) -> Trial:
    """Return the best route of all parts of the search."""
    board, worth = board_of(task), np.array(whole_worth(task.worth)[0], dtype=np.int64)
    noise, mean = np.random.default_rng(seed), max(1.0, float(worth[2:].mean()))
    routes: list[Trial] = []
    for leg in _legs(until):
        if routes and until.share() >= 1.0:
            continue
        now, best, spare = (_trial(worth, _limit(task), noise) for _ in range(3))
        if leg.reheat < 0:
            begin(board, now)
        else:
            routes.sort(key=_merit, reverse=True)
            copy_trial(routes[min(leg.reheat, len(routes) - 1)], now)
        copy_trial(now, best)
        routes.append(best)
        metre = _METRE * float(max(best[NUM, SCORE], 1)) / max(1, _limit(task))
        warm = _WARM if leg.reheat < 0 else _WARM_AGAIN
        _anneal(board, (now, best, spare), (until, leg), _Heat(warm * mean, _COLD * mean, metre))
    return max(routes, key=_merit)


def _anneal(
    board: Board,
    trials: tuple[Trial, Trial, Trial],
    when: tuple[Search, _Leg],
    heat: _Heat,
) -> None:
    """Search from a route while its part of the search lasts."""
    until, leg = when
    while (share := until.share()) < leg.until:
        within = (share - leg.since) / (leg.until - leg.since)
        rounds = min(_AT_ONCE, until.iterations - until.done)
        run(board, *trials, (rounds, heat.at(max(0.0, within)), heat.metre))
        until.done += rounds
        until.progress(until.share())


def _legs(until: Search) -> list[_Leg]:
    """Return the parts of a search: beginnings for half of it, then reheats of the two best."""
    begun = max(1, min(_BEGINNINGS, until.iterations // (2 * _FEWEST)))
    reheats = min(_REHEATS, max(1, until.iterations // (2 * _FEWEST)))
    legs = [_Leg(0.5 * k / begun, 0.5 * (k + 1) / begun, -1) for k in range(begun)]
    return legs + [
        _Leg(0.5 + 0.5 * k / reheats, 0.5 + 0.5 * (k + 1) / reheats, k % 2) for k in range(reheats)
    ]


def _limit(task: Task) -> int:
    return min(int(task.most_m), _MOST_M)


def _trial(worth: NDArray[np.int64], limit: int, noise: np.random.Generator) -> Trial:
    """Return room for a route, with random numbers of its own."""
    trial = np.zeros((NUM + 1, max(WIDTH, len(worth))), dtype=np.int64)
    trial[WORTH, : len(worth)] = worth
    trial[NUM, PLACES], trial[NUM, LIMIT] = len(worth), limit
    trial[NUM, DICE : DICE + 2] = noise.integers(1, 2_000_000_000, 2)
    return trial


def _merit(trial: Trial) -> tuple[int, int]:
    """Return what tells the better of two routes."""
    return int(trial[NUM, SCORE]), -int(trial[NUM, LENGTH])
