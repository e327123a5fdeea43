"""Geodesics on the WGS 84 ellipsoid: distances, directions, and paths of straight legs.

A leg is a geodesic (GEO-3, reading AMB-33). The engine is PROJ's implementation of Karney's
algorithms (doi:10.1007/s00190-012-0578-z), held to geographiclib by tests/authorities.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from pyproj import Geod

from overflight.errors import UsageError
from overflight.geodesy.positions import Position

__all__ = [
    "Floats",
    "Path",
    "azimuth_deg",
    "coordinates_deg",
    "densify",
    "distance_m",
    "distances_m",
    "inverse",
    "legs_of",
    "length_m",
    "position",
    "spaced_deg",
    "travel",
    "travels",
]

Floats: TypeAlias = NDArray[np.float64]
Path: TypeAlias = tuple[Position, ...]

_WGS84 = Geod(ellps="WGS84")
_MOST_POINTS = 2_000_000


def inverse(lon1: Floats, lat1: Floats, lon2: Floats, lat2: Floats) -> tuple[Floats, Floats]:
    """Return azimuths at the first positions and distances to the second ones.

    Args:
        lon1: Longitudes in degrees, one dimension.
        lat1: Latitudes in degrees, the same length.
        lon2: Longitudes of the other ends.
        lat2: Latitudes of the other ends.

    Returns:
        Azimuths in degrees clockwise from north, and distances in metres.

    Accuracy: about 15 nm; see tests/authorities.
    """
    a, b, c, d = _flat(lon1, lat1, lon2, lat2)
    ahead, _, apart = _WGS84.inv(a, b, c, d)
    return np.asarray(ahead, dtype=np.float64), np.asarray(apart, dtype=np.float64)


def travels(
    lon: Floats, lat: Floats, azimuth: Floats, metres: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return where geodesics from positions lead, and how they head there.

    Args:
        lon: Longitudes in degrees, one dimension.
        lat: Latitudes in degrees, the same length.
        azimuth: Degrees clockwise from north.
        metres: Distances to go; negative goes backwards.

    Returns:
        Longitudes, latitudes and headings at the far ends in degrees.
    """
    a, b, c, d = _flat(lon, lat, azimuth, metres)
    lon2, lat2, back = _WGS84.fwd(a, b, c, d)
    heading = np.asarray(back, dtype=np.float64) - 180.0
    return np.asarray(lon2, dtype=np.float64), np.asarray(lat2, dtype=np.float64), heading


def distances_m(lon1: Floats, lat1: Floats, lon2: Floats, lat2: Floats) -> Floats:
    """Return geodesic distances in metres between pairs of positions in degrees."""
    return inverse(lon1, lat1, lon2, lat2)[1]


def _flat(*columns: Floats) -> tuple[Floats, ...]:
    """Return the columns as contiguous arrays of one dimension, which PROJ wants."""
    return tuple(np.array(c, dtype=np.float64, ndmin=1) for c in np.broadcast_arrays(*columns))


def distance_m(start: Position, end: Position) -> float:
    """Return the geodesic distance between two positions in metres.

    Accuracy: about 15 nm; see tests/authorities.
    """
    return float(_WGS84.inv(start.lon_deg, start.lat_deg, end.lon_deg, end.lat_deg)[2])


def azimuth_deg(start: Position, end: Position) -> float:
    """Return the direction from one position towards another.

    Returns:
        Degrees clockwise from north, from 0 below 360.

    Raises:
        UsageError: The positions coincide, so that no direction leads from one to the other.
    """
    ahead, _, apart = _WGS84.inv(start.lon_deg, start.lat_deg, end.lon_deg, end.lat_deg)
    if apart == 0:
        raise UsageError(
            "E-DIRECTION",
            where="azimuth_deg",
            expected="two different positions",
            found=f"{start.lon_deg}, {start.lat_deg} twice",
            remedy="Ask for the direction between different positions.",
        )
    return float(ahead) % 360.0


