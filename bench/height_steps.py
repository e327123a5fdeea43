"""Why GEO-6 looks at the ground every 100 m, and what it adds for the ground between.

    python bench/height_steps.py N43E007.hgt [LON LAT]

Along random legs over a raster it compares the highest ground seen every 100 m with the highest
seen every 10 m, and with the allowance the rule adds: the greatest of (higher neighbour + their
difference). LON LAT is the south-west corner; file names as SRTM writes them tell it.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import numpy as np

from overflight.adapters.lands.terrain import RasterTerrain
from overflight.geodesy import Position, spaced_deg

LEGS = 400


def main(arguments: list[str]) -> None:
    """Print misses and allowances for some steps."""
    path = Path(arguments[0])
    named = re.match(r"([NS])(\d+)([EW])(\d+)", path.name)
    if named:
        south = int(named[2]) * (1 if named[1] == "N" else -1)
        west = int(named[4]) * (1 if named[3] == "E" else -1)
    else:
        west, south = int(arguments[1]), int(arguments[2])
    terrain = RasterTerrain(path, height_system="EGM96", error_m=16.0)
    for step_m in (500.0, 250.0, 100.0, 50.0):
        chance = np.random.default_rng(3)
        missed, allowed, short = [], [], 0
        for _ in range(LEGS):
            ends = chance.uniform(0.05, 0.95, (2, 2)) + np.array([west, south])
            leg = tuple(Position(float(x), float(y)) for x, y in ends)
            fine = terrain.heights_m(*spaced_deg(leg, 10.0))
            seen = terrain.heights_m(*spaced_deg(leg, step_m))
            pairs = np.fmax(seen[1:], seen[:-1]) + np.nan_to_num(np.abs(np.diff(seen)))
            missed.append(float(np.nanmax(fine) - np.nanmax(seen)))
            allowed.append(float(np.nanmax(pairs) - np.nanmax(seen)))
            short += missed[-1] > allowed[-1]
        print(
            f"every {step_m:4.0f} m: missed {np.mean(missed):5.1f} m on average,"
            f" {max(missed):5.1f} m at most; allowed {np.mean(allowed):5.1f} m,"
            f" {short} of {LEGS} legs not covered"
        )


if __name__ == "__main__":
    main(sys.argv[1:])
