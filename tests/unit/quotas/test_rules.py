"""The rules of quotas on small numbers: kept, broken, exactly on the limit, not known."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from overflight.quotas import (
    Debit,
    Distribution,
    DistributionAdopted,
    PassiveAllocated,
    QuotaFact,
    Quotas,
    Share,
    active_ceiling,
    balance,
    counted,
    distribution_in_force,
    fold_quotas,
    full_quota,
    half_rule,
    passive_ceiling,
    phase_in_cap,
    phase_in_limit,
)
from overflight.record import Reference, Said
from overflight.treaty import Outcome, readings

ENTRY = date(2002, 1, 1)
DEFAULTS = readings()


def folded(*facts: QuotaFact) -> Quotas:
    """Fold facts said one after the other."""
    at = datetime(2002, 1, 1, tzinfo=UTC)
    said = [Said(f, "HU", at, Reference("x/log/hu/1", i, "00")) for i, f in enumerate(facts)]
    return fold_quotas(said, readings=DEFAULTS)


SHARES = (
    Share("1", "AA", "BB", 3),
    Share("2", "AA", "CC", 1),
    Share("3", "BB", "AA", 4),
    Share("4", "DD", "BB", 2),
)
QUOTAS = folded(
    PassiveAllocated("AA", 4, ENTRY),
    PassiveAllocated("BB", 6, ENTRY),
    PassiveAllocated("CC", 2, ENTRY),
    DistributionAdopted("later", ENTRY, date(2004, 1, 1), SHARES, "dec.9/99"),
)


def distribution() -> Distribution:
    """Return the one distribution."""
    found = QUOTAS.distribution_on(ENTRY)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("flights", "outcome"), [(3, Outcome.KEPT), (4, Outcome.KEPT), (5, Outcome.BROKEN)]
)
def test_the_passive_ceiling(flights: int, outcome: Outcome) -> None:
    """QTA-3: equality passes, one more does not."""
    finding = passive_ceiling(QUOTAS, "AA", ENTRY, flights)
    assert finding.outcome is outcome
    assert finding.margin == 4 - flights


def test_what_is_not_known_is_open() -> None:
    """A unit whose quota was never said can keep or break nothing."""
    assert passive_ceiling(QUOTAS, "DD", ENTRY, 0).outcome is Outcome.OPEN
    assert active_ceiling(QUOTAS, distribution(), "DD").outcome is Outcome.OPEN
    assert phase_in_cap(QUOTAS, distribution(), "DD", readings=DEFAULTS).outcome is Outcome.OPEN
    assert full_quota(QUOTAS, "DD", ENTRY, 1).outcome is Outcome.OPEN
    for pair in (("DD", "BB"), ("AA", "DD")):
        finding = half_rule(QUOTAS, distribution(), pair, 1, readings=DEFAULTS)
        assert finding.outcome is Outcome.OPEN
        assert "DD" in finding.says


def test_the_active_ceiling() -> None:
    """QTA-4: the sum may equal the unit's own passive quota; a unit without flights keeps it."""
    assert active_ceiling(QUOTAS, distribution(), "AA").outcome is Outcome.KEPT
    assert active_ceiling(QUOTAS, distribution(), "AA").margin == 0
    assert active_ceiling(QUOTAS, distribution(), "ZZ").outcome is Outcome.KEPT
    more = folded(
        PassiveAllocated("AA", 3, ENTRY),
        DistributionAdopted("x", ENTRY, date(2004, 1, 1), SHARES, "dec.9/99"),
    )
    assert active_ceiling(more, distribution(), "AA").outcome is Outcome.BROKEN


@pytest.mark.parametrize(
    ("passive", "cap"), [(42, 31), (12, 9), (7, 5), (6, 4), (4, 3), (2, 1), (0, 0)]
)
def test_the_cap_is_three_quarters_rounded_down(passive: int, cap: int) -> None:
    """QTA-6 prints these six pairs."""
    assert phase_in_limit(passive) == cap


def test_the_cap_binds_later_distributions() -> None:
    """Five flights over BB against a cap of four: broken unless the Annex itself prints them."""
    shares = (Share("1", "AA", "BB", 5),)
    later = DistributionAdopted("later", ENTRY, date(2004, 1, 1), shares, "dec.9/99")
    printed = DistributionAdopted("first", ENTRY, date(2004, 1, 1), shares, "annex.A.II.1")
    six = PassiveAllocated("BB", 6, ENTRY)
    for fact, chosen, outcome in (
        (later, {}, Outcome.BROKEN),
        (printed, {}, Outcome.KEPT),
        (printed, {"AMB-5": "cap-everywhere"}, Outcome.BROKEN),
    ):
        quotas = folded(six, fact)
        one = quotas.distribution_on(ENTRY)
        assert one is not None
        finding = phase_in_cap(quotas, one, "BB", readings=readings(chosen))
        assert finding.outcome is outcome
        assert finding.readings[0].startswith("AMB-5=")


