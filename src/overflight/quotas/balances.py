"""What is left of a quota: distributed, used, remaining, with every rule that bears on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from overflight.quotas.rules import (
    Debit,
    active_ceiling,
    counted,
    half_rule,
    passive_ceiling,
    phase_in_cap,
)
from overflight.quotas.table import Distribution, Quotas, held_alone
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Readings,
    Sense,
    count_of,
    judge,
    rule,
)

__all__ = ["Balance", "balance"]


@dataclass(frozen=True, slots=True)
class Balance:
    """One pair of units in one year.

    Args:
        observing: Unit that flies.
        observed: Unit flown over.
        year: Calendar year.
        distributed: Flights of the pair in the distribution.
        used: Flights of the pair debited.
        active_total: Flights the observing unit holds in all.
        active_used: Flights debited from it in all.
        passive_total: Flights the observed unit must accept; none if not known.
        passive_used: Flights debited from it in all.
        debits: The debits of the pair.
        findings: Every rule that bears on the pair.
        shared_with: Units that share flights of this pair.
    """

    observing: str
    observed: str
    year: int
    distributed: int
    used: int
    active_total: int
    active_used: int
    passive_total: int | None = field(default=None, kw_only=True)
    passive_used: int
    debits: tuple[Debit, ...]
    findings: tuple[Finding, ...]
    shared_with: tuple[str, ...]

    @property
    def remaining(self) -> int:
        """Return the flights the observing unit may still fly over the observed one."""
        left = min(self.distributed - self.used, self.active_total - self.active_used)
        if self.passive_total is not None:
            left = min(left, self.passive_total - self.passive_used)
        return max(left, 0)


_NEED_NOT = "observed Party need not accept more (art.III.I.4)"


def _debit_finding(
    pair: tuple[str, str], year: int, used: int, distribution: Distribution | None
) -> Finding:
    """Return whether the flights debited are flights the pair holds.

    A distribution is complete: a pair it does not name holds none. Where none is on record for the
    year, nobody knows what the pair holds.
    """
    entry, flown = rule("QTA-9"), f"of {pair[0]} over {pair[1]}"
    if distribution is None:
        says = f"{count_of(used, 'flight')} {flown} debited in {year};"
        says += " no distribution of that year is on record, so how many it holds is not known"
        outcome = Outcome.OPEN if used else Outcome.KEPT
        return Finding("QTA-9", entry.provision, outcome, says, consequence=_NEED_NOT)
    distributed = distribution.flights(*pair)
    number = Quantity(float(used), "flights")
    limit = Limit(float(distributed), "flights", Sense.AT_MOST)
    says = f"{used} of {count_of(distributed, 'flight')} {flown} debited in {year}"
    if used and not distributed:
        last = distribution.until - timedelta(days=1)
        says = f"{count_of(used, 'flight')} {flown} debited in {year}, none held:"
        says += f" {distribution.name}, in force to {last}, gives this pair none,"
        says += " and no transfer of another's flights is on record (art.III.I.9)"
    return Finding(
        "QTA-9",
        entry.provision,
        judge(number, limit),
        says,
        number,
        limit,
        _NEED_NOT,
        readings=distribution.readings,
    )


def balance(
    quotas: Quotas,
    debits: Iterable[Debit],
    pair: tuple[str, str],
    year: int,
    *,
    readings: Readings,
) -> Balance:
    """Return what is left of one unit's quota over another in a year.

    Args:
        quotas: The quotas.
        debits: What flights took, of all units and years.
        pair: Observing unit, observed unit.
        year: Calendar year.
        readings: ``AMB-4``, ``AMB-5``, ``AMB-7``, ``AMB-35`` as they bear on it.

    A shared flight flown by one sharer is used for all of them, and is one flight over the unit
    flown over.

    Treaty: art.III.I.4, art.III.I.8 (QTA-9), art.III.I.5, art.III.I.10, annex.A.II.1 (QTA-5).
    """
    observing, observed = pair
    day = date(year, 1, 1)
    distribution = quotas.distribution_on(day)
    passive = quotas.passive_on(observed, day)
    mine = counted(debits, year)
    of_pair = tuple(d for d in mine if (d.observing, d.observed) == pair)
    shared = _used_by_sharers(distribution, mine, pair)
    each = shared if readings.of("AMB-35") == "one-each" else 0
    used = sum(d.active for d in of_pair) + shared
    passive_used = sum(d.passive for d in mine if d.observed == observed)
    distributed = 0 if distribution is None else distribution.flights(observing, observed)
    return Balance(
        observing,
        observed,
        year,
        distributed,
        used,
        0 if distribution is None else distribution.active_total(observing),
        sum(d.active for d in mine if d.observing == observing) + each,
        passive_used,
        of_pair,
        (
            _debit_finding(pair, year, used, distribution),
            passive_ceiling(quotas, observed, day, passive_used),
            *_of_distribution(quotas, distribution, pair, readings),
        ),
        () if distribution is None else _sharers(distribution, pair),
        passive_total=None if passive is None else passive.flights,
    )


def _used_by_sharers(
    distribution: Distribution | None, debits: tuple[Debit, ...], pair: tuple[str, str]
) -> int:
    """Return how many flights of a pair its sharers have flown.

    A unit flies its own flights first: only what goes beyond them is a shared one.
    """
    if distribution is None:
        return 0
    used = 0
    for share in distribution.shares:
        if (share.observing, share.observed) == pair and share.shared_with:
            other = (share.shared_with, share.observed)
            flown = sum(d.active for d in debits if (d.observing, d.observed) == other)
            beyond = flown - held_alone(distribution, *other)
            used += min(max(beyond, 0), share.flights)
    return used


def _sharers(distribution: Distribution, pair: tuple[str, str]) -> tuple[str, ...]:
    lines = (s for s in distribution.shares if (s.observing, s.observed) == pair and s.shared_with)
    return tuple(share.shared_with for share in lines)


def _of_distribution(
    quotas: Quotas, distribution: Distribution | None, pair: tuple[str, str], readings: Readings
) -> tuple[Finding, ...]:
    if distribution is None:
        entry = rule("QTA-5")
        says = "no distribution of active quotas is on record for this year"
        return (Finding("QTA-5", entry.provision, Outcome.OPEN, says),)
    flights = distribution.flights(*pair)
    return (
        active_ceiling(quotas, distribution, pair[0]),
        phase_in_cap(quotas, distribution, pair[1], readings=readings),
        half_rule(quotas, distribution, pair, flights, readings=readings),
    )
