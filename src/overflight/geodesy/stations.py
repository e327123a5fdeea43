"""Stations along a path, and places to the right and left of them.

A station stands on one leg and looks across it; a turn point is the last station of one leg and the
first of the next. Between two stations of a leg lies a middle station.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overflight.geodesy.earth import SEMI_MAJOR_M, ecef
from overflight.geodesy.geodesics import Floats, Path, coordinates_deg, legs_of, travels

__all__ = ["Stations", "beside", "stations_of"]

Ints = NDArray[np.intp]

_E2 = 1.0 - (1.0 - 1.0 / 298.257223563) ** 2


@dataclass(frozen=True, slots=True)
class Stations:
    """Places along a path, every second one a middle; one entry a station in every array.

    Args:
        lon_deg: Longitudes in degrees.
        lat_deg: Latitudes in degrees.
        heading_deg: Direction of flight in degrees clockwise from north.
        along_m: Metres from the start of the path.
        leg: Index of the leg.
    """

    lon_deg: Floats
    lat_deg: Floats
    heading_deg: Floats
    along_m: Floats
    leg: Ints

    def __len__(self) -> int:
        return len(self.leg)

    def only(self, which: Ints) -> Stations:
        """Return some of the stations, by index."""
        return Stations(
            self.lon_deg[which],
            self.lat_deg[which],
            self.heading_deg[which],
            self.along_m[which],
            self.leg[which],
        )


def stations_of(path: Path, step_m: float) -> Stations:
    """Return stations along a path: of each leg its ends, its stations, and the middles between.

    Args:
        path: Two or more positions, joined by geodesics; legs of no length have no station.
        step_m: Greatest distance between two stations in metres, above zero.

    Returns:
        Stations in order of flight. Those of even index on their leg are stations, those of odd
        index middles; a leg has an odd number of them in all.

    Raises:
        UsageError: The path has fewer than two positions.
    """
    azimuth, length = legs_of(path)
    lon, lat = coordinates_deg(path)
    starts = np.cumsum(length) - length
    legs = np.flatnonzero(length > 0.0)
    steps = 2 * np.ceil(length[legs] / step_m).astype(np.intp)
    leg = np.repeat(legs, steps + 1)
    first = np.cumsum(steps + 1) - (steps + 1)
    within = np.arange(len(leg)) - np.repeat(first, steps + 1)
    reach = length[leg] * within / np.repeat(steps, steps + 1)
    lons, lats, headings = travels(lon[leg], lat[leg], azimuth[leg], reach)
    return Stations(lons, lats, headings % 360.0, starts[leg] + reach, leg.astype(np.intp))


def beside(stations: Stations, across_m: Floats) -> tuple[Floats, Floats]:
    """Return places across the path, in degrees.

    Args:
        stations: n stations.
        across_m: Metres across the path, right positive; shape (n,) or (n, m), at most 200 km.

    Accuracy: 1 mm up to 50 km, 0.1 m up to 200 km across, held to geodesics by
        tests/unit/geodesy/test_stations.py.
    """
    across = np.asarray(across_m, dtype=np.float64)
    if across.ndim == 1:
        lon, lat = beside(stations, across[:, np.newaxis])
        return lon[:, 0], lat[:, 0]
    foot, right, up, radius = _frames(stations)
    arc = across / radius[:, np.newaxis]
    level, drop = np.sin(arc), 1.0 - np.cos(arc)
    x, y, z = (
        foot[:, [k]] + radius[:, np.newaxis] * (right[:, [k]] * level - up[:, [k]] * drop)
        for k in range(3)
    )
    lat = np.arctan2(z, np.hypot(x, y) * (1.0 - _E2))
    return np.degrees(np.arctan2(y, x)), np.degrees(lat)


def _frames(stations: Stations) -> tuple[Floats, Floats, Floats, Floats]:
    """Return of each station its vector, the directions right and up, and the radius across."""
    lon, lat = np.radians(stations.lon_deg), np.radians(stations.lat_deg)
    bearing = np.radians(stations.heading_deg + 90.0)
    foot = ecef(stations.lon_deg, stations.lat_deg, np.zeros(len(stations)))
    sin_lon, cos_lon, sin_lat, cos_lat = np.sin(lon), np.cos(lon), np.sin(lat), np.cos(lat)
    east = np.stack([-sin_lon, cos_lon, np.zeros(len(lon))], axis=-1)
    north = np.stack([-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat], axis=-1)
    up = np.stack([cos_lat * cos_lon, cos_lat * sin_lon, sin_lat], axis=-1)
    sin, cos = np.sin(bearing)[:, np.newaxis], np.cos(bearing)[:, np.newaxis]
    right = east * sin + north * cos
    # Euler's formula for the curvature of the ellipsoid across the path.
    square = 1.0 - _E2 * sin_lat * sin_lat
    prime = SEMI_MAJOR_M / np.sqrt(square)
    meridian = SEMI_MAJOR_M * (1.0 - _E2) / square**1.5
    radius = 1.0 / (cos[:, 0] ** 2 / meridian + sin[:, 0] ** 2 / prime)
    return foot, right, up, radius
