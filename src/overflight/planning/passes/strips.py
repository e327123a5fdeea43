"""How a flight covers an area: parallel strips as wide as the sensor sees, flown to and fro."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from overflight.errors import UsageError
from overflight.geodesy import (
    Floats,
    Plane,
    Position,
    azimuth_deg,
    coordinates_deg,
    degrees,
    travel,
    unit_vectors,
)
from overflight.missions import Side
from overflight.planning.asked.looks import Look
from overflight.planning.passes.ways_past import Pass, Run

__all__ = ["MOST_ROWS", "Ground", "passes_of_area"]

MOST_ROWS = 60
_RADIUS_M = 6_371_000.0


@dataclass(frozen=True, slots=True)
class Ground:
    """An area on a plane.

    Args:
        plane: The plane, over its middle.
        shape: The area there; lengths are parts of the Earth's radius.
        middle: Where its middle lies.
    """

    plane: Plane
    shape: shapely.Polygon
    middle: Position

    @classmethod
    def of(cls, ring: Sequence[Position], where: str) -> Ground:
        """Return an area by its outer ring.

        Args:
            ring: Three or more corners, in either direction, closed or not.
            where: Its name, for the error.

        Raises:
            UsageError: The ring crosses itself, holds nothing, or spans half the Earth.
        """
        vectors = unit_vectors(*coordinates_deg(ring)) if ring else np.zeros((1, 3))
        plane = Plane.over(vectors)
        shape = shapely.Polygon(plane.project(vectors)[0]) if plane and len(ring) > 2 else None
        if plane is None or shape is None or not shape.is_valid or not shape.area:
            raise UsageError(
                "E-AREA",
                where=where,
                expected="a ring of three or more corners that does not cross itself",
                found=f"{len(ring)} corners"
                + (f": {shapely.is_valid_reason(shape)}" if shape is not None else ""),
                remedy="Draw the area anew, corner after corner round it.",
            )
        spot = shape.representative_point()
        lon, lat = degrees(plane.unproject(np.array([[spot.x, spot.y]])))
        return cls(plane, shape, Position(float(lon[0]), float(lat[0])))

    def holds(self, at: Position) -> bool:
        """Tell whether a place lies in the area."""
        spots, _ = self.plane.project(unit_vectors(*coordinates_deg([at])))
        return bool(shapely.contains_xy(self.shape, spots[0, 0], spots[0, 1]))

    def axes(self, bearing_deg: float) -> Floats:
        """Return the unit vectors along a bearing at the middle and right of it, as rows."""
        ends = [self.middle, travel(self.middle, bearing_deg, 1_000.0)]
        spots, _ = self.plane.project(unit_vectors(*coordinates_deg(ends)))
        along = spots[1] - spots[0]
        along /= np.linalg.norm(along)
        before = [self.middle, travel(self.middle, bearing_deg + 90.0, 1_000.0)]
        other = self.plane.project(unit_vectors(*coordinates_deg(before)))[0]
        across = np.array([along[1], -along[0]])
        sign = 1.0 if float(across @ (other[1] - other[0])) > 0 else -1.0
        return np.stack([along, sign * across])

    @property
    def long_deg(self) -> float:
        """Return the bearing along its longer side."""
        box = shapely.get_coordinates(shapely.minimum_rotated_rectangle(self.shape))
        sides = np.diff(box[:3], axis=0)
        longest = int(np.linalg.norm(sides, axis=1).argmax())
        lon, lat = degrees(self.plane.unproject(box[longest : longest + 2]))
        ends = [Position(x, y) for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]
        return azimuth_deg(*ends) % 180.0


def passes_of_area(
    ground: Ground,
    looks: Sequence[Look],
    share: float,
    direction_deg: float | None,
    lead_m: float = 2_000.0,
) -> tuple[Pass, ...]:
    """Return the ways to cover an area to a share with one of some sensors.

    Args:
        ground: The area.
        looks: Sensors of which one suffices.
        share: Share of it to be seen, above 0 to 1.
        direction_deg: Bearing of the strips; along its longer side and every 45 degrees else.
        lead_m: How long before and after the area each strip is straight.

    Returns:
        Passes of which one suffices; none where it takes more than 60 strips.

    Accuracy: strips are drawn over flat ground at the height planned; the share on terrain is what
    ``overflight plan coverage`` says of the draft.
    """
    long_deg = ground.long_deg
    bearings = [direction_deg] if direction_deg is not None else [long_deg]
    if direction_deg is None:
        bearings += [b for b in (0.0, 45.0, 90.0, 135.0) if abs(b - long_deg) > 10.0]
    found = []
    for look in looks:
        for bearing in bearings:
            for mirrored in (False, True):
                made = _to_and_fro(ground, look, bearing, (share, mirrored, lead_m))
                found += [] if made is None else [made]
    return tuple(found)


@dataclass(frozen=True, slots=True)
class _Row:
    """A strip: where it begins and ends along the bearing, its middle across, what it shows."""

    first: float
    last: float
    middle: float
    area: float


def _to_and_fro(
    ground: Ground, look: Look, bearing_deg: float, asked: tuple[float, bool, float]
) -> Pass | None:
    """Return strips of one bearing flown to and fro, from one side or from the other."""
    share, mirrored, lead_m = asked
    axes = ground.axes(bearing_deg)
    band = look.bands[0]
    wide = (band.most_m - band.least_m) / _RADIUS_M
    turned = shapely.Polygon(shapely.get_coordinates(ground.shape) @ axes.T)
    low, high = turned.bounds[1], turned.bounds[3]
    # What is planned is narrower than what is seen: neighbouring strips overlap by the difference.
    count = max(1, math.ceil((high - low) / wide))
    if count > MOST_ROWS:
        return None
    first = (low + high) / 2 - wide * (count - 1) / 2
    rows = _enough(_rows(turned, [first + k * wide for k in range(count)], wide), turned, share)
    if not rows:
        return None
    if mirrored:
        rows = rows[::-1]
    lead = lead_m / _RADIUS_M
    aside = (band.least_m + band.most_m) / 2 / _RADIUS_M
    spots, runs = [], []
    for number, row in enumerate(rows):
        forth = number % 2 == 0
        # Flown forth the strip lies so far right of the path; flown back, left of it.
        across = row.middle - aside if forth else row.middle + aside
        ends = (row.first - lead, row.last + lead) if forth else (row.last + lead, row.first - lead)
        spots += [(ends[0], across), (ends[1], across)]
        runs.append(Run(look, band.side, 2 * number, 2 * number + 1))
    lon, lat = degrees(ground.plane.unproject(np.array(spots) @ axes))
    path = tuple(Position(x, y) for x, y in zip(lon.tolist(), lat.tolist(), strict=True))
    seen = _seen(turned, rows, wide)
    return Pass(path, tuple(runs), len(look.bands) > 1 or band.side is Side.BELOW, seen)


def _rows(area: shapely.Polygon, middles: Sequence[float], wide: float) -> Iterator[_Row]:
    """Yield the strips that meet the area."""
    least, _, most, _ = area.bounds
    for middle in middles:
        part = area.intersection(
            shapely.box(least - 1, middle - wide / 2, most + 1, middle + wide / 2)
        )
        if not part.is_empty and part.area > 0:
            yield _Row(part.bounds[0], part.bounds[2], middle, part.area)


def _enough(rows: Iterator[_Row], area: shapely.Polygon, share: float) -> list[_Row]:
    """Return the fewest neighbouring strips that show the share, the shortest of equally many."""
    every = list(rows)
    wide = 0.0 if len(every) < 2 else every[1].middle - every[0].middle
    for count in range(1, len(every) + 1):
        runs = [every[k : k + count] for k in range(len(every) - count + 1)]
        good = [run for run in runs if _seen(area, run, wide) >= share - 1e-9]
        if good:
            return min(good, key=lambda run: sum(row.last - row.first for row in run))
    return every


def _seen(area: shapely.Polygon, rows: Sequence[_Row], wide: float) -> float:
    """Return the share of the area that neighbouring strips show."""
    if wide == 0:
        return 1.0
    low = min(row.middle for row in rows) - wide / 2
    high = max(row.middle for row in rows) + wide / 2
    least, _, most, _ = area.bounds
    shown = area.intersection(shapely.box(least - 1, low, most + 1, high)).area
    return min(1.0, float(shown / area.area))
