"""What if: the difference between two folds, each line with its rule, nothing written."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from tests.mission_script import (
    acknowledged,
    airborne,
    arrived,
    departed,
    inspected,
    notified,
    said,
)
from tests.mission_script import at as mission_at

from overflight.adapters.lands.world_map import world_borders
from overflight.desk import NO_RECORD, founding_said
from overflight.desk.whatif.differences import SUPPOSED, Facts, what_if_acceded, what_if_withdrawn
from overflight.desk.whatif.forms import Consequence, Decided, Topic, WhatIf
from overflight.desk.whatif.groups import GroupCase, what_if_grouped
from overflight.desk.whatif.shares import what_if_redistributed
from overflight.desk.whatif.sites import what_if_closed
from overflight.errors import SourceError, UsageError
from overflight.missions import MissionFact
from overflight.missions.said.facts_ending import CancelGround, Cancelled
from overflight.missions.said.facts_notice import Notified
from overflight.notifications import IntentionToFly
from overflight.quotas import DistributionAdopted, Share
from overflight.record import Dated, Reference, Said
from overflight.release import (
    CopyDecided,
    CopyRequested,
    EntitlementOutcome,
    EntitlementResult,
    ReleaseDecision,
)
from overflight.treaty import GroupKind, Outcome, readings, write_form

FOUNDING = founding_said()
FACTS = Facts(FOUNDING, NO_RECORD, borders=world_borders())


def day(text: str) -> date:
    """Return a day."""
    return date.fromisoformat(text)


def at(text: str) -> datetime:
    """Return an instant in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def of(answer: WhatIf, topic: Topic) -> tuple[Consequence, ...]:
    """Return the lines of one topic."""
    return tuple(change for change in answer.changes if change.topic is topic)


def subjects(answer: WhatIf, topic: Topic) -> set[str]:
    """Return whom the lines of a topic concern."""
    return {change.subject for change in of(answer, topic)}


def with_more(*spoken: tuple[str, datetime, object]) -> Facts:
    """Return the founding facts and more, each said by a party at an instant."""
    more = [
        Said(fact, party, time, Reference(f"log/{party.lower()}/1", i, "0" * 64))
        for i, (party, time, fact) in enumerate(spoken)
    ]
    return Facts((*FOUNDING, *more), "test")


def test_a_withdrawal_that_happened_can_be_asked_for_again() -> None:
    """The notice on record is set aside and named; the answer is that of the history."""
    answer = what_if_withdrawn(FACTS, "RU", day("2021-06-18"))
    assert answer.compared_on == day("2021-12-18")
    (aside,) = answer.set_aside
    assert aside.startswith("notice of withdrawal of RU on 2021-06-18 (package:open_skies:")
    assert [f.outcome for f in answer.findings] == [Outcome.KEPT, Outcome.KEPT]
    assert answer.outcome is Outcome.OPEN
    (parties,) = of(answer, Topic.PARTIES)
    assert (parties.before, parties.after) == ("33 States Parties", "32 States Parties")


def test_another_notice_gives_another_day() -> None:
    """31 August + 6 months is 28 February: no conference is on record for it."""
    answer = what_if_withdrawn(FACTS, "FR", day("2022-08-31"))
    assert answer.set_aside == ()
    assert answer.compared_on == day("2023-02-28")
    assert [f.rule for f in answer.findings] == ["MEM-7"]
    first = next(c for c in of(answer, Topic.DATE) if c.rule == "MEM-8")
    assert (first.on, first.until) == (day("2022-09-30"), day("2022-10-30"))
    review = next(c for c in of(answer, Topic.DATE) if c.rule == "QTA-8")
    assert (review.on, review.until) == (day("2023-10-01"), day("2024-01-01"))


