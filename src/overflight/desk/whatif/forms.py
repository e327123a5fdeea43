"""What a what-if answers: consequences, each with its day, rule, provision, reading and source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Protocol

from overflight.desk.held.as_of import AsOf
from overflight.record import Said
from overflight.treaty import Finding, Outcome, overall

__all__ = ["Compared", "Consequence", "Decided", "Neighbours", "Topic", "WhatIf"]


class Topic(StrEnum):
    """What a consequence is about."""

    DATE = "date"
    PARTIES = "parties"
    COMMISSION = "commission"
    GROUP = "group"
    QUOTA = "quota"
    BORDER = "border"
    SITE = "site"
    MISSION = "mission"
    DATA = "data"


class Decided(StrEnum):
    """Whether the text decides a consequence, or leaves it open."""

    TEXT = "by the text"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that changes.

    Args:
        topic: What it is about.
        subject: Whom or what it concerns: ``RU``, ``FI-RU``, ``DE over BYRU``.
        says: One sentence for a person, with the arithmetic where there is any.
        rule: Rule id.
        provision: Where it is written.
        on: Day from which it changes, or first day on which it may be done; none where no day
            follows.
        until: Last day on which it may be done; none where it is no window.
        before: What held; empty where nothing is compared.
        after: What holds then.
        decided: Whether the text decides it.
        readings: Readings it depends on.
        source: Where the numbers and names come from.
    """

    topic: Topic
    subject: str
    says: str
    rule: str
    provision: str
    on: date | None = None
    until: date | None = None
    before: str = ""
    after: str = ""
    decided: Decided = Decided.TEXT
    readings: tuple[str, ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The answer to a what-if.

    Args:
        question: What was supposed, in words.
        facts: Where the other facts stand.
        ruleset: Hash of the rule set.
        cut: Id of the cut of the record; empty without a record.
        readings: Readings chosen against the default.
        supposed: The facts laid over the others.
        set_aside: Facts of the same act that are on record and were left out.
        compared_on: The day on which before and after were compared.
        outcome: Broken where what is supposed does not keep a rule; open where anything is open.
        findings: Rules that what is supposed keeps or breaks.
        changes: What changes, by topic.
    """

    question: str
    facts: str
    ruleset: str
    cut: str = field(default="", kw_only=True)
    readings: tuple[str, ...]
    supposed: tuple[str, ...]
    set_aside: tuple[str, ...]
    compared_on: date
    outcome: Outcome
    findings: tuple[Finding, ...]
    changes: tuple[Consequence, ...]


class Neighbours(Protocol):
    """Which units share a land border, and who drew it."""

    @property
    def source(self) -> str:
        """Return who drew the lines, of which day, with what standing."""
        ...

    def neighbours(self, code: str) -> tuple[str, ...]:
        """Return the units that share a land border with a unit."""
        ...


@dataclass(frozen=True, slots=True)
class Compared:
    """The same facts without and with what is supposed.

    Args:
        before: What held without it.
        after: What held with it.
        on: The day compared.
        said: Everything said, without what is supposed.
        borders: Neighbours; none where no map is at hand.
    """

    before: AsOf
    after: AsOf
    on: date
    said: tuple[Said[object], ...]
    borders: Neighbours | None = None

    @property
    def gone(self) -> tuple[str, ...]:
        """Return the States that are Parties without, and not with what is supposed."""
        return tuple(sorted(set(self.members_before) - set(self.members_after)))

    @property
    def come(self) -> tuple[str, ...]:
        """Return the States that are Parties only with what is supposed."""
        return tuple(sorted(set(self.members_after) - set(self.members_before)))

    @property
    def members_before(self) -> tuple[str, ...]:
        """Return the Parties on the day, without what is supposed."""
        return self.before.parties.members_on(self.on)

    @property
    def members_after(self) -> tuple[str, ...]:
        """Return the Parties on the day, with what is supposed."""
        return self.after.parties.members_on(self.on)

    def reading(self, point: str) -> str:
        """Return the reading of a point, as answers name it."""
        return f"{point}={self.before.readings.of(point)}"

    def answer(
        self,
        question: str,
        facts: tuple[tuple[str, ...], tuple[str, ...]],
        findings: Iterable[Finding],
        changes: Iterable[Consequence],
    ) -> WhatIf:
        """Return the answer.

        Args:
            question: What was supposed, in words.
            facts: What was laid over, and what was set aside.
            findings: Rules that what is supposed keeps or breaks.
            changes: What changes, in any order.
        """
        chosen = self.before.readings.chosen
        judged = tuple(findings)
        order = {topic: place for place, topic in enumerate(Topic)}
        listed = tuple(sorted(changes, key=lambda one: order[one.topic]))
        open_ones = any(one.decided is Decided.OPEN for one in listed)
        worst = overall(judged)
        if worst is Outcome.KEPT and open_ones:
            worst = Outcome.OPEN
        return WhatIf(
            question,
            self.before.source,
            self.before.regime.ruleset,
            tuple(f"{point}={chosen[point]}" for point in sorted(chosen)),
            *facts,
            self.on,
            worst,
            judged,
            listed,
            cut=self.before.cut,
        )
