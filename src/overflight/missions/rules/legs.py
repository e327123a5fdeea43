"""GEO-3: straight flight between declared points, in the declared order.

Treaty: art.VI.II.4.F. The form of a plan holds no arc and no orbit, so what is left to judge is
that every leg has a direction, and to say what "direct" is taken to mean (AMB-33).
"""

from __future__ import annotations

from itertools import pairwise

from overflight.geodesy import along_across, coordinates_deg, distance_m, rhumb_line
from overflight.missions.plan.paths import PlannedPath, planned_path
from overflight.missions.plan.plans import MissionPlan
from overflight.missions.plan.surroundings import Surroundings
from overflight.missions.rules.answers import PROPOSE, reading_in_force
from overflight.treaty import Finding, Outcome, count_of

__all__ = ["direct_legs", "lines_differ_by_m"]

_STEP_M = 5_000.0


def lines_differ_by_m(path: PlannedPath) -> float:
    """Return how far geodesics and rhumb lines between the places of a path lie apart, in metres.

    Accuracy: the rhumb lines are looked at every 5 km.
    """
    apart = 0.0
    for a, b in pairwise(path.places):
        if distance_m(a.at, b.at) > _STEP_M:
            lon, lat = coordinates_deg(rhumb_line(a.at, b.at, _STEP_M))
            apart = max(apart, float(along_across((a.at, b.at), lon, lat).distance_m.max()))
    return apart


def direct_legs(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge whether the path is made of straight legs that each lead somewhere.

    Treaty: art.VI.II.4.F; GEO-3, AMB-33.
    """
    path = planned_path(plan, around)
    still = [(a, b) for a, b in pairwise(path.places) if distance_m(a.at, b.at) == 0]
    option, tag = reading_in_force(around, "AMB-33")
    if still:
        names = ", ".join(f"{a.name} and {b.name}" for a, b in still)
        return (
            Finding(
                "GEO-3",
                "art.VI.II.4.F",
                Outcome.BROKEN,
                f"No leg leads anywhere between points at the same place: {names}.",
                consequence=PROPOSE,
                where=tuple(a.at for a, _ in still),
                readings=(tag,),
            ),
        )
    legs = max(0, len(path.places) - 1)
    apart = lines_differ_by_m(path)
    says = (
        f"{count_of(legs, 'straight leg')} in declared order, each a {option.replace('-', ' ')};"
        f" geodesic and rhumb line lie up to {apart:,.0f} m apart."
    )
    return (Finding("GEO-3", "art.VI.II.4.F", Outcome.KEPT, says, readings=(tag,)),)
