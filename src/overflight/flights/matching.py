"""Say for every point which leg of the plan was being flown, in the order of the plan.

The nearest leg alone would jump where legs cross or run beside each other. So the legs are taken
in the order of flight: each point belongs to the leg of the point before or to a later one, and of
all such orders the one with the least sum of distances stands. A little is added for every metre
flown against the direction of a leg, so that a line flown to and fro is told apart.

Which leg it is rests on a sphere; how far from it the point lies is then measured on the ellipsoid.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from overflight.geodesy import Floats, Path, coordinates_deg

__all__ = ["legs_in_order"]

Legs = NDArray[np.intp]

_RADIUS_M = 6_371_000.0
_AGAINST = 0.1
_CELLS = 1_000_000  # points times legs weighed at once; more points are weighed coarsely first


def legs_in_order(line: Path, lon_deg: Floats, lat_deg: Floats) -> Legs:
    """Return the leg each point belongs to, from 0, never falling.

    Args:
        line: Two or more positions, joined by legs.
        lon_deg: Longitudes of the points in order of time, degrees.
        lat_deg: Latitudes, degrees.
    """
    vertices, points = _unit(*coordinates_deg(line)), _unit(lon_deg, lat_deg)
    count, legs = len(points), len(line) - 1
    if count == 0:
        return np.zeros(0, dtype=np.intp)
    stride = max(1, -(-count * legs // _CELLS))
    coarse = np.append(np.arange(0, count - 1, stride), count - 1)
    found = _cheapest(vertices, points[coarse])
    result = np.repeat(found[:-1], np.diff(coarse))
    result = np.append(result, found[-1])
    for i in np.flatnonzero(np.diff(found)).tolist() if stride > 1 else ():
        first, past, leg = int(coarse[i]), int(coarse[i + 1]) + 1, int(found[i])
        inner = _cheapest(vertices[leg : found[i + 1] + 2], points[first:past])
        result[first:past] = leg + inner
    return result


def _unit(lon_deg: Floats, lat_deg: Floats) -> Floats:
    """Return directions from the centre of a sphere, shape (n, 3)."""
    lon, lat = np.radians(lon_deg), np.radians(lat_deg)
    flat = np.cos(lat)
    return np.stack([flat * np.cos(lon), flat * np.sin(lon), np.sin(lat)], axis=-1)


def _cheapest(vertices: Floats, points: Floats) -> Legs:
    """Return the legs of the order that costs least.

    With P the running sum of what a leg costs, the best cost at point i on leg k is
    P_k(i) + min over j <= i of (best of leg k-1 before j - P_k before j): one sweep a leg.
    """
    count, legs = len(points), len(vertices) - 1
    since = np.zeros((legs, count), dtype=np.int32)
    best = np.zeros(count + 1)
    for leg in range(legs):
        spent = np.concatenate([[0.0], np.cumsum(_costs(points, vertices[leg], vertices[leg + 1]))])
        if leg == 0:
            best = spent
            continue
        gain = best - spent
        least = np.minimum.accumulate(gain)
        # Where the running minimum last fell: the point at which this leg begins.
        fell = np.concatenate([[True], gain[1:] < least[:-1]])
        begins = np.maximum.accumulate(np.where(fell, np.arange(count + 1), 0))
        since[leg] = begins[1:]
        best = least + spent
    result = np.empty(count, dtype=np.intp)
    past, leg = count, legs - 1
    while past > 0:
        begin = int(since[leg, past - 1])
        result[begin:past] = leg
        past, leg = begin, leg - 1
    return result


def _costs(points: Floats, start: Floats, end: Floats) -> Floats:
    """Return what each point costs on a leg: metres away from it, and some against it."""
    normal = np.cross(start, end)
    size = float(np.linalg.norm(normal))
    near_start = points @ start
    if size < 1e-12:
        return np.asarray(_RADIUS_M * np.sqrt(np.maximum(0.0, 2 - 2 * near_start)))
    normal /= size
    ahead, before_end = points @ np.cross(normal, start), points @ np.cross(normal, end)
    near_end = points @ end
    beside = (ahead >= 0) & (before_end <= 0) & (near_start + near_end > 0)
    to_end = np.sqrt(np.maximum(0.0, 2 - 2 * np.maximum(near_start, near_end)))
    away = np.where(beside, np.abs(points @ normal), to_end)
    along = np.clip(np.arctan2(ahead, near_start), 0.0, np.arctan2(size, start @ end))
    against = np.maximum(0.0, -np.diff(along, prepend=along[0]))
    return np.asarray(_RADIUS_M * (away + _AGAINST * against))
