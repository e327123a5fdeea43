"""Windows as an answer: the span of the law, days of light, what is not seen, what is not known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from tests.plan_cases import PLAN, at, camera, point

from overflight.desk import Lands, from_package
from overflight.desk.planning.windows import WindowWish, plan_windows
from overflight.geodesy import Position
from overflight.missions import MissionPlan, PlanCase
from overflight.missions.review.plan_forms import AroundForm, SiteForm
from overflight.planning import Target
from overflight.planning.windows import CloudRow, CloudTable
from overflight.treaty import SiteRole

HELD = from_package()
ROLES = tuple(SiteRole)
SITES = {"IT-S": SiteForm(ROLES, 0.0, 0.0, True), "IT-E": SiteForm(ROLES, 2.0, 0.0, True)}
ROUTE = (point("A", 0.5, 0.0), point("B", 1.5, 0.0))
PLANNED = replace(
    PLAN, route=ROUTE, observations=(camera("A", "B"),), estimated_arrival=at("2008-05-05 08:30")
)


def case(plan: MissionPlan = PLANNED, lat_deg: float = 0.0) -> PlanCase:
    """Return the plan with its airfields on the equator, or on another parallel."""
    sites = {name: replace(form, lat_deg=lat_deg) for name, form in SITES.items()}
    route = tuple(replace(p, at=Position(p.at.lon_deg, lat_deg)) for p in plan.route)
    return PlanCase(
        replace(plan, route=route), AroundForm(max_distance_km=Decimal(1000), sites=sites)
    )


def test_the_span_is_that_of_the_window() -> None:
    """From the full hour after the notified arrival to 96 hours after it."""
    answer = plan_windows(case(), HELD, Lands(), WindowWish(step=timedelta(hours=4)), where="x")
    assert answer.since == at("2008-05-05 09:00")
    assert answer.until == answer.window_ends == at("2008-05-09 08:30")
    assert answer.looked == 24
    assert 0 < answer.lawful < 24
    assert len(answer.hours) == 10
    assert any("no table was given" in says for says in answer.not_known)
    assert [day.on for day in answer.days] == [date(2008, 5, d) for d in range(5, 10)]
    assert answer.days[0].sunrise_at is not None
    assert answer.days[0].says == ""


def test_a_span_of_ones_own() -> None:
    """It may begin after the window, and then ends where it begins."""
    wish = WindowWish(since=at("2008-05-20 12:00"))
    answer = plan_windows(case(), HELD, Lands(), wish, where="x")
    assert (answer.looked, answer.lawful) == (1, 0)
    wish = WindowWish(since=at("2008-05-07 12:00"), until=at("2008-05-07 13:00"))
    assert plan_windows(case(), HELD, Lands(), wish, where="x").looked == 2


def test_what_no_hour_shows_is_named() -> None:
    """A target too far aside, and one outside every observation period."""
    targets = (
        Target("far", Position(1.0, 1.0)),
        Target("before", Position(0.2, 0.1)),
        Target("seen", Position(1.0, 0.1)),
    )
    wish = WindowWish(since=at("2008-05-07 12:00"), until=at("2008-05-07 12:00"), targets=targets)
    answer = plan_windows(case(), HELD, Lands(), wish, where="x")
    assert {one.name: one.why.partition(",")[0] for one in answer.not_seen} == {
        "far": "110.6 km beside the path",
        "before": "no sensor is at work where the path is nearest",
    }
    assert [place.name for place in answer.hours[0].places] == ["seen"]
    nothing = replace(wish, targets=targets[:2])
    empty = plan_windows(case(), HELD, Lands(), nothing, where="x")
    assert empty.days == ()
    assert not any("shadows" in says for says in empty.not_known)


def test_polar_day_and_night_are_said() -> None:
    """At 80 degrees north there is no sunset in May and no sunrise in December."""
    wish = WindowWish(since=at("2008-05-07 12:00"), until=at("2008-05-07 12:00"))
    summer = plan_windows(case(lat_deg=80.0), HELD, Lands(), wish, where="x").days[0]
    assert "polar day" in summer.says
    assert summer.sunrise_at is None
    dark = replace(
        PLANNED,
        estimated_arrival=at("2008-12-05 08:00"),
        submitted=at("2008-12-05 14:00"),
        original_submitted=at("2008-12-05 14:00"),
        commencement=at("2008-12-06 14:00"),
    )
    wish = WindowWish(since=at("2008-12-07 12:00"), until=at("2008-12-07 12:00"))
    winter = plan_windows(case(dark, 80.0), HELD, Lands(), wish, where="x").days[0]
    assert winter.says == "polar night: the sun does not rise; the sun never reaches 20 degrees"


def test_clouds_and_what_the_table_does_not_say() -> None:
    """Its source is named; so are targets of which it says nothing."""
    table = CloudTable([CloudRow(0.5, "A")], "met office")
    wish = WindowWish(since=at("2008-05-07 12:00"), until=at("2008-05-07 12:00"), clouds=table)
    answer = plan_windows(case(), HELD, Lands(), wish, where="x")
    assert answer.clouds_from == "met office"
    assert "clouds at 1 target in some hours; 0.50, the mean of the table, stands in" in (
        answer.not_known
    )
    told = CloudTable([CloudRow(0.5)], "met office")
    wish = replace(wish, clouds=told)
    answer = plan_windows(case(), HELD, Lands(), wish, where="x")
    assert answer.not_known[0] == "whether the clouds come as met office says"


def test_open_rules_are_told_by_their_days() -> None:
    """Without borders at hand the ten kilometres stay open on every day."""
    wish = WindowWish(since=at("2008-05-07 12:00"), until=at("2008-05-08 12:00"))
    answer = plan_windows(case(), HELD, Lands(), wish, where="x")
    assert answer.not_known[-1].startswith("rules that stay open on 2 days, from 2008-05-07")
