"""What differs in law between two versions of a plan: outcomes that changed, and margins."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import zip_longest

from overflight.treaty import Finding, Outcome

__all__ = ["LegalChange", "Turn", "legal_changes"]

_NUMBERS = re.compile(r"[-+]?\d[\d.,:]*\d|\d")
_SAME = 1e-6
_GRAVE = (Outcome.KEPT, Outcome.OPEN, Outcome.CONTESTED, Outcome.BROKEN)


class Turn(StrEnum):
    """How a finding changed, worst first."""

    BROKEN = "newly broken"
    WORSE = "worse"
    NEW = "new"
    GONE = "no longer asked"
    BETTER = "better"
    CURED = "cured"
    MARGIN = "margin"


@dataclass(frozen=True, slots=True)
class LegalChange:
    """One rule that answers differently.

    Args:
        turn: How it changed.
        rule: Rule id.
        provision: Where the duty is written.
        before: Its outcome before; none where it was not asked.
        after: Its outcome after; none where it is not asked.
        says_before: What it said.
        says_after: What it says.
        margin_before: Its margin in the unit of its limit; none where it measures nothing.
        margin_after: The same.
        unit: Unit of the margins; empty where there is none.
        view: Under whose view; empty for the readings asked.
    """

    turn: Turn
    rule: str
    provision: str
    before: Outcome | None = field(default=None, kw_only=True)
    after: Outcome | None = field(default=None, kw_only=True)
    says_before: str = ""
    says_after: str = ""
    margin_before: float | None = None
    margin_after: float | None = None
    unit: str = ""
    view: str = ""


def legal_changes(
    before: Iterable[Finding], after: Iterable[Finding], *, view: str = ""
) -> tuple[LegalChange, ...]:
    """Return the findings whose outcome or margin changed, worst first.

    Findings of one rule and provision are matched by their words without the numbers (which sensor,
    which neighbour), the rest by their order.

    Args:
        before: Findings of the earlier version.
        after: Findings of the later one.
        view: Under whose view both were judged.
    """
    old, new = _by_rule(before), _by_rule(after)
    found = [
        change
        for key in dict.fromkeys((*old, *new))
        for one, other in _matched(old.get(key, []), new.get(key, []))
        if (change := _change(one, other, view)) is not None
    ]
    turns = list(Turn)
    return tuple(sorted(found, key=lambda change: turns.index(change.turn)))


def _by_rule(findings: Iterable[Finding]) -> dict[tuple[str, str], list[Finding]]:
    found: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        found[finding.rule, finding.provision].append(finding)
    return found


def _subject(finding: Finding) -> str:
    """Return what a finding is about: its first words, without the numbers."""
    return _NUMBERS.sub("#", finding.says.partition(":")[0])


def _matched(
    old: list[Finding], new: list[Finding]
) -> Iterator[tuple[Finding | None, Finding | None]]:
    """Yield pairs of the same subject, then what is left in order."""
    rest = list(new)
    left = []
    for finding in old:
        same = next((one for one in rest if _subject(one) == _subject(finding)), None)
        if same is None:
            left.append(finding)
        else:
            rest.remove(same)
            yield finding, same
    yield from zip_longest(left, rest)


def _change(one: Finding | None, other: Finding | None, view: str) -> LegalChange | None:
    """Return what changed between two findings; none where nothing did."""
    turn = _turn(one, other)
    either = other or one
    if turn is None or either is None:
        return None
    return LegalChange(
        turn,
        either.rule,
        either.provision,
        one.says if one else "",
        other.says if other else "",
        one.margin if one else None,
        other.margin if other else None,
        either.limit.unit if either.limit else "",
        view,
        before=one.outcome if one else None,
        after=other.outcome if other else None,
    )


def _turn(one: Finding | None, other: Finding | None) -> Turn | None:
    """Return how a finding changed."""
    if one is None or other is None:
        broken = other is not None and other.outcome is Outcome.BROKEN
        return Turn.BROKEN if broken else Turn.NEW if one is None else Turn.GONE
    was, now = _GRAVE.index(one.outcome), _GRAVE.index(other.outcome)
    if now > was:
        return Turn.BROKEN if other.outcome is Outcome.BROKEN else Turn.WORSE
    if now < was:
        return Turn.CURED if one.outcome is Outcome.BROKEN else Turn.BETTER
    if one.margin is None or other.margin is None:
        return None if one.margin == other.margin else Turn.MARGIN
    return Turn.MARGIN if abs(one.margin - other.margin) > _SAME else None
