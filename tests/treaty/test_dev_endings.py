"""art.VIII.II.4 to 7: how a flight ends, how a deviation ends, and what its distance counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import numpy as np
import pytest
from geographiclib.geodesic import Geodesic
from tests.flown import (
    COMMENCEMENT,
    DEGREE_M,
    MISSION,
    PLACES,
    START_S,
    around,
    at,
    case,
    log_of,
    plan,
    route,
    track,
)

from overflight.desk.flights import compare_flight
from overflight.flights import (
    CleaningSettings,
    CleanTrack,
    ComparisonSettings,
    FlightSaid,
    FlownCase,
    FlownState,
    HeightSettings,
    Track,
    clean,
    compare,
    detours_of,
    judge_flight,
    route_of,
    spells_of,
)
from overflight.flights.judged.ending import cut_short, resumed
from overflight.flights.judged.flown_crossings import crossings_flown
from overflight.flights.judged.flown_distance import distance_flown, maximum_flown
from overflight.geodesy import Position
from overflight.missions import (
    CurtailCause,
    Curtailed,
    Deviated,
    DeviationCause,
    MaximumDistance,
    Observation,
    PlannedPath,
    Resumed,
    Stop,
    Surroundings,
    UsableSite,
    Waypoint,
)
from overflight.sensors import SensorCategory
from overflight.treaty import Outcome

SITES = {n: UsableSite(n, frozenset(), Position(x, y)) for n, x, y in PLACES if "XX" in n}


def north(metres: float) -> float:
    """Return the latitude that many metres of meridian north of the equator, by GeographicLib."""
    return float(Geodesic.WGS84.Direct(0, 0, 0, metres)["lat2"])


def flown(
    *,
    off_m: float = 0.0,
    since: float = 1.2,
    until: float = 1.4,
    ends: float = 3.0,
    said: FlightSaid | None = None,
    world: Surroundings | None = None,
) -> FlownCase:
    """Return a flight along the path, off it between two longitudes, by leaps if need be."""
    lon = np.linspace(0.0, ends, round(100 * ends) + 1)
    inside = (lon > since - 1e-9) & (lon < until + 1e-9)
    lat = np.where(inside, north(off_m), 0.0)
    time = START_S + lon * DEGREE_M / 400_000.0 * 3600
    made = track(lon.tolist(), lat.tolist(), time_s=time.tolist())
    exact = ComparisonSettings(position_error_m=0.0, heights=HeightSettings(0.0, 0.0))
    return FlownCase(
        compare(cleaned(made), route(), exact), world or around(), said or FlightSaid()
    )


def cleaned(made: Track) -> CleanTrack:
    """Return a track in which an aircraft may leap by fifty kilometres."""
    return clean(made, CleaningSettings(fastest_m_s=6_000.0))


@pytest.mark.provision("art.VIII.II.7")
@pytest.mark.rule("GEO-13")
class TestDeviationDistance:
    """What a deviation adds does not count against the maximum flight distance."""

    def test_out_and_back_is_the_extra(self) -> None:
        """Five kilometres out and five back, at right angles but for a hundredth of a degree."""
        one = flown(off_m=5_000.0)
        (detour,) = detours_of(one.comparison, one.said)
        slanted = float(np.hypot(5_000.0, 0.01 * DEGREE_M)) - 0.01 * DEGREE_M
        assert detour.extra_m == pytest.approx(2 * slanted, abs=2.0)
        assert detour.instead_m == pytest.approx(0.22 * DEGREE_M, abs=2.0)
        assert detour.rejoined

    def test_the_finding_names_what_counts(self) -> None:
        """Flown, agreed, added, and what is left of it."""
        (found,) = distance_flown(flown(off_m=5_000.0))
        assert "1 deviation added 8.0 km" in found.says
        assert "count." in found.says
        (straight,) = distance_flown(flown())
        assert "deviation added" not in straight.says

    def test_a_short_cut_adds_nothing(self) -> None:
        """Less than the agreed path lies between leaving and rejoining: nothing is taken off."""
        one = flown(off_m=5_000.0)
        (detour,) = detours_of(one.comparison, one.said)
        assert replace(detour, flown_m=1.0).extra_m == 0.0

    def test_a_deviation_that_ends_in_a_gap_was_not_seen_to_rejoin(self) -> None:
        """Over the gap nothing is credited."""
        one = flown(off_m=5_000.0, since=1.2, until=2.0)
        points = np.concatenate([np.arange(0, 180), np.arange(240, 301)])
        made = one.comparison.track.only(points)
        compared = compare(cleaned(made), one.comparison.route, one.comparison.settings)
        (detour,) = detours_of(compared, one.said)
        assert not detour.rejoined
        assert detour.flown_m < 0.7 * DEGREE_M

    def test_a_flight_off_its_path_from_its_first_point_has_one_detour(self) -> None:
        """There is no point on the path before it."""
        one = flown(off_m=5_000.0, since=0.0, until=0.5)
        (detour,) = detours_of(one.comparison, one.said)
        assert detour.run.first == 0
        assert detour.rejoined


@pytest.mark.provision("art.VI.II.4.A")
@pytest.mark.rule("GEO-1")
class TestMaximumFlown:
    """What counts of the flown distance against the maximum flight distance."""

    def test_without_a_maximum_nothing_is_said(self) -> None:
        """The plan's own rule says that none is at hand."""
        assert maximum_flown(flown()) == ()

    @pytest.mark.parametrize(
        ("km", "outcome"), [("334.0", Outcome.KEPT), ("333.9", Outcome.OPEN), ("500", Outcome.KEPT)]
    )
    def test_more_than_the_maximum_asks_for_its_reason(self, km: str, outcome: Outcome) -> None:
        """Three degrees of the equator are 333.958 km; the duty is on the plan: it stays open."""
        world = around(distance=MaximumDistance(Decimal(km)))
        (found,) = maximum_flown(flown(world=world))
        assert found.outcome is outcome
        assert found.measured is not None
        assert found.measured.value == pytest.approx(333.958, abs=1e-3)

    def test_a_deviation_is_left_out(self) -> None:
        """With the way out and back it would be more than the maximum; it does not count."""
        world = around(distance=MaximumDistance(Decimal("334.0")))
        (found,) = maximum_flown(flown(off_m=20_000.0, world=world))
        assert found.outcome is Outcome.KEPT
        assert found.measured is not None
        assert found.measured.value == pytest.approx(333.958, abs=1e-2)

    def test_a_gap_counts_by_its_straight_line(self) -> None:
        """That much was flown at least."""
        one = flown()
        made = one.comparison.track.only(np.concatenate([np.arange(0, 100), np.arange(200, 301)]))
        compared = compare(cleaned(made), one.comparison.route, one.comparison.settings)
        world = around(distance=MaximumDistance(Decimal("334.0")))
        (found,) = maximum_flown(FlownCase(compared, world))
        assert found.measured is not None
        assert found.measured.value == pytest.approx(333.958, abs=2e-2)


