"""The limits of the plan, measured on the flown path: borders, distance, window, sensors."""

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
    along,
    around,
    at,
    case,
    log_of,
    plan,
    track,
)

from overflight.flights import (
    ComparisonSettings,
    FlightSaid,
    FlownCase,
    judge_flight,
)
from overflight.flights.judged import flown_crossings
from overflight.flights.judged.flown_crossings import crossings_flown
from overflight.flights.judged.flown_distance import distance_flown
from overflight.flights.judged.flown_path import stand_off_flown, window_flown
from overflight.flights.judged.only_inside import only_inside
from overflight.flights.judged.sensor_rules import not_in_transit, planned_stretches
from overflight.geodesy import Lines, Position, Territory
from overflight.missions import (
    Agreement,
    BorderLine,
    Borders,
    Deviated,
    DeviationCause,
    LineKind,
    Outside,
    Surroundings,
    UsableSite,
    judge_outside,
)
from overflight.missions.plan.outside import TERRITORIAL_SEA_M
from overflight.missions.rules.sensing import sensors_only_inside
from overflight.treaty import Outcome, readings

ALL = (0.0, 20_000.0)
SITES = {n: UsableSite(n, frozenset(), Position(x, y)) for n, x, y in PLACES if "XX" in n}


def at_latitude(metres: float) -> float:
    """Return the latitude that many metres of meridian north of the equator, by GeographicLib."""
    return float(Geodesic.WGS84.Direct(0, 0, 0, metres)["lat2"])


def border(metres: float, *, error_m: float = 0.0, kind: LineKind = LineKind.LAND) -> BorderLine:
    """Return a border along a parallel north of the equator; short pieces follow the parallel."""
    lat = at_latitude(metres)
    line = tuple(Position(x, lat) for x in np.linspace(1.4, 1.6, 101).tolist())
    return BorderLine(("XB", "XC"), Lines.of(line), kind, error_m)


def beside_border(line: BorderLine, *, parties: set[str] | None = None) -> Surroundings:
    """Return surroundings with one border; XB is a Party, XC is not."""
    return around(
        parties=frozenset(parties or {"XA", "XB"}), borders=Borders((line,), "drawn by hand")
    )


@pytest.mark.provision("art.VI.II.2")
@pytest.mark.rule("GEO-4")
class TestTenKilometres:
    """The flown path and the borders of States that are no Party."""

    @pytest.mark.parametrize(
        ("metres", "outcome"),
        [
            (30_000, Outcome.KEPT),
            (10_000.02, Outcome.KEPT),
            (10_000.0, Outcome.OPEN),
            (9_999.98, Outcome.BROKEN),
            (0.0, Outcome.BROKEN),
        ],
    )
    def test_the_boundary_is_ten_kilometres(self, metres: float, outcome: Outcome) -> None:
        """On the limit itself the bound of the measurement (5 mm) keeps the answer open."""
        (found,) = stand_off_flown(case(along(), world=beside_border(border(metres))))
        assert found.outcome is outcome
        assert found.measured is not None
        assert found.measured.value == pytest.approx(metres / 1000, abs=2e-5)

    def test_the_error_of_line_and_source_leaves_it_open(self) -> None:
        """A border known to 4 km settles nothing at 12 km."""
        world = beside_border(border(12_000, error_m=4000))
        assert stand_off_flown(case(along(), world=world))[0].outcome is Outcome.OPEN

    def test_a_recorded_cause_leaves_it_open(self) -> None:
        """A deviation for a cause of the text may have led there."""
        said = FlightSaid(deviated=(Deviated(MISSION, at(0), DeviationCause.WEATHER_SAFETY),))
        world = beside_border(border(5_000))
        (found,) = stand_off_flown(case(along(), world=world, said=said))
        assert found.outcome is Outcome.OPEN

    def test_a_neighbour_that_is_a_party_asks_no_distance(self) -> None:
        """The duty is towards States that are none on that day."""
        world = beside_border(border(0), parties={"XA", "XB", "XC"})
        (found,) = stand_off_flown(case(along(), world=world))
        assert found.outcome is Outcome.KEPT
        assert "no border" in found.says

    def test_a_border_at_sea_follows_the_reading(self) -> None:
        """AMB-16: land alone, or land and sea."""
        sea = border(5_000, kind=LineKind.MARITIME)
        world = beside_border(sea)
        assert stand_off_flown(case(along(), world=world))[0].outcome is Outcome.BROKEN
        land = around(
            parties=frozenset({"XA", "XB"}),
            borders=Borders((sea,), "by hand"),
            readings=readings({"AMB-16": "land-only"}),
        )
        assert stand_off_flown(case(along(), world=land))[0].outcome is Outcome.KEPT

    def test_lines_that_are_not_the_observed_partys_do_not_count(self) -> None:
        """A border between two others is nobody's duty here."""
        other = BorderLine(("XD", "XC"), border(0).line)
        (found,) = stand_off_flown(case(along(), world=beside_border(other)))
        assert found.outcome is Outcome.KEPT

    @pytest.mark.parametrize("missing", ["parties", "borders"])
    def test_what_is_not_at_hand_leaves_it_open(self, missing: str) -> None:
        """The finding says what was missing."""
        parts = {"parties": frozenset({"XB"}), "borders": Borders((border(0),), "by hand")}
        (found,) = stand_off_flown(case(along(), world=around(**{**parts, missing: None})))
        assert found.outcome is Outcome.OPEN

    def test_a_track_of_single_points_comes_near_nothing(self) -> None:
        """Where no step was seen no path was; the finding stays neutral."""
        flown = track([0.0, 1.0], time_s=[START_S, START_S + 1000])
        (found,) = stand_off_flown(case(flown, world=beside_border(border(0))))
        assert found.outcome is Outcome.OPEN


