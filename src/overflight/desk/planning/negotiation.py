"""Negotiate a plan: what the observed Party may propose on a ground.

Treaty: art.VI.II.5, art.VI.II.6, art.VIII.I.4; MPL-6, MPL-7, MPL-8.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from overflight.deadlines import Instant, day_of
from overflight.desk.held.as_of import AsOf
from overflight.desk.planning.plans import Lands, case_surroundings
from overflight.missions import (
    FindingForm,
    MissionPlan,
    PlanCase,
    Surroundings,
    finding_forms,
    plan_digest,
    planned_completion,
    planned_path,
)
from overflight.missions.said.facts_plan import ChangeGround, ChangeProposed
from overflight.planning.negotiation import (
    Countered,
    Ground,
    Kind,
    Proposal,
    Scene,
    Watch,
    counter,
    refused_ground,
)
from overflight.treaty import Finding, Outcome, SiteRole, overall

__all__ = [
    "CounterAnswer",
    "CounterAsked",
    "DraftStatement",
    "ProposalRow",
    "around_of",
    "counter_proposals",
    "no_ground",
]

_KIND = "missions.change-proposed/1"


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A change that may be proposed.

    Args:
        kind: Kind of change.
        says: What it changes.
        moved: How far: metres for ways and heights, minutes for times, kilometres of path for
            airfields and orders, a count for several; never compared between kinds.
        points: How many points were moved or added.
        length_km: Length of the changed path.
        completes: Planned completion.
        outcome: What the rules answer about the changed plan.
        observable: MPL-7: whether every point stays observable.
        lost_km2: Ground that was swept and is not.
        lost_targets: Targets that were seen and are not.
        lost_value: Their value.
        newly_open: Rules that are open by the change and were not.
        plan_sha256: Digest of the changed plan.
        plan: The changed plan, the next version.
    """

    kind: Kind
    says: str
    moved: float
    points: int
    length_km: float
    completes: Instant
    outcome: Outcome
    observable: FindingForm
    lost_km2: float
    lost_targets: tuple[str, ...]
    lost_value: float
    newly_open: tuple[str, ...]
    plan_sha256: str
    plan: MissionPlan


@dataclass(frozen=True, slots=True)
class DroppedRow:
    """A change that was tried and cannot be proposed.

    Args:
        says: What it changes.
        why: Why not.
    """

    says: str
    why: str


@dataclass(frozen=True, slots=True)
class DraftStatement:
    """A statement the observed Party can say.

    Args:
        type: Statement type.
        party: Code of the Party that says it.
        body: Its body.
    """

    type: str
    party: str
    body: ChangeProposed


@dataclass(frozen=True, slots=True)
class CounterAnswer:
    """What may be proposed to a plan on a ground.

    Args:
        mission: Mission key.
        version: Version of the plan.
        plan_sha256: Digest of the plan.
        facts: By which facts it was judged.
        ruleset: Digest of the rules and values.
        cut: Cut of the record; empty for the founding facts.
        ground: Code of the ground.
        name: What the ground is.
        outcome: Kept where something may be proposed, open where nothing that keeps every point
            observable was found or only what leaves a question, broken where the ground is none or
            is not there.
        found: What of the plan the ground bears on.
        findings: Why nothing may be proposed, or what a proposal leaves open.
        proposals: What may be proposed, nearest first.
        dropped: What was tried and may not.
        standing: What stays broken because the ground does not reach it.
        assumed: What the reckoning of what is seen rests on.
        statement: The first proposal as a statement; none where there is none.
    """

    mission: str
    version: int
    plan_sha256: str
    facts: str
    ruleset: str
    cut: str = field(default="", kw_only=True)
    ground: ChangeGround
    name: str
    outcome: Outcome
    found: tuple[str, ...]
    findings: tuple[FindingForm, ...]
    proposals: tuple[ProposalRow, ...]
    dropped: tuple[DroppedRow, ...]
    standing: tuple[FindingForm, ...]
    assumed: tuple[str, ...]
    statement: DraftStatement | None = field(default=None, kw_only=True)


