"""How far every cell of a territory is from its airfields, as a share of their distances.

The text asks one thing: no point of the mainland farther than 35 % of the maximum distance from an
airfield (annex.E.5.A). Beside it stands what a flight can do at all: out to a point and back to the
same airfield, or on to any other, within the maximum distance of the airfield of commencement.

Accuracy: cells lie on an equal-area plane; how far a point of a cell may lie from its middle is the
doubt of every share, and areas are given as an interval.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import shapely
from numpy.typing import NDArray

from overflight.errors import UsageError
from overflight.geodesy import EqualAreaPlane, Floats, Position, Ring, Territory, distances_m
from overflight.missions import Reach
from overflight.treaty import Quantity

__all__ = [
    "Cap",
    "Cells",
    "Far",
    "ReachField",
    "ReachSetting",
    "cells_of",
    "largest_part",
    "reach_field",
]

_MOST_CELLS = 200_000
_WIDEST = math.radians(80)
_RADIUS_M = 6_371_000.0
_FULL = 100.0


@dataclass(frozen=True, slots=True)
class Cap:
    """A claim that flights over an area have a maximum distance of their own.

    Args:
        area: The area.
        km: The distance claimed, whatever the airfield's own is, if that is more.
    """

    area: Territory
    km: Decimal


@dataclass(frozen=True, slots=True)
class ReachSetting:
    """Airfields and how their distances are read.

    Args:
        name: What it is, for people.
        fields: Open Skies airfields with their maximum distances.
        largest: The 35 % are of the largest distance of any of them, instead of each one's own
            (AMB-30).
        caps: Claims about areas.
    """

    name: str
    fields: tuple[Reach, ...]
    largest: bool = False
    caps: tuple[Cap, ...] = ()


@dataclass(frozen=True, slots=True)
class Cells:
    """A territory as cells of equal area.

    Args:
        lon: Longitudes of their middles in degrees, shape (n,).
        lat: Latitudes, shape (n,).
        km2: Area each stands for, in square kilometres, shape (n,).
        apart_m: How far a point of the territory may lie from the nearest of them.
    """

    lon: Floats
    lat: Floats
    km2: Floats
    apart_m: float

    @property
    def area_km2(self) -> float:
        """Return the area of the territory as drawn."""
        return float(self.km2.sum())

    def at(self, cell: int) -> Position:
        """Return the middle of a cell."""
        return Position(float(self.lon[cell]), float(self.lat[cell]))


@dataclass(frozen=True, slots=True)
class Far:
    """The farthest point of a territory.

    Args:
        at: Middle of its cell.
        share: Share of a maximum distance, in percent, with its error.
        site: Airfield it is nearest to by share.
        km: Kilometres from there to the middle of the cell.
    """

    at: Position
    share: Quantity
    site: str
    km: float


@dataclass(frozen=True, slots=True)
class ReachField:
    """What a setting says of every cell: shares in percent, infinite where nothing reaches it.

    Args:
        cells: The cells.
        setting: The setting.
        share: Distance from the nearest airfield as a share of its maximum distance, shape (n,).
        nearest: Number of that airfield, shape (n,); -1 where there is none.
        there_and_back: Way out and back to the same airfield as a share of its distance.
        across: Way from one airfield over the cell to any other or the same, as a share of the
            distance of the first.
        doubt: How much a share of the first kind may be off within a cell, shape (n,).
    """

    cells: Cells
    setting: ReachSetting
    share: Floats
    nearest: NDArray[np.intp]
    there_and_back: Floats
    across: Floats
    doubt: Floats

    def beyond(self, limit: float) -> Quantity:
        """Return which part of the territory lies beyond a share, in percent of its area.

        Args:
            limit: The share in percent.
        """
        return self._part(self.share, self.doubt, limit)

    def out_of_reach(self, *, back: bool) -> Quantity:
        """Return which part no flight reaches within the maximum distance, in percent.

        Args:
            back: It must end where it began.
        """
        return self._part(self.there_and_back if back else self.across, 2 * self.doubt, _FULL)

    def surely_beyond(self, limit: float) -> NDArray[np.bool_]:
        """Tell of each cell whether all of it lies beyond a share."""
        return self.share - self.doubt > limit

    @property
    def farthest(self) -> Far | None:
        """Return the farthest point; none where no airfield is at hand."""
        if not self.setting.fields:
            return None
        cell = int(self.share.argmax())
        half = float(self.doubt[cell]) / 2
        field = self.setting.fields[int(self.nearest[cell])]
        at = self.cells.at(cell)
        km = _km_from(field, self.cells)[cell]
        share = Quantity(float(self.share[cell]) + half, "%", half)
        return Far(at, share, field.site, float(km))

    def _part(self, share: Floats, doubt: Floats, limit: float) -> Quantity:
        area = self.cells.km2
        least = float(area[share - doubt > limit].sum())
        most = float(area[share + doubt > limit].sum())
        whole = self.cells.area_km2
        return Quantity(_FULL * (least + most) / 2 / whole, "%", _FULL * (most - least) / 2 / whole)


def cells_of(territory: Territory, cell_m: float) -> Cells:
    """Return a territory as cells of equal area; an island smaller than a cell by its edge.

    Args:
        territory: The territory, with at least one polygon.
        cell_m: Side of a cell in metres.

    Raises:
        UsageError: The territory is empty or as wide as the Earth, or there are more than 200,000
            cells.
    """
    if not territory:
        raise _unusable("a territory with at least one polygon", "none")
    plane = _plane_over(territory)
    parts = [_part_cells(polygon, plane, cell_m) for polygon in territory.polygons]
    lon, lat, km2, far = (np.concatenate(column) for column in zip(*parts, strict=True))
    if len(lon) > _MOST_CELLS:
        raise _unusable(f"at most {_MOST_CELLS} cells", len(lon))
    widest = 2 * math.asin(min(1.0, float(far.max()) / 2 / _RADIUS_M))
    if widest > _WIDEST:
        raise _unusable("a territory on one side of the Earth", f"{math.degrees(widest):.0f} deg")
    # A square of the plane is stretched by 1/cos(c/2) on the ground; a point of the territory whose
    # cell has its middle outside lies within another half side of a corner or of the next cell.
    apart = cell_m * (math.sqrt(2) + 1) / 2 / math.cos(widest / 2)
    return Cells(lon, lat, km2, apart)


def _plane_over(territory: Territory) -> EqualAreaPlane:
    rings = [ring for polygon in territory.polygons for ring in polygon]
    return EqualAreaPlane.over(*(np.concatenate(c) for c in zip(*rings, strict=True)))


def largest_part(territory: Territory) -> int:
    """Return the number of the largest polygon of a territory: the mainland (annex.E.5)."""
    plane = _plane_over(territory)
    outer = (np.column_stack(plane.project(*rings[0])) for rings in territory.polygons)
    return int(np.argmax([shapely.Polygon(ring).area for ring in outer]))


def _unusable(expected: str, found: object) -> UsageError:
    return UsageError(
        "E-REACH-MAP",
        where="territory",
        expected=expected,
        found=found,
        remedy="Give borders that draw the territory, or larger cells.",
    )


def _part_cells(
    polygon: Sequence[Ring], plane: EqualAreaPlane, cell_m: float
) -> tuple[Floats, Floats, Floats, Floats]:
    """Return the cells of one polygon: degrees, area, and metres from the middle of the plane."""
    rings = [np.column_stack(plane.project(*ring)) for ring in polygon]
    shape = shapely.Polygon(rings[0], rings[1:])
    shape = shape if shape.is_valid else shape.buffer(0)
    west, south, east, north = shape.bounds
    x, y = np.meshgrid(
        np.arange(west + cell_m / 2, east, cell_m), np.arange(south + cell_m / 2, north, cell_m)
    )
    inside = shapely.contains_xy(shape, x.ravel(), y.ravel())
    # The edge itself counts too: the farthest point is mostly there.
    every = [np.column_stack([x.ravel()[inside], y.ravel()[inside]]), *rings]
    spots = np.concatenate(every)
    weight = np.zeros(len(spots))
    counted = slice(0, len(every[0])) if len(every[0]) else slice(None)
    weight[counted] = shape.area / 1e6 / len(weight[counted])
    lon, lat = plane.unproject(spots[:, 0], spots[:, 1])
    return lon, lat, weight, np.hypot(spots[:, 0], spots[:, 1])


def _km_from(field: Reach, cells: Cells) -> Floats:
    """Return the distance of every cell from an airfield, in kilometres."""
    here = np.full(len(cells.lon), field.at.lon_deg), np.full(len(cells.lon), field.at.lat_deg)
    return distances_m(cells.lon, cells.lat, *here) / 1000


def reach_field(cells: Cells, setting: ReachSetting) -> ReachField:
    """Return how far every cell is from the airfields of a setting.

    Args:
        cells: The territory.
        setting: Airfields, reading and claims.

    Treaty: annex.E.5.A (GEO-9, AMB-30).
    """
    count, fields = len(cells.lon), setting.fields
    if not fields:
        nowhere = np.full(count, np.inf)
        none = np.full(count, -1, dtype=np.intp)
        return ReachField(cells, setting, nowhere, none, nowhere, nowhere, np.zeros(count))
    km = np.stack([_km_from(field, cells) for field in fields])
    limit = np.stack([np.full(count, float(field.km)) for field in fields])
    for cap in setting.caps:
        inside = cap.area.contains_all(cells.lon, cells.lat)
        limit[:, inside] = np.minimum(limit[:, inside], float(cap.km))
    whole = limit.max(axis=0) * np.ones_like(limit) if setting.largest else limit
    shares = _FULL * km / whole
    nearest = shares.argmin(axis=0)
    denominator = np.take_along_axis(whole, nearest[None, :], axis=0)[0]
    return ReachField(
        cells,
        setting,
        shares.min(axis=0),
        nearest,
        (_FULL * 2 * km / limit).min(axis=0),
        (_FULL * (km + km.min(axis=0)) / limit).min(axis=0),
        _FULL * cells.apart_m / 1000 / denominator,
    )
