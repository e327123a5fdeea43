"""The fold of membership: whose word counts, spells, groups, doubts."""

from __future__ import annotations

from datetime import UTC, date, datetime

from overflight.membership import (
    EntryIntoForcePrinted,
    GroupEnded,
    GroupFormed,
    InstrumentDeposited,
    MembershipFact,
    Parties,
    StandingKind,
    Terms,
    TreatySigned,
    WithdrawalNotified,
    entry_finding,
    fold_parties,
    force_findings,
    notice_finding,
)
from overflight.record import Reference, Said
from overflight.treaty import GroupKind, Outcome, readings

TERMS = Terms(frozenset({"CA", "HU"}), frozenset({"CA", "HU"}), 3, 60, 6)
EARLY, ENTRY = date(2001, 11, 2), date(2002, 1, 1)
AT = datetime(2002, 1, 1, tzinfo=UTC)


def said(*facts: MembershipFact, by: str = "HU", start: int = 0) -> list[Said[MembershipFact]]:
    """Return facts as one party says them."""
    return [
        Said(fact, by, AT, Reference(f"x/log/{by.lower()}/1", start + i, "00"))
        for i, fact in enumerate(facts)
    ]


def deposit(state: str, on: date, depositary: str = "HU") -> InstrumentDeposited:
    """Return one deposit."""
    return InstrumentDeposited(state, "ratification", depositary, on, source="s; t")


FOUNDERS = (deposit("CA", EARLY), deposit("HU", EARLY), deposit("AA", EARLY))


def parties(*facts: MembershipFact, by: str = "HU", **chosen: str) -> Parties:
    """Fold the three founders and what else was said."""
    every = said(*FOUNDERS) + said(*facts, by=by, start=10)
    return fold_parties(
        every, terms=TERMS, readings=readings({k.replace("_", "-"): v for k, v in chosen.items()})
    )


def test_nobody_is_a_party_of_an_empty_record() -> None:
    """A record that says nothing about membership has no members."""
    empty = fold_parties([], terms=TERMS, readings=readings())
    assert empty.in_force is None
    assert empty.members_on(ENTRY) == ()
    assert empty.standing("IT", ENTRY).kind is StandingKind.STRANGER
    finding = entry_finding(empty, TERMS, ENTRY)
    assert finding.outcome is Outcome.BROKEN
    assert "CA, HU" in finding.says


def test_deposits_wait_while_instruments_are_missing() -> None:
    """Two of three instruments bring nothing into force; all depositors are awaited."""
    two = fold_parties(said(*FOUNDERS[:2]), terms=TERMS, readings=readings())
    assert two.in_force is None
    standing = two.standing("CA", date(2010, 1, 1))
    assert standing.kind is StandingKind.AWAITED
    assert standing.since == EARLY
    assert two.standing("CA", date(2001, 1, 1)).kind is StandingKind.STRANGER
    assert "missing" not in entry_finding(two, TERMS, ENTRY).says


def test_the_first_day_and_the_day_before() -> None:
    """Entry into force is a day: the day before, nobody is a Party."""
    folded = parties()
    assert folded.in_force == ENTRY
    assert folded.members_on(date(2001, 12, 31)) == ()
    assert folded.members_on(ENTRY) == ("AA", "CA", "HU")
    before = folded.standing("AA", date(2001, 12, 31))
    assert before.kind is StandingKind.AWAITED
    assert before.until == ENTRY
    assert entry_finding(folded, TERMS, date(2001, 12, 31)).outcome is Outcome.BROKEN
    assert entry_finding(folded, TERMS, ENTRY).outcome is Outcome.KEPT


def test_a_signatory_is_not_a_party() -> None:
    """Kyrgyzstan signed and never ratified."""
    folded = parties(TreatySigned("KG", date(1992, 12, 15)))
    standing = folded.standing("KG", ENTRY)
    assert standing.kind is StandingKind.SIGNATORY
    assert standing.since == date(1992, 12, 15)
    assert standing.provisions == ("art.XVII.1",)
    assert folded.standing("KG", date(1992, 12, 14)).kind is StandingKind.STRANGER


