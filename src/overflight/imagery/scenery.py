"""What the ground looks like where nobody photographed it: fields, woods, houses, rock, sea.

Procedural and seeded: the same place looks the same in every frame, and like nowhere real. It only
follows the heights and the coast it is given.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from overflight.imagery.noise import Grain, Singles, bricks, cells, single

__all__ = ["Cover", "Ground", "Scenery"]

_SNOW_M, _ROCK_M = 2700.0, 2000.0
_REGION_M = 700.0


@dataclass(frozen=True, slots=True)
class Ground:
    """Places to be drawn, on a plane in metres round a fixed origin.

    Args:
        x: Metres east, shape (rows, columns).
        y: Metres north.
        height_m: Ground heights.
        light: Light the ground gets, 1 where it is level.
        land: 0 for sea to 1 for land; the coast lies at one half.
        pixel_m: Ground sample distance: finer patterns are left out.
    """

    x: Singles
    y: Singles
    height_m: Singles
    light: Singles
    land: Singles
    pixel_m: float


@dataclass(frozen=True, slots=True)
class Cover:
    """How bright and of what hue the ground is.

    Args:
        tone: Reflectance from 0 to 1, shape (rows, columns).
        hue: Red, green and blue against the tone, shape (rows, columns, 3).
    """

    tone: Singles
    hue: Singles


# Red, green and blue against grey: crops by number, wood, roof, road, rock, snow, sea.
_HUES = np.array(
    [
        [1.10, 1.04, 0.80],
        [0.92, 1.10, 0.78],
        [1.20, 1.02, 0.78],
        [1.02, 1.10, 0.72],
        [0.90, 1.10, 0.82],
        [0.80, 1.12, 0.88],
        [1.25, 0.95, 0.85],
        [1.00, 1.00, 1.00],
        [1.04, 1.00, 0.94],
        [0.97, 1.00, 1.05],
        [0.70, 1.00, 1.25],
    ],
    dtype=np.float32,
)
_WOOD, _ROOF, _ROAD, _ROCK, _SNOW, _SEA = 5, 6, 7, 8, 9, 10
_CROPS = np.array([0.34, 0.20, 0.42, 0.26, 0.16], dtype=np.float32)


def _lines(distance_m: Singles, width_m: float, pixel_m: float) -> Singles:
    """Return how much of a pixel a line covers, 0 to 1, softened over one pixel."""
    half = max(width_m, pixel_m) / 2.0
    cover = (half - distance_m) / np.float32(pixel_m) + np.float32(0.5)
    thin = min(1.0, width_m / pixel_m)
    return single(np.clip(cover, 0.0, 1.0) * np.float32(thin))


class Scenery:
    """A landscape that follows heights and coast.

    Args:
        seed: The same seed gives the same landscape.
    """

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._grain = Grain(seed)

    def cover(self, ground: Ground) -> Cover:
        """Return the look of the ground, light included."""
        x, y = ground.x, ground.y
        wild = self._grain.layered(x, y, 1100.0, 3)
        fine = self._grain.at(x, y, max(3.0, 1.5 * ground.pixel_m))
        coarse = self._grain.at(x + 91, y + 17, max(14.0, 4.0 * ground.pixel_m))
        tone, kind = self._farmland(ground, fine, coarse)
        tone, kind = self._houses(ground, wild, tone, kind)
        tone, kind = self._woods(ground, wild, (fine, coarse), (tone, kind))
        tone, kind = self._heights(ground, (fine, coarse), (tone, kind))
        tone = tone * ground.light
        return self._sea(ground, fine, (tone, kind))

    def _farmland(self, ground: Ground, fine: Singles, coarse: Singles) -> tuple[Singles, Singles]:
        """Draw parcels in regions of one direction each, with roads between the regions."""
        bend = np.float32(90.0)
        x = ground.x + bend * _bend(ground.x, ground.y, 0.0)
        y = ground.y + bend * _bend(ground.y, ground.x, 1.7)
        one, other, border = cells(x, y, _REGION_M, self._seed)
        angle = one * np.float32(np.pi)
        cos, sin = np.cos(angle), np.sin(angle)
        u, v = x * cos + y * sin, y * cos - x * sin
        parcels = bricks(u, v, 90.0 + 170.0 * other, 34.0 + 60.0 * one, self._seed + 11)
        kind = np.minimum((parcels.number * 5.0).astype(np.int8), 4)
        within = (parcels.number * 5.0) % 1.0
        tone = _CROPS[kind] * (0.82 + 0.36 * within)
        furrow = 2.6
        if ground.pixel_m < furrow / 2:
            strength = np.float32(0.10) * (within > 0.35)
            tone = tone * (1.0 + strength * np.sin(parcels.across_m * np.float32(6.2832 / furrow)))
        tone = tone * (0.86 + 0.16 * fine + 0.14 * coarse)
        hedge = _lines(parcels.edge_m, 1.6, ground.pixel_m) * (0.35 + 0.65 * (other > 0.4))
        tone = tone + (np.float32(0.11) - tone) * hedge * (0.55 + 0.45 * fine)
        road = _lines(border, 6.0, ground.pixel_m)
        verge = _lines(border, 11.0, ground.pixel_m)
        tone = tone + (np.float32(0.17) - tone) * verge * np.float32(0.7)
        tone = tone + (np.float32(0.44) - tone) * road
        return tone.astype(np.float32), np.where(road > 0.5, np.int8(_ROAD), kind)

    def _houses(
        self, ground: Ground, wild: Singles, tone: Singles, kind: Singles
    ) -> tuple[Singles, Singles]:
        """Put villages where the noise is low: plots with a roof and its shadow, and streets."""
        town = wild < 0.30
        if not town.any():
            return tone, kind
        x, y = ground.x[town], ground.y[town]
        one, other, lane = cells(x, y, 210.0, self._seed + 41)
        angle = one * np.float32(np.pi)
        cos, sin = np.cos(angle), np.sin(angle)
        plots = bricks(
            x * cos + y * sin, y * cos - x * sin, 15.0 + 16.0 * other, 27.0, self._seed + 31
        )
        number, again = plots.number, (plots.number * np.float32(37.0)) % 1.0
        street = np.maximum(
            _lines(plots.across_m, 6.0, ground.pixel_m), _lines(lane, 7.0, ground.pixel_m)
        )
        green = self._grain.at(x, y, 6.0)
        garden = 0.12 + 0.14 * green
        wide, deep = 6.0 + 7.0 * number, 8.0 + 7.0 * again
        right, front = plots.along_m - 4.0, plots.across_m - 9.0
        stands = again > 0.28
        roof = (right > 0) & (right < wide) & (front > 0) & (front < deep) & stands
        shade = (right > 2) & (right < wide + 3) & (front > 2) & (front < deep + 3) & stands
        ridge = (front > deep / 2) * np.float32(0.10)
        built = np.where(roof, 0.26 + 0.30 * again - ridge, np.where(shade, 0.05, garden))
        built = built + (np.float32(0.33) - built) * street
        tone, kind = tone.copy(), kind.copy()
        tone[town] = built
        kind[town] = np.where(street > 0.5, _ROAD, np.where(roof, _ROOF, 1))
        return tone, kind

    def _woods(
        self,
        ground: Ground,
        wild: Singles,
        grains: tuple[Singles, Singles],
        drawn: tuple[Singles, Singles],
    ) -> tuple[Singles, Singles]:
        """Grow woods where the noise is high and on slopes, crowns lit from one side."""
        tone, kind = drawn
        fine, coarse = grains
        steep = np.abs(ground.light - 1.0)
        wooded = (wild + 0.45 * steep + 0.025 * (coarse - 0.5) + 0.006 * fine) > 0.60
        if not wooded.any():
            return tone, kind
        x, y = ground.x[wooded], ground.y[wooded]
        crown = max(4.5, 1.8 * ground.pixel_m)
        bump = self._grain.at(x, y, crown)
        lit = bump - self._grain.at(x - crown * 0.4, y + crown * 0.4, crown)
        if ground.pixel_m < 1.0:
            lit = lit + 0.5 * (self._grain.at(x, y, 1.3) - self._grain.at(x - 0.5, y + 0.5, 1.3))
        tone, kind = tone.copy(), kind.copy()
        tone[wooded] = np.clip(
            0.075 + 0.03 * fine[wooded] + 0.12 * lit + 0.05 * coarse[wooded], 0.015, 0.4
        )
        kind[wooded] = _WOOD
        return tone, kind

    def _heights(
        self, ground: Ground, grains: tuple[Singles, Singles], drawn: tuple[Singles, Singles]
    ) -> tuple[Singles, Singles]:
        """Lay rock above the trees and snow above the rock."""
        tone, kind = drawn
        fine, coarse = grains
        height = ground.height_m + 260.0 * (coarse - 0.5)
        rock, snow = height > _ROCK_M, height > _SNOW_M
        if not rock.any():
            return tone, kind
        tone = np.where(rock, 0.24 + 0.14 * fine + 0.08 * coarse, tone)
        tone = np.where(snow, 0.74 + 0.05 * fine, tone).astype(np.float32)
        kind = np.where(snow, _SNOW, np.where(rock, _ROCK, kind))
        return tone, kind

    def _sea(self, ground: Ground, fine: Singles, drawn: tuple[Singles, Singles]) -> Cover:
        """Pour the sea: dark, paler over shallows, with swell and a thin line of surf."""
        tone, kind = drawn
        ragged = ground.land + 0.10 * (fine - 0.5) * (np.abs(ground.land - 0.5) < 0.45)
        wet = ragged < 0.5
        if wet.any():
            x, y = ground.x, ground.y
            swell = self._grain.at(
                x * 0.5 + y * 0.2, y * 1.4 - x * 0.5, max(16.0, 3 * ground.pixel_m)
            )
            wind = self._grain.at(x, y * 0.6, 420.0)
            sea = 0.055 + 0.030 * swell + 0.030 * wind + 0.012 * fine
            sea = sea + 0.10 * np.clip(ground.land * 2.0, 0, 1) ** 2
            beach = (ragged >= 0.5) & (ragged < 0.58)
            surf = (ragged > 0.44) & wet & (fine > 0.45)
            tone = np.where(beach, 0.52 + 0.1 * fine, tone)
            tone = np.where(wet, np.where(surf, 0.42, sea), tone)
            kind = np.where(wet, _SEA, np.where(beach, _ROCK, kind))
        return Cover(tone.astype(np.float32), _HUES[kind.astype(np.int8)])


def _bend(a: Singles, b: Singles, phase: float) -> Singles:
    """Return a slow bend from -1 to 1, so that no road runs straight for ever."""
    return single(np.sin(a / np.float32(410.0) + np.sin(b / np.float32(690.0)) + np.float32(phase)))
