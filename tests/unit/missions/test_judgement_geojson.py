"""A judged plan as GeoJSON."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from tests.plan_cases import AROUND, PLAN, border, camera, point, site
from tests.shared_data import shared

from overflight.missions import (
    MissionPlan,
    Observation,
    Surroundings,
    judge_plan,
    judgement_geojson,
)
from overflight.sensors import SensorCategory

FULL = replace(PLAN, observations=(camera("IT-S", "A"), camera("A", "NOWHERE")))
ACROSS = replace(AROUND, sites={"IT-S": site("IT-S", 179.0, 60.0), "IT-E": site("IT-E", -179, 60)})


def collection(plan: MissionPlan, around: Surroundings) -> dict[str, Any]:
    """Return the collection as any reader gets it."""
    made = judgement_geojson(plan, around, judge_plan(plan, around))
    read: dict[str, Any] = json.loads(json.dumps(made))
    return read


def kinds(features: list[dict[str, Any]]) -> list[str]:
    """Return what the features are."""
    return [feature["properties"]["kind"] for feature in features]


def test_route_points_periods_and_findings_are_features() -> None:
    """Every part of the plan and every finding can be clicked on a map."""
    features = collection(FULL, AROUND)["features"]
    assert kinds(features)[:5] == [
        "route",
        "airfield",
        "turn-point",
        "airfield",
        "observation-period",
    ]
    assert kinds(features).count("observation-period") == 1
    findings = [f for f in features if f["properties"]["kind"] == "finding"]
    assert {"rule", "provision", "outcome", "says"} <= set(findings[0]["properties"])
    assert any(f["geometry"] is None for f in findings)


def test_findings_carry_their_geometry() -> None:
    """One place is a point, two are a line."""
    around = replace(AROUND, borders=border("CH", (2.5, -0.5), (2.5, 0.5)))
    features = collection(PLAN, around)["features"]
    shapes = {
        f["properties"]["rule"]: f["geometry"]["type"]
        for f in features
        if f["properties"]["kind"] == "finding" and f["geometry"]
    }
    assert shapes["GEO-4"] == "LineString"
    assert shapes["GEO-12"] == "Point"


def test_lines_are_cut_at_the_antimeridian() -> None:
    """RFC 7946 section 3.1.9: no line crosses 180 degrees."""
    route = collection(replace(PLAN, route=()), ACROSS)["features"][0]
    assert route["geometry"]["type"] == "MultiLineString"
    for part in route["geometry"]["coordinates"]:
        lons = [lon for lon, _ in part]
        assert max(lons) - min(lons) < 180


def test_a_plan_that_goes_nowhere_has_no_route() -> None:
    """A line of one place is no line."""
    bare = replace(PLAN, route=(point("A", 0.0, 0.0),), end_site="IT-S")
    assert "route" not in kinds(collection(bare, AROUND)["features"])
    still = replace(bare, observations=(Observation("S", SensorCategory.RADAR, "IT-S", "A", 9.0),))
    assert "observation-period" not in kinds(collection(still, AROUND)["features"])


@pytest.mark.parametrize("around", [AROUND, ACROSS])
def test_every_feature_is_valid_by_the_published_schema(around: Surroundings) -> None:
    """The schema of geojson.org accepts every feature."""
    jsonschema = pytest.importorskip("jsonschema")
    folder = shared("data", "schemas", "geojson.org", "schema")
    schema = json.loads((folder / "Feature.json").read_text("utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    for feature in collection(FULL, around)["features"]:
        validator.validate(feature)
