"""A plan made ready to leave the program: times, heights, footprints."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from tests.plan_cases import AROUND, DEGREE_M, PLAN, at, camera, point, site

from overflight.airspace import GROUND_LEVEL
from overflight.coverage import coverage_of
from overflight.desk import from_package
from overflight.desk.planning.footprints import footprints_of
from overflight.desk.planning.sheet import plan_sheet
from overflight.desk.planning.times import flight_legs, timed_places
from overflight.errors import UsageError
from overflight.geodesy import FlatTerrain
from overflight.missions import MissionPlan, Stop, Surroundings, planned_completion
from overflight.treaty import readings

FACTS = from_package(readings=readings())
HOUR_KM = PLAN.speed_km_h


def test_times_run_along_the_legs() -> None:
    """A degree on the equator at the planned speed."""
    start, turn, end = timed_places(PLAN, AROUND)
    assert (start.at, start.leg_km) == (PLAN.commencement, 0.0)
    hours = DEGREE_M / 1000 / HOUR_KM
    assert turn.at == PLAN.commencement + timedelta(seconds=round(hours * 3600))
    assert turn.leg_km == pytest.approx(DEGREE_M / 1000)
    assert end.leaves == end.at


def test_a_stop_goes_on_when_the_plan_says() -> None:
    """After it the legs count from the planned time of continuation."""
    around = replace(AROUND, sites={**AROUND.sites, "IT-R": site("IT-R", 1.2, 0.0)})
    stop = Stop("IT-R", "A", at("2008-05-06 14:20"), at("2008-05-06 16:00"))
    plan = replace(PLAN, stops=(stop,))
    places = timed_places(plan, around)
    assert [place.place.name for place in places] == ["IT-S", "A", "IT-R", "IT-E"]
    assert places[2].leaves == stop.continues_at
    assert places[3].at == stop.continues_at + timedelta(
        seconds=round(0.8 * DEGREE_M / 1000 / HOUR_KM * 3600)
    )
    legs = flight_legs(plan, around)
    assert [leg.since for leg in legs] == [place.leaves for place in places[:-1]]


def test_many_legs_end_when_the_flight_is_planned_to_end() -> None:
    """Seconds are rounded once, not at each of forty turns."""
    route = tuple(point(f"P{k}", 0.0487 * (k + 1), 0.0) for k in range(40))
    plan = replace(PLAN, route=route)
    ends = planned_completion(plan, AROUND)
    for found in (timed_places(plan, AROUND)[-1].at, flight_legs(plan, AROUND)[-1].until):
        assert abs((found - ends).total_seconds()) <= 0.5


def test_heights_of_legs() -> None:
    """Next to an airfield the aircraft climbs; between, the sensors say the height."""
    plan = replace(
        PLAN,
        route=(point("A", 0.5, 0.0), point("B", 1.5, 0.0)),
        observations=(camera("A", "B", 1600.0),),
    )
    places = timed_places(plan, AROUND)
    assert (places[1].low, places[1].high.height_m) == (GROUND_LEVEL, 3000.0)
    assert (places[2].low.height_m, places[2].high.height_m) == (1600.0, 1600.0)


def test_a_sheet_names_its_airfields() -> None:
    """Names and codes come from the facts of the day; sites of a case have neither."""
    plan = replace(PLAN, start_site="IT-MALPENSA", point_of_entry="IT-MALPENSA")
    around = replace(AROUND, sites={**AROUND.sites, "IT-MALPENSA": site("IT-MALPENSA", 0.0, 0.0)})
    sheet = plan_sheet(plan, around, FACTS)
    assert sheet.name("IT-MALPENSA") == "Milano-Malpensa (IT-MALPENSA)"
    assert sheet.name("IT-E") == "IT-E"
    assert (sheet.codes["IT-MALPENSA"], sheet.most_km) == ("LIMC", Decimal(1000))
    bare = plan_sheet(plan, replace(around, distance=None), FACTS)
    assert (bare.most_km, bare.most_says) == (None, "")


def test_a_path_without_an_end_is_not_written() -> None:
    """Half a route would pass for a whole one."""
    with pytest.raises(UsageError, match="airfields with a position"):
        plan_sheet(PLAN, replace(AROUND, sites={}), FACTS)


def test_a_period_off_the_path_has_no_line() -> None:
    """The rules say so; the sheet draws nothing."""
    sheet = plan_sheet(replace(PLAN, observations=(camera("X", "Y"),)), AROUND, FACTS)
    assert sheet.periods[0].line == ()


def shot(plan: MissionPlan, around: Surroundings) -> tuple[float, ...]:
    """Return longitudes of all footprints."""
    footprints = footprints_of(coverage_of(plan, around, FlatTerrain()))
    return tuple(
        float(x)
        for one in footprints
        for polygon in one.polygons
        for lon, _ in polygon
        for x in np.asarray(lon)
    )


LOOKING = replace(camera("A", "B", 2000.0), left_km=5.0, right_km=5.0)


def test_a_footprint_is_as_wide_as_the_sensor_looks() -> None:
    """Ten kilometres across, from point to point."""
    plan = replace(
        PLAN,
        route=(point("A", 0.5, 0.0), point("B", 1.5, 0.0)),
        observations=(LOOKING, camera("A", "B")),
    )
    (one,) = footprints_of(coverage_of(plan, AROUND, FlatTerrain()))
    ((lon, lat),) = one.polygons[0]
    assert (one.sensor, lon.min(), lon.max()) == (
        "OF-1",
        pytest.approx(0.5, abs=1e-3),
        pytest.approx(1.5, abs=1e-3),
    )
    assert lat.max() - lat.min() == pytest.approx(10_000 / 110_574, rel=1e-2)


def test_a_footprint_is_cut_at_the_antimeridian() -> None:
    """RFC 7946 asks for it, and maps draw a band round the Earth otherwise."""
    sites = {"IT-S": site("IT-S", 178.0, 0.0), "IT-E": site("IT-E", -178.0, 0.0)}
    plan = replace(
        PLAN,
        route=(point("A", 179.5, 0.0), point("B", -179.5, 0.0)),
        observations=(LOOKING,),
    )
    around = replace(AROUND, sites=sites, territory=None)
    (one,) = footprints_of(coverage_of(plan, around, FlatTerrain()))
    assert len(one.polygons) == 2
    spans = sorted(float(np.ptp(polygon[0][0])) for polygon in one.polygons)
    assert spans == pytest.approx([0.5, 0.5], abs=2e-3)


def test_a_footprint_keeps_its_hole() -> None:
    """A square flown round leaves its middle unseen; cut at the antimeridian as well."""
    for west in (0.5, 179.5):
        east = west + 1.0 if west < 100 else west - 359.0
        route = (
            point("A", west, 0.0),
            point("C", east, 0.0),
            point("D", east, 1.0),
            point("E", west, 1.0),
            point("B", west, 0.02),
        )
        around = replace(AROUND, territory=None)
        plan = replace(PLAN, route=route, observations=(LOOKING,))
        (one,) = footprints_of(coverage_of(plan, around, FlatTerrain()))
        assert sum(len(polygon) for polygon in one.polygons) >= 2
