"""A problem planned whole: what held on its day, the draft, requests, readings."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from overflight.adapters.drawing.plan_gantt import gantt_of
from overflight.adapters.drawing.plan_pictures import whole_map
from overflight.adapters.drawing.png_file import png_of
from overflight.adapters.lands.terrain import CoarseWorldTerrain
from overflight.adapters.lands.world_map import world_borders
from overflight.airspace import (
    GROUND_LEVEL,
    UNLIMITED,
    Airspace,
    AirspaceArea,
    Between,
    Hazard,
    Level,
    LevelSystem,
    Unread,
)
from overflight.desk import AsOf, from_package
from overflight.desk.commission.claim_views import ViewsAsked
from overflight.desk.planning.asked import WholeAsked
from overflight.desk.planning.plans import Lands
from overflight.desk.planning.whole import WholePlan, plan_whole
from overflight.desk.planning.whole_answer import whole_answer
from overflight.errors import UsageError
from overflight.geodesy import Position, travel
from overflight.missions import HeightSystem, Side, TurnType
from overflight.planning import HazardWay, Means, Search, Target, read_problem
from overflight.treaty import Outcome, readings, write_form

MALPENSA = Position(8.73333, 45.63333)
PLACES = {"Torino": (7.68, 45.07), "Piacenza": (9.70, 45.05), "Bologna": (11.34, 44.49)}
CAMERA = {"id": "CAM", "category": "OF", "height_m": 2500, "h_min_m": 1500, "to_deg": 50}
RADAR = {"id": "RAD", "category": "SAR", "height_m": 2500, "from_deg": 65, "to_deg": 80}


@cache
def facts() -> AsOf:
    """Return the founding facts."""
    return from_package()


@cache
def lands() -> Lands:
    """Return the map of the package and its coarse terrain."""
    return Lands(world_borders(), CoarseWorldTerrain())


def document(**more: object) -> dict[str, Any]:
    """Return a problem over Lombardy."""
    points = [{"name": n, "lon_deg": x, "lat_deg": y} for n, (x, y) in PLACES.items()]
    base = {"observed": "IT", "observing": "FR", "on": "2010-06-02", "start": "IT-MALPENSA"}
    return {**base, "targets": points, **more}


def planned(document: dict[str, Any], views: ViewsAsked | None = None, **more: object) -> WholePlan:
    """Return a problem planned with a few rounds."""
    form = read_problem(json.dumps(document).encode(), where="problem.json")
    means = Means(until=Search(60))
    asked = WholeAsked(form, **more)  # type: ignore[arg-type]
    return plan_whole(asked, facts(), lands(), means, views)


def not_kept(whole: WholePlan) -> list[str]:
    """Return the rules that the draft does not keep."""
    return [f.rule for f in whole.judgement.findings if f.outcome is not Outcome.KEPT]


def area(name: str, place: str, half_m: float, **more: object) -> AirspaceArea:
    """Return a square restricted area round a place."""
    middle = Position(*PLACES[place]) if place in PLACES else MALPENSA
    ring = tuple(travel(middle, turn, half_m) for turn in (45, 135, 225, 315))
    made = AirspaceArea(name, Hazard.RESTRICTED, "R", ring, GROUND_LEVEL, UNLIMITED)
    return replace(made, **more)  # type: ignore[arg-type]


def test_a_whole_problem_is_drafted_and_nothing_is_broken() -> None:
    """Points, area, line, sensors, turns: every rule answers kept, every part is in the plan."""
    square = [[10.0, 44.95], [10.4, 44.95], [10.4, 45.15], [10.0, 45.15]]
    whole = planned(
        document(
            areas=[{"name": "Po bend", "ring": square, "value": 8, "share": 0.8}],
            lines=[{"name": "railway", "points": [[9.9, 44.9], [10.9, 44.6]], "value": 4}],
            sensors=[CAMERA, RADAR],
            aircraft={"climb_m_s": 8, "turn_radius_m": 4000},
        )
    )
    assert {one.name for one in whole.solution.taken} == {*PLACES, "Po bend", "railway"}
    assert not_kept(whole) == []
    plan = whole.plan
    assert {period.sensor for period in plan.observations} <= {"CAM", "RAD"}
    assert {point.turn for point in plan.route} == set(TurnType)
    assert whole.flown_m != whole.solution.distance_m
    assert plan.height_m == 2500
    answer = whole_answer(whole)
    assert answer.hours == pytest.approx(answer.distance_km / 450, abs=0.02)
    assert answer.window_ends > answer.completes
    assert write_form(answer)["plan"]["observed"] == "IT"


def test_heights_from_the_sea_keep_the_minimum_height() -> None:
    """Over the coarse terrain of the package with its large error, GEO-6 holds in every period."""
    whole = planned(document(heights="msl", sensors=[CAMERA]))
    heights = [f for f in whole.judgement.findings if f.rule == "GEO-6"]
    assert heights
    assert {f.outcome for f in heights} == {Outcome.KEPT}
    assert whole.plan.height_system is HeightSystem.MSL
    assert all(period.height_m > 2500 for period in whole.plan.observations)
    bare = replace(lands(), terrain=None)
    form = read_problem(json.dumps(document(heights="msl", sensors=[CAMERA])).encode(), where="x")
    flat = plan_whole(WholeAsked(form), facts(), bare, Means(until=Search(20)))
    assert any("no ground height is at hand" in note for note in flat.notes)


def test_a_landing_is_a_stop_of_the_plan() -> None:
    """Range asks for it; the plan names place and times, and the rule on stops is kept (GEO-11)."""
    day = date(2010, 6, 2)
    sites = [s.site for s in facts().airfields.sites(day, unit="IT") if s.position]
    fields = [s for s in sites if s != "IT-MALPENSA"]
    target = {"name": "Etna", "lon_deg": 15.0, "lat_deg": 37.75}
    whole = planned(
        document(
            targets=[target],
            max_km=3000,
            aircraft={"leg_hours": 2.5},
            stops=[{"site": site, "hours": 1.5} for site in fields for _ in (1, 2)],
        )
    )
    assert [one.name for one in whole.solution.taken] == ["Etna"]
    assert whole.plan.stops
    stops = [f for f in whole.judgement.findings if f.rule == "GEO-11"]
    assert {f.outcome for f in stops} == {Outcome.KEPT}
    answer = whole_answer(whole)
    landed = [p for p in answer.path if p.left > p.reached]
    assert len(landed) == len(whole.plan.stops)
    assert all(p.turn is None for p in landed)
    assert "on the ground" in gantt_of(whole)


@pytest.mark.rule("MPL-8")
@pytest.mark.provision("art.VI.II.5")
def test_hazardous_airspace_is_avoided_or_asked_for() -> None:
    """Avoided, its target is left out with the provision; asked for, it is listed with hours."""
    sky = Airspace("a test", (area("R 1", "Piacenza", 20_000),))
    round_it = planned(document(), airspace=sky)
    (left,) = whole_answer(round_it).left_out
    assert (left.name, left.rule, left.provision) == ("Piacenza", "MPL-8", "art.VI.II.5")
    assert "restricted area, SFC to UNL" in left.says
    assert round_it.requests == ()
    through = planned(document(), airspace=sky, hazards=HazardWay.ASK)
    assert "Piacenza" in {one.name for one in through.solution.taken}
    (request,) = whole_answer(through).requests
    assert (request.name, request.kind, request.provision) == ("R 1", "restricted", "art.VI.II.5")
    assert "planned height within" in request.says


def test_airspace_that_is_not_met_is_passed_over() -> None:
    """Far above, far below the planned height, or inactive on the day: nothing to keep out of."""
    high = Level(LevelSystem.SEA, 12_000.0)
    low = Level(LevelSystem.GROUND, 500.0)
    areas = (
        area("above", "Piacenza", 20_000, lower=high),
        area("below", "Piacenza", 20_000, upper=low),
        area("idle", "Piacenza", 20_000, active=(Between(never=True),)),
    )
    whole = planned(document(), airspace=Airspace("a test", areas))
    assert whole.problem.keep_outs == ()
    assert any("0 of 3 hazardous areas" in note for note in whole.notes)


def test_what_could_not_be_read_and_what_holds_the_airfield_is_said() -> None:
    """Nobody thinks it was kept out of; and no flight starts outside its own airfield."""
    unread = Unread("R 9", "sky.txt: line 7", "a ring", "nothing", "ask", Hazard.DANGER)
    sky = Airspace("a test", (area("R 2", "", 9_000),), unread=(unread,))
    whole = planned(document(), airspace=sky)
    assert any("R 9 could not be read" in note for note in whole.notes)
    assert any("R 2 holds IT-MALPENSA" in note for note in whole.notes)
    assert {request.name for request in whole.requests} == {"R 2"}  # out and back


def test_areas_of_ones_own_are_avoided_or_asked_for() -> None:
    """A ring or a circle, each with its reason."""
    ring = [list(c) for c in ((9.5, 44.9), (9.9, 44.9), (9.9, 45.2), (9.5, 45.2))]
    whole = planned(
        document(
            keep_outs=[
                {"name": "field", "ring": ring, "why": "exercise"},
                {"name": "town", "centre": [11.34, 44.49], "radius_km": 5, "treat": "ask"},
            ]
        )
    )
    assert [left.target.name for left in whole.solution.left_out] == ["Piacenza"]
    assert [request.name for request in whole.requests] == ["town"]
    drawn = whole_map(whole, world_borders())
    assert "hazardous airspace kept out of" in drawn


def test_a_strict_plan_stands_under_every_reading() -> None:
    """AMB-10 both ways, AMB-16, AMB-29, AMB-33: the draft is judged under each."""
    whole = planned(document(), strict=True)
    assert whole.views is not None
    assert whole.views.outcome is Outcome.KEPT
    assert {name for name, _ in whole.views.views} >= {"AMB-29=none", "AMB-10=whole-path"}
    assert not whole.solution.crosses
    assert any("AMB-29=none too" in note for note in whole.notes)


def test_what_would_not_stand_is_planned_again_with_more_kept() -> None:
    """Who allows more than annex.A.III gets a plan that is broken; a strict one is shortened."""
    far = [
        {"name": "Sora", "lon_deg": 13.4, "lat_deg": 41.78, "value": 5},
        {"name": "Torino", "lon_deg": 7.68, "lat_deg": 45.07},
    ]
    lax, whole = (
        planned(document(targets=far, max_km=1155), strict=strict) for strict in (False, True)
    )
    assert "GEO-1" in not_kept(lax)
    assert whole.solution.distance_m < 1_130_000 < lax.solution.distance_m
    assert whole.views is not None
    assert not any(judged.outcome is Outcome.BROKEN for _, judged in whole.views.views)
    assert any("more than asked are kept" in note for note in whole.notes)


def test_the_reading_asked_decides_about_crossings() -> None:
    """With AMB-29=none chosen, no path crosses itself; else one may."""
    form = read_problem(json.dumps(document()).encode(), where="x")
    chosen = replace(facts(), readings=readings({"AMB-29": "none"}))
    whole = plan_whole(WholeAsked(form), chosen, lands(), Means(until=Search(20)))
    assert not whole.problem.may_cross
    assert any("AMB-29=none" in note for note in whole.notes)
    assert planned(document()).problem.may_cross


def test_views_of_parties_are_asked_for() -> None:
    """Every reading first, then each Party's own."""
    whole = planned(document(), ViewsAsked(("DE",)))
    assert whole.views is not None
    assert any("DE" in name for name, _ in whole.views.views)
    only = planned(document(), ViewsAsked(()))
    assert only.views is not None
    assert whole_answer(only).views is not None