@pytest.mark.provision("art.VIII.II.7")
@pytest.mark.rule("GEO-13")
def test_a_deviations_distance_does_not_count() -> None:
    """Flown and agreed stand side by side; nothing is held against the maximum."""
    (found,) = distance_flown(case(along(lat_deg=0.1)))
    assert found.outcome is Outcome.KEPT
    assert found.measured is not None
    assert found.measured.value == pytest.approx(333.96, abs=0.05)


@pytest.mark.provision("art.VI.I.9")
@pytest.mark.rule("FLT-1")
class TestWindow:
    """The observation flight ends inside the 96 hours; its arrival was 48 h before take-off."""

    @pytest.mark.parametrize(
        ("hours", "outcome"),
        [(1.0, Outcome.KEPT), (48.0, Outcome.KEPT), (48.001, Outcome.BROKEN)],
    )
    def test_the_landing_said_counts(self, hours: float, outcome: Outcome) -> None:
        """Exactly 96 hours after the estimated arrival is still inside."""
        said = FlightSaid(landed=COMMENCEMENT + timedelta(hours=hours))
        (found,) = window_flown(case(along(), said=said))
        assert found.outcome is outcome

    def test_a_landing_nobody_said_leaves_it_open(self) -> None:
        """The last point seen is not the end of the flight."""
        (found,) = window_flown(case(along()))
        assert found.outcome is Outcome.OPEN
        assert "last point seen" in found.says

    def test_a_point_seen_after_the_window_breaks_it(self) -> None:
        """Whenever it ended, it had not ended then."""
        (found,) = window_flown(case(along().moved(48 * 3600.0)))
        assert found.outcome is Outcome.BROKEN

    def test_agreements_and_extensions_move_the_limit(self) -> None:
        """The text says: unless otherwise agreed."""
        said = FlightSaid(landed=COMMENCEMENT + timedelta(hours=60))
        longer = Agreement("FLT-1", ("XA", "XB"), "120 h", Decimal(120), "record")
        waived = Agreement("FLT-1", ("XA", "XB"), "no window", None, "record")
        for world in (
            around(agreements=(longer,)),
            around(agreements=(waived,)),
            around(extension_h=Decimal(24)),
        ):
            assert window_flown(case(along(), said=said, world=world))[0].outcome is Outcome.KEPT


