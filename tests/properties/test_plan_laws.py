"""Laws of judging: rules never raise, turning the Earth changes nothing, margins are signed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plan_cases import ALL_ROLES, AROUND, PLAN, at, border

from overflight.geodesy import Position
from overflight.missions import (
    HeightSystem,
    MaximumDistance,
    MissionPlan,
    Observation,
    Side,
    Stop,
    TurnPoint,
    UsableSite,
    judge_plan,
    judgement_geojson,
)
from overflight.sensors import SensorCategory
from overflight.treaty import Outcome

lons = st.floats(-180, 180, allow_nan=False)
lats = st.floats(-90, 90, allow_nan=False)
positions = st.builds(Position, lons, lats)
near = st.builds(Position, st.floats(0, 2), st.floats(-0.5, 0.5))
names = st.sampled_from(["A", "B", "C", "D", "IT-S", "IT-E", "nowhere"])
periods = st.builds(
    Observation,
    sensor=st.sampled_from(["S-1", "S-2"]),
    category=st.sampled_from(SensorCategory),
    start=names,
    stop=names,
    height_m=st.floats(-500, 40_000),
    h_min_m=st.none() | st.floats(0, 40_000),
    side=st.none() | st.sampled_from(Side),
    left_km=st.none() | st.floats(0, 100),
)
stops = st.builds(
    Stop,
    site=st.sampled_from(["IT-S", "IT-E", "IT-X"]),
    after=names,
    lands_at=st.just(at("2008-05-06 15:00")),
    continues_at=st.just(at("2008-05-06 17:00")),
)


@st.composite
def plans(draw: st.DrawFn, where: st.SearchStrategy[Position] = positions) -> MissionPlan:
    """Return any plan the form can hold, however foolish."""
    places = draw(st.lists(where, max_size=5))
    return replace(
        PLAN,
        route=tuple(
            TurnPoint(draw(names), place, calibration=draw(st.booleans())) for place in places
        ),
        observations=tuple(draw(st.lists(periods, max_size=3))),
        stops=tuple(draw(st.lists(stops, max_size=2))),
        height_system=draw(st.sampled_from(HeightSystem)),
        end_site=draw(st.sampled_from(["IT-S", "IT-E", "IT-X"])),
    )


@settings(max_examples=15, deadline=None)
@given(plan=plans())
def test_every_rule_answers_every_plan(plan: MissionPlan) -> None:
    """Whatever the form can hold is judged: no exception, an outcome, a sentence, a document."""
    around = replace(AROUND, borders=border("CH", (2.0, -0.5), (2.0, 0.5)))
    judgement = judge_plan(plan, around)
    for finding in judgement.findings:
        assert finding.says.isprintable()
        assert finding.outcome is Outcome.KEPT or finding.consequence
        if finding.margin is not None and finding.outcome is Outcome.BROKEN:
            assert finding.rule in {"SEN-3", "GEO-8"} or finding.margin < 0
    assert judgement_geojson(plan, around, judgement)["type"] == "FeatureCollection"


@settings(max_examples=40, deadline=None)
@given(plan=plans(near), turn=st.floats(-179, 179))
def test_turning_the_earth_changes_no_distance(plan: MissionPlan, turn: float) -> None:
    """The ellipsoid is round in longitude: a plan moved east or west is judged alike."""

    def moved(at: Position) -> Position:
        lon = at.lon_deg + turn
        return Position(lon - 360 * round(lon / 360), at.lat_deg)

    around = replace(AROUND, territory=None)
    there = replace(
        around,
        sites={k: replace(s, at=s.at and moved(s.at)) for k, s in around.sites.items()},
    )
    other = replace(plan, route=tuple(replace(p, at=moved(p.at)) for p in plan.route))
    here = judge_plan(plan, around).findings
    gone = judge_plan(other, there).findings
    for rule in ("GEO-1", "GEO-2", "FLT-1"):
        one = [f.measured.value for f in here if f.rule == rule and f.measured]
        two = [f.measured.value for f in gone if f.rule == rule and f.measured]
        assert len(one) == len(two)
        assert all(abs(a - b) < 1e-6 for a, b in zip(one, two, strict=True))


@settings(max_examples=40, deadline=None)
@given(plan=plans(near), km=st.integers(1, 1000), more=st.integers(0, 500))
def test_a_longer_limit_breaks_nothing(plan: MissionPlan, km: int, more: int) -> None:
    """What is kept under a limit is kept under a longer one."""
    order = [Outcome.KEPT, Outcome.OPEN, Outcome.BROKEN]

    def answer(limit: int) -> int:
        around = replace(AROUND, distance=MaximumDistance(Decimal(limit)))
        (first,) = (f for f in judge_plan(plan, around).findings if f.rule == "GEO-1")
        return order.index(first.outcome)

    assert answer(km + more) <= answer(km)


@settings(max_examples=15, deadline=None)
@given(place=positions)
def test_a_site_can_lie_anywhere(place: Position) -> None:
    """Poles and the antimeridian are places like others."""
    sites = {
        "IT-S": UsableSite("IT-S", ALL_ROLES, place),
        "IT-E": UsableSite("IT-E", ALL_ROLES, Position(0.0, 90.0)),
    }
    judge_plan(PLAN, replace(AROUND, sites=sites))
