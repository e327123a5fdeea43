"""What is left out before the search: named twice, too far, outside, without light or sensor."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from overflight.geodesy import Position, closest_approach, coordinates_deg, distance_m
from overflight.planning.asked.wanted import ALWAYS, Area, Wanted
from overflight.planning.passes.ways_past import Pass
from overflight.planning.problems import PlanningProblem
from overflight.planning.solutions import LeftOut, Reason

__all__ = ["inside_passes", "inside_territory", "middle_of", "named_twice", "no_light", "too_far"]

# Twelve nautical miles, the most a State may claim as its sea (UNCLOS, art. 3).
_WATERS_M = 12 * 1852.0
_SAME_M = 1.0


def middle_of(wanted: Wanted) -> Position:
    """Return a place that stands for what is wanted: of an area the mean of its corners."""
    if not isinstance(wanted, Area):
        return wanted.at
    vectors = np.array(
        [(np.cos(np.radians(p.lon_deg)), np.sin(np.radians(p.lon_deg))) for p in wanted.ring]
    )
    lon = float(np.degrees(np.arctan2(*vectors.mean(axis=0)[::-1])))
    return Position(lon, float(np.mean([p.lat_deg for p in wanted.ring])))


def named_twice(wanted: Sequence[Wanted]) -> list[LeftOut]:
    """Return what has the name and place of something worth as much or more."""
    seen: dict[str, list[Wanted]] = {}
    left = []
    for one in wanted:
        same = seen.setdefault(one.name, [])
        if any(
            type(other) is type(one) and distance_m(other.at, one.at) <= _SAME_M for other in same
        ):
            says = f"{Reason.TWICE}, at the same place; its value counts once"
            left.append(LeftOut(one, Reason.TWICE, says))
        same.append(one)
    return left


def too_far(wanted: Wanted, problem: PlanningProblem) -> LeftOut | None:
    """Return why something cannot be reached, or none."""
    at = middle_of(wanted)
    around = distance_m(problem.start.at, at) + distance_m(at, problem.end.at)
    if around <= problem.most_m:
        return None
    says = f"{around / 1000:.0f} km there and on, {problem.most_m / 1000:.0f} km are allowed"
    return LeftOut(wanted, Reason.TOO_FAR, says)


def no_light(wanted: Wanted, problem: PlanningProblem) -> LeftOut | None:
    """Return why something cannot be seen while the flight may last, or none."""
    window, hours = problem.window, wanted.hours
    if hours == ALWAYS or window is None:
        return None
    since, until = hours.since or window.commences, hours.until or window.ends
    if since <= until and since <= window.ends and until >= window.commences:
        return None
    asked = [f"from {hours.since:%Y-%m-%d %H:%M}"] if hours.since else []
    asked += [f"until {hours.until:%Y-%m-%d %H:%M}"] if hours.until else []
    says = (
        f"light {' '.join(asked)} UTC; the flight may last from "
        f"{window.commences:%Y-%m-%d %H:%M} to {window.ends:%Y-%m-%d %H:%M} UTC"
    )
    return LeftOut(wanted, Reason.NO_LIGHT, says)


def inside_territory(wanted: Sequence[Wanted], problem: PlanningProblem) -> list[LeftOut]:
    """Return what lies outside the territory and the waters that may belong to it.

    Treaty: art.II.8, art.VII.3; DEF-8, GEO-8.
    """
    if not problem.territory or not wanted:
        return []
    lon, lat = coordinates_deg([middle_of(one) for one in wanted])
    inside = problem.territory.contains_all(lon, lat)
    foreign = problem.others.contains_all(lon, lat) if problem.others else inside & ~inside
    left = []
    for k in np.flatnonzero(~inside).tolist():
        at = middle_of(wanted[k])
        shore_m = closest_approach((at, at), problem.territory.boundary).gap.least_m
        if foreign[k]:
            says = f"{Reason.OUTSIDE}: in another State, {shore_m / 1000:.1f} km over the border"
        elif shore_m > _WATERS_M:
            says = f"{Reason.OUTSIDE}: {shore_m / 1000:.0f} km from it, beyond any own waters"
        else:
            continue
        left.append(LeftOut(wanted[k], Reason.OUTSIDE, says))
    return left


def inside_passes(passes: Sequence[Pass], problem: PlanningProblem) -> list[Pass]:
    """Return the passes whose sensors are at work inside the territory only.

    Treaty: art.VII.3; GEO-8.
    """
    if not problem.territory or not passes:
        return list(passes)
    lon, lat = coordinates_deg([at for one in passes for at in one.path])
    inside = problem.territory.contains_all(lon, lat)
    starts = np.cumsum([0, *(len(one.path) for one in passes)])
    return [
        one
        for k, one in enumerate(passes)
        if len(one.path) == 1 or bool(inside[starts[k] : starts[k + 1]].all())
    ]