def around_of(
    case: PlanCase, facts: AsOf, lands: Lands, where: str
) -> Callable[[MissionPlan], Surroundings]:
    """Return surroundings by plan: those of the case, but a distance only for its own airfield.

    Args:
        case: The plan, and what it overrides.
        facts: What held on its days.
        lands: Borders and terrain.
        where: Name of the case, for the error.
    """
    known: dict[tuple[object, ...], Surroundings] = {}

    def of_plan(plan: MissionPlan) -> Surroundings:
        key = (plan.start_site, day_of(plan.commencement))
        if key not in known:
            around = case.around
            if plan.start_site != case.plan.start_site:
                around = replace(around, max_distance_km=None)
            asked = PlanCase(plan, around)
            known[key] = case_surroundings(asked, facts, lands, where=where)
        return known[key]

    return of_plan


def _scene(case: PlanCase, facts: AsOf, lands: Lands, where: str) -> Scene:
    """Return what a plan is changed in: airfields of the observed Party for start, end and stops.

    Airfields the case itself names count too.
    """
    of = around_of(case, facts, lands, where)
    around = of(case.plan)
    own = {s.site for s in facts.airfields.sites(around.day, unit=case.plan.observed)}
    usable = [
        site
        for site in around.sites.values()
        if site.at is not None and (site.id in own or site.id in case.around.sites)
    ]
    airfield = SiteRole.OPEN_SKIES_AIRFIELD
    return Scene(
        of,
        tuple(sorted(s.id for s in usable if airfield in s.roles)),
        tuple(sorted(s.id for s in usable if s.roles & {airfield, SiteRole.REFUELLING})),
    )


@dataclass(frozen=True, slots=True)
class CounterAsked:
    """On which ground a change is asked for.

    Args:
        ground: The ground.
        watch: How what the plan sees is reckoned.
        proposed: When it is proposed; the submission of the plan if not given.
    """

    ground: Ground
    watch: Watch = field(default_factory=Watch)
    proposed: Instant | None = None


def counter_proposals(
    case: PlanCase, asked: CounterAsked, facts: AsOf, lands: Lands, *, where: str
) -> CounterAnswer:
    """Return what the observed Party may propose to a plan on a ground, nearest first.

    Args:
        case: The plan, and what it overrides.
        asked: The ground, and how what the plan sees is reckoned.
        facts: What held on its day.
        lands: Borders and terrain.
        where: Name of the case, for the error.

    Raises:
        UsageError: The path of the plan has no leg with known ends.
        SourceError: Something in the case cannot be.

    Treaty: art.VI.II.6, art.VIII.I.4, art.VI.II.5; MPL-6, MPL-7, MPL-8.
    """
    ground, watch = asked.ground, asked.watch
    scene = _scene(case, facts, lands.kept(), where)
    found = counter(case.plan, ground, scene, watch, proposed=asked.proposed)
    rows = tuple(_row(one, scene) for one in found.proposals)
    findings = tuple(_verdict(found))
    answer = _answer(case.plan, facts, ground.code, ground.name)
    return replace(
        answer,
        outcome=overall(findings) if findings else Outcome.KEPT,
        found=found.found,
        findings=finding_forms(findings),
        proposals=rows,
        dropped=tuple(DroppedRow(one.says, one.why) for one in found.dropped),
        standing=finding_forms(found.standing),
        assumed=tuple(_assumed(case.plan, watch)),
        statement=_statement(case.plan, found, rows, asked.proposed) if rows else None,
    )


def no_ground(plan: MissionPlan, text: str, facts: AsOf) -> CounterAnswer:
    """Return the refusal of a ground the text does not give (MPL-6)."""
    answer = _answer(plan, facts, ChangeGround.NONE, text)
    finding = refused_ground(text)
    return replace(answer, outcome=finding.outcome, findings=finding_forms((finding,)))


