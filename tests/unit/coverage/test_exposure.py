"""What a plan sees of places: each on its own line of sight, none left out."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from tests.coverage_cases import FLAT, NADIR, RADIUS_M, Drawn, around, plan, reach_m, sees, wall
from tests.plan_cases import AROUND, DEGREE_M, PLAN, at, point

from overflight.coverage import Look, Scene, Sees, Sites, exposure_of, passing_of
from overflight.errors import UsageError
from overflight.geodesy import Terrain
from overflight.missions import HeightSystem, Stop
from overflight.sensors import SensorCategory

NORTH_M = 6_335_439.0 * math.pi / 180.0  # a degree of latitude at the equator


def north(*metres: float, lon: float = 0.5) -> Sites:
    """Return places so many metres north of the equator."""
    lat = np.array(metres) / NORTH_M
    return Sites(tuple(f"{m:g}" for m in metres), np.full(len(metres), lon), lat)


def scene(*periods: object, terrain: Terrain = FLAT) -> Scene:
    """Return the plan on the equator with one camera below, or other periods."""
    return Scene(plan(*(periods or (sees(),))), AROUND, terrain)  # type: ignore[arg-type]


def test_a_place_is_seen_up_to_the_look_angle_and_no_farther() -> None:
    """The edge is that of the angle, not of the pieces a strip is drawn in."""
    edge = reach_m(20)
    found = exposure_of(scene(), north(0, edge - 2, edge + 2, -edge + 2, -edge - 2), looks=NADIR)
    assert found.seen() == {0, 1, 3}
    assert {one.site: round(one.look_deg) for one in found.sightings} == {0: 0, 1: -20, 3: 20}
    assert found.sites == 5
    assert not found.unseen


def test_slant_height_and_resolution_at_a_place() -> None:
    """The slant range by Pythagoras on a curved Earth; the resolution in proportion (RES-7)."""
    (one,) = exposure_of(scene(), north(1000.0), looks=NADIR).sightings
    drop = 1000.0**2 / (2 * RADIUS_M)
    slant = math.hypot(1000.0, 3000.0 + drop)
    assert one.slant_m == pytest.approx(slant, abs=0.05)
    assert one.height_m == pytest.approx(3000.0)
    assert one.resolution_m == pytest.approx(0.30 * slant / 1500.0, abs=1e-5)
    assert one.category is SensorCategory.OPTICAL_FRAMING


def test_when_a_place_is_passed_follows_from_the_planned_speed() -> None:
    """500 km/h from 14:00: half a degree after 6 min 40.75 s."""
    (one,) = exposure_of(scene(), north(100.0), looks=NADIR).sightings
    assert one.at - at("2008-05-06 14:00") == pytest.approx(
        timedelta(seconds=DEGREE_M / 2 / (500 / 3.6)), abs=timedelta(milliseconds=5)
    )
    assert one.since == one.at == one.until
    wide = exposure_of(scene(), north(100.0), looks={"S": Look(-20, 20, 10.0)}).sightings[0]
    half = wide.slant_m * math.tan(math.radians(10)) / (500 / 3.6)
    assert (wide.until - wide.since).total_seconds() == pytest.approx(2 * half, abs=1e-3)


def test_a_place_behind_a_wall_is_hidden_and_said_to_be() -> None:
    """Within the look angles, but ground stands in the way: not the same as out of view."""
    found = exposure_of(scene(terrain=wall(500, 300)), north(300, 500, 730, 1000), looks=NADIR)
    sights = {one.site: one.sees for one in found.sightings}
    assert sights == {0: Sees.SEEN, 1: Sees.SEEN, 2: Sees.HIDDEN, 3: Sees.SEEN}
    assert found.hidden() == {2}
    assert found.seen() == {0, 1, 3}


def test_where_the_ground_is_not_known_a_place_is_not_left_out() -> None:
    """A void must not look like safety: the place is unknown, not unseen."""
    void = Drawn(lambda _, lat: np.where(lat > 0.001, np.nan, 0.0))
    found = exposure_of(scene(terrain=void), north(50, 600, 40_000), looks=NADIR)
    assert {one.site: one.sees for one in found.sightings} == {0: Sees.SEEN, 1: Sees.UNKNOWN}
    nothing = Drawn(lambda lon, _: np.full(lon.shape, np.nan))
    blind = exposure_of(scene(terrain=nothing), north(0, 600), looks=NADIR)
    assert {one.site: one.sees for one in blind.sightings} == {0: Sees.UNKNOWN, 1: Sees.UNKNOWN}
    reach = exposure_of(scene(sees(km=(1.0, 1.0)), terrain=nothing), north(0, 600, 2000))
    assert {one.site for one in reach.sightings} == {0, 1}


def test_kilometres_of_a_plan_bound_what_is_seen() -> None:
    """Without angles the plan's own kilometres decide."""
    found = exposure_of(scene(sees(km=(1.0, 0.5))), north(900, 1100, -400, -600))
    assert found.seen() == {0, 2}


