"""art.VIII.II.1 and 2: a deviation needs a cause of the text; the record names it or no one."""

from __future__ import annotations

import numpy as np
import pytest
from tests.flown import DEGREE_M, MISSION, along, around, at, beside, case, plan, track

from overflight.flights import (
    CleaningSettings,
    Comparison,
    ComparisonSettings,
    FlightSaid,
    FlownCase,
    HeightSettings,
    Run,
    Track,
    UnseenWhen,
    flown_report,
    instant_of,
)
from overflight.flights.judged.account import declared_order, unseen
from overflight.flights.judged.deviations import allowed_causes
from overflight.flights.judged.rights import beyond_fifty_km
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
    assert "may also lie inside the tolerance" in found[0].says


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


def wavy(runs: int, *, deeper: bool = False) -> Comparison:
    """Return a flight that leaves its path so many times, each time farther where asked."""
    number = np.arange(100 * runs + 1)
    off = np.where(number % 100 > 50, 0.1, 0.0)
    lat = off * (1 + number // 100 / 100) if deeper else off
    lon = np.linspace(0, 3, len(number))
    flown = track(lon.tolist(), lat.tolist(), time_s=along(len(number)).time_s.tolist())
    return beside(flown, cleaning=CleaningSettings(fastest_m_s=50_000.0))


def test_the_largest_three_stand_alone_and_the_rest_in_one() -> None:
    """Thirty runs off the path are four findings; all thirty are in the comparison."""
    compared = wavy(30, deeper=True)
    found = allowed_causes(FlownCase(compared, around(), said(DeviationCause.NONE)))
    off = [f for f in found if "off the" in f.says]
    assert [f.outcome for f in off] == [Outcome.BROKEN] * 4
    sizes = sorted((run.excursion for run in compared.off_path), reverse=True)
    assert [f.measured.value for f in off if f.measured] == sizes[:4]
    assert off[3].says.startswith("27 further runs off the path, ")
    assert "Each by itself: 27 broken" in off[3].says
    assert len(off[3].where) == 27
    assert len(compared.off_path) == 30
    seconds = sum(run.until_s - run.since_s for run in sorted_runs(compared)[3:])
    assert f"{seconds:,.0f} s in all" in off[3].says


def sorted_runs(compared: Comparison) -> list[Run]:
    """Return the runs off the path, the largest first."""
    return sorted(compared.off_path, key=lambda run: -run.excursion)


@pytest.mark.parametrize(("runs", "findings"), [(1, 1), (3, 3), (4, 4), (5, 4)])
def test_up_to_four_runs_each_has_a_finding(runs: int, findings: int) -> None:
    """A sum of one run would only be longer."""
    found = allowed_causes(FlownCase(wavy(runs), around()))
    off = [f for f in found if "off the" in f.says]
    assert len(off) == findings
    assert ("further runs" in off[-1].says) is (runs == 5)


def test_no_breach_hides_behind_a_sum() -> None:
    """One small run without a cause of the text is the gravest of the rest, and its outcome."""
    compared = wavy(10, deeper=True)
    first = sorted_runs(compared)[-1]
    record = FlightSaid(
        (
            Deviated(MISSION, instant_of(first.since_s), DeviationCause.NONE),
            Deviated(MISSION, instant_of(first.until_s + 5), DeviationCause.AIRCRAFT),
        ),
        (Resumed(MISSION, instant_of(first.until_s + 1)),),
    )
    found = allowed_causes(FlownCase(compared, around(), record))
    off = [f for f in found if "off the" in f.says]
    assert [f.outcome for f in off] == [Outcome.KEPT] * 3 + [Outcome.BROKEN]
    assert "6 kept, 1 broken" in off[3].says
    assert off[3].consequence


def test_a_rest_with_causes_is_kept() -> None:
    """Where each by itself is kept, the sum is."""
    found = allowed_causes(FlownCase(wavy(9), around(), said(DeviationCause.MEDICAL)))
    off = [f for f in found if "off the" in f.says]
    assert (off[3].outcome, off[3].consequence) == (Outcome.KEPT, "")


def test_the_excursion_is_that_from_the_path_as_the_fifty_kilometres_are() -> None:
    """The largest excursion, the report and DEV-4 name one number (AMB-20)."""
    one = case(along(lat_deg=0.1))
    (off, *_) = allowed_causes(one)
    (far,) = beyond_fifty_km(one)
    report = flown_report(one.comparison, (off, far))
    assert off.measured is not None
    assert far.measured is not None
    assert off.measured.value == pytest.approx(far.measured.value * 1000)
    assert report.most_off_m == pytest.approx(off.measured.value, abs=0.001)


@pytest.mark.provision("art.VI.II.4.F")
@pytest.mark.rule("GEO-3")
class TestDeclaredOrder:
    """The legs are declared in a sequence."""

    def out_and_back(self, to: float = 2.5, back: float = 0.5) -> Track:
        """Return a flight to the third leg, back to an earlier one, and on to the end."""
        lon = [*np.linspace(0, to, 251), *np.linspace(to, back, 201)[1:]]
        return track([float(x) for x in (*lon, *np.linspace(back, 3, 251)[1:])])

    def test_the_declared_order_is_kept(self) -> None:
        """Out of order nothing, against the direction nothing."""
        (found,) = declared_order(case(along()))
        assert (found.outcome, found.consequence, found.where) == (Outcome.KEPT, "", ())
        assert found.measured is not None
        assert found.measured.value == 0.0

    def test_legs_flown_again_are_out_of_order(self) -> None:
        """The legs, the kilometres, and those against the direction; a cause is asked for."""
        (found,) = declared_order(case(self.out_and_back()))
        assert found.outcome is Outcome.OPEN
        assert "XX-HOME - A; B - XX-AWAY" in found.says
        assert "against the direction" in found.says
        assert found.says.endswith("The record names no cause.")
        assert found.measured is not None
        assert found.measured.value == pytest.approx(2 * 111.3, abs=5)
        assert len(found.where) == 2

    @pytest.mark.parametrize(
        ("cause", "outcome"),
        [
            (DeviationCause.WEATHER_SAFETY, Outcome.KEPT),
            (DeviationCause.NONE, Outcome.BROKEN),
            (DeviationCause.WEATHER_SENSORS, Outcome.OPEN),
        ],
    )
    def test_the_cause_is_taken_from_the_record(
        self, cause: DeviationCause, outcome: Outcome
    ) -> None:
        """Leaving the order is a deviation as leaving the path is."""
        (found,) = declared_order(case(self.out_and_back(), said=said(cause)))
        assert found.outcome is outcome

    def test_one_leg_flown_to_and_fro_is_said(self) -> None:
        """The order of legs is kept, the direction of one is not."""
        (found,) = declared_order(case(self.out_and_back(1.9, 1.1)))
        assert found.outcome is Outcome.OPEN
        assert "89.1 km were flown against" in found.says

    @pytest.mark.parametrize(("more_m", "outcome"), [(0.001, Outcome.KEPT), (-0.001, Outcome.OPEN)])
    def test_exactly_the_tolerance_is_kept(self, more_m: float, outcome: Outcome) -> None:
        """The boundary belongs to the order; a millimetre less of tolerance does not hold it."""
        flown = self.out_and_back(1.9, 1.1)
        slack = beside(flown).against_m + more_m
        settings = ComparisonSettings(tolerance_m=slack, position_error_m=0.0)
        (found,) = declared_order(case(flown, settings=settings))
        assert found.outcome is outcome

    def test_one_run_alone_is_one_run(self) -> None:
        """The last leg is flown first: that leg, and not the whole flight, is out of order."""
        lon = [*np.linspace(2.9, 2.3, 61), *np.linspace(2.2, 0.0, 61), *np.linspace(0, 3, 301)]
        flown = track([float(x) for x in lon])
        compared = beside(flown, cleaning=CleaningSettings(fastest_m_s=5_000.0))
        (found,) = declared_order(FlownCase(compared, around()))
        assert found.says.startswith("Flown out of the declared order: 1 run, ")
        assert "on A - XX-AWAY" in found.says


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
    """The longest three stand alone; the seconds of the rest are added up."""
    flown = along(3001)
    keep = np.flatnonzero(np.arange(3001) % 100 < 20)
    found = unseen(case(flown.only(keep)))
    assert len(found) == 5
    assert found[3].says.startswith("27 shorter gaps, ")
    assert found[3].outcome is Outcome.OPEN
    assert len(found[3].where) == 27


def test_before_the_first_and_after_the_last_point_nothing_can_be_said() -> None:
    """The track has no gap, and yet most of the path was never seen: both ends have their km."""
    flown = along(3001)
    keep = np.flatnonzero((flown.lon_deg > 0.6995) & (flown.lon_deg < 2.1005))
    one = case(flown.only(keep))
    ends, seen = unseen(one)
    assert ends.outcome is Outcome.OPEN
    # 0.7 and 0.9 degrees of the equator, 111.319 km each.
    assert "): 77.9 km of the agreed path, and after the last point" in ends.says
    assert ends.says.endswith("): 100.2 km; nothing can be said.")
    assert seen.outcome is Outcome.OPEN
    before, after = flown_report(one.comparison, (ends, seen)).unseen
    assert (before.when, after.when) == (UnseenWhen.BEFORE, UnseenWhen.AFTER)
    assert before.path_m == pytest.approx(0.7 * DEGREE_M, abs=1)
    assert (after.from_m, after.to_m) == pytest.approx((2.1 * DEGREE_M, 3 * DEGREE_M), abs=1)
    assert before.place.lon_deg == pytest.approx(0.7)


def test_a_path_seen_from_end_to_end_has_no_such_ends() -> None:
    """Within the tolerance of its ends the path was seen."""
    flown = along(3001)
    one = case(flown.only(np.flatnonzero(flown.lon_deg > 0.01)))
    assert [f.outcome for f in unseen(one)] == [Outcome.KEPT]
    assert flown_report(one.comparison, ()).unseen == ()


def test_legs_that_follow_each_other_are_named_in_one() -> None:
    """Two legs unseen are one stretch, from place to place."""
    flown = along()
    *_, seen = unseen(case(flown.only(np.flatnonzero(flown.lon_deg > 2.005))))
    assert "Not seen at all: XX-HOME - B (2 legs)." in seen.says


def test_heights_settings_reach_the_profile() -> None:
    """The error of heights is the user's, and stands in the number."""
    settings = ComparisonSettings(position_error_m=0.0, heights=HeightSettings(error_m=77.0))
    compared = beside(along(), agreed=plan(height_m=5000.0, observations=()), settings=settings)
    *_, finding = allowed_causes(FlownCase(compared, around()))
    assert finding.measured is not None
    assert finding.measured.error == 77.0
