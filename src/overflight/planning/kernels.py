"""Kernels of our own search: a route as numbers, changed in place (compiled by numba).

A route is a path from place 0 to place 1. It is held in whole numbers. Without a folder named for
numba's cache nothing is written anywhere.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from overflight.geodesy import compiled

__all__ = [
    "Board",
    "Trial",
    "compiled",
    "copy_trial",
    "fill",
    "improve",
    "look",
    "place",
    "rnd",
    "take",
]

Ints = NDArray[np.int64]
Small = NDArray[np.int32]

Trial = Ints

# A route that is being changed: one array, shape (8, n), so that kernels are quick to compile. Its
# rows, by number of the place or of the step:
TOUR = 0  # places in order, as many as the count says
POS = 1  # where each place stands in the tour, -1 where it does not
TOLD = 2  # places that a change touched, to be looked at again
COST, AFTER = 3, 4  # cheapest detour of a place not in use, and after which place it begins
WISH = 5  # what each place seems worth in this round
WORTH = 6  # what it is worth
NUM = 7  # the numbers below
# Places in use, length, score; places in all, greatest length, two of the random numbers.
COUNT, LENGTH, SCORE, PLACES, LIMIT, DICE = 0, 1, 2, 3, 4, 5
WIDTH = 8  # columns at least

_FAR = 1 << 60


class Board(NamedTuple):
    """What does not change during a search.

    Args:
        metres: Lengths, shape (n, n), symmetric.
        near: Nearest places of each place, nearest first, shape (n, k).
    """

    metres: Small
    near: Ints


@compiled
def rnd(trial: Trial) -> float:
    """Return a random number from 0 to below 1 (L'Ecuyer 1988, two generators combined).

    Args:
        trial: A route, which holds the state: two whole numbers above zero.
    """
    one = trial[NUM, DICE] * 40014 % 2147483563
    other = trial[NUM, DICE + 1] * 40692 % 2147483399
    trial[NUM, DICE], trial[NUM, DICE + 1] = one, other
    return float((one - other) % 2147483562) / 2147483562.0


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
    for k in (COUNT, LENGTH, SCORE):
        target[NUM, k] = source[NUM, k]


@compiled
def place(board: Board, trial: Trial, at: int, who: int) -> None:
    """Put a place into the route.

    Args:
        board: The problem.
        trial: The route.
        at: Where it will stand, 1 to the number of places less one.
        who: The place.
    """
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
    trial[TOLD, before] = trial[TOLD, who] = trial[TOLD, after] = 1


@compiled
def take(board: Board, trial: Trial, at: int) -> None:
    """Take a place out of the route.

    Args:
        board: The problem.
        trial: The route.
        at: Where it stands; not the first, not the last.
    """
    tour, num, metres = trial[TOUR], trial[NUM], board.metres
    before, who, after = tour[at - 1], tour[at], tour[at + 1]
    num[COUNT] -= 1
    for k in range(at, num[COUNT]):
        tour[k] = tour[k + 1]
        trial[POS, tour[k]] = k
    trial[POS, who] = -1
    num[LENGTH] -= metres[before, who] + metres[who, after] - metres[before, after]
    num[SCORE] -= trial[WORTH, who]
    trial[TOLD, before] = trial[TOLD, after] = 1


@compiled
def reverse(trial: Trial, first: int, last: int) -> None:
    """Turn round a part of the route.

    Args:
        trial: The route.
        first: Where the part begins.
        last: Where it ends, itself in it.
    """
    tour, pos = trial[TOUR], trial[POS]
    while first < last:
        one, other = tour[first], tour[last]
        tour[first], tour[last] = other, one
        pos[other], pos[one] = first, last
        first += 1
        last -= 1


@compiled
def _beside(board: Board, trial: Trial, who: int) -> tuple[int, int]:
    """Return the cheapest detour by a place beside its neighbours, and after which place."""
    tour, metres = trial[TOUR], board.metres
    last = trial[NUM, COUNT] - 1
    best, after = _FAR, 0
    for other in board.near[who]:
        k = trial[POS, other]
        if k < 0:
            continue
        there = metres[who, other]
        if k > 0:
            more = there + metres[tour[k - 1], who] - metres[tour[k - 1], other]
            if more < best:
                best, after = more, tour[k - 1]
        if k < last:
            more = there + metres[tour[k + 1], who] - metres[tour[k + 1], other]
            if more < best:
                best, after = more, other
    return best, after


@compiled
def cheapest(board: Board, trial: Trial, who: int) -> None:
    """Find the cheapest detour by a place not in the route, beside its neighbours if it has any.

    Args:
        board: The problem.
        trial: The route; its ``COST`` and ``AFTER`` are written.
        who: The place.
    """
    metres = board.metres
    best, after = _beside(board, trial, who)
    if best == _FAR:
        for k in range(trial[NUM, COUNT] - 1):
            here, behind = trial[TOUR, k], trial[TOUR, k + 1]
            more = metres[here, who] + metres[who, behind] - metres[here, behind]
            if more < best:
                best, after = more, here
    trial[COST, who] = best
    trial[AFTER, who] = after


@compiled
def look(board: Board, trial: Trial) -> None:
    """Find the cheapest detour by every place not in the route.

    Args:
        board: The problem.
        trial: The route.
    """
    for who in range(2, trial[NUM, PLACES]):
        if trial[POS, who] < 0:
            cheapest(board, trial, who)


@compiled
def _look_again(board: Board, trial: Trial, at: int) -> None:
    """Bring the cheapest detours up to date after a place was put in."""
    tour, metres = trial[TOUR], board.metres
    before, new, behind = tour[at - 1], tour[at], tour[at + 1]
    step, onward = metres[before, new], metres[new, behind]
    for who in range(2, trial[NUM, PLACES]):
        if trial[POS, who] >= 0:
            continue
        if trial[AFTER, who] == before:
            cheapest(board, trial, who)
            continue
        there = metres[who, new]
        more = metres[before, who] + there - step
        if more < trial[COST, who]:
            trial[COST, who], trial[AFTER, who] = more, before
        more = metres[behind, who] + there - onward
        if more < trial[COST, who]:
            trial[COST, who], trial[AFTER, who] = more, new


@compiled
def fill(board: Board, trial: Trial, noise: float) -> None:
    """Put in places by worth for their detour, as long as any fits.

    Args:
        board: The problem.
        trial: The route.
        noise: How much the worth of a place is disturbed, 0 to 1.
    """
    for who in range(2, trial[NUM, PLACES]):
        trial[WISH, who] = int(trial[WORTH, who] * 256.0 * (1.0 + noise * (2.0 * rnd(trial) - 1.0)))
    look(board, trial)
    while True:
        spare = trial[NUM, LIMIT] - trial[NUM, LENGTH]
        best, chosen = 0.0, 0
        for who in range(2, trial[NUM, PLACES]):
            if trial[POS, who] < 0 and trial[COST, who] <= spare:
                ratio = trial[WISH, who] / max(1, trial[COST, who])
                if ratio > best:
                    best, chosen = ratio, who
        if chosen == 0:
            return
        at = trial[POS, trial[AFTER, chosen]] + 1
        place(board, trial, at, chosen)
        _look_again(board, trial, at)


@compiled
def _two_opt(board: Board, trial: Trial, here: int) -> bool:
    """Take the first better route by turning a part round, beside one place; tell if there is."""
    tour, pos, metres = trial[TOUR], trial[POS], board.metres
    last = trial[NUM, COUNT] - 1
    for side in (1, -1):
        i = pos[here]
        if i + side < 0 or i + side > last:
            continue
        next_to = tour[i + side]
        span = metres[here, next_to]
        for other in board.near[here]:
            gain = span - metres[here, other]
            if gain <= 0:
                break
            j = pos[other]
            if j < 0 or j + side < 0 or j + side > last:
                continue
            beside = tour[j + side]
            gain += metres[other, beside] - metres[next_to, beside]
            if gain > 0:
                low, high = min(i, j), max(i, j)
                if side == 1:
                    reverse(trial, low + 1, high)
                else:
                    reverse(trial, low, high - 1)
                trial[NUM, LENGTH] -= gain
                trial[TOLD, here] = trial[TOLD, next_to] = 1
                trial[TOLD, other] = trial[TOLD, beside] = 1
                return True
    return False


@compiled
def _shift(trial: Trial, span: tuple[int, int], at: int, turned: bool) -> None:
    """Move a part of the route to between two places outside it, the second one at an index."""
    low, high = span
    size = high - low + 1
    if at > high:
        reverse(trial, low, at - 1)
        reverse(trial, low, at - 1 - size)
        if not turned:
            reverse(trial, at - size, at - 1)
    else:
        reverse(trial, at, high)
        reverse(trial, at + size, high)
        if not turned:
            reverse(trial, at, at + size - 1)


@compiled
def _move_part(board: Board, trial: Trial, span: tuple[int, int], head: int) -> bool:
    """Take the first better route by moving a part so that its head lies beside a neighbour."""
    tour, pos, metres = trial[TOUR], trial[POS], board.metres
    low, high = span
    first, end = tour[low], tour[high]
    tail = end if head == first else first
    before, behind = tour[low - 1], tour[high + 1]
    saved = metres[before, first] + metres[end, behind] - metres[before, behind]
    for other in board.near[head]:
        gain = saved - metres[head, other]
        if gain <= 0:
            return False
        j = pos[other]
        if j < 0 or low <= j <= high:
            continue
        for side in (1, -1):
            k = j + side
            if k < 0 or k >= trial[NUM, COUNT] or low <= k <= high:
                continue
            beside = tour[k]
            more = gain + metres[other, beside] - metres[tail, beside]
            if more > 0:
                # Behind its neighbour the head comes first, before it last.
                _shift(trial, span, max(j, k), (side == 1) != (head == first))
                trial[NUM, LENGTH] -= more
                for touched in (before, behind, other, beside, head, tail):
                    trial[TOLD, touched] = 1
                return True
    return False


@compiled
def _or_opt(board: Board, trial: Trial, here: int) -> bool:
    """Take the first better route by moving up to three places from one; tell if there is."""
    for size in range(3):
        i = trial[POS, here]
        if i < 1 or i > trial[NUM, COUNT] - 2:
            return False
        if i + size < trial[NUM, COUNT] - 1 and _move_part(board, trial, (i, i + size), here):
            return True
        if size and i - size >= 1 and _move_part(board, trial, (i - size, i), here):
            return True
    return False


@compiled
def improve(board: Board, trial: Trial) -> None:
    """Shorten the route round the places that were touched, until nothing helps.

    Args:
        board: The problem.
        trial: The route; places told are looked at, then no longer.
    """
    again = True
    while again:
        again = False
        for k in range(trial[NUM, COUNT]):
            here = trial[TOUR, k]
            if trial[TOLD, here]:
                trial[TOLD, here] = 0
                while _two_opt(board, trial, here) or _or_opt(board, trial, here):
                    again = True
