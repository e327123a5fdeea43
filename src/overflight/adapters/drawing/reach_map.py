"""The map of feasibility: where a territory lies beyond the share, lines of equal share.

The lines are drawn exactly, as circles round the airfields; only the numbers rest on cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import shapely

from overflight.adapters.drawing.chart import MapLayer, MapText, Mark, Spot, draw_map
from overflight.adapters.drawing.view import View, view_over
from overflight.adapters.lands.borders import BorderMap
from overflight.desk.feasibility_answers import SettingAnswer
from overflight.desk.planning.feasibility import LIMIT, Feasibility
from overflight.errors import UsageError
from overflight.geodesy import Path, Position, Ring, Territory, travel
from overflight.planning.feasibility import Cap, ReachSetting
from overflight.treaty import Quantity

__all__ = ["reach_map"]

_SHARES = (10.0, 20.0, 50.0, 75.0, 100.0)
_BEARINGS = 180
_WIDE_PX = 4_000.0
_LEAST_PX = 4.0
_FEW_CORNERS = 2_000


def reach_map(found: Feasibility, world: BorderMap, observed: Sequence[str]) -> str:
    """Return the map of one setting, or of one beside that which it changes, as SVG.

    What other settings only build upon, an airfield that is added, stands in both of them. Of a
    claim about an area that area is drawn, with the distances that are claimed.

    Args:
        found: The answer, with one change of its settings.
        world: Base map.
        observed: Codes of the States drawn lighter than the others.

    Raises:
        UsageError: More than one change is asked for.
    """
    answers = _change(found.answer.settings)
    if len(answers) > 2:
        raise UsageError(
            "E-OUTPUT",
            where="--svg",
            expected="one change to be drawn",
            found=", ".join(one.name for one in answers[1:]),
            remedy="Ask for one of them at a time.",
        )
    names, last = [one.name for one in answers], answers[-1]
    settings = [field.setting for field in found.fields if field.setting.name in names]
    parts = tuple(p for cap in settings[-1].caps for p in cap.area.polygons)
    land = Territory(parts or found.territory.polygons)
    plane = _Plane(land)
    layers = [*_beyond(plane, settings), *_lines(plane, settings[-1])]
    near = settings[-1].caps
    fields = tuple(Spot(one.at, one.site) for one in last.airfields if _shown(one.at, near))
    layers.append(MapLayer(Mark.AIRFIELD, "Open Skies airfield", spots=fields))
    if last.farthest is not None and _shown(last.farthest.at, near):
        share = last.farthest.share
        name = f"{share.value - share.error:.1f} to {share.value + share.error:.1f} %"
        spot = (Spot(last.farthest.at, name),)
        layers.append(MapLayer(Mark.FINDING, "farthest point", spots=spot))
    rings = tuple(path for polygon in land.polygons for path in _corners(polygon[0]))
    layers.append(MapLayer(Mark.TURN, lines=(rings,) if rings else ()))
    text = MapText(
        f"{found.answer.unit} on {found.answer.on}: reach of its Open Skies airfields",
        _says(answers),
    )
    return draw_map(_framed(layers), world, text, observed=observed)


def _change(answers: Sequence[SettingAnswer]) -> tuple[SettingAnswer, ...]:
    """Return the settings of the map: those nothing builds upon, and first what they change."""
    upon = {one.against for one in answers}
    ends = [one for one in answers if one.name not in upon]
    return (*(one for one in answers if one.name in {e.against for e in ends}), *ends)


def _shown(at: Position, caps: Sequence[Cap]) -> bool:
    """Tell whether a place lies on the map: anywhere, or in the areas of claims."""
    return not caps or any(cap.area.contains(at) for cap in caps)


def _says(answers: Sequence[SettingAnswer]) -> str:
    """Return the numbers of the settings in one sentence."""
    about = answers[-1].about
    if about is not None:
        return (
            f"{answers[-1].name}, beside {answers[-1].against}: of the {about.area_km2:,.0f} km2"
            f" it is about {_percent(about.beyond)} lie beyond {LIMIT:g} %"
        )
    return "; ".join(
        f"{one.name}: {_percent(one.beyond)} of the area beyond {LIMIT:g} %" for one in answers
    )


def _percent(part: Quantity) -> str:
    """Return a percentage: one number, or its bounds where they differ as printed."""
    low, high = (f"{part.value + sign * part.error:.2f}" for sign in (-1, 1))
    return f"{low} %" if low == high else f"{low} to {high} %"


def _corners(ring: Ring) -> Iterator[Position]:
    """Yield some corners of a ring, enough to choose the window by."""
    lon, lat = ring
    step = max(1, len(lon) // 40)
    for x, y in zip(lon[::step].tolist(), lat[::step].tolist(), strict=True):
        yield Position(x, y)


def _framed(layers: Sequence[MapLayer]) -> list[MapLayer]:
    """Return layers of which only the territory and the airfields choose the window."""
    framing = {Mark.AIRFIELD, Mark.TURN}
    shown = [replace(one, framed=one.mark in framing) for one in layers]
    # The territory itself is drawn by the base map: here it only opens the window.
    return [
        replace(one, lines=(), spots=_invisible(one)) if one.mark is Mark.TURN else one
        for one in shown
    ]


def _invisible(layer: MapLayer) -> tuple[Spot, ...]:
    return tuple(Spot(at, "", 0.0) for line in layer.lines for at in line)


class _Plane:
    """A wide window over a territory, in which areas are cut out of each other."""

    def __init__(self, territory: Territory) -> None:
        places = [at for polygon in territory.polygons for at in _corners(polygon[0])]
        self._view: View = view_over(places, _WIDE_PX)
        self.parts = tuple(
            (Territory([polygon]), self._shape(polygon)) for polygon in territory.polygons
        )

    def _shape(self, polygon: Sequence[Ring]) -> shapely.Geometry:
        rings = [self._view.pixels(*ring) for ring in polygon]
        shape = shapely.Polygon(rings[0], rings[1:])
        return shape if shape.is_valid else shape.buffer(0)

    def circle(self, at: Position, radius_m: float) -> shapely.Geometry:
        """Return all that lies within a distance of a place."""
        turns = np.arange(_BEARINGS) * 360.0 / _BEARINGS
        ring = tuple(travel(at, float(turn), radius_m) for turn in turns)
        shape = shapely.Polygon(self._view.line((*ring, ring[0])))
        return shape if shape.is_valid else shape.buffer(0)

    def within(self, setting: ReachSetting, share: float, cap_km: float | None) -> shapely.Geometry:
        """Return all that lies within a share of the distances of a setting."""
        km = [min(float(f.km), cap_km or float(f.km)) for f in setting.fields]
        if setting.largest:
            km = [max(km)] * len(km)
        circles = [
            self.circle(f.at, share * 10 * reach)
            for f, reach in zip(setting.fields, km, strict=True)
        ]
        return shapely.union_all(circles)

    def beyond(self, setting: ReachSetting) -> shapely.Geometry:
        """Return what of the territory lies beyond the share of the text."""
        open_land = self.within(setting, LIMIT, None)
        parts = []
        for land, shape in self.parts:
            corner = next(_corners(land.polygons[0][0]))
            cap = next((c for c in setting.caps if c.area.contains(corner)), None)
            near = open_land if cap is None else self.within(setting, LIMIT, float(cap.km))
            parts.append(shape.difference(near))
        return shapely.union_all(parts)

    def rings(self, shape: shapely.Geometry) -> tuple[Path, ...]:
        """Return the rings of an area as positions, holes among them."""
        found = []
        for part in shapely.get_parts(shape):
            if part.geom_type == "Polygon" and part.area > _LEAST_PX:
                few = part.simplify(0.5 if len(part.exterior.coords) > _FEW_CORNERS else 0.1)
                found += [self._path(ring) for ring in (few.exterior, *few.interiors)]
        return tuple(found)

    def outline(self, shape: shapely.Geometry) -> tuple[Path, ...]:
        """Return the edge of an area as lines of positions."""
        return tuple(
            self._path(ring)
            for part in shapely.get_parts(shape)
            for ring in (part.exterior, *part.interiors)
        )

    def _path(self, line: shapely.Geometry) -> Path:
        return tuple(self._view.place(x, y) for x, y in line.coords)


def _beyond(plane: _Plane, settings: Sequence[ReachSetting]) -> Iterator[MapLayer]:
    """Yield what lies beyond the share: of one setting, or what two have alike and what differs."""
    first = plane.beyond(settings[0])
    last = plane.beyond(settings[-1])
    both = first.intersection(last)
    kinds: Iterable[tuple[Mark, str, shapely.Geometry]] = (
        (Mark.STAND_OFF, f"beyond {LIMIT:g} %", both),
        (Mark.FINDING, f"beyond {LIMIT:g} % by the change", last.difference(first)),
        (Mark.FOOTPRINT, f"within {LIMIT:g} % by the change", first.difference(last)),
    )
    for mark, legend, shape in kinds:
        rings = plane.rings(shape)
        if rings:
            yield MapLayer(mark, legend, areas=rings, holed=True)


def _lines(plane: _Plane, setting: ReachSetting) -> Iterator[MapLayer]:
    """Yield lines of equal share, that of the text apart from the others."""
    if not setting.fields:
        return
    cap = min((float(one.km) for one in setting.caps), default=None)
    of = "of the distance" if cap is None else f"of the {cap:g} km claimed"
    limit = plane.outline(plane.within(setting, LIMIT, cap))
    others: list[Path] = []
    names: list[Spot] = []
    for share in _SHARES:
        for line in plane.outline(plane.within(setting, share, cap)):
            others.append(line)
            names += [Spot(line[len(line) // 5 * k], f"{share:g} %", 0.0) for k in (1, 3)]
    shares = ", ".join(f"{share:g}" for share in _SHARES)
    yield MapLayer(Mark.TRACK, f"{shares} % {of}", lines=tuple(others))
    yield MapLayer(Mark.ROUTE, f"{LIMIT:g} % (annex.E.5.A)", lines=limit)
    marked = tuple(Spot(line[len(line) // 5], f"{LIMIT:g} %", 0.0) for line in limit)
    yield MapLayer(Mark.TRACK, spots=(*marked, *names))
