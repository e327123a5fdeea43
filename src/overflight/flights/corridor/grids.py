"""Lay a grid of cells over a corridor: what a cell says holds for every place in it.

The distance to a path changes by no more than the way gone: a cell whose middle is nearer than the
limit by more than its radius lies wholly inside. Where one leg alone can be the nearest, and no end
of it, the distance is the bent line of that leg; a polynomial of second degree follows it to
centimetres over a cell of two kilometres, checked at its corners.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overflight.flights.compared.beside import beside_leg
from overflight.flights.compared.great_circles import GreatCircles
from overflight.flights.corridor.lookups import ASK, FINE, INSIDE, OUTSIDE, Codes, Marks, look_up
from overflight.geodesy import Floats, Path, spaced_deg, unit_vectors

__all__ = ["DOUBT_M", "Grid", "grid_over"]

Bools = NDArray[np.bool_]
Indices = NDArray[np.intp]

DOUBT_M = 0.5  # nearer the limit than this, a point is measured on the geodesic
_ROUGH_M = 0.1  # how well a form has to meet the corners of its cell
_SLACK_M = 1.0
_COARSE_M = 8_000.0
_MIDDLE = 8  # fine cells along one side of a middle cell: two kilometres
_FARTHEST_DEG = 84.0
_WIDEST_DEG = 350.0
_MOST_COARSE = 4_000_000
_DEGREE_M = 111_694.0  # of latitude, at the pole: the longest
_LEAST_DEGREE_M = 110_574.0  # at the equator: the shortest
_AXIS_M = 6_378_137.0
_SQUARE = 0.00669437999014  # first eccentricity of WGS 84, squared
_DOUBT, _DOUBT_OF_LENGTH = 0.02, 0.004  # of great circles against geodesics, twice over


@dataclass(frozen=True, slots=True, eq=False)
class Grid:
    """Cells over a corridor.

    Args:
        numbers: As ``look_up`` takes them.
        coarse: Codes of coarse cells, shape (rows, columns), from south-west.
        tiles: Codes of fine cells of each tile, shape (tiles, 32, 32).
        forms: Polynomials of cells, shape (forms, 10).
    """

    numbers: Floats
    coarse: Codes
    tiles: Codes
    forms: Floats

    def marks(self, lon_deg: Floats, lat_deg: Floats) -> Marks:
        """Return for each point 0 inside, 1 outside, 2 to be measured."""
        return look_up(lon_deg, lat_deg, self.numbers, (self.coarse, self.tiles, self.forms))


@dataclass(frozen=True, slots=True, eq=False)
class _Cells:
    """Cells of one size: longitudes (east of the grid's west), latitudes and half sizes, degrees.

    Args:
        lon: Longitudes of their middles, counted from the west of the grid.
        lat: Latitudes of their middles.
        half_lon: Half their width.
        half_lat: Half their height.
    """

    lon: Floats
    lat: Floats
    half_lon: float
    half_lat: float

    def only(self, some: Bools | Indices) -> _Cells:
        return _Cells(self.lon[some], self.lat[some], self.half_lon, self.half_lat)

    def radius_m(self) -> Floats:
        """Return how far a place of a cell can lie from its middle; an upper bound."""
        low = np.radians(np.maximum(0.0, np.abs(self.lat) - self.half_lat))
        wide = _AXIS_M / np.sqrt(1 - _SQUARE * np.sin(low) ** 2) * np.cos(low)
        return np.asarray(
            np.hypot(self.half_lat * _DEGREE_M, wide * np.radians(self.half_lon)) + _SLACK_M
        )


class _Builder:
    """Gathers the forms while cells are judged."""

    def __init__(self, line: Path, half_width_m: float, west: float) -> None:
        self.line, self.limit, self.west = line, half_width_m, west
        self.circles = GreatCircles.of(line)
        self.forms: list[Floats] = []
        self.count = 0

    def degrees(self, lon: Floats) -> Floats:
        """Return longitudes as others write them."""
        return np.asarray((lon + self.west + 180.0) % 360.0 - 180.0)

    def judge(self, cells: _Cells) -> Codes:
        """Return the codes of cells: inside, outside, a form, or that nothing short can be said."""
        codes = np.full(len(cells.lon), ASK, dtype=np.int32)
        radius = cells.radius_m()
        away, part, alone = self.nearest(cells, radius)
        codes[away + radius <= self.limit] = INSIDE
        codes[away - radius > self.limit] = OUTSIDE
        for k in np.unique(part[(codes == ASK) & alone]).tolist():
            those = np.flatnonzero((codes == ASK) & alone & (part == k))
            codes[those] = self._formed(cells.only(those), k)
        return codes

    def nearest(self, cells: _Cells, radius: Floats) -> tuple[Floats, Indices, Bools]:
        """Return how far middles lie, from which part, and if no other, nor an end, is near."""
        count = len(cells.lon)
        away, next_away = np.full(count, np.inf), np.full(count, np.inf)
        part, inner = np.zeros(count, dtype=np.intp), np.zeros(count, dtype=np.bool_)
        lon = self.degrees(cells.lon)
        for k, those in self._hopeful(lon, cells.lat, radius):
            start, end = self.line[k], self.line[k + 1]
            found = beside_leg(start, end, lon[those], cells.lat[those])
            size = float(self.circles.size_rad[k]) * 6_371_000.0
            edge = 1.05 * radius[those] + 0.005 * size + _SLACK_M
            better = found.away_m < away[those]
            next_away[those] = np.where(
                better, away[those], np.minimum(next_away[those], found.away_m)
            )
            of = those[better]
            away[of], part[of] = found.away_m[better], k
            inner[of] = ((found.along_m > edge) & (found.along_m < size - edge))[better]
        return away, part, inner & (next_away > away + 2 * radius)

    def _hopeful(self, lon: Floats, lat: Floats, radius: Floats) -> list[tuple[int, Indices]]:
        """Return the parts that can matter to cells, each with those cells."""
        doubt = _DOUBT_OF_LENGTH * 6_371_000.0 * float(self.circles.size_rad.max())
        asked: list[Bools] = []
        for first in range(0, len(lon), 4_096):
            of = slice(first, first + 4_096)
            rough = self.circles.away_m(unit_vectors(lon[of], lat[of]))
            most = rough.min(axis=1) * (1 + _DOUBT) + doubt + 2 * radius[of]
            asked.append(rough <= most[:, None])
        table = np.concatenate(asked) if asked else np.zeros((0, 0), dtype=np.bool_)
        return [
            (k, np.flatnonzero(table[:, k])) for k in np.flatnonzero(table.any(axis=0)).tolist()
        ]

    def _formed(self, cells: _Cells, part: int) -> Codes:
        """Return the numbers of new forms, or that none fits."""
        at = {}
        for u in (-1, 0, 1):
            for v in (-1, 0, 1):
                lon = self.degrees(cells.lon + u * cells.half_lon)
                spots = beside_leg(
                    self.line[part], self.line[part + 1], lon, cells.lat + v * cells.half_lat
                )
                at[u, v] = spots.across_m
        here = at[0, 0]
        a, b = (at[1, 0] - at[-1, 0]) / 2, (at[0, 1] - at[0, -1]) / 2
        aa, bb = (at[1, 0] + at[-1, 0]) / 2 - here, (at[0, 1] + at[0, -1]) / 2 - here
        ab = (at[1, 1] + at[-1, -1] - at[1, -1] - at[-1, 1]) / 4
        rough = np.zeros(len(here))
        for (u, v), true in at.items():
            met = here + u * (a + v * ab + u * aa) + v * (b + v * bb)
            rough = np.maximum(rough, np.abs(met - true))
        fits = rough <= _ROUGH_M
        whole = np.ones(len(here))
        columns = (cells.lon, cells.lat, whole / cells.half_lon, whole / cells.half_lat)
        made = np.stack([*columns, here, a, b, ab, aa, bb], axis=1)[fits]
        codes = np.full(len(here), ASK, dtype=np.int32)
        codes[fits] = np.arange(self.count, self.count + len(made), dtype=np.int32)
        self.count += len(made)
        self.forms.append(made)
        return codes


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the coarse cells lie.

    Args:
        west: Longitude of the grid's west, degrees.
        south: Latitude of its south.
        size_lon: Width of a coarse cell, degrees.
        size_lat: Its height.
        columns: Coarse cells side by side.
        rows: Coarse cells one above the other.
        farthest: Greatest latitude, north or south, that is asked for.
    """

    west: float
    south: float
    size_lon: float
    size_lat: float
    columns: int
    rows: int
    farthest: float

    @property
    def halves(self) -> tuple[float, float]:
        return self.size_lon / 2, self.size_lat / 2


def grid_over(line: Path, half_width_m: float) -> Grid | None:
    """Return a grid over the corridor of a path.

    Args:
        line: Two or more positions, joined by geodesics.
        half_width_m: Half the width of the corridor, above zero.

    Returns:
        The grid; none near a pole or all round the Earth, where cells are of no use.

    Accuracy: what a cell says of a point is true on the ellipsoid; see
    tests/authorities/test_tracks_corridor.py.
    """
    lon, lat = spaced_deg(line, _COARSE_M / 2)
    lon = np.degrees(np.unwrap(np.radians(lon)))
    margin = half_width_m + 2 * _COARSE_M
    frame = _framed(lon, lat, margin)
    if frame is None:
        return None
    builder = _Builder(line, half_width_m, frame.west)
    coarse = np.full((frame.rows, frame.columns), OUTSIDE, dtype=np.int32)
    u, v = (lon - frame.west) / frame.size_lon, (lat - frame.south) / frame.size_lat
    row, column = _near(u, v, frame, margin)
    east = np.asarray((column + 0.5) * frame.size_lon, dtype=np.float64)
    north = np.asarray(frame.south + (row + 0.5) * frame.size_lat, dtype=np.float64)
    cells = _Cells(east, north, *frame.halves)
    away, _, _ = builder.nearest(cells, radius := cells.radius_m())
    codes = np.full(len(row), ASK, dtype=np.int32)
    codes[away + radius <= half_width_m] = INSIDE
    codes[away - radius > half_width_m] = OUTSIDE
    mixed = codes == ASK
    codes[mixed] = np.arange(np.count_nonzero(mixed))
    coarse[row, column] = codes
    tiles = _tiles(builder, cells.only(mixed))
    forms = np.concatenate([*builder.forms, np.zeros((1, 10))])
    limits = (half_width_m - DOUBT_M, half_width_m + DOUBT_M)
    scales = (FINE / frame.size_lon, FINE / frame.size_lat)
    numbers = np.array([frame.west, frame.south, *scales, *limits])
    return Grid(numbers, coarse, tiles, forms)


def _framed(lon: Floats, lat: Floats, margin_m: float) -> _Frame | None:
    """Return where coarse cells lie over a path and its margin; none where they are of no use."""
    north = margin_m / _LEAST_DEGREE_M
    farthest = float(np.abs(lat).max()) + north
    if farthest > _FARTHEST_DEG:
        return None
    east = north / math.cos(math.radians(farthest))
    wide, high = float(np.ptp(lon)) + 2 * east, float(np.ptp(lat)) + 2 * north
    size_lat = _COARSE_M / _LEAST_DEGREE_M
    size_lon = size_lat / math.cos(math.radians(float(np.abs(lat).mean())))
    columns, rows = int(wide / size_lon) + 1, int(high / size_lat) + 1
    if wide > _WIDEST_DEG or columns * rows > _MOST_COARSE:
        return None
    west, south = float(lon.min()) - east, float(lat.min()) - north
    return _Frame(west, south, size_lon, size_lat, columns, rows, farthest)


def _near(u: Floats, v: Floats, frame: _Frame, margin_m: float) -> tuple[Indices, Indices]:
    """Return rows and columns of the coarse cells that the corridor can touch."""
    up = int(margin_m / _COARSE_M) + 2
    side = int(up / math.cos(math.radians(frame.farthest))) + 1
    rows, columns = np.meshgrid(np.arange(-up, up + 1), np.arange(-side, side + 1), indexing="ij")
    row = (v.astype(np.intp)[:, None] + rows.ravel()).clip(0, frame.rows - 1)
    column = (u.astype(np.intp)[:, None] + columns.ravel()).clip(0, frame.columns - 1)
    touched = np.unique(row * frame.columns + column)
    return touched // frame.columns, touched % frame.columns


def _tiles(builder: _Builder, cells: _Cells) -> Codes:
    """Return the codes of the fine cells of coarse ones."""
    parts = FINE // _MIDDLE
    middle = _parts_of(cells, parts)
    codes = builder.judge(middle)
    fine = np.repeat(codes, _MIDDLE * _MIDDLE).reshape(-1, _MIDDLE, _MIDDLE)
    hard = np.flatnonzero(codes == ASK)
    fine[hard] = builder.judge(_parts_of(middle.only(hard), _MIDDLE)).reshape(-1, _MIDDLE, _MIDDLE)
    # From (tile, row, column, fine row, fine column) to (tile, row, column) of fine cells.
    table = fine.reshape(-1, parts, parts, _MIDDLE, _MIDDLE).transpose(0, 1, 3, 2, 4)
    return np.ascontiguousarray(table.reshape(-1, FINE, FINE))


def _parts_of(cells: _Cells, parts: int) -> _Cells:
    """Return cells cut into as many parts each way, row by row from the south-west."""
    steps = (np.arange(parts) + 0.5) * 2 / parts - 1
    lat, lon = np.meshgrid(steps * cells.half_lat, steps * cells.half_lon, indexing="ij")
    return _Cells(
        (cells.lon[:, None] + lon.ravel()).ravel(),
        (cells.lat[:, None] + lat.ravel()).ravel(),
        cells.half_lon / parts,
        cells.half_lat / parts,
    )
