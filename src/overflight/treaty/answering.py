"""Write the answer of a rule: its provision and its consequence come from the rule table."""

from __future__ import annotations

from dataclasses import replace
from typing import TypedDict, Unpack

from overflight.treaty.findings import Finding, Limit, Outcome, Quantity, judge
from overflight.treaty.regime import rule

__all__ = ["answered", "measured", "under"]


class Grounds(TypedDict, total=False):
    """What an answer may rest on: another provision than the main one, sources, readings."""

    provision: str
    basis: tuple[str, ...]
    readings: tuple[str, ...]


def answered(rule_id: str, outcome: Outcome, says: str, **grounds: Unpack[Grounds]) -> Finding:
    """Return the answer of a rule that measures nothing.

    Args:
        rule_id: Rule id of the rule table.
        outcome: What it answers.
        says: One sentence, in treaty words.
        grounds: ``provision``, where the duty is not written at the first place of the rule;
            ``basis``, what it rests on; ``readings``, those used (``AMB-2=receipt``).
    """
    entry = rule(rule_id)
    return Finding(
        rule_id,
        grounds.get("provision") or entry.provision,
        outcome,
        says,
        consequence="" if outcome is Outcome.KEPT else entry.consequence,
        basis=grounds.get("basis", ()),
        readings=grounds.get("readings", ()),
    )


def measured(
    rule_id: str,
    number: Quantity,
    limit: Limit,
    says: str,
    **grounds: Unpack[Grounds],
) -> Finding:
    """Return the answer of a rule whose number meets a limit; equality is lawful.

    Args:
        rule_id: Rule id of the rule table.
        number: What was measured, in the unit of the limit.
        limit: The limit.
        says: One sentence, in treaty words, with the numbers.
        grounds: As for ``answered``.
    """
    found = answered(rule_id, judge(number, limit), says, **grounds)
    return replace(found, measured=number, limit=limit)


def under(finding: Finding, *readings: str) -> Finding:
    """Return a finding that names the readings it used, ``AMB-25=rolling``."""
    return replace(finding, readings=readings)
