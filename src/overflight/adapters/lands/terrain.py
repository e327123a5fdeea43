"""Ground heights from raster files, and the coarse heights of the whole world in the package."""

from __future__ import annotations

import math
import warnings
from importlib import resources
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.enums import TransformDirection

from overflight.adapters.files import check_there
from overflight.errors import SourceError, UsageError
from overflight.geodesy import Floats

__all__ = ["CoarseWorldTerrain", "RasterTerrain", "bilinear"]

_STEP_DEG = 1 / 12
_SEA = 16  # -2 m: the step nearest to the surface of the sea
_UNKNOWN = 255
_MOST_ERROR_M = 10_000
_MOST_CELLS = 200_000_000
_MOST_HEIGHT_M = 12_000  # of land or sea floor; what lies beyond is no height
_VOIDS = np.array([-9999, -32767, -32768, 32767, 9999], dtype=np.float32)  # where no mask says it
_LONLAT = CRS.from_epsg(4326)


class CoarseWorldTerrain:
    """Heights of the whole world in cells of 5 minutes of arc, for a first look.

    A cell of 9 km holds one height, in steps of 28 m; a mountain inside it is not seen. Seas stand
    at 0 m. South of 60 S most heights are unknown.
    """

    def __init__(self) -> None:
        packed = resources.files("overflight.adapters.map_data") / "world_altitude.npz"
        with resources.as_file(packed) as path, np.load(path) as data:
            code = np.cumsum(data["steps"], axis=1, dtype=np.uint8)
            step_m, base_m = data["grid"].tolist()
        heights = code.astype(np.float32) * step_m + base_m
        heights[code == _SEA] = 0.0
        heights[code == _UNKNOWN] = np.nan
        self._heights = heights

    @property
    def source(self) -> str:
        """Return who made the heights."""
        return (
            "Mapzen terrain (SRTM, GMTED2010, ETOPO1, EU-DEM and others) through pvlib 0.16, cells "
            "of 5 minutes of arc in steps of 28 m: for a first look only"
        )

    @property
    def height_system(self) -> str:
        """Return the surface the heights count from; the sources mix geoids."""
        return "mean sea level"

    @property
    def error_m(self) -> float:
        """Return the greatest error stated: the Alps against SRTM, where one cell hid a summit."""
        return 1_500.0

    def heights_m(self, lon_deg: Floats, lat_deg: Floats) -> Floats:
        """Return heights in metres, NaN where they are not known.

        Args:
            lon_deg: Longitudes in degrees, any shape.
            lat_deg: Latitudes in degrees, the same shape.
        """
        column = (np.asarray(lon_deg, dtype=np.float64) + 180.0) / _STEP_DEG - 0.5
        row = (90.0 - np.asarray(lat_deg, dtype=np.float64)) / _STEP_DEG - 0.5
        return bilinear(self._heights, column, row, round_the_earth=True)


class RasterTerrain:
    """Heights from one raster file that GDAL reads: GeoTIFF, SRTM ``.hgt``, and others.

    Args:
        path: The file; its first band holds heights in metres.
        height_system: Surface the heights count from (``EGM96``); files seldom say. If not given,
            what the file says of itself, else EGM96, as of SRTM.
        error_m: Greatest error its maker states, in metres.
        source: Who made it, of which day; the file name where not given.

    Raises:
        UsageError: There is no such file, or the error is no number of metres that can be.
        SourceError: The file is not a raster that lies on the Earth, has more than 200 million
            cells or none with a height, says that its heights are not metres, or says that they
            count from another surface than the one given.
    """

    def __init__(
        self, path: Path, *, height_system: str | None, error_m: float, source: str = ""
    ) -> None:
        if not 0 <= error_m <= _MOST_ERROR_M:
            raise UsageError(
                "E-TERRAIN",
                where="error of the raster",
                expected=f"metres, from 0 to {_MOST_ERROR_M:,}",
                found=str(error_m),
                remedy="Give the greatest error its maker states.",
            )
        check_there(path)
        self._error_m = error_m
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # GDAL's warnings are answered by the checks below
            self._heights, self._to_cells, crs = _read(path)
        self._height_system = _surface(path, crs, height_system)
        self._source = (source or path.name) + _voids(path, self._heights)
        self._crs: Transformer | None = None
        if not crs.equals(_LONLAT, ignore_axis_order=True):
            self._crs = Transformer.from_crs(_LONLAT, crs, always_xy=True)

    @property
    def source(self) -> str:
        """Return who made the heights."""
        return self._source

    @property
    def height_system(self) -> str:
        """Return the surface the heights count from."""
        return self._height_system

    @property
    def error_m(self) -> float:
        """Return the greatest stated error in metres."""
        return self._error_m

    @property
    def extent(self) -> str:
        """Return the degrees the raster spans, in words; its voids are not looked at."""
        rows, columns = self._heights.shape
        a, b, c, d, e, f = self._to_cells
        cells = np.array([[0, columns, 0, columns], [0, 0, rows, rows]], dtype=np.float64)
        x, y = np.linalg.solve(np.array([[a, b], [d, e]]), cells - np.array([[c], [f]]))
        if self._crs is not None:
            x, y = self._crs.transform(x, y, direction=TransformDirection.INVERSE)
        return f"{x.min():.2f} to {x.max():.2f} E, {y.min():.2f} to {y.max():.2f} N"

    def heights_m(self, lon_deg: Floats, lat_deg: Floats) -> Floats:
        """Return heights in metres between the four nearest cells, NaN where not known.

        Args:
            lon_deg: Longitudes in degrees, any shape.
            lat_deg: Latitudes in degrees, the same shape.
        """
        x, y = np.asarray(lon_deg, dtype=np.float64), np.asarray(lat_deg, dtype=np.float64)
        if self._crs is not None:
            return self._at(*self._crs.transform(x, y))
        # A raster in degrees may count its longitudes from 0 to 360, or cross the antimeridian.
        found = self._at(x, y)
        for turn in (-360.0, 360.0):
            unknown = np.isnan(found)
            if not unknown.any():
                break
            found = np.where(unknown, self._at(x + turn, y), found)
        return found

    def _at(self, x: Floats, y: Floats) -> Floats:
        """Return heights at places in the raster's own co-ordinates."""
        a, b, c, d, e, f = self._to_cells
        return bilinear(self._heights, a * x + b * y + c - 0.5, d * x + e * y + f - 0.5)


