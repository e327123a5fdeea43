"""Read GeoJSON (RFC 7946) strictly: features with positions on WGS 84 and plain properties."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import cast

import numpy as np

from overflight.adapters.files import read_bounded
from overflight.errors import SourceError
from overflight.geodesy import Ring
from overflight.treaty import plain_words, read_json

__all__ = ["Feature", "Features", "parse_features", "read_features"]

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
        path: A FeatureCollection in UTF-8, at most 128 MiB; ``-`` is standard input.

    Raises:
        UsageError: There is no such file, or it cannot be opened.
        SourceError: The file is too large, is not GeoJSON, or holds a position that is none.
    """
    return parse_features(read_bounded(path, _MOST_BYTES, too_large="E-GEOJSON"), where=str(path))


def parse_features(data: bytes, *, where: str) -> Features:
    """Return the features of GeoJSON that was read already; see ``read_features``.

    Raises:
        SourceError: It is not GeoJSON, or holds a position that is none.
    """
    collection = _object(read_json(data, where=where), where)
    if collection.get("type") != "FeatureCollection":
        raise _unlike(f"{where}: type", "FeatureCollection", collection.get("type"))
    found = tuple(
        _feature(value, f"{where}: features[{n}]")
        for n, value in enumerate(_list(collection.get("features"), f"{where}: features"))
    )
    return Features(found, {k: v for k, v in collection.items() if k != "features"})


def _unlike(where: str, expected: str, found: object) -> SourceError:
    return SourceError(
        "E-GEOJSON",
        where=where,
        expected=expected,
        found=plain_words(found),
        remedy="Write the file as RFC 7946 says: longitude, then latitude, in degrees on WGS 84.",
    )


def _object(value: object, where: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise _unlike(where, "a JSON object", value)
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
