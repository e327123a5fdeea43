"""Make a disturbed route lawful again: short enough, within range and hours (numba)."""

from __future__ import annotations

import math

from overflight.geodesy import compiled
from overflight.planning.searching.strains import broken_by, strain
from overflight.planning.searching.trials import (
    BASE,
    COUNT,
    LENGTH,
    LIMIT,
    MATE,
    NUM,
    PLACES,
    POS,
    STOPS,
    STRICT,
    TIED,
    TOUR,
    WISH,
    WORTH,
    Board,
    Trial,
    place,
    rnd,
    take,
)

# Numbers that begin at nought are read as the step of the start, which is nought: then kernels are
# compiled for one kind of numbers, not for each written number anew.

__all__ = ["begin_lawful", "drop", "move_stop", "spare_stops"]


@compiled
def drop(board: Board, trial: Trial, noise: float) -> None:
    """Take out places worth least for what they cost, until the route keeps all it must.

    Args:
        board: The problem.
        trial: The route.
        noise: How much the worth of a place is disturbed, 0 to 1.
    """
    if trial[NUM, STRICT]:
        _drop_kept(board, trial, noise)
        return
    for k in range(trial[NUM, COUNT]):
        who = trial[TOUR, k]
        trial[WISH, who] = int(trial[WORTH, who] * 256.0 * (1.0 + noise * rnd(trial)))
    while trial[NUM, LENGTH] > trial[NUM, LIMIT]:
        take(board, trial, _least_worth(board, trial))


@compiled
def _least_worth(board: Board, trial: Trial) -> int:
    """Return the step to the place worth least for its detour."""
    tour, metres = trial[TOUR], board.metres
    worst, saves, chosen = 1, 0, 0
    here, there = tour[0], tour[1]
    step = metres[here, there]
    for k in range(1, trial[NUM, COUNT] - 1):
        behind = tour[k + 1]
        onward = metres[there, behind]
        saved = max(0, step + onward - metres[here, behind])
        if trial[WISH, there] * saves < worst * saved or chosen == 0:
            worst, saves, chosen = trial[WISH, there], saved, k
        here, there, step = there, behind, onward
    return chosen


@compiled
def _drop_kept(board: Board, trial: Trial, noise: float) -> None:
    """Mend a route of which range and hours are kept too: by a stop more, or by places less."""
    while True:
        broken = broken_by(board, trial)
        if broken == 0 and trial[NUM, LENGTH] <= trial[NUM, LIMIT]:
            return
        if broken and rnd(trial) < 0.5 and _add_stop(board, trial, broken):
            continue
        chosen = _least_needed(board, trial, noise)
        if chosen:
            take(board, trial, chosen)
        elif not (broken and _add_stop(board, trial, broken)):
            begin_lawful(board, trial)
            return


@compiled
def _over(board: Board, trial: Trial, low: int, high: int) -> int:
    """Return by how much a route breaks length, range and hours with some steps left out."""
    tour, metres = trial[TOUR], board.metres
    length = trial[NUM, LENGTH] - trial[NUM, LIMIT]
    if low <= high:
        before, behind = tour[low - 1], tour[high + 1]
        length -= int(metres[before, tour[low]]) + metres[tour[high], behind]
        length += metres[before, behind]
        if low < high:
            length -= int(metres[tour[low], tour[high]]) + TIED
    return int(max(0, length) + strain(board, trial, low, high))


@compiled
def _least_needed(board: Board, trial: Trial, noise: float) -> int:
    """Return the step that is worth least for what it mends, 0 where only stops are left.

    Where no step mends anything, one of them goes at random.
    """
    over = _over(board, trial, trial[NUM, COUNT], trial[NUM, COUNT] - 1)
    worst, seen = math.inf, 0
    chosen = any_step = trial[POS, 0]
    for k in range(1, trial[NUM, COUNT] - 1):
        who = trial[TOUR, k]
        joined = trial[MATE, who] != who
        if trial[STOPS, who] or (joined and trial[MATE, who] == trial[TOUR, k - 1]):
            continue
        seen += 1
        if rnd(trial) * seen < 1.0:
            any_step = k
        mended = over - _over(board, trial, k, k + joined)
        if mended > 0:
            worth = trial[WORTH, who] + (trial[WORTH, trial[MATE, who]] if joined else 0)
            ratio = worth * (1.0 + noise * rnd(trial)) / mended
            if ratio < worst:
                worst, chosen = ratio, k
    return int(chosen or any_step)


@compiled
def _add_stop(board: Board, trial: Trial, broken: int) -> bool:
    """Put in the stop that mends most of range and hours, if one does; tell if so."""
    least, detour = broken, 0
    chosen = at = trial[POS, 0]
    for who in range(2, trial[NUM, PLACES]):
        if not trial[STOPS, who] or trial[POS, who] >= 0:
            continue
        for k in range(1, trial[NUM, COUNT]):
            if trial[MATE, trial[TOUR, k]] == trial[TOUR, k - 1]:
                continue
            before = trial[NUM, LENGTH]
            place(board, trial, k, who)
            left, more = broken_by(board, trial), trial[NUM, LENGTH] - before
            take(board, trial, k)
            if left < least or (chosen and left == least and more < detour):
                least, chosen, at, detour = left, who, k, more
    if chosen:
        place(board, trial, at, chosen)
    return bool(chosen > 0)


@compiled
def begin_lawful(board: Board, trial: Trial) -> None:
    """Go back to the first route known to be lawful.

    Args:
        board: The problem.
        trial: The route.
    """
    while trial[NUM, COUNT] > 2:
        take(board, trial, trial[POS, trial[TOUR, 1]])
    for k in range(1, trial[BASE, 0] - 1):
        place(board, trial, k, trial[BASE, k])


@compiled
def move_stop(board: Board, trial: Trial) -> None:
    """Put in a stop at random where it costs least, or take it out if it is there.

    Args:
        board: The problem.
        trial: The route.
    """
    seen, chosen = 0, trial[POS, 0]
    for who in range(2, trial[NUM, PLACES]):
        if trial[STOPS, who]:
            seen += 1
            if rnd(trial) * seen < 1.0:
                chosen = who
    if chosen == 0:
        return
    if trial[POS, chosen] >= 0:
        take(board, trial, trial[POS, chosen])
        return
    least, at = math.inf, trial[POS, 0]
    for k in range(1, trial[NUM, COUNT]):
        here, behind = trial[TOUR, k - 1], trial[TOUR, k]
        more = float(board.metres[here, chosen]) + board.metres[chosen, behind]
        more = (more - board.metres[here, behind]) * (1.0 + rnd(trial))
        if more < least:
            least, at = more, k
    place(board, trial, at, chosen)


@compiled
def spare_stops(board: Board, trial: Trial) -> None:
    """Take out stops that a route does not need.

    Args:
        board: The problem.
        trial: A route that keeps range and hours.
    """
    k = trial[POS, 0] + 1
    while k < trial[NUM, COUNT] - 1:
        needless = trial[STOPS, trial[TOUR, k]] and strain(board, trial, k, k) == 0
        if needless and _over(board, trial, k, k) == 0:
            take(board, trial, k)
        else:
            k += 1
