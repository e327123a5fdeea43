"""Time other ways to ask which points lie within a corridor; started by bench_track.py.

    python bench/track_peers.py FILE METRES [traffic]

FILE is a numpy archive with ``lon``, ``lat``, ``path_lon`` and ``path_lat``. With the word
``traffic`` only that is timed, in whatever environment has it (it needs pandas below 3).
"""

# ruff: noqa: PLC0415 - each way is timed where its packages are

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping

import numpy as np

Columns = Mapping[str, np.typing.NDArray[np.float64]]


def best(points: int, act: Callable[[], object], times: int = 3) -> float:
    """Return millions of points a second of processor, the best of some runs."""
    spent = []
    for _ in range(times):
        begin = time.process_time()
        act()
        spent.append(time.process_time() - begin)
    return points / min(spent) / 1e6


def traffic_rates(data: Columns, metres: float) -> dict[str, float]:
    """Return the rates of the two ways ``traffic`` has, on 20,000 points."""
    import pandas as pd
    from pyproj import CRS, Transformer
    from shapely import LineString
    from shapely.ops import transform
    from traffic.core import Flight

    lon, lat = data["lon"][:20_000], data["lat"][:20_000]
    stamp = pd.date_range("2003-05-10", periods=len(lon), freq="1s", tz="UTC")
    frame = pd.DataFrame(
        {
            "timestamp": stamp,
            "longitude": lon,
            "latitude": lat,
            "altitude": 9000.0,
            "icao24": "abcdef",
            "callsign": "TEST",
            "flight_id": "one",
        }
    )
    flight = Flight(frame)
    here = CRS.from_proj4(f"+proj=laea +lat_0={lat.mean()} +lon_0={lon.mean()} +ellps=WGS84")
    there = Transformer.from_crs(here, 4326, always_xy=True).transform
    back = Transformer.from_crs(4326, here, always_xy=True).transform
    line = LineString(zip(data["path_lon"], data["path_lat"], strict=True))
    corridor = transform(there, transform(back, line).buffer(metres))
    return {
        "traffic: compute_xy": best(len(lon), flight.compute_xy),
        "traffic: distance to the corridor": best(len(lon), lambda: flight.distance(corridor), 1),
    }


def plain_rates(data: Columns, metres: float) -> dict[str, float]:
    """Return the rates of projection, prepared shapely, distances, and one geodesic a point."""
    import shapely
    from pyproj import CRS, Geod, Transformer

    lon, lat = data["lon"], data["lat"]
    here = CRS.from_proj4(
        f"+proj=laea +lat_0={data['path_lat'].mean()} +lon_0={data['path_lon'].mean()} +ellps=WGS84"
    )
    project = Transformer.from_crs(4326, here, always_xy=True).transform
    line = shapely.LineString(np.stack(project(data["path_lon"], data["path_lat"]), axis=1))
    corridor = line.buffer(metres)
    shapely.prepare(corridor)
    x, y = project(lon, lat)
    few = slice(0, 100_000)
    points = shapely.points(x[few], y[few])
    geod = Geod(ellps="WGS84")
    one = np.full(len(lon[few]), 8.0), np.full(len(lon[few]), 44.0)

    def both() -> None:
        shapely.contains_xy(corridor, *project(lon, lat))

    return {
        "pyproj: projection alone": best(len(lon), lambda: project(lon, lat)),
        "shapely: prepared corridor alone": best(
            len(lon), lambda: shapely.contains_xy(corridor, x, y)
        ),
        "projection + prepared shapely": best(len(lon), both),
        "shapely: distance to the line": best(100_000, lambda: shapely.distance(line, points), 1),
        "pyproj Geod: one geodesic a point": best(
            100_000, lambda: geod.inv(*one, lon[few], lat[few])
        ),
    }


def main() -> None:
    """Print the rates as JSON."""
    data, metres = np.load(sys.argv[1]), float(sys.argv[2])
    rates = traffic_rates if "traffic" in sys.argv[3:] else plain_rates
    print(json.dumps(rates(data, metres)))


if __name__ == "__main__":
    main()
