"""Which of millions of points lie beyond a limit: our corridor, and the ways others have.

    python bench/bench_corridor.py [--points 5000000] [--traffic PYTHON]

All rates are of processor time of one core, best of three, in one run on one machine: ratios hold
where others work beside. ``--traffic`` names the Python of an environment with traffic 2.13 and
pandas below 3. Every verdict of ours is held to one geodesic search on PROJ (sampled), and the last
part times a million points from a CSV file to findings, in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from bench_track import million, plan_of
from track_peers import best

from overflight.flights import (
    Route,
    Simulation,
    clean,
    clean_csv,
    corridor_of,
    route_of,
    simulated_track,
)
from overflight.flights.corridor.lookups import look_up_plainly
from overflight.geodesy import (
    Floats,
    Position,
    along_across,
    coordinates_deg,
    spaced_deg,
    travels,
)
from overflight.missions import PlannedPath, Waypoint

Marks = np.typing.NDArray[np.bool_]

METRES = 10_000.0
SAMPLE = 200_000

FINDINGS = """
import sys, time
wall, spent = time.perf_counter(), time.process_time()
from datetime import UTC, datetime
from pathlib import Path
sys.path.insert(0, sys.argv[2])
from bench_track import START, plan_of
from overflight.adapters.tracks import read_track
from overflight.flights import FlownCase, clean, compare, judge_flight
from overflight.missions import Surroundings
from overflight.treaty import readings
ready = time.process_time()
cleaned = clean(read_track(Path(sys.argv[1])))
compared = compare(cleaned, plan_of(23, 180.0))
found = judge_flight(FlownCase(compared, Surroundings(START.date(), readings())))
print(len(cleaned.track), len(found), time.process_time() - ready, time.process_time() - spent,
      time.perf_counter() - wall)
