"""Quotas by article, on the tables the Treaty prints."""

from __future__ import annotations

from datetime import date

import pytest

from overflight.desk import from_package
from overflight.desk.answers.on_a_day import active_list, passive_list
from overflight.quotas import (
    Distribution,
    active_ceiling,
    distribution_in_force,
    half_rule,
    passive_ceiling,
    phase_in_cap,
)
from overflight.treaty import Outcome, readings

HELD = from_package()
ENTRY = date(2002, 1, 1)
DEFAULTS = readings()


def first() -> Distribution:
    """Return the first distribution."""
    found = HELD.quotas.distribution_on(ENTRY)
    assert found is not None
    return found


@pytest.mark.provision("annex.A.II.1")
@pytest.mark.rule("QTA-5")
def test_the_first_distribution_adds_up() -> None:
    """58 lines, 91 line-flights, 89 flights: two over Ukraine are shared."""
    assert len(first().shares) == 58
    assert first().line_flights == 91
    assert first().flights_in_all == 89
    assert first().over("UA") == 9
    assert {s.id for s in first().shares if s.shared_with} == {"AQ-04", "AQ-24", "AQ-38", "AQ-53"}


@pytest.mark.provision("annex.A.II.1", "art.III.I.6")
@pytest.mark.rule("QTA-5")
def test_the_first_distribution_ends_with_2003() -> None:
    """AMB-4: 31 December following the year of entry into force, literally 2003-12-31."""
    days = (date(2001, 12, 31), ENTRY, date(2003, 12, 31), date(2004, 1, 1))
    outcomes = [distribution_in_force(first(), day).outcome for day in days]
    assert outcomes == [Outcome.BROKEN, Outcome.KEPT, Outcome.KEPT, Outcome.BROKEN]
    other = from_package(readings=readings({"AMB-4": "same-year"}))
    assert other.quotas.distribution_on(date(2002, 12, 31)) is not None
    assert other.quotas.distribution_on(date(2003, 1, 1)) is None


@pytest.mark.provision("annex.A.I.1", "art.III.I.4")
@pytest.mark.rule("QTA-3")
@pytest.mark.parametrize(
    ("unit", "quota"), [("US", 42), ("BYRU", 42), ("DE", 12), ("NO", 7), ("BNL", 6), ("PT", 2)]
)
def test_passive_quotas_are_as_printed(unit: str, quota: int) -> None:
    """Equality passes, one flight more is broken."""
    assert passive_ceiling(HELD.quotas, unit, ENTRY, quota).outcome is Outcome.KEPT
    assert passive_ceiling(HELD.quotas, unit, ENTRY, quota + 1).outcome is Outcome.BROKEN


@pytest.mark.provision("art.III.I.5")
@pytest.mark.rule("QTA-4")
def test_nobody_holds_more_than_its_own_passive_quota() -> None:
    """Every unit of the first distribution keeps the ceiling."""
    for unit in first().units:
        assert active_ceiling(HELD.quotas, first(), unit).outcome is Outcome.KEPT


@pytest.mark.provision("annex.A.II.1", "annex.A.II.2", "art.XVIII.II.6")
@pytest.mark.rule("QTA-6")
def test_only_poland_is_above_the_cap_and_accepted_as_printed() -> None:
    """AMB-5: the Annex gives five flights over Poland against a cap of four."""
    strict = readings({"AMB-5": "cap-everywhere"})
    broken = [
        unit
        for unit in first().units
        if phase_in_cap(HELD.quotas, first(), unit, readings=strict).outcome is Outcome.BROKEN
    ]
    assert broken == ["PL"]
    finding = phase_in_cap(HELD.quotas, first(), "PL", readings=DEFAULTS)
    assert finding.outcome is Outcome.KEPT
    assert "as printed" in finding.says
    exact = phase_in_cap(HELD.quotas, first(), "UA", readings=strict)
    assert (exact.outcome, exact.margin) == (Outcome.KEPT, 0)


