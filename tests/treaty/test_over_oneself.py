"""Nobody observes its own territory, and each unit holds its quotas under its own code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.plan_cases import AROUND, PLAN

from overflight.desk import from_package
from overflight.missions.rules.parties import between_parties
from overflight.treaty import Outcome

MEMBERS = {"BYRU": ("BY", "RU"), "BNL": ("BE", "LU", "NL")}


@pytest.mark.rule("QTA-1")
@pytest.mark.provision("art.III.I.1")
@pytest.mark.parametrize(
    ("observing", "observed"), [("IT", "IT"), ("BY", "BYRU"), ("BNL", "NL"), ("RU", "BYRU")]
)
def test_over_itself_is_broken(observing: str, observed: str) -> None:
    """The right is one over other States Parties; a member's group holds its own territory."""
    here = replace(AROUND, members=MEMBERS)
    (found,) = between_parties(replace(PLAN, observing=observing, observed=observed), here)
    assert found.outcome is Outcome.BROKEN
    left = from_package().balance_on(observing, observed, date(2003, 1, 1))
    assert [f.outcome for f in left.findings if f.rule == "QTA-1"] == [Outcome.BROKEN]


@pytest.mark.rule("QTA-3")
def test_member_is_sent_to_its_unit() -> None:
    """Russia's quota is that of its unit with Belarus: one answer, not three unknown numbers."""
    left = from_package().balance_on("DE", "RU", date(2003, 1, 1))
    unknown = [f.says for f in left.findings if f.outcome is Outcome.OPEN]
    assert unknown == ["RU stands in BYRU, which holds its quotas in 2003: ask for BYRU"]
