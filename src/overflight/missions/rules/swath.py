"""GEO-7: how far to the sides a sensor covers the ground.

Treaty: art.IV.2.A, art.IV.2.D. Answered only for periods whose coverage the plan gives.
"""

from __future__ import annotations

from collections.abc import Iterator

from overflight.missions.plan.plans import MissionPlan, Observation
from overflight.missions.plan.surroundings import Surroundings
from overflight.missions.rules.answers import OSCC, reading_in_force
from overflight.sensors import SensorCategory, limits_of
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, Value, judge

__all__ = ["swath"]


def _finding(
    period: Observation, measured_km: float, most: Value, around: Surroundings, what: str
) -> Finding:
    measured = Quantity(measured_km, "km")
    limit = Limit(float(most.on(around.day)), "km", Sense.AT_MOST)
    outcome = judge(measured, limit)
    optical = period.category is not SensorCategory.RADAR
    return Finding(
        "GEO-7",
        most.provision,
        outcome,
        f"{period.sensor} covers {measured_km:g} km {what}; {limit.value:g} km are allowed.",
        measured=measured,
        limit=limit,
        consequence="" if outcome is Outcome.KEPT else OSCC,
        readings=(reading_in_force(around, "AMB-34")[1],) if optical else (),
    )


def _of_period(period: Observation, around: Surroundings) -> Iterator[Finding]:
    limits = limits_of(period.category)
    sides = [km for km in (period.left_km, period.right_km) if km is not None]
    if not sides:
        return
    if limits.each_side is not None:
        yield _finding(period, max(sides), limits.each_side, around, "to one side")
    if limits.swath is not None:
        yield _finding(period, sum(sides), limits.swath, around, "across")


def swath(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge the coverage of each observation period that gives one.

    Treaty: art.IV.2.A (optical: 50 km on each side), art.IV.2.D (radar: 25 km); GEO-7, AMB-34.
    """
    return tuple(f for period in plan.observations for f in _of_period(period, around))
