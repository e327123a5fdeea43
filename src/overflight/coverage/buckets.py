"""Which places lie in which quadrangles: the plane in cells, half-planes in each (compiled)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from overflight.geodesy import Floats, compiled

__all__ = ["filled", "found", "sides_of"]

Ints = NDArray[np.int64]

_BLOCK = 4096  # places looked at together: what is written for them stays near the processor


@compiled
def _box(quads: Floats, k: int, grid: Floats) -> tuple[int, int, int, int]:
    """Return first and last column, first and last row of a quadrangle."""
    west, south = quads[k, 0, 0], quads[k, 0, 1]
    east, north = west, south
    for corner in range(1, 4):
        x, y = quads[k, corner, 0], quads[k, corner, 1]
        west, east, south, north = min(west, x), max(east, x), min(south, y), max(north, y)
    left, low, scale = grid[0], grid[1], grid[2]
    columns = int((west - left) * scale), int((east - left) * scale)
    return (*columns, int((south - low) * scale), int((north - low) * scale))


@compiled
def filled(quads: Floats, grid: Floats) -> tuple[Ints, Ints]:
    """Return the quadrangles of each cell: where each cell's begin, and their list, ascending.

    Args:
        quads: Quadrangles, shape (n, 4, 2), none in the outermost cells of the grid: places beside
            the grid are looked for there.
        grid: Left and lower edge, cells in a metre, columns, rows.
    """
    columns, rows = int(grid[3]), int(grid[4])
    begins = np.zeros(columns * rows + 1, dtype=np.int64)
    for k in range(len(quads)):
        first, last, low, high = _box(quads, k, grid)
        for row in range(low, high + 1):
            begins[row * columns + first + 1 : row * columns + last + 2] += 1
    begins = np.cumsum(begins)
    listed = np.empty(begins[-1], dtype=np.int64)
    at = begins[:-1].copy()
    for k in range(len(quads)):
        first, last, low, high = _box(quads, k, grid)
        for row in range(low, high + 1):
            for cell in range(row * columns + first, row * columns + last + 1):
                listed[at[cell]] = k
                at[cell] += 1
    return begins, listed


@compiled
def sides_of(quads: Floats) -> Floats:
    """Return the inward unit normal and offset of each side of quadrangles, shape (n, 4, 3).

    Args:
        quads: Convex quadrangles in either direction of rotation, shape (n, 4, 2).
    """
    sides = np.empty((len(quads), 4, 3))
    for k in range(len(quads)):
        twice = 0.0
        for side in range(4):
            ax, ay = quads[k, side, 0] - quads[k, 0, 0], quads[k, side, 1] - quads[k, 0, 1]
            bx, by = quads[k, side - 3, 0] - quads[k, 0, 0], quads[k, side - 3, 1] - quads[k, 0, 1]
            twice += ax * by - bx * ay
        turn = -1.0 if twice < 0.0 else 1.0
        for side in range(4):
            x, y = quads[k, side, 0], quads[k, side, 1]
            along, up = quads[k, side - 3, 0] - x, quads[k, side - 3, 1] - y
            length = max(np.sqrt(along * along + up * up), 1e-12)
            a, b = -turn * up / length, turn * along / length
            sides[k, side, 0], sides[k, side, 1] = a, b
            sides[k, side, 2] = -(a * x + b * y)
    return sides


@compiled
def _asked(spots: Floats, block: tuple[int, int], begins: Ints, grid: Floats, asked: Ints) -> int:
    """Write down places of a block whose cell has quadrangles, and their cells; return how many.

    Every place is written and only some are kept: a branch that nobody can foresee costs more.
    """
    left, low, scale, right, high = grid[0], grid[1], grid[2], grid[3] - 1.0, grid[4] - 1.0
    columns = int(grid[3])
    count = 0
    for n in range(block[0], block[1]):
        across = min(max((spots[n, 0] - left) * scale, 0.0), right)
        up = min(max((spots[n, 1] - low) * scale, 0.0), high)
        cell = int(up) * columns + int(across)
        asked[count, 0], asked[count, 1] = n, cell
        count += min(1, begins[cell + 1] - begins[cell])
    return count


@compiled
def _depth(sides: Floats, k: int, x: float, y: float) -> float:
    """Return how far inside a quadrangle a place lies in metres, negative outside."""
    least = np.inf
    for side in range(4):
        depth = sides[k, side, 0] * x + sides[k, side, 1] * y + sides[k, side, 2]
        least = min(least, depth)
    return float(least)


@compiled
def found(
    spots: Floats, sides: Floats, filled_cells: tuple[Ints, Ints], grid: Floats, doubt_m: float
) -> Ints:
    """Return pairs of places and quadrangles that hold them, by place, then quadrangle.

    Args:
        spots: Places on the plane, metres, shape (m, 2).
        sides: Sides of the quadrangles, as ``sides_of`` gives them.
        filled_cells: The quadrangles of each cell, as ``filled`` gives them.
        grid: Left and lower edge, cells in a metre, columns, rows.
        doubt_m: Within this of a side it is not decided here.

    Returns:
        Place, quadrangle, and 1 where decided or 0 where not; shape (k, 3).
    """
    begins, listed = filled_cells
    asked = np.empty((_BLOCK, 2), dtype=np.int64)
    pairs = np.empty((1024, 3), dtype=np.int64)
    count = 0
    for first in range(0, len(spots), _BLOCK):
        block = (first, min(first + _BLOCK, len(spots)))
        for k in range(_asked(spots, block, begins, grid, asked)):
            n, cell = asked[k, 0], asked[k, 1]
            for j in range(begins[cell], begins[cell + 1]):
                depth = _depth(sides, listed[j], spots[n, 0], spots[n, 1])
                if depth < -doubt_m:
                    continue
                if count == len(pairs):
                    more = np.empty((2 * count, 3), dtype=np.int64)
                    more[:count] = pairs
                    pairs = more
                pairs[count, 0], pairs[count, 1] = n, listed[j]
                pairs[count, 2] = 1 if depth > doubt_m else 0
                count += 1
    return pairs[:count]