"""


def wide_route() -> Route:
    """Return a route of 23 legs of 120 to 260 km, to and fro over a country, 55 km apart."""
    spots = [
        (8.0 + (0.2 * i % 0.7) + (2.2 + 0.05 * i) * ((i + 1) // 2 % 2), 42.0 + 0.5 * (i // 2))
        for i in range(24)
    ]
    places = tuple(Waypoint(f"T{i}", Position(*spot)) for i, spot in enumerate(spots))
    narrow = plan_of(23, 180.0).plan
    return route_of(narrow, PlannedPath(places))


def flown(route: Route, count: int) -> tuple[Floats, Floats]:
    """Return points of flights along a route: slow wandering of some kilometres, noise of metres.

    The wandering crosses the limit of ten kilometres now and then, as the peers' bench has it.
    """
    random = np.random.default_rng(1)
    lon, lat = spaced_deg(route.line, 200.0)
    place = np.linspace(0, len(lon) - 1, count).astype(np.intp)
    wave = sum(
        9_000 / np.sqrt(k) * np.sin(np.linspace(0, 40 * k * np.pi, count) + k) for k in (1, 3, 7)
    )
    side = np.where(wave > 0, 0.0, 180.0) + random.uniform(-60.0, 60.0, count)
    x, y, _ = travels(lon[place], lat[place], side, np.abs(wave + random.normal(0, 30.0, count)))
    return x, y


def held_to_geodesics(route: Route, lon: Floats, lat: Floats, found: Marks) -> int:
    """Return how many verdicts of a sample differ from exact distances."""
    random = np.random.default_rng(2)
    some = random.choice(len(lon), SAMPLE, replace=False)
    away = along_across(route.line, lon[some], lat[some]).distance_m
    return int(np.count_nonzero((away > METRES) != found[some]))


def ours(route: Route, lon: Floats, lat: Floats) -> dict[str, float]:
    """Return our rates, after holding the verdicts to geodesics."""
    begin = time.process_time()
    corridor = corridor_of(route.line, METRES)
    built = time.process_time() - begin
    found = corridor.beyond(lon, lat)  # compiles, once
    grid = corridor.grid
    assert grid is not None
    marks = np.empty(len(lon), dtype=np.uint8)
    tables = (grid.coarse, grid.tiles, grid.forms)
    heights = np.full(len(lon), 9_000.0)

    def with_heights() -> None:
        corridor.beyond(lon, lat)
        (heights < 8_000.0) | (heights > 10_000.0)

    rates = {
        "ours, one core": best(len(lon), lambda: corridor.beyond(lon, lat)),
        "ours, with a band of heights": best(len(lon), with_heights),
        "ours, cells by numpy, without numba": best(
            len(lon), lambda: look_up_plainly(lon, lat, grid.numbers, tables, marks)
        ),
    }
    wrong = held_to_geodesics(route, lon, lat, found)
    print(f"grid laid in {built:.2f} s of a core; {found.mean():.1%} of the points lie beyond;")
    print(f"{(grid.marks(lon, lat) == 2).mean():.3%} were measured on the geodesic;")
    print(f"{wrong} of {SAMPLE:,} verdicts differ from the geodesics' (all of them must agree)")
    assert wrong == 0
    halves = [slice(0, len(lon) // 2), slice(len(lon) // 2, None)]
    with ThreadPoolExecutor(2) as pool:
        begin = time.perf_counter()
        list(pool.map(lambda half: corridor.beyond(lon[half], lat[half]), halves))
        rates["ours, two threads, by the wall"] = len(lon) / (time.perf_counter() - begin) / 1e6
    return rates


def peers(lon: Floats, lat: Floats, route: Route, python: str, *words: str) -> dict[str, float]:
    """Return the rates of others, in a process of their own."""
    path_lon, path_lat = coordinates_deg(route.line)
    with tempfile.TemporaryDirectory() as folder:
        name = Path(folder) / "points.npz"
        np.savez(name, lon=lon, lat=lat, path_lon=path_lon, path_lat=path_lat)
        script = Path(__file__).with_name("track_peers.py")
        done = subprocess.run(
            [python, str(script), str(name), str(METRES), *words],
            capture_output=True,
            check=True,
            text=True,
        )
    rates: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return rates


def from_csv() -> None:
    """Print how long a million points take from a CSV file to findings, twice: kernels are kept."""
    route = plan_of(23, 180.0)
    with tempfile.TemporaryDirectory() as folder:
        name = Path(folder) / "million.csv"
        many = million(simulated_track(route, Simulation(every_s=5.0, gap=None, off=None)))
        name.write_text(clean_csv(clean(many)))
        here = str(Path(__file__).parent)
        environment = {**os.environ, "NUMBA_CACHE_DIR": str(Path(folder) / "kernels")}
        for run in ("first time, kernels compiled", "again", "again"):
            done = subprocess.run(
                [sys.executable, "-c", FINDINGS, str(name), here],
                capture_output=True,
                check=True,
                text=True,
                env=environment,
            )
            points, findings, work, core, wall = (float(x) for x in done.stdout.split())
            print(
                f"{points:,.0f} points from {name.stat().st_size / 1e6:.0f} MB of CSV to"
                f" {findings:.0f} findings: {work:.2f} s of a core, {core:.2f} s with starting"
                f" Python, {wall:.2f} s by the wall ({run})"
            )


def main() -> None:
    """Measure, and print ratios."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--points", type=int, default=5_000_000)
    asked.add_argument("--traffic", default="")
    options = asked.parse_args()
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} cores, load {load:.1f}; {options.points:,} points, 23 legs, 10 km")
    route = wide_route()
    lon, lat = flown(route, options.points)
    rates = ours(route, lon, lat)
    rates |= peers(lon, lat, route, sys.executable)
    if options.traffic:
        rates |= peers(lon[:20_000], lat[:20_000], route, options.traffic, "traffic")
    one = rates["ours, one core"]
    for name, rate in rates.items():
        ratio = "" if name.startswith("ours") else f"   ours is {one / rate:,.0f} times as fast"
        print(f"  {name:36} {rate:9.2f} Mpt/s{ratio}")
    from_csv()


if __name__ == "__main__":
    main()
