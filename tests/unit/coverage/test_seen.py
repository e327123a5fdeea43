"""What a plan sees, against sums done by hand on a smooth Earth and on drawn ground."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from pyproj import Geod
from tests.coverage_cases import (
    FLAT,
    NADIR,
    OPTICAL,
    RADAR,
    Drawn,
    around,
    plan,
    reach_m,
    sees,
    wall,
)
from tests.plan_cases import AROUND, DEGREE_M, point, under

from overflight.coverage import Fineness, Look, coverage_of, lost, union_km2
from overflight.coverage.sections import _FARTHEST_M
from overflight.errors import UsageError
from overflight.geodesy import FlatTerrain, Position
from overflight.missions import HeightSystem, SegmentWeather, Side
from overflight.sensors import SensorCategory

GEOD = Geod(ellps="WGS84")
LENGTH_M = 2 * DEGREE_M


def test_a_camera_that_looks_down_sees_a_strip_as_wide_as_its_angles() -> None:
    """On level ground: twice the reach of the half angle, as long as the path."""
    seen = coverage_of(plan(sees()), AROUND, FLAT, looks=NADIR)
    assert seen.area_km2 == pytest.approx(LENGTH_M * 2 * reach_m(20) / 1e6, rel=1e-5)
    (part,) = seen.parts
    assert part.finest_m.min() == pytest.approx(3000.0, abs=1e-6)
    assert part.area_km2 == seen.area_km2
    assert part.since_m.min() == 0.0
    assert part.until_m.max() == pytest.approx(LENGTH_M, abs=1e-6)
    assert not seen.unseen
    assert not part.doubts


def test_a_radar_sees_from_its_near_angle_to_its_far_one_on_one_side() -> None:
    """Nothing below the aircraft and nothing on the other side (art.IV.2.D)."""
    looks = {"S": Look(-70.0, -45.0)}
    seen = coverage_of(plan(sees(RADAR, side=Side.LEFT)), AROUND, FLAT, looks=looks)
    (part,) = seen.parts
    assert seen.area_km2 == pytest.approx(LENGTH_M * (reach_m(70) - reach_m(45)) / 1e6, rel=3e-5)
    assert part.ground.lat_deg.min() > 0.0
    assert part.resolutions_m() == (3.0, 3.0)


def test_one_place_across_is_enough_on_level_ground() -> None:
    """The coarsest look there is: one stretch on one side."""
    period, fine = sees(side=Side.RIGHT, km=(None, 2.0)), Fineness(50_000.0, 1)
    seen = coverage_of(plan(period), AROUND, FLAT, fine=fine)
    assert seen.area_km2 == pytest.approx(LENGTH_M * 2_000 / 1e6, rel=1e-5)


def test_kilometres_of_a_plan_are_taken_as_they_stand() -> None:
    """Without angles the strip is as wide as the plan says, and says so."""
    seen = coverage_of(plan(sees(km=(5.0, 4.0))), AROUND, FLAT)
    assert seen.area_km2 == pytest.approx(LENGTH_M * 9_000 / 1e6, rel=1e-5)
    assert "its look angles are not at hand" in seen.parts[0].doubts[-1]


def test_what_stands_behind_a_wall_is_not_seen() -> None:
    """A wall of 300 m at 500 m hides as much behind it as its shadow is long."""
    period, fine = sees(), Fineness(along_m=5_000.0, across=1000)
    with_wall = coverage_of(plan(period), AROUND, wall(500.0, 300.0, 20.0), looks=NADIR, fine=fine)
    without = coverage_of(plan(period), AROUND, FLAT, looks=NADIR, fine=fine)
    top = 510.0
    shadow_m = top * 3000.0 / 2700.0 - top
    missing = (without.area_km2 - with_wall.area_km2) * 1e6 / LENGTH_M
    assert missing == pytest.approx(shadow_m, abs=4.0)


def test_higher_ground_makes_the_strip_narrower_and_finer() -> None:
    """From 3,000 m above the sea, over ground at 1,000 m only 2,000 m are left."""
    seen = coverage_of(
        plan(sees(), system=HeightSystem.MSL), AROUND,
        FlatTerrain(1000.0, height_system="EGM96"), looks=NADIR,
    )  # fmt: skip
    (part,) = seen.parts
    assert part.finest_m.min() == pytest.approx(2000.0, abs=1e-6)
    assert part.resolutions_m()[0] == pytest.approx(0.3 * 2000 / 1500)
    assert seen.area_km2 == pytest.approx(LENGTH_M * 2 * reach_m(20, 2000.0) / 1e6, rel=3e-4)


def test_above_ground_the_aircraft_follows_the_ground() -> None:
    """A height above ground is the same over a mountain (annex.D.I.2)."""
    hill = Drawn(lambda lon, _: 1000.0 + 0.0 * lon)
    seen = coverage_of(plan(sees()), AROUND, hill, looks=NADIR)
    assert seen.parts[0].finest_m.min() == pytest.approx(3000.0, abs=1e-6)


def test_ground_that_is_not_known_is_not_seen() -> None:
    """A void is told, never filled: half the ground gives half the area."""
    half = Drawn(lambda lon, _: np.where(lon > 1.0, np.nan, 0.0))
    seen = coverage_of(plan(sees()), AROUND, half, looks=NADIR)
    assert seen.area_km2 == pytest.approx(LENGTH_M * reach_m(20) / 1e6, rel=3e-3)
    assert "have no ground height" in seen.parts[0].doubts[0]


def test_over_no_known_ground_nothing_is_seen() -> None:
    """A raster of another country gives an empty strip with its reason, not an error."""
    nothing = Drawn(lambda lon, _: np.full(lon.shape, np.nan))
    seen = coverage_of(plan(sees()), AROUND, nothing, looks=NADIR)
    assert seen.area_km2 == 0.0
    assert len(seen.parts[0].ground) == 0
    assert seen.parts[0].resolutions_m() == (None, None)
    assert not lost(seen, seen)


def test_a_period_without_a_look_is_named() -> None:
    """What cannot be told is listed with its reason; the rest is told."""
    seen = coverage_of(
        plan(sees(), sees(sensor="T"), sees(sensor="U", start="nowhere")),
        AROUND, FLAT, looks={**NADIR, "U": Look(-1, 1)},
    )  # fmt: skip
    assert [one.period.sensor for one in seen.unseen] == ["T", "U"]
    assert "neither look angles" in seen.unseen[0].why
    assert "nowhere" in seen.unseen[1].why
    assert len(seen.parts) == 1


def test_a_period_between_one_place_and_itself_is_named() -> None:
    """Two turn points at one place make no path."""
    route = (point("A", 1.0, 0.0), point("B", 1.0, 0.0))
    seen = coverage_of(plan(sees(start="A", stop="B"), route=route), AROUND, FLAT, looks=NADIR)
    assert "same place" in seen.unseen[0].why


def test_without_terrain_there_is_no_answer() -> None:
    """Flat ground is an assumption that somebody has to make."""
    with pytest.raises(UsageError) as told:
        coverage_of(plan(sees()), AROUND, looks=NADIR)
    assert told.value.code == "E-TERRAIN"


def test_the_terrain_of_the_surroundings_is_used() -> None:
    """A case that says its ground is flat needs no raster."""
    seen = coverage_of(plan(sees()), replace(AROUND, terrain=FLAT), looks=NADIR)
    assert seen.source == FLAT.source
    assert seen.height_system == "WGS 84"


@pytest.mark.parametrize("fine", [Fineness(2_000.0, 24), Fineness(250.0, 192)])
def test_the_area_does_not_depend_on_the_pieces(fine: Fineness) -> None:
    """Pieces are how it is drawn, not what is seen."""
    seen = coverage_of(plan(sees()), AROUND, FLAT, looks=NADIR, fine=fine)
    assert seen.area_km2 == pytest.approx(LENGTH_M * 2 * reach_m(20) / 1e6, rel=5e-5)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ((179.0, 10.0), (-179.0, 12.0)),
        ((20.0, 89.0), (-160.0, 89.0)),
        ((0.0, -89.9), (90.0, -89.9)),
    ],
)
def test_antimeridian_and_poles_are_places_like_others(
    start: tuple[float, float], end: tuple[float, float]
) -> None:
    """A strip is as wide and as long there as anywhere."""
    flown = plan(sees(), route=())
    seen = coverage_of(flown, around(start, end), FLAT, looks=NADIR)
    length = GEOD.line_length([start[0], end[0]], [start[1], end[1]])
    assert seen.area_km2 == pytest.approx(length * 2 * reach_m(20) / 1e6, rel=2e-3)


def test_a_rhumb_line_is_followed_where_that_reading_is_chosen() -> None:
    """Another reading of AMB-33 sees other ground (art.VI.II.4.F)."""
    flown = plan(sees(), route=())
    places = around((0.0, 50.0), (8.0, 50.0))
    geodesic = coverage_of(flown, places, FLAT, looks=NADIR)
    rhumb = coverage_of(flown, under(places, AMB_33="rhumb-line"), FLAT, looks=NADIR)
    assert rhumb.parts[0].ground.lat_deg.max() == pytest.approx(50.0098, abs=2e-3)
    assert geodesic.parts[0].ground.lat_deg.max() > 50.05


def test_a_grazing_look_ends_where_the_ground_was_looked_at() -> None:
    """At 85 degrees and 12,000 m the line of sight leaves the Earth; the strip says so."""
    high = sees(height_m=15_000.0)
    seen = coverage_of(plan(high), AROUND, FLAT, looks={"S": Look(-85.0, 85.0)})
    assert "beyond the ground looked at" in seen.parts[0].doubts[0]
    assert seen.area_km2 == pytest.approx(LENGTH_M * 2 * _FARTHEST_M / 1e6, rel=2e-3)


def test_pressure_altitudes_are_made_true_by_the_forecast() -> None:
    """The commission's formula backwards: warm air lifts, low pressure lowers the aircraft."""
    weather = SegmentWeather(14.4, qnh_hpa=1003.25, source="by hand")
    period = sees(height_m=3000.0)
    low_m = (3000.0 - 10.0 * 27.287 * 0.305) / (1.0 - 14.4 / 288.0)
    seen = coverage_of(
        plan(period, system=HeightSystem.PRESSURE),
        replace(AROUND, weather=(weather,)),
        FlatTerrain(0.0, height_system="EGM96"),
        looks=NADIR,
    )
    assert seen.parts[0].flown.height_m == pytest.approx(low_m, abs=0.01)
    assert seen.parts[0].flown.doubt_m == 3.0
    blind = coverage_of(plan(period, system=HeightSystem.PRESSURE), AROUND, FLAT, looks=NADIR)
    assert blind.parts[0].flown.doubt_m > 500.0
    assert "move the outer edge by up to" in blind.parts[0].doubts[0]


