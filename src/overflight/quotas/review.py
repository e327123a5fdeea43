"""The annual review: requests by 1 October, three weeks to agree, last year's figures otherwise.

Treaty: art.III.I.7, annex.L.II (QTA-8).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from overflight.deadlines import Instant, day_of
from overflight.membership import REQUESTS_IN
from overflight.quotas.facts_of_year import (
    ChangeRequested,
    ReviewConcluded,
    ReviewOpened,
    YearFact,
)
from overflight.quotas.table import Distribution, Quotas
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

__all__ = ["WEEKS_OF_REVIEW", "Review", "review_findings", "review_of"]

WEEKS_OF_REVIEW: Final = Value(
    "weeks to agree in the annual review", Decimal(3), "weeks", date(2002, 1, 1), "art.III.I.7"
)
_DAYS_A_WEEK: Final = 7


@dataclass(frozen=True, slots=True)
class Review:
    """The review for one calendar year, as far as it was told.

    Args:
        year: The calendar year.
        requests: Requests to change active quotas, in the order told.
        opened: How it began; none if not told.
        concluded: How it ended, by observed unit; the last told stands.
    """

    year: int
    requests: tuple[ChangeRequested, ...]
    opened: ReviewOpened | None
    concluded: Mapping[str, ReviewConcluded]

    def wished(self, observed: str) -> Mapping[str, int]:
        """Return the flights asked for over a unit, by the unit that asks; its last word stands."""
        found: dict[str, int] = {}
        for request in self.requests:
            for wish in request.wishes:
                if wish.observed == observed:
                    found[request.unit] = wish.flights
        return found

    @property
    def observed(self) -> tuple[str, ...]:
        """Return every unit the review is about, sorted."""
        wished = {wish.observed for request in self.requests for wish in request.wishes}
        return tuple(sorted(wished | self.concluded.keys()))

    def starts(self, reading: str) -> date | None:
        """Return the day the three weeks start, under a reading of AMB-6."""
        if self.opened is None:
            return None
        return self.opened.on if reading == "oscc-item" else self.opened.consultations_on


def review_of(facts: Iterable[YearFact], year: int) -> Review:
    """Fold what was said about the review for a year."""
    mine = [fact for fact in facts if fact.year == year]
    opened = [fact for fact in mine if isinstance(fact, ReviewOpened)]
    ended = [fact for fact in mine if isinstance(fact, ReviewConcluded)]
    return Review(
        year,
        tuple(fact for fact in mine if isinstance(fact, ChangeRequested)),
        opened[-1] if opened else None,
        {fact.observed: fact for fact in ended},
    )


def _requested_in_time(request: ChangeRequested) -> Finding:
    last = date(request.year - 1, *REQUESTS_IN)
    number = Quantity(float((request.on - last).days), "d")
    limit = Limit(0.0, "d", Sense.AT_MOST)
    says = f"{request.unit} asked on {request.on} for {request.year}; due by {last}"
    outcome = judge(number, limit)
    late = "" if outcome is Outcome.KEPT else "none stated for a request that comes late"
    return Finding("QTA-8", "annex.L.II.1", outcome, says, number, limit, late)


def _agreed(review: Review, observed: str, at: Instant, readings: Readings) -> Finding:
    """Return whether the review agreed on one unit within three weeks."""
    entry, reading = rule("QTA-8"), readings.of("AMB-6")
    used, starts, ended = (
        (f"AMB-6={reading}",),
        review.starts(reading),
        review.concluded.get(observed),
    )
    days = int(WEEKS_OF_REVIEW.amount) * _DAYS_A_WEEK
    stays = f"last year's distribution for {observed} stays"
    if starts is None:
        says = f"when the three weeks for {review.year} began is not on record"
        return Finding("QTA-8", entry.provision, Outcome.OPEN, says, readings=used)
    limit = Limit(float(days), "d", Sense.AT_MOST)
    if ended is None or not ended.agreed:
        over = (day_of(at) - starts).days > days
        says = f"{observed}: no agreement for {review.year}; three weeks from {starts}"
        says += f": {stays}" if over or ended else " still run"
        outcome = Outcome.KEPT if over or ended else Outcome.OPEN
        return Finding("QTA-8", entry.provision, outcome, says, readings=used)
    number = Quantity(float((ended.on - starts).days), "d")
    says = f"{observed}: agreed on {ended.on}, {number.value:g} days after {starts}"
    outcome = judge(number, limit)
    if outcome is Outcome.BROKEN:
        says += f": too late, {stays}"
    return Finding(
        "QTA-8", entry.provision, outcome, says, number, limit, entry.consequence, readings=used
    )


def _expected(
    review: Review, observed: str, agreed: Finding, last: Distribution | None
) -> tuple[Mapping[str, int] | None, str]:
    """Return the flights a distribution must show over a unit, and why; none if free within it."""
    ended = review.concluded.get(observed)
    if ended is None or not ended.agreed or agreed.outcome is not Outcome.KEPT:
        if last is None:
            return None, "no distribution of the year before is on record"
        pairs = {s.observing for s in last.shares if s.observed == observed}
        return {unit: last.flights(unit, observed) for unit in pairs}, "last year's figures"
    return review.wished(observed), "as requested"


def _adopted(review: Review, observed: str, agreed: Finding, quotas: Quotas) -> Iterator[Finding]:
    """Yield whether the distribution of the year shows what the review came to for one unit."""
    entry, day = rule("QTA-8"), date(review.year, 1, 1)
    now, last = quotas.distribution_on(day), quotas.distribution_on(date(review.year - 1, 12, 31))
    quota = quotas.passive_on(observed, day)
    if now is None or now is last or agreed.outcome is Outcome.OPEN:
        return
    wanted, why = _expected(review, observed, agreed, last)
    asked = sum(wanted.values()) if wanted is not None else 0
    if wanted is None or quota is None:
        says = why if quota else f"no passive quota of {observed} is known for {day}"
        yield Finding("QTA-8", entry.provision, Outcome.OPEN, says, consequence=entry.consequence)
        return
    if why == "as requested" and asked > quota.flights:
        number = Quantity(float(now.over(observed)), "flights")
        limit = Limit(float(quota.flights), "flights", Sense.AT_MOST)
        says = f"{count_of(asked, 'flight')} asked over {observed}, more than its {quota.flights}:"
        says += f" by general agreement {now.over(observed)}"
        yield Finding(
            "QTA-8", entry.provision, judge(number, limit), says, number, limit, entry.consequence
        )
        return
    units = sorted(wanted.keys() | {s.observing for s in now.shares if s.observed == observed})
    differ = [u for u in units if now.flights(u, observed) != wanted.get(u, 0)]
    says = f"{now.name} over {observed}: {why}"
    if differ:
        says += "; not so for " + ", ".join(
            f"{u} ({now.flights(u, observed)} instead of {wanted.get(u, 0)})" for u in differ
        )
    outcome = Outcome.BROKEN if differ else Outcome.KEPT
    yield Finding("QTA-8", entry.provision, outcome, says, consequence=entry.consequence)


def review_findings(
    facts: Sequence[YearFact], quotas: Quotas, year: int, at: Instant, *, readings: Readings
) -> tuple[Finding, ...]:
    """Return what the rules answer about the review for a year.

    Args:
        facts: What was said in the yearly cycle.
        quotas: The quotas; the distribution of the year is compared where one was adopted.
        year: Calendar year.
        at: The instant it is judged at.
        readings: ``AMB-6`` says when the three weeks start.

    Treaty: art.III.I.7, annex.L.II.1 to annex.L.II.3 (QTA-8).
    """
    review = review_of(facts, year)
    found = [_requested_in_time(request) for request in review.requests]
    for observed in review.observed:
        agreed = _agreed(review, observed, at, readings)
        found += [agreed, *_adopted(review, observed, agreed, quotas)]
    return tuple(found)
