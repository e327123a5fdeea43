"""On board: what is next, what is left, what asks for attention; the state is the stream's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from tests.flown import COMMENCEMENT, DEGREE_M, START_S, around, plan, route

from overflight.flights import (
    Course,
    CrewSaid,
    Fix,
    Item,
    LiveAct,
    LiveSettings,
    LiveState,
    LiveStatus,
    SensorSwitched,
    Word,
    course_of,
    route_of,
    status_of,
    taken,
)
from overflight.flights.live.dues import sensors_due
from overflight.geodesy import FlatTerrain, Lines, Position
from overflight.missions import (
    Agreement,
    BorderLine,
    Borders,
    DeviationCause,
    HeightSystem,
    LineKind,
    MaximumDistance,
    PlannedPath,
    Stop,
    Surroundings,
    Waypoint,
)
from overflight.treaty import readings

SPEED = 400_000.0 / 3600  # metres a second, as planned


def north(metres: float) -> float:
    """Return the latitude that many metres of meridian north of the equator, by GeographicLib."""
    return float(Geodesic.WGS84.Direct(0, 0, 0, metres)["lat2"])


def fix(
    seconds: float, *, off_m: float = 0.0, height_m: float | None = 3000.0, lon: float | None = None
) -> Fix:
    """Return where the aircraft is so long after commencement, at the planned speed."""
    x = seconds * SPEED / DEGREE_M if lon is None else lon
    heights = () if height_m is None else ((HeightSystem.ELLIPSOID, height_m),)
    return Fix(START_S + seconds, Position(x, north(off_m)), heights)


def course(world: Surroundings | None = None, settings: LiveSettings | None = None) -> Course:
    """Return the path along the equator, ready to be watched."""
    return course_of(route(), world or around(), settings)


def watched(on: Course, *items: Item) -> LiveState:
    """Return the state after some items."""
    state = LiveState()
    for item in items:
        state = taken(on, state, item)
    return state


def seen(on: Course, *items: Item) -> LiveStatus:
    """Return what is shown after some items."""
    status = status_of(on, watched(on, *items))
    assert status is not None
    return status


def keys(status: LiveStatus) -> set[str]:
    """Return what asks for attention."""
    return {alarm.key for alarm in status.alarms}


def test_before_the_first_position_nothing_is_shown() -> None:
    """A sensor switched on the ground says nothing of the flight."""
    on = course()
    assert status_of(on, watched(on, SensorSwitched("CAM", on=True))) is None


def test_the_next_acts_stand_in_order_with_distance_and_time() -> None:
    """Half a degree out: turn and sensor at A in half a degree, then B, then the sensor off."""
    status = seen(course(), fix(0), fix(10), fix(0.5 * DEGREE_M / SPEED))
    acts = [(act.act, act.name) for act in status.next]
    assert acts == [
        (LiveAct.TURN, "A"),
        (LiveAct.SENSOR_ON, "CAM"),
        (LiveAct.TURN, "B"),
        (LiveAct.SENSOR_OFF, "CAM"),
    ]
    assert status.next[0].in_m == pytest.approx(0.5 * DEGREE_M, abs=1)
    assert status.next[0].in_s == pytest.approx(0.5 * DEGREE_M / SPEED, rel=0.01)
    assert status.next[0].course_deg == pytest.approx(90.0)
    assert status.next[0].turn_deg == pytest.approx(0.0, abs=0.1)
    assert (status.leg, status.state) == ("XX-HOME - A", "F10")
    assert status.margins.left_m == pytest.approx(2.5 * DEGREE_M, abs=1)
    assert status.margins.late_s == pytest.approx(0.0, abs=0.5)


def test_a_turn_has_its_side() -> None:
    """From east to north is a left turn of a right angle."""
    spots = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0))
    names = ("XX-HOME", "A", "XX-AWAY")
    places = tuple(Waypoint(n, Position(*p)) for n, p in zip(names, spots, strict=True))
    on = course_of(route_of(plan(observations=()), PlannedPath(places)), around())
    first = seen(on, fix(0), fix(10)).next[0]
    assert first.turn_deg == pytest.approx(-90.0)
    assert first.course_deg == pytest.approx(0.0)


def test_legs_follow_each_other_and_the_end_is_reached() -> None:
    """A fix a minute all the way: every leg in its order, nothing asked for."""
    on = course(settings=LiveSettings(gap_s=120))
    state, legs, left = LiveState(), [], 0.0
    for second in range(0, int(3 * DEGREE_M / SPEED), 60):
        state = taken(on, state, fix(float(second)))
        status = status_of(on, state)
        assert status is not None
        assert status.alarms == ()
        legs.append(status.leg)
        left = status.margins.left_m
    assert list(dict.fromkeys(legs)) == ["XX-HOME - A", "A - B", "B - XX-AWAY"]
    assert left == pytest.approx(0.0, abs=8_000)
    assert state.flown_m == pytest.approx(3 * DEGREE_M, abs=8_000)


def test_the_same_stream_gives_the_same_state() -> None:
    """A restart computes the state again from what was kept: nothing else is remembered."""
    items = [fix(10.0 * i, off_m=3_000.0 if 20 < i < 40 else 0.0) for i in range(80)]
    on = course()
    assert watched(on, *items) == watched(on, *items[:37], *items[37:])


@pytest.mark.parametrize(
    ("off_m", "off"), [(1_999.99, False), (2_000.01, True), (-2_000.01, True), (0.0, False)]
)
def test_off_the_path_begins_beyond_the_tolerance(off_m: float, off: bool) -> None:
    """A setting, on either side; exactly at it is on the path."""
    status = seen(course(), fix(0), fix(10, off_m=off_m))
    assert ("DEV-1" in keys(status)) is off
    assert status.state == ("F30" if off else "F10")
    assert status.margins.path_m == pytest.approx(2_000 - abs(off_m), abs=0.06)
    assert status.margins.across_m == pytest.approx(-off_m, abs=0.06)


def test_those_aboard_are_to_be_told_until_they_were() -> None:
    """The text says: immediately; the alarm goes when the crew says so, and comes again later."""
    on = course()
    away = [fix(0), fix(20, off_m=3_000.0)]
    assert {"DEV-1", "DEV-7"} <= keys(seen(on, *away))
    told: list[Item] = [*away, CrewSaid(Word.TOLD)]
    assert "DEV-7" not in keys(seen(on, *told))
    again = [*told, fix(40), fix(60, off_m=3_000.0)]
    assert "DEV-7" in keys(seen(on, *again))


def test_the_cause_the_crew_says_is_shown_with_its_provision() -> None:
    """Weather that hinders sensors stands by itself in the text."""
    on = course()
    said = CrewSaid(Word.DEVIATED, DeviationCause.WEATHER_SENSORS)
    status = seen(on, fix(0), said)
    (alarm, _) = status.alarms
    assert (alarm.rule, alarm.provision) == ("DEV-2", "art.VIII.II.2")
    assert status.state == "F30"
    assert "DEV-1" not in keys(seen(on, fix(0), said, CrewSaid(Word.RESUMED)))


@pytest.mark.parametrize(("off_m", "far"), [(49_999.9, False), (50_000.1, True)])
def test_fifty_kilometres_name_the_right_to_bar(off_m: float, far: bool) -> None:
    """Exactly at fifty kilometres nothing may be barred for it (art.VIII.II.3)."""
    on = course(settings=LiveSettings(fastest_m_s=20_000.0))
    status = seen(on, SensorSwitched("CAM", on=True), fix(0), fix(10, off_m=off_m))
    assert ("DEV-4" in keys(status)) is far
    assert status.state == ("F32" if far else "F30")
    if far:
        assert any("on: CAM" in alarm.says for alarm in status.alarms)


@pytest.mark.parametrize(("height_m", "low"), [(2_000.0, False), (1_999.9, True), (3_000.0, False)])
def test_a_sensor_below_its_minimum_height_is_named(height_m: float, low: bool) -> None:
    """Exactly the minimum height is high enough; the sensor is on by the stream."""
    there = 1.5 * DEGREE_M / SPEED
    status = seen(course(), SensorSwitched("CAM", on=True), fix(there, height_m=height_m))
    assert ("DEV-3 CAM" in keys(status)) is low
    assert status.margins.height_m == pytest.approx(height_m - 2_000.0)
    assert status.margins.height_of == "CAM"
    assert status.margins.above_ground_m == height_m


def test_without_a_word_of_sensors_the_plan_says_which_is_due() -> None:
    """Inside the stretch of the camera its height counts, outside no height does."""
    inside = seen(course(), fix(1.5 * DEGREE_M / SPEED, height_m=1_500.0))
    assert any("CAM is due" in alarm.says for alarm in inside.alarms)
    outside = seen(course(), fix(0.5 * DEGREE_M / SPEED, height_m=1_500.0))
    assert outside.margins.height_m is None
    assert outside.margins.above_ground_m == 1_500.0


def test_off_the_path_and_below_is_its_own_sub_state() -> None:
    """F31: deviating, under the minimum height of a sensor."""
    there = 1.5 * DEGREE_M / SPEED
    status = seen(
        course(), SensorSwitched("CAM", on=True), fix(there, off_m=3_000.0, height_m=1_000.0)
    )
    assert status.state == "F31"


@pytest.mark.parametrize(
    ("terrain", "system", "above"),
    [
        (None, HeightSystem.ELLIPSOID, None),
        (FlatTerrain(500.0), HeightSystem.ELLIPSOID, 2_500.0),
        (FlatTerrain(500.0), HeightSystem.MSL, None),
        (FlatTerrain(500.0), HeightSystem.AGL, 3_000.0),
        (FlatTerrain(500.0, height_system="EGM96"), HeightSystem.MSL, 2_500.0),
        (FlatTerrain(np.nan), HeightSystem.ELLIPSOID, None),
    ],
)
def test_heights_above_ground_need_the_same_surface(
    terrain: FlatTerrain | None, system: HeightSystem, above: float | None
) -> None:
    """What counts from another surface is not brought there by a guess."""
    one = replace(fix(0), heights=((system, 3_000.0),))
    assert seen(course(around(terrain=terrain)), one).margins.above_ground_m == above


def test_a_sensor_on_where_the_plan_has_it_off_is_named_and_the_reverse() -> None:
    """Only once the stream says anything of sensors."""
    on = course()
    early, inside = 0.5 * DEGREE_M / SPEED, 1.5 * DEGREE_M / SPEED
    switched = SensorSwitched("CAM", on=True)
    off = SensorSwitched("CAM", on=False)
    assert "on CAM" in keys(seen(on, fix(early), switched))
    assert "off CAM" in keys(seen(on, fix(inside), switched, off))
    assert keys(seen(on, fix(inside), switched)) == set()
    assert keys(seen(on, fix(inside))) == set()


def test_the_distance_used_counts_gaps_and_not_deviations() -> None:
    """Three kilometres out and back add some; what was not seen is counted by its straight line."""
    on = course(around(distance=MaximumDistance(Decimal(334))))
    out = [fix(10.0 * i, off_m=3_000.0 if i == 3 else 0.0) for i in range(8)]
    status = seen(on, *out)
    assert status.margins.extra_m == pytest.approx(2 * np.hypot(1_111, 3_000) - 2_222, rel=0.01)
    spare = 334_000 - 3 * DEGREE_M
    assert status.margins.distance_m == pytest.approx(spare, abs=2)
    gone = seen(on, fix(0), fix(600))
    assert gone.margins.flown_m == 0.0
    assert gone.margins.unseen_m == pytest.approx(600 * SPEED, rel=1e-3)
    assert gone.margins.distance_m == pytest.approx(spare, abs=2)
    assert "source gap" in keys(gone)


def test_a_distance_that_will_not_do_is_named() -> None:
    """Flown to its end the path is longer than the airfield allows."""
    status = seen(course(around(distance=MaximumDistance(Decimal(333)))), fix(0), fix(10))
    assert "GEO-1" in keys(status)


def test_the_window_is_held_against_the_speed_of_now() -> None:
    """48 hours are left at take-off; with an agreement of 50 hours, two; waived, none."""
    assert seen(course(), fix(0)).margins.window_s == pytest.approx(
        48 * 3600 - 3 * DEGREE_M / SPEED, abs=1
    )
    short = Agreement("FLT-1", ("XA", "XB"), "48.5 h", Decimal("48.5"), "record")
    assert "FLT-1" in keys(seen(course(around(agreements=(short,))), fix(0)))
    waived = Agreement("FLT-1", ("XA", "XB"), "no window", None, "record")
    assert seen(course(around(agreements=(waived,))), fix(0)).margins.window_s is None


def border(metres: float, error_m: float = 0.0) -> Surroundings:
    """Return surroundings with a border along a parallel; XB is a Party, XC is not."""
    lat = north(metres)
    line = tuple(Position(x, lat) for x in np.linspace(-1.0, 4.0, 501).tolist())
    lines = (BorderLine(("XB", "XC"), Lines.of(line), LineKind.LAND, error_m),)
    return around(parties=frozenset({"XA", "XB"}), borders=Borders(lines, "drawn by hand"))


@pytest.mark.parametrize(
    ("metres", "error_m", "margin"),
    [(15_000, 0.0, 5_000), (9_000, 0.0, -1_000), (15_000, 6_000, -1_000)],
)
def test_the_ten_kilometre_line_is_held_off(metres: float, error_m: float, margin: float) -> None:
    """The error of the line is taken off: what is shown is surely left."""
    status = seen(course(border(metres, error_m)), fix(0), fix(10))
    assert status.margins.border_m == pytest.approx(margin, abs=2)
    assert status.margins.border_with == "XC"
    assert ("GEO-4" in keys(status)) is (margin < 0)


def test_a_border_on_the_other_side_of_the_earth_is_left_out() -> None:
    """Lines farther than a hundred kilometres from the path are not asked."""
    assert seen(course(border(3_000_000)), fix(0)).margins.border_m is None
    assert seen(course(around(parties=frozenset({"XB"}))), fix(0)).margins.border_m is None
    lone = replace(border(15_000), readings=readings({"AMB-16": "land-only"}))
    assert seen(course(lone), fix(0)).margins.border_m is not None


def test_impossible_steps_are_set_aside_until_five_agree() -> None:
    """A jump is not followed; a source that stays there is, and that is counted."""
    on = course()
    start = [fix(0), fix(1)]
    there = [replace(fix(2.0 + i), at=Position(1.0, 0.5 + 0.001 * i)) for i in range(5)]
    aside = watched(on, *start, *there[:4])
    assert (aside.set_aside, aside.fixes, aside.jumps) == (4, 2, 0)
    assert "source jump" in keys(seen(on, *start, *there[:4]))
    believed = watched(on, *start, *there)
    assert (believed.jumps, believed.doubted) == (1, ())
    assert believed.fix == there[-1]
    back = watched(on, *start, there[0], fix(3))
    assert (back.doubted, back.fixes) == ((), 3)


def test_positions_that_jump_about_are_never_believed() -> None:
    """Each of them contradicts the one before."""
    on = course()
    wild = [replace(fix(2.0 + i), at=Position(10.0 * (i % 3), 5.0)) for i in range(12)]
    state = watched(on, fix(0), fix(1), *wild)
    assert (state.jumps, state.set_aside) == (0, 12)


def test_a_clock_that_runs_back_is_named() -> None:
    """Positions told twice, or late: they are set aside, the state stays."""
    on = course()
    status = seen(on, fix(0), fix(10), fix(5))
    assert "source clock" in keys(status)
    assert status.set_aside == 1


def test_a_position_that_stands_in_flight_is_frozen() -> None:
    """Ten seconds of one position after flying; an aircraft that never flew is parked."""
    on = course()
    stuck = [replace(fix(10.0), time_s=START_S + 10 + i) for i in range(12)]
    assert "source frozen" in keys(seen(on, fix(0), *stuck))
    parked = [replace(fix(0.0), time_s=START_S + i) for i in range(30)]
    assert keys(seen(on, *parked)) == set()


def test_two_sentences_of_one_moment_are_one_position() -> None:
    """The second adds the height; a hair's breadth apart, they are the same."""
    on = course()
    bare = replace(fix(10.0), heights=(), speed_m_s=111.0)
    other = replace(fix(10.0), at=Position(fix(10.0).at.lon_deg, 1e-6))
    state = watched(on, fix(0), bare, other)
    assert state.fixes == 2
    assert state.fix is not None
    assert state.fix.heights == other.heights
    assert state.speed_m_s == 111.0


