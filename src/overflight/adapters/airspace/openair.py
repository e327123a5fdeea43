"""Read OpenAir, the standard form and the extended one (version 2).

A broken area is told with its line and left out; the rest of the file is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from overflight.adapters.airspace.words import (
    Gathered,
    check_corners,
    check_levels,
    fault,
    level_of,
    not_read,
    number_of,
    place_of,
    places_of,
    plain,
)
from overflight.airspace import (
    ARC_ERROR_M,
    NAUTICAL_MILE_M,
    Activation,
    Airspace,
    AirspaceArea,
    Always,
    Between,
    Hazard,
    Level,
    arc,
    arc_between,
    circle,
    closed_outline,
    side_doubt_m,
)
from overflight.deadlines import Instant, parse_instant
from overflight.errors import OverflightError
from overflight.geodesy import Position

__all__ = ["parse_openair"]

_HAZARDS = {"P": Hazard.PROHIBITED, "R": Hazard.RESTRICTED, "Q": Hazard.DANGER}
# Commands that say nothing about where, how high and when: frequencies, colours, labels.
_PASSED_OVER = {"AF", "AG", "AI", "AR", "AT", "AX", "SB", "SP", "TC", "TO"}
_COMMAND = re.compile(r"([A-Z]{1,2})\b\s*(.*)", re.DOTALL)
_COMMENT = re.compile(r"(^|\s)\*.*$", re.DOTALL)
_DATE = re.compile(r"\*\s*DATE:\s*(\d{2})-(\d{2})-(\d{4})\s*")
_H24 = re.compile(r"\bH24\b")


@dataclass(frozen=True, slots=True)
class _Line:
    """One command of a file: its number, its letters, what follows them."""

    number: int
    command: str
    rest: str


@dataclass(slots=True)
class _Drawing:
    """What was said of one area so far.

    Args:
        source: Name of the file.
        first: Number of its first line.
        said: Commands of which the last one counts: class, type, name, levels.
        corners: Corners of the outline so far.
        centre: Centre of arcs and circles, as last set.
        clockwise: The way arcs turn.
        active: Activation times.
        doubt_m: Doubt of the coarsest coordinate.
        arcs: Whether sides stand for an arc.
    """

    source: str
    first: int
    said: dict[str, tuple[int, str]] = field(default_factory=dict)
    corners: list[Position] = field(default_factory=list)
    centre: Position | None = None
    clockwise: bool = True
    active: list[Activation] = field(default_factory=list)
    doubt_m: float = 0.0
    arcs: bool = False

    def where(self, number: int) -> str:
        """Return a line in words."""
        return f"{self.source}: line {number}"


def parse_openair(text: str, *, source: str) -> Airspace:
    """Return the areas of an OpenAir file.

    Args:
        text: The file.
        source: Its name, for messages and as the source.

    Raises:
        SourceError: There is no area in it at all.

    Accuracy: sides are taken as geodesics, within ``side_doubt_m``; arcs within ``ARC_ERROR_M``;
    coordinates within half a unit of their last digit. The sum stands in each area.
    """
    gathered = Gathered(source)
    for block in _blocks(_lines(text)):
        drawing = _Drawing(source, block[0].number)
        try:
            for line in block:
                _obey(drawing, line)
            gathered.area(_area(drawing))
        except OverflightError as error:
            name = _name(drawing) or _stated(block)
            where = drawing.where(drawing.first)
            gathered.unread.append(not_read(name, error, where, _hazard(drawing)))
        gathered.check()
    if not gathered:
        raise fault(source, "an OpenAir file", "no line AC", "Check that this is the right file.")
    return gathered.airspace(_day(text))


def _day(text: str) -> date | None:
    """Return the day of the header of the extended form."""
    found = _DATE.search(text[:4096])
    if found is None:
        return None
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError:
        return None


def _lines(text: str) -> Iterator[_Line]:
    """Yield the commands, without comments."""
    for number, raw in enumerate(text.splitlines(), start=1):
        line = _COMMENT.sub("", raw).strip()
        if not line:
            continue
        match = _COMMAND.match(line)
        yield _Line(number, match[1], match[2].strip()) if match else _Line(number, "", line)


def _blocks(lines: Iterable[_Line]) -> Iterator[list[_Line]]:
    """Yield the lines of each area; what stands before the first one belongs to none."""
    block: list[_Line] = []
    for line in lines:
        if line.command == "AC":
            if block:
                yield block
            block = [line]
        elif block:
            block.append(line)
    if block:
        yield block


def _stated(block: list[_Line]) -> str:
    """Return the name of an area whose reading stopped before it was reached."""
    return next((line.rest for line in block if line.command == "AN"), "")


def _name(drawing: _Drawing) -> str:
    return plain(drawing.said.get("AN", (0, ""))[1])


def _obey(drawing: _Drawing, line: _Line) -> None:
    """Do what one line says."""
    if line.command in {"AC", "AY", "AN", "AL", "AH"}:
        drawing.said[line.command] = (line.number, line.rest)
    elif line.command in _DRAW:
        _DRAW[line.command](drawing, line.rest, drawing.where(line.number))
        check_corners(len(drawing.corners), drawing.where(line.number))
    elif line.command not in _PASSED_OVER:
        raise fault(
            drawing.where(line.number),
            "a command of OpenAir",
            f"{line.command} {line.rest}".strip(),
            "Correct the line; what is not understood may be part of the outline.",
        )


def _point(drawing: _Drawing, rest: str, where: str) -> None:
    place = place_of(rest, where)
    drawing.doubt_m = max(drawing.doubt_m, place.doubt_m)
    drawing.corners.append(place.at)


def _variable(drawing: _Drawing, rest: str, where: str) -> None:
    name, _, value = (part.strip() for part in rest.partition("="))
    match name.upper(), value:
        case "X", _:
            place = place_of(value, where)
            drawing.doubt_m = max(drawing.doubt_m, place.doubt_m)
            drawing.centre = place.at
        case "D", "+" | "-":
            drawing.clockwise = value == "+"
        case "W" | "Z" | "T", _:
            pass  # width of airways and zoom of maps
        case _:
            raise fault(where, "V X=, V D=+ or V D=-", f"V {rest}", "Correct this line.")


def _centre(drawing: _Drawing, where: str) -> Position:
    if drawing.centre is None:
        raise fault(where, "a centre (V X=) before", "none", "Ask the publisher for the centre.")
    return drawing.centre


def _circle(drawing: _Drawing, rest: str, where: str) -> None:
    radius_m = number_of(rest, where, "a radius in nautical miles") * NAUTICAL_MILE_M
    if drawing.corners:
        raise fault(where, "a circle by itself", "corners before it", "Correct the outline.")
    drawing.corners.extend(circle(_centre(drawing, where), radius_m))
    drawing.arcs = True


def _arc_by_angles(drawing: _Drawing, rest: str, where: str) -> None:
    parts = rest.split(",")
    if len(parts) != 3:
        raise fault(where, "radius, first angle, last angle", rest or "nothing", "Correct it.")
    radius = number_of(parts[0], where, "a radius in nautical miles")
    starts, ends = (number_of(part, where, "an angle in degrees") for part in parts[1:])
    turn = (ends - starts) % 360.0 or 360.0
    sweep = turn if drawing.clockwise else turn - 360.0 or -360.0
    radius_m = radius * NAUTICAL_MILE_M
    drawing.corners.extend(arc(_centre(drawing, where), (radius_m, radius_m), starts, sweep))
    drawing.arcs = True


def _arc_by_ends(drawing: _Drawing, rest: str, where: str) -> None:
    start, end = places_of(rest, where, 2)
    centre = _centre(drawing, where)
    drawing.doubt_m = max(drawing.doubt_m, start.doubt_m, end.doubt_m)
    drawing.corners.extend(arc_between(centre, start.at, end.at, clockwise=drawing.clockwise))
    drawing.arcs = True


def _airway(_drawing: _Drawing, rest: str, where: str) -> None:
    raise fault(where, "an area", f"DY {rest}", "An airway is no area; it is left out.")


def _active(drawing: _Drawing, rest: str, where: str) -> None:
    if rest.upper() == "NONE":
        drawing.active.append(Between(never=True))
        return
    since, slash, until = rest.partition("/")
    if not slash:
        raise fault(where, "since/until in UTC, or NONE", rest or "nothing", "Correct this line.")
    drawing.active.append(Between(_instant(since, where), _instant(until, where)))


def _instant(text: str, where: str) -> Instant | None:
    return None if text.strip().upper() == "NONE" else parse_instant(text.strip(), where=where)


_DRAW: Mapping[str, Callable[[_Drawing, str, str], None]] = {
    "AA": _active,
    "DA": _arc_by_angles,
    "DB": _arc_by_ends,
    "DC": _circle,
    "DP": _point,
    "DY": _airway,
    "V": _variable,
}


def _classes(drawing: _Drawing) -> list[str]:
    """Return type and class; only the extended form has a type."""
    return [plain(drawing.said.get(key, (0, ""))[1]).upper() for key in ("AY", "AC")]


def _hazard(drawing: _Drawing) -> Hazard | None:
    return next((_HAZARDS[word] for word in _classes(drawing) if word in _HAZARDS), None)


def _area(drawing: _Drawing) -> AirspaceArea:
    """Return the area that was drawn."""
    where = drawing.where(drawing.first)
    lower, upper = _level(drawing, "AL", "lower"), _level(drawing, "AH", "upper")
    check_levels(lower, upper, where)
    name = _name(drawing)
    active: tuple[Activation, ...] = tuple(drawing.active)
    if not active and _H24.search(name):
        active = (Always(),)
    outline = closed_outline(drawing.corners, where)
    doubt_m = drawing.doubt_m + ARC_ERROR_M * drawing.arcs + side_doubt_m(outline)
    return AirspaceArea(
        name=name or "without a name",
        hazard=_hazard(drawing),
        category=" ".join(word for word in reversed(_classes(drawing)) if word),
        outline=outline,
        lower=lower,
        upper=upper,
        active=active,
        error_m=round(doubt_m, 1),
        where=where,
    )


def _level(drawing: _Drawing, command: str, side: str) -> Level:
    number, text = drawing.said.get(command, (drawing.first, ""))
    if not text:
        where = drawing.where(number)
        raise fault(where, f"a {side} limit ({command})", "none", "Ask the publisher for it.")
    return level_of(text, drawing.where(number))
