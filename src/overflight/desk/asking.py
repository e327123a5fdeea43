"""What rules ask of people, who answered, and the facts that rules only record.

A statement raises a question; anyone bound by the rule answers it in their own log. Every answer is
shown, also where two Parties answer differently: nothing is settled in their place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from overflight.deadlines import format_instant
from overflight.desk.kinds import kind_of
from overflight.desk.ports import Signer
from overflight.desk.record import Desk, say
from overflight.errors import UsageError
from overflight.record import Reference, Said
from overflight.treaty import (
    FactRecorded,
    Finding,
    Outcome,
    Prompt,
    QuestionAnswered,
    RecordForm,
    Regime,
    answer_finding,
    recorded_finding,
)

__all__ = [
    "Asked",
    "AskedList",
    "Given",
    "RecordedFact",
    "answer_question",
    "asked_of_people",
    "record_fact",
    "recorded_facts",
]


@dataclass(frozen=True, slots=True)
class Given:
    """One answer, with its author.

    Args:
        party: Party in whose log it stands.
        by: Who answered.
        answer: The answer.
        grounds: Why.
        at: When the Party says it was answered.
        ref: Where it stands.
    """

    party: str
    by: str
    answer: str
    grounds: str
    at: str
    ref: Reference


@dataclass(frozen=True, slots=True)
class Asked:
    """One question a rule puts to people.

    Args:
        rule: Id of the rule.
        provision: Where it is written.
        mission: Key of the mission; empty where it belongs to none.
        asked: Who answers.
        question: The question.
        answers: What may be answered.
        raised_by: What raised it: statement type, Party and time; empty where a Party did.
        given: The answers so far, oldest first.
    """

    rule: str
    provision: str
    mission: str
    asked: str
    question: str
    answers: tuple[str, ...]
    raised_by: str
    given: tuple[Given, ...]

    @property
    def finding(self) -> Finding:
        """Return the question as a finding: always open, with the newest answer."""
        prompt = Prompt(self.rule, self.asked, (), self.question, self.answers, (self.provision,))
        return answer_finding(prompt, self._newest())

    def _newest(self) -> QuestionAnswered | None:
        if not self.given:
            return None
        last = self.given[-1]
        by = f"{last.by} ({last.party})"
        return QuestionAnswered(self.rule, last.answer, by, self.mission, last.grounds)


@dataclass(frozen=True, slots=True)
class AskedList:
    """The questions a record raises.

    Args:
        facts: Where the facts stand.
        ruleset: Hash of the rule set.
        questions: The questions, those without an answer first.
    """

    facts: str
    ruleset: str
    questions: tuple[Asked, ...]


@dataclass(frozen=True, slots=True)
class RecordedFact:
    """A fact that a rule has recorded, and what it lacks of its form.

    Args:
        party: Party that stated it.
        at: When the Party says it was stated.
        ref: Where it stands.
        fact: The fact.
        finding: Kept, or open with what is missing.
    """

    party: str
    at: str
    ref: Reference
    fact: FactRecorded
    finding: Finding


def asked_of_people(said: Iterable[Said[object]], law: Regime) -> tuple[Asked, ...]:
    """Return the questions that statements raise, each with the answers given.

    Args:
        said: The facts of a record.
        law: The regime.

    Returns:
        One for each rule and mission, those without an answer first, then by rule and mission.
    """
    facts = tuple(said)
    by_kind: dict[str, list[Prompt]] = {}
    for prompt in law.prompts.values():
        for kind in prompt.raised_by:
            by_kind.setdefault(kind, []).append(prompt)
    raised: dict[tuple[str, str], str] = {}
    answers: dict[tuple[str, str], list[Given]] = {}
    for each in facts:
        if isinstance(each.fact, QuestionAnswered):
            key = (each.fact.rule, each.fact.mission)
            answers.setdefault(key, []).append(_given(each, each.fact))
            continue
        kind = kind_of(each.fact)
        for prompt in by_kind.get(kind, ()):
            key = (prompt.rule, _mission_of(each.fact))
            raised.setdefault(key, f"{kind} of {each.party}, {format_instant(each.time)}")
    keys = [*raised, *(key for key in answers if key not in raised and key[0] in law.prompts)]
    rows = [
        _asked(law.prompts[rule], mission, raised.get((rule, mission), ""), answers)
        for rule, mission in keys
    ]
    return tuple(sorted(rows, key=lambda row: (bool(row.given), row.mission, row.rule)))


def _asked(
    prompt: Prompt, mission: str, raised: str, answers: dict[tuple[str, str], list[Given]]
) -> Asked:
    given = tuple(answers.get((prompt.rule, mission), ()))
    return Asked(
        prompt.rule,
        prompt.provisions[0],
        mission,
        prompt.asked,
        prompt.question,
        prompt.answers,
        raised,
        given,
    )


def _given(each: Said[object], fact: QuestionAnswered) -> Given:
    at = format_instant(each.time)
    return Given(each.party, fact.by, fact.answer, fact.grounds, at, each.ref)


def _mission_of(fact: object) -> str:
    return str(getattr(fact, "mission", "") or getattr(fact, "flight", ""))


def recorded_facts(said: Iterable[Said[object]], law: Regime) -> tuple[RecordedFact, ...]:
    """Return the facts recorded for rules, each held to its form.

    Args:
        said: The facts of a record.
        law: The regime.
    """
    return tuple(
        RecordedFact(
            each.party,
            format_instant(each.time),
            each.ref,
            each.fact,
            _finding_of(law, each.fact),
        )
        for each in said
        if isinstance(each.fact, FactRecorded)
    )


def _finding_of(law: Regime, fact: FactRecorded) -> Finding:
    form = law.record_forms.get(fact.rule)
    if form is None or not form.members:
        says = f"Recorded for {fact.rule}, which has no form of this kind: kept, and not judged."
        return Finding(fact.rule, "treaty", Outcome.OPEN, says)
    return recorded_finding(form, fact)


def record_fact(desk: Desk, signer: Signer, law: Regime, fact: FactRecorded) -> Reference:
    """Record a fact of a rule in the signer's log.

    Args:
        desk: Record, clock and ids.
        signer: An author key.
        law: The regime.
        fact: The fact.

    Raises:
        UsageError: The rule has no form of its own, or the fact is not of that form.
    """
    finding = _finding_of(law, fact)
    if finding.outcome is not Outcome.KEPT:
        raise UsageError(
            "E-STATED",
            where=f"{fact.rule} {finding.provision}",
            expected=_form_words(law.record_forms.get(fact.rule)),
            found=finding.says,
            remedy="State every member as NAME=VALUE; `overflight rules show` lists them.",
        )
    return say(desk, signer, fact)


def _form_words(form: RecordForm | None) -> str:
    if form is None:
        return "a rule whose check is 'record'"
    if form.kinds:
        return f"the statement {' or '.join(form.kinds)}"
    return ", ".join(f"{m.name}{'' if m.must else ' (may be left out)'}" for m in form.members)


def answer_question(desk: Desk, signer: Signer, law: Regime, answer: QuestionAnswered) -> Reference:
    """Answer the question of a rule in the signer's log.

    Args:
        desk: Record, clock and ids.
        signer: An author key.
        law: The regime.
        answer: The answer, with who gives it.

    Raises:
        UsageError: The rule asks nothing, the answer is not one it admits, or nobody gives it.
    """
    prompt = law.prompts.get(answer.rule)
    if prompt is None or answer.answer not in prompt.answers or not answer.by.strip():
        asked = "; ".join(prompt.answers) if prompt else "a rule whose check is 'human'"
        raise UsageError(
            "E-ANSWER",
            where=answer.rule,
            expected=f"{asked}, and who answers",
            found=f"{answer.answer} by {answer.by or 'nobody'}",
            remedy="Take one of the answers of the question; the grounds are free words.",
        )
    return say(desk, signer, answer)
