"""Judge a plan: every rule answers, the worst stands first, and views are set side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from overflight.errors import UsageError
from overflight.missions.plan.plan_digest import plan_digest
from overflight.missions.plan.plans import MissionPlan
from overflight.missions.plan.surroundings import Surroundings
from overflight.missions.rules import RULES
from overflight.treaty import Finding, Outcome, overall, ruleset_hash

__all__ = ["Judgement", "ViewedJudgement", "judge_plan", "judge_under"]

_GRAVITY = (Outcome.BROKEN, Outcome.CONTESTED, Outcome.OPEN, Outcome.KEPT)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the rules say about one version of a plan, on one day, under one set of readings.

    Args:
        mission: Mission key.
        version: Version of the plan.
        day: The flight date it was judged for.
        plan_sha256: Digest of the plan.
        ruleset: Digest of the rules and values.
        readings: Readings that were chosen against the default, as ``AMB-29=none``.
        outcome: The gravest of the findings.
        findings: The findings, broken first, then contested, open, kept; rules in their order.
    """

    mission: str
    version: int
    day: date
    plan_sha256: str
    ruleset: str
    readings: tuple[str, ...]
    outcome: Outcome
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class ViewedJudgement:
    """A plan under several views, and where they differ.

    Args:
        views: The judgement under each view, by name.
        findings: One contested finding for each rule that the views answer differently.
        outcome: Contested where they differ; the common outcome where they do not.
    """

    views: tuple[tuple[str, Judgement], ...]
    findings: tuple[Finding, ...]
    outcome: Outcome


def _worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: _GRAVITY.index(finding.outcome)))


def judge_plan(plan: MissionPlan, around: Surroundings) -> Judgement:
    """Judge a plan against its surroundings.

    Args:
        plan: The plan.
        around: What it is judged against. Its day need not be the day of commencement: what-if
            questions may ask for another.

    Treaty: art.VI.II.2 to art.VI.II.4, art.VI.I.9, art.IV.2; MPL, GEO, FLT, SEN.
    """
    findings = _worst_first(finding for rule in RULES for finding in rule(plan, around))
    chosen = around.readings.chosen
    return Judgement(
        mission=plan.mission,
        version=plan.version,
        day=around.day,
        plan_sha256=plan_digest(plan),
        ruleset=ruleset_hash(),
        readings=tuple(f"{point}={chosen[point]}" for point in sorted(chosen)),
        outcome=overall(findings),
        findings=findings,
    )


def judge_under(plan: MissionPlan, views: Mapping[str, Surroundings]) -> ViewedJudgement:
    """Judge a plan under several views and report where they differ as contested.

    Args:
        plan: The plan.
        views: Surroundings by name of the view: a party's readings, its borders, its limits.

    Raises:
        UsageError: No view was given.
    """
    if not views:
        raise UsageError(
            "E-VIEWS",
            where="views",
            expected="one view or more",
            found="none",
            remedy="Name the views under which the plan is to be judged.",
        )
    judged = {name: judge_plan(plan, around) for name, around in views.items()}
    rules = dict.fromkeys(f.rule for judgement in judged.values() for f in judgement.findings)
    contested = tuple(
        finding
        for rule in rules
        if (finding := _compared(rule, _answers(rule, judged))) is not None
    )
    outcomes = {judgement.outcome for judgement in judged.values()}
    outcome = Outcome.CONTESTED if len(outcomes) > 1 else outcomes.pop()
    return ViewedJudgement(tuple(judged.items()), contested, outcome)


def _answers(rule: str, judged: Mapping[str, Judgement]) -> dict[str, tuple[Finding, ...]]:
    """Return the findings of one rule under each view, worst first."""
    return {
        name: tuple(finding for finding in judgement.findings if finding.rule == rule)
        for name, judgement in judged.items()
    }


def _compared(rule: str, answers: Mapping[str, tuple[Finding, ...]]) -> Finding | None:
    """Return a contested finding where the views answer a rule differently."""
    outcomes = {name: overall(findings) for name, findings in answers.items()}
    if len(set(outcomes.values())) < 2:
        return None
    said = "; ".join(f"{outcome.value} under {name}" for name, outcome in outcomes.items())
    worst = min(
        (findings[0] for findings in answers.values() if findings),
        key=lambda finding: _GRAVITY.index(finding.outcome),
    )
    grounds = {name: _grounds(findings) for name, findings in answers.items()}
    shared = set.intersection(*(set(ground) for ground in grounds.values()))
    differs = tuple(
        f"{name}: {ground}"
        for name, all_grounds in grounds.items()
        for ground in all_grounds
        if ground not in shared
    )
    return Finding(
        rule,
        worst.provision,
        Outcome.CONTESTED,
        f"The views differ: {said}. {worst.says}",
        measured=worst.measured,
        limit=worst.limit,
        consequence=worst.consequence,
        where=worst.where,
        basis=differs,
        readings=tuple(dict.fromkeys(r for fs in answers.values() for f in fs for r in f.readings)),
    )


def _grounds(findings: Iterable[Finding]) -> tuple[str, ...]:
    """Return what the findings of a view rest on, readings first."""
    found = tuple(findings)
    readings = [reading for finding in found for reading in finding.readings]
    return tuple(dict.fromkeys((*readings, *(b for finding in found for b in finding.basis))))
