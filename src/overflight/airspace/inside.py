"""Where a path lies inside an area, with the doubt of its outline."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray

from overflight.airspace.areas import AirspaceArea
from overflight.errors import UsageError
from overflight.geodesy import (
    Floats,
    Gap,
    Path,
    Plane,
    Position,
    azimuth_deg,
    coordinates_deg,
    distances_m,
    length_m,
    spaced_deg,
    to_space,
    travel,
    unit_vectors,
)

__all__ = ["Stretch", "TrackLine"]

Indices: TypeAlias = NDArray[np.intp]

_STEP_M = 5_000.0
_EARTH_M = 6_335_400.0  # the least radius of curvature: doubts on the plane come out wide
_LEAST_DOUBT_M = 0.1
_JOINED_M = 1.0


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a path that lies in an area, or within the doubt of its outline.

    Args:
        since_m: Metres along the path where it begins.
        until_m: Metres along the path where it ends.
        length: How much of it lies inside, in metres, least to most.
    """

    since_m: float
    until_m: float
    length: Gap


class TrackLine:
    """A path made ready for asking after many areas.

    Args:
        path: Two or more positions, joined by geodesics.

    Raises:
        UsageError: The path has fewer than two positions.
    """

    def __init__(self, path: Path) -> None:
        lon, lat = spaced_deg(path, _STEP_M)
        self._path = path
        self._vectors = unit_vectors(lon, lat)
        self._space = to_space(lon, lat)
        self._lengths = distances_m(lon[:-1], lat[:-1], lon[1:], lat[1:])
        self._along = np.concatenate([[0.0], np.cumsum(self._lengths)])
        legs = [length_m(leg) for leg in pairwise(path)]
        self._turns = np.concatenate([[0.0], np.cumsum(legs)])

    @property
    def length_m(self) -> float:
        """Return the length of the path in metres."""
        return float(self._turns[-1])

    def leg_at(self, along_m: float) -> int:
        """Return the index of the leg at a distance along the path."""
        last = len(self._turns) - 2
        return min(last, max(0, int(np.searchsorted(self._turns, along_m, side="right")) - 1))

    def position_at(self, along_m: float) -> Position:
        """Return the position at a distance along the path in metres."""
        leg = self.leg_at(along_m)
        start, end = self._path[leg], self._path[leg + 1]
        beyond = along_m - float(self._turns[leg])
        if beyond <= 0 or start == end:
            return start
        return travel(start, azimuth_deg(start, end), beyond)

    def part_of_leg(self, along_m: float, leg: int) -> float:
        """Return which part of a leg, 0 to 1, is flown at a distance along the path."""
        length = float(self._turns[leg + 1] - self._turns[leg])
        return 0.0 if length == 0 else float((along_m - self._turns[leg]) / length)

    def inside(self, area: AirspaceArea) -> tuple[Stretch, ...]:
        """Return the stretches of the path in an area, in order.

        Accuracy: positions within a metre, besides the doubt of the outline, which the length has
        in its two bounds.
        """
        which = self._near(area)
        if not len(which):
            return ()
        return tuple(self._stretches(area, which))

    def _near(self, area: AirspaceArea) -> Indices:
        """Return the indices of the pieces that may come to an area."""
        corners = to_space(*coordinates_deg(area.outline))
        middle = corners.mean(axis=0)
        reach = float(np.linalg.norm(corners - middle, axis=1).max()) + area.error_m + _STEP_M
        # The side of a large area may bulge beyond the ball of its corners, never by its half.
        apart = np.linalg.norm(self._space - middle, axis=1)
        near = apart <= 1.5 * reach
        return np.flatnonzero(near[:-1] | near[1:])

    def _stretches(self, area: AirspaceArea, which: Indices) -> Iterator[Stretch]:
        plane = _plane(area)
        shape = _polygon(area, plane)
        doubt = max(area.error_m, _LEAST_DOUBT_M) / _EARTH_M * _scale(shape)
        starts, above = plane.project(self._vectors[which])
        ends, ends_above = plane.project(self._vectors[which + 1])
        seen = above & ends_above
        which, starts, ends = which[seen], starts[seen], ends[seen]
        lines = shapely.linestrings(np.stack([starts, ends], axis=1))
        ends_at = (plane, which)
        outer = self._intervals(lines, shape.buffer(doubt), ends_at)
        if not outer:
            return
        inner = self._intervals(lines, shape.buffer(-doubt), ends_at)
        drawn = self._intervals(lines, shape, ends_at)
        for since, until in outer:
            least = sum(_within(inner, since, until))
            own = [(a, b) for a, b in drawn if a <= until and b >= since]
            first, last = (own[0][0], own[-1][1]) if own else (since, until)
            yield Stretch(first, last, Gap(least, until - since))

    def _intervals(
        self, lines: Iterable[shapely.LineString], shape: shapely.Polygon, at: tuple[Plane, Indices]
    ) -> list[tuple[float, float]]:
        """Return where pieces lie in a shape, in metres along the path, joined where they meet."""
        plane, which = at
        parts, row = shapely.get_parts(shapely.intersection(lines, shape), return_index=True)
        drawn = shapely.get_num_points(parts) > 1
        parts, piece = parts[drawn], which[row[drawn]]
        ends = [
            self._reached(piece, plane, shapely.get_coordinates(shapely.get_point(parts, k)))
            for k in (0, -1)
        ]
        first, last = np.minimum(*ends), np.maximum(*ends)
        return _joined(sorted(zip(first.tolist(), last.tolist(), strict=True)))

    def _reached(self, piece: Indices, plane: Plane, spots: Floats) -> Floats:
        """Return how far along the path spots on pieces lie, in metres.

        On 5 km a chord is as good a measure of the part that was flown as the arc.
        """
        vectors = plane.unproject(spots)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        start, end = self._vectors[piece], self._vectors[piece + 1]
        whole = np.maximum(np.linalg.norm(end - start, axis=1), 1e-15)
        share = np.minimum(np.linalg.norm(vectors - start, axis=1) / whole, 1.0)
        reached: Floats = self._along[piece] + share * self._lengths[piece]
        return reached


