"""The framing camera: how a place in the picture and a direction in space belong together.

Camera axes, throughout this chapter: x to the right of the picture, y to its top, z backwards,
away from the scene; the camera looks along -z (the photogrammetric axes of omega, phi, kappa).
Pixel coordinates are (column, row) from the outer corner of the first pixel, rows counted down:
the middle of the first pixel is (0.5, 0.5).
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from overflight.errors import UsageError
from overflight.geodesy import Floats

__all__ = ["Camera", "Distortion", "DistortionModel"]

_ROUNDS = 12
_SETTLED = 1e-9


class DistortionModel(StrEnum):
    """How a lens bends straight lines."""

    NONE = "none"
    BROWN = "brown"  # radial k1 k2 k3 and tangential p1 p2
    FISHEYE = "fisheye"  # equidistant with k1 k2 k3 k4, up to 90 degrees off the axis


_COUNT = {DistortionModel.NONE: 0, DistortionModel.BROWN: 5, DistortionModel.FISHEYE: 4}


def _refuse(where: str, expected: str, found: object) -> UsageError:
    return UsageError(
        "E-CAMERA",
        where=where,
        expected=expected,
        found=found,
        remedy="Take the numbers from the camera's calibration report.",
    )


@dataclass(frozen=True, slots=True)
class Distortion:
    """A named distortion model with its coefficients.

    The model turns the ideal place x, y (to the right, down, in units of the focal length) into
    the place where the lens puts it, as OpenCV and OpenSfM write it. With r2 = x2 + y2:
    Brown: x(1 + k1 r2 + k2 r4 + k3 r6) + 2 p1 x y + p2 (r2 + 2 x2), and the like for y.
    Fisheye: the angle a off the axis becomes the radius a(1 + k1 a2 + k2 a4 + k3 a6 + k4 a8).

    Args:
        model: The model.
        coefficients: None for ``none``; k1, k2, k3, p1, p2 for ``brown``; k1 to k4 for ``fisheye``.

    Raises:
        UsageError: The coefficients are not as many as the model has, or not finite.
    """

    model: DistortionModel = DistortionModel.NONE
    coefficients: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        wanted = _COUNT[self.model]
        if len(self.coefficients) != wanted or not all(map(math.isfinite, self.coefficients)):
            raise _refuse(
                f"distortion {self.model.value}",
                f"{wanted} finite coefficients",
                self.coefficients,
            )

    def bend(self, ideal: Floats) -> Floats:
        """Return where the lens puts ideal places, shape (n, 2), x right and y down."""
        x, y = ideal[..., 0], ideal[..., 1]
        if self.model is DistortionModel.NONE:
            return ideal
        if self.model is DistortionModel.BROWN:
            k1, k2, k3, p1, p2 = self.coefficients
            r2 = x * x + y * y
            radial = 1.0 + r2 * (k1 + r2 * (k2 + r2 * k3))
            bent_x = x * radial + 2.0 * p1 * x * y + p2 * (r2 + 2.0 * x * x)
            bent_y = y * radial + p1 * (r2 + 2.0 * y * y) + 2.0 * p2 * x * y
            return np.stack([bent_x, bent_y], axis=-1)
        radius = np.hypot(x, y)
        angle = np.arctan(radius)
        scale = np.divide(self._radius(angle), radius, out=np.ones_like(radius), where=radius > 0.0)
        return ideal * scale[..., np.newaxis]

    def straighten(self, bent: Floats) -> Floats:
        """Return the ideal places behind what the lens shows, shape (n, 2).

        Returns:
            Ideal places; NaN where the model has no answer, outside the picture it was made for.
        """
        if self.model is DistortionModel.NONE:
            return bent
        if self.model is DistortionModel.FISHEYE:
            return self._straighten_fisheye(bent)
        return self._straighten_brown(bent)

    def _straighten_brown(self, bent: Floats) -> Floats:
        """Solve the model for the ideal place by Newton's method, from the bent place."""
        k1, k2, k3, p1, p2 = self.coefficients
        ideal = bent.copy()
        turn = np.ones(bent.shape[:-1])
        with np.errstate(all="ignore"):
            for _ in range(_ROUNDS):
                x, y = ideal[..., 0], ideal[..., 1]
                r2 = x * x + y * y
                radial = 1.0 + r2 * (k1 + r2 * (k2 + r2 * k3))
                slope = 2.0 * (k1 + r2 * (2.0 * k2 + r2 * 3.0 * k3))
                xx = radial + slope * x * x + 2.0 * p1 * y + 6.0 * p2 * x
                yy = radial + slope * y * y + 6.0 * p1 * y + 2.0 * p2 * x
                xy = slope * x * y + 2.0 * p1 * x + 2.0 * p2 * y
                turn = xx * yy - xy * xy
                off_x, off_y = np.moveaxis(bent - self.bend(ideal), -1, 0)
                step_x = (yy * off_x - xy * off_y) / turn
                step_y = (xx * off_y - xy * off_x) / turn
                ideal = ideal + np.stack([step_x, step_y], axis=-1)
            settled = np.abs(self.bend(ideal) - bent).max(axis=-1) < _SETTLED
        # Beyond the fold of the polynomial the picture would be turned inside out.
        return np.where((settled & (turn > 0.0))[..., np.newaxis], ideal, np.nan)

    def _radius(self, angle: Floats) -> Floats:
        k1, k2, k3, k4 = self.coefficients
        a2 = angle * angle
        return angle * (1.0 + a2 * (k1 + a2 * (k2 + a2 * (k3 + a2 * k4))))

    def _straighten_fisheye(self, bent: Floats) -> Floats:
        radius = np.hypot(bent[..., 0], bent[..., 1])
        angle = radius.copy()
        k1, k2, k3, k4 = self.coefficients
        slope = np.ones_like(radius)
        with np.errstate(all="ignore"):
            for _ in range(_ROUNDS):
                a2 = angle * angle
                slope = 1.0 + a2 * (3.0 * k1 + a2 * (5.0 * k2 + a2 * (7.0 * k3 + a2 * 9.0 * k4)))
                angle = angle + (radius - self._radius(angle)) / slope
            settled = np.abs(self._radius(angle) - radius) < _SETTLED
        good = settled & (slope > 0.0) & (angle >= 0.0) & (angle < math.pi / 2)
        angle = np.where(good, angle, 0.0)
        scale = np.divide(np.tan(angle), radius, out=np.ones_like(radius), where=radius > 0.0)
        return np.where(good[..., np.newaxis], bent * scale[..., np.newaxis], np.nan)


