"""Words that the formats share: coordinates, levels, radii, and faults of one area."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date

from overflight.airspace import (
    FOOT_M,
    GROUND_LEVEL,
    UNLIMITED,
    Airspace,
    AirspaceArea,
    Hazard,
    Level,
    LevelSystem,
    Obstacle,
    Unread,
)
from overflight.errors import OverflightError, SourceError
from overflight.geodesy import Position

__all__ = [
    "MOST_CORNERS",
    "SECOND_DEG",
    "Gathered",
    "Place",
    "check_corners",
    "check_levels",
    "fault",
    "level_of",
    "not_read",
    "number_of",
    "place_of",
    "places_of",
    "plain",
]

MOST_CORNERS = 100_000
MOST_IN_ALL = 2_000_000
SECOND_DEG = 1 / 3600  # what States publish outlines to
_DEGREE_M = 111_320.0
_COORDINATE = re.compile(
    r"""(?:
        (?P<d>\d{1,3}):(?P<m>\d{1,2}(?:\.\d+)?)(?::(?P<s>\d{1,2}(?:\.\d+)?))?  # 54:25:00, 54:25.0
      | (?P<packed>\d{6,7}(?:\.\d+)?)                                          # 542500, 0104000
      | (?P<decimal>\d{1,3}\.\d+)                                              # 54.41667
    )\s*(?P<side>[NSEWnsew])""",
    re.VERBOSE | re.ASCII,
)
_LEVEL = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)\s*(?P<unit>FT|F|M)?\s*"
    r"(?P<system>AMSL|MSL|ASL|ALT|AGL|GND|SFC|STD)?",
    re.ASCII,
)
_FLIGHT_LEVEL = re.compile(r"FL\s*(\d{1,3}(?:\.\d+)?)", re.ASCII)
_GROUND = {"GND", "SFC", "SURFACE", "GROUND"}
_WITHOUT_LIMIT = {"UNL", "UNLIM", "UNLTD", "UNLIMITED"}
_SYSTEMS = {
    "AGL": LevelSystem.GROUND,
    "GND": LevelSystem.GROUND,
    "SFC": LevelSystem.GROUND,
    "STD": LevelSystem.PRESSURE,
}
_MOST_FT = 500_000.0
_MOST_WORDS = 300


class Gathered:
    """What was read of a file so far: areas, obstacles, and what could not be read.

    Args:
        source: Name of the file.
    """

    def __init__(self, source: str) -> None:
        self.source = source
        self.areas: list[AirspaceArea] = []
        self.obstacles: list[Obstacle] = []
        self.unread: list[Unread] = []
        self._corners = 0

    def area(self, area: AirspaceArea) -> None:
        """Add an area."""
        self.areas.append(area)
        self._corners += len(area.outline) + sum(len(hole) for hole in area.holes)

    def check(self) -> None:
        """Refuse a file whose areas have more corners than the Earth has airspace.

        Raises:
            SourceError: They have more than two million.
        """
        if self._corners > MOST_IN_ALL:
            raise fault(
                self.source,
                f"at most {MOST_IN_ALL:,} corners in a file",
                f"{self._corners:,} and more",
                "Check that this is the right file.",
            )

    def __bool__(self) -> bool:
        return bool(self.areas or self.obstacles or self.unread)

    def airspace(self, day: date | None = None) -> Airspace:
        """Return all of it."""
        return Airspace(
            self.source, tuple(self.areas), tuple(self.obstacles), tuple(self.unread), day
        )


def fault(where: str, expected: str, found: object, remedy: str) -> SourceError:
    """Return the fault of one area or of a whole file."""
    return SourceError("E-AIRSPACE", where=where, expected=expected, found=found, remedy=remedy)


def plain(text: str) -> str:
    """Return words of a source for people: what a screen would hide or obey is replaced."""
    words = "".join(c if c.isprintable() else "\ufffd" for c in text[:_MOST_WORDS])
    return words.strip()


def not_read(name: str, error: OverflightError, where: str, hazard: Hazard | None = None) -> Unread:
    """Return what is kept of an area that could not be read.

    Args:
        name: Its name, as far as that could be read.
        error: Why it was not read.
        where: File and first line of the area; the error may know the line better.
        hazard: Which hazardous airspace it is, as far as that could be read.
    """
    place = error.where if error.where.startswith(where.rpartition(" line ")[0]) else where
    return Unread(plain(name), place, error.expected, error.found, error.remedy, hazard)


@dataclass(frozen=True, slots=True)
class Place:
    """A position with the doubt of its last digit.

    Args:
        at: The position.
        doubt_m: Half of one unit of the last digit, along a diagonal, in metres.
    """

    at: Position
    doubt_m: float


def number_of(text: str, where: str, expected: str) -> float:
    """Return a finite number.

    Raises:
        SourceError: It is none.
    """
    try:
        number = float(text.strip()) if text.strip().isascii() and "_" not in text else math.nan
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise fault(where, expected, text or "nothing", "Correct this number.")
    return number


def places_of(text: str, where: str, count: int = 1) -> tuple[Place, ...]:
    """Return the positions of a line, latitude first, as aviation writes them.

    Args:
        text: ``54:25:00 N 010:40:00 E``, ``542500N 0104000E`` or with decimals of each; several
            positions apart by commas.
        where: File and line.
        count: How many positions are expected.

    Raises:
        SourceError: Other numbers of positions, minutes or seconds of 60 and more, out of range.
    """
    rest = _COORDINATE.sub("", text).replace(",", "").strip()
    found = list(_COORDINATE.finditer(text))
    sides = "".join(match["side"].upper() for match in found)
    if rest or sides.replace("S", "N").replace("W", "E") != "NE" * count:
        raise fault(
            where,
            f"{'a position' if count == 1 else f'{count} positions'} as 54:25:00 N 010:40:00 E",
            text.strip() or "nothing",
            "Write latitude with N or S, then longitude with E or W.",
        )
    numbers = [_coordinate(match, where) for match in found]
    return tuple(
        Place(Position(lon, lat), _DEGREE_M * math.hypot(lat_unit, lon_unit) / 2)
        for (lat, lat_unit), (lon, lon_unit) in zip(numbers[::2], numbers[1::2], strict=True)
    )


def place_of(text: str, where: str) -> Place:
    """Return the one position of a line; see ``places_of``."""
    return places_of(text, where)[0]


def _coordinate(match: re.Match[str], where: str) -> tuple[float, float]:
    """Return degrees, and one unit of the last digit in degrees."""
    parts = _parts(match)
    for name, part in zip(("minutes", "seconds"), parts[1:], strict=False):
        if float(part) >= 60:
            raise fault(
                where,
                f"{name} below 60",
                match[0].strip(),
                "Ask the publisher for the right coordinate; nothing is carried over.",
            )
    degrees = sum(float(part) / 60**power for power, part in enumerate(parts))
    most = 90 if match["side"].upper() in "NS" else 180
    if degrees > most:
        raise fault(where, f"at most {most} degrees", match[0].strip(), "Correct the coordinate.")
    digits = len(parts[-1].partition(".")[2])
    unit = 10.0**-digits / 60 ** (len(parts) - 1)
    if len(parts) == 1:
        unit = min(unit, SECOND_DEG)  # noughts at the end of decimals are often left out
    return (-degrees if match["side"].upper() in "SW" else degrees), unit


def _parts(match: re.Match[str]) -> list[str]:
    """Return degrees, minutes and seconds as written."""
    if match["decimal"]:
        return [match["decimal"]]
    if match["packed"]:
        whole, dot, rest = match["packed"].partition(".")
        return [whole[:-4], whole[-4:-2], whole[-2:] + dot + rest]
    return [part for part in (match["d"], match["m"], match["s"]) if part]


def level_of(text: str, where: str) -> Level:
    """Return a level as published: ``FL195``, ``1500 ft``, ``500 m AGL``, ``SFC``, ``UNL``.

    A number without a unit is in feet, one without a system above mean sea level.

    Raises:
        SourceError: It is none of these.
    """
    words = plain(" ".join(text.split()))
    upper = words.upper()
    if upper in _GROUND:
        return Level(GROUND_LEVEL.system, 0.0, words)
    if upper in _WITHOUT_LIMIT:
        return Level(UNLIMITED.system, 0.0, words)
    if flight_level := _FLIGHT_LEVEL.fullmatch(upper):
        return Level(LevelSystem.PRESSURE, float(flight_level[1]) * 100 * FOOT_M, words)
    match = _LEVEL.fullmatch(upper)
    unit = 1.0 if match and match["unit"] == "M" else FOOT_M
    if match is None or float(match["number"]) * unit > _MOST_FT * FOOT_M:
        raise fault(
            where,
            "a level as FL195, 1500 ft, 500 m AGL, SFC or UNL",
            words or "nothing",
            "Ask the publisher for the level; without it nobody can say who flies below it.",
        )
    system = _SYSTEMS.get(match["system"] or "", LevelSystem.SEA)
    return Level(system, float(match["number"]) * unit, words)


def check_corners(count: int, where: str) -> None:
    """Refuse an outline that nobody drew: a few bytes of arcs make very many corners.

    Raises:
        SourceError: It has more than 100,000 corners.
    """
    if count > MOST_CORNERS:
        raise fault(
            where,
            f"at most {MOST_CORNERS:,} corners in an outline",
            f"{count:,} and more",
            "Check that this is the right file.",
        )


def check_levels(lower: Level, upper: Level, where: str) -> None:
    """Refuse a lower limit above the upper one, where both count from the same.

    Raises:
        SourceError: It is above it.
    """
    wrong = lower.system is upper.system and lower.height_m > upper.height_m
    if wrong or lower.system is LevelSystem.UNLIMITED:
        raise fault(
            where,
            "a lower limit below the upper limit",
            f"{lower.says} to {upper.says}",
            "Ask the publisher for the right levels.",
        )
