"""Equal rights, transfers, splits of groups, flights outside the quotas, ceilings of one year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.quota_script import ACCEPTS, distributed, only, says, share

from overflight.quotas import (
    ActiveTransferred,
    Debit,
    FlightNotCounted,
    OutsideKind,
    Quotas,
    SharesRedistributed,
    TransferAnswered,
    UseFact,
    Uses,
    active_ceiling,
    after_uses,
    balance,
    fold_uses,
    full_quota,
    half_rule,
    mirror_right,
    not_counted,
    proportional,
    split_findings,
    transfer_findings,
)
from overflight.record import Said
from overflight.treaty import Finding, Outcome, readings

KEPT, BROKEN, OPEN = Outcome.KEPT, Outcome.BROKEN, Outcome.OPEN
NONE: dict[str, tuple[str, ...]] = {}
Told = tuple[Said[UseFact], ...]
VOLUNTARY = OutsideKind.VOLUNTARY


def transfer(flights: int = 1, party: str = "DE", told: bool = True) -> Said[ActiveTransferred]:
    """Return a transfer of Germany's flights over Ukraine to Italy."""
    day = date(2006, 2, 2) if told else None
    return says(ActiveTransferred(2006, "DE", "IT", "UA", flights, day), party)


def answered(agreed: bool, party: str = "UA", receiver: str = "IT") -> Said[TransferAnswered]:
    """Return what Ukraine said to it."""
    return says(TransferAnswered(2006, "DE", receiver, "UA", agreed), party)


def held(*more: int) -> Quotas:
    """Return Germany with two flights over Ukraine, Italy with one."""
    return distributed(share("DE", "UA", 2), share("DE", "PL", 1), share("IT", "UA", 1))


def judged(*told: Said[UseFact], chosen: dict[str, str] | None = None) -> tuple[Finding, ...]:
    """Return what the rules answer about the first thing said."""
    first = told[0]
    assert isinstance(first.fact, ActiveTransferred)
    said = Said(first.fact, first.party, first.time, first.ref)
    uses = fold_uses(told)
    return transfer_findings(said, held(), uses, NONE, readings=readings(chosen or {}))


@pytest.mark.provision("art.III.I.3")
@pytest.mark.rule("QTA-2")
@pytest.mark.parametrize(
    ("back", "reading", "outcome"),
    [
        (3, "entitlement", KEPT),
        (1, "entitlement", KEPT),
        (3, "invariant", KEPT),
        (2, "invariant", BROKEN),
    ],
)
def test_equal_rights(back: int, reading: str, outcome: Outcome) -> None:
    """An entitlement by default; a rule for every year by the other reading (AMB-3)."""
    quotas = distributed(share("DE", "PL", 3), share("PL", "DE", back))
    found = mirror_right(only(quotas), ("DE", "PL"), readings=readings({"AMB-3": reading}))
    assert found.outcome is outcome
    assert f"3 flights of DE over PL, {back} the other way" in found.says


@pytest.mark.provision("art.III.I.5")
@pytest.mark.rule("QTA-4")
@pytest.mark.parametrize(("flights", "outcome"), [(1, KEPT), (2, KEPT), (3, BROKEN)])
def test_active_ceiling(flights: int, outcome: Outcome) -> None:
    """Portugal accepts two flights and holds two at most."""
    quotas = distributed(share("PT", "BG", flights))
    assert active_ceiling(quotas, only(quotas), "PT").outcome is outcome


@pytest.mark.provision("art.III.I.9", "art.III.I.5")
@pytest.mark.rule("QTA-4", "QTA-10")
def test_a_transfer_stands_above_the_ceiling() -> None:
    """Portugal holds its two and gets one: the ceiling looks at the two."""
    quotas = distributed(share("PT", "BG", 2), share("DE", "BG", 1))
    told = (
        says(ActiveTransferred(2006, "DE", "PT", "BG", 1), "DE"),
        says(TransferAnswered(2006, "DE", "PT", "BG", agreed=True), "BG"),
    )
    after = after_uses(quotas, fold_uses(told), 2006, NONE)
    assert only(after).active_total("PT") == 3
    assert active_ceiling(after, only(after), "PT").outcome is KEPT
    assert active_ceiling(after, only(after), "DE").outcome is KEPT


@pytest.mark.provision("annex.A.II.3")
@pytest.mark.rule("QTA-7")
@pytest.mark.parametrize(
    ("day", "asked", "rule", "outcome"),
    [
        (date(2005, 12, 31), 4, "QTA-6", KEPT),
        (date(2005, 12, 31), 5, "QTA-6", BROKEN),
        (date(2006, 1, 1), 6, "QTA-7", KEPT),
        (date(2006, 1, 1), 7, "QTA-7", BROKEN),
    ],
)
def test_full_quota_after_the_phase_in(day: date, asked: int, rule: str, outcome: Outcome) -> None:
    """Poland accepts four until 31 December 2005 and six from the day after."""
    found = full_quota(distributed(), "PL", day, asked)
    assert (found.rule, found.outcome) == (rule, outcome)


