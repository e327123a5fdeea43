"""Shorten a route of the same places: turn parts round, move parts elsewhere (numba)."""

from __future__ import annotations

from overflight.geodesy import compiled
from overflight.planning.searching.strains import broken_by
from overflight.planning.searching.trials import (
    BEFORE,
    COUNT,
    LENGTH,
    NUM,
    POS,
    STRAIN,
    STRICT,
    TOLD,
    TOUR,
    Board,
    Trial,
    put_back,
)

__all__ = ["improve"]


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
def _worse(board: Board, trial: Trial) -> bool:
    """Tell whether a route breaks range and hours more than it did; if not, measure by that."""
    found = broken_by(board, trial)
    if found > trial[NUM, STRAIN]:
        return True
    trial[NUM, STRAIN] = found
    return False


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
                low, high = min(i, j) + (side == 1), max(i, j) - (side == -1)
                reverse(trial, low, high)
                if trial[NUM, STRICT] and _worse(board, trial):
                    reverse(trial, low, high)
                    continue
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
def _shifted(board: Board, trial: Trial, span: tuple[int, int], to: tuple[int, bool]) -> bool:
    """Move a part, unless range or hours forbid it; tell if it was moved."""
    if trial[NUM, STRICT]:
        trial[BEFORE] = trial[TOUR]
    _shift(trial, span, to[0], to[1])
    if trial[NUM, STRICT] and _worse(board, trial):
        put_back(trial)
        return False
    return True


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
            # Behind its neighbour the head comes first, before it last.
            turned = (side == 1) != (head == first)
            if more > 0 and _shifted(board, trial, span, (max(j, k), turned)):
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
    if trial[NUM, STRICT]:
        trial[NUM, STRAIN] = broken_by(board, trial)
    again = True
    while again:
        again = False
        for k in range(trial[NUM, COUNT]):
            here = trial[TOUR, k]
            if trial[TOLD, here]:
                trial[TOLD, here] = 0
                while _two_opt(board, trial, here) or _or_opt(board, trial, here):
                    again = True
