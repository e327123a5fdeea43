"""The map of two versions of a plan: what moved, what is kept from, what is no longer seen."""

from __future__ import annotations

from collections.abc import Sequence

from overflight.adapters.drawing.chart import MapLayer, MapText, Mark, Spot, draw_map
from overflight.adapters.lands.borders import BorderMap
from overflight.desk.planning.versions import Differing
from overflight.geodesy import Path, Position, Ring, Territory
from overflight.missions import STAND_OFF, MissionPlan
from overflight.planning import Target

__all__ = ["versions_map"]

_MOVED_M = 1.0


def versions_map(
    differing: Differing,
    plans: tuple[MissionPlan, MissionPlan],
    world: BorderMap,
    *,
    area: Territory | None = None,
    targets: Sequence[Target] = (),
) -> str:
    """Return the map of two versions as SVG: the later one wide, the earlier one narrow over it.

    Args:
        differing: What differs.
        plans: The two versions.
        world: Base map.
        area: The area that is kept out of.
        targets: What is to be seen.
    """
    before, after = differing.paths
    was = {place.name: place.at for place in before.places}
    changed = tuple(
        Spot(place.at, place.name) for place in after.places if was.get(place.name) != place.at
    )
    lost = tuple(_path(ring) for part in differing.lost for ring in part)
    gone = set(differing.diff.lost_targets)
    layers = [
        *_stand_offs(differing, plans[1]),
        MapLayer(Mark.STAND_OFF, "area kept out of", areas=_rings(area), framed=False),
        MapLayer(Mark.FINDING, "no longer seen", areas=lost, holed=True, framed=False),
        MapLayer(Mark.ROUTE, f"version {plans[1].version}", lines=(after.line,)),
        MapLayer(Mark.TRACK, f"version {plans[0].version}", lines=(before.line,)),
        MapLayer(Mark.TURN, "moved or added", spots=changed),
        MapLayer(
            Mark.TARGET, "target", spots=tuple(Spot(t.at) for t in targets if t.name not in gone)
        ),
        MapLayer(
            Mark.LEFT_OUT,
            "target no longer seen",
            spots=tuple(Spot(t.at, t.name) for t in targets if t.name in gone),
        ),
        MapLayer(Mark.AIRFIELD, "airfield", spots=_airfields(differing)),
    ]
    diff = differing.diff
    words = [f"{diff.length_km[0]:,.1f} km before, {diff.length_km[1]:,.1f} km after"]
    if diff.lost_km2 is not None:
        words.append(f"{diff.lost_km2:,.1f} km2 no longer seen")
    words.append(f"{len(diff.legal)} findings differ")
    title = f"Plan {plans[1].mission}: version {plans[0].version} and {plans[1].version}"
    shown = [layer for layer in layers if layer.places()]
    return draw_map(shown, world, MapText(title, "; ".join(words)), observed=(plans[1].observed,))


def _stand_offs(differing: Differing, plan: MissionPlan) -> list[MapLayer]:
    """Return ten kilometres along borders with neighbours that are no Party."""
    around = differing.around
    observed, parties = around.states_of(plan.observed), around.parties or frozenset()
    lines = [
        line
        for line in (around.borders.lines if around.borders else ())
        if any(code not in observed and code not in parties for code in line.between)
    ]
    if not lines:
        return []
    km = float(STAND_OFF.amount)
    names = sorted({code for line in lines for code in line.between} - observed)
    paths = tuple(path for line in lines for path in line.line.paths())
    legend = f"{km:g} km from {', '.join(names)}"
    return [MapLayer(Mark.STAND_OFF, legend, lines=paths, wide_m=2000 * km, framed=False)]


def _airfields(differing: Differing) -> tuple[Spot, ...]:
    every = [place for path in differing.paths for place in path.places if place.airfield]
    return tuple(Spot(at, name) for name, at in {place.name: place.at for place in every}.items())


def _rings(area: Territory | None) -> tuple[Path, ...]:
    return () if area is None else tuple(_path(rings[0]) for rings in area.polygons)


def _path(ring: Ring) -> Path:
    lon, lat = ring
    return tuple(Position(x, y) for x, y in zip(lon.tolist(), lat.tolist(), strict=True))
