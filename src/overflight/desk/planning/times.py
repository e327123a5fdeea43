"""When and how high a plan is at each of its places: legs at the planned speed, stops as planned.

Treaty: art.VI.II.3, art.VI.II.4.F. Turns are taken as flown without loss of time, as for the
planned completion of the flight.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from overflight.airspace import GROUND_LEVEL, FlightLeg, Level, LevelSystem
from overflight.deadlines import Instant
from overflight.geodesy import length_m
from overflight.missions import MissionPlan, PlannedPath, Surroundings, Waypoint, planned_path

__all__ = ["TimedPlace", "flight_legs", "timed_places"]


@dataclass(frozen=True, slots=True)
class TimedPlace:
    """One place of a planned path with its times.

    Args:
        place: The place.
        at: When the aircraft comes there, to the second.
        leaves: When it goes on: the same, but at a stop.
        leg_km: Length of the leg that leads there in kilometres; zero at the start.
        low: Lowest planned height on the leg that leads there.
        high: Highest planned height on it.
    """

    place: Waypoint
    at: Instant
    leaves: Instant
    leg_km: float
    low: Level
    high: Level


def timed_places(plan: MissionPlan, around: Surroundings) -> tuple[TimedPlace, ...]:
    """Return the places of a plan with their times.

    Args:
        plan: The plan.
        around: What it is judged against, for the positions of airfields and the reading of legs.
    """
    path = planned_path(plan, around)
    return tuple(_places(plan, path))


def _places(plan: MissionPlan, path: PlannedPath) -> Iterator[TimedPlace]:
    begun, flown_km = plan.commencement, 0.0
    stops = {stop.site: stop for stop in plan.stops}
    last = len(path.places) - 1
    for k, place in enumerate(path.places):
        leg_km = _leg_km(path, k)
        flown_km += leg_km
        at = _reached(begun, flown_km, plan)
        low, high = _heights(plan, path, max(0, k - 1))
        stop = stops.get(place.name) if place.airfield and 0 < k < last else None
        if stop is not None:
            begun, flown_km = stop.continues_at, 0.0
        yield TimedPlace(place, at, at if stop is None else begun, leg_km, low, high)


def _leg_km(path: PlannedPath, place: int) -> float:
    """Return the length of the leg that leads to a place."""
    edges = [
        edge
        for edge, leg in zip(pairwise(path.line), path.leg_of_edges, strict=True)
        if leg == place - 1
    ]
    return sum(length_m(edge) for edge in edges) / 1000


def _heights(plan: MissionPlan, path: PlannedPath, leg: int) -> tuple[Level, Level]:
    """Return the lowest and the highest planned height of a leg.

    Where the leg begins or ends at an airfield the aircraft climbs or descends: it may be anywhere
    between the ground and the planned height.
    """
    heights = [
        period.height_m
        for period in plan.observations
        if (found := path.indices(period.start, period.stop)) and found[0] <= leg < found[1]
    ] or [plan.height_m]
    system = LevelSystem(plan.height_system.value)
    low, high = (Level(system, height_m) for height_m in (min(heights), max(heights)))
    ends = path.places[leg : leg + 2]
    return (GROUND_LEVEL if any(place.airfield for place in ends) else low), high


def flight_legs(plan: MissionPlan, around: Surroundings) -> tuple[FlightLeg, ...]:
    """Return the legs of a plan with times and heights, for asking what they meet.

    Under the reading that legs are rhumb lines a leg comes in pieces.

    Args:
        plan: The plan.
        around: As for ``timed_places``.
    """
    path = planned_path(plan, around)
    places = tuple(_places(plan, path))
    legs: list[FlightLeg] = []
    begun, flown_km, current = plan.commencement, 0.0, -1
    for (start, end), leg in zip(pairwise(path.line), path.leg_of_edges, strict=True):
        before, after = places[leg], places[leg + 1]
        if leg != current and before.leaves != before.at:
            begun, flown_km = before.leaves, 0.0
        current = leg
        since = _reached(begun, flown_km, plan)
        flown_km += length_m((start, end)) / 1000
        until = _reached(begun, flown_km, plan)
        legs.append(FlightLeg(start, end, since, until, after.low, after.high))
    return tuple(legs)


def _reached(leaves: Instant, km: float, plan: MissionPlan) -> Instant:
    return leaves + timedelta(seconds=round(km / plan.speed_km_h * 3600))
