"""Where a route turns to see a target: over it, or from the edge of what it keeps away from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from overflight.geodesy import (
    PIECE_M,
    Approach,
    Floats,
    Lines,
    Position,
    azimuth_deg,
    closest_approach,
    coordinates_deg,
    distance_m,
    to_space,
    travel,
)
from overflight.planning.asked.wanted import KeepOut, StandOff, Target
from overflight.planning.problems import PlanningProblem
from overflight.planning.solutions import LeftOut, Reason

__all__ = ["Nearby", "nearby", "placed"]

_SPARE_M = 50.0  # a turn point is put so much farther from a line than asked
_ROUND_DEG = 30.0  # where a place outside an area is looked for


@dataclass(frozen=True, slots=True)
class Nearby:
    """What a place may be too near to, or inside.

    Args:
        lines: Lines to keep away from.
        areas: Areas to keep out of.
    """

    lines: tuple[StandOff, ...]
    areas: tuple[KeepOut, ...]


def nearby(places: Sequence[Position], problem: PlanningProblem) -> list[Nearby]:
    """Return, for each place, what it may be too near to: by corners at most 5 km apart.

    Args:
        places: The places.
        problem: What the path must keep.
    """
    if not places:
        return []
    spots = to_space(*coordinates_deg(places))
    lines: list[list[StandOff]] = [[] for _ in places]
    areas: list[list[KeepOut]] = [[] for _ in places]
    reach_m = max([problem.reach_m, *(look.far_m for look in problem.looks)])
    for zone in problem.stand_offs:
        for number in _near(spots, zone.line, zone.keep_m + reach_m):
            lines[number].append(zone)
    lon, lat = coordinates_deg(places)
    for area in problem.keep_outs:
        inside = np.flatnonzero(area.territory.contains_all(lon, lat)).tolist()
        for number in sorted({*inside, *_near(spots, area.territory.boundary, reach_m)}):
            areas[number].append(area)
    return [Nearby(tuple(a), tuple(b)) for a, b in zip(lines, areas, strict=True)]


def _near(spots: Floats, line: Lines, reach_m: float) -> list[int]:
    """Return which places, in space, lie within reach of a line or little farther."""
    corners = line.pieces.start
    if not len(corners):
        return []
    tree = shapely.STRtree(shapely.points(corners[:, :2]))
    low, high = spots[:, :2] - (reach_m + PIECE_M), spots[:, :2] + (reach_m + PIECE_M)
    number, corner = tree.query(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]))
    apart = np.linalg.norm(corners[corner] - spots[number], axis=1)
    return sorted(set(number[apart <= reach_m + PIECE_M].tolist()))


def placed(
    target: Target, problem: PlanningProblem, near: Nearby, reach_m: float
) -> Position | LeftOut:
    """Return where the route turns for a target, or why it cannot.

    Args:
        target: The target.
        problem: What the path must keep.
        near: What it may be too near to.
        reach_m: How far beside the path it is still seen.
    """
    airfields = {problem.start.at, problem.end.at}
    if any(distance_m(target.at, at) <= problem.reach_m for at in airfields):
        return LeftOut(target, Reason.AIRFIELD, Reason.AIRFIELD)
    at = target.at
    for zone in near.lines:
        nearest = _nearest(at, zone)
        if nearest.gap.least_m <= zone.keep_m:
            moved = _edge(at, nearest, zone)
            if moved is None or distance_m(moved, target.at) > reach_m:
                return LeftOut(target, Reason.STAND_OFF, _too_near(nearest, zone))
            at = moved
    if any(_nearest(at, zone).gap.least_m <= zone.keep_m for zone in near.lines):
        return LeftOut(target, Reason.STAND_OFF, "between two lines, too near to both")
    inside = _entered(at, near.areas)
    return at if inside is None else _beside(target, near, inside, reach_m)


def _entered(at: Position, keep_outs: Sequence[KeepOut]) -> KeepOut | None:
    """Return the first area a place lies in, or none."""
    return next((zone for zone in keep_outs if zone.territory.contains(at)), None)


def _beside(target: Target, near: Nearby, inside: KeepOut, reach_m: float) -> Position | LeftOut:
    """Return a place outside an area from which a target inside it is still seen."""
    for share in (0.5, 0.8, 0.98):
        for step in range(int(360 / _ROUND_DEG)):
            at = travel(target.at, step * _ROUND_DEG, share * reach_m)
            close = (_nearest(at, zone).gap.least_m <= zone.keep_m for zone in near.lines)
            if _entered(at, near.areas) is None and not any(close):
                return at
    says = f"inside {inside.name}{f' ({inside.why})' if inside.why else ''}; it may be asked for"
    return LeftOut(target, Reason.KEEP_OUT, says)


def _nearest(at: Position, zone: StandOff) -> Approach:
    return closest_approach((at, at), zone.line)


def _edge(at: Position, nearest: Approach, zone: StandOff) -> Position | None:
    """Return a place just outside a stand-off, straight away from the line; none if it is not."""
    if nearest.gap.most_m == 0:
        return None
    away = azimuth_deg(nearest.near, at)
    moved = travel(nearest.near, away, zone.keep_m + _SPARE_M)
    return moved if _nearest(moved, zone).gap.least_m > zone.keep_m else None


def _too_near(nearest: Approach, zone: StandOff) -> str:
    km = nearest.gap.least_m / 1000
    return f"{km:.1f} km from the {zone.name}, {zone.keep_m / 1000:g} km are kept"