def test_resolution_is_unknown_without_a_minimum_height() -> None:
    """A number without a certificate would be made up (annex.D.I.2)."""
    seen = coverage_of(plan(sees(h_min_m=None)), AROUND, FLAT, looks=NADIR)
    part = seen.parts[0]
    assert part.resolutions_m() == (None, None)
    assert part.resolution.at_m(np.array([3000.0])) is None
    assert "no certified minimum height" in part.resolution.basis[0]


@pytest.mark.provision("art.IV.2")
def test_resolution_at_h_min_is_that_of_the_category_at_the_nearest_angle() -> None:
    """Straight down for a camera below, at the near edge for an oblique one."""
    for look in (Look(-20, 20), Look(30, 50)):
        seen = coverage_of(plan(sees(height_m=1500.0)), AROUND, FLAT, looks={"S": look})
        finest, coarsest = seen.parts[0].resolutions_m()
        assert finest == pytest.approx(0.30, abs=2e-5)
        assert coarsest is not None
        assert finest is not None
        assert coarsest > finest


def test_a_radar_resolves_the_same_everywhere() -> None:
    """Annex.D.I.2.E: its resolution does not depend on height."""
    seen = coverage_of(plan(sees(RADAR, h_min_m=None, side=Side.LEFT, km=(20, None))), AROUND, FLAT)
    found = seen.parts[0].resolution.at_m(np.array([5000.0, 9000.0]))
    assert found is not None
    assert found.tolist() == [3.0, 3.0]


