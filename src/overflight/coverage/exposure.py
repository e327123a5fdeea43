"""What a plan sees of places that only the observed Party knows.

The list of places is the observed Party's own. It is an argument of a function and nothing more: no
fact, statement or form of this chapter holds it, and nothing here writes.

First the places in the envelope of each swath are found; each is then decided on its own line of
sight, so that the pieces a strip is drawn in decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from overflight.coverage.ground import Ground
from overflight.coverage.looks import Look, Looks
from overflight.coverage.passing import Passing, passing_of
from overflight.coverage.places import pieces_at
from overflight.coverage.sections import eyes_m, sight_lines
from overflight.coverage.swaths import FINE, Fineness, Scene, Swath, Unseen, swath_of
from overflight.deadlines import Instant
from overflight.errors import UsageError
from overflight.geodesy import Floats, Stations, beside, feet, travels
from overflight.sensors import SensorCategory

__all__ = ["Exposure", "Sees", "Sighting", "Sites", "exposure_of"]

Ints = NDArray[np.intp]

_MARGIN_M = 500.0
_MARGIN = 0.2  # of the reach of the swath: ground between stations may lie lower or higher
_BESIDE_M = 1.0  # a place farther from its leg than across it lies beyond the leg's ends
_AT_ONCE = 4_000
_ONCE = timedelta(seconds=1)


class Sees(StrEnum):
    """Whether a sensor sees a place."""

    SEEN = "seen"
    HIDDEN = "hidden"  # within the look angles, but ground stands in the way
    UNKNOWN = "unknown"  # within reach, but the height of the ground there is not known


@dataclass(frozen=True, slots=True)
class Sites:
    """Places as arrays.

    Args:
        names: Their names.
        lon_deg: Longitudes in degrees, as many.
        lat_deg: Latitudes in degrees, as many.

    Raises:
        UsageError: There are not as many of each, or a coordinate is out of range.
    """

    names: tuple[str, ...]
    lon_deg: Floats
    lat_deg: Floats

    def __post_init__(self) -> None:
        count = len(self.names)
        alike = self.lon_deg.shape == self.lat_deg.shape == (count,)
        if alike and bool((abs(self.lon_deg) <= 180).all() and (abs(self.lat_deg) <= 90).all()):
            return
        raise UsageError(
            "E-POINTS",
            where="sites",
            expected="as many names as longitudes (-180 to 180) and latitudes (-90 to 90)",
            found=f"{count} names, {self.lon_deg.size} longitudes, {self.lat_deg.size} latitudes,"
            " or one out of range",
            remedy="Give each site a name, a longitude and a latitude in degrees on WGS 84.",
        )


@dataclass(frozen=True, slots=True)
class Sighting:
    """One pass of one sensor by one place.

    Args:
        site: Index of the place in the list.
        sensor: The sensor.
        category: Its category.
        sees: Whether it sees the place.
        at: When the aircraft is abreast of it, by the plan.
        since: When the place comes into view; the same instant where the field of view along the
            path is not at hand.
        until: When it leaves.
        look_deg: Look angle from straight down, left negative; NaN where not known.
        slant_m: Distance from the aircraft; NaN where not known.
        height_m: Height of the aircraft above the place; NaN where not known.
        resolution_m: Finest ground resolution there; none where it cannot be told.
    """

    site: int
    sensor: str
    category: SensorCategory
    sees: Sees
    at: Instant
    since: Instant
    until: Instant
    look_deg: float
    slant_m: float
    height_m: float
    resolution_m: float | None


@dataclass(frozen=True, slots=True)
class Exposure:
    """What a plan sees of a list of places.

    Args:
        sightings: Passes within the look angles, by place, then time.
        unseen: Periods that cannot be told, each with the reason.
        sites: How many places were asked about.
        source: Who made the terrain.
        height_system: Surface its heights count from.
        error_m: Greatest stated error of the terrain.
    """

    sightings: tuple[Sighting, ...]
    unseen: tuple[Unseen, ...]
    sites: int
    source: str
    height_system: str
    error_m: float

    def seen(self) -> frozenset[int]:
        """Return the places that at least one sensor sees."""
        return frozenset(one.site for one in self.sightings if one.sees is Sees.SEEN)

    def hidden(self) -> frozenset[int]:
        """Return the places within look angles that ground hides on every pass."""
        found = frozenset(one.site for one in self.sightings if one.sees is Sees.HIDDEN)
        return found - frozenset(one.site for one in self.sightings if one.sees is not Sees.HIDDEN)


def exposure_of(
    scene: Scene, sites: Sites, *, looks: Looks | None = None, fine: Fineness = FINE
) -> Exposure:
    """Return what a plan sees of places.

    Args:
        scene: The plan, its surroundings and the terrain.
        sites: The places.
        looks: Look angles by sensor id; without them the kilometres of the plan are used.
        fine: How closely the ground is looked at.

    Treaty: for the answer of art.VI.II.6; times by the planned speed, art.VI.II.4.
    Accuracy: each place on its own line of sight, the ground looked at in ``fine.across`` steps.
    """
    swaths = [swath_of(scene, p, looks=looks or {}, fine=fine) for p in scene.plan.observations]
    passing = passing_of(scene.plan, scene.around)
    found = [
        sighting
        for swath in swaths
        if not isinstance(swath, Unseen)
        for sighting in _sightings(swath, scene, sites, passing, fine.across)
    ]
    return Exposure(
        tuple(_ordered(found)),
        tuple(one for one in swaths if isinstance(one, Unseen)),
        len(sites.names),
        scene.terrain.source,
        scene.terrain.height_system,
        scene.terrain.error_m,
    )


def _ordered(found: list[Sighting]) -> Iterator[Sighting]:
    """Yield sightings by place, then time; a turn point is on two legs and is passed once."""
    found.sort(key=lambda one: (one.site, one.sensor, one.at))
    kept = [
        one
        for k, one in enumerate(found)
        if k == 0
        or (one.site, one.sensor) != (found[k - 1].site, found[k - 1].sensor)
        or one.at - found[k - 1].at > _ONCE
    ]
    yield from sorted(kept, key=lambda one: (one.site, one.at, one.sensor))


def _sightings(
    swath: Swath, scene: Scene, sites: Sites, passing: Passing, across: int
) -> Iterator[Sighting]:
    """Yield the passes of one sensor, in no order."""
    ground, leg = _envelope(swath)
    place, piece = pieces_at(ground, sites.lon_deg, sites.lat_deg)
    pairs = np.unique(np.stack([place, leg[piece]], axis=1), axis=0)
    for first in range(0, len(pairs), _AT_ONCE):
        some = pairs[first : first + _AT_ONCE]
        yield from _decided(swath, scene, (sites, some), passing, across)


def _envelope(swath: Swath) -> tuple[Ground, Ints]:
    """Return pieces that hold whatever the swath can see, and the leg of each."""
    stations, ends, seen = swath.stations, swath.ends, swath.seen
    left, right = np.full(len(ends), np.inf), np.full(len(ends), -np.inf)
    np.minimum.at(left, seen.station, seen.from_m)
    np.maximum.at(right, seen.station, seen.to_m)
    # Where a height lacks nothing may be left out: as far as the ground was looked at.
    left = np.where(seen.lacking, -seen.reach_m[0], left)
    right = np.where(seen.lacking, seen.reach_m[1], right)
    leg = stations.leg[ends]
    here = np.flatnonzero(leg[:-1] == leg[1:])
    left, right = np.minimum(left[here], left[here + 1]), np.maximum(right[here], right[here + 1])
    there = np.flatnonzero(right > left)
    margin = _MARGIN_M + _MARGIN * np.maximum(abs(left[there]), abs(right[there]))
    left, right, here = left[there] - margin, right[there] + margin, here[there]
    corners = np.stack([ends[here], ends[here], ends[here + 1], ends[here + 1]], axis=1)
    # A turn point lies on the edge of both its legs: rounding must not lose it for either.
    shift = np.tile([-_MARGIN_M, -_MARGIN_M, _MARGIN_M, _MARGIN_M], len(here))
    at = stations.only(corners.ravel())
    at_lon, at_lat, heading = travels(at.lon_deg, at.lat_deg, at.heading_deg, shift)
    at = Stations(at_lon, at_lat, heading % 360.0, at.along_m, at.leg)
    lon, lat = beside(at, np.stack([left, right, right, left], axis=1).ravel())
    return Ground(lon.reshape(-1, 4), lat.reshape(-1, 4)), leg[here]


def _decided(
    swath: Swath, scene: Scene, asked: tuple[Sites, Ints], passing: Passing, across: int
) -> Iterator[Sighting]:
    """Yield what is decided of pairs of a place and a leg, each on its own line of sight."""
    sites, pairs = asked
    lon, lat = sites.lon_deg[pairs[:, 0]], sites.lat_deg[pairs[:, 0]]
    foot, across_m, there = _abreast(swath, pairs[:, 1], lon, lat)
    keep = np.flatnonzero(there)
    foot, across_m, place = foot.only(keep), across_m[keep], pairs[keep, 0]
    eye_m = eyes_m(foot, swath.flown, scene.terrain)
    lines = sight_lines(foot, eye_m, across_m, scene.terrain, across)
    resolution = swath.resolution.at_m(lines.slant_m)
    for n in range(len(keep)):
        sees = _sees(swath, float(lines.look_deg[n]), float(across_m[n]), float(lines.clear[n]))
        if sees is None:
            continue
        slant, speed = float(lines.slant_m[n]), passing.speed_m_s
        at = passing.at(swath.before_m + float(foot.along_m[n]))
        ahead = slant * float(np.tan(np.radians(swath.look.ahead_deg))) / speed
        half = timedelta(seconds=0.0 if np.isnan(ahead) else ahead)
        yield Sighting(
            int(place[n]),
            swath.period.sensor,
            swath.period.category,
            sees,
            at,
            at - half,
            at + half,
            float(lines.look_deg[n]),
            slant,
            float(lines.height_m[n]),
            None if resolution is None or np.isnan(resolution[n]) else float(resolution[n]),
        )


def _sees(swath: Swath, look_deg: float, across_m: float, clear: float) -> Sees | None:
    """Return whether a place is seen; none where it lies beside the look angles."""
    look = swath.look
    if isinstance(look, Look):
        if np.isnan(look_deg):
            return Sees.UNKNOWN
        if not look.from_deg <= look_deg <= look.to_deg:
            return None
    elif not look.from_m <= across_m <= look.to_m:
        return None
    if np.isnan(clear):
        return Sees.UNKNOWN
    return Sees.SEEN if clear > 0.0 else Sees.HIDDEN


def _abreast(
    swath: Swath, leg: Ints, lon: Floats, lat: Floats
) -> tuple[Stations, Floats, NDArray[np.bool_]]:
    """Return where the aircraft is abreast of places, how far across they lie, and if it is."""
    stations = swath.stations
    first = np.searchsorted(stations.leg, leg, side="left")
    last = np.searchsorted(stations.leg, leg, side="right") - 1
    start = stations.only(first)
    length = stations.along_m[last] - start.along_m
    legs = (start.lon_deg, start.lat_deg, start.heading_deg, length)
    along, across, distance = feet(legs, lon, lat)
    at_lon, at_lat, heading = travels(start.lon_deg, start.lat_deg, start.heading_deg, along)
    foot = Stations(at_lon, at_lat, heading % 360.0, start.along_m + along, leg)
    return foot, across, distance <= abs(across) + _BESIDE_M
