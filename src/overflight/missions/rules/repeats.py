"""GEO-5: the path does not come to the same point again.

Treaty: art.VI.II.4.G. Take-off, landing and passes over a calibration target are exempt. Whether
a path may cross itself once at a point is AMB-29.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import combinations

from overflight.geodesy import Crossing, crossings, distance_m
from overflight.missions.law.limits import IN_FORCE
from overflight.missions.plan.paths import PlannedPath, planned_path
from overflight.missions.plan.plans import MissionPlan
from overflight.missions.plan.surroundings import Surroundings
from overflight.missions.rules.answers import PROPOSE, agreed_basis, reading_in_force
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, Value, judge

__all__ = ["VISITS", "counted_crossings", "no_repeat"]

# Two visits are one intersection with itself; "more than once" begins with the third.
VISITS = Value("visits to one point", Decimal(2), "visits", IN_FORCE, "art.VI.II.4.G")
_TOUCH_M = 1.0
# Positions are often written to four decimals of a degree, 11 m: crossings nearer to each other
# than that may be meant as one.
_ALIKE_M = 11.0


def counted_crossings(path: PlannedPath) -> tuple[Crossing, ...]:
    """Return where a path meets itself, without what the text exempts.

    Exempt are airfields (take-off and landing) and passes over a calibration target: a crossing
    does not count where all its legs but one lead to or from such a target.
    """
    if len(path.places) < 2:
        return ()
    legs = path.leg_of_edges
    exempt = [place.at for place in path.places if place.airfield or place.calibration]
    counted = []
    for crossing in crossings(path.line):
        at_exempt = crossing.until is None and any(
            distance_m(at, crossing.at) <= _TOUCH_M for at in exempt
        )
        if not at_exempt and not _on_passes(path, {legs[edge] for edge in crossing.legs}):
            counted.append(crossing)
    return tuple(counted)


def _on_passes(path: PlannedPath, legs: set[int]) -> bool:
    """Return whether all legs but one lead to or from a calibration target."""
    passes = [k for k in legs if path.places[k].calibration or path.places[k + 1].calibration]
    return bool(passes) and len(passes) >= len(legs) - 1


def _limit(around: Surroundings) -> Limit | None:
    """Return how many visits are allowed; none where the Parties waived the requirement."""
    agreement = around.agreed("GEO-5")
    if agreement is not None:
        amount = agreement.amount
        return None if amount is None else Limit(float(amount), VISITS.unit, Sense.AT_MOST)
    strict = around.readings.of("AMB-29") == "none"
    most = Decimal(1) if strict else VISITS.on(around.day)
    return Limit(float(most), VISITS.unit, Sense.AT_MOST)


def _names(path: PlannedPath, crossing: Crossing) -> str:
    """Return the legs that meet, by the names of their ends."""
    legs = sorted({path.leg_of_edges[edge] for edge in crossing.legs})
    return ", ".join(f"{path.places[k].name} to {path.places[k + 1].name}" for k in legs)


def _finding(
    path: PlannedPath, crossing: Crossing, limit: Limit, readings: tuple[str, ...]
) -> Finding:
    measured = Quantity(crossing.visits, VISITS.unit)
    outcome = judge(measured, limit)
    what = "comes to one point" if crossing.until is None else "runs along the same stretch"
    says = f"The path {what} {crossing.visits} times, on legs {_names(path, crossing)}."
    if outcome is Outcome.KEPT and crossing.until is not None:
        outcome = Outcome.OPEN
        says += " The text does not say whether a stretch flown again is an intersection."
    return Finding(
        "GEO-5",
        "art.VI.II.4.G",
        outcome,
        says,
        measured=measured,
        limit=limit,
        consequence="" if outcome is Outcome.KEPT else PROPOSE,
        where=(crossing.at,) if crossing.until is None else (crossing.at, crossing.until),
        readings=readings,
    )


def _alike(points: Sequence[Crossing], limit: Limit, readings: tuple[str, ...]) -> list[Finding]:
    """Return a question for crossings so near to each other that they may be meant as one."""
    for a, b in combinations(points, 2):
        apart = distance_m(a.at, b.at)
        visits = len({*a.legs, *b.legs})
        if apart <= _ALIKE_M and max(a.visits, b.visits) <= limit.value < visits:
            says = (
                f"Two crossings lie {apart:.1f} m apart, closer than positions are often written."
                " Are they one point, come to three times?"
            )
            return [
                Finding(
                    "GEO-5",
                    "art.VI.II.4.G",
                    Outcome.OPEN,
                    says,
                    consequence=PROPOSE,
                    where=(a.at, b.at),
                    readings=readings,
                )
            ]
    return []


def no_repeat(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge how often the path comes to any one point.

    Returns:
        One finding for each place where the path meets itself, or one that says it does not.

    Treaty: art.VI.II.4.G; GEO-5, AMB-29: under the default reading one crossing at a point is
    kept, and said.
    """
    readings = (reading_in_force(around, "AMB-29")[1],)
    limit = _limit(around)
    if limit is None:
        says = "The Parties agreed that the path may come to a point again."
        basis = agreed_basis(around.agreed("GEO-5"))
        return (Finding("GEO-5", "art.VI.II.4.G", Outcome.KEPT, says, basis=basis),)
    path = planned_path(plan, around)
    met = counted_crossings(path)
    if not met:
        says = "The path does not meet itself, take-off, landing and calibration left out."
        return (Finding("GEO-5", "art.VI.II.4.G", Outcome.KEPT, says, readings=readings),)
    points = [crossing for crossing in met if crossing.until is None]
    return (
        *(_finding(path, crossing, limit, readings) for crossing in met),
        *_alike(points, limit, readings),
    )
