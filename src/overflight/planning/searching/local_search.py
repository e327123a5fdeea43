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

from overflight.planning.effort import Search
from overflight.planning.searching.boards import blank, board_of, order_of, trial_of
from overflight.planning.searching.rounds import begin, run
from overflight.planning.searching.trials import (
    LENGTH,
    LIMIT,
    NUM,
    SCORE,
    WORTH,
    Board,
    Trial,
    copy_trial,
)
from overflight.planning.tasks import END, START, Order, Task

__all__ = ["name", "search"]

_BEGINNINGS = 12
_REHEATS = 8
_FEWEST = 300  # rounds of a beginning, at least
_AT_ONCE = 50  # rounds between two questions whether to stop
# Heats, in places of mean worth, and what a metre is worth of the mean worth of a metre.
_WARM, _WARM_AGAIN, _COLD, _METRE = 0.5, 0.3, 0.03, 0.1


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
    usable = _usable(task)
    if len(usable) == 2 or until.share() >= 1.0:
        return first
    # What no route can reach would only be tried in vain.
    best = _searched(task.only(usable), until, seed)
    return max(first, tuple(usable[k] for k in order_of(best)), key=task.merit)


def _usable(task: Task) -> list[int]:
    """Return the places that a route can reach, joined ones both or neither."""
    reached = task.shortest_m(START) + task.shortest_m(END) <= task.limit_m
    for one, other in task.joined:
        reached[[one, other]] = reached[one] and reached[other]
    return [0, 1, *(k for k in range(2, len(task.worth)) if reached[k])]


def _searched(task: Task, until: Search, seed: int) -> Trial:
    """Return the best route of all parts of the search."""
    board, room = board_of(task), blank(task)
    limit = int(room[NUM, LIMIT])
    noise, mean = (
        np.random.default_rng(seed),
        max(1.0, float(room[WORTH, 2 : len(task.worth)].mean())),
    )
    routes: list[Trial] = []
    for leg in _legs(until):
        if routes and until.share() >= 1.0:
            continue
        now, best, spare = (trial_of(room, noise) for _ in range(3))
        if leg.reheat < 0:
            begin(board, now, limit)
        else:
            routes.sort(key=_merit, reverse=True)
            copy_trial(routes[min(leg.reheat, len(routes) - 1)], now)
        copy_trial(now, best)
        routes.append(best)
        metre = _METRE * float(max(best[NUM, SCORE], 1)) / max(1, limit)
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


def _merit(trial: Trial) -> tuple[int, int]:
    """Return what tells the better of two routes."""
    return int(trial[NUM, SCORE]), int(trial[NUM, LIMIT] - trial[NUM, LENGTH])
