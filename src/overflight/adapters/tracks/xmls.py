"""Read tracks kept as XML: GPX 1.0 and 1.1, KML with times. Entities are refused unread."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from overflight.adapters.tracks.bytes import TrackBytes, TrackLimits
from overflight.adapters.tracks.columns import Columns, HeightColumn, number, seconds
from overflight.errors import SourceError
from overflight.flights import Track, TrackForm
from overflight.missions import HeightSystem

__all__ = ["parse_xml", "read_gpx", "read_kml", "root_name"]

_ELE = "Heights in metres; GPX does not say what they are counted from."
_MODES = {
    "absolute": (HeightSystem.MSL, "Heights in metres above mean sea level (altitudeMode)."),
    "relativeToGround": (HeightSystem.AGL, "Heights in metres above the ground (altitudeMode)."),
}
_CLAMPED = "The file clamps its line to the ground: it holds no heights (altitudeMode)."
_KML_LINE = {"Track", "LineString", "Point"}


def parse_xml(data: TrackBytes) -> Element:
    """Return the root of an XML file.

    Raises:
        SourceError: It is not well formed, or declares entities or an outside document.
    """
    try:
        return fromstring(data.opened, forbid_dtd=True)
    except (DefusedXmlException, ParseError, ValueError, LookupError) as fault:
        hostile = isinstance(fault, DefusedXmlException)
        raise SourceError(
            "E-TRACK-XML",
            where=data.name,
            expected="well-formed XML without document type or entities",
            found=type(fault).__name__ if hostile else str(fault),
            remedy="Ask the sender for a whole file without a DOCTYPE.",
        ) from fault


def root_name(root: Element) -> str:
    """Return the name of an element without its namespace."""
    return root.tag.rpartition("}")[2]


def _child(element: Element, name: str) -> Element | None:
    return next((c for c in element if root_name(c) == name), None)


def _child_text(element: Element, name: str) -> str:
    child = _child(element, name)
    return (child.text or "").strip() if child is not None else ""


def read_gpx(root: Element, data: TrackBytes, limits: TrackLimits) -> Track:
    """Read the track points (``trkpt``) of a GPX file, all tracks and segments in order.

    Raises:
        SourceError: A point has no position, or a coordinate is not a number.
    """
    columns = Columns(data, TrackForm.GPX, limits, (HeightColumn(None, _ELE),), "trkpt")
    points = (e for e in root.iter() if root_name(e) == "trkpt")
    for row, point in enumerate(points, start=1):
        where = columns.place(row)
        columns.add(
            row,
            seconds(_child_text(point, "time"), f"{where}, time"),
            _needed(point, "lon", where),
            _needed(point, "lat", where),
            (number(_child_text(point, "ele"), f"{where}, ele"),),
        )
    return columns.track("Positions of a satellite receiver.")


def _needed(point: Element, name: str, where: str) -> float:
    value = number(point.get(name, "").strip(), f"{where}, {name}")
    if math.isnan(value):
        raise SourceError(
            "E-TRACK-NUMBER",
            where=f"{where}, {name}",
            expected="a coordinate in degrees",
            found="nothing",
            remedy="Correct this point, or ask the sender for a sound file.",
        )
    return value


def read_kml(root: Element, data: TrackBytes, limits: TrackLimits) -> Track:
    """Read the timed lines of a KML file.

    These are ``gx:Track``, and ``LineString`` or ``Point`` with as many ``when`` as positions in
    their placemark. What has no time at all is left out, and the source text says so.

    Raises:
        SourceError: Times and positions differ in number, lines differ in altitude mode, or
            nothing is timed.
    """
    lines = [_timed(p, e) for p in _placemarks(root) for e in p.iter() if root_name(e) in _KML_LINE]
    timed = [line for line in lines if line.whens]
    modes = {line.mode for line in timed}
    if len(modes) > 1:
        raise SourceError(
            "E-TRACK-HEIGHTS",
            where=f"{data.name}, altitudeMode",
            expected="one altitude mode for the whole track",
            found=", ".join(sorted(modes)),
            remedy="Export the track with one altitude mode.",
        )
    told = _MODES.get(modes.pop()) if modes else None
    heights = (HeightColumn(*told),) if told else ()
    columns = Columns(data, TrackForm.KML, limits, heights, "position")
    row = 0
    for line in timed:
        for when, position in line.pairs(data.name):
            row += 1
            where = columns.place(row)
            lon, lat, height = _position(position, where)
            columns.add(row, seconds(when, f"{where}, when"), lon, lat, (height,) * len(heights))
    says = [] if told else [_CLAMPED]
    if len(lines) > len(timed):
        says.append(f"{len(lines) - len(timed)} lines or points without any time are left out.")
    return columns.track(*says)


def _placemarks(root: Element) -> Iterator[Element]:
    return (e for e in root.iter() if root_name(e) == "Placemark")


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of a KML file.

    Args:
        name: Its element's name.
        mode: Its altitude mode.
        whens: Its times, none where it has none.
        positions: Its positions, each split into numbers.
    """

    name: str
    mode: str
    whens: tuple[str, ...]
    positions: tuple[list[str], ...]

    def pairs(self, name: str) -> Iterator[tuple[str, list[str]]]:
        """Yield each time with its position."""
        if len(self.whens) != len(self.positions):
            raise SourceError(
                "E-TRACK-TIME",
                where=f"{name}, {self.name}",
                expected="one when for every position",
                found=f"{len(self.whens)} times for {len(self.positions)} positions",
                remedy="Export the track with its times; a line without times proves no flight.",
            )
        return zip(self.whens, self.positions, strict=True)


def _timed(placemark: Element, line: Element) -> _Line:
    name = root_name(line)
    if name == "Track":
        holders = [line]
        positions = tuple((e.text or "").split() for e in line if root_name(e) == "coord")
    else:
        # A LookAt or Camera may carry a time of its own: that of the onlooker.
        holders = [e for e in placemark if root_name(e) not in {"LookAt", "Camera"}]
        text = _child_text(line, "coordinates")
        positions = tuple(part.split(",") for part in text.split())
    whens = tuple(
        (e.text or "").strip() for h in holders for e in h.iter() if root_name(e) == "when"
    )
    return _Line(name, _child_text(line, "altitudeMode") or "clampToGround", whens, positions)


def _position(parts: list[str], where: str) -> tuple[float, float, float]:
    """Return longitude, latitude and height of a KML position."""
    if not 2 <= len(parts) <= 3:
        raise SourceError(
            "E-TRACK-NUMBER",
            where=where,
            expected="longitude, latitude and perhaps a height",
            found=" ".join(parts) or "nothing",
            remedy="Correct this position.",
        )
    lon, lat = number(parts[0], f"{where}, longitude"), number(parts[1], f"{where}, latitude")
    return lon, lat, number(parts[2], f"{where}, height") if len(parts) > 2 else math.nan
