"""Laws of counter-proposals: they cure, break nothing, hide nothing, and are the nearest."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.counter_scenes import BENT, BORDERED, SEEING, STORM, fixed
from tests.plan_cases import AROUND, box, point

from overflight.geodesy import Position, closest_approach, travel
from overflight.missions import MissionPlan, judge_plan, planned_path
from overflight.planning.negotiation import Kind, RuleGround, Watch, counter, loses, seen_of
from overflight.planning.negotiation.conflicts import conflicts
from overflight.treaty import Outcome

NEAR = RuleGround("art.VI.II.2")


def border_m(plan: MissionPlan) -> float:
    """Return how near the path comes to the border, in metres."""
    assert BORDERED.borders is not None
    path = planned_path(plan, BORDERED).line
    return closest_approach(path, BORDERED.borders.lines[0].line).gap.least_m


def bent_to(at: Position) -> MissionPlan:
    """Return the plan with its bend at another place."""
    return replace(BENT, route=(BENT.route[0], replace(BENT.route[1], at=at), BENT.route[2]))


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lon=st.floats(0.7, 1.3), lat=st.floats(0.05, 0.27))
def test_a_counter_cures_breaks_nothing_and_hides_nothing(lon: float, lat: float) -> None:
    """Wherever the bend lies: judged anew, the ground is gone and no other rule is broken."""
    plan = replace(SEEING, route=(SEEING.route[0], point("B", lon, lat), SEEING.route[2]))
    scene = fixed(BORDERED)
    found = counter(plan, NEAR, scene)
    assert bool(found.found) == (border_m(plan) < 10_000)
    before = seen_of(plan, BORDERED, Watch())
    for one in found.proposals:
        assert not conflicts(one.move.plan, NEAR, BORDERED)
        assert judge_plan(one.move.plan, BORDERED).outcome is not Outcome.BROKEN
        assert one.observable.outcome is not Outcome.BROKEN
        lost = loses(before, seen_of(one.move.plan, BORDERED, Watch()))
        assert lost.area_km2 == pytest.approx(one.loss.area_km2, abs=0.01)


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(lon=st.floats(0.8, 1.2), lat=st.floats(0.2, 0.25))
def test_no_simple_shift_of_one_point_is_nearer(lon: float, lat: float) -> None:
    """Every place on rings round the point that is nearer than ours is still too near."""
    plan = bent_to(Position(lon, lat))
    found = counter(plan, NEAR, fixed(BORDERED))
    if not found.found:
        return
    best = min(p.move.moved for p in found.proposals)
    for ring in range(1, 9):
        metres = (best - 30) * ring / 8
        for turn in range(0, 360, 10):
            other = bent_to(travel(plan.route[1].at, turn, max(0.0, metres)))
            assert border_m(other) < 10_000


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(west=st.floats(0.4, 1.3), wide=st.floats(0.02, 0.3), since=st.integers(-30, 30))
def test_the_least_shift_is_the_least(west: float, wide: float, since: int) -> None:
    """No whole minute nearer to the planned commencement misses the storm."""
    from datetime import timedelta

    start = BENT.commencement + timedelta(minutes=since)
    storm = replace(
        STORM, area=box(west, -0.1, west + wide, 0.3), since=start, until=start + timedelta(hours=1)
    )
    found = counter(BENT, storm, fixed(AROUND))
    later = [p.move for p in found.proposals if p.move.kind is Kind.TIME and "later" in p.move.says]
    for move in later:
        minutes = math.ceil(move.moved)
        for k in range(1, minutes, max(1, minutes // 12)):
            sooner = replace(BENT, commencement=BENT.commencement + timedelta(minutes=k))
            assert conflicts(sooner, storm, AROUND)
