"""Facts about the mission plan: submitted, accepted, changed, countered, signed, filed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field, SerializerFunctionWrapHandler, WrapSerializer

from overflight.deadlines import Instant
from overflight.missions.plan.plan_digest import without_floats
from overflight.missions.plan.plans import MissionPlan
from overflight.missions.said.event import MissionFact, Role, Sha256, Speaker

__all__ = [
    "ChangeGround",
    "ChangeProposed",
    "FlightPlanFiled",
    "PlanAccepted",
    "PlanCountered",
    "PlanSigned",
    "PlanSubmitted",
]


def _body(plan: MissionPlan, write: SerializerFunctionWrapHandler) -> object:
    return without_floats(write(plan))


# A plan inside a statement: its numbers become decimal strings, as every number of a statement.
PlanBody = Annotated[MissionPlan, WrapSerializer(_body)]
PlanNumber = Annotated[int, Field(ge=1, le=999)]


class ChangeGround(StrEnum):
    """The grounds on which the observed Party may propose changes; there are no others."""

    WEATHER = "art.VIII.I.4.A"  # weather conditions affecting flight safety
    AIRFIELD = "art.VIII.I.4.B"  # Open Skies, alternate or refuelling airfield unusable
    INCONSISTENT = "art.VIII.I.4.C"  # mission plan inconsistent with art.VI.II.2 or art.VI.II.4
    HAZARDOUS_AIRSPACE = "art.VI.II.5"
    NONE = "none"  # whatever was said, it is none of the four


@dataclass(frozen=True, slots=True)
class PlanSubmitted(MissionFact):
    """The observing Party submitted its mission plan; ``at`` starts the 4, 8 and 24 h clocks.

    Said by the observing Party. The plan stands in the fact itself, its numbers as decimal strings
    in the statement; a plan too long for a statement (40,000 bytes) goes as a record attachment
    and stands here by its hash.

    Args:
        commencement: Scheduled commencement of the observation flight.
        completion: Planned completion, stops included.
        version: 1.
        plan: The plan.
        plan_sha256: Hash of the plan as ``plan_digest`` makes it, or of the attachment.

    Treaty: art.VI.II.1, art.VI.II.4.E.
    """

    speaker: ClassVar[Speaker] = Speaker.OBSERVING
    provision: ClassVar[str] = "art.VI.II.1"

    commencement: Instant
    completion: Instant
    version: PlanNumber = 1
    plan: PlanBody | None = None
    plan_sha256: Sha256 = ""


@dataclass(frozen=True, slots=True)
class PlanAccepted(MissionFact):
    """The observed Party accepted a version of the mission plan.

    Said by the observed Party.

    Args:
        version: Version accepted.

    Treaty: art.VI.II.6.
    """

    speaker: ClassVar[Speaker] = Speaker.OBSERVED
    provision: ClassVar[str] = "art.VI.II.6"

    version: PlanNumber = 1


@dataclass(frozen=True, slots=True)
class ChangeProposed(MissionFact):
    """The observed Party proposed changes to the mission plan.

    Said by the observed Party.

    Args:
        version: Version the changes are about.
        ground: Ground of the text; ``none`` where none of them was given.
        text: The proposal in the words of the Party.

    Treaty: art.VI.II.6, art.VIII.I.4, art.VI.II.5.
    """

    speaker: ClassVar[Speaker] = Speaker.OBSERVED
    provision: ClassVar[str] = "art.VI.II.6"

    ground: ChangeGround
    version: PlanNumber = 1
    text: str = ""


@dataclass(frozen=True, slots=True)
class PlanCountered(MissionFact):
    """The observing Party submitted another version: its answer to proposed changes, or its own.

    Said by the observing Party.

    Args:
        version: Number of the new version, from 2.
        commencement: Scheduled commencement.
        completion: Planned completion, stops included.
        change_of: Whose wish the change is. A change of the observing Party's own runs the 24 h
            again, an answer to the observed Party does not (AMB-12 default).
        plan: The plan.
        plan_sha256: Hash of the plan, as in ``PlanSubmitted``.

    Treaty: art.VI.II.6.
    """

    speaker: ClassVar[Speaker] = Speaker.OBSERVING
    provision: ClassVar[str] = "art.VI.II.6"

    version: PlanNumber
    commencement: Instant
    completion: Instant
    change_of: Role = Role.OBSERVED
    plan: PlanBody | None = None
    plan_sha256: Sha256 = ""


@dataclass(frozen=True, slots=True)
class PlanSigned(MissionFact):
    """A Party signed a version of the mission plan.

    Said by each Party for itself; the plan is agreed when both have signed the same version.

    Args:
        version: Version signed.
        plan_sha256: Hash of what was signed; it must be that of the version.

    Treaty: art.VI.II.6.
    """

    speaker: ClassVar[Speaker] = Speaker.EACH
    provision: ClassVar[str] = "art.VI.II.6"

    version: PlanNumber = 1
    plan_sha256: Sha256 = ""


@dataclass(frozen=True, slots=True)
class FlightPlanFiled(MissionFact):
    """The flight plan made from the agreed mission plan was filed.

    Said by either Party: the supplier of the aircraft files, coordinated with the other.

    Args:
        text: The flight plan as filed (ICAO Doc 4444).

    Treaty: art.VI.II.8.
    """

    provision: ClassVar[str] = "art.VI.II.8"

    text: str = ""
