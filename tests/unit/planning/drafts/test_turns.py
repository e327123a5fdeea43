"""Turns: how far from the point, how much longer, and whether the legs leave room."""

from __future__ import annotations

import math

import pytest

from overflight.geodesy import Lines, Position, distance_m, length_m, travel
from overflight.missions import TurnType
from overflight.planning.asked.wanted import StandOff
from overflight.planning.drafts.turns import flown_arc, turn_of, turns_of

HERE = Position(10.0, 50.0)
RADIUS_M = 5_000.0
SHORT, OVER = TurnType.TURN_SHORT, TurnType.OVERFLIGHT


def corner(turn_deg: float, leg_m: float = 60_000.0) -> tuple[Position, Position, Position]:
    """Return a corner flown northwards and then turned."""
    return (travel(HERE, 180.0, leg_m), HERE, travel(HERE, turn_deg, leg_m))


@pytest.mark.parametrize("turn_deg", [30.0, -60.0, 90.0, -120.0])
def test_a_turn_cut_short_stays_inside_the_bend(turn_deg: float) -> None:
    """The circle that touches both legs: its distance from the corner, its length."""
    turn = turn_of(corner(turn_deg), SHORT, RADIUS_M)
    half = math.radians(abs(turn_deg)) / 2
    assert turn.turn_deg == pytest.approx(turn_deg, abs=0.5)
    assert turn.aside_m == pytest.approx(RADIUS_M * (1 / math.cos(half) - 1), rel=0.02)
    assert turn.longer_m < 0
    arc = flown_arc(corner(turn_deg), turn, RADIUS_M)
    nearest = min(distance_m(HERE, at) for at in arc)
    assert nearest == pytest.approx(turn.aside_m, rel=0.2, abs=150.0)
    flown = length_m(arc) - 2 * turn.needs_m
    assert flown == pytest.approx(turn.longer_m, rel=0.15, abs=120.0)


@pytest.mark.parametrize("turn_deg", [30.0, 90.0, -150.0])
def test_a_turn_flown_over_swings_out(turn_deg: float) -> None:
    """It passes the point, swings out, and joins the next leg: longer than the straight legs."""
    turn = turn_of(corner(turn_deg), OVER, RADIUS_M)
    angle = math.radians(abs(turn_deg))
    assert turn.aside_m == pytest.approx(RADIUS_M * (1 - math.cos(angle)), rel=0.02)
    assert turn.longer_m > 0
    arc = flown_arc(corner(turn_deg), turn, RADIUS_M)
    assert distance_m(arc[0], HERE) < 200.0


def test_no_turn_costs_nothing() -> None:
    """A point on a straight leg is passed."""
    for kind in TurnType:
        turn = turn_of(corner(0.0), kind, RADIUS_M)
        assert abs(turn.longer_m) < 1.0
        assert flown_arc(corner(0.0), turn, RADIUS_M) == (HERE, HERE)


def test_short_legs_leave_no_room() -> None:
    """A turn that needs more than half a leg meets the next turn."""
    assert not turn_of(corner(120.0, 8_000.0), SHORT, RADIUS_M).fits
    assert not turn_of(corner(120.0, 8_000.0), OVER, RADIUS_M).fits
    assert turn_of(corner(20.0, 8_000.0), SHORT, RADIUS_M).fits


def test_a_target_is_flown_over_where_cutting_short_would_miss_it() -> None:
    """What is seen a kilometre beside the path is lost if the turn is cut two kilometres short."""
    path = corner(90.0)
    (near,) = turns_of(path, None, RADIUS_M, [1_000.0], ())
    (far,) = turns_of(path, None, RADIUS_M, [3_000.0], ())
    (bend,) = turns_of(path, None, RADIUS_M, [None], ())
    assert [one.turn for one in (near, far, bend)] == [OVER, SHORT, SHORT]


def test_a_turn_keeps_its_distance_where_one_way_does() -> None:
    """A turn that would swing into a stand-off is cut short, whatever is seen there."""
    line = Lines.of(
        (travel(travel(HERE, 0, 3_000), 270, 50_000), travel(travel(HERE, 0, 3_000), 90, 50_000))
    )
    (turn,) = turns_of(corner(120.0), None, RADIUS_M, [100.0], (StandOff("line", line, 2_000.0),))
    assert turn.turn is SHORT
    (free,) = turns_of(corner(120.0), None, RADIUS_M, [100.0], ())
    assert free.turn is OVER


def test_what_is_asked_is_flown_and_without_a_radius_no_turn_is_drawn() -> None:
    """A pilot may say how all points are flown; without a radius nothing is known."""
    for kind in TurnType:
        (turn,) = turns_of(corner(90.0), kind, RADIUS_M, [None], ())
        assert turn.turn is kind
    (plain,) = turns_of(corner(90.0), None, None, [None], ())
    assert (plain.turn, plain.aside_m, plain.longer_m) == (OVER, 0.0, 0.0)
