"""Read AIXM 5.1: areas with arcs and circles, activation times, vertical structures.

What we read is what States publish of hazardous areas: volumes drawn by their own surface. Volumes
made from other airspace, or by taking one from another, are told and left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from overflight.adapters.airspace.aixm_surface import point_of, surface_of
from overflight.adapters.airspace.aixm_times import times_of
from overflight.adapters.airspace.words import (
    Gathered,
    check_levels,
    fault,
    not_read,
    number_of,
    plain,
)
from overflight.adapters.handed.xml_files import (
    XmlFile,
    child,
    children,
    local,
    parse_xml_file,
    text_of_child,
)
from overflight.airspace import (
    FOOT_M,
    Airspace,
    AirspaceArea,
    Hazard,
    Level,
    LevelSystem,
    Obstacle,
)
from overflight.errors import OverflightError

__all__ = ["parse_aixm"]

_HAZARDS = {"P": Hazard.PROHIBITED, "R": Hazard.RESTRICTED, "D": Hazard.DANGER}
_UNITS_M = {"FT": FOOT_M, "M": 1.0, "KM": 1000.0, "FL": 100 * FOOT_M, "SM": 10.0}
_SYSTEMS = {
    "SFC": LevelSystem.GROUND,
    "MSL": LevelSystem.SEA,
    "W84": LevelSystem.ELLIPSOID,
    "STD": LevelSystem.PRESSURE,
}
_MOST_M = 200_000.0


def parse_aixm(data: bytes, *, source: str) -> Airspace:
    """Return the areas and obstacles of an AIXM 5.1 file.

    Args:
        data: The file.
        source: Its name, for messages and as the source.

    Raises:
        SourceError: It is not well-formed XML, declares entities, or holds no airspace at all.

    Accuracy: as for OpenAir; coordinates in decimal degrees carry half a unit
    of the last digit, at most half a second.
    """
    file = parse_xml_file(data, name=source, code="E-AIRSPACE")
    gathered = Gathered(source)
    for feature in file.root.iter():
        if local(feature) == "Airspace":
            _airspace(file, feature, gathered)
            gathered.check()
        elif local(feature) == "VerticalStructure":
            _structure(file, feature, gathered)
    if not gathered:
        raise fault(
            source,
            "AIXM 5.1 with Airspace or VerticalStructure",
            local(file.root),
            "Check that this is the right file.",
        )
    return gathered.airspace()


def _slice(feature: Element) -> Element | None:
    """Return the state of a feature: its latest baseline or snapshot; none if it has only deltas.

    A reference to a feature elsewhere has no time slice either.
    """
    slices = [
        one
        for one in children(feature, "timeSlice", f"{local(feature)}TimeSlice")
        if text_of_child(one, "interpretation") in {"", "BASELINE", "SNAPSHOT"}
    ]
    return max(slices, key=_order, default=None)


def _order(one: Element) -> tuple[int, int]:
    numbers = [text_of_child(one, name) for name in ("sequenceNumber", "correctionNumber")]
    first, second = (int(n) if n.isascii() and n.isdigit() else 0 for n in numbers)
    return first, second


def _airspace(file: XmlFile, feature: Element, gathered: Gathered) -> None:
    """Add the volumes of one airspace, or say why one was not read."""
    state = _slice(feature)
    if state is None:
        if child(feature, "timeSlice") is not None:
            error = fault(
                file.where(feature),
                "a baseline or snapshot",
                "changes only",
                "Ask for the file of the state that these changes bear on.",
            )
            gathered.unread.append(not_read("", error, file.where(feature)))
        return
    designator, title = (plain(text_of_child(state, word)) for word in ("designator", "name"))
    name = " ".join(dict.fromkeys(word for word in (designator, title) if word))
    hazard = _HAZARDS.get(text_of_child(state, "type"))
    volumes = list(children(state, "geometryComponent", "AirspaceGeometryComponent"))
    for number, component in enumerate(volumes, start=1):
        called = name if len(volumes) == 1 else f"{name} ({number}/{len(volumes)})"
        try:
            gathered.area(_volume(file, state, component, called or "without a name"))
        except OverflightError as error:
            gathered.unread.append(not_read(called, error, file.where(component), hazard))
    if not volumes:
        lack = fault(file.where(state), "a volume", "none", "Ask the publisher for its volume.")
        gathered.unread.append(not_read(name, lack, file.where(feature), hazard))


def _volume(file: XmlFile, state: Element, component: Element, name: str) -> AirspaceArea:
    """Return one volume as an area."""
    where = file.where(component)
    operation = text_of_child(component, "operation")
    volume = child(component, "theAirspaceVolume", "AirspaceVolume")
    if volume is None or operation not in {"", "BASE", "UNION"}:
        found = f"operation {operation}" if operation else "none"
        raise fault(where, "a volume by itself", found, "Ask the publisher for whole volumes.")
    surface = child(volume, "horizontalProjection", "*")
    if surface is None:
        found = ", ".join(dict.fromkeys(local(one) for one in volume)) or "nothing"
        raise fault(
            where,
            "a surface drawn in the file",
            found,
            "Ask the publisher for the outline; one taken from other airspace is not followed.",
        )
    lower, upper = (_level(file, volume, side) for side in ("lower", "upper"))
    check_levels(lower, upper, where)
    outline, holes, error_m = surface_of(file, surface)
    active, times = times_of(state)
    return AirspaceArea(
        name=name,
        hazard=_HAZARDS.get(text_of_child(state, "type")),
        category=plain(text_of_child(state, "type")),
        outline=outline,
        lower=lower,
        upper=upper,
        id=plain(text_of_child(state, "designator")),
        holes=holes,
        active=active,
        times=times,
        error_m=error_m,
        where=where,
    )


def _level(file: XmlFile, volume: Element, side: str) -> Level:
    """Return the lower or upper limit of a volume."""
    limit = child(volume, f"{side}Limit")
    reference = text_of_child(volume, f"{side}LimitReference")
    where = file.where(volume if limit is None else limit)
    text = "" if limit is None else (limit.text or "").strip()
    if limit is None or not text:
        raise fault(where, f"a {side} limit", "none", "Ask the publisher for it.")
    if text in {"GND", "SFC"}:
        return Level(LevelSystem.GROUND, 0.0, text)
    if text == "UNL":
        return Level(LevelSystem.UNLIMITED, 0.0, text)
    unit = limit.get("uom", "FT")
    system = LevelSystem.PRESSURE if unit == "FL" else _SYSTEMS.get(reference)
    number = number_of(text, where, "a number, GND or UNL") * _UNITS_M.get(unit, 0.0)
    if system is None or unit not in _UNITS_M or abs(number) > _MOST_M:
        raise fault(
            where,
            "a level in FT, M or FL from SFC, MSL, W84 or STD",
            f"{text} {unit} {reference}".strip(),
            "Ask the publisher what it counts from.",
        )
    return Level(
        system, number, plain(f"FL{text}" if unit == "FL" else f"{text} {unit} {reference}")
    )


def _structure(file: XmlFile, feature: Element, gathered: Gathered) -> None:
    """Add the parts of one vertical structure that are points."""
    state = _slice(feature)
    if state is None:
        return
    name = plain(text_of_child(state, "name")) or "without a name"
    parts = children(state, "part", "VerticalStructurePart")
    for part in parts:
        try:
            gathered.obstacles.extend(_points(file, state, part, name))
        except OverflightError as error:
            gathered.unread.append(not_read(name, error, file.where(part)))


def _points(file: XmlFile, state: Element, part: Element, name: str) -> Iterator[Obstacle]:
    found = list(_elevated(part))
    if not found:
        raise fault(
            file.where(part), "an obstacle at a point", "none", "Ask for the obstacle as a point."
        )
    for point in found:
        where = file.where(point)
        elevation = child(point, "elevation")
        if elevation is None:
            raise fault(where, "an elevation of its top", "none", "Ask the publisher for it.")
        top_m = _metres(elevation, where)
        extent = child(part, "verticalExtent")
        at = point_of(file, point)
        yield Obstacle(
            name,
            at,
            Level(
                LevelSystem.SEA,
                top_m,
                plain(f"{(elevation.text or '').strip()} {_unit(elevation)}"),
            ),
            None if extent is None else _metres(extent, where),
            plain(text_of_child(state, "type")),
            where=where,
        )


def _elevated(part: Element) -> Iterator[Element]:
    return children(part, "horizontalProjection_location", "ElevatedPoint")


def _unit(length: Element) -> str:
    return length.get("uom", "FT")


def _metres(length: Element, where: str) -> float:
    """Return a length in metres."""
    number = number_of(length.text or "", where, "a length")
    if _unit(length) not in {"FT", "M", "KM"} or abs(number) > _MOST_M:
        raise fault(where, "a length in FT or M", f"{number:g} {_unit(length)}", "Correct it.")
    return number * _UNITS_M[_unit(length)]
