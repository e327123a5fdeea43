"""Contested claims: a plan as the claimant sees it, beside how others see it; nothing settled."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.plan_cases import PLAN, point, site

from overflight.adapters.lands.world_map import world_borders
from overflight.desk import Lands, case_surroundings, from_package, surroundings_of
from overflight.desk.commission.claim_views import ViewsAsked, judge_views
from overflight.geodesy import Lines, Position
from overflight.missions import (
    BorderLine,
    Borders,
    MaximumDistance,
    MissionPlan,
    Surroundings,
    read_case,
)
from overflight.treaty import Outcome, check_provision

HERE = Path(__file__).parent
GOLDEN: dict[str, Any] = json.loads((HERE / "claims" / "claims.json").read_text("utf-8"))
CASES = HERE.parents[1] / "docs" / "cases"
HELD = from_package()
MAP = Lands(world_borders())
# By hand: from the mouth of the Psou along it, and east; no line of any record.
PSOU = Lines.of((Position(40.0, 43.39), Position(40.25, 43.55), Position(40.7, 43.55)))
DRAWN = Borders((BorderLine(("Abkhazia", "RU"), PSOU),), "drawn by hand for this case")
START = {
    "corridor": ("BYRU", "DE", (39.0, 45.03), ((40.3, 43.75), (40.2, 43.6))),
    "moscow": ("BYRU", "DE", (36.65, 55.6), ((37.6, 55.75), (38.5, 56.0))),
    "united-states": ("US", "BYRU", (-84.05, 39.83), ((-86.0, 40.0), (-85.0, 41.0))),
    "turkey": ("TR", "BYRU", (30.58, 39.78), ((34.0, 39.0), (33.0, 40.0))),
    "georgia": ("GE", "BYRU", (44.95, 41.67), ((44.0, 41.9), (44.5, 42.0))),
    "kaliningrad-from-kubinka": ("BYRU", "DE", (36.65, 55.6), ((21.0, 54.7), (22.0, 54.6))),
}


def supposed(name: str, on: date) -> tuple[MissionPlan, Surroundings]:
    """Return a supposed plan on a day, from an airfield of its own, with 6000 km to fly."""
    starts = datetime.combine(on, time(12), tzinfo=UTC)
    if name == "kaliningrad":
        file = CASES / "kaliningrad-5500.json"
        case = read_case(file.read_bytes(), where=file.name)
        assert case.plan.commencement == starts
        return case.plan, case_surroundings(case, HELD, MAP, where=file.name)
    observed, observing, (lon_deg, lat_deg), route = START[name]
    plan = replace(
        PLAN,
        observed=observed,
        observing=observing,
        commencement=starts,
        submitted=starts - timedelta(hours=24),
        original_submitted=starts - timedelta(hours=24),
        estimated_arrival=starts - timedelta(hours=30),
        route=tuple(point(f"P{i}", *at) for i, at in enumerate(route)),
    )
    fields = {sid: site(sid, lon_deg, lat_deg) for sid in ("IT-S", "IT-E")}
    around = surroundings_of(plan, HELD, MAP)
    distance = MaximumDistance(Decimal(6000), source="supposed")
    return plan, replace(around, sites={**around.sites, **fields}, distance=distance)


@pytest.mark.parametrize(
    "case", GOLDEN["cases"], ids=lambda case: f"{case['claim']}-{case['plan']}-{case['day']}"
)
def test_a_claim_enters_the_view_of_its_claimant(case: dict[str, Any]) -> None:
    """What can be applied exactly is judged; what cannot is named in an open finding."""
    plan, around = supposed(case["plan"], date.fromisoformat(case["day"]))
    lines = {"RU": DRAWN} if case.get("lines") else {}
    asked = ViewsAsked(tuple(case["views"]), reported=True, lines=lines)
    viewed = judge_views(plan, {"the readings asked": around}, HELD, asked)
    contested = [f.rule for f in viewed.findings if f.outcome is Outcome.CONTESTED]
    assert contested == case["contested"]
    questions = [f for f in viewed.findings if f.outcome is Outcome.OPEN]
    assert [f.rule for f in questions] == case["open"]
    assert all(" claims: " in f.says and f.basis[0].startswith("claim ") for f in questions)
    rules = dict(viewed.views)
    for name, outcome in case.get("under", {}).items():
        rule = [f for f in rules[name].findings if f.rule == case["contested"][0]]
        assert rule[0].outcome.value == outcome
    if contested:
        (finding,) = (f for f in viewed.findings if f.outcome is Outcome.CONTESTED)
        assert any(f"claim {case['claim']} of " in ground for ground in finding.basis)
        assert any("contested by" in ground for ground in finding.basis)
    if "outcome" in case:
        assert viewed.outcome.value == case["outcome"]


def test_without_asking_for_reports_no_claim_enters() -> None:
    """What the press reports of a Party is not its word."""
    plan, around = supposed("kaliningrad", date(2015, 6, 2))
    viewed = judge_views(plan, {"asked": around}, HELD, ViewsAsked(("RU",)))
    assert [name for name, _ in viewed.views] == ["asked", "the readings of RU"]
    assert viewed.findings == ()


def test_a_path_far_from_the_region_is_not_asked_about() -> None:
    """Neither the distance over Kaliningrad nor the lines in the Caucasus bear on Moscow."""
    plan, around = supposed("moscow", date(2015, 6, 2))
    viewed = judge_views(plan, {"asked": around}, HELD, ViewsAsked(("RU",), reported=True))
    assert not {"GEO-1", "GEO-4"} & {f.rule for f in viewed.findings}


def test_the_golden_names_its_law() -> None:
    """A golden case that names no provision proves nothing."""
    assert GOLDEN["why"]
    assert [check_provision(place) for place in GOLDEN["provisions"]]
