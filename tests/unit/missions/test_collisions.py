"""Two notices under one key: whose they are, and that no statement is lost over it."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import cast

from tests.mission_script import acknowledged, arrived, notified

from overflight.missions import Mission, MissionFact, MissionState, fold_missions
from overflight.missions.said.facts_notice import Notified
from overflight.record import Said

UNITS = {"BNL": ("BE", "LU", "NL")}


def notice(party: str, observing: str) -> Said[MissionFact]:
    """Return a notice that a Party makes in some name."""
    made = notified(party=party)
    return replace(made, fact=replace(cast("Notified", made.fact), observing=observing))


def kept(mission: Mission) -> set[Said[MissionFact]]:
    """Return every statement a mission holds, whether it fits or not."""
    return {*(step.said for step in mission.steps), *mission.misfits}


def test_a_notice_in_another_name_claims_no_key() -> None:
    """One Party that also writes another's name stops nobody's fold, and makes no mission of it."""
    forged = notice("IT", "US")
    every = (notified(), forged, acknowledged(), arrived())
    for order in permutations(every):
        (mission,) = fold_missions(order, units=UNITS)
        assert (mission.observing, mission.state) == ("IT", MissionState.ARRIVED)
        assert kept(mission) == set(every)


def test_only_a_void_notice_is_kept_and_told() -> None:
    """Where nobody notified in its own name there is still one mission, which says why."""
    forged = [notice("TR", name) for name in ("US", "RU")]
    (mission,) = fold_missions(forged)
    assert mission.state is MissionState.PLANNED
    assert [finding.rule for finding in mission.findings] == ["E-RULE", "E-RULE"]


def test_a_member_may_claim_beside_its_unit() -> None:
    """A unit and one of its members under one key make two missions, each with its own notice."""
    unit = notice("LU", "BNL")
    member = notice("BE", "BE")
    missions = fold_missions([unit, member], units=UNITS)
    assert {m.observing: kept(m) for m in missions} == {"BNL": {unit}, "BE": {member}}
    assert all("ANN-9" in {finding.rule for finding in m.findings} for m in missions)
