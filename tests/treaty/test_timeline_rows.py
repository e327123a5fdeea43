"""Every transition of the life of a mission, row by row, and the sub-states of its flight.

Four rows are told of a quarter, of people or of membership, not of a mission: they are run as
cases, which show that the mission stays where it is and what the rule of the row answers.
"""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

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
from tests.plan_cases import PLAN

from overflight.desk.cases import CaseAsked, judge_case, read_case
from overflight.missions import (
    FlightState,
    Mission,
    MissionFact,
    MissionState,
    Stop,
    judge_mission,
    kind_of,
    window_end,
)
from overflight.missions.said.facts_plan import PlanSubmitted
from overflight.record import Said
from overflight.treaty import Outcome, write_form

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

FOUND: Final = {"found_at": at("05-08 11:00"), "what": "a second video camera"}
MISMATCH: Final = said("mismatch-told", "BG", "05-08 11:00", **FOUND)

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
    (13, STARTED, (MISMATCH,), S.INSPECTING),
    (14, STARTED, (said("prohibited", "BG", "05-08 15:00", ground="annex.F.I.9"),), S.PROHIBITED),
    (14, (*STARTED, MISMATCH),
     (said("prohibited", "BG", "05-08 15:00", ground="annex.F.I.9"),), S.PROHIBITED),
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


def case(at_: str, *statements: dict[str, Any]) -> dict[str, Any]:
    """Return what a case answers."""
    plain = {"case": "row", "at": at_, "statements": list(statements)}
    read = read_case(json.dumps(plain).encode(), where="row")
    answer: Any = write_form(judge_case(read, CaseAsked(), source="row"))
    return dict(answer)


def stated(kind: str, party: str, time: str, **body: object) -> dict[str, Any]:
    """Return a statement of a case."""
    return {"type": kind, "party": party, "time": time, "body": body}


def told(answer: dict[str, Any], rule: str) -> list[tuple[str, float]]:
    """Return outcome and number of what a case answers about a rule."""
    rows = [f for s in answer["subjects"] for f in s["findings"] if f["rule"] == rule]
    return [(f["outcome"], f["measured"]["value"]) for f in rows if f["measured"]]


def states(answer: dict[str, Any]) -> list[str]:
    """Return where the missions of a case stand."""
    return [row["state"] for row in answer["missions"]]


def in_case(statement: Said[MissionFact]) -> dict[str, Any]:
    """Return a fact of a mission as a statement of a case."""
    body: Any = write_form(statement.fact)
    return {"type": kind_of(statement.fact), "party": statement.party, "body": body}


def sequence(on: str) -> dict[str, Any]:
    """Return the sequence of the second quarter of 2003 over Bulgaria, told on a day."""
    flights: dict[str, object] = {"sequence": ["IT"], "on": on}
    time = f"{on}T10:00:00Z"
    kind = "quotas.sequence-notified/1"
    return stated(kind, "BG", time, observed="BG", year=2003, quarter=2, **flights)


@pytest.mark.rule("FLT-5")
@pytest.mark.provision("annex.H.3")
@pytest.mark.parametrize(
    ("on", "outcome"), [("2003-02-14", "kept"), ("2003-02-15", "kept"), ("2003-02-16", "broken")]
)
def test_row_1_sequence(on: str, outcome: str) -> None:
    """The sequence leaves every flight planned (M00): due on 15 February for the second quarter."""
    answer = case("2003-03-01T00:00:00Z", sequence(on))
    assert [found for found, _ in told(answer, "FLT-5")] == [outcome]
    assert states(answer) == []
    notice = in_case(notified())
    assert states(case("2003-05-05T06:00:00Z", sequence(on), notice)) == ["M10 NOTIFIED"]


@pytest.mark.rule("TAX-2")
@pytest.mark.provision("annex.H.4")
@pytest.mark.parametrize(
    ("on", "outcome"), [("2003-02-21", "kept"), ("2003-02-22", "kept"), ("2003-02-23", "broken")]
)
def test_row_2_taxi_election(on: str, outcome: str) -> None:
    """The election leaves the flight planned (M00): due seven days after the sequence."""
    body = {"observed": "BG", "year": 2003, "quarter": 2, "flights": [1], "on": on}
    elected = stated("quotas.taxi-elected/1", "BG", f"{on}T10:00:00Z", **body)
    answer = case("2003-03-01T00:00:00Z", sequence("2003-02-15"), elected)
    assert told(answer, "TAX-2") == [(outcome, float(on[-2:]) - 15)]
    assert states(answer) == []


