"""Cameras and poses against outside truth: orthority, OpenSfM, DJI, STAC, PROJ, and the pictures.

Numbers of orthority 0.7.0 (AGPL, a program of its own, never imported by the product) were written
down once; where it is installed it is asked again.
"""

from __future__ import annotations

import importlib
import json
import math
from pathlib import Path

import numpy as np
import pytest
from pyproj import Proj, Transformer
from tests.shared_data import shared

from overflight.adapters.frames import (
    Convention,
    Hints,
    open_frame,
    parts_of,
    pixels_of,
    read_orientations,
)
from overflight.adapters.lands.terrain import RasterTerrain
from overflight.geodesy import FlatTerrain, Floats, Position
from overflight.imagery import (
    Camera,
    GimbalAngles,
    OmegaPhiKappa,
    Pose,
    follow,
    lines_of_sight,
    places_of,
    rotation,
)
from overflight.imagery.earth import ecef, enu_axes, geodetic
from overflight.imagery.stac import perspective

LO25 = "+proj=tmerc +lat_0=0 +lon_0=25 +k=1 +x_0=0 +y_0=0 +ellps=WGS84"
DMC = Camera("Intergraph DMC", 120.0, (92.16, 165.888), (640, 1152))
HINTS = Hints(Convention.OMEGA_PHI_KAPPA, LO25, "EGM2008")
CORNERS = np.array([[0.0, 0.0], [640.0, 0.0], [640.0, 1152.0], [0.0, 1152.0], [320.0, 576.0]])
ORTHORITY_DMC = {
    "3324c_2015_1004_05_0182_RGB": (
        (-53235.941, -3730702.522),
        (-56905.073, -3730774.531),
        (-56994.687, -3724183.361),
        (-53355.495, -3724138.642),
        (-55119.294, -3727436.040),
    ),
    "3324c_2015_1004_05_0184_RGB": (
        (-55807.320, -3730663.871),
        (-59448.708, -3730713.111),
        (-59571.540, -3724150.811),
        (-55907.230, -3724075.925),
        (-57687.028, -3727411.497),
    ),
}
# Easting, northing (UTM 51 N), height, and the column and row orthority sees them at.
ORTHORITY_DJI = {
    "100_0005_0018": (
        (292925.0, 2731235.0, 100.0, 13.379, 3.102),
        (292915.0, 2730920.0, 100.0, 1358.669, 7.744),
        (292740.0, 2731021.0, 100.0, 1357.390, 897.206),
        (292748.0, 2731160.0, 100.0, 20.871, 899.149),
        (292797.0, 2731089.0, 120.0, 688.520, 346.894),
    ),
    "100_0005_0136": (
        (292890.0, 2730890.0, 100.0, 5.596, 5.761),
        (292570.0, 2730918.0, 100.0, 1365.131, 5.059),
        (292674.0, 2731085.0, 100.0, 1348.165, 886.518),
        (292812.0, 2731075.0, 100.0, 20.243, 892.873),
        (292738.0, 2731028.0, 120.0, 690.206, 344.989),
    ),
}


def dmc_poses() -> dict[str, Pose]:
    """Return the poses of the two survey frames, from the file of their maker."""
    path = shared("data", "frames", "ngi", "camera_pos_ori.txt")
    known = read_orientations(path, HINTS)
    return {name: known.of(name).complete(name) for name in ORTHORITY_DMC}


def dji() -> tuple[dict[str, Pose], Camera]:
    """Return poses and camera of the drone frames, from the reconstruction."""
    path = shared("data", "frames", "odm_toufeng", "reconstruction.json")
    known = read_orientations(path, Hints(height_system="WGS 84"))
    poses = {name: known.of(name).complete(name) for name in ORTHORITY_DJI}
    return poses, next(iter(known.cameras.values()))


@pytest.mark.parametrize("name", ORTHORITY_DMC)
def test_survey_frames_land_where_orthority_puts_them(name: str) -> None:
    """On level ground at 500 m all agree to 2 m.

    Orthority computes in the flat grid; we keep the Earth curved, which lowers the ground by 0.9 m
    at 3.4 km and moves a corner by 0.6 m; grid scale at this height gives as much again.
    """
    seen = follow(*lines_of_sight(DMC, dmc_poses()[name], CORNERS), FlatTerrain(500.0))
    east, north = Proj(LO25)(seen.lon_deg, seen.lat_deg)
    off = np.hypot(*(np.array([east, north]) - np.array(ORTHORITY_DMC[name]).T))
    assert off.max() < 2.0
    assert off[-1] < 0.05


