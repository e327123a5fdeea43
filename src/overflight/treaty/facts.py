"""What people state for a rule that a program only records, or cannot decide.

Many rules bind people to do something whose fact and time are all a program can keep; others need a
person's judgement. Both are stored with their author; nothing is judged in their place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["KINDS", "DefaultClaimed", "FactRecorded", "QuestionAnswered", "TreatyFact"]


@dataclass(frozen=True, slots=True)
class FactRecorded:
    """A fact that a rule has recorded.

    Args:
        rule: Id of a rule whose check is ``record``.
        stated: What its form asks for, by name (``record_forms.tsv``).
        mission: Key of the mission; empty where the fact belongs to none.
        note: Anything else, in words.
    """

    rule: str
    stated: Mapping[str, str]
    mission: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class QuestionAnswered:
    """A person's answer where a rule needs judgement.

    Args:
        rule: Id of a rule whose check is ``human``, or of any other a person had to answer.
        answer: One of the answers the question admits (``prompts.tsv``).
        by: Who answered: name or office.
        mission: Key of the mission; empty where the question belongs to none.
        grounds: Why, in words.
    """

    rule: str
    answer: str
    by: str
    mission: str = ""
    grounds: str = ""


@dataclass(frozen=True, slots=True)
class DefaultClaimed:
    """A Party says that a reply was due, did not come, and that something follows from it.

    Args:
        rule: Id of the rule whose reply was due.
        effect: What it says follows.
        mission: Key of the mission; empty where it belongs to none.
        note: Grounds.
    """

    rule: str
    effect: str
    mission: str = ""
    note: str = ""


TreatyFact = FactRecorded | QuestionAnswered

KINDS: Mapping[str, type] = MappingProxyType(
    {
        "treaty.fact-recorded/1": FactRecorded,
        "treaty.question-answered/1": QuestionAnswered,
        "treaty.default-claimed/1": DefaultClaimed,
    }
)