@pytest.mark.provision("art.III.I.10")
@pytest.mark.rule("QTA-11")
def test_the_half_rule_breaks_four_rows_only_by_the_distributed_reading() -> None:
    """The rule book names them: DE, FR, GB 3 against 2, US 8 against 5, all over BYRU."""
    literal = readings({"AMB-7": "distributed"})
    pairs = {(s.observing, s.observed) for s in first().shares}

    def broken(chosen: dict[str, str]) -> dict[tuple[str, str], float]:
        found = {}
        for pair in pairs:
            finding = half_rule(
                HELD.quotas, first(), pair, first().flights(*pair), readings=readings(chosen)
            )
            if finding.outcome is Outcome.BROKEN and finding.limit is not None:
                found[pair] = finding.limit.value
        return found

    assert broken({}) == {}
    assert broken(dict(literal.chosen)) == {
        ("DE", "BYRU"): 2,
        ("FR", "BYRU"): 2,
        ("GB", "BYRU"): 2,
        ("US", "BYRU"): 5,
    }


@pytest.mark.provision("art.III.I.3")
@pytest.mark.rule("QTA-2")
def test_the_first_distribution_is_not_symmetric_and_is_not_judged_so() -> None:
    """AMB-3: 22 of its 38 pairs are unequal; equal rights are an entitlement."""
    pairs = {frozenset((s.observing, s.observed)) for s in first().shares}
    unequal = [
        pair
        for pair in pairs
        for one, other in (sorted(pair),)
        if first().flights(one, other) != first().flights(other, one)
    ]
    assert (len(pairs), len(unequal)) == (38, 22)


@pytest.mark.provision("annex.A.I.2")
@pytest.mark.rule("QTA-13")
def test_newcomers_have_no_number_until_one_is_said() -> None:
    """Nine Parties have no line in Annex A; nothing is invented for them."""
    rows = {row.unit: row for row in passive_list(HELD, date(2010, 1, 1)).quotas}
    unknown = {unit for unit, row in rows.items() if row.flights is None}
    assert unknown == {"BA", "EE", "FI", "GE", "HR", "LT", "LV", "SE", "SI"}
    assert all(rows[unit].doubts for unit in unknown)


@pytest.mark.provision("annex.A.I.1", "art.XV.1")
@pytest.mark.rule("MEM-9")
def test_quotas_follow_membership() -> None:
    """Before entry into force nobody has one; after a withdrawal the leaver's is gone."""
    assert passive_list(HELD, date(2001, 12, 31)).quotas == ()
    before = {row.unit for row in passive_list(HELD, date(2020, 11, 21)).quotas}
    after = {row.unit for row in passive_list(HELD, date(2020, 11, 22)).quotas}
    assert before - after == {"US"}
    group = {row.unit: row for row in passive_list(HELD, date(2021, 12, 18)).quotas}["BYRU"]
    assert (group.flights, group.states) == (None, ("BY",))
    assert "AMB-40" in group.doubts[0]
    printed = from_package(readings=readings({"AMB-40": "unit-as-printed"}))
    kept = {row.unit: row for row in passive_list(printed, date(2021, 12, 18)).quotas}["BYRU"]
    assert kept.flights == 42


@pytest.mark.provision("annex.A.II.1")
@pytest.mark.rule("QTA-5")
def test_the_active_list_can_be_asked_by_either_side() -> None:
    """One line for Germany over Ukraine; no list where no distribution is known."""
    (row,) = active_list(HELD, date(2003, 5, 5), observing="DE", observed="UA").shares
    assert (row.id, row.flights) == ("AQ-02", 1)
    over = active_list(HELD, date(2003, 5, 5), observed="UA")
    assert over.line_flights == 11
    nothing = active_list(HELD, date(2004, 1, 1))
    assert nothing.distribution == ""
    assert "no distribution" in nothing.doubts[0]
