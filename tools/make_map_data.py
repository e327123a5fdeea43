"""Make the map data of the package, once, from two public packages.

Inputs are files the caller has fetched (``npm pack world-atlas@2.0.2``, ``pip download pvlib``):

    python tools/make_map_data.py countries-10m.json Altitude.h5 src/overflight/adapters/map_data

It needs numpy, h5py, pycountry and rasterio, which need not be in the project's environment. What
the files hold is said in docs/decisions/0005-borders-and-terrain.md.
"""

from __future__ import annotations

import json
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np


def main(countries: Path, altitude: Path, folder: Path) -> None:
    """Write world_borders.npz and world_altitude.npz."""
    topology = json.loads(countries.read_text(encoding="utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(folder / "world_borders.npz", **borders(topology))
    np.savez_compressed(folder / "world_altitude.npz", **heights(altitude, topology))
    for name in ("world_borders.npz", "world_altitude.npz"):
        print(f"{name}: {(folder / name).stat().st_size:,} bytes")


def borders(topology: dict[str, Any]) -> dict[str, Any]:
    """Return the arcs of the map and the rings of every unit as arrays.

    Arcs are steps on the map's grid; a ring is a run of arc numbers, ``-1 - n`` for arc n flown
    backwards, exactly as in TopoJSON.
    """
    steps = [np.array(arc, dtype=np.int32) for arc in topology["arcs"]]
    units = gathered(topology["objects"]["countries"]["geometries"])
    rings: list[Any] = []
    ring_polygon: list[int] = []
    polygon_unit: list[int] = []
    for number, (_, _, polygons) in enumerate(units):
        for polygon in polygons:
            for ring in polygon:
                rings.append(np.array(ring, dtype=np.int32))
                ring_polygon.append(len(polygon_unit))
            polygon_unit.append(number)
    scale, offset = topology["transform"]["scale"], topology["transform"]["translate"]
    return {
        "grid": np.array([*scale, *offset]),
        "arc_first": np.cumsum([0, *(len(s) for s in steps)]).astype(np.int32),
        "step_lon": np.concatenate([s[:, 0] for s in steps]),
        "step_lat": np.concatenate([s[:, 1] for s in steps]),
        "unit_code": np.array([code for code, _, _ in units]),
        "unit_name": np.array([name for _, name, _ in units]),
        "polygon_unit": np.array(polygon_unit, dtype=np.int32),
        "ring_polygon": np.array(ring_polygon, dtype=np.int32),
        "ring_first": np.cumsum([0, *(len(r) for r in rings)]).astype(np.int32),
        "ring_arc": np.concatenate(rings),
    }


def gathered(features: list[dict[str, Any]]) -> list[tuple[str, str, list[Any]]]:
    """Return code, name and polygons of every unit, in order of code.

    Features with one ISO 3166-1 code become one unit; one without a code keeps the name the map
    gives it, which says nothing about its standing.
    """
    import pycountry  # type: ignore[import-not-found]  # noqa: PLC0415

    units: dict[str, tuple[str, list[Any]]] = {}
    for feature in features:
        name = feature["properties"]["name"]
        number = feature.get("id")
        code = pycountry.countries.get(numeric=number).alpha_2 if number else name
        arcs = feature.get("arcs", [])
        polygons = [arcs] if feature["type"] == "Polygon" else arcs
        units.setdefault(code, (name, []))[1].extend(polygons)
    return [(code, *units[code]) for code in sorted(units)]


def heights(altitude: Path, topology: dict[str, Any]) -> dict[str, Any]:
    """Return the world's heights in steps of 28 m from -450 m, the sea at its surface.

    The source keeps the sea floor down to -450 m and marks what is deeper as unknown. An aircraft
    flies above the water, so everything outside the land of the map becomes 0 m (code 16 is -2 m).
    """
    import h5py  # type: ignore[import-not-found]  # noqa: PLC0415
    from rasterio.features import rasterize  # noqa: PLC0415
    from rasterio.transform import from_origin  # noqa: PLC0415

    with h5py.File(altitude) as file:
        code = np.array(file["Altitude"])
    shapes = (
        {"type": "Polygon", "coordinates": cut_rings}
        for cut_rings in plain_polygons(borders(topology))
    )
    step = 360 / code.shape[1]
    land = rasterize(
        shapes, code.shape, transform=from_origin(-180, 90, step, step), all_touched=True
    ).astype(bool)
    # Where the map has water and the heights say a coast above it, the heights are kept. A cell
    # that touches land may be deep water all the same; only the far south is truly unknown.
    north = np.arange(len(code))[:, None] * step < 150
    sea = (~land & ((code < 16) | (code == 255))) | (north & (code == 255))
    code[sea] = 16
    print(f"without a height: {(code == 255).mean():.2%} of all cells, all south of 60 S")
    return {"steps": np.diff(code, axis=1, prepend=np.uint8(0)), "grid": np.array([28.0, -450.0])}


def plain_polygons(data: dict[str, Any]) -> list[list[list[tuple[float, float]]]]:
    """Return the polygons in degrees; those that cross the antimeridian on both sides of it."""
    first, grid = data["arc_first"], data["grid"]
    arcs = [
        np.stack([np.cumsum(data["step_lon"][a:b]), np.cumsum(data["step_lat"][a:b])], axis=1)
        for a, b in pairwise(first)
    ]
    found: list[list[list[tuple[float, float]]]] = []
    for polygon in range(len(data["polygon_unit"])):
        rings = []
        for number in np.flatnonzero(data["ring_polygon"] == polygon):
            run = data["ring_arc"][data["ring_first"][number] : data["ring_first"][number + 1]]
            points = np.concatenate([arcs[n] if n >= 0 else arcs[~n][::-1] for n in run])
            lon = np.unwrap(points[:, 0] * grid[0] + grid[2], period=360)
            rings.append(list(zip(lon, points[:, 1] * grid[1] + grid[3], strict=True)))
        if abs(rings[0][-1][0] - rings[0][0][0]) > 180:  # a ring round a pole
            rings[0] += [(rings[0][-1][0], -90.0), (rings[0][0][0], -90.0)]
        for shift in (-360, 0, 360):
            moved = [[(x + shift, y) for x, y in ring] for ring in rings]
            if any(-180 <= x <= 180 for x, _ in moved[0]):
                found.append(moved)
    return found


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
