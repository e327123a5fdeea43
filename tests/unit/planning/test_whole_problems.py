"""Problems of every kind of target: what is taken, in which way, and why the rest is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from overflight.errors import UsageError
from overflight.geodesy import Position, Territory, along_across, crossings, length_m, travel
from overflight.missions import Side
from overflight.planning import (
    Airfield,
    Area,
    Course,
    Hours,
    KeepOut,
    Landing,
    Look,
    PlanningProblem,
    Proving,
    Reason,
    Search,
    Solution,
    Target,
    Window,
    solve,
)
from overflight.planning.asked.wanted import Wanted
from overflight.sensors import SensorCategory

HOME = Airfield("HOME", Position(10.0, 50.0))
CAMERA = Look("CAM", SensorCategory.OPTICAL_FRAMING, 2_000.0, to_deg=60.0)
RADAR = Look("RAD", SensorCategory.RADAR, 3_000.0, from_deg=60.0, to_deg=80.0)
LEFT = Look("LFT", SensorCategory.RADAR, 3_000.0, None, Side.LEFT, 60.0, 80.0)
BEGINS = datetime(2010, 6, 2, 8, tzinfo=UTC)


def place(east_km: float, north_km: float) -> Position:
    """Return a place some kilometres from home."""
    return travel(travel(HOME.at, 0, north_km * 1000), 90, east_km * 1000)


def target(east_km: float, north_km: float, value: float = 1.0, **more: object) -> Target:
    """Return a target some kilometres from home."""
    name = str(more.pop("name", f"{east_km:g}/{north_km:g}"))
    return Target(name, place(east_km, north_km), value, **more)  # type: ignore[arg-type]


def box(east_km: float, north_km: float, half_km: float) -> tuple[Position, ...]:
    """Return the corners of a square."""
    return tuple(
        place(east_km + x * half_km, north_km + y * half_km)
        for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1))
    )


def planned(*targets: Target, rounds: int = 150, **changes: object) -> Solution:
    """Return a route of 700 km and not many rounds."""
    problem = PlanningProblem(targets, HOME, HOME, 700.0)
    return solve(replace(problem, **changes), until=Search(rounds))  # type: ignore[arg-type]


def why(found: Solution) -> dict[str, Reason]:
    """Return why each target is left out."""
    return {left.target.name: left.reason for left in found.left_out}


def names(found: Solution) -> set[str]:
    """Return the names of what is taken."""
    return {one.name for one in found.taken}


def test_of_a_group_one_suffices() -> None:
    """The better one is taken, the other left out for it, not for the distance."""
    found = planned(target(50, 50, 3, group="bridge"), target(-50, 50, 5, group="bridge"))
    assert names(found) == {"-50/50"}
    assert why(found) == {"50/50": Reason.OTHER}
    assert found.value == 5


def test_a_group_may_hold_points_and_areas() -> None:
    """Everything with one name is one group, whatever it is."""
    area = Area("field", box(0, 80, 10), 4.0, group="any")
    found = planned(target(60, 0, 3, group="any"), areas=(area,), looks=(CAMERA,))
    assert names(found) == {"field"}


def test_what_wants_a_radar_is_looked_at_from_aside() -> None:
    """The route passes it at the look distance, the radar on the side where it lies."""
    found = planned(target(60, 60, sensors=("SAR",)), looks=(CAMERA, RADAR))
    (sight,) = found.sights
    path = found.path[sight.first + 1 : sight.last + 2]
    at = found.taken[0].at
    across = float(along_across(path, [at.lon_deg], [at.lat_deg]).across_m[0])
    assert RADAR.near_m <= abs(across) <= RADAR.far_m
    assert sight.side is (Side.RIGHT if across > 0 else Side.LEFT)
    assert length_m(found.path) == pytest.approx(found.distance_m)


def test_a_radar_that_looks_left_passes_everything_on_its_left() -> None:
    """However the search joins the passes, none is flown the wrong way."""
    spots = [(60, 60), (-50, 80), (90, -20), (-70, -40), (10, 95)]
    found = planned(*(target(x, y, sensors=("SAR",)) for x, y in spots), looks=(LEFT,))
    assert len(found.sights) == len(found.taken) >= 4
    for sight, one in zip(found.sights, found.taken, strict=True):
        path = found.path[sight.first + 1 : sight.last + 2]
        across = float(along_across(path, [one.at.lon_deg], [one.at.lat_deg]).across_m[0])
        assert sight.side is Side.LEFT
        assert across < 0


def test_an_area_and_a_line_are_flown_whole() -> None:
    """Their points follow each other in the route; value counts once for each."""
    area = Area("field", box(60, 60, 20), 7.0)
    course = Course("river", (place(-40, 60), place(-60, 20), place(-50, -20)), 5.0)
    found = planned(areas=(area,), courses=(course,), looks=(CAMERA,), max_distance_km=900.0)
    assert names(found) == {"field", "river"}
    assert found.value == 12
    on = [(sight.first, sight.last) for sight in found.sights]
    assert all(first < last for first, last in on)
    met = [c for c in crossings(found.path) if c.at != HOME.at]
    assert met == []


def test_what_no_sensor_sees_is_left_out_with_the_wish() -> None:
    """No radar on board, an area without a swath, three looks at once."""
    far = Look("FAR", SensorCategory.OPTICAL_FRAMING, 8_000.0, None, Side.RIGHT, 75.0, 80.0)
    slim = Look("SLM", SensorCategory.VIDEO, 1_000.0, to_deg=10.0)
    found = planned(
        target(30, 30, sensors=("SAR",)),
        target(30, 60, sensors=("TV", "LFT", "FAR")),
        looks=(far, slim, LEFT),
    )
    assert names(found) == {"30/30"}
    assert why(found) == {"30/60": Reason.NO_SENSOR}
    bare = planned(target(30, 30, sensors=("SAR",)), areas=(Area("field", box(0, 60, 9)),))
    assert why(bare) == {"30/30": Reason.NO_SENSOR, "field": Reason.NO_SENSOR}


def test_an_area_too_wide_or_too_long_is_left_out() -> None:
    """Sixty strips are the most; and the strips alone may be longer than the flight."""
    slit = Look("SLT", SensorCategory.VIDEO, 500.0, to_deg=30.0)
    wide = planned(areas=(Area("wide", box(0, 90, 60)),), looks=(slit,))
    assert why(wide) == {"wide": Reason.NOT_SHOWN}
    narrow = Look("NRW", SensorCategory.VIDEO, 2_000.0, to_deg=45.0)
    long = planned(areas=(Area("long", box(0, 90, 60)),), looks=(narrow,))
    assert why(long) == {"long": Reason.TOO_FAR}


def test_passes_lie_inside_the_territory() -> None:
    """A sensor at work outside would break GEO-8: passes over the border are not offered."""
    land = Territory.of(box(0, 0, 100))
    targets = (target(97, 0, sensors=("SAR",)), target(0, 80, sensors=("SAR",)))
    found = planned(*targets, looks=(RADAR,), territory=land)
    assert names(found) == {"97/0", "0/80"}
    for sight in found.sights:
        assert all(land.contains(at) for at in found.path[sight.first + 1 : sight.last + 2])
    strip = Territory.of(tuple(place(x, y) for x, y in ((-90, -1), (90, -1), (90, 1), (-90, 1))))
    none = planned(target(60, 0, sensors=("SAR",)), looks=(RADAR,), territory=strip)
    assert why(none) == {"60/0": Reason.OUTSIDE}
    over = planned(
        courses=(Course("out", (place(50, 0), place(120, 0))),), looks=(CAMERA,), territory=strip
    )
    assert why(over) == {"out": Reason.OUTSIDE}


def test_an_area_kept_out_of_is_flown_round() -> None:
    """The path goes round it; what lies deep inside is left out and may be asked for."""
    zone = KeepOut("R 1", Territory.of(box(0, 60, 15)), "restricted")
    found = planned(target(0, 120, 5), target(0, 60, 5), keep_outs=(zone,))
    assert names(found) == {"0/120"}
    assert why(found) == {"0/60": Reason.KEEP_OUT}
    assert zone.territory.length_inside(found.path).most_m == 0
    assert "R 1 (restricted)" in next(iter(found.left_out)).says


def test_what_lies_just_inside_is_seen_from_its_edge() -> None:
    """With a wide swath the route turns beside the area."""
    zone = KeepOut("R 1", Territory.of(box(0, 60, 15)))
    found = planned(target(0, 46, 5), looks=(CAMERA,), keep_outs=(zone,))
    assert names(found) == {"0/46"}
    assert zone.territory.length_inside(found.path).most_m == 0


def test_passes_into_an_area_kept_out_of_are_not_flown() -> None:
    """Where every pass meets one, the target is left out for it."""
    zone = KeepOut("R 1", Territory.of(box(0, 60, 40)))
    found = planned(target(0, 60, sensors=("SAR",)), looks=(RADAR,), keep_outs=(zone,))
    assert why(found) == {"0/60": Reason.STAND_OFF}


def test_an_airfield_inside_an_area_kept_out_of_is_refused() -> None:
    """No flight can begin there; the area has to be asked for."""
    with pytest.raises(UsageError, match="inside R 1"):
        planned(target(0, 90), keep_outs=(KeepOut("R 1", Territory.of(box(0, 0, 9))),))


def test_a_landing_gives_a_new_range() -> None:
    """Without one the far target is out of reach of the tanks; with one the flight lands there."""
    far, field = target(0, 240, 9), Landing("FIELD", place(60, 120), 1.5)
    without = planned(far, range_km=400.0)
    assert without.taken == ()
    found = planned(far, range_km=400.0, landings=(field,))
    assert names(found) == {"0/240"}
    assert [(p.name, p.stay_h) for p in found.route if p.lands] == [("FIELD", 1.5)]


def window(hours: float) -> Window:
    """Return a window of some hours."""
    return Window(BEGINS, BEGINS + timedelta(hours=hours))


def test_hours_of_light_are_kept() -> None:
    """What has light early is flown over first, whatever the shorter way is."""
    early = Hours(None, BEGINS + timedelta(minutes=25))
    late = Hours(BEGINS + timedelta(minutes=25), None)
    found = planned(
        target(0, 150, hours=early), target(0, 90, hours=late), window=window(60), speed_km_h=450.0
    )
    assert [one.name for one in found.taken] == ["0/150", "0/90"]
    gone = Hours(BEGINS + timedelta(days=5), None)
    none = planned(target(0, 90, hours=gone), window=window(60))
    assert why(none) == {"0/90": Reason.NO_LIGHT}
    over = planned(target(0, 90, hours=Hours(None, BEGINS)), window=window(60))
    assert over.taken == ()


def test_a_stop_waits_for_the_light() -> None:
    """On the ground at a stop the aircraft waits; its stay is as long as the wait."""
    late = Hours(BEGINS + timedelta(hours=6), None)
    found = planned(
        target(0, 120, hours=late),
        window=window(60),
        landings=(Landing("FIELD", place(0, 60), 1.0),),
    )
    assert names(found) == {"0/120"}
    (stop,) = [p for p in found.route if p.lands]
    assert stop.stay_h > 4


def test_the_window_limits_the_length() -> None:
    """A flight of an hour goes as far as an hour takes it."""
    problem = PlanningProblem((target(0, 90),), HOME, HOME, 700.0, window=window(1))
    assert problem.most_m == 450_000.0
    assert window(1).seconds(None, 7.0) == 7.0
    with pytest.raises(UsageError, match="E-HOURS"):
        window(0)


def test_nothing_is_seen_before_the_climb_is_over() -> None:
    """A target near home is no first one, but may be a later one."""
    near, far = target(0, 30), target(0, 90)
    alone = planned(near, looks=(CAMERA,), climb_km=40.0)
    assert why(alone) == {"0/30": Reason.CLIMB}
    both = planned(near, far, looks=(CAMERA,), climb_km=40.0)
    assert [one.name for one in both.taken] == ["0/90", "0/30"]


def test_what_is_named_twice_counts_once() -> None:
    """The same name at the same place; two reactors of one plant have two names."""
    found = planned(target(0, 90, 2), target(0, 90, 2), target(0, 90, 3, name="other"))
    assert found.value == 5
    assert why(found) == {"0/90": Reason.TWICE}


def test_more_than_can_be_passed_is_left_out_and_said() -> None:
    """Six hundred targets looked at from aside are the most, those worth most."""
    noise = [((k * 37) % 160 - 80, (k * 61) % 160 - 80) for k in range(604)]
    targets = [
        target(x or 5, y or 5, 1 + k / 1000, name=f"t{k}", sensors=("SAR",))
        for k, (x, y) in enumerate(noise)
    ]
    from overflight.planning.decks import deck_of

    deck = deck_of(PlanningProblem(tuple(targets), HOME, HOME, 700.0, looks=(RADAR,)))
    crowded = [left for left in deck.left_out if left.reason is Reason.CROWDED]
    assert {left.target.name for left in crowded} == {"t0", "t1", "t2", "t3"}
    assert all(len(stop.passes) == 2 for stop in deck.stops)


def test_a_bound_holds_with_groups_and_passes() -> None:
    """No route over these places is worth more, of whatever kind they are."""
    wanted: list[Wanted] = [target(60, 60, 4, sensors=("SAR",)), target(-60, 50, 3, group="g")]
    problem = PlanningProblem(
        (*wanted, target(40, -70, 2, group="g")),  # type: ignore[arg-type]
        HOME,
        HOME,
        420.0,
        areas=(Area("field", box(0, 90, 12), 3.0),),
        looks=(CAMERA, RADAR),
    )
    found = solve(problem, until=Search(150), proving=Proving(3_000))
    assert found.bound is not None
    assert found.value <= found.bound <= 10


def test_a_crossing_is_flown_where_it_is_allowed_and_worth_it() -> None:
    """Under AMB-29 as it is usually read one crossing passes; without leave there is none."""
    spots = [(60, 60), (-50, 80), (90, -20), (-70, -40), (10, 95), (70, 20), (-20, -80)]
    early = [Hours(None, BEGINS + timedelta(minutes=20 + 25 * k)) for k in range(len(spots))]
    targets = tuple(target(x, y, hours=hours) for (x, y), hours in zip(spots, early, strict=True))
    strict = planned(*targets, window=window(60), max_distance_km=1_500.0)
    lax = planned(*targets, window=window(60), max_distance_km=1_500.0, may_cross=True)
    assert not strict.crosses
    assert lax.value >= strict.value
    assert all(one.visits == 2 for one in crossings(lax.path) if one.at != HOME.at)
