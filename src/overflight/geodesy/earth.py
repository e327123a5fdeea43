"""Turn places into Cartesian vectors and back, in arrays, on the WGS 84 ellipsoid.

ECEF is the Earth-centred, Earth-fixed frame: origin in the centre of mass, x through 0 E on the
equator, y through 90 E, z through the north pole, metres.
"""

from __future__ import annotations

import numpy as np

from overflight.geodesy.terrain import Floats

__all__ = ["SEMI_MAJOR_M", "ecef", "enu_axes", "geodetic"]

# Defining constants of WGS 84: semi-major axis and flattening.
SEMI_MAJOR_M = 6378137.0
_FLATTENING = 1.0 / 298.257223563
_E2 = _FLATTENING * (2.0 - _FLATTENING)
_SEMI_MINOR_M = SEMI_MAJOR_M * (1.0 - _FLATTENING)
_EP2 = _E2 / (1.0 - _E2)


def ecef(lon_deg: Floats, lat_deg: Floats, height_m: Floats) -> Floats:
    """Return ECEF vectors of positions.

    Args:
        lon_deg: Longitudes in degrees, shape (n,).
        lat_deg: Geodetic latitudes in degrees, shape (n,).
        height_m: Heights above the ellipsoid in metres, shape (n,).

    Returns:
        Vectors in metres, shape (n, 3).
    """
    lon, lat = np.radians(lon_deg), np.radians(lat_deg)
    sin, cos = np.sin(lat), np.cos(lat)
    prime = SEMI_MAJOR_M / np.sqrt(1.0 - _E2 * sin * sin)
    across = (prime + height_m) * cos
    up = (prime * (1.0 - _E2) + height_m) * sin
    return np.stack([across * np.cos(lon), across * np.sin(lon), up], axis=-1)


def geodetic(points: Floats) -> tuple[Floats, Floats, Floats]:
    """Return longitude, latitude and height of ECEF vectors.

    Args:
        points: Vectors in metres, shape (n, 3), within 100 km of the ellipsoid.

    Returns:
        Longitudes and latitudes in degrees, heights above the ellipsoid in metres, each (n,).

    Accuracy: Bowring's formula, applied twice: better than 0.01 mm up to 100 km.
    """
    x, y, z = points[..., 0], points[..., 1], points[..., 2]
    axis = np.hypot(x, y)
    reduced = np.arctan2(z * SEMI_MAJOR_M, axis * _SEMI_MINOR_M)
    lat = reduced
    for _ in range(2):
        lat = np.arctan2(
            z + _EP2 * _SEMI_MINOR_M * np.sin(reduced) ** 3,
            axis - _E2 * SEMI_MAJOR_M * np.cos(reduced) ** 3,
        )
        reduced = np.arctan2((1.0 - _FLATTENING) * np.sin(lat), np.cos(lat))
    sin, cos = np.sin(lat), np.cos(lat)
    prime = SEMI_MAJOR_M / np.sqrt(1.0 - _E2 * sin * sin)
    height = axis * cos + z * sin - SEMI_MAJOR_M**2 / prime
    return np.degrees(np.arctan2(y, x)), np.degrees(lat), height


def enu_axes(lon_deg: float, lat_deg: float) -> Floats:
    """Return the east, north and up axes of a place.

    Args:
        lon_deg: Longitude in degrees.
        lat_deg: Geodetic latitude in degrees.

    Returns:
        A 3 x 3 matrix whose columns are the unit vectors east, north, up in ECEF: it turns ENU
        components into ECEF components.
    """
    lon, lat = np.radians(lon_deg), np.radians(lat_deg)
    east = [-np.sin(lon), np.cos(lon), 0.0]
    north = [-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)]
    up = [np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)]
    return np.array([east, north, up], dtype=np.float64).T
