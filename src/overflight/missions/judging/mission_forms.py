"""A mission as a document: state, instants, window, plan versions, quota, findings, steps."""

from __future__ import annotations

from dataclasses import dataclass

from overflight.deadlines import Instant
from overflight.missions.clocks.clocks import TIME_BASIS, times_of
from overflight.missions.clocks.docket import DocketItem, docket
from overflight.missions.clocks.run import (
    arrival_estimated,
    receipts,
    stated,
    window_end,
    window_moves,
)
from overflight.missions.judging.guards import verdict_on
from overflight.missions.life.life import kind_of
from overflight.missions.life.mission import Mission
from overflight.missions.life.outcomes import QuotaEntry, data_state, quota_entry
from overflight.missions.life.states import DataState, FlightState
from overflight.missions.life.versions import agreed_version, plan_versions
from overflight.missions.review.judgement_forms import FindingForm, finding_forms
from overflight.missions.said.dating import When
from overflight.missions.said.event import Role
from overflight.missions.said.facts_ending import ArrivedAtExit, Departed
from overflight.missions.said.facts_flight import Landed, TakenOff
from overflight.missions.said.facts_ground import Arrived, InspectionReported, InspectionStarted
from overflight.record import Reference
from overflight.treaty import Outcome, Readings, readings, ruleset_hash

__all__ = [
    "DocketForm",
    "InstantForm",
    "MissionForm",
    "MissionList",
    "StepForm",
    "VersionForm",
    "docket_form",
    "mission_form",
]


@dataclass(frozen=True, slots=True)
class InstantForm:
    """A named instant of a mission.

    Args:
        name: Its symbol and meaning.
        at: When.
        party: Who states it.
        ref: The statement.
    """

    name: str
    at: Instant
    party: str
    ref: Reference


@dataclass(frozen=True, slots=True)
class VersionForm:
    """One version of the mission plan, without the plan itself."""

    version: int
    submitted_at: Instant
    commencement: Instant
    completion: Instant
    change_of: Role
    plan_sha256: str
    agreed: bool


@dataclass(frozen=True, slots=True)
class StepForm:
    """One statement and what it moved."""

    type: str
    party: str
    at: Instant
    before: str
    after: str
    ref: Reference


@dataclass(frozen=True, slots=True)
class MissionForm:
    """One mission as it is written.

    Args:
        mission: Mission key.
        at: The instant asked for.
        observing: Unit code of the observing Party.
        observed: Unit code of the observed Party.
        state: State, code and word.
        states: Both sub-states where inspection and plan run side by side.
        supplier: Unit code of the supplier of the aircraft.
        instants: Named instants.
        window_moved: What moved it.
        versions: Versions of the mission plan.
        quota: What it does to the quotas.
        sensor_data: Where the data stand.
        outcome: The gravest of the findings.
        findings: Everything its rules answer at that instant.
        to_come: What is not yet due: neither kept nor broken, and no part of the outcome.
        steps: What was said and fits.
        ruleset: Digest of the rules and values.
        flight: Sub-state of the flight while it is under way.
        window_until: End of the window.
        time_basis: Which times were used: the mirrors' or the claimed ones.
    """

    mission: str
    at: Instant
    observing: str
    observed: str
    state: str
    states: tuple[str, ...]
    supplier: str
    instants: tuple[InstantForm, ...]
    window_moved: tuple[str, ...]
    versions: tuple[VersionForm, ...]
    quota: QuotaEntry
    sensor_data: DataState
    outcome: Outcome
    findings: tuple[FindingForm, ...]
    steps: tuple[StepForm, ...]
    ruleset: str
    flight: FlightState | None = None
    window_until: Instant | None = None
    time_basis: str = TIME_BASIS
    to_come: tuple[FindingForm, ...] = ()


MissionList = tuple[MissionForm, ...]


