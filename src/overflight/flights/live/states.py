"""Fold a stream, item by item, to where the flight stands; the same stream gives the same state."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from overflight.flights.live.courses import Course
from overflight.flights.live.items import CrewSaid, Fix, Item, SensorSwitched, Word
from overflight.geodesy import Floats, distance_m
from overflight.missions import DeviationCause

__all__ = ["LiveState", "extra_now_m", "taken"]

_SLOW_M_S = 15.0
_SAME_M = 100.0  # two sentences of one moment may be rounded differently
_LATE_M_S = 10.0  # what a second of delay weighs where the first leg is chosen, in metres


@dataclass(frozen=True, slots=True)
class LiveState:
    """Where the flight stands.

    Args:
        fix: Last position used; none before the first.
        part: Part of the path being flown.
        latest: Latest part that was flown.
        along_m: Metres from the start of the path.
        across_m: From the geodesic of the part, right of the flight positive.
        off_m: From that part.
        nearest_m: From the whole path.
        speed_m_s: Ground speed, told or from the last two positions.
        flown_m: Flown since the first position, gaps left out.
        unseen_m: Straight distance over gaps: at least so much was flown unseen.
        extra_m: What deviations that are over added to the distance.
        off_since_s: When the path was left; none on it.
        held_flown_m: How much had been flown where the path was last held.
        held_along_m: Where on the path that was.
        far_since_s: Since when farther than fifty kilometres; none nearer.
        same_since_s: Since when the position has not changed.
        moving: The aircraft flew before it stood still.
        gap_s: Length of the gap before the last position; zero where there was none.
        other: Another part beside which it flies, and since when.
        doubted: Positions that do not follow from the last one but from each other.
        sensors: Sensors on.
        switched: Whether the stream says anything of sensors.
        deviated: The crew said that the path was left.
        cause: For which cause.
        told: Those aboard were told.
        fixes: Positions used.
        set_aside: Positions not used.
        jumps: How often the source was followed over an impossible step.
    """

    fix: Fix | None = None
    part: int = 0
    latest: int = 0
    along_m: float = 0.0
    across_m: float = 0.0
    off_m: float = 0.0
    nearest_m: float = 0.0
    speed_m_s: float | None = None
    flown_m: float = 0.0
    unseen_m: float = 0.0
    extra_m: float = 0.0
    off_since_s: float | None = None
    held_flown_m: float = 0.0
    held_along_m: float = 0.0
    far_since_s: float | None = None
    same_since_s: float | None = None
    moving: bool = False
    gap_s: float = 0.0
    other: tuple[int, float] | None = None
    doubted: tuple[Fix, ...] = ()
    sensors: frozenset[str] = frozenset()
    switched: bool = False
    deviated: bool = False
    cause: DeviationCause | None = None
    told: bool = False
    fixes: int = 0
    set_aside: int = 0
    jumps: int = 0


def taken(course: Course, state: LiveState, item: Item) -> LiveState:
    """Return the state after one more item of the stream.

    Args:
        course: The agreed path.
        state: The state before.
        item: A position, a sensor switched, or what the crew says.
    """
    if isinstance(item, SensorSwitched):
        on = state.sensors | {item.sensor} if item.on else state.sensors - {item.sensor}
        return replace(state, sensors=on, switched=True)
    if isinstance(item, CrewSaid):
        return _said(state, item)
    return _fixed(course, state, item)


def _said(state: LiveState, said: CrewSaid) -> LiveState:
    if said.word is Word.TOLD:
        return replace(state, told=True)
    if said.word is Word.RESUMED:
        return replace(state, deviated=False, cause=None)
    return replace(state, deviated=True, cause=said.cause)


def _fixed(course: Course, state: LiveState, fix: Fix) -> LiveState:
    last = state.fix
    if last is None:
        return _placed(course, replace(state, same_since_s=fix.time_s), fix)
    if fix.time_s == last.time_s and distance_m(last.at, fix.at) <= _SAME_M:
        # Two sentences of one moment: the second adds what the first does not tell.
        heights, speed = last.heights or fix.heights, last.speed_m_s or fix.speed_m_s
        return replace(state, fix=replace(last, heights=heights, speed_m_s=speed))
    if not _follows(course, last, fix):
        return _doubted(course, state, fix)
    gap = fix.time_s - last.time_s
    seen = gap <= course.settings.gap_s
    step = distance_m(last.at, fix.at)
    speed = fix.speed_m_s if fix.speed_m_s is not None else step / gap
    still = fix.at == last.at
    return _placed(
        course,
        replace(
            state,
            doubted=(),
            gap_s=0.0 if seen else gap,
            flown_m=state.flown_m + (step if seen else 0.0),
            unseen_m=state.unseen_m + (0.0 if seen else step),
            speed_m_s=speed,
            same_since_s=state.same_since_s if still else fix.time_s,
            moving=state.moving if still else step > _SLOW_M_S * gap,
        ),
        fix,
    )


def _follows(course: Course, last: Fix, fix: Fix) -> bool:
    """Tell whether one position can follow another: later, and no farther than can be flown."""
    gap = fix.time_s - last.time_s
    return gap > 0 and distance_m(last.at, fix.at) <= course.settings.fastest_m_s * (gap + 1.0)


def _doubted(course: Course, state: LiveState, fix: Fix) -> LiveState:
    """Set a position aside; where enough of them follow from each other, they are believed."""
    before = state.doubted
    chained = not before or _follows(course, before[-1], fix)
    doubted = (*before, fix) if chained else (fix,)
    if len(doubted) < course.settings.trust:
        return replace(state, doubted=doubted, set_aside=state.set_aside + 1)
    anew = replace(
        state, doubted=(), jumps=state.jumps + 1, same_since_s=fix.time_s, moving=False, gap_s=0.0
    )
    return _placed(course, anew, fix)


def _placed(course: Course, state: LiveState, fix: Fix) -> LiveState:
    """Return the state with a position put on the agreed path."""
    along, across, off = course.beside(fix.at.lon_deg, fix.at.lat_deg)
    if state.fix is None:
        part, other = _first(course, along, off, fix), None
        begins = float(course.route.begins_m[part] + along[part])
        state = replace(state, latest=part, held_along_m=begins)
    else:
        part, other = _flown(course, state, (along, off), fix)
    nearest, here = float(off.min()), float(course.route.begins_m[part] + along[part])
    placed = replace(
        state,
        fix=fix,
        part=part,
        latest=max(state.latest, part),
        other=other,
        along_m=here,
        across_m=float(across[part]),
        off_m=float(off[part]),
        nearest_m=nearest,
        fixes=state.fixes + 1,
    )
    return _deviating(course, placed, fix)


def _first(course: Course, along: Floats, off: Floats, fix: Fix) -> int:
    """Return the part where a watch begins: near in space, and near in time."""
    route = course.route
    late = fix.time_s - (route.leaves_s + along / route.speed_m_s)
    return int(np.argmin(off + _LATE_M_S * np.abs(late)))


def _flown(
    course: Course, state: LiveState, beside: tuple[Floats, Floats], fix: Fix
) -> tuple[int, tuple[int, float] | None]:
    """Return the part being flown, and another that may be taken up."""
    (along, off), asked, part = beside, course.settings, state.part
    ends = len(off) - 1
    while part < ends and _over(course, part, along, off):
        part += 1
    if off[part] <= asked.tolerance_m:
        return part, None
    near = np.flatnonzero(off <= asked.tolerance_m)
    if not len(near):
        return part, None
    ahead = near[near > part]
    wanted = int(ahead[0]) if len(ahead) else int(near[-1])
    if state.other is None or state.other[0] != wanted:
        return part, (wanted, fix.time_s)
    if fix.time_s - state.other[1] < asked.settle_s:
        return part, state.other
    return wanted, None


def _over(course: Course, part: int, along: Floats, off: Floats) -> bool:
    """Tell whether a part is flown and the next one begun."""
    length = float(course.legs[3][part])
    if along[part] < length - course.settings.turn_m and along[part] < length / 2:
        return False
    return bool(off[part + 1] < off[part] or (along[part] >= length and along[part + 1] > 0))


def _deviating(course: Course, state: LiveState, fix: Fix) -> LiveState:
    """Return the state with what a deviation adds, and when limits were passed."""
    off = state.nearest_m > course.settings.tolerance_m
    far = state.nearest_m > course.far_m
    state = replace(state, far_since_s=(state.far_since_s or fix.time_s) if far else None)
    if off:
        if state.off_since_s is None:
            state = replace(state, off_since_s=fix.time_s, told=False)
        return state
    extra = extra_now_m(state) if state.off_since_s is not None else 0.0
    return replace(
        state,
        off_since_s=None,
        extra_m=state.extra_m + extra,
        held_flown_m=state.flown_m,
        held_along_m=state.along_m,
    )


def extra_now_m(state: LiveState) -> float:
    """Return what the deviation of now has added to the distance so far, in metres.

    Treaty: art.VIII.II.7.
    """
    flown = state.flown_m - state.held_flown_m
    return max(0.0, flown - max(0.0, state.along_m - state.held_along_m))
