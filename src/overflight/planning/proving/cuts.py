"""Find what a relaxed route breaks: places visited on loops that do not hang on the airfields."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from overflight.geodesy import compiled

__all__ = ["Cut", "cuts_of", "loops_of"]

_VIOLATED = 1e-3  # cuts broken by less are not worth a row

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


class Cut(NamedTuple):
    """A generalised subtour cut: legs inside a set of places are at most its visits less one.

    Args:
        inside: Places of the set, ascending. Without the airfields the cut is
            *legs inside <= visits less that of one place*; with both of them, the outside of such a
            set, one more.
        one: The place outside the airfields' side that must hang on them.
        airfields: Whether the set holds the airfields.
    """

    inside: tuple[int, ...]
    one: int
    airfields: bool


class Net(NamedTuple):
    """Legs in use, both ways, as a net of flows.

    Args:
        head: First arc of each place, -1 for none, shape (n,).
        following: Next arc of the same place, -1 for none, shape (m,).
        to: Place an arc leads to, shape (m,); arc k and arc k ^ 1 are each other's way back.
        room: How much flows through at most, shape (m,).
    """

    head: Numbers
    following: Numbers
    to: Numbers
    room: Floats


@compiled
def _reached(net: Net, left: Floats, since: int, by: Numbers) -> int:
    """Write by which arc each place is reached, -1 for none; return how many are reached."""
    queue = np.zeros(len(net.head), dtype=np.int64)
    by[:] = -1
    by[since] = -2
    queue[0] = since
    first, last = 0, 1
    while first < last:
        here = queue[first]
        first += 1
        arc = net.head[here]
        while arc >= 0:
            there = net.to[arc]
            if left[arc] > 1e-9 and by[there] == -1:
                by[there] = arc
                queue[last] = there
                last += 1
            arc = net.following[arc]
    return last


@compiled
def flow(net: Net, since: int, until: int, by: Numbers) -> float:
    """Return the greatest flow between two places (Edmonds and Karp), and one side of its cut.

    Args:
        net: The net.
        since: Where it begins.
        until: Where it ends.
        by: Written: not -1 for the places on the side of the beginning, the smallest such side.
    """
    left = net.room.copy()
    total = 0.0
    while True:
        _reached(net, left, since, by)
        if by[until] == -1:
            return total
        least = np.inf
        here = until
        while here != since:
            least = min(least, left[by[here]])
            here = net.to[by[here] ^ 1]
        here = until
        while here != since:
            left[by[here]] -= least
            left[by[here] ^ 1] += least
            here = net.to[by[here] ^ 1]
        total += least


def net_of(count: int, legs: Numbers, use: Floats) -> Net:
    """Return legs in use as a net; the airfields are one place, number 0.

    Args:
        count: Number of places.
        legs: Places at both ends, shape (m, 2).
        use: How much each is flown, shape (m,).
    """
    ends = np.where(legs == 1, 0, legs)
    real = ends[:, 0] != ends[:, 1]
    to = np.stack([ends[real, 1], ends[real, 0]], axis=1).ravel()
    since = np.stack([ends[real, 0], ends[real, 1]], axis=1).ravel()
    head = np.full(count, -1, dtype=np.int64)
    following = np.full(len(to), -1, dtype=np.int64)
    for arc, place in enumerate(since.tolist()):
        following[arc] = head[place]
        head[place] = arc
    return Net(head, following, to.astype(np.int64), np.repeat(use[real], 2))


def cuts_of(legs: Numbers, use: Floats, visits: Floats) -> list[Cut]:
    """Return cuts that a relaxed route breaks; none only where every place hangs on the airfields.

    Args:
        legs: Places at both ends of the legs in use, shape (m, 2).
        use: How much each is flown, 0 to 1, shape (m,).
        visits: How much each place is visited, 0 to 1, shape (n,).
    """
    net = net_of(len(visits), legs, use)
    side = np.zeros(len(visits), dtype=np.int64)
    covered: set[int] = set()
    found: dict[tuple[int, ...], Cut] = {}
    for place in np.argsort(-visits[2:], kind="stable").tolist():
        who = place + 2
        if visits[who] < _VIOLATED or who in covered:
            continue
        if flow(net, who, 0, side) < 2.0 * visits[who] - _VIOLATED:
            inside = np.flatnonzero(side != -1)
            covered.update(inside.tolist())
            cut = _cut(inside, visits)
            found[cut.inside] = cut
    return list(found.values())


def loops_of(legs: Numbers, visits: Floats) -> list[Cut]:
    """Return a cut for every loop of a whole-numbered route that does not hang on the airfields.

    Args:
        legs: Places at both ends of the legs flown, shape (m, 2).
        visits: 1 for places visited, else 0, shape (n,).
    """
    return cuts_of(legs, np.ones(len(legs)), visits)


def _cut(inside: Numbers, visits: Floats) -> Cut:
    """Return the cut of a set without the airfields, written by its smaller side."""
    one = int(inside[visits[inside].argmax()])
    if 2 * len(inside) <= len(visits):
        return Cut(tuple(inside.tolist()), one, airfields=False)
    outside = np.setdiff1d(np.arange(len(visits)), inside)
    return Cut(tuple(outside.tolist()), one, airfields=True)