@pytest.mark.provision("art.VIII.II.4")
@pytest.mark.rule("DEV-5")
class TestCutShort:
    """A flight cut short: by whose word, for which cause, and what follows."""

    def test_a_flight_that_reached_its_end_says_nothing(self) -> None:
        """Ten kilometres from the airfield is there."""
        assert cut_short(flown()) == ()

    def test_a_track_that_ends_elsewhere_is_a_question(self) -> None:
        """It may have been cut short, or have flown on unseen."""
        (found,) = cut_short(flown(ends=2.0))
        assert found.outcome is Outcome.OPEN
        assert found.measured is not None
        assert found.measured.value == pytest.approx(DEGREE_M / 1000, abs=1e-3)
        assert "art.VIII.II.6" in found.consequence

    @pytest.mark.parametrize("cause", list(CurtailCause))
    def test_every_cause_has_its_consequence_for_quota_and_data(self, cause: CurtailCause) -> None:
        """As the table of quota effects has them; the data follow the count."""
        said = FlightSaid(curtailed=(Curtailed(MISSION, at(1000), cause),))
        (found,) = cut_short(flown(ends=2.0, said=said))
        assert found.outcome is Outcome.KEPT
        assert cause.value in found.says
        assert "while the aircraft was seen" in found.says
        assert "art.VIII.II.6" in found.consequence

    def test_two_causes_are_contested(self) -> None:
        """The Parties name different ones; nobody chooses between them."""
        said = FlightSaid(
            curtailed=(
                Curtailed(MISSION, at(1000), CurtailCause.SENSOR),
                Curtailed(MISSION, at(90_000), CurtailCause.TECHNICAL),
            )
        )
        found = cut_short(flown(said=said))
        assert {f.outcome for f in found} == {Outcome.CONTESTED}
        assert any("while it was not seen" in f.says for f in found)


@pytest.mark.provision("art.VIII.II.7")
@pytest.mark.rule("DEV-6")
class TestResumed:
    """The path taken up again: seen, and said with the permission of air traffic control."""

    def test_without_a_deviation_nothing_is_said(self) -> None:
        """Nothing was resumed."""
        assert resumed(flown()) == ()

    def test_a_rejoining_that_is_seen_and_said_is_kept(self) -> None:
        """Both, for every deviation."""
        left = at(1.2 * DEGREE_M / 400_000.0 * 3600)
        said = FlightSaid(resumed=(Resumed(MISSION, left + timedelta(minutes=5)),))
        (found,) = resumed(flown(off_m=5_000.0, said=said))
        assert found.outcome is Outcome.KEPT

    def test_a_rejoining_nobody_speaks_of_is_open(self) -> None:
        """Permission is not seen in a track."""
        (found,) = resumed(flown(off_m=5_000.0))
        assert found.outcome is Outcome.OPEN
        assert "1 deviation, 1 seen to end" in found.says


