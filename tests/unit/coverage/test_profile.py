"""The profile of a plan: which place decides how high it must be flown."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.coverage_cases import FLAT, NADIR, RADAR, Drawn, plan, sees
from tests.plan_cases import AROUND, DEGREE_M, box

from overflight.coverage import (
    Look,
    Scene,
    Sites,
    area_seen,
    coverage_form,
    coverage_of,
    exposure_form,
    exposure_of,
    profile_form,
    profile_of,
    read_looks,
)
from overflight.errors import SourceError
from overflight.geodesy import Floats
from overflight.missions import HeightSystem, SegmentWeather, Side
from overflight.treaty import Outcome, write_form


def hill(height_m: float, north_m: float, error_m: float = 0.0) -> Drawn:
    """Return flat ground with a hill at 1 E, so many metres north of the equator."""

    def draw(lon: Floats, lat: Floats) -> Floats:
        east, north = (lon - 1.0) * DEGREE_M, lat * math.pi / 180.0 * 6_335_439.0 - north_m
        return np.maximum(0.0, height_m - np.hypot(east, north))

    return Drawn(draw, error_m=error_m)


def profile(period_height_m: float, terrain: Drawn, *, h_min_m: float | None = 1500.0) -> Scene:
    """Return a scene at a height above mean sea level."""
    period = sees(height_m=period_height_m, h_min_m=h_min_m)
    return Scene(plan(period, system=HeightSystem.MSL), AROUND, terrain)


@pytest.mark.rule("GEO-6")
@pytest.mark.provision("art.VI.II.4.D")
def test_the_binding_place_is_the_highest_ground_below_the_path() -> None:
    """A hill below the path decides, and its place is told."""
    found = profile_of(profile(3000.0, hill(800.0, 0.0)), looks=NADIR)
    (one,) = found.periods
    assert one.below is not None
    assert one.below.at.lon_deg == pytest.approx(1.0, abs=0.005)
    assert one.below.ground_m == pytest.approx(800.0, abs=300.0)
    assert one.below.above.error == 3.0
    assert one.below.outcome is Outcome.KEPT
    assert one.lowest_m == pytest.approx(2300.0, abs=1.0)
    assert found.height_system == "EGM96"
    assert found.places[0] == ("IT-S", 0.0)
    assert found.along_m[-1] == pytest.approx(2 * DEGREE_M, abs=1e-3)
    assert len(found.along_m) == len(found.ground_m)


@pytest.mark.rule("GEO-6")
@pytest.mark.provision("annex.D.I.2")
def test_ground_beside_the_path_decides_where_it_is_seen_and_higher() -> None:
    """The text asks below the aircraft; the resolution is beaten beside it."""
    (one,) = profile_of(profile(3000.0, hill(1700.0, 500.0)), looks={"S": Look(-30, 30)}).periods
    assert one.below is not None
    assert one.across is not None
    assert one.below.outcome is Outcome.KEPT
    assert one.across.outcome is Outcome.BROKEN
    assert one.across.across_m == pytest.approx(-500.0, abs=40.0)
    assert one.finest_m is not None
    assert one.finest_m < 0.30
    (out_of_view,) = profile_of(
        profile(3000.0, hill(1700.0, 500.0)), looks={"S": Look(-3, 3)}
    ).periods
    assert out_of_view.across is not None
    assert out_of_view.across.outcome is Outcome.KEPT


@pytest.mark.rule("GEO-6")
def test_within_the_error_of_the_terrain_it_is_open() -> None:
    """Exactly at the limit: kept without doubt, open with it."""
    flat = Drawn(lambda lon, _: 0.0 * lon, height_system="WGS 84")
    scene = Scene(plan(sees(height_m=1500.0), system=HeightSystem.ELLIPSOID), AROUND, flat)
    (exact,) = profile_of(scene, looks=NADIR).periods
    assert exact.below is not None
    assert exact.below.outcome is Outcome.KEPT
    doubtful = Drawn(lambda lon, _: 0.0 * lon, error_m=10.0, height_system="WGS 84")
    (one,) = profile_of(replace(scene, terrain=doubtful), looks=NADIR).periods
    assert one.below is not None
    assert one.below.outcome is Outcome.OPEN


def test_a_height_above_ground_has_no_doubt_below_but_beside() -> None:
    """The aircraft follows the ground below it; the terrain is known to its error."""
    doubtful = Drawn(lambda lon, _: 0.0 * lon, error_m=10.0)
    (one,) = profile_of(Scene(plan(sees()), AROUND, doubtful), looks=NADIR).periods
    assert one.below is not None
    assert one.across is not None
    assert one.below.above.error == 0.0
    assert one.across.above.error == 20.0


def test_without_h_min_it_is_open_and_a_radar_has_none() -> None:
    """A certificate is missing, or there is none to have (annex.D.I.2.E)."""
    (one,) = profile_of(profile(3000.0, hill(100.0, 0.0), h_min_m=None), looks=NADIR).periods
    assert one.below is not None
    assert one.below.outcome is Outcome.OPEN
    assert one.lowest_m is None
    radar = plan(sees(RADAR, side=Side.LEFT, km=(10, None), h_min_m=None))
    (other,) = profile_of(Scene(radar, AROUND, FLAT)).periods
    assert other.below is not None
    assert other.below.outcome is Outcome.KEPT
    assert other.h_min_m is None


def test_over_unknown_ground_nothing_binds() -> None:
    """No number is made up."""
    nothing = Drawn(lambda lon, _: np.full(lon.shape, np.nan))
    found = profile_of(profile(3000.0, nothing), looks=NADIR)
    assert found.periods[0].below is None
    assert found.periods[0].across is None
    assert found.periods[0].finest_m is None


def test_the_altitude_to_fly_with_temperature_and_pressure() -> None:
    """The commission's formula over the highest ground seen: decisions.md, section 4."""
    weather = SegmentWeather(0.0, qnh_hpa=1003.25)
    scene = profile(3000.0, hill(800.0, 0.0))
    (one,) = profile_of(
        replace(scene, around=replace(AROUND, weather=(weather,))), looks=NADIR
    ).periods
    assert one.metric is not None
    assert one.feet is not None
    assert one.lowest_m is not None
    assert one.metric.pressure == pytest.approx(one.lowest_m + 10 * 27.287 * 0.305, abs=0.1)
    assert one.feet.pressure > one.metric.pressure * 3.2


