"""Repeatable noise and patterns anchored to the ground, so that overlapping frames agree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Bricks", "Grain", "Singles", "bricks", "cells", "single"]

Singles = NDArray[np.float32]
Whole = NDArray[np.int64]

_SIDE = 1024


def single(values: NDArray[np.floating]) -> Singles:
    """Return numbers in single precision, as pictures are made of."""
    return values.astype(np.float32, copy=False)


def _mixed(a: Whole, b: Whole, seed: int) -> Singles:
    """Return a number from 0 to 1 for each pair of whole numbers: the same for the same pair."""
    mixed = (a * 73_856_093) ^ (b * 19_349_663) ^ (seed * 83_492_791)
    mixed = (mixed ^ (mixed >> 13)) * 1_274_126_177
    mixed = mixed ^ (mixed >> 16)
    return ((mixed & 0xFFFFFF) / np.float32(0x1000000)).astype(np.float32)


class Grain:
    """Smooth noise over the plane, periodic every 1,024 grains.

    Args:
        seed: The same seed gives the same noise.
    """

    def __init__(self, seed: int) -> None:
        random = np.random.default_rng(seed)
        self._tile = random.random((_SIDE, _SIDE), dtype=np.float32).ravel()

    def at(self, x: Singles, y: Singles, grain_m: float) -> Singles:
        """Return noise from 0 to 1.

        Args:
            x: Metres east, any shape.
            y: Metres north, the same shape.
            grain_m: Distance over which the noise changes.
        """
        u, v = x / np.float32(grain_m), y / np.float32(grain_m)
        left, low = np.floor(u), np.floor(v)
        fx, fy = (u - left).astype(np.float32), (v - low).astype(np.float32)
        column, row = left.astype(np.int32) & (_SIDE - 1), low.astype(np.int32) & (_SIDE - 1)
        after, above = (column + 1) & (_SIDE - 1), ((row + 1) & (_SIDE - 1)) * _SIDE
        row = row * _SIDE
        fx, fy = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)
        tile = self._tile
        bottom = tile[row + column]
        bottom += (tile[row + after] - bottom) * fx
        top = tile[above + column]
        top += (tile[above + after] - top) * fx
        return single(bottom + (top - bottom) * fy)

    def layered(self, x: Singles, y: Singles, grain_m: float, layers: int) -> Singles:
        """Return noise from 0 to 1 summed over layers, each half as coarse and half as strong."""
        total, weight = np.zeros(x.shape, np.float32), 0.0
        for layer in range(layers):
            share = 0.5**layer
            moved = np.float32(517.0 * layer)
            total += np.float32(share) * self.at(x + moved, y - moved, grain_m * share)
            weight += share
        return single(total / np.float32(weight))


def cells(x: Singles, y: Singles, size_m: float, seed: int) -> tuple[Singles, Singles, Singles]:
    """Divide the plane into irregular cells round scattered middles.

    Args:
        x: Metres east, any shape.
        y: Metres north, the same shape.
        size_m: Usual size of a cell.
        seed: The same seed gives the same cells.

    Returns:
        Two numbers from 0 to 1 that belong to the cell, and the distance to its border in metres.
    """
    u, v = x / np.float32(size_m), y / np.float32(size_m)
    column, row = np.floor(u).astype(np.int32), np.floor(v).astype(np.int32)
    left, low = int(column.min()) - 1, int(row.min()) - 1
    # The middles are drawn once for each cell in sight, not once for each pixel.
    high, wide = np.meshgrid(
        np.arange(low, int(row.max()) + 2), np.arange(left, int(column.max()) + 2), indexing="ij"
    )
    one, other = _mixed(wide, high, seed), _mixed(wide, high, seed + 1)
    middle_u = (wide + 0.15 + 0.7 * one).astype(np.float32).ravel()
    middle_v = (high + 0.15 + 0.7 * other).astype(np.float32).ravel()
    across = wide.shape[1]
    here = (row - low) * across + (column - left)
    nearest, second = np.full(x.shape, 9.0, np.float32), np.full(x.shape, 9.0, np.float32)
    owner = here
    for step in (-across - 1, -across, -across + 1, -1, 0, 1, across - 1, across, across + 1):
        there = here + np.int32(step)
        off_u, off_v = middle_u[there] - u, middle_v[there] - v
        away = off_u * off_u + off_v * off_v
        closer = away < nearest
        np.minimum(second, np.maximum(away, nearest), out=second)
        np.minimum(nearest, away, out=nearest)
        owner = np.where(closer, there, owner)
    border = (np.sqrt(second) - np.sqrt(nearest)) * np.float32(size_m / 2)
    return one.ravel()[owner], other.ravel()[owner], border


@dataclass(frozen=True, slots=True)
class Bricks:
    """Rectangles laid in rows, each row shifted.

    Args:
        number: A number from 0 to 1 for each rectangle.
        along_m: Distance from the rectangle's start along the row.
        across_m: Distance from the rectangle's start across the row.
        edge_m: Distance to the nearest edge.
    """

    number: Singles
    along_m: Singles
    across_m: Singles
    edge_m: Singles


def bricks(
    u: Singles, v: Singles, length_m: Singles | float, depth_m: Singles | float, seed: int
) -> Bricks:
    """Lay rectangles over the plane.

    Args:
        u: Metres along the rows, any shape.
        v: Metres across the rows, the same shape.
        length_m: Length of a rectangle.
        depth_m: Depth of a row.
        seed: The same seed gives the same rectangles.
    """
    row = np.floor(v / depth_m)
    shift = _mixed(row.astype(np.int64), np.zeros(1, np.int64), seed)
    stretch = np.float32(0.7) + np.float32(0.6) * shift
    long_m = length_m * stretch
    place = u / long_m + shift * np.float32(7.0)
    column = np.floor(place)
    number = _mixed(row.astype(np.int64), column.astype(np.int64), seed + 3)
    along = ((place - column) * long_m).astype(np.float32)
    across = (v - row * depth_m).astype(np.float32)
    edge = np.minimum(
        np.minimum(along, long_m - along), np.minimum(across, depth_m - across)
    ).astype(np.float32)
    return Bricks(number, along, across, edge)
