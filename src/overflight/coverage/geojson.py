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
_SEAM_M = 5.0
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
    found: list[Rings] = []
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            pieces = [_degrees(piece, plane) for piece in _pieces(part, plane)]
            # The halves round a pole are one again where longitudes are drawn side by side.
            whole = shapely.union_all(pieces)
            found += [_rings(one) for one in shapely.get_parts(whole) if one.area > 0]
    return found


def _pieces(part: shapely.Polygon, plane: EqualAreaPlane) -> Iterator[shapely.Polygon]:
    """Yield the parts of a polygon beside the antimeridian; round a pole, those of its halves."""
    lon, _ = plane.unproject(*shapely.get_coordinates(part).T)
    poles = shapely.points(np.stack(plane.project(*np.array([[0.0, 0.0], [-90.0, 90.0]])), axis=-1))
    round_pole = bool(shapely.intersects(part, poles).any())
    if not round_pole and not (np.abs(np.diff(lon)) > 180.0).any():
        yield part
        return
    made = shapely.union_all([part.boundary, _seam(plane, both=round_pole)])
    for piece in shapely.get_parts(shapely.polygonize(shapely.get_parts(made))):
        if part.contains(piece.representative_point()):
            yield piece


def _seam(plane: EqualAreaPlane, *, both: bool) -> shapely.LineString:
    """Return the antimeridian on a plane, over the poles and along the meridian of 0 if asked."""
    lat = np.linspace(-90.0, 90.0, 3601)
    lon = np.full(len(lat), 180.0)
    if both:
        lat, lon = np.append(lat, lat[-2::-1]), np.append(lon, np.zeros(len(lat) - 1))
    spots = np.stack(plane.project(lon, lat), axis=-1)
    return shapely.LineString(spots[np.isfinite(spots).all(axis=1)])


def _degrees(piece: shapely.Polygon, plane: EqualAreaPlane) -> shapely.Polygon:
    """Return a polygon that crosses no antimeridian, in degrees."""
    spot = piece.representative_point()
    east = float(plane.unproject(np.array([spot.x]), np.array([spot.y]))[0][0]) > 0.0
    outer, *holes = (
        np.stack(_one_side(shapely.get_coordinates(ring), plane, east), axis=-1)
        for ring in (piece.exterior, *piece.interiors)
    )
    return shapely.Polygon(outer, holes)


def _rings(polygon: shapely.Polygon) -> Rings:
    """Return the rings of a polygon in degrees, right-handed (RFC 7946)."""
    wound = orient(polygon)
    corners = (shapely.get_coordinates(ring).T for ring in (wound.exterior, *wound.interiors))
    return tuple((lon, lat) for lon, lat in corners)


def _one_side(corners: Floats, plane: EqualAreaPlane, east: bool) -> Ring:
    """Return a ring in degrees, the antimeridian named 180 or -180, a pole once for each side."""
    lon, lat = plane.unproject(*corners.T)
    # The seam is drawn straight between its points, and so lies some metres beside the meridian.
    beside_m = (180.0 - np.abs(lon)) * np.cos(np.radians(lat)) * 111_320.0
    lon = np.where(beside_m < _SEAM_M, 180.0 if east else -180.0, lon)
    poles = np.flatnonzero(np.abs(lat) > _POLE_DEG)
    if not poles.size:
        return lon, lat
    before, after = lon[(poles - 1) % len(lon)], lon[(poles + 1) % len(lon)]
    lon[poles] = before
    return np.insert(lon, poles + 1, after), np.insert(lat, poles + 1, lat[poles])
