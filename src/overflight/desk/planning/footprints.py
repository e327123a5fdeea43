"""The ground that observation periods see, as polygons that maps and other programs take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import shapely

from overflight.coverage import Coverage, Ground
from overflight.geodesy import Floats, Ring

__all__ = ["Footprint", "footprints_of"]

_SIMPLER_M = 10.0
_MOST_SLIVER_M2 = 100.0


@dataclass(frozen=True, slots=True)
class Footprint:
    """The ground that one observation period sees.

    Args:
        sensor: Id of the sensor.
        polygons: Of each polygon the outer ring, then its holes, closed, in degrees; edges lie
            within 10 m of those that were computed.
        says: What it rests on, for a person.
    """

    sensor: str
    polygons: tuple[tuple[Ring, ...], ...]
    says: str


def footprints_of(coverage: Coverage) -> tuple[Footprint, ...]:
    """Return the ground seen by each observation period as polygons.

    Accuracy: edges within 10 m of the strips that were computed; holes and slivers smaller than
    100 square metres are left out.
    """
    return tuple(
        Footprint(
            part.period.sensor,
            _polygons(part.ground),
            f"ground seen from {part.period.start} to {part.period.stop}; {coverage.source}",
        )
        for part in coverage.parts
        if len(part.ground)
    )


def _polygons(ground: Ground) -> tuple[tuple[Ring, ...], ...]:
    plane = ground.plane()
    pieces = shapely.make_valid(shapely.polygons(ground.quads(plane)))
    whole = shapely.union_all(pieces).buffer(0).simplify(_SIMPLER_M)
    found: list[tuple[Ring, ...]] = []
    parts = [part for part in shapely.get_parts(whole) if part.area >= _MOST_SLIVER_M2]
    for part in parts:
        rings = [part.exterior, *(hole for hole in part.interiors if _large(hole))]
        found.extend(_cut([plane.unproject(*_columns(ring)) for ring in rings]))
    return tuple(found)


def _cut(rings: list[Ring]) -> Iterator[tuple[Ring, ...]]:
    """Yield a polygon, cut at the antimeridian where it crosses it (RFC 7946, 3.1.9)."""
    whole = [np.column_stack([np.unwrap(lon, period=360.0), lat]) for lon, lat in rings]
    if all(bool((np.abs(ring[:, 0]) <= 180.0).all()) for ring in whole):
        yield tuple(rings)
        return
    middle = whole[0][:, 0].mean()
    turns = [360.0 * round((middle - ring[:, 0].mean()) / 360.0) for ring in whole[1:]]
    holes = [np.add(ring, [turn, 0.0]) for ring, turn in zip(whole[1:], turns, strict=True)]
    shape = shapely.Polygon(whole[0], holes)
    for shift in (-360.0, 0.0, 360.0):
        part = shapely.intersection(shape, shapely.box(shift - 180.0, -90.0, shift + 180.0, 90.0))
        for piece in shapely.get_parts(part):
            if piece.geom_type == "Polygon" and piece.area > 0:
                yield tuple(_shifted(ring, shift) for ring in (piece.exterior, *piece.interiors))


def _shifted(ring: shapely.LinearRing, shift: float) -> Ring:
    lon, lat = _columns(ring)
    return lon - shift, lat


def _large(ring: shapely.LinearRing) -> bool:
    return bool(shapely.Polygon(ring).area >= _MOST_SLIVER_M2)


def _columns(ring: shapely.LinearRing) -> tuple[Floats, Floats]:
    corners: Floats = shapely.get_coordinates(ring)
    return corners[:, 0], corners[:, 1]
