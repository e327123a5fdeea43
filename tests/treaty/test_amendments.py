"""Amendments, conferences, requests to accede, and what a withdrawal leaves open."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from overflight.desk.held.as_of import from_package
from overflight.membership import (
    AccessionDecided,
    AccessionRequested,
    Amendment,
    AmendmentApproved,
    AmendmentCirculated,
    AmendmentFact,
    AmendmentInForceStated,
    AmendmentRatified,
    ConferenceAbout,
    ConferenceConvened,
    ConferenceFact,
    ConferenceRequested,
    Meeting,
    OpenMission,
    accession_finding,
    acting_finding,
    amendment_findings,
    amendments_of,
    consideration_finding,
    entry_terms,
    fold_parties,
    left_open_findings,
    request_finding,
    request_findings,
    review_conference_findings,
    review_due,
)
from overflight.treaty import Finding, Outcome, Readings, open_skies

SENT = date(2010, 1, 4)
MEMBERS = ("DE", "FR", "IT")
PARTIES = from_package().parties
NOBODY = fold_parties((), terms=entry_terms(open_skies()), readings=open_skies().readings())
KEPT, BROKEN, OPEN = Outcome.KEPT, Outcome.BROKEN, Outcome.OPEN


def told(*facts: AmendmentFact | ConferenceFact) -> Amendment:
    """Return the amendment that was circulated, with what was said of it."""
    [one] = amendments_of((AmendmentCirculated("A", "DE", SENT), *facts))
    return one


def approved(day: int, *, at_conference: bool = False) -> list[AmendmentApproved]:
    """Return approvals of all, the last of them so many days after circulation."""
    first = [AmendmentApproved("A", code, SENT + timedelta(days=3)) for code in MEMBERS[:2]]
    last = AmendmentApproved("A", "IT", SENT + timedelta(days=day), at_conference)
    return [*first, last]


def asked(*days: int) -> list[ConferenceRequested]:
    """Return requests of different Parties, so many days after circulation."""
    about = ConferenceAbout.AMENDMENT
    rows = zip(MEMBERS, days, strict=False)
    return [ConferenceRequested(about, "A", code, SENT + timedelta(days=day)) for code, day in rows]


def held(day: int, closes: int | None = None) -> ConferenceConvened:
    """Return a conference so many days after circulation."""
    end = None if closes is None else SENT + timedelta(days=closes)
    return ConferenceConvened(ConferenceAbout.AMENDMENT, "A", SENT + timedelta(days=day), end)


def answers(amendment: Amendment, day: int) -> list[Outcome]:
    """Return what the rules answer so many days after circulation."""
    return [f.outcome for f in amendment_findings(amendment, MEMBERS, SENT + timedelta(days=day))]


@pytest.mark.rule("MEM-10")
@pytest.mark.provision("art.XVI.2")
def test_approved_by_all_in_ninety_days() -> None:
    """The last approval on day 90 counts, on day 91 it does not, unless at a conference."""
    [kept] = amendment_findings(told(*approved(90)), MEMBERS, date(2010, 6, 1))
    assert (kept.outcome, kept.measured and kept.measured.value) == (KEPT, 90.0)
    assert answers(told(*approved(91)), 100) == [BROKEN]
    assert answers(told(*approved(120, at_conference=True)), 130) == [KEPT]
    conference = [AmendmentApproved("A", code, SENT, at_conference=True) for code in MEMBERS]
    [all_there] = amendment_findings(told(*conference), MEMBERS, SENT)
    assert (all_there.outcome, "at a conference" in all_there.says) == (KEPT, True)


@pytest.mark.rule("MEM-10")
@pytest.mark.provision("art.XVI.2")
def test_one_that_does_not_approve_is_enough() -> None:
    """Open until day 90, or until a conference that was asked for is over; then it fails."""
    two = approved(5)[:2]
    assert answers(told(*two), 90) == [OPEN]
    assert answers(told(*two), 91) == [BROKEN]
    waiting = told(*two, *asked(1, 2, 90), held(125, 127))
    assert answers(waiting, 127) == [OPEN]
    assert answers(waiting, 128) == [BROKEN]


@pytest.mark.rule("MEM-10")
@pytest.mark.provision("art.XVI.2")
def test_in_force_sixty_days_after_the_last_deposit() -> None:
    """Day 60 it is, day 59 it is not; never without the deposits of all."""
    deposits = [AmendmentRatified("A", code, date(2011, 2, 1)) for code in MEMBERS]
    for day, outcome in ((date(2011, 4, 2), KEPT), (date(2011, 4, 1), BROKEN)):
        stated = AmendmentInForceStated("A", day)
        assert answers(told(*approved(5), *deposits, stated), 500) == [KEPT, outcome]
    lacking = told(*approved(5), *deposits[:2], AmendmentInForceStated("A", date(2011, 6, 1)))
    assert answers(lacking, 500) == [KEPT, BROKEN]


@pytest.mark.rule("MEM-11")
@pytest.mark.provision("art.XVI.1")
def test_three_requests_make_a_conference() -> None:
    """The third on day 90 counts; the conference opens on day 30 to 60 after it."""
    for day, outcome in ((29, BROKEN), (30, KEPT), (60, KEPT), (61, BROKEN)):
        amendment = told(*asked(1, 2, 90), held(90 + day))
        [found] = request_findings(amendment, date(2011, 1, 1))
        assert (found.outcome, found.measured and found.measured.value) == (outcome, float(day))
    missing = told(*asked(1, 2, 90))
    assert [f.outcome for f in request_findings(missing, SENT + timedelta(days=150))] == [OPEN]
    assert [f.outcome for f in request_findings(missing, SENT + timedelta(days=151))] == [BROKEN]


@pytest.mark.rule("MEM-11")
@pytest.mark.provision("art.XVI.1")
def test_two_requests_make_none() -> None:
    """A third on day 91, or the same State Party twice, is no third."""
    late = told(*asked(1, 2, 91))
    twice = told(*asked(1, 2), ConferenceRequested(ConferenceAbout.AMENDMENT, "A", "DE", SENT))
    for amendment in (late, twice):
        [found] = request_findings(amendment, date(2011, 1, 1))
        assert (found.outcome, "2 States Parties asked" in found.says) == (KEPT, True)
    assert request_findings(told(), date(2011, 1, 1)) == ()
    [odd] = request_findings(told(*asked(1, 2), held(50)), date(2011, 1, 1))
    assert odd.outcome is OPEN


def review(opens: date, *states: str, entry: date | None = date(2002, 1, 1)) -> Finding:
    """Return what the rules answer about a review conference that some had asked for."""
    about = ConferenceAbout.REVIEW
    requests = [ConferenceRequested(about, "", code, date(2002, 6, 1)) for code in states]
    [found] = review_conference_findings([*requests, ConferenceConvened(about, "", opens)], entry)
    return found


@pytest.mark.rule("MEM-12")
@pytest.mark.provision("art.XVI.3")
def test_reviews_after_three_years_then_every_five() -> None:
    """Due from 2005-01-01, 2010-01-01 and so on; to the day, in the year, earlier if three ask."""
    entry = date(2002, 1, 1)
    dues = [review_due(entry, number).year for number in range(1, 6)]
    assert dues == [2005, 2010, 2015, 2020, 2025]
    assert review(date(2005, 1, 1)).outcome is KEPT
    assert review(date(2004, 12, 31)).outcome is BROKEN
    assert review(date(2004, 12, 31), "DE", "FR").outcome is BROKEN
    assert review(date(2004, 12, 31), "DE", "FR", "FR").outcome is BROKEN
    assert review(date(2004, 12, 31), "DE", "FR", "IT").outcome is KEPT
    assert review(date(2020, 10, 5)).outcome is KEPT
    assert review(date(2011, 2, 1)).outcome is OPEN
    assert review(date(2001, 2, 1), entry=None).outcome is BROKEN


def request(on: date, circulated: date | None = None) -> AccessionRequested:
    """Return a request to accede."""
    return AccessionRequested("CY", on, "CA", circulated)


@pytest.mark.rule("MEM-5")
@pytest.mark.provision("art.XVII.4")
def test_requests_of_the_first_six_months() -> None:
    """Until 1 July 2002 by this paragraph; before entry into force not yet."""
    last = request_finding(request(date(2002, 7, 1)), PARTIES)
    late = request_finding(request(date(2002, 7, 2)), PARTIES)
    early = request_finding(request(date(2001, 12, 31)), PARTIES)
    none = request_finding(request(date(2002, 7, 1)), NOBODY)
    outcomes = [f.outcome for f in (last, late, early, none)]
    assert outcomes == [KEPT, BROKEN, BROKEN, BROKEN]
    assert last.margin == 0


@pytest.mark.rule("MEM-5")
@pytest.mark.provision("art.XVII.4")
def test_considered_at_the_next_regular_meeting() -> None:
    """The first regular meeting after the circulation, and no later one."""
    asks = request(date(2002, 6, 3), date(2002, 6, 4))
    meetings = (Meeting(date(2002, 10, 14)), Meeting(date(2002, 7, 15), date(2002, 7, 26)))

    def taken(on: date | None, *those: Meeting) -> Outcome:
        decided = None if on is None else AccessionDecided("CY", on)
        return consideration_finding(asks, decided, those).outcome

    assert taken(date(2002, 7, 26), *meetings) is KEPT
    assert taken(date(2002, 7, 27), *meetings) is BROKEN
    assert taken(None, *meetings) is OPEN
    assert taken(date(2002, 7, 26)) is OPEN
    assert taken(date(2002, 7, 26), Meeting(date(2002, 7, 15)), meetings[0]) is KEPT
    assert taken(date(2002, 12, 1), Meeting(date(2002, 7, 15))) is KEPT


@pytest.mark.rule("MEM-4")
@pytest.mark.provision("art.XVII.3")
def test_named_states_accede_after_entry_into_force() -> None:
    """From the day of entry into force by deposit alone; before it they sign."""
    assert accession_finding("AM", date(2002, 1, 1), PARTIES).outcome is KEPT
    assert accession_finding("AM", date(2001, 12, 31), PARTIES).outcome is BROKEN
    assert accession_finding("AM", date(2002, 1, 1), NOBODY).outcome is BROKEN


@pytest.mark.rule("MEM-6")
@pytest.mark.provision("art.XVII.5")
def test_any_other_state_needs_consensus_first() -> None:
    """On the day of the decision at the earliest; none, put off, refused."""
    on = date(2006, 3, 1)
    yes = AccessionDecided("CY", on, agreed=True, decision="2/06")
    outcomes = [
        accession_finding("CY", on, PARTIES, yes).outcome,
        accession_finding("CY", on - timedelta(days=1), PARTIES, yes).outcome,
        accession_finding("CY", on, PARTIES, AccessionDecided("CY", on, agreed=False)).outcome,
        accession_finding("CY", on, PARTIES, AccessionDecided("CY", on)).outcome,
        accession_finding("CY", on, PARTIES).outcome,
    ]
    assert outcomes == [KEPT, BROKEN, BROKEN, OPEN, OPEN]


@pytest.mark.rule("MEM-3")
@pytest.mark.provision("art.XVII.6")
def test_a_late_party_acts_from_day_sixty() -> None:
    """Croatia: deposit 2004-11-02, a State Party from 2005-01-01 and not a day before."""
    terms, croatia = entry_terms(open_skies()), PARTIES.states["HR"]

    def acts(code: str, on: date) -> Outcome | None:
        found = acting_finding(PARTIES.states[code], PARTIES, on, terms)
        return None if found is None else found.outcome

    assert croatia.spells[0].deposited == date(2004, 11, 2)
    assert acts("HR", date(2005, 1, 1)) is KEPT
    assert acts("HR", date(2004, 12, 31)) is BROKEN
    assert acts("HR", date(2004, 11, 1)) is None
    assert acts("DE", date(2005, 1, 1)) is None


@pytest.mark.rule("MEM-9")
@pytest.mark.provision("art.XV")
def test_missions_at_a_withdrawal() -> None:
    """The text is silent: completed before the day of effect, or notified before, as read."""
    effect, notified = date(2021, 12, 18), date(2021, 12, 10)
    finish = open_skies().readings({"AMB-28": "finish-mission"})
    default = open_skies().readings()

    def answer(completed: date | None, readings: Readings = default) -> Outcome:
        mission = OpenMission("2021-1", notified, completed)
        [found] = left_open_findings("RU", effect, [mission], readings)
        assert found.readings
        return found.outcome

    assert answer(date(2021, 12, 17)) is KEPT
    assert answer(date(2021, 12, 18)) is BROKEN
    assert answer(None) is OPEN
    assert answer(None, finish) is KEPT
    [late] = left_open_findings("RU", effect, [OpenMission("2021-2", effect)], finish)
    assert late.outcome is BROKEN
