"""How each rule is handled: judged by a function, stored as a fact, put to a person; or not yet.

What is not handled is said, never passed over: a rule that a program could decide and does not is
as much part of this list as the others.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from overflight.treaty.entries import CheckKind, RuleEntry
from overflight.treaty.regime import Regime

__all__ = [
    "Handled",
    "HandledRule",
    "RuleBook",
    "SeenByTests",
    "SeenOfRule",
    "handled_rule",
    "rule_book",
]


class Handled(StrEnum):
    """What the program does with a rule."""

    JUDGED = "judged"
    RECORDED = "recorded"
    ASKED = "asked"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class SeenOfRule:
    """What the tests of one rule have seen it answer.

    Args:
        tests: How many tests speak for it.
        seen: ``kept``, ``broken``, ``open``, ``contested``; ``number`` where a limit was met, and
            ``boundary`` where it was met exactly.
    """

    tests: int
    seen: tuple[str, ...]

    @property
    def lacks(self) -> tuple[str, ...]:
        """Return the cases a decided rule must have and has not: kept, broken, boundary."""
        wanted = ["kept", "broken"] + ["boundary"] * ("number" in self.seen)
        return tuple(word for word in wanted if word not in self.seen)


@dataclass(frozen=True, slots=True)
class SeenByTests:
    """What the tests of every rule have seen, as ``pytest --rules-seen FILE`` writes it."""

    rules: Mapping[str, SeenOfRule]


@dataclass(frozen=True, slots=True)
class HandledRule:
    """One rule and what is done with it.

    Args:
        rule: Id of the rule.
        provision: Where it is written.
        title: Its name.
        check: How far a program can decide it.
        handled: What is done.
        by: Functions that judge it (in a regime of its own the judgements of the engine it is bound
            to), statement types that store it, or the question.
        tests: What its tests have seen; nothing where that was not asked for.
    """

    rule: str
    provision: str
    title: str
    check: CheckKind
    handled: Handled
    by: tuple[str, ...]
    tests: SeenOfRule | None = None


@dataclass(frozen=True, slots=True)
class RuleBook:
    """Every rule of a regime and what is done with it.

    Args:
        ruleset: Hash of the rule set.
        rules: The rules, in the order of the table.
    """

    ruleset: str
    rules: tuple[HandledRule, ...]

    def counts(self) -> Mapping[tuple[CheckKind, Handled], int]:
        """Return how many rules of each kind are handled in each way."""
        return Counter((row.check, row.handled) for row in self.rules)


def handled_rule(law: Regime, entry: RuleEntry) -> tuple[Handled, tuple[str, ...]]:
    """Return what is done with a rule, and by what.

    Args:
        law: The regime.
        entry: The rule.
    """
    bound = tuple(row.engine for row in law.bound.values() if row.rule == entry.id)
    if bound:
        return Handled.JUDGED, bound
    executed = law.executed.get(entry.id)
    form = law.record_forms.get(entry.id)
    prompt = law.prompts.get(entry.id)
    if executed is not None:
        return Handled.JUDGED, executed.by
    if form is not None:
        return Handled.RECORDED, form.kinds or ("treaty.fact-recorded/1",)
    if prompt is not None:
        return Handled.ASKED, (prompt.question,)
    return Handled.MISSING, ()


def rule_book(law: Regime, seen: Mapping[str, SeenOfRule] | None = None) -> RuleBook:
    """Return every rule with what is done with it.

    Args:
        law: The regime.
        seen: What tests have seen of rules, by id; nothing where that is not known.
    """
    rows = []
    for entry in law.rules.values():
        handled, by = handled_rule(law, entry)
        tests = (seen or {}).get(entry.id, SeenOfRule(0, ())) if seen is not None else None
        rows.append(
            HandledRule(entry.id, entry.provision, entry.title, entry.check, handled, by, tests)
        )
    return RuleBook(law.ruleset, tuple(rows))
