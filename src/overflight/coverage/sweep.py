"""Sweep over many quadrangles, row by row: how long their union is in each (compiled by numba).

Rows begin and end at corners, so that sides are straight inside a row. Each is measured at the two
places of Gauss and Legendre: exact where no sides of different pieces cross inside it, and where
they do, too much as often as too little. One place in the middle would always find too little.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from overflight.geodesy import Floats, compiled

__all__ = ["swept"]

Ints = NDArray[np.int64]


@compiled
def _count(low: Ints, high: Ints, rows: int) -> Ints:
    """Return where the pieces of each row begin in a list of all rows, one entry more than rows."""
    begins = np.zeros(rows + 1, dtype=np.int64)
    for k in range(len(low)):
        if high[k] > low[k]:
            begins[low[k] + 1] += 1
            if high[k] < rows:
                begins[high[k] + 1] -= 1
    for _ in range(2):  # from changes to pieces of each row, then to all before it
        for row in range(rows):
            begins[row + 1] += begins[row]
    return begins


@compiled
def _spans(quads: Floats, rows: tuple[Ints, Ints], middles: Floats, begins: Ints) -> Floats:
    """Return from where to where each piece reaches in each of its rows, shape (n, 2)."""
    low, high = rows
    spans = np.empty((begins[-1], 2))
    filled = begins[:-1].copy()
    slope = np.zeros(4)
    for k in range(len(quads)):
        for side in range(4):
            rise = quads[k, side - 3, 1] - quads[k, side, 1]
            slope[side] = (quads[k, side - 3, 0] - quads[k, side, 0]) / rise if rise else 0.0
        for row in range(low[k], high[k]):
            y = middles[row]
            left, right = np.inf, -np.inf
            for side in range(4):
                ay = quads[k, side, 1]
                if (ay <= y) != (quads[k, side - 3, 1] <= y):
                    x = quads[k, side, 0] + (y - ay) * slope[side]
                    left, right = min(left, x), max(right, x)
            spans[filled[row], 0] = left
            spans[filled[row], 1] = right
            filled[row] += 1
    return spans


@compiled
def _sort(spans: Floats, first: int, last: int) -> None:
    """Sort spans by their left ends, in place; they come nearly sorted."""
    for k in range(first + 1, last):
        left, right = spans[k, 0], spans[k, 1]
        j = k
        while j > first and spans[j - 1, 0] > left:
            spans[j, 0], spans[j, 1] = spans[j - 1, 0], spans[j - 1, 1]
            j -= 1
        spans[j, 0], spans[j, 1] = left, right


@compiled
def _merge(spans: Floats, first: int, last: int) -> int:
    """Join spans that touch, in place; return the end of those that are left."""
    if last == first:
        return first
    _sort(spans, first, last)
    at = first
    for k in range(first + 1, last):
        if spans[k, 0] <= spans[at, 1]:
            spans[at, 1] = max(spans[at, 1], spans[k, 1])
        else:
            at += 1
            spans[at, 0], spans[at, 1] = spans[k, 0], spans[k, 1]
    return at + 1


@compiled
def _within(spans: Floats, first: int, last: int, crossings: Floats) -> float:
    """Return the length of joined spans that lies between crossings taken in pairs."""
    length, pair, k = 0.0, 0, first
    while k < last and pair + 1 < len(crossings):
        left = max(spans[k, 0], crossings[pair])
        right = min(spans[k, 1], crossings[pair + 1])
        length += max(0.0, right - left)
        if spans[k, 1] < crossings[pair + 1]:
            k += 1
        else:
            pair += 2
    return length


@compiled
def _crossings(edges: Floats, which: Ints, y: float) -> Floats:
    """Return where edges of an area meet a row, ascending."""
    found = np.empty(len(which))
    for n in range(len(which)):
        ax, ay, bx, by = edges[which[n]]
        found[n] = ax + (y - ay) * (bx - ax) / (by - ay)
    found.sort()
    return found


@compiled
def swept(
    quads: Floats, rows: tuple[Ints, Ints], places: Floats, edges: Floats, of: tuple[Ints, Ints]
) -> tuple[float, float, float]:
    """Return the area of a union of quadrangles, of an area, and of what they share.

    Args:
        quads: Convex quadrangles by their corners, shape (n, 4, 2), ascending by their middles in
            x, so that the pieces of a row come nearly sorted.
        rows: First row of each quadrangle and the one behind its last, shape (n,) each.
        places: Where rows are measured, ascending, and what height each stands for, shape (r, 2).
        edges: Edges of the area, two corners each, shape (m, 4); none where there is no area.
        of: Rows of the edges, as those of the quadrangles.

    Returns:
        Areas in square metres: the union, the area, what they share.
    """
    count = len(places)
    middles = places[:, 0].copy()
    begins = _count(rows[0], rows[1], count)
    spans = _spans(quads, rows, middles, begins)
    starts = _count(of[0], of[1], count)
    listed = np.empty(starts[-1], dtype=np.int64)
    filled = starts[:-1].copy()
    for k in range(len(edges)):
        for row in range(of[0][k], of[1][k]):
            listed[filled[row]] = k
            filled[row] += 1
    union = area = shared = 0.0
    for row in range(count):
        height = places[row, 1]
        end = _merge(spans, begins[row], begins[row + 1])
        for k in range(begins[row], end):
            union += height * (spans[k, 1] - spans[k, 0])
        if starts[row + 1] > starts[row]:
            met = _crossings(edges, listed[starts[row] : starts[row + 1]], middles[row])
            for k in range(0, len(met) - 1, 2):
                area += height * (met[k + 1] - met[k])
            shared += height * _within(spans, begins[row], end, met)
    return union, area, shared