def _answer(plan: MissionPlan, facts: AsOf, code: ChangeGround, name: str) -> CounterAnswer:
    return CounterAnswer(
        plan.mission,
        plan.version,
        plan_digest(plan),
        facts.source,
        facts.regime.ruleset,
        code,
        name,
        Outcome.KEPT,
        (),
        (),
        (),
        (),
        (),
        (),
        cut=facts.cut,
    )


def _verdict(found: Countered) -> Iterable[Finding]:
    """Yield why nothing may be proposed, or what the nearest proposal leaves open."""
    if found.unsettled:
        yield Finding(
            "MPL-6",
            "art.VI.II.6",
            Outcome.OPEN,
            "Whether the ground is there is not settled: nothing is broken, but open is"
            f" {found.unsettled[0]} Shall what is open be cured too?",
            consequence="None stated; a change without a ground has no basis.",
        )
    elif not found.found:
        yield Finding(
            "MPL-6",
            "art.VI.II.6",
            Outcome.BROKEN,
            f"The ground is not there: the plan has nothing to do with it ({found.ground.name}).",
            consequence="None stated; a change without a ground has no basis.",
        )
    elif not found.proposals:
        hazard = found.ground.code is ChangeGround.HAZARDOUS_AIRSPACE
        other = (
            " The observed Party coordinates or suppresses the activity (art.VI.II.5.B)."
            if hazard
            else ""
        )
        yield Finding(
            "MPL-7",
            "art.VI.II.6",
            Outcome.OPEN,
            "No change was found that cures the ground, breaks no other rule and keeps every point"
            f" observable.{other} What may the Parties agree?",
            consequence="The observing Party may decline (art.VI.II.6, art.VIII.I.5).",
        )
    elif found.proposals[0].observable.outcome is not Outcome.KEPT:
        yield found.proposals[0].observable


def _row(one: Proposal, scene: Scene) -> ProposalRow:
    plan = one.move.plan
    around = scene.around_of(plan)
    return ProposalRow(
        one.move.kind,
        one.move.says,
        round(one.move.moved, 1),
        one.move.points,
        round(planned_path(plan, around).length_km, 3),
        planned_completion(plan, around).replace(microsecond=0),
        one.judgement.outcome,
        finding_forms((one.observable,))[0],
        round(one.loss.area_km2, 2),
        one.loss.targets,
        one.value_lost,
        one.newly_open,
        plan_digest(plan),
        plan,
    )


def _assumed(plan: MissionPlan, watch: Watch) -> Iterable[str]:
    """Yield what the reckoning of what is seen rests on."""
    known = {sensor for sensor, _ in watch.looks}
    silent = [
        p.sensor
        for p in plan.observations
        if p.left_km is None and p.right_km is None and p.sensor not in known
    ]
    if silent:
        yield (
            f"{', '.join(dict.fromkeys(silent))}: the plan states no coverage;"
            f" {watch.reach_m / 1000:g} km to each side are assumed"
        )
    if not plan.observations:
        yield "the plan has no observation period: only targets in reach of the path count as seen"
    if not watch.targets:
        yield "the targets of the observing Party are not known: only the ground swept is compared"


def _statement(
    plan: MissionPlan, found: Countered, rows: tuple[ProposalRow, ...], proposed: Instant | None
) -> DraftStatement:
    """Return the first proposal as what the observed Party says of it."""
    first = rows[0]
    text = (
        f"{found.ground.name}: {first.says}. Version {first.plan.version}, plan"
        f" {first.plan_sha256}. {first.observable.says}"
    )
    at = proposed or plan.submitted
    body = ChangeProposed(plan.mission, at, found.ground.code, plan.version, text[:2_000])
    return DraftStatement(_KIND, plan.observed, body)
