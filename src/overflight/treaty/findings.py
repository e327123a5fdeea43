"""What a rule may answer: a finding with its numbers, never an exception.

A measured number that meets a limit carries its error bound; where the limit lies inside the bound
the finding is *open*, never *kept*.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from overflight.geodesy import Position

__all__ = [
    "Finding",
    "Limit",
    "Outcome",
    "Quantity",
    "Refusal",
    "Sense",
    "judge",
    "overall",
]


class Outcome(StrEnum):
    """The four answers a rule may give."""

    KEPT = "kept"
    BROKEN = "broken"
    OPEN = "open"
    CONTESTED = "contested"


class Sense(StrEnum):
    """On which side of a limit the lawful side lies; the limit itself is lawful."""

    AT_MOST = "at most"
    AT_LEAST = "at least"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A measured number with its unit and how wrong it may be.

    Args:
        value: The number.
        unit: Its unit (``km``, ``m``, ``h``, ``flights``).
        error: Greatest error of the number in the same unit, zero for counted things.
    """

    value: float
    unit: str
    error: float = 0.0


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit with its lawful side.

    Args:
        value: The number, in the unit of the quantity it limits.
        unit: Its unit.
        sense: The lawful side; equality is lawful.
    """

    value: float
    unit: str
    sense: Sense


@dataclass(frozen=True, slots=True)
class Finding:
    """The answer of one rule to one question.

    Args:
        rule: Rule id of the rule table (``GEO-4``).
        provision: Where the duty is written (``art.VI.II.2``).
        outcome: Kept, broken, open or contested.
        says: One sentence for a person, in treaty words, with the numbers.
        measured: What was measured, with its error bound.
        limit: The limit it met.
        consequence: What the text attaches to a breach, with its provision; or that it is silent.
        where: Positions the finding is about: none, one, or a line.
        basis: Sources and statements it rests on, doubts included.
        readings: Readings of open points it used, as ``AMB-29=one-crossing``.
    """

    rule: str
    provision: str
    outcome: Outcome
    says: str
    measured: Quantity | None = None
    limit: Limit | None = None
    consequence: str = ""
    where: tuple[Position, ...] = ()
    basis: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()

    @property
    def margin(self) -> float | None:
        """Return how far the lawful side reaches beyond the measured number; negative if broken."""
        if self.measured is None or self.limit is None:
            return None
        gap = self.limit.value - self.measured.value
        return gap if self.limit.sense is Sense.AT_MOST else -gap


@dataclass(frozen=True, slots=True)
class Refusal:
    """An act that cannot stand, and the findings that say why.

    Args:
        act: The act, verb and noun.
        findings: The findings; at least one is not kept.
    """

    act: str
    findings: tuple[Finding, ...]


def judge(measured: Quantity, limit: Limit) -> Outcome:
    """Return kept, broken or, where the limit lies inside the error bound, open.

    Args:
        measured: The number and its error, in the unit of the limit.
        limit: The limit; a number exactly on it, with no error, is kept.
    """
    lawful = limit.value - measured.value
    if limit.sense is Sense.AT_LEAST:
        lawful = -lawful
    if lawful >= measured.error:
        return Outcome.KEPT
    return Outcome.BROKEN if lawful < -measured.error else Outcome.OPEN


def overall(findings: Iterable[Finding]) -> Outcome:
    """Return the gravest outcome: broken, then contested, then open, then kept."""
    outcomes = {finding.outcome for finding in findings}
    for outcome in (Outcome.BROKEN, Outcome.CONTESTED, Outcome.OPEN):
        if outcome in outcomes:
            return outcome
    return Outcome.KEPT
