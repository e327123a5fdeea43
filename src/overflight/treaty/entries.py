"""The rows of the law: rules, definitions, open points, and the sources they come from.

Each entry carries where it is written and from which source it was taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from overflight.treaty.readings import Reading
from overflight.treaty.tables import Row

__all__ = [
    "CheckKind",
    "DefinitionEntry",
    "ReadingEntry",
    "ReadingList",
    "RuleAnswer",
    "RuleEntry",
    "RuleList",
    "Source",
]


class CheckKind(StrEnum):
    """How far a program can decide a rule."""

    HARD = "hard"  # decidable
    WARN = "warn"  # decidable, but the text leaves room
    RECORD = "record"  # only the fact and its time are kept
    HUMAN = "human"  # needs a person's judgement


@dataclass(frozen=True, slots=True)
class Source:
    """Where a row was taken from.

    Args:
        key: Short name, used in the ``source`` column.
        title: What it is.
        where: Where it can be found.
        status: What kind of text it is, and who owns it.
    """

    key: str
    title: str
    where: str
    status: str

    @classmethod
    def read(cls, row: Row) -> Source:
        """Read a row of ``sources.tsv``."""
        return cls(row.text("key"), row.text("title"), row.text("where"), row.text("status"))


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """One rule of the rule table.

    Args:
        id: Rule id (``GEO-4``).
        title: Its name.
        bound: Who is bound.
        check: How far a program can decide it.
        check_note: What limits the check.
        waivable: Whether the text lets the Parties agree otherwise.
        applies: When it applies.
        requirement: What it requires, in our words.
        consequence: What the text attaches to a breach, or ``none stated``.
        data: What a check needs.
        open_points: Points the text leaves open (``AMB-16``).
        provisions: Where it is written; the first is the main one.
        sources: Keys of the sources.
    """

    id: str
    title: str
    bound: str
    check: CheckKind
    check_note: str
    waivable: bool
    applies: str
    requirement: str
    consequence: str
    data: str
    open_points: tuple[str, ...]
    provisions: tuple[str, ...]
    sources: tuple[str, ...]

    @property
    def provision(self) -> str:
        """Return the main place of the rule."""
        return self.provisions[0]

    @classmethod
    def read(cls, row: Row) -> RuleEntry:
        """Read a row of ``rules.tsv``."""
        return cls(
            id=row.text("id"),
            title=row.text("title"),
            bound=row.text("bound"),
            check=row.choice("check", CheckKind),
            check_note=row.maybe("check_note"),
            waivable=row.yes("waivable"),
            applies=row.text("applies"),
            requirement=row.text("requirement"),
            consequence=row.text("consequence"),
            data=row.text("data"),
            open_points=row.several("open_points"),
            provisions=row.provisions(),
            sources=row.several("source"),
        )


@dataclass(frozen=True, slots=True)
class DefinitionEntry:
    """One definition of Article II, with the trap it holds for an implementer."""

    id: str
    term: str
    meaning: str
    trap: str
    provisions: tuple[str, ...]

    @classmethod
    def read(cls, row: Row) -> DefinitionEntry:
        """Read a row of ``definitions.tsv``."""
        term, meaning, trap = row.text("term"), row.maybe("meaning"), row.maybe("trap")
        return cls(row.text("id"), term, meaning, trap, row.provisions())


@dataclass(frozen=True, slots=True)
class ReadingEntry:
    """An open point of the text, the readings it admits, and what each means.

    Args:
        reading: Question, options and default, as judgements use them.
        title: Its name.
        meanings: What each option means, in the order of the options.
        provisions: The places that leave the point open.
    """

    reading: Reading
    title: str
    meanings: tuple[str, ...]
    provisions: tuple[str, ...]

    @classmethod
    def read(cls, row: Row) -> ReadingEntry:
        """Read a row of ``readings.tsv``."""
        options = row.several("options")
        meanings = tuple(row.text("meanings").split(" | "))
        if len(options) != len(meanings):
            row.refuse("meanings", f"{len(options)} meanings, one for each option")
        default = row.text("default")
        if default not in options:
            row.refuse("default", "one of the options")
        reading = Reading(row.text("point"), row.text("question"), options, default)
        return cls(reading, row.text("title"), meanings, row.provisions())


@dataclass(frozen=True, slots=True)
class RuleList:
    """Rules of the rule table."""

    ruleset: str
    rules: tuple[RuleEntry, ...]


@dataclass(frozen=True, slots=True)
class RuleAnswer:
    """One rule, and the open points it names."""

    ruleset: str
    rule: RuleEntry
    readings: tuple[ReadingEntry, ...]


@dataclass(frozen=True, slots=True)
class ReadingList:
    """Open points of the text, the readings they admit, what each means."""

    ruleset: str
    readings: tuple[ReadingEntry, ...]