def test_lists_beside_the_problem_are_planned_for() -> None:
    """Points of a list, and what is said about its rows."""
    more = (Target("Verona", Position(10.99, 45.44), 4.0),)
    whole = planned(document(), more=more, notes=("no target: line 2",))
    assert "Verona" in {one.name for one in whole.solution.taken}
    assert whole.notes[0] == "no target: line 2"


def test_arrival_and_commencement_are_those_asked() -> None:
    """The draft is handed over after the arrival, and its window runs from the notified one."""
    whole = planned(
        document(
            commencement="2010-06-02T11:00:00Z",
            estimated_arrival="2010-06-01T08:00:00Z",
        )
    )
    assert whole.plan.commencement.hour == 11
    assert whole.plan.submitted >= whole.plan.estimated_arrival
    assert whole.problem.window is not None
    assert whole.problem.window.ends.day == 5


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"targets": []}, "E-PROBLEM"),
        ({"commencement": "2010-06-03T08:00:00Z"}, "E-HOURS"),
        ({"estimated_arrival": "2010-06-02T09:00:00Z"}, "E-HOURS"),
        ({"estimated_arrival": "2010-05-29T07:00:00Z"}, "E-HOURS"),
        ({"stops": [{"site": "IT-NOWHERE"}]}, "E-SITE"),
        ({"stops": [{"site": "IT-MALPENSA", "hours": 0}]}, "E-PLANNING"),
        ({"aircraft": {"climb_m_s": 0}, "sensors": [CAMERA]}, "E-PLANNING"),
        ({"aircraft": {"speed_km_h": 0}}, "E-PLANNING"),
        ({"aircraft": {"range_km": -1}}, "E-PLANNING"),
        ({"max_km": 5}, "E-REACH"),
        ({"end": "IT-PALERMO", "max_km": 100}, "E-REACH"),
    ],
)
def test_what_cannot_be_planned_is_refused(changes: dict[str, Any], code: str) -> None:
    """One clear error each, before any search."""
    if code == "E-REACH" and "end" not in changes:
        assert planned(document(**changes)).solution.taken == ()
        return
    with pytest.raises(UsageError, match=code):
        planned(document(**changes))


def test_a_stop_at_a_site_designated_for_something_else_is_refused() -> None:
    """A point of entry is no refuelling airfield (art.VI.II.3)."""
    day = date(2010, 6, 2)
    roles = {"REFUEL", "OSA"}
    other = next(
        site
        for site in facts().airfields.sites(day)
        if site.position and roles.isdisjoint({role.value for role in site.roles})
    )
    with pytest.raises(UsageError, match="designated for something else"):
        planned(document(stops=[{"site": other.site}]))


def test_pictures_are_drawn() -> None:
    """Map and hours as drawings, the map also as points."""
    whole = planned(document(sensors=[CAMERA, RADAR]))
    drawn, hours = whole_map(whole, world_borders()), gantt_of(whole)
    assert "sensors at work" in drawn
    assert "window, 96 h" in hours
    assert "CAM on" in hours
    assert png_of(drawn, wide=200)[:4] == b"\x89PNG"
    assert whole.plan.observations[0].side is Side.BELOW
