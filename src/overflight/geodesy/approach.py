"""How near a path comes to a line, and where, with a stated bound."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from overflight.errors import UsageError
from overflight.geodesy.chords import exact, least_m, nearest_pairs
from overflight.geodesy.geodesics import Path, legs_of, position
from overflight.geodesy.lines import Lines
from overflight.geodesy.positions import Gap, Position

__all__ = ["Approach", "closest_approach"]

_CONTACT_M = 0.005  # nearer than this, two lines touch
_BOUND_M = 0.005
_FAR_M, _FAR_BOUND_M = 5_000_000.0, 0.49
_BATCH = 64


@dataclass(frozen=True, slots=True)
class Approach:
    """The nearest that a path comes to a line.

    Args:
        gap: The distance as an interval; zero to zero where they cross or touch.
        at: The nearest position on the path.
        near: The nearest position on the line.
        leg: Index of the leg of the path, from 0.
    """

    gap: Gap
    at: Position
    near: Position
    leg: int


def closest_approach(path: Path, line: Path | Lines) -> Approach:
    """Return how near a path of geodesic legs comes to a line, and where.

    Args:
        path: Two or more positions on WGS 84, joined by geodesics.
        line: The same, or several lines made ready; the two may cross.

    Returns:
        The distance as an interval, with the nearest position on each.

    Raises:
        UsageError: The path or the line has fewer than two positions.

    Treaty: serves art.VI.II.2.
    Accuracy: most - least is 0.01 m near by and at most 1 m up to 5,000 km; see
    tests/authorities/test_geodesy_approach.py.
    """
    return _closest(tuple(path), line if isinstance(line, Lines) else tuple(line))


# A plan is judged under the readings of many Parties; its path meets the same borders each time.
@lru_cache(maxsize=512)
def _closest(path: tuple[Position, ...], line: tuple[Position, ...] | Lines) -> Approach:
    legs_of(path)
    lines = line if isinstance(line, Lines) else Lines.of(line)
    if not lines:
        raise UsageError(
            "E-LINE",
            where="closest_approach",
            expected="one line or more",
            found="none",
            remedy="Ask only where there is a line to come near to.",
        )
    ours, theirs = Lines.of(path).pieces, lines.pieces
    pairs = nearest_pairs(ours, theirs)
    best = Approach(Gap(0.0, np.inf), path[0], path[0], 0)
    for start in range(0, len(pairs.ours), _BATCH):
        some = pairs.take(slice(start, start + _BATCH))
        if best.gap.most_m < least_m(some.chord).min() or best.gap.most_m == 0:
            break
        found = exact(ours, theirs, some)
        k = int(found.apart.argmin())
        gap = _gap(float(found.apart[k]))
        if gap.most_m < best.gap.most_m:
            at, near = position(*found.at[:, k]), position(*found.near[:, k])
            best = Approach(gap, at, near, int(found.edge[k]))
    return best


def _gap(apart_m: float) -> Gap:
    """Return a distance with its bound; a touch is no distance at all."""
    if apart_m <= _CONTACT_M:
        return Gap(0.0, 0.0)
    # Nearest in space and nearest on the ellipsoid part by 0.26 m at worst at 5,000 km (measured).
    bound = _BOUND_M + _FAR_BOUND_M * (apart_m / _FAR_M) ** 4
    return Gap(max(0.0, apart_m - bound), apart_m + bound)
