"""Positions on the WGS 84 ellipsoid, and distances that carry their own doubt."""

from __future__ import annotations

import math
from dataclasses import dataclass

from overflight.errors import UsageError

__all__ = ["Gap", "Position"]


@dataclass(frozen=True, slots=True)
class Position:
    """A place on the WGS 84 ellipsoid; longitude stands before latitude.

    Args:
        lon_deg: Longitude in degrees, -180 to 180; both ends name the antimeridian.
        lat_deg: Geodetic latitude in degrees, -90 to 90.

    Raises:
        UsageError: A coordinate is not a finite number or lies out of range.
    """

    lon_deg: float
    lat_deg: float

    def __post_init__(self) -> None:
        for name, value, most in (("lon_deg", self.lon_deg, 180), ("lat_deg", self.lat_deg, 90)):
            if not (math.isfinite(value) and -most <= value <= most):
                raise UsageError(
                    "E-POSITION",
                    where=name,
                    expected=f"degrees from -{most} to {most}",
                    found=value,
                    remedy="Give longitude, then latitude, in decimal degrees on WGS 84.",
                )


@dataclass(frozen=True, slots=True)
class Gap:
    """A distance known to lie between two bounds.

    Args:
        least_m: Lower bound in metres.
        most_m: Upper bound in metres, not below the lower.
    """

    least_m: float
    most_m: float
