"""Put places into a route: what the cheapest detour by each is, and by worth for detour (numba)."""

from __future__ import annotations

from overflight.geodesy import compiled
from overflight.planning.searching.strains import FAR, cost_at, find_room
from overflight.planning.searching.trials import (
    AFTER,
    AHEAD,
    COST,
    COUNT,
    IDLERS,
    IDLING,
    LENGTH,
    LIMIT,
    MATE,
    NUM,
    PLACES,
    POS,
    STRICT,
    TOUR,
    TURN,
    WISH,
    WORTH,
    Board,
    Trial,
    free,
    place,
    rnd,
)

_LOOKED = 8  # neighbours in the route that a detour is looked for beside, with range and hours

__all__ = ["cheapest", "fill", "force", "look"]


@compiled
def _beside(board: Board, trial: Trial, who: int) -> tuple[int, int]:
    """Return the cheapest detour by a place beside its neighbours, and after which place."""
    tour, row, ahead = trial[TOUR], board.metres[who], trial[AHEAD]
    last = trial[NUM, COUNT] - 1
    best, after = FAR, 0
    for other in board.near[who]:
        k = trial[POS, other]
        if k < 0:
            continue
        there = row[other]
        if k > 0:
            before = tour[k - 1]
            more = there + row[before] - ahead[before]
            if more < best:
                best, after = more, before
        if k < last:
            more = there + row[tour[k + 1]] - ahead[other]
            if more < best:
                best, after = more, other
    return best, after


@compiled
def _cheapest_kept(board: Board, trial: Trial, who: int) -> None:
    """Find the cheapest detour by a place, with its mate, beside neighbours and with room."""
    trial[COST, who] = FAR
    mate = trial[MATE, who]
    for side in range(1 + (mate != who)):
        looked = 0
        for other in board.near[mate if side else who]:
            k = trial[POS, other]
            if k >= 0 and looked < _LOOKED:
                looked += 1
                _try_leg(board, trial, who, k - 1)
                _try_leg(board, trial, who, k)


@compiled
def _try_leg(board: Board, trial: Trial, who: int, k: int) -> None:
    """Take the detour after a step if it is cheaper than what was found by now."""
    if k < 0 or k >= trial[NUM, COUNT] - 1:
        return
    turn = trial[TURN, who]
    more = cost_at(board, trial, who, k)
    if more < trial[COST, who]:
        trial[COST, who], trial[AFTER, who] = more, trial[TOUR, k]
    else:
        trial[TURN, who] = turn


@compiled
def cheapest(board: Board, trial: Trial, who: int) -> None:
    """Find the cheapest detour by a place not in the route, beside its neighbours.

    Where none of them is in the route there is none worth a look. Where more is kept than the
    length, it is looked for wherever the route has room; find that first.

    Args:
        board: The problem.
        trial: The route; its ``COST`` and ``AFTER`` are written.
        who: The place.
    """
    if trial[NUM, STRICT]:
        _cheapest_kept(board, trial, who)
    else:
        trial[COST, who], trial[AFTER, who] = _beside(board, trial, who)


@compiled
def _look_ahead(board: Board, trial: Trial) -> None:
    """Write down the lengths of the legs."""
    for k in range(trial[NUM, COUNT] - 1):
        here = trial[TOUR, k]
        trial[AHEAD, here] = board.metres[here, trial[TOUR, k + 1]]


@compiled
def look(board: Board, trial: Trial) -> None:
    """Find the cheapest detour by every place that may be put in, and write those places down.

    Args:
        board: The problem.
        trial: The route.
    """
    _look_ahead(board, trial)
    if trial[NUM, STRICT]:
        find_room(board, trial)
    idling = 0
    for who in range(2, trial[NUM, PLACES]):
        if free(trial, who):
            cheapest(board, trial, who)
            trial[IDLERS, idling] = who
            idling += 1
    trial[NUM, IDLING] = idling