@pytest.mark.provision("annex.A.II.3")
@pytest.mark.rule("QTA-7")
@pytest.mark.parametrize(
    ("germany", "byru", "words"),
    [(1, 5, "distributed so"), (3, 3, "was agreed otherwise"), (2, 4, "distributed so")],
)
def test_the_first_distribution_in_proportion(germany: int, byru: int, words: str) -> None:
    """Three of three over Belarus and one of three: of six it is 4.5 and 1.5; agreement stands."""
    first = only(distributed(share("BYRU", "PL", 3), share("DE", "PL", 1)))
    later = only(distributed(share("BYRU", "PL", byru), share("DE", "PL", germany)))
    quotas = Quotas(distributed().passive, (replace(first, name="first distribution"), later))
    found = proportional(quotas, later, "PL")
    assert found is not None
    assert (found.outcome, words in found.says) == (KEPT, True)
    assert "BYRU 4.50, DE 1.50" in found.says
    assert proportional(quotas, later, "XX") is None


@pytest.mark.provision("art.III.I.9")
@pytest.mark.rule("QTA-10")
@pytest.mark.parametrize(("flights", "outcome"), [(1, KEPT), (2, KEPT), (3, BROKEN)])
def test_no_more_is_passed_than_is_held(flights: int, outcome: Outcome) -> None:
    """Part or all of the two flights, and no third one."""
    assert judged(transfer(flights), answered(agreed=True))[0].outcome is outcome


@pytest.mark.provision("art.III.I.9")
@pytest.mark.rule("QTA-10")
@pytest.mark.parametrize(
    ("told", "outcome", "moved"),
    [
        ((transfer(), answered(agreed=True)), KEPT, True),
        ((transfer(), answered(agreed=False)), BROKEN, False),
        ((transfer(), answered(agreed=True), answered(agreed=False)), BROKEN, False),
        ((transfer(),), OPEN, False),
        ((transfer(), answered(agreed=True, party="FR")), OPEN, False),
        ((transfer(), answered(agreed=True, receiver="FR")), OPEN, False),
        ((transfer(party="FR"), answered(agreed=True)), OPEN, False),
    ],
)
def test_without_agreement_a_transfer_is_void(told: Told, outcome: Outcome, moved: bool) -> None:
    """The State to be overflown says yes itself, of this very transfer, by the holder itself."""
    assert judged(*told)[1].outcome is outcome
    after = only(after_uses(held(), fold_uses(told), 2006, NONE))
    assert (after.flights("DE", "UA"), after.flights("IT", "UA")) == ((1, 2) if moved else (2, 1))
    assert after.over("UA") == 3
    assert (after.moved_to("IT"), after.moved_to("DE")) == ((1, -1) if moved else (0, 0))


@pytest.mark.provision("art.III.I.9")
@pytest.mark.rule("QTA-10")
def test_all_are_told() -> None:
    """When the others were told is part of it; a year without distribution is open."""
    assert judged(transfer(told=True), answered(agreed=True))[2].outcome is KEPT
    assert judged(transfer(told=False), answered(agreed=True))[2].outcome is OPEN
    found = transfer_findings(transfer(), Quotas((), ()), Uses(), NONE, readings=readings())
    assert [f.outcome for f in found] == [OPEN]
    assert after_uses(Quotas((), ()), Uses(), 2006, NONE) == Quotas((), ())


@pytest.mark.provision("art.III.I.9")
@pytest.mark.rule("QTA-10")
def test_all_of_a_line_may_go() -> None:
    """Where everything is passed, no line is left; another year's transfer changes nothing."""
    all_of_it = (transfer(2), answered(agreed=True))
    after = only(after_uses(held(), fold_uses(all_of_it), 2006, NONE))
    assert {(s.observing, s.observed, s.flights) for s in after.shares} == {
        ("DE", "PL", 1),
        ("IT", "UA", 1),
        ("IT", "UA", 2),
    }
    late = distributed(share("DE", "UA", 2), year=2007)
    assert after_uses(late, fold_uses(all_of_it), 2007, NONE) is late
    twice = fold_uses((*all_of_it, transfer(1)))
    assert only(after_uses(held(), twice, 2006, NONE)).flights("IT", "UA") == 3


