"""Where the sensors were on: a sensor log beside the flown track and the agreed stretches."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overflight.deadlines import Instant, format_instant
from overflight.errors import UsageError
from overflight.flights.compared.comparison import Comparison
from overflight.flights.compared.runs import stretches_where
from overflight.flights.told.tracks import seconds_of
from overflight.geodesy import distances_m

__all__ = ["SensorLog", "SensorOn", "SensorPeriod", "points_on", "points_with", "sensor_periods"]


@dataclass(frozen=True, slots=True)
class SensorOn:
    """One time a sensor was at work, by its log.

    Args:
        sensor: Id of the sensor, as in the plan.
        on_at: When it was switched on.
        off_at: When it was switched off.

    Raises:
        UsageError: It was switched off before it was switched on.
    """

    sensor: str
    on_at: Instant
    off_at: Instant

    def __post_init__(self) -> None:
        if self.off_at < self.on_at:
            raise UsageError(
                "E-SENSOR-LOG",
                where=f"sensor {self.sensor}",
                expected="switched off after it was switched on",
                found=f"on {format_instant(self.on_at)}, off {format_instant(self.off_at)}",
                remedy="Correct the log; times are UTC.",
            )


@dataclass(frozen=True, slots=True)
class SensorLog:
    """What the log of the sensors says (TRN-2, NTF-38).

    Args:
        periods: Every time a sensor was on.
        mission: Mission key, where the log names it.
        source: Who kept the log and how.
    """

    periods: tuple[SensorOn, ...]
    mission: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class SensorPeriod:
    """One time a sensor was on, with where that was.

    Args:
        on: What the log says.
        seen_s: How long of it the aircraft was seen.
        unseen_s: How long of it nothing is known of the aircraft.
        from_m: Least distance along the agreed path while seen, in metres; none where unseen.
        to_m: Greatest distance along the agreed path.
        planned_m: Metres flown while seen, inside an agreed stretch of this sensor.
        other_m: Metres flown while seen, outside every agreed stretch of it, or off the path.
    """

    on: SensorOn
    seen_s: float
    unseen_s: float
    from_m: float | None
    to_m: float | None
    planned_m: float
    other_m: float


def points_on(comparison: Comparison, on: SensorOn) -> NDArray[np.bool_]:
    """Tell which points were flown while a sensor was on, both ends included."""
    time = comparison.track.time_s
    return np.asarray((time >= seconds_of(on.on_at)) & (time <= seconds_of(on.off_at)))


def points_with(comparison: Comparison, log: SensorLog, sensor: str) -> NDArray[np.bool_]:
    """Tell which points were flown while a sensor was on, by its log."""
    on = np.zeros(len(comparison.track), dtype=np.bool_)
    for period in log.periods:
        if period.sensor == sensor:
            on |= points_on(comparison, period)
    return on


def sensor_periods(comparison: Comparison, log: SensorLog) -> tuple[SensorPeriod, ...]:
    """Return where each sensor was on, and how much of that was agreed.

    Treaty: serves art.VI.I.21, art.VII.3.
    """
    return tuple(_period(comparison, on) for on in log.periods)


def _period(comparison: Comparison, on: SensorOn) -> SensorPeriod:
    track, along = comparison.track, comparison.along_m
    there = points_on(comparison, on)
    seen = _seen_s(comparison, on)
    unseen = seconds_of(on.off_at) - seconds_of(on.on_at) - seen
    if not there.any():
        return SensorPeriod(on, seen, unseen, None, None, 0.0, 0.0)
    agreed = _agreed(comparison, on.sensor)
    planned = other = 0.0
    for first, past in stretches_where(there, comparison.clean.pieces):
        of = slice(first, past)
        lon, lat = track.lon_deg[of], track.lat_deg[of]
        if past - first < 2:
            continue
        steps = distances_m(lon[:-1], lat[:-1], lon[1:], lat[1:])
        inside = agreed[of][:-1] & agreed[of][1:]
        planned += float(steps[inside].sum())
        other += float(steps[~inside].sum())
    return SensorPeriod(
        on, seen, unseen, float(along[there].min()), float(along[there].max()), planned, other
    )


def _seen_s(comparison: Comparison, on: SensorOn) -> float:
    """Return how long the aircraft was seen while the sensor was on."""
    time, since, until = comparison.track.time_s, seconds_of(on.on_at), seconds_of(on.off_at)
    pieces = [(time[first], time[past - 1]) for first, past in comparison.clean.pieces]
    return float(sum(max(0.0, min(until, b) - max(since, a)) for a, b in pieces))


def _agreed(comparison: Comparison, sensor: str) -> NDArray[np.bool_]:
    """Tell which points lie on the path, in a stretch agreed for a sensor.

    A stretch is entered and left within the tolerance of the comparison.
    """
    slack, route = comparison.settings.tolerance_m, comparison.route
    inside = np.zeros(len(comparison.track), dtype=np.bool_)
    for observation in route.plan.observations:
        ends = route.stretch_m(observation.start, observation.stop)
        if observation.sensor == sensor and ends is not None:
            inside |= (comparison.along_m >= ends[0] - slack) & (
                comparison.along_m <= ends[1] + slack
            )
    return np.asarray(inside & (comparison.off_m <= slack))
