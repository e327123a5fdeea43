"""What a planned flight meets of published airspace: where, how long, how high, and when.

Nothing here refuses a flight. Hazardous airspace is no ground against observation (art.VI.II.2); it
puts a duty on the observed Party (art.VI.II.5) and asks the observing Party to take the published
information into account (art.VI.II.4.C).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import pairwise

import numpy as np

from overflight.airspace.activity import Activity, activity
from overflight.airspace.areas import AirspaceArea, Obstacle
from overflight.airspace.inside import Stretch, TrackLine
from overflight.airspace.levels import Level, LevelSystem, above_sea, is_above
from overflight.deadlines import Instant
from overflight.errors import UsageError
from overflight.geodesy import (
    Gap,
    Path,
    Position,
    Terrain,
    along_across,
    distance_m,
    spaced_deg,
)

__all__ = [
    "OBSTACLE_CLEAR_M",
    "OBSTACLE_WITHIN_M",
    "FlightLeg",
    "Meeting",
    "NearObstacle",
    "Standing",
    "meet",
    "near_obstacles",
]

# ICAO Annex 2, 5.1.2 b: 300 m above the highest obstacle within 8 km of the estimated position.
OBSTACLE_CLEAR_M = 300.0
OBSTACLE_WITHIN_M = 8_000.0
_GROUND_STEP_M = 500.0
_GEOID_M = 107.0
_LEAST_PATH_M = 1.0


class Standing(StrEnum):
    """How the planned height stands to the limits of an area."""

    WITHIN = "within"
    ABOVE = "above"
    BELOW = "below"
    OPEN = "open"  # the height systems differ too much, or the ground is not known


@dataclass(frozen=True, slots=True)
class FlightLeg:
    """A straight part of a planned flight.

    Args:
        start: Where it starts.
        end: Where it ends.
        since: When it starts.
        until: When it ends.
        low: The lowest planned height on it; the ground where it climbs or descends.
        high: The highest planned height on it.
    """

    start: Position
    end: Position
    since: Instant
    until: Instant
    low: Level
    high: Level


@dataclass(frozen=True, slots=True)
class Meeting:
    """A planned flight crosses an area, over it or under it.

    Args:
        area: The area.
        enters: Where the path comes over its outline.
        leaves: Where it leaves it.
        length: Metres inside the outline, least to most; from zero where the doubt of the outline
            is as large as the crossing.
        since: When it comes there, by the plan.
        until: When it leaves.
        low: The lowest planned height there.
        high: The highest.
        standing: How these stand to the limits of the area.
        activity: Whether the area is active then, by the times of its source.
    """

    area: AirspaceArea
    enters: Position
    leaves: Position
    length: Gap
    since: Instant
    until: Instant
    low: Level
    high: Level
    standing: Standing
    activity: Activity

    @property
    def bears(self) -> bool:
        """Return whether it has to be spoken of: not surely above, below or outside the times.

        Treaty: art.VI.II.5. What is not known counts as met.
        """
        passes = self.standing in {Standing.ABOVE, Standing.BELOW}
        return not passes and self.activity is not Activity.INACTIVE


@dataclass(frozen=True, slots=True)
class NearObstacle:
    """An obstacle that the planned height does not surely clear.

    Args:
        obstacle: The obstacle.
        distance_m: Distance from the path in metres.
        low: The lowest planned height on the nearest leg.
        clear_m: How far the planned height lies above its top, least to most; none where that
            cannot be said.
    """

    obstacle: Obstacle
    distance_m: float
    low: Level
    clear_m: Gap | None


def _path(legs: Sequence[FlightLeg]) -> Path:
    """Return the positions of legs that follow each other, or refuse them."""
    for before, after in pairwise(legs):
        if before.end != after.start:
            raise UsageError(
                "E-PATH",
                where="legs of a flight",
                expected="each leg to start where the one before ends",
                found=f"{before.end} then {after.start}",
                remedy="Give the legs in order of flight.",
            )
    return (*(leg.start for leg in legs), *(leg.end for leg in legs[-1:]))


def meet(
    legs: Sequence[FlightLeg], areas: Iterable[AirspaceArea], terrain: Terrain | None = None
) -> tuple[Meeting, ...]:
    """Return what a flight meets of areas, in order of flight.

    Args:
        legs: The legs in order of flight, each starting where the one before ends.
        areas: Areas, hazardous or not.
        terrain: Ground heights, to compare heights above ground with others.

    Raises:
        UsageError: A leg does not start where the one before ends.

    Treaty: serves art.VI.II.4.C, art.VI.II.5.
    Accuracy: lengths carry the doubt of the outline; sides of areas are taken as geodesics.
    """
    path = _path(legs)
    if len(path) < 2 or all(distance_m(path[0], at) < _LEAST_PATH_M for at in path):
        return ()
    line = TrackLine(path)
    found = [
        (stretch.since_m, _meeting(area, stretch, line, legs, terrain))
        for area in areas
        for stretch in line.inside(area)
    ]
    return tuple(meeting for _, meeting in sorted(found, key=lambda pair: pair[0]))


def _meeting(
    area: AirspaceArea,
    stretch: Stretch,
    line: TrackLine,
    legs: Sequence[FlightLeg],
    terrain: Terrain | None,
) -> Meeting:
    first, last = line.leg_at(stretch.since_m), line.leg_at(stretch.until_m)
    flown = legs[first : last + 1]
    enters, leaves = line.position_at(stretch.since_m), line.position_at(stretch.until_m)
    turns = tuple(leg.end for leg in flown[:-1])
    ground = _ground((enters, *turns, leaves), terrain)
    standings = {standing(leg.low, leg.high, area, ground) for leg in flown}
    since, until = (
        _time(line, flown[0], stretch.since_m, first),
        _time(line, flown[-1], stretch.until_m, last),
    )
    return Meeting(
        area,
        enters,
        leaves,
        stretch.length,
        since,
        until,
        min((leg.low for leg in flown), key=_rank),
        max((leg.high for leg in flown), key=_rank),
        _together(standings),
        activity(area.active, since, until),
    )


def _rank(level: Level) -> tuple[bool, float]:
    """Order the levels of one plan: the ground first, then by number, for they share a system."""
    return (not (level.system is LevelSystem.GROUND and level.height_m == 0), level.height_m)


def _together(standings: set[Standing]) -> Standing:
    """Return the standing of several legs as one."""
    if Standing.WITHIN in standings:
        return Standing.WITHIN
    return standings.pop() if len(standings) == 1 else Standing.OPEN


def _time(line: TrackLine, leg: FlightLeg, along_m: float, index: int) -> Instant:
    """Return when a leg has come so far, to the second."""
    seconds = (leg.until - leg.since).total_seconds() * line.part_of_leg(along_m, index)
    return leg.since + timedelta(seconds=round(seconds))


def _ground(path: Path, terrain: Terrain | None) -> Gap | None:
    """Return least and most ground height along a path above the sea; none if any is unknown."""
    if terrain is None:
        return None
    lon, lat = spaced_deg(path, _GROUND_STEP_M)
    heights = terrain.heights_m(lon, lat)
    if bool(np.isnan(heights).any()):
        return None
    doubt = terrain.error_m + (_GEOID_M if terrain.height_system == "WGS 84" else 0.0)
    return Gap(float(heights.min()) - doubt, float(heights.max()) + doubt)


def standing(low: Level, high: Level, area: AirspaceArea, ground: Gap | None) -> Standing:
    """Return how planned heights stand to the limits of an area.

    Args:
        low: The lowest planned height.
        high: The highest planned height.
        area: The area.
        ground: Heights of the ground there above the sea, in metres; none where not known.
    """
    if is_above(area.lower, high, ground) is True:
        return Standing.BELOW
    if is_above(low, area.upper, ground) is True:
        return Standing.ABOVE
    below = is_above(area.lower, low, ground)
    above = is_above(high, area.upper, ground)
    return Standing.WITHIN if below is False and above is False else Standing.OPEN


def near_obstacles(
    legs: Sequence[FlightLeg], obstacles: Iterable[Obstacle], terrain: Terrain | None = None
) -> tuple[NearObstacle, ...]:
    """Return the obstacles within 8 km of a flight that it does not surely clear by 300 m.

    Args:
        legs: The legs in order of flight.
        obstacles: Obstacles.
        terrain: Ground heights, to compare heights above ground with others.

    Raises:
        UsageError: A leg does not start where the one before ends.

    Treaty: serves art.VI.II.4.B; the numbers are those of ICAO Annex 2, 5.1.2 b, for flights under
    instrument rules, and are a question to people, not a limit of the treaty.
    """
    path, known = _path(legs), tuple(obstacles)
    if len(path) < 2 or not known:
        return ()
    lon = np.array([one.at.lon_deg for one in known])
    lat = np.array([one.at.lat_deg for one in known])
    beside = along_across(path, lon, lat)
    found = []
    for k in np.flatnonzero(beside.distance_m <= OBSTACLE_WITHIN_M).tolist():
        low = legs[int(beside.leg[k])].low
        clear = _clear(low, known[k], terrain)
        if clear is None or clear.least_m < OBSTACLE_CLEAR_M:
            found.append(NearObstacle(known[k], float(beside.distance_m[k]), low, clear))
    return tuple(sorted(found, key=lambda one: one.distance_m))


def _clear(low: Level, obstacle: Obstacle, terrain: Terrain | None) -> Gap | None:
    """Return how far a height lies above the top of an obstacle, least to most."""
    if low.system is obstacle.top.system:
        apart = low.height_m - obstacle.top.height_m
        return Gap(apart, apart)
    ground = _ground((obstacle.at, obstacle.at), terrain)
    mine, top = above_sea(low, ground), above_sea(obstacle.top, ground)
    if mine is None or top is None:
        return None
    return Gap(mine.least_m - top.most_m, mine.most_m - top.least_m)
