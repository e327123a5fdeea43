"""Whether flights planned for a year were announced by 1 November of the year before (NTF-8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from overflight.quotas.facts_of_year import QuartersPlanned, YearFact
from overflight.quotas.schedule import PLANS_IN
from overflight.treaty import Finding, Limit, Quantity, Sense, judge

__all__ = ["announced_findings"]

_STILL_USED: Final = "no announcement in time; flights may still be used if they fit (annex.H.5)"


def announced_findings(facts: Iterable[YearFact], year: int) -> tuple[Finding, ...]:
    """Return for each plan by quarter told for a year whether it was told in time.

    Args:
        facts: What was said of the yearly cycle.
        year: The calendar year planned.

    Treaty: annex.H.1 (NTF-8). Announcing is free; what was not announced in time may still be
    flown if it fits the sequences agreed (annex.H.5, QTA-15).
    """
    last, limit = date(year - 1, *PLANS_IN), Limit(0.0, "d", Sense.AT_MOST)
    found = []
    for fact in facts:
        if isinstance(fact, QuartersPlanned) and fact.year == year:
            number = Quantity(float((fact.on - last).days), "d")
            says = f"{fact.unit} told on {fact.on} what it plans for {year}; due by {last}"
            outcome = judge(number, limit)
            found.append(Finding("NTF-8", "annex.H.1", outcome, says, number, limit, _STILL_USED))
    return tuple(found)