def _joined(intervals: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return sorted intervals with those that touch put together."""
    joined: list[tuple[float, float]] = []
    for since, until in intervals:
        if joined and since - joined[-1][1] <= _JOINED_M:
            joined[-1] = (joined[-1][0], max(until, joined[-1][1]))
        else:
            joined.append((since, until))
    return joined


def _within(
    intervals: Iterable[tuple[float, float]], since: float, until: float
) -> Iterator[float]:
    for first, last in intervals:
        yield max(0.0, min(last, until) - max(first, since))


def _plane(area: AirspaceArea) -> Plane:
    plane = Plane.over(unit_vectors(*coordinates_deg(area.outline)))
    if plane is None:
        raise UsageError(
            "E-AIRSPACE",
            where=area.name,
            expected="an outline that fits into a hemisphere",
            found="one that reaches round the Earth",
            remedy="Make outlines with closed_outline, which refuses such corners.",
        )
    return plane


def _polygon(area: AirspaceArea, plane: Plane) -> shapely.Polygon:
    rings = []
    for ring in (area.outline, *area.holes):
        lon, lat = spaced_deg((*ring, ring[0]), 2 * _STEP_M)
        rings.append(plane.project(unit_vectors(lon, lat))[0])
    return shapely.Polygon(rings[0], rings[1:])


def _scale(shape: shapely.Polygon) -> float:
    """Return how much longer than on the Earth a length on the plane may be there."""
    west, south, east, north = shape.bounds
    farthest = max(abs(west), abs(east)) ** 2 + max(abs(south), abs(north)) ** 2
    return 1.0 + float(farthest)