def test_withdrawal_ends_membership_on_its_day() -> None:
    """The last day of membership is the day before the effect."""
    folded = parties(WithdrawalNotified("AA", date(2020, 5, 22), date(2020, 11, 22)))
    assert folded.is_party("AA", date(2020, 11, 21))
    assert not folded.is_party("AA", date(2020, 11, 22))
    leaving = folded.standing("AA", date(2020, 11, 21))
    assert leaving.until == date(2020, 11, 22)
    left = folded.standing("AA", date(2020, 11, 22))
    assert left.kind is StandingKind.WITHDRAWN
    assert (left.since, left.until) == (date(2020, 11, 22), None)
    assert left.provisions == ("art.XVII.2", "art.XV.2")
    assert "notice 2020-05-22 + 6 months" in left.arithmetic[1]


def test_a_state_may_come_back() -> None:
    """A new deposit after a withdrawal begins a new time as a Party, 60 days later."""
    folded = parties(WithdrawalNotified("AA", date(2003, 1, 1)), deposit("AA", date(2010, 1, 1)))
    assert folded.is_party("AA", date(2003, 6, 30))
    assert not folded.is_party("AA", date(2003, 7, 1))
    assert not folded.is_party("AA", date(2010, 3, 1))
    assert folded.is_party("AA", date(2010, 3, 2))


def test_only_a_depositary_or_the_state_itself_is_heard() -> None:
    """Nobody can withdraw for another; the attempt is kept and told."""
    notice = WithdrawalNotified("AA", date(2003, 1, 1))
    others = parties(notice, by="BB")
    assert others.is_party("AA", date(2004, 1, 1))
    assert [ref.o for ref in others.unheard] == ["x/log/bb/1"]
    assert not parties(notice, by="AA").is_party("AA", date(2004, 1, 1))
    assert not parties(notice, by="CA").is_party("AA", date(2004, 1, 1))


def test_two_depositaries_two_days() -> None:
    """AMB-27: the earlier deposit counts unless the other reading is chosen."""
    both = (deposit("BB", date(2002, 12, 12)), deposit("BB", date(2002, 12, 13), "CA"))
    assert parties(*both).standing("BB", date(2003, 2, 10)).since == date(2003, 2, 10)
    late = parties(*both, AMB_27="later")
    assert not late.is_party("BB", date(2003, 2, 10))
    assert late.is_party("BB", date(2003, 2, 11))


def test_a_registry_that_disagrees_is_a_doubt_not_a_rule() -> None:
    """The sum decides by default; the printed day is shown beside it, and the finding is open."""
    bb = deposit("BB", date(2004, 7, 27))
    conflict = parties(bb, EntryIntoForcePrinted("BB", date(2004, 11, 24), "registry", note="n"))
    standing = conflict.standing("BB", date(2004, 9, 25))
    assert standing.kind is StandingKind.PARTY
    assert "2004-11-24" in standing.doubts[0]
    assert standing.notes == ("n",)
    assert standing.sources == ("s", "t")
    assert [f.outcome for f in force_findings(conflict.states["BB"])] == [Outcome.OPEN]
    agreed = parties(bb, EntryIntoForcePrinted("BB", date(2004, 9, 25), "registry"))
    assert agreed.standing("BB", date(2004, 9, 25)).doubts == ()
    assert [f.outcome for f in force_findings(agreed.states["BB"])] == [Outcome.KEPT]


def test_a_day_nobody_prints_is_computed_only() -> None:
    """Sweden's day was found in no registry; that is said."""
    alone = parties(deposit("SE", date(2002, 6, 28)))
    assert "computed only" in alone.standing("SE", date(2002, 8, 27)).doubts[0]
    assert [f.outcome for f in force_findings(alone.states["SE"])] == [Outcome.OPEN]
    printed = parties(EntryIntoForcePrinted("BB", ENTRY, "registry"))
    assert "nothing" in printed.states["BB"].doubts[0]
    assert "no entry into force" in force_findings(printed.states["BB"])[0].says


