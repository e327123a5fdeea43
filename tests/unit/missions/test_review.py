"""Judging a plan: order of findings, views side by side, documents."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from tests.plan_cases import AROUND, DAY, DEGREE_M, PLAN, border, camera, point, under

from overflight.errors import UsageError
from overflight.missions import (
    Surroundings,
    judge_plan,
    judge_under,
    judgement_form,
    plan_digest,
    viewed_form,
)
from overflight.treaty import Outcome, ruleset_hash, write_form

CROSSING = replace(
    PLAN,
    route=tuple(
        point(f"P{k}", *p)
        for k, p in enumerate(((1.0, 0.0), (1.0, 0.5), (0.5, 0.5), (0.5, -0.5), (2.0, -0.5)))
    ),
)


def test_the_worst_finding_stands_first_and_names_the_outcome() -> None:
    """A reader sees what is broken before what is kept."""
    plan = replace(PLAN, observations=(camera("IT-S", "A", 100.0),), language="it")
    judgement = judge_plan(plan, AROUND)
    assert judgement.outcome is Outcome.BROKEN
    outcomes = [finding.outcome for finding in judgement.findings]
    order = [Outcome.BROKEN, Outcome.OPEN, Outcome.KEPT]
    assert outcomes == sorted(outcomes, key=order.index)
    assert set(outcomes) == set(order)


def test_a_judgement_names_plan_rules_day_and_readings() -> None:
    """What was judged, by which rules, for which day, can be told from the judgement alone."""
    judgement = judge_plan(PLAN, under(AROUND, AMB_29="none"))
    assert judgement.plan_sha256 == plan_digest(PLAN)
    assert judgement.ruleset == ruleset_hash()
    assert judgement.day == DAY
    assert judgement.readings == ("AMB-29=none",)


def test_views_that_agree_contest_nothing() -> None:
    """Two readings that lead to the same answers are one answer."""
    viewed = judge_under(PLAN, {"one": AROUND, "strict": under(AROUND, AMB_29="none")})
    assert viewed.findings == ()
    assert viewed.outcome is Outcome.KEPT


def test_views_that_differ_are_contested_with_what_makes_the_difference() -> None:
    """AMB-29 decides over the crossing, and the finding says that it does."""
    viewed = judge_under(CROSSING, {"one": AROUND, "strict": under(AROUND, AMB_29="none")})
    (contested,) = viewed.findings
    assert contested.rule == "GEO-5"
    assert contested.outcome is Outcome.CONTESTED
    assert "kept under one; broken under strict" in contested.says
    assert contested.basis == ("one: AMB-29=one-crossing", "strict: AMB-29=none")
    assert viewed.outcome is Outcome.CONTESTED
    assert "art.VIII.I.4.C" in contested.consequence


def test_claims_about_borders_are_views_too() -> None:
    """Two maps of one border: whose map it is stands in the finding."""
    near = border("CH", (2.0 + 5_000 / DEGREE_M, -0.5), (2.0 + 5_000 / DEGREE_M, 0.5))
    far = border("CH", (2.0 + 50_000 / DEGREE_M, -0.5), (2.0 + 50_000 / DEGREE_M, 0.5))
    views = {
        "IT": replace(AROUND, borders=replace(far, source="map of IT")),
        "CH": replace(AROUND, borders=replace(near, source="map of CH")),
    }
    (contested,) = judge_under(PLAN, views).findings
    assert contested.rule == "GEO-4"
    assert contested.basis == ("IT: border: map of IT", "CH: border: map of CH")


def test_a_rule_that_only_one_view_answers_can_differ() -> None:
    """A view that knows of an inspection answers a rule the other does not ask."""
    from tests.plan_cases import at

    known = replace(AROUND, inspection_ended_at=at("2008-05-06 13:00"))
    viewed = judge_under(PLAN, {"without": AROUND, "with": known})
    assert "PFI-4" in [finding.rule for finding in viewed.findings]


def test_no_view_is_no_question() -> None:
    """Asking under no view is a mistake of the caller."""
    with pytest.raises(UsageError, match="E-VIEWS"):
        judge_under(PLAN, {})


def test_a_flight_before_entry_into_force_cannot_be_judged() -> None:
    """Nothing of the Treaty held before 1 January 2002."""
    from datetime import date

    with pytest.raises(UsageError, match="2002-01-01"):
        Surroundings(date(2001, 12, 31), AROUND.readings)


def test_a_judgement_is_plain_json_with_its_margins() -> None:
    """The document holds numbers, margins and positions, and json writes it."""
    written = write_form(judgement_form(judge_plan(CROSSING, AROUND)))
    assert json.loads(json.dumps(written)) == written
    (distance,) = (f for f in written["findings"] if f["rule"] == "GEO-1")
    assert distance["margin"] == pytest.approx(
        distance["limit"]["value"] - distance["measured"]["value"]
    )
    (crossing,) = (f for f in written["findings"] if f["rule"] == "GEO-5" and len(f["where"]) == 1)
    assert set(crossing["where"][0]) == {"lon_deg", "lat_deg"}


def test_views_are_written_with_their_outcomes() -> None:
    """The document of several views lists each, and what differs first."""
    viewed = judge_under(CROSSING, {"one": AROUND, "strict": under(AROUND, AMB_29="none")})
    written = write_form(viewed_form(viewed))
    assert [(v["name"], v["outcome"]) for v in written["views"]] == [
        ("one", "kept"),
        ("strict", "broken"),
    ]
    assert written["findings"][0]["outcome"] == "contested"
    assert written["outcome"] == "contested"


def test_the_digest_of_a_plan_knows_the_plan_not_its_spelling() -> None:
    """Another height is another plan; the same plan read twice is the same."""
    assert plan_digest(PLAN) == plan_digest(replace(PLAN))
    assert plan_digest(PLAN) != plan_digest(replace(PLAN, height_m=3001.0))
