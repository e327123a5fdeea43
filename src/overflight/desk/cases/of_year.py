"""What a case says of the yearly cycle, judged: the review, plans by quarter, sequences, taxi."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from overflight.deadlines import day_of
from overflight.desk.cases.question import Judged, Question
from overflight.missions import Mission, window_end
from overflight.quotas import (
    FlightUse,
    SequenceNotified,
    quarter_of,
    quarters,
    review_findings,
    schedule_findings,
    unplanned_use,
)

__all__ = ["of_year"]


def of_year(asked: Question) -> Iterator[Judged]:
    """Judge the review, the plans by quarter, and flights beside the sequences.

    Treaty: art.III.I.7, annex.H, annex.L.II (QTA-8, QTA-15, FLT-4, FLT-5, TAX-2).
    """
    facts, readings = asked.as_of.year_facts, asked.readings
    for year in sorted({fact.year for fact in facts}):
        quotas = asked.as_of.quotas
        if found := review_findings(facts, quotas, year, asked.at, readings=readings):
            yield Judged(f"review {year}", found)
        for plan in quarters(facts, year):
            yield Judged(plan.name, schedule_findings(plan, readings=readings))
    sequences = [fact for fact in facts if isinstance(fact, SequenceNotified)]
    together: dict[tuple[str, int, int], list[FlightUse]] = defaultdict(list)
    for mission in asked.missions if sequences else ():
        for use in _use(mission):
            day = day_of(use.opens)
            together[use.observed, day.year, quarter_of(day)].append(use)
    for uses in together.values():
        for use in uses:
            yield Judged(use.mission, (unplanned_use(use, sequences, uses),))


def _use(mission: Mission) -> Iterator[FlightUse]:
    """Yield the window of a mission that was notified."""
    if mission.notice is not None:
        opens = mission.notice.intention.estimated_arrival
        closes = max(when.at for when in window_end(mission))
        yield FlightUse(mission.key, mission.observing, mission.observed, opens, closes)
