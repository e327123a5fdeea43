"""A task as the kernels see it: whole numbers in arrays."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from overflight.planning.nearest import lawful_order
from overflight.planning.searching.trials import (
    BASE,
    BLOCKED,
    COUNT,
    DICE,
    EARLY,
    FREE,
    IDLE,
    LATE,
    LIMIT,
    MATE,
    NUM,
    PAIR,
    PLACES,
    RANGE,
    RING,
    ROWS,
    STAY,
    STOPS,
    STRICT,
    TIED,
    TOUR,
    WIDTH,
    WORTH,
    Board,
    Trial,
)
from overflight.planning.searching.whole import whole_worth
from overflight.planning.tasks import END, START, Order, Task

__all__ = ["blank", "board_of", "limit_of", "order_of", "trial_of"]

_NEAR = 14  # neighbours looked at
_MOST_NEAR = 112  # the same, where many places stand for one
_MOST_M = 2**28  # lengths are held in 32 bits, three to a sum


def limit_of(task: Task) -> int:
    """Return the greatest length in whole metres, as the kernels can hold it."""
    return min(task.limit_m, _MOST_M // 2 if task.joined else _MOST_M)


def board_of(task: Task) -> Board:
    """Return a task in whole numbers, for the kernels.

    Args:
        task: Places, ways and worth; lengths above the limit count as just above it.
    """
    metres = np.minimum(task.ways.metres, limit_of(task) + 1)
    apart, rivals = metres.astype(np.int64), task.rivals()
    np.fill_diagonal(apart, np.iinfo(np.int64).max)
    for one, other in task.joined:
        apart[one, other] = apart[other, one] = np.iinfo(np.int64).max
        metres[one, other] = metres[other, one] = metres[one, other] - TIED
    # Of a group one place is flown to: the others are no neighbours, and crowd those of others.
    for group in task.groups:
        members = [place for place, number in rivals.items() if number == rivals[group[0]]]
        apart[np.ix_(members, members)] = np.iinfo(np.int64).max
    units = len(metres) - len(rivals) + len(task.groups)
    many = min(_MOST_NEAR, _NEAR * -(-len(metres) // units))
    near = np.argsort(apart, axis=1, kind="stable")[:, : min(many, len(metres) - 1)]
    # Where there are fewer, the airfields fill the list: none is its own neighbour.
    filler = np.where(np.arange(len(metres)) == START, END, START)[:, None]
    far = np.take_along_axis(apart, near, axis=1) == np.iinfo(np.int64).max
    near = np.where(far, filler, near)
    return Board(metres.astype(np.int32), near.astype(np.int64))


def blank(task: Task) -> Trial:
    """Return room for a route of a task, its random numbers not yet drawn.

    Args:
        task: Places, ways and worth.
    """
    count, clock = len(task.worth), task.clock
    trial = np.zeros((ROWS, max(WIDTH, count)), dtype=np.int64)
    trial[WORTH, :count] = whole_worth(task.worth)[0]
    trial[NUM, PLACES], trial[NUM, LIMIT] = count, limit_of(task)
    trial[RING] = trial[MATE] = np.arange(trial.shape[1])
    trial[IDLE] = FREE
    for one, other in task.joined:
        trial[MATE, one], trial[MATE, other] = other, one
        trial[IDLE, one], trial[IDLE, other] = PAIR, BLOCKED
        trial[WORTH, one] += trial[WORTH, other]
        trial[WORTH, other] = 0
    firsts = {place: pair[0] for pair in task.joined for place in pair}
    for group in task.groups:
        members = sorted({firsts.get(place, place) for place in group})
        trial[RING, members] = [*members[1:], members[0]]
    for row, values in ((EARLY, clock.early), (LATE, clock.late), (STAY, clock.stay)):
        trial[row, :count] = values
    trial[STOPS, :count] = clock.stops
    trial[IDLE, :count][clock.stops] = BLOCKED
    trial[NUM, RANGE] = clock.range_m
    trial[NUM, STRICT] = bool(task.joined or task.stops or task.times)
    base = lawful_order(task)
    trial[BASE, 0], trial[BASE, 1 : len(base) - 1] = len(base), base[1:-1]
    return trial


def trial_of(room: Trial, noise: np.random.Generator) -> Trial:
    """Return room for another route, with a random number of its own.

    Args:
        room: Room for a route of the task.
        noise: Where the random numbers come from.
    """
    trial = room.copy()
    trial[NUM, DICE] = noise.integers(1, 2**62)
    return trial


def order_of(trial: NDArray[np.int64]) -> Order:
    """Return the places of a route in order."""
    return tuple(trial[TOUR, : trial[NUM, COUNT]].tolist())
