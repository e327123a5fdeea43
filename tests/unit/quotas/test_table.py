"""The fold of quotas: what stands on a day, and how shared flights are counted."""

from __future__ import annotations

from datetime import UTC, date, datetime

from overflight.quotas import (
    DistributionAdopted,
    PassiveAllocated,
    QuotaFact,
    Quotas,
    Share,
    fold_quotas,
)
from overflight.record import Reference, Said
from overflight.treaty import readings

ENTRY = date(2002, 1, 1)


def folded(*facts: QuotaFact, **chosen: str) -> Quotas:
    """Fold facts said one after the other."""
    at = datetime(2002, 1, 1, tzinfo=UTC)
    said = [Said(f, "HU", at, Reference("x/log/hu/1", i, "00")) for i, f in enumerate(facts)]
    return fold_quotas(
        reversed(said), readings=readings({k.replace("_", "-"): v for k, v in chosen.items()})
    )


def adopted(*shares: Share, name: str = "one") -> DistributionAdopted:
    """Return a distribution for two years."""
    return DistributionAdopted(name, ENTRY, date(2004, 1, 1), shares, "annex.A.II.1")


SHARED = (
    Share("1", "AA", "UU", 2),
    Share("2", "BB", "UU", 1, "CC"),
    Share("3", "CC", "UU", 1, "BB"),
    Share("4", "CC", "UU", 1),
    Share("5", "UU", "AA", 3),
)


def test_a_quota_holds_from_its_first_day_to_the_day_before_its_end() -> None:
    """Ranges are half open: the last day is not in."""
    quotas = folded(
        PassiveAllocated("AA", 4, ENTRY, date(2006, 1, 1)),
        PassiveAllocated("AA", 6, date(2006, 1, 1)),
        PassiveAllocated("BB", 2, ENTRY),
    )
    assert quotas.passive_on("AA", date(2001, 12, 31)) is None
    for day, flights in ((ENTRY, 4), (date(2005, 12, 31), 4), (date(2006, 1, 1), 6)):
        found = quotas.passive_on("AA", day)
        assert found is not None
        assert found.flights == flights
    assert [q.unit for q in quotas.every_passive_on(ENTRY)] == ["AA", "BB"]
    assert quotas.every_passive_on(date(2001, 1, 1)) == ()


def test_the_last_said_stands() -> None:
    """A later statement corrects an earlier one for the same days."""
    quotas = folded(PassiveAllocated("AA", 4, ENTRY), PassiveAllocated("AA", 5, ENTRY))
    found = quotas.passive_on("AA", ENTRY)
    assert found is not None
    assert (found.flights, found.basis.i) == (5, 1)
    twice = folded(adopted(), adopted(name="two"))
    distribution = twice.distribution_on(ENTRY)
    assert distribution is not None
    assert distribution.name == "two"


def test_a_shared_flight_is_one_flight_over_the_observed_unit() -> None:
    """AMB-35: one for each sharer's ceiling, one in all for the observed Party."""
    distribution = folded(adopted(*SHARED)).distribution_on(ENTRY)
    assert distribution is not None
    assert distribution.over("UU") == 4
    assert distribution.flights("CC", "UU") == 2
    assert distribution.active_total("CC") == 2
    assert distribution.active_total("BB") == 1
    assert distribution.over("BB") == 0
    assert distribution.units == ("AA", "BB", "CC", "UU")
    assert (distribution.line_flights, distribution.flights_in_all) == (8, 7)


def test_the_end_of_a_distribution_may_depend_on_a_reading() -> None:
    """AMB-4 moves the end by a year; the distribution names the reading it used."""
    fact = DistributionAdopted(
        "first",
        ENTRY,
        date(2004, 1, 1),
        (),
        "annex.A.II.1",
        until_otherwise=date(2003, 1, 1),
        open_point="AMB-4=same-year",
    )
    literal = folded(fact).distribution_on(date(2003, 12, 31))
    assert literal is not None
    assert literal.readings == ("AMB-4=literal",)
    other = folded(fact, AMB_4="same-year")
    assert other.distribution_on(date(2003, 1, 1)) is None
    assert other.distribution_on(date(2002, 12, 31)) is not None
    plain = folded(adopted()).distribution_on(ENTRY)
    assert plain is not None
    assert plain.readings == ()