@dataclass(frozen=True, slots=True)
class Camera:
    """A framing camera as its calibration describes it.

    Args:
        name: Make, model, serial number: what people call it.
        focal_mm: Calibrated focal length in millimetres.
        sensor_mm: Width and height of the picture on the sensor in millimetres.
        pixels: Columns and rows of the picture.
        offset_mm: Where the axis meets the sensor, from its middle: to the right, down.
        distortion: What the lens does to straight lines.
        nominal: The millimetres are only a ratio (a 36 mm picture is assumed), as in files that
            give the focal length in units of the picture's width. Directions do not need more.

    Raises:
        UsageError: A length is not positive and finite, or the picture has no pixels.
    """

    name: str
    focal_mm: float
    sensor_mm: tuple[float, float]
    pixels: tuple[int, int]
    offset_mm: tuple[float, float] = (0.0, 0.0)
    distortion: Distortion = field(default_factory=Distortion)
    nominal: bool = False

    def __post_init__(self) -> None:
        for where, value in (("focal_mm", self.focal_mm), ("sensor_mm", min(self.sensor_mm))):
            if not 0.0 < value < 1e5:
                raise _refuse(where, "millimetres, more than zero", value)
        if not all(0 < count < 1_000_000 for count in self.pixels):
            raise _refuse("pixels", "columns and rows, each from 1 to 999,999", self.pixels)
        if not all(math.isfinite(value) for value in (*self.sensor_mm, *self.offset_mm)):
            raise _refuse("offset_mm", "finite millimetres", self.offset_mm)

    @property
    def pitch_mm(self) -> tuple[float, float]:
        """Return the width and height of one pixel in millimetres."""
        return self.sensor_mm[0] / self.pixels[0], self.sensor_mm[1] / self.pixels[1]

    @property
    def middle(self) -> tuple[float, float]:
        """Return the pixel coordinates (column, row) of the middle of the picture."""
        return self.pixels[0] / 2.0, self.pixels[1] / 2.0

    def rays(self, places: Floats) -> Floats:
        """Return the directions seen at places in the picture.

        Args:
            places: Pixel coordinates (column, row), shape (n, 2).

        Returns:
            Unit vectors in camera axes (right, up, back), shape (n, 3); NaN where the distortion
            model has no answer.
        """
        on_sensor = (places - np.array(self.middle)) * np.array(self.pitch_mm)
        ideal = self.distortion.straighten((on_sensor - np.array(self.offset_mm)) / self.focal_mm)
        rays = np.stack([ideal[..., 0], -ideal[..., 1], -np.ones(ideal.shape[:-1])], axis=-1)
        unit: Floats = rays / np.linalg.norm(rays, axis=-1, keepdims=True)
        return unit

    def places(self, rays: Floats) -> Floats:
        """Return where in the picture directions are seen; the reverse of ``rays``.

        Args:
            rays: Vectors in camera axes (right, up, back), any length, shape (n, 3).

        Returns:
            Pixel coordinates (column, row), shape (n, 2), inside or outside the picture; NaN for
            what lies behind the camera.
        """
        depth = np.where(rays[..., 2] < 0.0, -rays[..., 2], np.nan)
        ideal = np.stack([rays[..., 0] / depth, -rays[..., 1] / depth], axis=-1)
        on_sensor = self.distortion.bend(ideal) * self.focal_mm + np.array(self.offset_mm)
        found: Floats = on_sensor / np.array(self.pitch_mm) + np.array(self.middle)
        return found
