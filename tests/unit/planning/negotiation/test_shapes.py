"""The odd shapes of ways, orders, heights and losses that the larger tests do not meet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.counter_scenes import BENT, BORDERED, SEEING, STORM, fixed, names
from tests.plan_cases import AROUND, PLAN, at, border, box, camera, point, under

from overflight.coverage import Look
from overflight.geodesy import Position, distance_m
from overflight.missions import HeightSystem, Stop, planned_path
from overflight.planning import Target
from overflight.planning.negotiation import RuleGround, Watch, counter, loses, seen_of
from overflight.planning.negotiation.conflicts import paths_inside
from overflight.planning.negotiation.meeting import (
    Stretch,
    area_zones,
    border_zones,
    stand_offs,
    stretches,
)
from overflight.planning.negotiation.observable import Loss, kept_observable
from overflight.planning.negotiation.orders import order_moves, shorter_moves
from overflight.planning.negotiation.shifts import raised
from overflight.treaty import Finding, Outcome

ALWAYS = replace(STORM, since=None, until=None)


def test_every_turn_point_inside_keeps_its_name() -> None:
    """Three points lie in the storm; a way with fewer bends carries them all."""
    route = tuple(
        point(n, x, y)
        for n, x, y in (
            ("A", 0.5, 0.0),
            ("B", 0.95, 0.1),
            ("C", 1.0, 0.12),
            ("D", 1.05, 0.1),
            ("E", 1.5, 0.0),
        )
    )
    found = counter(replace(PLAN, route=route), ALWAYS, fixed(AROUND))
    assert found.proposals
    for one in found.proposals:
        kept = [name for name in names(one.move.plan) if name in "ABCDE"]
        assert kept == ["A", "B", "C", "D", "E"]


def test_two_areas_near_each_other_are_led_round_together_or_not_at_all() -> None:
    """A cut that would end inside the next area is none; the straight way passes both."""
    two = box(0.9, -0.1, 1.0, 0.1) + box(1.0036, -0.1, 1.1, 0.1)
    plan = replace(PLAN, route=(point("A", 0.5, 0.0), point("B", 1.5, 0.0)))
    found = counter(plan, replace(ALWAYS, area=two), fixed(AROUND))
    for one in found.proposals:
        assert "A" in names(one.move.plan)
    assert len(found.proposals) + len(found.dropped) <= 3


def test_a_name_that_is_taken_is_not_given_again() -> None:
    """The plan has a point 2a1 already, as one that was countered before."""
    plan = replace(PLAN, route=(point("2a1", 0.5, 0.0), point("B", 1.5, 0.0)))
    found = counter(plan, ALWAYS, fixed(AROUND))
    for one in found.proposals:
        assert len(set(names(one.move.plan))) == len(names(one.move.plan))


def test_a_few_metres_are_moved_by_a_few_metres() -> None:
    """B is 7 m too near: nothing is gained by turning."""
    lat = 0.28 - 9_993 / 110_574.4
    plan = replace(BENT, route=(BENT.route[0], point("B", 1.0, lat), BENT.route[2]))
    best = counter(plan, RuleGround("art.VI.II.2"), fixed(BORDERED)).proposals[0]
    assert 5 < best.move.moved < 20


def test_a_leg_of_no_length_inside_an_area() -> None:
    """Two points at one place: both are led out."""
    route = (point("A", 0.5, 0.0), point("B", 1.0, 0.0), point("C", 1.0, 0.0), point("D", 1.5, 0.0))
    path = planned_path(replace(PLAN, route=route), AROUND)
    assert [one.leg for one in stretches(path, area_zones(path, ALWAYS))] == [1, 3]
    found = counter(replace(PLAN, route=route), ALWAYS, fixed(AROUND))
    assert all(names(one.move.plan).count("B") == 1 for one in found.proposals)
    assert stretches(path, border_zones(path, ())) == ()
    outside = replace(PLAN, route=(point("A", 0.5, 0.0), point("B", 0.5, 0.0)))
    there = planned_path(outside, AROUND)
    assert all(one.leg != 1 for one in stretches(there, area_zones(there, ALWAYS)))


def test_parts_of_neighbouring_legs_are_one_path() -> None:
    """In by one leg, out by the next: three places; apart from each other: two paths."""
    path = planned_path(BENT, AROUND)
    zones = area_zones(path, ALWAYS)
    joined = paths_inside(path, zones, (Stretch(1, 0.8, 1.0), Stretch(2, 0.0, 0.2)))
    assert [len(one) for one in joined] == [3]
    apart = paths_inside(path, zones, (Stretch(0, 0.5, 0.6), Stretch(2, 0.0, 0.2)))
    assert [len(one) for one in apart] == [2, 2]


def test_only_land_borders_with_one_neighbour_are_kept_from() -> None:
    """A border in the sea and one between two others ask nothing of the way."""
    sea = border("CH", (0.9, 0.28), (1.1, 0.28), kind=BORDERED.borders.lines[0].kind.MARITIME)  # type: ignore[union-attr]
    assert stand_offs(BENT, replace(AROUND, borders=sea), own_side=True) == ()
    line = replace(BORDERED.borders.lines[0], between=("CH", "AT"))  # type: ignore[union-attr]
    others = replace(AROUND, borders=replace(BORDERED.borders, lines=(line,)))  # type: ignore[type-var]
    assert stand_offs(BENT, others, own_side=True) == ()
    assert stand_offs(BENT, replace(AROUND, borders=None), own_side=True) == ()
    nobody = replace(BORDERED, parties=None)
    assert stand_offs(BENT, nobody, own_side=True)[0].keep_m == 10_000.0


def test_an_order_is_turned_only_where_legs_are_geodesics_between_turn_points() -> None:
    """A stop or rhumb lines leave the order to people."""
    route = tuple(
        point(n, x, y)
        for n, x, y in (("A", 0.5, 0.3), ("B", 1.5, -0.3), ("C", 1.5, 0.3), ("D", 0.6, -0.3))
    )
    plan = replace(PLAN, route=route)
    assert list(order_moves(plan, AROUND))
    assert not list(order_moves(plan, under(AROUND, AMB_33="rhumb-line")))
    stop = Stop("IT-E", "B", at("2008-05-06 15:00"), at("2008-05-06 16:00"))
    assert not list(order_moves(replace(plan, stops=(stop,)), AROUND))


@pytest.mark.parametrize(
    ("period", "turned"),
    [
        (("C", "D"), ["C to D", "B to D"]),
        (("A", "D"), ["B to C"]),
        (("IT-S", "IT-E"), ["B to C", "B to D", "C to D"]),
        (("A", "B"), ["C to D"]),
        (("IT-S", "A"), ["B to C", "B to D", "C to D"]),
    ],
)
def test_a_period_is_turned_with_its_points_or_not_at_all(
    period: tuple[str, str], turned: list[str]
) -> None:
    """One that would be torn leaves no such change; one wholly inside looks the other way."""
    route = tuple(
        point(n, x, y)
        for n, x, y in (("A", 0.5, 0.3), ("B", 1.5, -0.3), ("C", 1.5, 0.3), ("D", 0.6, -0.3))
    )
    plan = replace(PLAN, route=route, observations=(camera(*period),))
    moves = list(order_moves(plan, AROUND))
    assert sorted(move.says.split(" flown")[0] for move in moves) == sorted(turned)
    for move in moves:
        one = move.plan.observations[0]
        assert planned_path(move.plan, AROUND).indices(one.start, one.stop) is not None


def test_what_a_period_or_a_stop_needs_is_not_left_out() -> None:
    """Nor is a pass over a calibration target."""
    calibration = replace(BENT.route[1], calibration=True)
    plan = replace(
        BENT,
        route=(
            BENT.route[0],
            calibration,
            BENT.route[2],
            point("D", 1.7, 0.1),
            point("E", 1.8, 0.0),
        ),
        observations=(camera("A", "C"),),
        stops=(Stop("IT-E", "D", at("2008-05-06 15:00"), at("2008-05-06 16:00")),),
    )
    assert [move.says.split(",")[0] for move in shorter_moves(plan, AROUND)] == ["without E"]


def test_a_period_is_raised_only_by_its_own_finding() -> None:
    """One that measures nothing, or is about another sensor, raises nothing."""
    words = "OF-1 from A to C: where that is on the path is not known."
    silent = Finding("GEO-6", "art.VI.II.4.D", Outcome.OPEN, words)
    assert not list(raised(SEEING, [silent]))
    assert not list(raised(SEEING, []))


def test_what_is_seen_by_angles_and_by_kilometres() -> None:
    """A camera of 45 degrees at 2,000 m sees 2 km to each side, 4 km across."""
    plan = replace(
        PLAN, route=(point("A", 0.5, 0.0), point("B", 1.5, 0.0)), observations=(camera("A", "B"),)
    )
    wide = Watch(looks=(("OF-1", Look(-45.0, 45.0)),))
    seen = seen_of(plan, AROUND, wide)
    assert seen.coverage is not None
    assert seen.coverage.area_km2 == pytest.approx(4.0 * 111.32, rel=0.01)
    assumed = seen_of(plan, AROUND, Watch(reach_m=1_000.0))
    assert assumed.coverage is not None
    assert assumed.coverage.area_km2 == pytest.approx(2.0 * 111.32, rel=0.01)
    assert loses(seen, assumed).area_km2 == pytest.approx(2 * (1.0 - 0.06) * 111.32, rel=0.01)
    assert not loses(assumed, seen)


def test_heights_above_the_sea_are_seen_over_the_terrain_at_hand() -> None:
    """Flat ground stands in where none is at hand, and where heights count from the ground."""
    sea = replace(SEEING, height_system=HeightSystem.MSL)
    assert seen_of(sea, AROUND, Watch()).coverage is not None

    class Hill:
        """Ground at 500 m."""

        source, height_system, error_m = "by hand", "EGM96", 0.0

        def heights_m(self, lon_deg: np.ndarray, lat_deg: np.ndarray) -> np.ndarray:
            """Return 500 m everywhere."""
            return np.full(np.shape(lon_deg), 500.0)

    over = seen_of(sea, replace(AROUND, terrain=Hill()), Watch())
    assert over.coverage is not None
    assert over.coverage.source == "by hand"


def test_targets_count_where_a_sensor_reaches_them() -> None:
    """Within its kilometres while it runs; without any period, within reach of the path."""
    targets = (
        Target("near", Position(0.7, 0.1)),
        Target("far", Position(1.0, 0.4)),
        Target("before", Position(0.2, 0.0)),
    )
    assert seen_of(SEEING, AROUND, Watch(targets)).targets == {"near"}
    assert seen_of(BENT, AROUND, Watch(targets)).targets == {"before"}


def ring(
    west: float, south: float, east: float, north: float
) -> tuple[tuple[np.ndarray, np.ndarray]]:
    """Return a rectangle as the outline of lost ground."""
    lon = np.array([west, east, east, west, west])
    return ((lon, np.array([south, south, north, north, south])),)


def test_lost_ground_is_kept_lost_or_asked_about() -> None:
    """Nothing lost, another change beside, near the forbidden path, elsewhere."""
    none = Loss(0.0, (), ())
    some = Loss(5.0, (ring(1.0, 0.19, 1.01, 0.21),), ())
    forbidden = (
        (Position(0.95, 0.2), Position(1.0, 0.2)),
        (Position(1.0, 0.2), Position(1.05, 0.2)),
    )
    assert kept_observable(none).outcome is Outcome.KEPT
    assert kept_observable(some, beside="an hour later").outcome is Outcome.KEPT
    near = kept_observable(some, forbidden=forbidden, reach_m=2_000.0)
    assert near.outcome is Outcome.OPEN
    assert near.consequence
    far = kept_observable(some, forbidden=forbidden, reach_m=100.0)
    assert far.outcome is Outcome.BROKEN
    assert "5.0 km2 the plan sees would not be seen" in far.says
    targets = Loss(0.0, (), ("T", "U"))
    assert kept_observable(targets).outcome is Outcome.BROKEN
    assert "2 targets (T, U)" in kept_observable(targets).says
    assert kept_observable(targets, forbidden=forbidden).outcome is Outcome.OPEN
    assert distance_m(*forbidden[0]) > 0