@pytest.mark.rule("PER-3")
@pytest.mark.provision("art.XIII.I.3.B")
@pytest.mark.parametrize(("second", "outcome"), [(-1, "kept"), (0, "kept"), (1, "broken")])
def test_row_10_visa(second: int, outcome: str) -> None:
    """Visas come within an hour of the arrival and leave the mission arrived (M30)."""
    digest = "ab" * 32
    body = {"state": "IT", "version": 1, "on": "1994-10-28", "people": 1, "added": ["IT-1"]}
    listed = stated(
        "missions.personnel-list-sent/1", "IT", "1994-10-28T12:00:00Z", **body, list_sha256=digest
    )
    when = (at("05-08 09:00") + timedelta(seconds=second)).strftime("%Y-%m-%dT%H:%M:%SZ")
    visa = {"person": "IT-1", "at": when, "way": "art.XIII.I.3.B", "mission": "2003-OS3001"}
    issued = stated("missions.visa-issued/1", "BG", when, **visa)
    answer = case("2003-05-08T10:00:00Z", listed, *map(in_case, GROUND), issued)
    assert [found for found, _ in told(answer, "PER-3")] == [outcome]
    assert states(answer) == ["M30 ARRIVED"]


@pytest.mark.rule("PFI-8")
@pytest.mark.provision("annex.F.I.9", "annex.F.II.8")
@pytest.mark.parametrize(("second", "outcome"), [(0, Outcome.KEPT), (1, Outcome.OPEN)])
def test_row_13_finding_at_once(second: int, outcome: Outcome) -> None:
    """Immediately is at once; whether a second later is so, a person must say."""
    later = said("mismatch-told", "BG", at("05-08 11:00", plus_s=second), **FOUND)
    m = mission(*STARTED, later)
    found = [f for f in judge_mission(m) if f.rule == "PFI-8" and "told" in f.says]
    assert [(f.outcome, f.provision) for f in found] == [(outcome, "annex.F.I.9")]


@pytest.mark.rule("PFI-8")
@pytest.mark.provision("annex.F.II.8")
def test_row_13_finding_on_a_taxi_is_told_by_the_observing_party() -> None:
    """The inspecting Party is the one that does not supply the aircraft."""
    told_by = {
        party: said("mismatch-told", party, "05-08 12:00", **FOUND) for party in ("IT", "BG")
    }
    m = mission(*TAXI, told_by["IT"])
    assert not m.misfits
    assert "annex.F.II.8" in {f.provision for f in judge_mission(m) if f.rule == "PFI-8"}
    assert [f.rule for f in mission(*TAXI, told_by["BG"]).findings] == ["E-RULE"]
    before = mission(*GROUND, said("mismatch-told", "BG", "05-08 12:00", **FOUND))
    assert "no inspection was started" in before.findings[0].says


@pytest.mark.rule("MEM-9")
@pytest.mark.provision("art.XV")
def test_row_39_membership_lost() -> None:
    """The day a Party leaves, no mission moves by itself: the text is silent, and people decide."""
    body: dict[str, object] = {"state": "BG", "on": "2002-11-08", "effect": "2003-05-08"}
    leaves = stated("membership.withdrawal-notified/1", "CA", "2002-11-08T12:00:00Z", **body)
    for script, state in ((NOTICE, "M20 ACKNOWLEDGED"), (GROUND, "M30 ARRIVED")):
        answer = case("2003-05-08T08:00:00Z", leaves, *map(in_case, script))
        rows = [f for s in answer["subjects"] for f in s["findings"] if f["rule"] == "MEM-9"]
        assert states(answer) == [state]
        assert [(f["outcome"], f["readings"]) for f in rows] == [
            ("open", ["AMB-28=complete-before"])
        ]


