"""Judge a plan: every rule answers, the worst stands first, and views are set side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from overflight.errors import UsageError
from overflight.missions.plan.plan_digest import plan_digest
from overflight.missions.plan.plans import MissionPlan
from overflight.missions.plan.surroundings import Surroundings
from overflight.missions.rules import RULES
from overflight.treaty import (
    Finding,
    Outcome,
    contested_findings,
    overall,
    ruleset_hash,
    worst_first,
)

__all__ = ["Judgement", "ViewedJudgement", "judge_plan", "judge_under"]


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


def judge_plan(plan: MissionPlan, around: Surroundings) -> Judgement:
    """Judge a plan against its surroundings.

    Args:
        plan: The plan.
        around: What it is judged against. Its day need not be the day of commencement: what-if
            questions may ask for another.

    Treaty: art.VI.II.2 to art.VI.II.4, art.VI.I.9, art.IV.2; MPL, GEO, FLT, SEN.
    """
    findings = worst_first(finding for rule in RULES for finding in rule(plan, around))
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
    contested = contested_findings({name: each.findings for name, each in judged.items()})
    outcomes = {judgement.outcome for judgement in judged.values()}
    outcome = Outcome.CONTESTED if len(outcomes) > 1 else outcomes.pop()
    return ViewedJudgement(tuple(judged.items()), contested, outcome)
