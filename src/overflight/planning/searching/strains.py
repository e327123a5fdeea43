"""Range and hours of a route while it is changed: how far it breaks them, and where it has room.

The same rules as in ``schedules``, compiled; tests hold the two to each other.
"""

from __future__ import annotations

from overflight.geodesy import compiled
from overflight.planning.searching.trials import (
    COUNT,
    EARLY,
    HEAD,
    LATE,
    LEAVE,
    MATE,
    NUM,
    POS,
    RANGE,
    ROOM,
    SPAN,
    STAY,
    STOPS,
    TIED,
    TOUR,
    TURN,
    Board,
    Trial,
)

__all__ = ["FAR", "broken_by", "cost_at", "find_room", "strain"]

FAR = 1 << 60
_LONG = 1 << 55


@compiled
def _step(board: Board, trial: Trial, here: int, there: int) -> int:
    """Return how far it is in truth between two places."""
    metres = int(board.metres[here, there])
    return metres + TIED if trial[MATE, here] == there and here != there else metres


@compiled
def strain(board: Board, trial: Trial, low: int, high: int) -> int:
    """Return by how many metres a route breaks range and hours, with some steps left out.

    Args:
        board: The problem.
        trial: The route.
        low: First step left out.
        high: Last step left out; below the first where none is.
    """
    tour, last = trial[TOUR], trial[NUM, COUNT] - 1
    here, total, ready = tour[0], 0, trial[EARLY, tour[0]]
    off, length, wait, spare = 0, 0, 0, trial[LATE, here] - ready
    for k in range(1, last + 1):
        if low <= k <= high:
            continue
        there = tour[k]
        step = _step(board, trial, here, there)
        off += step
        length += step
        wait = max(wait, trial[EARLY, there] - ready - off)
        spare = min(spare, trial[LATE, there] - ready - off)
        off += trial[STAY, there]
        here = there
        if trial[STOPS, there] or k == last:
            total += max(0, length - trial[NUM, RANGE]) + max(0, wait - spare)
            ready += off + wait
            off, length, wait, spare = 0, 0, 0, _LONG
    return total


@compiled
def broken_by(board: Board, trial: Trial) -> int:
    """Return by how many metres a route breaks range and hours.

    Args:
        board: The problem.
        trial: The route.
    """
    return strain(board, trial, trial[NUM, COUNT], trial[NUM, COUNT])


@compiled
def find_room(board: Board, trial: Trial) -> None:
    """Write down when the route leaves each place, and how much longer it may become there.

    Args:
        board: The problem.
        trial: A route that keeps range and hours; four of its rows are written.
    """
    tour, last = trial[TOUR], trial[NUM, COUNT] - 1
    first, ready = trial[POS, 0], trial[EARLY, tour[0]]
    while first < last:
        end = _read_flight(board, trial, first, ready)
        ready = trial[LEAVE, end]
        first = end
    # How late a place may be reached: as its hours say, and those after it before the next wait.
    delay = _LONG
    for k in range(last, 0, -1):
        there = tour[k]
        if k < last and trial[STOPS, there]:
            delay += trial[HEAD, k]  # it need not wait as long
        reached = trial[LEAVE, k - 1] + _step(board, trial, tour[k - 1], there)
        delay = min(delay, trial[LATE, there] - reached)
        trial[ROOM, k - 1] = delay
    spare = trial[LATE, tour[0]] - trial[LEAVE, 0]
    for k in range(last):
        if k and trial[STOPS, tour[k]]:
            spare = _LONG
        elif k:
            reached = trial[LEAVE, k - 1] + _step(board, trial, tour[k - 1], tour[k])
            spare = min(spare, trial[LATE, tour[k]] - reached)
        trial[HEAD, k] = spare


@compiled
def _read_flight(board: Board, trial: Trial, first: int, ready: int) -> int:
    """Write down when the flight from a landing leaves its places; return where it lands.

    At the landing the time it is ready to go on is written as the time it leaves, and in ``HEAD``
    of the first place how long it waited there.
    """
    tour, last = trial[TOUR], trial[NUM, COUNT] - 1
    off, length, wait, end = 0, 0, 0, first
    while end == first or not (trial[STOPS, tour[end]] or end == last):
        step = _step(board, trial, tour[end], tour[end + 1])
        end += 1
        off += step
        length += step
        wait = max(wait, trial[EARLY, tour[end]] - ready - off)
        off += trial[STAY, tour[end]]
    trial[HEAD, first] = wait
    now = ready + wait
    for k in range(first, end):
        trial[LEAVE, k] = now
        trial[SPAN, k] = trial[NUM, RANGE] - length
        now += _step(board, trial, tour[k], tour[k + 1]) + trial[STAY, tour[k + 1]]
    trial[LEAVE, end] = now
    return end


@compiled
def cost_at(board: Board, trial: Trial, who: int, k: int) -> int:
    """Return the detour by a place, with its mate, after a step; ``FAR`` where it has no room.

    Args:
        board: The problem.
        trial: The route, its room found; ``TURN`` of joined places is written.
        who: The place.
        k: The step.
    """
    mate = trial[MATE, who]
    if mate == who:
        return _cost_of(board, trial, (who, who), k)
    straight = _cost_of(board, trial, (who, mate), k)
    turned = _cost_of(board, trial, (mate, who), k)
    trial[TURN, who] = 1 if turned < straight else 0
    return min(straight, turned)


@compiled
def _cost_of(board: Board, trial: Trial, pair: tuple[int, int], k: int) -> int:
    """Return the detour by a place, or two joined ones in this order, after a step."""
    one, other = pair
    here, behind = trial[TOUR, k], trial[TOUR, k + 1]
    if trial[MATE, here] == behind and here != behind:
        return FAR
    metres = board.metres
    reached = trial[LEAVE, k] + metres[here, one]
    wait = max(0, trial[EARLY, one] - reached)
    late, stay, span = trial[LATE, one] - reached, trial[STAY, one], 0
    if one != other:
        span = int(metres[one, other]) + TIED
        reached += stay + span
        stay += trial[STAY, other]
        wait = max(wait, trial[EARLY, other] - reached)
        late = min(late, trial[LATE, other] - reached)
    more = int(metres[here, one]) + span + metres[other, behind] - metres[here, behind]
    if more > trial[SPAN, k] or wait > min(late, trial[HEAD, k]):
        return FAR
    return FAR if more + stay + wait > trial[ROOM, k] else more
