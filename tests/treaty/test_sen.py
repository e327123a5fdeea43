"""Sensors of a plan: art.IV.1, art.IV.2, art.XVIII.II.2 (SEN rules), art.IV.2 numbers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.plan_cases import AROUND, PLAN, outcomes, point

from overflight.missions import Agreement, MissionPlan, Observation, Side
from overflight.missions.rules.sensors import (
    category_allowed,
    numbers_of_sensors,
    radar_on_one_side,
)
from overflight.sensors import SensorCategory, judge_resolution
from overflight.treaty import Outcome, Quantity

C = SensorCategory


def sensing(*sensors: tuple[str, SensorCategory, Side | None]) -> MissionPlan:
    """Return a plan with sensors at work from the start to A."""
    periods = tuple(
        Observation(name, category, "IT-S", "A", 3000.0, 1000.0, side)
        for name, category, side in sensors
    )
    return replace(PLAN, observations=periods)


@pytest.mark.rule("SEN-17", "SEN-1")
@pytest.mark.provision("art.XVIII.II.2", "art.IV.1")
class TestInfraRed:
    """SEN-17: no infra-red line scanner in the phase-in, unless both Parties agree."""

    PLAN = sensing(("IR-1", C.INFRA_RED, None))

    @pytest.mark.parametrize(
        ("day", "answers"),
        [
            (date(2005, 12, 31), ["kept", "broken"]),
            (date(2006, 1, 1), ["kept"]),
            (date(2002, 1, 1), ["kept", "broken"]),
        ],
    )
    def test_the_last_day_of_the_phase_in_decides(self, day: date, answers: list[str]) -> None:
        """31 December 2005 is inside, 1 January 2006 is not."""
        assert outcomes(category_allowed(self.PLAN, replace(AROUND, day=day))) == answers

    @pytest.mark.parametrize(
        ("by", "answer"), [(("DE", "IT"), "kept"), (("DE",), "broken"), ((), "broken")]
    )
    def test_both_parties_must_agree(self, by: tuple[str, ...], answer: str) -> None:
        """The agreement of one Party is no agreement of both."""
        agreed = Agreement("SEN-17", by, "infra-red allowed")
        around = replace(AROUND, day=date(2005, 1, 1), agreements=(agreed,))
        assert outcomes(category_allowed(self.PLAN, around))[1] == answer

    def test_the_members_of_a_unit_agree_for_it(self) -> None:
        """Benelux agrees by its members."""
        agreed = Agreement("SEN-17", ("BE", "LU", "NL", "IT"), "infra-red allowed")
        plan = replace(self.PLAN, observing="BNL")
        around = replace(
            AROUND,
            day=date(2005, 1, 1),
            agreements=(agreed,),
            members={"BNL": ("BE", "LU", "NL")},
        )
        assert outcomes(category_allowed(plan, around)) == ["kept", "kept"]

    def test_a_plan_without_sensors_breaks_nothing(self) -> None:
        """Nothing planned is nothing forbidden."""
        assert outcomes(category_allowed(PLAN, AROUND)) == ["kept"]


@pytest.mark.provision("art.IV.2")
class TestNumbers:
    """SEN-3 to SEN-6: how many of each."""

    @pytest.mark.rule("SEN-3")
    def test_one_panoramic_camera(self) -> None:
        """One is allowed, two are not."""
        one, two = ("P-1", C.OPTICAL_PANORAMIC, None), ("P-2", C.OPTICAL_PANORAMIC, None)
        assert outcomes(numbers_of_sensors(sensing(one), AROUND)) == ["kept"]
        assert outcomes(numbers_of_sensors(sensing(one, two), AROUND)) == ["broken"]

    @pytest.mark.rule("SEN-3")
    def test_one_vertical_and_two_oblique_framing_cameras(self) -> None:
        """Three, one each way; two to the left are broken although they are only two."""
        below, left = ("F-1", C.OPTICAL_FRAMING, Side.BELOW), ("F-2", C.OPTICAL_FRAMING, Side.LEFT)
        right = ("F-3", C.OPTICAL_FRAMING, Side.RIGHT)
        assert outcomes(numbers_of_sensors(sensing(below, left, right), AROUND)) == ["kept"]
        again = ("F-4", C.OPTICAL_FRAMING, Side.LEFT)
        (finding,) = numbers_of_sensors(sensing(left, again), AROUND)
        assert finding.outcome is Outcome.BROKEN
        assert "2 framing cameras look left" in finding.says
        fourth = sensing(below, left, right, again)
        assert outcomes(numbers_of_sensors(fourth, AROUND)) == ["broken"]

    @pytest.mark.rule("SEN-4", "SEN-5")
    def test_video_is_not_limited_and_infra_red_is_one(self) -> None:
        """The text limits the number of video cameras nowhere (art.IV.2.B)."""
        videos = sensing(*((f"TV-{k}", C.VIDEO, None) for k in range(5)))
        assert numbers_of_sensors(videos, AROUND) == ()
        scanners = sensing(("I-1", C.INFRA_RED, None), ("I-2", C.INFRA_RED, None))
        assert outcomes(numbers_of_sensors(scanners, AROUND)) == ["broken"]


@pytest.mark.rule("SEN-6")
@pytest.mark.provision("art.IV.2.D")
class TestRadar:
    """SEN-6: left or right, never both together."""

    def plan(self, first: Side | None, second: Side | None, *, apart: bool) -> MissionPlan:
        """Return a plan with one radar in two periods."""
        start, stop = ("A", "B") if apart else ("IT-S", "B")
        return replace(
            PLAN,
            route=(point("A", 1, 0), point("B", 1.5, 0.2)),
            observations=(
                Observation("S-1", C.RADAR, "IT-S", "A", 6000.0, side=first),
                Observation("S-1", C.RADAR, start, stop, 6000.0, side=second),
            ),
        )

    def test_one_side_then_the_other_is_kept(self) -> None:
        """Periods that only touch do not run together."""
        plan = self.plan(Side.LEFT, Side.RIGHT, apart=True)
        assert outcomes(radar_on_one_side(plan, AROUND)) == ["kept"]

    def test_both_sides_together_are_broken(self) -> None:
        """The periods share the leg to A."""
        plan = self.plan(Side.LEFT, Side.RIGHT, apart=False)
        assert outcomes(radar_on_one_side(plan, AROUND)) == ["broken"]

    def test_a_side_not_said_is_asked(self) -> None:
        """Without the side nobody can tell."""
        assert outcomes(radar_on_one_side(self.plan(None, Side.LEFT, apart=False), AROUND)) == [
            "open"
        ]
        assert radar_on_one_side(PLAN, AROUND) == ()

    def test_a_period_off_the_path_shares_nothing(self) -> None:
        """A period whose places are not on the path runs with no other."""
        plan = self.plan(Side.LEFT, Side.RIGHT, apart=False)
        lost = replace(plan.observations[1], start="NOWHERE")
        plan = replace(plan, observations=(plan.observations[0], lost))
        assert outcomes(radar_on_one_side(plan, AROUND)) == ["kept"]


@pytest.mark.rule("SEN-7")
@pytest.mark.provision("art.IV.2", "art.II.13")
@pytest.mark.parametrize(
    ("category", "metres", "outcome"),
    [
        (C.OPTICAL_FRAMING, 0.31, "kept"),
        (C.OPTICAL_FRAMING, 0.30, "kept"),
        (C.OPTICAL_FRAMING, 0.29, "broken"),
        (C.VIDEO, 0.29, "broken"),
        (C.INFRA_RED, 0.50, "kept"),
        (C.INFRA_RED, 0.49, "broken"),
        (C.RADAR, 3.0, "kept"),
        (C.RADAR, 2.9, "broken"),
    ],
)
def test_no_better_than_means_a_larger_number(
    category: SensorCategory, metres: float, outcome: str
) -> None:
    """0.29 m sees more than 0.30 m and is not allowed; 0.31 m is."""
    finding = judge_resolution(category, Quantity(metres, "m"), on=date(2008, 5, 6))
    assert finding.outcome.value == outcome


@pytest.mark.rule("SEN-7")
@pytest.mark.provision("art.IV.2")
def test_a_resolution_within_its_error_of_the_limit_is_open() -> None:
    """0.305 m known to a centimetre may be 0.295 m."""
    measured = Quantity(0.305, "m", 0.01)
    finding = judge_resolution(C.OPTICAL_FRAMING, measured, on=date(2008, 5, 6))
    assert finding.outcome is Outcome.OPEN
