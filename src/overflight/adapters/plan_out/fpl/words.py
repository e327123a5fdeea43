"""Words of a flight plan message: speeds, levels, times, coordinates, and what is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from overflight.errors import SourceError
from overflight.geodesy import Position

__all__ = [
    "Coordinate",
    "FlightLevel",
    "Speed",
    "coordinate_of",
    "date_of",
    "level_of",
    "refused",
    "speed_of",
    "time_of",
]

_SPEED = re.compile(r"([NK])(\d{4})|(M)(\d{3})", re.ASCII)
_LEVEL = re.compile(r"([FA])(\d{3})|([SM])(\d{4})", re.ASCII)
_TIME = re.compile(r"([01]\d|2[0-3])([0-5]\d)", re.ASCII)
_SPAN = re.compile(r"(\d{2})([0-5]\d)", re.ASCII)
_DATE = re.compile(r"(\d{2})(\d{2})(\d{2})", re.ASCII)
_PLACE = re.compile(
    r"(?P<lat>\d{2}|\d{2}[0-5]\d)(?P<ns>[NS])(?P<lon>\d{3}|\d{3}[0-5]\d)(?P<ew>[EW])", re.ASCII
)


def refused(where: str, expected: str, found: object) -> SourceError:
    """Return the fault of a message that Doc 4444 does not allow."""
    return SourceError(
        "E-FPL",
        where=where,
        expected=expected,
        found=found,
        remedy="Write the field as ICAO Doc 4444, Appendix 2 says.",
    )


@dataclass(frozen=True, slots=True)
class Speed:
    """A speed: knots (N), kilometres an hour (K), hundredths of Mach (M)."""

    unit: str
    number: int

    def __str__(self) -> str:
        """Return it as it is written."""
        return f"{self.unit}{self.number:0{3 if self.unit == 'M' else 4}d}"


@dataclass(frozen=True, slots=True)
class FlightLevel:
    """A level.

    Flight level in hundreds of feet (F), standard metric level in tens of metres (S), altitude in
    hundreds of feet (A) or tens of metres (M).
    """

    unit: str
    number: int

    def __str__(self) -> str:
        """Return it as it is written."""
        return f"{self.unit}{self.number:0{3 if self.unit in 'FA' else 4}d}"


def speed_of(text: str, where: str) -> Speed:
    """Return a speed.

    Raises:
        SourceError: It is none.
    """
    match = _SPEED.fullmatch(text)
    if match is None:
        raise refused(where, "a speed as N0450, K0830 or M082", text)
    return Speed(match[1] or match[3], int(match[2] or match[4]))


def level_of(text: str, where: str) -> FlightLevel | None:
    """Return a level; none for VFR.

    Raises:
        SourceError: It is none.
    """
    if text == "VFR":
        return None
    match = _LEVEL.fullmatch(text)
    if match is None:
        raise refused(where, "a level as F330, S1130, A045, M0840 or VFR", text)
    return FlightLevel(match[1] or match[3], int(match[2] or match[4]))


def time_of(text: str, where: str, *, span: bool = False) -> str:
    """Return a time of day or a span of hours and minutes, four figures.

    Raises:
        SourceError: It is none.
    """
    if (_SPAN if span else _TIME).fullmatch(text) is None:
        raise refused(where, "hours and minutes as 0830", text)
    return text


def date_of(text: str, where: str) -> date:
    """Return a day written YYMMDD, of the years 2000 to 2099.

    Raises:
        SourceError: It is none.
    """
    match = _DATE.fullmatch(text)
    try:
        if match is not None:
            return date(2000 + int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        pass
    raise refused(where, "a day as YYMMDD", text)


@dataclass(frozen=True, slots=True)
class Coordinate:
    """A position in degrees, or in degrees and minutes.

    Args:
        lat: Minutes of arc north, negative south.
        lon: Minutes of arc east, negative west.
        north: Whether it is written N; tells 00N from 00S.
        east: Whether it is written E.
        minutes: Whether minutes are written.
    """

    lat: int
    lon: int
    north: bool = True
    east: bool = True
    minutes: bool = True

    @classmethod
    def near(cls, at: Position) -> Coordinate:
        """Return the coordinate in minutes that lies nearest to a position.

        Accuracy: half a minute of each, at most 1.32 km.
        """
        lat, lon = round(at.lat_deg * 60), round(at.lon_deg * 60)
        return cls(lat, lon, lat >= 0, lon >= 0)

    @property
    def at(self) -> Position:
        """Return the position."""
        return Position(self.lon / 60, self.lat / 60)

    def __str__(self) -> str:
        """Return it as it is written: ``46N078W`` or ``4620N07805W``."""
        ns, ew = "N" if self.north else "S", "E" if self.east else "W"
        lat, lon = abs(self.lat), abs(self.lon)
        if not self.minutes:
            return f"{lat // 60:02d}{ns}{lon // 60:03d}{ew}"
        return f"{lat // 60:02d}{lat % 60:02d}{ns}{lon // 60:03d}{lon % 60:02d}{ew}"


def coordinate_of(text: str, where: str) -> Coordinate | None:
    """Return a coordinate; none where the text has not its form.

    Raises:
        SourceError: It has the form, but lies beyond 90 or 180 degrees, or writes minutes of one
            number only.
    """
    match = _PLACE.fullmatch(text)
    if match is None:
        return None
    both = {len(match["lat"]) == 4, len(match["lon"]) == 5}
    lat, lon = (int(match[k][:n]) * 60 + int(match[k][n:] or 0) for k, n in _DIGITS)
    if len(both) > 1 or lat > 90 * 60 or lon > 180 * 60:
        raise refused(where, "a coordinate as 46N078W or 4620N07805W", text)
    north, east = match["ns"] == "N", match["ew"] == "E"
    return Coordinate(lat if north else -lat, lon if east else -lon, north, east, both == {True})


_DIGITS = (("lat", 2), ("lon", 3))
