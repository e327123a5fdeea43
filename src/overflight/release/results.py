"""The entitlement as it is written into statements (trust.md section 13): small and exact."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["EntitlementOutcome", "EntitlementResult", "Place", "RuleResult", "Verdict"]


class EntitlementOutcome(StrEnum):
    """The three answers to a request for copies."""

    ALLOW = "allow"
    DENY = "deny"
    UNSETTLED = "unsettled"


class Verdict(StrEnum):
    """The answer of one rule."""

    KEPT = "kept"
    BROKEN = "broken"
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a statement stands that an answer rests on.

    Args:
        o: Origin of the log.
        i: Index of the entry.
    """

    o: str
    i: int


@dataclass(frozen=True, slots=True)
class RuleResult:
    """The answer of one rule with the statements it rests on.

    Args:
        id: Rule id of the rule table, and after a slash which of its conditions.
        verdict: Kept, broken or unsettled.
        basis: Places of the statements, sorted.
    """

    id: str
    verdict: Verdict
    basis: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class EntitlementResult:
    """Who may have which copy, as anyone can compute it again.

    Args:
        outcome: Allow, deny or unsettled.
        rules: The rules in the order of the rule set.
        cut: Id of the cut of the record it was computed on.
        ruleset: Hash of the rule set that computed it.
    """

    outcome: EntitlementOutcome
    rules: tuple[RuleResult, ...]
    cut: str
    ruleset: str