@pytest.mark.parametrize("name", ORTHORITY_DJI)
def test_drone_frames_with_brown_distortion_show_what_orthority_shows(name: str) -> None:
    """OpenDroneMap pose, Brown lens, 30 degrees of tilt: ground points to 0.3 pixel, and back.

    UTM scale (0.99960 + 0.00053) differs from one by 1.3e-4: 2 cm over 150 m, or 0.15 pixel.
    """
    poses, camera = dji()
    table = np.array(ORTHORITY_DJI[name])
    to_degrees = Transformer.from_crs("EPSG:32651", "EPSG:4326", always_xy=True)
    lon, lat = to_degrees.transform(table[:, 0], table[:, 1])
    ours = places_of(camera, poses[name], ecef(lon, lat, table[:, 2]))
    assert np.hypot(*(ours - table[:, 3:]).T).max() < 0.3
    level = table[:4]
    seen = follow(*lines_of_sight(camera, poses[name], level[:, 3:]), FlatTerrain(100.0))
    to_utm = Transformer.from_crs("EPSG:4326", "EPSG:32651", always_xy=True)
    east, north = to_utm.transform(seen.lon_deg, seen.lat_deg)
    assert np.hypot(east - level[:, 0], north - level[:, 1]).max() < 0.15


def test_orthority_itself_still_says_so() -> None:
    """Where orthority is installed, its present version is asked instead of the numbers kept."""
    try:
        module = importlib.import_module("orthority.camera")
    except ImportError:
        pytest.skip("orthority is not installed (an outside program, not a dependency)")
    camera = module.create_camera(
        "pinhole",
        (640, 1152),
        120.0,
        sensor_size=(92.16, 165.888),
        xyz=(-55094.504480, -3727407.037480, 5258.307930),
        opk=tuple(np.radians([-0.349216, 0.298484, -179.086702])),
    )
    found = camera.pixel_to_world_z((CORNERS - 0.5).T, 500.0)[:2].T
    assert np.abs(found - np.array(ORTHORITY_DMC["3324c_2015_1004_05_0182_RGB"])).max() < 0.01


def _patch(picture: Floats, camera: Camera, pose: Pose, points: Floats) -> Floats:
    """Return grey values a picture shows at ground points, NaN outside it."""
    places = places_of(camera, pose, points.reshape(-1, 3)) - 0.5
    column, row = np.round(places[:, 0]).astype(int), np.round(places[:, 1]).astype(int)
    inside = (column >= 0) & (row >= 0)
    inside &= (column < picture.shape[1]) & (row < picture.shape[0])
    values = picture[np.where(inside, row, 0), np.where(inside, column, 0)]
    found: Floats = np.where(inside, values, np.nan).reshape(points.shape[:2])
    return found


def _likeness(one: Floats, other: Floats) -> float:
    """Return the correlation of two patches that both lie wholly in their pictures."""
    a, b = one.ravel() - one.mean(), other.ravel() - other.mean()
    return float(a @ b / math.sqrt(float((a @ a) * (b @ b)) + 1e-9))


def _ground(terrain: RasterTerrain, middle: tuple[float, float], step_m: float) -> Floats:
    """Return a grid of 40 x 40 ground points round a place, in ECEF."""
    offsets = (np.arange(40) - 20.0) * step_m
    east, north = np.meshgrid(offsets, offsets)
    lat = middle[1] + north / 111_200.0
    lon = middle[0] + east / (111_320.0 * math.cos(math.radians(middle[1])))
    return ecef(lon, lat, terrain.heights_m(lon, lat))


def _best_shift(
    frames: list[tuple[Floats, Camera, Pose]],
    terrain: RasterTerrain,
    middle: tuple[float, float],
    step_m: float,
) -> tuple[float, float] | None:
    """Return the shift in metres at which two pictures of one place look most alike, and how."""
    points = _ground(terrain, middle, step_m)
    first = _patch(*frames[0], points)
    if not np.isfinite(first).all():
        return None
    axes = enu_axes(*middle)
    best = (-1.0, 0.0)
    for east in range(-4, 5):
        for north in range(-4, 5):
            moved = points + axes[:, 0] * (east * step_m) + axes[:, 1] * (north * step_m)
            second = _patch(*frames[1], moved)
            if np.isfinite(second).all():
                best = max(best, (_likeness(first, second), math.hypot(east, north) * step_m))
    return (best[1], best[0]) if best[0] > -1.0 else None


