"""Measure how far points lie from the whole agreed path, whichever of its legs is nearest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from overflight.flights.compared.beside import beside_leg
from overflight.flights.compared.great_circles import RADIUS_M, GreatCircles
from overflight.geodesy import Floats, Path, unit_vectors

__all__ = ["nearest_m"]

_AT_ONCE = 4_096
# What a sphere may be wrong by, twice: of the distance, and of the longest part.
_DOUBT, _DOUBT_OF_LENGTH = 0.02, 0.004


def nearest_m(line: Path, lon_deg: Floats, lat_deg: Floats, off_m: Floats) -> Floats:
    """Return the distance of points to the nearest position on a path, in metres.

    A sphere names the parts that can be the nearest; those are measured on the ellipsoid.

    Args:
        line: Two or more positions, joined by geodesics.
        lon_deg: Longitudes of the points, degrees, shape (n,).
        lat_deg: Latitudes, degrees.
        off_m: Distances to one part of it, known already; the answer is never more.

    Treaty: serves art.VIII.II.3 (AMB-20).
    Accuracy: as ``beside_leg``.
    """
    circles, result = GreatCircles.of(line), off_m.copy()
    for first in range(0, len(lon_deg), _AT_ONCE):
        of = slice(first, first + _AT_ONCE)
        points = lon_deg[of], lat_deg[of]
        some, asked = _asked(circles, unit_vectors(*points), result[of])
        for column in np.flatnonzero(asked.any(axis=0)).tolist():
            part, those = int(some[column]), np.flatnonzero(asked[:, column])
            found = beside_leg(line[part], line[part + 1], points[0][those], points[1][those])
            result[of][those] = np.minimum(result[of][those], found.away_m)
    return result


def _asked(
    circles: GreatCircles, points: Floats, off_m: Floats
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Return some parts, and which of the points each of them can be the nearest to.

    Points that follow each other lie near each other: a part much farther from their middle than
    the nearest one is asked for none of them.
    """
    middle = points.mean(axis=0)
    middle /= np.linalg.norm(middle) or 1.0
    reach = RADIUS_M * float(np.linalg.norm(points - middle, axis=1).max())
    doubt = _DOUBT_OF_LENGTH * RADIUS_M * float(circles.size_rad.max())
    from_middle = circles.away_m(middle[None])[0]
    most = (float(from_middle.min()) + 2 * reach) * (1 + _DOUBT) + doubt
    some = np.flatnonzero(from_middle <= most)
    away = circles.only(some).away_m(points)
    least = np.minimum(away.min(axis=1), off_m)
    return some, away <= (least * (1 + _DOUBT) + doubt)[:, None]
