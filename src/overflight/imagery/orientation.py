"""Where a camera stood and how it was turned, each angle convention by its name.

All conventions end in one rotation matrix ``R``, 3 x 3, that turns camera components (right, up,
back; see ``camera.py``) into local components (east, north, up at the camera): ``local = R @ ray``.
The matrix, not the angles, goes into every computation.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import assert_never

import numpy as np
from pyproj import CRS, Proj
from pyproj.exceptions import CRSError

from overflight.errors import UsageError
from overflight.geodesy import Floats, Position
from overflight.imagery.earth import ecef, enu_axes, geodetic

__all__ = [
    "UNSTATED",
    "AircraftAngles",
    "Angles",
    "GimbalAngles",
    "OmegaPhiKappa",
    "Pose",
    "RotationRows",
    "convergence_deg",
    "pose_from_grid",
    "pose_from_shot",
    "rotation",
]


# The height system of a file that does not say what its heights count from.
UNSTATED = "unstated"


@dataclass(frozen=True, slots=True)
class OmegaPhiKappa:
    """Photogrammetric angles: R = Rx(omega) Ry(phi) Rz(kappa), camera to grid.

    The grid is a projected coordinate system, axes east, north, up; right-handed turns about x,
    then the turned y, then the turned z. All zero is a vertical picture with grid north on top.

    Args:
        omega_deg: About x (east).
        phi_deg: About the turned y.
        kappa_deg: About the turned z, counter-clockwise seen from above.
        grid: The projected system the angles belong to: an EPSG code or a PROJ string; empty for
            east, north, up at the camera itself.
    """

    omega_deg: float
    phi_deg: float
    kappa_deg: float
    grid: str = ""


@dataclass(frozen=True, slots=True)
class GimbalAngles:
    """Angles of a drone's gimbal as DJI writes them: where the camera itself points.

    Args:
        yaw_deg: Heading of the camera, clockwise from true north.
        pitch_deg: 0 looks at the horizon, -90 straight down; at -90 the top of the picture points
            where yaw says.
        roll_deg: About the line of sight, positive when the camera's right side goes down.
    """

    yaw_deg: float
    pitch_deg: float
    roll_deg: float


@dataclass(frozen=True, slots=True)
class AircraftAngles:
    """Angles of an aircraft whose camera looks straight down through its floor, as senseFly.

    Args:
        heading_deg: Of the nose, clockwise from true north.
        pitch_deg: Nose up is positive.
        roll_deg: Right wing down is positive.
        mount_deg: Where the top of the picture points in the aircraft, clockwise from the nose;
            it belongs to the installation and no file states it.
    """

    heading_deg: float
    pitch_deg: float
    roll_deg: float
    mount_deg: float = 0.0


@dataclass(frozen=True, slots=True)
class RotationRows:
    """A rotation given as a matrix: the three rows of R, camera to east, north, up at the camera.

    Args:
        rows: Three rows of three numbers.
    """

    rows: tuple[tuple[float, float, float], ...]


Angles = OmegaPhiKappa | GimbalAngles | AircraftAngles | RotationRows


@dataclass(frozen=True, slots=True)
class Pose:
    """Exterior orientation: the place of the lens and its angles.

    Args:
        at: Position on WGS 84.
        height_m: Height of the lens in metres.
        height_system: The surface that height counts from, as the file names it: ``WGS 84``,
            ``EGM96``, ``EGM2008``, or ``unstated``.
        angles: The angles under their convention.
        position_error_m: Greatest error of the place the source states; none where it states none.

    Raises:
        UsageError: The height or an angle is not finite, or a matrix is not a rotation.
    """

    at: Position
    height_m: float
    height_system: str
    angles: Angles
    position_error_m: float | None = None

    def __post_init__(self) -> None:
        matrix = rotation(self.angles, self.at)
        sound = math.isfinite(self.height_m) and -1e4 < self.height_m < 1e6
        if not sound or not np.allclose(matrix @ matrix.T, np.eye(3), atol=1e-6):
            raise UsageError(
                "E-POSE",
                where="pose",
                expected="a finite height below 1,000 km and angles in degrees",
                found=f"height {self.height_m} m, {self.angles}",
                remedy="Check the columns of the orientation file and the units.",
            )

    @property
    def matrix(self) -> Floats:
        """Return R, 3 x 3: camera (right, up, back) to east, north, up at the camera."""
        return rotation(self.angles, self.at)

    @property
    def tilt_deg(self) -> float:
        """Return the angle between the line of sight and straight down, 0 to 180 degrees."""
        return math.degrees(math.acos(max(-1.0, min(1.0, float(self.matrix[2, 2])))))

    @property
    def heading_and_roll(self) -> tuple[float, float]:
        """Return the direction of the picture's top and the roll about it, in degrees.

        The heading is clockwise from true north, 0 to 360; the roll is positive when the right
        side of the picture looks lower. Of an aircraft the angles of the aircraft itself.
        """
        if isinstance(self.angles, AircraftAngles):
            return self.angles.heading_deg % 360.0, self.angles.roll_deg
        right, top = self.matrix[:, 0], self.matrix[:, 1]
        heading = math.degrees(math.atan2(float(top[0]), float(top[1]))) % 360.0
        return heading, math.degrees(math.asin(max(-1.0, min(1.0, -float(right[2])))))


def _turn(axis: int, degrees: float) -> Floats:
    """Return the right-handed rotation about axis 0, 1 or 2 by an angle."""
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    first, second = (axis + 1) % 3, (axis + 2) % 3
    matrix = np.eye(3)
    matrix[first, first] = matrix[second, second] = cos
    matrix[first, second], matrix[second, first] = -sin, sin
    return matrix


def rotation(angles: Angles, at: Position) -> Floats:
    """Return the one rotation matrix behind angles of any convention.

    Args:
        angles: The angles under their convention.
        at: Where the camera stood; grids turn with the place.

    Returns:
        R, 3 x 3: camera components (right, up, back) to east, north, up at the camera.

    Raises:
        UsageError: The grid of omega, phi, kappa is not a projected coordinate system.
    """
    match angles:
        case OmegaPhiKappa(omega, phi, kappa, grid):
            to_grid = _turn(0, omega) @ _turn(1, phi) @ _turn(2, kappa)
            return _turn(2, -convergence_deg(grid, at)) @ to_grid if grid else to_grid
        case GimbalAngles(yaw, pitch, roll):
            # Pitch counts from the horizon, the camera's own zero is straight down: 90 between.
            # A turn about the line of sight is a turn about -z, hence the sign of roll.
            return _turn(2, -yaw) @ _turn(0, pitch + 90.0) @ _turn(2, -roll)
        case AircraftAngles(heading, pitch, roll, mount):
            # The body is right, forward, up: nose up turns about right, right wing down about
            # forward; the camera sits in it with the top of the picture towards the mount angle.
            body = _turn(2, -heading) @ _turn(0, pitch) @ _turn(1, roll)
            return body @ _turn(2, -mount)
        case RotationRows(rows):
            return np.array(rows, dtype=np.float64)
    assert_never(angles)


def _grid_of(grid: str) -> CRS:
    try:
        crs = CRS.from_user_input(grid)
    except CRSError:
        crs = None
    if crs is None or not crs.is_projected:
        raise UsageError(
            "E-GRID",
            where="grid",
            expected="a projected coordinate system: an EPSG code or a PROJ string",
            found=grid,
            remedy="Name the system the orientation file was made in, for example EPSG:32633.",
        )
    return crs


def convergence_deg(grid: str, at: Position) -> float:
    """Return the meridian convergence of a grid: true north to grid north, clockwise positive.

    Args:
        grid: EPSG code or PROJ string of a projected system.
        at: The place.

    Accuracy: PROJ's derivatives, better than 1e-6 degrees.
    """
    factors = Proj(_grid_of(grid)).get_factors(at.lon_deg, at.lat_deg)
    return float(factors.meridian_convergence)


def pose_from_grid(
    east_north_m: tuple[float, float], height_m: float, height_system: str, angles: OmegaPhiKappa
) -> Pose:
    """Return a pose whose place is given in the grid of its angles.

    Args:
        east_north_m: Easting and northing in metres.
        height_m: Height of the lens.
        height_system: The surface the height counts from.
        angles: Omega, phi, kappa with their grid.

    Raises:
        UsageError: The grid is none, or the place lies outside it.

    Accuracy: the grid is turned into true directions at the camera; the Earth stays curved. A
        bundle adjustment computed in a flat grid without Earth curvature correction differs by
        d*d / 12,742 km in height at a distance d: 0.7 m at 3 km.
    """
    lon, lat = Proj(_grid_of(angles.grid))(*east_north_m, inverse=True)
    at = _on_earth(lon, lat, f"{east_north_m}", angles.grid)
    return Pose(at, height_m, height_system, angles)


def _on_earth(lon: float, lat: float, found: str, grid: str) -> Position:
    if not (math.isfinite(lon) and math.isfinite(lat)):
        raise UsageError(
            "E-GRID",
            where="easting, northing",
            expected=f"metres in {grid}",
            found=found,
            remedy="Check that the columns are easting, northing and belong to this grid.",
        )
    return Position(lon, lat)


def pose_from_shot(
    reference: tuple[Position, float],
    rotation_vector: tuple[float, float, float],
    translation: tuple[float, float, float],
    height_system: str,
    grid: str = "",
) -> Pose:
    """Return the pose of an OpenSfM shot.

    OpenSfM turns world into camera, ``seen = Q(rotation_vector) @ world + translation``; its
    camera axes are right, down, forward. Its world is east, north, up at the reference; that of
    OpenDroneMap is easting and northing of a grid, counted from the reference. Taking the one for
    the other turns the world by the meridian convergence.

    Args:
        reference: Position and height of the origin of that world.
        rotation_vector: Axis times angle in radians.
        translation: Metres.
        height_system: The surface the reference height counts from.
        grid: The grid of OpenDroneMap; empty for OpenSfM's own world.
    """
    place, height_m = reference
    world_to_seen = _rodrigues(np.array(rotation_vector))
    # Right, down, forward to right, up, back.
    to_world = world_to_seen.T @ np.diag([1.0, -1.0, -1.0])
    centre = -world_to_seen.T @ np.array(translation)
    if grid:
        plane = Proj(_grid_of(grid))
        east, north = plane(place.lon_deg, place.lat_deg)
        lon, lat = plane(east + float(centre[0]), north + float(centre[1]), inverse=True)
        at = _on_earth(lon, lat, f"{centre[0]}, {centre[1]} from the reference", grid)
        turned = _turn(2, -convergence_deg(grid, at)) @ to_world
        return Pose(at, height_m + float(centre[2]), height_system, _rows(turned))
    axes = enu_axes(place.lon_deg, place.lat_deg)
    origin = ecef(np.array(place.lon_deg), np.array(place.lat_deg), np.array(height_m))
    lon, lat, height = (float(value) for value in geodetic(origin + axes @ centre))
    turned = enu_axes(lon, lat).T @ axes @ to_world
    return Pose(Position(lon, lat), height, height_system, _rows(turned))


def _rows(matrix: Floats) -> RotationRows:
    return RotationRows(tuple((float(r[0]), float(r[1]), float(r[2])) for r in matrix))


def _rodrigues(vector: Floats) -> Floats:
    angle = float(np.linalg.norm(vector))
    if angle < 1e-12:
        return np.eye(3)
    x, y, z = vector / angle
    cross = np.array([[0.0, -z, y], [z, 0.0, -x], [-y, x, 0.0]])
    turned: Floats = np.eye(3) + math.sin(angle) * cross + (1.0 - math.cos(angle)) * (cross @ cross)
    return turned