def test_beyond_the_ends_of_a_leg_nothing_is_seen() -> None:
    """A sensor is switched on at one place and off at another (DEF-15)."""
    sites = Sites(("before", "in", "after"), np.array([-0.001, 1.0, 2.001]), np.zeros(3))
    assert exposure_of(scene(), sites, looks=NADIR).seen() == {1}


def test_a_turn_point_is_passed_once() -> None:
    """It lies on two legs; the aircraft is there once."""
    found = exposure_of(scene(), north(0.0, lon=1.0), looks=NADIR)
    assert len(found.sightings) == 1


def test_two_passes_and_two_sensors_are_told_apart() -> None:
    """Ordered by place, then time."""
    route = (point("A", 1.0, 0.0), point("B", 0.0, 0.005))
    flown = plan(sees(), sees(sensor="T", km=(2.0, 2.0)), route=route)
    found = exposure_of(Scene(flown, AROUND, FLAT), north(200.0, lon=0.5), looks=NADIR)
    assert [one.sensor for one in found.sightings] == ["S", "T", "S", "T", "S", "T"]
    assert found.sightings[0].at < found.sightings[2].at < found.sightings[4].at


def test_after_a_stop_times_count_from_its_continuation() -> None:
    """As the window of the flight counts them (FLT-1)."""
    stop = Stop("IT-E", "A", at("2008-05-06 15:00"), at("2008-05-06 20:00"))
    flown = plan(sees(), route=(point("A", 1.0, 0.0), point("B", 1.0, 1.0)))
    elsewhere = replace(stop, site="IT-X")
    passing = passing_of(replace(flown, stops=(elsewhere, stop)), AROUND)
    assert [part[1] for part in passing.parts] == [PLAN.commencement, at("2008-05-06 20:00")]
    assert passing.at(2 * DEGREE_M + 1.0) > at("2008-05-06 20:00")
    assert passing.at(0.0) == PLAN.commencement


def test_periods_that_cannot_be_told_are_named() -> None:
    """A sensor without a look is no proof that nothing is seen."""
    found = exposure_of(scene(sees(), sees(sensor="T")), north(0.0), looks=NADIR)
    assert [one.period.sensor for one in found.unseen] == ["T"]


def test_over_the_antimeridian_places_are_seen() -> None:
    """Both sides of 180 degrees are the same strip."""
    flown = Scene(plan(sees(), route=()), around((179.5, 60.0), (-179.5, 60.0)), FLAT)
    sites = Sites(("w", "e", "far"), np.array([179.9, -179.9, 170.0]), np.full(3, 60.0015))
    found = exposure_of(flown, sites, looks={"S": Look(-40, 40)})
    assert found.seen() == {0, 1}


@pytest.mark.parametrize(
    ("lon", "lat"),
    [([0.0, 1.0], [0.0]), ([181.0], [0.0]), ([0.0], [91.0]), ([math.nan], [0.0])],
)
def test_places_off_the_earth_are_refused(lon: list[float], lat: list[float]) -> None:
    """Each place has a longitude and a latitude that are degrees."""
    with pytest.raises(UsageError) as told:
        Sites(("x",), np.array(lon), np.array(lat))
    assert told.value.code == "E-POINTS"


def test_every_place_is_decided_as_if_it_were_the_only_one() -> None:
    """What finds candidates leaves none out: against every place asked alone, in drawn hills."""

    def hills(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        return 400.0 * np.sin(lon * 130.0) * np.cos(lat * 170.0) + 500.0

    rng = np.random.default_rng(3)
    sites = Sites(
        tuple(str(n) for n in range(300)),
        rng.uniform(-0.05, 2.05, 300),
        rng.uniform(-0.05, 0.05, 300),
    )
    asked = Scene(plan(sees(), system=HeightSystem.MSL), AROUND, Drawn(hills))
    together = exposure_of(asked, sites, looks={"S": Look(-45, 45)})
    swath_km = 3.2
    for n in range(300):
        one = Sites(("x",), sites.lon_deg[n : n + 1], sites.lat_deg[n : n + 1])
        alone = exposure_of(asked, one, looks={"S": Look(-45, 45)})
        assert {s.sees for s in alone.sightings} == {
            s.sees for s in together.sightings if s.site == n
        }
        if alone.sightings:
            assert abs(sites.lat_deg[n]) * NORTH_M < swath_km * 1000
