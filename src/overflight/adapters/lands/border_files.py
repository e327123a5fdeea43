"""A party's own border lines and territories, from a GeoJSON file that says who drew them."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from pathlib import Path

from overflight.adapters.files import name_of
from overflight.adapters.handed.features import Feature, Features, read_features
from overflight.adapters.lands.borders import BorderMap, Polygons
from overflight.errors import SourceError, UsageError
from overflight.geodesy import Lines, Ring, Territory
from overflight.treaty import plain_words

__all__ = ["load_borders"]


def load_borders(path: Path) -> BorderMap:
    """Return the borders and territories of a file.

    Lines (LineString, MultiLineString) carry the property ``between``: the codes of the two units.
    Areas (Polygon, MultiPolygon) carry ``territory``: the code of the unit. The collection itself
    carries ``source``: who drew it, of which day; and may carry ``error_m``, how far a line may be
    off, in metres.

    Args:
        path: A GeoJSON FeatureCollection.

    Raises:
        UsageError: There is no such file, or it cannot be opened.
        SourceError: The file is no GeoJSON, or a feature does not say what it is.
    """
    features = read_features(path)
    lines: dict[tuple[str, str], list[Ring]] = defaultdict(list)
    polygons: dict[str, Polygons] = {}
    for feature in features.items:
        if feature.kind.endswith("LineString"):
            lines[_between(feature)].extend(feature.lines)
        elif feature.kind.endswith("Polygon"):
            code = _code(feature.properties.get("territory"), f"{feature.where}.territory")
            polygons[code] = (*polygons.get(code, ()), *_areas(feature))
        else:
            raise _unlike(f"{feature.where}.geometry.type", "lines or polygons", feature.kind)
    source, error_m = _origin(features, path)
    return BorderMap(
        {pair: _lines(parts, path, pair) for pair, parts in sorted(lines.items())},
        polygons,
        source,
        error_m,
    )


def _unlike(where: str, expected: str, found: object) -> SourceError:
    return SourceError(
        "E-BORDER",
        where=where,
        expected=expected,
        found=plain_words(found),
        remedy='Give lines "between": ["FI", "RU"], areas "territory": "FI", the collection a '
        '"source".',
    )


def _code(value: object, where: str) -> str:
    """Return the code of a unit."""
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise _unlike(where, "the code of a unit", value)


def _between(feature: Feature) -> tuple[str, str]:
    """Return the two units a line lies between, in alphabetical order."""
    where, value = f"{feature.where}.properties.between", feature.properties.get("between")
    if not isinstance(value, list) or len(value) != 2:
        raise _unlike(where, "the codes of two units", value)
    one, other = sorted(_code(code, where) for code in value)
    if one == other:
        raise _unlike(where, "two different units", value)
    return one, other


def _areas(feature: Feature) -> Polygons:
    """Return the polygons of a feature, tried as a territory."""
    try:
        return Territory(feature.polygons).polygons
    except UsageError as fault:
        raise _unlike(f"{feature.where}.geometry", fault.expected, fault.found) from fault


def _lines(parts: list[Ring], path: Path, pair: tuple[str, str]) -> Lines:
    """Return lines, or say which border has none."""
    try:
        return Lines(parts)
    except UsageError as fault:
        raise _unlike(f"{path}: {'-'.join(pair)}", fault.expected, fault.found) from fault


def _origin(features: Features, path: Path) -> tuple[str, float]:
    """Return who drew the lines, and how far they may be off."""
    source, error = features.members.get("source"), features.members.get("error_m", 0)
    if not isinstance(source, str) or not source.strip():
        raise _unlike(f"{path}: source", "who drew the lines, and of which day", source)
    if isinstance(error, bool) or not isinstance(error, int | Decimal) or not 0 <= error < 1e7:
        raise _unlike(f"{path}: error_m", "metres, zero or more", error)
    return f"{source.strip()} ({name_of(path)})", float(error)