def _grey(path: Path) -> Floats:
    pixels = pixels_of(path).astype(np.float64)
    return pixels.mean(axis=-1) if pixels.ndim == 3 else pixels


def test_two_survey_frames_show_the_same_ground_in_the_same_place() -> None:
    """Where frames 0182 and 0184 overlap, their pictures match within one pixel of 6 m."""
    folder = shared("data", "frames", "ngi")
    terrain = RasterTerrain(folder / "dem.tif", height_system="EGM2008", error_m=5.0)
    frames = [(_grey(folder / f"{n}.tif"), DMC, pose) for n, pose in dmc_poses().items()]
    grid = Proj(LO25)
    places = [(-56600, -3725000), (-56200, -3726500), (-55950, -3728000), (-56600, -3728000)]
    found = [_best_shift(frames, terrain, grid(*p, inverse=True), 6.0) for p in places]
    assert [shift for shift, _ in filter(None, found)] == [0.0] * 4
    assert min(likeness for _, likeness in filter(None, found)) > 0.7


def test_two_drone_frames_show_the_same_ground_in_the_same_place() -> None:
    """Two frames seen from 30 degrees aslant at right angles match within 0.25 m."""
    folder = shared("data", "frames", "odm_toufeng")
    terrain = RasterTerrain(folder / "dsm.tif", height_system="WGS 84", error_m=0.5)
    poses, camera = dji()
    frames = [(_grey(folder / f"{n}.tif"), camera, pose) for n, pose in poses.items()]
    to_degrees = Transformer.from_crs("EPSG:32651", "EPSG:4326", always_xy=True)
    places = [(292855, 2730957), (292825, 2730957), (292795, 2731047)]
    found = [_best_shift(frames, terrain, to_degrees.transform(*p), 0.25) for p in places]
    assert max(shift for shift, _ in filter(None, found)) <= 0.25
    assert max(likeness for _, likeness in filter(None, found)) > 0.7


@pytest.mark.parametrize("name", ORTHORITY_DJI)
def test_gimbal_angles_agree_with_the_reconstruction(name: str) -> None:
    """What DJI writes in XMP and what OpenSfM computed differ by less than 1.5 degrees."""
    poses, _ = dji()
    file = open_frame(shared("data", "frames", "odm_toufeng", f"{name}.tif"))
    told = parts_of(file).complete(name)
    assert isinstance(told.angles, GimbalAngles)
    turned = told.matrix.T @ poses[name].matrix
    angle = math.degrees(math.acos((np.trace(turned) - 1.0) / 2.0))
    assert angle < 1.5  # the gimbal is held to about one degree
    apart = ecef(*_place(told)) - ecef(*_place(poses[name]))
    assert np.linalg.norm(apart) < 0.1  # RTK: the bundle moved the shots by centimetres


def _place(pose: Pose) -> tuple[Floats, Floats, Floats]:
    return np.array(pose.at.lon_deg), np.array(pose.at.lat_deg), np.array(pose.height_m)


def test_the_standard_example_gives_the_same_matrix() -> None:
    """The perspective-imagery extension's own example holds angles and their rotation matrix."""
    path = shared("data", "stac", "ext_examples", "perspective-imagery", "item.json")
    fields = json.loads(path.read_text("utf-8"))["properties"]
    angles = OmegaPhiKappa(fields["pers:omega"], fields["pers:phi"], fields["pers:kappa"])
    ours = rotation(angles, Position(10.2, 56.2)).T.ravel()
    assert np.abs(ours - np.array(fields["pers:rotation_matrix"])).max() < 1e-4
    pose = Pose(Position(10.2, 56.2), 996.12, "EGM2008", OmegaPhiKappa(*_three(fields), "25832"))
    told = perspective(DMC, pose)
    assert told["pers:crs"] == 25832
    assert np.allclose(
        np.array(told["pers:rotation_matrix"]), fields["pers:rotation_matrix"], atol=1e-4
    )