def bilinear(
    heights: NDArray[np.float32], column: Floats, row: Floats, *, round_the_earth: bool = False
) -> Floats:
    """Return heights between the four nearest cells.

    Args:
        heights: Heights of cells, rows from the top.
        column: Places counted in cells, 0 in the middle of the first; any shape.
        row: The same, downwards.
        round_the_earth: The last column is the neighbour of the first.

    Returns:
        Heights; NaN where one of the four is not known, or more than half a cell outside.
    """
    rows, columns = heights.shape
    column, row = np.asarray(column, dtype=np.float64), np.asarray(row, dtype=np.float64)
    known = (row >= -0.5) & (row <= rows - 0.5)
    if round_the_earth:
        right = np.where(known, column % columns, 0.0)
    else:
        known &= (column >= -0.5) & (column <= columns - 0.5)
        right = np.where(known, column, 0.0).clip(0, columns - 1)
    down = np.where(known, row, 0.0).clip(0, rows - 1)
    top, left = down.astype(np.intp), right.astype(np.intp)
    part_down, part_right = down - top, right - left
    below = np.minimum(top + 1, rows - 1)
    next_to = np.minimum(left + 1, columns - 1)
    if round_the_earth:
        left, next_to = left % columns, (left + 1) % columns
    flat = heights.ravel()
    upper = [flat.take(top * columns + at) for at in (left, next_to)]
    lower = [flat.take(below * columns + at) for at in (left, next_to)]
    high = upper[0] + (upper[1] - upper[0]) * part_right
    low = lower[0] + (lower[1] - lower[0]) * part_right
    found: Floats = high + (low - high) * part_down
    found = np.where(known, found, np.nan)
    doubtful = np.flatnonzero(known & np.isnan(found))
    if doubtful.size:
        # A cell that has no share may be unknown.
        across, downwards = np.ravel(part_right)[doubtful], np.ravel(part_down)[doubtful]
        total = np.zeros(len(doubtful))
        for cells, share_down in ((upper, 1 - downwards), (lower, downwards)):
            for cell, share_across in zip(cells, (1 - across, across), strict=True):
                share = share_across * share_down
                total += np.where(share > 0, np.ravel(cell)[doubtful] * share, 0.0)
        np.put(found, doubtful, total)
    return found


def _read(path: Path) -> tuple[NDArray[np.float32], tuple[float, ...], CRS]:
    """Return heights, the transform from co-ordinates to cells, and the reference system."""
    try:
        import rasterio  # noqa: PLC0415 - GDAL is slow to load and an extra
    except ImportError as fault:
        raise UsageError(
            "E-EXTRA",
            where=str(path),
            expected="the extra overflight[imagery], which reads rasters",
            found="rasterio is not installed",
            remedy="Run: pip install 'overflight[imagery]'",
        ) from fault
    try:
        with rasterio.open(path) as raster:
            if raster.crs is None or raster.width * raster.height > _MOST_CELLS:
                raise _unlike(path, f"{raster.width} x {raster.height} cells, {raster.crs}")
            band = raster.read(1, masked=True).astype(np.float32)
            return (
                np.ma.filled(band, np.nan),
                tuple(~raster.transform)[:6],
                CRS.from_wkt(raster.crs.to_wkt()),
            )
    except rasterio.errors.RasterioError as fault:
        raise _unlike(path, str(fault)) from fault


def _surface(path: Path, crs: CRS, stated: str | None) -> str:
    """Return the surface heights count from; what the file says and what is stated must agree."""
    vertical = [one for one in crs.sub_crs_list if one.is_vertical]
    if not vertical:
        return stated or "EGM96"
    axis = vertical[0].axis_info[0]
    if axis.unit_conversion_factor != 1.0 or axis.direction != "up":
        raise _unlike(path, f"heights in {axis.unit_name}, counted {axis.direction}")
    said = str(vertical[0].name)
    if stated is None:
        return said.removesuffix(" height")
    if stated.casefold() not in said.casefold():
        raise SourceError(
            "E-TERRAIN",
            where=str(path),
            expected=f"heights from {stated}, as was stated",
            found=f"the file says {said}",
            remedy="State the surface that the file names, or leave it out.",
        )
    return stated


def _voids(path: Path, heights: NDArray[np.float32]) -> str:
    """Return how much of a raster has no height, in words; values that mark voids become NaN."""
    heights[np.isin(heights, _VOIDS) | (np.abs(heights) > _MOST_HEIGHT_M)] = np.nan
    share = float(np.isnan(heights).mean())
    if share == 1.0:
        raise _unlike(path, "no cell with a height")
    return f" ({math.ceil(1000 * share) / 10:g} % of it voids)" if share else ""


def _unlike(path: Path, found: str) -> SourceError:
    return SourceError(
        "E-TERRAIN",
        where=str(path),
        expected=f"a raster of heights in metres on a known map, at most {_MOST_CELLS} cells",
        found=found,
        remedy="Give a whole GeoTIFF or SRTM file with its reference system.",
    )
