"""Read an area from a GeoJSON file: one or more polygons."""

from __future__ import annotations

from pathlib import Path

from overflight.adapters.features import read_features
from overflight.errors import SourceError
from overflight.geodesy import Ring, Territory

__all__ = ["read_area"]


def read_area(path: Path) -> Territory:
    """Return the polygons of a GeoJSON file as one area.

    Args:
        path: A FeatureCollection of polygons, at most 128 MiB; ``-`` is standard input.

    Raises:
        UsageError: There is no such file, it cannot be opened, or a ring is none.
        SourceError: It is not GeoJSON, or holds something other than polygons.
    """
    polygons: list[tuple[Ring, ...]] = []
    for feature in read_features(path).items:
        if feature.kind not in {"Polygon", "MultiPolygon"}:
            raise _unlike(f"{feature.where}.geometry.type", feature.kind)
        polygons += feature.polygons
    if not polygons:
        raise _unlike(str(path), "no feature")
    return Territory(polygons)


def _unlike(where: str, found: str) -> SourceError:
    return SourceError(
        "E-GEOJSON",
        where=where,
        expected="Polygon or MultiPolygon",
        found=found,
        remedy="Give the area as polygons: longitude, then latitude, in degrees on WGS 84.",
    )
