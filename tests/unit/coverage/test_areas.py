"""Share of an area, its gaps, and strips as GeoJSON."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
import shapely
from pyproj import Geod
from tests.coverage_cases import FLAT, NADIR, RADAR, Drawn, around, plan, reach_m, sees
from tests.plan_cases import AROUND, box

from overflight.coverage import Look, area_seen, coverage_geojson, coverage_of, cut_polygons
from overflight.geodesy import EqualAreaPlane, Position, Territory

GEOD = Geod(ellps="WGS84")


def geodesic_km2(shape: shapely.Geometry) -> float:
    """Return the area of polygons in degrees, with edges as geodesics."""
    return abs(float(GEOD.geometry_area_perimeter(shape)[0])) / 1e6


def test_the_share_of_an_area_and_its_gaps() -> None:
    """A strip through the middle of a box leaves one gap on each side."""
    seen = coverage_of(plan(sees()), AROUND, FLAT, looks=NADIR)
    area = box(0.5, -0.05, 1.5, 0.05)
    found = area_seen(seen, area)
    wide = 2 * reach_m(20)
    assert found.seen_km2 == pytest.approx(111.319491 * wide / 1e3, rel=1e-4)
    assert found.share == pytest.approx(found.seen_km2 / found.area_km2)
    assert len(found.gaps) == 2
    assert sum(gap.area_km2 for gap in found.gaps) == pytest.approx(
        found.area_km2 - found.seen_km2, rel=1e-3
    )
    assert {math.copysign(1, gap.at.lat_deg) for gap in found.gaps} == {1.0, -1.0}
    assert found.gaps[0].area_km2 >= found.gaps[1].area_km2


def test_an_area_that_no_sensor_sees_is_one_gap() -> None:
    """Nothing seen, nothing known: the whole area."""
    nothing = Drawn(lambda lon, _: np.full(lon.shape, np.nan))
    seen = coverage_of(plan(sees()), AROUND, nothing, looks=NADIR)
    found = area_seen(seen, box(0.5, -0.05, 1.5, 0.05))
    assert found.share == 0.0
    assert len(found.gaps) == 1
    assert found.gaps[0].area_km2 == pytest.approx(found.area_km2)
    other = coverage_of(plan(sees()), AROUND, FLAT, looks=NADIR)
    assert area_seen(other, box(0.5, -0.05, 1.5, 0.05), category=RADAR).share == 0.0


def test_an_area_all_seen_has_no_gap() -> None:
    """The share is whole, never more."""
    seen = coverage_of(plan(sees()), AROUND, FLAT, looks={"S": Look(-60, 60)})
    found = area_seen(seen, box(0.5, -0.01, 1.5, 0.01))
    assert found.share == pytest.approx(1.0, abs=1e-5)
    assert found.gaps == ()
    assert area_seen(seen, Territory([])).share == 0.0


def test_areas_with_holes_keep_them() -> None:
    """A lake is not land to be seen."""
    ring = box(0.5, -0.05, 1.5, 0.05).polygons[0][0]
    hole = box(0.9, -0.02, 1.1, 0.02).polygons[0][0]
    seen = coverage_of(plan(sees()), AROUND, FLAT, looks=NADIR)
    whole, holed = area_seen(seen, Territory([[ring]])), area_seen(seen, Territory([[ring, hole]]))
    lake = area_seen(seen, Territory([[hole]]))
    assert holed.area_km2 == pytest.approx(whole.area_km2 - lake.area_km2, rel=1e-9)
    assert holed.seen_km2 == pytest.approx(whole.seen_km2 - lake.seen_km2, rel=1e-4)


@pytest.mark.parametrize(
    ("start", "end", "parts"),
    [
        ((0.0, 0.0), (2.0, 0.0), 1),
        ((179.0, 60.0), (-179.0, 60.0), 2),
        ((20.0, 89.5), (-160.0, 89.5), 1),
        ((30.0, -89.8), (170.0, -89.8), 2),
    ],
)
def test_geojson_is_cut_where_maps_end(
    start: tuple[float, float], end: tuple[float, float], parts: int
) -> None:
    """RFC 7946 3.1.9: no polygon crosses the antimeridian; a pole is an edge. No area is lost."""
    seen = coverage_of(plan(sees(), route=()), around(start, end), FLAT, looks={"S": Look(-60, 60)})
    drawn = json.loads(json.dumps(coverage_geojson(seen)))
    (feature,) = drawn["features"]
    shape = shapely.geometry.shape(feature["geometry"])
    assert shape.is_valid
    assert len(shape.geoms) == parts
    for polygon in shape.geoms:
        west, south, east, north = polygon.bounds
        assert east - west <= 180.0 or north == 90.0
        assert -180.0 <= west <= east <= 180.0
        assert -90.0 <= south <= north <= 90.0
        assert shapely.is_ccw(polygon.exterior)
    assert geodesic_km2(shape) == pytest.approx(seen.area_km2, rel=2e-3)
    assert feature["properties"]["area_km2"] == pytest.approx(seen.area_km2, rel=1e-5)


def test_gaps_are_features_too() -> None:
    """A map shows what is missing."""
    seen = coverage_of(
        plan(sees(), sees(sensor="T", h_min_m=None, km=(1, 1))), AROUND, FLAT, looks=NADIR
    )
    found = area_seen(seen, box(0.5, -0.05, 1.5, 0.05))
    drawn = coverage_geojson(seen, found)
    kinds = [f["properties"]["kind"] for f in json.loads(json.dumps(drawn))["features"]]
    assert kinds == ["strip", "strip", "gap", "gap"]
    assert json.loads(json.dumps(drawn))["features"][1]["properties"]["finest_resolution_m"] is None


def test_what_lies_in_a_hole_over_the_antimeridian_is_not_drawn() -> None:
    """A lake on the seam stays a hole on both sides; lines and points are no ground."""
    plane = EqualAreaPlane(Position(180.0, 10.0))
    holed = shapely.Polygon(
        [(-9e3, -9e3), (9e3, -9e3), (9e3, 9e3), (-9e3, 9e3)],
        [[(-3e3, -3e3), (-3e3, 3e3), (3e3, 3e3), (3e3, -3e3)]],
    )
    line = shapely.LineString([(0.0, 20e3), (0.0, 30e3)])
    found = cut_polygons(shapely.GeometryCollection([holed, line]), plane)
    shapes = [shapely.Polygon(np.stack(r[0], axis=-1)) for r in found]
    assert len(shapes) == 2
    assert sum(map(geodesic_km2, shapes)) == pytest.approx(holed.area / 1e6, rel=1e-3)