IN_CASES: Final = {1, 2, 10, 39}
FAR: Final[dict[str, object]] = {"cause": "art.VIII.II.1.A", "off_path_km": "50.001"}
LOW: Final[dict[str, object]] = {"cause": "art.VIII.II.1.A", "below_minimum_of": ["OF-1"]}
NEAR: Final = {**FAR, "off_path_km": "50"}
NEXT: Final = {"member": "BE", "to": "NL", "sensors_off": True}
STOP: Final = said("stopped", "IT", "05-09 17:00", airfield="BG-SOFIA")
DEVIATED: Final = said("deviated", "IT", "05-09 17:00", cause="art.VIII.II.1.A")
RESUMED: Final = said("resumed", "IT", "05-09 17:30")
SHORT: Final = said("curtailed", "IT", "05-09 18:00", cause="technical-safety")
EMERGENCY: Final = said("emergency-declared", "IT", "05-09 18:10")
LEFT: Final = said("member-left", "IT", "05-09 17:00", **NEXT)
# The sub-state of the table, what was said since take-off.
FLIGHT: Final[list[tuple[str, Script]]] = [
    ("F10", ()),
    ("F20", (STOP,)),
    ("F10", (STOP, RESUMED)),
    ("F30", (DEVIATED,)),
    ("F10", (DEVIATED, RESUMED)),
    ("F31", (said("deviated", "IT", "05-09 17:00", **LOW),)),
    ("F31", (DEVIATED, said("deviated", "IT", "05-09 17:10", **LOW))),
    ("F30", (said("deviated", "IT", "05-09 17:00", **NEAR),)),
    ("F32", (said("deviated", "IT", "05-09 17:00", **FAR),)),
    ("F32", (said("deviated", "IT", "05-09 17:00", **{**LOW, **FAR}),)),
    ("F10", (said("deviated", "IT", "05-09 17:00", **FAR), RESUMED)),
    ("F40", (EMERGENCY,)),
    ("F40", (DEVIATED, EMERGENCY, said("deviated", "IT", "05-09 18:20", **FAR))),
    ("F10", (EMERGENCY, said("resumed", "IT", "05-09 18:30"))),
    ("F50", (DEVIATED, RESUMED, SHORT)),
    ("F50", (SHORT, said("deviated", "IT", "05-09 18:20", **FAR))),
    ("F40", (SHORT, EMERGENCY)),
    ("F50", (SHORT, EMERGENCY, said("resumed", "IT", "05-09 18:30"))),
    ("F60", (LEFT,)),
    ("F10", (LEFT, RESUMED)),
]


@pytest.mark.parametrize(("sub", "acts"), FLIGHT)
def test_sub_state(sub: str, acts: Script) -> None:
    """Where the flight stands follows from what was said; the mission is flying throughout."""
    m = mission(*airborne(), *acts)
    assert m.flight is FlightState(sub)
    assert m.state is S.FLYING
    assert not m.misfits


UNFIT: Final = [
    ((RESUMED,), "the aircraft was on its plan"),
    ((SHORT, said("resumed", "IT", "05-09 18:30")), "the flight was cut short"),
    ((SHORT, said("stopped", "IT", "05-09 18:30", airfield="BG-SOFIA")), "cut short"),
    ((SHORT, said("member-left", "IT", "05-09 18:30", **NEXT)), "cut short"),
]


@pytest.mark.parametrize(("acts", "why"), UNFIT)
def test_what_does_not_fit_on_the_way_is_told(acts: Script, why: str) -> None:
    """A flight on its plan resumes nothing; one cut short goes on to no stop."""
    (finding,) = mission(*airborne(), *acts).findings
    assert (finding.rule, finding.outcome) == ("E-STATE", Outcome.OPEN)
    assert why in finding.says


def answers(m: Mission, rule: str) -> list[Outcome]:
    """Return what a mission answers about a rule."""
    return [finding.outcome for finding in judge_mission(m) if finding.rule == rule]


@pytest.mark.rule("FLT-1")
@pytest.mark.provision("art.VI.I.9")
def test_the_window_runs_on_during_a_stop() -> None:
    """Refuelling and rest are inside the 96 hours."""
    before, after = mission(*airborne()), mission(*airborne(), STOP)
    assert window_end(after)[0].at == window_end(before)[0].at == at("05-12 08:00")


@pytest.mark.rule("ARR-4")
@pytest.mark.provision("annex.E.6")
@pytest.mark.parametrize(("checked", "told"), [("08:59", []), ("09:00", []), ("09:01", ["open"])])
def test_covers_are_checked_before_the_point_of_entry_is_left(
    checked: str, told: list[str]
) -> None:
    """The second of the five checks; one after the departure is none before it."""
    way = said("transferred", "IT", "05-08 11:00", left_at=at("05-08 09:00"))
    occasion = "before leaving the point of entry for another airfield"
    check = said("covers-checked", "BG", f"05-08 {checked}", check=occasion, in_place=True)
    m = mission(*GROUND, check, way)
    found = [f for f in judge_mission(m) if f.rule == "ARR-4" and "on record" in f.says]
    assert [f.outcome.value for f in found] == told
    missing = [f for f in judge_mission(mission(*GROUND, way)) if "no check is" in f.says]
    assert [f.rule for f in missing] == ["ARR-4"]


