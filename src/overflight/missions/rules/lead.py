"""MPL-1 and MPL-4: when the plan is handed over, and how long before the flight.

Treaty: art.VI.II.1, art.VI.II.4.E.
"""

from __future__ import annotations

from overflight.deadlines import format_instant
from overflight.missions.law.limits import PLAN_LEAD
from overflight.missions.plan.plans import MissionPlan
from overflight.missions.plan.surroundings import Surroundings
from overflight.missions.rules.answers import (
    NONE_STATED,
    PROPOSE,
    agreed_basis,
    agreed_limit,
    hours_between,
    instants,
    reading_in_force,
)
from overflight.treaty import Finding, Outcome, Sense, judge

__all__ = ["day_of_lead", "handed_over_after_arrival"]


def handed_over_after_arrival(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge whether the plan is submitted after arrival at the Open Skies airfield.

    Treaty: art.VI.II.1; MPL-1. Until the arrival is known, the notified arrival at the point of
    entry stands in, and only a submission after it is taken as kept.
    """
    agreement = around.agreed("MPL-1")
    if agreement is not None:
        return (
            Finding(
                "MPL-1",
                "art.VI.II.1",
                Outcome.KEPT,
                f"The plan may be handed over when it was: {agreement.says}",
                basis=agreed_basis(agreement),
            ),
        )
    arrived = around.arrived_at
    since = plan.estimated_arrival if arrived is None else arrived
    what = "notified arrival at the point of entry" if arrived is None else "arrival"
    late = hours_between(since, plan.original_submitted)
    outcome = Outcome.KEPT
    if late.value < 0:
        outcome = Outcome.OPEN if arrived is None else Outcome.BROKEN
    says = f"The plan was handed over {late.value:.2f} h after the {what}."
    if outcome is Outcome.OPEN:
        says += " When the observing Party arrived is not at hand."
    return (
        Finding(
            "MPL-1",
            "art.VI.II.1",
            outcome,
            says,
            measured=late,
            consequence="" if outcome is Outcome.KEPT else NONE_STATED,
            basis=(f"{what} {format_instant(since)}", *instants(original=plan.original_submitted)),
        ),
    )


def day_of_lead(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge whether commencement lies at least 24 hours after submission.

    Treaty: art.VI.II.4.E; MPL-4. Whether a changed plan starts the 24 hours again is AMB-12.
    """
    reading, tag = reading_in_force(around, "AMB-12")
    own = around.changed_by_observing
    changed = plan.version > 1 and plan.submitted != plan.original_submitted
    agreement = around.agreed("MPL-4")
    limit = agreed_limit(around, "MPL-4", PLAN_LEAD, Sense.AT_LEAST)
    first = hours_between(plan.original_submitted, plan.commencement)
    this = hours_between(plan.submitted, plan.commencement)
    restarts = changed and (reading == "restart-on-change" or own is True)
    counted = this if restarts else first
    basis = (
        *instants(
            original=plan.original_submitted,
            this_version=plan.submitted,
            commencement=plan.commencement,
        ),
        *agreed_basis(agreement),
    )
    if limit is None:
        says = f"Commencement lies {counted.value:.2f} h after submission; the lead was waived."
        return (Finding("MPL-4", "art.VI.II.4.E", Outcome.KEPT, says, counted, basis=basis),)
    outcome = judge(counted, limit)
    since = "this version" if restarts else "the original submission"
    says = f"Commencement lies {counted.value:.2f} h after {since}; {limit.value:g} h are asked."
    # The default reading turns on whose change it was, which only the Parties know.
    if changed and own is None and not restarts and outcome is not judge(this, limit):
        outcome = Outcome.OPEN
        says += f" After this version it is {this.value:.2f} h: whose change was it?"
    return (
        Finding(
            "MPL-4",
            "art.VI.II.4.E",
            outcome,
            says,
            measured=counted,
            limit=limit,
            consequence="" if outcome is Outcome.KEPT else PROPOSE,
            basis=basis,
            readings=(tag,) if changed else (),
        ),
    )