def test_an_effect_named_too_early_is_told_and_moves_nothing() -> None:
    """Six months less a day breaks art.XV.2, and the withdrawal takes effect no earlier."""
    early = what_if_withdrawn(FACTS, "RU", day("2021-06-18"), effect=day("2021-12-17"))
    assert early.findings[0].outcome is Outcome.BROKEN
    assert early.outcome is Outcome.BROKEN
    assert early.compared_on == day("2021-12-18")
    late = what_if_withdrawn(FACTS, "RU", day("2021-06-18"), effect=day("2022-01-01"))
    assert late.compared_on == day("2022-01-01")
    review = next(c for c in of(late, Topic.DATE) if c.rule == "QTA-8")
    assert review.until == day("2022-01-01")


def test_before_the_effect_nothing_but_dates_changes() -> None:
    """A notice alone changes no membership."""
    answer = what_if_withdrawn(FACTS, "RU", day("2021-06-18"), on=day("2021-12-17"))
    assert {change.topic for change in answer.changes} == {Topic.DATE}


def test_borders_that_become_ones_to_keep_away_from() -> None:
    """Every neighbour that is a Party; within the group no distance was asked before."""
    borders = of(what_if_withdrawn(FACTS, "RU", day("2021-06-18")), Topic.BORDER)
    kept = {change.subject for change in borders if change.after == "10 km to keep"}
    assert kept == {f"{c}-RU" for c in ("FI", "NO", "EE", "LV", "LT", "PL", "BY", "UA", "GE")}
    belarus = next(change for change in borders if change.subject == "BY-RU")
    assert belarus.before == "inside BYRU, no distance asked"
    assert "de facto lines" in belarus.source
    (sea,) = (change for change in borders if change.decided is Decided.OPEN)
    assert sea.readings == ("AMB-16=land-and-sea",)


def test_without_a_map_borders_are_open() -> None:
    """What is not at hand is said."""
    answer = what_if_withdrawn(replace(FACTS, borders=None), "RU", day("2021-06-18"))
    (line,) = of(answer, Topic.BORDER)
    assert (line.decided, line.source) == (Decided.OPEN, "no map at hand")


def test_the_group_of_two_ends_and_its_quota_is_open() -> None:
    """Belarus alone is no group; what quota it has is not in the text (AMB-40)."""
    answer = what_if_withdrawn(FACTS, "RU", day("2021-06-18"))
    (group,) = of(answer, Topic.GROUP)
    assert (group.subject, group.before, group.after) == ("BYRU", "BY RU", "no group")
    assert (group.provision, group.decided) == ("art.II.3", Decided.TEXT)
    passive = next(c for c in of(answer, Topic.QUOTA) if c.subject == "over BYRU")
    assert passive.before == "42 flights a year (BY RU)"
    assert passive.after == "a number not known (BY)"
    assert passive.readings == ("AMB-40=to-be-entered",)
    later = next(c for c in of(answer, Topic.DATE) if c.rule == "GRP-11")
    assert (later.on, later.until) == (day("2022-01-01"), day("2023-01-01"))
    assert later.decided is Decided.OPEN
    printed = Facts(FOUNDING, "test", readings({"AMB-40": "unit-as-printed"}))
    other = what_if_withdrawn(printed, "RU", day("2021-06-18"))
    assert other.readings == ("AMB-40=unit-as-printed",)
    passive = next(c for c in of(other, Topic.QUOTA) if c.subject == "over BYRU")
    assert passive.after == "42 flights a year (BY)"


def test_quotas_over_and_of_a_state_that_stood_alone() -> None:
    """The first distribution: 8 over BYRU, 1 shared over Ukraine, 4 of BYRU over it."""
    answer = what_if_withdrawn(FACTS, "US", day("2002-02-01"))
    assert answer.compared_on == day("2002-08-01")
    quota = {change.subject: change for change in of(answer, Topic.QUOTA)}
    assert quota["over US"].after == "none to accept"
    assert quota["over US"].decided is Decided.TEXT
    assert quota["US over BYRU"].before == "8 flights a year"
    assert "8 of the passive quota of BYRU freed" in quota["US over BYRU"].after
    assert quota["US over UA"].before == "1 flight a year (shared with CA)"
    assert "4 of the active quota of BYRU freed" in quota["BYRU over US"].after
    assert "US" not in quota  # a distribution holds in 2002, so nothing is said of an older one
    (sites,) = of(answer, Topic.SITE)
    assert (sites.subject, sites.after) == ("US", "none")


