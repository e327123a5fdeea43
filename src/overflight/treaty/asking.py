"""What a program cannot decide: the forms of facts it records, the questions it asks of people.

One row for each rule whose check is ``record`` or ``human``. A form names the statement types that
store the fact; where no chapter has one of its own, the members of ``treaty.fact-recorded/1``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from overflight.deadlines import parse_day, parse_instant
from overflight.errors import OverflightError
from overflight.treaty.facts import FactRecorded, QuestionAnswered
from overflight.treaty.findings import Finding, Outcome
from overflight.treaty.tables import Row

__all__ = [
    "Executed",
    "Member",
    "MemberSort",
    "Prompt",
    "RecordForm",
    "answer_finding",
    "recorded_finding",
]

_MEMBER = re.compile(r"([a-z][a-z0-9_]{0,39}):([a-z-]+)(!?)")
_NUMBER = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?")
_COUNT = re.compile(r"0|[1-9]\d{0,8}")
_FUNCTION = re.compile(r"[a-z_]+(\.[a-z_]+)+:[a-z][a-z_]*")
_PARTY = re.compile(r"[A-Z]{2,4}")


class MemberSort(StrEnum):
    """What a member of a form holds."""

    TEXT = "text"
    INSTANT = "instant"
    DAY = "day"
    NUMBER = "number"
    COUNT = "count"
    YES_NO = "yes-no"
    PARTY = "party"
    PARTIES = "parties"


def _matches(pattern: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: pattern.fullmatch(text) is not None


def _reads(parse: Callable[[str], object]) -> Callable[[str], bool]:
    def check(text: str) -> bool:
        try:
            parse(text)
        except OverflightError:
            return False
        return True

    return check


def _parties(text: str) -> bool:
    return all(_PARTY.fullmatch(code) for code in text.split(" "))


_FITS: Mapping[MemberSort, Callable[[str], bool]] = MappingProxyType(
    {
        MemberSort.TEXT: lambda text: bool(text.strip()),
        MemberSort.INSTANT: _reads(parse_instant),
        MemberSort.DAY: _reads(parse_day),
        MemberSort.NUMBER: _matches(_NUMBER),
        MemberSort.COUNT: _matches(_COUNT),
        MemberSort.YES_NO: lambda text: text in {"yes", "no"},
        MemberSort.PARTY: _matches(_PARTY),
        MemberSort.PARTIES: _parties,
    }
)
_LOOKS: Mapping[MemberSort, str] = MappingProxyType(
    {
        MemberSort.TEXT: "words",
        MemberSort.INSTANT: "an instant, YYYY-MM-DDThh:mm:ssZ",
        MemberSort.DAY: "a day, YYYY-MM-DD",
        MemberSort.NUMBER: "a decimal number",
        MemberSort.COUNT: "a whole number",
        MemberSort.YES_NO: "yes or no",
        MemberSort.PARTY: "the code of a State",
        MemberSort.PARTIES: "codes of States with a blank between them",
    }
)


@dataclass(frozen=True, slots=True)
class Member:
    """One thing a form asks for.

    Args:
        name: Its name in the statement.
        sort: What it holds.
        must: Whether the form is not filled without it.
    """

    name: str
    sort: MemberSort
    must: bool

    def fits(self, text: str) -> bool:
        """Tell whether a text is of this sort."""
        return _FITS[self.sort](text)

    @property
    def looks(self) -> str:
        """Return what a person should write, in words."""
        return _LOOKS[self.sort]


@dataclass(frozen=True, slots=True)
class RecordForm:
    """How the fact of one ``record`` rule is stored.

    Args:
        rule: Id of the rule.
        by: Who states it.
        kinds: Statement types of chapters that store it; where there are none, ``members`` of
            ``treaty.fact-recorded/1`` do.
        members: What is stated.
        provisions: Where the rule is written.
    """

    rule: str
    by: str
    kinds: tuple[str, ...]
    members: tuple[Member, ...]
    provisions: tuple[str, ...]

    @classmethod
    def read(cls, row: Row) -> RecordForm:
        """Read a row of ``record_forms.tsv``."""
        members = tuple(_member(row, text) for text in row.several("stated"))
        kinds = row.several("kinds")
        if bool(kinds) == bool(members):
            row.refuse("stated", "either statement types or members, and not both")
        return cls(row.text("rule"), row.text("by"), kinds, members, row.provisions())


def _member(row: Row, text: str) -> Member:
    found = _MEMBER.fullmatch(text)
    if found is None or found[2] not in set(MemberSort):
        row.refuse("stated", "name:sort or name:sort! with a known sort")
    return Member(found[1], MemberSort(found[2]), bool(found[3]))


@dataclass(frozen=True, slots=True)
class Prompt:
    """The question that one ``human`` rule puts to people.

    Args:
        rule: Id of the rule.
        asked: Who answers.
        raised_by: Statement types that raise it; none where only a Party raises it.
        question: The question.
        answers: What may be answered.
        provisions: Where the rule is written.
    """

    rule: str
    asked: str
    raised_by: tuple[str, ...]
    question: str
    answers: tuple[str, ...]
    provisions: tuple[str, ...]

    @classmethod
    def read(cls, row: Row) -> Prompt:
        """Read a row of ``prompts.tsv``."""
        return cls(
            row.text("rule"),
            row.text("asked"),
            row.several("raised_by"),
            row.text("question"),
            row.several("answers") or row.refuse("answers", "at least one answer"),
            row.provisions(),
        )


@dataclass(frozen=True, slots=True)
class Executed:
    """Which functions of this program judge one rule.

    Args:
        rule: Id of the rule.
        by: Each as ``chapter.module:function``, below the package.
    """

    rule: str
    by: tuple[str, ...]

    @classmethod
    def read(cls, row: Row) -> Executed:
        """Read a row of ``executed.tsv``."""
        row.provisions()
        by = row.several("by") or row.refuse("by", "at least one function")
        if not all(_FUNCTION.fullmatch(name) for name in by):
            row.refuse("by", "chapter.module:function")
        return cls(row.text("rule"), by)


def recorded_finding(form: RecordForm, fact: FactRecorded) -> Finding:
    """Judge whether a recorded fact states what its rule has recorded.

    Args:
        form: The form of the rule.
        fact: The fact.

    Returns:
        Kept where everything the form must have is there in its form; open where it is not: the
        fact stands, and what it lacks is named.
    """
    names = {member.name for member in form.members}
    lacks = [
        f"{m.name} ({m.looks})"
        for m in form.members
        if (m.must or m.name in fact.stated) and not m.fits(fact.stated.get(m.name, ""))
    ]
    lacks += [f"no member {name} in this form" for name in sorted(set(fact.stated) - names)]
    stated = ", ".join(
        f"{m.name} {fact.stated[m.name]}" for m in form.members if m.name in fact.stated
    )
    says = f"Recorded by the {form.by}: {stated or 'nothing'}."
    if lacks:
        says += f" Missing or not of their form: {'; '.join(lacks)}."
    outcome = Outcome.OPEN if lacks else Outcome.KEPT
    return Finding(form.rule, form.provisions[0], outcome, says)


def answer_finding(prompt: Prompt, answer: QuestionAnswered | None) -> Finding:
    """Tell what people answered where a rule needs their judgement; nothing is judged here.

    Args:
        prompt: The question.
        answer: The newest answer, or nothing.

    Returns:
        Always open: the program never answers in a person's place, and shows who did.
    """
    says = f"{prompt.question} Asked of: {prompt.asked}."
    if answer is not None:
        known = "" if answer.answer in prompt.answers else " (not one of the answers listed)"
        grounds = f" Grounds: {answer.grounds}" if answer.grounds else ""
        says = f"{prompt.question} {answer.by} answered: {answer.answer}{known}.{grounds}"
    return Finding(prompt.rule, prompt.provisions[0], Outcome.OPEN, says)
