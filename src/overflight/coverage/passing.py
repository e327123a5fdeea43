"""When an aircraft passes, by its plan: commencement, ground speed, stops."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from overflight.deadlines import Instant
from overflight.geodesy import Floats, coordinates_deg, distances_m
from overflight.missions import MissionPlan, PlannedPath, Surroundings, planned_path

__all__ = ["Passing", "passing_of", "places_m"]

_MOST_HOURS = 1e6


@dataclass(frozen=True, slots=True)
class Passing:
    """When an aircraft passes along its path.

    Args:
        parts: Where each part of the flight begins, in metres from the start of the path, and when.
        speed_m_s: Ground speed.
    """

    parts: tuple[tuple[float, Instant], ...]
    speed_m_s: float

    def at(self, along_m: float) -> Instant:
        """Return when the aircraft passes a place of its path.

        Args:
            along_m: Metres from the start of the path.
        """
        begun_m, begun = max(
            (part for part in self.parts if part[0] <= along_m), default=self.parts[0]
        )
        hours = (along_m - begun_m) / self.speed_m_s / 3600.0
        return begun + timedelta(hours=max(-_MOST_HOURS, min(hours, _MOST_HOURS)))


def places_m(path: PlannedPath) -> Floats:
    """Return how far along a path each of its places lies, in metres from its start."""
    if len(path.places) < 2:
        return np.zeros(len(path.places))
    lon, lat = coordinates_deg(path.line)
    edges = distances_m(lon[:-1], lat[:-1], lon[1:], lat[1:])
    legs = np.bincount(path.leg_of_edges, weights=edges, minlength=len(path.places) - 1)
    return np.append(0.0, np.cumsum(legs))


def passing_of(plan: MissionPlan, around: Surroundings) -> Passing:
    """Return when an aircraft passes along its path: legs at the planned speed, stops as planned.

    After a stop the legs count from its planned time of continuation; turns are taken as flown
    without loss of time, as the rules of the window take them (FLT-1).
    """
    path = planned_path(plan, around)
    names, along_m = [place.name for place in path.places], places_m(path)
    parts, after = [(0.0, plan.commencement)], 0
    for stop in plan.stops:
        if stop.site in names[after:]:
            after = names.index(stop.site, after)
            parts.append((float(along_m[after]), stop.continues_at))
    return Passing(tuple(parts), plan.speed_km_h / 3.6)
