"""The rules of quotas: ceilings, the half rule, the cap of the phase-in (QTA-3 to QTA-12).

Counts carry no error: a finding here is kept or broken, or open where the number is not known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

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

__all__ = [
    "CAP_SHARE",
    "FIRST_YEARS",
    "HALF",
    "Debit",
    "active_ceiling",
    "counted",
    "distribution_in_force",
    "first_distribution_until",
    "full_quota",
    "half_rule",
    "passive_ceiling",
    "phase_in_cap",
    "phase_in_limit",
    "proportional",
]

_ENTRY = date(2002, 1, 1)

HALF = Value("share of one observing Party", Decimal("0.5"), "of a quota", _ENTRY, "art.III.I.10")
FIRST_YEARS = Value(
    "years of the first distribution after the year of entry into force",
    Decimal(1),
    "years",
    _ENTRY,
    "annex.A.II.1",
)
CAP_SHARE = Value(
    "share of the passive quota in the phase-in",
    Decimal("0.75"),
    "of a quota",
    _ENTRY,
    "annex.A.II.2",
    date(2006, 1, 1),
)


@dataclass(frozen=True, slots=True)
class Debit:
    """What one flight took from the quotas, as the missions chapter found it.

    Args:
        observing: Unit that flew.
        observed: Unit flown over.
        year: Calendar year of the quota used (QTA-14).
        active: Taken from the observing unit's active quota.
        passive: Taken from the observed unit's passive quota.
        rule: The outcome or rule it follows from (``QEF-9``, ``QTA-12``).
        mission: Key of the mission; empty if there is none.
    """

    observing: str
    observed: str
    year: int
    active: int
    passive: int
    rule: str
    mission: str = ""


def _judged(rule_id: str, measured: int, most: int, says: str, **more: tuple[str, ...]) -> Finding:
    entry = rule(rule_id)
    number = Quantity(float(measured), "flights")
    limit = Limit(float(most), "flights", Sense.AT_MOST)
    return Finding(
        rule_id,
        entry.provision,
        judge(number, limit),
        says,
        number,
        limit,
        entry.consequence,
        basis=more.get("basis", ()),
        readings=more.get("readings", ()),
    )


def _unknown(rule_id: str, says: str) -> Finding:
    entry = rule(rule_id)
    return Finding(rule_id, entry.provision, Outcome.OPEN, says, consequence=entry.consequence)


def counted(debits: Iterable[Debit], year: int) -> tuple[Debit, ...]:
    """Return the debits of one quota year; flights outside the quotas debit nothing (QTA-12)."""
    return tuple(debit for debit in debits if debit.year == year)


def passive_ceiling(quotas: Quotas, unit: str, day: date, flights: int) -> Finding:
    """Return whether the flights counted over a unit stay within its passive quota.

    Args:
        quotas: The quotas.
        unit: Unit flown over.
        day: A day of the year in question.
        flights: Flights counted over it in that year.

    Treaty: art.III.I.4 (QTA-3).
    """
    quota = quotas.passive_on(unit, day)
    if quota is None:
        return _unknown("QTA-3", f"no passive quota of {unit} is known for {day}")
    over = f"{count_of(flights, 'flight')} counted over {unit} in {day.year}"
    says = f"{over}; passive quota {quota.flights}"
    return _judged("QTA-3", flights, quota.flights, says, basis=(quota.provision,))


def active_ceiling(quotas: Quotas, distribution: Distribution, unit: str) -> Finding:
    """Return whether a unit's total active quota stays within its own passive quota.

    A unit that holds no active quota keeps the rule, whatever its passive quota. Flights it got or
    gave by transfer do not count here: a transfer stands above this rule.

    Treaty: art.III.I.5 (QTA-4), art.III.I.9.
    """
    total = distribution.active_total(unit) - distribution.moved_to(unit)
    quota = quotas.passive_on(unit, distribution.since)
    if quota is None and total:
        return _unknown(
            "QTA-4", f"{unit} holds {count_of(total, 'flight')}; no passive quota of it is known"
        )
    most = 0 if quota is None else quota.flights
    own = "not known" if quota is None else str(most)
    says = f"{unit} holds {count_of(total, 'flight')} in all; its own passive quota is {own}"
    return _judged("QTA-4", total, most, says, basis=(distribution.provision,))


def distribution_in_force(distribution: Distribution, day: date) -> Finding:
    """Return whether a distribution holds on a day.

    Treaty: annex.A.II.1, art.III.I.6 (QTA-5).
    """
    holds = distribution.since <= day < distribution.until
    return Finding(
        "QTA-5",
        distribution.provision,
        Outcome.KEPT if holds else Outcome.BROKEN,
        f"{distribution.name}: from {distribution.since}, no longer from {distribution.until}",
        consequence=rule("QTA-5").consequence,
        readings=distribution.readings,
    )


def first_distribution_until(entry: date) -> tuple[date, date]:
    """Return the first day on which the first distribution no longer holds, under both readings.

    "31 December following the year of entry into force" is that of the next year by its letter, or
    that of the year itself.

    Args:
        entry: Day of entry into force.

    Returns:
        By the letter (``literal``); in the year of entry into force (``same-year``).

    Treaty: annex.A.II.1 (QTA-5); AMB-4.
    """
    literal = date(entry.year + int(FIRST_YEARS.amount) + 1, 1, 1)
    return literal, date(entry.year + 1, 1, 1)


def phase_in_limit(passive: int) -> int:
    """Return 75 % of a passive quota, rounded down.

    Treaty: annex.A.II.2, art.XVIII.II.6 (QTA-6).
    """
    return math.floor(CAP_SHARE.amount * passive)


def phase_in_cap(
    quotas: Quotas, distribution: Distribution, unit: str, *, readings: Readings
) -> Finding:
    """Return whether the flights over a unit stay within the cap of the phase-in.

    The rows printed in Annex A are lawful as printed under the default reading, although they give
    five flights over Poland against a cap of four.

    Treaty: annex.A.II.1, annex.A.II.2 (QTA-6); AMB-5.
    """
    reading = readings.of("AMB-5")
    used = (f"AMB-5={reading}",)
    quota = quotas.passive_on(unit, distribution.since)
    if quota is None:
        return _unknown("QTA-6", f"no passive quota of {unit} is known for {distribution.since}")
    flights, most = distribution.over(unit), phase_in_limit(quota.flights)
    says = (
        f"{count_of(flights, 'flight')} over {unit}; 75 % of {quota.flights} rounded down is {most}"
    )
    finding = _judged("QTA-6", flights, most, says, readings=used)
    printed = distribution.provision == "annex.A.II.1" and reading == "as-printed"
    if finding.outcome is not Outcome.BROKEN or not printed:
        return finding
    return Finding(
        "QTA-6",
        finding.provision,
        Outcome.KEPT,
        f"{says}; the Annex itself prints {flights}, accepted as printed",
        consequence=finding.consequence,
        basis=(distribution.provision,),
        readings=used,
    )


def full_quota(quotas: Quotas, unit: str, day: date, requested: int) -> Finding:
    """Return whether a unit may be asked for so many flights on a day.

    Until the end of the phase-in it must accept 75 % of its passive quota, afterwards all of it.

    Treaty: annex.A.II.2 (QTA-6), annex.A.II.3 (QTA-7).
    """
    ended = CAP_SHARE.until is not None and day >= CAP_SHARE.until
    rule_id = "QTA-7" if ended else "QTA-6"
    quota = quotas.passive_on(unit, day)
    if quota is None:
        return _unknown(rule_id, f"no passive quota of {unit} is known for {day}")
    most = quota.flights if ended else phase_in_limit(quota.flights)
    asked = f"{count_of(requested, 'flight')} asked of {unit} in {day.year}"
    says = f"{asked}; it must accept up to {most}"
    return _judged(rule_id, requested, most, says)


def proportional(quotas: Quotas, distribution: Distribution, unit: str) -> Finding | None:
    """Return what the first distribution over a unit would be, scaled to its full passive quota.

    Scaling is asked whenever possible or requested, unless otherwise agreed: a distribution that
    the Commission adopted is agreed otherwise, so that it breaks nothing. None where the first
    distribution has no flight over the unit, or no quota of it is known.

    Args:
        quotas: The quotas; the first distribution is the earliest.
        distribution: The distribution in question, of a day after the phase-in.
        unit: Unit flown over.

    Treaty: annex.A.II.3 (QTA-7).
    """
    first, quota = quotas.distributions[0], quotas.passive_on(unit, distribution.since)
    over = first.over(unit)
    if quota is None or not over:
        return None
    pairs = {s.observing: first.flights(s.observing, unit) for s in first.shares}
    scaled = {who: Fraction(n * quota.flights, over) for who, n in pairs.items() if n}
    words = ", ".join(f"{who} {float(share):.2f}" for who, share in sorted(scaled.items()))
    same = all(abs(distribution.flights(who, unit) - share) < 1 for who, share in scaled.items())
    says = f"over {unit} the first distribution in proportion to {quota.flights} is {words};"
    says += " distributed so" if same else f" {distribution.name} was agreed otherwise"
    return Finding("QTA-7", "annex.A.II.3", Outcome.KEPT, says)


def _half(total: int) -> int:
    return math.ceil(HALF.amount * total)


def half_rule(
    quotas: Quotas,
    distribution: Distribution,
    pair: tuple[str, str],
    flights: int,
    *,
    readings: Readings,
) -> Finding:
    """Return whether one unit takes no more than half of its own and of the other's quota.

    Both meanings of "own total active quota" are computed and told; the reading chosen decides.

    Args:
        quotas: The quotas.
        distribution: The distribution of the year.
        pair: Observing unit, observed unit.
        flights: Flights in question.
        readings: ``AMB-7`` chooses the entitlement or the distributed sum; ``AMB-37`` whether a
            transfer changes it.

    Treaty: art.III.I.10 (QTA-11); AMB-7, AMB-37.
    """
    observing, observed = pair
    reading = readings.of("AMB-7")
    own = quotas.passive_on(observing, distribution.since)
    theirs = quotas.passive_on(observed, distribution.since)
    if own is None or theirs is None:
        missing = observing if own is None else observed
        return _unknown("QTA-11", f"no passive quota of {missing} is known")
    moved, used = distribution.moved_to(observing), [f"AMB-7={reading}"]
    printed = distribution.active_total(observing) - moved
    if moved:
        used.append(f"AMB-37={readings.of('AMB-37')}")
        moved *= int(readings.of("AMB-37") == "both-change")
    limits = {
        "entitlement": min(_half(own.flights + moved), _half(theirs.flights)),
        "distributed": min(_half(printed + moved), _half(theirs.flights)),
    }
    other = "distributed" if reading == "entitlement" else "entitlement"
    says = (
        f"{count_of(flights, 'flight')} of {observing} over {observed};"
        f" at most {limits[reading]} by {reading}, {limits[other]} by {other}"
    )
    return _judged("QTA-11", flights, limits[reading], says, readings=tuple(used))
