"""Read lists of targets: CSV with a header, or GeoJSON points."""

from __future__ import annotations

import csv
import math
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path

from overflight.adapters.files import STANDARD_INPUT, read_bounded
from overflight.adapters.handed.features import Feature, parse_features, read_features
from overflight.adapters.handed.target_shapes import read_shapes
from overflight.errors import SourceError
from overflight.geodesy import Position
from overflight.planning import Area, Course, Target, Wanted
from overflight.treaty import plain_words

__all__ = ["TargetColumns", "TargetList", "read_targets"]

_MOST_BYTES = 32 * 1024 * 1024
_ALIASES = {
    "name": ("name",),
    "lon": ("lon", "lon_deg", "lng", "longitude", "x"),
    "lat": ("lat", "lat_deg", "latitude", "y"),
    "value": ("value", "weight", "prize", "score"),
}


@dataclass(frozen=True, slots=True)
class TargetColumns:
    """Which column or property says what, where it is not called by its usual name.

    Args:
        name: Name of the target.
        value: What it is worth; targets without one are worth 1.
        encoding: Encoding of a CSV file.
    """

    name: str = "name"
    value: str = "value"
    encoding: str = "utf-8-sig"


@dataclass(frozen=True, slots=True)
class TargetList:
    """Targets of a file.

    Args:
        targets: The points.
        skipped: How many rows have no position, and so are no targets.
        worthless: How many are worth nothing, and so are none either.
        areas: The areas, where they were asked for.
        courses: The lines, where they were asked for.
        omitted: Rows that are no targets for another fault, each with its fault.
    """

    targets: tuple[Target, ...]
    skipped: int
    worthless: int = 0
    areas: tuple[Area, ...] = ()
    courses: tuple[Course, ...] = ()
    omitted: tuple[str, ...] = ()

    @property
    def says(self) -> tuple[str, ...]:
        """Return which rows are no targets, and why, besides those without a position."""
        nothing = f"{self.worthless} rows are worth nothing and are no targets"
        rows = (f"no target: {fault}" for fault in self.omitted)
        return (*((nothing,) if self.worthless else ()), *rows)


def read_targets(
    path: Path, columns: TargetColumns | None = None, *, shapes: bool = False
) -> TargetList:
    """Return the targets of a file; its name ends in ``.geojson`` or ``.json`` if it is GeoJSON.

    Standard input (``-``) is GeoJSON if it begins with a brace.

    Args:
        path: The file, at most 32 MiB (GeoJSON 128 MiB).
        columns: Names of columns or properties; the usual ones if not given.
        shapes: Whether lines and areas are taken too; else they are refused.

    Raises:
        UsageError: There is no such file, or it cannot be opened.
        SourceError: The file is not what its name says, no row of it is a target, or a feature is
            none.
    """
    columns = columns or TargetColumns()
    if path.suffix.lower() in {".geojson", ".json"}:
        return _listed(read_features(path).items, columns, shapes=shapes)
    if path.suffix.lower() in {".kml", ".gpx"}:
        return _listed(read_shapes(path).items, columns, shapes=shapes)
    data = read_bounded(path, _MOST_BYTES)
    if path == STANDARD_INPUT and data.removeprefix(BOM_UTF8).lstrip().startswith(b"{"):
        features = parse_features(data, where=str(path)).items
        return _listed(features, columns, shapes=shapes)
    rows = list(_rows(data, path, columns))
    faults = [row for row in rows if isinstance(row, SourceError)]
    found = tuple(row for row in rows if isinstance(row, Target))
    if faults and not found:
        raise faults[0]
    worthy = tuple(target for target in found if target.value > 0)
    return TargetList(
        worthy,
        sum(row is None for row in rows),
        len(found) - len(worthy),
        omitted=tuple(f"{one.where}: {one.expected} expected; {one.found}" for one in faults),
    )


def _listed(features: Iterable[Feature], columns: TargetColumns, *, shapes: bool) -> TargetList:
    """Return the targets of features, those worth nothing only counted."""
    every = [_wanted(feature, columns, shapes=shapes) for feature in features]
    found = [one for one in every if one.value > 0]
    return TargetList(
        tuple(one for one in found if isinstance(one, Target)),
        0,
        len(every) - len(found),
        tuple(one for one in found if isinstance(one, Area)),
        tuple(one for one in found if isinstance(one, Course)),
    )