def _three(fields: dict[str, float]) -> tuple[float, float, float]:
    return fields["pers:omega"], fields["pers:phi"], fields["pers:kappa"]


def test_earth_vectors_agree_with_proj() -> None:
    """ECEF both ways agrees with PROJ to 0.1 mm from below the sea to 20 km."""
    random = np.random.default_rng(4)
    lon, lat = random.uniform(-180, 180, 500), random.uniform(-89.9, 89.9, 500)
    height = random.uniform(-500, 20_000, 500)
    theirs = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    expected = np.stack(theirs.transform(lon, lat, height), axis=-1)
    assert np.abs(ecef(lon, lat, height) - expected).max() < 1e-4
    back = geodetic(expected)
    assert np.abs(back[2] - height).max() < 1e-4
    assert np.abs(back[1] - lat).max() < 1e-9


# Pixels of the same thing in two frames, found by SIFT of OpenCV 5 and a homography.
SENECA_TIES = {
    ("IMG_0462", "IMG_0463"): (
        (2513, 100, 2720, 2276),
        (1500, 407, 1609, 1914),
        (1163, 103, 1477, 1381),
    ),
    ("IMG_0464", "IMG_0465"): (
        (2866, 1345, 2306, 2419),
        (2280, 1400, 1748, 2471),
        (1371, 995, 846, 2042),
    ),
    ("IMG_0477", "IMG_0478"): (
        (1923, 268, 1512, 1048),
        (2337, 598, 1938, 1455),
        (3581, 745, 3225, 1683),
    ),
    ("IMG_0478", "IMG_0479"): (
        (3541, 805, 3587, 1351),
        (579, 1138, 630, 2553),
        (2236, 591, 2117, 1517),
    ),
}


def _seneca_gap(mount_deg: float) -> float:
    """Return the median distance on the ground between what is one thing in two frames."""
    from overflight.adapters.frames import camera_of
    from overflight.imagery import AircraftAngles

    ground = FlatTerrain(212.4)  # the autopilot's height above ground, taken from its altitude
    gaps = []
    for names, ties in SENECA_TIES.items():
        seen = []
        for side, name in enumerate(names):
            file = open_frame(shared("data", "frames", "seneca", f"{name}.jpg"))
            told = parts_of(file).complete(name)
            assert isinstance(told.angles, AircraftAngles)
            a = told.angles
            turned = AircraftAngles(a.heading_deg, a.pitch_deg, a.roll_deg, mount_deg)
            pose = Pose(told.at, told.height_m, told.height_system, turned)
            camera = camera_of(file)
            assert camera is not None
            places = np.array([tie[2 * side : 2 * side + 2] for tie in ties], dtype=np.float64)
            seen.append(follow(*lines_of_sight(camera, pose, places), ground).ecef_m)
        gaps.extend(np.linalg.norm(seen[0] - seen[1], axis=-1))
    return float(np.median(gaps))


def test_sensefly_frames_meet_with_the_top_of_the_picture_towards_the_nose() -> None:
    """Things seen twice meet within 25 m, and in no other mounting within 40 m.

    The little aircraft's compass is off by 10 degrees and more from frame to frame, and its place
    by metres: at 74 m above ground with pictures of 107 m this is what its angles are worth.
    """
    assert _seneca_gap(0.0) < 25.0
    assert min(_seneca_gap(mount) for mount in (90.0, 180.0, 270.0)) > 40.0


def test_sensefly_tags_agree_with_exiftool() -> None:
    """Our own XMP reader finds what exiftool found in the same frames."""
    table = read_orientations(shared("data", "frames", "seneca", "poses.csv"))
    for name in ("IMG_0462", "IMG_0465", "IMG_0479"):
        file = open_frame(shared("data", "frames", "seneca", f"{name}.jpg"))
        ours, theirs = parts_of(file).complete(name), table.of(name).complete(name)
        assert ours.at.lon_deg == pytest.approx(theirs.at.lon_deg, abs=1e-6)
        assert ours.at.lat_deg == pytest.approx(theirs.at.lat_deg, abs=1e-6)
        assert ours.height_m == pytest.approx(theirs.height_m, abs=0.01)
        assert np.abs(ours.matrix - theirs.matrix).max() < 1e-4
