"""What a plan sees, asked of a case."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from tests.coverage_cases import NADIR, scene, sees
from tests.plan_cases import box

from overflight.adapters.handed.plan_files import read_bounded
from overflight.coverage import Look, Sites
from overflight.desk import Lands, from_package
from overflight.desk.planning.coverage import case_scene, show_coverage, show_exposure, show_profile
from overflight.errors import UsageError
from overflight.geodesy import FlatTerrain
from overflight.missions import read_case

CASE = Path(__file__).parents[3] / "docs" / "cases" / "crossing.json"


def test_a_case_without_ground_is_refused() -> None:
    """Flat ground is an assumption somebody has to state."""
    case = read_case(read_bounded(CASE, 1_000_000), where="case")
    with pytest.raises(UsageError) as told:
        case_scene(case, from_package(), Lands(), where="case")
    assert told.value.code == "E-TERRAIN"
    found = case_scene(case, from_package(), Lands(terrain=FlatTerrain(7.0)), where="case")
    assert found.plan == case.plan
    assert found.terrain.source.startswith("flat ground at 7 m")


def test_answers_with_and_without_an_area() -> None:
    """The share is asked for or it is none."""
    asked = scene(sees())
    coverage, none = show_coverage(asked, NADIR)
    assert none is None
    _, share = show_coverage(asked, NADIR, box(0.5, -0.05, 1.5, 0.05))
    assert share is not None
    assert 0 < share.share < 1
    assert show_profile(asked, NADIR).mission == coverage.mission
    sites = Sites(("a",), np.array([1.0]), np.array([0.0]))
    assert show_exposure(asked, NADIR, sites).seen == 1


def test_angles_of_a_sensor_that_is_not_used_are_refused() -> None:
    """A slip of the pen must not leave a sensor without its look."""
    for ask in (show_coverage, show_profile):
        with pytest.raises(UsageError) as told:
            ask(scene(sees()), {"T": Look(-1, 1)})
        assert told.value.found == "T"
    with pytest.raises(UsageError) as told:
        show_profile(scene(), {"T": Look(-1, 1)})
    assert "it has none" in told.value.expected
