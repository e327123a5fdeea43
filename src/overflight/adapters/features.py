"""Read GeoJSON (RFC 7946) strictly: features with positions on WGS 84 and plain properties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import cast

import numpy as np

from overflight.errors import SourceError
from overflight.geodesy import Ring
from overflight.treaty import read_json

__all__ = ["Feature", "Features", "read_features"]

_MOST_BYTES = 128 * 1024 * 1024
_DEPTH = {
    "Point": 0,
    "MultiPoint": 1,
    "LineString": 1,
    "MultiLineString": 2,
    "Polygon": 2,
    "MultiPolygon": 3,
}


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature: its place in the file, its kind, its lines of positions, its properties.

    Args:
        where: Where it stands, for messages (``border.geojson: features[3]``).
        kind: Geometry type (``LineString``).
        polygons: Lines of positions in degrees, gathered by polygon; a kind with fewer levels has
            one polygon or one line.
        properties: Plain JSON values.
    """

    where: str
    kind: str
    polygons: tuple[tuple[Ring, ...], ...]
    properties: Mapping[str, object]

    @property
    def lines(self) -> tuple[Ring, ...]:
        """Return all lines of positions."""
        return tuple(line for polygon in self.polygons for line in polygon)


@dataclass(frozen=True, slots=True)
class Features:
    """A feature collection.

    Args:
        items: The features.
        members: Members of the collection besides the features.
    """

    items: tuple[Feature, ...]
    members: Mapping[str, object]


def read_features(path: Path) -> Features:
    """Return the features of a GeoJSON file.

    Args:
        path: A FeatureCollection in UTF-8, at most 128 MiB.

    Raises:
        SourceError: The file cannot be read, is too large, is not GeoJSON, or holds a position
            that is none.
    """
    collection = _object(read_json(_bytes(path), where=str(path)), str(path))
    if collection.get("type") != "FeatureCollection":
        raise _unlike(f"{path}: type", "FeatureCollection", collection.get("type", "nothing"))
    found = tuple(
        _feature(value, f"{path}: features[{n}]")
        for n, value in enumerate(_list(collection.get("features"), f"{path}: features"))
    )
    return Features(found, {k: v for k, v in collection.items() if k != "features"})


def _bytes(path: Path) -> bytes:
    """Return the content of a file of bearable size."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _unlike(str(path), f"at most {_MOST_BYTES} bytes", path.stat().st_size)
        return path.read_bytes()
    except OSError as fault:
        raise SourceError(
            "E-FILE",
            where=str(path),
            expected="a file that can be read",
            found=fault.strerror or str(fault),
            remedy="Check the path and its permissions.",
        ) from fault


def _unlike(where: str, expected: str, found: object) -> SourceError:
    return SourceError(
        "E-GEOJSON",
        where=where,
        expected=expected,
        found=type(found).__name__ if isinstance(found, dict | list) else found,
        remedy="Write the file as RFC 7946 says: longitude, then latitude, in degrees on WGS 84.",
    )


def _object(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _unlike(where, "an object", value)
    return cast("Mapping[str, object]", value)


def _list(value: object, where: str) -> list[object]:
    if not isinstance(value, list):
        raise _unlike(where, "a list", value)
    return value


def _feature(value: object, where: str) -> Feature:
    """Return one feature."""
    feature = _object(value, where)
    geometry = _object(feature.get("geometry"), f"{where}.geometry")
    kind = geometry.get("type")
    if not isinstance(kind, str) or kind not in _DEPTH:
        raise _unlike(f"{where}.geometry.type", f"one of {', '.join(_DEPTH)}", kind)
    at = f"{where}.geometry.coordinates"
    nested = geometry.get("coordinates")
    for _ in range(3 - _DEPTH[kind]):
        nested = [nested]
    polygons = tuple(
        tuple(_line(line, f"{at}") for line in _list(polygon, at)) for polygon in _list(nested, at)
    )
    properties = feature.get("properties")
    plain = {} if properties is None else _object(properties, f"{where}.properties")
    return Feature(where, kind, polygons, plain)


def _line(value: object, where: str) -> Ring:
    """Return one line of positions as longitudes and latitudes."""
    lon, lat = [], []
    for number, position in enumerate(_list(value, where)):
        pair = _list(position, f"{where}[{number}]")
        if len(pair) < 2:
            raise _unlike(f"{where}[{number}]", "longitude and latitude", f"{len(pair)} numbers")
        lon.append(_degree(pair[0], 180, f"{where}[{number}]"))
        lat.append(_degree(pair[1], 90, f"{where}[{number}]"))
    return np.array(lon), np.array(lat)


def _degree(value: object, most: int, where: str) -> float:
    """Return one coordinate, in range."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        number = Decimal(value)
        if abs(number) <= most:
            return float(number)
    raise _unlike(where, f"degrees from -{most} to {most}", value)
