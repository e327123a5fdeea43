"""Our KML and GPX as GDAL reads them.

The reading runs in a process of its own: the wheels of pyogrio and rasterio bring a GDAL each, and
two of them do not belong into one process.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
from tests.plan_cases import AROUND, PLAN, camera, point
from tests.unit.adapters.plan_out.sheets import sheet_of

from overflight.adapters.plan_out.gpx import plan_gpx
from overflight.adapters.plan_out.kml import plan_kml
from overflight.desk.planning.footprints import Footprint

_READ = """
import json, sys, warnings
warnings.simplefilter("ignore")
import pyogrio, shapely
found = []
for layer, _ in pyogrio.list_layers(sys.argv[1]):
    meta, _, shapes, fields = pyogrio.raw.read(sys.argv[1], layer=layer)
    names = [str(n) for n in meta["fields"]]
    called = fields[names.index("Name" if "Name" in names else "name")] if len(fields) else []
    for name, shape in zip(called, shapely.from_wkb(shapes)):
        found.append([layer, name, shape.geom_type, shapely.get_coordinates(shape).tolist()])
print(json.dumps(found))
"""
RING = (np.array([0.0, 1.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0, 0.0]))
SHEET = sheet_of(
    PLAN,
    AROUND,
    (Footprint("OF-1", ((RING,),), "seen"),),
    route=(point("A", 0.5, 0.25), point("B", 1.5, -0.25)),
    observations=(camera("A", "B"),),
)


def gdal(path: Path) -> list[list[Any]]:
    """Return layer, name, kind and coordinates of every feature, as GDAL reads them."""
    done = subprocess.run(
        [sys.executable, "-c", _READ, str(path)], capture_output=True, check=True, text=True
    )
    found: list[list[Any]] = json.loads(done.stdout)
    return found


def test_kml(tmp_path: Path) -> None:
    """Every folder is a layer, every place where it belongs."""
    path = tmp_path / "plan.kml"
    path.write_bytes(plan_kml(SHEET))
    found = gdal(path)
    places = {name: shape for layer, name, _, shape in found if layer == "Places"}
    assert places["A"][0][:2] == [0.5, 0.25]
    assert places["B"][0][:2] == [1.5, -0.25]
    kinds = {(layer, kind) for layer, _, kind, _ in found}
    assert ("Observation periods", "LineString") in kinds
    assert any(layer == "Footprints" and "Polygon" in kind for layer, kind in kinds)


def test_gpx(tmp_path: Path) -> None:
    """One route of four points."""
    path = tmp_path / "plan.gpx"
    path.write_bytes(plan_gpx(SHEET))
    (route,) = [one for one in gdal(path) if one[0] == "routes"]
    assert [at[:2] for at in route[3]] == [[0, 0], [0.5, 0.25], [1.5, -0.25], [2, 0]]
