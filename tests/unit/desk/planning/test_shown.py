"""What a draft takes is checked on terrain: the search plans over flat ground."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pytest

from overflight.adapters.lands.world_map import world_borders
from overflight.desk import from_package
from overflight.desk.planning.asked import WholeAsked
from overflight.desk.planning.plans import Lands, surroundings_of
from overflight.desk.planning.shown import unshown
from overflight.desk.planning.whole import WholePlan, plan_whole
from overflight.desk.planning.whole_answer import whole_answer
from overflight.geodesy import FlatTerrain, Floats, Position
from overflight.planning import Means, Search, Target, read_problem

CAMERA = {"id": "CAM", "category": "OF", "height_m": 2500, "h_min_m": 1500, "to_deg": 50}
RADAR = {"id": "RAD", "category": "SAR", "height_m": 2500, "from_deg": 65, "to_deg": 82}
PIACENZA = {"name": "Piacenza", "lon_deg": 9.70, "lat_deg": 45.05}


class Unsurveyed(FlatTerrain):
    """Ground that nobody has measured."""

    def heights_m(self, lon_deg: Floats, lat_deg: Floats) -> Floats:
        """Return no height."""
        return np.full(np.shape(lon_deg), np.nan)


@cache
def lands(*, surveyed: bool = True) -> Lands:
    """Return the map of the package, on flat ground."""
    return Lands(world_borders(), FlatTerrain() if surveyed else Unsurveyed())


def planned(ground: Lands, **more: object) -> WholePlan:
    """Return a problem over Lombardy planned with a few rounds."""
    base = {"observed": "IT", "observing": "FR", "on": "2010-06-02", "start": "IT-MALPENSA"}
    document: dict[str, Any] = {**base, "sensors": [CAMERA, RADAR], "max_hours": 1.5, **more}
    form = read_problem(json.dumps(document).encode(), where="problem.json")
    return plan_whole(WholeAsked(form), from_package(), ground, Means(until=Search(60)))


@pytest.mark.provision("art.IV.2")
def test_everything_taken_is_seen_over_flat_ground() -> None:
    """A point for two sensors, an area, a line: nothing taken lies at the edge of a band."""
    square = [[10.0, 44.95], [10.2, 44.95], [10.2, 45.05], [10.0, 45.05]]
    whole = planned(
        lands(),
        targets=[{**PIACENZA, "sensors": ["SAR", "optical"]}],
        areas=[{"name": "Po bend", "ring": square, "share": 0.8, "sensors": ["RAD"]}],
        lines=[{"name": "railway", "points": [[9.9, 44.9], [10.3, 44.75], [10.9, 44.6]]}],
    )
    assert len(whole.solution.taken) == 3
    assert whole.unshown == ()
    assert whole.shown_value == whole.solution.value


def test_ground_without_heights_shows_nothing_surely() -> None:
    """What the terrain does not tell is no sight: the answer names target and sensor."""
    whole = planned(lands(surveyed=False), targets=[{**PIACENZA, "value": 3, "sensors": ["OF"]}])
    (lost,) = whole_answer(whole).unshown
    assert (lost.name, lost.by, lost.value) == ("Piacenza", ("OF",), 3.0)
    assert "on this terrain not surely seen by OF" in lost.says
    assert (whole.solution.value, whole.shown_value) == (3.0, 0.0)


def test_a_target_beside_the_band_is_said() -> None:
    """Four kilometres aside at fifty degrees from 2,500 m: beyond the camera, for any sensor."""
    whole = planned(lands(), targets=[PIACENZA], sensors=[CAMERA])
    around = surroundings_of(whole.plan, from_package(), lands())
    far = Target("far", Position(9.70, 45.40))
    route = tuple(replace(p, targets=(far,)) if p.targets else p for p in whole.solution.route)
    moved = replace(whole.solution, route=route)
    looks = whole.problem.looks
    (lost,) = unshown(moved, looks, whole.plan, around)
    assert lost.by == ("any sensor",)
    assert unshown(moved, (), whole.plan, around) == ()
    assert unshown(moved, looks, whole.plan, replace(around, terrain=None)) == ()