@pytest.mark.provision("art.III.I.9", "annex.A.II.1")
@pytest.mark.rule("QTA-10")
def test_a_shared_flight_is_for_people() -> None:
    """A flight shared with another unit is not one's own to pass: open, never taken."""
    quotas = distributed(share("DE", "UA", 1, "FR"), share("FR", "UA", 1, "DE"))
    told = (transfer(1), answered(agreed=True))
    found = transfer_findings(transfer(1), quotas, fold_uses(told), NONE, readings=readings())
    assert found[0].outcome is OPEN
    assert only(after_uses(quotas, fold_uses(told), 2006, NONE)).over("UA") == 1


@pytest.mark.provision("art.III.I.9", "art.III.I.10")
@pytest.mark.rule("QTA-10", "QTA-11")
@pytest.mark.parametrize(("reading", "most"), [("both-change", 2), ("unchanged", 1)])
def test_transfers_and_the_half_rule(reading: str, most: int) -> None:
    """By the distributed sum Italy holds 1 + 2 = 3, half up is 2; unchanged it is half of 1."""
    told = (transfer(2), answered(agreed=True))
    chosen = {"AMB-7": "distributed", "AMB-37": reading}
    found = judged(*told, chosen=chosen)[3]
    assert (found.outcome, found.limit and found.limit.value) == (BROKEN, most)
    assert found.readings == ("AMB-7=distributed", f"AMB-37={reading}")
    quotas = held()
    before = half_rule(quotas, only(quotas), ("IT", "UA"), 1, readings=readings(chosen))
    assert before.readings == ("AMB-7=distributed",)


GROUP = {"BGRO": ("BG", "RO")}


def split(*flights: int, party: str = "BG", told: bool = True) -> Said[SharesRedistributed]:
    """Return a split of the flights of Bulgaria and Romania over Germany."""
    shares = tuple(
        share(unit, "DE", n) for unit, n in zip(("BG", "RO", "PL"), flights, strict=False)
    )
    day = date(2006, 3, 1) if told else None
    return says(SharesRedistributed("BGRO", 2006, shares, day), party)


@pytest.mark.provision("art.III.II.2.A")
@pytest.mark.rule("GRP-3")
@pytest.mark.parametrize(
    ("told", "outcomes", "after"),
    [
        (split(0, 3), (KEPT, KEPT), (0, 3)),
        (split(1, 2, told=False), (KEPT, OPEN), (1, 2)),
        (split(2, 2), (BROKEN, KEPT), (2, 1)),
        (split(1, 1, 1), (BROKEN, KEPT), (2, 1)),
        (split(0, 3, party="DE"), (OPEN, KEPT), (2, 1)),
    ],
)
def test_members_split_what_they_hold(
    told: Said[SharesRedistributed], outcomes: tuple[Outcome, ...], after: tuple[int, int]
) -> None:
    """Two and one flights over Germany stay three, among the members, by a member's word."""
    quotas = distributed(share("BG", "DE", 2), share("RO", "DE", 1), share("FR", "DE", 1))
    assert tuple(f.outcome for f in split_findings(told, quotas, GROUP)) == outcomes
    made = only(after_uses(quotas, fold_uses((told,)), 2006, GROUP))
    assert (made.flights("BG", "DE"), made.flights("RO", "DE")) == after
    assert made.flights("FR", "DE") == 1


@pytest.mark.provision("art.III.II.2.A")
@pytest.mark.rule("GRP-3")
def test_a_split_needs_a_distribution() -> None:
    """Without one on record for the year nothing can be split."""
    found = split_findings(split(0, 3), Quotas((), ()), GROUP)
    assert [f.outcome for f in found] == [OPEN, KEPT]
    assert "no distribution" in found[0].says


MISSION = "2006-OS6001"


@pytest.mark.provision("annex.L.III.4")
@pytest.mark.rule("QTA-12")
@pytest.mark.parametrize(("taken", "outcome"), [((0, 0), KEPT), ((1, 0), BROKEN), ((0, 1), BROKEN)])
def test_a_flight_outside_debits_nothing(taken: tuple[int, int], outcome: Outcome) -> None:
    """Neither the one quota nor the other is touched."""
    debit = Debit("IT", "BG", 2006, *taken, "QEF-9", MISSION)
    other = Debit("IT", "BG", 2006, 1, 1, "QEF-9", "2006-OS6002")
    found = not_counted(MISSION, (VOLUNTARY, VOLUNTARY), (debit, other), ("IT", "BG"))
    assert found.outcome is outcome


@pytest.mark.provision("annex.L.III.3")
@pytest.mark.rule("QTA-12")
def test_both_must_call_it_outside() -> None:
    """One word is not enough; a member speaks for its unit."""
    uses = fold_uses(
        (
            says(FlightNotCounted(MISSION, OutsideKind.VOLUNTARY), "IT"),
            says(FlightNotCounted(MISSION, OutsideKind.VOLUNTARY), "NL"),
        )
    )
    units = {"BNL": ("BE", "LU", "NL")}
    assert uses.outside_by(MISSION, ("IT", "BNL"), units) == (True, True)
    assert uses.outside_by("2006-OS6009", ("IT", "BNL"), units) == (False, False)
    found = not_counted(MISSION, uses.outside_kinds(MISSION, ("IT", "BG"), units), (), ("IT", "BG"))
    assert found.outcome is OPEN
    assert "not by BG" in found.says