@pytest.mark.rule("ARR-4")
@pytest.mark.provision("annex.E.6")
def test_covers_are_checked_before_the_last_airfield_is_left() -> None:
    """The third check is asked where the plan ends at another airfield than the point of exit."""
    occasion = "before leaving the last Open Skies airfield for another point of exit"
    check = said("covers-checked", "BG", "05-09 20:30", check=occasion, in_place=True)
    there = said("arrived-at-exit", "IT", "05-09 21:00")

    def missing(exit_site: str, *more: Said[MissionFact]) -> list[str]:
        plan = replace(
            PLAN,
            mission="2003-OS3001",
            observing="IT",
            observed="BG",
            point_of_exit=exit_site,
            commencement=at("05-09 16:00"),
        )
        flown = tuple(
            replace(s, fact=replace(s.fact, plan=plan)) if isinstance(s.fact, PlanSubmitted) else s
            for s in landed()
        )
        found = judge_mission(mission(*flown, *more, there))
        return [f.says for f in found if f.rule == "ARR-4" and "no check is" in f.says]

    assert missing(PLAN.end_site) == []
    assert len(missing("BG-SOFIA")) == 1
    assert missing("BG-SOFIA", check) == []


STOPPED_AT: Final = [("BG-BURGAS", Outcome.KEPT), ("BG-SOFIA", Outcome.BROKEN)]


@pytest.mark.rule("GEO-11")
@pytest.mark.provision("art.VI.II.3")
@pytest.mark.parametrize(("airfield", "outcome"), STOPPED_AT)
def test_the_aircraft_stops_where_the_plan_has_it_stop(airfield: str, outcome: Outcome) -> None:
    """A place that the agreed plan does not name is no stop of this flight."""
    planned = Stop("BG-BURGAS", "A", at("05-09 17:00"), at("05-09 18:00"))
    plan = replace(PLAN, mission="2003-OS3001", observing="IT", observed="BG", stops=(planned,))
    flown = tuple(
        replace(s, fact=replace(s.fact, plan=plan)) if isinstance(s.fact, PlanSubmitted) else s
        for s in airborne()
    )
    there = said("stopped", "IT", "05-09 17:00", airfield=airfield)
    assert answers(mission(*flown, there), "GEO-11") == [outcome]
    assert answers(mission(*airborne(), there), "GEO-11") == [Outcome.OPEN]


@pytest.mark.rule("GRP-7")
@pytest.mark.provision("art.III.II.2.E")
@pytest.mark.parametrize(("off", "outcome"), [(True, Outcome.KEPT), (False, Outcome.BROKEN)])
def test_sensors_are_off_between_two_members(off: bool, outcome: Outcome) -> None:
    """From the end of the distance over one member to the start point over the next."""
    left = said("member-left", "IT", "05-09 17:00", **{**NEXT, "sensors_off": off})
    assert answers(mission(*airborne(), left), "GRP-7") == [outcome]


@pytest.mark.rule("EMG-1", "EMG-2")
@pytest.mark.provision("art.VIII.III.1", "art.VIII.III.2")
def test_an_emergency_asks_people() -> None:
    """Whether guidance was followed and help was given, nobody but people can say."""
    script = [*airborne(), EMERGENCY]
    answer = case("2003-05-09T18:30:00Z", *map(in_case, script))
    rules = {row["rule"] for row in answer["asked"] if row["mission"] == "2003-OS3001"}
    assert {"EMG-1", "EMG-2"} <= rules


def test_every_row_is_tested() -> None:
    """Thirty-nine rows: each is run by a fact of a mission, or by a case."""
    by_missions = {row for row, *_ in ROWS}
    assert by_missions | IN_CASES == set(range(1, 40))
    assert not by_missions & IN_CASES


def test_every_state_is_entered() -> None:
    """Every state of a mission but the first is entered by a row; Z40 by no row (AMB-17)."""
    entered = {after for *_, after in ROWS}
    assert set(S) - entered == {S.PLANNED, S.WITHDRAWN}
    own = said("cancelled", "IT", "05-06 06:00", ground="own-reasons")
    assert mission(notified(), own).state is S.WITHDRAWN


def test_every_sub_state_is_entered() -> None:
    """The eight sub-states of the table are those of the program, and each is entered."""
    of_the_table = {"F10", "F20", "F30", "F31", "F32", "F40", "F50", "F60"}
    assert {state.value for state in FlightState} == of_the_table
    assert {sub for sub, _ in FLIGHT} == of_the_table
