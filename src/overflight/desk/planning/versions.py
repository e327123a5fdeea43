"""What differs between two versions of a plan: in the plan, on the ground, in law."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from overflight.desk.commission.claim_views import ViewsAsked, seen_by, view_name
from overflight.desk.held.as_of import AsOf
from overflight.desk.planning.plans import Lands, case_surroundings
from overflight.geodesy import Ring
from overflight.missions import (
    Change,
    MissionPlan,
    PlanCase,
    PlannedPath,
    Surroundings,
    judge_plan,
    plan_changes,
    plan_digest,
    planned_path,
)
from overflight.planning.negotiation import LegalChange, Watch, legal_changes, loses, seen_of
from overflight.treaty import Outcome

__all__ = ["DiffAsked", "Differing", "PlanDiff", "plan_diff"]


@dataclass(frozen=True, slots=True)
class PlanDiff:
    """What differs between two versions of a plan.

    Args:
        before_sha256: Digest of the earlier version.
        after_sha256: Digest of the later one.
        facts: By which facts both were judged; empty where they were not.
        changes: What differs in the plan.
        length_km: Length of the path before and after.
        lost_km2: Ground that was swept and is not; none where it was not reckoned.
        lost_targets: Targets that were seen and are not.
        gained_targets: Targets that were not seen and are.
        outcome: Outcome before and after.
        legal: Findings whose outcome or margin changed, worst first, under each view.
    """

    before_sha256: str
    after_sha256: str
    facts: str
    changes: tuple[Change, ...]
    length_km: tuple[float, float]
    lost_km2: float | None = field(default=None, kw_only=True)
    lost_targets: tuple[str, ...] = ()
    gained_targets: tuple[str, ...] = ()
    outcome: tuple[Outcome, ...] = ()
    legal: tuple[LegalChange, ...] = ()


@dataclass(frozen=True, slots=True)
class DiffAsked:
    """What is asked of two versions of a plan.

    Args:
        before: The earlier version, and what it overrides.
        after: The later one; its overrides hold for it.
        watch: How what a plan sees is reckoned.
        views: Parties under whose views both are judged too.
    """

    before: PlanCase
    after: PlanCase
    watch: Watch = field(default_factory=Watch)
    views: ViewsAsked = field(default_factory=lambda: ViewsAsked(()))


@dataclass(frozen=True, slots=True)
class Differing:
    """What differs, and what a map of it is drawn from.

    Args:
        diff: What differs.
        paths: The two paths.
        around: What the later version was judged against.
        lost: Outlines of the ground that was swept and is not.
    """

    diff: PlanDiff
    paths: tuple[PlannedPath, PlannedPath]
    around: Surroundings
    lost: tuple[tuple[Ring, ...], ...]


def plan_diff(asked: DiffAsked, facts: AsOf, lands: Lands, *, where: str) -> Differing:
    """Return what differs between two versions of a plan: in the plan, on the ground, in law.

    Args:
        asked: The two versions, and under whose views they are judged.
        facts: What held.
        lands: Borders and terrain.
        where: Name of the cases, for the error.

    Raises:
        SourceError: Something in a case cannot be.
        UsageError: A flight lies before the treaty entered into force.
    """
    before, after, kept = asked.before, asked.after, lands.kept()
    arounds = [case_surroundings(case, facts, kept, where=where) for case in (before, after)]
    plans = [before.plan, after.plan]
    paths = [planned_path(plan, around) for plan, around in zip(plans, arounds, strict=True)]
    judged = [judge_plan(plan, around) for plan, around in zip(plans, arounds, strict=True)]
    legal = [*legal_changes(judged[0].findings, judged[1].findings)]
    legal += _under_views(plans, arounds, facts, asked.views)
    seen = gone = None
    if all(len(path.places) > 1 for path in paths):
        seen = [seen_of(p, a, asked.watch) for p, a in zip(plans, arounds, strict=True)]
        gone = loses(seen[0], seen[1])
    diff = PlanDiff(
        plan_digest(before.plan),
        plan_digest(after.plan),
        facts.source,
        plan_changes(before.plan, after.plan),
        (round(paths[0].length_km, 3), round(paths[1].length_km, 3)),
        gone.targets if gone is not None else (),
        tuple(sorted(seen[1].targets - seen[0].targets)) if seen else (),
        (judged[0].outcome, judged[1].outcome),
        tuple(legal),
        lost_km2=None if gone is None else round(gone.area_km2, 2),
    )
    return Differing(diff, (paths[0], paths[1]), arounds[1], gone.parts if gone is not None else ())


def _under_views(
    plans: list[MissionPlan],
    arounds: list[Surroundings],
    facts: AsOf,
    views: ViewsAsked,
) -> list[LegalChange]:
    """Return what differs under the views of Parties, those that see both alike together."""
    found: list[LegalChange] = []
    alike: Mapping[str, tuple[LegalChange, ...]] = {}
    for party in views.parties:
        findings, names = [], []
        for plan, around in zip(plans, arounds, strict=True):
            own = replace(around, readings=facts.view_of(party, around.day).readings)
            laid = seen_by(party, plan, own, facts, views)
            findings.append((*judge_plan(plan, laid.around).findings, *laid.findings))
            names.append(view_name([party], laid.applied))
        alike = {**alike, names[-1]: legal_changes(*findings, view=names[-1])}
    for changes in alike.values():
        found += changes
    return found
