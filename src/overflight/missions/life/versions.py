"""The versions of a mission plan: what was submitted, what is on the table, what was agreed."""

from __future__ import annotations

from dataclasses import dataclass

from overflight.deadlines import Instant
from overflight.missions.life.mission import Mission
from overflight.missions.plan.plans import MissionPlan
from overflight.missions.said.dating import When, act_of
from overflight.missions.said.event import Role
from overflight.missions.said.facts_plan import PlanCountered, PlanSigned, PlanSubmitted
from overflight.record import Said

__all__ = [
    "PlanVersion",
    "agreed_version",
    "current_version",
    "plan_versions",
    "version_of",
]


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """One version of the mission plan as it was submitted.

    Args:
        version: Its number; 1 is the original.
        submitted: When, by whom, in which statement.
        commencement: Scheduled commencement.
        completion: Planned completion.
        change_of: Whose wish the version is; the original is the observing Party's.
        digest: Hash of the plan, empty where none was given.
        plan: The plan, where the statement carries it.
    """

    version: int
    submitted: When
    commencement: Instant
    completion: Instant
    change_of: Role
    digest: str = ""
    plan: MissionPlan | None = None


def _version(said: Said[PlanSubmitted] | Said[PlanCountered]) -> PlanVersion:
    fact = said.fact
    return PlanVersion(
        version=fact.version,
        submitted=act_of(said),
        commencement=fact.commencement,
        completion=fact.completion,
        change_of=fact.change_of if isinstance(fact, PlanCountered) else Role.OBSERVING,
        digest=fact.plan_sha256,
        plan=fact.plan,
    )


def plan_versions(mission: Mission) -> tuple[PlanVersion, ...]:
    """Return every version submitted, in order."""
    originals = tuple(_version(s) for s in mission.all(PlanSubmitted))
    return originals + tuple(_version(s) for s in mission.all(PlanCountered))


def current_version(mission: Mission) -> PlanVersion | None:
    """Return the version on the table: the last one submitted."""
    versions = plan_versions(mission)
    return versions[-1] if versions else None


def version_of(mission: Mission, number: int) -> PlanVersion | None:
    """Return a version by its number."""
    return next((v for v in plan_versions(mission) if v.version == number), None)


def agreed_version(mission: Mission) -> PlanVersion | None:
    """Return the version both Parties signed."""
    signed: dict[int, set[Role]] = {}
    for step in mission.steps:
        if isinstance(step.said.fact, PlanSigned):
            signed.setdefault(step.said.fact.version, set()).add(step.role)
    both = [number for number, roles in signed.items() if roles == set(Role)]
    return version_of(mission, both[0]) if both else None
