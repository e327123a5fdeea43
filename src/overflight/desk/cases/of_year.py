"""What a case says of the yearly cycle, judged: the review, plans by quarter, sequences, taxi."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from overflight.deadlines import day_of
from overflight.desk.cases.question import Judged, Question
from overflight.missions import Mission, window_end
from overflight.missions.said.facts_notice import Acknowledged
from overflight.quotas import (
    FlightUse,
    QuarterPlan,
    SequenceNotified,
    acknowledged_election,
    announced_findings,
    quarter_of,
    quarters,
    recipients_findings,
    review_findings,
    schedule_findings,
    unplanned_use,
)
from overflight.treaty import Finding

__all__ = ["arrives_in", "of_year", "quarters_told"]


def of_year(asked: Question) -> Iterator[Judged]:
    """Judge the review, the plans by quarter, and flights beside the sequences.

    Treaty: art.III.I.7, annex.H, annex.L.II (QTA-8, QTA-15, FLT-4, FLT-5, TAX-2).
    """
    facts, readings = asked.as_of.year_facts, asked.readings
    sequences = [fact for fact in facts if isinstance(fact, SequenceNotified)]
    together: dict[tuple[str, int, int], list[FlightUse]] = defaultdict(list)
    for mission in asked.missions if sequences else ():
        for use in _use(mission):
            together[_quarter(use)].append(use)
    for year in sorted({fact.year for fact in facts}):
        yield from _of_autumn(asked, year)
        for plan in quarters(facts, year):
            yield Judged(
                plan.name, (*schedule_findings(plan, readings=readings), *_told(asked, plan))
            )
            uses = together.get((plan.observed, plan.year, plan.quarter), ())
            yield from _acknowledged(asked, plan, {use.mission: use for use in uses})
    for uses in together.values():
        for use in uses:
            yield Judged(use.mission, (unplanned_use(use, sequences, uses),))


def _of_autumn(asked: Question, year: int) -> Iterator[Judged]:
    """Yield what is due in the autumn before a year: the review, and the plans by quarter."""
    facts, quotas = asked.as_of.year_facts, asked.as_of.quotas
    if found := review_findings(facts, quotas, year, asked.at, readings=asked.readings):
        yield Judged(f"review {year}", found)
    if announced := announced_findings(facts, year):
        yield Judged(f"plans {year}", announced)


def _told(asked: Question, plan: QuarterPlan) -> tuple[Finding, ...]:
    """Return whether taxi elections reached those whom they must reach, on the day asked."""
    parties, day = asked.as_of.parties, day_of(asked.at)
    members, units = parties.members_on(day), parties.units_on(day)
    return recipients_findings(plan, members, units, readings=asked.readings)


def _acknowledged(
    asked: Question, plan: QuarterPlan, uses: Mapping[str, FlightUse]
) -> Iterator[Judged]:
    """Yield whether taxi options taken with an acknowledgement were elected in time."""
    for mission in asked.missions if uses else ():
        use, taken = uses.get(mission.key), mission.first(Acknowledged)
        if use is None or taken is None or not taken.fact.supplies_aircraft:
            continue
        on = day_of(taken.fact.at)
        found = acknowledged_election(plan, use.observing, on, readings=asked.readings)
        if found is not None:
            yield Judged(use.mission, (found,))


def quarters_told(asked: Question) -> frozenset[tuple[str, int, int]]:
    """Return the quarters whose sequence is on record: unit to be overflown, year, quarter."""
    facts = (fact for fact in asked.as_of.year_facts if isinstance(fact, SequenceNotified))
    return frozenset((fact.observed, fact.year, fact.quarter) for fact in facts)


def arrives_in(mission: Mission, quarters: frozenset[tuple[str, int, int]]) -> bool:
    """Return whether a mission arrives in one of some quarters."""
    return bool(quarters) and any(_quarter(use) in quarters for use in _use(mission))


def _quarter(use: FlightUse) -> tuple[str, int, int]:
    day = day_of(use.opens)
    return use.observed, day.year, quarter_of(day)


def _use(mission: Mission) -> Iterator[FlightUse]:
    """Yield the window of a mission that was notified."""
    if mission.notice is not None:
        opens = mission.notice.intention.estimated_arrival
        closes = max(when.at for when in window_end(mission))
        yield FlightUse(mission.key, mission.observing, mission.observed, opens, closes)
