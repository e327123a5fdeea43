"""As of a day: from the package or from a record, the same answers, the difference said."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from overflight.adapters.clock import SetClock
from overflight.assembly import rehearsal
from overflight.commission import ReadingChosen
from overflight.desk import (
    NO_RECORD,
    PACKAGE_ORIGIN,
    code_of,
    founding_facts,
    founding_said,
    from_package,
    from_record,
    kind_of,
    load_founding,
    read_facts,
    read_record,
    say,
)
from overflight.desk.answers.on_a_day import active_list, party_list, party_row, passive_list
from overflight.desk.answers.sites import airfield_list
from overflight.errors import UsageError
from overflight.membership import GroupFormed, StandingKind, WithdrawalNotified
from overflight.missions.said.facts_ending import CancelGround, Cancelled
from overflight.missions.said.facts_notice import Notified
from overflight.notifications import IntentionToFly
from overflight.treaty import GroupKind, readings, ruleset_hash, write_form

DAY = date(2003, 5, 5)
CLOCK = datetime(2003, 5, 5, tzinfo=UTC)


def test_every_founding_fact_has_a_statement_type() -> None:
    """What cannot be named cannot stand in a record."""
    facts = founding_facts()
    assert len(facts) > 300
    assert {party for party, _ in facts} == {"HU"}
    kinds = {kind_of(fact) for _, fact in facts}
    assert "membership.instrument-deposited/1" in kinds
    assert "quotas.distribution-adopted/1" in kinds
    assert "missions.site-designated/1" in kinds
    assert "commission.decision-adopted/1" in kinds


def test_without_a_record_the_references_say_so() -> None:
    """A reference to the package must not look like one to a log."""
    said = founding_said()
    assert {s.ref.o for s in said} == {PACKAGE_ORIGIN}
    assert {s.ref.h for s in said} == {ruleset_hash()}
    assert len({s.ref.i for s in said}) == len(said)
    assert from_package().source == NO_RECORD


def test_a_record_with_the_founding_facts_gives_the_same_answers() -> None:
    """The tables and the statements made of them must not differ in anything but the basis."""
    opened = rehearsal(("HU", "IT", "US"), SetClock(CLOCK))
    refs = load_founding(opened.desk, opened.signers["HU"])
    assert len(refs) == len(founding_facts())
    assert read_record(opened.desk.records).void == ()
    held, package = from_record(opened.desk.records, source="record"), from_package()
    for on in (date(2001, 12, 31), DAY, date(2021, 12, 17), date(2021, 12, 18)):
        for answer in (party_list, passive_list, active_list, airfield_list):
            mine, theirs = (write_form(answer(one, on)) for one in (held, package))
            assert mine.pop("facts") == f"record, cut {held.cut[:16]}"
            assert theirs.pop("facts") == NO_RECORD
            assert (mine.pop("cut"), theirs.pop("cut")) == (held.cut, "")
            assert mine == theirs


def test_founding_facts_are_said_once() -> None:
    """Loading twice must not double the record."""
    opened = rehearsal(("HU", "IT"), SetClock(CLOCK))
    assert load_founding(opened.desk, opened.signers["HU"])
    before = len(read_facts(opened.desk.records))
    assert load_founding(opened.desk, opened.signers["HU"]) == ()
    assert len(read_facts(opened.desk.records)) == before


def test_only_a_depositary_says_them() -> None:
    """art.XVII.7: the Depositaries inform; Italy cannot speak for them."""
    opened = rehearsal(("HU", "IT"), SetClock(CLOCK))
    with pytest.raises(UsageError, match="E-DEPOSITARY"):
        load_founding(opened.desk, opened.signers["IT"])


def test_a_later_statement_moves_the_answer() -> None:
    """A withdrawal said in a record changes membership from its day on."""
    opened = rehearsal(("HU", "IT"), SetClock(CLOCK))
    load_founding(opened.desk, opened.signers["HU"])
    say(opened.desk, opened.signers["IT"], WithdrawalNotified("IT", date(2030, 1, 1)))
    held = from_record(opened.desk.records, source="record")
    assert held.parties.is_party("IT", date(2030, 6, 30))
    assert not held.parties.is_party("IT", date(2030, 7, 1))
    assert party_row(held, "IT", date(2030, 7, 1)).standing is StandingKind.WITHDRAWN


def test_a_view_is_asked_by_party() -> None:
    """A Party's own choice of reading is its view; nobody else's."""
    opened = rehearsal(("HU", "IT"), SetClock(CLOCK))
    load_founding(opened.desk, opened.signers["HU"])
    say(opened.desk, opened.signers["IT"], ReadingChosen("AMB-29", "none", DAY))
    held = from_record(opened.desk.records, source="record")
    assert held.view_of("IT", DAY).readings.of("AMB-29") == "none"
    assert held.view_of("HU", DAY).readings.of("AMB-29") == "one-crossing"
    assert {d.fact.number for d in held.chronicle.decisions_on(DAY)} >= {"16/02", "22/02"}


def test_nothing_flown_debits_nothing() -> None:
    """Without missions the whole distributed quota is left."""
    left = from_package().balance_on("DE", "BYRU", DAY)
    assert (left.distributed, left.used, left.remaining) == (3, 0, 3)
    assert from_package().missions_on(DAY) == ()


def test_what_missions_took_is_debited() -> None:
    """QTA-9, AMB-17: a flight called off for own reasons counts only under one reading."""
    opened = rehearsal(("HU", "IT"), SetClock(CLOCK))
    load_founding(opened.desk, opened.signers["HU"])
    at = datetime(2003, 5, 1, tzinfo=UTC)
    intention = IntentionToFly(datetime(2003, 5, 8, 8, tzinfo=UTC))
    notice = Notified("2003-OS3001", at, "IT", "HU", intention)
    say(opened.desk, opened.signers["IT"], notice)
    later = datetime(2003, 5, 6, tzinfo=UTC)
    called_off = Cancelled("2003-OS3001", later, CancelGround.OWN_REASONS, "fog")
    say(opened.desk, opened.signers["IT"], called_off)
    records = opened.desk.records
    default = from_record(records, source="record")
    assert [m.key for m in default.missions_on(date(2003, 5, 1))] == ["2003-OS3001"]
    assert default.balance_on("IT", "HU", date(2003, 5, 31)).used == 0
    other = from_record(records, source="record", readings=readings({"AMB-17": "debit"}))
    assert other.balance_on("IT", "HU", date(2003, 5, 5)).used == 0
    left = other.balance_on("IT", "HU", date(2003, 5, 6))
    assert (left.distributed, left.used, left.remaining) == (1, 1, 0)
    assert [debit.mission for debit in left.debits] == ["2003-OS3001"]


@pytest.mark.parametrize(
    ("text", "code"),
    [("IT", "IT"), ("ita", "IT"), (" rus ", "RU"), ("bnl", "BNL"), ("CSFR", "CSFR")],
)
def test_codes_are_translated_once_at_the_edge(text: str, code: str) -> None:
    """People write alpha-3; the product knows alpha-2 and the units of the annexes."""
    assert code_of(text) == code


def test_an_unknown_code_is_refused() -> None:
    """A typing error must not become a State that is not a Party."""
    with pytest.raises(UsageError, match="E-CODE"):
        code_of("XX")


def test_the_refuelling_airfields_of_italy_are_its_open_skies_airfields() -> None:
    """The text says so instead of naming them."""
    (malpensa, palermo) = airfield_list(from_package(), DAY, unit="IT").sites
    assert "REFUEL" in malpensa.roles
    assert "REFUEL" in palermo.roles


def test_airfields_of_those_who_left_are_not_listed() -> None:
    """Before the withdrawal the United States' sites are listed, from its day on they are not."""
    package = from_package()
    units = [
        {row.unit for row in airfield_list(package, on).sites}
        for on in (date(2020, 11, 21), date(2020, 11, 22))
    ]
    assert units[0] - units[1] == {"US"}
    assert airfield_list(package, date(2020, 11, 22), unit="US").sites


def test_a_group_that_was_told_has_a_code_too() -> None:
    """The tables of the regime hold the groups of 1992; one formed later is known by the record."""
    opened = rehearsal(["HU"], SetClock(CLOCK))
    load_founding(opened.desk, opened.signers["HU"])
    formed = GroupFormed(
        "BGRO",
        "Bulgaria and Romania",
        GroupKind.SHARED_ACTIVE,
        ("BG", "RO"),
        DAY,
        ("art.III.II.2",),
        "art.III.II.1.A",
    )
    say(opened.desk, opened.signers["HU"], formed)
    held = from_record(opened.desk.records, source="here")
    assert held.code_of("bgro") == "BGRO"
    assert held.code_of("ita") == "IT"
    with pytest.raises(UsageError, match="--unit"):
        from_package().code_of("BGRO", where="--unit")
