"""The lowest altitude of every observation period, in both systems of units, step by step."""

from __future__ import annotations

from dataclasses import dataclass

from overflight.missions.plan.paths import planned_path
from overflight.missions.plan.plans import HeightSystem, MissionPlan, Observation
from overflight.missions.plan.surroundings import Surroundings
from overflight.missions.rules.height_floor import floor_of, lowest_above
from overflight.sensors import (
    HEIGHT_DEPENDENT,
    LengthUnit,
    SegmentAltitude,
    segment_altitude,
)

__all__ = ["AltitudeList", "PeriodAltitude", "period_altitudes"]


@dataclass(frozen=True, slots=True)
class PeriodAltitude:
    """The lowest altitude of one observation period.

    Args:
        sensor: The sensor.
        start: Where it is switched on.
        stop: Where it is switched off.
        planned_m: Planned height in metres.
        height_system: What the planned height counts from.
        h_min_m: Minimum height above ground in metres; none where not at hand, or for a radar.
        ground_m: Highest ground of the segment, in metres; none where not known.
        ground_error_m: How far that may be off.
        metric: The altitude in metres; none without forecast or ground.
        feet: The same in feet: metres become feet once.
        missing: What is missing.
        basis: Where the numbers come from.
    """

    sensor: str
    start: str
    stop: str
    planned_m: float
    height_system: HeightSystem
    h_min_m: float | None
    ground_m: float | None
    ground_error_m: float
    metric: SegmentAltitude | None
    feet: SegmentAltitude | None
    missing: tuple[str, ...]
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AltitudeList:
    """The lowest altitudes of a plan.

    Args:
        mission: Mission key.
        version: Version of the plan.
        periods: One row for each observation period.
    """

    mission: str
    version: int
    periods: tuple[PeriodAltitude, ...]


def period_altitudes(plan: MissionPlan, around: Surroundings) -> AltitudeList:
    """Return the lowest altitude of every observation period.

    Treaty: art.VI.II.4.D, annex.D.I.2.D, dec.unnumbered.altitude-formula; serves GEO-6.
    """
    rows = tuple(_row(plan, period, around) for period in plan.observations)
    return AltitudeList(plan.mission, plan.version, rows)


def _row(plan: MissionPlan, period: Observation, around: Surroundings) -> PeriodAltitude:
    missing: list[str] = []
    basis: list[str] = []
    h_min: float | None = None
    if period.category in HEIGHT_DEPENDENT:
        h_min, grounds = floor_of(period, around)
        basis += grounds
        missing += [] if h_min is not None else ["H_min"]
    else:
        missing.append("nothing to find: a radar has no minimum height (annex.D.I.2.E)")
    ground_m, error_m = _ground(plan, period, around)
    if ground_m is None:
        missing.append("highest ground of the segment")
    if around.terrain is not None:
        system = around.terrain.height_system
        basis.append(f"terrain: {around.terrain.source}, heights from {system}")
    weather = [one for one in around.weather if one.covers(period.start, period.stop)]
    if not weather:
        missing.append("forecast: temperature and QNH")
    basis += [f"forecast: {one.source}" for one in weather if one.source]
    metric = feet = None
    if ground_m is not None and h_min is not None and weather and h_min >= 0:
        metric, feet = (
            max(
                (
                    segment_altitude(
                        ground=ground_m, h_min=h_min, weather=one.forecast, shown=shown
                    )
                    for one in weather
                ),
                key=lambda found: found.pressure,
            )
            for shown in LengthUnit
        )
    return PeriodAltitude(
        period.sensor,
        period.start,
        period.stop,
        period.height_m,
        plan.height_system,
        h_min,
        ground_m,
        error_m,
        metric,
        feet,
        tuple(missing),
        tuple(basis),
    )


def _ground(
    plan: MissionPlan, period: Observation, around: Surroundings
) -> tuple[float | None, float]:
    """Return the highest ground of a segment and its error; none where it is not known."""
    stretch = planned_path(plan, around).stretch(period.start, period.stop)
    if stretch is None or around.terrain is None:
        return None, 0.0
    lowest = lowest_above(stretch, 0.0, around.terrain)
    if lowest.height_m is None:
        return None, 0.0
    return -lowest.height_m, lowest.between_m + around.terrain.error_m
