"""Footprints as GeoJSON geometry (RFC 7946): counter-clockwise, cut at the antimeridian."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shapely import Polygon, box
from shapely.geometry.polygon import orient

from overflight.geodesy import Position

__all__ = ["bounding_box", "feature", "geometry"]

_PLACES = 7  # 1 cm


def _unrolled(ring: Iterable[Position]) -> list[tuple[float, float]]:
    """Return points whose longitudes never jump, so that a ring over 180 degrees stays whole."""
    points: list[tuple[float, float]] = []
    for at in ring:
        lon = at.lon_deg
        if points:
            lon += 360.0 * round((points[-1][0] - lon) / 360.0)
        points.append((lon, at.lat_deg))
    return points


def _parts(ring: Iterable[Position]) -> list[list[tuple[float, float]]]:
    """Return the rings of the footprint on each side of the antimeridian, within -180 to 180."""
    whole = Polygon(_unrolled(ring)).buffer(0)
    parts: list[list[tuple[float, float]]] = []
    for turn in (-360.0, 0.0, 360.0):
        piece = whole.intersection(box(-180.0 + turn, -90.0, 180.0 + turn, 90.0))
        parts.extend(
            [(x - turn, y) for x, y in orient(one).exterior.coords]
            for one in getattr(piece, "geoms", [piece])
            if isinstance(one, Polygon) and one.area > 0.0
        )
    return parts


def geometry(ring: Iterable[Position]) -> dict[str, object]:
    """Return a footprint as a GeoJSON Polygon, or a MultiPolygon where it meets 180 degrees.

    Args:
        ring: Positions in order, not repeated at the end.

    Returns:
        The geometry; a footprint round a pole is not supported and comes out as drawn on a
        longitude-latitude map.
    """
    rings = [
        [[round(x, _PLACES), round(y, _PLACES)] for x, y in part] for part in _parts(list(ring))
    ]
    if len(rings) == 1:
        return {"type": "Polygon", "coordinates": rings}
    return {"type": "MultiPolygon", "coordinates": [[part] for part in rings]}


def bounding_box(ring: Iterable[Position]) -> list[float]:
    """Return west, south, east, north; west is greater than east over the antimeridian."""
    points = _unrolled(ring)
    longitudes, latitudes = [x for x, _ in points], [y for _, y in points]
    west, east = min(longitudes), max(longitudes)
    ends = [
        (value + 180.0) % 360.0 - 180.0 if not -180.0 <= value <= 180.0 else value
        for value in (west, east)
    ]
    return [round(v, _PLACES) for v in (ends[0], min(latitudes), ends[1], max(latitudes))]


def feature(ring: Iterable[Position], properties: Mapping[str, object]) -> dict[str, object]:
    """Return a footprint as a GeoJSON feature."""
    points = list(ring)
    return {
        "type": "Feature",
        "bbox": bounding_box(points),
        "geometry": geometry(points),
        "properties": dict(properties),
    }
