"""Measure how far points lie from the whole agreed path, whichever of its legs is nearest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from overflight.flights.beside import beside_leg
from overflight.flights.great_circles import RADIUS_M, GreatCircles
from overflight.geodesy import Floats, Path, unit_vectors

__all__ = ["nearest_m"]

_CELLS = 1_000_000
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
    chunk = max(1, _CELLS // len(circles))
    for first in range(0, len(lon_deg), chunk):
        of = slice(first, first + chunk)
        away, _ = circles.away_along_m(unit_vectors(lon_deg[of], lat_deg[of]))
        least = np.minimum(away.min(axis=1), off_m[of])
        slack = _DOUBT * least + _DOUBT_OF_LENGTH * RADIUS_M * float(circles.size_rad.max())
        _measure(line, away <= (least + slack)[:, None], (lon_deg[of], lat_deg[of]), result[of])
    return result


def _measure(
    line: Path, asked: NDArray[np.bool_], points: tuple[Floats, Floats], result: Floats
) -> None:
    """Lower distances to those to the parts asked for, shape (points, parts), in place."""
    for part in np.flatnonzero(asked.any(axis=0)).tolist():
        some = np.flatnonzero(asked[:, part])
        found = beside_leg(line[part], line[part + 1], points[0][some], points[1][some])
        result[some] = np.minimum(result[some], found.away_m)
