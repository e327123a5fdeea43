"""Read YAIXM, the short YAML form of AIXM: airspace, obstacles, temporary restricted areas."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from overflight.adapters.airspace.words import (
    Gathered,
    check_corners,
    check_levels,
    fault,
    level_of,
    not_read,
    number_of,
    place_of,
)
from overflight.adapters.airspace.yaml_nodes import Node, parse_yaml
from overflight.airspace import (
    ARC_ERROR_M,
    FOOT_M,
    NAUTICAL_MILE_M,
    Airspace,
    AirspaceArea,
    Hazard,
    Obstacle,
    arc_between,
    circle,
    closed_outline,
    side_doubt_m,
)
from overflight.errors import OverflightError, SourceError
from overflight.geodesy import Position

__all__ = ["parse_yaixm"]

_HAZARDS = {"P": Hazard.PROHIBITED, "R": Hazard.RESTRICTED, "D": Hazard.DANGER}
_LENGTHS_M = {"nm": NAUTICAL_MILE_M, "km": 1000.0, "m": 1.0, "ft": FOOT_M}


@dataclass(slots=True)
class _Drawing:
    """Corners of an outline so far, with the doubt of the coarsest coordinate."""

    corners: list[Position] = field(default_factory=list)
    doubt_m: float = 0.0
    arcs: bool = False

    def place(self, node: Node) -> Position:
        """Return a position and note its doubt."""
        place = place_of(node.text("a position"), node.where)
        self.doubt_m = max(self.doubt_m, place.doubt_m)
        return place.at


def parse_yaixm(text: str, *, source: str) -> Airspace:
    """Return the areas and obstacles of a YAIXM file.

    Args:
        text: The file.
        source: Its name, for messages and as the source.

    Raises:
        SourceError: It is not YAML, or holds neither airspace nor obstacles.

    Accuracy: as for OpenAir.
    """
    root = parse_yaml(text, source).fields()
    gathered = Gathered(source)
    for name in ("airspace", "rat"):
        for feature in root[name].items() if name in root else ():
            _airspace(feature, gathered)
            gathered.check()
    for one in root["obstacle"].items() if "obstacle" in root else ():
        try:
            gathered.obstacles.append(_obstacle(one))
        except OverflightError as error:
            gathered.unread.append(not_read("", error, one.where))
    if not gathered:
        raise fault(
            source,
            "YAIXM with airspace, rat or obstacle",
            ", ".join(root) or "nothing",
            "Check that this is the right file.",
        )
    return gathered.airspace()


def _of(fields: Mapping[str, Node], name: str) -> str:
    return fields[name].text() if name in fields else ""


def _needed(fields: Mapping[str, Node], name: str, where: str) -> Node:
    if name not in fields:
        raise fault(where, f"a field {name}", ", ".join(fields), "Ask the publisher for it.")
    return fields[name]


def _airspace(feature: Node, gathered: Gathered) -> None:
    """Add the volumes of one airspace, or say why one was not read."""
    name, hazard = "", None
    try:
        fields = feature.fields()
        name = _needed(fields, "name", feature.where).text()
        hazard = _HAZARDS.get(_of(fields, "type"))
        volumes = list(_needed(fields, "geometry", feature.where).items())
    except SourceError as error:
        gathered.unread.append(not_read(name, error, feature.where, hazard))
        return
    for number, volume in enumerate(volumes, start=1):
        called = name if len(volumes) == 1 else f"{name} ({number}/{len(volumes)})"
        try:
            gathered.area(_volume(fields, volume, called))
        except OverflightError as error:
            gathered.unread.append(not_read(called, error, volume.where, hazard))


def _volume(of: Mapping[str, Node], volume: Node, name: str) -> AirspaceArea:
    fields = volume.fields()
    lower, upper = (
        level_of(node.text(), node.where)
        for node in (_needed(fields, side, volume.where) for side in ("lower", "upper"))
    )
    check_levels(lower, upper, volume.where)
    drawing = _drawn(_needed(fields, "boundary", volume.where))
    rules = [rule for part in (of, fields) for rule in _rules(part)]
    kinds = [_of(of, "type"), _of(of, "localtype"), _of(fields, "class") or _of(of, "class")]
    outline = closed_outline(drawing.corners, volume.where)
    doubt_m = drawing.doubt_m + ARC_ERROR_M * drawing.arcs + side_doubt_m(outline)
    return AirspaceArea(
        name=_of(fields, "name") or name,
        hazard=_HAZARDS.get(_of(of, "type")),
        category=" ".join(kind for kind in kinds if kind),
        outline=outline,
        lower=lower,
        upper=upper,
        id=_of(fields, "id") or _of(of, "id"),
        times=", ".join(dict.fromkeys(rules)),
        error_m=round(doubt_m, 1),
        where=volume.where,
    )


def _rules(fields: Mapping[str, Node]) -> Iterator[str]:
    if "rules" in fields:
        for rule in fields["rules"].items():
            yield rule.text()


def _drawn(boundary: Node) -> _Drawing:
    """Return the outline of a boundary; an arc at its start begins where the boundary ends."""
    drawing = _Drawing()
    parts: list[tuple[str, Node]] = []
    for part in boundary.items():
        fields = part.fields()
        if len(fields) != 1 or next(iter(fields)) not in _DRAW:
            raise fault(part.where, "a line, an arc or a circle", ", ".join(fields), "Correct it.")
        parts.extend(fields.items())
    if parts and parts[0][0] == "arc":
        drawing.corners.append(_end(drawing, *parts[-1]))
    for kind, node in parts:
        _DRAW[kind](drawing, node)
        check_corners(len(drawing.corners), node.where)
    return drawing


def _end(drawing: _Drawing, kind: str, node: Node) -> Position:
    """Return where the last part of a boundary ends."""
    if kind == "line":
        positions = list(node.items())
        if positions:
            return drawing.place(positions[-1])
    if kind == "arc":
        return drawing.place(_needed(node.fields(), "to", node.where))
    raise fault(node.where, "an end for the first arc to begin at", kind, "Correct the boundary.")


def _line(drawing: _Drawing, node: Node) -> None:
    drawing.corners.extend(drawing.place(one) for one in node.items())


def _circle(drawing: _Drawing, node: Node) -> None:
    fields = node.fields()
    if drawing.corners:
        raise fault(node.where, "a circle by itself", "corners before it", "Correct it.")
    centre = drawing.place(_needed(fields, "centre", node.where))
    radius = _needed(fields, "radius", node.where)
    drawing.corners.extend(circle(centre, _length_m(radius)))
    drawing.arcs = True


def _arc(drawing: _Drawing, node: Node) -> None:
    fields = node.fields()
    turns = _needed(fields, "dir", node.where).text()
    if turns not in {"cw", "ccw"} or not drawing.corners:
        found = turns if drawing.corners else "no corner before"
        raise fault(node.where, "an arc cw or ccw after a corner", found, "Correct this arc.")
    centre = drawing.place(_needed(fields, "centre", node.where))
    end = drawing.place(_needed(fields, "to", node.where))
    drawing.corners.extend(
        arc_between(centre, drawing.corners[-1], end, clockwise=turns == "cw")[1:]
    )
    drawing.arcs = True


_DRAW: Mapping[str, Callable[[_Drawing, Node], None]] = {
    "arc": _arc,
    "circle": _circle,
    "line": _line,
}


def _length_m(node: Node) -> float:
    """Return a length as ``5.5 nm``."""
    number, _, unit = node.text().partition(" ")
    if unit.strip() not in _LENGTHS_M:
        raise fault(node.where, "a length as 5.5 nm", node.text(), "Correct this length.")
    return number_of(number, node.where, "a number") * _LENGTHS_M[unit.strip()]


def _obstacle(node: Node) -> Obstacle:
    fields = node.fields()
    name, at, elevation = (
        _needed(fields, word, node.where) for word in ("name", "position", "elevation")
    )
    return Obstacle(
        name.text(),
        place_of(at.text(), at.where).at,
        level_of(elevation.text(), elevation.where),
        kind=_of(fields, "type"),
        id=_of(fields, "id"),
        where=node.where,
    )
