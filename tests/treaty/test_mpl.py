"""The mission plan: art.VI.II.1 to art.VI.II.5, art.VI.I.4.B (MPL rules that bear on a plan)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.plan_cases import AROUND, PLAN, at, camera, outcomes, point, under

from overflight.missions import Agreement, MissionPlan, Stop
from overflight.missions.rules.content import complete_and_consistent, language_asked
from overflight.missions.rules.lead import day_of_lead, handed_over_after_arrival
from overflight.missions.rules.parties import between_parties
from overflight.missions.rules.people import hazardous_airspace, nothing_off_limits
from overflight.treaty import Outcome

CHANGED = replace(PLAN, version=2, submitted=at("2008-05-05 20:00"))


@pytest.mark.rule("MPL-3")
@pytest.mark.provision("art.VI.II.3", "art.II.24")
class TestContent:
    """MPL-3: complete and consistent."""

    def test_a_consistent_plan_is_kept(self) -> None:
        """Names, order and times agree."""
        stop = Stop("IT-E", "A", at("2008-05-06 16:00"), at("2008-05-06 17:00"))
        plan = replace(PLAN, stops=(stop,), observations=(camera("IT-S", "A"),))
        assert outcomes(complete_and_consistent(plan, AROUND)) == ["kept"]

    @pytest.mark.parametrize(
        ("plan", "told"),
        [
            (replace(PLAN, route=()), "no point of the route"),
            (
                replace(PLAN, route=(point("A", 1, 0), point("A", 1.5, 0))),
                "named more than once: A",
            ),
            (replace(PLAN, observations=(camera("A", "Z"),)), "refers to Z"),
            (
                replace(
                    PLAN,
                    route=(point("A", 1, 0), point("B", 1.5, 0)),
                    observations=(camera("B", "A"),),
                ),
                "switched off at A before on at B",
            ),
            (
                replace(
                    PLAN,
                    stops=(Stop("IT-E", "Z", at("2008-05-06 16:00"), at("2008-05-06 17:00")),),
                ),
                "follows Z",
            ),
            (
                replace(
                    PLAN,
                    stops=(Stop("IT-E", "A", at("2008-05-06 13:00"), at("2008-05-06 17:00")),),
                ),
                "lies before what comes before",
            ),
            (
                replace(
                    PLAN,
                    stops=(Stop("IT-E", "A", at("2008-05-06 17:00"), at("2008-05-06 16:00")),),
                ),
                "before it lands there",
            ),
            (replace(CHANGED, submitted=at("2008-05-05 13:00")), "before the original"),
            (replace(PLAN, submitted=at("2008-05-05 15:00")), "two times of submission"),
        ],
    )
    def test_what_does_not_agree_is_broken_and_named(self, plan: MissionPlan, told: str) -> None:
        """One finding names everything that is wrong."""
        (finding,) = complete_and_consistent(plan, AROUND)
        assert finding.outcome is Outcome.BROKEN
        assert told in finding.says
        assert "art.VIII.I.4.C" in finding.consequence


@pytest.mark.rule("MPL-13")
@pytest.mark.provision("art.VI.I.4.B")
@pytest.mark.parametrize(
    ("language", "notified", "outcome"),
    [
        ("en-GB", None, "kept"),
        ("it", frozenset({"it", "fr"}), "kept"),
        ("de", frozenset({"it"}), "broken"),
        ("it", None, "open"),
    ],
)
def test_the_language_is_one_the_observed_party_notified(
    language: str, notified: frozenset[str] | None, outcome: str
) -> None:
    """ICAO's language always serves; another one only where it was notified."""
    plan = replace(PLAN, language=language)
    assert outcomes(language_asked(plan, replace(AROUND, languages=notified))) == [outcome]


@pytest.mark.rule("MPL-1")
@pytest.mark.provision("art.VI.II.1")
class TestHandedOver:
    """MPL-1: after arrival at the airfield."""

    @pytest.mark.parametrize(
        ("arrived", "outcome"),
        [
            ("2008-05-05 13:59", "kept"),
            ("2008-05-05 14:00", "kept"),
            ("2008-05-05 14:01", "broken"),
        ],
    )
    def test_submission_follows_arrival(self, arrived: str, outcome: str) -> None:
        """The same minute is still after arrival."""
        around = replace(AROUND, arrived_at=at(arrived))
        assert outcomes(handed_over_after_arrival(PLAN, around)) == [outcome]

    def test_an_unknown_arrival_is_taken_as_notified_or_asked(self) -> None:
        """Before the notified arrival nobody knows; after it the plan is taken as handed over."""
        assert outcomes(handed_over_after_arrival(PLAN, AROUND)) == ["kept"]
        early = replace(PLAN, estimated_arrival=at("2008-05-05 15:00"))
        assert outcomes(handed_over_after_arrival(early, AROUND)) == ["open"]

    def test_the_parties_may_agree_otherwise(self) -> None:
        """The text says "unless otherwise agreed": a plan may be sent ahead."""
        ahead = Agreement("MPL-1", ("DE", "IT"), "the plan is sent ahead", source="letter 3")
        around = replace(AROUND, arrived_at=at("2008-05-05 20:00"), agreements=(ahead,))
        (finding,) = handed_over_after_arrival(PLAN, around)
        assert finding.outcome is Outcome.KEPT
        assert "letter 3" in finding.basis[0]


