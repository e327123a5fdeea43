"""Angle conventions: each must turn the camera where its name says."""

from __future__ import annotations

import math

import numpy as np
import pytest
from pyproj import Proj

from overflight.errors import UsageError
from overflight.geodesy import Floats, Position
from overflight.imagery import (
    AircraftAngles,
    Angles,
    GimbalAngles,
    OmegaPhiKappa,
    Pose,
    RotationRows,
    pose_from_grid,
    pose_from_shot,
    rotation,
)
from overflight.imagery.orientation import convergence_deg

HERE = Position(9.0, 45.0)
RIGHT, TOP, SIGHT = np.array([1.0, 0, 0]), np.array([0, 1.0, 0]), np.array([0, 0, -1.0])
EAST, NORTH, UP = np.eye(3)


def turned(angles: Angles) -> Floats:
    """Return where right, top and line of sight of the picture point: east, north, up."""
    return np.array([rotation(angles, HERE) @ axis for axis in (RIGHT, TOP, SIGHT)])


@pytest.mark.parametrize(
    ("angles", "right", "top", "sight"),
    [
        (OmegaPhiKappa(0, 0, 0), EAST, NORTH, -UP),
        (OmegaPhiKappa(0, 0, 90), NORTH, -EAST, -UP),
        (OmegaPhiKappa(90, 0, 0), EAST, UP, NORTH),
        (OmegaPhiKappa(0, 90, 0), -UP, NORTH, -EAST),
        (GimbalAngles(0, -90, 0), EAST, NORTH, -UP),
        (GimbalAngles(90, -90, 0), -NORTH, EAST, -UP),
        (GimbalAngles(90, 0, 0), -NORTH, UP, EAST),
        (GimbalAngles(0, 0, 90), -UP, EAST, NORTH),
        (AircraftAngles(0, 0, 0), EAST, NORTH, -UP),
        (AircraftAngles(90, 0, 0), -NORTH, EAST, -UP),
        (AircraftAngles(0, 0, 0, 90), -NORTH, EAST, -UP),
        (AircraftAngles(0, 90, 0), EAST, UP, NORTH),
        (AircraftAngles(0, 0, 90), -UP, NORTH, -EAST),
    ],
)
def test_right_angles_turn_as_their_convention_says(
    angles: Angles, right: Floats, top: Floats, sight: Floats
) -> None:
    """Quarter turns can be checked by hand: nose up looks ahead, right wing down looks left."""
    assert np.allclose(turned(angles), [right, top, sight], atol=1e-12)


def test_rotation_rows_are_taken_as_they_are() -> None:
    """A matrix needs no convention."""
    rows = RotationRows(((0.0, -1.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0)))
    assert np.allclose(rotation(rows, HERE), np.array(rows.rows))


def test_grid_north_is_turned_to_true_north() -> None:
    """East of the central meridian, north of the equator, grid north lies east of true north.

    At 12 E, 45 N in UTM 32 (9 E) it is atan(tan 3 sin 45) = 2.122 degrees.
    """
    at = Position(12.0, 45.0)
    expected = math.degrees(math.atan(math.tan(math.radians(3.0)) * math.sin(math.radians(45.0))))
    assert convergence_deg("EPSG:32632", at) == pytest.approx(expected, abs=0.001)
    top = rotation(OmegaPhiKappa(0, 0, 0, "EPSG:32632"), at) @ TOP
    assert math.degrees(math.atan2(top[0], top[1])) == pytest.approx(expected, abs=0.001)


def test_a_pose_on_a_grid_lies_where_the_grid_says() -> None:
    """Easting and northing become longitude and latitude; the central meridian is 9 E."""
    angles = OmegaPhiKappa(0, 0, 0, "EPSG:32632")
    pose = pose_from_grid((500_000.0, 5_000_000.0), 1000.0, "EGM96", angles)
    assert pose.at.lon_deg == pytest.approx(9.0, abs=1e-9)
    assert pose.tilt_deg == pytest.approx(0.0, abs=1e-6)


