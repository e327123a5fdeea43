"""How each kind of thing is drawn.

Colours are those of Okabe and Ito, which the colour-blind tell apart; every kind also differs by
shape, width or dash.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import shapely

from overflight.adapters.drawing.layers import MapLayer, Mark
from overflight.adapters.drawing.view import View, shape_path
from overflight.geodesy import Path

__all__ = ["FILLS", "LINES", "SIZES", "drawn", "symbol"]

# Colour, width, dash. Routes are wide and blue under a narrow orange track, so that both show.
LINES: dict[Mark, tuple[str, float, str]] = {
    Mark.ROUTE: ("#0072b2", 3.0, ""),
    Mark.TRACK: ("#d55e00", 1.6, ""),
    Mark.SENSOR: ("#009e73", 6.0, ""),
    Mark.STAND_OFF: ("#b2182b", 0.8, "3 3"),
    Mark.FOOTPRINT: ("#009e73", 0.7, ""),
    Mark.AIRFIELD: ("#1c2430", 1.5, ""),
    Mark.TARGET: ("#1c2430", 1.0, ""),
    Mark.LEFT_OUT: ("#8a8f98", 1.0, ""),
    Mark.TURN: ("#0072b2", 1.2, ""),
    Mark.FINDING: ("#b2182b", 2.0, ""),
}
FILLS = {Mark.STAND_OFF: ("#b2182b", 0.12), Mark.FOOTPRINT: ("#009e73", 0.18)}


# Radius of a point of each kind in pixels.
SIZES = {
    Mark.AIRFIELD: 8.0,
    Mark.TARGET: 4.5,
    Mark.LEFT_OUT: 2.6,
    Mark.TURN: 3.5,
    Mark.FINDING: 9.0,
}
_EDGE_PX = 12.0
_ARROW_EVERY_PX, _LEAST_LEG_PX = 180.0, 45.0
_WHITE_EDGE = 'stroke="#ffffff" stroke-width="1.2"'


def drawn(view: View, layer: MapLayer) -> list[str]:
    """Return the areas, lines and points of a layer."""
    colour, wide, dash = LINES[layer.mark]
    fill, opacity = FILLS.get(layer.mark, (colour, 0.15))
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    areas = "".join(_area(view, ring) for ring in layer.areas)
    rule = ' fill-rule="evenodd"' if layer.holed else ""
    found = []
    if areas:
        found.append(
            f'<path d="{areas}" fill="{fill}" fill-opacity="{opacity}" stroke="{colour}" '
            f'stroke-width="{wide}"{dashes}{rule}/>'
        )
    edge = _EDGE_PX + (layer.wide_m or 0.0) * view.px_per_m
    lines = [_visible(view, path, edge) for path in layer.lines]
    d = "".join(shape_path(line) for line in lines)
    if d and layer.mark is Mark.ROUTE:
        found.append(
            f'<path d="{d}" fill="none" stroke="#ffffff" stroke-width="{wide + 3}" '
            'stroke-opacity="0.8" stroke-linejoin="round"/>'
        )
    if d and layer.wide_m is not None:
        found.append(
            f'<path d="{d}" fill="none" stroke="{colour}" stroke-opacity="{opacity}" '
            f'stroke-width="{layer.wide_m * view.px_per_m:.1f}" stroke-linejoin="round" '
            'stroke-linecap="round"/>'
        )
    elif d:
        opacity_of = ' stroke-opacity="0.45"' if layer.mark is Mark.SENSOR else ""
        found.append(
            f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{wide}"{dashes}'
            f'{opacity_of} stroke-linejoin="round" stroke-linecap="round"/>'
        )
    if layer.mark is Mark.ROUTE:
        found += [arrow for path in layer.lines for arrow in _arrows(view, path, colour)]
    spots = [(view.pixel(spot.at), spot) for spot in layer.spots]
    found += [symbol(layer.mark, x, y, spot.size) for (x, y), spot in spots if view.holds(x, y)]
    return found


def _visible(view: View, path: Path, edge: float = _EDGE_PX) -> shapely.Geometry:
    """Return the part of a path in the window or just beside it, in pixels."""
    frame = shapely.box(-edge, -edge, view.width + edge, view.height + edge)
    spots = view.line(path)
    spots = spots[~np.isnan(spots[:, 0])]
    if len(spots) < 2:
        return shapely.LineString()
    return shapely.LineString(spots).simplify(0.2).intersection(frame)


def _area(view: View, ring: Path) -> str:
    """Return the part of an area in the window as the ``d`` of a path."""
    frame = shapely.box(-_EDGE_PX, -_EDGE_PX, view.width + _EDGE_PX, view.height + _EDGE_PX)
    spots = view.line((*ring, ring[0]))
    spots = spots[~np.isnan(spots[:, 0])]
    if len(spots) < 4:
        return ""
    return shape_path(shapely.Polygon(spots).buffer(0).intersection(frame))


def _arrows(view: View, path: Path, colour: str) -> Iterator[str]:
    """Yield heads of arrows on the longer legs, in the direction of flight."""
    for leg in pairwise(path):
        line = _visible(view, leg)
        for part in shapely.get_parts(line):
            if part.length < _LEAST_LEG_PX:
                continue
            count = max(1, round(part.length / _ARROW_EVERY_PX))
            for k in range(count):
                here = (k + 0.5) * part.length / count
                a, b = part.interpolate(here - 1.5), part.interpolate(here + 1.5)
                turn = math.degrees(math.atan2(b.y - a.y, b.x - a.x))
                yield (
                    f'<path d="M7 0L-5 5L-2.5 0L-5 -5Z" fill="{colour}" {_WHITE_EDGE} '
                    f'transform="translate({a.x:.1f} {a.y:.1f}) rotate({turn:.0f})"/>'
                )


def symbol(mark: Mark, x: float, y: float, size: float | None = None) -> str:
    """Return the sign of a point.

    Args:
        mark: Its kind.
        x: Pixel of its middle.
        y: The same, downwards.
        size: Its radius in pixels; none for that of its kind.
    """
    colour = LINES[mark][0]
    r = SIZES.get(mark, 3.0) if size is None else size
    match mark:
        case Mark.AIRFIELD:
            return (
                f'<g transform="translate({x:.1f} {y:.1f})"><circle r="{r:g}" fill="#ffffff" '
                f'stroke="{colour}" stroke-width="1.8"/><path d="M0 {-r - 4:g}V{r + 4:g}'
                f'M{-r - 4:g} 0H{r + 4:g}" stroke="{colour}" stroke-width="1.8"/></g>'
            )
        case Mark.LEFT_OUT:
            return (
                f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:g}" fill="#ffffff" stroke="{colour}" '
                'stroke-width="1.1"/>'
            )
        case Mark.FINDING:
            side = r * 0.87
            return (
                f'<path d="M{x:.1f} {y - r:.1f}L{x + side:.1f} {y + r / 2:.1f}H{x - side:.1f}Z" '
                f'fill="#ffffff" stroke="{colour}" stroke-width="2.2" stroke-linejoin="round"/>'
            )
        case Mark.TURN:
            return (
                f'<rect x="{x - r:.1f}" y="{y - r:.1f}" width="{2 * r:g}" height="{2 * r:g}" '
                f'fill="#ffffff" stroke="{colour}" stroke-width="1.6" '
                f'transform="rotate(45 {x:.1f} {y:.1f})"/>'
            )
        case _:
            return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{r:g}" fill="{colour}" {_WHITE_EDGE}/>'
