"""A route as numbers, changed in place by kernels (compiled by numba).

A route is a path from place 0 to place 1. It is held in whole numbers. What belongs together is put
in and taken out together here: joined places as one, and of a group one place at a time.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from overflight.geodesy import compiled

__all__ = ["TIED", "Board", "Trial", "copy_trial", "free", "place", "put_back", "rnd", "take"]

Ints = NDArray[np.int64]
Small = NDArray[np.int32]

Trial = Ints

# A route that is being changed: one array, so that kernels are quick to compile. Its rows, by
# number of the place or of the step:
TOUR = 0  # places in order, as many as the count says
POS = 1  # where each place stands in the tour; below zero where it does not, see IDLE
TOLD = 2  # places that a change touched, to be looked at again
COST, AFTER = 3, 4  # cheapest detour of a place not in use, and after which place it begins
WISH = 5  # what each place seems worth in this round
WORTH = 6  # what it is worth; of joined places the first is worth both
NUM = 7  # the numbers below
RING = 8  # the next place of the same group, itself if it is in none
MATE = 9  # the place it is joined to, itself if to none
IDLE = 10  # its POS while it is not in the tour and no place of its group is
TURN = 11  # whether joined places are cheaper the other way round
EARLY, LATE, STAY, STOPS = 12, 13, 14, 15  # range and hours, in metres: see schedules.Clock
# Of each step: when it leaves the place, how much longer the way from there may become, how long
# the flight may wait before, and how much farther it may fly on its fuel.
LEAVE, ROOM, HEAD, SPAN = 16, 17, 18, 19
BEFORE = 20  # a tour to go back to
BASE = 21  # the first tour known to be lawful, its places; BASE of step 0 is their number
AHEAD = 22  # length of the way on from each place of the tour, as of the last look
IDLERS = 23  # places that may be put in, as of the last look
ROWS = 24

# Numbers: places in use, length, score, places in all, greatest length; random number, number of
# places that may be put in, greatest range, whether more is kept than length and groups, and how
# far that is broken.
COUNT, LENGTH, SCORE, PLACES, LIMIT, DICE, IDLING, RANGE, STRICT, STRAIN = (
    0,
    1,
    2,
    3,
    4,
    5,
    6,
    7,
    8,
    9,
)
WIDTH = 10  # columns at least

# Not in the tour: can be put in; cannot, since its group has another; can, with its mate.
FREE, BLOCKED, PAIR = -1, -2, -3

# Joined places lie so much nearer together than in truth that no move parts them; greatest length
# and length lose as much with each pair in the tour.
TIED = 2**29

_LOGICAL, _MANTISSA = 2**57 - 1, 2**53 - 1  # bits of a shift to the right, and of a fraction


class Board(NamedTuple):
    """What does not change during a search.

    Args:
        metres: Lengths, shape (n, n), symmetric; ``TIED`` less between joined places.
        near: Nearest places of each place, nearest first, shape (n, k).
    """

    metres: Small
    near: Ints


@compiled
def rnd(trial: Trial) -> float:
    """Return a random number from 0 to below 1 (Marsaglia 2003, xorshift of 64 bits).

    Args:
        trial: A route, which holds the state: a whole number, not zero.
    """
    state = trial[NUM, DICE]
    state ^= state << 13
    state ^= (state >> 7) & _LOGICAL
    state ^= state << 17
    trial[NUM, DICE] = state
    return float((state >> 11) & _MANTISSA) / 9007199254740992.0


@compiled
def copy_trial(source: Trial, target: Trial) -> None:
    """Copy a route; the random numbers stay.

    Args:
        source: The route.
        target: Where to.
    """
    for k in range(source[NUM, PLACES]):
        target[TOUR, k] = source[TOUR, k]
        target[POS, k] = source[POS, k]
    for k in (COUNT, LENGTH, SCORE, LIMIT):
        target[NUM, k] = source[NUM, k]


@compiled
def free(trial: Trial, who: int) -> bool:
    """Tell whether a place can be put in: it is not there, nor is another of its group.

    Args:
        trial: The route.
        who: The place; of joined ones only the first is ever free.
    """
    return bool(trial[POS, who] < 0 and trial[POS, who] != BLOCKED)


@compiled
def _put(board: Board, trial: Trial, at: int, who: int) -> None:
    """Put one place into the tour."""
    tour, num, metres = trial[TOUR], trial[NUM], board.metres
    before, after = tour[at - 1], tour[at]
    for k in range(num[COUNT], at, -1):
        tour[k] = tour[k - 1]
        trial[POS, tour[k]] = k
    tour[at] = who
    trial[POS, who] = at
    num[COUNT] += 1
    num[LENGTH] += metres[before, who] + metres[who, after] - metres[before, after]
    num[SCORE] += trial[WORTH, who]
    trial[AHEAD, before], trial[AHEAD, who] = metres[before, who], metres[who, after]
    trial[TOLD, before] = trial[TOLD, who] = trial[TOLD, after] = 1
    rival = trial[RING, who]
    while rival != who:
        trial[POS, rival] = BLOCKED
        rival = trial[RING, rival]


@compiled
def _out(board: Board, trial: Trial, at: int) -> None:
    """Take one place out of the tour."""
    tour, num, metres = trial[TOUR], trial[NUM], board.metres
    before, who, after = tour[at - 1], tour[at], tour[at + 1]
    num[COUNT] -= 1
    for k in range(at, num[COUNT]):
        tour[k] = tour[k + 1]
        trial[POS, tour[k]] = k
    trial[POS, who] = trial[IDLE, who]
    num[LENGTH] -= metres[before, who] + metres[who, after] - metres[before, after]
    num[SCORE] -= trial[WORTH, who]
    trial[TOLD, before] = trial[TOLD, after] = 1
    rival = trial[RING, who]
    while rival != who:
        trial[POS, rival] = trial[IDLE, rival]
        rival = trial[RING, rival]


@compiled
def place(board: Board, trial: Trial, at: int, who: int) -> None:
    """Put a place into the route, with the one it is joined to as its ``TURN`` says.

    Args:
        board: The problem.
        trial: The route.
        at: Where it will stand, 1 to the number of places less one.
        who: The place, the first of joined ones.
    """
    mate = trial[MATE, who]
    if mate == who:
        _put(board, trial, at, who)
        return
    turned = trial[TURN, who]
    _put(board, trial, at, mate if turned else who)
    _put(board, trial, at + 1, who if turned else mate)
    trial[NUM, LIMIT] -= TIED


@compiled
def take(board: Board, trial: Trial, at: int) -> None:
    """Take a place out of the route, with the one it is joined to.

    Args:
        board: The problem.
        trial: The route.
        at: Where it stands; not the first, not the last.
    """
    who = trial[TOUR, at]
    mate = trial[MATE, who]
    if mate == who:
        _out(board, trial, at)
        return
    low = min(at, trial[POS, mate])
    _out(board, trial, low)
    _out(board, trial, low)
    trial[NUM, LIMIT] += TIED


@compiled
def put_back(trial: Trial) -> None:
    """Go back to the tour written down, of the same places.

    Args:
        trial: The route; its length is not changed.
    """
    for k in range(trial[NUM, COUNT]):
        who = trial[BEFORE, k]
        trial[TOUR, k] = who
        trial[POS, who] = k