@pytest.mark.provision("art.VI.II.4.G")
@pytest.mark.rule("GEO-5")
class TestExemptCrossings:
    """Take-off, landing and passes over a calibration target are exempt."""

    LOOP = ([0.0, 0.02, 0.04, 0.04, 0.03, 0.03], [0.0, 0.0, 0.0, 0.02, 0.02, -0.02])

    def loop(self, east: float, *, calibration: bool = False) -> FlownCase:
        """Return a loop that begins some degrees east of the airfield of commencement."""
        lon, lat = self.LOOP
        made = track([x + east for x in lon], lat, time_s=[START_S + 20.0 * i for i in range(6)])
        one = case(made)
        if not calibration:
            return one
        spots = [("XX-HOME", 0.0), ("A", 1.0), ("B", 2.0), ("XX-AWAY", 3.0)]
        places = tuple(
            Waypoint(n, Position(x, 0.0), airfield="XX" in n, calibration=n == "A")
            for n, x in spots
        )
        agreed_route = route_of(plan(), PlannedPath(places))
        return FlownCase(compare(cleaned(made), agreed_route, one.comparison.settings), around())

    def test_over_the_country_it_counts(self) -> None:
        """Half a degree from any airfield."""
        (found,) = crossings_flown(self.loop(0.5))
        assert found.measured is not None
        assert found.measured.value == 1
        assert len(found.where) == 1

    def test_at_an_airfield_of_the_plan_it_is_take_off_or_landing(self) -> None:
        """Within fifteen kilometres, a setting that the finding names."""
        (found,) = crossings_flown(self.loop(0.05))
        assert found.measured is not None
        assert found.measured.value == 0
        assert "Left out: 1 crossing within 15 km" in found.says

    def test_on_a_pass_over_a_calibration_target_it_is_exempt(self) -> None:
        """The leg that leads to the target."""
        (found,) = crossings_flown(self.loop(0.5, calibration=True))
        assert found.measured is not None
        assert found.measured.value == 0
        assert "1 on passes over a calibration target" in found.says