def test_a_quota_with_one_who_left_before_is_not_freed_again() -> None:
    """In December 2021 the United States is no Party: it holds nothing over Russia."""
    quota = subjects(what_if_withdrawn(FACTS, "RU", day("2021-06-18")), Topic.QUOTA)
    assert "DE over BYRU" in quota
    assert "US over BYRU" not in quota
    assert "BYRU over US" not in quota


def test_without_any_distribution_quotas_are_open() -> None:
    """A record that holds none says so."""
    kept = tuple(s for s in FOUNDING if not isinstance(s.fact, DistributionAdopted))
    answer = what_if_withdrawn(Facts(kept, "test"), "US", day("2020-05-22"))
    (line,) = (c for c in of(answer, Topic.QUOTA) if c.rule == "QTA-8")
    assert line.says == "No distribution of active quotas is on record for 2020."


def test_benelux_without_one_of_three_stands_and_is_open() -> None:
    """Two are left; the text does not say what becomes of the one State Party of XIV.1."""
    answer = what_if_withdrawn(FACTS, "LU", day("2024-05-22"))
    (group,) = of(answer, Topic.GROUP)
    assert (group.before, group.after, group.decided) == ("BE LU NL", "BE NL", Decided.OPEN)
    (passive,) = (c for c in of(answer, Topic.QUOTA) if c.subject == "over BNL")
    assert "does not say whether the quota of BNL changes" in passive.says


def mission(*more: tuple[str, object]) -> Facts:
    """Return facts with one mission of the United States over Hungary in November 2020."""
    intention = IntentionToFly(at("2020-11-20T08:00:00"), point_of_entry="HU-FERIHEGY")
    told = Notified("2020-OS0001", at("2020-11-16T08:00:00"), "US", "HU", intention)
    spoken = [("US", told), *more]
    return with_more(*((party, at("2020-11-16T08:00:00"), fact) for party, fact in spoken))


def test_a_mission_open_on_the_day_of_effect_is_told() -> None:
    """AMB-28: by default it stands only if completed before; the other reading is at hand."""
    (line,) = of(what_if_withdrawn(mission(), "US", day("2020-05-22")), Topic.MISSION)
    assert (line.subject, line.before) == ("2020-OS0001", "M10 NOTIFIED")
    assert line.after == "stands no longer"
    assert (line.decided, line.readings) == (Decided.OPEN, ("AMB-28=complete-before",))
    finish = replace(mission(), readings=readings({"AMB-28": "finish-mission"}))
    (line,) = of(what_if_withdrawn(finish, "US", day("2020-05-22")), Topic.MISSION)
    assert line.after == "may be finished"


def test_a_mission_that_is_over_or_of_others_is_not_told() -> None:
    """Only missions open on the day, with the State that leaves."""
    over = Cancelled("2020-OS0001", at("2020-11-21T08:00:00"), CancelGround.OWN_REASONS)
    assert (
        of(what_if_withdrawn(mission(("US", over)), "US", day("2020-05-22")), Topic.MISSION) == ()
    )
    assert of(what_if_withdrawn(mission(), "FR", day("2020-05-22")), Topic.MISSION) == ()


def test_copies_of_one_who_left_become_unsettled() -> None:
    """The entitlement itself is computed twice; what it calls unsettled is open."""
    data = of(what_if_withdrawn(FACTS, "US", day("2020-05-22")), Topic.DATA)
    told = {(c.rule, c.before, c.after, c.decided) for c in data}
    assert ("DAT-14", "kept", "unsettled", Decided.OPEN) in told
    assert ("MEM-9", "kept", "unsettled", Decided.OPEN) in told
    (ban,) = (c for c in data if c.rule == "DAT-3")
    assert "names no ban on passing data on to US" in ban.says


