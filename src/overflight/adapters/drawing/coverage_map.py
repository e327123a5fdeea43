"""The picture of what a plan sees: strips of each category, gaps of an area, the route."""

from __future__ import annotations

import shapely

from overflight.adapters.drawing.chart import MapLayer, MapText, Mark, Spot, draw_map
from overflight.adapters.lands.borders import BorderMap
from overflight.coverage import AreaSeen, Coverage, Scene, Strip, cut_polygons
from overflight.coverage.union import shape_of
from overflight.geodesy import Path, Position, Ring
from overflight.missions import planned_path
from overflight.sensors import SensorCategory

__all__ = ["draw_coverage"]

_FINE_M = 30.0
_LARGEST = 500


def draw_coverage(scene: Scene, coverage: Coverage, seen: AreaSeen | None, world: BorderMap) -> str:
    """Return the map of what a plan sees as SVG.

    Args:
        scene: The plan, its surroundings and the terrain.
        coverage: What the plan sees.
        seen: What it sees of an area; its gaps are drawn.
        world: Base map.

    Raises:
        UsageError: Nothing has a place.
    """
    plan = scene.plan
    path = planned_path(plan, scene.around)
    by: dict[SensorCategory, list[str]] = {}
    for part in coverage.parts:
        sensors = by.setdefault(part.period.category, [])
        if part.period.sensor not in sensors:
            sensors.append(part.period.sensor)
    legends = {c: f"seen by {', '.join(sensors)} ({c.value})" for c, sensors in by.items()}
    layers = [
        _layer(part, legends[part.period.category]) for part in coverage.parts if len(part.ground)
    ]
    gaps = () if seen is None else seen.gaps[:_LARGEST]
    if gaps:
        areas = tuple(_path(ring) for gap in gaps for ring in gap.rings)
        layers.append(MapLayer(Mark.STAND_OFF, "not seen of the area", areas=areas, holed=True))
    layers.append(MapLayer(Mark.ROUTE, "planned route", lines=(path.line,)))
    airfields = {place.name: place.at for place in path.places if place.airfield}
    spots = tuple(Spot(at, name) for name, at in airfields.items())
    layers.append(MapLayer(Mark.AIRFIELD, "airfield", spots=spots))
    share = "" if seen is None else f"; {100 * seen.share:.2f} % of the area"
    says = (
        f"{coverage.area_km2:,.0f} km2 seen, each place once{share}; terrain {coverage.source},"
        f" heights from {coverage.height_system}"
    )
    text = MapText(f"Plan {plan.mission} version {plan.version}: what its sensors see", says)
    return draw_map(layers, world, text, observed=(plan.observed,))


def _layer(part: Strip, legend: str) -> MapLayer:
    """Return the layer of one strip."""
    plane = part.ground.plane()
    shape = shapely.simplify(shape_of(part.ground, plane), _FINE_M)
    rings = tuple(_path(ring) for polygon in cut_polygons(shape, plane) for ring in polygon)
    return MapLayer(Mark.FOOTPRINT, legend, areas=rings, holed=True)


def _path(ring: Ring) -> Path:
    """Return a ring in degrees as positions."""
    lon, lat = ring
    return tuple(Position(float(x), float(y)) for x, y in zip(lon, lat, strict=True))