@compiled
def _look_again(board: Board, trial: Trial, at: int) -> None:
    """Bring the cheapest detours up to date after a place was put in."""
    tour, metres, idlers, idling = trial[TOUR], board.metres, trial[IDLERS], 0
    before, new, behind = tour[at - 1], tour[at], tour[at + 1]
    step, onward = metres[before, new], metres[new, behind]
    for k in range(trial[NUM, IDLING]):
        who = idlers[k]
        if not free(trial, who):
            continue
        idlers[idling] = who
        idling += 1
        if trial[AFTER, who] == before:
            cheapest(board, trial, who)
            continue
        there = metres[new, who]
        more = metres[before, who] + there - step
        if more < trial[COST, who]:
            trial[COST, who], trial[AFTER, who] = more, before
        more = metres[behind, who] + there - onward
        if more < trial[COST, who]:
            trial[COST, who], trial[AFTER, who] = more, new
    trial[NUM, IDLING] = idling


@compiled
def fill(board: Board, trial: Trial, noise: float) -> None:
    """Put in places by worth for their detour, as long as any fits.

    Args:
        board: The problem.
        trial: The route.
        noise: How much the worth of a place is disturbed, 0 to 1.
    """
    look(board, trial)
    for k in range(trial[NUM, IDLING]):
        who = trial[IDLERS, k]
        trial[WISH, who] = int(trial[WORTH, who] * 256.0 * (1.0 + noise * (2.0 * rnd(trial) - 1.0)))
    while True:
        chosen = _best_worth(trial)
        if chosen == 0:
            return
        k = trial[POS, trial[AFTER, chosen]]
        if trial[NUM, STRICT] and cost_at(board, trial, chosen, k) != trial[COST, chosen]:
            cheapest(board, trial, chosen)  # what was put in since has taken its room
            continue
        place(board, trial, k + 1, chosen)
        if trial[NUM, STRICT]:
            _look_again_kept(board, trial, chosen)
        else:
            _look_again(board, trial, k + 1)


@compiled
def _look_again_kept(board: Board, trial: Trial, new: int) -> None:
    """Bring the cheapest detours up to date after a place, with its mate, was put in.

    Of the others only the new legs are looked at; whether there still is room is asked before they
    are put in.
    """
    find_room(board, trial)
    mate, idlers, idling = trial[MATE, new], trial[IDLERS], 0
    low, high = min(trial[POS, new], trial[POS, mate]), max(trial[POS, new], trial[POS, mate])
    before = trial[TOUR, low - 1]
    for k in range(trial[NUM, IDLING]):
        who = idlers[k]
        if not free(trial, who):
            continue
        idlers[idling] = who
        idling += 1
        if trial[AFTER, who] == before and trial[COST, who] < FAR:
            cheapest(board, trial, who)
        else:
            _try_leg(board, trial, who, low - 1)
            _try_leg(board, trial, who, high)
    trial[NUM, IDLING] = idling


@compiled
def _best_worth(trial: Trial) -> int:
    """Return the place worth most for its detour among those that fit, 0 if none does."""
    spare = trial[NUM, LIMIT] - trial[NUM, LENGTH]
    best, cost, chosen = 0, 1, 0
    for k in range(trial[NUM, IDLING]):
        who = trial[IDLERS, k]
        detour = max(1, trial[COST, who])
        if detour <= max(1, spare) and trial[WISH, who] * cost > best * detour:
            best, cost, chosen = trial[WISH, who], detour, who
    return chosen if trial[COST, chosen] <= spare else 0


@compiled
def force(board: Board, trial: Trial, who: int) -> None:
    """Put a place in where it costs least, fitting or not.

    Args:
        board: The problem.
        trial: The route.
        who: The place, not in the route.
    """
    mate, best = trial[MATE, who], FAR
    for k in range(trial[NUM, COUNT] - 1):
        here, behind = trial[TOUR, k], trial[TOUR, k + 1]
        for turn in range(1 + (mate != who)):
            one, other = (mate, who) if turn else (who, mate)
            more = int(board.metres[here, one]) + board.metres[other, behind]
            more -= board.metres[here, behind]
            if more < best:
                best = more
                trial[AFTER, who], trial[TURN, who] = here, turn
    place(board, trial, trial[POS, trial[AFTER, who]] + 1, who)
