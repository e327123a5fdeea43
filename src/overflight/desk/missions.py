"""Acts of a mission: read the record, fold, decide, say; or a refusal that says why not.

An act does not stand where the wrong Party says it, where it does not fit, or where a condition of
the act itself is broken. What simply happened, late or not, is always told.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from overflight.deadlines import Instant, day_of
from overflight.desk.held.as_of import AsOf, from_record
from overflight.desk.held.quota_left import is_waiting, quota_left, use_of
from overflight.desk.kinds import kind_of
from overflight.desk.ports import Records, Signer
from overflight.desk.record import Desk, Draft, attach, origin_of, say_all
from overflight.errors import UsageError
from overflight.missions import (
    Mission,
    MissionFact,
    MissionPlan,
    PlanVersion,
    blocking,
    changed_findings,
    fold_missions,
    one_at_a_time,
    plan_bytes,
    plan_digest,
    plan_versions,
)
from overflight.missions.said.facts_notice import Acknowledged, Notified
from overflight.missions.said.facts_plan import PlanCountered, PlanSigned, PlanSubmitted
from overflight.notifications import Acknowledgement, check_acknowledgement, check_intention
from overflight.record import Reference, Said, read_head
from overflight.treaty import (
    Finding,
    Refusal,
    read_form,
    read_json,
)

__all__ = [
    "VERBS",
    "Acted",
    "Prepared",
    "act",
    "judge_act",
    "mission_of",
    "missions_at",
    "no_such_mission",
    "plan_of",
    "prepare_act",
]

# What a person types, and the fact it says.
VERBS: Final[Mapping[str, str]] = {
    "notify": "missions.notified/1",
    "acknowledge": "missions.acknowledged/1",
    "confirm": "missions.confirmed/1",
    "agree-otherwise": "missions.agreed-otherwise/1",
    "plan-transit": "missions.transit-planned/1",
    "tell-transit": "missions.transit-told/1",
    "name-languages": "missions.crew-spoken/1",
    "arrive": "missions.arrived/1",
    "take-inventory": "missions.items-inventoried/1",
    "transfer": "missions.transferred/1",
    "check-covers": "missions.covers-checked/1",
    "start-inspection": "missions.inspection-started/1",
    "tell-mismatch": "missions.mismatch-told/1",
    "report-inspection": "missions.inspection-reported/1",
    "waive-inspection": "missions.inspection-waived/1",
    "request-demonstration": "missions.demonstration-requested/1",
    "fly-demonstration": "missions.demonstration-flown/1",
    "extend-window": "missions.window-extended/1",
    "submit-plan": "missions.plan-submitted/1",
    "accept-plan": "missions.plan-accepted/1",
    "propose-change": "missions.change-proposed/1",
    "refuse-places": "missions.places-refused/1",
    "counter-plan": "missions.plan-countered/1",
    "sign-plan": "missions.plan-signed/1",
    "file-flight-plan": "missions.flight-plan-filed/1",
    "prohibit": "missions.prohibited/1",
    "decline": "missions.declined/1",
    "cancel": "missions.cancelled/1",
    "notify-operation": "missions.operation-notified/1",
    "take-off": "missions.taken-off/1",
    "stop": "missions.stopped/1",
    "leave-member": "missions.member-left/1",
    "deviate": "missions.deviated/1",
    "declare-emergency": "missions.emergency-declared/1",
    "resume": "missions.resumed/1",
    "curtail": "missions.curtailed/1",
    "land": "missions.landed/1",
    "arrive-at-exit": "missions.arrived-at-exit/1",
    "sign-report": "missions.report-signed/1",
    "depart": "missions.departed/1",
    "explain": "missions.explained/1",
    "bring-matter": "missions.matter-brought/1",
    "choose-count": "missions.count-chosen/1",
    "keep-data": "missions.data-kept/1",
    "arrange-film": "missions.film-arranged/1",
    "develop-film": "missions.film-developed/1",
    "send-report": "missions.report-sent/1",
}

# A longer plan leaves too little of a statement's 40,000 bytes and goes as an attachment.
LONGEST_PLAN: Final = 30_000
_KEYS_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Acted:
    """An act that stands.

    Args:
        ref: Where its statement stands in the record.
        mission: The mission after it.
        findings: What it changed in the judgement of the mission.
    """

    ref: Reference
    mission: Mission
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An act that would stand.

    Args:
        draft: What is to be said.
        mission: The mission after it.
        findings: What it would change in the judgement of the mission.
    """

    draft: Draft
    mission: Mission
    findings: tuple[Finding, ...]