def test_without_a_path_there_are_no_places() -> None:
    """Airfields that have no position make no path, and no fault."""
    nowhere = replace(AROUND, sites={})
    found = profile_of(Scene(plan(sees(), route=()), nowhere, FLAT), looks=NADIR)
    assert found.along_m.size == 0
    assert found.places == ()
    assert len(found.unseen) == 1


def test_answers_are_written_with_every_part() -> None:
    """What leaves the program holds plain numbers, none of them NaN."""
    void = Drawn(lambda _, lat: np.where(lat > 0.005, np.nan, 0.0))
    scene = Scene(plan(sees(), sees(sensor="T", km=(1, 1)), sees(sensor="U")), AROUND, void)
    seen = coverage_of(scene.plan, AROUND, void, looks=NADIR)
    area = area_seen(seen, box(0.5, -0.05, 1.5, 0.05))
    form = write_form(coverage_form(seen, void, area, most_gaps=1))
    assert [strip["sensor"] for strip in form["strips"]] == ["S", "T"]
    assert form["strips"][0]["from_deg"] == -20.0
    assert form["strips"][1]["left_km"] == 1.0
    assert len(form["area"]["largest_gaps"]) == 1
    assert form["unseen"][0]["sensor"] == "U"
    assert "area" not in write_form(coverage_form(seen, void))
    sites = Sites(("a", "b"), np.array([1.0, 1.0]), np.array([0.0, 0.006]))
    told = write_form(
        exposure_form(exposure_of(scene, sites, looks=NADIR), sites, ("2008-OS8001", 1), void)
    )
    assert told["seen"] == 1
    assert {one["site"]: one["sees"] for one in told["sightings"]} == {"a": "seen", "b": "unknown"}
    shown = write_form(profile_form(profile_of(scene, looks=NADIR)))
    assert shown["periods"][0]["below"]["outcome"] == "kept"
    nothing = Drawn(lambda lon, _: np.full(lon.shape, np.nan))
    blind = write_form(profile_form(profile_of(replace(scene, terrain=nothing), looks=NADIR)))
    assert "below" not in blind["periods"][0]


def test_look_angles_are_read_from_json() -> None:
    """One entry a sensor; what is no angle is refused with its place."""
    data = b'{"looks": [{"sensor": "S", "from_deg": -20, "to_deg": 20.5, "ahead_deg": 5}]}'
    assert read_looks(data, where="looks.json") == {"S": Look(-20.0, 20.5, 5.0)}


ONE = b'{"sensor": "S", "from_deg": 0, "to_deg": 1}'
TWICE = b'{"looks": [' + ONE + b", " + ONE + b"]}"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'{"looks": [{"sensor": "S", "from_deg": 9, "to_deg": 1}]}', "E-LOOK"),
        (TWICE, "E-LOOK"),
        (b'{"looks": [{"sensor": "S", "from_deg": "x", "to_deg": 1}]}', "E-FORM"),
        (b'{"looks": [], "more": 1}', "E-FORM"),
        (b'{"looks": [', "E-JSON"),
        (b'{"looks": [{"sensor": "S", "from_deg": NaN, "to_deg": 1}]}', "E-JSON"),
    ],
)
def test_looks_that_are_none_give_one_clear_error(data: bytes, code: str) -> None:
    """Exactly one, with the place in the file."""
    with pytest.raises(SourceError) as told:
        read_looks(data, where="looks.json")
    assert told.value.code == code
    assert told.value.where.startswith("looks.json")