def travel(start: Position, azimuth_deg: float, distance_m: float) -> Position:
    """Return the position a distance away in a direction.

    Args:
        start: Where to start.
        azimuth_deg: Direction in degrees clockwise from north.
        distance_m: Metres along the geodesic; negative goes backwards.

    Raises:
        UsageError: The direction or the distance is not a finite number.
    """
    if not (math.isfinite(azimuth_deg) and math.isfinite(distance_m)):
        raise UsageError(
            "E-TRAVEL",
            where="travel",
            expected="a finite direction in degrees and a finite distance in metres",
            found=f"{azimuth_deg}, {distance_m}",
            remedy="Give finite numbers.",
        )
    lon, lat, _ = _WGS84.fwd(start.lon_deg, start.lat_deg, azimuth_deg, distance_m)
    return position(lon, lat)


def position(lon_deg: float, lat_deg: float) -> Position:
    """Return a position, its longitude brought into -180 to 180."""
    lon = float(lon_deg)
    return Position(lon if -180.0 <= lon <= 180.0 else math.remainder(lon, 360.0), float(lat_deg))


def coordinates_deg(path: Sequence[Position]) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes of positions, in degrees."""
    lon = np.fromiter((p.lon_deg for p in path), dtype=np.float64, count=len(path))
    lat = np.fromiter((p.lat_deg for p in path), dtype=np.float64, count=len(path))
    return lon, lat


def legs_of(path: Path) -> tuple[Floats, Floats]:
    """Return azimuth at the start and length of every leg.

    Args:
        path: Two or more positions.

    Returns:
        Degrees clockwise from north and metres, one of each a leg; a leg of no length has
        azimuth 180 or 0, whichever PROJ says.

    Raises:
        UsageError: The path has fewer than two positions.
    """
    if len(path) < 2:
        raise UsageError(
            "E-PATH",
            where="path",
            expected="two or more positions",
            found=f"{len(path)}",
            remedy="Give at least a start and an end.",
        )
    lon, lat = coordinates_deg(path)
    return inverse(lon[:-1], lat[:-1], lon[1:], lat[1:])


def length_m(path: Path) -> float:
    """Return the sum of the legs of a path in metres.

    Raises:
        UsageError: The path has fewer than two positions.

    Treaty: serves art.II.11, art.VI.II.4.F.
    """
    return float(math.fsum(legs_of(path)[1]))


def densify(path: Path, step_m: float) -> Path:
    """Return a path with further positions on its legs, none farther apart than a step.

    Args:
        path: Two or more positions; all of them are kept.
        step_m: Greatest distance between neighbours, above zero; legs are cut into equal parts.

    Raises:
        UsageError: The path is too short, the step is not above zero, or it asks for more than
            two million positions.
    """
    lon, lat, turns = _spaced(path, step_m)
    made = [position(x, y) for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
    for place, turn in zip(path, turns.tolist(), strict=True):
        made[turn] = place
    return tuple(made)


def spaced_deg(path: Path, step_m: float) -> tuple[Floats, Floats]:
    """Return longitudes and latitudes in degrees along a path, none farther apart than a step.

    The same places as those of ``densify``, as arrays: for looking at many of them at once.

    Args:
        path: Two or more positions; all of them are kept.
        step_m: As for ``densify``.

    Raises:
        UsageError: As for ``densify``.
    """
    lon, lat, turns = _spaced(path, step_m)
    lon[turns], lat[turns] = coordinates_deg(path)
    return lon, lat


def _spaced(path: Path, step_m: float) -> tuple[Floats, Floats, NDArray[np.intp]]:
    """Return positions along a path in degrees, and which of them are its own."""
    azimuth, length = legs_of(path)
    parts = np.maximum(1.0, np.ceil(length / step_m)) if step_m > 0 else np.array([np.inf])
    if not parts.sum() <= _MOST_POINTS:
        raise UsageError(
            "E-STEP",
            where="step_m",
            expected=f"a step above zero that makes at most {_MOST_POINTS} positions",
            found=step_m,
            remedy="Give a longer step.",
        )
    counts = parts.astype(np.intp)
    leg = np.repeat(np.arange(len(counts)), counts)
    starts = np.cumsum(counts) - counts
    within = np.arange(len(leg)) - np.repeat(starts, counts)
    lon, lat = coordinates_deg(path)
    lons, lats, _ = travels(lon[leg], lat[leg], azimuth[leg], length[leg] * within / parts[leg])
    turns = np.append(starts, len(leg))
    return np.append(lons, lon[-1]), np.append(lats, lat[-1]), turns