def test_a_watch_begun_in_flight_finds_its_leg_by_the_clock() -> None:
    """Out and back along one line: the time tells which way."""
    spots = ((0.0, 0.0), (2.0, 0.0), (0.0, 0.0))
    names = ("XX-HOME", "A", "XX-AWAY")
    places = tuple(Waypoint(n, Position(*p)) for n, p in zip(names, spots, strict=True))
    on = course_of(route_of(plan(observations=()), PlannedPath(places)), around())
    homeward = fix(3 * DEGREE_M / SPEED, lon=1.0)
    assert seen(on, homeward).leg == "A - XX-AWAY"
    assert seen(on, fix(DEGREE_M / SPEED, lon=1.0)).leg == "XX-HOME - A"


def test_a_leg_ahead_is_taken_up_after_a_minute_beside_it() -> None:
    """A leg cut off is jumped over; flying beside an earlier one asks for attention first."""
    spots = ((0.0, 0.0), (1.0, 0.0), (1.0, 0.3), (0.0, 0.3), (0.0, 0.6), (1.0, 0.6))
    names = ("XX-HOME", "A", "B", "C", "D", "XX-AWAY")
    places = tuple(Waypoint(n, Position(*p)) for n, p in zip(names, spots, strict=True))
    on = course_of(route_of(plan(observations=()), PlannedPath(places)), around())
    straight = [Fix(START_S + 100.0 * i, Position(0.5, 0.06 * i), ()) for i in range(11)]
    state = watched(on, *straight)
    held = [Fix(START_S + 1_000.0 + 30 * i, Position(0.5 + 0.01 * i, 0.6), ()) for i in range(1, 8)]
    status = seen(on, *straight, *held)
    assert on.route.leg[state.part] < 4
    assert status.leg == "D - XX-AWAY"
    home = [Fix(START_S + 1_300.0 + 60 * i, Position(0.55, 0.6 - 0.06 * i), ()) for i in range(11)]
    beside = [Fix(START_S + 1_960.0 + 20 * i, Position(0.55, 0.0), ()) for i in range(2)]
    assert "GEO-3" in keys(seen(on, *straight, *held, *home, *beside))


