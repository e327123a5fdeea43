"""The window and what fits into it: art.VI.I.9, art.VI.I.11, annex.E.1 (FLT-1, FLT-2, PFI-4)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from tests.plan_cases import AROUND, DEGREE_M, PLAN, at, outcomes, site

from overflight.geodesy import Position
from overflight.missions import Agreement, MissionPlan, Stop
from overflight.missions.rules.window import (
    feasible,
    five_hour_airfield,
    inspection_ends_in_time,
    planned_completion,
    window,
)
from overflight.treaty import Outcome

# 222.638981586547 km at this speed take exactly one hour.
HOUR = replace(PLAN, speed_km_h=2 * DEGREE_M / 1000)


def commencing(text: str) -> MissionPlan:
    """Return a flight of one hour that commences at an instant."""
    return replace(HOUR, commencement=at(text))


@pytest.mark.rule("FLT-1")
@pytest.mark.provision("art.VI.I.9")
class TestWindow:
    """FLT-1: completed within 96 hours of the estimated arrival."""

    @pytest.mark.parametrize(
        ("commencement", "outcome"),
        [
            ("2008-05-09 06:00", "kept"),
            ("2008-05-09 07:00", "kept"),
            ("2008-05-09 07:01", "broken"),
        ],
    )
    def test_the_flight_is_over_within_the_window(self, commencement: str, outcome: str) -> None:
        """ETA 5 May 08:00 + 96 h = 9 May 08:00; a flight of one hour may start at 07:00."""
        (finding,) = window(commencing(commencement), AROUND)
        assert finding.outcome.value == outcome

    @pytest.mark.provision("annex.F.III.4")
    def test_a_demonstration_extends_the_window(self) -> None:
        """Up to 24 h are added where the observed Party asked for a demonstration flight."""
        around = replace(AROUND, extension_h=Decimal(24))
        (finding,) = window(commencing("2008-05-10 07:00"), around)
        assert finding.outcome is Outcome.KEPT
        assert "24 h added" in finding.basis[-1]

    def test_the_parties_may_agree_otherwise(self) -> None:
        """Another number, or none."""
        plan = commencing("2008-05-10 07:00")
        longer = Agreement("FLT-1", ("DE", "IT"), "120 h", Decimal(120))
        assert outcomes(window(plan, replace(AROUND, agreements=(longer,)))) == ["kept"]
        waived = Agreement("FLT-1", ("DE", "IT"), "no window")
        around = replace(AROUND, agreements=(waived,))
        assert outcomes(window(plan, around)) == ["kept"]
        assert feasible(plan, around) == ()

    def test_time_after_a_stop_counts_from_the_planned_continuation(self) -> None:
        """The plan says when it goes on; from there the remaining legs are flown."""
        stop = Stop("IT-E", "A", at("2008-05-06 15:00"), at("2008-05-06 20:00"))
        plan = replace(HOUR, stops=(stop,), route=HOUR.route)
        # After the stop at IT-E nothing is left but the landing there.
        assert planned_completion(plan, AROUND) == at("2008-05-06 20:00")
        nowhere = replace(HOUR, stops=(replace(stop, site="IT-X"),))
        assert planned_completion(nowhere, AROUND) == at("2008-05-06 15:00")

    def test_a_missing_position_is_no_permission(self) -> None:
        """The way to an airfield without a position takes time that is not known."""
        around = replace(AROUND, sites={"IT-S": AROUND.sites["IT-S"]})
        (finding,) = window(HOUR, around)
        assert finding.outcome is Outcome.OPEN
        assert "IT-E" in finding.says


@pytest.mark.rule("FLT-2")
@pytest.mark.provision("art.VI.I.9", "art.VI.II.4.E")
class TestFeasible:
    """FLT-2: some commencement keeps every clock."""

    @pytest.mark.parametrize(
        ("submitted", "outcome"),
        [
            ("2008-05-08 06:59", "kept"),
            ("2008-05-08 07:00", "kept"),
            ("2008-05-08 07:01", "broken"),
        ],
    )
    def test_the_latest_useful_submission(self, submitted: str, outcome: str) -> None:
        """Window end 9 May 08:00 - 1 h of flight - 24 h = 8 May 07:00."""
        plan = replace(HOUR, submitted=at(submitted), original_submitted=at(submitted))
        assert outcomes(feasible(plan, AROUND)) == [outcome]

    def test_an_inspection_moves_the_earliest_commencement(self) -> None:
        """Inspection end + 4 h counts where it is later than the plan's 24 h."""
        around = replace(AROUND, inspection_ended_at=at("2008-05-09 04:00"))
        assert outcomes(feasible(HOUR, around)) == ["broken"]
        agreed = Agreement("PFI-4", ("DE", "IT"), "no gap")
        lead = Agreement("MPL-4", ("DE", "IT"), "no lead")
        assert outcomes(feasible(HOUR, replace(around, agreements=(agreed, lead)))) == ["kept"]


