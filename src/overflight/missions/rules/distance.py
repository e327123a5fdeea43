"""GEO-1 and GEO-2: the flight distance stays within the limit of the airfield of commencement.

Treaty: art.II.11, art.VI.II.4.A (which cites annex.A.I; annex.A.III is meant), annex.A.III.
Take-off, landing and calibration legs count; stops and a change of airfield do not start the count
again.
"""

from __future__ import annotations

from overflight.geodesy import Gap
from overflight.missions.plan.outside import outside_stretches
from overflight.missions.plan.paths import PlannedPath, planned_path
from overflight.missions.plan.plans import MissionPlan
from overflight.missions.plan.surroundings import MaximumDistance, Surroundings
from overflight.missions.rules.answers import PROPOSE, interval, reading_in_force
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, judge

__all__ = ["inside_distance_m", "maximum_distance"]

_WHOLE_ERROR_KM = 1e-6  # legs are exact to some nanometres; a rhumb line to 1 mm
_ROUNDING_M = 0.1  # sums of lengths along a path that never leaves
_SHOWN_KM = 0.05  # a doubt that one decimal does not show


def inside_distance_m(path: PlannedPath, around: Surroundings) -> Gap | None:
    """Return how much of a path lies over the observed Party's territory, as an interval.

    The least counts land only; the most adds stretches that may lie over territorial waters, and
    the doubt of the edge for each time the path leaves the land.

    Args:
        path: The planned path.
        around: Surroundings; none is returned where they hold no territory.
    """
    if around.territory is None or len(path.places) < 2:
        return None
    inside, whole = around.territory.length_inside(path.line), path.length_km * 1000
    if whole - inside.least_m <= _ROUNDING_M:
        return Gap(whole, whole)
    outside = outside_stretches(path.line, around)
    waters = sum(stretch.length_m for stretch in outside if stretch.may_be_waters)
    doubt = 2 * around.territory_error_m * len(outside)
    return Gap(max(0.0, inside.least_m - doubt), min(whole, inside.most_m + waters + doubt))


def _unknown(says: str) -> Finding:
    return Finding("GEO-1", "art.VI.II.4.A", Outcome.OPEN, says, consequence=PROPOSE)


def _measured(
    path: PlannedPath, around: Surroundings, distance: MaximumDistance
) -> dict[str, Quantity]:
    """Return the distance under each reading of AMB-10, as far as it can be known."""
    whole = Quantity(path.length_km, "km", _WHOLE_ERROR_KM)
    found = {"whole-path": whole}
    inside = inside_distance_m(path, around)
    if inside is not None:
        found["inside-territory"] = interval(inside, "km", per=1000)
    elif whole.value <= float(distance.km) - _WHOLE_ERROR_KM:
        # A part is never longer than the whole, so the whole decides without a territory.
        found["inside-territory"] = Quantity(whole.value / 2, "km", whole.value / 2)
    return found


def maximum_distance(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge the flight distance under the reading in force, and state the other (AMB-10).

    Treaty: art.II.11, art.VI.II.4.A, annex.A.III; GEO-1, GEO-2.
    """
    path, distance = planned_path(plan, around), around.distance
    if distance is None:
        return (_unknown(f"No maximum flight distance from {plan.start_site} is at hand."),)
    if len(path.places) < 2:
        return (_unknown("The path has no leg with known ends; its length is not known."),)
    measured = _measured(path, around, distance)
    option, _ = reading_in_force(around, "AMB-10")
    other = "whole-path" if option == "inside-territory" else "inside-territory"
    limit = Limit(float(distance.km), "km", Sense.AT_MOST)
    readings = (f"AMB-10={option}", f"AMB-33={around.readings.of('AMB-33')}")
    counted = measured.get(option)
    if counted is None:
        says = (
            f"The whole path is {path.length_km:.1f} km, more than {distance.km} km; how much of it"
            f" lies inside {plan.observed} is not known without its territory."
        )
        return (_unknown(says), *_beside(limit, measured.get(other), other))
    outcome = judge(counted, limit)
    says = f"{_WORDS[option]} is {_said(counted)}; from {plan.start_site} {distance.km} km"
    says += " are allowed."
    if path.missing and outcome is Outcome.KEPT:
        outcome = Outcome.OPEN
        says += f" The way to {', '.join(path.missing)} is not counted: no position is at hand."
    judged = Finding(
        "GEO-1",
        "art.VI.II.4.A",
        outcome,
        says,
        measured=counted,
        limit=limit,
        consequence="" if outcome is Outcome.KEPT else PROPOSE,
        basis=_basis(plan, around, distance),
        readings=readings,
    )
    return (judged, *_beside(limit, measured.get(other), other))


_WORDS = {
    "whole-path": "The whole path",
    "inside-territory": "The path inside the territory",
}


def _said(measured: Quantity) -> str:
    """Return a distance as a person reads it: one number, or its bounds where they differ."""
    if measured.error < _SHOWN_KM:
        return f"{measured.value:.1f} km"
    low, high = measured.value - measured.error, measured.value + measured.error
    return f"{low:.1f} to {high:.1f} km"


def _basis(plan: MissionPlan, around: Surroundings, distance: MaximumDistance) -> tuple[str, ...]:
    """Return where limit, territory and start position come from, with their doubts."""
    start = around.sites.get(plan.start_site)
    says = ", ".join(part for part in (distance.provision, distance.source) if part)
    found = [
        f"limit: {says}" if says else "",
        *distance.doubts,
        f"territory: {around.territory_source}" if around.territory is not None else "",
        *(start.doubts if start else ()),
    ]
    return tuple(ground for ground in found if ground)


def _beside(limit: Limit, measured: Quantity | None, other: str) -> tuple[Finding, ...]:
    """Return the other reading's number as GEO-2: shown, and warned of, never held against it."""
    if measured is None:
        return ()
    would_be = judge(measured, limit)
    says = f"{_WORDS[other]} is {_said(measured)}"
    says += "." if would_be is Outcome.KEPT else f": AMB-10={other} would be {would_be.value}."
    return (
        Finding(
            "GEO-2",
            "art.II.11",
            Outcome.KEPT,
            says,
            measured=measured,
            readings=(f"AMB-10={other}",),
        ),
    )
