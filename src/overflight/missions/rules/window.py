"""FLT-1, FLT-2 and ARR-2: the flight fits between arrival and the end of the window.

Treaty: art.VI.I.9, art.VI.I.11, annex.E.1.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from overflight.deadlines import format_instant
from overflight.geodesy import distance_m
from overflight.missions.law.limits import INSPECTION_GAP, PLAN_LEAD, TRANSFER, WINDOW
from overflight.missions.plan.paths import planned_path
from overflight.missions.plan.plans import MissionPlan
from overflight.missions.plan.surroundings import Surroundings
from overflight.missions.rules.answers import (
    NONE_STATED,
    OSCC,
    PROHIBIT,
    agreed_basis,
    agreed_limit,
    hours_between,
    instants,
)
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, judge

__all__ = [
    "feasible",
    "five_hour_airfield",
    "inspection_ends_in_time",
    "planned_completion",
    "window",
]

_MOST_HOURS = 1e6  # a century: what is slower need not be told apart


def planned_completion(plan: MissionPlan, around: Surroundings) -> datetime:
    """Return when the flight ends by its own plan: legs at the planned speed, stops as planned.

    After the last stop the remaining legs count from its planned time of continuation; turns are
    taken as flown without loss of time.
    """
    path = planned_path(plan, around)
    names = [place.name for place in path.places]
    after, begun = 0, plan.commencement
    for stop in plan.stops:
        if stop.site in names[after:]:
            after, begun = names.index(stop.site, after), stop.continues_at
    hours = path.length_from_km(after) / plan.speed_km_h
    return begun + timedelta(hours=min(hours, _MOST_HOURS))


def _window_ends(plan: MissionPlan, around: Surroundings) -> datetime | None:
    """Return the end of the window with extension and agreement; none where it was waived."""
    limit = agreed_limit(around, "FLT-1", WINDOW, Sense.AT_MOST)
    if limit is None:
        return None
    hours = limit.value + float(around.extension_h)
    return plan.estimated_arrival + timedelta(hours=hours)


def window(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge whether the flight is completed within 96 hours of the estimated arrival.

    Treaty: art.VI.I.9; FLT-1, CLK-6: the hours run from the notified, not the actual arrival.
    """
    ends = planned_completion(plan, around)
    needed = hours_between(plan.estimated_arrival, ends)
    agreement = around.agreed("FLT-1")
    limit = agreed_limit(around, "FLT-1", WINDOW, Sense.AT_MOST)
    basis = (
        *instants(estimated_arrival=plan.estimated_arrival, planned_completion=ends),
        *agreed_basis(agreement),
    )
    says = f"The flight is completed {needed.value:.2f} h after the estimated arrival"
    if limit is None:
        return (
            Finding(
                "FLT-1",
                "art.VI.I.9",
                Outcome.KEPT,
                f"{says}; the window was waived.",
                needed,
                basis=basis,
            ),
        )
    if around.extension_h:
        limit = Limit(limit.value + float(around.extension_h), "h", Sense.AT_MOST)
        basis = (*basis, f"{around.extension_h} h added for a demonstration (annex.F.III.4)")
    outcome = judge(needed, limit)
    missing = planned_path(plan, around).missing
    if missing and outcome is Outcome.KEPT:
        outcome = Outcome.OPEN
        says += f", without the way to {', '.join(missing)}, whose position is not at hand"
    return (
        Finding(
            "FLT-1",
            "art.VI.I.9",
            outcome,
            f"{says}; {limit.value:g} h are allowed.",
            measured=needed,
            limit=limit,
            consequence="" if outcome is Outcome.KEPT else PROHIBIT,
            basis=basis,
        ),
    )


