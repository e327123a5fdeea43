"""A plan as KML 2.2: route, places with times, observation periods, footprints."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from overflight.adapters.plan_out.xml_text import xml_bytes
from overflight.airspace import Level, LevelSystem
from overflight.deadlines import format_instant, show_instant
from overflight.desk.planning.footprints import Footprint
from overflight.desk.planning.sheet import PeriodLine, PlanSheet
from overflight.desk.planning.times import TimedPlace
from overflight.geodesy import Path, Ring, split_antimeridian

__all__ = ["plan_kml"]

_SPACE = "http://www.opengis.net/kml/2.2"
_DIGITS = 7
# KML knows heights above the ground and above the sea; others are drawn on the ground.
_MODES = {LevelSystem.GROUND: "relativeToGround", LevelSystem.SEA: "absolute"}
# aabbggrr: the colours of the map of a plan.
_STYLES = {
    "route": ("ff33281c", "3", ""),
    "period": ("ff2a6df0", "5", ""),
    "footprint": ("ff2a6df0", "1", "402a6df0"),
}


def plan_kml(sheet: PlanSheet) -> bytes:
    """Return a plan as KML.

    Accuracy: positions to seven decimals of a degree, about a centimetre. Legs are drawn straight
    between their ends with ``tessellate``: along great circles in viewers that show a globe.
    """
    plan = sheet.plan
    root = Element("kml", xmlns=_SPACE)
    document = SubElement(root, "Document")
    _text(document, "name", f"{plan.mission} version {plan.version}")
    _text(
        document,
        "description",
        f"Mission plan of {plan.observing} over {plan.observed}; sha256 {sheet.sha256};"
        f" heights from {plan.height_system.value}; facts: {sheet.facts}",
    )
    for name, (line, width, fill) in _STYLES.items():
        _style(document, name, line, width, fill)
    _route(document, sheet)
    folder = _folder(document, "Places")
    for place in sheet.places:
        _place(folder, sheet, place)
    if sheet.periods:
        folder = _folder(document, "Observation periods")
        for period in sheet.periods:
            _period(folder, sheet, period)
    if sheet.footprints:
        folder = _folder(document, "Footprints")
        for footprint in sheet.footprints:
            _footprint(folder, footprint)
    return xml_bytes(root)


def _text(parent: Element, name: str, value: str) -> None:
    SubElement(parent, name).text = value


def _folder(parent: Element, name: str) -> Element:
    folder = SubElement(parent, "Folder")
    _text(folder, "name", name)
    return folder


def _style(document: Element, name: str, line: str, width: str, fill: str) -> None:
    style = SubElement(document, "Style", id=name)
    drawn = SubElement(style, "LineStyle")
    _text(drawn, "color", line)
    _text(drawn, "width", width)
    if fill:
        _text(SubElement(style, "PolyStyle"), "color", fill)


def _placemark(parent: Element, name: str, says: str, style: str = "") -> Element:
    mark = SubElement(parent, "Placemark")
    _text(mark, "name", name)
    _text(mark, "description", says)
    if style:
        _text(mark, "styleUrl", f"#{style}")
    return mark


def _route(document: Element, sheet: PlanSheet) -> None:
    says = f"{sheet.length_km:,.1f} km at {sheet.plan.speed_km_h:g} km/h, legs are geodesics"
    mark = _placemark(document, "Route", says, "route")
    _lines(mark, sheet.line, None)


def _place(folder: Element, sheet: PlanSheet, place: TimedPlace) -> None:
    kind = "airfield" if place.place.airfield else "turn point"
    says = f"{kind}, {show_instant(place.at)}"
    if place.leaves != place.at:
        says += f" to {show_instant(place.leaves)}"
    name = sheet.name(place.place.name) if place.place.airfield else place.place.name
    mark = SubElement(folder, "Placemark")
    _text(mark, "name", name)
    _text(mark, "description", says)
    _text(SubElement(mark, "TimeStamp"), "when", format_instant(place.at))
    _text(SubElement(mark, "Point"), "coordinates", _coordinates((place.place.at,), None))


def _period(folder: Element, sheet: PlanSheet, drawn: PeriodLine) -> None:
    period = drawn.period
    system = sheet.plan.height_system
    says = (
        f"{period.category.value}, {period.start} to {period.stop}, planned"
        f" {period.height_m:g} m {system.value}"
    )
    mark = _placemark(folder, period.sensor, says, "period")
    if len(drawn.line) > 1:
        _lines(mark, drawn.line, Level(LevelSystem(system.value), period.height_m))


def _lines(mark: Element, line: Path, level: Level | None) -> None:
    """Add a line, or several where it crosses the antimeridian."""
    parts = split_antimeridian(line)
    holder = SubElement(mark, "MultiGeometry") if len(parts) > 1 else mark
    for part in parts:
        drawn = SubElement(holder, "LineString")
        mode = _MODES.get(level.system) if level is not None else None
        _text(drawn, "tessellate", "1")
        if mode is not None:
            _text(drawn, "altitudeMode", mode)
        _text(drawn, "coordinates", _coordinates(part, level if mode else None))


def _coordinates(path: Path, level: Level | None) -> str:
    height = "" if level is None else f",{level.height_m:g}"
    return " ".join(f"{at.lon_deg:.{_DIGITS}f},{at.lat_deg:.{_DIGITS}f}{height}" for at in path)


def _footprint(folder: Element, footprint: Footprint) -> None:
    mark = _placemark(folder, footprint.sensor, footprint.says, "footprint")
    holder = SubElement(mark, "MultiGeometry")
    for polygon in footprint.polygons:
        drawn = SubElement(holder, "Polygon")
        _text(drawn, "tessellate", "1")
        for number, ring in enumerate(polygon):
            bound = SubElement(drawn, "innerBoundaryIs" if number else "outerBoundaryIs")
            _text(SubElement(bound, "LinearRing"), "coordinates", _ring(ring))


def _ring(ring: Ring) -> str:
    lon, lat = ring
    return " ".join(
        f"{x:.{_DIGITS}f},{y:.{_DIGITS}f}" for x, y in zip(lon.tolist(), lat.tolist(), strict=True)
    )
