"""Say for every point which leg of the plan was being flown.

The nearest leg alone would jump where legs cross or run beside each other. So of all ways to give
the points to legs the cheapest stands (Viterbi): every metre flown costs the distance from the leg,
a metre flown against the direction of its leg costs as much as one flown 500 m off, and going back
in the declared order costs a fixed sum. Legs ahead may be jumped over: they were not seen.

Which leg it is rests on a sphere; how far from it the point lies is then measured on the ellipsoid.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from overflight.flights.compared.great_circles import RADIUS_M, GreatCircles
from overflight.geodesy import Floats, Path, unit_vectors

__all__ = ["parts_flown"]

Indices = NDArray[np.intp]

_AGAINST_M = 500.0
_LEAST_STEP_M = 1.0  # a parked aircraft still stands somewhere
_MOST_STEP_M = 10_000.0  # what lies beyond in a gap is nobody's
# A longer track is looked at so many times, or so many times over parts; then closely at each turn.
_LOOKS = 8_000
_CELLS = 1_000_000


def parts_flown(
    line: Path, leg: Indices, lon_deg: Floats, lat_deg: Floats, *, back_m: float
) -> Indices:
    """Return the part of the path each point belongs to, from 0.

    Args:
        line: Two or more positions, joined by parts.
        leg: Leg of each part, never falling; going back between parts of one leg costs nothing.
        lon_deg: Longitudes of the points in order of time, degrees.
        lat_deg: Latitudes, degrees.
        back_m: Going back in the order of legs costs as much as flying this far, this far off.
    """
    circles = GreatCircles.of(line)
    count, parts = len(lon_deg), len(circles)
    if count == 0:
        return np.zeros(0, dtype=np.intp)
    stride = -(-count // max(2, min(_LOOKS, _CELLS // parts)))
    looks = np.append(np.arange(0, count - 1, stride), count - 1)
    last = np.searchsorted(leg, leg, side="right") - 1
    points = unit_vectors(lon_deg[looks], lat_deg[looks])
    found = _cheapest(_costs(circles, points), last, back_m**2)
    result = np.append(np.repeat(found[:-1], np.diff(looks)), found[-1])
    for i in np.flatnonzero(np.diff(found)).tolist() if stride > 1 else ():
        first, past = int(looks[i]), int(looks[i + 1]) + 1
        some = _between(int(found[i]), int(found[i + 1]))
        points = unit_vectors(lon_deg[first:past], lat_deg[first:past])
        costs = _costs(circles.only(some), points)
        result[first:past] = some[_cheapest(costs, np.arange(len(some)), np.inf)]
    return result


def _between(part: int, later: int) -> Indices:
    """Return the parts that may be flown between two looks, in their order."""
    if later > part:
        return np.arange(part, later + 1)
    return np.array([part, later])


def _costs(circles: GreatCircles, points: Floats) -> Floats:
    """Return what each point costs on each part, shape (points, parts), in square metres."""
    away, along = circles.away_m(points), circles.along_m(points)
    steps = np.full(len(points) + 1, _LEAST_STEP_M)
    chords = RADIUS_M * np.linalg.norm(np.diff(points, axis=0), axis=1)
    steps[1:-1] = np.clip(chords, _LEAST_STEP_M, _MOST_STEP_M)
    away *= ((steps[:-1] + steps[1:]) / 2)[:, None]
    away[1:] += _AGAINST_M * np.clip(along[:-1] - along[1:], 0.0, _MOST_STEP_M)
    return away


def _cheapest(costs: Floats, last: Indices, back: float) -> Indices:
    """Return the part of each point on the cheapest way.

    Args:
        costs: What each point costs on each part, shape (points, parts).
        last: Last part of the leg of each part: from any part up to it the way there is free.
        back: What it costs to come from a part beyond.
    """
    best = costs.copy()
    for i in range(1, len(best)):
        least = np.minimum.accumulate(best[i - 1])
        best[i] += np.minimum(least[last], least[-1] + back)
    # Where staying on the part is as cheap as anything else, it is stayed on.
    least = np.minimum.accumulate(best, axis=1)
    stays = best <= np.minimum(least[:, last], least[:, -1:] + back)
    part = int(np.argmin(best[-1]))
    result = np.full(len(best), part, dtype=np.intp)
    for i in range(len(best) - 2, -1, -1):
        if not stays[i, part]:
            part = _before(best[i], int(last[part]), back)
        result[i] = part
    return result


def _before(best: Floats, last: int, back: float) -> int:
    """Return from where a part was come to: in order up to some part, or from beyond."""
    ahead, any_part = int(np.argmin(best[: last + 1])), int(np.argmin(best))
    return ahead if best[ahead] <= best[any_part] + back else any_part
