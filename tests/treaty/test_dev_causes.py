"""art.VIII.II.1 and 2: a deviation needs a cause of the text; the record names it or no one."""

from __future__ import annotations

import numpy as np
import pytest
from tests.flown import MISSION, along, around, at, beside, case, plan, track

from overflight.flights import (
    CleaningSettings,
    ComparisonSettings,
    FlightSaid,
    FlownCase,
    HeightSettings,
)
from overflight.flights.deviations import allowed_causes, unseen
from overflight.missions import Deviated, DeviationCause, HeightSystem, Resumed
from overflight.treaty import Outcome

# 0.1 degree of meridian at the equator on WGS 84 (GeographicLib: 11057.4277 m).
TENTH_M = 11_057.4277
pytestmark = [pytest.mark.provision("art.VIII.II.1"), pytest.mark.rule("DEV-1")]


def said(*causes: DeviationCause, resumed: float | None = None) -> FlightSaid:
    """Return a record that names causes at the start of the flight."""
    deviated = tuple(Deviated(MISSION, at(0), cause) for cause in causes)
    return FlightSaid(deviated, () if resumed is None else (Resumed(MISSION, at(resumed)),))


def test_a_flight_on_its_path_is_kept() -> None:
    """The farthest point and the tolerance stand in the finding, the tolerance as a setting."""
    (finding, *_) = allowed_causes(case(along()))
    assert finding.outcome is Outcome.KEPT
    assert finding.limit is not None
    assert finding.limit.value == 2000.0
    assert any("no number" in ground for ground in finding.basis)


def test_exactly_the_tolerance_is_kept_and_a_millimetre_more_is_not() -> None:
    """The boundary itself is on the path."""
    compared = beside(along(lat_deg=0.1))
    most = float(compared.off_m.max())
    for tolerance, outcome in ((most, Outcome.KEPT), (most - 0.001, Outcome.OPEN)):
        settings = ComparisonSettings(tolerance_m=tolerance, position_error_m=0.0)
        (finding, *_) = allowed_causes(case(along(lat_deg=0.1), settings=settings))
        assert finding.outcome is outcome
        assert finding.measured is not None
        assert finding.measured.value == pytest.approx(TENTH_M, abs=0.02)


def test_a_deviation_without_a_recorded_cause_is_open() -> None:
    """The software does not know why; the record names no cause."""
    (finding, *_) = allowed_causes(case(along(lat_deg=0.1)))
    assert finding.outcome is Outcome.OPEN
    assert finding.says.endswith("The record names no cause.")
    assert finding.where[0].lat_deg == 0.1
    assert "art.VIII.II.5" in finding.consequence


@pytest.mark.parametrize(
    "cause",
    [
        DeviationCause.WEATHER_SAFETY,
        DeviationCause.AIRCRAFT,
        DeviationCause.MEDICAL,
        DeviationCause.FORCE_MAJEURE,
    ],
)
def test_each_cause_of_the_text_is_allowed(cause: DeviationCause) -> None:
    """Weather and safety, the aircraft, a medical emergency, force majeure."""
    (finding, *_) = allowed_causes(case(along(lat_deg=0.1), said=said(cause)))
    assert (finding.outcome, finding.consequence) == (Outcome.KEPT, "")
    assert cause.value in finding.says


def test_a_cause_that_is_none_of_them_breaks_the_rule() -> None:
    """Other deviations are not in compliance."""
    (finding, *_) = allowed_causes(case(along(lat_deg=0.1), said=said(DeviationCause.NONE)))
    assert finding.outcome is Outcome.BROKEN


def test_a_cause_named_and_denied_is_contested() -> None:
    """Two statements that cannot both be right are shown as that."""
    both = said(DeviationCause.AIRCRAFT, DeviationCause.NONE)
    (finding, *_) = allowed_causes(case(along(lat_deg=0.1), said=both))
    assert finding.outcome is Outcome.CONTESTED


def test_a_cause_that_was_over_before_does_not_count() -> None:
    """After the flight plan was resumed the next deviation needs its own cause."""
    lat = np.where(np.arange(301) > 200, 0.1, 0.0)
    flown = track(np.linspace(0, 3, 301).tolist(), lat.tolist(), time_s=along().time_s.tolist())
    loose = CleaningSettings(fastest_m_s=5000.0)
    compared = beside(flown, cleaning=loose)
    record = said(DeviationCause.AIRCRAFT, resumed=1000.0)
    (finding, *_) = allowed_causes(FlownCase(compared, around(), record))
    assert finding.outcome is Outcome.OPEN


