"""What a planner may be asked, and what it leaves out before it searches."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest

from overflight.errors import UsageError
from overflight.geodesy import Lines, Position, Territory, closest_approach, distance_m, travel
from overflight.planning import Airfield, PlanningProblem, Reason, StandOff, Target
from overflight.planning.decks import deck_of

HOME = Airfield("IT-MALPENSA", Position(8.73, 45.63))


def east(km: float, value: float = 1.0, name: str = "") -> Target:
    """Return a target some kilometres east of home."""
    return Target(name or f"{km:g} km", travel(HOME.at, 90, km * 1000), value)


def asked(*targets: Target, **changes: object) -> PlanningProblem:
    """Return a problem of 500 km from home and back."""
    return replace(PlanningProblem(targets, HOME, HOME, 500.0), **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"max_distance_km": 0.0},
        {"max_distance_km": math.nan},
        {"speed_km_h": -1.0},
        {"max_hours": math.inf},
        {"reach_m": 0.0},
        {"targets": (Target("x", HOME.at, 0.0),)},
        {"targets": (Target("x", HOME.at, math.nan),)},
        {"stand_offs": (StandOff("x", Lines(()), -1.0),)},
    ],
)
def test_numbers_that_mean_nothing_are_refused(changes: dict[str, object]) -> None:
    """A limit of nothing or not-a-number would make every plan lawful or none."""
    with pytest.raises(UsageError, match="E-PLANNING"):
        asked(**changes)


def test_too_many_targets_are_refused() -> None:
    """The matrix of ways grows with the square of the targets."""
    with pytest.raises(UsageError, match="E-TARGETS"):
        asked(*(east(1 + k / 10) for k in range(2_001)))


def test_airfields_out_of_reach_are_refused() -> None:
    """A flight that cannot end where asked has no plan."""
    with pytest.raises(UsageError, match="E-REACH"):
        asked(end=Airfield("FAR", travel(HOME.at, 90, 501_000)))


def test_time_limits_distance() -> None:
    """One hour at 450 km/h is 450 km, whatever the distance allows."""
    assert asked(max_hours=1.0).most_m == 450_000.0
    assert asked().most_m == 500_000.0


def test_targets_beyond_reach_are_left_out_with_the_numbers() -> None:
    """A planner must be able to see why a target was never considered."""
    deck = deck_of(asked(east(200), east(300)))
    assert [stop.targets[0].name for stop in deck.stops] == ["200 km"]
    (left,) = deck.left_out
    assert left.reason is Reason.TOO_FAR
    assert "600 km" in left.says
    assert "500 km" in left.says


def test_targets_near_each_other_are_one_place() -> None:
    """Two reactors of one plant are seen on one pass; the more valuable one is flown over."""
    deck = deck_of(asked(east(100, 1), east(100.5, 5), east(110, 2)))
    assert [[t.name for t in s.targets] for s in deck.stops] == [["100.5 km", "100 km"], ["110 km"]]
    assert [stop.value for stop in deck.stops] == [6, 2]


def test_a_target_at_the_airfield_is_no_turn_point() -> None:
    """The flight passes it twice anyway."""
    (left,) = deck_of(asked(east(0.5))).left_out
    assert left.reason is Reason.AIRFIELD


def north_south(km: float) -> Lines:
    """Return a border that runs north and south some kilometres east of home."""
    middle = travel(HOME.at, 90, km * 1000)
    return Lines.of((travel(middle, 0, 80_000), middle, travel(middle, 180, 80_000)))


def test_a_target_too_near_to_a_line_is_left_out() -> None:
    """Ten kilometres are kept from the border; what lies nearer is not flown over."""
    zone = StandOff("border with CH", north_south(100), 10_000)
    deck = deck_of(asked(east(85), east(95), east(100), stand_offs=(zone,)))
    assert [stop.targets[0].name for stop in deck.stops] == ["85 km"]
    assert {left.reason for left in deck.left_out} == {Reason.STAND_OFF}
    assert "5.0 km from the border with CH, 10 km are kept" in deck.left_out[1].says


def test_a_target_within_reach_is_seen_from_the_edge() -> None:
    """With a camera that reaches 8 km, a target 5 km from the border is seen from 10 km."""
    zone = StandOff("border with CH", north_south(100), 10_000)
    (stop,) = deck_of(asked(east(95), stand_offs=(zone,), reach_m=8_000.0)).stops
    assert 10_000 < closest_approach((stop.at, stop.at), zone.line).gap.least_m < 10_200
    assert 5_000 < distance_m(stop.at, east(95).at) < 5_200


def test_a_target_between_two_lines_is_left_out() -> None:
    """Leaving the one stand-off must not end in the other."""
    zones = tuple(StandOff(f"border {km}", north_south(km), 10_000) for km in (100, 115))
    (left,) = deck_of(asked(east(106), stand_offs=zones, reach_m=20_000.0)).left_out
    assert left.reason is Reason.STAND_OFF


def square(middle: Position, half_m: float) -> Territory:
    """Return a square territory."""
    return Territory.of(tuple(travel(middle, turn, half_m) for turn in (45, 135, 225, 315)))


def test_targets_outside_the_territory_are_left_out() -> None:
    """Another State's coast is no target, however near; own waters are."""
    here, there = square(HOME.at, 100_000), square(travel(HOME.at, 90, 240_000), 100_000)
    targets = (east(60), east(80), east(180), east(120))
    deck = deck_of(asked(*targets, territory=here, others=there))
    assert {stop.targets[0].name for stop in deck.stops} == {"60 km", "80 km"}
    assert {left.reason for left in deck.left_out} == {Reason.OUTSIDE}
    alone = deck_of(asked(east(80), territory=here))
    assert [stop.targets[0].name for stop in alone.stops] == ["80 km"]


def test_no_targets_are_no_trouble() -> None:
    """An empty list makes an empty deck."""
    deck = deck_of(asked(territory=square(HOME.at, 1_000)))
    assert (deck.stops, deck.left_out) == ((), ())
