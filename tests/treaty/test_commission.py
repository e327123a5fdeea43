"""The Commission: consensus and silence, changes short of amendment, sessions, the chair."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from overflight.commission import (
    DecisionProposed,
    DocumentIssued,
    ItemPlaced,
    ObjectionRaised,
    ObjectionWithdrawn,
    Proceedings,
    ProposalConcluded,
    ProposalState,
    SessionClosed,
    SessionConvened,
    SessionFact,
    SessionKind,
    SessionRequested,
    Subject,
    YearOfSessions,
    chair_findings,
    consensus_finding,
    extraordinary_finding,
    fold_proceedings,
    french_order,
    judge_commission,
    next_chair,
    session_due,
    subject_finding,
    year_findings,
)
from overflight.deadlines import Instant, parse_instant
from overflight.record import Reference, Said
from overflight.treaty import Finding, Outcome, open_skies

END = parse_instant("2018-10-22T12:00:00Z")
PARTIES = ("BE", "CA", "DE", "GE", "HR", "LU", "NL", "RU")
READINGS = open_skies().readings()


def members(_day: date) -> tuple[str, ...]:
    """Return the States Parties; the same on every day."""
    return PARTIES


def said(*told: tuple[str, SessionFact]) -> Proceedings:
    """Return the proceedings in which parties said facts, one after the other."""
    refs = (Reference("log", n, "0" * 64) for n in range(len(told)))
    rows = zip(told, refs, strict=True)
    return fold_proceedings(Said(fact, party, END, ref) for (party, fact), ref in rows)


def proposed(
    subject: Subject = Subject.QUOTA_DISTRIBUTION,
    *,
    changes: bool = True,
    silence: Instant | None = END,
) -> tuple[str, SessionFact]:
    """Return a proposal, with silence until the end."""
    day = date(2018, 10, 1)
    return "HU", DecisionProposed("P", "Quotas of 2019", subject, day, changes, silence)


def objects(state: str, at: Instant = END) -> tuple[str, SessionFact]:
    """Return the objection of a State, said by itself."""
    return state, ObjectionRaised("P", state, at)


def concluded(at: Instant, *, adopted: bool = True) -> tuple[str, SessionFact]:
    """Return what the Chair stated."""
    return "HU", ProposalConcluded("P", at, adopted, "5/18" if adopted else "")


def consensus(proceedings: Proceedings, at: Instant = END + timedelta(days=1)) -> Finding:
    """Return what the rules answer about the one proposal."""
    return consensus_finding(proceedings.proposals[0], at, members)


SECOND = timedelta(seconds=1)


@pytest.mark.rule("OSC-2")
@pytest.mark.provision("art.X.2")
def test_silence_does_not_block() -> None:
    """Nobody objected when silence ended: adopted; until then nothing is decided."""
    proceedings = said(proposed())
    assert consensus(proceedings, END).outcome is Outcome.OPEN
    found = consensus(proceedings, END + SECOND)
    assert (found.outcome, found.measured and found.measured.value) == (Outcome.KEPT, 0.0)
    assert proceedings.proposals[0].state(END) is ProposalState.SILENCE
    assert proceedings.proposals[0].state(END + SECOND) is ProposalState.SILENT


@pytest.mark.rule("OSC-2")
@pytest.mark.provision("art.X.2")
@pytest.mark.parametrize("state", ["BE", "LU", "NL", "GE"])
def test_one_objection_is_enough(state: str) -> None:
    """Any State Party can object, each of Benelux for itself; stated adopted, it is none."""
    found = consensus(said(proposed(), objects(state), concluded(END + SECOND)))
    assert found.outcome is Outcome.BROKEN
    assert state in found.says
    assert found.consequence == "not adopted"
    rejected = said(proposed(), objects(state), concluded(END, adopted=False))
    assert consensus(rejected).outcome is Outcome.KEPT
    assert "not adopted" in consensus(said(proposed(), objects(state))).says


@pytest.mark.rule("OSC-2")
@pytest.mark.provision("art.X.2")
def test_what_is_no_objection() -> None:
    """One that is no Party, one a second late, one told by another, one taken back."""
    after_silence = objects("GE", END + SECOND)
    told = ("RU", ObjectionRaised("P", "GE", END))
    back = ("GE", ObjectionWithdrawn("P", "GE", END))
    for proceedings in (
        said(proposed(), objects("US")),
        said(proposed(), after_silence),
        said(proposed(), told),
        said(proposed(), objects("GE"), back),
    ):
        found = consensus(proceedings)
        assert found.outcome is Outcome.KEPT
        assert "adopted" in found.says
    assert len(said(proposed(), told).unheard) == 1
    assert consensus(said(proposed(), objects("US"))).says.endswith("no State Party on that day")


@pytest.mark.rule("OSC-2")
@pytest.mark.provision("art.X.2")
def test_what_nobody_knows_is_open() -> None:
    """Before the Commission; stated adopted while silence ran; rejected with no objection told."""
    assert consensus(said(proposed(silence=None))).outcome is Outcome.OPEN
    early = consensus(said(proposed(), concluded(END - SECOND)))
    assert (early.outcome, "silence ran until" in early.says) == (Outcome.OPEN, True)
    rejected = consensus(said(proposed(), concluded(END, adopted=False)))
    assert (rejected.outcome, "no objection is on record" in rejected.says) == (Outcome.OPEN, True)


def test_words_on_nothing_are_kept_apart() -> None:
    """An objection to a proposal nobody made is neither dropped nor counted."""
    proceedings = said(objects("GE"), concluded(END))
    assert proceedings.proposals == ()
    assert len(proceedings.lost) == 2


def test_the_first_word_on_a_proposal_stands() -> None:
    """A decision is not made again, nor changed, by saying it again."""
    other = proposed(Subject.OTHER)
    proceedings = said(proposed(), other, concluded(END), concluded(END, adopted=False))
    assert proceedings.proposals[0].fact.subject is Subject.QUOTA_DISTRIBUTION
    assert proceedings.proposals[0].state(END) is ProposalState.ADOPTED


SHORT = {
    Subject.QUOTA_DISTRIBUTION,
    Subject.SENSORS,
    Subject.COST_SHARES,
    Subject.DATA_SHARING,
    Subject.MISSION_REPORT,
    Subject.MINOR,
}


@pytest.mark.rule("OSC-5")
@pytest.mark.provision("art.X.5")
@pytest.mark.parametrize("subject", Subject)
def test_changes_short_of_amendment(subject: Subject) -> None:
    """Six subjects may change the text by consensus; for any other the text needs art.XVI."""
    found = subject_finding(said(proposed(subject)).proposals[0])
    assert found.outcome is (Outcome.KEPT if subject in SHORT else Outcome.BROKEN)
    assert subject in SHORT or "XVI" in found.consequence
    same = subject_finding(said(proposed(subject, changes=False)).proposals[0])
    assert same.outcome is Outcome.KEPT


def session(
    name: str,
    opens: date,
    kind: SessionKind = SessionKind.REGULAR,
    chair: str = "",
    agreed: str = "",
) -> tuple[str, SessionFact]:
    """Return that a session was convened."""
    return "HU", SessionConvened(name, kind, opens, chair, agreed)


def judged(proceedings: Proceedings, on: date) -> dict[str, tuple[Finding, ...]]:
    """Return all findings by subject."""
    at = parse_instant(f"{on}T12:00:00Z")
    return dict(judge_commission(proceedings, at, READINGS, members))


@pytest.mark.rule("OSC-6")
@pytest.mark.provision("annex.L.I.4")
@pytest.mark.parametrize(
    ("closes", "decision", "outcome"),
    [
        (date(2004, 3, 1), "", Outcome.KEPT),
        (date(2004, 3, 2), "", Outcome.BROKEN),
        (date(2004, 3, 2), "2/04", Outcome.KEPT),
    ],
)
def test_four_weeks(closes: date, decision: str, outcome: Outcome) -> None:
    """Four weeks to the day, in a leap year; longer only by decision."""
    proceedings = said(
        session("40", date(2004, 2, 2)), ("HU", SessionClosed("40", closes, decision))
    )
    [found] = judged(proceedings, date(2004, 4, 1))["session 40"]
    assert (found.outcome, found.provision) == (outcome, "annex.L.I.4")


@pytest.mark.rule("OSC-6")
@pytest.mark.provision("annex.L.I.3")
def test_four_regular_sessions_a_year() -> None:
    """Four are enough, three are not unless decided; a year half on record is open when over."""
    days = [date(2004, month, 1) for month in (1, 4, 7, 10)]
    four = said(*(session(str(n), day) for n, day in enumerate(days)))
    three = said(*(session(str(n), day) for n, day in enumerate(days[:3])))
    closed = ("HU", YearOfSessions(2004, 3))
    decided = ("HU", YearOfSessions(2004, 3, "9/04"))
    extra = said(session("x", days[0], SessionKind.EXTRAORDINARY))
    on = date(2005, 1, 2)
    assert [f.outcome for f in year_findings(four, on)] == [Outcome.KEPT]
    assert [f.outcome for f in year_findings(three, on)] == [Outcome.OPEN]
    assert list(year_findings(three, date(2004, 12, 31))) == []
    assert [f.outcome for f in year_findings(said(closed), on)] == [Outcome.BROKEN]
    assert [f.outcome for f in year_findings(said(decided), on)] == [Outcome.KEPT]
    assert list(year_findings(extra, on)) == []


@pytest.mark.rule("OSC-7")
@pytest.mark.provision("annex.L.I.3")
def test_extraordinary_session_in_fifteen_days() -> None:
    """Day 15 is in time, day 16 is not; without an opening it is open until then, then broken."""
    asked = ("HU", SessionRequested("x", "GE", date(2014, 3, 1)))
    assert session_due(date(2014, 3, 1)) == date(2014, 3, 16)
    for day, outcome in ((16, Outcome.KEPT), (17, Outcome.BROKEN)):
        opened = session("x", date(2014, 3, day), SessionKind.EXTRAORDINARY)
        [one] = said(asked, opened).sessions
        found = extraordinary_finding(one, date(2014, 4, 1))
        assert found is not None
        assert found.outcome is outcome
    [waiting] = said(asked).sessions
    for on, outcome in ((date(2014, 3, 16), Outcome.OPEN), (date(2014, 3, 17), Outcome.BROKEN)):
        found = extraordinary_finding(waiting, on)
        assert found is not None
        assert found.outcome is outcome
    [unasked] = said(session("x", date(2014, 3, 1), SessionKind.EXTRAORDINARY)).sessions
    found = extraordinary_finding(unasked, date(2014, 4, 1))
    assert found is not None
    assert found.outcome is Outcome.OPEN
    [regular] = said(session("41", date(2014, 3, 1))).sessions
    assert extraordinary_finding(regular, date(2014, 4, 1)) is None


# By hand: Allemagne, Belgique, Canada, Croatie, Géorgie, Luxembourg, Pays-Bas, Russie.
ORDER = ("DE", "BE", "CA", "HR", "GE", "LU", "NL", "RU")


@pytest.mark.rule("OSC-8")
@pytest.mark.provision("annex.L.I.2", "annex.L.I.5")
def test_chair_by_the_french_alphabet() -> None:
    """Canada first; then by the alphabet without accents, round and round."""
    assert french_order(PARTIES) == ORDER
    assert next_chair("", PARTIES) == "CA"
    assert next_chair("", ("DE",)) == "DE"
    assert [next_chair(code, PARTIES) for code in ORDER] == [*ORDER[1:], "DE"]
    assert next_chair("US", PARTIES) == "GE"  # États-Unis, gone, between Croatie and Géorgie
    assert next_chair("CA", ()) == ""


def chair(*chairs: tuple[str, str]) -> list[Finding]:
    """Return what the rules answer about sessions whose chairs were these."""
    told = [
        session(str(n), date(2008, 1 + 3 * n, 1), SessionKind.REGULAR, code, agreed)
        for n, (code, agreed) in enumerate(chairs)
    ]
    return list(chair_findings(said(*told), members, READINGS))


@pytest.mark.rule("OSC-8")
@pytest.mark.provision("annex.L.I.5")
def test_chair_in_turn_out_of_turn_and_by_agreement() -> None:
    """Whose turn it is has it, unless the States Parties agree otherwise."""
    assert [f.outcome for f in chair(("CA", ""), ("HR", ""), ("GE", ""))] == [Outcome.KEPT] * 2
    [broken] = chair(("CA", ""), ("GE", ""))
    assert (broken.outcome, broken.readings) == (Outcome.BROKEN, ("AMB-43=next-session",))
    [agreed] = chair(("CA", ""), ("GE", "agreed in Vienna"))
    assert agreed.outcome is Outcome.KEPT
    assert chair(("CA", ""), ("", ""), ("GE", "")) == []
    nobody = chair_findings(
        said(
            session("1", date(1992, 4, 2), chair="CA"), session("2", date(1992, 9, 2), chair="DE")
        ),
        lambda _: (),
        READINGS,
    )
    assert list(nobody) == []


@pytest.mark.rule("OSC-8")
@pytest.mark.provision("annex.L.I.5")
def test_chair_after_a_change_of_membership() -> None:
    """A new Party has its turn in the next session, or in the next year, as read (AMB-43)."""

    def joined(day: date) -> tuple[str, ...]:
        return PARTIES if day >= date(2008, 3, 1) else tuple(c for c in PARTIES if c != "HR")

    told = said(
        session("1", date(2008, 1, 7), chair="CA"), session("2", date(2008, 4, 7), chair="HR")
    )
    later = open_skies().readings({"AMB-43": "next-year"})
    assert [f.outcome for f in chair_findings(told, joined, READINGS)] == [Outcome.KEPT]
    assert [f.outcome for f in chair_findings(told, joined, later)] == [Outcome.BROKEN]


def test_agenda_and_papers_are_kept() -> None:
    """What is raised and what is issued stands in the proceedings; the last word on each."""
    item = ItemPlaced("I-1", "Quotas", "GE", date(2018, 10, 1), "70")
    paper = DocumentIssued("OSCC.JOUR/1", "Journal", date(2018, 10, 1), "70")
    closed = SessionClosed("69", date(2018, 7, 1))
    done = said(("GE", item), ("GE", replace(item, title="2019")), ("HU", paper), ("HU", closed))
    assert [one.title for one in done.items] == ["2019"]
    assert done.documents == (paper,)
    assert done.convened == ()
    assert judged(done, date(2018, 11, 1)) == {}
