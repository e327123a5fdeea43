"""Other ways: a path led round zones, with as little of it changed as can be.

Three shapes are offered for each stretch inside a zone. *Cut* keeps every lawful metre of the path:
it leaves the path where the zone begins and comes back where it ends. *Straight* goes round from
the turn point before to the turn point after. *Moved* moves a single turn point.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np

from overflight.geodesy import (
    Position,
    along_across,
    azimuth_deg,
    coordinates_deg,
    degrees,
    distance_m,
    travel,
    travels,
    unit_vectors,
)
from overflight.missions import MissionPlan, PlannedPath, TurnPoint
from overflight.planning.asked.wanted import Airfield
from overflight.planning.negotiation.meeting import place_on_leg, stretches
from overflight.planning.negotiation.moves import Kind, Move
from overflight.planning.problems import PlanningProblem
from overflight.planning.ways import NO_WAY_M, ways_of
from overflight.planning.zones import Zones

__all__ = ["way_move", "way_moves"]

_BACK_M = 250.0  # how far before a zone a cut leaves the path
_BEARINGS = 144
_RADII = 60
_NEAREST_M, _FARTHEST_M = 100.0, 400_000.0
_ROUNDS = 3
_HALVINGS = 14
_ZOOMS = 6
_SAME_M = 1.0


@dataclass(frozen=True, slots=True)
class _Run:
    """A part of a path between two free places, with a stretch inside a zone.

    Args:
        first: Number of the place before; free.
        last: Number of the place after; free.
        leaves: Leg and part of it where the path enters the zone.
        returns: Leg and part of it where it leaves the zone for good.
    """

    first: int
    last: int
    leaves: tuple[int, float]
    returns: tuple[int, float]


def way_moves(
    plan: MissionPlan, path: PlannedPath, zones: Zones, problem: PlanningProblem
) -> tuple[Move, ...]:
    """Return plans whose path is led round zones, in several shapes.

    Args:
        plan: The plan.
        path: Its path.
        zones: The zones.
        problem: What the zones are drawn from.
    """
    runs = _runs(path, zones)
    if not runs:
        return ()
    found = []
    for shape in (_cut, _straight, _moved):
        led = [shape(path, zones, problem, run) for run in runs]
        ways = [way for way in led if way is not None]
        if len(ways) == len(runs):
            found.append(_made(plan, path, zip(runs, ways, strict=True)))
    return tuple(move for move in found if move.plan != plan)


def _runs(path: PlannedPath, zones: Zones) -> tuple[_Run, ...]:
    """Return the parts of a path to be changed; none where an airfield lies in a zone."""
    inside = zones.inside(zones.on_plane([place.at for place in path.places]))
    if any(taken and path.places[k].airfield for k, taken in enumerate(inside.tolist())):
        return ()
    runs: list[_Run] = []
    for one in stretches(path, zones):
        here = _Run(one.leg, one.leg + 1, (one.leg, one.first), (one.leg, one.last))
        if runs and (inside[runs[-1].last] or here.first < runs[-1].last):
            here = replace(here, first=runs[-1].first, leaves=runs[-1].leaves)
            runs.pop()
        runs.append(here)
    return tuple(runs)


def _round(
    zones: Zones, problem: PlanningProblem, ends: tuple[Position, Position]
) -> list[Position] | None:
    """Return where a way between two free places bends, drawn tight; none where there is no way.

    The ends themselves are returned too.
    """
    of = replace(problem, start=Airfield("from", ends[0]), end=Airfield("to", ends[1]))
    ways = ways_of(ends, of, zones=zones)
    if ways.metres[0, 1] >= NO_WAY_M:
        return None
    return _taut([ends[0], *ways.between(0, 1), ends[1]], zones)


def _taut(line: list[Position], zones: Zones) -> list[Position]:
    """Return a bent line with every bend drawn towards the straight as far as the zones allow."""
    spots = zones.on_plane(line)
    for _ in range(_ROUNDS):
        for k in range(1, len(spots) - 1):
            before, after = spots[k - 1], spots[k + 1]
            leg = after - before
            square = float(leg @ leg)
            part = float((spots[k] - before) @ leg) / square if square else 0.5
            goal = before + min(1.0, max(0.0, part)) * leg
            low, high = 0.0, 1.0
            for _ in range(_HALVINGS):
                middle = (low + high) / 2
                tried = spots[k] + middle * (goal - spots[k])
                starts = np.stack([before, tried])
                if zones.blocked(starts, np.stack([tried, after])).any():
                    high = middle
                else:
                    low = middle
            spots[k] = spots[k] + low * (goal - spots[k])
    return [_position(zones, spot) for spot in spots]


def _position(zones: Zones, spot: np.ndarray) -> Position:
    lon, lat = degrees(zones.plane.unproject(spot[None, :]))
    return Position(round(float(lon[0]), 6), round(float(lat[0]), 6))


def _cut(
    path: PlannedPath, zones: Zones, problem: PlanningProblem, run: _Run
) -> list[Position] | None:
    """Return a way that leaves the path just before the zone and comes back just after it."""
    ends = []
    for (leg, part), step in ((run.leaves, -1), (run.returns, 1)):
        length = distance_m(path.places[leg].at, path.places[leg + 1].at)
        there = min(1.0, max(0.0, part + step * _BACK_M / max(length, 1.0)))
        ends.append(place_on_leg(path, zones, leg, there))
    way = _round(zones, problem, (ends[0], ends[1]))
    if way is None:
        return None
    at = (path.places[run.leaves[0]].at, path.places[run.returns[0] + 1].at)
    return [one for one in way if min(distance_m(one, place) for place in at) > _SAME_M]


def _straight(
    path: PlannedPath, zones: Zones, problem: PlanningProblem, run: _Run
) -> list[Position] | None:
    """Return a way round from the place before to the place after, without these."""
    ends = path.places[run.first].at, path.places[run.last].at
    way = _round(zones, problem, ends)
    return None if way is None else way[1:-1]


def _moved(
    path: PlannedPath, zones: Zones, problem: PlanningProblem, run: _Run
) -> list[Position] | None:
    """Return where the one turn point between two places must lie, nearest to where it was.

    A leg without a turn point gets one, nearest to its middle stretch.
    """
    del problem
    inner = path.places[run.first + 1 : run.last]
    if len(inner) > 1:
        return None
    was = inner[0].at if inner else _middle(path, zones, run)
    ends = zones.on_plane([path.places[run.first].at, path.places[run.last].at])
    nearest = _nearest(zones, was, (ends[0], ends[1]))
    return None if nearest is None else [nearest]


def _middle(path: PlannedPath, zones: Zones, run: _Run) -> Position:
    return place_on_leg(path, zones, run.leaves[0], (run.leaves[1] + run.returns[1]) / 2)


def _nearest(zones: Zones, was: Position, ends: tuple[np.ndarray, np.ndarray]) -> Position | None:
    """Return the nearest place from which both ends are seen past the zones; none if none is.

    Places are tried on rings round where it was; round the best of them ever finer ones.
    """
    bearing = np.arange(_BEARINGS) * 360.0 / _BEARINGS
    radius = np.geomspace(_NEAREST_M, _FARTHEST_M, _RADII)
    best = _least(zones, was, ends, (bearing, radius))
    if best is None:
        return None
    turn, step = 360.0 / _BEARINGS, float(radius[1] / radius[0])
    for _ in range(_ZOOMS):
        best = _least(zones, was, ends, (bearing, best[1] * np.linspace(1 / step, 1.0, 41))) or best
        bearing = np.linspace(best[0] - turn, best[0] + turn, 41)
        turn, step = turn / 8, step**0.25
    lon, lat, _ = travels(*(np.array([v]) for v in (was.lon_deg, was.lat_deg, *best)))
    return Position(round(float(lon[0]), 6), round(float(lat[0]), 6))


def _least(
    zones: Zones,
    was: Position,
    ends: tuple[np.ndarray, np.ndarray],
    tried: tuple[np.ndarray, np.ndarray],
) -> tuple[float, float] | None:
    """Return bearing and metres of the nearest free place of a fan; none where none is free."""
    bearing, radius = (grid.ravel() for grid in np.meshgrid(*tried))
    count = len(bearing)
    lon, lat, _ = travels(np.full(count, was.lon_deg), np.full(count, was.lat_deg), bearing, radius)
    spots, above = zones.plane.project(unit_vectors(lon, lat))
    starts, after = np.broadcast_to(ends[0], spots.shape), np.broadcast_to(ends[1], spots.shape)
    hidden = zones.blocked(np.ascontiguousarray(starts), spots)
    hidden |= zones.blocked(spots, np.ascontiguousarray(after)) | ~above
    if hidden.all():
        return None
    free = np.where(hidden, math.inf, radius)
    k = int(free.argmin())
    return float(bearing[k]), float(radius[k])


def _made(plan: MissionPlan, path: PlannedPath, led: Iterable[tuple[_Run, list[Position]]]) -> Move:
    """Return the plan with its runs led another way, every turn point kept by its name."""
    route = list(plan.route)
    for number, (run, way) in enumerate(led):
        inner = path.places[run.first + 1 : run.last]
        line = _filled([path.places[run.first].at, *way, path.places[run.last].at], len(inner))
        names = _names(path, run, line, f"{plan.version + 1}{chr(ord('a') + number % 26)}")
        new = tuple(_turn(route, name, at) for name, at in zip(names, line, strict=True))
        at = _after(plan, route, path.places[run.first].name)
        route[at : at + len(inner)] = new
    return way_move(plan, path, replace(plan, route=tuple(route)))


def _filled(line: list[Position], least: int) -> list[Position]:
    """Return the places between the ends of a line, halfway ones added until there are enough.

    An observation period or a stop may hang on a turn point, so that none may vanish.
    """
    while len(line) < least + 2:
        legs = [distance_m(a, b) for a, b in pairwise(line)]
        k = legs.index(max(legs))
        half = travel(line[k], azimuth_deg(line[k], line[k + 1]), legs[k] / 2)
        line.insert(k + 1, Position(round(half.lon_deg, 6), round(half.lat_deg, 6)))
    return line[1:-1]


def way_move(plan: MissionPlan, path: PlannedPath, changed: MissionPlan) -> Move:
    """Return a changed route as a change: which points moved how far, which were added where.

    Args:
        plan: The plan.
        path: Its path.
        changed: The plan with another route; no point of it is left out.
    """
    was = {point.name: point.at for point in plan.route}
    beside = along_across(path.line, *coordinates_deg([point.at for point in changed.route]))
    words, metres = [], []
    for point, far in zip(changed.route, beside.distance_m.tolist(), strict=True):
        known = point.name in was
        apart = distance_m(was[point.name], point.at) if known else far
        if apart > _SAME_M:
            said = "moved by" if known else "added"
            words.append(f"{point.name} {said} {apart / 1000:.1f} km")
            metres.append(apart)
        elif not known:
            words.append(f"{point.name} added on the path")
    return Move(Kind.WAY, changed, "; ".join(words), sum(metres), len(metres))


def _names(path: PlannedPath, run: _Run, way: Sequence[Position], fresh: str) -> list[str]:
    """Return names for the places of a way: those of the places it replaces, then new ones.

    A name goes to the place nearest to where it was, in the order of flight.
    """
    inner = path.places[run.first + 1 : run.last]
    taken: dict[int, str] = {}
    least = 0
    for k, place in enumerate(inner):
        rest = len(inner) - k - 1
        best = min(range(least, len(way) - rest), key=lambda n: distance_m(way[n], place.at))
        taken[best] = place.name
        least = best + 1
    used = {place.name for place in path.places}
    names = []
    for n in range(len(way)):
        name = taken.get(n, f"{fresh}{n + 1}")
        while n not in taken and name in used:
            name += "x"
        names.append(name)
    return names


def _turn(route: Sequence[TurnPoint], name: str, at: Position) -> TurnPoint:
    """Return a turn point where it is now, flown as it was flown before."""
    was = next((point for point in route if point.name == name), None)
    return TurnPoint(name, at) if was is None else replace(was, at=at)


def _after(plan: MissionPlan, route: Sequence[TurnPoint], name: str) -> int:
    """Return the place in a route after a point, after a stop, or after the start."""
    names = [point.name for point in route]
    turns = {stop.site: stop.after for stop in plan.stops}
    turn = name if name in names else turns.get(name, "")
    return names.index(turn) + 1 if turn in names else 0
