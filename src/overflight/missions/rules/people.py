"""MPL-2, MPL-5 and MPL-8: what only people can answer, put as questions where it bears.

Treaty: art.VI.II.2, art.VI.II.4.B, art.VI.II.4.C, art.VI.II.5.
"""

from __future__ import annotations

from overflight.missions.plan.plans import MissionPlan
from overflight.missions.plan.surroundings import Surroundings
from overflight.missions.rules.answers import NONE_STATED, reading_in_force
from overflight.treaty import Finding, Outcome

__all__ = ["hazardous_airspace", "nothing_off_limits"]


def nothing_off_limits(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Say that no part of the territory is closed to observation.

    Treaty: art.VI.II.2; MPL-2. It binds the observed Party: no plan can break it.
    """
    named = f", {', '.join(around.hazards)} included" if around.hazards else ""
    says = f"Any part of {plan.observed} may be observed{named}; secrecy is no ground for refusal."
    return (Finding("MPL-2", "art.VI.II.2", Outcome.KEPT, says),)


def hazardous_airspace(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Put the questions of hazardous airspace, where people found that the path crosses some.

    Treaty: art.VI.II.4.C, art.VI.II.5; MPL-5 for the observing, MPL-8 for the observed Party.
    """
    if not around.hazards:
        return ()
    names = ", ".join(around.hazards)
    _, tag = reading_in_force(around, "AMB-14")
    return (
        Finding(
            "MPL-5",
            "art.VI.II.4.C",
            Outcome.OPEN,
            f"Was the published information on {names} taken into account in the plan?",
            consequence="The observed Party may propose changes (art.VIII.I.4.C); it may not"
            " make a point unobservable (art.VI.II.6).",
        ),
        Finding(
            "MPL-8",
            "art.VI.II.5",
            Outcome.OPEN,
            f"Does {plan.observed} name the hazard in {names}, and suppress it or offer another"
            " altitude, route or time?",
            consequence=NONE_STATED,
            readings=(tag,),
        ),
    )
