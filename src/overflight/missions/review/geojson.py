"""A judged plan as GeoJSON (RFC 7946): route, turn points, observation periods, findings.

Lines are cut at the antimeridian and carry further points, so that a map that draws straight lines
between points shows the geodesics.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from overflight.geodesy import Path, Position, split_antimeridian
from overflight.missions.plan.paths import PlannedPath, planned_path
from overflight.missions.plan.plans import MissionPlan
from overflight.missions.plan.surroundings import Surroundings
from overflight.missions.review.judgement_forms import judgement_form
from overflight.missions.review.review import Judgement
from overflight.treaty import write_form

__all__ = ["GeoJson", "judgement_geojson"]

GeoJson: TypeAlias = "dict[str, GeoJson] | list[GeoJson] | str | float | int | bool | None"

_DIGITS = 7  # a centimetre, as RFC 7946 section 11.2 advises


def _coordinates(at: Position) -> GeoJson:
    return [round(at.lon_deg, _DIGITS), round(at.lat_deg, _DIGITS)]


def _line(path: Path) -> GeoJson:
    """Return a path as a line, or as several where it crosses the antimeridian."""
    parts: list[GeoJson] = [[_coordinates(at) for at in part] for part in split_antimeridian(path)]
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": parts[0]}
    return {"type": "MultiLineString", "coordinates": parts}


def _geometry(where: tuple[Position, ...]) -> GeoJson:
    """Return the geometry of a finding: a point, a line, or none."""
    spots = tuple(dict.fromkeys(where))
    if not spots:
        return None
    if len(spots) == 1:
        return {"type": "Point", "coordinates": _coordinates(spots[0])}
    return _line(spots)


def _feature(geometry: GeoJson, **properties: GeoJson) -> GeoJson:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _route(plan: MissionPlan, path: PlannedPath) -> Iterable[GeoJson]:
    line = path.line
    if len(dict.fromkeys(line)) > 1:
        yield _feature(_line(line), kind="route", mission=plan.mission, version=plan.version)
    for place in path.places:
        kind = "airfield" if place.airfield else "turn-point"
        point: GeoJson = {"type": "Point", "coordinates": _coordinates(place.at)}
        yield _feature(point, kind=kind, name=place.name)


def _periods(plan: MissionPlan, path: PlannedPath) -> Iterable[GeoJson]:
    for period in plan.observations:
        line = path.stretch(period.start, period.stop)
        if line is not None and len(dict.fromkeys(line)) > 1:
            yield _feature(
                _line(line),
                kind="observation-period",
                sensor=period.sensor,
                category=period.category.value,
                height_m=period.height_m,
                height_system=plan.height_system.value,
            )


def judgement_geojson(
    plan: MissionPlan, around: Surroundings, judgement: Judgement
) -> dict[str, GeoJson]:
    """Return a plan and what was found about it as one feature collection.

    Args:
        plan: The plan.
        around: What it was judged against, for the positions of airfields.
        judgement: The judgement of that plan.
    """
    path = planned_path(plan, around)
    form = write_form(judgement_form(judgement))
    found: list[GeoJson] = []
    for finding, written in zip(judgement.findings, form["findings"], strict=True):
        properties = {key: value for key, value in written.items() if key != "where"}
        found.append(_feature(_geometry(finding.where), kind="finding", **properties))
    features = [*_route(plan, path), *_periods(plan, path), *found]
    head = {key: value for key, value in form.items() if key != "findings"}
    return {"type": "FeatureCollection", "features": features, **head}