def scripted(*script: Said[MissionFact]) -> Facts:
    """Return the founding facts and a mission of Italy over Bulgaria in May 2003."""
    return Facts((*FOUNDING, *script), "test")


def test_a_flown_flight_of_the_record_is_named() -> None:
    """Its holder leaves: others' requests become unsettled. Another leaves: its own do."""
    facts = scripted(*departed())
    data = of(what_if_withdrawn(facts, "IT", day("2002-12-01")), Topic.DATA)
    held = [c for c in data if c.subject == "another Party asks for copies of flight 2003-OS3001"]
    assert [(c.rule, c.after) for c in held] == [("MEM-9", "unsettled")]
    data = of(what_if_withdrawn(facts, "DE", day("2002-12-01")), Topic.DATA)
    asked = [c for c in data if c.subject == "DE asks for copies of flight 2003-OS3001"]
    assert [(c.rule, c.before, c.after) for c in asked] == [("DAT-14", "kept", "unsettled")]


def test_a_flight_still_in_the_air_gives_no_copies() -> None:
    """Only flights that count are asked about by name."""
    data = of(what_if_withdrawn(scripted(*airborne()), "DE", day("2002-12-01")), Topic.DATA)
    assert not [c for c in data if "2003-OS3001" in c.subject]


def test_a_request_that_waits_for_its_decision_is_named() -> None:
    """That of the State that leaves; a request already decided is not."""
    asked_at = at("2020-06-06T08:00:00")

    def asked(flight: str, party: str) -> tuple[str, datetime, CopyRequested]:
        fields = (flight, "DE", "HU", day("2020-06-04"), "OF", ("all",), "film", ("DE", "HU"))
        return party, asked_at, CopyRequested(*fields)

    first = with_more(asked("2020-OS0008", "US"), asked("2020-OS0009", "US"), asked("x", "FR"))
    result = EntitlementResult(EntitlementOutcome.ALLOW, (), "", "")
    decided = CopyDecided("US", "m", asked_at, ReleaseDecision.RELEASE, result)
    request = next(s for s in first.said if getattr(s.fact, "flight", "") == "2020-OS0008")
    answered = Said(decided, "DE", asked_at, Reference("log/de/1", 9, "00"), (request.ref,))
    facts = replace(first, said=(*first.said, answered))
    data = of(what_if_withdrawn(facts, "US", day("2020-05-22")), Topic.DATA)
    (line,) = (c for c in data if c.subject.startswith("request of"))
    assert line.subject == "request of US for flight 2020-OS0009"
    assert (line.before, line.after) == ("waits for a decision", "unsettled")


def test_a_request_is_not_waiting_because_it_claims_an_earlier_day() -> None:
    """One that mirrors place after the State has left does not wait for a decision then."""
    asked_at = at("2020-06-06T08:00:00")
    fields = ("2020-OS0009", "DE", "HU", day("2020-06-04"), "OF", ("all",), "film", ("DE", "HU"))
    facts = with_more(("US", asked_at, CopyRequested(*fields)))
    after = at("2021-01-05T08:00:00")
    moved = tuple(
        replace(s, dated=Dated(after, after, 11, 34)) if s.fact == facts.said[-1].fact else s
        for s in facts.said
    )
    for told_in, waits in ((facts.said, True), (moved, False)):
        told = what_if_withdrawn(replace(facts, said=told_in), "US", day("2020-05-22"))
        named = [c for c in of(told, Topic.DATA) if c.subject.startswith("request of")]
        assert bool(named) is waits


def test_a_state_without_sites_leaves_none() -> None:
    """Finland joined later; the text designates no site of it."""
    assert of(what_if_withdrawn(FACTS, "FI", day("2022-05-22")), Topic.SITE) == ()


