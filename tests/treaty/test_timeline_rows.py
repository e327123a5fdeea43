"""Every transition of the life of a mission, row by row, and the sub-states of its flight.

What no fact of a mission moves is named in ``NOT_BY_A_MISSION``, with who tells it instead.
"""

from __future__ import annotations

from typing import Final

import pytest
from tests.mission_script import (
    Script,
    acknowledged,
    airborne,
    arrived,
    at,
    departed,
    inspected,
    landed,
    mission,
    notified,
    said,
    signed,
    submitted,
)

from overflight.missions import FlightState, MissionFact, MissionState
from overflight.record import Said

NOT_BY_A_MISSION: Final = {
    1: "SEQUENCE is told of a quarter, by the quotas (FLT-5, quotas.sequence-notified/1)",
    2: "TAXI_ELECT is told of a quarter, by the quotas (TAX-2, quotas.taxi-elected/1)",
    10: "VISA is told of people (PER-3, missions.visa-issued/1)",
    13: "FINDING is told with the report of the inspection (PFI-9), or stored (PFI-10)",
    39: "MEMBERSHIP_LOST moves no mission by itself (AMB-28): people are asked",
}
FLIGHT_NOT_BY_A_MISSION: Final = {
    "F20": "a stop is planned (GEO-11) and seen on the track; nobody states it",
    "F31": "sensors barred are told by the flight (DEV-3, flights.sensor-barred/1)",
    "F32": "sensors barred are told by the flight (DEV-4, flights.sensor-barred/1)",
    "F40": "an emergency is told when the flight is cut short (EMG-1, EMG-2)",
    "F60": "a transfer inside a group is planned and judged (GRP-7)",
}

S = MissionState
NOTICE: Final = (notified(), acknowledged())
GROUND: Final = (*NOTICE, arrived())
CLEARED: Final = (*GROUND, *inspected())
TAXI: Final = (notified(), acknowledged(taxi=True), arrived(), *inspected(party="IT"))
STARTED: Final = (*GROUND, said("inspection-started", "BG", "05-08 10:00"))
ASKED: Final = (*CLEARED, said("demonstration-requested", "BG", "05-08 15:00"))
ASKED_OF_TAXI: Final = (*TAXI, said("demonstration-requested", "IT", "05-08 15:00"))
OPEN: Final = (*CLEARED, submitted())
CHANGES: Final = (*OPEN, said("change-proposed", "BG", "05-08 18:00", ground="art.VIII.I.4.A"))
AGREED: Final = (*OPEN, *signed())
FILED: Final = (*AGREED, said("flight-plan-filed", "IT", "05-08 19:00"))
EXIT: Final = (*landed(), said("arrived-at-exit", "IT", "05-09 20:00"))
PROHIBITED: Final = (*CLEARED, said("prohibited", "BG", "05-08 15:00", ground="art.VIII.I.1"))
DECLINED: Final = (*OPEN, said("declined", "IT", "05-09 00:00", reason="prejudicial"))
FLOWN_DEMO: Final = said(
    "demonstration-flown", "IT", "05-08 18:00", started_at=at("05-08 16:30"), satisfied=False
)
COVERS: Final = {"check": "on arrival at the point of entry", "in_place": True}
AT_EXIT: Final = {"check": "before leaving the point of exit", "in_place": True}
ITEMS: Final = {"items_arrived_at": at("05-08 08:30"), "started_at": at("05-08 09:00")}
SECOND: Final = {"commencement": at("05-09 16:00"), "completion": at("05-09 20:00")}