def group(*members: str, scope: tuple[str, ...] = ("art.III", "annex.A")) -> GroupFormed:
    """Return the founding of a group."""
    kind = GroupKind.COMMON_QUOTAS
    return GroupFormed("GRP", "a group", kind, members, EARLY, scope, "art.III.II.3")


def test_a_group_stands_for_its_members_where_its_scope_reaches() -> None:
    """GRP-13: one State Party for some Articles, several for the others."""
    folded = parties(group("AA", "CA"))
    assert folded.unit_of("AA", "art.III.I.4", ENTRY) == "GRP"
    assert folded.unit_of("AA", "annex.A", ENTRY) == "GRP"
    assert folded.unit_of("AA", "annex.A-1", ENTRY) == "AA"
    assert folded.unit_of("AA", "art.X.2", ENTRY) == "AA"
    assert folded.unit_of("HU", "art.III.I.4", ENTRY) == "HU"
    assert folded.states_of("GRP", ENTRY) == ("AA", "CA")
    assert folded.states_of("HU", ENTRY) == ("HU",)
    assert folded.states_of("HU", date(2001, 1, 1)) == ()
    assert folded.units_on(ENTRY) == {"GRP": ("AA", "CA")}
    assert folded.unit_of("AA", "art.III", date(2001, 12, 31)) == "AA"


def test_a_group_of_one_cannot_exist() -> None:
    """DEF-3: when all but one member have left, the group stands for nobody."""
    folded = parties(group("AA", "CA"), WithdrawalNotified("AA", date(2021, 6, 18)))
    assert folded.unit_of("CA", "art.III.I.4", date(2021, 12, 17)) == "GRP"
    assert folded.unit_of("CA", "art.III.I.4", date(2021, 12, 18)) == "CA"
    assert folded.units_on(date(2021, 12, 18)) == {}


def test_a_group_ends_on_its_day() -> None:
    """A member or a Depositary may say that a group ended; a stranger may not."""
    end = GroupEnded("GRP", date(2010, 1, 1), "art.III.II.6")
    folded = parties(group("AA", "CA"), end)
    assert folded.unit_of("AA", "art.III.I.4", date(2009, 12, 31)) == "GRP"
    assert folded.unit_of("AA", "art.III.I.4", date(2010, 1, 1)) == "AA"
    every = said(*FOUNDERS, group("AA", "CA"))
    by_member = fold_parties([*every, *said(end, by="AA")], terms=TERMS, readings=readings())
    assert by_member.unit_of("CA", "art.III.I.4", date(2010, 1, 1)) == "CA"
    by_stranger = fold_parties([*every, *said(end, by="BB")], terms=TERMS, readings=readings())
    assert by_stranger.unit_of("CA", "art.III.I.4", date(2010, 1, 1)) == "GRP"
    assert parties(end, by="BB").unheard


def test_a_member_alone_cannot_found_a_group() -> None:
    """A group binds several States; a Depositary says it."""
    assert parties(group("AA", "CA"), by="AA").unit_of("AA", "art.III.I.4", ENTRY) == "AA"


def test_a_notice_shorter_than_six_months_is_broken() -> None:
    """MEM-7: six months at least, equality passes."""
    day = date(2020, 5, 22)
    assert notice_finding(WithdrawalNotified("US", day), TERMS).outcome is Outcome.KEPT
    exact = WithdrawalNotified("US", day, date(2020, 11, 22), source="s")
    assert notice_finding(exact, TERMS).margin == 0
    assert notice_finding(exact, TERMS).outcome is Outcome.KEPT
    early = notice_finding(WithdrawalNotified("US", day, date(2020, 11, 21)), TERMS)
    assert early.outcome is Outcome.BROKEN
    assert early.consequence == "withdrawal not effective earlier"