@pytest.mark.parametrize("grid", ["EPSG:4326", "nonsense", "EPSG:999999"])
def test_a_grid_must_be_a_projected_system(grid: str) -> None:
    """Omega, phi, kappa on degrees mean nothing."""
    with pytest.raises(UsageError, match="E-GRID"):
        pose_from_grid((0.0, 0.0), 0.0, "EGM96", OmegaPhiKappa(0, 0, 0, grid))


def test_a_place_off_the_grid_is_refused() -> None:
    """Metres that belong to no place of the grid are told, not turned into infinity."""
    angles = OmegaPhiKappa(0, 0, 0, "EPSG:32632")
    with pytest.raises(UsageError, match="E-GRID"):
        pose_from_grid((1e12, 1e12), 0.0, "EGM96", angles)


@pytest.mark.parametrize(
    ("height_m", "angles"),
    [
        (math.nan, GimbalAngles(0, -90, 0)),
        (1e7, GimbalAngles(0, -90, 0)),
        (100.0, GimbalAngles(math.nan, -90, 0)),
        (100.0, RotationRows(((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 2.0)))),
    ],
)
def test_impossible_poses_are_refused(height_m: float, angles: Angles) -> None:
    """Heights are finite and a matrix is a rotation."""
    with pytest.raises(UsageError, match="E-POSE"):
        Pose(HERE, height_m, "WGS 84", angles)


def test_heading_and_roll_of_any_convention() -> None:
    """The annotation wants heading and roll; one attitude gives the same in each convention."""
    gimbal = Pose(HERE, 100.0, "WGS 84", GimbalAngles(75.0, -90.0, 0.0))
    aircraft = Pose(HERE, 100.0, "WGS 84", AircraftAngles(435.0, 0.0, 2.5))
    assert gimbal.heading_and_roll == pytest.approx((75.0, 0.0))
    assert aircraft.heading_and_roll == pytest.approx((75.0, 2.5))
    tilted = Pose(HERE, 100.0, "WGS 84", RotationRows(_rows(aircraft.matrix)))
    assert tilted.heading_and_roll == pytest.approx((75.0, 2.5), abs=0.01)


def _rows(matrix: Floats) -> tuple[tuple[float, float, float], ...]:
    return tuple((float(r[0]), float(r[1]), float(r[2])) for r in matrix)


def test_a_shot_without_rotation_looks_up() -> None:
    """OpenSfM's camera looks along +z of its world when its vector is zero: to the sky."""
    pose = pose_from_shot((HERE, 10.0), (0.0, 0.0, 0.0), (0.0, 0.0, -100.0), "WGS 84")
    assert pose.tilt_deg == pytest.approx(180.0)
    assert pose.height_m == pytest.approx(110.0)


def test_a_half_turn_about_east_looks_down() -> None:
    """Pi about x puts the camera's forward axis straight down and the picture's top north."""
    pose = pose_from_shot((HERE, 10.0), (math.pi, 0.0, 0.0), (0.0, 0.0, 100.0), "WGS 84")
    assert pose.tilt_deg == pytest.approx(0.0, abs=1e-6)
    assert pose.heading_and_roll[0] % 360 == pytest.approx(0.0, abs=1e-6)


def test_opensfm_and_opendronemap_worlds_differ_by_the_convergence() -> None:
    """120 m from the reference, two degrees off the central meridian, they are 2 m apart."""
    place = Position(120.95, 24.68)
    moved = (-100.0, 60.0, 0.0)
    own = pose_from_shot((place, 0.0), (0.0, 0.0, 0.0), moved, "WGS 84")
    on_grid = pose_from_shot((place, 0.0), (0.0, 0.0, 0.0), moved, "WGS 84", "EPSG:32651")
    plane = Proj("EPSG:32651")
    one, other = (
        plane(own.at.lon_deg, own.at.lat_deg),
        plane(on_grid.at.lon_deg, on_grid.at.lat_deg),
    )
    apart = math.hypot(one[0] - other[0], one[1] - other[1])
    expected = math.hypot(100.0, 60.0) * math.radians(abs(convergence_deg("EPSG:32651", place)))
    assert apart == pytest.approx(expected, rel=0.02)
