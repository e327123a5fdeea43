"""What asks for attention on board, each with the provision that bears on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from overflight.flights.live.courses import Course
from overflight.flights.live.dues import sensors_due
from overflight.flights.live.forms import LiveAlarm, LiveMargins
from overflight.flights.live.states import LiveState
from overflight.missions import DeviationCause

__all__ = ["alarms_of"]

_SLACK_S = 5.0


def alarms_of(course: Course, state: LiveState, margins: LiveMargins) -> tuple[LiveAlarm, ...]:
    """Return what asks for attention now, in the order of the rule table.

    Args:
        course: The agreed path.
        state: The state of the stream.
        margins: What is left of every limit.
    """
    at_s = state.fix.time_s if state.fix is not None else 0.0
    now = _Moment(course, state, margins, at_s)
    return tuple(alarm for rule in _RULES for alarm in rule(now))


@dataclass(frozen=True, slots=True, eq=False)
class _Moment:
    """What the alarms are asked of.

    Args:
        course: The agreed path.
        state: The state of the stream.
        margins: What is left of every limit.
        at_s: Time of the last position.
    """

    course: Course
    state: LiveState
    margins: LiveMargins
    at_s: float


def _source(now: _Moment) -> Iterator[LiveAlarm]:
    """Yield what is doubtful about the positions; nothing is put right."""
    asked = now.course.settings
    if now.state.doubted:
        gone_back = now.state.doubted[-1].time_s <= now.at_s
        says = (
            "The clock of the source runs back; its positions are set aside."
            if gone_back
            else "The source jumps farther than an aircraft can fly; positions are set aside."
        )
        yield LiveAlarm("source clock" if gone_back else "source jump", says)
    same = now.at_s - (now.state.same_since_s or now.at_s)
    if now.state.moving and same >= asked.frozen_s:
        says = f"The source has repeated one position for {same:,.0f} s in flight: frozen."
        yield LiveAlarm("source frozen", says)
    if now.state.gap_s:
        says = (
            f"Unseen for {now.state.gap_s:,.0f} s before this position: nothing can be said of it."
        )
        yield LiveAlarm("source gap", says)


def _window(now: _Moment) -> Iterator[LiveAlarm]:
    if now.margins.window_s is not None and now.margins.window_s < 0:
        says = (
            f"At this speed the flight ends {-now.margins.window_s / 60:,.0f} min after the window."
        )
        yield LiveAlarm("FLT-1", says, "FLT-1", "art.VI.I.9")


def _distance(now: _Moment) -> Iterator[LiveAlarm]:
    if now.margins.distance_m is not None and now.margins.distance_m < -0.5:
        says = (
            f"Flown to its end the path is {-now.margins.distance_m / 1000:,.1f} km longer than the"
            " maximum flight distance allows;"
            f" {now.margins.extra_m / 1000:,.1f} km of deviations do not count."
        )
        yield LiveAlarm("GEO-1", says, "GEO-1", "art.VI.II.4.A")


def _order(now: _Moment) -> Iterator[LiveAlarm]:
    """Yield flying beside a leg that comes earlier in the declared order."""
    state, leg = now.state, now.course.route.leg
    beside = state.part if state.other is None else state.other[0]
    if int(leg[beside]) < int(leg[state.latest]):
        name = now.course.route.name_of(int(leg[beside]))
        says = f"Flying beside {name}, a leg that comes earlier in the declared order."
        yield LiveAlarm("GEO-3", says, "GEO-3", "art.VI.II.4.F")


def _border(now: _Moment) -> Iterator[LiveAlarm]:
    if now.margins.border_m is not None and now.margins.border_m < 0:
        away = (now.margins.border_m + now.course.stand_off_m) / 1000
        says = (
            f"{away:,.1f} km from the border with {now.margins.border_with}, not a Party:"
            f" {now.course.stand_off_m / 1000:g} km are asked."
        )
        yield LiveAlarm("GEO-4", says, "GEO-4", "art.VI.II.2")


def _off_path(now: _Moment) -> Iterator[LiveAlarm]:
    if now.state.off_since_s is None and not now.state.deviated:
        return
    cause = now.state.cause
    rule, provision = "DEV-1", "art.VIII.II.1"
    if cause is DeviationCause.WEATHER_SENSORS:
        rule, provision = "DEV-2", "art.VIII.II.2"
    named = "no cause is said" if cause is None else f"cause said: {cause.value}"
    says = f"{now.margins.nearest_m / 1000:,.1f} km off the agreed path; {named}."
    yield LiveAlarm("DEV-1", says, rule, provision)
    if not now.state.told:
        says = "Those aboard are to be told of the deviation immediately."
        yield LiveAlarm("DEV-7", says, "DEV-7", "art.VIII.II.8")


def _far(now: _Moment) -> Iterator[LiveAlarm]:
    if now.state.far_since_s is None:
        return
    on = f"; on: {', '.join(sorted(now.state.sensors))}" if now.state.sensors else ""
    says = (
        f"More than {now.course.far_m / 1000:g} km from the path: the observed Party may forbid all"
        f" sensors{on}."
    )
    yield LiveAlarm("DEV-4", says, "DEV-4", "art.VIII.II.3")


def _low(now: _Moment) -> Iterator[LiveAlarm]:
    """Yield a sensor that is below its minimum height; without any word of sensors, one due."""
    if now.margins.height_m is None or now.margins.height_m >= 0:
        return
    on = "is on" if now.margins.height_of in now.state.sensors else "is due"
    says = (
        f"{now.margins.height_of} {on} {-now.margins.height_m:,.0f} m below its minimum height:"
        " the observed Party may forbid it meanwhile."
    )
    yield LiveAlarm(f"DEV-3 {now.margins.height_of}", says, "DEV-3", "art.VIII.II.3")


def _sensors(now: _Moment) -> Iterator[LiveAlarm]:
    """Yield sensors that are on where the plan has them off, or off where it has them on."""
    if not now.state.switched:
        return
    slack = (now.state.speed_m_s or 0.0) * _SLACK_S
    here = sensors_due(now.course.dues, now.state.along_m)
    sure = sensors_due(now.course.dues, now.state.along_m - slack)
    soon = sensors_due(now.course.dues, now.state.along_m + slack)
    for sensor in sorted(now.state.sensors - here - sure - soon):
        says = f"{sensor} is on outside the stretches agreed for it."
        yield LiveAlarm(f"on {sensor}", says, "DEV-1", "art.VIII.II.1")
    for sensor in sorted((here & sure & soon) - now.state.sensors):
        says = f"{sensor} is off where the plan has it on."
        yield LiveAlarm(f"off {sensor}", says, "DEV-1", "art.VIII.II.1")


_RULES: tuple[Callable[[_Moment], Iterator[LiveAlarm]], ...] = (
    _source,
    _window,
    _distance,
    _order,
    _border,
    _off_path,
    _far,
    _low,
    _sensors,
)
