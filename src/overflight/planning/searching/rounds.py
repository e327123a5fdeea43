"""One round of our own search: disturb a route, mend it, fill it, keep it or not (numba)."""

from __future__ import annotations

import math

from overflight.geodesy import compiled
from overflight.planning.searching.insertions import fill, force, look
from overflight.planning.searching.mending import begin_lawful, drop, move_stop, spare_stops
from overflight.planning.searching.shortening import improve
from overflight.planning.searching.strains import broken_by
from overflight.planning.searching.trials import (
    AFTER,
    COST,
    COUNT,
    FREE,
    IDLE,
    IDLERS,
    IDLING,
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
_SWAPPED = 0.05  # chance that a good round exchanges places too
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
    tour, metres = trial[TOUR], board.metres
    for k in range(1, trial[NUM, COUNT] - 1):
        before, who, behind = tour[k - 1], tour[k], tour[k + 1]
        if trial[MATE, who] != who or trial[STOPS, who]:
            continue
        saved = metres[before, who] + metres[who, behind] - metres[before, behind]
        if _inside(board, trial, k, saved) or _elsewhere(board, trial, k, saved):
            return True
    return False


@compiled
def _inside(board: Board, trial: Trial, k: int, saved: int) -> bool:
    """Change the place at a step for a neighbour, or another of its group, if that is better."""
    who = trial[TOUR, k]
    for other in board.near[who]:
        if trial[POS, other] == FREE and _replaces(board, trial, k, (other, saved)):
            return True
    other = trial[RING, who]
    while other != who:
        if trial[IDLE, other] == FREE and _replaces(board, trial, k, (other, saved)):
            return True
        other = trial[RING, other]
    return False


@compiled
def _replaces(board: Board, trial: Trial, k: int, how: tuple[int, int]) -> bool:
    """Put another place to the step of one if that is better; tell if so."""
    other, saved = how
    before, who, behind = trial[TOUR, k - 1], trial[TOUR, k], trial[TOUR, k + 1]
    more = trial[WORTH, other] - trial[WORTH, who]
    if more < 0:
        return False
    row = board.metres[other]
    cost = row[before] + row[behind] - board.metres[before, behind]
    if cost > trial[NUM, LIMIT] - trial[NUM, LENGTH] + saved or (more == 0 and cost >= saved):
        return False
    return _exchanged(board, trial, (k, k), other)


@compiled
def _elsewhere(board: Board, trial: Trial, k: int, saved: int) -> bool:
    """Change the place at a step for one at another step, if that is better; tell if so."""
    before, who = trial[TOUR, k - 1], trial[TOUR, k]
    worth, spare = trial[WORTH, who], trial[NUM, LIMIT] - trial[NUM, LENGTH] + saved
    cost, worths, idlers = trial[COST], trial[WORTH], trial[IDLERS]
    for n in range(trial[NUM, IDLING]):
        other = idlers[n]
        if worths[other] < worth or cost[other] > spare or trial[POS, other] != FREE:
            continue
        if worths[other] == worth and cost[other] >= saved:
            continue
        after = trial[AFTER, other]
        if after in (before, who):
            continue
        if _exchanged(board, trial, (k, trial[POS, after] + 1), other):
            return True
    return False


@compiled
def _exchanged(board: Board, trial: Trial, steps: tuple[int, int], other: int) -> bool:
    """Change the place at one step for another at another; undo it if range or hours forbid it."""
    k, at = steps
    who = trial[TOUR, k]
    take(board, trial, k)
    place(board, trial, at - (at > k), other)
    if trial[NUM, STRICT] and broken_by(board, trial):
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
def _left(trial: Trial) -> int:
    """Return how much longer a route may become."""
    return int(trial[NUM, LIMIT] - trial[NUM, LENGTH])


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
    if _left(trial) < 0 or (trial[NUM, STRICT] and broken_by(board, trial)):
        begin_lawful(board, trial)


@compiled
def _transplant(board: Board, trial: Trial, mate: Trial) -> None:
    """Take over a run of places of another route, in its order, where it costs least."""
    inner = mate[NUM, COUNT] - 2
    if inner < 1:
        return
    size = 1 + int(rnd(trial) * min(_LONGEST, inner))
    since = 1 + int(rnd(trial) * (inner - size + 1))
    if trial[NUM, STRICT] == 0:
        for k in range(since, since + size):
            if trial[POS, mate[TOUR, k]] >= 0:
                take(board, trial, trial[POS, mate[TOUR, k]])
        _graft(board, trial, mate, (since, size))
        return
    for k in range(since, since + size):
        who = mate[TOUR, k]
        if free(trial, who) and trial[WORTH, who] > 0:
            force(board, trial, who)


@compiled
def _graft(board: Board, trial: Trial, mate: Trial, run_of: tuple[int, int]) -> None:
    """Put a run of places of another route between the two places where it costs least."""
    since, size = run_of
    tour, metres = trial[TOUR], board.metres
    first, last = mate[TOUR, since], mate[TOUR, since + size - 1]
    least, at, turned = math.inf, trial[POS, 0] + 1, False
    for k in range(1, trial[NUM, COUNT]):
        here, behind = tour[k - 1], tour[k]
        span = metres[here, behind]
        straight = float(metres[here, first] + metres[last, behind] - span)
        if straight < least:
            least, at, turned = straight, k, False
        back = float(metres[here, last] + metres[first, behind] - span)
        if back < least:
            least, at, turned = back, k, True
    for k in range(size):
        who = mate[TOUR, since + size - 1 - k if turned else since + k]
        if free(trial, who):
            place(board, trial, at, who)
            at += 1


@compiled
def run(
    board: Board,
    trials: tuple[Trial, Trial, Trial],
    mate: Trial,
    how: tuple[int, float, float, float],
) -> None:
    """Search for some rounds.

    Args:
        board: The problem.
        trials: The route the search stands at, the best route found, both are changed; and room for
            a third one. The random numbers are those of the third.
        mate: Another good route, to take parts from.
        how: Rounds, heat (what a loss may be for one in e to be taken), worth of a metre, and
            chance that a round takes a part from the other route.
    """
    now, best, spare = trials
    rounds, heat, metre, crossing = how
    for _ in range(rounds):
        copy_trial(now, spare)
        noise = 0.5 * rnd(spare)
        if crossing > 0.0 and rnd(spare) < crossing:
            _transplant(board, spare, mate)
        else:
            _disturb(board, spare)
        _polish(board, spare, noise)
        gain = float(spare[NUM, SCORE] - now[NUM, SCORE])
        gain += metre * float(_left(spare) - _left(now))
        if gain >= -2.0 * heat and rnd(spare) < _SWAPPED:
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