def _wanted(feature: Feature, columns: TargetColumns, *, shapes: bool) -> Wanted:
    """Return what a feature asks for: a point, a line or an area."""
    if feature.kind == "Point" or not shapes:
        return _point(feature, columns)
    if feature.kind not in {"LineString", "Polygon"}:
        raise _unlike(f"{feature.where}.geometry.type", "Point, LineString, Polygon", feature.kind)
    lon, lat = feature.lines[0]
    path = tuple(Position(float(x), float(y)) for x, y in zip(lon, lat, strict=True))
    name, value = _name(feature, columns), _worth(feature, columns)
    if feature.kind == "LineString":
        return Course(name, path, value)
    return Area(name, path[:-1] if path[0] == path[-1] else path, value)


def _unlike(where: str, expected: str, found: object) -> SourceError:
    return SourceError(
        "E-TARGETS",
        where=where,
        expected=expected,
        found=plain_words(found),
        remedy="Give name, lon and lat in degrees on WGS 84, and value above zero.",
    )


def _point(feature: Feature, columns: TargetColumns) -> Target:
    """Return the target of a feature."""
    if feature.kind != "Point":
        raise _unlike(f"{feature.where}.geometry.type", "Point", feature.kind)
    ((lon, lat),) = feature.lines
    at = Position(float(lon[0]), float(lat[0]))
    return Target(_name(feature, columns), at, _worth(feature, columns))


def _name(feature: Feature, columns: TargetColumns) -> str:
    """Return the name of a feature, or where it stands."""
    name = feature.properties.get(columns.name)
    return name if isinstance(name, str) else feature.where.rpartition(": ")[2]


def _worth(feature: Feature, columns: TargetColumns) -> float:
    """Return what a feature is worth."""
    where = f"{feature.where}.properties.{columns.value}"
    return _value(feature.properties.get(columns.value), where)


def _value(value: object, where: str) -> float:
    """Return what a target is worth; nothing where the list says so."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return 1.0
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise _unlike(where, "a number above zero", value)
    number = _number(value, where, "a number above zero")
    if number < 0:
        raise _unlike(where, "a number above zero", value)
    return number


def _number(value: str | float | Decimal, where: str, expected: str) -> float:
    """Return a finite number, thousands apart by commas or not."""
    try:
        number = float(value.replace(",", "") if isinstance(value, str) else value)
    except (ValueError, OverflowError) as fault:
        raise _unlike(where, expected, value) from fault
    if not math.isfinite(number):
        raise _unlike(where, expected, value)
    return number


def _rows(data: bytes, path: Path, columns: TargetColumns) -> Iterator[Target | SourceError | None]:
    """Yield the target of every row; its fault, or none where the row has no position."""
    try:
        text = data.decode(columns.encoding)
    except LookupError as fault:
        raise _unlike(str(path), "an encoding that is known", columns.encoding) from fault
    except UnicodeDecodeError as fault:
        found = f"byte 0x{data[fault.start]:02x} at {fault.start}"
        raise _unlike(str(path), f"text in {columns.encoding}", found) from fault
    try:
        lines = csv.DictReader(StringIO(text, newline=""), strict=True)
        called = _called(path, lines.fieldnames or (), columns)
        for row in lines:
            yield _target_or_fault(row, called, f"{path}: line {lines.line_num}")
    except csv.Error as fault:
        raise _unlike(str(path), "CSV with a header", str(fault)) from fault


def _called(path: Path, header: object, columns: TargetColumns) -> Mapping[str, str]:
    """Return the names that this file's columns have."""
    names = {str(name).strip().lower(): str(name) for name in header} if header else {}  # type: ignore[attr-defined]
    found = {}
    asked = {"name": columns.name, "value": columns.value}
    for key, aliases in _ALIASES.items():
        for alias in (asked.get(key, key).lower(), *aliases):
            if alias in names:
                found[key] = names[alias]
                break
        else:
            if key != "value":
                raise _unlike(f"{path}: line 1", f"a column {key}", ", ".join(names) or None)
    return found


def _target_or_fault(
    row: Mapping[str, str | None], called: Mapping[str, str], where: str
) -> Target | SourceError | None:
    """Return the target of a row, or why it is none: the others can still be planned for."""
    try:
        return _target(row, called, where)
    except SourceError as fault:
        return fault


def _target(row: Mapping[str, str | None], called: Mapping[str, str], where: str) -> Target | None:
    """Return the target of a row; none where it has no position."""
    lon, lat = (row.get(called[key]) for key in ("lon", "lat"))
    if not (lon and lon.strip() and lat and lat.strip()):
        return None
    place = []
    for text, name, most in ((lon, "longitude", 180), (lat, "latitude", 90)):
        number = _number(text, where, f"{name} in degrees")
        if abs(number) > most:
            raise _unlike(where, f"{name} from -{most} to {most} degrees", text)
        place.append(number)
    value = row.get(called["value"]) if "value" in called else None
    name = (row.get(called["name"]) or "").strip() or where.rpartition(": ")[2]
    return Target(name, Position(place[0], place[1]), _value(value, where))
