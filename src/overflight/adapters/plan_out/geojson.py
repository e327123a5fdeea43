"""A plan as GeoJSON (RFC 7946): the judged plan, with the ground that its sensors see."""

from __future__ import annotations

import json

from overflight.desk.planning.footprints import Footprint
from overflight.desk.planning.sheet import PlanSheet
from overflight.geodesy import Ring
from overflight.missions import Judgement, Surroundings, judgement_geojson

__all__ = ["plan_geojson"]

_DIGITS = 7


def plan_geojson(sheet: PlanSheet, around: Surroundings, judgement: Judgement) -> bytes:
    """Return a plan, what was found about it, and its footprints as one feature collection.

    Accuracy: positions to seven decimals of a degree, about a centimetre.
    """
    document: dict[str, object] = {**judgement_geojson(sheet.plan, around, judgement)}
    features = document["features"]
    assert isinstance(features, list)  # noqa: S101 - our own document
    features.extend(_feature(footprint) for footprint in sheet.footprints)
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _feature(footprint: Footprint) -> dict[str, object]:
    return {
        "type": "Feature",
        "geometry": {
            "type": "MultiPolygon",
            "coordinates": [[_ring(ring) for ring in p] for p in footprint.polygons],
        },
        "properties": {
            "kind": "footprint",
            "sensor": footprint.sensor,
            "says": footprint.says,
        },
    }


def _ring(ring: Ring) -> list[list[float]]:
    lon, lat = ring
    return [
        [round(x, _DIGITS), round(y, _DIGITS)]
        for x, y in zip(lon.tolist(), lat.tolist(), strict=True)
    ]
