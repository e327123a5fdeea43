"""Cross-sections of the ground below a path, and what of each a sensor sees.

At each station the ground is looked at across the path, from below the aircraft outwards. What lies
at the same or a smaller look angle than nearer ground is hidden by it. Sight is straight; the air
bends it by less than the error of any terrain model over such distances.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overflight.coverage.flown import FlownHeight
from overflight.coverage.looks import Look, Reach
from overflight.geodesy import Floats, Stations, Terrain, beside

__all__ = ["Seen", "SightLines", "eyes_m", "seen_at", "sight_lines"]

Bools = NDArray[np.bool_]
Ints = NDArray[np.intp]

RADIUS_M = 6_371_000.0  # curvature of the ground across the path: 0.3 % change nothing below 100 km
_FARTHEST_M = 150_000.0
_HIGHEST_M = 15_000.0  # no observation aircraft flies higher above ground
_MARGIN = 1.05
_AT_ONCE = 400_000
_COARSE = 17


@dataclass(frozen=True, slots=True)
class Seen:
    """The stretches across the path that are seen, one entry a stretch in every array.

    Args:
        station: Index of the station, ascending.
        from_m: Where it begins in metres beside the path, right positive; ascending at a station.
        to_m: Where it ends.
        finest_m: Shortest slant range from the aircraft to it in metres.
        coarsest_m: Longest.
        highest_m: Highest ground of it, from the surface of the terrain.
        highest_at_m: Where that lies, in metres beside the path.
        unknown: How many of the places looked at have no ground height.
        looked: How many places were looked at.
        step_m: Distance between places across: a ridge thinner than this may be passed over.
        cut: The outer edge was not reached within 150 km at so many stations.
        lacking: Of each station, whether a height lacks there; shape (n,).
        reach_m: How far the ground was looked at to the left and to the right.
    """

    station: Ints
    from_m: Floats
    to_m: Floats
    finest_m: Floats
    coarsest_m: Floats
    highest_m: Floats
    highest_at_m: Floats
    unknown: int
    looked: int
    step_m: float
    cut: int
    lacking: Bools
    reach_m: tuple[float, float]


@dataclass(frozen=True, slots=True)
class _Told:
    """What is told of one side beside its stretches."""

    lacking: Bools
    unknown: int = 0
    looked: int = 0
    cut: int = 0
    reach_m: float = 0.0
    step_m: float = 0.0


@dataclass(frozen=True, slots=True)
class _Fan:
    """Stretches between neighbouring places on one side; shape (n, m) each, outwards."""

    near_m: Floats
    far_m: Floats
    near_slant_m: Floats
    far_slant_m: Floats
    top_m: Floats
    top_at_m: Floats
    seen: Bools


_PARTS = ("near_m", "far_m", "near_slant_m", "far_slant_m", "top_m", "top_at_m", "seen")


def eyes_m(stations: Stations, flown: FlownHeight, terrain: Terrain) -> Floats:
    """Return the height of the aircraft at stations, from the surface of the terrain; NaN unknown.

    Args:
        stations: The stations.
        flown: How high it flies.
        terrain: Ground heights.
    """
    if not flown.above_ground:
        return np.full(len(stations), flown.height_m)
    return terrain.heights_m(stations.lon_deg, stations.lat_deg) + flown.height_m


def seen_at(
    stations: Stations, eye_m: Floats, look: Look | Reach, terrain: Terrain, across: int
) -> Seen:
    """Return what a sensor sees across the path at stations.

    Args:
        stations: The stations.
        eye_m: Heights of the aircraft there, from the surface of the terrain.
        look: Where it looks.
        terrain: Ground heights.
        across: Places looked at on each side.

    Accuracy: edges on open ground lie within 1 cm of the line of sight through the places looked
        at; crests are known to the step.
    """
    left, of_left = _side(stations, eye_m, (look, -1.0), terrain, across)
    right, of_right = _side(stations, eye_m, (look, 1.0), terrain, across)
    return _runs(_mirrored(left), right, of_left, of_right)


def _side(
    stations: Stations,
    eye_m: Floats,
    aim: tuple[Look | Reach, float],
    terrain: Terrain,
    across: int,
) -> tuple[_Fan, _Told]:
    """Return the stretches of one side, and what is told of them."""
    look, sign = aim
    _, high = _bounds(look, sign)
    if high <= 0.0:
        return _nothing(len(stations)), _Told(np.zeros(len(stations), dtype=np.bool_))
    reach_m = _reach(stations, eye_m, look, high, terrain)
    return _fan(stations, eye_m, aim, terrain, (reach_m, across))


def _bounds(look: Look | Reach, sign: float) -> tuple[float, float]:
    """Return the inner and outer bound on one side, in degrees or metres."""
    if isinstance(look, Look):
        low, high = sorted((sign * look.from_deg, sign * look.to_deg))
    else:
        low, high = sorted((sign * look.from_m, sign * look.to_m))
    return max(0.0, low), high


def _nothing(count: int) -> _Fan:
    empty = np.zeros((count, 0))
    none = np.zeros((count, 0), dtype=np.bool_)
    return _Fan(empty, empty, empty, empty, empty, empty, none)


def _reach(
    stations: Stations, eye_m: Floats, look: Look | Reach, high: float, terrain: Terrain
) -> float:
    """Return how far out the ground must be looked at for the outer edge, in metres."""
    if isinstance(look, Reach):
        return high
    slope = math.tan(math.radians(high))
    known = eye_m[np.isfinite(eye_m)]
    if not known.size:
        return max(100.0, min(_FARTHEST_M, _HIGHEST_M * slope))
    # First as if the lowest ground lay at the lowest place on Earth, then at the lowest about.
    lowest, reach_m = -500.0, 1000.0
    for _ in range(2):
        height = float(known.max()) - lowest
        fall = height * slope * slope / (2.0 * RADIUS_M)  # the Earth curves away below the line
        reach_m = min(_FARTHEST_M, _MARGIN * height * slope * (1.0 + 2.0 * fall))
        some = np.linspace(-reach_m, reach_m, 2 * _COARSE)
        few = stations.only(np.linspace(0, len(stations) - 1, 256).astype(np.intp))
        ground = terrain.heights_m(*beside(few, np.broadcast_to(some, (256, len(some)))))
        if np.isfinite(ground).any():
            lowest = float(np.nanmin(ground)) - terrain.error_m
    return max(100.0, reach_m)


def _fan(
    stations: Stations,
    eye_m: Floats,
    aim: tuple[Look | Reach, float],
    terrain: Terrain,
    grid: tuple[float, int],
) -> tuple[_Fan, _Told]:
    """Return the stretches of one side, and what is told of them."""
    look, sign = aim
    reach_m, across = grid
    out_m = np.linspace(0.0, reach_m, across + 1)
    low, high = _bounds(look, sign)
    parts: list[_Fan] = []
    unknown = np.zeros(len(stations), dtype=np.int64)
    cut = 0
    rows = max(1, _AT_ONCE // (across + 1))
    for begin in range(0, len(stations), rows):
        few = stations.only(np.arange(begin, min(begin + rows, len(stations))))
        wide = np.broadcast_to(sign * out_m, (len(few), len(out_m)))
        ground = terrain.heights_m(*beside(few, wide))
        unknown[begin : begin + rows] = np.isnan(ground).sum(axis=1)
        angle, slant = _angles(out_m, ground, eye_m[begin : begin + rows, np.newaxis])
        parts.append(_stretches((out_m, ground), angle, slant, (low, high, isinstance(look, Look))))
        if isinstance(look, Look):
            cut += int((np.fmax.reduce(angle, axis=1) < math.radians(high)).sum())
    joined = (np.concatenate([getattr(part, name) for part in parts]) for name in _PARTS)
    lacking = (unknown > 0) | np.isnan(eye_m)
    looked = len(stations) * len(out_m)
    told = _Told(lacking, int(unknown.sum()), looked, cut, reach_m, reach_m / across)
    return _Fan(*joined), told


def _angles(out_m: Floats, ground: Floats, eye: Floats) -> tuple[Floats, Floats]:
    """Return look angles in radians and slant ranges in metres of places across the path."""
    arc = out_m / RADIUS_M
    level = (RADIUS_M + ground) * np.sin(arc)
    # Of a place on the sphere, how far below the aircraft it lies; small numbers kept small.
    below = eye - ground * np.cos(arc) + RADIUS_M * 2.0 * np.sin(arc / 2.0) ** 2
    return np.arctan2(level, below), np.hypot(level, below)


def _stretches(
    places: tuple[Floats, Floats], angle: Floats, slant: Floats, bounds: tuple[float, float, bool]
) -> _Fan:
    """Return what is seen of each stretch between neighbours."""
    (out_m, ground), (low, high, by_angle) = places, bounds
    hides = np.fmax.accumulate(angle, axis=1)[:, :-1]
    here, there = angle[:, :-1], angle[:, 1:]
    rise = there - here
    with np.errstate(divide="ignore", invalid="ignore"):
        first = np.where(hides > here, (hides - here) / rise, 0.0)
        last = np.ones_like(first)
        if by_angle:
            near, far = math.radians(low), math.radians(high)
            first = np.where(near > hides, np.maximum(first, (near - here) / rise), first)
            last = np.where(far < there, (far - here) / rise, last)
        else:
            step = out_m[1] - out_m[0]
            first = np.maximum(first, (low - out_m[:-1]) / step)
            last = np.minimum(last, (high - out_m[:-1]) / step)
        seen = (there > hides) & (first < last) & np.isfinite(rise)
    first, last = np.where(seen, first, 0.0), np.where(seen, last, 0.0)
    run, climb = out_m[1:] - out_m[:-1], slant[:, 1:] - slant[:, :-1]
    # The ends of a whole stretch are its places to the last digit, so that stretches join.
    near_m = np.where(first == 0.0, out_m[:-1], out_m[:-1] + first * run)
    far_m = np.where(last == 1.0, out_m[1:], out_m[:-1] + last * run)
    slants = slant[:, :-1] + first * climb, slant[:, :-1] + last * climb
    falls = ground[:, :-1] >= ground[:, 1:]
    top_m = np.where(falls, ground[:, :-1], ground[:, 1:])
    return _Fan(near_m, far_m, *slants, top_m, np.where(falls, out_m[:-1], out_m[1:]), seen)


def _mirrored(fan: _Fan) -> _Fan:
    """Return the stretches of the left side from the left to below the aircraft."""
    return _Fan(
        -fan.far_m[:, ::-1],
        -fan.near_m[:, ::-1],
        fan.far_slant_m[:, ::-1],
        fan.near_slant_m[:, ::-1],
        fan.top_m[:, ::-1],
        -fan.top_at_m[:, ::-1],
        fan.seen[:, ::-1],
    )


def _runs(left: _Fan, right: _Fan, one_side: _Told, other_side: _Told) -> Seen:
    """Return the stretches of both sides, those that touch joined."""
    told = (
        one_side.unknown + other_side.unknown,
        one_side.looked + other_side.looked,
        max(one_side.step_m, other_side.step_m),
        one_side.cut + other_side.cut,
        one_side.lacking | other_side.lacking,
        (one_side.reach_m, other_side.reach_m),
    )
    near, far, one, other, top, top_at, seen = (
        np.concatenate([getattr(left, name), getattr(right, name)], axis=1) for name in _PARTS
    )
    joined = np.zeros_like(seen)
    if seen.shape[1] > 1:
        joined[:, 1:] = seen[:, 1:] & seen[:, :-1] & (near[:, 1:] == far[:, :-1])
    at = np.nonzero(seen)
    begins = np.flatnonzero(~joined[at])
    if not begins.size:
        none = np.zeros(0)
        return Seen(np.zeros(0, dtype=np.intp), none, none, none, none, none, none, *told)
    ends = np.append(begins[1:], len(at[0])) - 1
    heights = top[at]
    highest = np.maximum.reduceat(heights, begins)
    run = np.cumsum(~joined[at]) - 1
    tops = np.flatnonzero(heights == highest[run])
    tops = tops[np.flatnonzero(np.diff(run[tops], prepend=-1))]
    return Seen(
        at[0][begins],
        near[at][begins],
        far[at][ends],
        np.minimum.reduceat(np.minimum(one[at], other[at]), begins),
        np.maximum.reduceat(np.maximum(one[at], other[at]), begins),
        highest,
        top_at[at][tops],
        *told,
    )


@dataclass(frozen=True, slots=True)
class SightLines:
    """Lines of sight from the aircraft to places abreast of it; one entry a line.

    Args:
        look_deg: Look angle from straight down, left negative; NaN where a height is not known.
        slant_m: Length in metres.
        height_m: Height of the aircraft above the place in metres.
        clear: Look angle of the place less the greatest of the ground before it, in degrees: above
            zero it is seen; NaN where its height is not known.
    """

    look_deg: Floats
    slant_m: Floats
    height_m: Floats
    clear: Floats


def sight_lines(
    stations: Stations, eye_m: Floats, across_m: Floats, terrain: Terrain, across: int
) -> SightLines:
    """Return lines of sight from stations to places across the path.

    Args:
        stations: n stations, each abreast of its place.
        eye_m: Heights of the aircraft there, from the surface of the terrain.
        across_m: How far across the path each place lies, right positive.
        terrain: Ground heights.
        across: Places looked at on each line.
    """
    share = np.linspace(0.0, 1.0, across + 1)
    out_m = abs(across_m)[:, np.newaxis] * share
    ground = terrain.heights_m(*beside(stations, across_m[:, np.newaxis] * share))
    angle, slant = _angles(out_m, ground, eye_m[:, np.newaxis])
    before = np.fmax.reduce(angle[:, :-1], axis=1)
    clear = np.degrees(angle[:, -1] - before)
    # Straight below the aircraft nothing stands in the way.
    clear = np.where(abs(across_m) < 1.0, 0.0 * angle[:, -1] + 1.0, clear)
    look = np.degrees(np.copysign(angle[:, -1], across_m))
    return SightLines(look, slant[:, -1], eye_m - ground[:, -1], clear)
