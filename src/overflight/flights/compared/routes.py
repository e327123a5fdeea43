"""The agreed route as the comparison needs it: legs with lengths, places and planned times."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from overflight.errors import UsageError
from overflight.flights.told.tracks import seconds_of
from overflight.geodesy import Floats, Path, distance_m
from overflight.missions import HeightSystem, MissionPlan, PlannedPath

__all__ = ["Route", "route_of"]

_M_PER_KM = 1000.0
_S_PER_H = 3600.0


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """The agreed path from the start airfield to the end airfield.

    Args:
        plan: The plan it is taken from.
        places: Names of airfields and turn points in order, one more than legs.
        line: Positions in order, joined by geodesics; more than places where legs are rhumb lines.
        leg: Leg of each part of the line, from 0.
        length_m: Length of each part of the line.
        begins_m: Metres from the start of the path to the start of each part.
        leaves_s: Planned time at the start of each part, seconds since 1970.
        height_m: Planned height on each leg, in the plan's height system.
        missing: Airfields of the plan without a usable position, left out.
        corners: Where the places lie.
        airfields: Which of the places are airfields.
        calibrations: Which of them are passes over a calibration target.
    """

    plan: MissionPlan
    places: tuple[str, ...]
    line: Path
    leg: NDArray[np.intp]
    length_m: Floats
    begins_m: Floats
    leaves_s: Floats
    height_m: Floats
    missing: tuple[str, ...] = ()
    corners: Path = ()
    airfields: tuple[bool, ...] = ()
    calibrations: tuple[bool, ...] = ()

    @property
    def legs(self) -> int:
        """Return how many legs there are."""
        return len(self.places) - 1

    @property
    def speed_m_s(self) -> float:
        """Return the planned ground speed in metres a second."""
        return self.plan.speed_km_h * _M_PER_KM / _S_PER_H

    @property
    def height_system(self) -> HeightSystem:
        """Return what planned heights count from."""
        return self.plan.height_system

    def name_of(self, leg: int) -> str:
        """Return a leg as a person names it: from place to place."""
        return f"{self.places[leg]} - {self.places[leg + 1]}"

    def leg_lengths_m(self) -> Floats:
        """Return the length of each leg in metres."""
        lengths = np.bincount(self.leg, weights=self.length_m, minlength=self.legs)
        return np.asarray(lengths, dtype=np.float64)

    def stretch_m(self, start: str, stop: str) -> tuple[float, float] | None:
        """Return where a stretch begins and ends on the path, in metres from its start.

        A name that stands more than once means its first place for the start, its last for the
        stop. None where the path has no such stretch.

        Args:
            start: Name of a turn point or site id.
            stop: The same.
        """
        found = self._indices(start, stop)
        if found is None:
            return None
        ends = np.concatenate([[0.0], np.cumsum(self.leg_lengths_m())])
        return float(ends[found[0]]), float(ends[found[1]])

    def _indices(self, start: str, stop: str) -> tuple[int, int] | None:
        return _indices(self.places, start, stop)


def _indices(places: tuple[str, ...], start: str, stop: str) -> tuple[int, int] | None:
    if start not in places or stop not in places:
        return None
    first, last = places.index(start), len(places) - 1 - places[::-1].index(stop)
    return (first, last) if first < last else None


def route_of(plan: MissionPlan, path: PlannedPath) -> Route:
    """Return the route of a plan.

    Args:
        plan: The agreed plan.
        path: Its path, airfields found.

    Raises:
        UsageError: The path has no leg, or the planned speed is not above zero.
    """
    line = path.line
    if len(line) < 2 or not plan.speed_km_h > 0:
        raise UsageError(
            "E-ROUTE",
            where=f"plan {plan.mission}",
            expected="two places or more with positions, and a speed above zero",
            found=f"{len(line)} places, {plan.speed_km_h:g} km/h",
            remedy="Give turn points, and airfields whose positions are known.",
        )
    places = tuple(place.name for place in path.places)
    leg = _legs(path, line)
    length = np.array([distance_m(a, b) for a, b in pairwise(line)])
    return Route(
        plan,
        places,
        line,
        leg,
        length,
        np.concatenate([[0.0], np.cumsum(length)[:-1]]),
        _times(plan, path, leg, length),
        _heights(plan, places),
        path.missing,
        tuple(place.at for place in path.places),
        tuple(place.airfield for place in path.places),
        tuple(place.calibration for place in path.places),
    )


def _legs(path: PlannedPath, line: Path) -> NDArray[np.intp]:
    """Return the leg of each part of the line; a rhumb line has many parts a leg."""
    if len(line) == len(path.places):
        return np.arange(len(line) - 1)
    leg, found = 0, []
    for end in line[1:]:
        found.append(leg)
        if end == path.places[leg + 1].at and leg < len(path.places) - 2:
            leg += 1
    return np.array(found, dtype=np.intp)


def _times(plan: MissionPlan, path: PlannedPath, leg: NDArray[np.intp], length: Floats) -> Floats:
    """Return planned times at the start of each part: commencement, speed, stops."""
    stops = {stop.site: seconds_of(stop.continues_at) for stop in plan.stops}
    speed = plan.speed_km_h * _M_PER_KM / _S_PER_H
    now, last, leaves = seconds_of(plan.commencement), 0, []
    for part, metres in zip(leg.tolist(), length.tolist(), strict=True):
        place = path.places[part]
        if part != last and place.airfield and place.name in stops:
            now = max(now, stops[place.name])
        last = part
        leaves.append(now)
        now += metres / speed
    return np.array(leaves)


def _heights(plan: MissionPlan, places: tuple[str, ...]) -> Floats:
    """Return the planned height of each leg; where stretches overlap, that of the first stands."""
    heights = np.full(len(places) - 1, plan.height_m)
    for observation in reversed(plan.observations):
        found = _indices(places, observation.start, observation.stop)
        if found is not None:
            heights[found[0] : found[1]] = observation.height_m
    return heights