def test_ground_is_asked_for_by_category() -> None:
    """What only one category sees is told apart."""
    seen = coverage_of(
        plan(sees(), sees(SensorCategory.INFRA_RED, sensor="I")),
        AROUND, FLAT, looks={**NADIR, "I": Look(-40, 40)},
    )  # fmt: skip
    assert union_km2(seen.ground(OPTICAL)) == pytest.approx(seen.parts[0].area_km2)
    assert union_km2(seen.ground(SensorCategory.INFRA_RED)) == pytest.approx(
        seen.area_km2, rel=1e-4
    )
    assert len(seen.ground(RADAR)) == 0


@pytest.mark.provision("art.VI.II.6")
@pytest.mark.rule("MPL-7")
def test_a_plan_loses_nothing_to_itself_and_to_a_wider_one() -> None:
    """No point becomes unobservable where all that was seen is seen."""
    before = coverage_of(plan(sees()), AROUND, FLAT, looks=NADIR)
    wider = coverage_of(plan(sees()), AROUND, FLAT, looks={"S": Look(-30, 30)})
    other_pieces = coverage_of(plan(sees()), AROUND, FLAT, looks=NADIR, fine=Fineness(730.0, 50))
    assert not lost(before, before)
    assert not lost(before, wider)
    assert not lost(before, other_pieces)
    assert lost(wider, before).area_km2 == pytest.approx(wider.area_km2 - before.area_km2, rel=0.05)


@pytest.mark.provision("art.VI.II.6")
@pytest.mark.rule("MPL-7")
def test_what_another_route_does_not_see_is_lost_with_its_place() -> None:
    """A turn point moved away uncovers the ground below the old leg."""
    before = coverage_of(plan(sees()), AROUND, FLAT, looks=NADIR)
    moved = coverage_of(plan(sees(), route=(point("A", 1.0, 0.2),)), AROUND, FLAT, looks=NADIR)
    gone = lost(before, moved)
    assert gone
    assert 300 < gone.area_km2 < before.area_km2
    lon, lat = gone.parts[0][0]
    middle = Position(float(lon.mean()), float(lat.mean()))
    assert abs(middle.lat_deg) < 0.02
    assert lost(before, moved, category=RADAR).parts == ()
    assert math.isclose(lost(before, moved, category=OPTICAL).area_km2, gone.area_km2)
