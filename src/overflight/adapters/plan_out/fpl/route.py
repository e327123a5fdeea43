"""Field 15: cruising speed, level and route, element by element."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

from overflight.adapters.plan_out.fpl.words import (
    Coordinate,
    FlightLevel,
    Speed,
    coordinate_of,
    level_of,
    refused,
    speed_of,
)

__all__ = [
    "Bearing",
    "Change",
    "Element",
    "Named",
    "Point",
    "Route",
    "Spot",
    "route_of",
    "spot_of",
]

_WHERE = "field 15"
_NAME = re.compile(r"[A-Z]{2,5}", re.ASCII)
# Airways, and standard departures and arrivals; the text does not tell one from the other.
_DESIGNATOR = re.compile(r"(?=.{2,7}\Z)[A-Z]{1,6}\d{1,4}[A-Z]?", re.ASCII)
_BEARING = re.compile(
    r"(?P<from>[A-Z]{2,5}|[0-9NSEW]{7,11})(?P<turn>\d{3})(?P<far>\d{3})", re.ASCII
)
_CHANGE = re.compile(r"(?P<speed>[NKM]\d+)(?P<level>VFR|[FSAM]\d+)", re.ASCII)
_CLIMB = re.compile(
    r"(?P<speed>[NKM]\d+?)(?P<low>[FA]\d{3}|[SM]\d{4})(?P<high>[FA]\d{3}|[SM]\d{4}|PLUS)", re.ASCII
)
_RULES = ("VFR", "IFR", "OAT", "GAT")


@dataclass(frozen=True, slots=True)
class Bearing:
    """A point by bearing and distance from another: ``DUB180040``.

    Args:
        of: Name or coordinate of the other.
        bearing_deg: Magnetic bearing.
        distance_nm: Distance in nautical miles.
    """

    of: str | Coordinate
    bearing_deg: int
    distance_nm: int

    def __str__(self) -> str:
        """Return it as it is written."""
        return f"{self.of}{self.bearing_deg:03d}{self.distance_nm:03d}"


Spot: TypeAlias = str | Coordinate | Bearing


@dataclass(frozen=True, slots=True)
class Change:
    """A change of speed and level.

    Args:
        speed: The new speed.
        level: The new level, none for VFR; of a cruise climb the lower one.
        upper: Upper level of a cruise climb, or ``PLUS``; none for any other change.
    """

    speed: Speed
    level: FlightLevel | None
    upper: FlightLevel | str | None = None

    def __str__(self) -> str:
        """Return it as it is written after a point."""
        return f"{self.speed}{self.level or 'VFR'}{self.upper or ''}"


@dataclass(frozen=True, slots=True)
class Point:
    """A significant point, perhaps with a change of speed and level there."""

    spot: Spot
    change: Change | None = None

    def __str__(self) -> str:
        """Return it as it is written."""
        if self.change is None:
            return str(self.spot)
        climb = "C/" if self.change.upper is not None else ""
        return f"{climb}{self.spot}/{self.change}"


@dataclass(frozen=True, slots=True)
class Named:
    """A word between points: ``DCT``, an airway, departure or arrival, ``VFR``, ``IFR``, ``T``."""

    word: str

    def __str__(self) -> str:
        """Return it as it is written."""
        return self.word


Element: TypeAlias = Point | Named


@dataclass(frozen=True, slots=True)
class Route:
    """Field 15.

    Args:
        speed: First cruising speed.
        level: First cruising level; none for VFR.
        elements: The route; may be empty.
    """

    speed: Speed
    level: FlightLevel | None
    elements: tuple[Element, ...] = ()

    def __str__(self) -> str:
        """Return the field as it is written."""
        first = f"{self.speed}{self.level or 'VFR'}"
        return " ".join((first, *(str(element) for element in self.elements)))


def route_of(text: str) -> Route:
    """Return field 15.

    Raises:
        SourceError: An element is none of Doc 4444, or two stand beside each other that cannot.
    """
    first, *rest = text.split(" ")
    match = _CHANGE.fullmatch(first)
    if match is None:
        raise refused(_WHERE, "speed and level as N0450F330", first or "nothing")
    speed, level = speed_of(match["speed"], _WHERE), level_of(match["level"], _WHERE)
    elements = tuple(_element(word) for word in rest)
    for before, after in pairwise(elements):
        if isinstance(before, Named) and before.word in {"T", "DCT"} and before == after:
            raise refused(_WHERE, "a point between", f"{before} {after}")
    if Named("T") in elements[:-1]:
        raise refused(_WHERE, "T at the end of the route", "T before it")
    return Route(speed, level, elements)


def _element(word: str) -> Element:
    if word in {"DCT", "T", *_RULES}:
        return Named(word)
    if "/" in word:
        return _changed(word)
    spot = spot_of(word)
    if spot is not None:
        return Point(spot)
    if _DESIGNATOR.fullmatch(word):
        return Named(word)
    raise refused(_WHERE, "a point, an airway, DCT, VFR, IFR or T", word or "two spaces")


def spot_of(word: str, where: str = _WHERE) -> Spot | None:
    """Return a point; none where the word has not the form of one.

    Raises:
        SourceError: It has the form of a coordinate or bearing, with numbers out of range.
    """
    place = coordinate_of(word, where)
    if place is not None:
        return place
    if _NAME.fullmatch(word):
        return word
    match = _BEARING.fullmatch(word)
    if match is None:
        return None
    of = coordinate_of(match["from"], where) or match["from"]
    named = isinstance(of, Coordinate) or of.isalpha()
    if not named or int(match["turn"]) > 360:
        raise refused(where, "a bearing of 000 to 360 and a distance, as DUB180040", word)
    return Bearing(of, int(match["turn"]), int(match["far"]))


def _changed(word: str) -> Element:
    """Return a point with a change of speed and level, or a cruise climb, or a change of rules."""
    climb = word.startswith("C/")
    name, _, change = (word[2:] if climb else word).partition("/")
    spot = spot_of(name)
    match = (_CLIMB if climb else _CHANGE).fullmatch(change)
    if spot is None or match is None:
        raise refused(_WHERE, "point/speed and level, as MAY/N0305F180", word)
    speed = speed_of(match["speed"], _WHERE)
    if not climb:
        return Point(spot, Change(speed, level_of(match["level"], _WHERE)))
    high = match["high"]
    upper = high if high == "PLUS" else level_of(high, _WHERE)
    return Point(spot, Change(speed, level_of(match["low"], _WHERE), upper))
