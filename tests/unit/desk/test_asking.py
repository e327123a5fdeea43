"""What rules ask of people, and what people state: with author, and never settled here."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from overflight.adapters.clock import SetClock
from overflight.assembly import OpenRecord, rehearsal
from overflight.desk import read_facts, say
from overflight.desk.asking import answer_question, asked_of_people, record_fact, recorded_facts
from overflight.errors import UsageError
from overflight.missions.said.facts_flight import TakenOff
from overflight.treaty import FactRecorded, Outcome, QuestionAnswered, open_skies

LAW = open_skies()
NOON = datetime(2003, 5, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def opened() -> OpenRecord:
    """Return a record of two Parties in memory."""
    return rehearsal(["DE", "HU"], SetClock(NOON))


def test_a_statement_raises_the_questions_of_its_rules(opened: OpenRecord) -> None:
    """A take-off raises what a person must judge in flight, once for each mission."""
    for mission in ("2003-OS3001", "2003-OS3001", "2003-OS3002"):
        say(opened.desk, opened.signers["DE"], TakenOff(mission, NOON, "HU-PAPA"))
    rows = asked_of_people(read_facts(opened.desk.records), LAW)
    raised = [(row.mission, row.rule) for row in rows]
    assert raised == [
        (mission, rule)
        for mission in ("2003-OS3001", "2003-OS3002")
        for rule in ("FLT-6", "FLT-7", "PER-15")
    ]
    assert rows[0].raised_by.startswith("missions.taken-off/1 of DE")
    assert all(row.finding.outcome is Outcome.OPEN for row in rows)


def test_every_answer_is_shown_with_its_author(opened: OpenRecord) -> None:
    """Two Parties that answer differently both stand; the program chooses none."""
    say(opened.desk, opened.signers["DE"], TakenOff("2003-OS3001", NOON, "HU-PAPA"))
    for party, text in (("DE", "no"), ("HU", "yes")):
        given = QuestionAnswered(
            "FLT-6", text, f"Duty officer {party}", "2003-OS3001", "held 9 min"
        )
        answer_question(opened.desk, opened.signers[party], LAW, given)
    rows = {row.rule: row for row in asked_of_people(read_facts(opened.desk.records), LAW)}
    assert {(g.party, g.by, g.answer) for g in rows["FLT-6"].given} == {
        ("DE", "Duty officer DE", "no"),
        ("HU", "Duty officer HU", "yes"),
    }
    assert "answered" in rows["FLT-6"].finding.says
    assert rows["FLT-6"].finding.outcome is Outcome.OPEN


def test_a_question_no_statement_raises_is_there_once_answered(opened: OpenRecord) -> None:
    """An emergency raises itself by being answered for."""
    given = QuestionAnswered("EMG-4", "yes", "Inspector")
    answer_question(opened.desk, opened.signers["DE"], LAW, given)
    (row,) = asked_of_people(read_facts(opened.desk.records), LAW)
    assert (row.rule, row.raised_by, row.given[0].answer) == ("EMG-4", "", "yes")


@pytest.mark.parametrize(
    ("rule", "answer", "by"),
    [("GEO-4", "yes", "A"), ("FLT-6", "mostly", "A"), ("FLT-6", "yes", " ")],
)
def test_an_answer_to_nothing_is_refused(
    opened: OpenRecord, rule: str, answer: str, by: str
) -> None:
    """A rule a program decides is not decided by saying so; an answer has an author."""
    with pytest.raises(UsageError, match="E-ANSWER"):
        answer_question(opened.desk, opened.signers["DE"], LAW, QuestionAnswered(rule, answer, by))


def test_a_recorded_fact_is_kept_with_its_finding(opened: OpenRecord) -> None:
    """The seal of a roll: the fact, its witnesses and its time are all the rule asks."""
    stated = {
        "at": "2003-05-01T12:00:00Z",
        "container": "C-1",
        "seal": "HU 0042",
        "witnesses": "A, B",
    }
    record_fact(
        opened.desk, opened.signers["HU"], LAW, FactRecorded("DAT-2", stated, "2003-OS3001")
    )
    (row,) = recorded_facts(read_facts(opened.desk.records), LAW)
    assert (row.party, row.finding.rule, row.finding.outcome) == ("HU", "DAT-2", Outcome.KEPT)


def test_a_fact_out_of_its_form_is_refused_before_it_is_said(opened: OpenRecord) -> None:
    """At the desk it can still be completed; in a record of others it would stand and be open."""
    with pytest.raises(UsageError, match="seal"):
        record_fact(
            opened.desk, opened.signers["HU"], LAW, FactRecorded("DAT-2", {"container": "C"})
        )
    with pytest.raises(UsageError, match=r"missions\.deviated/1"):
        record_fact(opened.desk, opened.signers["HU"], LAW, FactRecorded("DEV-1", {"at": "x"}))
    with pytest.raises(UsageError, match="a rule whose check is 'record'"):
        record_fact(opened.desk, opened.signers["HU"], LAW, FactRecorded("GEO-4", {}))


def test_a_fact_others_recorded_for_a_rule_without_form_stands(opened: OpenRecord) -> None:
    """Unknown is kept and named, never dropped."""
    say(opened.desk, opened.signers["HU"], FactRecorded("XYZ-1", {"a": "b"}))
    (row,) = recorded_facts(read_facts(opened.desk.records), LAW)
    assert row.finding.outcome is Outcome.OPEN
    assert "not judged" in row.finding.says
