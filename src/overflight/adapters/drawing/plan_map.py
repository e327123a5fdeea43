"""The picture of a planned flight: route, targets taken and left out, stand-offs."""

from __future__ import annotations

import math
from collections.abc import Sequence

from overflight.adapters.drawing.chart import MapLayer, MapText, Mark, Spot, draw_map
from overflight.adapters.drawing.view import view_over
from overflight.adapters.lands.borders import BorderMap
from overflight.desk.planning.flight import PlannedFlight
from overflight.geodesy import Path
from overflight.planning import RoutePoint, Solution, StandOff, middle_of

__all__ = ["beyond_frame", "kept_layers", "plan_map", "points_layers"]

_NAMED = 6
_WIDE_PX = 960.0  # as draw_map
_LEAST_KEPT_M = 5_000.0  # borders that are only not crossed are not drawn as stand-offs


def plan_map(planned: PlannedFlight, world: BorderMap) -> str:
    """Return the map of a planned flight as SVG.

    Args:
        planned: The flight.
        world: Base map.
    """
    solution, plan = planned.solution, planned.plan
    layers = [
        *kept_layers(planned.problem.stand_offs),
        *points_layers(solution, solution.path),
    ]
    says = (
        f"{len(solution.taken)} of {len(planned.problem.targets)} targets, value "
        f"{solution.value:,.6g} (always to the nearest: {planned.nearest.value:,.6g}); "
        f"{solution.distance_m / 1000:,.0f} of {planned.problem.most_m / 1000:,.0f} km; "
        f"{solution.engine}, seed {solution.seed}"
    )
    day = plan.commencement.date()
    says += beyond_frame(solution, layers)
    text = MapText(f"Draft plan {plan.mission}: {plan.observed}, {day}", says)
    return draw_map(layers, world, text, observed=(plan.observed,))


def beyond_frame(solution: Solution, layers: Sequence[MapLayer]) -> str:
    """Return words for the targets left out that lie beyond the frame of a map; empty for none.

    Args:
        solution: The route.
        layers: The layers of the map.
    """
    view = view_over([at for one in layers if one.framed for at in one.places()], _WIDE_PX)
    names = [
        left.target.name
        for left in solution.left_out
        if not view.holds(*view.pixel(middle_of(left.target)))
    ]
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return f"; left out beyond the frame: {', '.join(names[:_NAMED])}{more}" if names else ""


def kept_layers(zones: Sequence[StandOff]) -> list[MapLayer]:
    """Return the distances kept from lines, one layer for each width.

    Args:
        zones: Lines and what is kept from them.
    """
    kept = [zone for zone in zones if zone.keep_m >= _LEAST_KEPT_M]
    return [_stand_offs(keep_m, kept) for keep_m in sorted({zone.keep_m for zone in kept})]


def points_layers(
    solution: Solution, path: Path, observed: tuple[Path, ...] = ()
) -> list[MapLayer]:
    """Return the route, what it takes and leaves out, and its airfields.

    Args:
        solution: The route.
        path: Positions in order of flight.
        observed: Parts of the path on which sensors are at work.
    """
    airfields = {solution.start.site: solution.start.at, solution.end.site: solution.end.at}
    airfields |= {point.name: point.at for point in solution.route if point.lands}
    bends = [p.at for p in solution.route if not (p.targets or p.lands or p.name.startswith("P"))]
    return [
        MapLayer(
            Mark.LEFT_OUT,
            "target left out",
            spots=tuple(Spot(middle_of(left.target)) for left in solution.left_out),
            framed=False,
        ),
        MapLayer(Mark.ROUTE, "planned route", lines=(path,)),
        MapLayer(Mark.SENSOR, "sensors at work", lines=observed),
        MapLayer(Mark.TURN, "turn point round a stand-off", spots=tuple(Spot(at) for at in bends)),
        MapLayer(Mark.TARGET, "target taken, by value", spots=_taken(solution.route)),
        MapLayer(
            Mark.AIRFIELD,
            "airfield",
            spots=tuple(Spot(at, name) for name, at in airfields.items()),
        ),
    ]


def _stand_offs(keep_m: float, zones: list[StandOff]) -> MapLayer:
    """Return the stand-offs of one width."""
    some = [zone for zone in zones if zone.keep_m == keep_m]
    return MapLayer(
        Mark.STAND_OFF,
        f"{keep_m / 1000:.1f} km kept from {', '.join(zone.name for zone in some)}",
        lines=tuple(path for zone in some for path in zone.line.paths()),
        wide_m=2 * keep_m,
        framed=False,
    )


def _taken(route: tuple[RoutePoint, ...]) -> tuple[Spot, ...]:
    """Return the targets taken, their size by their value."""
    worth = {p.name: sum(target.value for target in p.targets) for p in route}
    most = max(worth.values(), default=1.0) or 1.0
    return tuple(
        Spot(
            middle_of(p.targets[0]), p.targets[0].name, 2.5 + 4.5 * math.sqrt(worth[p.name] / most)
        )
        for p in route
        if p.targets
    )
