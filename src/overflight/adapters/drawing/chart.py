"""Draw a map as plain SVG text: base map, stand-offs, footprints, route, track, targets, findings.

Everything is in attributes, no style sheet and no script, so that the drawing can stand alone or
inside a page that allows nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from html import escape
from textwrap import wrap

from overflight.adapters.drawing.ground import COLOURS, base_of, graticule_of
from overflight.adapters.drawing.labels import Labels
from overflight.adapters.drawing.layers import MapLayer, MapText, Mark, Spot
from overflight.adapters.drawing.symbols import FILLS, LINES, drawn, symbol
from overflight.adapters.drawing.view import View, view_over
from overflight.adapters.lands.borders import BorderMap
from overflight.geodesy import Floats, Position

__all__ = ["MapLayer", "MapText", "Mark", "Spot", "draw_map"]

_BAR_KM = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_TOP, _ROW, _LINE = 58.0, 20.0, 17.0
_LETTER = 6.9  # pixels of a letter of 13, on the wide side


def draw_map(
    layers: Sequence[MapLayer],
    world: BorderMap,
    text: MapText,
    *,
    observed: Collection[str] = (),
    width: float = 960.0,
) -> str:
    """Return a map as one SVG document.

    Args:
        layers: What is drawn, lowest first.
        world: Base map; its source is printed below.
        text: Title and words.
        observed: Codes of the States drawn lighter than the others.
        width: Width in pixels.

    Raises:
        UsageError: No layer that is framed has a place, or they span more than half the Earth.
    """
    view = view_over([p for layer in layers if layer.framed for p in layer.places()], width)
    labels = Labels(view.width, view.height)
    base, names = base_of(view, world, observed)
    grid, grid_labels = graticule_of(view)
    corner = _corner(view, labels)
    shapes = [shape for layer in layers for shape in drawn(view, layer)]
    words = _names(view, layers, labels)
    countries = [_country(code, spots, view, layers, labels) for code, spots in names]
    legend, bottom = _legend(layers, view, world.source)
    words_of = _wrapped(text.says, view.width)
    top = _TOP + _LINE * (len(words_of) - 1)
    height = top + view.height + bottom
    body = [*base, *grid, *grid_labels, *countries, *shapes, *words, corner]
    head = _head(text, words_of, view, (top, height))
    return "\n".join((*head, *filter(None, body), *_foot(view, legend, top)))


def _wrapped(says: str, width: float) -> list[str]:
    """Return words in lines that stay within the frame, one at least."""
    return wrap(_words(says), int(width / _LETTER)) or [""]


def _head(
    text: MapText, says: Sequence[str], view: View, sizes: tuple[float, float]
) -> Iterator[str]:
    """Yield the beginning of the document: size, title, description, window."""
    wide, (top, height) = f"{view.width:g}", sizes
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {height:g}" width="{wide}" '
        f'height="{height:g}" role="img" aria-labelledby="map-title map-says" '
        'font-family="Noto Sans, DejaVu Sans, Arial, sans-serif">'
    )
    yield f'<title id="map-title">{_plain(text.title)}</title>'
    yield f'<desc id="map-says">{_plain(text.describes or text.says or text.title)}</desc>'
    yield (
        f'<defs><clipPath id="map-window"><rect width="{wide}" height="{view.height:g}"/>'
        "</clipPath></defs>"
    )
    yield f'<rect width="{wide}" height="{height:g}" fill="#ffffff"/>'
    yield (
        f'<text x="2" y="24" font-size="19" font-weight="bold" fill="{COLOURS["text"]}">'
        f"{_plain(text.title)}</text>"
    )
    for row, line in enumerate(says):
        y = 46 + _LINE * row
        yield f'<text x="2" y="{y:g}" font-size="13" fill="{COLOURS["soft"]}">{_plain(line)}</text>'
    yield f'<g transform="translate(0 {top:g})" clip-path="url(#map-window)">'


def _foot(view: View, legend: Sequence[str], top: float) -> Iterator[str]:
    """Yield the end of the document: the frame of the window and the legend below it."""
    yield (
        f'<rect width="{view.width:g}" height="{view.height:g}" fill="none" '
        f'stroke="{COLOURS["soft"]}"/>'
    )
    yield f'</g><g transform="translate(0 {top + view.height:g})">'
    yield from legend
    yield "</g></svg>\n"


def _plain(text: str) -> str:
    """Return text that is only text, whatever was in it."""
    return escape(_words(text), quote=False)


def _words(text: str) -> str:
    """Return text without anything that cannot be printed."""
    return "".join(c if c.isprintable() else " " for c in text)


def _names(view: View, layers: Sequence[MapLayer], labels: Labels) -> Iterator[str]:
    """Yield the names of points: airfields and findings first, then targets by size."""
    labels.taken.append((0.0, 0.0, 42.0, view.height))  # where the parallels are named
    labels.taken.append((0.0, view.height - 17, view.width, view.height))
    for path in (path for layer in layers if layer.wide_m is None for path in layer.lines):
        for x, y in view.line(path).tolist():
            labels.avoid(x, y)
    spots = [(layer.mark, spot, view.pixel(spot.at)) for layer in layers for spot in layer.spots]
    for mark, spot, (x, y) in spots:
        if view.holds(x, y) and mark is not Mark.LEFT_OUT:
            labels.keep_free(x, y, spot.size or 4.0)
    first = {Mark.AIRFIELD: 0, Mark.FINDING: 1}
    for mark, spot, (x, y) in sorted(
        spots, key=lambda s: (first.get(s[0], 2), -(s[1].size or 0.0), s[1].name)
    ):
        if spot.name and view.holds(x, y):
            large = mark in first
            far = (spot.size or 5.0) + (9.0 if mark is Mark.AIRFIELD else 4.0)
            colour = LINES[mark][0] if mark is Mark.FINDING else COLOURS["text"]
            size = 13.0 if large else 10.5
            yield labels.put(_words(spot.name), (x, y), size=size, colour=colour, far=far)


def _country(
    code: str, spots: Sequence[Position], view: View, layers: Sequence[MapLayer], labels: Labels
) -> str:
    """Return the name of a unit at the first of some places where no path runs."""
    busy = [view.line(path) for layer in layers for path in layer.lines]
    for spot in spots:
        x, y = view.pixel(spot)
        if all(_clear(line, x, y) for line in busy):
            found = labels.put(code, (x, y), size=13, colour=COLOURS["country"], far=-1)
            if found:
                return found
    return ""


def _clear(line: Floats, x: float, y: float) -> bool:
    """Tell whether a line, drawn with points at most 25 pixels apart, keeps away from a name."""
    return not bool(((abs(line[:, 0] - x) < 30) & (abs(line[:, 1] - y) < 26)).any())


def _corner(view: View, labels: Labels) -> str:
    """Return the scale bar and the arrow to the north, at the upper right."""
    most_km = view.width / 5 / view.px_per_m / 1000
    km = max((k for k in _BAR_KM if k <= most_km), default=_BAR_KM[0])
    wide = km * 1000 * view.px_per_m
    x, y = view.width - wide - 56, 30.0
    labels.taken.append((x - 22, 4, view.width - 4, 50))
    north = view.north_deg(view.width - 26, 26)
    ink = COLOURS["text"]
    return (
        f'<rect x="{x - 22:.1f}" y="6" width="{wide + 72:.1f}" height="42" rx="4" fill="#ffffff" '
        'fill-opacity="0.85"/>'
        f'<path d="M{x:.1f} {y - 6:g}V{y:g}H{x + wide:.1f}V{y - 6:g}M{x + wide / 2:.1f} {y - 4:g}'
        f'V{y:g}" fill="none" stroke="{ink}" stroke-width="1.4"/>'
        f'<text x="{x:.1f}" y="{y + 13:g}" font-size="10" text-anchor="middle" '
        f'fill="{ink}">0</text>'
        f'<text x="{x + wide:.1f}" y="{y + 13:g}" font-size="10" text-anchor="middle" '
        f'fill="{ink}">{km} km</text>'
        f'<g transform="translate({view.width - 24:g} 27) rotate({north:.1f})">'
        f'<path d="M0 -15L6 10L0 6L-6 10Z" fill="{ink}"/></g>'
        f'<text x="{view.width - 24:g}" y="46" font-size="9" text-anchor="middle" '
        f'fill="{ink}">N</text>'
    )


def _legend(layers: Sequence[MapLayer], view: View, source: str) -> tuple[list[str], float]:
    """Return the legend below the window, and its height."""
    parts: list[str] = []
    x, y = 4.0, 22.0
    told: set[tuple[Mark, str]] = set()
    for layer in layers:
        kind = (layer.mark, layer.legend)
        if kind in told or not (layer.legend and layer.places()):
            continue
        told.add(kind)
        wide = 40 + 6.6 * len(layer.legend)
        if x + wide > view.width:
            x, y = 4.0, y + _ROW
        parts.append(_swatch(layer, x, y - 4))
        parts.append(
            f'<text x="{x + 32:.1f}" y="{y:g}" font-size="12" fill="{COLOURS["text"]}">'
            f"{_plain(layer.legend)}</text>"
        )
        x += wide
    note = f"Base map, no legal meaning: {source}."
    parts.append(
        f'<text x="4" y="{y + 20:g}" font-size="10" fill="{COLOURS["soft"]}">{_plain(note)}</text>'
    )
    return parts, y + 30


def _swatch(layer: MapLayer, x: float, y: float) -> str:
    """Return a sample of a layer."""
    colour, wide, dash = LINES[layer.mark]
    if layer.spots:
        return symbol(layer.mark, x + 13, y, 4.5 if layer.mark is not Mark.LEFT_OUT else None)
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    if layer.areas or layer.wide_m is not None:
        fill, opacity = FILLS.get(layer.mark, (colour, 0.15))
        return (
            f'<rect x="{x:.1f}" y="{y - 6:g}" width="26" height="11" fill="{fill}" '
            f'fill-opacity="{opacity}" stroke="{colour}" stroke-width="{wide}"{dashes}/>'
        )
    return f'<path d="M{x:.1f} {y:g}h26" stroke="{colour}" stroke-width="{wide}"{dashes}/>'
