"""Read points, lines and areas of KML and GPX as the features that GeoJSON gives.

Nothing is fetched: network links, pictures and styles are passed over. Entities, outside documents
and depths that nobody draws are refused.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import numpy as np

from overflight.adapters.files import name_of, read_bounded
from overflight.adapters.handed.features import Feature, Features
from overflight.adapters.handed.xml_files import (
    XmlFile,
    child,
    children,
    local,
    parse_xml_file,
    text_of_child,
)
from overflight.errors import SourceError
from overflight.geodesy import Position, Ring

__all__ = ["parse_shapes", "read_shapes", "route_points"]

_MOST_BYTES = 32 * 1024 * 1024
_MOST_POINTS = 2_000_000
_DRAWN = {"Point": 1, "LineString": 2, "LinearRing": 4, "Polygon": 4}
_REMEDY = "Give points, lines or areas in degrees on WGS 84."


def read_shapes(path: Path) -> Features:
    """Return the points, lines and areas of a KML or GPX file.

    Args:
        path: The file, at most 32 MiB; ``-`` is standard input.

    Raises:
        UsageError: There is no such file, or it cannot be opened.
        SourceError: As for ``parse_shapes``.
    """
    return parse_shapes(read_bounded(path, _MOST_BYTES, too_large="E-TARGETS"), str(path))


def parse_shapes(data: bytes, name: str) -> Features:
    """Return the points, lines and areas of KML or GPX.

    Of KML these are the placemarks of all folders, with name, folder and extended data; of GPX the
    way points, the routes and the segments of tracks. A geometry of several parts becomes several
    features.

    Args:
        data: The file.
        name: Its name, for messages.

    Raises:
        SourceError: It is neither, declares entities or a document type, is nested deeper than
            anybody draws, or holds a position that is none.
    """
    if data.startswith(b"PK"):
        raise _refused(name_of(Path(name)), "KML or GPX", "an archive (KMZ)", "Unpack it first.")
    file = parse_xml_file(data, name=name, code="E-TARGETS")
    match local(file.root):
        case "kml":
            items = tuple(_kml(file))
        case "gpx":
            items = tuple(_gpx(file))
        case other:
            raise _refused(name, "KML or GPX", other, "Check that this is the right file.")
    return Features(items, {"type": local(file.root)})


def route_points(features: Features, where: str) -> tuple[tuple[str, Position], ...]:
    """Return the turn points of a route that was drawn: names and positions in order.

    These are the points of the file in its order; where it has none, the corners of its one line.

    Args:
        features: What was read.
        where: Name of the file, for messages.

    Raises:
        SourceError: There is no point, and no line or several.
    """
    points = [one for one in features.items if one.kind == "Point"]
    if points:
        return tuple(
            (str(one.properties.get("name", "")), Position(float(lon[0]), float(lat[0])))
            for one in points
            for lon, lat in one.lines
        )
    lines = [one for one in features.items if one.kind == "LineString"]
    if len(lines) != 1:
        found = f"{len(lines)} lines and no point"
        raise _refused(where, "points in order, or one line", found, "Draw one route.")
    ((lon, lat),) = lines[0].lines
    names = lines[0].properties.get("point_names")
    called = names if isinstance(names, tuple) else ("",) * len(lon)
    return tuple(
        (str(name), Position(x, y))
        for name, x, y in zip(called, lon.tolist(), lat.tolist(), strict=True)
    )


def _refused(where: str, expected: str, found: object, remedy: str = _REMEDY) -> SourceError:
    return SourceError("E-TARGETS", where=where, expected=expected, found=found, remedy=remedy)


def _kml(file: XmlFile) -> Iterator[Feature]:
    """Yield the geometries of every placemark, in order."""
    waiting: list[tuple[Element, str]] = [(file.root, "")]
    while waiting:
        element, folder = waiting.pop()
        if local(element) == "Placemark":
            yield from _placemark(file, element, folder)
            continue
        if local(element) == "Folder":
            folder = text_of_child(element, "name") or folder
        waiting.extend((one, folder) for one in reversed(element))


def _placemark(file: XmlFile, mark: Element, folder: str) -> Iterator[Feature]:
    name = text_of_child(mark, "name")
    said: dict[str, object] = {"folder": folder} if folder else {}
    for data in children(mark, "ExtendedData", "Data"):
        said[data.get("name", "")] = text_of_child(data, "value")
    for data in children(mark, "ExtendedData", "SchemaData", "SimpleData"):
        said[data.get("name", "")] = (data.text or "").strip()
    drawn = list(_geometries(mark))
    for number, geometry in enumerate(drawn, start=1):
        called = name if len(drawn) == 1 or not name else f"{name} ({number}/{len(drawn)})"
        named: dict[str, object] = {"name": called} if called else {}
        yield _feature(file, geometry, {**said, **named})


def _geometries(element: Element) -> Iterator[Element]:
    for one in element:
        if local(one) in _DRAWN:
            yield one
        elif local(one) == "MultiGeometry":
            yield from _geometries(one)


def _feature(file: XmlFile, geometry: Element, said: dict[str, object]) -> Feature:
    kind = local(geometry)
    if kind == "Polygon":
        bounds = [
            ring
            for side in ("outerBoundaryIs", "innerBoundaryIs")
            for ring in children(geometry, side, "LinearRing")
        ]
        if child(geometry, "outerBoundaryIs", "LinearRing") is None:
            raise _refused(file.where(geometry), "an outer boundary", "none")
    else:
        bounds = [geometry]
    lines = tuple(_coordinates(file, ring, _DRAWN[kind]) for ring in bounds)
    if kind == "Point" and len(lines[0][0]) != 1:
        raise _refused(file.where(geometry), "one position", f"{len(lines[0][0])}")
    kind = "LineString" if kind == "LinearRing" else kind
    return Feature(file.where(geometry), kind, (lines,), said)


def _coordinates(file: XmlFile, element: Element, least: int) -> Ring:
    """Return the positions of a KML element."""
    found = child(element, "coordinates")
    where = file.where(element if found is None else found)
    lon, lat = [], []
    for word in ("" if found is None else found.text or "").split():
        parts = word.split(",")
        if not 2 <= len(parts) <= 3:
            raise _refused(where, "longitude,latitude or longitude,latitude,height", word)
        lon.append(_degrees(parts[0], 180, where))
        lat.append(_degrees(parts[1], 90, where))
    return _line(lon, lat, least, where)


def _line(lon: list[float], lat: list[float], least: int, where: str) -> Ring:
    if not least <= len(lon) <= _MOST_POINTS:
        raise _refused(where, f"{least} or more positions", f"{len(lon)}")
    return np.array(lon), np.array(lat)


def _degrees(text: str, most: int, where: str) -> float:
    """Return one coordinate, in range."""
    try:
        number = float(text) if text.strip().isascii() and "_" not in text else math.nan
    except ValueError:
        number = math.nan
    if not abs(number) <= most:
        raise _refused(where, f"degrees from -{most} to {most}", text or "nothing")
    return number


def _gpx(file: XmlFile) -> Iterator[Feature]:
    """Yield way points, routes and segments of tracks."""
    for point in children(file.root, "wpt"):
        yield Feature(file.where(point), "Point", ((_points(file, [point], 1),),), _said(point))
    for route in children(file.root, "rte"):
        points = list(children(route, "rtept"))
        line = _points(file, points, 2, route)
        names = tuple(text_of_child(point, "name") for point in points)
        said = {**_said(route), "point_names": names}
        yield Feature(file.where(route), "LineString", ((line,),), said)
    for track in children(file.root, "trk"):
        for segment in children(track, "trkseg"):
            points = list(children(segment, "trkpt"))
            line = _points(file, points, 2, segment)
            yield Feature(file.where(segment), "LineString", ((line,),), _said(track))


def _points(
    file: XmlFile, points: list[Element], least: int, holder: Element | None = None
) -> Ring:
    lon = [_degrees(point.get("lon", ""), 180, file.where(point)) for point in points]
    lat = [_degrees(point.get("lat", ""), 90, file.where(point)) for point in points]
    return _line(lon, lat, least, file.where(points[0] if holder is None else holder))


def _said(element: Element) -> dict[str, object]:
    """Return name and further words of a point, route or track."""
    said: dict[str, object] = {
        local(one): (one.text or "").strip() for one in children(element, "extensions", "*")
    }
    for name in ("type", "desc", "name"):
        text = text_of_child(element, name)
        if text:
            said[name] = text
    return said
