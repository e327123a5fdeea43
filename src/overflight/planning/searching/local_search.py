"""Our own search: many short annealed searches from random places, then the best of them again.

Two hands search side by side, one a core. In the first part of the search each begins several times
from a random place. In the rest each heats one of the best routes of both again, and takes parts of
another into it. They meet between the parts, at points that the rounds done decide: every choice is
seeded and made of whole numbers, so that with a limit of rounds the same seed gives the same route.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from importlib.metadata import version
from itertools import pairwise

import numpy as np

from overflight.planning.effort import Search, Standing
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
from overflight.planning.searching.whole import whole_worth
from overflight.planning.tasks import END, START, Order, Task

__all__ = ["name", "search"]

HANDS = 2
_BEGUN = 0.5  # share of the search that begins anew
_BEGINNINGS = 6  # of each hand
_REHEATS = 4
_KEPT = 4  # routes kept for the second part
_FEWEST = 300  # rounds of a beginning, at least
_AT_ONCE = 50  # rounds between two questions whether to stop
_CROSSING = 0.1  # chance that a round takes a part from another route, in the second part
# Heats, in places of mean worth, and what a metre is worth of the mean worth of a metre.
_WARM, _WARM_AGAIN, _COLD, _METRE = 0.5, 0.3, 0.03, 0.1


@dataclass(frozen=True, slots=True)
class _Leg:
    """A part of the search: from which share to which, from which routes, how warm at first."""

    since: float
    until: float
    begins: Trial | None = None
    mate: Trial | None = None
    warm: float = _WARM


@dataclass(slots=True)
class _Hand:
    """One of those who search side by side.

    Args:
        board: The problem.
        room: Room for a route.
        noise: Where its random numbers come from.
        until: When to stop.
        rounds: Rounds it makes at most.
        tell: Told how far it is, and the best score so far.
        done: Rounds done.
        found: The best route of each part.
    """

    board: Board
    room: Trial
    noise: np.random.Generator
    until: Search
    rounds: int
    tell: Callable[[float, int], None]
    done: int = 0
    found: list[Trial] = field(default_factory=list)

    def share(self) -> float:
        """Return the share of the search that is done."""
        return max(self.done / self.rounds, self.until.spent())

    def work(self, legs: Sequence[_Leg]) -> None:
        """Search in parts; of the first one a route is made in any case."""
        for leg in legs:
            if self.found and self.share() >= leg.until:
                continue
            now, best, spare = (trial_of(self.room, self.noise) for _ in range(3))
            if leg.begins is None:
                begin(self.board, now, int(self.room[NUM, LIMIT]))
            else:
                copy_trial(leg.begins, now)
            copy_trial(now, best)
            self.found.append(best)
            self._anneal((now, best, spare), leg)

    def _anneal(self, trials: tuple[Trial, Trial, Trial], leg: _Leg) -> None:
        """Search from a route while this part of the search lasts."""
        worth = self.room[WORTH, 2:]
        mean = max(1.0, float(worth[worth > 0].mean()) if worth.any() else 1.0)
        limit = max(1, int(self.room[NUM, LIMIT]))
        metre = _METRE * float(max(trials[1][NUM, SCORE], 1)) / limit
        mate = leg.mate if leg.mate is not None else trials[1]
        crossing = 0.0 if leg.mate is None else _CROSSING
        while (share := self.share()) < leg.until:
            within = min(1.0, max(0.0, share - leg.since) / (leg.until - leg.since))
            heat = mean * leg.warm * float((_COLD / leg.warm) ** within)
            rounds = min(_AT_ONCE, self.rounds - self.done)
            run(self.board, trials, mate, (rounds, heat, metre, crossing))
            self.done += rounds
            self.tell(self.share(), max(int(trial[NUM, SCORE]) for trial in self.found))


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
    each, unit = -(-until.iterations // HANDS), whole_worth(task.worth)[1]

    def tell(share: float, score: int) -> None:
        until.done = min(until.iterations, hands[0].done * HANDS)
        until.progress(min(1.0, share))
        until.told(Standing(min(1.0, share), float(score * unit)))

    hands = [
        _Hand(board, room, np.random.default_rng([seed, number]), until, each, heard)
        for number, heard in zip(range(HANDS), (tell, *[_silent] * (HANDS - 1)), strict=True)
    ]
    begun = max(1, min(_BEGINNINGS, each // (2 * _FEWEST)))
    ends = np.linspace(0.0, _BEGUN, begun + 1).tolist()
    _together(hands, [[_Leg(*span) for span in pairwise(ends)]] * HANDS)
    reheats = min(_REHEATS, max(1, each // (2 * _FEWEST)))
    ends = np.linspace(_BEGUN, 1.0, reheats + 1).tolist()
    for n in range(reheats):
        pool = _best_of(hands)
        legs = [
            _Leg(
                ends[n],
                ends[n + 1],
                pool[(number + n) % min(2, len(pool))],
                pool[(number + n + 1) % len(pool)] if len(pool) > 1 else None,
                _WARM_AGAIN,
            )
            for number in range(HANDS)
        ]
        _together(hands, [[leg] for leg in legs])
    return _best_of(hands)[0]


def _together(hands: Sequence[_Hand], legs: Sequence[Sequence[_Leg]]) -> None:
    """Let the hands search side by side, each its own parts."""
    with ThreadPoolExecutor(len(hands)) as threads:
        for done in [threads.submit(hand.work, own) for hand, own in zip(hands, legs, strict=True)]:
            done.result()
    until = hands[0].until
    until.done = min(until.iterations, sum(hand.done for hand in hands))


def _silent(share: float, score: int) -> None:
    """Tell nobody: the first hand speaks for all."""


def _best_of(hands: Sequence[_Hand]) -> list[Trial]:
    """Return the best routes of all hands that differ in merit, best first."""
    found = {_merit(trial): trial for hand in hands for trial in hand.found}
    return [found[merit] for merit in sorted(found, reverse=True)[:_KEPT]]


def _merit(trial: Trial) -> tuple[int, int]:
    """Return what tells the better of two routes."""
    return int(trial[NUM, SCORE]), int(trial[NUM, LIMIT] - trial[NUM, LENGTH])
