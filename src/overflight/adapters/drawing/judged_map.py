"""The picture of a plan as it is judged: path, periods, airfields, and where findings lie."""

from __future__ import annotations

from itertools import pairwise

from overflight.adapters.drawing.chart import MapLayer, MapText, Mark, Spot, draw_map
from overflight.adapters.lands.borders import BorderMap
from overflight.geodesy import Path
from overflight.missions import Judgement, MissionPlan, Surroundings, planned_path
from overflight.missions.plan.paths import PlannedPath
from overflight.treaty import Outcome

__all__ = ["judged_map"]


def judged_map(
    plan: MissionPlan, around: Surroundings, judgement: Judgement, world: BorderMap
) -> str | None:
    """Return the map of a plan as SVG; nothing where no two of its places have a position.

    Args:
        plan: The plan.
        around: What it was judged against.
        judgement: The judgement: what is not kept is marked where it lies.
        world: Base map.
    """
    path = planned_path(plan, around)
    if len(path.places) < 2:
        return None
    layers = (
        MapLayer(Mark.ROUTE, "planned path", lines=(path.line,)),
        MapLayer(Mark.SENSOR, "sensors at work", lines=_observed(plan, path)),
        MapLayer(Mark.TURN, "turn point", spots=_spots(path, airfields=False)),
        MapLayer(Mark.AIRFIELD, "airfield", spots=_spots(path, airfields=True)),
        MapLayer(Mark.FINDING, "where a finding is not kept", spots=_found(judgement)),
    )
    shown = [layer for layer in layers if layer.places()]
    says = f"{path.length_km:,.0f} km, {len(plan.route)} turn points; {judgement.outcome.value}"
    text = MapText(f"Plan {plan.mission} version {plan.version}", says)
    return draw_map(shown, world, text, observed=(plan.observed,))


def _observed(plan: MissionPlan, path: PlannedPath) -> tuple[Path, ...]:
    """Return the legs on which a sensor is at work."""
    names = [place.name for place in path.places]
    legs: set[int] = set()
    for period in plan.observations:
        if period.start in names and period.stop in names:
            stop = len(names) - 1 - names[::-1].index(period.stop)
            legs |= set(range(names.index(period.start), stop))
    return tuple(
        (one.at, other.at)
        for number, (one, other) in enumerate(pairwise(path.places))
        if number in legs
    )


def _spots(path: PlannedPath, *, airfields: bool) -> tuple[Spot, ...]:
    places = {place.name: place.at for place in path.places if place.airfield is airfields}
    return tuple(Spot(at, name) for name, at in places.items())


def _found(judgement: Judgement) -> tuple[Spot, ...]:
    spots = {
        at: finding.rule
        for finding in judgement.findings
        if finding.outcome is not Outcome.KEPT
        for at in finding.where
    }
    return tuple(Spot(at, rule) for at, rule in spots.items())