@dataclass(frozen=True, slots=True)
class DocketForm:
    """The docket as it is written.

    Args:
        at: The instant asked for.
        party: Whose items; everybody's if empty.
        facts: Where the facts stand.
        items: The items, the most urgent first.
        ruleset: Digest of the rules and values.
        time_basis: Which times were used: the mirrors' or the claimed ones.
        cut: Id of the cut of the record; empty without a record.
    """

    at: Instant
    party: str
    facts: str
    items: tuple[DocketItem, ...]
    ruleset: str
    time_basis: str = TIME_BASIS
    cut: str = ""


def _instants(mission: Mission, chosen: Readings) -> tuple[InstantForm, ...]:
    ended = stated(mission.all(InspectionReported), lambda f: f.ended_at)
    left = stated(mission.all(Departed), lambda f: f.left_territory_at)
    named: tuple[tuple[str, tuple[When, ...]], ...] = (
        ("Tn receipt of the notification", receipts(mission, chosen)[0]),
        ("E estimated arrival", arrival_estimated(mission)),
        ("A arrival", stated(mission.all(Arrived))),
        ("I0 start of the inspection", stated(mission.all(InspectionStarted))),
        ("I1 end of the inspection", ended),
        ("F0 commencement", stated(mission.all(TakenOff))),
        ("F1 completion", stated(mission.all(Landed))),
        ("X0 arrival at the point of exit", stated(mission.all(ArrivedAtExit))),
        ("X1 departure from the point of exit", stated(mission.all(Departed))),
        ("B departure from the territory", left),
    )
    return tuple(InstantForm(name, w.at, w.party, w.ref) for name, whens in named for w in whens)


def _versions(mission: Mission) -> tuple[VersionForm, ...]:
    agreed = agreed_version(mission)
    return tuple(
        VersionForm(
            version=v.version,
            submitted_at=v.submitted.at,
            commencement=v.commencement,
            completion=v.completion,
            change_of=v.change_of,
            plan_sha256=v.digest,
            agreed=agreed is not None and agreed.version == v.version,
        )
        for v in plan_versions(mission)
    )


def mission_form(mission: Mission, at: Instant, chosen: Readings | None = None) -> MissionForm:
    """Return a mission as a document.

    Args:
        mission: The mission as folded up to ``at``.
        at: Now.
        chosen: Readings of the open points; the defaults if none.
    """
    chosen = chosen or readings()
    verdict, ends = verdict_on(mission, at, chosen), window_end(mission)
    return MissionForm(
        mission=mission.key,
        at=at,
        observing=mission.observing,
        observed=mission.observed,
        state=mission.state.label,
        states=tuple(state.label for state in mission.states),
        flight=mission.flight,
        supplier=mission.unit_of(mission.supplier),
        instants=_instants(mission, chosen),
        window_until=ends[0].at if ends else None,
        window_moved=window_moves(mission)[1],
        versions=_versions(mission),
        quota=quota_entry(mission, chosen),
        sensor_data=data_state(mission),
        outcome=verdict.outcome,
        findings=finding_forms(verdict.findings),
        to_come=finding_forms(verdict.to_come),
        time_basis=times_of([mission]),
        steps=tuple(
            StepForm(
                type=kind_of(step.said.fact),
                party=step.said.party,
                at=step.said.fact.at,
                before=step.before.label,
                after=step.after.label,
                ref=step.said.ref,
            )
            for step in mission.steps
        ),
        ruleset=ruleset_hash(),
    )


def docket_form(
    missions: tuple[Mission, ...],
    at: Instant,
    *,
    facts: str,
    parties: tuple[str, ...] = (),
    chosen: Readings | None = None,
) -> DocketForm:
    """Return the docket as a document.

    Args:
        missions: Missions as folded up to ``at``.
        at: Now.
        facts: Where the facts stand, in words.
        parties: Only what these codes must do or may do; everybody's if none.
        chosen: Readings of the open points; the defaults if none.
    """
    items = docket(missions, at, chosen)
    if parties:
        items = tuple(i for i in items if set(i.by.split(", ")) & set(parties))
    whose = ", ".join(parties)
    return DocketForm(at, whose, facts, items, ruleset_hash(), times_of(missions))