@pytest.mark.provision("art.VI.II.4.G")
@pytest.mark.rule("GEO-5")
class TestOwnCrossings:
    """How often the flown path crosses itself is shown; the duty is on the plan."""

    def count(self, lon: list[float], lat: list[float]) -> float:
        """Return how many crossings are found."""
        time = [START_S + 20.0 * i for i in range(len(lon))]
        (found,) = crossings_flown(case(track(lon, lat, time_s=time)))
        assert found.outcome is Outcome.KEPT
        assert found.measured is not None
        return found.measured.value

    def test_a_straight_flight_crosses_nothing(self) -> None:
        """Neighbouring steps meet at their common point; that is no crossing."""
        assert self.count([i * 0.01 for i in range(20)], [0.0] * 20) == 0

    def test_a_loop_crosses_once(self) -> None:
        """Out, round, and across the way it came."""
        lon = [0.5, 0.52, 0.54, 0.54, 0.53, 0.53]
        lat = [0.0, 0.0, 0.0, 0.02, 0.02, -0.02]
        assert self.count(lon, lat) == 1

    def test_a_loop_over_the_antimeridian_crosses_once(self) -> None:
        """The date line is no border of the plane."""
        lon = [179.98, -180.0, -179.98, -179.98, -179.99, -179.99]
        lat = [0.0, 0.0, 0.0, 0.02, 0.02, -0.02]
        assert self.count(lon, lat) == 1

    def test_a_loop_over_the_pole_crosses_once(self) -> None:
        """Nor is the pole."""
        lon, lat = [0.0, 0.0, 180.0, -90.0, 90.0], [89.98, 90.0, 89.98, 89.98, 89.97]
        # From 0 E over the pole to 180 E, on to 90 W, and back through the pole's other side.
        assert self.count(lon[:4], lat[:4]) == 0
        assert self.count([10.0, 190.0 - 360, -90.0, 90.0], [89.98, 89.98, 89.98, 89.97]) == 1

    def test_standing_and_taxiing_do_not_count(self) -> None:
        """The noise of a parked receiver crosses itself all day."""
        random = np.random.default_rng(3)
        lon, lat = (random.normal(0, 1e-5, 200).tolist() for _ in range(2))
        assert self.count(lon, lat) == 0

    def test_too_many_steps_are_not_counted(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """An answer that would take for ever is open."""
        monkeypatch.setattr(flown_crossings, "_MOST_STEPS", 10)
        (found,) = crossings_flown(case(along()))
        assert found.outcome is Outcome.OPEN


def square(least: float, most: float) -> Territory:
    """Return a territory around the equator between two longitudes."""
    corners = [(least, -1.0), (most, -1.0), (most, 1.0), (least, 1.0)]
    return Territory.of(tuple(Position(x, y) for x, y in corners))


def edge(lon_deg: float, *, land: bool, error_m: float = 0.0) -> Surroundings:
    """Return surroundings whose territory ends in the east: at the sea, or at another State."""
    lines: tuple[BorderLine, ...] = ()
    if land:
        line = Lines.of((Position(lon_deg, -0.8), Position(lon_deg, 0.8)))
        lines = (BorderLine(("XB", "XC"), line),)
    return around(
        territory=square(-1, lon_deg),
        territory_error_m=error_m,
        borders=Borders(lines, "drawn by hand"),
    )


def east_of(metres: float) -> float:
    """Return the longitude so many metres west of the end of the flight, on the equator."""
    return 3.0 - metres / DEGREE_M


@pytest.mark.provision("art.VII.3", "art.II.8")
@pytest.mark.rule("GEO-8")
class TestOnlyInside:
    """No sensor is on over other States; over the sea near the coast is a question."""

    def test_a_sensor_on_inside_is_kept(self) -> None:
        """The whole flight lies over the territory."""
        world = around(territory=square(-1, 4))
        (found,) = only_inside(case(along(), world=world, log=log_of(ALL)))
        # The log goes on after the last point: that time is unseen.
        assert found.outcome is Outcome.OPEN
        (found,) = only_inside(case(along(), world=world, log=log_of((0, 3000))))
        assert found.outcome is Outcome.KEPT
        (found,) = only_inside(case(along(), world=world, log=log_of((90_000, 90_000))))
        assert (found.outcome, "in 0 points" in found.says) == (Outcome.OPEN, True)

    @pytest.mark.parametrize(
        ("metres", "outcome"),
        [
            (8_300, Outcome.OPEN),
            (22_000, Outcome.OPEN),
            (30_000, Outcome.BROKEN),
        ],
    )
    def test_over_the_sea_twelve_nautical_miles_are_a_question(
        self, metres: float, outcome: Outcome
    ) -> None:
        """Up to 22,224 m from land a State may have waters; beyond no State has."""
        world = edge(east_of(metres), land=False)
        (found,) = only_inside(case(along(), world=world, log=log_of(ALL)))
        assert found.outcome is outcome
        assert found.measured is not None
        assert found.measured.value == pytest.approx(metres / 1000, abs=1.0)
        assert ("territorial waters is not known" in found.says) is (outcome is Outcome.OPEN)
        assert "art.X.4.A" in found.consequence

    @pytest.mark.parametrize(("depth_m", "outcome"), [(0.0, "open"), (1.0, "broken")])
    def test_the_error_moves_the_limit_at_sea(self, depth_m: float, outcome: str) -> None:
        """Twelve miles and the error: on the limit a question, a metre beyond it not."""
        doubt_m = 4_000.0
        stretch = Outside((), 1.0, TERRITORIAL_SEA_M + doubt_m + depth_m, over_border=False)
        assert judge_outside(stretch, doubt_m)[0].value == outcome

    @pytest.mark.parametrize(("depth_m", "outcome"), [(4_000.0, "open"), (4_000.5, "broken")])
    def test_the_error_of_the_border_is_a_question(self, depth_m: float, outcome: str) -> None:
        """Behind a land border by no more than the border is known to."""
        stretch = Outside((), 1.0, depth_m, over_border=True)
        assert judge_outside(stretch, 4_000.0)[0].value == outcome

    def test_plan_and_flight_are_judged_alike(self) -> None:
        """The agreed path and a flight on it, the sensor on from A to B, at six distances."""
        for metres in (500, 3_000, 12_000, 21_000, 26_000, 60_000):
            for land in (True, False):
                world = edge(2.0 - metres / DEGREE_M, land=land)
                world = replace(world, sites=SITES)
                (planned,) = sensors_only_inside(plan(), world)
                flown = case(along(3001), world=world, log=log_of((1002, 2003)))
                (found,) = only_inside(flown)
                assert found.outcome is planned.outcome, (metres, land)

    def test_over_a_land_border_is_broken(self) -> None:
        """Three kilometres into another State are no waters."""
        world = edge(east_of(3_000), land=True)
        (found,) = only_inside(case(along(), world=world, log=log_of(ALL)))
        assert found.outcome is Outcome.BROKEN
        assert "across a land border" in found.says

    def test_the_errors_of_border_and_source_are_added(self) -> None:
        """Three kilometres out, known to 1 km: a question where both may be that wrong."""
        world = edge(east_of(3_000), land=True, error_m=1_900.0)
        settings = ComparisonSettings(position_error_m=1_200.0)
        log = log_of(ALL)
        found = only_inside(case(along(), world=world, log=log, settings=settings))
        assert found[0].outcome is Outcome.OPEN
        exact = ComparisonSettings(position_error_m=0.0)
        found = only_inside(case(along(), world=world, log=log, settings=exact))
        assert found[0].outcome is Outcome.BROKEN

    def test_a_sensor_that_came_on_abroad_is_broken(self) -> None:
        """It crossed no border while it was on; it lay behind one all the time."""
        world = edge(2.9, land=True)
        # On from 2.95 degrees east, 5.6 km behind the border.
        since = 2.95 * DEGREE_M / 400_000 * 3600
        (found,) = only_inside(case(along(3001), world=world, log=log_of((since, 3000))))
        assert found.outcome is Outcome.BROKEN

    def test_a_sensor_that_came_on_over_the_sea_is_a_question(self) -> None:
        """No land border near, or only its end at the coast."""
        since = 2.95 * DEGREE_M / 400_000 * 3600
        log = log_of((since, 3000))
        assert only_inside(case(along(3001), world=edge(2.9, land=False), log=log))[0].outcome is (
            Outcome.OPEN
        )
        south = Lines.of((Position(2.9, -0.8), Position(2.9, 0.0)))
        world = replace(
            edge(2.9, land=False),
            borders=Borders((BorderLine(("XB", "XC"), south),), "drawn by hand"),
        )
        assert only_inside(case(along(3001), world=world, log=log))[0].outcome is Outcome.OPEN
        far = Lines.of((Position(-1.0, -0.8), Position(-1.0, 0.8)))
        world = replace(
            edge(2.9, land=False),
            borders=Borders((BorderLine(("XB", "XC"), far),), "drawn by hand"),
        )
        assert only_inside(case(along(3001), world=world, log=log))[0].outcome is Outcome.OPEN

    def test_a_sensor_on_at_one_point_is_judged_there(self) -> None:
        """A moment has a place."""
        world = edge(2.0, land=False)
        log = log_of((2_400, 2_410))
        flown = along()
        near = np.flatnonzero(np.abs(flown.time_s - START_S - 2_405) <= 5)
        assert len(near) == 1
        (found,) = only_inside(case(flown, world=world, log=log))
        assert found.outcome is Outcome.BROKEN
        assert "in 1 stretch," in found.says

    def test_the_gravest_of_many_stretches_stands(self) -> None:
        """Farther out over the sea, but over another State: that is what is said."""
        lat = np.where(np.arange(301) < 150, 0.0, 0.05)
        flown = replace(along(), lat_deg=lat)
        # 11 km of sea in the west, 3 km of another State in the east.
        shore, line = 0.1, Lines.of((Position(east_of(3_000), -0.8), Position(east_of(3_000), 0.8)))
        world = around(
            territory=square(shore, east_of(3_000)),
            borders=Borders((BorderLine(("XB", "XC"), line),), "drawn by hand"),
        )
        (found,) = only_inside(case(flown, world=world, log=log_of(ALL)))
        assert found.outcome is Outcome.BROKEN
        assert "across a land border" in found.says
        assert found.measured is not None
        assert found.measured.value == pytest.approx(3.0, abs=1.0)
        assert "in 2 stretches" in found.says

    def test_without_log_or_territory_it_is_open(self) -> None:
        """The finding says what was missing."""
        assert "no sensor log" in only_inside(case(along()))[0].says
        assert "no territory" in only_inside(case(along(), log=log_of(ALL)))[0].says


@pytest.mark.provision("art.VII.3")
@pytest.mark.rule("TRN-2")
class TestTransit:
    """No sensor is on before the observation flight or after it."""

    SAID = FlightSaid(taken_off=at(0), landed=at(3000))

    @pytest.mark.parametrize(
        ("period", "outcome"),
        [
            ((0, 3000), Outcome.KEPT),
            ((-1, 100), Outcome.BROKEN),
            ((100, 3001), Outcome.BROKEN),
        ],
    )
    def test_the_flight_itself_is_the_limit(
        self, period: tuple[float, float], outcome: Outcome
    ) -> None:
        """On at take-off and off at landing is kept; a second more is not."""
        found = not_in_transit(case(along(), said=self.SAID, log=log_of(period)))
        assert found[0].outcome is outcome

    def test_without_log_or_times_it_is_open(self) -> None:
        """Nobody said when the observation flight began."""
        assert not_in_transit(case(along(), said=self.SAID))[0].outcome is Outcome.OPEN
        assert not_in_transit(case(along(), log=log_of(ALL)))[0].outcome is Outcome.OPEN


@pytest.mark.provision("art.VIII.II.1")
@pytest.mark.rule("DEV-1")
class TestAgreedStretches:
    """A sensor on elsewhere than agreed is a deviation from the plan."""

    @pytest.mark.parametrize(
        ("period", "outcome"),
        [
            ((1010, 1990), Outcome.KEPT),
            ((1010, 2500), Outcome.OPEN),
            ((90_000, 90_010), Outcome.OPEN),
        ],
    )
    def test_kept_inside_open_outside(self, period: tuple[float, float], outcome: Outcome) -> None:
        """From A to B as agreed; on to the end; while nobody saw."""
        (found,) = planned_stretches(case(along(3001), log=log_of(period)))
        assert found.outcome is outcome

    def test_without_a_log_nothing_is_asked(self) -> None:
        """The other rules say that the log is missing."""
        assert planned_stretches(case(along())) == ()


def test_every_rule_answers_and_none_raises() -> None:
    """An outsider may put the barest case: one point, nothing else at hand."""
    bare: FlownCase = case(track([1.5]), world=around(terrain=None))
    found = judge_flight(bare)
    assert {f.rule for f in found} >= {"FLT-1", "GEO-4", "GEO-5", "GEO-8", "TRN-2", "GEO-13"}
    assert {f.rule for f in found} >= {"DEV-1", "DEV-3", "DEV-4"}
    assert all(f.provision and f.says for f in found)
