"""Find the largest set of points that one aircraft can have flown through.

Where the source jumps, nobody says which side of the jump is wrong. So the points are cut at every
impossible step into pieces, and the pieces are chained again, cut short at the start or the end
where only that makes the step possible. The chain with most points stands.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overflight.errors import SourceError

__all__ = ["Bools", "Indices", "Steps", "chain"]

Bools = NDArray[np.bool_]
Indices = NDArray[np.intp]

# Says for indices of earlier and later points whether one step can lead from one to the other.
Steps = Callable[[Indices, Indices], Bools]

_MOST_PIECES = 2_000
_TRIED = 64


@dataclass(slots=True)
class _Piece:
    """A stretch of possible steps, and the best chain that runs to its end.

    Args:
        first: Its first point.
        last: Its last point.
        enters: Where the chain enters it.
        held: Points of the chain, to the last point of this piece.
        before: The piece before it in the chain; none if the chain starts here.
        leaves: Where the chain leaves the piece before.
    """

    first: int
    last: int
    enters: int
    held: int
    before: _Piece | None = None
    leaves: int = -1


def chain(points: int, possible: Steps, *, where: str) -> Bools:
    """Return which points belong to the chain with most points.

    Args:
        points: Number of points, in order of time.
        possible: Says whether a step between points is possible.
        where: Name of the source, for the message.

    Returns:
        One truth a point. Every step between neighbours kept is possible; where all steps are,
        all points are kept.

    Raises:
        SourceError: There are 2,000 impossible steps or more; that is no track.
    """
    keep = np.zeros(points, dtype=np.bool_)
    if points == 0:
        return keep
    index = np.arange(points)
    cuts = (np.flatnonzero(~possible(index[:-1], index[1:])) + 1).tolist()
    if len(cuts) >= _MOST_PIECES:
        raise SourceError(
            "E-TRACK-JUMPS",
            where=where,
            expected=f"fewer than {_MOST_PIECES:,} impossible steps",
            found=f"{len(cuts):,}",
            remedy="Check the file: this is not one aircraft, or the speed limit set is too low.",
        )
    pieces: list[_Piece] = []
    for first, past in zip([0, *cuts], [*cuts, points], strict=True):
        piece = _Piece(first, past - 1, first, past - first)
        _join(piece, sorted(pieces, key=lambda p: -p.held)[:_TRIED], possible)
        pieces.append(piece)
    step = max(pieces, key=lambda p: p.held)
    leaves = step.last
    while True:
        keep[step.enters : leaves + 1] = True
        if step.before is None:
            return keep
        step, leaves = step.before, step.leaves


def _join(piece: _Piece, earlier: list[_Piece], possible: Steps) -> None:
    """Join a piece to that one of the earlier pieces which gives the longest chain."""
    size = piece.last - piece.first + 1
    for other in earlier:
        if other.held + size <= piece.held:
            return  # The earlier pieces come best first: none can be better now.
        reach = np.arange(piece.first, piece.last + 1)
        late = np.flatnonzero(possible(np.full(len(reach), other.last), reach))
        if len(late) and (held := other.held + size - int(late[0])) > piece.held:
            piece.held, piece.enters = held, piece.first + int(late[0])
            piece.before, piece.leaves = other, other.last
        reach = np.arange(other.enters, other.last + 1)
        early = np.flatnonzero(possible(reach, np.full(len(reach), piece.first)))
        lost = len(reach) - int(early[-1]) - 1 if len(early) else other.held
        if len(early) and other.held - lost + size > piece.held:
            piece.held, piece.enters = other.held - lost + size, piece.first
            piece.before, piece.leaves = other, other.enters + int(early[-1])
