"""Which fact fits which state of a mission."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, cast

from overflight.missions.law.limits import IN_FORCE
from overflight.missions.life.course import Course
from overflight.missions.life.outcomes import choices_open
from overflight.missions.life.states import (
    BEFORE_FLIGHT,
    ENDED_EARLY,
    ON_GROUND,
    FlightState,
    MissionState,
)
from overflight.missions.life.versions import current_version, version_of
from overflight.missions.said.event import MissionFact, Role, Speaker
from overflight.missions.said.facts_ending import (
    ArrivedAtExit,
    Cancelled,
    CountChosen,
    Declined,
    Departed,
    Explained,
    FilmArranged,
    FilmDeveloped,
    Prohibited,
    ReportSent,
    ReportSigned,
)
from overflight.missions.said.facts_flight import (
    Curtailed,
    Deviated,
    EmergencyDeclared,
    Landed,
    MemberLeft,
    Resumed,
    Stopped,
    TakenOff,
)
from overflight.missions.said.facts_ground import (
    Arrived,
    CoversChecked,
    DemonstrationFlown,
    DemonstrationRequested,
    InspectionReported,
    InspectionStarted,
    InspectionWaived,
    MismatchTold,
    WindowExtended,
)
from overflight.missions.said.facts_notice import Acknowledged, AgreedOtherwise, Confirmed, Notified
from overflight.missions.said.facts_plan import (
    ChangeProposed,
    FlightPlanFiled,
    PlanAccepted,
    PlanCountered,
    PlanSigned,
    PlanSubmitted,
)
from overflight.missions.said.facts_visit import (
    CrewSpoken,
    DataKept,
    ItemsInventoried,
    MatterBrought,
    OperationNotified,
    PlacesRefused,
    Transferred,
    TransitPlanned,
    TransitTold,
)

__all__ = ["ALREADY_SAID", "CONTRADICTABLE", "misfit"]

ALREADY_SAID: Final = "it was already said"

_S = MissionState
_AFTER_FLIGHT: Final = frozenset({_S.FLOWN, _S.AT_EXIT, _S.DEPARTED, _S.CLOSED})
_ANY: Final = frozenset(_S) - {_S.PLANNED}

_STATES: Final[Mapping[type[MissionFact], frozenset[MissionState]]] = {
    Notified: frozenset({_S.PLANNED}),
    Acknowledged: BEFORE_FLIGHT,
    Confirmed: BEFORE_FLIGHT,
    AgreedOtherwise: _ANY - {_S.CLOSED},
    TransitPlanned: _ANY,
    TransitTold: _ANY,
    CrewSpoken: _ANY,
    ItemsInventoried: _ANY,
    PlacesRefused: _ANY,
    Transferred: _ANY,
    OperationNotified: _ANY,
    MatterBrought: ENDED_EARLY | {_S.CLOSED},
    DataKept: _AFTER_FLIGHT | ENDED_EARLY,
    Arrived: frozenset({_S.NOTIFIED, _S.ACKNOWLEDGED}),
    CoversChecked: _ANY,
    InspectionStarted: ON_GROUND,
    MismatchTold: ON_GROUND,
    InspectionReported: ON_GROUND,
    InspectionWaived: BEFORE_FLIGHT,
    DemonstrationRequested: ON_GROUND,
    DemonstrationFlown: ON_GROUND,
    WindowExtended: BEFORE_FLIGHT | {_S.FLYING},
    PlanSubmitted: ON_GROUND,
    PlanAccepted: ON_GROUND,
    ChangeProposed: ON_GROUND,
    PlanCountered: ON_GROUND,
    PlanSigned: ON_GROUND,
    FlightPlanFiled: ON_GROUND,
    Prohibited: BEFORE_FLIGHT,
    Declined: ON_GROUND,
    Cancelled: BEFORE_FLIGHT,
    TakenOff: frozenset({_S.PLAN_AGREED, _S.FILED}),
    Stopped: frozenset({_S.FLYING}),
    MemberLeft: frozenset({_S.FLYING}),
    Deviated: frozenset({_S.FLYING}),
    EmergencyDeclared: frozenset({_S.FLYING}),
    Resumed: frozenset({_S.FLYING}),
    Curtailed: frozenset({_S.FLYING}),
    Landed: frozenset({_S.FLYING}),
    ArrivedAtExit: frozenset({_S.FLOWN}),
    ReportSigned: _AFTER_FLIGHT | ENDED_EARLY,
    # A mission that was explained before the departure is closed, and somebody still leaves.
    Departed: frozenset({_S.FLOWN, _S.AT_EXIT, _S.CLOSED}) | ENDED_EARLY,
    Explained: ENDED_EARLY,
    CountChosen: _AFTER_FLIGHT,
    FilmArranged: _ANY - ENDED_EARLY,
    FilmDeveloped: _AFTER_FLIGHT,
    ReportSent: _AFTER_FLIGHT | ENDED_EARLY,
}

_NOBODY_THERE: Final = frozenset({_S.NOTIFIED, _S.ACKNOWLEDGED})
_OF_THE_PLAN: Final = frozenset(
    {PlanSubmitted, PlanAccepted, ChangeProposed, PlanCountered, PlanSigned}
)
_NEGOTIATING: Final = frozenset({_S.PLAN_OPEN, _S.PLAN_CHANGES})
# Said more than once in one mission without contradicting what was said before.
_REPEATED: Final = frozenset(
    {
        AgreedOtherwise,
        ChangeProposed,
        Confirmed,
        CoversChecked,
        Deviated,
        EmergencyDeclared,
        ItemsInventoried,
        MemberLeft,
        MismatchTold,
        PlacesRefused,
        PlanCountered,
        PlanSigned,
        Resumed,
        Stopped,
        TransitTold,
        WindowExtended,
    }
)

# Said by both Parties about one and the same thing, so that they can contradict each other.
CONTRADICTABLE: Final = frozenset(
    kind
    for kind in _STATES
    if kind is CoversChecked or (kind not in _REPEATED and kind.speaker is Speaker.EITHER)
) | {InspectionReported}

_Check = Callable[[Course, MissionFact], str]


def _notice(_: Course, fact: MissionFact) -> str:
    notice = cast("Notified", fact)
    if notice.observing == notice.observed:
        return "a Party does not observe itself"
    if notice.intention.estimated_arrival.date() < IN_FORCE:
        return f"the Treaty was in force from {IN_FORCE}"
    return ""


def _negotiating(course: Course, _: MissionFact) -> str:
    return "" if course.plan in _NEGOTIATING else "no mission plan is under negotiation"


def _inspection(*allowed: MissionState, why: str) -> _Check:
    return lambda course, _: "" if course.inspection in allowed else why


def _answer(course: Course, fact: MissionFact) -> str:
    version = cast("PlanAccepted | ChangeProposed", fact).version
    if course.plan not in _NEGOTIATING:
        return "no mission plan is under negotiation"
    current = current_version(course.mission())
    if current is not None and version == current.version:
        return ""
    return f"version {version} is not the one on the table"


def _counter(course: Course, fact: MissionFact) -> str:
    if course.plan not in _NEGOTIATING:
        return "no mission plan is under negotiation"
    version, current = cast("PlanCountered", fact).version, current_version(course.mission())
    if current is None or version != current.version + 1:
        return f"version {version} does not follow the one on the table"
    return ""


def _signature(course: Course, fact: MissionFact) -> str:
    signed = cast("PlanSigned", fact)
    if course.plan not in _NEGOTIATING:
        return "no mission plan is under negotiation"
    version = version_of(course.mission(), signed.version)
    if version is None:
        return f"version {signed.version} was never submitted"
    if signed.plan_sha256 and version.digest and signed.plan_sha256 != version.digest:
        return "the hash signed is not that of the version submitted"
    return ""


def _going_on(course: Course, _: MissionFact) -> str:
    if course.flight is FlightState.CURTAILED:
        return "the flight was cut short"
    return "the aircraft was on its plan" if course.flight is FlightState.ON_PLAN else ""


def _on_the_way(course: Course, _: MissionFact) -> str:
    return "the flight was cut short" if course.first(Curtailed) else ""


_CHECKS: Final[Mapping[type[MissionFact], _Check]] = {
    Notified: _notice,
    InspectionStarted: _inspection(_S.ARRIVED, why="the inspection is already used or waived"),
    MismatchTold: _inspection(
        _S.INSPECTING, _S.DEMONSTRATING, _S.CLEARED, why="no inspection was started"
    ),
    InspectionReported: _inspection(
        _S.INSPECTING, _S.DEMONSTRATING, _S.CLEARED, why="no inspection was started"
    ),
    InspectionWaived: _inspection(_S.ARRIVED, why="the inspection is already used or waived"),
    DemonstrationRequested: _inspection(
        _S.INSPECTING, _S.CLEARED, why="a demonstration follows an inspection"
    ),
    DemonstrationFlown: _inspection(_S.DEMONSTRATING, why="no demonstration was asked for"),
    PlanSubmitted: lambda course, _: (
        "" if course.plan is _S.ARRIVED else "a mission plan was already submitted"
    ),
    PlanAccepted: _answer,
    ChangeProposed: _answer,
    PlanCountered: _counter,
    PlanSigned: _signature,
    FlightPlanFiled: lambda course, _: (
        "" if course.plan is _S.PLAN_AGREED else "no mission plan is agreed"
    ),
    Declined: _negotiating,
    TakenOff: lambda course, _: "" if course.filed else "no flight plan was filed",
    Stopped: _on_the_way,
    MemberLeft: _on_the_way,
    Resumed: _going_on,
    CountChosen: lambda course, _: (
        ""
        if choices_open(course.mission())
        else "this flight leaves no choice whether it is counted"
    ),
}


def _again(course: Course, fact: MissionFact, role: Role | None) -> str:
    """Return why a fact may not be said a second time; the other Party may say it as well."""
    kind = type(fact)
    earlier = course.first(kind)
    if earlier is None or kind in _REPEATED:
        return ""
    shared = kind.speaker is Speaker.EITHER or kind.speaker is Speaker.EACH
    if shared and role is not None and course.by(kind, role) is None:
        return ""
    return ALREADY_SAID


def _told_by_the_other(course: Course, fact: MissionFact) -> bool:
    """Return whether the other Party has said this already, so that the state moved on."""
    return type(fact).speaker is Speaker.EITHER and course.first(type(fact)) is not None


def _early(course: Course, fact: MissionFact) -> bool:
    """Return whether a plan may be handed over and discussed before anybody arrived.

    Treaty: art.VI.II.1 (MPL-1): after the arrival, unless otherwise agreed.
    """
    if course.state not in _NOBODY_THERE or type(fact) not in _OF_THE_PLAN:
        return False
    return course.plan is not _S.ARRIVED or course.mission().agreed("MPL-1") is not None


def misfit(course: Course, fact: MissionFact, role: Role | None) -> str:
    """Return why a fact does not fit a mission as it stands; nothing if it fits.

    Args:
        course: The mission before the fact.
        fact: The fact.
        role: For which Party it was said; none while nobody has notified.
    """
    if not course.observing and not isinstance(fact, Notified):
        return "nobody has notified this mission"
    again = _again(course, fact, role)
    if again:
        return again
    if type(fact) not in _REPEATED and _told_by_the_other(course, fact):
        return ""
    if course.state not in _STATES[type(fact)] and not _early(course, fact):
        return f"it does not fit {course.state.label}"
    check = _CHECKS.get(type(fact))
    return check(course, fact) if check else ""
