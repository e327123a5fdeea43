"""How a turn point is flown: cut short before it, or flown over and turned after it.

A turn cut short leaves the point beside the path by R (1 / cos(half the turn) - 1). One flown over
swings out by R (1 - cos(turn)) and joins the next leg by a turn back. Both are circles of one
radius on a plane, which is right to a few metres for turns of some kilometres.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from overflight.geodesy import Path, Position, azimuth_deg, closest_approach, distance_m, travel
from overflight.missions import TurnType
from overflight.planning.asked.wanted import StandOff

__all__ = ["Turn", "turn_of", "turns_of"]

_STEPS = 6
_STRAIGHT_DEG = 0.5
_BACK_DEG = 170.0  # sharper turns are cut short by no radius


@dataclass(frozen=True, slots=True)
class Turn:
    """How one turn point is flown.

    Args:
        at: The point.
        turn: How it is flown.
        turn_deg: By how much the course changes, right positive.
        aside_m: How far the path lies from the point at most: inside of the bend where it is cut
            short, outside where it is flown over.
        longer_m: How much longer the path flown is than the straight legs; below zero if shorter.
        needs_m: How much of the next leg it takes until the aircraft is on it.
        fits: Whether the legs before and after leave room for it.
    """

    at: Position
    turn: TurnType
    turn_deg: float
    aside_m: float
    longer_m: float
    needs_m: float
    fits: bool = True


def turn_of(path: Sequence[Position], turn: TurnType, radius_m: float) -> Turn:
    """Return how a turn is flown.

    Args:
        path: The places before, at and after it.
        turn: How it shall be flown.
        radius_m: Radius of the turn in metres.
    """
    before, here, after = path
    came = azimuth_deg(here, before) + 180.0
    turned = math.remainder(azimuth_deg(here, after) - came, 360.0)
    angle = math.radians(min(abs(turned), _BACK_DEG))
    legs = (distance_m(before, here), distance_m(here, after))
    if turn is TurnType.TURN_SHORT:
        needs = radius_m * math.tan(angle / 2)
        longer = radius_m * angle - 2 * needs
        aside = radius_m * (1 / math.cos(angle / 2) - 1)
        fits = needs <= min(legs) / 2
    else:
        back = math.acos((1 + math.cos(angle)) / 2)
        needs = radius_m * (2 * math.sin(back) + math.sin(angle))
        longer = radius_m * (angle + 2 * back) - needs
        aside = radius_m * (1 - math.cos(angle))
        fits = needs <= legs[1]
    return Turn(here, turn, turned, aside, longer, needs, fits)


def turns_of(
    path: Path,
    asked: TurnType | None,
    radius_m: float | None,
    seen_m: Sequence[float | None],
    kept: Sequence[StandOff],
) -> tuple[Turn, ...]:
    """Return how each turn point of a path is flown.

    A point is cut short where it is still seen and the distances are still kept; else flown over.

    Args:
        path: Airfield, turn points, airfield.
        asked: How all of them shall be flown; chosen point by point if not given.
        radius_m: Radius of the turns; none to draw none.
        seen_m: For each turn point how far beside the path it is still seen; none where nothing
            is seen there.
        kept: Lines to keep away from, with the distance of the text.
    """
    found = []
    for number in range(1, len(path) - 1):
        corner = path[number - 1 : number + 2]
        seen = seen_m[number - 1]
        if radius_m is None:
            found.append(turn_of(corner, asked or TurnType.OVERFLIGHT, 0.0))
            continue
        over, short = (turn_of(corner, turn, radius_m) for turn in _WAYS)
        good = short.fits and (seen is None or short.aside_m <= seen)
        first, other = (short, over) if good else (over, short)
        if asked is not None:
            first = over if asked is TurnType.OVERFLIGHT else short
        elif not _keeps(corner, first, radius_m, kept) and _keeps(corner, other, radius_m, kept):
            first = other
        found.append(first)
    return tuple(found)


_WAYS = (TurnType.OVERFLIGHT, TurnType.TURN_SHORT)


def _keeps(corner: Path, turn: Turn, radius_m: float, kept: Sequence[StandOff]) -> bool:
    """Tell whether a turn as flown keeps its distances."""
    arc = flown_arc(corner, turn, radius_m)
    return all(closest_approach(arc, zone.line).gap.least_m >= zone.keep_m for zone in kept)


def flown_arc(corner: Path, turn: Turn, radius_m: float) -> Path:
    """Return the path flown round a turn point, as straight pieces.

    Args:
        corner: The places before, at and after it.
        turn: How it is flown.
        radius_m: Radius of the turn in metres.
    """
    before, here, _ = corner
    came = azimuth_deg(here, before) + 180.0
    if abs(turn.turn_deg) < _STRAIGHT_DEG:
        return (here, here)
    side = math.copysign(90.0, turn.turn_deg)
    start = here
    if turn.turn is TurnType.TURN_SHORT:
        start = travel(here, came + 180.0, turn.needs_m)
    centre = travel(start, came + side, radius_m)
    steps = [turn.turn_deg * k / _STEPS for k in range(_STEPS + 1)]
    # A chord lies inside its arc; a little more than the radius keeps it outside.
    wide = radius_m / math.cos(math.radians(turn.turn_deg / _STEPS / 2))
    return tuple(travel(centre, came - side + step, wide) for step in steps)
