"""One round of our own search: disturb a route, mend it, fill it, keep it or not (numba)."""

from __future__ import annotations

import math

from overflight.planning.kernels import (
    AFTER,
    COST,
    COUNT,
    LENGTH,
    LIMIT,
    NUM,
    PLACES,
    POS,
    SCORE,
    TOLD,
    TOUR,
    WORTH,
    Board,
    Trial,
    cheapest,
    compiled,
    copy_trial,
    fill,
    improve,
    look,
    place,
    rnd,
    take,
)

__all__ = ["begin", "run"]

_LONGEST = 40  # places taken out at once, at most
_CLUSTER = 8  # places forced in at once, at most


@compiled
def _drop(board: Board, trial: Trial, noise: float) -> None:
    """Take out places worth least for what they cost, until the route is short enough."""
    tour, metres = trial[TOUR], board.metres
    while trial[NUM, LENGTH] > trial[NUM, LIMIT]:
        worst, chosen = math.inf, 0
        for k in range(1, trial[NUM, COUNT] - 1):
            before, who, behind = tour[k - 1], tour[k], tour[k + 1]
            saved = metres[before, who] + metres[who, behind] - metres[before, behind]
            ratio = trial[WORTH, who] * (1.0 + noise * rnd(trial)) / max(saved, 0.01)
            if ratio < worst:
                worst, chosen = ratio, k
        take(board, trial, chosen)


@compiled
def _cut_part(board: Board, trial: Trial) -> None:
    """Take out a run of places."""
    inner = trial[NUM, COUNT] - 2
    most = max(1, min(_LONGEST, inner // 3))
    size = 1 + int(rnd(trial) * rnd(trial) * most)
    at = 1 + int(rnd(trial) * (inner - size + 1))
    for _ in range(size):
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
def _force(board: Board, trial: Trial, who: int) -> None:
    """Put a place in where it costs least, fitting or not."""
    cheapest(board, trial, who)
    place(board, trial, trial[POS, trial[AFTER, who]] + 1, who)


@compiled
def _force_cluster(board: Board, trial: Trial) -> None:
    """Put in a place that is not taken, with some of its neighbours."""
    count = trial[NUM, PLACES]
    chosen = 2 + int(rnd(trial) * (count - 2))
    for k in range(count - 2):
        who = 2 + (chosen - 2 + k) % (count - 2)
        if trial[POS, who] < 0 and trial[WORTH, who] > 0:
            break
    else:
        return
    _force(board, trial, who)
    size = int(rnd(trial) * _CLUSTER)
    for other in board.near[who]:
        if size > 0 and trial[POS, other] < 0 and trial[WORTH, other] > 0:
            _force(board, trial, other)
            size -= 1


@compiled
def _disturb(board: Board, trial: Trial) -> None:
    """Change a route at random."""
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
    tour, metres = trial[TOUR], board.metres
    for k in range(1, trial[NUM, COUNT] - 1):
        before, who, behind = tour[k - 1], tour[k], tour[k + 1]
        saved = metres[before, who] + metres[who, behind] - metres[before, behind]
        spare = trial[NUM, LIMIT] - trial[NUM, LENGTH] + saved
        for other in range(2, trial[NUM, PLACES]):
            if trial[POS, other] >= 0 or trial[WORTH, other] < trial[WORTH, who]:
                continue
            same = trial[WORTH, other] == trial[WORTH, who]
            inside = metres[before, other] + metres[other, behind] - metres[before, behind]
            clear = trial[AFTER, other] not in (before, who)
            cost = min(inside, trial[COST, other]) if clear else inside
            if cost <= spare and not (same and cost >= saved):
                at = trial[POS, trial[AFTER, other]] + 1 if cost < inside else k
                take(board, trial, k)
                place(board, trial, at - (at > k), other)
                return True
    return False


@compiled
def _polish(board: Board, trial: Trial, noise: float) -> None:
    """Shorten, drop and fill a route until it is short enough and nothing more fits."""
    improve(board, trial)
    _drop(board, trial, noise)
    fill(board, trial, noise)
    before = trial[NUM, LENGTH]
    improve(board, trial)
    while trial[NUM, LENGTH] < before:
        fill(board, trial, noise)
        before = trial[NUM, LENGTH]
        improve(board, trial)


@compiled
def _swap(board: Board, trial: Trial) -> None:
    """Exchange places as long as that helps."""
    look(board, trial)
    while _exchange(board, trial):
        _polish(board, trial, 0.0)
        look(board, trial)


@compiled
def begin(board: Board, trial: Trial) -> None:
    """Begin a route anew, from a random place.

    Args:
        board: The problem.
        trial: The route; only its random numbers are read.
    """
    trial[POS] = -1
    trial[TOLD] = 0
    trial[TOUR, 0], trial[TOUR, 1] = 0, 1
    trial[POS, 0], trial[POS, 1] = 0, 1
    trial[NUM, COUNT], trial[NUM, LENGTH], trial[NUM, SCORE] = 2, board.metres[0, 1], 0
    who = 2 + int(rnd(trial) * (trial[NUM, PLACES] - 2))
    _force(board, trial, who)
    _polish(board, trial, 0.3)


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
        gain += metre * float(now[NUM, LENGTH] - spare[NUM, LENGTH])
        if gain >= -2.0 * heat and rnd(spare) < 0.05:
            _swap(board, spare)
            gain = float(spare[NUM, SCORE] - now[NUM, SCORE])
            gain += metre * float(now[NUM, LENGTH] - spare[NUM, LENGTH])
        if gain >= 0 or rnd(spare) < math.exp(gain / max(heat, 1e-9)):
            copy_trial(spare, now)
            better = now[NUM, SCORE] > best[NUM, SCORE]
            same = now[NUM, SCORE] == best[NUM, SCORE]
            if better or (same and now[NUM, LENGTH] < best[NUM, LENGTH]):
                _swap(board, now)
                copy_trial(now, best)