def feasible(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge whether any commencement at all keeps every clock.

    Treaty: art.VI.I.9, art.VI.I.11, art.VI.II.4.E; FLT-2: earliest max(M0 + 24 h, inspection end
    + 4 h), latest end of the window less the flight.
    """
    ends = _window_ends(plan, around)
    lead = agreed_limit(around, "MPL-4", PLAN_LEAD, Sense.AT_LEAST)
    gap = agreed_limit(around, "PFI-4", INSPECTION_GAP, Sense.AT_LEAST)
    earliest = plan.original_submitted + timedelta(hours=lead.value if lead else 0)
    if around.inspection_ended_at is not None:
        after = around.inspection_ended_at + timedelta(hours=gap.value if gap else 0)
        earliest = max(earliest, after)
    if ends is None:
        return ()
    latest = ends - (planned_completion(plan, around) - plan.commencement)
    room = hours_between(earliest, latest)
    limit = Limit(0.0, "h", Sense.AT_LEAST)
    outcome = judge(room, limit)
    says = (
        f"The flight may commence from {format_instant(earliest)} to {format_instant(latest)}:"
        f" {room.value:.2f} h of room."
        if outcome is Outcome.KEPT
        else f"No commencement keeps every clock: {-room.value:.2f} h are missing."
    )
    return (
        Finding(
            "FLT-2",
            "art.VI.I.9",
            outcome,
            says,
            measured=room,
            limit=limit,
            consequence="" if outcome is Outcome.KEPT else PROHIBIT,
            basis=instants(original=plan.original_submitted, window_ends=ends),
        ),
    )


def inspection_ends_in_time(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge whether the pre-flight inspection ends four hours before commencement.

    Treaty: art.VI.I.11; PFI-4. Nothing is said where no inspection is known: it is a right, and
    not using it breaks nothing.
    """
    ended = around.inspection_ended_at
    if ended is None:
        return ()
    limit = agreed_limit(around, "PFI-4", INSPECTION_GAP, Sense.AT_LEAST)
    basis = (
        *instants(inspection_ended=ended, commencement=plan.commencement),
        *agreed_basis(around.agreed("PFI-4")),
    )
    gap = hours_between(ended, plan.commencement)
    says = f"The inspection ends {gap.value:.2f} h before commencement"
    if limit is None:
        return (
            Finding(
                "PFI-4", "art.VI.I.11", Outcome.KEPT, f"{says}; the gap was waived.", basis=basis
            ),
        )
    outcome = judge(gap, limit)
    return (
        Finding(
            "PFI-4",
            "art.VI.I.11",
            outcome,
            f"{says}; {limit.value:g} h are asked.",
            measured=gap,
            limit=limit,
            consequence="" if outcome is Outcome.KEPT else NONE_STATED,
            basis=basis,
        ),
    )


def five_hour_airfield(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge whether the airfield of commencement can be reached from the point of entry in 5 h.

    Treaty: annex.E.1; ARR-2. The duty is the observed Party's, in designating airfields: a
    transfer that takes longer is put as a question, not held against the plan.
    """
    if plan.point_of_entry == plan.start_site:
        return ()
    entry, start = around.sites.get(plan.point_of_entry), around.sites.get(plan.start_site)
    if entry is None or start is None or entry.at is None or start.at is None:
        return ()
    km = distance_m(entry.at, start.at) / 1000
    hours = Quantity(km / plan.speed_km_h, "h")
    limit = agreed_limit(around, "ARR-2", TRANSFER, Sense.AT_MOST)
    kept = limit is None or judge(hours, limit) is Outcome.KEPT
    says = (
        f"From {plan.point_of_entry} to {plan.start_site} it is {km:.0f} km, {hours.value:.2f} h"
        f" at {plan.speed_km_h:g} km/h; the airfields must allow it within 5 h."
    )
    return (
        Finding(
            "ARR-2",
            "annex.E.1",
            Outcome.KEPT if kept else Outcome.OPEN,
            says if kept else f"{says} By which means is it reached?",
            measured=hours,
            limit=limit,
            consequence="" if kept else OSCC,
            where=(entry.at, start.at),
            basis=(*entry.doubts, *start.doubts),
        ),
    )
