"""Rows of the page that say a judgement: the clocks and the findings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from overflight.deadlines import Deadline, Instant, format_instant
from overflight.treaty import Finding, Outcome

__all__ = ["ClockRow", "FindingRow", "instant", "readable"]

_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)(?::00|(:\d\d))?(?:\.\d+)?Z")


@dataclass(frozen=True, slots=True)
class ClockRow:
    """One limit in time and what came of it.

    Args:
        name: What had to be done.
        who: Who had to do it.
        rule: Rule id.
        provision: Where the limit is written.
        starts_at: When it began to run.
        due_at: The last instant that keeps it.
        derivation: Starting event and arithmetic.
        done_at: When it was done; none while it was not.
        outcome: The judgement.
        earliest: The limit is the first instant that keeps it, not the last.
    """

    name: str
    who: str
    rule: str
    provision: str
    starts_at: Instant
    due_at: Instant
    derivation: str
    outcome: Outcome
    done_at: Instant | None = None
    earliest: bool = False

    @classmethod
    def of(
        cls, deadline: Deadline, name: str, outcome: Outcome, done_at: Instant | None
    ) -> ClockRow:
        """Return the row of a deadline.

        Args:
            deadline: The deadline with its derivation.
            name: What had to be done, in treaty words.
            outcome: The judgement.
            done_at: When it was done.
        """
        return cls(
            name=name,
            who=deadline.bound,
            rule=deadline.rule,
            provision=deadline.provision,
            starts_at=min(deadline.starts_at, deadline.due_at),
            due_at=max(deadline.starts_at, deadline.due_at),
            derivation=deadline.arithmetic,
            outcome=outcome,
            done_at=done_at,
        )


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One judgement.

    Args:
        outcome: Kept, broken, open or contested.
        rule: Rule id.
        provision: Where the duty is written.
        says: The sentence with the numbers.
        measured: The number with its error.
        limit: The limit it met.
        margin: How far the lawful side reaches beyond the number.
        consequence: What the text attaches to a breach, or that it is silent.
        basis: What it rests on, doubts included.
        readings: Readings of open points it used.
    """

    outcome: Outcome
    rule: str
    provision: str
    says: str
    measured: str = ""
    limit: str = ""
    margin: str = ""
    consequence: str = ""
    basis: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()

    @classmethod
    def of(cls, finding: Finding) -> FindingRow:
        """Return the row of a finding."""
        measured = limit = margin = ""
        if finding.measured is not None:
            error = f" ± {_number(finding.measured.error)}" if finding.measured.error else ""
            measured = f"{_number(finding.measured.value)}{error} {finding.measured.unit}"
        if finding.limit is not None:
            limit = (
                f"{finding.limit.sense.value} {_number(finding.limit.value)} {finding.limit.unit}"
            )
        if finding.margin is not None and finding.limit is not None:
            sign = "−" if finding.margin < 0 else "+"  # noqa: RUF001 - the sign people read
            margin = f"{sign}{_number(abs(finding.margin))} {finding.limit.unit}"
        return cls(
            outcome=finding.outcome,
            rule=finding.rule,
            provision=finding.provision,
            says=readable(finding.says),
            measured=measured,
            limit=limit,
            margin=margin,
            consequence=readable(finding.consequence),
            basis=tuple(readable(basis) for basis in finding.basis),
            readings=finding.readings,
        )


def _number(value: float) -> str:
    """Return a number for reading: thousands apart, no more digits than a person takes in."""
    if value == int(value):
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 1000 else f"{value:.4g}"


def instant(at: Instant) -> str:
    """Return an instant for reading: ``2003-05-14 06:00 UTC``."""
    text = format_instant(at)
    seconds = "" if text.endswith(":00Z") else text[16:19]
    return f"{text[:10]} {text[11:16]}{seconds} UTC"


def readable(text: str) -> str:
    """Return a sentence with its instants written as ``2003-05-14 06:00 UTC``."""
    return _INSTANT.sub(lambda found: f"{found[1]} {found[2]}{found[3] or ''} UTC", text)
