"""The four grounds, by name and by provision, and the refusal of every other."""

from __future__ import annotations

import pytest
from tests.plan_cases import box

from overflight.missions.said.facts_plan import ChangeGround
from overflight.planning.negotiation import (
    GROUNDS,
    AreaGround,
    RuleGround,
    SiteGround,
    code_of_ground,
    refused_ground,
)
from overflight.treaty import Finding, Outcome


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("weather", ChangeGround.WEATHER),
        ("Airfield", ChangeGround.AIRFIELD),
        ("hazard", ChangeGround.HAZARDOUS_AIRSPACE),
        ("VI.II.2", ChangeGround.INCONSISTENT),
        ("art.VI.II.4", ChangeGround.INCONSISTENT),
        ("art.VIII.I.4.A", ChangeGround.WEATHER),
        ("VIII.I.4.b", ChangeGround.AIRFIELD),
        ("art.VI.II.5", ChangeGround.HAZARDOUS_AIRSPACE),
        (" weather ", ChangeGround.WEATHER),
        ("secrecy", ChangeGround.NONE),
        ("VI.II.6", ChangeGround.NONE),
        ("", ChangeGround.NONE),
    ],
)
def test_a_ground_is_known_by_name_and_by_provision(text: str, code: ChangeGround) -> None:
    """Whatever else is said is none of them."""
    assert code_of_ground(text) is code


@pytest.mark.rule("MPL-6")
@pytest.mark.provision("art.VI.II.6")
def test_another_ground_is_refused_by_name() -> None:
    """Secrecy is none; the answer names the four there are."""
    finding = refused_ground("secrecy")
    assert finding.outcome is Outcome.BROKEN
    assert "'secrecy' is no ground" in finding.says
    for code in GROUNDS.values():
        assert code.value in finding.says


def test_grounds_say_what_they_are() -> None:
    """For the answer and for the statement."""
    assert SiteGround("IT-S").name == "IT-S cannot be used"
    assert RuleGround("art.VI.II.2").name == "inconsistent with art.VI.II.2"
    area = AreaGround(ChangeGround.WEATHER, "a storm", box(0, 0, 1, 1))
    assert (area.since, area.until, area.margin_m) == (None, None, 0.0)


def test_a_provision_covers_its_letters_and_no_other_paragraph() -> None:
    """art.VI.II.4 covers its letters A to G; art.VI.II.2 is not art.VI.II.20."""
    four, two = RuleGround("art.VI.II.4"), RuleGround("art.VI.II.2")
    low = Finding("GEO-6", "art.VI.II.4.D", Outcome.BROKEN, "x")
    near = Finding("GEO-4", "art.VI.II.2", Outcome.BROKEN, "x")
    other = Finding("X", "art.VI.II.20", Outcome.BROKEN, "x")
    assert four.covers(low)
    assert two.covers(near)
    assert not four.covers(near)
    assert not two.covers(other)
