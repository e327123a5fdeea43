"""How fast a flown track is read, cleaned, compared and judged.

Aim: a two-hour track at 1 Hz compared in 1 s; comparison alone 1 million points a second, with 23
legs and with 33, whether flown as agreed or far off and out of order.

    python bench/bench_track.py
"""

from __future__ import annotations

import json
import os
import platform
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TypeVar

import numpy as np

from overflight.adapters.tracks import parse_track
from overflight.flights import (
    FlownCase,
    Route,
    Simulation,
    Track,
    clean,
    compare,
    judge_flight,
    route_of,
    simulated_track,
)
from overflight.geodesy import Position
from overflight.missions import HeightSystem, MissionPlan, PlannedPath, Surroundings, Waypoint
from overflight.treaty import readings

Result = TypeVar("Result")
START = datetime(2003, 5, 10, 10, tzinfo=UTC)


def plan_of(legs: int, km: float) -> Route:
    """Return a route to and fro over northern Italy, of so many legs of so many kilometres."""
    wide = km / 78.8  # degrees of longitude at 45 N
    spots = [(8.0 + wide * ((i + 1) // 2 % 2), 44.5 + 0.05 * (i // 2)) for i in range(legs + 1)]
    places = tuple(Waypoint(f"T{i}", Position(*spot)) for i, spot in enumerate(spots))
    plan = MissionPlan(
        "2003-OS3001",
        1,
        "DE",
        "IT",
        "T0",
        places[-1].name,
        "T0",
        "T0",
        START,
        START - timedelta(hours=25),
        START - timedelta(hours=25),
        START,
        450.0,
        (),
        height_system=HeightSystem.MSL,
    )
    return route_of(plan, PlannedPath(places))


def timed(name: str, points: int, act: Callable[[], Result], *, times: int = 3) -> Result:
    """Print the best of some runs, and points a second; return the last result."""
    best, result = float("inf"), None
    for _ in range(times):
        begin = time.perf_counter()
        result = act()
        best = min(best, time.perf_counter() - begin)
    print(f"  {name:36} {best * 1000:10.1f} ms   {points / best / 1e6:8.3f} Mpt/s")
    assert result is not None
    return result


def as_json(track: Track) -> bytes:
    """Return a track as state vectors, the way real ones come."""
    rows = zip(track.time_s.tolist(), track.lon_deg.tolist(), track.lat_deg.tolist(), strict=True)
    return json.dumps(
        [
            {"timestamp": int(t * 1000), "longitude": x, "latitude": y, "altitude": 9000}
            for t, x, y in rows
        ]
    ).encode()


def main() -> None:
    """Measure a two-hour track at 1 Hz, then a million points."""
    print(f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores,", end=" ")
    print(f"Python {platform.python_version()}, numpy {np.__version__}")
    route = plan_of(17, 100.0)
    flown = simulated_track(route, Simulation(every_s=1.0, gap=None))
    print(f"two hours at 1 Hz: {len(flown):,} points, {route.legs} legs")
    raw = as_json(flown)
    read = timed("read (state vectors)", len(flown), lambda: parse_track(raw, name="bench.json"))
    cleaned = timed("clean", len(flown), lambda: clean(read))
    compared = timed("compare", len(flown), lambda: compare(cleaned, route))
    case = FlownCase(compared, Surroundings(START.date(), readings()))
    timed("judge (no borders)", len(flown), lambda: judge_flight(case))
    assert len(compared.legs) == route.legs
    assert compared.off_m.max() < 10_000

    for legs, km in ((23, 180.0), (33, 34.0)):
        route = plan_of(legs, km)
        many = million(simulated_track(route, Simulation(every_s=5.0, gap=None, off=None)))
        print(f"{len(many):,} points, {route.legs} legs, flown as agreed")
        cleaned = timed("clean", len(many), partial(clean, many), times=1)
        compared = timed("compare", len(many), partial(compare, cleaned, route))
        assert compared.off_m.max() < 2_000
        assert not compared.out_of_order
    many = million(there_and_back(many, route))
    print(f"{len(many):,} points, {route.legs} legs, half of it flown 9 km off, and back again")
    cleaned = clean(many)
    compared = timed("compare", len(many), partial(compare, cleaned, route))
    assert compared.out_of_order
    assert compared.off_path
    assert compared.legs[-1].points == 0


def million(some: Track) -> Track:
    """Return a million points of a track, and points between them."""
    share = np.linspace(0, len(some) - 1, 1_000_000)
    lon, lat, at = (
        np.interp(share, np.arange(len(some)), column)
        for column in (some.lon_deg, some.lat_deg, some.time_s)
    )
    return Track(at, lon, lat, np.arange(1, 1_000_001, dtype=np.int64), (), some.source)


def there_and_back(flown: Track, route: Route) -> Track:
    """Return the first half of a flight, shifted beside its legs, and the same way back."""
    half = flown.only(np.arange(0, len(flown) // 2, 100))
    lon = np.concatenate([half.lon_deg, half.lon_deg[::-1]]) + 9.0 / 78.8
    lat = np.concatenate([half.lat_deg, half.lat_deg[::-1]])
    at = half.time_s[0] + np.arange(len(lon)) * float(np.diff(half.time_s).mean())
    assert float(at[-1]) <= float(route.leaves_s[-1]) + 3600
    return Track(at, lon, lat, np.arange(1, len(lon) + 1, dtype=np.int64), (), half.source)


if __name__ == "__main__":
    main()
