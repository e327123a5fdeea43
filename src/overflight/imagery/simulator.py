"""Render what a framing camera would see over given heights and coast.

The geometry is true: the pose, the camera and the terrain decide where each pixel looks. The look
of the ground is made up (``scenery``) and the result says so: the word SIMULATED stands in a margin
below the picture, outside the content, and goes into all metadata.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from overflight.errors import UsageError
from overflight.geodesy import Floats, Position, Terrain
from overflight.imagery.camera import Camera
from overflight.imagery.earth import SEMI_MAJOR_M
from overflight.imagery.lettering import Picture, with_margin
from overflight.imagery.noise import Singles, single
from overflight.imagery.orientation import Pose
from overflight.imagery.scenery import Cover, Ground, Scenery
from overflight.imagery.sight import follow, lines_of_sight
from overflight.imagery.targets import BarTarget

__all__ = ["CameraSimulator", "IsLand", "Optics", "Scene", "SimulatedPicture"]

IsLand = Callable[[Floats, Floats], NDArray[np.bool_]]

_COARSE = 32  # pixels between lines of sight that are followed over the terrain
_MIDDLE = 4  # pixels between places where coast and light are looked up
_SKIP = 4  # places of that grid between those where the coast is asked first
_SAMPLES = 4  # sub-pixels along each side where a target is painted


@dataclass(frozen=True, slots=True)
class Scene:
    """The world in front of the simulated camera.

    Args:
        terrain: Ground heights; unknown ground is drawn as level at sea height.
        is_land: Tells land from sea at longitudes and latitudes in degrees, shape (n,).
        origin: Fixed point of the made-up landscape: one for all frames of a flight.
        targets: Painted bar targets.
        sun_azimuth_deg: Where the light comes from, clockwise from north.
        sun_elevation_deg: How high the sun stands.
        seed: Seed of the landscape.
    """

    terrain: Terrain
    is_land: IsLand
    origin: Position
    targets: tuple[BarTarget, ...] = ()
    sun_azimuth_deg: float = 315.0
    sun_elevation_deg: float = 42.0
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Optics:
    """What lens and film do to the picture.

    Args:
        blur_px: Standard deviation of the point spread, in pixels.
        noise: Standard deviation of the grain, in grey values of 255.
        haze: Share of light that the air adds, 0 to 1.
        colour: Three bands; else one, as panchromatic film.
    """

    blur_px: float = 0.6
    noise: float = 2.0
    haze: float = 0.03
    colour: bool = False


@dataclass(frozen=True, slots=True)
class SimulatedPicture:
    """A rendered frame.

    Args:
        pixels: Picture with its margin, shape (rows + 24, columns) or (rows + 24, columns, 3).
        content_rows: Rows of the picture itself; the camera's pixels end there.
        simulated: Always true; whatever is made of the picture must carry it on.
    """

    pixels: Picture
    content_rows: int
    simulated: bool = True


@dataclass(frozen=True, slots=True)
class CameraSimulator:
    """A camera over a scene.

    Args:
        camera: The camera.
        scene: The world.
        optics: Lens and film.
    """

    camera: Camera
    scene: Scene
    optics: Optics = field(default_factory=Optics)

    def take(self, pose: Pose, *, caption: str, seed: int) -> SimulatedPicture:
        """Render one frame.

        Args:
            pose: Where the camera stands and how it is turned; its height counts from the surface
                of the scene's terrain.
            caption: Written after the word SIMULATED in the margin.
            seed: Seed of the grain of this frame.

        Raises:
            UsageError: Part of the picture looks above the horizon.
        """
        columns, rows = self.camera.pixels
        lattice = self._lattice(pose)
        upright, across = _steps(rows, _COARSE), _steps(columns, _COARSE)
        full = (
            _weights(_centres(rows), upright),
            _weights(_centres(columns), across),
        )
        x, y = (full[0] @ plane @ full[1].T for plane in lattice)
        pixel_m = float(np.hypot(x[0, -1] - x[0, 0], y[0, -1] - y[0, 0])) / max(1, columns - 1)
        height, light, land = self._lookups(lattice, (upright, across), pixel_m)
        ground = Ground(x.astype(np.float32), y.astype(np.float32), height, light, land, pixel_m)
        cover = Scenery(self.scene.seed).cover(ground)
        for target in self.scene.targets:
            cover = _painted(cover, target, self._from(target.at), lattice, (x, y))
        values = self._develop(cover, seed)
        return SimulatedPicture(with_margin(values, f"SIMULATED  {caption}"), rows)

    def _scale(self) -> tuple[float, float]:
        """Return metres for a degree of longitude and of latitude at the origin."""
        sin = np.sin(np.radians(self.scene.origin.lat_deg))
        bulge = 1.0 - 0.00669437999014 * sin * sin
        normal = SEMI_MAJOR_M / np.sqrt(bulge)
        meridian = normal * (1.0 - 0.00669437999014) / bulge
        lon_m = np.radians(1.0) * normal * np.sqrt(1.0 - sin * sin)
        return float(lon_m), float(np.radians(1.0) * meridian)

    def _from(self, at: Position) -> tuple[float, float]:
        """Return metres east and north of the origin, on the scene's plane."""
        lon_m, lat_m = self._scale()
        turn = (at.lon_deg - self.scene.origin.lon_deg + 180.0) % 360.0 - 180.0
        return turn * lon_m, (at.lat_deg - self.scene.origin.lat_deg) * lat_m

    def _degrees(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        lon_m, lat_m = self._scale()
        lon = self.scene.origin.lon_deg + x / lon_m
        return (lon + 180.0) % 360.0 - 180.0, self.scene.origin.lat_deg + y / lat_m

    def _lattice(self, pose: Pose) -> tuple[Floats, Floats]:
        """Return where every 32nd pixel looks, in metres east and north of the origin."""
        columns, rows = self.camera.pixels
        across, upright = np.meshgrid(_steps(columns, _COARSE), _steps(rows, _COARSE))
        places = np.stack([across.ravel(), upright.ravel()], axis=-1)
        eye, along = lines_of_sight(self.camera, pose, places)
        seen = follow(eye, along, _Filled(self.scene.terrain))
        if not seen.hit.all():
            raise UsageError(
                "E-SIMULATOR",
                where="pose",
                expected="a camera that sees only ground",
                found=f"{int((~seen.hit).sum())} of {len(seen.hit)} lines of sight into the sky",
                remedy="Tilt the camera less.",
            )
        lon_m, lat_m = self._scale()
        turn = (seen.lon_deg - self.scene.origin.lon_deg + 180.0) % 360.0 - 180.0
        north = (seen.lat_deg - self.scene.origin.lat_deg) * lat_m
        return (turn * lon_m).reshape(across.shape), north.reshape(across.shape)

    def _lookups(
        self, lattice: tuple[Floats, Floats], steps: tuple[Floats, Floats], pixel_m: float
    ) -> tuple[Singles, Singles, Singles]:
        """Return height, light and land of every pixel, looked up at every fourth."""
        columns, rows = self.camera.pixels
        upright, across = _steps(rows, _MIDDLE), _steps(columns, _MIDDLE)
        to_middle = (_weights(upright, steps[0]), _weights(across, steps[1]))
        x, y = (to_middle[0] @ plane @ to_middle[1].T for plane in lattice)
        lon, lat = self._degrees(x, y)
        terrain = _Filled(self.scene.terrain)
        height = terrain.heights_m(lon, lat)
        light = self._light(terrain, x, y, height, max(30.0, _MIDDLE * pixel_m))
        land = _soft(_land(self.scene.is_land, lon, lat), 3)
        full = (
            single(_weights(_centres(rows), upright)),
            single(_weights(_centres(columns), across)),
        )
        sampled = (single(height), single(light), land)
        first, second, third = (single(full[0] @ plane @ full[1].T) for plane in sampled)
        return first, second, third

    def _light(
        self, terrain: _Filled, x: Floats, y: Floats, height: Floats, reach_m: float
    ) -> Floats:
        """Return the light on slopes, 1 on level ground: sun and sky."""
        east = (terrain.heights_m(*self._degrees(x + reach_m, y)) - height) / reach_m
        north = (terrain.heights_m(*self._degrees(x, y + reach_m)) - height) / reach_m
        azimuth = np.radians(self.scene.sun_azimuth_deg)
        elevation = np.radians(self.scene.sun_elevation_deg)
        sun = -(east * np.sin(azimuth) + north * np.cos(azimuth)) * np.cos(elevation)
        lit = (sun + np.sin(elevation)) / np.sqrt(1.0 + east * east + north * north)
        light: Floats = 0.3 + 0.7 * np.maximum(lit, 0.0) / np.sin(elevation)
        return light

    def _develop(self, cover: Cover, seed: int) -> Picture:
        """Return grey values: vignette, haze, point spread, film curve, grain."""
        rows, columns = cover.tone.shape
        v = np.linspace(-1.0, 1.0, rows, dtype=np.float32)[:, np.newaxis]
        u = np.linspace(-1.0, 1.0, columns, dtype=np.float32)
        light = _blurred(single(cover.tone * (1.0 - 0.10 * (u * u + v * v))), self.optics.blur_px)
        haze = np.float32(self.optics.haze)
        grain = np.random.default_rng(seed).standard_normal(light.shape, dtype=np.float32)
        grain *= np.float32(self.optics.noise)
        bands = [cover.hue[..., band] for band in range(3)] if self.optics.colour else [1.0]
        developed = [255.0 * _curve(haze + (1.0 - haze) * light * hue) + grain for hue in bands]
        stacked = developed[0] if len(developed) == 1 else np.stack(developed, axis=-1)
        pixels: Picture = np.clip(stacked + 0.5, 1, 255).astype(np.uint8)
        return pixels


class _Filled:
    """Terrain whose unknown ground lies at zero: pictures have no holes, footprints do."""

    def __init__(self, terrain: Terrain) -> None:
        self._terrain = terrain

    @property
    def source(self) -> str:
        return self._terrain.source

    @property
    def height_system(self) -> str:
        return self._terrain.height_system

    @property
    def error_m(self) -> float:
        return self._terrain.error_m

    def heights_m(self, lon_deg: Floats, lat_deg: Floats) -> Floats:
        return np.nan_to_num(self._terrain.heights_m(lon_deg, lat_deg))


def _curve(exposure: Singles) -> Singles:
    """Return densities from 0 to 1: the film's curve, reflectance 0.6 just below full white."""
    stretched = np.clip((exposure - np.float32(0.035)) * np.float32(1.55), 0.0, 1.0)
    return single(np.power(stretched, np.float32(0.72)))


def _steps(count: int, step: int) -> Floats:
    """Return places from the first edge of a row of pixels to the last, about a step apart."""
    many = max(2, -(-count // step) + 1)
    return np.arange(many, dtype=np.float64) * (count / (many - 1))


def _centres(count: int) -> Floats:
    """Return the middles of pixels."""
    return np.arange(count, dtype=np.float64) + 0.5


def _weights(places: Floats, steps: Floats) -> Floats:
    """Return the matrix that turns values at steps into values at places, linearly."""
    width = steps[1] - steps[0]
    low = np.clip((places / width).astype(np.int64), 0, len(steps) - 2)
    share = places / width - low
    matrix = np.zeros((len(places), len(steps)))
    row = np.arange(len(places))
    matrix[row, low] = 1.0 - share
    matrix[row, low + 1] = share
    return matrix


def _blurred(light: Singles, sigma_px: float) -> Singles:
    """Return the light spread by a Gaussian, edges repeated."""
    if sigma_px <= 0.0:
        return light
    reach = max(1, round(3 * sigma_px))
    taps = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma_px) ** 2)
    taps = (taps / taps.sum()).astype(np.float32)
    for axis in (0, 1):
        pad = [(reach, reach) if axis == side else (0, 0) for side in (0, 1)]
        wide, size = np.pad(light, pad, mode="edge"), light.shape[axis]
        light = np.zeros_like(light)
        for place, tap in enumerate(taps):
            light += tap * (
                wide[place : place + size] if axis == 0 else wide[:, place : place + size]
            )
    return light


def _land(is_land: IsLand, lon: Floats, lat: Floats) -> Singles:
    """Return 1 for land and 0 for sea; asked at every fourth place, and at all near a coast.

    Islands and bays smaller than 16 pixels may be left out: asking is slow where borders are long.
    """
    rows, columns = lon.shape
    high, wide = np.arange(-(-rows // _SKIP) + 1), np.arange(-(-columns // _SKIP) + 1)
    down, right = np.minimum(high * _SKIP, rows - 1), np.minimum(wide * _SKIP, columns - 1)
    grid = np.ix_(down, right)
    seen = is_land(lon[grid].ravel(), lat[grid].ravel()).reshape(len(high), len(wide))
    ashore = seen.astype(np.int8)
    corners = ashore[:-1, :-1] + ashore[:-1, 1:] + ashore[1:, :-1] + ashore[1:, 1:]
    block = np.ix_(np.arange(rows) // _SKIP, np.arange(columns) // _SKIP)
    land = corners[block] == 4
    coast = ~land & (corners[block] > 0)
    if coast.any():
        land[coast] = is_land(lon[coast], lat[coast])
    found: Singles = land.astype(np.float32)
    return found


def _soft(mask: Singles, rounds: int) -> Singles:
    """Return a mask with softened edges, so that the coast can be drawn between its samples."""
    for _ in range(rounds):
        mask = _blurred(mask, 1.0)
    return mask


def _painted(
    cover: Cover,
    target: BarTarget,
    middle_m: tuple[float, float],
    lattice: tuple[Floats, Floats],
    plane: tuple[Floats, Floats],
) -> Cover:
    """Return the cover with a target painted on it, averaged over sub-pixels."""
    x, y = plane[0] - middle_m[0], plane[1] - middle_m[1]
    near = np.hypot(x, y) < np.hypot(target.length_m, target.breadth_m) / 2.0
    if not near.any():
        return cover
    high, wide = np.flatnonzero(near.any(axis=1)), np.flatnonzero(near.any(axis=0))
    window = (slice(high[0], high[-1] + 1), slice(wide[0], wide[-1] + 1))
    rows, columns = near.shape
    sub = (np.arange(_SAMPLES) + 0.5) / _SAMPLES
    fine_rows = (np.arange(high[0], high[-1] + 1)[:, np.newaxis] + sub).ravel()
    fine_columns = (np.arange(wide[0], wide[-1] + 1)[:, np.newaxis] + sub).ravel()
    upright = _weights(fine_rows, _steps(rows, _COARSE))
    across = _weights(fine_columns, _steps(columns, _COARSE))
    east, north = (upright @ side @ across.T for side in lattice)
    paint = target.paint(
        (east - middle_m[0]).astype(np.float32), (north - middle_m[1]).astype(np.float32)
    )
    split = paint.reshape(window[0].stop - window[0].start, _SAMPLES, -1, _SAMPLES)
    blocks = split.swapaxes(1, 2).reshape(split.shape[0], -1, _SAMPLES * _SAMPLES)
    share = np.isfinite(blocks).mean(axis=-1, dtype=np.float32)
    painted = np.nan_to_num(blocks).mean(axis=-1, dtype=np.float32)
    tone, hue = cover.tone.copy(), cover.hue.copy()
    tone[window] = tone[window] * (1.0 - share) + painted
    hue[window] = hue[window] * (1.0 - share[..., np.newaxis]) + share[..., np.newaxis]
    return Cover(tone, hue)
