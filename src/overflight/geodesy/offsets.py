"""Where points lie beside a path: along it, across it, and how far from it.

Chords in space choose the legs that can be nearest, with a bound that holds on the ellipsoid; the
foot on the leg is then found on the ellipsoid itself.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from overflight.errors import UsageError
from overflight.geodesy.chords import reach_m
from overflight.geodesy.geodesics import (
    Floats,
    Path,
    coordinates_deg,
    distances_m,
    inverse,
    legs_of,
    travels,
)
from overflight.geodesy.lines import Ints, cut, sag_m, to_space

__all__ = ["Offsets", "along_across", "feet"]

_RADIUS_M = 6_371_000.0
_QUARTER_M = 9_900_000.0
_PIECE_M = 50_000.0
_ROUNDS = 12
_STILL_M = 1e-4
_AT_ONCE = 4_096


@dataclass(frozen=True, slots=True)
class Offsets:
    """Where points lie beside a path; one entry a point in every array.

    Args:
        leg: Index of the nearest leg, from 0.
        along_m: Metres along the path from its start to the nearest position on it.
        across_m: Signed distance from the geodesic of that leg, right of the direction of flight
            positive; beyond the ends of a leg the geodesic is taken as going on.
        distance_m: Distance to the nearest position on the path; not below the size of across_m.
    """

    leg: Ints
    along_m: Floats
    across_m: Floats
    distance_m: Floats


def along_across(path: Path, lon_deg: ArrayLike, lat_deg: ArrayLike) -> Offsets:
    """Return where points lie beside a path of geodesic legs.

    Args:
        path: Two or more positions, joined by geodesics.
        lon_deg: Longitudes in degrees, one dimension.
        lat_deg: Latitudes in degrees, the same length.

    Raises:
        UsageError: The path has fewer than two positions, or the points are not as many
            longitudes as latitudes, finite and in range.

    Treaty: serves art.VIII.II, art.VI.II.9.
    Accuracy: 1 mm on the ellipsoid; see tests/authorities/test_geodesy_offsets.py.
    """
    azimuth, length = legs_of(path)
    lon, lat = _points(lon_deg, lat_deg)
    row, leg = _hopeful(path, lon, lat)
    start_lon, start_lat = coordinates_deg(path[:-1])
    ends = (start_lon[leg], start_lat[leg], azimuth[leg], length[leg])
    along, across, distance = feet(ends, lon[row], lat[row])
    # Sorted by point, then distance; equally near legs by their order.
    order = np.lexsort((leg, np.round(distance, 4), row))
    best = order[np.flatnonzero(np.diff(row[order], prepend=-1))]
    before = np.concatenate([[0.0], np.cumsum(length)[:-1]])
    return Offsets(leg[best], before[leg[best]] + along[best], across[best], distance[best])


def _points(lon_deg: ArrayLike, lat_deg: ArrayLike) -> tuple[Floats, Floats]:
    """Return points as arrays, or refuse them."""
    lon = np.atleast_1d(np.asarray(lon_deg, dtype=np.float64))
    lat = np.atleast_1d(np.asarray(lat_deg, dtype=np.float64))
    if (
        lon.ndim == 1
        and lon.shape == lat.shape
        and bool((np.abs(lon) <= 180).all() and (np.abs(lat) <= 90).all())
    ):
        return lon, lat
    raise UsageError(
        "E-POINTS",
        where="along_across",
        expected="as many longitudes (-180 to 180) as latitudes (-90 to 90), in degrees",
        found=f"{lon.size} longitudes and {lat.size} latitudes, or one outside",
        remedy="Leave out points without a position before measuring.",
    )


def _hopeful(path: Path, lon: Floats, lat: Floats) -> tuple[Ints, Ints]:
    """Return pairs of points and legs such that the nearest leg of every point is among them."""
    pieces = cut([coordinates_deg(path)], _PIECE_M)
    chord = pieces.end - pieces.start
    square = np.maximum(np.einsum("ij,ij->i", chord, chord), 1e-12)
    first = np.flatnonzero(np.diff(pieces.edge, prepend=-1))
    rows, legs = [np.zeros(0, dtype=np.intp)], [np.zeros(0, dtype=np.intp)]
    for begin in range(0, len(lon), _AT_ONCE):
        points = to_space(lon[begin : begin + _AT_ONCE], lat[begin : begin + _AT_ONCE])
        along = points @ chord.T - np.einsum("ij,ij->i", pieces.start, chord)
        part = (along / square).clip(0, 1)
        # |X - S|^2 - 2 part (X - S).c + part^2 |c|^2, without a large array of vectors
        squares = (
            np.einsum("ij,ij->i", points, points)[:, None]
            - 2.0 * (points @ pieces.start.T)
            + np.einsum("ij,ij->i", pieces.start, pieces.start)
            - 2.0 * part * along
            + part * part * square
        )
        apart = np.sqrt(np.maximum(0.0, squares))
        low, high = reach_m(apart, sag_m(_PIECE_M) + 1.0)
        least = np.minimum.reduceat(low, first, axis=1)
        most = high.min(axis=1)
        row, leg = np.nonzero(least <= most[:, None])
        rows.append(row + begin)
        legs.append(pieces.edge[first][leg])
    return np.concatenate(rows), np.concatenate(legs)


def feet(
    legs: tuple[Floats, Floats, Floats, Floats], lon: Floats, lat: Floats
) -> tuple[Floats, Floats, Floats]:
    """Return where points lie beside legs, one leg a point.

    Args:
        legs: Longitudes and latitudes of the starts, azimuths in degrees and lengths in metres.
        lon: Longitudes of the points in degrees.
        lat: Latitudes of the points in degrees.

    Returns:
        Metres along each leg to the nearest position on it, signed metres across its geodesic,
        and metres to that nearest position.
    """
    start_lon, start_lat, azimuth, length = legs
    to, apart = inverse(start_lon, start_lat, lon, lat)
    along = _ahead(to - azimuth, apart)
    turn, step, rounds = to - azimuth, along, 0
    while rounds < _ROUNDS and bool((np.abs(step) > _STILL_M).any()):
        foot_lon, foot_lat, heading = travels(start_lon, start_lat, azimuth, along)
        to, apart = inverse(foot_lon, foot_lat, lon, lat)
        turn = to - heading
        step = _ahead(turn, apart)
        along, rounds = along + step, rounds + 1
    across = apart * np.sign(np.sin(np.radians(turn)))
    along = along.clip(0.0, length)
    distance = _to(legs, along, lon, lat)
    # Beyond a quarter of the Earth the foot may be the farthest place: then an end is nearest.
    far = distance > _QUARTER_M
    for end in (np.zeros(len(lon)), length):
        nearer = np.zeros(len(lon), dtype=np.bool_)
        nearer[far] = _to(tuple(c[far] for c in legs), end[far], lon[far], lat[far]) < distance[far]
        along = np.where(nearer, end, along)
        distance = _to(legs, along, lon, lat) if nearer.any() else distance
    return along, across, distance


def _to(legs: tuple[Floats, ...], along: Floats, lon: Floats, lat: Floats) -> Floats:
    """Return distances from places on legs to points."""
    here_lon, here_lat, _ = travels(legs[0], legs[1], legs[2], along)
    return distances_m(here_lon, here_lat, lon, lat)


def _ahead(turn_deg: Floats, apart_m: Floats) -> Floats:
    """Return how far along a great circle the foot of a point lies, given its bearing."""
    arc = apart_m / _RADIUS_M
    turn = np.radians(turn_deg)
    ahead: Floats = _RADIUS_M * np.arctan2(np.sin(arc) * np.cos(turn), np.cos(arc))
    return ahead
