"""What coverage costs beside GEOS: areas of unions, places in footprints, a whole plan on terrain.

    python bench/bench_coverage.py [--json]

Times are processor seconds of one thread, the best of some runs, so that other work on the machine
changes the ratio little. Every answer is checked against that of the peer before its time counts.
The plan flies over drawn hills; with a raster (``--dem FILE``) over that.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import shapely

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.coverage_cases import Drawn, around, plan, sees
from tests.footprints import meander
from tests.plan_cases import point

from overflight.adapters.compile_cache import keep_compiled
from overflight.adapters.lands.terrain import RasterTerrain
from overflight.coverage import Look, coverage_of
from overflight.coverage.places import held
from overflight.coverage.union import plane_areas
from overflight.geodesy import Floats, Terrain
from overflight.missions import HeightSystem, Side, judge_plan, planned_path
from overflight.sensors import SensorCategory

FOOTPRINTS, ROUTE_M, SITES = 5_000, 3_000_000.0, 200_000
LOOKS = {"OF": Look(-25, 25), "SAR": Look(-70, -45), "TV": Look(-15, 15), "IR": Look(-60, 60)}
Found = TypeVar("Found")


def best(work: Callable[[], Found], runs: int = 7) -> tuple[float, Found]:
    """Return the least processor time of some runs, and what the last one found."""
    least, found = float("inf"), work()
    for _ in range(runs):
        began = time.thread_time()
        found = work()
        least = min(least, time.thread_time() - began)
    return least, found


def union(quads: Floats) -> dict[str, float]:
    """Return times and error of the area of a union."""
    shapes = shapely.polygons(quads)
    peer_s, truth = best(lambda: shapely.union_all(shapes), 3)
    ours_s, found = best(lambda: plane_areas(quads).union_km2)
    return {
        "shapely_ms": 1000 * peer_s,
        "ours_ms": 1000 * ours_s,
        "ratio": peer_s / ours_s,
        "relative_error": abs(found * 1e6 / truth.area - 1.0),
        "area_km2": truth.area / 1e6,
    }


def exposure(quads: Floats) -> dict[str, float]:
    """Return times of finding places in footprints; the pairs must be the same to the last one."""
    rng = np.random.default_rng(7)
    reach = np.abs(quads).max()
    spots = rng.uniform(-reach, reach, (SITES, 2))
    tree, dots = shapely.STRtree(shapely.polygons(quads)), shapely.points(spots)
    peer_s, pairs = best(lambda: tree.query(dots, predicate="intersects"))
    ours_s, (place, piece) = best(lambda: held(spots, quads), 15)
    order = np.lexsort((pairs[1], pairs[0]))
    assert np.array_equal(pairs[0][order], place)
    assert np.array_equal(pairs[1][order], piece)
    return {
        "strtree_ms": 1000 * peer_s,
        "ours_ms": 1000 * ours_s,
        "ratio": peer_s / ours_s,
        "pairs": len(place),
        "sites_seen": len(np.unique(place)),
    }


def hills() -> Terrain:
    """Return drawn hills up to 1,500 m."""
    return Drawn(lambda x, y: 750.0 + 750.0 * np.sin(97.0 * x) * np.cos(131.0 * y), error_m=10.0)


def whole_plan(terrain: Terrain) -> dict[str, float]:
    """Return what it takes to judge a plan of 2,000 km with the strips of four sensors."""
    turns = []
    for k in range(18):
        lon, lats = 6.03 + 0.94 * k / 17, (43.02, 43.98)
        turns += [point(f"A{k}", lon, lats[k % 2]), point(f"B{k}", lon, lats[1 - k % 2])]
    legs = {"start": "A0", "stop": turns[-1].name, "height_m": 5000.0}
    category = SensorCategory
    flown = plan(
        sees(category.OPTICAL_FRAMING, sensor="OF", **legs),  # type: ignore[arg-type]
        sees(category.RADAR, sensor="SAR", side=Side.LEFT, h_min_m=None, **legs),  # type: ignore[arg-type]
        sees(category.VIDEO, sensor="TV", **legs),  # type: ignore[arg-type]
        sees(category.INFRA_RED, sensor="IR", **legs),  # type: ignore[arg-type]
        route=tuple(turns),
        system=HeightSystem.MSL,
    )
    at = replace(around((6.02, 43.01), (6.98, 43.01)), terrain=terrain)

    def work() -> float:
        judge_plan(flown, at)
        return coverage_of(flown, at, looks=LOOKS).area_km2

    seconds, area = best(work, 3)
    walls = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        walls.append(time.perf_counter() - began)
    length_km = planned_path(flown, at).length_km
    return {"route_km": length_km, "cpu_s": seconds, "wall_s": min(walls), "area_km2": area}


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--json", action="store_true")
    asked.add_argument("--dem", type=Path, help="raster that holds 6-7 E, 43-44 N")
    given = asked.parse_args()
    keep_compiled()
    quads = meander(FOOTPRINTS, ROUTE_M)
    terrain: Terrain = hills()
    if given.dem is not None:
        terrain = RasterTerrain(given.dem, height_system=None, error_m=16.0)
    found = {
        "union": union(quads),
        "exposure": exposure(quads),
        "plan": whole_plan(terrain),
        "load": {"one_minute": os.getloadavg()[0]},
    }
    if given.json:
        print(json.dumps(found, indent=2))
        return
    for name, numbers in found.items():
        print(name, ", ".join(f"{key} {value:.6g}" for key, value in numbers.items()))


if __name__ == "__main__":
    main()