@pytest.mark.parametrize(
    ("code", "notice"), [("US", "2020-11-22"), ("CY", "2020-05-22"), ("SE", "2002-08-26")]
)
def test_one_who_is_not_a_party_cannot_withdraw(code: str, notice: str) -> None:
    """Left that day, never joined, not in force for it yet."""
    facts = FACTS
    if code == "US":  # its own notice is of this spell, so it is given before the end of it
        facts = replace(
            FACTS, said=tuple(s for s in FOUNDING if getattr(s.fact, "state", "") != "US")
        )
    with pytest.raises(UsageError, match="E-WHAT-IF"):
        what_if_withdrawn(facts, code, day(notice))


def test_an_accession_changes_the_mirror_of_it() -> None:
    """Deposit + 60 d; borders with its neighbours cease or begin to ask ten kilometres."""
    answer = what_if_acceded(FACTS, "AT", day("2024-05-22"))
    assert answer.compared_on == day("2024-07-21")
    assert [f.rule for f in answer.findings] == ["MEM-6"]
    borders = {c.subject: c.after for c in of(answer, Topic.BORDER) if c.before}
    assert borders["DE-AT"] == "no distance asked"
    assert borders["AT-CH"] == "10 km to keep"
    assert {c.rule for c in of(answer, Topic.QUOTA)} == {"QTA-13"}
    data = {(c.rule, c.after): c for c in of(answer, Topic.DATA)}
    assert ("DAT-14", "kept") in data
    assert data["DAT-14", "unsettled"].readings == ("AMB-24=unsettled",)
    assert "AT" in subjects(answer, Topic.SITE)


def test_one_who_comes_back_finds_its_group_open() -> None:
    """The text does not say whether a group that ended with a withdrawal stands again."""
    answer = what_if_acceded(FACTS, "RU", day("2024-05-22"))
    (group,) = of(answer, Topic.GROUP)
    assert (group.before, group.after, group.decided) == ("no group", "BY RU", Decided.OPEN)
    held = [c for c in of(answer, Topic.DATA) if c.rule == "MEM-9"]
    assert [(c.before, c.after) for c in held] == [("unsettled", "kept")]


def test_a_signatory_ratifies() -> None:
    """Kyrgyzstan needs no decision."""
    answer = what_if_acceded(FACTS, "KG", day("2024-05-22"))
    assert "ratification" in answer.question
    assert answer.findings[0].outcome is Outcome.KEPT


@pytest.mark.parametrize(
    ("code", "deposit"), [("AUT", "2024-05-22"), ("DE", "2024-05-22"), ("LT", "2005-05-01")]
)
def test_who_cannot_accede(code: str, deposit: str) -> None:
    """No code, a Party already, one that deposits later anyway."""
    with pytest.raises(UsageError, match="E-WHAT-IF"):
        what_if_acceded(FACTS, code, day(deposit))


def shares(*lines: tuple[str, str, int], since: str = "2003-01-01") -> DistributionAdopted:
    """Return a distribution."""
    found = tuple(Share(f"n{i}", a, b, n) for i, (a, b, n) in enumerate(lines))
    year = day(since).year
    return DistributionAdopted("new", day(since), date(year + 1, 1, 1), found, "art.III.I.7")


def test_a_distribution_is_compared_pair_by_pair() -> None:
    """What is more, fewer and gone; every rule of quotas answers."""
    new = shares(("DE", "BYRU", 4), ("IS", "PT", 1), ("IT", "HU", 1))
    answer = what_if_redistributed(FACTS, new, where="f")
    quota = {c.subject: (c.before, c.after) for c in of(answer, Topic.QUOTA)}
    assert quota["DE over BYRU"] == ("3 flights a year", "4 flights a year")
    assert quota["IS over PT"] == ("0 flights a year", "1 flight a year")
    assert quota["US over BYRU"] == ("8 flights a year", "0 flights a year")
    assert "IT over HU" not in quota  # one before, one after
    rules = {f.rule for f in answer.findings}
    assert rules == {"OSC-2", "QTA-3", "QTA-4", "QTA-6", "QTA-11"}
    assert "none of the 27 States Parties" in answer.findings[0].says
    assert answer.outcome is Outcome.OPEN
    asked = of(answer, Topic.DATE)[0]
    assert asked.until == day("2002-10-01")


