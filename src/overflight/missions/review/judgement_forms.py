"""Judgements as documents: the JSON that leaves the program, margins and positions written out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from overflight.geodesy import Position
from overflight.missions.review.review import Judgement, ViewedJudgement
from overflight.treaty import Finding, Limit, Outcome, Quantity

__all__ = [
    "FindingForm",
    "JudgementForm",
    "ViewForm",
    "finding_forms",
    "judgement_form",
    "viewed_form",
]


@dataclass(frozen=True, slots=True)
class FindingForm:
    """One finding as it is written.

    Args:
        rule: Rule id.
        provision: Where the duty is written.
        outcome: Kept, broken, open or contested.
        says: One sentence for a person.
        measured: What was measured, with unit and error bound.
        limit: The limit it met.
        margin: How far the lawful side reaches beyond the measured number; negative if broken.
        consequence: What the text attaches to a breach.
        where: Positions the finding is about.
        basis: What it rests on, doubts included.
        readings: Readings of open points it used.
    """

    rule: str
    provision: str
    outcome: Outcome
    says: str
    measured: Quantity | None = None
    limit: Limit | None = None
    margin: float | None = None
    consequence: str = ""
    where: tuple[Position, ...] = ()
    basis: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ViewForm:
    """The outcome of a plan under one view.

    Args:
        name: Name of the view.
        outcome: Its outcome.
        readings: Readings chosen in it.
    """

    name: str
    outcome: Outcome
    readings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JudgementForm:
    """A judgement as it is written.

    Args:
        mission: Mission key.
        version: Version of the plan.
        day: Flight date it was judged for.
        plan_sha256: Digest of the plan in canonical JSON.
        ruleset: Digest of the rules and values.
        readings: Readings chosen against the default.
        outcome: The gravest of the findings.
        findings: The findings, worst first.
        views: Outcomes under each view, where views were compared.
    """

    mission: str
    version: int
    day: date
    plan_sha256: str
    ruleset: str
    readings: tuple[str, ...]
    outcome: Outcome
    findings: tuple[FindingForm, ...]
    views: tuple[ViewForm, ...] = ()


def finding_forms(findings: Iterable[Finding]) -> tuple[FindingForm, ...]:
    """Return findings as they are written, margins included."""
    return tuple(
        FindingForm(
            finding.rule,
            finding.provision,
            finding.outcome,
            finding.says,
            finding.measured,
            finding.limit,
            finding.margin,
            finding.consequence,
            finding.where,
            finding.basis,
            finding.readings,
        )
        for finding in findings
    )


def judgement_form(judgement: Judgement) -> JudgementForm:
    """Return a judgement as a document."""
    return JudgementForm(
        judgement.mission,
        judgement.version,
        judgement.day,
        judgement.plan_sha256,
        judgement.ruleset,
        judgement.readings,
        judgement.outcome,
        finding_forms(judgement.findings),
    )


def viewed_form(viewed: ViewedJudgement) -> JudgementForm:
    """Return a judgement under several views as a document: the first view, what differs first."""
    first = viewed.views[0][1]
    return JudgementForm(
        first.mission,
        first.version,
        first.day,
        first.plan_sha256,
        first.ruleset,
        first.readings,
        viewed.outcome,
        finding_forms((*viewed.findings, *first.findings)),
        tuple(ViewForm(name, j.outcome, j.readings) for name, j in viewed.views),
    )
