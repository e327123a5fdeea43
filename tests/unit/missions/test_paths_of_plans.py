"""The path of a plan, and where it leaves the land."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.plan_cases import AROUND, DEGREE_M, PLAN, box, point, under

from overflight.missions import planned_path
from overflight.missions.plan.outside import outside_stretches

TWO = replace(PLAN, route=(point("A", 1.0, 0.0), point("B", 1.5, 0.0)), end_site="IT-S")


def test_an_airfield_of_departure_and_return_is_first_and_last() -> None:
    """A sensor on from take-off starts at the first place, off at landing at the last."""
    path = planned_path(TWO, AROUND)
    assert path.indices("IT-S", "A") == (0, 1)
    assert path.indices("B", "IT-S") == (2, 3)
    assert path.indices("IT-S", "IT-S") == (0, 3)
    assert path.indices("B", "A") is None
    assert path.indices("A", "A") is None
    assert path.indices("A", "Z") is None
    assert path.stretch("A", "B") == (TWO.route[0].at, TWO.route[1].at)
    assert path.stretch("B", "A") is None


def test_lengths_count_from_any_place() -> None:
    """The rest of a path from A: half a degree out, one and a half back."""
    path = planned_path(TWO, AROUND)
    assert path.length_from_km(1) == pytest.approx(2 * DEGREE_M / 1000)
    assert path.length_from_km(3) == 0.0
    assert path.error_m == 0.0
    rhumb = planned_path(TWO, under(AROUND, AMB_33="rhumb-line"))
    assert rhumb.error_m > 0
    assert rhumb.length_km == pytest.approx(path.length_km, abs=1e-6)


def test_edges_know_their_leg() -> None:
    """A rhumb line has many edges a leg; a geodesic one."""
    assert planned_path(TWO, AROUND).leg_of_edges == (0, 1, 2)
    rhumb = planned_path(TWO, under(AROUND, AMB_33="rhumb-line"))
    assert set(rhumb.leg_of_edges) == {0, 1, 2}
    assert len(rhumb.leg_of_edges) == len(rhumb.line) - 1


def test_stretches_outside_are_found_with_their_depth() -> None:
    """The coast lies 30 km west of B: one stretch out and back, 30 km deep."""
    around = replace(AROUND, territory=box(-1, -1, 1.5 - 30_000 / DEGREE_M, 1))
    (stretch,) = outside_stretches(planned_path(TWO, around).line, around)
    assert stretch.depth_m == pytest.approx(30_000, abs=5)
    assert stretch.length_m == pytest.approx(60_000, abs=2_000)
    assert not stretch.over_border
    assert not stretch.may_be_waters


def test_nothing_is_outside_where_nothing_is_known_or_flown() -> None:
    """Without a territory, and on a path that goes nowhere, there is no stretch."""
    line = planned_path(TWO, AROUND).line
    assert outside_stretches(line, replace(AROUND, territory=None)) == ()
    assert outside_stretches((line[0], line[0]), AROUND) == ()
    assert outside_stretches(line, AROUND) == ()


def test_a_single_place_just_outside_makes_no_stretch_at_the_start() -> None:
    """A path that begins a step outside and enters is a stretch of that step."""
    around = replace(AROUND, territory=box(0.005, -1, 3, 1))
    (stretch,) = outside_stretches(planned_path(PLAN, around).line, around)
    assert stretch.length_m < 1_100