def test_a_distribution_that_breaks_the_half_rule_is_told() -> None:
    """Three of four flights over Hungary: ceil(0.5 x 4) = 2."""
    answer = what_if_redistributed(FACTS, shares(("DE", "HU", 3), since="2010-01-01"), where="f")
    (half,) = (f for f in answer.findings if f.rule == "QTA-11")
    assert half.outcome is Outcome.BROKEN
    assert answer.outcome is Outcome.BROKEN
    assert not [f for f in answer.findings if f.rule == "QTA-6"]  # the phase-in ended in 2005
    assert "which ended on 2004-01-01" in answer.question


def test_a_distribution_with_one_who_left_is_told() -> None:
    """The United States is no Party in 2022."""
    answer = what_if_redistributed(FACTS, shares(("US", "DE", 1), since="2022-03-01"), where="f")
    (none,) = (f for f in answer.findings if f.rule == "QTA-1")
    assert (none.outcome, none.says[:2]) == (Outcome.BROKEN, "US")
    assert any("calendar year" in c.says for c in of(answer, Topic.DATE))


def test_the_first_distribution_of_a_record_is_compared_with_none() -> None:
    """Nothing is made up where nothing is on record."""
    kept = tuple(s for s in FOUNDING if not isinstance(s.fact, DistributionAdopted))
    answer = what_if_redistributed(Facts(kept, "test"), shares(("DE", "HU", 1)), where="f")
    (line,) = of(answer, Topic.QUOTA)
    assert line.source == "before: no distribution on record"


@pytest.mark.parametrize(
    ("fact", "where"),
    [
        (shares(("XX", "HU", 1)), "f: shares[0]"),
        (shares(("HU", "HU", 1)), "f: shares[0]"),
        (shares(("DE", "HU", 1), ("IT", "HU", -1)), "f: shares[1].flights"),
        (replace(shares(("DE", "HU", 1)), until=date(2003, 1, 1)), "f: until"),
        (
            replace(
                shares(("DE", "HU", 1)),
                until_otherwise=date(2003, 1, 1),
                open_point="AMB-4=literal",
            ),
            "f: until",
        ),
        (
            replace(shares(("DE", "HU", 1)), shares=(Share("n", "DE", "HU", 1, "XX"),)),
            "f: shares[0]",
        ),
    ],
)
def test_a_distribution_that_cannot_be_is_one_clear_error(
    fact: DistributionAdopted, where: str
) -> None:
    """File and field are named."""
    with pytest.raises(SourceError) as told:
        what_if_redistributed(FACTS, fact, where="f")
    assert (told.value.code, told.value.where) == ("E-WHAT-IF", where)


def grouped(notice: str, group: str, members: Iterable[str] = (), **more: object) -> WhatIf:
    """Ask for a group."""
    case = replace(GroupCase(day(notice), group, tuple(members)), **more)  # type: ignore[arg-type]
    return what_if_grouped(FACTS, case, where="f")


def test_a_new_group_with_common_quotas() -> None:
    """Six months, and quotas with 1 January after the review that follows."""
    answer = grouped("2020-08-01", "NORD", ("NO", "DK"), name="two of the north")
    assert answer.compared_on == day("2021-02-01")
    dates = {c.rule: (c.on, c.until) for c in of(answer, Topic.DATE)}
    assert dates == {"GRP-1": (day("2021-02-01"), None), "GRP-11": (day("2022-01-01"), None)}
    (group,) = of(answer, Topic.GROUP)
    assert (group.before, group.after) == ("no group", "NO DK, common-quotas")
    quota = {c.subject: (c.before, c.after, c.decided) for c in of(answer, Topic.QUOTA)}
    assert quota["NO"] == ("NO: 7 flights to accept", "NORD: to be entered", Decided.OPEN)


