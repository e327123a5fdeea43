"""Who was told of a taxi election, and one that comes with the acknowledgement: TAX-2.

That an election comes within seven days of the sequence stands beside the sequence itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from overflight.quotas.facts_of_year import TaxiElected
from overflight.quotas.pairs import Members
from overflight.quotas.schedule import DAYS_TO_ELECT, QuarterPlan
from overflight.treaty import Finding, Limit, Outcome, Quantity, Readings, Sense, judge, rule

__all__ = ["acknowledged_election", "recipients_findings"]


def _states(codes: Iterable[str], units: Members) -> set[str]:
    return {state for code in codes for state in units.get(code, (code,))}


def _wanted(
    plan: QuarterPlan, fact: TaxiElected, parties: tuple[str, ...], units: Members, reading: str
) -> set[str]:
    """Return the States that an election must reach."""
    planning = {*plan.planned, *(plan.sequence.sequence if plan.sequence else ())}
    wanted = _states(planning if reading == "planning-states" else parties, units)
    return wanted - _states((fact.observed,), units)


def recipients_findings(
    plan: QuarterPlan, parties: tuple[str, ...], units: Members, *, readings: Readings
) -> tuple[Finding, ...]:
    """Return whether each taxi election reached those whom it must reach.

    One without names went to all other States Parties.

    Args:
        plan: The plans over one unit in one quarter.
        parties: Codes of the States Parties.
        units: States of each unit.
        readings: ``AMB-44``: all others, or those that plan flights in the quarter.

    Treaty: annex.H.4, art.VI.I.3 (TAX-2).
    """
    found = []
    for fact in plan.elections:
        if not fact.told:
            continue
        reading = readings.of("AMB-44")
        wanted = _wanted(plan, fact, parties, units, reading)
        missing = sorted(wanted - _states(fact.told, units))
        says = f"{plan.name}: election of {fact.on} told to {', '.join(fact.told)}"
        says += f"; not told: {', '.join(missing)}" if missing else "; nobody else is asked"
        number = Quantity(float(len(wanted) - len(missing)), "addressees")
        limit = Limit(float(len(wanted)), "addressees", Sense.AT_LEAST)
        where, used = "annex.H.4", (f"AMB-44={reading}",)
        breach = rule("TAX-2").consequence
        outcome = judge(number, limit)
        found.append(Finding("TAX-2", where, outcome, says, number, limit, breach, readings=used))
    return tuple(found)


def acknowledged_election(
    plan: QuarterPlan, observing: str, on: date, *, readings: Readings
) -> Finding | None:
    """Return whether the taxi option taken with an acknowledgement was elected in time.

    None where no sequence of the quarter is on record: nothing runs seven days.

    Args:
        plan: The plans over the observed unit in the quarter of the flight.
        observing: Unit that flies.
        on: Day of the acknowledgement.
        readings: ``AMB-9``: whether it may still be said there.

    Treaty: annex.H.4, art.VI.I.6 (TAX-2); AMB-9.
    """
    told = plan.sequence
    if told is None:
        return None
    places = {place for place, unit in enumerate(told.sequence, 1) if unit == observing}
    most = int(DAYS_TO_ELECT.amount)
    days = [(f.on - told.on).days for f in plan.elections if places & {*f.flights}]
    head, reading = f"{plan.name}: aircraft supplied for {observing}", readings.of("AMB-9")
    used = (f"AMB-9={reading}",)
    if any(late <= most for late in days):
        says = f"{head}, elected {min(days)} days after the sequence"
        return Finding("TAX-2", "annex.H.4", Outcome.KEPT, says)
    says = (
        f"{head}, said with the acknowledgement of {on} and not within {most} days of the sequence"
    )
    allowed = reading == "acknowledgement"
    outcome = Outcome.KEPT if allowed else Outcome.BROKEN
    breach = "" if allowed else rule("TAX-2").consequence
    return Finding("TAX-2", "art.VI.I.6", outcome, says, consequence=breach, readings=used)
