"""What is seen as GeoJSON (RFC 7946): strips, gaps; cut at the antimeridian and at poles."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import shapely
from shapely.geometry.polygon import orient

from overflight.coverage.areas import AreaSeen
from overflight.coverage.ground import Rings
from overflight.coverage.seen import Coverage
from overflight.coverage.strips import Strip
from overflight.coverage.union import shape_of
from overflight.geodesy import EqualAreaPlane, Floats, Ring

__all__ = ["GeoJson", "coverage_geojson", "cut_polygons"]

GeoJson: TypeAlias = "dict[str, GeoJson] | list[GeoJson] | str | float | int | bool | None"

_DIGITS = 7  # a centimetre, as RFC 7946 section 11.2 advises
_POLE_DEG = 90.0 - 1e-7


def coverage_geojson(coverage: Coverage, seen: AreaSeen | None = None) -> dict[str, GeoJson]:
    """Return what a plan sees as one feature collection, a feature for each period and each gap.

    Args:
        coverage: What the plan sees.
        seen: What it sees of an area; its gaps are features too.
    """
    features: list[GeoJson] = [_strip(part) for part in coverage.parts if len(part.ground)]
    for gap in seen.gaps if seen else ():
        polygons = cut_polygons(_on_plane(gap.rings), _plane_of(gap.rings))
        features.append(_feature(polygons, {"kind": "gap", "area_km2": round(gap.area_km2, 6)}))
    return {
        "type": "FeatureCollection",
        "mission": coverage.mission,
        "version": coverage.version,
        "terrain": f"{coverage.source}, heights from {coverage.height_system}",
        "features": features,
    }


def _strip(part: Strip) -> GeoJson:
    """Return the feature of one strip."""
    plane = part.ground.plane()
    shape = shape_of(part.ground, plane)
    finest, coarsest = part.resolutions_m()
    return _feature(
        cut_polygons(shape, plane),
        {
            "kind": "strip",
            "sensor": part.period.sensor,
            "category": part.period.category.value,
            "start": part.period.start,
            "stop": part.period.stop,
            "finest_resolution_m": None if finest is None else round(finest, 3),
            "coarsest_resolution_m": None if coarsest is None else round(coarsest, 3),
            "area_km2": round(float(shape.area) / 1e6, 6),
        },
    )


def _feature(polygons: list[Rings], properties: dict[str, GeoJson]) -> GeoJson:
    """Return a feature of polygons."""
    coordinates: list[GeoJson] = [[_ring(ring) for ring in polygon] for polygon in polygons]
    geometry: GeoJson = {"type": "MultiPolygon", "coordinates": coordinates}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _ring(ring: Ring) -> GeoJson:
    """Return a ring as positions, longitude before latitude."""
    pairs = np.round(np.stack(ring, axis=-1), _DIGITS)
    made: list[GeoJson] = [[float(lon), float(lat)] for lon, lat in pairs.tolist()]
    return made


def _plane_of(rings: Rings) -> EqualAreaPlane:
    return EqualAreaPlane.over(*rings[0])


def _on_plane(rings: Rings) -> shapely.Polygon:
    """Return rings in degrees as a polygon on the plane over their middle."""
    plane = _plane_of(rings)
    corners = [np.stack(plane.project(*ring), axis=-1) for ring in rings]
    return shapely.Polygon(corners[0], corners[1:])


def cut_polygons(shape: shapely.Geometry, plane: EqualAreaPlane) -> list[Rings]:
    """Return the polygons of a shape in degrees, none across the antimeridian or round a pole.

    Args:
        shape: A shape on the plane, in metres.
        plane: The plane.
    """
    parts = [one for one in shapely.get_parts(shape) if one.geom_type == "Polygon"]
    return [_degrees(piece, plane) for part in parts for piece in _pieces(part, plane)]


def _pieces(part: shapely.Polygon, plane: EqualAreaPlane) -> Iterator[shapely.Polygon]:
    """Yield the parts of a polygon beside the antimeridian; round a pole, those of its halves."""
    lon, _ = plane.unproject(*shapely.get_coordinates(part).T)
    poles = shapely.points(np.stack(plane.project(*np.array([[0.0, 0.0], [-90.0, 90.0]])), axis=-1))
    round_pole = bool(shapely.intersects(part, poles).any())
    if not round_pole and not (np.abs(np.diff(lon)) > 180.0).any():
        yield part
        return
    lines = [_meridian(180.0, plane)] + ([_meridian(0.0, plane)] if round_pole else [])
    made = shapely.union_all([part.boundary, *lines])
    for piece in shapely.get_parts(shapely.polygonize(shapely.get_parts(made))):
        if part.contains(piece.representative_point()):
            yield piece


def _meridian(lon_deg: float, plane: EqualAreaPlane) -> shapely.LineString:
    """Return a meridian on a plane."""
    lat = np.linspace(-90.0, 90.0, 3601)
    spots = np.stack(plane.project(np.full(len(lat), lon_deg), lat), axis=-1)
    return shapely.LineString(spots[np.isfinite(spots).all(axis=1)])


def _degrees(piece: shapely.Polygon, plane: EqualAreaPlane) -> Rings:
    """Return the rings of a polygon that crosses no antimeridian, right-handed (RFC 7946)."""
    spot = piece.representative_point()
    east = float(plane.unproject(np.array([spot.x]), np.array([spot.y]))[0][0]) > 0.0
    wound = orient(piece)
    rings = (wound.exterior, *wound.interiors)
    return tuple(_one_side(shapely.get_coordinates(ring), plane, east) for ring in rings)


def _one_side(corners: Floats, plane: EqualAreaPlane, east: bool) -> Ring:
    """Return a ring in degrees, the antimeridian named 180 or -180, a pole once for each side."""
    lon, lat = plane.unproject(*corners.T)
    lon = np.where(np.abs(lon) > 180.0 - 1e-7, 180.0 if east else -180.0, lon)
    poles = np.flatnonzero(np.abs(lat) > _POLE_DEG)
    if not poles.size:
        return lon, lat
    before, after = lon[(poles - 1) % len(lon)], lon[(poles + 1) % len(lon)]
    lon[poles] = before
    return np.insert(lon, poles + 1, after), np.insert(lat, poles + 1, lat[poles])
