"""Membership by article, on the founding facts: every date against the depositaries' own."""

from __future__ import annotations

import csv
from datetime import date, timedelta

import pytest
from tests.shared_data import shared

from overflight.desk import from_package
from overflight.membership import StandingKind, entry_finding, entry_terms
from overflight.treaty import Outcome, open_skies, readings

HELD = from_package()
DAY = timedelta(days=1)

# By hand from MEM-3: deposit + 60 days.
ACCESSIONS = {
    "SE": ("2002-06-28", "2002-08-27"),
    "FI": ("2002-12-12", "2003-02-10"),
    "LV": ("2002-12-13", "2003-02-11"),
    "BA": ("2003-08-21", "2003-10-20"),
    "SI": ("2004-07-27", "2004-09-25"),
    "HR": ("2004-11-02", "2005-01-01"),
    "EE": ("2005-03-24", "2005-05-23"),
    "LT": ("2005-05-09", "2005-07-08"),
}


@pytest.mark.provision("art.XVII.2")
@pytest.mark.rule("MEM-2")
def test_in_force_on_the_first_day_of_2002_and_not_before() -> None:
    """The last needed deposits were made on 2001-11-02; 60 days later is 2002-01-01."""
    assert HELD.parties.in_force == date(2002, 1, 1)
    assert HELD.parties.members_on(date(2001, 12, 31)) == ()
    assert len(HELD.parties.members_on(date(2002, 1, 1))) == 26
    terms = entry_terms(open_skies())
    outcomes = [
        entry_finding(HELD.parties, terms, day).outcome
        for day in (date(2001, 12, 31), date(2002, 1, 1))
    ]
    assert outcomes == [Outcome.BROKEN, Outcome.KEPT]


@pytest.mark.provision("art.XVII.6")
@pytest.mark.rule("MEM-3")
@pytest.mark.parametrize("code", ACCESSIONS)
def test_each_accession_takes_effect_sixty_days_after_deposit(code: str) -> None:
    """The day before, the State is awaited; on the day, it is a Party."""
    deposited, force = (date.fromisoformat(text) for text in ACCESSIONS[code])
    assert deposited + timedelta(days=60) == force
    assert HELD.parties.standing(code, force).since == force
    assert HELD.parties.is_party(code, force)
    assert not HELD.parties.is_party(code, force - DAY)
    assert HELD.parties.standing(code, force - DAY).kind is StandingKind.AWAITED


@pytest.mark.provision("art.XV.2")
@pytest.mark.rule("MEM-7")
@pytest.mark.parametrize(("code", "effect"), [("US", "2020-11-22"), ("RU", "2021-12-18")])
def test_each_withdrawal_changes_the_list_by_exactly_one(code: str, effect: str) -> None:
    """The issue's own question: the lists of two neighbouring days differ by one State."""
    day = date.fromisoformat(effect)
    before, after = HELD.parties.members_on(day - DAY), HELD.parties.members_on(day)
    assert set(before) - set(after) == {code}
    assert set(after) <= set(before)


@pytest.mark.provision("art.XVII.1")
@pytest.mark.rule("MEM-1")
def test_a_signature_alone_makes_no_party() -> None:
    """Kyrgyzstan signed in December 1992 and never ratified."""
    assert HELD.parties.standing("KG", date(2020, 1, 1)).kind is StandingKind.SIGNATORY


@pytest.mark.provision("art.XVII.2", "art.XVII.6", "art.XV.2")
@pytest.mark.rule("MEM-2", "MEM-3", "MEM-7")
def test_every_date_is_the_one_of_the_states_table() -> None:
    """Where the registry and the sum agree, we must give that day; withdrawals likewise."""
    with shared("treaty", "states.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    assert len(rows) == 35
    for row in rows:
        spells = HELD.parties.states[row["iso2"]].spells
        if row["status"] == "signatory only":
            assert spells == ()
            continue
        (spell,) = spells
        assert spell.since.isoformat() == row["eif_computed"]
        assert (spell.until.isoformat() if spell.until else "") == row["withdrawal_effect"]
        doubts = HELD.parties.states[row["iso2"]].doubts
        assert bool(doubts) == (row["eif_check"] != "agree")


@pytest.mark.provision("art.XVII.6")
@pytest.mark.rule("MEM-3")
def test_slovenia_is_told_with_both_dates() -> None:
    """The registry prints 2004-11-24; the deposit gives 2004-09-25; neither is settled here."""
    (doubt,) = HELD.parties.standing("SI", date(2004, 10, 1)).doubts
    assert "2004-11-24" in doubt
    assert "2004-09-25" in doubt


@pytest.mark.provision("art.XVII.1")
@pytest.mark.rule("MEM-3")
def test_the_later_deposit_moves_only_those_with_two_dates() -> None:
    """AMB-27: Finland and Bosnia and Herzegovina deposited on two days after entry into force."""
    later = from_package(readings=readings({"AMB-27": "later"}))
    assert later.parties.in_force == date(2002, 1, 1)
    moved = {
        code
        for code, state in later.parties.states.items()
        if state.spells and state.spells[0].since != HELD.parties.states[code].spells[0].since
    }
    assert moved == {"FI", "BA"}
    assert later.parties.standing("FI", date(2003, 2, 11)).since == date(2003, 2, 11)
    assert later.parties.standing("BA", date(2003, 10, 25)).since == date(2003, 10, 25)


@pytest.mark.provision("art.XIV.1")
@pytest.mark.rule("GRP-13")
@pytest.mark.parametrize(
    ("provision", "unit"),
    [
        ("art.II.1", "BNL"),
        ("art.III.I.4", "BNL"),
        ("art.IX.IV.1", "BNL"),
        ("art.XI", "BNL"),
        ("annex.A.I.1", "BNL"),
        ("annex.I.1", "BNL"),
        ("annex.K.I.1", "BNL"),
        ("art.X.2", "NL"),
        ("art.XII", "NL"),
        ("art.XIII.I.1", "NL"),
        ("art.XV.2", "NL"),
        ("annex.J.1", "NL"),
        ("annex.L.I.1", "NL"),
    ],
)
def test_benelux_is_one_for_some_articles_and_three_for_others(provision: str, unit: str) -> None:
    """One for Articles II to IX and XI and Annexes A to I and K; three for everything else."""
    assert HELD.parties.unit_of("NL", provision, date(2003, 5, 5)) == unit


@pytest.mark.provision("art.II.3")
@pytest.mark.rule("GRP-1")
def test_the_belarus_and_russian_group_ends_with_its_second_member() -> None:
    """The day the group ended was not found; a group needs two, so it stands until 2021-12-17."""
    parties = HELD.parties
    assert parties.unit_of("BY", "art.III.I.4", date(2021, 12, 17)) == "BYRU"
    assert parties.unit_of("BY", "art.III.I.4", date(2021, 12, 18)) == "BY"
    group = parties.groups.named("BYRU")
    assert group is not None
    assert "not found" in group.note


@pytest.mark.provision("annex.A.I.1")
@pytest.mark.rule("QTA-13")
def test_the_printed_czechoslovak_unit_has_two_successors() -> None:
    """Neither ever was a Party under the printed name."""
    assert HELD.parties.states_of("CSFR", date(2003, 5, 5)) == ("CZ", "SK")
