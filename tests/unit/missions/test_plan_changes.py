"""What changed between two versions of a plan."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.plan_cases import DEGREE_M, PLAN, at, camera, point

from overflight.geodesy import Position
from overflight.missions import Stop, plan_changes


def test_the_same_plan_has_no_changes() -> None:
    """Two equal versions differ in nothing."""
    assert plan_changes(PLAN, replace(PLAN)) == ()


def test_fields_points_periods_and_stops_are_compared_by_name() -> None:
    """Moved, gone, new and reordered things are each told once."""
    before = replace(
        PLAN,
        route=(point("A", 1, 0), point("B", 2, 0), point("C", 3, 0)),
        observations=(camera("A", "B", 2000),),
        stops=(Stop("IT-E", "A", at("2008-05-06 15:00"), at("2008-05-06 16:00")),),
        alternates=("IT-X", "IT-Y"),
    )
    after = replace(
        before,
        version=2,
        commencement=at("2008-05-06 18:00"),
        route=(point("C", 3, 0), point("A", 1.5, 0), point("D", 2, 1)),
        observations=(camera("A", "B", 2500, None),),
        stops=(),
        alternates=("IT-X",),
    )
    told = {(c.what, c.name): (c.before, c.after) for c in plan_changes(before, after)}
    assert told[("version", "")] == ("1", "2")
    assert told[("commencement", "")] == ("2008-05-06T14:00:00Z", "2008-05-06T18:00:00Z")
    assert told[("alternates", "")] == ("IT-X, IT-Y", "IT-X")
    assert told[("turn point at", "A")] == ("1 0", "1.5 0")
    assert told[("turn point", "B")] == ("there", "")
    assert told[("turn point", "D")] == ("", "there")
    assert told[("order of turn points", "")] == ("A C", "C A")
    assert told[("observation period height_m", "OF-1 from A")] == ("2000", "2500")
    assert told[("observation period h_min_m", "OF-1 from A")] == ("1500.0", "")
    assert told[("stop", "IT-E")] == ("there", "")


def test_a_moved_point_says_how_far() -> None:
    """Half a degree on the equator is 55.66 km."""
    after = replace(PLAN, route=(replace(PLAN.route[0], at=Position(1.5, 0.0)),))
    (change,) = plan_changes(PLAN, after)
    assert change.moved_m == pytest.approx(DEGREE_M / 2)
