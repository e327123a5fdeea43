"""No repeat and no circling: art.VI.II.4.G (GEO-5, AMB-29); direct legs: art.VI.II.4.F (GEO-3)."""

from __future__ import annotations

import math
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.plan_cases import AROUND, DEGREE_M, PLAN, at, outcomes, point, under

from overflight.geodesy import Position, travel
from overflight.missions import Agreement, MissionPlan, Stop, TurnPoint
from overflight.missions.rules.circling import no_circling
from overflight.missions.rules.legs import direct_legs
from overflight.missions.rules.repeats import no_repeat
from overflight.treaty import Outcome

pytestmark = [pytest.mark.rule("GEO-5"), pytest.mark.provision("art.VI.II.4.G")]


def along(*places: tuple[float, float]) -> MissionPlan:
    """Return a plan from (0, 0) through the places to (2, 0)."""
    return replace(PLAN, route=tuple(point(f"P{k}", *place) for k, place in enumerate(places)))


ONE_CROSSING = along((1.0, 0.0), (1.0, 0.5), (0.5, 0.5), (0.5, -0.5), (2.0, -0.5))


def test_a_path_that_does_not_meet_itself_is_kept() -> None:
    """A plain path comes to every point once."""
    assert outcomes(no_repeat(PLAN, AROUND)) == ["kept"]


def test_one_crossing_is_kept_by_default_and_said() -> None:
    """Under the default reading one intersection at a point passes, with its place and legs."""
    (finding,) = no_repeat(ONE_CROSSING, AROUND)
    assert finding.outcome is Outcome.KEPT
    assert finding.measured is not None
    assert finding.measured.value == 2
    assert "IT-S to P0, P2 to P3" in finding.says
    assert finding.readings == ("AMB-29=one-crossing",)
    assert finding.where[0].lon_deg == pytest.approx(0.5, abs=1e-6)
    assert finding.where[0].lat_deg == pytest.approx(0.0, abs=1e-6)


def test_one_crossing_is_broken_under_the_strict_reading() -> None:
    """AMB-29=none forbids any crossing."""
    assert outcomes(no_repeat(ONE_CROSSING, under(AROUND, AMB_29="none"))) == ["broken"]


def test_a_third_visit_to_a_point_is_broken() -> None:
    """Three legs through (0.5, 0): the path intersects there more than once."""
    thrice = along(
        (1.0, 0.0), (1.0, 0.5), (0.5, 0.5), (0.5, -0.5), (0.0, -0.5), (1.0, 0.5 + 1e-9), (2.0, 0.4)
    )
    (worst,) = (f for f in no_repeat(thrice, AROUND) if f.outcome is Outcome.BROKEN)
    assert worst.measured is not None
    assert worst.measured.value == 3


def test_a_turn_point_come_to_again_counts_as_a_visit() -> None:
    """Twice at one turn point is one crossing; three times is broken."""
    twice = along((1, 0.2), (1, 0.6), (1.4, 0.6), (1.4, 0.4), (1, 0.2), (1.5, -0.3))
    assert outcomes(no_repeat(twice, AROUND)) == ["kept"]


def test_crossings_nearer_than_positions_are_written_are_a_question() -> None:
    """Three legs that miss one point by seven metres may be meant to meet there."""
    nearly = along(
        (1, 0), (1, 0.5), (0.5, 0.5), (0.5, -0.5), (0.0, -0.5), (1.0, 0.50006), (2.0, 0.4)
    )
    findings = no_repeat(nearly, AROUND)
    (question,) = (f for f in findings if f.outcome is Outcome.OPEN)
    assert "Are they one point" in question.says


def test_a_stretch_flown_twice_is_a_question_and_thrice_is_broken() -> None:
    """Whether running along the same line is an intersection, the text does not say."""
    back = along((1.0, 0.5), (0.5, 0.5), (1.0, 0.5))
    assert "open" in outcomes(no_repeat(back, AROUND))
    assert "broken" in outcomes(no_repeat(back, under(AROUND, AMB_29="none")))
    again = along((1.0, 0.5), (0.5, 0.5), (1.0, 0.5), (0.5, 0.5))
    assert "broken" in outcomes(no_repeat(again, AROUND))


