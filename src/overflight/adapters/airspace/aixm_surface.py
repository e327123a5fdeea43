"""Surfaces of AIXM: GML curves made of geodesics, arcs and circles, as outlines."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from overflight.adapters.airspace.words import SECOND_DEG, check_corners, fault, number_of
from overflight.adapters.handed.xml_files import XmlFile, child, children, local
from overflight.airspace import ARC_ERROR_M, FOOT_M, NAUTICAL_MILE_M, arc, circle, closed_outline
from overflight.geodesy import Path, Position

__all__ = ["point_of", "surface_of"]

_LENGTHS_M = {
    "[nmi_i]": NAUTICAL_MILE_M,
    "NM": NAUTICAL_MILE_M,
    "m": 1.0,
    "M": 1.0,
    "km": 1000.0,
    "KM": 1000.0,
    "ft": FOOT_M,
    "FT": FOOT_M,
}
_DEGREE_M = 111_320.0


@dataclass(frozen=True, slots=True)
class _Frame:
    """How coordinates are written: which comes first, and how angles turn.

    Args:
        latitude_first: EPSG:4326 has latitude first; CRS84 has longitude first.
    """

    latitude_first: bool

    def position(self, first: float, second: float) -> Position:
        """Return a position of two numbers in the order of this frame."""
        return Position(second, first) if self.latitude_first else Position(first, second)

    def azimuth(self, angle_deg: float) -> float:
        """Return an angle as degrees clockwise from north.

        OGC 12-028r1: angles go from the first axis towards the second.
        """
        return angle_deg if self.latitude_first else 90.0 - angle_deg

    def sweep(self, turn_deg: float) -> float:
        """Return a turn as degrees clockwise."""
        return turn_deg if self.latitude_first else -turn_deg


@dataclass(slots=True)
class _Ring:
    """A ring that is being drawn.

    Args:
        file: The file.
        frame: How its coordinates are written.
        corners: Corners so far.
        doubt_m: Doubt of the coarsest coordinate.
        arcs: Whether sides stand for an arc.
    """

    file: XmlFile
    frame: _Frame
    corners: list[Position]
    doubt_m: float = 0.0
    arcs: bool = False


def surface_of(file: XmlFile, surface: Element) -> tuple[Path, tuple[Path, ...], float]:
    """Return the outline of a surface, its holes, and how far they may be off, in metres.

    Raises:
        SourceError: It has more than one patch, curves we do not read, or no outline.
    """
    frame = _frame(file, surface)
    patches = list(children(surface, "patches", "*"))
    if local(surface) == "Polygon":
        patches = [surface]
    where = file.where(surface)
    if len(patches) != 1:
        raise fault(
            where, "one patch", f"{len(patches)} patches", "Ask for one volume for each patch."
        )
    rings = [*children(patches[0], "exterior", "*"), *children(patches[0], "interior", "*")]
    drawn = [_ring(file, ring, frame) for ring in rings]
    if not drawn or child(patches[0], "exterior") is None:
        raise fault(where, "an exterior", "none", "Ask the publisher for the outline.")
    outlines = [closed_outline(ring.corners, where) for ring in drawn]
    error = max(ring.doubt_m for ring in drawn) + ARC_ERROR_M * any(ring.arcs for ring in drawn)
    return outlines[0], tuple(outlines[1:]), round(error, 1)


def point_of(file: XmlFile, point: Element) -> Position:
    """Return the position of a point.

    Raises:
        SourceError: It has none, or one out of range.
    """
    ring = _Ring(file, _frame(file, point), [])
    _positions(ring, point)
    if len(ring.corners) != 1:
        raise fault(file.where(point), "one position", f"{len(ring.corners)}", "Correct it.")
    return ring.corners[0]


def _frame(file: XmlFile, element: Element) -> _Frame:
    """Return how coordinates are written, by the names of the system in an element."""
    names = {one.get("srsName", "") for one in element.iter()} - {""}
    kinds = {"first" if "4326" in name else "second" if "CRS84" in name else name for name in names}
    if not kinds or kinds == {"first"}:
        return _Frame(latitude_first=True)
    if kinds == {"second"}:
        return _Frame(latitude_first=False)
    raise fault(
        file.where(element),
        "coordinates of EPSG:4326 or CRS84",
        ", ".join(sorted(names)),
        "Ask the publisher for coordinates on WGS 84.",
    )


def _ring(file: XmlFile, ring: Element, frame: _Frame) -> _Ring:
    """Return a ring with its corners."""
    drawn = _Ring(file, frame, [])
    if local(ring) == "LinearRing":
        _positions(drawn, ring)
        return drawn
    segments = list(children(ring, "curveMember", "Curve", "segments", "*"))
    members = len(list(children(ring, "curveMember")))
    if not segments or members != len(list(children(ring, "curveMember", "Curve"))):
        raise fault(
            file.where(ring),
            "curves drawn in the file",
            "curves of another kind or elsewhere",
            "Ask the publisher for the outline with every corner in it.",
        )
    for segment in segments:
        draw = _DRAW.get(local(segment))
        if draw is None:
            raise fault(
                file.where(segment),
                " or ".join(_DRAW),
                local(segment),
                "Ask the publisher for arcs by centre and angles.",
            )
        draw(drawn, segment)
        check_corners(len(drawn.corners), file.where(segment))
    return drawn


def _numbers(element: Element, where: str) -> Iterator[tuple[float, float]]:
    """Yield a number and one unit of its last digit, at most a second.

    Programs leave out noughts at the end: 52.5 is a position published to a second, too.
    """
    for word in (element.text or "").split():
        digits = len(word.partition(".")[2])
        unit = min(10.0 ** -min(digits, 12), SECOND_DEG)
        yield number_of(word, where, "numbers in degrees"), unit


def _positions(ring: _Ring, element: Element) -> None:
    """Add the positions that stand in an element."""
    for one in element.iter():
        where = ring.file.where(one)
        if local(one) == "pointProperty" and not len(one):
            raise fault(where, "a corner in the file", "one elsewhere", "Ask for every corner.")
        if local(one) not in {"posList", "pos"}:
            continue
        numbers = list(_numbers(one, where))
        if len(numbers) % 2 or one.get("srsDimension", "2") != "2":
            raise fault(where, "pairs of numbers", f"{len(numbers)} numbers", "Correct it.")
        for (first, unit), (second, other) in zip(numbers[::2], numbers[1::2], strict=True):
            ring.corners.append(ring.frame.position(first, second))
            ring.doubt_m = max(ring.doubt_m, _DEGREE_M * math.hypot(unit, other) / 2)
        check_corners(len(ring.corners), where)


def _length(ring: _Ring, segment: Element, name: str) -> float:
    """Return a length in metres."""
    found = child(segment, name)
    where = ring.file.where(segment if found is None else found)
    unit = "" if found is None else found.get("uom", "")
    if found is None or unit not in _LENGTHS_M:
        raise fault(where, f"a {name} in NM, m, km or ft", unit or "none", "Correct this segment.")
    return number_of(found.text or "", where, "a length") * _LENGTHS_M[unit]


def _angle(ring: _Ring, segment: Element, name: str) -> float:
    found = child(segment, name)
    where = ring.file.where(segment if found is None else found)
    return number_of("" if found is None else found.text or "", where, f"a {name} in degrees")


def _middle(ring: _Ring, segment: Element) -> Position:
    """Return the centre of an arc or circle."""
    before = len(ring.corners)
    _positions(ring, segment)
    found = ring.corners[before:]
    del ring.corners[before:]
    if len(found) != 1:
        raise fault(
            ring.file.where(segment), "one centre", f"{len(found)}", "Correct this segment."
        )
    ring.arcs = True
    return found[0]


def _circle(ring: _Ring, segment: Element) -> None:
    ring.corners.extend(circle(_middle(ring, segment), _length(ring, segment, "radius")))


def _arc(ring: _Ring, segment: Element) -> None:
    radius_m = _length(ring, segment, "radius")
    starts, ends = (_angle(ring, segment, f"{name}Angle") for name in ("start", "end"))
    if not 0 < abs(ends - starts) <= 360:
        raise fault(
            ring.file.where(segment),
            "angles that differ by at most 360 degrees",
            f"{starts:g} to {ends:g}",
            "Correct the angles.",
        )
    sweep = ring.frame.sweep(ends - starts)
    azimuth = ring.frame.azimuth(starts)
    ring.corners.extend(arc(_middle(ring, segment), (radius_m, radius_m), azimuth, sweep))


_DRAW: Mapping[str, Callable[[_Ring, Element], None]] = {
    "GeodesicString": _positions,
    "Geodesic": _positions,
    "LineStringSegment": _positions,
    "ArcByCenterPoint": _arc,
    "CircleByCenterPoint": _circle,
}