@pytest.mark.provision("art.VIII.II.2")
@pytest.mark.rule("DEV-2")
def test_weather_that_hinders_sensors_has_its_own_clause() -> None:
    """Whether it was safe and permitted by air traffic control is for people."""
    record = said(DeviationCause.WEATHER_SENSORS)
    (finding, *_) = allowed_causes(case(along(lat_deg=0.1), said=record))
    assert (finding.rule, finding.provision) == ("DEV-2", "art.VIII.II.2")
    assert finding.outcome is Outcome.OPEN


def test_inside_the_error_of_the_source_nothing_is_settled() -> None:
    """A run that may as well lie inside the tolerance is open, even with a denied cause."""
    settings = ComparisonSettings(tolerance_m=TENTH_M - 50, position_error_m=100.0)
    record = said(DeviationCause.NONE)
    found = allowed_causes(case(along(lat_deg=0.1), settings=settings, said=record))
    assert found[0].outcome is Outcome.OPEN
    assert "may be off the path" in found[0].says


def test_the_profile_is_asked_like_the_path() -> None:
    """A height off the plan is a deviation too."""
    compared = beside(along(), agreed=plan(height_m=5000.0, observations=()))
    *_, finding = allowed_causes(FlownCase(compared, around()))
    assert finding.outcome is Outcome.OPEN
    assert "2,000 m from the planned height" in finding.says


def test_heights_that_cannot_be_compared_are_open_with_the_reason() -> None:
    """No height is invented to come to a verdict."""
    compared = beside(along(), agreed=plan(height_system=HeightSystem.MSL))
    *_, finding = allowed_causes(FlownCase(compared, around()))
    assert finding.outcome is Outcome.OPEN
    assert "not comparable" in finding.says


def test_many_runs_are_counted_and_none_is_hidden() -> None:
    """After the largest twenty the rest stand in one line with their own outcome."""
    lat = np.where(np.arange(3001) % 100 > 50, 0.1, 0.0)
    lon = np.linspace(0, 3, 3001)
    time = along(3001).time_s
    flown = track(lon.tolist(), lat.tolist(), time_s=time.tolist())
    compared = beside(flown, cleaning=CleaningSettings(fastest_m_s=20_000.0))
    found = allowed_causes(FlownCase(compared, around(), said(DeviationCause.NONE)))
    broken = [f for f in found if f.outcome is Outcome.BROKEN]
    assert len(broken) == 21
    assert broken[-1].says.startswith("10 further runs")


def test_another_leg_nearby_is_said() -> None:
    """Flying a later leg first is no distance from the path, but not its order either."""
    out = np.linspace(0.0, 2.5, 251)
    back = np.linspace(2.5, 0.5, 201)[1:]
    flown = track([*out, *back, *np.linspace(0.5, 3.0, 251)[1:]])
    found = allowed_causes(case(flown))
    assert any("the declared order was left" in f.says for f in found)


def test_every_gap_is_named_and_nothing_is_said_of_it() -> None:
    """Since, until, how far apart; and how much of the path was seen at all."""
    flown = along()
    keep = np.flatnonzero((flown.lon_deg < 1.2) | (flown.lon_deg > 1.5))
    gap, seen = unseen(case(flown.only(keep)))
    assert gap.outcome is Outcome.OPEN
    assert "nothing can be said" in gap.says
    assert "35.6 km apart" in gap.says
    assert seen.outcome is Outcome.OPEN
    assert "298.3 of 334.0 km" in seen.says


def test_a_path_seen_whole_is_kept() -> None:
    """No gap, no open question."""
    (seen,) = unseen(case(along()))
    assert seen.outcome is Outcome.KEPT


def test_legs_never_seen_are_named() -> None:
    """A track that covers two of three legs does not judge the third."""
    flown = along()
    *_, seen = unseen(case(flown.only(np.flatnonzero(flown.lon_deg < 1.9))))
    assert "Not seen at all: B - XX-AWAY." in seen.says


def test_many_gaps_are_summed() -> None:
    """The longest twenty stand alone; the seconds of the rest are added up."""
    flown = along(3001)
    keep = np.flatnonzero(np.arange(3001) % 100 < 20)
    found = unseen(case(flown.only(keep)))
    assert len(found) == 22
    assert "shorter gaps" in found[20].says


def test_heights_settings_reach_the_profile() -> None:
    """The error of heights is the user's, and stands in the number."""
    settings = ComparisonSettings(position_error_m=0.0, heights=HeightSettings(error_m=77.0))
    compared = beside(along(), agreed=plan(height_m=5000.0, observations=()), settings=settings)
    *_, finding = allowed_causes(FlownCase(compared, around()))
    assert finding.measured is not None
    assert finding.measured.error == 77.0
