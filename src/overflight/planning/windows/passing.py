"""When a plan passes what it is to see: along the path, at the planned speed, stops as planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np

from overflight.deadlines import Instant
from overflight.errors import UsageError
from overflight.geodesy import Position, along_across, azimuth_deg, coordinates_deg, distance_m
from overflight.missions import (
    MissionPlan,
    Observation,
    PlannedPath,
    Surroundings,
    planned_path,
)
from overflight.planning.problems import Target
from overflight.sensors import SensorCategory

__all__ = ["NEEDS_LIGHT", "Flown", "Passed", "flown", "moved_to", "passes"]

# What a camera or a video camera takes, it takes by the light of the sun; an infra-red line scanner
# and a radar do not need it (art.IV.1).
NEEDS_LIGHT = frozenset(
    {SensorCategory.OPTICAL_PANORAMIC, SensorCategory.OPTICAL_FRAMING, SensorCategory.VIDEO}
)

_END_M = 1.0


@dataclass(frozen=True, slots=True)
class Flown:
    """A path with its times.

    Args:
        path: The path.
        commences: Commencement.
        before_m: Metres from the start to each place of the path.
        leaves_s: Seconds after commencement at which each place is left.
        speed_m_s: Ground speed.
    """

    path: PlannedPath
    commences: Instant
    before_m: tuple[float, ...]
    leaves_s: tuple[float, ...]
    speed_m_s: float

    def at(self, leg: int, along_m: float) -> Instant:
        """Return when the path is so far along, on one of its legs.

        Args:
            leg: Number of the leg, from 0.
            along_m: Metres from the start of the path.
        """
        seconds = self.leaves_s[leg] + (along_m - self.before_m[leg]) / self.speed_m_s
        return self.commences + timedelta(seconds=seconds)


@dataclass(frozen=True, slots=True)
class Passed:
    """Something worth seeing, and when the plan passes it.

    Args:
        name: Its name.
        at: Where it lies.
        value: What seeing it is worth.
        passed: When the path is nearest to it; seconds after commencement.
        apart_m: How far from the path it lies.
        heading_deg: Direction of flight there, clockwise from north.
        sensors: Sensors at work there.
        needs_light: Whether any of them needs the sun; a plan without observation periods is taken
            to carry one that does.
    """

    name: str
    at: Position
    value: float
    passed: timedelta
    apart_m: float
    heading_deg: float
    sensors: tuple[str, ...]
    needs_light: bool


def flown(plan: MissionPlan, around: Surroundings) -> Flown:
    """Return the path of a plan with its times.

    After a stop the legs count from its planned time of continuation, as for the completion.

    Raises:
        UsageError: The path has no leg with known ends.
    """
    path = planned_path(plan, around)
    if len(path.places) < 2:
        raise UsageError(
            "E-PATH",
            where=f"plan {plan.mission}",
            expected="a path of two places or more whose positions are known",
            found=f"{len(path.places)}; no position of {', '.join(path.missing) or 'any other'}",
            remedy="Name sites that have a position, or give them in the case.",
        )
    whole = path.length_from_km(0)
    before = tuple((whole - path.length_from_km(k)) * 1000 for k in range(len(path.places)))
    speed = plan.speed_km_h / 3.6
    leaves, after = [0.0], 0
    names = [place.name for place in path.places]
    stops = {}
    for stop in plan.stops:
        if stop.site in names[after:]:
            after = names.index(stop.site, after)
            stops[after] = (stop.continues_at - plan.commencement).total_seconds()
    for k in range(1, len(names)):
        flying = leaves[-1] + (before[k] - before[k - 1]) / speed
        leaves.append(stops.get(k, flying))
    return Flown(path, plan.commencement, before, tuple(leaves), speed)


def moved_to(plan: MissionPlan, commences: datetime) -> MissionPlan:
    """Return a plan that commences at another instant, its stops moved with it."""
    later = commences - plan.commencement
    stops = tuple(
        replace(s, lands_at=s.lands_at + later, continues_at=s.continues_at + later)
        for s in plan.stops
    )
    return replace(plan, commencement=commences, stops=stops)


def _spans(plan: MissionPlan, path: PlannedPath) -> list[tuple[Observation, int, int]]:
    """Return the observation periods with the places where they begin and end."""
    found = ((period, path.indices(period.start, period.stop)) for period in plan.observations)
    return [(period, *span) for period, span in found if span is not None]


def _at_work(
    track: Flown, spans: Sequence[tuple[Observation, int, int]], along_m: float
) -> tuple[Observation, ...]:
    """Return the periods in which a place of the path lies, their ends included."""
    before = track.before_m
    return tuple(
        period
        for period, first, last in spans
        if before[first] - _END_M <= along_m <= before[last] + _END_M
    )


def _own_places(plan: MissionPlan, path: PlannedPath) -> tuple[Target, ...]:
    """Return the turn points inside observation periods, or all of them where there are none."""
    spans = _spans(plan, path)
    return tuple(
        Target(place.name, place.at)
        for k, place in enumerate(path.places)
        if not place.airfield and (not plan.observations or any(a <= k <= b for _, a, b in spans))
    )


def passes(
    plan: MissionPlan, around: Surroundings, targets: Sequence[Target] = ()
) -> tuple[Passed, ...]:
    """Return when a plan passes each target; its own turn points where no target is given.

    Args:
        plan: The plan.
        around: Surroundings, for the positions of its sites.
        targets: What it is to see.

    Raises:
        UsageError: The path has no leg with known ends.
    """
    track = flown(plan, around)
    path, spans = track.path, _spans(plan, track.path)
    wanted = tuple(targets) or _own_places(plan, path)
    if not wanted:
        return ()
    line, legs = path.line, path.leg_of_edges
    beside = along_across(line, *coordinates_deg([target.at for target in wanted]))
    found = []
    for k, target in enumerate(wanted):
        edge, along = int(beside.leg[k]), float(beside.along_m[k])
        leg = legs[edge]
        here = line[edge], line[edge + 1]
        heading = azimuth_deg(*here) if distance_m(*here) > 0 else 0.0
        periods = _at_work(track, spans, along)
        light = not plan.observations or any(p.category in NEEDS_LIGHT for p in periods)
        found.append(
            Passed(
                target.name,
                target.at,
                target.value,
                track.at(leg, along) - track.commences,
                float(beside.distance_m[k]),
                float(np.round(heading, 3)),
                tuple(dict.fromkeys(p.sensor for p in periods)),
                light,
            )
        )
    return tuple(found)
