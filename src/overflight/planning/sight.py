"""Which legs on the plane meet the edge of a forbidden part: edges in a grid, legs cell by cell.

Compiled by numba. The answer is that of the edges themselves, no raster: the grid only says which
edges a leg can meet.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from overflight.geodesy import Floats, compiled

__all__ = ["Grid", "grid_of", "meets"]

_CELLS = 384  # on the longer side

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Grid:
    """Edges of an area by the cells they may touch.

    Args:
        edges: Ends of each edge, shape (n, 4): x and y of the one, then of the other.
        low: Lower left corner of the grid, shape (2,).
        cell: Width of a cell.
        shape: How many cells lie along x and y, shape (2,).
        first: Where the edges of each cell begin in the list, shape (cells + 1,).
        listed: Numbers of edges by cell.
    """

    edges: Floats
    low: Floats
    cell: float
    shape: Ints
    first: Ints
    listed: Ints


def grid_of(area: shapely.Geometry) -> Grid:
    """Return the edges of an area that is not empty, by cells.

    Args:
        area: Polygons on the plane.
    """
    rings = shapely.get_rings(shapely.get_parts(area))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    edges = np.concatenate([points[:-1], points[1:]], axis=1)[same]
    low, high = points.min(axis=0), points.max(axis=0)
    cell = float((high - low).max()) / _CELLS * (1 + 1e-9)
    shape = (np.floor((high - low) / cell) + 1).astype(np.int64)
    lows = np.minimum(edges[:, :2], edges[:, 2:])
    highs = np.maximum(edges[:, :2], edges[:, 2:])
    # A little wider than the edge, so that what touches a cell's border is in both.
    least = np.clip(np.floor((lows - low) / cell - 1e-6), 0, shape - 1).astype(np.int64)
    most = np.clip(np.floor((highs - low) / cell + 1e-6), 0, shape - 1).astype(np.int64)
    wide = most - least + 1
    count = wide.prod(axis=1)
    number = np.repeat(np.arange(len(edges)), count)
    step = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    column = least[number, 0] + step % wide[number, 0]
    row = least[number, 1] + step // wide[number, 0]
    where = row * shape[0] + column
    order = np.argsort(where, kind="stable")
    first = np.searchsorted(where[order], np.arange(int(shape.prod()) + 1)).astype(np.int64)
    return Grid(edges, low, cell, shape, first, number[order].astype(np.int64))


def meets(grid: Grid, starts: Floats, ends: Floats) -> NDArray[np.bool_]:
    """Tell of legs whether they meet an edge.

    Args:
        grid: The edges.
        starts: Where the legs begin, shape (n, 2).
        ends: Where they end, shape (n, 2).
    """
    found = np.zeros(len(starts), dtype=np.bool_)
    _walk(
        np.ascontiguousarray(starts),
        np.ascontiguousarray(ends),
        grid.edges,
        grid.first,
        grid.listed,
        np.array([*grid.low, grid.cell]),
        grid.shape,
        found,
    )
    return found


@compiled
def _walk(starts, ends, edges, first, listed, frame, shape, found):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202, PLR0913, PLR0917 - arrays of a kernel
    """Walk along every leg from cell to cell until an edge is met."""
    low_x, low_y, cell = frame[0], frame[1], frame[2]
    for leg in range(len(starts)):
        x, y = (starts[leg, 0] - low_x) / cell, (starts[leg, 1] - low_y) / cell
        dx, dy = (ends[leg, 0] - low_x) / cell - x, (ends[leg, 1] - low_y) / cell - y
        since, until = _clip(x, dx, shape[0], 0.0, 1.0)
        since, until = _clip(y, dy, shape[1], since, until)
        if since > until:
            continue
        column, row = _cell(x + since * dx, shape[0]), _cell(y + since * dy, shape[1])
        last_c, last_r = _cell(x + until * dx, shape[0]), _cell(y + until * dy, shape[1])
        for _ in range(abs(last_c - column) + abs(last_r - row) + 1):
            where = row * shape[0] + column
            for k in range(first[where], first[where + 1]):
                found[leg] = found[leg] or _crossed(starts, ends, leg, edges, listed[k])
            if found[leg]:
                break
            over_c = (column + (dx > 0) - x) / dx if column != last_c else np.inf
            over_r = (row + (dy > 0) - y) / dy if row != last_r else np.inf
            if over_c < over_r:
                column += 1 if dx > 0 else -1
            elif row != last_r:
                row += 1 if dy > 0 else -1


@compiled
def _cell(where, count):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Return the cell of a place along one axis."""
    return min(max(int(np.floor(where)), 0), count - 1)


@compiled
def _clip(x, dx, count, since, until):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Cut a leg to the cells of the grid along one axis."""
    if dx == 0.0:
        if x < 0.0 or x > count:
            return 1.0, 0.0
        return since, until
    one, other = (0.0 - x) / dx, (count - x) / dx
    return max(since, min(one, other)), min(until, max(one, other))


@compiled
def _crossed(starts, ends, leg, edges, number):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
    """Tell whether a leg meets an edge, touching included."""
    ax, ay, bx, by = starts[leg, 0], starts[leg, 1], ends[leg, 0], ends[leg, 1]
    cx, cy, ex, ey = edges[number, 0], edges[number, 1], edges[number, 2], edges[number, 3]
    if max(ax, bx) < min(cx, ex) or max(cx, ex) < min(ax, bx):
        return False
    if max(ay, by) < min(cy, ey) or max(cy, ey) < min(ay, by):
        return False
    one = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
    two = (bx - ax) * (ey - ay) - (by - ay) * (ex - ax)
    if (one > 0 and two > 0) or (one < 0 and two < 0):
        return False
    three = (ex - cx) * (ay - cy) - (ey - cy) * (ax - cx)
    four = (ex - cx) * (by - cy) - (ey - cy) * (bx - cx)
    return not ((three > 0 and four > 0) or (three < 0 and four < 0))
