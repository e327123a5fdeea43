"""Groups of States Parties by article: founding, regimes, debit, bonus, common quotas, distance."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from tests.quota_script import distributed, only, share

from overflight.desk import from_package
from overflight.membership import (
    Group,
    GroupChange,
    GroupChangeNotified,
    formed_findings,
    group_notice_findings,
    one_party_findings,
)
from overflight.missions import member_routes
from overflight.quotas import (
    MembersOverflown,
    MemberStretch,
    bonus_limit,
    common_quotas,
    member_debits,
    members_counted,
    quotas_follow,
    third_state,
)
from overflight.treaty import Finding, GroupKind, Outcome, readings

HELD = from_package()
SIGNED = date(1992, 3, 24)
KEPT, BROKEN, OPEN = Outcome.KEPT, Outcome.BROKEN, Outcome.OPEN
SHARED, COMMON = GroupKind.SHARED_ACTIVE, GroupKind.COMMON_QUOTAS


def of(rule: str, found: tuple[Finding, ...]) -> tuple[Outcome, ...]:
    """Return what one rule answered."""
    return tuple(finding.outcome for finding in found if finding.rule == rule)


def notice(
    change: GroupChange,
    on: str,
    effect: str = "",
    kind: GroupKind | None = SHARED,
    members: tuple[str, ...] = ("BG", "RO"),
    group: str = "BGRO",
) -> GroupChangeNotified:
    """Return a notice about a group."""
    first = date.fromisoformat(effect) if effect else None
    return GroupChangeNotified(group, change, date.fromisoformat(on), kind, members, first)


@pytest.mark.provision("art.III.II.1.A", "art.II.3")
@pytest.mark.rule("GRP-1")
@pytest.mark.parametrize(
    ("effect", "outcome"),
    [("2004-02-28", BROKEN), ("2004-02-29", KEPT), ("2004-03-01", KEPT), ("", KEPT)],
)
def test_a_group_waits_six_months(effect: str, outcome: Outcome) -> None:
    """Notice of 31 August 2003: 29 February 2004 at the earliest."""
    found = group_notice_findings(notice(GroupChange.FORM, "2003-08-31", effect), HELD.parties)
    assert of("GRP-1", found) == (outcome, KEPT)


@pytest.mark.provision("art.II.3")
@pytest.mark.rule("GRP-1")
@pytest.mark.parametrize("members", [("BG",), ("BG", "BG"), ("BG", "KG"), ()])
def test_a_group_of_one_cannot_exist(members: tuple[str, ...]) -> None:
    """Two different States Parties or more; a signatory is none."""
    told = notice(GroupChange.FORM, "2003-08-31", members=members)
    assert of("GRP-1", group_notice_findings(told, HELD.parties)) == (KEPT, BROKEN)


@pytest.mark.provision("art.III.II.1.A", "art.III.II.1.B")
@pytest.mark.rule("GRP-1", "GRP-2")
def test_a_group_formed_rests_on_a_notice() -> None:
    """None is asked at signature; later one is, and six months before."""

    def formed(on: str, *told: GroupChangeNotified, kind: GroupKind = SHARED) -> Group:
        return Group("BGRO", "", kind, ("BG", "RO"), date.fromisoformat(on), None, (), "", "")

    def answer(group: Group, *told: GroupChangeNotified) -> tuple[Outcome, ...]:
        return tuple(f.outcome for f in formed_findings(group, told, SIGNED))

    early = notice(GroupChange.FORM, "2003-08-31")
    other = notice(GroupChange.FORM, "2003-01-01", group="XXYY")
    assert answer(formed("1992-03-24", kind=COMMON)) == (KEPT, KEPT)
    assert answer(formed("2004-02-29"), early, other) == (KEPT, KEPT)
    assert answer(formed("2004-02-28"), early) == (BROKEN, KEPT)
    assert answer(formed("2004-02-29"), other) == (OPEN, KEPT)
    assert answer(formed("2004-02-29", kind=GroupKind.SUCCESSORS), early) == (KEPT, BROKEN)


@pytest.mark.provision("art.III.II.1.B")
@pytest.mark.rule("GRP-2")
@pytest.mark.parametrize(
    ("kind", "outcome"),
    [(SHARED, KEPT), (COMMON, KEPT), (GroupKind.SINGLE_PARTY, BROKEN), (None, BROKEN)],
)
def test_there_are_two_regimes(kind: GroupKind | None, outcome: Outcome) -> None:
    """A group shares active quotas or has common quotas; there is no third kind."""
    told = notice(GroupChange.FORM, "2003-08-31", kind=kind)
    assert of("GRP-2", group_notice_findings(told, HELD.parties)) == (outcome,)


@pytest.mark.provision("art.III.II.6")
@pytest.mark.rule("GRP-10")
@pytest.mark.parametrize("change", [c for c in GroupChange if c is not GroupChange.FORM])
@pytest.mark.parametrize(
    ("effect", "outcome"), [("2004-12-29", BROKEN), ("2004-12-30", KEPT), ("2005-01-01", KEPT)]
)
def test_a_change_waits_six_months(change: GroupChange, effect: str, outcome: Outcome) -> None:
    """Notice of 30 June 2004: 30 December at the earliest, whatever changes."""
    found = group_notice_findings(notice(change, "2004-06-30", effect), HELD.parties)
    assert of("GRP-10", found) == (outcome,)
    assert bool(of("GRP-2", found)) is (change is not GroupChange.END)


@pytest.mark.provision("art.XIV.2")
@pytest.mark.rule("GRP-14")
@pytest.mark.parametrize(
    ("effect", "outcome"),
    [("2025-01-01", BROKEN), ("2026-01-01", KEPT), ("2026-01-02", BROKEN), ("", KEPT)],
)
def test_benelux_ends_on_one_day_only(effect: str, outcome: Outcome) -> None:
    """Notice of 15 November 2024 + 60 days, then the next 31 December: that of 2025."""
    told = notice(GroupChange.END, "2024-11-15", effect, None, (), "BNL")
    assert [f.outcome for f in group_notice_findings(told, HELD.parties)] == [outcome]


@pytest.mark.provision("art.XIV.1")
@pytest.mark.rule("GRP-13")
@pytest.mark.parametrize(
    ("code", "provision", "outcome"),
    [
        ("BNL", "art.III.I.4", KEPT),
        ("NL", "art.III.I.4", BROKEN),
        ("BNL", "annex.K.I.3", KEPT),
        ("LU", "annex.H.1", BROKEN),
        ("NL", "art.X.2", KEPT),
        ("BNL", "art.X.2", BROKEN),
        ("BE", "annex.L.II.1", KEPT),
        ("BNL", "annex.J", BROKEN),
        ("BNL", "art.XII", BROKEN),
        ("BE", "art.XIII.I.1", KEPT),
    ],
)
def test_benelux_is_one_state_for_some_articles(
    code: str, provision: str, outcome: Outcome
) -> None:
    """One for Articles II to IX and XI and Annexes A to I and K; three for everything else."""
    found = one_party_findings(code, provision, date(2003, 5, 8), HELD.parties)
    assert [finding.outcome for finding in found] == [outcome]


@pytest.mark.provision("art.XIV.1")
@pytest.mark.rule("GRP-13")
@pytest.mark.parametrize("code", ["DE", "BYRU", "BY"])
def test_others_are_no_single_state(code: str) -> None:
    """Nothing is asked of a State on its own, nor of a group that is no single Party."""
    assert one_party_findings(code, "art.III.I.4", date(2003, 5, 8), HELD.parties) == ()


def overflown(*stretches: MemberStretch, counted: int | None = None) -> MembersOverflown:
    """Return a flight of Italy over a group."""
    return MembersOverflown("2003-OS3001", "IT", "BGRO", 2003, stretches, counted)


SOFIA = MemberStretch("BG", Decimal(660), from_airfield="BG-SOFIA")
EAST = MemberStretch("RO", Decimal(900), Decimal("26.1"), Decimal("44.1"), dark_km=Decimal(25))


@pytest.mark.provision("art.III.II.2.B")
@pytest.mark.rule("GRP-4")
@pytest.mark.parametrize(
    ("counted", "outcome"), [(None, KEPT), (1, BROKEN), (2, KEPT), (3, BROKEN)]
)
def test_each_member_counts(counted: int | None, outcome: Outcome) -> None:
    """Two members are two flights of the observing Party and one of each member, however often."""
    fact = overflown(SOFIA, EAST, SOFIA, counted=counted)
    assert members_counted(fact).outcome is outcome
    debits = member_debits(fact)
    assert [(d.observing, d.observed, d.active, d.passive) for d in debits] == [
        ("IT", "BG", 1, 1),
        ("IT", "RO", 1, 1),
    ]


@pytest.mark.provision("art.III.II.2.C")
@pytest.mark.rule("GRP-5")
def test_the_bonus_rounds_up() -> None:
    """1.5 times 0 (two), 1, 2, 3, 4, 5."""
    assert [bonus_limit(n) for n in range(6)] == [2, 2, 3, 5, 6, 8]


@pytest.mark.provision("art.III.II.2.C", "art.III.II.2.D")
@pytest.mark.rule("GRP-5", "GRP-6")
@pytest.mark.parametrize(
    ("over_bg", "over_ro", "bonus", "sums"),
    [
        (2, 0, (KEPT, KEPT), KEPT),  # ceil(1.5 x 1) = 2; 2 of 1 + 2 = 3 in all
        (3, 0, (BROKEN, KEPT), KEPT),
        (0, 3, (KEPT, KEPT), KEPT),  # ceil(1.5 x 2) = 3; 3 of 3 in all
        (1, 3, (KEPT, KEPT), BROKEN),  # 4 of 3 in all
        (0, 4, (KEPT, BROKEN), BROKEN),
    ],
)
def test_bonus_of_a_third_state(
    over_bg: int, over_ro: int, bonus: tuple[Outcome, Outcome], sums: Outcome
) -> None:
    """Italy holds one flight over Bulgaria and two over Romania; Bulgaria holds one over Italy."""
    quotas = distributed(share("IT", "BG", 1), share("IT", "RO", 2), share("BG", "IT", 1))
    flown = {"BG": over_bg, "RO": over_ro}
    found = third_state(quotas, only(quotas), "IT", flown, readings=readings())
    assert of("GRP-5", found) == bonus
    assert of("GRP-6", found) == (sums,)


@pytest.mark.provision("art.III.II.2.C", "art.III.I.10")
@pytest.mark.rule("GRP-5", "QTA-11")
def test_bonus_beside_the_half_rule() -> None:
    """Over Bulgaria half of 4 is 2: three flights by bonus stand only above the half (AMB-36)."""
    quotas = distributed(share("IT", "BG", 2), share("RO", "IT", 1), share("IT", "RO", 1))
    flown = {"BG": 3, "RO": 0}
    both = third_state(quotas, only(quotas), "IT", flown, readings=readings())
    first = third_state(
        quotas, only(quotas), "IT", flown, readings=readings({"AMB-36": "bonus-first"})
    )
    assert (of("GRP-5", both)[0], of("QTA-11", both)[0]) == (KEPT, BROKEN)
    assert (of("GRP-5", first)[0], of("QTA-11", first)) == (KEPT, ())


@pytest.mark.provision("art.III.II.2.C")
@pytest.mark.rule("GRP-5")
def test_no_bonus_where_no_member_may_fly_over_the_third_state() -> None:
    """Germany may not be overflown by a member: it keeps its one flight, and no more."""
    quotas = distributed(share("DE", "BG", 1))
    found = third_state(quotas, only(quotas), "DE", {"BG": 2, "RO": 0}, readings=readings())
    assert of("GRP-5", found) == (BROKEN, KEPT)


@pytest.mark.provision("art.III.II.3")
@pytest.mark.rule("GRP-8")
@pytest.mark.parametrize(("flights", "outcome"), [(41, KEPT), (42, KEPT), (43, BROKEN)])
def test_common_quotas_are_one(flights: int, outcome: Outcome) -> None:
    """The common active quota stays within the common passive one, 42."""
    quotas = distributed(share("BYRU", "DE", flights))
    found = common_quotas(quotas, only(quotas), "BYRU", ("BY", "RU"))
    assert [f.outcome for f in found] == [KEPT, outcome]


@pytest.mark.provision("art.III.II.3")
@pytest.mark.rule("GRP-8")
def test_members_hold_nothing_of_their_own() -> None:
    """A member in the distribution breaks it; a group nobody allotted a quota is open."""
    quotas = distributed(share("BYRU", "DE", 1), share("FR", "BY", 1))
    found = common_quotas(quotas, only(quotas), "BYRU", ("BY", "RU"))
    assert [f.outcome for f in found] == [BROKEN, KEPT]
    unknown = common_quotas(quotas, only(quotas), "XXYY", ("XX", "YY"))
    assert [f.outcome for f in unknown] == [KEPT, OPEN]


@pytest.mark.provision("art.III.II.7")
@pytest.mark.rule("GRP-11")
@pytest.mark.parametrize(
    ("told", "since", "reviews", "outcome"),
    [
        ("2020-08-01", "2021-12-31", (), BROKEN),
        ("2020-08-01", "2022-01-01", (), KEPT),  # the rule book's own sum
        ("2020-08-01", "2022-02-01", (), BROKEN),  # a 1 January only
        ("2020-04-15", "2021-01-01", (), OPEN),  # review of 2020 or of 2021
        ("2020-04-15", "2022-01-01", (), KEPT),
        ("2020-04-15", "2021-01-01", ("2020-10-20",), KEPT),
    ],
)
def test_quotas_follow_the_review(
    told: str, since: str, reviews: tuple[str, ...], outcome: Outcome
) -> None:
    """1 January after the first review that follows the six months."""
    change = notice(GroupChange.CHANGE_REGIME, told, kind=COMMON)
    days = [date.fromisoformat(text) for text in reviews]
    assert quotas_follow(change, date.fromisoformat(since), days).outcome is outcome


DAY = date(2003, 5, 9)


@pytest.mark.provision("art.III.II.2.E")
@pytest.mark.rule("GRP-7", "GEO-14")
@pytest.mark.parametrize(
    ("over_bg", "over_ro", "outcomes"),
    [
        (660, 900, (KEPT, KEPT, KEPT)),
        (661, 900, (BROKEN, BROKEN, KEPT)),
        (660, 901, (BROKEN, KEPT, BROKEN)),
    ],
)
def test_each_member_has_its_own_distance(
    over_bg: int, over_ro: int, outcomes: tuple[Outcome, ...]
) -> None:
    """Sofia allows 660 km; Otopeni, nearest to the start point over Romania, 900 km."""
    stretches = (
        MemberStretch("BG", Decimal(over_bg), from_airfield="BG-SOFIA"),
        MemberStretch("RO", Decimal(over_ro), EAST.lon_deg, EAST.lat_deg, dark_km=Decimal(500)),
    )
    found = member_routes(overflown(*stretches), SHARED, HELD.airfields, DAY)
    assert tuple(f.outcome for f in found) == outcomes
    assert "RO-OTOPENI" in found[2].says


@pytest.mark.provision("art.III.II.2.E")
@pytest.mark.rule("GRP-7")
def test_a_distance_counts_over_all_parts_of_a_member() -> None:
    """Coming back over Bulgaria does not start its 660 km again."""
    back = MemberStretch("BG", Decimal(1), Decimal(27), Decimal(43))
    found = member_routes(overflown(SOFIA, EAST, back), SHARED, HELD.airfields, DAY)
    assert of("GRP-7", found) == (BROKEN, KEPT)


@pytest.mark.provision("art.III.II.2.E")
@pytest.mark.rule("GRP-7")
@pytest.mark.parametrize(
    "stretch",
    [
        MemberStretch("RO", Decimal(1)),
        MemberStretch("RO", Decimal(1), from_airfield="RO-NOWHERE"),
        MemberStretch("RO", Decimal(1), Decimal(26)),
        MemberStretch("SE", Decimal(1), Decimal(18), Decimal(59)),
    ],
)
def test_a_start_that_is_not_known_is_open(stretch: MemberStretch) -> None:
    """Without airfield and start point, or without any distance, nothing is decided."""
    found = member_routes(overflown(stretch), SHARED, HELD.airfields, DAY)
    assert [f.outcome for f in found] == [OPEN, OPEN]


def byru(*km: int, site: str = "BYRU-KUBINKA") -> MembersOverflown:
    """Return a flight over Russia and Belarus in one go, some of it dark."""
    stretches = (
        MemberStretch("RU", Decimal(km[0]), from_airfield=site),
        MemberStretch("BY", Decimal(km[1]), dark_km=Decimal(km[2])),
    )
    return MembersOverflown("2003-OS3001", "IT", "BYRU", 2003, stretches)


@pytest.mark.provision("art.III.II.3.E", "art.III.II.5")
@pytest.mark.rule("GRP-9", "GEO-14")
@pytest.mark.parametrize(("km", "outcome"), [((3000, 1900, 100), KEPT), ((3000, 2001, 0), BROKEN)])
def test_a_group_with_common_quotas_has_one_distance(
    km: tuple[int, int, int], outcome: Outcome
) -> None:
    """5000 km from Kubinka for the whole flight, over whichever member, sensors on or off."""
    found = member_routes(byru(*km), COMMON, HELD.airfields, DAY)
    assert [f.outcome for f in found] == [outcome, outcome]


@pytest.mark.provision("art.III.II.3.E")
@pytest.mark.rule("GRP-9")
def test_the_airfield_is_the_group_s() -> None:
    """An airfield of another Party starts no flight over the group; none named is open."""
    found = member_routes(byru(300, 300, 0, site="BG-SOFIA"), COMMON, HELD.airfields, DAY)
    assert of("GRP-9", found) == (KEPT, BROKEN)
    unnamed = member_routes(byru(300, 300, 0, site=""), COMMON, HELD.airfields, DAY)
    assert of("GRP-9", unnamed) == (OPEN,)
    nothing = MembersOverflown("2003-OS3001", "IT", "BYRU", 2003, ())
    assert of("GRP-9", member_routes(nothing, COMMON, HELD.airfields, DAY)) == (OPEN,)