class TestSubStates:
    """The sub-states of the timeline, F10 to F60, from track, log and statements."""

    def states(self, one: FlownCase) -> list[str]:
        """Return the codes in order."""
        return [spell.state.value for spell in spells_of(one)]

    def test_on_plan_all_the_way(self) -> None:
        """One spell from the first point to the last."""
        (spell,) = spells_of(flown())
        assert spell.state is FlownState.ON_PLAN
        assert spell.since == COMMENCEMENT

    def test_off_the_path_and_back(self) -> None:
        """F10, F30, F10."""
        assert self.states(flown(off_m=5_000.0)) == ["F10", "F30", "F10"]

    def test_beyond_fifty_kilometres(self) -> None:
        """Exactly fifty is not beyond."""
        assert self.states(
            flown(
                off_m=50_001.0,
            )
        ) == ["F10", "F32", "F10"]
        assert self.states(
            flown(
                off_m=49_999.0,
            )
        ) == ["F10", "F30", "F10"]

    def test_what_a_party_says_counts_until_it_is_resumed(self) -> None:
        """On the path by the track, but said to have left it."""
        said = FlightSaid(
            deviated=(Deviated(MISSION, at(600), DeviationCause.MEDICAL),),
            resumed=(Resumed(MISSION, at(1200)),),
        )
        assert self.states(flown(said=said)) == ["F10", "F30", "F10"]

    def test_below_a_minimum_height_while_deviating(self) -> None:
        """F31 is a deviation under the minimum height of a sensor: low alone is not."""
        one = flown(off_m=5_000.0)
        heights = (replace(one.comparison.track.heights[0], height_m=np.full(301, 1_900.0)),)
        low = replace(one.comparison.track, heights=heights)
        settings = replace(one.comparison.settings, height_tolerance_m=5_000.0)
        compared = compare(cleaned(low), one.comparison.route, settings)
        assert self.states(FlownCase(compared, around())) == ["F10", "F31", "F10"]

    def test_off_the_profile_is_a_deviation_where_it_is_sure(self) -> None:
        """Within the error of the height it is not said."""
        one = flown()
        height = np.full(301, 3_000.0)
        height[100:200] = 3_400.0
        heights = (replace(one.comparison.track.heights[0], height_m=height),)
        high = replace(one.comparison.track, heights=heights)
        sure = compare(cleaned(high), one.comparison.route, one.comparison.settings)
        assert self.states(FlownCase(sure, around())) == ["F10", "F30", "F10"]
        vague = replace(one.comparison.settings, heights=HeightSettings(300.0, 0.0))
        unsure = compare(cleaned(high), one.comparison.route, vague)
        assert self.states(FlownCase(unsure, around())) == ["F10"]

    def test_without_heights_the_profile_says_nothing(self) -> None:
        """A source that tells no height shows no deviation of it."""
        one = flown()
        bare = replace(one.comparison.track, heights=())
        compared = compare(cleaned(bare), one.comparison.route, one.comparison.settings)
        assert self.states(FlownCase(compared, around())) == ["F10"]

    def test_cut_short_and_emergency_follow_the_record(self) -> None:
        """F50 from the time said; an emergency goes before it."""
        cut = Curtailed(MISSION, at(600), CurtailCause.SENSOR)
        distress = Curtailed(MISSION, at(1200), CurtailCause.EMERGENCY)
        said = FlightSaid(curtailed=(cut, distress))
        assert self.states(flown(said=said)) == ["F10", "F50", "F40"]

    def test_a_gap_is_unseen(self) -> None:
        """Between two points too far apart in time nothing is known."""
        one = flown()
        made = one.comparison.track.only(np.concatenate([np.arange(0, 100), np.arange(200, 301)]))
        compared = compare(cleaned(made), one.comparison.route, one.comparison.settings)
        assert self.states(FlownCase(compared, around())) == ["F10", "unseen", "F10"]

    def test_standing_at_a_stop_of_the_plan(self) -> None:
        """F20 where the plan has a stop, and the aircraft stands."""
        spots = [("XX-HOME", 0.0), ("XX-STOP", 1.0), ("XX-AWAY", 2.0)]
        places = tuple(Waypoint(n, Position(x, 0.0), airfield=True) for n, x in spots)
        stop = Stop("XX-STOP", "A", at(1_000), at(2_000))
        agreed_route = route_of(plan(stops=(stop,), observations=()), PlannedPath(places))
        slow = [0.9990, 0.9993, 0.9996, 0.9999]
        fast = np.linspace(0.0, 0.98, 50).tolist()
        lon = [
            *fast,
            *slow,
            *[1.0] * 20,
            *(2.0 - x for x in slow[::-1]),
            *(2.0 - x for x in fast[::-1]),
        ]
        made = track(lon, time_s=[START_S + 20.0 * i for i in range(128)])
        compared = compare(clean(made), agreed_route)
        found = self.states(FlownCase(compared, around()))
        assert found == ["F10", "F20", "F10"]

    def test_sensors_off_between_the_members_of_a_group(self) -> None:
        """F60 between two agreed stretches of a flight over a group, while the log has all off."""
        first = Observation("CAM", SensorCategory.OPTICAL_FRAMING, "XX-HOME", "A", 3000.0, 2000.0)
        second = replace(first, start="B", stop="XX-AWAY")
        agreed = plan(observations=(first, second))
        one = flown(world=around(members={"XB": ("XC", "XD")}))
        spots = [("XX-HOME", 0.0), ("A", 1.0), ("B", 2.0), ("XX-AWAY", 3.0)]
        places = tuple(Waypoint(n, Position(x, 0.0), airfield="XX" in n) for n, x in spots)
        agreed_route = route_of(agreed, PlannedPath(places))
        compared = compare(cleaned(one.comparison.track), agreed_route, one.comparison.settings)
        degree = DEGREE_M / 400_000.0 * 3600
        log = log_of((0.0, degree), (2 * degree, 3 * degree))
        off = FlownCase(compared, one.around, log=log)
        assert self.states(off) == ["F10", "F60", "F10"]
        assert self.states(replace(off, log=None)) == ["F10"]
        assert self.states(replace(off, around=around())) == ["F10"]
        adjoining = replace(second, start="A")
        joined = route_of(plan(observations=(first, adjoining)), PlannedPath(places))
        beside = compare(cleaned(one.comparison.track), joined, one.comparison.settings)
        assert self.states(replace(off, comparison=beside)) == ["F10"]
        on = replace(off, log=log_of((0.0, 3 * degree)))
        assert self.states(on) == ["F10"]


def test_the_report_holds_states_deviations_and_doubts() -> None:
    """What a reader of the document needs stands in it, and every rule has answered."""
    one = flown(off_m=5_000.0)
    judgement = compare_flight(one.comparison.clean, plan(), around(sites=SITES))
    assert {f.rule for f in judge_flight(one)} >= {"DEV-1", "DEV-6", "GEO-13", "GEO-5"}
    assert judgement.report.states
    assert judgement.report.track.doubts
    assert judgement.report.deviations
    assert judgement.report.deviations[0].extra_m > 0
