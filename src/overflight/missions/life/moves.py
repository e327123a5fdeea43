"""What each fact moves once it fits: the transitions of a mission."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, cast

from overflight.missions.law.limits import OFF_PATH
from overflight.missions.life.course import Course
from overflight.missions.life.outcomes import quota_entry
from overflight.missions.life.states import FlightState, MissionState, QuotaState
from overflight.missions.said.event import MissionFact, Role
from overflight.missions.said.facts import KINDS
from overflight.missions.said.facts_ending import (
    ArrivedAtExit,
    CancelGround,
    Cancelled,
    CountChosen,
    Declined,
    Departed,
    Explained,
    Prohibited,
    ReportSent,
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
    DemonstrationFlown,
    DemonstrationRequested,
    InspectionReported,
    InspectionStarted,
    InspectionWaived,
)
from overflight.missions.said.facts_notice import Acknowledged, Notified
from overflight.missions.said.facts_plan import (
    ChangeProposed,
    FlightPlanFiled,
    PlanSigned,
    PlanSubmitted,
)

__all__ = ["MOVES"]

_S = MissionState
_Move = Callable[[Course, MissionFact], None]


def _stay(_: Course, __: MissionFact) -> None:
    """Leave the state where it is: the fact only informs."""


def _join(course: Course) -> None:
    """Set the state that the two regions on the ground make together."""
    if course.filed and course.inspection is _S.CLEARED:
        course.state = _S.FILED
    else:
        course.state = course.inspection if course.plan is _S.ARRIVED else course.plan


def _notified(course: Course, fact: MissionFact) -> None:
    notice = cast("Notified", fact)
    course.observing, course.observed = notice.observing, notice.observed
    course.state = _S.NOTIFIED


def _acknowledged(course: Course, _: MissionFact) -> None:
    if course.state is _S.NOTIFIED:
        course.state = _S.ACKNOWLEDGED


def _nobody_there(course: Course) -> bool:
    return course.state is _S.NOTIFIED or course.state is _S.ACKNOWLEDGED


def _arrived(course: Course, _: MissionFact) -> None:
    if _nobody_there(course):
        _join(course)


def _inspection(to: MissionState) -> _Move:
    def move(course: Course, fact: MissionFact) -> None:
        if len(course.all(type(fact))) > 1:
            return
        course.inspection = to
        if not _nobody_there(course):
            _join(course)

    return move


def _reported(course: Course, _: MissionFact) -> None:
    if course.both(InspectionReported) and course.inspection is not _S.DEMONSTRATING:
        course.inspection = _S.CLEARED
        _join(course)


def _demonstrated(course: Course, _: MissionFact) -> None:
    if course.inspection is _S.DEMONSTRATING:
        course.inspection = _S.CLEARED if course.both(InspectionReported) else _S.INSPECTING
        _join(course)


def _plan(to: MissionState) -> _Move:
    def move(course: Course, _: MissionFact) -> None:
        course.plan = to
        if not _nobody_there(course):  # handed over before the arrival, where both agreed to it
            _join(course)

    return move


def _signed(course: Course, fact: MissionFact) -> None:
    version = cast("PlanSigned", fact).version
    signers = {
        step.role
        for step in course.steps
        if isinstance(step.said.fact, PlanSigned) and step.said.fact.version == version
    }
    if len(signers) == len(Role):
        _plan(_S.PLAN_AGREED)(course, fact)


def _filed(course: Course, _: MissionFact) -> None:
    if not course.filed:
        course.filed = True
        _join(course)


def _ended(to: MissionState) -> _Move:
    def move(course: Course, _: MissionFact) -> None:
        course.state = to

    return move


def _cancelled(course: Course, fact: MissionFact) -> None:
    own = cast("Cancelled", fact).ground is CancelGround.OWN_REASONS
    course.state = _S.WITHDRAWN if own else _S.CANCELLED


def _flight(to: FlightState) -> _Move:
    def move(course: Course, _: MissionFact) -> None:
        course.state, course.flight = _S.FLYING, to

    return move


def _deviated(course: Course, fact: MissionFact) -> None:
    """Say how far the deviation went: below a minimum height, beyond 50 km (art.VIII.II.3)."""
    said = cast("Deviated", fact)
    if course.flight is FlightState.CURTAILED or course.flight is FlightState.EMERGENCY:
        return
    if said.off_path_km is not None and said.off_path_km > OFF_PATH.amount:
        course.flight = FlightState.BEYOND_50KM
    elif said.below_minimum_of:
        course.flight = FlightState.BELOW_HMIN
    else:
        course.flight = FlightState.DEVIATING


def _resumed(course: Course, _: MissionFact) -> None:
    short = course.first(Curtailed) is not None
    course.flight = FlightState.CURTAILED if short else FlightState.ON_PLAN


def _landed(course: Course, _: MissionFact) -> None:
    course.state, course.flight = _S.FLOWN, None


def _only_from(before: MissionState, move: _Move) -> _Move:
    """Return a move that a second statement of the same thing does not make again."""

    def once(course: Course, fact: MissionFact) -> None:
        if course.state is before:
            move(course, fact)

    return once


def _took_off(course: Course, fact: MissionFact) -> None:
    if course.state is _S.PLAN_AGREED or course.state is _S.FILED:
        _flight(FlightState.ON_PLAN)(course, fact)


def _closed(course: Course, _: MissionFact) -> None:
    """Close the mission once everybody left, the report went out and the quota is final."""
    if course.state is not _S.DEPARTED or course.first(ReportSent) is None:
        return
    if quota_entry(course.mission()).state is not QuotaState.PENDING_CHOICE:
        course.state = _S.CLOSED


def _departed(course: Course, fact: MissionFact) -> None:
    if course.state is _S.FLOWN or course.state is _S.AT_EXIT:
        course.state = _S.DEPARTED
        _closed(course, fact)


_MOVING: Final[Mapping[type[MissionFact], _Move]] = {
    Notified: _notified,
    Acknowledged: _acknowledged,
    Arrived: _arrived,
    InspectionStarted: _inspection(_S.INSPECTING),
    InspectionReported: _reported,
    InspectionWaived: _inspection(_S.CLEARED),
    DemonstrationRequested: _inspection(_S.DEMONSTRATING),
    DemonstrationFlown: _demonstrated,
    PlanSubmitted: _plan(_S.PLAN_OPEN),
    ChangeProposed: _plan(_S.PLAN_CHANGES),
    PlanSigned: _signed,
    FlightPlanFiled: _filed,
    Prohibited: _ended(_S.PROHIBITED),
    Declined: _ended(_S.DECLINED),
    Cancelled: _cancelled,
    TakenOff: _took_off,
    Stopped: _flight(FlightState.STOP),
    MemberLeft: _flight(FlightState.GROUP_TRANSFER),
    Deviated: _deviated,
    EmergencyDeclared: _flight(FlightState.EMERGENCY),
    Resumed: _resumed,
    Curtailed: _only_from(_S.FLYING, _flight(FlightState.CURTAILED)),
    Landed: _only_from(_S.FLYING, _landed),
    ArrivedAtExit: _only_from(_S.FLOWN, _ended(_S.AT_EXIT)),
    Departed: _departed,
    Explained: _ended(_S.CLOSED),
    CountChosen: _closed,
    ReportSent: _closed,
}

# Every kind has a move; those that only inform leave the state where it is.
MOVES: Final[Mapping[type[MissionFact], _Move]] = {
    kind: _MOVING.get(kind, _stay) for kind in KINDS.values()
}
