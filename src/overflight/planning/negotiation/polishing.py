"""Make a changed way as small as it can be, by what is judged and not by the plane of the search.

Zones are drawn a little wider than asked. So every point of a way is drawn back towards where the
path was, as far as the ground stays cured.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from overflight.geodesy import (
    Position,
    along_across,
    azimuth_deg,
    coordinates_deg,
    distance_m,
    length_m,
    travel,
)
from overflight.missions import MissionPlan, PlannedPath
from overflight.planning.negotiation.moves import Move
from overflight.planning.negotiation.ways_round import way_move

__all__ = ["Cured", "polished"]

_LEAST_M = 5.0
_TURNS_DEG = (8.0, 3.0, 1.0)

Cured = Callable[[MissionPlan], bool]


def polished(move: Move, plan: MissionPlan, path: PlannedPath, cured: Cured) -> Move:
    """Return a changed way with every point as near to the old path as the ground allows.

    Args:
        move: The change of a way.
        plan: The plan.
        path: Its path.
        cured: Whether a changed plan is cured of the ground.
    """
    if not cured(move.plan):
        return move
    changed = move.plan
    beside = along_across(path.line, *coordinates_deg([point.at for point in changed.route]))
    # A point on the path keeps the path: drawing it aside would lose what is seen from there.
    far = np.flatnonzero(beside.distance_m > _LEAST_M).tolist()
    for k in far:
        changed = _nearer(changed, k, _anchor(changed, k, plan, path), cured)
        if len(far) == 1:
            changed = _turned(changed, k, _anchor(changed, k, plan, path), cured)
    return way_move(plan, path, changed)


def _anchor(changed: MissionPlan, k: int, plan: MissionPlan, path: PlannedPath) -> Position:
    """Return where a point was, or the place on the path next to one that is new."""
    point = changed.route[k]
    was = next((one.at for one in plan.route if one.name == point.name), None)
    if was is not None:
        return was
    line = path.line
    beside = along_across(line, *coordinates_deg([point.at]))
    leg = int(beside.leg[0])
    start, end = line[leg], line[leg + 1]
    before = length_m(line[: leg + 1]) if leg else 0.0
    length = distance_m(start, end)
    along = float(np.clip(beside.along_m[0] - before, 0.0, length))
    return travel(start, azimuth_deg(start, end), along) if length else start


def _at(changed: MissionPlan, k: int, at: Position) -> MissionPlan:
    exact = Position(round(at.lon_deg, 6), round(at.lat_deg, 6))
    point = replace(changed.route[k], at=exact)
    return replace(changed, route=(*changed.route[:k], point, *changed.route[k + 1 :]))


def _nearer(changed: MissionPlan, k: int, anchor: Position, cured: Cured) -> MissionPlan:
    """Return the plan with one point drawn back on its bearing as far as it stays cured."""
    high = distance_m(anchor, changed.route[k].at)
    bearing, low, best = azimuth_deg(anchor, changed.route[k].at), 0.0, changed
    while high - low > _LEAST_M:
        middle = (low + high) / 2
        tried = _at(changed, k, travel(anchor, bearing, middle))
        if cured(tried):
            high, best = middle, tried
        else:
            low = middle
    return best


def _turned(changed: MissionPlan, k: int, anchor: Position, cured: Cured) -> MissionPlan:
    """Return the plan with a single point on the bearing on which it lies nearest."""
    for turn in _TURNS_DEG:
        for side in (-1.0, 1.0):
            better: MissionPlan | None = changed
            while better is not None:
                changed = better
                better = _on_bearing(changed, k, anchor, side * turn, cured)
    return changed


def _on_bearing(
    changed: MissionPlan, k: int, anchor: Position, turn_deg: float, cured: Cured
) -> MissionPlan | None:
    """Return the plan with a point nearer on a turned bearing; none where it is not."""
    metres = distance_m(anchor, changed.route[k].at)
    if metres <= 2 * _LEAST_M:
        return None
    bearing = azimuth_deg(anchor, changed.route[k].at) + turn_deg
    tried = _at(changed, k, travel(anchor, bearing, metres - _LEAST_M))
    return _nearer(tried, k, anchor, cured) if cured(tried) else None
