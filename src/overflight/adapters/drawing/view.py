"""The window of a map: a local conformal projection, and the way from degrees to pixels."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import shapely

from overflight.errors import UsageError
from overflight.geodesy import (
    Floats,
    Path,
    Plane,
    Position,
    coordinates_deg,
    degrees,
    densify,
    unit_vectors,
)

__all__ = ["RADIUS_M", "View", "shape_path", "view_over"]

RADIUS_M = 6_371_000.0
_FAR = -0.7  # cosine of the farthest angle from the middle that is still drawn, some 134 degrees
_LEG_PX = 25.0


@dataclass(frozen=True, slots=True)
class View:
    """A stereographic map of a part of the Earth: angles are true, the scale nearly so.

    Args:
        axes: Direction of east, of north and of the middle of the map, as rows.
        px_per_m: Pixels for a metre in the middle.
        shift: Pixels to add so that the window begins at 0, 0.
        width: Width of the window in pixels.
        height: Its height.
    """

    axes: Floats
    px_per_m: float
    shift: tuple[float, float]
    width: float
    height: float

    def pixels(self, lon_deg: Floats, lat_deg: Floats) -> Floats:
        """Return pixels of places, shape (n, 2), y downwards; NaN for the far side of the Earth."""
        vectors = unit_vectors(np.asarray(lon_deg), np.asarray(lat_deg)) @ self.axes.T
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = 2.0 * RADIUS_M * self.px_per_m / (1.0 + vectors[:, 2])
        factor[vectors[:, 2] < _FAR] = np.nan
        spots = np.stack([vectors[:, 0] * factor, -vectors[:, 1] * factor], axis=1)
        shifted: Floats = spots + np.array(self.shift)
        return shifted

    def pixel(self, at: Position) -> tuple[float, float]:
        """Return the pixel of one place."""
        x, y = self.pixels(np.array([at.lon_deg]), np.array([at.lat_deg]))[0].tolist()
        return x, y

    def place(self, x: float, y: float) -> Position:
        """Return the place at a pixel."""
        a = (x - self.shift[0]) / (2 * RADIUS_M * self.px_per_m)
        b = -(y - self.shift[1]) / (2 * RADIUS_M * self.px_per_m)
        square = a * a + b * b
        local = np.array([[2 * a, 2 * b, 1 - square]]) / (1 + square)
        lon, lat = degrees(local @ self.axes)
        return Position(float(lon[0]), float(lat[0]))

    def line(self, path: Path) -> Floats:
        """Return the pixels of a path, its geodesics drawn as curves."""
        if len(path) < 2:
            return self.pixels(*coordinates_deg(path))
        return self.pixels(*coordinates_deg(densify(path, _LEG_PX / self.px_per_m)))

    def holds(self, x: float, y: float, edge: float = 0.0) -> bool:
        """Tell whether a pixel lies in the window, an edge of some pixels left out."""
        return edge <= x <= self.width - edge and edge <= y <= self.height - edge

    def north_deg(self, x: float, y: float) -> float:
        """Return where north is at a pixel, in degrees clockwise from upwards."""
        here = self.place(x, y)
        lat = here.lat_deg + (0.05 if here.lat_deg < 89 else -0.05)
        turn = 0.0 if here.lat_deg < 89 else 180.0
        x2, y2 = self.pixel(Position(here.lon_deg, lat))
        return math.degrees(math.atan2(x2 - x, y - y2)) + turn


def view_over(places: Sequence[Position], width: float, *, margin: float = 0.12) -> View:
    """Return the window that shows places, north up in the middle.

    Args:
        places: One or more places to be shown.
        width: Width in pixels; the height follows from the places, between 0.5 and 0.85 of it.
        margin: Part of the larger side left free around them.

    Raises:
        UsageError: No place was given, or they span more than half the Earth.
    """
    plane = Plane.over(unit_vectors(*coordinates_deg(places))) if places else None
    if plane is None:
        raise UsageError(
            "E-MAP",
            where="map",
            expected="one or more places on one half of the Earth",
            found=f"{len(places)} places",
            remedy="Draw a map of what one flight can reach.",
        )
    middle, _ = _box(plane.axes[2], places)
    up, size = _box(middle, places)
    size = size + 2 * margin * size.max()
    height = width * min(0.85, max(0.5, float(size[1] / size[0])))
    scale = min(width / float(size[0]), height / float(size[1]))
    return View(_north_up(up), scale, (width / 2, height / 2), width, height)


def _box(up: Floats, places: Sequence[Position]) -> tuple[Floats, Floats]:
    """Return the direction of the middle of the box of places, and its size in metres."""
    view = View(_north_up(up), 1.0, (0.0, 0.0), 0.0, 0.0)
    spots = view.pixels(*coordinates_deg(places))
    low, high = spots.min(axis=0), spots.max(axis=0)
    x, y = ((low + high) / 2).tolist()
    middle = view.place(x, y)
    vector = unit_vectors(np.array([middle.lon_deg]), np.array([middle.lat_deg]))[0]
    return vector, np.maximum(high - low, 20_000.0)


def _north_up(up: Floats) -> Floats:
    """Return the axes of a map whose middle is a direction, north upwards."""
    east = np.cross([0.0, 0.0, 1.0], up)
    size = float(np.linalg.norm(east))
    east = east / size if size > 1e-9 else np.array([0.0, 1.0, 0.0])
    return np.stack([east, np.cross(up, east), up])


def shape_path(shape: shapely.Geometry) -> str:
    """Return lines or polygons as the ``d`` of an SVG path, to a tenth of a pixel."""
    parts = []
    for part in shapely.get_parts(shape):
        rings = [part]
        if part.geom_type == "Polygon":
            rings = [part.exterior, *part.interiors]
        elif part.geom_type not in {"LineString", "LinearRing"}:
            continue
        for ring in rings:
            points = np.round(shapely.get_coordinates(ring), 1)
            if len(points) > 1:
                text = "L".join(f"{x:g} {y:g}" for x, y in points.tolist())
                parts.append(f"M{text}" + ("Z" if part.geom_type == "Polygon" else ""))
    return "".join(parts)
