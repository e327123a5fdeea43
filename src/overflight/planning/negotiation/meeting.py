"""Where and when a plan meets what it should not: stretches of its path inside zones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import shapely

from overflight.geodesy import Position, closest_approach, degrees, length_m
from overflight.missions import (
    STAND_OFF,
    BorderLine,
    LineKind,
    MissionPlan,
    PlannedPath,
    Surroundings,
    planned_path,
)
from overflight.planning.asked.wanted import Airfield, KeepOut, StandOff
from overflight.planning.negotiation.grounds import AreaGround
from overflight.planning.problems import PlanningProblem
from overflight.planning.windows import Flown, flown
from overflight.planning.zones import Zones, zones_of

__all__ = [
    "SPARE_M",
    "Stretch",
    "area_zones",
    "border_zones",
    "crossings_in_time",
    "legs_problem",
    "stand_offs",
    "stretches",
]

SPARE_M = (
    150.0  # what a plane of great circles may be off on a leg, and what judging needs to spare
)
_OWN_SIDE_M = 1_000.0
_FARTHER = 3.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of one leg inside a zone.

    Args:
        leg: Number of the leg.
        first: Part of the leg at which it begins, 0 to 1.
        last: Part at which it ends.
    """

    leg: int
    first: float
    last: float


def stand_offs(plan: MissionPlan, around: Surroundings, *, own_side: bool) -> tuple[StandOff, ...]:
    """Return what a path keeps from borders: ten kilometres where the neighbour is no Party.

    Args:
        plan: The plan.
        around: Borders, and the Parties of the day.
        own_side: Keep a kilometre from borders with Parties too, so as not to leave the territory.

    Treaty: art.VI.II.2 (GEO-4); the doubt of a line is kept too.
    """
    found = []
    observed = around.states_of(plan.observed)
    airfields = [place.at for place in planned_path(plan, around).places if place.airfield]
    for border in around.borders.lines if around.borders else ():
        neighbours = [code for code in border.between if code not in observed]
        if len(neighbours) != 1 or border.kind is not LineKind.LAND:
            continue
        if neighbours[0] in (around.parties or frozenset()):
            keep_m, rule = _OWN_SIDE_M if own_side else 0.0, "GEO-8"
        else:
            least_m = float(around.limit_of("GEO-4", STAND_OFF)) * 1000
            keep_m, rule = _kept_m(border, least_m, airfields), "GEO-4"
        if keep_m:
            found.append(StandOff(f"border with {neighbours[0]}", border.line, keep_m, rule))
    return tuple(found)


def _kept_m(border: BorderLine, least_m: float, airfields: Sequence[Position]) -> float:
    """Return what to keep from a line: the least asked and its doubt, but never an airfield."""
    keep_m = least_m + border.error_m
    if not airfields or not border.error_m:
        return keep_m
    nearest = min(closest_approach((at, at), border.line).gap.least_m for at in airfields)
    # Zones are polygons round circles, by a fiftieth wider, and have something to spare.
    return max(least_m, min(keep_m, nearest / 1.02 - 2 * SPARE_M))


def legs_problem(
    path: PlannedPath, lines: Sequence[StandOff], areas: Sequence[KeepOut]
) -> PlanningProblem:
    """Return what the ways of a changed path must keep, as the search for ways asks it."""
    start, end = path.places[0], path.places[-1]
    most = _FARTHER * max(path.length_km, 100.0)
    return PlanningProblem(
        (),
        Airfield(start.name, start.at),
        Airfield(end.name, end.at),
        most,
        stand_offs=tuple(lines),
        keep_outs=tuple(areas),
    )


def border_zones(path: PlannedPath, lines: Sequence[StandOff]) -> Zones:
    """Return the zones along borders, over the whole path."""
    places = [place.at for place in path.places]
    return zones_of(places, legs_problem(path, lines, ()), SPARE_M)


def area_zones(path: PlannedPath, ground: AreaGround) -> Zones:
    """Return the zone of an area with the margin asked."""
    places = [place.at for place in path.places]
    kept = KeepOut(ground.name, ground.area, ground.name)
    return zones_of(places, legs_problem(path, (), (kept,)), ground.margin_m)


def stretches(path: PlannedPath, zones: Zones) -> tuple[Stretch, ...]:
    """Return the parts of the legs of a path that lie in zones, in order of flight."""
    if zones.area.is_empty:
        return ()
    spots = zones.on_plane([place.at for place in path.places])
    found = []
    for leg, (start, end) in enumerate(pairwise(spots)):
        line = shapely.LineString([start, end])
        inside = shapely.get_parts(line.intersection(zones.area))
        ends = [
            sorted(line.project(shapely.Point(at)) for at in shapely.get_coordinates(part))
            for part in inside
            if not part.is_empty
        ]
        found += [Stretch(leg, e[0] / line.length, e[-1] / line.length) for e in sorted(ends)]
    return tuple(found)


def place_on_leg(path: PlannedPath, zones: Zones, leg: int, part: float) -> Position:
    """Return a place on a leg by its part on the plane of the zones."""
    spots = zones.on_plane([path.places[leg].at, path.places[leg + 1].at])
    spot = spots[0] + part * (spots[1] - spots[0])
    lon, lat = degrees(zones.plane.unproject(spot[None, :]))
    return Position(float(lon[0]), float(lat[0]))


def crossings_in_time(
    plan: MissionPlan, around: Surroundings, ground: AreaGround
) -> tuple[tuple[timedelta, timedelta], ...]:
    """Return when the path is over an area, after commencement: from, until; in order.

    Raises:
        UsageError: The path has no leg with known ends.
    """
    track = flown(plan, around)
    zones = area_zones(track.path, ground)
    found: list[tuple[timedelta, timedelta]] = []
    for one in stretches(track.path, zones):
        begin, end = (_when(track, zones, one.leg, part) for part in (one.first, one.last))
        if found and begin - found[-1][1] < timedelta(seconds=1):
            found[-1] = (found[-1][0], end)
        else:
            found.append((begin, end))
    return tuple(found)


def _when(track: Flown, zones: Zones, leg: int, part: float) -> timedelta:
    """Return when the path is at a part of a leg, after commencement."""
    start = track.path.places[leg].at
    here = place_on_leg(track.path, zones, leg, part)
    along = track.before_m[leg] + length_m((start, here))
    return track.at(leg, along) - track.commences
