"""The camera simulator: true geometry, a made-up look, and a label that cannot be missed."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from overflight.errors import UsageError
from overflight.geodesy import FlatTerrain, Floats, Position
from overflight.imagery import (
    AircraftAngles,
    BarTarget,
    Camera,
    CameraSimulator,
    GimbalAngles,
    IsLand,
    Optics,
    Pose,
    Scene,
    follow,
    lines_of_sight,
    places_of,
)
from overflight.imagery.earth import ecef
from overflight.imagery.lettering import MARGIN_ROWS, with_margin
from overflight.imagery.noise import Grain
from overflight.imagery.simulator import _Filled

CAMERA = Camera("sim", 150.0, (30.0, 20.0), (300, 200))
HERE = Position(8.5, 44.3)
DOWN = GimbalAngles(0.0, -90.0, 0.0)
SHARP = Optics(blur_px=0.0, noise=0.0)


def all_land(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Say land everywhere."""
    return np.isfinite(lon + lat)


def no_land(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Say sea everywhere."""
    return np.isnan(lon + lat)


def east_land(lon: Floats, lat: Floats) -> NDArray[np.bool_]:
    """Say land east of 8.5 E."""
    return (lon > 8.5) & np.isfinite(lat)


class Ramp:
    """A plane that rises to the north, with a hole in the west."""

    source = "a ramp"
    height_system = "WGS 84"
    error_m = 0.0

    def __init__(self, base_m: float, slope: float) -> None:
        self._base_m, self._slope = base_m, slope

    def heights_m(self, lon_deg: Floats, lat_deg: Floats) -> Floats:
        """Return heights that grow by the slope for each metre north."""
        height = self._base_m + self._slope * (np.asarray(lat_deg) - 44.3) * 111_100.0
        return np.where(np.asarray(lon_deg) < 8.497, np.nan, height)


def scene(is_land: IsLand = all_land, *targets: BarTarget, seed: int = 6) -> Scene:
    """Return a level scene."""
    return Scene(FlatTerrain(), is_land, HERE, targets, seed=seed)


def take(
    where: Scene, pose: Pose, camera: Camera = CAMERA, optics: Optics = SHARP, seed: int = 1
) -> NDArray[np.uint8]:
    """Return the picture without its margin."""
    made = CameraSimulator(camera, where, optics).take(pose, caption="test", seed=seed)
    assert made.simulated
    return made.pixels[: made.content_rows]


def pose(height_m: float = 3000.0, at: Position = HERE, yaw: float = 0.0) -> Pose:
    """Return a vertical pose."""
    return Pose(at, height_m, "WGS 84", GimbalAngles(yaw, -90.0, 0.0))


def test_the_label_stands_below_the_picture_and_not_in_it() -> None:
    """24 rows are added; the camera's own rows hold no letters (ANN-7)."""
    made = CameraSimulator(CAMERA, scene(), SHARP).take(pose(), caption="0012", seed=1)
    assert made.pixels.shape == (200 + MARGIN_ROWS, 300)
    assert made.content_rows == 200
    margin = made.pixels[200:]
    assert set(np.unique(margin)) == {0, 255}
    assert (made.pixels[:200] > 0).all()
    same = CameraSimulator(CAMERA, scene(), SHARP).take(pose(), caption="other", seed=1)
    assert (same.pixels[:200] == made.pixels[:200]).all()
    assert (same.pixels[200:] != margin).any()


def test_the_same_seed_gives_the_same_picture() -> None:
    """A picture can be made again to the last bit; another seed gives another land."""
    noisy = Optics()
    assert (take(scene(), pose(), optics=noisy) == take(scene(), pose(), optics=noisy)).all()
    assert (take(scene(seed=4), pose()) != take(scene(), pose())).mean() > 0.5


def test_overlapping_frames_show_one_landscape() -> None:
    """A place seen in two frames from two sides has the same look: correlation above 0.8."""
    camera = Camera("sim", 150.0, (60.0, 60.0), (300, 300))
    poses = [pose(at=Position(8.499, 44.3)), pose(at=Position(8.502, 44.3005), yaw=140.0)]
    pictures = [take(scene(), one, camera) for one in poses]
    offsets = np.linspace(-200.0, 200.0, 60)
    east, north = np.meshgrid(offsets, offsets)
    lon, lat = 8.5 + east.ravel() / 79_700.0, 44.3 + north.ravel() / 111_100.0
    points = ecef(lon, lat, np.zeros(lon.shape))
    values = []
    for one, picture in zip(poses, pictures, strict=True):
        column, row = np.floor(places_of(camera, one, points)).astype(int).T
        values.append(picture[row, column].astype(np.float64))
    assert np.corrcoef(values)[0, 1] > 0.8


def test_sea_is_darker_than_land_and_the_coast_lies_where_it_was_said() -> None:
    """With land east of the middle, the left half is dark; the edge is within 2 pixels."""
    picture = take(scene(east_land), pose()).astype(np.float64)
    assert picture[:, :140].mean() < picture[:, 160:].mean() - 30
    assert picture[:, :140].std() < picture[:, 160:].std()


def test_all_sea_has_neither_fields_nor_surf() -> None:
    """Open sea is dark all over."""
    assert take(scene(no_land), pose()).max() < 110


def test_a_target_lies_at_its_place_with_its_size() -> None:
    """White pixels of the board lie where the camera sees the target, bars in their size."""
    target = BarTarget(Position(8.5004, 44.3003), 0.0, (8.0, 4.0), apron_m=20.0)
    picture = take(scene(no_land, target), pose())
    high, wide = np.nonzero(picture > 200)
    middle = ecef(np.array([8.5004]), np.array([44.3003]), np.zeros(1))
    expected = places_of(CAMERA, pose(), middle)[0]
    assert abs(wide.mean() - expected[0]) < 4
    assert abs(high.mean() - expected[1]) < 4
    # The board is 86 m long with 2 m of white at each end, 2 m a pixel.
    assert np.ptp(high) == pytest.approx((7 * 8 + 7 * 4 + 2) / 2.0, abs=2)


def test_bars_narrower_than_a_pixel_blend_to_grey() -> None:
    """Bars of 0.5 m at 2 m a pixel are not resolved: no pixel of the group is black."""
    fine = BarTarget(HERE, 0.0, (0.5, 0.5, 0.5, 0.5), apron_m=6.0)
    coarse = BarTarget(HERE, 0.0, (6.0,), apron_m=6.0)
    blended = take(scene(all_land, fine), pose())[98:102, 148:152]
    resolved = take(scene(all_land, coarse), pose())[80:120, 130:170]
    assert blended.min() > resolved.min() + 20


def test_a_target_out_of_sight_changes_nothing() -> None:
    """A target a degree away is not in the picture."""
    away = BarTarget(Position(9.5, 44.3))
    assert (take(scene(all_land, away), pose()) == take(scene(), pose())).all()


def test_slopes_away_from_the_sun_are_darker() -> None:
    """The sun stands north-west; a plane that rises to the north is turned from it."""
    level = Scene(Ramp(0.0, 0.0), all_land, HERE, seed=6)
    shaded = Scene(Ramp(0.0, 0.3), all_land, HERE, seed=6)
    assert take(shaded, pose()).mean() < take(level, pose()).mean() - 10


@pytest.mark.parametrize(("base_m", "least"), [(2200.0, 60), (3200.0, 180)])
def test_heights_wear_rock_and_snow(base_m: float, least: int) -> None:
    """Above 2,000 m rock, above 2,700 m snow: bright."""
    high = Scene(Ramp(base_m, 0.0), all_land, HERE, seed=6)
    assert np.median(take(high, pose(6000.0))) > least


def test_villages_and_woods_are_drawn() -> None:
    """From high above, a wide frame holds all kinds of ground: dark woods and bright roofs."""
    wide = Camera("wide", 150.0, (240.0, 160.0), (480, 320))
    picture = take(scene(), pose(6000.0), wide)
    assert np.percentile(picture, 2) < 70
    assert np.percentile(picture, 99) > 170
    low = Camera("low", 300.0, (45.0, 30.0), (480, 320))
    crowns = take(scene(seed=3), pose(1000.0), low)  # that landscape is all wood here
    assert 5 < crowns.std() < 40


def test_colour_has_three_bands_and_the_same_geometry() -> None:
    """Colour adds hues to the same tones."""
    made = CameraSimulator(CAMERA, scene(), Optics(0.0, 0.0, colour=True)).take(
        pose(), caption="colour", seed=1
    )
    assert made.pixels.shape == (224, 300, 3)
    grey = take(scene(), pose()).astype(np.float64)
    mean = made.pixels[:200].astype(np.float64).mean(axis=-1)
    assert np.corrcoef(grey.ravel(), mean.ravel())[0, 1] > 0.95


def test_a_camera_that_sees_the_sky_is_refused() -> None:
    """A framing camera of the simulator sees ground only."""
    level = Pose(HERE, 3000.0, "WGS 84", GimbalAngles(0.0, 0.0, 0.0))
    with pytest.raises(UsageError, match="E-SIMULATOR"):
        take(scene(), level)


def test_holes_of_the_terrain_are_filled_and_its_name_is_kept() -> None:
    """A picture has no holes; what the ground is made of is still said."""
    filled = _Filled(Ramp(100.0, 0.0))
    west, east = filled.heights_m(np.array([8.4, 8.6]), np.array([44.3, 44.3]))
    assert (west, east) == (0.0, 100.0)
    assert (filled.source, filled.height_system, filled.error_m) == ("a ramp", "WGS 84", 0.0)


def test_pixels_lie_where_the_camera_model_says() -> None:
    """The coast, drawn at 8.5 E, crosses the rows where the lines of sight meet 8.5 E."""
    tilted = Pose(HERE, 3000.0, "WGS 84", AircraftAngles(20.0, 5.0, 8.0))
    picture = take(scene(east_land), tilted).astype(np.float64)
    rows = np.arange(20, 180, 20)
    for row in rows:
        places = np.stack([np.arange(300) + 0.5, np.full(300, row + 0.5)], axis=-1)
        seen = follow(*lines_of_sight(CAMERA, tilted, places), FlatTerrain())
        crossing = int(np.argmin(np.abs(seen.lon_deg - 8.5)))
        if 20 < crossing < 280:
            line = picture[row]
            assert (
                line[crossing + 6 : crossing + 20].mean()
                > line[crossing - 20 : crossing - 6].mean()
            )


@pytest.mark.parametrize(
    ("widths", "white", "black"),
    [((), 0.6, 0.1), ((0.5,), 0.4, 0.1), ((-1.0,), 0.6, 0.1), ((0.5,), 1.2, 0.1)],
)
def test_a_target_without_bars_or_contrast_is_refused(
    widths: tuple[float, ...], white: float, black: float
) -> None:
    """Annex D-1.I.2 asks a contrast of 5 to 1 (RES-2)."""
    with pytest.raises(UsageError, match="E-TARGET"):
        BarTarget(HERE, 0.0, widths, white, black)


def test_each_group_has_three_black_and_two_white_bars() -> None:
    """Along the axis of a group the paint changes between black and white (RES-2)."""
    target = BarTarget(HERE, 0.0, (1.0,), apron_m=2.0)
    north = np.arange(-target.length_m / 2, target.length_m / 2, 0.1, dtype=np.float32)
    tones = target.paint(np.full_like(north, -3.0), north)
    changes = np.flatnonzero(np.diff((tones == np.float32(0.1)).astype(int)))
    assert len(changes) == 6
    assert np.isnan(target.paint(np.array([500.0], np.float32), np.zeros(1, np.float32))).all()


def test_letters_that_do_not_exist_become_dashes_and_long_lines_are_cut() -> None:
    """The margin is as wide as the picture, whatever the caption."""
    picture = np.full((10, 60), 128, np.uint8)
    made = with_margin(picture, "é" * 50)
    assert made.shape == (10 + MARGIN_ROWS, 60)
    assert (made[:10] == picture).all()
    assert (with_margin(picture, "")[10:] == 0).all()
    assert with_margin(np.zeros((5, 4), np.uint8), "A").shape == (5 + MARGIN_ROWS, 4)


def test_noise_is_smooth_and_between_zero_and_one() -> None:
    """Neighbouring places differ little, far places at random."""
    grain = Grain(7)
    x = np.linspace(-5000.0, 5000.0, 4001, dtype=np.float32)
    values = grain.layered(x, x * 0.3, 100.0, 3)
    assert values.min() >= 0.0
    assert values.max() <= 1.0
    assert np.abs(np.diff(values)).max() < 0.2
    assert values.std() > 0.05
