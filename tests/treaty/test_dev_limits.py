"""art.VIII.II.3 and 8: fifty kilometres, the minimum height, and those aboard."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import MappingProxyType

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from tests.flown import MISSION, START_S, along, around, at, beside, case, log_of, plan, track

from overflight.flights import (
    AboardTold,
    CleaningSettings,
    ComparisonSettings,
    FlightSaid,
    FlownCase,
    SensorBarred,
    SensorLog,
)
from overflight.flights.judged.rights import FAR, beyond_fifty_km, tell_those_aboard
from overflight.flights.judged.sensor_rules import below_minimum
from overflight.geodesy import FlatTerrain
from overflight.missions import Certificate, Deviated, DeviationCause
from overflight.treaty import Finding, Outcome, readings

ALL = (0.0, 20_000.0)
BAR = SensorBarred(MISSION, "*", at(0), at(20_000))


def north_of_equator(metres: float) -> float:
    """Return the latitude whose meridian distance from the equator is given, by GeographicLib."""
    return float(Geodesic.WGS84.Direct(0, 0, 0, metres)["lat2"])


def far(
    metres: float,
    *,
    log: SensorLog | None = None,
    said: FlightSaid | None = None,
    error_m: float = 0.0,
) -> Finding:
    """Return the finding on a flight that far from its path."""
    settings = ComparisonSettings(position_error_m=error_m)
    flown = along(lat_deg=north_of_equator(metres))
    (finding,) = beyond_fifty_km(case(flown, log=log, said=said, settings=settings))
    return finding


@pytest.mark.provision("art.VIII.II.3")
@pytest.mark.rule("DEV-4")
class TestFiftyKilometres:
    """Beyond fifty kilometres the observed Party may bar all sensors."""

    def test_the_value_is_fifty_and_dated(self) -> None:
        """The number stands beside its rule with its provision."""
        assert (FAR.amount, FAR.unit, FAR.provision) == (Decimal(50), "km", "art.VIII.II.3")

    def test_nearer_is_kept(self) -> None:
        """A deviation of eleven kilometres touches no right."""
        assert far(11_000).outcome is Outcome.KEPT

    @pytest.mark.parametrize(
        ("metres", "outcome"),
        [(49_999.99, Outcome.KEPT), (50_000.01, Outcome.OPEN)],
    )
    def test_the_boundary_lies_at_fifty_kilometres(self, metres: float, outcome: Outcome) -> None:
        """A centimetre inside, a centimetre beyond; distances by GeographicLib."""
        found = far(metres, log=log_of(ALL))
        assert found.outcome is outcome
        assert found.measured is not None
        assert found.measured.value == pytest.approx(metres / 1000, abs=1e-5)

    def test_inside_the_error_of_the_source_it_is_open(self) -> None:
        """A hundred metres of error around the limit settle nothing."""
        assert far(49_950, error_m=100).outcome is Outcome.OPEN
        assert far(49_890, error_m=100).outcome is Outcome.KEPT

    def test_beyond_with_sensors_on_and_no_bar_is_open(self) -> None:
        """The observed Party may bar them; the record does not say that it did."""
        found = far(60_000, log=log_of(ALL))
        assert found.outcome is Outcome.OPEN
        assert "names no bar" in found.says
        assert "art.VIII.II.3" in found.consequence

    def test_beyond_with_a_barred_sensor_on_is_broken(self) -> None:
        """The right was used, and the sensor ran."""
        found = far(60_000, log=log_of(ALL), said=FlightSaid(barred=(BAR,)))
        assert found.outcome is Outcome.BROKEN

    def test_a_bar_of_another_sensor_or_time_does_not_count(self) -> None:
        """A bar has a sensor and a time."""
        other = replace(BAR, sensor="SAR")
        later = replace(BAR, since=at(90_000), until=at(90_001))
        found = far(60_000, log=log_of(ALL), said=FlightSaid(barred=(other, later)))
        assert found.outcome is Outcome.OPEN

    def test_beyond_without_a_sensor_on_is_kept(self) -> None:
        """There was nothing to bar."""
        assert far(60_000, log=log_of((90_000, 90_001))).outcome is Outcome.KEPT

    def test_beyond_without_a_log_is_open(self) -> None:
        """Whether a sensor ran is not known."""
        assert "no sensor log" in far(60_000).says

    def test_the_reading_is_named(self) -> None:
        """From what the distance counts is AMB-20."""
        assert far(11_000).readings == ("AMB-20=nearest-point",)

    def test_the_other_reading_counts_across_the_leg_due(self) -> None:
        """Flying over an earlier leg is near the path, and far from the leg due."""
        lon = [
            *np.linspace(0, 2.5, 251),
            *np.linspace(2.5, 0.5, 201)[1:],
            *np.linspace(0.5, 3, 251),
        ]
        flown = track([float(x) for x in lon])
        across = around(readings=readings({"AMB-20": "current-leg"}))
        (near,) = beyond_fifty_km(case(flown))
        (leg,) = beyond_fifty_km(case(flown, world=across))
        assert near.outcome is Outcome.KEPT
        assert leg.readings == ("AMB-20=current-leg",)


def low(
    height_m: float,
    *,
    log: SensorLog | None = None,
    said: FlightSaid | None = None,
    error_m: float = 0.0,
) -> Finding:
    """Return the finding on a flight at one height above ground; H_min is 2,000 m."""
    flown = along()
    heights = (replace(flown.heights[0], height_m=np.full(len(flown), height_m)),)
    compared = beside(replace(flown, heights=heights))
    settings = replace(
        compared.settings, heights=replace(compared.settings.heights, error_m=error_m)
    )
    compared = replace(compared, settings=settings)
    (finding,) = below_minimum(FlownCase(compared, around(), said or FlightSaid(), log))
    return finding


@pytest.mark.provision("art.VIII.II.3")
@pytest.mark.rule("DEV-3")
class TestMinimumHeight:
    """A sensor on below its minimum height above ground."""

    @pytest.mark.parametrize(
        ("height", "outcome"),
        [(3000.0, Outcome.KEPT), (2000.0, Outcome.KEPT), (1999.99, Outcome.BROKEN)],
    )
    def test_exactly_the_minimum_is_kept(self, height: float, outcome: Outcome) -> None:
        """At the height itself the sensor may run; below it, with no deviation said, not."""
        assert low(height, log=log_of(ALL)).outcome is outcome

    def test_inside_the_error_it_is_open(self) -> None:
        """Thirty metres of height error around the limit settle nothing."""
        assert low(2010.0, log=log_of(ALL), error_m=30).outcome is Outcome.OPEN

    def test_below_for_a_cause_of_the_text_is_a_right_to_bar(self) -> None:
        """The text gives the observed Party a right; it does not say that flying there is wrong."""
        cause = FlightSaid(deviated=(Deviated(MISSION, at(0), DeviationCause.WEATHER_SAFETY),))
        found = low(1500.0, log=log_of(ALL), said=cause)
        assert found.outcome is Outcome.OPEN
        assert "may forbid" in found.consequence

    def test_below_with_a_barred_sensor_on_is_broken(self) -> None:
        """The right was used."""
        cause = FlightSaid(
            deviated=(Deviated(MISSION, at(0), DeviationCause.AIRCRAFT),), barred=(BAR,)
        )
        found = low(1500.0, log=log_of(ALL), said=cause)
        assert (found.outcome, "barred" in found.says) == (Outcome.BROKEN, True)

    def test_without_a_log_the_agreed_stretch_is_looked_at_and_stays_open(self) -> None:
        """Whether the sensor ran is not known either way."""
        assert low(3000.0).outcome is Outcome.OPEN
        assert low(1500.0).outcome is Outcome.OPEN
        assert "lowest at 1,500 m" in low(1500.0).says

    def test_a_sensor_never_seen_on_is_open(self) -> None:
        """No point was flown while it was on."""
        assert low(3000.0, log=log_of((90_000, 90_100))).outcome is Outcome.OPEN

    def test_points_without_height_leave_it_open(self) -> None:
        """Kept needs every moment known."""
        flown = along()
        height = flown.height_m.copy()
        height[150] = np.nan
        heights = (replace(flown.heights[0], height_m=height),)
        compared = beside(replace(flown, heights=heights))
        (found,) = below_minimum(FlownCase(compared, around(), log=log_of(ALL)))
        assert found.outcome is Outcome.OPEN
        assert "Not every moment" in found.says

    def test_without_terrain_the_height_above_ground_is_not_known(self) -> None:
        """H_min counts from the ground."""
        world = around(terrain=None)
        (found,) = below_minimum(case(along(), world=world, log=log_of(ALL)))
        assert found.outcome is Outcome.OPEN
        assert "no ground heights" in found.says

    def test_rising_ground_counts(self) -> None:
        """3,000 m over the ellipsoid are 1,900 m over ground at 1,100 m."""
        world = around(terrain=FlatTerrain(1100.0))
        (found,) = below_minimum(case(along(), world=world, log=log_of(ALL)))
        assert found.outcome is Outcome.BROKEN

    def test_the_certificate_goes_before_the_plan(self) -> None:
        """What certification found stands, whatever the plan repeats."""
        certificates = MappingProxyType({"CAM": Certificate(Decimal(3500), "report")})
        (found,) = below_minimum(case(along(), world=around(certificates=certificates)))
        assert found.limit is not None
        assert found.limit.value == 3500.0
        radar = MappingProxyType({"CAM": Certificate(None, "a radar has none")})
        assert below_minimum(case(along(), world=around(certificates=radar))) == ()

    def test_without_a_log_each_sensor_has_its_own_stretches(self) -> None:
        """Low before A, where only the second sensor was agreed to be on."""
        (first,) = plan().observations
        second = replace(first, sensor="TV", start="XX-HOME", stop="A")
        agreed = plan(observations=(first, second))
        flown = along()
        height = np.where(flown.lon_deg < 0.5, 1500.0, 3000.0)
        heights = (replace(flown.heights[0], height_m=height),)
        compared = beside(replace(flown, heights=heights), agreed=agreed)
        camera, television = below_minimum(FlownCase(compared, around()))
        assert camera.measured is not None
        assert television.measured is not None
        assert (camera.measured.value, television.measured.value) == (3000.0, 1500.0)

    def test_another_sensor_in_the_log_is_not_this_one(self) -> None:
        """Each sensor is asked about its own time."""
        found = low(1500.0, log=log_of(ALL, sensor="SAR"))
        assert found.outcome is Outcome.OPEN


@pytest.mark.provision("art.VIII.II.8")
@pytest.mark.rule("DEV-7")
class TestThoseAboard:
    """Everyone aboard is told of a deviation at once."""

    def test_no_deviation_needs_no_word(self) -> None:
        """Nothing happened, nothing is asked."""
        assert tell_those_aboard(case(along())) == ()

    def test_told_during_the_deviation_is_kept_with_the_time_it_took(self) -> None:
        """Immediately has no number; the seconds are shown."""
        said = FlightSaid(told=(AboardTold(MISSION, at(90)), AboardTold(MISSION, at(40))))
        (found,) = tell_those_aboard(case(along(lat_deg=0.1), said=said))
        assert found.outcome is Outcome.KEPT
        assert "40 s after" in found.says

    def test_many_deviations_nobody_told_of_are_one_finding(self) -> None:
        """How many, the first, the last, the longest, and all their places."""
        number = np.arange(3001)
        long = (number > 1500) & (number < 1590)
        lat = np.where((number % 100 > 50) | long, 0.1, 0.0)
        lon = np.linspace(0, 3, 3001)
        flown = track(lon.tolist(), lat.tolist(), time_s=along(3001).time_s.tolist())
        compared = beside(flown, cleaning=CleaningSettings(fastest_m_s=50_000.0))
        (found,) = tell_those_aboard(FlownCase(compared, around()))
        assert found.outcome is Outcome.OPEN
        assert found.measured is not None
        assert (found.measured.value, found.measured.unit) == (30, "deviations")
        assert len(found.where) == 30
        seconds = max(run.until_s - run.since_s for run in compared.off_path)
        assert f"({seconds:,.0f} s)" in found.says
        assert "told of 30 deviations, the first from 2003-05-10T10:00:51Z" in found.says

    def test_those_told_and_those_not_are_two_findings(self) -> None:
        """What was told is kept by itself; the latest word counts."""
        number = np.arange(301)
        lat = np.where(number % 100 > 50, 0.1, 0.0)
        flown = track((number / 100).tolist(), lat.tolist())
        compared = beside(flown, cleaning=CleaningSettings(fastest_m_s=50_000.0))
        first, second, third = compared.off_path
        words = tuple(
            AboardTold(MISSION, at(run.since_s - START_S + late))
            for run, late in ((first, 20), (third, 70))
        )
        kept, left = tell_those_aboard(FlownCase(compared, around(), FlightSaid(told=words)))
        assert (kept.outcome, left.outcome) == (Outcome.KEPT, Outcome.OPEN)
        assert "told of 2 deviations, at the latest 70 s after" in kept.says
        assert kept.where == (first.at, third.at)
        assert left.where == (second.at,)

    @pytest.mark.parametrize("second", [-100.0, 90_000.0])
    def test_told_before_or_after_is_open(self, second: float) -> None:
        """A word before the deviation is not about it, a word long after is not at once."""
        said = FlightSaid(told=(AboardTold(MISSION, at(second)),))
        (found,) = tell_those_aboard(case(along(lat_deg=0.1), said=said))
        assert found.outcome is Outcome.OPEN


def test_a_loose_cleaning_keeps_its_settings_in_the_case() -> None:
    """What cleaning went by stays with the comparison."""
    compared = beside(along(), cleaning=CleaningSettings(gap_s=120.0))
    assert compared.clean.settings.gap_s == 120.0
