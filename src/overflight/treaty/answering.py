"""Write the answer of a rule: its provision and its consequence come from the rule table."""

from __future__ import annotations

from dataclasses import replace

from overflight.treaty.findings import Finding, Limit, Outcome, Quantity, judge
from overflight.treaty.regime import rule

__all__ = ["answered", "measured", "under"]


def answered(
    rule_id: str,
    outcome: Outcome,
    says: str,
    *,
    provision: str = "",
    readings: tuple[str, ...] = (),
) -> Finding:
    """Return the answer of a rule that measures nothing.

    Args:
        rule_id: Rule id of the rule table.
        outcome: What it answers.
        says: One sentence, in treaty words.
        provision: Where the duty is written, where that is not the first place of the rule.
        readings: Readings used, ``AMB-2=receipt``.
    """
    entry = rule(rule_id)
    where = provision or entry.provision
    return Finding(rule_id, where, outcome, says, consequence=entry.consequence, readings=readings)


def measured(
    rule_id: str,
    number: Quantity,
    limit: Limit,
    says: str,
    *,
    provision: str = "",
) -> Finding:
    """Return the answer of a rule whose number meets a limit; equality is lawful.

    Args:
        rule_id: Rule id of the rule table.
        number: What was measured, in the unit of the limit.
        limit: The limit.
        says: One sentence, in treaty words, with the numbers.
        provision: Where the duty is written, where that is not the first place of the rule.
    """
    entry = rule(rule_id)
    where = provision or entry.provision
    return Finding(rule_id, where, judge(number, limit), says, number, limit, entry.consequence)


def under(finding: Finding, *readings: str) -> Finding:
    """Return a finding that names the readings it used, ``AMB-25=rolling``."""
    return replace(finding, readings=readings)