def test_take_off_landing_and_calibration_are_exempt() -> None:
    """A flight may end where it began, and pass its calibration target as often as needed."""
    home = replace(along((1, 0.1), (1, 0.5)), end_site="IT-S")
    strict = under(AROUND, AMB_29="none")
    assert outcomes(no_repeat(home, strict)) == ["kept"]
    target = Position(0.5, 0.2)
    passes = tuple(
        p
        for k in range(3)
        for p in (
            TurnPoint(f"T{k}", target, calibration=True),
            point(f"B{k}", 0.2 + 0.3 * k, 0.6),
        )
    )
    plan = replace(PLAN, route=(*passes, point("X", 1.5, 0.5)))
    assert outcomes(no_repeat(plan, strict)) == ["kept"]


def test_the_parties_may_agree_otherwise() -> None:
    """The text says "unless otherwise agreed": a number, or no requirement at all."""
    waived = replace(AROUND, agreements=(Agreement("GEO-5", ("DE", "IT"), "holding allowed"),))
    strict = under(waived, AMB_29="none")
    (finding,) = no_repeat(ONE_CROSSING, strict)
    assert finding.outcome is Outcome.KEPT
    assert "holding allowed" in finding.basis[0]
    three = Agreement("GEO-5", ("DE", "IT"), "three visits", Decimal(3), "entry 7")
    around = under(replace(AROUND, agreements=(three,)), AMB_29="none")
    assert outcomes(no_repeat(ONE_CROSSING, around)) == ["kept"]


def test_a_path_of_one_place_meets_nothing() -> None:
    """Rules never raise: a plan without legs is answered too."""
    bare = replace(PLAN, route=())
    assert outcomes(no_repeat(bare, replace(AROUND, sites={}))) == ["kept"]
    assert outcomes(no_circling(bare, replace(AROUND, sites={}))) == ["kept"]


def ring(radius_m: float, corners: int, turns: float = 1.0) -> tuple[tuple[float, float], ...]:
    """Return corners of a spiral round (1, 0.5), flown clockwise, growing one part in a hundred."""
    centre = Position(1.0, 0.5)
    places = []
    for k in range(int(corners * turns) + 1):
        spot = travel(centre, 360.0 * k / corners, radius_m * (1 + k / 100))
        places.append((spot.lon_deg, spot.lat_deg))
    return tuple(places)


def test_a_ring_round_a_target_is_broken() -> None:
    """Twelve corners at 5 km, one and a quarter times round, is circling."""
    findings = no_circling(along(*ring(5_000, 12, 1.5)), AROUND)
    (broken,) = (f for f in findings if f.outcome is Outcome.BROKEN)
    assert "to the right" in broken.says
    assert "ours" in broken.basis[0]


def test_half_a_ring_is_kept() -> None:
    """Turning by less than a full turn goes round nothing."""
    assert outcomes(no_circling(along(*ring(5_000, 12, 0.5)), AROUND)) == ["kept"]


def test_a_wide_round_tour_is_kept_and_said() -> None:
    """A tour 120 km across goes round a country, not round a point."""
    findings = no_circling(along(*ring(60_000, 12, 1.5)), AROUND)
    assert outcomes(findings) == ["kept"]
    assert "round tour" in findings[0].says


def test_a_full_turn_to_a_tenth_of_a_degree_is_a_question() -> None:
    """A square of 5 km flown from corner to corner and left as it was entered: 360 degrees."""
    side = 5_000 / DEGREE_M
    corners = ((1.0, 0.0), (1.0, side), (1.0 - side, side), (1.0 - side, -side), (2.0, -side))
    findings = no_circling(replace(along(*corners), end_site="IT-Z"), AROUND)
    assert outcomes(findings) == ["open"]
    assert "Is that circling" in findings[0].says


