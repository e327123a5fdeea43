"""The base of a map: sea, land, borders, graticule. De facto lines without legal meaning."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator

import numpy as np
import shapely

from overflight.adapters.drawing.view import RADIUS_M, View, shape_path
from overflight.adapters.lands.borders import BorderMap
from overflight.geodesy import Floats, Position, Ring, unit_vectors

__all__ = ["COLOURS", "Labelled", "base_of", "graticule_of"]

COLOURS = {
    "sea": "#dbe7ee",
    "land": "#efece4",
    "observed": "#fdfcf8",
    "coast": "#8fa5b2",
    "border": "#7d766a",
    "grid": "#9fb4c0",
    "text": "#1c2430",
    "soft": "#5a6472",
    "country": "#8a8272",
}
_EDGE_PX = 12.0
_FINE_PX = 0.5
_LEAST_AREA = 2_500.0
_SOME = 64  # corners of a ring looked at to see whether it may be in the window
_STEPS_DEG = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30)

# A name, and places where it may stand, best first.
Labelled = tuple[str, tuple[Position, ...]]


def base_of(
    view: View, world: BorderMap, observed: Collection[str]
) -> tuple[list[str], list[Labelled]]:
    """Return the drawing of land and borders, and the names of the units seen.

    Args:
        view: The window.
        world: Territories and borders.
        observed: Codes of the States drawn lighter than the others.
    """
    frame = shapely.box(-_EDGE_PX, -_EDGE_PX, view.width + _EDGE_PX, view.height + _EDGE_PX)
    drawn = [f'<rect width="{view.width:g}" height="{view.height:g}" fill="{COLOURS["sea"]}"/>']
    names: list[Labelled] = []
    for code, polygons in world.polygons.items():
        shapes = [shape for rings in polygons for shape in _polygon(view, rings, frame)]
        if not shapes:
            continue
        land = COLOURS["observed" if code in observed else "land"]
        drawn.append(
            f'<path d="{"".join(shape_path(s) for s in shapes)}" fill="{land}" '
            f'fill-rule="evenodd" stroke="{COLOURS["coast"]}" stroke-width="0.6"/>'
        )
        largest = max(shapes, key=lambda shape: shape.area)
        inner = largest.intersection(shapely.box(0, 0, view.width, view.height))
        if inner.area > _LEAST_AREA:
            names.append((code, tuple(view.place(x, y) for x, y in _inside(inner))))
    lines = "".join(_border_paths(view, world, frame))
    drawn.append(
        f'<path d="{lines}" fill="none" stroke="{COLOURS["border"]}" stroke-width="1.1" '
        'stroke-dasharray="6 2 1.5 2"/>'
    )
    return drawn, names


def _inside(shape: shapely.Geometry) -> list[tuple[float, float]]:
    """Return pixels well inside a shape: its own middle first, then others by their room."""
    first = shape.representative_point()
    low, high = np.array(shape.bounds).reshape(2, 2)
    grid = np.stack(
        np.meshgrid(*(np.linspace(a, b, 11)[1:-1] for a, b in zip(low, high, strict=True))), axis=-1
    ).reshape(-1, 2)
    room = shapely.distance(shape.boundary, shapely.points(grid))
    room[~shapely.contains_xy(shape, grid[:, 0], grid[:, 1])] = -1.0
    best = np.argsort(-room, kind="stable")[:40]
    others = [(float(x), float(y)) for x, y in grid[best[room[best] > 12.0]]]
    return [*others, (first.x, first.y)]


def _near(view: View, ring: Ring) -> bool:
    """Tell whether a ring may be in the window: by the balls round it and round the window."""
    lon, lat = ring
    some = slice(None, None, max(1, len(lon) // _SOME))
    vectors = unit_vectors(lon[some], lat[some])
    angle = math.hypot(view.width, view.height) / 2 / view.px_per_m / RADIUS_M
    middle = vectors.mean(axis=0)
    middle = middle / max(float(np.linalg.norm(middle)), 1e-9)
    wide = math.acos(min(1.0, max(-1.0, float((vectors @ middle).min()))))
    apart = math.acos(min(1.0, max(-1.0, float(middle @ view.axes[2]))))
    # Corners left out lie near those looked at: within a few hundredths of the ring's own size.
    return apart <= 1.2 * wide + angle + 0.01


def _polygon(
    view: View, rings: tuple[Ring, ...], frame: shapely.Polygon
) -> Iterator[shapely.Polygon]:
    """Yield the parts of a polygon that lie in the window, in pixels."""
    if not _near(view, rings[0]):
        return
    outlines = [_outline(view, ring) for ring in rings]
    if len(outlines[0]) < 4:
        return
    holes = [hole for hole in outlines[1:] if len(hole) >= 4]
    shape = shapely.Polygon(outlines[0], holes).simplify(_FINE_PX)
    if not shape.is_valid:
        shape = shape.buffer(0)
    for part in shapely.get_parts(shape.intersection(frame)):
        if part.geom_type == "Polygon" and part.area > _FINE_PX:
            yield part


def _outline(view: View, ring: Ring) -> Floats:
    """Return the pixels of a ring, without those on the far side of the Earth."""
    spots = view.pixels(*ring)
    return spots[~np.isnan(spots[:, 0])]


def _border_paths(view: View, world: BorderMap, frame: shapely.Polygon) -> Iterator[str]:
    """Yield the border lines in the window."""
    for lines in world.lines.values():
        for part in lines.parts:
            if _near(view, part):
                spots = _outline(view, part)
                if len(spots) > 1:
                    line = shapely.LineString(spots).simplify(_FINE_PX).intersection(frame)
                    yield shape_path(line)


def graticule_of(view: View) -> tuple[list[str], list[str]]:
    """Return meridians and parallels, and their labels at the edge of the window."""
    step = _step(view)
    corners = [
        view.place(x, y)
        for x in np.linspace(0, view.width, 9).tolist()
        for y in np.linspace(0, view.height, 9).tolist()
    ]
    middle = view.place(view.width / 2, view.height / 2)
    lons = [(c.lon_deg - middle.lon_deg + 180) % 360 - 180 + middle.lon_deg for c in corners]
    lats = [c.lat_deg for c in corners]
    # Near a pole every meridian is in the window, and their lines would crowd.
    east = step * max(1, round(1 / max(0.15, math.cos(math.radians(middle.lat_deg)))))
    lines: list[Floats] = []
    labels: list[str] = []
    south, north = max(-90.0, min(lats) - step), min(90.0, max(lats) + step)
    for lon in _multiples(min(lons), max(lons), east):
        spots = view.pixels(np.full(61, lon), np.linspace(south, north, 61))
        lines.append(spots)
        labels += _label(view, spots, _degrees(lon, "E", "W"), 1)
    for lat in _multiples(min(lats), max(lats), step):
        spots = view.pixels(np.linspace(min(lons) - east, max(lons) + east, 91), np.full(91, lat))
        lines.append(spots)
        labels += _label(view, spots, _degrees(lat, "N", "S"), 0)
    frame = shapely.box(0, 0, view.width, view.height)
    paths = "".join(
        shape_path(shapely.LineString(s[~np.isnan(s[:, 0])]).intersection(frame)) for s in lines
    )
    drawn = f'<path d="{paths}" fill="none" stroke="{COLOURS["grid"]}" stroke-width="0.5"/>'
    return [drawn], labels


def _step(view: View) -> float:
    """Return a step in degrees that puts some five parallels in the window."""
    high = view.height / view.px_per_m / RADIUS_M
    return next((s for s in _STEPS_DEG if math.degrees(high) / s <= 6), _STEPS_DEG[-1])


def _multiples(low: float, high: float, step: float) -> list[float]:
    """Return the multiples of a step between two numbers."""
    return [round(k * step, 6) for k in range(math.ceil(low / step), math.floor(high / step) + 1)]


def _degrees(value: float, plus: str, minus: str) -> str:
    """Return degrees with the letter of their side."""
    value = (value + 180) % 360 - 180 if plus == "E" else value
    return f"{abs(value):g}\N{DEGREE SIGN}{plus if value > 0 else minus if value < 0 else ''}"


def _label(view: View, spots: Floats, text: str, axis: int) -> list[str]:
    """Return the label of a line where it meets the bottom (1) or the left (0) of the window."""
    edge = view.height if axis == 1 else 0.0
    a, b = spots[:-1], spots[1:]
    meets = np.flatnonzero((a[:, axis] - edge) * (b[:, axis] - edge) <= 0)
    for k in meets.tolist():
        part = (edge - a[k, axis]) / (b[k, axis] - a[k, axis] or 1.0)
        x, y = (a[k] + part * (b[k] - a[k])).tolist()
        along = x if axis == 1 else y
        if 30 < along < (view.width if axis == 1 else view.height) - 30:
            x, y = (x, view.height - 5) if axis == 1 else (5, y + 3.5)
            anchor = "middle" if axis == 1 else "start"
            head = f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="10" '
            return [f'{head}fill="{COLOURS["soft"]}">{text}</text>']
    return []
