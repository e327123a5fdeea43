"""Look points up in a grid of cells: inside the corridor, outside, or to be measured.

A cell is wholly inside, wholly outside, or holds a short polynomial that says how far its points
lie from the one leg beside it. Compiled where numba is installed, else by numpy, with the same
answers: whatever lies near the limit is left to the geodesic.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np
from numpy.typing import NDArray

from overflight.geodesy import Floats, can_compile, compiled

__all__ = ["ASK", "FINE", "INSIDE", "OUTSIDE", "Codes", "Marks", "look_up", "look_up_plainly"]

Codes = NDArray[np.int32]
Marks = NDArray[np.uint8]
Tables = tuple[Codes, Codes, Floats]
Look = Callable[[Floats, Floats, Floats, Tables, Marks], None]

# What a cell says of all its points; zero and above is the number of a tile, or of a form.
INSIDE, OUTSIDE, ASK = -1, -2, -3
# What is said of a point.
_IN, _OUT, _ASKED = 0, 1, 2
FINE = 32  # fine cells along one side of a tile
_SHIFT, _MASK = 5, 31
_WORTH_COMPILING = 5_000_000  # for fewer points numpy is done before numba is loaded


def look_up(lon_deg: Floats, lat_deg: Floats, numbers: Floats, tables: Tables) -> Marks:
    """Return for each point 0 inside, 1 outside, 2 to be measured on the geodesic.

    Args:
        lon_deg: Longitudes in degrees, finite, shape (n,).
        lat_deg: Latitudes in degrees, shape (n,).
        numbers: West and south of the grid, fine cells a degree of longitude and of latitude, the
            distance up to which a form says inside, and that beyond which it says outside.
        tables: Codes of coarse cells, codes of fine cells of each tile, forms of cells.
    """
    marks = np.empty(len(lon_deg), dtype=np.uint8)
    many = len(lon_deg) >= _WORTH_COMPILING and can_compile()
    look = _kernel() if many else look_up_plainly
    look(lon_deg, lat_deg, numbers, tables, marks)
    return marks


@cache
def _kernel() -> Look:
    return compiled(_one_by_one)


def _one_by_one(
    lon_deg: Floats, lat_deg: Floats, numbers: Floats, tables: Tables, marks: Marks
) -> None:
    coarse, tiles, forms = tables
    west, south, wide, high, least, most = numbers
    columns, rows = coarse.shape[1] * 32, coarse.shape[0] * 32
    for i in range(len(lon_deg)):
        x = lon_deg[i] - west
        if x < 0.0:
            x += 360.0
        elif x >= 360.0:
            x -= 360.0
        u, v = x * wide, (lat_deg[i] - south) * high
        if not (u < columns and 0.0 <= v < rows):
            marks[i] = 1
            continue
        column, row = int(u), int(v)
        code = coarse[row >> 5, column >> 5]
        if code >= 0:
            code = tiles[code, row & 31, column & 31]
        if code < 0:
            marks[i] = -code - 1
            continue
        a = (x - forms[code, 0]) * forms[code, 2]
        b = (lat_deg[i] - forms[code, 1]) * forms[code, 3]
        away = abs(
            forms[code, 4]
            + a * (forms[code, 5] + b * forms[code, 7] + a * forms[code, 8])
            + b * (forms[code, 6] + b * forms[code, 9])
        )
        marks[i] = 0 if away <= least else (1 if away > most else 2)


def look_up_plainly(
    lon_deg: Floats, lat_deg: Floats, numbers: Floats, tables: Tables, marks: Marks
) -> None:
    """Look points up without a compiler; see ``look_up``.

    Args:
        lon_deg: Longitudes in degrees, finite, shape (n,).
        lat_deg: Latitudes in degrees, shape (n,).
        numbers: As for ``look_up``.
        tables: As for ``look_up``.
        marks: Where the answers are put.
    """
    for first in range(0, len(lon_deg), _AT_ONCE):
        of = slice(first, first + _AT_ONCE)
        marks[of] = _some(lon_deg[of], lat_deg[of], numbers, tables)


_AT_ONCE = 1 << 15


def _some(lon_deg: Floats, lat_deg: Floats, numbers: Floats, tables: Tables) -> Marks:
    coarse, tiles, forms = tables
    west, south, wide, high, least, most = numbers.tolist()
    x = lon_deg - west
    x[x < 0] += 360.0
    x[x >= 360] -= 360.0
    u, v = x * wide, (lat_deg - south) * high
    within = (u < coarse.shape[1] * FINE) & (v >= 0) & (v < coarse.shape[0] * FINE)
    column, row = (
        np.where(within, u, 0.0).astype(np.int32),
        np.where(within, v, 0.0).astype(np.int32),
    )
    code = coarse[row >> _SHIFT, column >> _SHIFT]
    fine = np.flatnonzero(code >= 0)
    code[fine] = tiles[code[fine], row[fine] & _MASK, column[fine] & _MASK]
    code[~within] = OUTSIDE
    found = (-code - 1).astype(np.uint8)
    those = np.flatnonzero(code >= 0)
    form = forms[code[those]].T
    a, b = (x[those] - form[0]) * form[2], (lat_deg[those] - form[1]) * form[3]
    away = np.abs(form[4] + a * (form[5] + b * form[7] + a * form[8]) + b * (form[6] + b * form[9]))
    found[those] = np.where(away <= least, _IN, np.where(away > most, _OUT, _ASKED))
    return np.asarray(found, dtype=np.uint8)