# Row of the table, the mission before, the event, the state after.
ROWS: Final[list[tuple[int, Script, Script, MissionState]]] = [
    (3, (), (notified(),), S.NOTIFIED),
    (4, (notified(),), (acknowledged(),), S.ACKNOWLEDGED),
    (5, NOTICE, (said("confirmed", "BG", "05-06 08:00"),), S.ACKNOWLEDGED),
    (5, (notified(),), (said("confirmed", "BG", "05-05 08:00"),), S.NOTIFIED),
    (6, NOTICE, (arrived(),), S.ARRIVED),
    (6, (notified(),), (arrived(),), S.ARRIVED),
    (6, NOTICE, (arrived("05-09 09:00"),), S.ARRIVED),
    (7, NOTICE, (said("prohibited", "BG", "05-09 08:00:01", ground="art.VIII.I.2"),), S.PROHIBITED),
    (8, GROUND, (said("covers-checked", "BG", "05-08 08:10", **COVERS),), S.ARRIVED),
    (9, GROUND, (said("items-inventoried", "BG", "05-08 10:00", **ITEMS),), S.ARRIVED),
    (11, GROUND, (said("inspection-started", "BG", "05-08 10:00"),), S.INSPECTING),
    (11, GROUND, (said("inspection-waived", "BG", "05-08 10:00"),), S.CLEARED),
    (12, STARTED, inspected()[1:], S.CLEARED),
    (14, STARTED, (said("prohibited", "BG", "05-08 15:00", ground="annex.F.I.9"),), S.PROHIBITED),
    (14, TAXI, (said("prohibited", "BG", "05-08 15:00", ground="annex.F.II.7"),), S.PROHIBITED),
    (15, TAXI, (said("cancelled", "IT", "05-08 15:00", ground="annex.F.II.8"),), S.CANCELLED),
    (16, CLEARED, (said("cancelled", "IT", "05-08 15:00", ground="annex.F.I.8"),), S.CANCELLED),
    (17, CLEARED, ASKED[-1:], S.DEMONSTRATING),
    (17, STARTED, ASKED[-1:], S.DEMONSTRATING),
    (18, ASKED, (FLOWN_DEMO,), S.CLEARED),
    (19, (*ASKED, FLOWN_DEMO), (said("prohibited", "BG", "05-08 19:00", ground="annex.F.III.6"),),
     S.PROHIBITED),
    (19, ASKED_OF_TAXI, (said("cancelled", "IT", "05-08 19:00", ground="annex.F.III.7"),),
     S.CANCELLED),
    (20, CLEARED, (submitted(),), S.PLAN_OPEN),
    (20, GROUND, (submitted(),), S.PLAN_OPEN),
    (21, OPEN, (said("plan-accepted", "BG", "05-08 18:00"),), S.PLAN_OPEN),
    (21, (*OPEN, said("plan-accepted", "BG", "05-08 18:00")), signed(), S.PLAN_AGREED),
    (22, OPEN, CHANGES[-1:], S.PLAN_CHANGES),
    (23, CHANGES, (said("plan-countered", "IT", "05-08 18:30", version=2, **SECOND),),
     S.PLAN_CHANGES),
    (24, OPEN, signed(), S.PLAN_AGREED),
    (24, CHANGES, signed(), S.PLAN_AGREED),
    (25, OPEN, DECLINED[-1:], S.DECLINED),
    (25, CHANGES, DECLINED[-1:], S.DECLINED),
    (26, AGREED, FILED[-1:], S.FILED),
    (27, FILED, (said("taken-off", "IT", "05-09 16:00"),), S.FLYING),
    (28, airborne(), (said("deviated", "IT", "05-09 17:00", cause="art.VIII.II.1.A"),), S.FLYING),
    (28, (*airborne(), said("deviated", "IT", "05-09 17:00", cause="art.VIII.II.1.A")),
     (said("resumed", "IT", "05-09 17:30"),), S.FLYING),
    (29, airborne(), (said("curtailed", "IT", "05-09 17:00", cause="technical-safety"),),
     S.FLYING),
    (30, airborne(), (said("landed", "IT", "05-09 20:00"),), S.FLOWN),
    (31, landed(), (said("covers-checked", "BG", "05-09 21:00", **AT_EXIT),), S.FLOWN),
    (31, EXIT, (said("covers-checked", "BG", "05-10 07:00", **AT_EXIT),), S.AT_EXIT),
    (32, (*airborne(taxi=True), said("curtailed", "IT", "05-09 17:00", cause="sensor-malfunction"),
          said("landed", "IT", "05-09 18:00")),
     (said("count-chosen", "IT", "05-09 20:00", counted=False),), S.FLOWN),
    (33, EXIT, (said("report-signed", "IT", "05-10 07:00"),
                said("report-signed", "BG", "05-10 07:00")), S.AT_EXIT),
    (34, EXIT, departed()[-1:], S.DEPARTED),
    (35, departed(), (said("report-sent", "IT", "05-12 09:00"),), S.CLOSED),
    *[(36, before, PROHIBITED[-1:], S.PROHIBITED)
      for before in (NOTICE, GROUND, STARTED, CLEARED)],
    (36, FILED, (said("prohibited", "BG", "05-09 15:00", ground="art.VIII.I.1"),), S.PROHIBITED),
    (37, PROHIBITED, (said("explained", "BG", "05-10 09:00", text="facts"),), S.CLOSED),
    (38, DECLINED, (said("explained", "IT", "05-10 09:00", text="reasons"),), S.CLOSED),
]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "before", "event", "after"),
    [pytest.param(*case, id=f"row-{case[0]}-{n}") for n, case in enumerate(ROWS)],
)
def test_transition(row: int, before: Script, event: Script, after: MissionState) -> None:
    """The event takes the mission from the state of its row to the next; nothing is a misfit."""
    m = mission(*before, *event)
    assert m.state is after, row
    assert not m.misfits


ACTS: Final[list[Said[MissionFact]]] = [
    said("deviated", "IT", "05-09 17:00", cause="art.VIII.II.1.A"),
    said("resumed", "IT", "05-09 17:30"),
    said("curtailed", "IT", "05-09 18:00", cause="technical-safety"),
]
FLIGHT: Final = [
    ("F10", (), FlightState.ON_PLAN),
    ("F30", ACTS[:1], FlightState.DEVIATING),
    ("F10", ACTS[:2], FlightState.ON_PLAN),
    ("F50", ACTS, FlightState.CURTAILED),
]


@pytest.mark.parametrize(("sub", "acts", "state"), FLIGHT)
def test_sub_state(sub: str, acts: Script, state: FlightState) -> None:
    """On its plan, deviating, back on it, cut short: the flight says where it stands."""
    m = mission(*airborne(), *acts)
    assert m.flight is state
    assert state.value == sub


def test_every_row_is_tested_or_named() -> None:
    """Thirty-nine rows: each has its test, or the reason why no mission moves by it."""
    tested = {row for row, *_ in ROWS}
    assert tested | set(NOT_BY_A_MISSION) == set(range(1, 40))
    assert not tested & set(NOT_BY_A_MISSION)


def test_every_state_is_entered() -> None:
    """Every state of a mission but the first is entered by a row; Z40 by no row (AMB-17)."""
    entered = {after for *_, after in ROWS}
    assert set(S) - entered == {S.PLANNED, S.WITHDRAWN}
    own = said("cancelled", "IT", "05-06 06:00", ground="own-reasons")
    assert mission(notified(), own).state is S.WITHDRAWN


def test_every_sub_state_is_tested_or_named() -> None:
    """Eight sub-states: each has its test, or the name of who tells it."""
    all_of_them = {"F10", "F20", "F30", "F31", "F32", "F40", "F50", "F60"}
    assert {sub for sub, *_ in FLIGHT} | set(FLIGHT_NOT_BY_A_MISSION) == all_of_them