@pytest.mark.parametrize(
    ("day", "flights", "rule", "outcome"),
    [
        (date(2005, 12, 31), 4, "QTA-6", Outcome.KEPT),
        (date(2005, 12, 31), 5, "QTA-6", Outcome.BROKEN),
        (date(2006, 1, 1), 6, "QTA-7", Outcome.KEPT),
        (date(2006, 1, 1), 7, "QTA-7", Outcome.BROKEN),
    ],
)
def test_the_full_quota_follows_the_phase_in(
    day: date, flights: int, rule: str, outcome: Outcome
) -> None:
    """QTA-7: from 1 January 2006 the whole quota, until then three quarters."""
    finding = full_quota(QUOTAS, "BB", day, flights)
    assert (finding.rule, finding.outcome) == (rule, outcome)


def test_the_half_rule_is_told_under_both_readings() -> None:
    """AMB-7: half of the entitlement or of what was distributed; the chosen reading decides."""
    both = half_rule(QUOTAS, distribution(), ("AA", "BB"), 3, readings=DEFAULTS)
    assert both.outcome is Outcome.BROKEN
    assert "at most 2 by entitlement, 2 by distributed" in both.says
    exact = half_rule(QUOTAS, distribution(), ("AA", "BB"), 2, readings=DEFAULTS)
    assert (exact.outcome, exact.margin) == (Outcome.KEPT, 0)
    literal = readings({"AMB-7": "distributed"})
    finding = half_rule(QUOTAS, distribution(), ("BB", "AA"), 2, readings=literal)
    assert finding.readings == ("AMB-7=distributed",)
    assert "at most 2 by distributed, 2 by entitlement" in finding.says


def test_halves_are_rounded_up() -> None:
    """50 % of seven is four."""
    quotas = folded(
        PassiveAllocated("NO", 7, ENTRY),
        PassiveAllocated("BYRU", 42, ENTRY),
        DistributionAdopted("x", ENTRY, date(2004, 1, 1), SHARES, "dec.9/99"),
    )
    finding = half_rule(quotas, distribution(), ("NO", "BYRU"), 4, readings=DEFAULTS)
    assert (finding.outcome, finding.margin) == (Outcome.KEPT, 0)


def test_a_distribution_holds_between_its_days() -> None:
    """QTA-5: from its first day to the day before its end."""
    outcomes = [
        distribution_in_force(distribution(), day).outcome
        for day in (date(2001, 12, 31), ENTRY, date(2003, 12, 31), date(2004, 1, 1))
    ]
    assert outcomes == [Outcome.BROKEN, Outcome.KEPT, Outcome.KEPT, Outcome.BROKEN]


DEBITS = (
    Debit("AA", "BB", 2002, 1, 1, "QEF-9"),
    Debit("AA", "CC", 2002, 1, 1, "QEF-9"),
    Debit("AA", "BB", 2003, 1, 1, "QEF-9"),
    Debit("DD", "BB", 2002, 1, 1, "QEF-9"),
)


def test_debits_count_in_their_own_year() -> None:
    """QTA-14: the year whose quota is used, nothing is carried over."""
    assert len(counted(DEBITS, 2002)) == 3
    assert len(counted(DEBITS, 2004)) == 0


def test_the_balance_of_a_pair() -> None:
    """QTA-9: each flight debits the pair, the flyer's total and the passive quota flown over."""
    left = balance(QUOTAS, DEBITS, ("AA", "BB"), 2002, readings=DEFAULTS)
    assert (left.distributed, left.used, left.remaining) == (3, 1, 2)
    assert (left.active_total, left.active_used) == (4, 2)
    assert (left.passive_total, left.passive_used) == (6, 2)
    assert [f.rule for f in left.findings] == ["QTA-9", "QTA-3", "QTA-4", "QTA-6", "QTA-11"]
    assert left.shared_with == ()


def test_the_balance_is_bounded_by_every_total() -> None:
    """What is left of the pair is useless when the passive quota is used up by others."""
    others = [Debit("DD", "BB", 2002, 1, 1, "QEF-9")] * 5
    left = balance(QUOTAS, others, ("AA", "BB"), 2002, readings=DEFAULTS)
    assert left.remaining == 1
    too_many = [Debit("AA", "BB", 2002, 1, 1, "QEF-9")] * 4
    over = balance(QUOTAS, too_many, ("AA", "BB"), 2002, readings=DEFAULTS)
    assert over.remaining == 0
    assert over.findings[0].outcome is Outcome.BROKEN


def test_a_flight_outside_the_quotas_debits_nothing() -> None:
    """QTA-12: an extraordinary or bilateral flight takes nothing from anybody."""
    free = [Debit("AA", "BB", 2002, 0, 0, "QTA-12")]
    assert balance(QUOTAS, free, ("AA", "BB"), 2002, readings=DEFAULTS).remaining == 3


def test_without_a_distribution_the_balance_is_open() -> None:
    """A year for which nothing was said has no balance, and says so."""
    left = balance(QUOTAS, DEBITS, ("AA", "DD"), 2010, readings=DEFAULTS)
    assert (left.distributed, left.remaining, left.passive_total) == (0, 0, None)
    assert [f.outcome for f in left.findings] == [Outcome.KEPT, Outcome.OPEN, Outcome.OPEN]
