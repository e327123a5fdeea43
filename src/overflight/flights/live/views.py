"""Say where the flight stands: what is next, what is left of every limit, what asks for attention.

Nothing here judges: an alarm names the provision that bears on what is seen, and what it asks of
people aboard.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from overflight.flights.judged.substates import FlownState
from overflight.flights.live.alarms import alarms_of
from overflight.flights.live.courses import Course
from overflight.flights.live.dues import sensors_due
from overflight.flights.live.forms import (
    LiveAct,
    LiveAction,
    LiveAlarm,
    LiveMargins,
    LiveStatus,
)
from overflight.flights.live.items import Fix
from overflight.flights.live.states import LiveState, extra_now_m
from overflight.flights.told.tracks import instant_of
from overflight.geodesy import Position, Terrain, to_space
from overflight.missions import HeightSystem

__all__ = ["status_of"]

_SHOWN = 4
_PASSED_M = 50.0  # nearer than this, an act is taken as done
_SLOWEST_M_S = 1.0
_ELLIPSOID = "WGS 84"


def status_of(course: Course, state: LiveState) -> LiveStatus | None:
    """Return where the flight stands; none before the first position.

    Args:
        course: The agreed path.
        state: The state of the stream.
    """
    fix = state.fix
    if fix is None:
        return None
    margins = _margins(course, state, fix)
    alarms = alarms_of(course, state, margins)
    system, height = fix.heights[0] if fix.heights else (None, None)
    return LiveStatus(
        at=instant_of(fix.time_s),
        place=Position(round(fix.at.lon_deg, 7), round(fix.at.lat_deg, 7)),
        leg=course.route.name_of(int(course.route.leg[state.part])),
        state=_state(course, state, alarms).value,
        along_m=round(state.along_m, 1),
        next=tuple(_next(course, state)),
        margins=margins,
        alarms=alarms,
        sensors_on=tuple(sorted(state.sensors)),
        fixes=state.fixes,
        set_aside=state.set_aside,
        height_m=None if height is None else round(height, 1),
        height_system=system,
        speed_m_s=None if state.speed_m_s is None else round(state.speed_m_s, 1),
    )


def _state(course: Course, state: LiveState, alarms: tuple[LiveAlarm, ...]) -> FlownState:
    """Return the sub-state: what only the record can say (F40, F50) is not said here."""
    stops = {due.along_m for due in course.dues if due.act is LiveAct.STOP}
    still = (state.speed_m_s or 0.0) < _SLOWEST_M_S and not state.moving
    if still and any(abs(at - state.along_m) < 5_000.0 for at in stops):
        return FlownState.STOP
    if state.far_since_s is not None:
        return FlownState.BEYOND_FIFTY
    if state.off_since_s is None and not state.deviated:
        return FlownState.ON_PLAN
    low = any(alarm.rule == "DEV-3" for alarm in alarms)
    return FlownState.BELOW_MINIMUM if low else FlownState.DEVIATING


def _next(course: Course, state: LiveState) -> Iterator[LiveAction]:
    speed = state.speed_m_s or 0.0
    ahead = [due for due in course.dues if due.along_m > state.along_m + _PASSED_M]
    for due in ahead[:_SHOWN]:
        left = due.along_m - state.along_m
        yield LiveAction(
            due.act,
            due.name,
            round(left, 1),
            round(left / speed, 1) if speed > _SLOWEST_M_S else None,
            _tenths(due.turn_deg),
            _tenths(due.course_deg),
        )


def _tenths(value: float | None) -> float | None:
    return None if value is None else round(value, 1)


@dataclass(frozen=True, slots=True)
class _Height:
    """How high above ground, and what is left of which sensor's minimum.

    Args:
        above_ground_m: Height above ground.
        margin_m: What is left.
        sensor: Of which sensor.
    """

    above_ground_m: float | None = None
    margin_m: float | None = None
    sensor: str = ""


def _margins(course: Course, state: LiveState, fix: Fix) -> LiveMargins:
    route, settings = course.route, course.settings
    extra = state.extra_m + (extra_now_m(state) if state.off_since_s is not None else 0.0)
    left = max(0.0, course.whole_m - state.along_m)
    border, neighbour = _border(course, fix)
    height = _height(course, state, fix)
    on_part = state.along_m - float(route.begins_m[state.part])
    due_s = float(route.leaves_s[state.part]) + on_part / route.speed_m_s
    counted = state.flown_m + state.unseen_m - extra
    distance = None if course.most_m is None else course.most_m - counted - left
    return LiveMargins(
        across_m=round(state.across_m, 1),
        off_m=round(state.off_m, 1),
        nearest_m=round(state.nearest_m, 1),
        path_m=round(settings.tolerance_m - state.nearest_m, 1),
        far_m=round(course.far_m - state.nearest_m, 1),
        flown_m=round(state.flown_m, 1),
        unseen_m=round(state.unseen_m, 1),
        extra_m=round(extra, 1),
        left_m=round(left, 1),
        late_s=round(fix.time_s - due_s, 1),
        border_m=None if border is None else round(border, 1),
        border_with=neighbour,
        above_ground_m=_tenths(height.above_ground_m),
        height_m=_tenths(height.margin_m),
        height_of=height.sensor,
        distance_m=_tenths(distance),
        window_s=_window(course, state, fix, left),
    )


def _window(course: Course, state: LiveState, fix: Fix, left_m: float) -> float | None:
    """Return what is left of the window at the end of the path, at the speed of now."""
    if course.window_s is None:
        return None
    speed = state.speed_m_s or 0.0
    speed = speed if speed > _SLOWEST_M_S else course.route.speed_m_s
    return round(course.window_s - fix.time_s - left_m / speed, 1)


def _border(course: Course, fix: Fix) -> tuple[float | None, str]:
    """Return what is left to the nearest stand-off, the error of the line taken off."""
    spot = to_space(np.array([fix.at.lon_deg]), np.array([fix.at.lat_deg]))[0]
    found = [(line.away_m(spot) - line.error_m, line.state) for line in course.lines]
    if not found:
        return None, ""
    away, state = min(found)
    return away - course.stand_off_m, state


def _height(course: Course, state: LiveState, fix: Fix) -> _Height:
    """Return the height above ground, and what is left of the greatest minimum that bears now."""
    above = _above_ground(course.around.terrain, fix)
    if above is None:
        return _Height()
    due = state.sensors | (frozenset() if state.switched else _due_here(course, state))
    bearing = [(least, sensor) for sensor, least in course.least_m if sensor in due]
    if not bearing:
        return _Height(above)
    least, sensor = max(bearing)
    return _Height(above, above - least, sensor)


def _above_ground(terrain: Terrain | None, fix: Fix) -> float | None:
    """Return the height above ground, where height and terrain count from the same surface."""
    given = fix.height_in(HeightSystem.AGL)
    if given is not None or terrain is None:
        return given
    on_ellipsoid = terrain.height_system == _ELLIPSOID
    height = fix.height_in(HeightSystem.ELLIPSOID if on_ellipsoid else HeightSystem.MSL)
    if height is None:
        return None
    ground = float(terrain.heights_m(np.array([fix.at.lon_deg]), np.array([fix.at.lat_deg]))[0])
    return None if np.isnan(ground) else height - ground


def _due_here(course: Course, state: LiveState) -> frozenset[str]:
    """Return the sensors whose agreed stretch is being flown."""
    return frozenset(sensors_due(course.dues, state.along_m))
