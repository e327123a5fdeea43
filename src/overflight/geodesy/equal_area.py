"""A plane on which areas are those of the ellipsoid, wherever on the Earth it lies.

Lambert's azimuthal projection for the ellipsoid (Snyder 1987, section 24), as PROJ computes it.
Neither poles nor the antimeridian are special; only the place opposite its middle has no picture.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from pyproj import Proj

from overflight.geodesy.planes import unit_vectors
from overflight.geodesy.positions import Position
from overflight.geodesy.terrain import Floats

__all__ = ["EqualAreaPlane"]


@dataclass(frozen=True, slots=True)
class EqualAreaPlane:
    """A plane in metres on which every area is true.

    Args:
        middle: Where it touches the Earth.

    Accuracy: areas within 1e-6, held to Planimeter by
        tests/authorities/test_geographiclib_tools.py; positions back within 5 mm.
    """

    middle: Position
    _proj: Proj = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lon, lat = self.middle.lon_deg, self.middle.lat_deg
        made = Proj(proj="laea", ellps="WGS84", lon_0=lon, lat_0=lat)
        object.__setattr__(self, "_proj", made)

    @classmethod
    def over(cls, lon_deg: Floats, lat_deg: Floats) -> EqualAreaPlane:
        """Return the plane over the middle of places.

        Args:
            lon_deg: Longitudes in degrees, any shape; none leaves the plane at 0, 0.
            lat_deg: Latitudes in degrees, the same shape.
        """
        if not np.size(lon_deg):
            return cls(Position(0.0, 0.0))
        x, y, z = unit_vectors(np.ravel(lon_deg), np.ravel(lat_deg)).mean(axis=0).tolist()
        lon = float(np.degrees(np.arctan2(y, x)))
        return cls(Position(lon, float(np.degrees(np.arctan2(z, np.hypot(x, y))))))

    def project(self, lon_deg: Floats, lat_deg: Floats) -> tuple[Floats, Floats]:
        """Return metres to the east and to the north of the middle.

        Args:
            lon_deg: Longitudes in degrees, any shape.
            lat_deg: Latitudes in degrees, the same shape.
        """
        x, y = self._proj(np.array(lon_deg), np.array(lat_deg))
        return np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)

    def unproject(self, x_m: Floats, y_m: Floats) -> tuple[Floats, Floats]:
        """Return longitudes and latitudes in degrees of places on the plane; the reverse.

        Args:
            x_m: Metres to the east, any shape.
            y_m: Metres to the north, the same shape.
        """
        lon, lat = self._proj(np.array(x_m), np.array(y_m), inverse=True)
        return np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64)
