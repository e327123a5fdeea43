"""One round of our own search: disturb a route, mend it, fill it, keep it or not (numba)."""

from __future__ import annotations

import math

from overflight.geodesy import compiled
from overflight.planning.searching.insertions import fill, force, look
from overflight.planning.searching.mending import drop, move_stop, spare_stops
from overflight.planning.searching.shortening import improve
from overflight.planning.searching.strains import strain
from overflight.planning.searching.trials import (
    AFTER,
    COST,
    COUNT,
    FREE,
    IDLE,
    LENGTH,
    LIMIT,
    MATE,
    NUM,
    PLACES,
    POS,
    RING,
    SCORE,
    STOPS,
    STRICT,
    TOLD,
    TOUR,
    WORTH,
    Board,
    Trial,
    copy_trial,
    free,
    place,
    rnd,
    take,
)

__all__ = ["begin", "run"]

_LONGEST = 40  # places taken out at once, at most
_STOPPED = 0.1  # chance that a round only moves a stop
_CLUSTER = 8  # places forced in at once, at most


@compiled
def _cut_part(board: Board, trial: Trial) -> None:
    """Take out a run of places."""
    inner = trial[NUM, COUNT] - 2
    most = max(1, min(_LONGEST, inner // 3))
    size = 1 + int(rnd(trial) * rnd(trial) * most)
    at = 1 + int(rnd(trial) * (inner - size + 1))
    for _ in range(size):
        if at < trial[NUM, COUNT] - 1:  # joined places go together
            take(board, trial, at)


@compiled
def _cut_round(board: Board, trial: Trial) -> None:
    """Take out places near each other."""
    inner = trial[NUM, COUNT] - 2
    middle = trial[TOUR, 1 + int(rnd(trial) * inner)]
    size = 1 + int(rnd(trial) * min(12, inner))
    take(board, trial, trial[POS, middle])
    for other in board.near[middle]:
        if size > 1 and other > 1 and trial[POS, other] >= 0 and rnd(trial) < 0.8:
            take(board, trial, trial[POS, other])
            size -= 1


@compiled
def _force_cluster(board: Board, trial: Trial) -> None:
    """Put in a place that is not taken, with some of its neighbours."""
    count = trial[NUM, PLACES]
    chosen = 2 + int(rnd(trial) * (count - 2))
    for k in range(count - 2):
        who = 2 + (chosen - 2 + k) % (count - 2)
        if free(trial, who) and trial[WORTH, who] > 0:
            break
    else:
        return
    force(board, trial, who)
    size = int(rnd(trial) * _CLUSTER)
    for other in board.near[who]:
        if size > 0 and free(trial, other) and trial[WORTH, other] > 0:
            force(board, trial, other)
            size -= 1


@compiled
def _disturb(board: Board, trial: Trial) -> None:
    """Change a route at random."""
    if trial[NUM, STRICT] and rnd(trial) < _STOPPED:
        move_stop(board, trial)
        return
    chance = rnd(trial)
    if trial[NUM, COUNT] == 2 or chance < 0.3:
        _force_cluster(board, trial)
    elif chance < 0.7:
        _cut_part(board, trial)
    else:
        _cut_round(board, trial)


@compiled
def _exchange(board: Board, trial: Trial) -> bool:
    """Change one place for another worth more, or worth the same and shorter; tell if there was."""
    for k in range(1, trial[NUM, COUNT] - 1):
        who = trial[TOUR, k]
        if trial[MATE, who] != who or trial[STOPS, who]:
            continue
        for other in range(2, trial[NUM, PLACES]):
            if trial[POS, other] == FREE and trial[WORTH, other] >= trial[WORTH, who]:
                clear = trial[AFTER, other] not in (trial[TOUR, k - 1], who)
                if _exchanged(board, trial, k, (other, clear)):
                    return True
        other = trial[RING, who]
        while other != who:
            better = trial[IDLE, other] == FREE and trial[WORTH, other] >= trial[WORTH, who]
            if better and _exchanged(board, trial, k, (other, False)):
                return True
            other = trial[RING, other]
    return False


@compiled
def _exchanged(board: Board, trial: Trial, k: int, how: tuple[int, bool]) -> bool:
    """Change the place at a step for another if that is better; tell if so.

    The other goes to the same step or, if told that it is clear of it, where its detour is least.
    """
    tour, metres = trial[TOUR], board.metres
    other, clear = how
    before, who, behind = tour[k - 1], tour[k], tour[k + 1]
    saved = metres[before, who] + metres[who, behind] - metres[before, behind]
    inside = metres[before, other] + metres[other, behind] - metres[before, behind]
    cost = min(inside, trial[COST, other]) if clear else inside
    same = trial[WORTH, other] == trial[WORTH, who]
    if cost > trial[NUM, LIMIT] - trial[NUM, LENGTH] + saved or (same and cost >= saved):
        return False
    at = trial[POS, trial[AFTER, other]] + 1 if cost < inside else k
    take(board, trial, k)
    place(board, trial, at - (at > k), other)
    if trial[NUM, STRICT] and strain(board, trial, 1, 0):
        take(board, trial, trial[POS, other])
        place(board, trial, k, who)
        return False
    return True


@compiled
def _polish(board: Board, trial: Trial, noise: float) -> None:
    """Shorten, drop and fill a route until it is short enough and nothing more fits."""
    improve(board, trial)
    drop(board, trial, noise)
    fill(board, trial, noise)
    before = trial[NUM, LENGTH]
    improve(board, trial)
    while trial[NUM, LENGTH] < before:
        fill(board, trial, noise)
        before = trial[NUM, LENGTH]
        improve(board, trial)
    if trial[NUM, STRICT]:
        spare_stops(board, trial)


@compiled
def _swap(board: Board, trial: Trial) -> None:
    """Exchange places as long as that helps."""
    look(board, trial)
    while _exchange(board, trial):
        _polish(board, trial, 0.0)
        look(board, trial)


@compiled
def _force_any(board: Board, trial: Trial) -> None:
    """Put in a place at random, if one can be."""
    count = trial[NUM, PLACES] - 2
    chosen = int(rnd(trial) * count)
    for k in range(count):
        who = 2 + (chosen + k) % count
        if free(trial, who):
            force(board, trial, who)
            return


@compiled
def begin(board: Board, trial: Trial, limit: int) -> None:
    """Begin a route anew, from a random place.

    Args:
        board: The problem.
        trial: The route; only its random numbers are read.
        limit: Greatest length.
    """
    trial[POS] = trial[IDLE]
    trial[TOLD] = 0
    trial[TOUR, 0], trial[TOUR, 1] = 0, 1
    trial[POS, 0], trial[POS, 1] = 0, 1
    trial[NUM, COUNT], trial[NUM, LENGTH], trial[NUM, SCORE] = 2, board.metres[0, 1], 0
    trial[NUM, LIMIT] = limit
    _force_any(board, trial)
    _polish(board, trial, 0.3)


@compiled
def _left(trial: Trial) -> int:
    """Return how much longer a route may become."""
    return int(trial[NUM, LIMIT] - trial[NUM, LENGTH])


@compiled
def run(board: Board, now: Trial, best: Trial, spare: Trial, how: tuple[int, float, float]) -> None:
    """Search for some rounds.

    Args:
        board: The problem.
        now: The route the search stands at; its random numbers are used.
        best: The best route found; both are changed.
        spare: Room for a third route, with the same random numbers.
        how: Rounds, heat (what a loss may be for one in e to be taken) and worth of a metre.
    """
    rounds, heat, metre = how
    for _ in range(rounds):
        copy_trial(now, spare)
        noise = 0.5 * rnd(spare)
        _disturb(board, spare)
        _polish(board, spare, noise)
        gain = float(spare[NUM, SCORE] - now[NUM, SCORE])
        gain += metre * float(_left(spare) - _left(now))
        if gain >= -2.0 * heat and rnd(spare) < 0.05:
            _swap(board, spare)
            gain = float(spare[NUM, SCORE] - now[NUM, SCORE])
            gain += metre * float(_left(spare) - _left(now))
        if gain >= 0 or rnd(spare) < math.exp(gain / max(heat, 1e-9)):
            copy_trial(spare, now)
            better = now[NUM, SCORE] > best[NUM, SCORE]
            same = now[NUM, SCORE] == best[NUM, SCORE]
            if better or (same and _left(now) > _left(best)):
                _swap(board, now)
                copy_trial(now, best)