@pytest.mark.rule("PFI-4")
@pytest.mark.provision("art.VI.I.11")
class TestInspection:
    """PFI-4: four hours between inspection and commencement."""

    @pytest.mark.parametrize(
        ("ended", "outcome"),
        [
            ("2008-05-06 09:59", "kept"),
            ("2008-05-06 10:00", "kept"),
            ("2008-05-06 10:01", "broken"),
        ],
    )
    def test_the_inspection_ends_four_hours_before(self, ended: str, outcome: str) -> None:
        """Commencement 14:00 - 4 h = 10:00."""
        around = replace(AROUND, inspection_ended_at=at(ended))
        assert outcomes(inspection_ends_in_time(PLAN, around)) == [outcome]

    def test_no_inspection_is_no_breach(self) -> None:
        """Inspecting is a right; nothing is said where none is known."""
        assert inspection_ends_in_time(PLAN, AROUND) == ()

    def test_a_waived_gap_is_kept(self) -> None:
        """The text says "unless otherwise agreed"."""
        waived = Agreement("PFI-4", ("DE", "IT"), "no gap")
        around = replace(AROUND, inspection_ended_at=at("2008-05-06 13:00"), agreements=(waived,))
        assert outcomes(inspection_ends_in_time(PLAN, around)) == ["kept"]


@pytest.mark.rule("ARR-2")
@pytest.mark.provision("annex.E.1")
class TestFiveHours:
    """ARR-2: the airfield can be reached within five hours."""

    ENTRY = replace(PLAN, point_of_entry="IT-P")

    @pytest.mark.parametrize(("degrees", "outcome"), [(5.0, "kept"), (5.001, "open")])
    def test_five_hours_at_the_planned_speed(self, degrees: float, outcome: str) -> None:
        """Five degrees at one degree an hour take five hours; more is a question."""
        plan = replace(self.ENTRY, speed_km_h=DEGREE_M / 1000 * 1.0000001)
        sites = {**AROUND.sites, "IT-P": site("IT-P", degrees, 0.0)}
        assert outcomes(five_hour_airfield(plan, replace(AROUND, sites=sites))) == [outcome]

    def test_nothing_is_said_where_nothing_can_be(self) -> None:
        """The same place, an unknown place, and a place without a position."""
        assert five_hour_airfield(PLAN, AROUND) == ()
        assert five_hour_airfield(self.ENTRY, AROUND) == ()
        bare = {**AROUND.sites, "IT-P": replace(AROUND.sites["IT-S"], id="IT-P", at=None)}
        assert five_hour_airfield(self.ENTRY, replace(AROUND, sites=bare)) == ()

    def test_the_observed_party_may_agree_to_more(self) -> None:
        """The limit is waivable."""
        sites = {**AROUND.sites, "IT-P": replace(AROUND.sites["IT-S"], at=Position(80, 0))}
        waived = Agreement("ARR-2", ("DE", "IT"), "by road")
        around = replace(AROUND, sites=sites, agreements=(waived,))
        assert outcomes(five_hour_airfield(self.ENTRY, around)) == ["kept"]