def missions_at(as_of: AsOf, at: Instant) -> tuple[Mission, ...]:
    """Return every mission as it stood at an instant, by key."""
    units = as_of.parties.units_on
    return fold_missions(as_of.mission_facts, at=at, units=units, quiet=as_of.quiet)


def mission_of(as_of: AsOf, key: str, at: Instant) -> Mission:
    """Return one mission as it stood at an instant.

    Raises:
        UsageError: Nothing was said of this mission by then.
    """
    units = as_of.parties.units_on
    told = fold_missions(as_of.said_of(key), at=at, units=units, quiet=as_of.quiet)
    found = next(iter(told), None)
    if found is None:
        raise no_such_mission(key, [m.key for m in missions_at(as_of, at)])
    return found


def no_such_mission(key: str, known: Sequence[str]) -> UsageError:
    """Return the fault of a key that no mission has; it names a few of the keys there are."""
    more = [f"one of {len(known) - _KEYS_NAMED:,} more"] if len(known) > _KEYS_NAMED else []
    return UsageError(
        "E-MISSION",
        where="mission",
        expected=" or ".join([*known[:_KEYS_NAMED], *more]) or "a mission by that instant",
        found=key,
        remedy="Give a key of `overflight mission list`, or a later instant.",
    )


def _folded(as_of: AsOf, fact: MissionFact, said: Said[MissionFact] | None) -> tuple[Mission, ...]:
    """Return the missions of a fact's key, with or without a statement about to be made."""
    known = as_of.said_of(fact.mission)
    every = [*known, said] if said else known
    return fold_missions(every, units=as_of.parties.units_on, quiet=as_of.quiet)


def _holds(mission: Mission, said: Said[MissionFact]) -> bool:
    return said in mission.misfits or any(step.said is said for step in mission.steps)


def _quota_left(as_of: AsOf, mission: Mission, at: Instant) -> tuple[Finding, ...]:
    """Return whether a flight is left, missions under way being reserved (QTA-9)."""
    use = use_of(mission)
    balance = as_of.balance_on(*use[:2], day_of(at), year=use[2])
    reserved = [
        m.key
        for m in missions_at(as_of, at)
        if m.key != mission.key and use_of(m) == use and is_waiting(m)
    ]
    return (
        quota_left(balance, reserved),
        *(f for f in balance.findings if f.rule != "QTA-9"),
    )


def judge_act(as_of: AsOf, said: Said[MissionFact]) -> tuple[Mission, tuple[Finding, ...]]:
    """Return the mission as an act would leave it, and what the act changes in its judgement.

    Args:
        as_of: What held.
        said: The statement as it would be made.
    """
    after = next(m for m in _folded(as_of, said.fact, said) if _holds(m, said))
    own = (m for m in _folded(as_of, said.fact, None) if m.observing in {"", after.observing})
    found = changed_findings(next(own, None), after, said.fact.at, as_of.readings)
    if isinstance(said.fact, Notified) and after.observing:
        others = missions_at(as_of, said.fact.at)
        found += (
            *_quota_left(as_of, after, said.fact.at),
            one_at_a_time(after, others),
        )
    return after, found


def _content(fact: MissionFact) -> tuple[Finding, ...]:
    """Return whether a notice says what it must; a hole is told, and bars nothing."""
    if isinstance(fact, Notified):
        return check_intention(fact.intention)
    if isinstance(fact, Acknowledged):
        return check_acknowledgement(
            Acknowledgement(fact.at, fact.supplies_aircraft, fact.aircraft)
        )
    return ()


def _same(field: str, given: object, planned: object) -> None:
    if given != planned:
        raise UsageError(
            "E-PLAN",
            where=field,
            expected=f"what the mission plan itself says: {planned}",
            found=str(given),
            remedy="Correct the fact or the plan; both are signed.",
        )


