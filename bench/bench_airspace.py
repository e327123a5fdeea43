"""How fast airspace is read, and how fast a plan is held against it.

The peer for the second is what one would write first: a position every 100 m along the path, asked
of each area by prepared shapely polygons in degrees. It finds which areas are met, to 100 m; ours
says where to a metre, how long with its doubt, how high and when.

    python bench/bench_airspace.py
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import numpy as np
import shapely

from overflight.adapters.airspace.openair import parse_openair
from overflight.airspace import AirspaceArea, FlightLeg, Level, LevelSystem, meet
from overflight.geodesy import Position, distance_m, length_m, spaced_deg

BESIDE = Path(__file__).resolve().parents[2] / "shared"
FILE = (
    Path(os.environ.get("OVERFLIGHT_SHARED", BESIDE)) / "data" / "airspace" / "germany.openair.txt"
)
PATH = tuple(
    Position(*at)
    for at in ((8, 50), (9.5, 54.5), (13, 54), (13.5, 51), (11, 48), (8, 49), (13, 48.5))
)
Result = TypeVar("Result")


def drawn(count: int) -> str:
    """Return as many circles as Germany has areas, for a machine without the real file."""
    areas = (
        f"AC R\nAN R{k}\nAL SFC\nAH FL100\nV X={47 + k % 8:02d}:{k * 7 % 60:02d}:00 N"
        f" {6 + k % 9:03d}:{k * 11 % 60:02d}:00 E\nDC {2 + k % 9}\n"
        for k in range(count)
    )
    return "".join(areas)


def flown() -> list[FlightLeg]:
    """Return legs at 450 km/h and 3,000 m."""
    level, at, legs = Level(LevelSystem.SEA, 3000.0), datetime(2026, 5, 6, 8, tzinfo=UTC), []
    for start, end in pairwise(PATH):
        until = at + timedelta(hours=distance_m(start, end) / 450_000)
        legs.append(FlightLeg(start, end, at, until, level, level))
        at = until
    return legs


def naive(areas: tuple[AirspaceArea, ...]) -> set[str]:
    """Return the areas that a position every 100 m falls into."""
    spots = shapely.points(np.stack(spaced_deg(PATH, 100.0), axis=1))
    found = set()
    for area in areas:
        polygon = shapely.Polygon([(at.lon_deg, at.lat_deg) for at in area.outline])
        shapely.prepare(polygon)
        if shapely.contains(polygon, spots).any():
            found.add(area.where)
    return found


def seconds(work: Callable[[], Result]) -> tuple[float, Result]:
    """Return the least processor time of three runs, and the result."""
    taken = []
    for _ in range(3):
        began = time.process_time()
        result = work()
        taken.append((time.process_time() - began, result))
    return min(seconds for seconds, _ in taken), taken[0][1]


def main() -> None:
    """Measure, compare, print."""
    real = FILE.exists()
    text = FILE.read_text("utf-8") if real else drawn(667)
    reading, airspace = seconds(lambda: parse_openair(text, source="a.txt"))
    areas, legs = airspace.hazardous, flown()
    meeting, met = seconds(lambda: meet(legs, areas))
    peer, theirs = seconds(lambda: naive(areas))
    ours = {one.area.where for one in met}
    short = {one.area.where for one in met if one.length.least_m < 200}
    assert theirs <= ours
    assert ours - theirs <= short, "only crossings shorter than two steps escape the peer"
    print(
        json.dumps(
            {
                "file": "germany.openair.txt" if real else "drawn",
                "areas": len(airspace.areas),
                "hazardous": len(areas),
                "read_s": round(reading, 3),
                "read_MB_per_s": round(len(text) / reading / 1e6, 2),
                "path_km": round(length_m(PATH) / 1000),
                "met": len(met),
                "meet_s": round(meeting, 3),
                "peer_s": round(peer, 3),
                "times_as_fast": round(peer / meeting, 1),
            }
        )
    )


if __name__ == "__main__":
    main()
