"""What both Parties may agree otherwise, and what one of them alone may not (UOA of the rules).

Each rule whose text says "unless otherwise agreed" and that a mission bears on can be replaced; the
others cannot.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from tests.mission_script import (
    Script,
    acknowledged,
    arrived,
    at,
    inspected,
    mission,
    notified,
    said,
    signed,
    submitted,
)

from overflight.desk.held.as_of import from_package
from overflight.desk.planning.plans import Lands, surroundings_of
from overflight.missions import MissionState, conduct, judge_mission
from overflight.missions.said.facts_notice import WaivableRule
from overflight.treaty import Finding, Outcome, open_skies

KEPT, BROKEN = Outcome.KEPT, Outcome.BROKEN
# Of the rules that may be agreed otherwise, those judged outside the life of a mission.
ELSEWHERE = {
    "ARR-6": "recorded",
    "CRT-10": "sensors.certification-agreed/1",
    "OSC-8": "commission.session-convened/1",
}


def agreed(rule: str, amount: int, *parties: str) -> Script:
    """Return what Parties agreed before the arrival."""
    by = parties or ("IT", "BG")
    return tuple(
        said("agreed-otherwise", party, "05-07 06:00", rule=rule, amount=amount) for party in by
    )


def of(rule: str, found: tuple[Finding, ...]) -> list[Outcome]:
    """Return what is answered about a rule."""
    return [finding.outcome for finding in found if finding.rule == rule]


def test_every_rule_of_the_table_can_be_agreed_otherwise() -> None:
    """The column of the table, row by row: waived in a mission, or elsewhere by its own fact."""
    table = {rule for rule, entry in open_skies().rules.items() if entry.waivable}
    assert table <= {*WaivableRule, *ELSEWHERE}


@pytest.mark.rule("PFI-1", "PFI-2")
@pytest.mark.provision("annex.F.I.2", "annex.F.II.2")
@pytest.mark.parametrize(
    ("taxi", "rule", "number", "outcome"),
    [
        (False, "PFI-1", 12, KEPT),
        (False, "PFI-1", 13, BROKEN),
        (True, "PFI-2", 12, KEPT),
        (True, "PFI-2", 13, BROKEN),
    ],
)
def test_more_inspectors_where_both_agreed(
    taxi: bool, rule: str, number: int, outcome: Outcome
) -> None:
    """Twelve were agreed: the twelfth is in, the thirteenth is not."""
    party = "IT" if taxi else "BG"
    start = said("inspection-started", party, "05-08 10:00", inspectors=number)
    before = (notified(), acknowledged(taxi=taxi), *agreed(rule, 12), arrived(), start)
    assert of(rule, conduct(mission(*before))) == [outcome]


@pytest.mark.rule("PFI-1")
@pytest.mark.provision("annex.F.I.2")
def test_one_party_alone_agrees_to_nothing() -> None:
    """Eleven inspectors, and only the inspecting Party says that this was agreed."""
    start = said("inspection-started", "BG", "05-08 10:00", inspectors=11)
    before = (notified(), acknowledged(), *agreed("PFI-1", 12, "BG"), arrived(), start)
    assert of("PFI-1", conduct(mission(*before))) == [BROKEN]


@pytest.mark.rule("ARR-2")
@pytest.mark.provision("annex.E.1")
@pytest.mark.parametrize(("second", "outcome"), [(-1, KEPT), (0, KEPT), (1, BROKEN)])
def test_a_longer_way_to_the_airfield_where_both_agreed(second: int, outcome: Outcome) -> None:
    """Seven hours instead of five, to the second."""
    left = at("05-08 09:00")
    there = left + timedelta(hours=7, seconds=second)
    way = said("transferred", "IT", there, left_at=left, airfield="BG-SOFIA")
    m = mission(notified(), acknowledged(), *agreed("ARR-2", 7), arrived(), way)
    assert of("ARR-2", judge_mission(m)) == [outcome]
    assert of("ARR-2", judge_mission(mission(notified(), arrived(), way))) == [BROKEN]


EARLY = submitted("05-07 16:00", "05-09 16:00", "05-09 20:00")


@pytest.mark.rule("MPL-1")
@pytest.mark.provision("art.VI.II.1")
def test_a_plan_before_the_arrival_where_both_agreed() -> None:
    """It waits for the arrival and is negotiated from then on; without agreement it is no plan."""
    before = (notified(), acknowledged(), *agreed("MPL-1", 0), EARLY)
    assert mission(*before).state is MissionState.ACKNOWLEDGED
    accepted = said("plan-accepted", "BG", "05-07 18:00")
    m = mission(*before, accepted, arrived())
    assert m.state is MissionState.PLAN_OPEN
    assert not m.misfits
    m = mission(*before, *signed("05-07 19:00"), arrived(), *inspected())
    assert m.state is MissionState.PLAN_AGREED
    assert not m.misfits
    for script in (
        (notified(), acknowledged(), EARLY),
        (notified(), acknowledged(), *agreed("MPL-1", 0, "IT"), EARLY),
    ):
        assert [f.rule for f in mission(*script).findings] == ["E-STATE"]


@pytest.mark.rule("MPL-1", "GEO-5", "SEN-17")
@pytest.mark.provision("art.VI.II.1", "art.VI.II.2", "art.XVIII.II.2")
def test_what_was_agreed_in_the_mission_counts_for_its_plan() -> None:
    """The record holds the agreement; a plan of that mission is judged by it."""
    from dataclasses import replace

    from tests.plan_cases import PLAN

    facts = replace(
        from_package(),
        mission_facts=(notified(), *agreed("GEO-5", 3), *agreed("MPL-1", 0), *agreed("SEN-17", 0)),
    )
    plan = replace(
        PLAN,
        mission="2003-OS3001",
        observing="IT",
        observed="BG",
        commencement=at("05-09 16:00"),
    )
    found = {a.rule: a for a in surroundings_of(plan, facts, Lands()).agreements}
    assert {rule: a.amount for rule, a in found.items()} == {
        "GEO-5": 3,
        "MPL-1": None,
        "SEN-17": None,
    }
    assert found["GEO-5"].by == ("IT", "BG")
    assert "3 visits" in found["GEO-5"].says
