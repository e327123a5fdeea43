"""When a plan passes a place: by hand on the equator, 111.3195 km a degree."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.plan_cases import AROUND, DEGREE_M, PLAN, at, camera, point, site

from overflight.errors import UsageError
from overflight.geodesy import Position
from overflight.missions import Observation, Stop
from overflight.planning import Target
from overflight.planning.windows import flown, moved_to, passes
from overflight.sensors import SensorCategory

# 500 km/h; from IT-S at 0 E over A at 1 E to IT-E at 2 E.
HOUR_S = DEGREE_M / 500_000 * 3600


def test_a_turn_point_is_passed_when_its_leg_is_flown() -> None:
    """One degree after commencement; a plan without periods needs light everywhere."""
    (one,) = passes(PLAN, AROUND)
    assert one.name == "A"
    assert one.passed.total_seconds() == pytest.approx(HOUR_S, abs=0.01)
    assert one.needs_light
    assert one.apart_m < 0.01


def test_a_target_is_passed_where_the_path_is_nearest() -> None:
    """Half a degree along, ten kilometres to the left, heading east."""
    (one,) = passes(PLAN, AROUND, [Target("T", Position(0.5, 0.09), 3.0)])
    assert one.passed.total_seconds() == pytest.approx(HOUR_S / 2, rel=1e-4)
    assert one.apart_m == pytest.approx(0.09 * 110_574, rel=1e-3)
    assert one.heading_deg == pytest.approx(90, abs=0.01)
    assert one.value == 3.0


def test_after_a_stop_the_legs_count_from_its_continuation() -> None:
    """As the completion does: the stop's own times hold, whatever the speed says."""
    stop = Stop("IT-R", "A", at("2008-05-06 15:00"), at("2008-05-06 20:00"))
    around = replace(AROUND, sites={**AROUND.sites, "IT-R": site("IT-R", 1.0, 0.0)})
    plan = replace(PLAN, stops=(stop,), route=(*PLAN.route, point("B", 1.5, 0.0)))
    first, second = passes(plan, around)
    assert first.passed.total_seconds() == pytest.approx(HOUR_S, abs=0.01)
    assert second.passed.total_seconds() == pytest.approx(6 * 3600 + HOUR_S / 2, abs=0.01)
    later = moved_to(plan, at("2008-05-07 14:00"))
    assert later.stops[0].lands_at == at("2008-05-07 15:00")
    assert later.stops[0].continues_at - later.commencement == timedelta(hours=6)
    elsewhere = replace(plan, stops=(replace(stop, site="IT-X"),))
    assert len(passes(elsewhere, around)) == 2


def test_only_sensors_at_work_count() -> None:
    """A radar needs no sun; before and after its period nothing looks; the ends belong to it."""
    route = tuple(point(n, x, 0.0) for n, x in (("A", 0.5), ("B", 1.0), ("C", 1.5)))
    radar = Observation("SAR-1", SensorCategory.RADAR, "A", "B", 3000.0)
    plan = replace(PLAN, route=route, observations=(radar,))
    ends = passes(plan, AROUND)
    assert [one.name for one in ends] == ["A", "B"]
    assert all(one.sensors == ("SAR-1",) and not one.needs_light for one in ends)
    both = replace(plan, observations=(radar, camera("A", "C"), camera("C", "A")))
    seen = passes(both, AROUND, [Target("T", Position(0.7, 0)), Target("U", Position(1.8, 0))])
    assert [(one.sensors, one.needs_light) for one in seen] == [
        (("SAR-1", "OF-1"), True),
        ((), False),
    ]


def test_a_path_without_legs_is_refused() -> None:
    """Nothing can be said of when it passes anything."""
    with pytest.raises(UsageError, match="E-PATH"):
        flown(PLAN, replace(AROUND, sites={}))


def test_a_plan_without_turn_points_and_targets_passes_nothing() -> None:
    """There is nothing to look at."""
    assert passes(replace(PLAN, route=()), AROUND) == ()


def test_two_points_at_one_place_have_no_direction() -> None:
    """A leg of no length heads nowhere; the target is passed all the same."""
    route = (point("A", 1.0, 0.0), point("B", 1.0, 0.0))
    (one,) = passes(
        replace(PLAN, route=route, start_site="IT-B", end_site="IT-B"),
        replace(AROUND, sites={"IT-B": site("IT-B", 1.0, 0.0)}),
        [Target("T", Position(1.0, 0.1))],
    )
    assert one.heading_deg == 0.0