def test_a_group_that_shares_active_quotas_keeps_its_passive_ones() -> None:
    """Regime two: own passive quotas, no review to wait for."""
    answer = grouped("2020-08-01", "NORD", ("NO", "FI"), kind=GroupKind.SHARED_ACTIVE)
    assert {c.rule for c in of(answer, Topic.DATE)} == {"GRP-1"}
    quota = {c.subject: (c.before, c.after, c.decided) for c in of(answer, Topic.QUOTA)}
    assert quota["NO"] == ("NO: 7 flights to accept", "NO: 7 flights to accept", Decided.TEXT)
    assert quota["FI"][0] == "FI: a number not known to accept"
    assert [f.outcome for f in answer.findings] == [Outcome.KEPT, Outcome.OPEN]


def test_a_member_that_is_no_party_gives_no_group() -> None:
    """GRP-1: States Parties that hold quotas."""
    answer = grouped("2021-08-01", "PAIR", ("CA", "US"))
    assert [f.outcome for f in answer.findings] == [Outcome.KEPT, Outcome.BROKEN]
    (group,) = of(answer, Topic.GROUP)
    assert group.after == "no group"


def test_a_group_changes_its_members_and_the_past_stays() -> None:
    """BYRU with a third member from six months after the notice."""
    answer = grouped("2019-02-10", "BYRU", ("BY", "RU", "UA"))
    (group,) = of(answer, Topic.GROUP)
    assert group.before == "BY RU, common-quotas"
    assert group.after == "BY RU UA, common-quotas"
    assert "BYRU ended on 2019-08-10" in answer.supposed
    assert {c.rule for c in of(answer, Topic.DATE)} == {"GRP-10", "GRP-11"}


def test_a_group_ends() -> None:
    """Its members stand alone; their quotas are to be entered."""
    answer = grouped("2019-02-10", "BYRU")
    (group,) = of(answer, Topic.GROUP)
    assert (group.after, group.rule) == ("no group", "GRP-10")
    assert {c.after for c in of(answer, Topic.QUOTA)} == {"BY: to be entered", "RU: to be entered"}


def test_benelux_ends_at_the_end_of_a_year() -> None:
    """Notice 2024-11-15 + 60 d = 2025-01-14, so from 2026-01-01."""
    answer = grouped("2024-11-15", "BNL")
    assert answer.compared_on == day("2026-01-01")
    assert {c.rule for c in (*of(answer, Topic.DATE), *of(answer, Topic.GROUP))} == {"GRP-14"}


@pytest.mark.parametrize(
    ("group", "members", "kind", "where"),
    [
        ("NORD", (), GroupKind.COMMON_QUOTAS, "f: group"),
        ("BYRU", ("BY",), GroupKind.COMMON_QUOTAS, "f: members"),
        ("NORD", ("NO", "NO"), GroupKind.COMMON_QUOTAS, "f: members"),
        ("NORD", ("NO", "XX"), GroupKind.COMMON_QUOTAS, "f: members"),
        ("NO", ("NO", "DK"), GroupKind.COMMON_QUOTAS, "f: group"),
        ("NORD", ("NO", "DK"), GroupKind.SUCCESSORS, "f: kind"),
        ("BNL", ("BE", "NL"), GroupKind.COMMON_QUOTAS, "f: members"),
    ],
)
def test_a_group_that_cannot_be_is_one_clear_error(
    group: str, members: tuple[str, ...], kind: GroupKind, where: str
) -> None:
    """Nothing to end, one member, one twice, a stranger, a State's code, no regime, Benelux."""
    with pytest.raises(SourceError) as told:
        grouped("2019-02-10", group, members, kind=kind)
    assert told.value.where == where