@pytest.mark.rule("MPL-4")
@pytest.mark.provision("art.VI.II.4.E")
class TestLead:
    """MPL-4: 24 hours before commencement."""

    @pytest.mark.parametrize(
        ("commencement", "outcome"),
        [
            ("2008-05-06 14:01", "kept"),
            ("2008-05-06 14:00", "kept"),
            ("2008-05-06 13:59", "broken"),
        ],
    )
    def test_twenty_four_hours_to_the_minute(self, commencement: str, outcome: str) -> None:
        """Equality passes."""
        plan = replace(PLAN, commencement=at(commencement))
        assert outcomes(day_of_lead(plan, AROUND)) == [outcome]

    def test_whose_change_it_was_decides_by_default(self) -> None:
        """AMB-12: 24 h from the original, unless the change is the observing Party's own."""
        (asked,) = day_of_lead(CHANGED, AROUND)
        assert asked.outcome is Outcome.OPEN
        assert "whose change was it?" in asked.says
        assert asked.readings == ("AMB-12=original",)
        own = replace(AROUND, changed_by_observing=True)
        theirs = replace(AROUND, changed_by_observing=False)
        assert outcomes(day_of_lead(CHANGED, own)) == ["broken"]
        assert outcomes(day_of_lead(CHANGED, theirs)) == ["kept"]
        late = replace(CHANGED, commencement=at("2008-05-06 20:00"))
        assert outcomes(day_of_lead(late, AROUND)) == ["kept"]

    def test_every_change_restarts_under_the_other_reading(self) -> None:
        """AMB-12=restart-on-change counts from this version."""
        around = under(AROUND, AMB_12="restart-on-change")
        assert outcomes(day_of_lead(CHANGED, around)) == ["broken"]

    def test_the_parties_may_agree_on_another_lead(self) -> None:
        """Twelve hours agreed are kept by thirteen; a waiver asks none."""
        plan = replace(PLAN, commencement=at("2008-05-06 03:00"))
        twelve = Agreement("MPL-4", ("DE", "IT"), "12 h", Decimal(12))
        assert outcomes(day_of_lead(plan, replace(AROUND, agreements=(twelve,)))) == ["kept"]
        waived = Agreement("MPL-4", ("DE", "IT"), "no lead")
        assert outcomes(day_of_lead(plan, replace(AROUND, agreements=(waived,)))) == ["kept"]


@pytest.mark.rule("MPL-2", "MPL-5", "MPL-8")
@pytest.mark.provision("art.VI.II.2", "art.VI.II.4.C", "art.VI.II.5")
def test_hazards_are_questions_never_grounds() -> None:
    """Hazardous airspace raises two questions for people, and closes no part of the territory."""
    assert hazardous_airspace(PLAN, AROUND) == ()
    around = replace(AROUND, hazards=("LI-R42",))
    assert outcomes(hazardous_airspace(PLAN, around)) == ["open", "open"]
    (free,) = nothing_off_limits(PLAN, around)
    assert free.outcome is Outcome.KEPT
    assert "LI-R42 included" in free.says
    assert "included" not in nothing_off_limits(PLAN, AROUND)[0].says


@pytest.mark.rule("QTA-1")
@pytest.mark.provision("art.III.I.1")
def test_only_parties_fly_over_parties() -> None:
    """A flight of or over a State that is no Party has no ground in the Treaty."""
    assert outcomes(between_parties(PLAN, AROUND)) == ["kept"]
    left = replace(AROUND, parties=frozenset({"DE"}))
    (finding,) = between_parties(PLAN, left)
    assert finding.outcome is Outcome.BROKEN
    assert "IT" in finding.says
    assert outcomes(between_parties(PLAN, replace(AROUND, parties=None))) == ["open"]
