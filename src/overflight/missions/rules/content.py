"""MPL-3 and MPL-13: the plan says all that a flight plan needs, consistently, in a language asked.

Treaty: art.II.24, art.VI.II.3, art.VI.II.4, art.VI.I.4.B.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from overflight.missions.plan.paths import planned_path
from overflight.missions.plan.plans import MissionPlan
from overflight.missions.plan.surroundings import Surroundings
from overflight.missions.rules.answers import NONE_STATED, PROPOSE, instants
from overflight.treaty import Finding, Outcome, count_of

__all__ = ["complete_and_consistent", "language_asked"]

# The language that ICAO recommends for international use beside the station's own.
_ICAO_LANGUAGE = "en"


def _names(plan: MissionPlan) -> Iterator[str]:
    """Yield what is wrong with names and references."""
    counted = Counter(point.name for point in plan.route)
    twice = sorted(name for name, count in counted.items() if count > 1)
    if twice:
        yield f"points named more than once: {', '.join(twice)}"
    known = {*counted, plan.start_site, plan.end_site, *(stop.site for stop in plan.stops)}
    for period in plan.observations:
        unknown = [name for name in (period.start, period.stop) if name not in known]
        if unknown:
            yield f"{period.sensor} refers to {', '.join(unknown)}, not a place of the plan"
    for stop in plan.stops:
        if stop.after not in counted:
            yield f"the stop at {stop.site} follows {stop.after}, not a point of the plan"


def _order(plan: MissionPlan, around: Surroundings) -> Iterator[str]:
    """Yield what is wrong with the order of execution."""
    if not plan.route:
        yield "no point of the route is declared"
    path = planned_path(plan, around)
    placed = {place.name for place in path.places}
    for period in plan.observations:
        if {period.start, period.stop} <= placed and path.indices(
            period.start, period.stop
        ) is None:
            yield f"{period.sensor} is switched off at {period.stop} before on at {period.start}"


def _times(plan: MissionPlan) -> Iterator[str]:
    """Yield what is wrong with the times."""
    if plan.version > 1 and plan.submitted < plan.original_submitted:
        yield "this version was submitted before the original"
    if plan.version == 1 and plan.submitted != plan.original_submitted:
        yield "the first version carries two times of submission"
    before = plan.commencement
    for stop in plan.stops:
        if stop.lands_at < before:
            yield f"the landing at {stop.site} lies before what comes before it"
        if stop.continues_at < stop.lands_at:
            yield f"the flight continues from {stop.site} before it lands there"
        before = stop.continues_at


def complete_and_consistent(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge whether the plan names every place once, in order, with times that can follow.

    Treaty: art.VI.II.3, art.VI.II.4; MPL-3.
    """
    wrong = (*_names(plan), *_order(plan, around), *_times(plan))
    says = (
        f"The plan is not consistent: {'; '.join(wrong)}."
        if wrong
        else f"The plan names {count_of(len(plan.route), 'point')},"
        f" {count_of(len(plan.observations), 'observation period')} and"
        f" {count_of(len(plan.stops), 'stop')}, each consistent with the others."
    )
    outcome = Outcome.BROKEN if wrong else Outcome.KEPT
    return (Finding("MPL-3", "art.VI.II.3", outcome, says, consequence=PROPOSE if wrong else ""),)


def language_asked(plan: MissionPlan, around: Surroundings) -> tuple[Finding, ...]:
    """Judge whether the plan is written in a language of the observed Party or of ICAO.

    Treaty: art.VI.I.4.B; MPL-13.
    """
    tag = plan.language.split("-")[0].lower()
    asked = around.languages
    basis = instants(submitted=plan.submitted)
    if tag == _ICAO_LANGUAGE:
        says = f"The plan is in {tag!r}, the language ICAO recommends."
        return (Finding("MPL-13", "art.VI.I.4.B", Outcome.KEPT, says, basis=basis),)
    if asked is None:
        says = f"The plan is in {tag!r}; which languages {plan.observed} notified is not at hand."
        return (Finding("MPL-13", "art.VI.I.4.B", Outcome.OPEN, says, consequence=NONE_STATED),)
    kept = tag in {language.split("-")[0].lower() for language in asked}
    says = f"The plan is in {tag!r}; {plan.observed} notified {', '.join(sorted(asked))}."
    outcome = Outcome.KEPT if kept else Outcome.BROKEN
    return (
        Finding(
            "MPL-13",
            "art.VI.I.4.B",
            outcome,
            says,
            consequence="" if kept else NONE_STATED,
            basis=basis,
        ),
    )
