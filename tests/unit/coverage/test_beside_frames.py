"""Edges of strips held to lines of sight followed one by one, over the Alps.

``imagery.sight`` marches each line through the terrain in space and halves the last step; strips
come from angles over cross-sections. The two share no geometry but the terrain.
"""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.coverage_cases import around, plan, sees
from tests.shared_data import shared

from overflight.adapters.lands.terrain import RasterTerrain
from overflight.coverage import Fineness, Look, Scene, Sees, Sites, coverage_of, exposure_of
from overflight.coverage.places import pieces_at
from overflight.coverage.sections import seen_at
from overflight.geodesy import Position, beside, distances_m, ecef, enu_axes, stations_of, travel
from overflight.imagery.sight import follow
from overflight.missions import HeightSystem

HEIGHT_M = 4_000.0
START, END = Position(6.2, 43.6), Position(6.8, 43.95)


@pytest.fixture(scope="module")
def alps() -> RasterTerrain:
    """Return SRTM of the southern Alps."""
    return RasterTerrain(shared("data", "dem", "N43E006.hgt"), height_system="EGM96", error_m=16.0)


@pytest.mark.parametrize("angle", [-55.0, -20.0, 20.0, 40.0])
def test_edges_are_where_lines_of_sight_meet_the_ground(alps: RasterTerrain, angle: float) -> None:
    """Within two steps across, where no crest lies between: nine of ten within 60 m."""
    stations = stations_of((START, END), 4_000.0)
    few = stations.only(np.arange(0, len(stations), 2))
    eye = np.full(len(few), HEIGHT_M)
    look = Look(min(0.0, angle), max(0.0, angle))
    seen = seen_at(few, eye, look, alps, 400)
    apart = []
    for k in range(len(few)):
        lon, lat = float(few.lon_deg[k]), float(few.lat_deg[k])
        axes = enu_axes(lon, lat)
        bearing = math.radians(float(few.heading_deg[k]) + 90.0)
        right = axes[:, 0] * math.sin(bearing) + axes[:, 1] * math.cos(bearing)
        tilt = math.radians(angle)
        along = math.sin(tilt) * right - math.cos(tilt) * axes[:, 2]
        lens = ecef(np.array(lon), np.array(lat), np.array(HEIGHT_M))
        met = follow(lens, along[np.newaxis], alps)
        runs = np.flatnonzero(seen.station == k)
        edge = seen.to_m[runs].max() if angle > 0 else seen.from_m[runs].min()
        at_lon, at_lat = beside(few.only(np.array([k])), np.array([edge]))
        apart.append(float(distances_m(at_lon, at_lat, met.lon_deg, met.lat_deg)[0]))
    assert np.quantile(apart, 0.9) < 60.0
    assert np.median(apart) < 15.0


def test_sites_in_a_strip_are_seen_and_others_are_not(alps: RasterTerrain) -> None:
    """Strip and line of sight agree for all but those beside an edge or a crest."""
    flown = replace(plan(sees(height_m=3_000.0), system=HeightSystem.MSL), route=())
    at = around((START.lon_deg, START.lat_deg), (END.lon_deg, END.lat_deg))
    looks = {"S": Look(-78.0, 78.0)}
    rng = np.random.default_rng(11)
    spots = [
        travel(
            Position(*(START.lon_deg + part * (END.lon_deg - START.lon_deg),
                       START.lat_deg + part * (END.lat_deg - START.lat_deg))),
            float(rng.uniform(0, 360)), float(rng.uniform(0, 14_000)),
        )
        for part in rng.uniform(0.05, 0.95, 400)
    ]  # fmt: skip
    sites = Sites(
        tuple(str(n) for n in range(400)),
        np.array([p.lon_deg for p in spots]),
        np.array([p.lat_deg for p in spots]),
    )
    fine = Fineness(100.0, 200)
    coverage = coverage_of(flown, at, alps, looks=looks, fine=fine)
    inside = set(pieces_at(coverage.ground(), sites.lon_deg, sites.lat_deg)[0].tolist())
    exposure = exposure_of(Scene(flown, at, alps), sites, looks=looks, fine=fine)
    differ = inside ^ exposure.seen()
    assert len(differ) <= 12  # of 400
    assert len(exposure.seen()) > 100
    assert any(one.sees is Sees.HIDDEN for one in exposure.sightings)
