"""What is left of a quota: distributed, used, remaining, with every rule that bears on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from overflight.quotas.rules import (
    Debit,
    active_ceiling,
    counted,
    half_rule,
    passive_ceiling,
    phase_in_cap,
)
from overflight.quotas.table import Distribution, Quotas
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


def _debit_finding(pair: tuple[str, str], year: int, used: int, distributed: int) -> Finding:
    number = Quantity(float(used), "flights")
    limit = Limit(float(distributed), "flights", Sense.AT_MOST)
    says = (
        f"{used} of {count_of(distributed, 'flight')} of {pair[0]} over {pair[1]} debited in {year}"
    )
    entry = rule("QTA-9")
    outcome = judge(number, limit)
    return Finding(
        "QTA-9",
        entry.provision,
        outcome,
        says,
        number,
        limit,
        "observed Party need not accept more (art.III.I.4)",
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
        readings: ``AMB-4``, ``AMB-5``, ``AMB-7`` as they bear on it.

    Treaty: art.III.I.4, art.III.I.8 (QTA-9), art.III.I.5, art.III.I.10.
    """
    observing, observed = pair
    day = date(year, 1, 1)
    distribution = quotas.distribution_on(day)
    passive = quotas.passive_on(observed, day)
    mine = counted(debits, year)
    of_pair = tuple(d for d in mine if (d.observing, d.observed) == pair)
    used = sum(d.active for d in of_pair)
    passive_used = sum(d.passive for d in mine if d.observed == observed)
    distributed = 0 if distribution is None else distribution.flights(observing, observed)
    return Balance(
        observing,
        observed,
        year,
        distributed,
        used,
        0 if distribution is None else distribution.active_total(observing),
        sum(d.active for d in mine if d.observing == observing),
        passive_used,
        of_pair,
        (
            _debit_finding(pair, year, used, distributed),
            passive_ceiling(quotas, observed, day, passive_used),
            *_of_distribution(quotas, distribution, pair, readings),
        ),
        () if distribution is None else _sharers(distribution, pair),
        passive_total=None if passive is None else passive.flights,
    )


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
