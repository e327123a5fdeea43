"""What a program cannot decide: forms of facts it records, questions it puts to people."""

from __future__ import annotations

import pytest

from overflight.errors import SourceError
from overflight.treaty import (
    FactRecorded,
    Outcome,
    QuestionAnswered,
    answer_finding,
    open_skies,
    recorded_finding,
)
from overflight.treaty.asking import Executed, Member, MemberSort, Prompt, RecordForm
from overflight.treaty.tables import Row

LAW = open_skies()


def test_every_rule_that_is_only_recorded_has_a_form() -> None:
    """Otherwise a fact the text wants kept would have no place."""
    wanted = {rule for rule, entry in LAW.rules.items() if entry.check.value == "record"}
    assert set(LAW.record_forms) == wanted


def test_every_rule_that_needs_judgement_has_a_question() -> None:
    """Otherwise a program would pass over it in silence."""
    wanted = {rule for rule, entry in LAW.rules.items() if entry.check.value == "human"}
    assert set(LAW.prompts) == wanted


def test_forms_and_questions_stand_where_their_rules_stand() -> None:
    """A question without its article would be ours, not the Treaty's."""
    for form in LAW.record_forms.values():
        assert form.provisions == LAW.rules[form.rule].provisions
    for prompt in LAW.prompts.values():
        assert prompt.provisions == LAW.rules[prompt.rule].provisions


@pytest.mark.parametrize(
    ("sort", "good", "bad"),
    [
        (MemberSort.TEXT, "a seal", "  "),
        (MemberSort.INSTANT, "2003-05-01T10:00:00Z", "2003-05-01"),
        (MemberSort.DAY, "2004-02-29", "2003-02-29"),
        (MemberSort.NUMBER, "-0.30", "0,3"),
        (MemberSort.COUNT, "12", "-1"),
        (MemberSort.YES_NO, "no", "perhaps"),
        (MemberSort.PARTY, "BNL", "benelux"),
        (MemberSort.PARTIES, "DE RU", "DE, RU"),
    ],
)
def test_a_member_holds_what_its_sort_says(sort: MemberSort, good: str, bad: str) -> None:
    """What is typed at an airfield is held to its form at once."""
    member = Member("x", sort, must=True)
    assert member.fits(good)
    assert not member.fits(bad)
    assert member.looks


def test_a_fact_that_states_all_its_form_asks_for_is_kept() -> None:
    """The rule asks no more than that it is recorded."""
    stated = {"at": "2003-05-01T10:00:00Z", "inventory_joint": "yes", "safety_brief": "yes"}
    finding = recorded_finding(LAW.record_forms["PFI-6"], FactRecorded("PFI-6", stated))
    assert (finding.outcome, finding.provision) == (Outcome.KEPT, "annex.F.I.3")
    assert "safety_brief yes" in finding.says


def test_a_fact_that_lacks_something_stands_and_says_what() -> None:
    """Nothing that was said is dropped because something else was not."""
    stated = {"at": "noon", "colour": "red"}
    finding = recorded_finding(LAW.record_forms["PFI-6"], FactRecorded("PFI-6", stated))
    assert finding.outcome is Outcome.OPEN
    for word in ("at (an instant", "inventory_joint", "safety_brief", "no member colour"):
        assert word in finding.says


def test_a_question_is_never_answered_by_the_program() -> None:
    """It shows who answered what, on which grounds; the finding stays open."""
    prompt = LAW.prompts["FLT-6"]
    asked = answer_finding(prompt, None)
    assert asked.outcome is Outcome.OPEN
    assert "Asked of: observed Party" in asked.says
    told = answer_finding(prompt, QuestionAnswered("FLT-6", "no", "Cdr. Example", grounds="held"))
    assert told.outcome is Outcome.OPEN
    assert "Cdr. Example answered: no. Grounds: held" in told.says
    other = answer_finding(prompt, QuestionAnswered("FLT-6", "mostly", "Cdr. Example"))
    assert "not one of the answers listed" in other.says


def row(**cells: str) -> Row:
    """Return a row of a table."""
    return Row("table.tsv", 2, {"provision": "art.XI", **cells})


@pytest.mark.parametrize("stated", ["at:noon!", "at", "AT:instant", ""])
def test_a_form_of_unknown_sorts_is_refused(stated: str) -> None:
    """A misspelt sort would let anything through."""
    with pytest.raises(SourceError, match="stated"):
        RecordForm.read(row(rule="X-1", by="all", kinds="", stated=stated))


def test_a_form_is_either_a_statement_type_or_members() -> None:
    """Two places for one fact would be two truths."""
    with pytest.raises(SourceError, match="not both"):
        RecordForm.read(row(rule="X-1", by="all", kinds="a.b/1", stated="at:instant"))


def test_a_question_without_answers_is_refused() -> None:
    """Nobody could answer it."""
    with pytest.raises(SourceError, match="answer"):
        Prompt.read(row(rule="X-1", asked="all", raised_by="", question="Why?", answers=""))


@pytest.mark.parametrize("by", ["", "somewhere", "a.b:C", "a:b"])
def test_a_rule_is_judged_by_a_function_of_a_module(by: str) -> None:
    """Anything else could not be found and turned off."""
    with pytest.raises(SourceError, match="by"):
        Executed.read(row(rule="X-1", by=by))
