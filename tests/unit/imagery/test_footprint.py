"""Footprints and ground sample distance, against what can be worked out on paper."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pyproj import Geod

from overflight.errors import UsageError
from overflight.geodesy import FlatTerrain, Floats, Position
from overflight.imagery import (
    AircraftAngles,
    Camera,
    GimbalAngles,
    Pose,
    bounding_box,
    control_points,
    feature,
    footprint_of,
    geometry,
    places_of,
)
from overflight.imagery.earth import ecef
from overflight.imagery.sight import follow, lines_of_sight

CAMERA = Camera("mapper", 100.0, (60.0, 40.0), (600, 400))
HERE = Position(9.0, 45.0)
WGS84 = Geod(ellps="WGS84")


class Step:
    """A cliff: 500 m high north of a parallel, sea level south of it, unknown east of 9.05."""

    source = "a cliff"
    height_system = "WGS 84"
    error_m = 3.0

    def heights_m(self, lon_deg: Floats, lat_deg: Floats) -> Floats:
        """Return 500 m north of 45.002, else 0 m."""
        level = np.where(np.asarray(lat_deg) > 45.002, 500.0, 0.0)
        return np.where(np.asarray(lon_deg) > 9.05, np.nan, level)


def down(height_m: float, at: Position = HERE, system: str = "WGS 84") -> Pose:
    """Return a camera looking straight down, top of the picture north."""
    return Pose(at, height_m, system, GimbalAngles(0.0, -90.0, 0.0))


def test_a_vertical_frame_covers_what_similar_triangles_say() -> None:
    """From 1,000 m, 60 x 40 mm behind 100 mm show 600 x 400 m, a pixel 1 m."""
    found = footprint_of(CAMERA, down(1000.0), FlatTerrain())
    assert found.area_m2 == pytest.approx(240_000.0, rel=1e-3)
    assert found.spacing.across_m == pytest.approx(1.0, rel=1e-4)
    assert found.spacing.along_m == pytest.approx(1.0, rel=1e-4)
    assert found.height_above_ground_m == pytest.approx(1000.0)
    assert found.centre is not None
    assert WGS84.inv(9.0, 45.0, found.centre.lon_deg, found.centre.lat_deg)[2] < 0.01
    west = found.ring[0]
    assert WGS84.inv(9.0, 45.0, west.lon_deg, west.lat_deg)[2] == pytest.approx(360.6, abs=0.1)


def test_higher_ground_is_seen_nearer_and_finer() -> None:
    """On ground at 500 m the same camera at 1,000 m covers a quarter, each pixel 0.5 m."""
    found = footprint_of(CAMERA, down(1000.0), FlatTerrain(500.0))
    assert found.area_m2 == pytest.approx(60_000.0, rel=1e-3)
    assert found.spacing.finest_m == pytest.approx(0.5, rel=1e-3)


def test_an_oblique_frame_is_coarser_far_away() -> None:
    """Tilted 45 degrees, the middle lies 1,000 m ahead, its rows twice the slant spacing apart."""
    pose = Pose(HERE, 1000.0, "WGS 84", GimbalAngles(0.0, -45.0, 0.0))
    found = footprint_of(CAMERA, pose, FlatTerrain())
    assert found.tilt_deg == pytest.approx(45.0)
    assert found.centre is not None
    assert WGS84.inv(9.0, 45.0, found.centre.lon_deg, found.centre.lat_deg)[2] == pytest.approx(
        1000.0, abs=0.5
    )
    assert found.spacing.across_m == pytest.approx(math.sqrt(2.0), rel=1e-3)
    assert found.spacing.along_m == pytest.approx(2.0, rel=2e-3)
    assert found.spacing.finest_m < found.spacing.across_m < found.spacing.coarsest_m


def test_the_earth_is_round() -> None:
    """From 10 km a corner 28 km away lies 61 m lower, so it is seen further off."""
    wide = Camera("wide", 100.0, (400.0, 400.0), (400, 400))
    found = footprint_of(wide, down(10_000.0), FlatTerrain())
    far = WGS84.inv(9.0, 45.0, found.ring[0].lon_deg, found.ring[0].lat_deg)[2]
    flat = 10_000.0 * math.hypot(2.0, 2.0)
    drop = flat * flat / (2.0 * 6_380_000.0)
    assert far == pytest.approx(flat + drop * math.hypot(2.0, 2.0), rel=2e-3)
    assert far > flat + 100.0


def test_a_line_of_sight_stops_at_the_first_ground() -> None:
    """A cliff in the way is met before the sea behind it."""
    pose = Pose(HERE, 600.0, "WGS 84", GimbalAngles(0.0, -20.0, 0.0))
    seen = follow(*lines_of_sight(CAMERA, pose, np.array([CAMERA.middle])), Step())
    assert seen.hit.all()
    assert 0.0 < seen.height_m[0] <= 500.0 + 0.01
    assert seen.lat_deg[0] == pytest.approx(45.002, abs=1e-3)


def test_unknown_ground_is_said_and_not_invented() -> None:
    """A line over ground that nobody knows meets nothing, and the footprint says how many."""
    at = Position(9.0498, 45.0)
    found = footprint_of(CAMERA, down(1000.0, at), Step())
    assert any("not known" in doubt for doubt in found.doubts)
    assert len(found.ring) < 64


def test_known_ground_behind_unknown_ground_is_not_believed() -> None:
    """What lies before a meeting may hide it: a line that crosses low unknown ground is unknown."""
    at = Position(9.06, 45.003)
    pose = Pose(at, 300.0, "WGS 84", GimbalAngles(270.0, -10.0, 0.0))
    seen = follow(*lines_of_sight(CAMERA, pose, np.array([CAMERA.middle])), Step())
    assert not seen.hit.any()
    assert not seen.sky.any()


def test_the_sky_is_said_and_not_invented() -> None:
    """A camera that looks at the horizon loses the upper part of its border to the sky."""
    pose = Pose(HERE, 1000.0, "WGS 84", GimbalAngles(0.0, -3.0, 0.0))
    found = footprint_of(CAMERA, pose, FlatTerrain())
    assert any("sky" in doubt for doubt in found.doubts)


def test_a_frame_of_the_sky_has_no_footprint() -> None:
    """Looking up there is no ground; the error says how many lines went where."""
    pose = Pose(HERE, 1000.0, "WGS 84", GimbalAngles(0.0, 45.0, 0.0))
    with pytest.raises(UsageError, match="64 lines into the sky"):
        footprint_of(CAMERA, pose, FlatTerrain())


def test_heights_from_two_surfaces_are_doubted() -> None:
    """EGM96 against the ellipsoid without a geoid: up to 107 m, and the border says so."""
    found = footprint_of(CAMERA, down(1000.0, system="EGM96"), FlatTerrain())
    assert any("107 m" in doubt for doubt in found.doubts)
    assert found.error_m == pytest.approx(107.0 * math.hypot(0.3, 0.2), rel=0.01)


def test_a_stated_error_of_the_place_is_added() -> None:
    """2 m of the place and 3 m of height at the slope of the corner, 0.36: 3.1 m."""
    pose = Pose(HERE, 1000.0, "WGS 84", GimbalAngles(0.0, -90.0, 0.0), 2.0)
    found = footprint_of(CAMERA, pose, FlatTerrain())
    assert found.error_m == pytest.approx(2.0)
    assert found.doubts == ()
    steep = footprint_of(
        CAMERA, Pose(Position(9.0, 44.99), 1000.0, "WGS 84", pose.angles, 2.0), Step()
    )
    assert steep.error_m == pytest.approx(2.0 + 3.0 * math.hypot(0.3, 0.2), rel=0.01)


def test_a_camera_over_unknown_ground_has_no_height_above_it() -> None:
    """The ground below is not known, the ground in sight is."""
    pose = Pose(Position(9.051, 45.0), 1000.0, "WGS 84", GimbalAngles(270.0, -60.0, 0.0))
    found = footprint_of(CAMERA, pose, Step())
    assert found.height_above_ground_m is None


def test_the_middle_may_see_the_sky_while_the_border_sees_ground() -> None:
    """Then there is no centre and no spacing there, and nothing is made up."""
    wide = Camera("wide", 20.0, (60.0, 60.0), (60, 60))
    pose = Pose(HERE, 100.0, "WGS 84", GimbalAngles(0.0, 2.0, 0.0))
    found = footprint_of(wide, pose, FlatTerrain())
    assert found.centre is None
    assert math.isnan(found.spacing.across_m)
    assert found.spacing.finest_m > 0.0


def test_ground_points_come_back_to_their_pixels() -> None:
    """What a pixel sees is seen at that pixel: to a thousandth, any attitude."""
    pose = Pose(HERE, 2000.0, "WGS 84", AircraftAngles(33.0, 4.0, -7.0, 12.0))
    places = np.random.default_rng(2).uniform([0, 0], [600, 400], (50, 2))
    seen = follow(*lines_of_sight(CAMERA, pose, places), FlatTerrain(120.0))
    assert np.abs(places_of(CAMERA, pose, seen.ecef_m) - places).max() < 1e-3
    assert np.abs(ecef(seen.lon_deg, seen.lat_deg, seen.height_m) - seen.ecef_m).max() < 1e-3


def test_control_points_lie_in_the_footprint() -> None:
    """Five by five points tie the picture down, corners included; unknown ground gives none."""
    points = control_points(CAMERA, down(1000.0), FlatTerrain(10.0))
    assert len(points) == 25
    assert points[0].height_m == pytest.approx(10.0, abs=1e-3)
    assert (points[-1].column, points[-1].row) == (600.0, 400.0)
    assert len(control_points(CAMERA, down(1000.0, Position(9.0498, 45.0)), Step())) < 25


def test_a_footprint_over_the_antimeridian_is_cut() -> None:
    """RFC 7946: two polygons, one on each side, and a box whose west is greater than its east."""
    found = footprint_of(CAMERA, down(3000.0, Position(179.999, 60.0)), FlatTerrain())
    shape = geometry(found.ring)
    assert shape["type"] == "MultiPolygon"
    west, south, east, north = bounding_box(found.ring)
    assert west > 179.9
    assert east < -179.9
    assert south < 60.0 < north


def test_a_footprint_elsewhere_is_one_ring_counter_clockwise() -> None:
    """RFC 7946: the outer ring runs counter-clockwise and closes."""
    found = footprint_of(CAMERA, down(1000.0), FlatTerrain())
    shape = geometry(found.ring)
    assert shape["type"] == "Polygon"
    rings = shape["coordinates"]
    assert isinstance(rings, list)
    ring = np.array(rings[0])
    assert (ring[0] == ring[-1]).all()
    twice = (ring[:-1, 0] * ring[1:, 1] - ring[1:, 0] * ring[:-1, 1]).sum()
    assert twice > 0.0


class Rim:
    """Ground known only north of a parallel, where the first row of pixels ends."""

    source = "a rim"
    height_system = "WGS 84"
    error_m = 0.0

    def __init__(self, south_deg: float) -> None:
        self._south_deg = south_deg

    def heights_m(self, lon_deg: Floats, lat_deg: Floats) -> Floats:
        """Return 0 m north of the parallel, else nothing."""
        return np.where(np.asarray(lat_deg) > self._south_deg, 0.0 * np.asarray(lon_deg), np.nan)


def test_ground_met_from_below_is_not_met() -> None:
    """A line that dives through unknown ground and comes to known ground under it saw nothing."""
    edge = 45.0 + 199.8 / 111_132.0
    with pytest.raises(UsageError, match="64 over unknown ground"):
        footprint_of(CAMERA, down(1000.0), Rim(edge))


def test_a_mountainside_seen_from_below_has_no_level_spacing() -> None:
    """A camera that looks up at a cliff looks down on nothing: there is no footprint."""
    pose = Pose(HERE, 100.0, "WGS 84", GimbalAngles(0.0, 25.0, 0.0))
    with pytest.raises(UsageError, match="E-FOOTPRINT"):
        footprint_of(CAMERA, pose, Step())


def test_a_feature_carries_geometry_and_properties() -> None:
    """GeoJSON for people's maps."""
    made = feature(footprint_of(CAMERA, down(1000.0), FlatTerrain()).ring, {"frame": "0012"})
    assert made["type"] == "Feature"
    assert made["properties"] == {"frame": "0012"}
