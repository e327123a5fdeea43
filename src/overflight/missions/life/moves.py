"""What each fact moves once it fits: the transitions of a mission."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final, cast

from overflight.missions.life.mission import Mission
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
from overflight.missions.said.facts_flight import Curtailed, Deviated, Landed, Resumed, TakenOff
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
_Move = Callable[[Mission, MissionFact], Mission]


def _stay(mission: Mission, _: MissionFact) -> Mission:
    return mission


def _joined(mission: Mission) -> Mission:
    """Return the mission with the state its two regions on the ground make together."""
    if mission.filed and mission.inspection is _S.CLEARED:
        return replace(mission, state=_S.FILED)
    state = mission.inspection if mission.plan is _S.ARRIVED else mission.plan
    return replace(mission, state=state)


def _notified(mission: Mission, fact: MissionFact) -> Mission:
    notice = cast("Notified", fact)
    return replace(mission, observing=notice.observing, observed=notice.observed, state=_S.NOTIFIED)


def _acknowledged(mission: Mission, _: MissionFact) -> Mission:
    if mission.state is _S.NOTIFIED:
        return replace(mission, state=_S.ACKNOWLEDGED)
    return mission


def _arrived(mission: Mission, _: MissionFact) -> Mission:
    if mission.state in {_S.NOTIFIED, _S.ACKNOWLEDGED}:
        return _joined(replace(mission, state=_S.ARRIVED))
    return mission


def _inspection(to: MissionState) -> _Move:
    def move(mission: Mission, fact: MissionFact) -> Mission:
        if len(mission.all(type(fact))) > 1:
            return mission
        return _on_ground(replace(mission, inspection=to))

    return move


def _on_ground(mission: Mission) -> Mission:
    """Return the joined state, or the mission as it is where nobody has arrived yet."""
    return mission if mission.state in {_S.NOTIFIED, _S.ACKNOWLEDGED} else _joined(mission)


def _reported(mission: Mission, _: MissionFact) -> Mission:
    if mission.both(InspectionReported) is None or mission.inspection is _S.DEMONSTRATING:
        return mission
    return _joined(replace(mission, inspection=_S.CLEARED))


def _demonstrated(mission: Mission, _: MissionFact) -> Mission:
    if mission.inspection is not _S.DEMONSTRATING:
        return mission
    reported = mission.both(InspectionReported) is not None
    return _joined(replace(mission, inspection=_S.CLEARED if reported else _S.INSPECTING))


def _plan(to: MissionState) -> _Move:
    return lambda mission, _: _joined(replace(mission, plan=to))


def _signed(mission: Mission, fact: MissionFact) -> Mission:
    version = cast("PlanSigned", fact).version
    signers = {
        step.role
        for step in mission.steps
        if isinstance(step.said.fact, PlanSigned) and step.said.fact.version == version
    }
    return _plan(_S.PLAN_AGREED)(mission, fact) if signers == set(Role) else mission


def _filed(mission: Mission, _: MissionFact) -> Mission:
    return mission if mission.filed else _joined(replace(mission, filed=True))


def _ended(to: MissionState) -> _Move:
    return lambda mission, _: replace(mission, state=to)


def _cancelled(mission: Mission, fact: MissionFact) -> Mission:
    own = cast("Cancelled", fact).ground is CancelGround.OWN_REASONS
    return replace(mission, state=_S.WITHDRAWN if own else _S.CANCELLED)


def _flight(to: FlightState) -> _Move:
    return lambda mission, _: replace(mission, state=_S.FLYING, flight=to)


def _landed(mission: Mission, _: MissionFact) -> Mission:
    return replace(mission, state=_S.FLOWN, flight=None)


def _only_from(before: MissionState, move: _Move) -> _Move:
    """Return a move that a second statement of the same thing does not make again."""
    return lambda mission, fact: move(mission, fact) if mission.state is before else mission


def _took_off(mission: Mission, fact: MissionFact) -> Mission:
    if mission.state not in {_S.PLAN_AGREED, _S.FILED}:
        return mission
    return _flight(FlightState.ON_PLAN)(mission, fact)


def _closed(mission: Mission, _: MissionFact) -> Mission:
    """Return the mission closed once everybody left, the report went out and the quota is final."""
    open_choice = quota_entry(mission).state is QuotaState.PENDING_CHOICE
    if mission.state is _S.DEPARTED and mission.first(ReportSent) and not open_choice:
        return replace(mission, state=_S.CLOSED)
    return mission


def _departed(mission: Mission, fact: MissionFact) -> Mission:
    if mission.state in {_S.FLOWN, _S.AT_EXIT}:
        return _closed(replace(mission, state=_S.DEPARTED), fact)
    return mission


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
    Deviated: _flight(FlightState.DEVIATING),
    Resumed: _flight(FlightState.ON_PLAN),
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
