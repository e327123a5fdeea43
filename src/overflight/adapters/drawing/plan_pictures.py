"""The map of a flight planned whole: route, sensors at work, areas, what is taken and what not."""

from __future__ import annotations

from collections.abc import Iterator

from overflight.adapters.drawing.chart import MapLayer, MapText, Mark, Spot, draw_map
from overflight.adapters.drawing.plan_map import beyond_frame, kept_layers, points_layers
from overflight.adapters.lands.borders import BorderMap
from overflight.desk.planning.whole import WholePlan
from overflight.geodesy import Floats, Path, Position
from overflight.missions import PlannedPath, Waypoint
from overflight.planning import Area, Course

__all__ = ["whole_map"]


def whole_map(whole: WholePlan, world: BorderMap) -> str:
    """Return the map of a flight planned whole as SVG.

    Args:
        whole: The flight.
        world: Base map.
    """
    solution, plan = whole.solution, whole.plan
    path = tuple(timed.at for timed in whole.timed)
    layers = [
        *kept_layers(whole.problem.stand_offs),
        MapLayer(
            Mark.STAND_OFF,
            "hazardous airspace kept out of",
            areas=tuple(_rings(whole)),
            framed=False,
        ),
        MapLayer(Mark.STAND_OFF, spots=tuple(_zone_names(whole)), framed=False),
        MapLayer(Mark.FOOTPRINT, "area asked for", areas=tuple(_areas(whole)), framed=False),
        MapLayer(Mark.FOOTPRINT, "line asked for", lines=tuple(_lines(whole)), framed=False),
        *points_layers(solution, path, tuple(_observed(whole))),
    ]
    says = (
        f"{len(solution.taken)} of {len(whole.problem.wanted)} taken, value {solution.value:,.6g}"
        f"{_bound(whole)}; {solution.distance_m / 1000:,.0f} of "
        f"{whole.problem.most_m / 1000:,.0f} km; {solution.engine}, seed {solution.seed}"
        f"{beyond_frame(solution, layers)}"
    )
    title = f"Draft plan {plan.mission}: {plan.observed}, {plan.commencement.date()}"
    return draw_map(layers, world, MapText(title, says), observed=(plan.observed,))


def _bound(whole: WholePlan) -> str:
    bound = whole.solution.bound
    return "" if bound is None else f" (at most {bound:,.6g})"


def _rings(whole: WholePlan) -> list[Path]:
    """Return the outlines of what is kept out of."""
    return [
        tuple(_positions(outer))
        for zone in whole.problem.keep_outs
        for outer, *_ in zone.territory.polygons
    ]


def _zone_names(whole: WholePlan) -> Iterator[Spot]:
    """Yield the names of what is kept out of, each in the middle of its first part."""
    for zone in whole.problem.keep_outs:
        for lon, lat in (polygon[0] for polygon in zone.territory.polygons[:1]):
            yield Spot(Position(float(lon.mean()), float(lat.mean())), zone.name, 0.0)


def _areas(whole: WholePlan) -> list[Path]:
    return [one.ring for one in whole.problem.wanted if isinstance(one, Area)]


def _lines(whole: WholePlan) -> list[Path]:
    return [one.points for one in whole.problem.wanted if isinstance(one, Course)]


def _positions(ring: tuple[Floats, Floats]) -> list[Position]:
    lon, lat = ring
    return [Position(x, y) for x, y in zip(lon.tolist(), lat.tolist(), strict=True)]


def _observed(whole: WholePlan) -> list[Path]:
    """Return the parts of the path on which a sensor is at work."""
    places = tuple(Waypoint(timed.name, timed.at) for timed in whole.timed)
    path = PlannedPath(places)
    found = (path.stretch(period.start, period.stop) for period in whole.plan.observations)
    return [stretch for stretch in found if stretch is not None]
