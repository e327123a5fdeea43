"""Read the area of a ground: a circle on the command line, or polygons of a GeoJSON file."""

from __future__ import annotations

import math
from pathlib import Path

from overflight.adapters.handed.features import read_features
from overflight.errors import SourceError, UsageError
from overflight.geodesy import Position, Ring, Territory, travel

__all__ = ["read_area"]

_CORNERS = 72
_MOST_KM = 2_000.0


def read_area(text: str) -> Territory:
    """Return an area: ``LON,LAT,KM`` for a circle, else a GeoJSON file with polygons.

    Args:
        text: Three numbers apart by commas, or the name of a file.

    Raises:
        UsageError: The numbers are out of range, or there is no such file.
        SourceError: The file is no GeoJSON, or holds no polygon.
    """
    parts = text.split(",")
    if len(parts) == 3:
        return _circle(parts, text)
    rings: list[tuple[Ring, ...]] = []
    for feature in read_features(Path(text)).items:
        if not feature.kind.endswith("Polygon"):
            raise SourceError(
                "E-GROUND",
                where=f"{feature.where}.geometry.type",
                expected="Polygon or MultiPolygon",
                found=feature.kind,
                remedy="Draw the area as polygons.",
            )
        rings += feature.polygons
    if not rings:
        raise SourceError(
            "E-GROUND",
            where=text,
            expected="one polygon or more",
            found="none",
            remedy="Draw the area as polygons.",
        )
    return Territory(rings)


def _circle(parts: list[str], text: str) -> Territory:
    """Return all within some kilometres of a place: corners outside, so that none is cut off."""
    try:
        lon, lat, km = (float(part) for part in parts)
    except ValueError:
        lon = lat = km = math.nan
    if not (abs(lon) <= 180 and abs(lat) <= 90 and 0 < km <= _MOST_KM):
        raise UsageError(
            "E-GROUND",
            where="--area",
            expected=f"longitude, latitude in degrees and at most {_MOST_KM:g} km: 9.2,45.1,20",
            found=text,
            remedy="Give three numbers, or the name of a GeoJSON file.",
        )
    reach = 1000 * km / math.cos(math.pi / _CORNERS)
    middle = Position(lon, lat)
    return Territory.of(tuple(travel(middle, 360.0 * k / _CORNERS, reach) for k in range(_CORNERS)))