def test_a_stop_of_the_plan_is_a_sub_state() -> None:
    """Standing at the airfield of the stop, not anywhere."""
    spots = ((0.0, 0.0), (1.0, 0.0), (2.0, 0.0))
    names = ("XX-HOME", "XX-STOP", "XX-AWAY")
    places = tuple(
        Waypoint(n, Position(*p), airfield=True) for n, p in zip(names, spots, strict=True)
    )
    stop = Stop(
        "XX-STOP", "A", COMMENCEMENT + timedelta(hours=1), COMMENCEMENT + timedelta(hours=2)
    )
    agreed = plan(stops=(stop,), observations=())
    on = course_of(route_of(agreed, PlannedPath(places)), around())
    stands = [Fix(START_S + 1_100.0 + 30 * i, Position(1.0, 0.0), ()) for i in range(3)]
    status = seen(on, *stands)
    assert status.state == "F20"
    assert status.next[0].act is LiveAct.END
    before = seen(on, fix(0))
    assert before.next[0].act is LiveAct.STOP


def test_a_plan_with_a_leg_of_no_length_has_a_course() -> None:
    """A turn point named twice is no direction."""
    spots = ((0.0, 0.0), (1.0, 0.0), (1.0, 0.0), (2.0, 0.0))
    names = ("XX-HOME", "A", "B", "XX-AWAY")
    places = tuple(Waypoint(n, Position(*p)) for n, p in zip(names, spots, strict=True))
    status = seen(course_of(route_of(plan(), PlannedPath(places)), around()), fix(0), fix(10))
    assert [act.name for act in status.next[:2]] == ["A", "B"]


def test_what_the_plan_names_nowhere_is_not_due() -> None:
    """An observation between places that are not on the path has no stretch."""
    lost = replace(plan().observations[0], start="Z")
    on = course_of(route(plan(observations=(lost,))), around())
    assert all(due.act is not LiveAct.SENSOR_ON for due in on.dues)


def test_a_sensor_is_due_to_the_last_place_of_the_path() -> None:
    """What is on to the end is on at the end."""
    whole = replace(plan().observations[0], start="XX-HOME", stop="XX-AWAY")
    on = course_of(route(plan(observations=(whole,))), around())
    end = fix(3 * DEGREE_M / SPEED, lon=3.0, height_m=1_000.0)
    assert seen(on, end).next == ()
    assert sensors_due(on.dues, 2.9 * DEGREE_M) == {"CAM"}
    assert sensors_due(on.dues, 4 * DEGREE_M) == set()
