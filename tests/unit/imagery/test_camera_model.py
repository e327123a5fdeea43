"""The framing camera: places in the picture and directions in space."""

from __future__ import annotations

import math

import numpy as np
import pytest

from overflight.errors import UsageError
from overflight.imagery import Camera, Distortion, DistortionModel

PLAIN = Camera("plain", 50.0, (36.0, 24.0), (3600, 2400))
BROWN = Distortion(DistortionModel.BROWN, (-0.264, 0.102, -0.026, 0.0007, 0.0003))
FISH = Distortion(DistortionModel.FISHEYE, (-0.02, 0.003, -0.001, 0.0002))


def test_the_middle_looks_straight_ahead() -> None:
    """The axis of the camera is minus z, whatever its field of view."""
    assert np.allclose(PLAIN.rays(np.array([PLAIN.middle])), [[0.0, 0.0, -1.0]])


def test_right_is_x_and_the_top_of_the_picture_is_y() -> None:
    """A pixel right of the middle looks to +x, one above it to +y: 18 mm over 50 mm."""
    rays = PLAIN.rays(np.array([[3600.0, 1200.0], [1800.0, 0.0]]))
    assert rays[0, 0] / -rays[0, 2] == pytest.approx(18.0 / 50.0)
    assert rays[0, 1] == pytest.approx(0.0)
    assert rays[1, 1] / -rays[1, 2] == pytest.approx(12.0 / 50.0)


def test_an_offset_moves_the_axis_right_and_down() -> None:
    """With the axis 1 mm right and 2 mm down of the middle, that place looks straight ahead."""
    moved = Camera("moved", 50.0, (36.0, 24.0), (3600, 2400), (1.0, 2.0))
    assert np.allclose(moved.rays(np.array([[1900.0, 1400.0]])), [[0.0, 0.0, -1.0]])


@pytest.mark.parametrize("distortion", [Distortion(), BROWN, FISH])
def test_places_and_rays_are_each_other_reversed(distortion: Distortion) -> None:
    """A place becomes a ray and the same place again, to a millionth of a pixel."""
    camera = Camera("bent", 24.0, (36.0, 24.0), (3600, 2400), (0.1, -0.2), distortion)
    random = np.random.default_rng(1)
    places = random.uniform([0, 0], [3600, 2400], (400, 2))
    assert np.abs(camera.places(camera.rays(places)) - places).max() < 1e-6


def test_what_lies_behind_the_camera_is_nowhere() -> None:
    """A direction backwards has no place in the picture."""
    assert np.isnan(PLAIN.places(np.array([[0.1, 0.1, 0.5]]))).all()


def test_a_fold_of_the_lens_polynomial_is_no_direction() -> None:
    """Where strong distortion turns back on itself the model has no answer: NaN, not a guess."""
    bent = Distortion(DistortionModel.BROWN, (-0.5, 0.0, 0.0, 0.0, 0.0))
    camera = Camera("folded", 20.0, (36.0, 24.0), (3600, 2400), distortion=bent)
    rays = camera.rays(np.array([[0.0, 0.0], [1800.0, 1200.0]]))
    assert np.isnan(rays[0]).all()
    assert np.isfinite(rays[1]).all()


def test_a_fisheye_sees_nothing_beyond_ninety_degrees() -> None:
    """An equidistant lens of 10 mm puts 90 degrees at 15.7 mm; beyond it there is no plane."""
    plain = Distortion(DistortionModel.FISHEYE, (0.0, 0.0, 0.0, 0.0))
    camera = Camera("fish", 10.0, (40.0, 30.0), (400, 300), distortion=plain)
    edge = 10.0 * math.pi / 2.0
    rays = camera.rays(
        np.array([[200 + 10 * (edge - 0.1), 150.0], [200 + 10 * (edge + 0.1), 150.0]])
    )
    assert math.degrees(math.acos(-rays[0, 2])) == pytest.approx(90.0 - math.degrees(0.01))
    assert np.isnan(rays[1]).all()


@pytest.mark.parametrize(
    ("focal_mm", "sensor_mm", "pixels", "offset_mm"),
    [
        (0.0, (36.0, 24.0), (10, 10), (0.0, 0.0)),
        (math.nan, (36.0, 24.0), (10, 10), (0.0, 0.0)),
        (50.0, (36.0, -1.0), (10, 10), (0.0, 0.0)),
        (50.0, (math.inf, 24.0), (10, 10), (0.0, 0.0)),
        (50.0, (36.0, 24.0), (0, 10), (0.0, 0.0)),
        (50.0, (36.0, 24.0), (10, 10), (math.nan, 0.0)),
    ],
)
def test_impossible_cameras_are_refused(
    focal_mm: float,
    sensor_mm: tuple[float, float],
    pixels: tuple[int, int],
    offset_mm: tuple[float, float],
) -> None:
    """Lengths are positive and finite, and a picture has pixels."""
    with pytest.raises(UsageError, match="E-CAMERA"):
        Camera("none", focal_mm, sensor_mm, pixels, offset_mm)


@pytest.mark.parametrize("coefficients", [(), (0.1,), (math.nan,) * 5])
def test_a_model_without_its_coefficients_is_refused(coefficients: tuple[float, ...]) -> None:
    """Brown's model has five finite coefficients, no fewer."""
    with pytest.raises(UsageError, match="E-CAMERA"):
        Distortion(DistortionModel.BROWN, coefficients)
