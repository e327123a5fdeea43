"""Set answers under several views side by side; where they differ the matter is contested."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from overflight.treaty.findings import Finding, Outcome, overall

__all__ = ["GRAVITY", "contested_findings", "worst_first"]

GRAVITY = (Outcome.BROKEN, Outcome.CONTESTED, Outcome.OPEN, Outcome.KEPT)


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings, broken first, then contested, open, kept; else in their order."""
    return tuple(sorted(findings, key=lambda finding: GRAVITY.index(finding.outcome)))


def contested_findings(views: Mapping[str, Iterable[Finding]]) -> tuple[Finding, ...]:
    """Return one contested finding for each rule that views answer differently.

    Args:
        views: The findings under each view, by name of the view.

    Returns:
        Each says what the outcome is under which view, and which grounds and readings the views do
        not share. Nothing is settled.
    """
    answers = {name: tuple(findings) for name, findings in views.items()}
    rules = dict.fromkeys(f.rule for findings in answers.values() for f in findings)
    compared = (_compared(rule, answers) for rule in rules)
    return tuple(finding for finding in compared if finding is not None)


def _compared(rule: str, views: Mapping[str, tuple[Finding, ...]]) -> Finding | None:
    answers = {
        name: worst_first(finding for finding in findings if finding.rule == rule)
        for name, findings in views.items()
    }
    outcomes = {name: overall(findings) for name, findings in answers.items()}
    if len(set(outcomes.values())) < 2:
        return None
    said = "; ".join(f"{outcome.value} under {name}" for name, outcome in outcomes.items())
    worst = worst_first(f for findings in answers.values() for f in findings)[0]
    readings = (r for findings in answers.values() for f in findings for r in f.readings)
    return Finding(
        rule,
        worst.provision,
        Outcome.CONTESTED,
        f"The views differ: {said}. {worst.says}",
        measured=worst.measured,
        limit=worst.limit,
        consequence=worst.consequence,
        where=worst.where,
        basis=_not_shared({name: _grounds(findings) for name, findings in answers.items()}),
        readings=tuple(dict.fromkeys(readings)),
    )


def _not_shared(grounds: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    shared = set.intersection(*(set(ground) for ground in grounds.values()))
    return tuple(
        f"{name}: {ground}"
        for name, every in grounds.items()
        for ground in every
        if ground not in shared
    )


def _grounds(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return what the findings of a view rest on, readings first."""
    found = tuple(findings)
    readings = [reading for finding in found for reading in finding.readings]
    return tuple(dict.fromkeys((*readings, *(b for finding in found for b in finding.basis))))
