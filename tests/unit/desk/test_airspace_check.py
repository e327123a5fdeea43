"""What a plan meets of published airspace, and the questions that the Treaty puts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.plan_cases import AROUND, PLAN, camera, point, under

from overflight.airspace import (
    Airspace,
    AirspaceArea,
    Always,
    Between,
    Hazard,
    Level,
    LevelSystem,
    Obstacle,
    Unread,
)
from overflight.desk.planning.airspace import airspace_list, check_airspace
from overflight.geodesy import Position
from overflight.missions import HeightSystem
from overflight.treaty import Outcome

SEA = LevelSystem.SEA


def box(west: float, east: float, name: str = "R1", hazard: Hazard | None = None) -> AirspaceArea:
    """Return an area across the equator from 1,000 to 5,000 m."""
    corners = ((west, -0.1), (east, -0.1), (east, 0.1), (west, 0.1))
    return AirspaceArea(
        name,
        hazard or Hazard.RESTRICTED,
        "R",
        tuple(Position(*corner) for corner in corners),
        Level(SEA, 1000.0, "1000 m"),
        Level(SEA, 5000.0, "5000 m"),
        where=f"a.txt: line {int(west * 10)}",
    )


# Over the equator at 3,000 m above the sea; three legs, so that the middle one neither climbs
# nor descends.
FLOWN = replace(
    PLAN, height_system=HeightSystem.MSL, route=(point("A", 0.5, 0.0), point("B", 1.5, 0.0))
)


def told(*areas: AirspaceArea, **more: object) -> tuple[str, list[tuple[str, str]]]:
    """Return the outcome and the findings about some areas."""
    airspace = replace(Airspace("a.txt", areas), **more)  # type: ignore[arg-type]
    answer = check_airspace(FLOWN, AROUND, airspace)
    return answer.outcome.value, [(f.rule, f.outcome.value) for f in answer.findings]


@pytest.mark.provision("art.VI.II.5", "art.VI.II.4.C", "art.VI.II.2")
@pytest.mark.rule("MPL-8", "MPL-5", "MPL-2")
def test_an_area_that_is_crossed_is_asked_of_both_parties() -> None:
    """The one takes it into account, the other names it and offers a way; nobody is refused."""
    answer = check_airspace(FLOWN, AROUND, Airspace("a.txt", (box(0.8, 1.2),)))
    assert answer.outcome is Outcome.OPEN
    assert answer.hazards == ("R1",)
    free, ours, theirs = answer.findings
    assert (free.rule, free.outcome) == ("MPL-2", Outcome.KEPT)
    assert (ours.rule, ours.provision) == ("MPL-5", "art.VI.II.4.C")
    assert (theirs.rule, theirs.provision) == ("MPL-8", "art.VI.II.5")
    assert "at 3,000 m msl (height within, activity not known)" in theirs.says
    assert theirs.measured is not None
    assert theirs.measured.value == pytest.approx(0.4 * 111.3195, abs=0.01)
    assert theirs.where == (answer.meetings[0].enters, answer.meetings[0].leaves)
    assert theirs.readings == ("AMB-14=name-and-one",)


@pytest.mark.provision("art.VI.II.5")
@pytest.mark.rule("MPL-8")
@pytest.mark.case("kept")
def test_areas_that_are_passed_are_counted() -> None:
    """Above, below and outside their times: no question is put, and the answer says how many."""
    high = replace(box(0.7, 0.9, "HIGH"), lower=Level(SEA, 3001.0))
    closed = replace(box(1.1, 1.3, "CLOSED"), active=(Between(never=True),))
    answer = check_airspace(FLOWN, AROUND, Airspace("a.txt", (high, closed)))
    assert answer.outcome is Outcome.KEPT
    assert "(2)" in answer.findings[1].says
    assert [row.bears for row in answer.meetings] == [False, False]
    assert told(box(5.0, 6.0))[0] == "kept"


def test_other_airspace_binds_nothing() -> None:
    """A control zone is kept for the map."""
    zone = replace(box(0.8, 1.2), hazard=None, category="CTR")
    assert told(zone) == ("kept", [("MPL-2", "kept"), ("MPL-8", "kept")])
    listed = airspace_list(Airspace("a.txt", (zone, box(1, 2))), hazardous=True)
    assert [row.name for row in listed.areas] == ["R1"]


def test_what_could_not_be_read_keeps_the_answer_open() -> None:
    """A broken hazardous area may lie on the path; a broken control zone does not matter here."""
    lost = Unread("R9", "a.txt: line 3", "e", "f", "r", Hazard.DANGER)
    assert told(unread=(lost,))[0] == "open"
    assert told(unread=(replace(lost, hazard=None),))[0] == "kept"


def test_an_airfield_without_a_position_keeps_the_answer_open() -> None:
    """The path is not known there."""
    around = replace(AROUND, sites={"IT-S": AROUND.sites["IT-S"]})
    answer = check_airspace(FLOWN, around, Airspace("a.txt", ()))
    assert (answer.outcome, answer.missing) == (Outcome.OPEN, ("IT-E",))


@pytest.mark.provision("art.VI.II.4.B")
@pytest.mark.rule("MPL-5")
def test_obstacles_are_asked_about() -> None:
    """The numbers are those of ICAO Annex 2, and the question goes to the observing Party."""
    mast = Obstacle("MAST", Position(1.0, 0.01), Level(SEA, 2800.0, "2800 m"))
    answer = check_airspace(FLOWN, AROUND, Airspace("a.txt", (), (mast,)))
    assert (answer.findings[-1].provision, answer.outcome) == ("art.VI.II.4.B", Outcome.OPEN)
    assert answer.obstacles[0].clear_m is not None
    assert round(answer.obstacles[0].clear_m.least_m) == 200
    high = replace(mast, top=Level(SEA, 2700.0))
    assert not check_airspace(FLOWN, AROUND, Airspace("a.txt", (), (high,))).obstacles


def test_a_climb_is_not_above() -> None:
    """Between airfield and first turn point the aircraft may be anywhere below its height."""
    low = replace(box(0.1, 0.3), lower=Level(SEA, 0.0), upper=Level(SEA, 500.0))
    (row,) = check_airspace(FLOWN, AROUND, Airspace("a.txt", (low,))).meetings
    assert (row.standing.value, row.planned) == ("open", "SFC to 3,000 m msl")


def test_sensors_on_a_leg_say_its_height() -> None:
    """The height of an observation period replaces that of the plan along its stretch."""
    plan = replace(FLOWN, observations=(camera("A", "B", 900.0), camera("A", "B", 950.0)))
    (row,) = check_airspace(plan, AROUND, Airspace("a.txt", (box(0.8, 1.2),))).meetings
    assert (row.standing.value, row.planned) == ("below", "900 m msl to 950 m msl")


def test_rhumb_lines_are_followed_where_they_are_read_so() -> None:
    """Under that reading of AMB-33 a leg comes in pieces, with times that run on."""
    around = under(AROUND, AMB_33="rhumb-line")
    north = replace(FLOWN, route=(point("A", 0.5, 0.0), point("B", 1.5, 0.5), point("C", 1.9, 0.5)))
    area = replace(
        box(0.4, 1.6),
        outline=tuple(
            Position(x, y) for x, y in ((0.8, -1.0), (1.2, -1.0), (1.2, 1.0), (0.8, 1.0))
        ),
    )
    (great,) = check_airspace(north, AROUND, Airspace("a.txt", (area,))).meetings
    (rhumb,) = check_airspace(north, around, Airspace("a.txt", (area,))).meetings
    assert abs((great.since - rhumb.since).total_seconds()) <= 2
    assert abs((great.until - rhumb.until).total_seconds()) <= 2


def test_a_list_shows_what_a_file_holds() -> None:
    """Also of areas across the antimeridian."""
    far = replace(
        box(0, 1),
        outline=tuple(Position(x, y) for x, y in ((179, 60), (-179, 60), (-179, 61), (179, 61))),
        times="NOTAM",
        active=(Always(),),
    )
    (row,) = airspace_list(Airspace("a.txt", (far,), day=date(2026, 3, 1))).areas
    assert (row.west_deg, row.east_deg, row.south_deg, row.north_deg) == (179, -179, 60, 61)


def test_words_of_the_source_stand_in_the_finding() -> None:
    """Its day, its times, how far the outline may be off."""
    area = replace(box(0.8, 1.2), times="MON-FRI", error_m=21.9, active=(Always(),))
    airspace = Airspace("a.txt", (area,), day=date(2026, 3, 1))
    finding = check_airspace(FLOWN, AROUND, airspace).findings[-1]
    assert "active then" in finding.says
    assert finding.basis == (
        "airspace: a.txt, of 2026-03-01",
        "a.txt: line 8, outline within 21.9 m",
        "times as published: MON-FRI",
    )
