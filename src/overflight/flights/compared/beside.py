"""Measure along and across one leg quickly, in planes that touch the leg every 5 km.

A point within 50 km of the leg is measured from the nearest such place; the bending of the Earth
between is put right by a sphere. Farther points are few and are measured one by one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from overflight.geodesy import (
    Floats,
    Position,
    along_across,
    azimuth_deg,
    coordinates_deg,
    distance_m,
    distances_m,
    to_space,
    travel,
)

__all__ = ["Beside", "beside_leg"]

_STEP_M = 5_000.0
_NEAR_M = 50_000.0
_RADIUS_M = 6_371_000.0
_WHOLE_TURN_M = 9_000_000.0  # on longer legs a plane's place is not found by the nearest chord


@dataclass(frozen=True, slots=True, eq=False)
class Beside:
    """Where points lie beside one leg; one entry a point.

    Args:
        along_m: Metres along the leg to the nearest position on it, from 0 to its length.
        across_m: Signed distance from the geodesic of the leg, right of the flight positive.
        away_m: Distance to the nearest position on the leg itself.
    """

    along_m: Floats
    across_m: Floats
    away_m: Floats


def beside_leg(start: Position, end: Position, lon_deg: Floats, lat_deg: Floats) -> Beside:
    """Return where points lie beside the leg from one position to another.

    Args:
        start: Where the leg begins.
        end: Where it ends.
        lon_deg: Longitudes of the points, degrees, shape (n,).
        lat_deg: Latitudes, degrees, shape (n,).

    Accuracy: 0.02 m within 50 km of the leg, beyond it as ``along_across``; see
    tests/authorities/test_tracks_beside.py.
    """
    length = distance_m(start, end)
    if length == 0:
        away = distances_m(*_same(start, len(lon_deg)), lon_deg, lat_deg)
        return Beside(np.zeros(len(lon_deg)), away.copy(), away)
    if length > _WHOLE_TURN_M:
        return _exactly(start, end, lon_deg, lat_deg)
    along, across = _in_planes(start, end, length, to_space(lon_deg, lat_deg))
    beyond = (along < 0) | (along > length)
    clipped = np.clip(along, 0.0, length)
    away = np.abs(across)
    if beyond.any():
        ends_lon, ends_lat = coordinates_deg((start, end))
        which = (along[beyond] > length).astype(np.intp)
        away[beyond] = distances_m(
            ends_lon[which], ends_lat[which], lon_deg[beyond], lat_deg[beyond]
        )
    far = np.maximum(away, np.abs(across)) > _NEAR_M
    if far.any():
        exact = _exactly(start, end, lon_deg[far], lat_deg[far])
        clipped[far], across[far], away[far] = exact.along_m, exact.across_m, exact.away_m
    return Beside(clipped, across, away)


def _same(position: Position, count: int) -> tuple[Floats, Floats]:
    return np.full(count, position.lon_deg), np.full(count, position.lat_deg)


def _exactly(start: Position, end: Position, lon_deg: Floats, lat_deg: Floats) -> Beside:
    found = along_across((start, end), lon_deg, lat_deg)
    return Beside(found.along_m, found.across_m, found.distance_m)


def _in_planes(
    start: Position, end: Position, length: float, points: Floats
) -> tuple[Floats, Floats]:
    """Return metres along and across, seen from the nearest of the places on the leg."""
    parts = max(1, math.ceil(length / _STEP_M))
    step = length / parts
    heading = azimuth_deg(start, end)
    # One place more at either end gives every place of the leg a neighbour on both sides.
    places = [travel(start, heading, step * i) for i in range(-1, parts + 2)]
    spots = to_space(*coordinates_deg(places))
    ahead = spots[2:] - spots[:-2]
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    right = np.cross(ahead, _up(*coordinates_deg(places[1:-1])))
    right /= np.linalg.norm(right, axis=1, keepdims=True)
    here = spots[1:-1]
    chord = here[-1] - here[0]
    guess = (points - here[0]) @ chord / float(chord @ chord) * parts
    place = np.clip(np.rint(guess), 0, parts).astype(np.intp)
    # On a long leg the chord's scale is not the arc's: one step towards the right place.
    place += np.rint(np.einsum("ij,ij->i", points - here[place], ahead[place]) / step).astype(
        np.intp
    )
    place = np.clip(place, 0, parts)
    apart = points - here[place]
    across = _arc(np.einsum("ij,ij->i", apart, right[place]), 1.0)
    forward = np.einsum("ij,ij->i", apart, ahead[place])
    along = _arc(forward, np.cos(across / _RADIUS_M)) + place * step
    return along, across


def _up(lon_deg: Floats, lat_deg: Floats) -> Floats:
    """Return directions straight up from the ellipsoid, shape (n, 3)."""
    lon, lat = np.radians(lon_deg), np.radians(lat_deg)
    flat = np.cos(lat)
    return np.stack([flat * np.cos(lon), flat * np.sin(lon), np.sin(lat)], axis=-1)


def _arc(straight: Floats, flattened: Floats | float) -> Floats:
    """Return arcs over straight distances of a sphere, seen beside its great circle."""
    return np.asarray(_RADIUS_M * np.arcsin(np.clip(straight / (_RADIUS_M * flattened), -1, 1)))
