"""Annex H: plans by quarter, sixteen flights at most, sequences, lots, taxi elections.

A draw is a sum anybody can do again: the entries are ordered by SHA-256 of the seed, the unit to be
overflown, the quarter, and the entry's own name.

Treaty: annex.H (FLT-4, FLT-5, TAX-2, QTA-15).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Final

from overflight.deadlines import Instant, day_of
from overflight.quotas.facts_of_year import (
    QuartersPlanned,
    SequenceNotified,
    TaxiElected,
    YearFact,
)
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Readings,
    Sense,
    Value,
    count_of,
    judge,
    rule,
)

__all__ = [
    "DAYS_TO_ELECT",
    "MOST_IN_QUARTER",
    "PLANS_IN",
    "FlightUse",
    "QuarterPlan",
    "closing_day",
    "draw_lots",
    "drawn_from",
    "election_findings",
    "quarter_ceiling",
    "quarter_of",
    "quarters",
    "schedule_findings",
    "sequence_findings",
    "unplanned_use",
]

_ENTRY: Final = date(2002, 1, 1)
MOST_IN_QUARTER: Final = Value(
    "flights planned over a State Party in a quarter", Decimal(16), "flights", _ENTRY, "annex.H.2"
)
DAYS_TO_ELECT: Final = Value(
    "days from the sequence to the taxi election", Decimal(7), "d", _ENTRY, "annex.H.4"
)
PLANS_IN: Final = (11, 1)  # annex.H.1
# Month and day by which the sequence of a quarter is notified; the first in the year before.
_CLOSING: Final = {1: (11, 15), 2: (2, 15), 3: (5, 15), 4: (8, 15)}
_MONTHS: Final = 3
_SCHEME: Final = "annex.H.3 lots 1"


def quarter_of(day: date) -> int:
    """Return the quarter of the calendar year a day lies in."""
    return (day.month - 1) // _MONTHS + 1


def closing_day(year: int, quarter: int) -> date:
    """Return the day by which the sequence of a quarter is notified.

    Treaty: annex.H.3 (FLT-5).
    """
    month, day = _CLOSING[quarter]
    return date(year - 1 if quarter == 1 else year, month, day)


def drawn_from(planned: Mapping[str, int]) -> tuple[str, ...]:
    """Return the entries of a draw: each unit once for each of its flights."""
    return tuple(unit for unit in sorted(planned) for _ in range(planned[unit]))


def draw_lots(
    entries: Iterable[str], *, seed: str, observed: str, year: int, quarter: int
) -> tuple[str, ...]:
    """Return entries in the order a draw gives them.

    Each entry is named by its unit and its number among the unit's entries; the names are ordered
    by SHA-256 of the seed and the name, so that anybody finds the same order again.

    Args:
        entries: Observing units, one for each flight; their order does not matter.
        seed: What the draw is made with; best put together from a part of each unit concerned.
        observed: Unit to be overflown.
        year: Calendar year.
        quarter: Its quarter.

    Treaty: annex.H.3 (FLT-5).
    """
    counted: Counter[str] = Counter()
    named: list[tuple[str, str]] = []
    for unit in sorted(entries):
        counted[unit] += 1
        name = f"{_SCHEME}|{seed}|{observed}|{year}-Q{quarter}|{unit}|{counted[unit]}"
        named.append((sha256(name.encode()).hexdigest(), unit))
    return tuple(unit for _, unit in sorted(named))


@dataclass(frozen=True, slots=True)
class QuarterPlan:
    """What is planned over one unit in one quarter.

    Args:
        observed: Unit to be overflown.
        year: Calendar year.
        quarter: Its quarter.
        planned: Flights planned by each unit, as announced.
        sequence: The sequence notified; none if there is none yet.
        elections: Taxi elections, in the order told.
    """

    observed: str
    year: int
    quarter: int
    planned: Mapping[str, int]
    sequence: SequenceNotified | None = None
    elections: tuple[TaxiElected, ...] = ()

    @property
    def name(self) -> str:
        """Return how people call it."""
        return f"{self.observed} {self.year}-Q{self.quarter}"


def quarters(facts: Iterable[YearFact], year: int) -> tuple[QuarterPlan, ...]:
    """Fold what was announced for a year into one plan for each unit and quarter.

    A unit's last announcement stands; the last sequence of a quarter stands.

    Treaty: annex.H.1 to annex.H.4.
    """
    mine = [fact for fact in facts if fact.year == year]
    plans = {fact.unit: fact for fact in mine if isinstance(fact, QuartersPlanned)}
    planned: dict[tuple[str, int], Counter[str]] = {}
    for unit, plan in plans.items():
        for row in plan.planned:
            planned.setdefault((row.observed, row.quarter), Counter())[unit] += row.flights
    told = {(f.observed, f.quarter): f for f in mine if isinstance(f, SequenceNotified)}
    taxi = [fact for fact in mine if isinstance(fact, TaxiElected)]
    keys = {*planned, *told, *((fact.observed, fact.quarter) for fact in taxi)}
    return tuple(
        QuarterPlan(
            observed,
            year,
            quarter,
            dict(planned.get((observed, quarter), Counter())),
            told.get((observed, quarter)),
            tuple(f for f in taxi if (f.observed, f.quarter) == (observed, quarter)),
        )
        for observed, quarter in sorted(keys)
    )


def quarter_ceiling(plan: QuarterPlan, *, readings: Readings) -> Finding:
    """Return whether at most sixteen flights are planned over a unit in a quarter.

    Where the sequence is notified, its flights count: by then the plans have been cut.

    Treaty: annex.H.2 (FLT-4); AMB-41.
    """
    entry, reading = rule("FLT-4"), readings.of("AMB-41")
    asked = sum(plan.planned.values())
    flights = asked if plan.sequence is None else len(plan.sequence.sequence)
    number = Quantity(float(flights), "flights")
    limit = Limit(float(MOST_IN_QUARTER.amount), "flights", Sense.AT_MOST)
    says = f"{plan.name}: {count_of(flights, 'flight')}"
    says += " planned" if plan.sequence is None else f" in the sequence, {asked} planned"
    outcome = judge(number, limit)
    if outcome is Outcome.BROKEN:
        who = f"by {plan.observed}" if reading == "observed-party" else "in consultation, then lots"
        says += f"; to be cut {who}"
    return Finding(
        "FLT-4",
        entry.provision,
        outcome,
        says,
        number,
        limit,
        entry.consequence,
        readings=(f"AMB-41={reading}",),
    )


def _in_time(plan: QuarterPlan, told: SequenceNotified) -> Finding:
    last = closing_day(plan.year, plan.quarter)
    number, limit = Quantity(float((told.on - last).days), "d"), Limit(0.0, "d", Sense.AT_MOST)
    says = f"{plan.name}: sequence notified on {told.on}, due by {last}"
    consequence = rule("FLT-5").consequence
    return Finding("FLT-5", "annex.H.3", judge(number, limit), says, number, limit, consequence)


def _drawn(plan: QuarterPlan, told: SequenceNotified) -> Finding:
    """Return whether a sequence is what its seed draws, from all plans or from as many as are."""
    entries = drawn_from(plan.planned) or told.sequence
    where = {"observed": plan.observed, "seed": told.lots_seed}
    order = draw_lots(entries, year=plan.year, quarter=plan.quarter, **where)
    most = int(MOST_IN_QUARTER.amount)
    kept = told.sequence == order[:most]
    says = f"{plan.name}: seed {told.lots_seed!r} draws {' '.join(order[:most])}"
    if not kept:
        says += f"; notified: {' '.join(told.sequence)}"
    return Finding(
        "FLT-5",
        "annex.H.3",
        Outcome.KEPT if kept else Outcome.BROKEN,
        says,
        consequence=rule("FLT-5").consequence,
    )


def sequence_findings(plan: QuarterPlan) -> tuple[Finding, ...]:
    """Return whether a sequence came in time, and whether its draw is right where lots were drawn.

    Treaty: annex.H.3 (FLT-5).
    """
    told = plan.sequence
    if told is None:
        return ()
    return (_in_time(plan, told), *((_drawn(plan, told),) if told.lots_seed else ()))


def election_findings(plan: QuarterPlan, *, readings: Readings) -> tuple[Finding, ...]:
    """Return whether the unit to be observed said in time for which flights it supplies aircraft.

    Treaty: annex.H.4 (TAX-2); AMB-9, AMB-44.
    """
    entry, late = rule("TAX-2"), readings.of("AMB-9")
    used = (f"AMB-9={late}", f"AMB-44={readings.of('AMB-44')}")
    found = []
    for fact in plan.elections:
        flights = ", ".join(str(place) for place in fact.flights)
        says = f"{plan.name}: {fact.observed} supplies the aircraft for flight {flights},"
        if plan.sequence is None:
            says += f" said on {fact.on}; no sequence is on record to count seven days from"
            found.append(Finding("TAX-2", "annex.H.4", Outcome.OPEN, says, readings=used))
            continue
        number = Quantity(float((fact.on - plan.sequence.on).days), "d")
        limit = Limit(float(DAYS_TO_ELECT.amount), "d", Sense.AT_MOST)
        says += f" said on {fact.on}, {number.value:g} days after the sequence"
        outcome = judge(number, limit)
        if outcome is Outcome.BROKEN and late == "acknowledgement":
            says += "; it may still be said with the acknowledgement (art.VI.I.6)"
        found.append(
            Finding(
                "TAX-2",
                "annex.H.4",
                outcome,
                says,
                number,
                limit,
                entry.consequence,
                readings=used,
            )
        )
    return tuple(found)


def schedule_findings(plan: QuarterPlan, *, readings: Readings) -> tuple[Finding, ...]:
    """Return what the rules answer about the plans over one unit in one quarter.

    Treaty: annex.H (FLT-4, FLT-5, TAX-2).
    """
    return (
        quarter_ceiling(plan, readings=readings),
        *sequence_findings(plan),
        *election_findings(plan, readings=readings),
    )


@dataclass(frozen=True, slots=True)
class FlightUse:
    """A notified flight and its window, as the use of unplanned quota needs it.

    Args:
        mission: Mission key.
        observing: Unit that flies.
        observed: Unit flown over.
        opens: Estimated arrival at the point of entry.
        closes: End of the window.
    """

    mission: str
    observing: str
    observed: str
    opens: Instant
    closes: Instant


def _planned(sequence: SequenceNotified, uses: Iterable[FlightUse]) -> frozenset[str]:
    """Return the missions of a quarter that are in its sequence: of each unit the first ones."""
    left = Counter(sequence.sequence)
    found = []
    wanted = (sequence.observed, (sequence.year, sequence.quarter))
    for use in sorted(uses, key=lambda use: (use.opens, use.mission)):
        if (use.observed, _quarter_of(use)) == wanted and left[use.observing]:
            left[use.observing] -= 1
            found.append(use.mission)
    return frozenset(found)


def _quarter_of(use: FlightUse) -> tuple[int, int]:
    day = day_of(use.opens)
    return day.year, quarter_of(day)


def unplanned_use(
    use: FlightUse, sequences: Sequence[SequenceNotified], others: Sequence[FlightUse]
) -> Finding:
    """Return whether a flight fits the sequences already agreed.

    A flight that is in the sequence of its quarter fits. Another may be flown all the same, while
    its window meets no window of a flight that is in the sequence.

    Args:
        use: The flight.
        sequences: Sequences notified; the last of a quarter stands.
        others: The other flights notified over the same unit.

    Treaty: annex.H.5 (QTA-15).
    """
    entry, (year, quarter) = rule("QTA-15"), _quarter_of(use)
    agreed = [
        s for s in sequences if (s.observed, s.year, s.quarter) == (use.observed, year, quarter)
    ]
    what = f"{use.mission}: {use.observing} over {use.observed}, {year}-Q{quarter}"
    if not agreed:
        says = f"{what}; no sequence is on record for that quarter"
        return Finding("QTA-15", entry.provision, Outcome.KEPT, says)
    planned = _planned(agreed[-1], {use, *others})
    if use.mission in planned:
        return Finding("QTA-15", entry.provision, Outcome.KEPT, f"{what}; it is in the sequence")
    most = max(
        (
            (min(use.closes, other.closes) - max(use.opens, other.opens)).total_seconds()
            for other in others
            if other.mission in planned
        ),
        default=0.0,
    )
    number = Quantity(max(0.0, most / 3600), "h")
    limit = Limit(0.0, "h", Sense.AT_MOST)
    says = f"{what}; not in the sequence; its window meets those that are for {number.value:g} h"
    return Finding(
        "QTA-15", entry.provision, judge(number, limit), says, number, limit, entry.consequence
    )
