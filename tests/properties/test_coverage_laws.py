"""Laws of coverage: wider looks see more, nothing is lost to itself, areas add up, none raises."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.coverage_cases import Drawn, around, plan, sees

from overflight.coverage import (
    Fineness,
    Look,
    Scene,
    Sees,
    Sites,
    coverage_of,
    exposure_of,
    lost,
    profile_of,
    union_km2,
)
from overflight.geodesy import FlatTerrain, Floats
from overflight.missions import HeightSystem

FINE = Fineness(4_000.0, 24)
lons = st.floats(-180, 180, allow_nan=False)
lats = st.floats(-89.9, 89.9, allow_nan=False)
places = st.tuples(lons, lats)
angles = st.floats(-80, 80).map(lambda a: round(a, 3))
looks = st.tuples(angles, angles).filter(lambda two: two[0] < two[1]).map(lambda two: Look(*two))
systems = st.sampled_from(HeightSystem)


def hills(seed: int) -> Drawn:
    """Return drawn hills with voids in some valleys."""

    def draw(lon: Floats, lat: Floats) -> Floats:
        made = 600.0 + 500.0 * np.sin(lon * (90 + seed)) + 400.0 * np.cos(lat * (70 + seed))
        return np.where(made < 0.0, np.nan, made)

    return Drawn(draw)


@settings(max_examples=40, deadline=None)
@given(start=places, turn=places, look=looks, system=systems, height=st.floats(-500, 40_000))
def test_any_plan_has_an_answer(
    start: tuple[float, float],
    turn: tuple[float, float],
    look: Look,
    system: HeightSystem,
    height: float,
) -> None:
    """Anywhere, as high as a plan may say, over hills and voids: numbers, never an exception."""
    lon, lat = start[0], max(-89.0, min(89.0, start[1]))
    end = (lon + 0.2 if lon < 179 else lon - 0.2, lat + 0.1)
    at = around((lon, lat), end)
    flown = plan(sees(height_m=height), route=(), system=system)
    seen = coverage_of(flown, at, hills(1), looks={"S": look}, fine=FINE)
    assert seen.area_km2 >= 0.0
    assert np.isfinite(seen.area_km2)
    (part,) = seen.parts
    assert (part.finest_m <= part.coarsest_m).all()
    profile_of(Scene(flown, at, hills(1)), looks={"S": look}, fine=FINE)
    sites = Sites(("x", "y"), np.array([lon, turn[0]]), np.array([lat, turn[1]]))
    found = exposure_of(Scene(flown, at, hills(1)), sites, looks={"S": look}, fine=FINE)
    assert {one.site for one in found.sightings} <= {0, 1}


@settings(max_examples=25, deadline=None)
@given(look=looks, more=st.floats(0.5, 4.0), seed=st.integers(0, 40))
def test_a_wider_look_sees_all_that_a_narrower_one_saw(look: Look, more: float, seed: int) -> None:
    """And no less ground: MPL-7 is kept by widening."""
    wide = Look(max(-85.0, look.from_deg - more), min(85.0, look.to_deg + more))
    flown = plan(sees(), system=HeightSystem.MSL)
    at = around((8.0, 46.0), (8.3, 46.2))
    flown = replace(flown, route=())
    narrow_seen = coverage_of(flown, at, hills(seed), looks={"S": look}, fine=FINE)
    wide_seen = coverage_of(flown, at, hills(seed), looks={"S": wide}, fine=FINE)
    assert wide_seen.area_km2 >= narrow_seen.area_km2 * 0.98 - 0.5
    # Places across are not the same ones, so that crests differ by a step.
    assert lost(narrow_seen, wide_seen, slack_m=600.0).area_km2 <= 0.02 * narrow_seen.area_km2 + 0.5


@settings(max_examples=25, deadline=None)
@given(look=looks, seed=st.integers(0, 40))
def test_the_union_is_that_of_geos_and_no_more_than_its_pieces(look: Look, seed: int) -> None:
    """Pieces are quadrangles that GEOS can unite; each place counts once."""
    flown = replace(plan(sees(), system=HeightSystem.MSL), route=())
    seen = coverage_of(
        flown, around((8.0, 46.0), (8.3, 46.2)), hills(seed), looks={"S": look}, fine=FINE
    )
    ground = seen.ground()
    plane = ground.plane()
    shapes = shapely.polygons(ground.quads(plane))
    assert union_km2(ground) <= float(shapely.area(shapes).sum()) / 1e6 * (1 + 1e-9)
    assert not lost(seen, seen)


@settings(max_examples=30, deadline=None)
@given(
    look=looks,
    beside_km=st.lists(st.floats(-12, 12), min_size=1, max_size=8),
    lon=st.floats(0.05, 1.95),
)
def test_on_level_ground_a_place_is_seen_by_its_angle_alone(
    look: Look, beside_km: list[float], lon: float
) -> None:
    """The verdict is the look angle's, computed here by hand on a sphere."""
    lat = np.array(beside_km) * 1000.0 / 6_335_439.0 * 180.0 / np.pi
    sites = Sites(tuple(map(str, beside_km)), np.full(len(lat), lon), lat)
    scene = Scene(plan(sees()), around(), FlatTerrain(0.0))
    found = exposure_of(scene, sites, looks={"S": look}, fine=FINE)
    seen = {one.site for one in found.sightings if one.sees is Sees.SEEN}
    radius = 6_371_000.0
    for n, km in enumerate(beside_km):
        arc = -km * 1000.0 / radius
        angle = np.degrees(np.arctan2(radius * np.sin(arc), 3000.0 + radius * (1.0 - np.cos(arc))))
        if min(abs(angle - look.from_deg), abs(angle - look.to_deg)) > 0.02:
            assert (n in seen) == (look.from_deg < angle < look.to_deg)
