"""SEN-1, SEN-3 to SEN-6, SEN-17: which sensors may be at work, how many, on which day.

Treaty: art.IV.1, art.IV.2, art.XVIII.II.2. That a category is one of the closed list holds by the
form of the plan: no other can be written in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from overflight.missions.plan.paths import PlannedPath, planned_path
from overflight.missions.plan.plans import MissionPlan, Observation, Side
from overflight.missions.plan.surroundings import Surroundings
from overflight.missions.rules.answers import OSCC, PROHIBIT, agreed_basis
from overflight.sensors import SensorCategory, in_phase_in, limits_of
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, judge

__all__ = ["category_allowed", "numbers_of_sensors", "radar_on_one_side"]

_NAMES = {
    SensorCategory.OPTICAL_PANORAMIC: "panoramic cameras",
    SensorCategory.OPTICAL_FRAMING: "framing cameras",
    SensorCategory.VIDEO: "video cameras",
    SensorCategory.INFRA_RED: "infra-red line scanners",
    SensorCategory.RADAR: "radars",
}


def category_allowed(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge whether each category may be used on the flight date.

    Treaty: art.IV.1, art.XVIII.II.2; SEN-1, SEN-17: no infra-red line scanner until 31 December
    of the third year after the year of entry into force, unless both Parties agree.
    """
    used = sorted({period.category for period in plan.observations})
    says = "No sensor is planned."
    if used:
        says = f"Only agreed categories are planned: {', '.join(_NAMES[c] for c in used)}."
    found = [Finding("SEN-1", "art.IV.1", Outcome.KEPT, says)]
    if SensorCategory.INFRA_RED in used and in_phase_in(around.day):
        found.append(_infra_red(plan, around))
    return tuple(found)


def _infra_red(plan: MissionPlan, around: Surroundings) -> Finding:
    """Return whether both Parties agreed to an infra-red line scanner before 2006."""
    agreement = around.agreed("SEN-17")
    both = {plan.observing, plan.observed}
    by = set(agreement.by) if agreement else set()
    covered = all(unit in by or around.states_of(unit) <= by for unit in both)
    says = f"An infra-red line scanner on {around.day} needs both Parties' agreement until 2005"
    outcome = Outcome.KEPT if agreement and covered else Outcome.BROKEN
    tail = "which is recorded" if outcome is Outcome.KEPT else "and none is at hand"
    return Finding(
        "SEN-17",
        "art.XVIII.II.2",
        outcome,
        f"{says}, {tail}.",
        consequence="" if outcome is Outcome.KEPT else PROHIBIT,
        basis=agreed_basis(agreement),
    )


def numbers_of_sensors(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge how many sensors of each category the plan puts to work.

    Treaty: art.IV.2; SEN-3 to SEN-6: one panoramic, one vertical and two oblique framing cameras
    (one on each side), one infra-red line scanner, one radar; video is not limited.
    """
    found = []
    for category in SensorCategory:
        limits = limits_of(category)
        sensors = {p.sensor for p in plan.observations if p.category is category}
        if not sensors or limits.most is None:
            continue
        measured = Quantity(len(sensors), "devices")
        limit = Limit(float(around.limit_of(limits.rule, limits.most)), "devices", Sense.AT_MOST)
        outcome = judge(measured, limit)
        says = f"{_NAMES[category].capitalize()} planned: {len(sensors)}; allowed: {limit.value:g}."
        crowded = tuple(_crowded(plan, category))
        if crowded and outcome is Outcome.KEPT:
            outcome = Outcome.BROKEN
            says = f"{'; '.join(crowded)}; one each way is allowed."
        found.append(
            Finding(
                limits.rule,
                limits.most.provision,
                outcome,
                says,
                measured=measured,
                limit=limit,
                consequence="" if outcome is Outcome.KEPT else PROHIBIT,
            )
        )
    return tuple(found)


def _crowded(plan: MissionPlan, category: SensorCategory) -> Iterator[str]:
    """Yield the ways in which more than one framing camera looks."""
    if category is SensorCategory.OPTICAL_FRAMING:
        for side in Side:
            cameras = {p.sensor for p in plan.observations if p.side is side} & {
                p.sensor for p in plan.observations if p.category is category
            }
            if len(cameras) > 1:
                yield f"{len(cameras)} framing cameras look {side.value}"


def _together(a: Observation, b: Observation, path: PlannedPath) -> bool:
    """Return whether two periods share a stretch of the path."""
    first, second = path.indices(a.start, a.stop), path.indices(b.start, b.stop)
    if first is None or second is None:
        return False
    return max(first[0], second[0]) < min(first[1], second[1])


def radar_on_one_side(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge whether the radar looks to one side at a time.

    Treaty: art.IV.2.D; SEN-6: left or right, never both together.
    """
    periods = [p for p in plan.observations if p.category is SensorCategory.RADAR]
    if not periods:
        return ()
    path = planned_path(plan, around)
    sides = {Side.LEFT, Side.RIGHT}
    both = [
        (a, b)
        for a, b in combinations(periods, 2)
        if {a.side, b.side} == sides and _together(a, b, path)
    ]
    says = "The radar looks to one side at a time."
    if both:
        a, b = both[0]
        says = (
            f"The radar looks left and right together between {a.start} or {b.start}"
            f" and {a.stop} or {b.stop}."
        )
    outcome = Outcome.BROKEN if both else Outcome.KEPT
    if not both and any(p.side not in sides for p in periods):
        says = "The plan does not say to which side the radar looks: is it one side at a time?"
        outcome = Outcome.OPEN
    return (
        Finding(
            "SEN-6",
            "art.IV.2.D",
            outcome,
            says,
            consequence="" if outcome is Outcome.KEPT else OSCC,
        ),
    )
