"""QTA-1: the flight is one of a State Party over a State Party, on its day.

Treaty: art.III.I.1. Without it nothing else in the plan has ground to stand on.
"""

from __future__ import annotations

from overflight.missions.plan.plans import MissionPlan
from overflight.missions.plan.surroundings import Surroundings
from overflight.missions.rules.answers import OSCC
from overflight.treaty import Finding, Outcome

__all__ = ["between_parties"]


def _over_itself(plan: MissionPlan, shared: frozenset[str]) -> str:
    """Return why nobody observes the territory of its own."""
    if plan.observing == plan.observed:
        return f"{plan.observing} cannot observe itself; a flight is one over another Party."
    own = ", ".join(sorted(shared))
    return (
        f"{plan.observing} cannot observe {plan.observed}: {own} would observe its own territory."
    )


def between_parties(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge whether observing and observed Party are States Parties on the flight date.

    Treaty: art.III.I.1, art.III.I.2; QTA-1.
    """
    units = tuple(dict.fromkeys((plan.observing, plan.observed)))
    shared = around.states_of(plan.observing) & around.states_of(plan.observed)
    if shared:
        outcome, says = Outcome.BROKEN, _over_itself(plan, shared)
    elif around.parties is None:
        outcome = Outcome.OPEN
        says = f"Who is a Party on {around.day} is not at hand."
    else:
        parties = around.parties
        strangers = [unit for unit in units if not around.states_of(unit) & parties]
        outcome = Outcome.BROKEN if strangers else Outcome.KEPT
        says = f"{' and '.join(units)} are Parties on {around.day}, by the notices at hand."
        if strangers:
            says = f"Not a Party on {around.day}: {', '.join(strangers)}."
    return (
        Finding(
            "QTA-1",
            "art.III.I.1",
            outcome,
            says,
            consequence="" if outcome is Outcome.KEPT else OSCC,
        ),
    )