def test_an_airfield_that_closes() -> None:
    """Roles, distance and what is left to the unit; ninety days of notice."""
    answer = what_if_closed(FACTS, "IT-MALPENSA", day("2004-05-01"))
    (date_line,) = of(answer, Topic.DATE)
    assert date_line.until == day("2004-02-01")  # 29 days of February + 31 + 30 = 90
    assert [f.rule for f in answer.findings] == ["DES-5"]
    site, distance = of(answer, Topic.SITE)
    assert site.after == "not designated"
    assert (distance.before, distance.decided) == ("1130 km", Decided.OPEN)


@pytest.mark.parametrize(
    ("notice", "outcome"), [("2004-02-01", Outcome.KEPT), ("2004-02-02", Outcome.BROKEN)]
)
def test_the_notice_of_ninety_days(notice: str, outcome: Outcome) -> None:
    """Ninety days before is in time; eighty-nine are not."""
    answer = what_if_closed(FACTS, "IT-MALPENSA", day("2004-05-01"), notified=day(notice))
    assert answer.findings[0].outcome is outcome


def test_the_last_airfield_cannot_close() -> None:
    """A unit keeps at least one; Iceland has one site."""
    answer = what_if_closed(FACTS, "IS-KEFLAVIK", day("2004-05-01"))
    (left,) = (f for f in answer.findings if f.rule == "DES-5")
    assert left.outcome is Outcome.BROKEN


def test_missions_that_name_the_site_are_told() -> None:
    """By their notice; others are not."""
    facts = mission()
    (line,) = of(what_if_closed(facts, "HU-FERIHEGY", day("2020-11-18")), Topic.MISSION)
    assert line.subject == "2020-OS0001"
    assert "its notice names HU-FERIHEGY" in line.says
    assert of(what_if_closed(facts, "IT-MALPENSA", day("2020-11-18")), Topic.MISSION) == ()


def test_a_plan_that_names_the_site_is_told() -> None:
    """The newest plan counts; a plan that does not name it is passed over."""
    plan = json.loads((Path(__file__).parents[2] / "plans" / "liguria.json").read_text("utf-8"))
    body = {"commencement": mission_at("05-09 16:00"), "completion": mission_at("05-09 20:00")}
    script = (notified(), acknowledged(), arrived(), *inspected())
    planned = said("plan-submitted", "IT", "05-08 16:00", plan=plan, **body)
    facts = scripted(*script, planned)
    start = plan["start_site"]
    (line,) = of(what_if_closed(facts, start, day("2003-05-09")), Topic.MISSION)
    assert line.says.startswith("IT over BG: its plan, version 1, names")
    assert of(what_if_closed(facts, "BG-SOFIA", day("2003-05-09")), Topic.MISSION) == ()


def test_a_site_without_a_distance_loses_none() -> None:
    """A point of entry alone has none in the table."""
    answer = what_if_closed(FACTS, "DE-KOELNBONN", day("2004-05-01"))
    assert len(of(answer, Topic.SITE)) == 1


def test_an_unknown_site_is_refused() -> None:
    """With the way to the list."""
    with pytest.raises(UsageError, match="airfield list"):
        what_if_closed(FACTS, "IT-NOWHERE", day("2004-05-01"))


def test_every_line_names_its_rule_and_place() -> None:
    """A consequence without a rule is nobody's; the form can be written."""
    for answer in (
        what_if_withdrawn(FACTS, "RU", day("2021-06-18")),
        what_if_acceded(FACTS, "AT", day("2024-05-22")),
        grouped("2020-08-01", "NORD", ("NO", "DK")),
    ):
        law = FACTS.fold().regime
        assert all(change.rule in law.rules for change in answer.changes)
        assert all(change.provision and change.says for change in answer.changes)
        assert write_form(answer)["ruleset"] == law.ruleset
    assert SUPPOSED > "package:open_skies"