def test_left_turns_count_like_right_turns() -> None:
    """A ring flown the other way round is as much a ring."""
    findings = no_circling(along(*reversed(ring(5_000, 12, 1.5))), AROUND)
    assert "broken" in outcomes(findings)
    assert any("to the left" in f.says for f in findings)


def test_landing_and_reversal_end_a_run_of_turns() -> None:
    """A lawn-mower path turns both ways, a stop begins anew, a turn right back has no side."""
    rows = tuple(
        (x, y)
        for k in range(6)
        for x, y in (
            ((0.2, 0.1 * k), (0.9, 0.1 * k)) if k % 2 else ((0.9, 0.1 * k), (0.2, 0.1 * k))
        )
    )
    assert outcomes(no_circling(along(*rows), AROUND)) == ["kept"]
    back = along((1.0, 0.0), (0.5, 0.0), (1.0, 0.0))
    assert outcomes(no_circling(back, AROUND)) == ["kept"]
    square = (*ring(5_000, 4), (0.5, 0.6))
    stop = Stop("IT-E", "P1", at("2008-05-06 15:00"), at("2008-05-06 16:00"))
    assert outcomes(no_circling(replace(along(*square), stops=(stop,)), AROUND)) == ["kept"]


def test_places_flown_to_twice_in_a_row_have_no_turn() -> None:
    """Two names for one place make no leg and no turn."""
    assert outcomes(no_circling(along((1.0, 0.0), (1.0, 0.0), (1.5, 0.2)), AROUND)) == ["kept"]


@pytest.mark.rule("GEO-3")
@pytest.mark.provision("art.VI.II.4.F")
def test_straight_legs_are_kept_and_the_other_line_is_said() -> None:
    """East-west at 60 N: the rhumb line leaves the geodesic by 42 km over 1,112 km."""
    plan = along((0.0, 60.0), (20.0, 60.0), (20.01, 60.0))
    (finding,) = direct_legs(plan, AROUND)
    assert finding.outcome is Outcome.KEPT
    assert finding.readings == ("AMB-33=geodesic",)
    # Half-chord sagitta on the sphere: R (atan(tan 60 / cos 10) - 60 deg) = 42.1 km for this leg.
    sphere_m = 6_371_000 * (math.atan(math.tan(math.radians(60)) / math.cos(math.radians(10))))
    sphere_m -= 6_371_000 * math.radians(60)
    said = max(float(w.replace(",", "")) for w in finding.says.split() if w[0].isdigit())
    assert said > sphere_m * 0.98


@pytest.mark.rule("GEO-3")
@pytest.mark.provision("art.VI.II.4.F")
def test_a_leg_that_leads_nowhere_is_broken() -> None:
    """Two points at one place ask for a turn on the spot: no straight flight."""
    (finding,) = direct_legs(along((1.0, 0.0), (1.0, 0.0)), AROUND)
    assert finding.outcome is Outcome.BROKEN
    assert "P0 and P1" in finding.says


@pytest.mark.rule("GEO-3")
@pytest.mark.provision("art.VI.II.4.F")
def test_rhumb_lines_are_flown_where_the_reading_says_so() -> None:
    """Under AMB-33=rhumb-line a leg along a parallel is as long as the parallel."""
    from overflight.missions import planned_path

    plan = replace(along((0.0, 60.0), (20.0, 60.0)), start_site="X", end_site="Y")
    path = planned_path(plan, under(AROUND, AMB_33="rhumb-line"))
    # Radius of the parallel: N cos(lat), N = a / sqrt(1 - e2 sin2 lat).
    sin = math.sin(math.radians(60))
    n = 6_378_137.0 / math.sqrt(1 - 0.0066943799901413 * sin * sin)
    km = n * math.cos(math.radians(60)) * math.radians(20) / 1000
    assert path.length_km == pytest.approx(km, abs=0.001)
    assert path.missing == ("X", "Y")
    crossing = no_repeat(ONE_CROSSING, under(AROUND, AMB_33="rhumb-line"))
    assert "IT-S to P0, P2 to P3" in crossing[0].says
