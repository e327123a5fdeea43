"""Counter-proposals on the grounds of weather and of hazardous airspace."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.counter_scenes import BENT, BORDERED, SEEING, STORM, fixed, kinds
from tests.plan_cases import AROUND, PLAN, at, border, box, camera, point

from overflight.errors import UsageError
from overflight.missions import MissionPlan, Stop, judge_plan
from overflight.missions.said.facts_plan import ChangeGround
from overflight.planning import Target
from overflight.planning.negotiation import Kind, Watch, counter
from overflight.treaty import Outcome

# From 14:00 the path enters the storm at 0.9 E after some 12 minutes and leaves it after 15.
LONG = replace(STORM, until=at("2008-05-10 00:00"))


def test_the_least_shift_after_the_storm() -> None:
    """It ends at 15:00; the path enters it 12 min 25 s after commencement: 14:48.

    13:44 would be the last whole minute before it, and is too early by law.
    """
    found = counter(SEEING, STORM, fixed(AROUND))
    best = found.proposals[0].move
    assert best.kind is Kind.TIME
    assert best.plan.commencement == at("2008-05-06 14:48")
    assert best.moved == 48.0
    assert any(
        d.says.startswith("commences 0.27 h earlier") and "MPL-4" in d.why for d in found.dropped
    )


def test_a_shift_misses_every_crossing() -> None:
    """The path comes back over the area an hour later: no gap between the two is too short."""
    twice = replace(
        BENT,
        route=(
            point("A", 0.5, 0.0),
            point("B", 1.0, 0.2),
            point("C", 2.0, 0.2),
            point("D", 1.0, -0.05),
            point("E", 0.5, -0.3),
        ),
    )
    found = counter(twice, STORM, fixed(AROUND))
    shift = next(p.move for p in found.proposals if p.move.kind is Kind.TIME)
    assert shift.plan.commencement == at("2008-05-06 14:48")
    late = replace(STORM, since=at("2008-05-06 14:30"), until=at("2008-05-06 14:40"))
    found = counter(twice, late, fixed(AROUND))
    assert found.found
    shift = next(p.move for p in found.proposals if p.move.kind is Kind.TIME)
    assert shift.plan.commencement > twice.commencement


def test_ways_round_are_offered_beside_the_time_that_shows_all() -> None:
    """Alone they would hide ground; the other time is named with them (MPL-7)."""
    found = counter(SEEING, STORM, fixed(AROUND))
    assert kinds(found) == ["time", "way", "way", "way"]
    for one in found.proposals[1:]:
        assert one.loss.area_km2 > 100
        assert one.observable.outcome is Outcome.KEPT
        assert "but by: commences 0.80 h later" in one.observable.says


def test_without_another_time_a_way_that_hides_ground_is_not_proposed() -> None:
    """The storm outlasts the window: every change hides ground, and nothing is proposed."""
    found = counter(SEEING, LONG, fixed(AROUND))
    assert found.proposals == ()
    assert any("FLT-1" in one.why for one in found.dropped)
    assert sum("MPL-7" in one.why for one in found.dropped) == 3


def test_a_way_that_hides_nothing_is_proposed_alone() -> None:
    """No sensor runs and no target is known: there is nothing to hide."""
    found = counter(BENT, LONG, fixed(AROUND))
    assert set(kinds(found)) == {"way"}
    best = found.proposals[0].move
    assert best.moved == min(p.move.moved for p in found.proposals)


def test_targets_that_a_way_would_lose_are_what_it_costs() -> None:
    """The target under B is seen at another time, so the way may be offered; it costs it."""
    target = Target("T", SEEING.route[1].at, 7.0)
    found = counter(
        SEEING, STORM, fixed(AROUND), Watch((target, Target("far", point("x", 2.5, 0.9).at)))
    )
    assert found.proposals[0].value_lost == 0
    assert found.proposals[1].loss.targets == ("T",)
    assert found.proposals[1].value_lost == 7.0


def test_a_storm_that_is_not_met_is_no_ground() -> None:
    """Elsewhere, before or after."""
    assert counter(SEEING, replace(STORM, area=box(2.5, 0.5, 2.8, 0.8)), fixed(AROUND)).found == ()
    before = replace(STORM, since=None, until=at("2008-05-06 14:00"))
    after = replace(STORM, since=at("2008-05-06 16:00"), until=None)
    assert counter(SEEING, before, fixed(AROUND)).found == ()
    assert counter(SEEING, after, fixed(AROUND)).found == ()


def test_a_storm_without_end_leaves_only_earlier_times() -> None:
    """Since 14:10: before it the plan would be too early by law, so it is led round."""
    found = counter(BENT, replace(STORM, since=at("2008-05-06 14:10"), until=None), fixed(AROUND))
    assert "earlier" in found.dropped[0].says
    assert set(kinds(found)) == {"way"}
    lawful = replace(BENT, commencement=at("2008-05-06 20:00"))
    evening = replace(STORM, since=at("2008-05-06 20:10"), until=None)
    best = next(
        p.move
        for p in counter(lawful, evening, fixed(AROUND)).proposals
        if p.move.kind is Kind.TIME
    )
    assert best.plan.commencement == at("2008-05-06 19:54")


def test_the_margin_is_kept() -> None:
    """Ten kilometres from the edge too: the path enters the wider area earlier."""
    wide = replace(STORM, margin_m=10_000.0)
    best = counter(SEEING, wide, fixed(AROUND)).proposals[0].move
    assert best.plan.commencement == at("2008-05-06 14:49")


def test_stops_move_with_the_plan() -> None:
    """A stop planned for 15:30 is 48 minutes later too."""
    around = replace(AROUND, sites={**AROUND.sites, "IT-R": AROUND.sites["IT-E"]})
    stop = Stop("IT-E", "C", at("2008-05-06 15:30"), at("2008-05-06 16:30"))
    best = counter(replace(BENT, stops=(stop,)), STORM, fixed(around)).proposals[0].move
    if best.kind is Kind.TIME:
        assert best.plan.stops[0].lands_at - stop.lands_at == timedelta(minutes=48)


def too_low(plan: MissionPlan) -> bool:
    """Tell whether a plan flies below 3,500 m."""
    return plan.height_m < 3_500


HAZARD = replace(
    STORM,
    code=ChangeGround.HAZARDOUS_AIRSPACE,
    name="D-1",
    since=None,
    until=None,
    heights_m=(3_510.0, 3_000.0),
    bears=too_low,
)


def test_hazardous_airspace_is_flown_over() -> None:
    """Another altitude stands first in art.VI.II.5.C, and hides nothing of the same swath."""
    found = counter(SEEING, HAZARD, fixed(AROUND))
    best = found.proposals[0].move
    assert best.kind is Kind.HEIGHT
    assert best.plan.height_m == 3_510.0
    assert {p.height_m for p in best.plan.observations} == {3_510.0}
    assert best.says == "flown at 3,510 m (agl)"


def test_a_plan_above_hazardous_airspace_is_no_ground() -> None:
    """It is over the area on the map only."""
    assert counter(replace(SEEING, height_m=4_000.0), HAZARD, fixed(AROUND)).found == ()


def test_the_times_of_the_area_itself_decide() -> None:
    """Active until 16:00 by its source: the first quarter of an hour after it is offered."""

    def active(plan: MissionPlan) -> bool:
        return plan.commencement < at("2008-05-06 16:00")

    found = counter(SEEING, replace(HAZARD, heights_m=(), bears=active), fixed(AROUND))
    best = found.proposals[0].move
    assert best.kind is Kind.TIME
    assert best.plan.commencement == at("2008-05-06 16:00")
    always = replace(HAZARD, heights_m=(), bears=lambda plan: True)
    nothing = counter(SEEING, always, fixed(AROUND))
    assert nothing.proposals == ()


def test_a_height_as_planned_is_no_change() -> None:
    """Nothing is proposed that changes nothing."""
    flat = replace(SEEING, observations=(camera("A", "C", 3_000.0),))
    found = counter(flat, replace(HAZARD, heights_m=(3_000.0,)), fixed(AROUND))
    assert not any(p.move.kind is Kind.HEIGHT for p in found.proposals)


def test_a_plan_without_a_path_is_refused() -> None:
    """Nothing can be said of where it leads."""
    with pytest.raises(UsageError, match="E-PATH"):
        counter(PLAN, STORM, fixed(replace(AROUND, sites={})))


def test_a_breach_the_ground_does_not_reach_is_not_made_worse() -> None:
    """B is too near to a border: a way past the storm that comes nearer still is not proposed."""
    around = replace(BORDERED, borders=border("CH", (0.6, 0.28), (1.4, 0.28)))
    small = replace(LONG, area=box(0.95, 0.1, 1.05, 0.195))
    found = counter(BENT, small, fixed(around))
    assert [f.rule for f in found.standing] == ["GEO-4"]
    for one in found.proposals:
        before = next(f for f in judge_plan(BENT, around).findings if f.rule == "GEO-4")
        after = next(f for f in one.judgement.findings if f.rule == "GEO-4")
        assert before.margin is not None
        assert after.margin is not None
        assert after.margin >= before.margin - 1e-6
    low = replace(LONG, area=box(0.6, -0.3, 1.4, 0.2001))
    worse = counter(BENT, low, fixed(around))
    assert any("gets worse" in one.why for one in worse.dropped)