def _with_plan(fact: PlanSubmitted | PlanCountered, plan: MissionPlan) -> Draft:
    """Return a submission with the hash of its plan; a long plan goes as an attachment."""
    _same("mission", fact.mission, plan.mission)
    _same("version", fact.version, plan.version)
    _same("commencement", fact.commencement, plan.commencement)
    digest = plan_digest(plan)
    _same("plan_sha256", fact.plan_sha256 or digest, digest)
    data = plan_bytes(plan)
    if len(data) <= LONGEST_PLAN:
        return Draft(replace(fact, plan_sha256=digest))
    bare = replace(fact, plan_sha256=digest, plan=None)
    return Draft(bare, att=(attach(data, "application/json"),), blobs=(data,))


def _draft(fact: MissionFact, mission: Mission | None) -> Draft:
    """Return the draft of a fact, with what follows from what was said before."""
    if isinstance(fact, PlanSubmitted | PlanCountered) and fact.plan is not None:
        return _with_plan(fact, fact.plan)
    if isinstance(fact, PlanSigned) and not fact.plan_sha256 and mission is not None:
        versions = plan_versions(mission)
        digest = next((v.digest for v in versions if v.version == fact.version), "")
        return Draft(replace(fact, plan_sha256=digest))
    return Draft(fact)


def _next(records: Records, party: str) -> Reference:
    """Return where a Party's next statement will stand: after everything it has said."""
    origin = origin_of(records, party)
    head = records.checkpoint(origin)
    return Reference(origin, read_head(head)[0].size if head else 0, "")


def prepare_act(
    desk: Desk, party: str, fact: MissionFact, *, anyway: bool = False
) -> Prepared | Refusal:
    """Return an act as it would be said, and what it would change; or why it cannot stand.

    Args:
        desk: Record, clock and ids; nothing is written.
        party: Code of the Party that acts.
        fact: What it says.
        anyway: Prepare it although a condition is broken; the finding stays with the mission. What
            is void or does not fit is refused even so.

    Raises:
        UsageError: The fact contradicts the plan it carries, or the Party has no log here.
        RecordError: The record does not hold together.
    """
    as_of = from_record(desk.records, source="record")
    before = next(iter(_folded(as_of, fact, None)), None)
    draft = _draft(fact, before)
    body = draft.fact if isinstance(draft.fact, MissionFact) else fact
    now = desk.clock.now()
    # What claims to lie in the future is not answered yet.
    known = [step.said.ref for step in before.steps if step.said.fact.at <= now] if before else []
    re = tuple(known[-1:])
    said = Said(body, party, now, _next(desk.records, party), re)
    mission, findings = judge_act(as_of, said)
    barred = blocking(type(fact), findings)
    if barred and not (anyway and all(f.rule not in {"E-RULE", "E-STATE"} for f in barred)):
        return Refusal(kind_of(fact), (*barred, *(f for f in findings if f not in barred)))
    return Prepared(replace(draft, re=re), mission, (*findings, *_content(body)))


def act(desk: Desk, signer: Signer, fact: MissionFact, *, anyway: bool = False) -> Acted | Refusal:
    """Say a fact of a mission, if the act stands.

    Args:
        desk: Record, clock and ids.
        signer: Author key of the Party that acts.
        fact: What it says.
        anyway: Say it although a condition is broken, as `prepare_act` has it.

    Returns:
        Where it stands and what it changed; or the refusal with its findings.

    Raises:
        UsageError: The fact contradicts the plan it carries, or the Party has no log here.
        RecordError: The record does not hold together, or the fact cannot be written in it.
        StoreError: The disk failed.
    """
    prepared = prepare_act(desk, signer.party, fact, anyway=anyway)
    if isinstance(prepared, Refusal):
        return prepared
    (ref,) = say_all(desk, signer, [prepared.draft])
    return Acted(ref, prepared.mission, prepared.findings)


def plan_of(records: Records, version: PlanVersion) -> MissionPlan | None:
    """Return the plan of a version, from its statement or from its attachment.

    Raises:
        SourceError: The attachment is not a mission plan.
    """
    if version.plan is not None or not version.digest:
        return version.plan
    data = records.blob(version.digest)
    if data is None:
        return None
    where = f"plan {version.digest}"
    return read_form(MissionPlan, read_json(data, where=where), where=where)