@pytest.mark.provision("art.III.I.4", "art.III.I.8")
@pytest.mark.rule("QTA-9", "QTA-3")
@pytest.mark.parametrize(("flown", "outcome"), [(1, KEPT), (2, KEPT), (3, BROKEN)])
def test_debits_stay_within_what_is_held(flown: int, outcome: Outcome) -> None:
    """Germany holds two flights over Ukraine; the third is beyond them."""
    debits = [Debit("DE", "UA", 2006, 1, 1, "QEF-9", f"2006-OS600{n}") for n in range(flown)]
    left = balance(held(), debits, ("DE", "UA"), 2006, readings=readings())
    assert left.findings[0].outcome is outcome
    assert left.remaining == max(2 - flown, 0)


@pytest.mark.provision("art.III.I.6", "art.III.I.8")
@pytest.mark.rule("QTA-9", "QTA-5")
def test_none_held_is_told_from_nothing_known() -> None:
    """A distribution that does not name a pair gives it none; no distribution gives no number."""
    debit = Debit("FR", "UA", 2006, 1, 1, "QEF-9", MISSION)
    none = balance(held(), (debit,), ("FR", "UA"), 2006, readings=readings()).findings[0]
    assert (none.outcome, "in force to 2006-12-31" in none.says) == (BROKEN, True)
    unknown = balance(held(), (debit,), ("FR", "UA"), 2006 + 1, readings=readings()).findings[0]
    assert unknown.outcome is KEPT  # a debit of 2006 takes nothing in 2007
    later = Debit("FR", "UA", 2007, 1, 1, "QEF-9", MISSION)
    found = balance(held(), (later,), ("FR", "UA"), 2007, readings=readings()).findings[0]
    assert (found.outcome, "not known" in found.says) == (OPEN, True)


@pytest.mark.provision("art.III.I.7")
@pytest.mark.rule("QTA-5")
def test_a_newer_distribution_stands_above_an_older_one() -> None:
    """What was said first does not matter: the later first day does."""
    new = distributed(share("DE", "UA", 2))
    old = distributed(share("DE", "UA", 1), year=2005, accepts=ACCEPTS.items())
    both = Quotas(new.passive, (*old.distributions, *new.distributions))
    found = both.distribution_on(date(2006, 5, 1))
    assert found is not None
    assert found.flights("DE", "UA") == 2


def flown(unit: str, number: int) -> tuple[Debit, ...]:
    """Return flights of a unit over Ukraine."""
    return tuple(Debit(unit, "UA", 2006, 1, 1, "QEF-9", f"{unit}-{n}") for n in range(number))


@pytest.mark.provision("annex.A.II.1", "art.III.I.8")
@pytest.mark.rule("QTA-5", "QTA-9")
@pytest.mark.parametrize(
    ("turkey", "italy", "left", "outcome"),
    [
        (0, 0, 1, KEPT),
        (1, 0, 1, KEPT),  # Turkey's own flight
        (2, 0, 0, KEPT),  # and the one it shares
        (2, 1, 0, BROKEN),  # a shared flight is flown once
        (1, 1, 0, KEPT),
    ],
)
def test_a_shared_flight_is_flown_once(
    turkey: int, italy: int, left: int, outcome: Outcome
) -> None:
    """Turkey holds one flight of its own over Ukraine and one with Italy (AMB-35)."""
    lines = (share("TR", "UA", 1), share("TR", "UA", 1, "IT"), share("IT", "UA", 1, "TR"))
    quotas = distributed(*lines)
    debits = (*flown("TR", turkey), *flown("IT", italy))
    of_italy = balance(quotas, debits, ("IT", "UA"), 2006, readings=readings())
    assert (of_italy.remaining, of_italy.findings[0].outcome) == (left, outcome)
    assert of_italy.passive_used == turkey + italy
    assert only(quotas).over("UA") == 2


@pytest.mark.provision("annex.A.II.1")
@pytest.mark.rule("QTA-5")
def test_whose_total_a_shared_flight_debits() -> None:
    """One for each sharer by default; in all one by the other reading (AMB-35)."""
    quotas = distributed(share("US", "UA", 1, "CA"), share("CA", "UA", 1, "US"))
    totals = [
        balance(
            quotas, flown("US", 1), ("CA", "UA"), 2006, readings=readings({"AMB-35": reading})
        ).active_used
        for reading in ("one-each", "one-in-all")
    ]
    assert totals == [1, 0]
