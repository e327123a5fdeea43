"""Where the sun stands: its height and azimuth at places and instants.

The series is the short one of Meeus (Astronomical Algorithms, chapter 25), which leaves out the
pull of the Moon and the planets, put into the sky of a place with nutation, aberration and the
sun's parallax. Heights are those of its middle above the horizon of the ellipsoid, without the
bending of light by the air.

Accuracy: 0.02 degrees in height between 1992 and 2100, and 0.05 degrees in azimuth where the sun
stands below 80 degrees; see tests/authorities/test_sun.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from itertools import pairwise
from types import MappingProxyType

import numpy as np

from overflight.geodesy.positions import Position
from overflight.geodesy.terrain import Floats

__all__ = ["Crossed", "Light", "SunDay", "SunSeen", "sun_at", "sun_crossings", "sun_day", "suns"]

_EPOCH = datetime(2000, 1, 1, 12, tzinfo=UTC)
_DAY_S = 86_400.0
# Terrestrial time is ahead of UTC by 59 s (1992), 69 s (2026) and, as foreseen, some 200 s (2100);
# the sun moves by 0.0011 degrees along its path in 100 s.
_AHEAD_S = 69.0
_PARALLAX_DEG = 8.794 / 3600
_STEP = timedelta(minutes=10)
_FINE_S = 0.5


class Light(Enum):
    """Kinds of light by the height of the sun's middle in degrees, without refraction.

    At sunrise and sunset the upper rim meets the horizon: 34' of refraction and 16' of half the
    sun, as almanacs count it.
    """

    DAY = -0.8333
    CIVIL = -6.0
    NAUTICAL = -12.0
    ASTRONOMICAL = -18.0


@dataclass(frozen=True, slots=True)
class SunSeen:
    """The sun as it stands at a place and instant.

    Args:
        height_deg: Height of its middle above the horizon, without refraction.
        azimuth_deg: Direction, degrees clockwise from north.
    """

    height_deg: float
    azimuth_deg: float

    @property
    def shadow(self) -> float | None:
        """Return the length of a shadow on level ground, in metres for each metre of height.

        None where the sun is not up.
        """
        if self.height_deg <= 0:
            return None
        return float(1 / np.tan(np.radians(self.height_deg)))

    @property
    def shadow_deg(self) -> float:
        """Return the direction in which shadows fall, degrees clockwise from north."""
        return (self.azimuth_deg + 180.0) % 360.0


@dataclass(frozen=True, slots=True)
class Crossed:
    """The sun passes a height.

    Args:
        at: When, to the second.
        rising: Upwards.
    """

    at: datetime
    rising: bool


@dataclass(frozen=True, slots=True)
class SunDay:
    """The sun of one day at one place, from one midnight of mean solar time to the next.

    Args:
        on: The day by mean solar time of the place.
        noon_at: When the sun stands highest.
        highest_deg: Its height then.
        lowest_deg: The least height of the day.
        crossed: When each kind of light begins and ends; empty where it lasts all day or never
            comes.
    """

    on: date
    noon_at: datetime
    highest_deg: float
    lowest_deg: float
    crossed: Mapping[Light, tuple[Crossed, ...]]

    def begins(self, light: Light) -> datetime | None:
        """Return when a kind of light first begins on this day."""
        return next((c.at for c in self.crossed[light] if c.rising), None)

    def ends(self, light: Light) -> datetime | None:
        """Return when a kind of light last ends on this day."""
        return next((c.at for c in reversed(self.crossed[light]) if not c.rising), None)

    def all_day(self, light: Light) -> bool:
        """Tell whether it lasts all day: with ``Light.DAY`` the polar day."""
        return not self.crossed[light] and self.lowest_deg > light.value

    def never(self, light: Light) -> bool:
        """Tell whether it never comes: with ``Light.DAY`` the polar night."""
        return not self.crossed[light] and self.highest_deg <= light.value


def _days(at: datetime) -> float:
    return (at - _EPOCH).total_seconds() / _DAY_S


def suns(days: Floats, lon_deg: Floats, lat_deg: Floats) -> tuple[Floats, Floats]:
    """Return the sun's heights and azimuths at many places and instants.

    Args:
        days: Days of 86,400 s since 2000-01-01 12:00 UTC, any shape.
        lon_deg: Longitudes in degrees, of a shape that fits.
        lat_deg: Latitudes in degrees, the same.

    Returns:
        Heights without refraction and azimuths clockwise from north, in degrees.

    Accuracy: 0.02 degrees between 1992 and 2100; see the module.
    """
    declination, ascension, sidereal = _apparent(np.asarray(days, dtype=np.float64))
    hour = np.radians(sidereal + lon_deg) - ascension
    lat = np.radians(lat_deg)
    up = np.sin(lat) * np.sin(declination) + np.cos(lat) * np.cos(declination) * np.cos(hour)
    east = -np.cos(declination) * np.sin(hour)
    north = np.cos(lat) * np.sin(declination) - np.sin(lat) * np.cos(declination) * np.cos(hour)
    height = np.degrees(np.arctan2(up, np.hypot(east, north)))
    height = height - _PARALLAX_DEG * np.cos(np.radians(height))
    return height, np.degrees(np.arctan2(east, north)) % 360.0


def _apparent(days: Floats) -> tuple[Floats, Floats, Floats]:
    """Return declination and right ascension in radians, and Greenwich sidereal time in degrees."""
    t = (days + _AHEAD_S / _DAY_S) / 36_525.0
    mean = 280.46646 + t * (36_000.76983 + t * 0.0003032)
    anomaly = np.radians(357.52911 + t * (35_999.05029 - t * 0.0001537))
    centre = (
        (1.914602 - t * (0.004817 + t * 0.000014)) * np.sin(anomaly)
        + (0.019993 - t * 0.000101) * np.sin(2 * anomaly)
        + 0.000289 * np.sin(3 * anomaly)
    )
    node = np.radians(125.04 - 1_934.136 * t)
    nutation = -0.00478 * np.sin(node)
    longitude = np.radians(mean + centre - 0.00569 + nutation)
    tilt = np.radians(23.4392911 - 0.0130042 * t + 0.00256 * np.cos(node))
    declination = np.arcsin(np.sin(tilt) * np.sin(longitude))
    ascension = np.arctan2(np.cos(tilt) * np.sin(longitude), np.cos(longitude))
    sidereal = 280.46061837 + 360.98564736629 * days + 0.000387933 * t * t
    return declination, ascension, (sidereal + nutation * np.cos(tilt)) % 360.0


def sun_at(at: datetime, place: Position) -> SunSeen:
    """Return the sun at a place and instant.

    Args:
        at: An instant with its time zone.
        place: Where.

    Accuracy: 0.02 degrees; see the module.
    """
    height, azimuth = suns(np.array(_days(at)), np.array(place.lon_deg), np.array(place.lat_deg))
    return SunSeen(float(height), float(azimuth))


def sun_crossings(
    place: Position, since: datetime, until: datetime, height_deg: float
) -> tuple[Crossed, ...]:
    """Return when the sun passes a height between two instants, in order.

    Args:
        place: Where.
        since: First instant, with its time zone.
        until: Last instant.
        height_deg: Height of the sun's middle, without refraction.

    Accuracy: 10 s where the sun climbs 10 degrees an hour; where it only grazes the height, what
    0.02 degrees are in time.
    """
    span_s = (until - since).total_seconds()
    if span_s <= 0:
        return ()

    def above(seconds: float) -> float:
        return sun_at(since + timedelta(seconds=seconds), place).height_deg - height_deg

    stops = _stops(place, since, span_s, height_deg)
    found = []
    for (one, low), (other, high) in pairwise(stops):
        if (low > 0) != (high > 0):
            second = _root(above, one, other, rising=high > 0)
            at = (since + timedelta(seconds=round(second))).replace(microsecond=0)
            found.append(Crossed(at, rising=high > 0))
    return tuple(found)


def _stops(
    place: Position, since: datetime, span_s: float, height_deg: float
) -> list[tuple[float, float]]:
    """Return seconds and heights between which the sun only climbs or only sinks."""
    count = max(2, int(span_s / _STEP.total_seconds()) + 2)
    seconds = np.linspace(0.0, span_s, count)
    days = _days(since) + seconds / _DAY_S
    height, _ = suns(days, np.array(place.lon_deg), np.array(place.lat_deg))
    height = height - height_deg
    stops = list(zip(seconds.tolist(), height.tolist(), strict=True))
    bends = np.flatnonzero((np.diff(height[1:]) > 0) != (np.diff(height[:-1]) > 0)) + 1
    for k in bends.tolist():  # the top or the bottom between two samples, by a parabola
        low, here, high = height[k - 1 : k + 2].tolist()
        step = float(seconds[k] - seconds[k - 1])
        second = float(seconds[k]) + step * (low - high) / (2 * (low - 2 * here + high))
        at = since + timedelta(seconds=second)
        stops.append((second, sun_at(at, place).height_deg - height_deg))
    return sorted(stops)


def _root(above: Callable[[float], float], one: float, other: float, *, rising: bool) -> float:
    """Return where a function that only climbs or only sinks is zero."""
    while other - one > _FINE_S:
        middle = (one + other) / 2
        if (above(middle) > 0) == rising:
            other = middle
        else:
            one = middle
    return (one + other) / 2


def sun_day(on: date, place: Position) -> SunDay:
    """Return the sun of one day at one place.

    Args:
        on: The day by the mean solar time of the place (its longitude over 15, in hours).
        place: Where.

    Accuracy: as for crossings. Refraction near the horizon is that of almanacs; cold air or a
    mountain moves sunrise by minutes.
    """
    begins = datetime.combine(on, time(), UTC) - timedelta(hours=place.lon_deg / 15)
    ends = begins + timedelta(days=1)
    crossed = {light: sun_crossings(place, begins, ends, light.value) for light in Light}
    stops = _stops(place, begins, _DAY_S, 0.0)
    second, highest = max(stops, key=lambda stop: stop[1])
    noon = (begins + timedelta(seconds=round(second))).replace(microsecond=0)
    lowest = min(stop[1] for stop in stops)
    return SunDay(on, noon, highest, lowest, MappingProxyType(crossed))
