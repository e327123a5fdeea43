"""Routes: worth more than the nearest-neighbour ones, within the distance, round the lines."""

from __future__ import annotations

import builtins
import random
import sys
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from overflight.errors import UsageError
from overflight.geodesy import (
    Lines,
    Position,
    azimuth_deg,
    closest_approach,
    crossings,
    length_m,
    travel,
)
from overflight.planning import (
    Airfield,
    Engine,
    PlainProblem,
    PlanningProblem,
    Proving,
    Reason,
    Search,
    StandOff,
    Target,
    can_prove,
    engine_at_hand,
    make_ready,
    nearest_neighbour,
    solve,
    solve_plain,
)
from overflight.planning.repair import _moves
from overflight.planning.tasks import Task
from overflight.planning.ways import NO_WAY_M, _lead_round, ways_of
from overflight.planning.zones import zones_of

HOME = Airfield("HOME", Position(10.0, 50.0))


def around(count: int, seed: int, reach_km: float = 250.0) -> tuple[Target, ...]:
    """Return targets round home, a few worth much."""
    noise = random.Random(seed)  # noqa: S311 - inputs, not secrets
    return tuple(
        Target(
            f"target {k}",
            travel(HOME.at, noise.uniform(0, 360), noise.uniform(5, reach_km) * 1000),
            noise.choice((1, 1, 2, 5, 20)),
        )
        for k in range(count)
    )


def asked(count: int, seed: int, **changes: object) -> PlanningProblem:
    """Return a problem of 700 km."""
    problem = PlanningProblem(around(count, seed), HOME, HOME, 700.0)
    return replace(problem, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_plan_is_worth_more_than_the_nearest_neighbour(seed: int) -> None:
    """The first planner must beat what a person would draw first."""
    problem = asked(60, seed)
    found, first = solve(problem, until=Search(800)), nearest_neighbour(problem)
    assert found.value > first.value
    for plan in (found, first):
        assert length_m(plan.path) <= problem.most_m
        assert plan.distance_m == pytest.approx(length_m(plan.path))
        assert plan.value == sum(target.value for target in plan.taken)
        left = {one.target for one in plan.left_out}
        assert left.isdisjoint(plan.taken)
        assert left.union(plan.taken) == set(problem.targets)


def test_a_plan_comes_to_no_place_twice() -> None:
    """GEO-5: not even once, so that the plan stands under both readings of AMB-29."""
    for seed in range(4):
        plan = solve(asked(40, seed), until=Search(200))
        met = [c for c in crossings(plan.path) if c.at != HOME.at]
        assert met == []


def test_the_same_seed_gives_the_same_plan() -> None:
    """A plan that another party can find again can be discussed."""
    problem = asked(50, 7)
    one, other = (solve(problem, seed=3, until=Search(500)) for _ in range(2))
    assert one == other
    assert one.engine.startswith("own search")
    assert (one.seed, one.iterations) == (3, 500)


def test_the_search_can_be_ended_with_the_best_so_far() -> None:
    """Who has no time takes the plan of this moment."""
    told: list[float] = []
    plan = solve(asked(40, 1), until=Search(10_000, spent=lambda: 1.0, progress=told.append))
    assert plan.iterations == 0
    assert plan.value >= nearest_neighbour(asked(40, 1)).value
    solve(asked(10, 1), until=Search(300, progress=told.append))
    assert told == sorted(told)
    assert len(told) >= 3


def test_a_plan_is_worth_at_most_its_bound() -> None:
    """The bound speaks of the search's own problem; a mended route can only lie below it."""
    for seed in range(3):
        plan = solve(asked(25, seed), until=Search(300), proving=Proving(4_000))
        assert plan.bound is not None
        assert plan.gap is not None
        assert plan.value <= plan.bound
        assert plan.gap == pytest.approx((plan.bound - plan.value) / plan.bound)
    assert solve(asked(5, 1), until=Search(10)).gap is None
    nothing = solve(asked(0, 1), until=Search(10), proving=Proving(10))
    assert (nothing.bound, nothing.gap) == (0.0, 0.0)


def test_a_proof_that_finds_a_better_route_gives_it() -> None:
    """What the proof meets on its way is planned, mended and held to its distances too."""
    better = 0
    for seed in range(5):
        problem = asked(14, seed, max_distance_km=450.0)
        weak = solve(problem, until=Search(10, spent=lambda: 1.0))
        plan = solve(problem, until=Search(10, spent=lambda: 1.0), proving=Proving(50_000))
        assert plan.value >= weak.value
        assert length_m(plan.path) <= problem.most_m
        better += plan.value > weak.value
    assert better


@pytest.mark.parametrize("engine", list(Engine))
def test_both_engines_stand_behind_the_same_door(engine: Engine) -> None:
    """The second opinion answers the same question, and is named."""
    plan = solve(asked(30, 2), until=Search(200), engine=engine)
    assert plan.value >= nearest_neighbour(asked(30, 2)).value
    assert plan.engine.startswith({"own": "own search", "pyvrp": "PyVRP"}[engine])


def test_the_default_is_what_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without numba PyVRP searches and nothing is proven; who asks for more is told."""
    assert engine_at_hand() is Engine.OWN
    assert can_prove()
    monkeypatch.setattr("overflight.planning.engine.find_spec", lambda _: None)
    monkeypatch.setattr("overflight.planning.proofs.find_spec", lambda _: None)
    assert engine_at_hand() is Engine.PYVRP
    assert not can_prove()
    assert solve(asked(10, 1), until=Search(10)).engine.startswith("PyVRP")
    with pytest.raises(UsageError, match="numba is not installed"):
        solve(asked(10, 1), until=Search(10), engine=Engine.OWN)
    with pytest.raises(UsageError, match="highspy and numba"):
        solve(asked(10, 1), until=Search(10), proving=Proving(10))


def test_plain_problems_are_solved_by_both_engines() -> None:
    """Five places on a line: with a length of 20 the tour to the third and back takes three."""
    for engine in Engine:
        make_ready(engine, proves=True)
    lengths = np.abs(np.subtract.outer(np.arange(5), np.arange(5)) * 5)
    problem = PlainProblem("line", lengths, (1.0, 2.0, 3.0, 4.0, 5.0), 20)
    answers = [
        solve_plain(problem, until=Search(50), engine=Engine.OWN, proving=Proving(1_000)),
        solve_plain(problem, until=Search(50), engine=Engine.PYVRP),
        solve_plain(problem),
    ]
    assert [answer.value for answer in answers] == [6.0, 6.0, 6.0]
    assert (answers[0].bound, answers[0].gap, answers[1].gap) == (6.0, 0.0, None)
    worthless = PlainProblem("none", lengths, (0.0,) * 5, 20)
    assert solve_plain(worthless, until=Search(5), proving=Proving(5)).gap == 0.0


def wall(km: float, half_km: float = 60.0) -> Lines:
    """Return a line that runs north and south some kilometres east of home."""
    middle = travel(HOME.at, 90, km * 1000)
    return Lines.of(
        (travel(middle, 0, half_km * 1000), middle, travel(middle, 180, half_km * 1000))
    )


def test_a_path_goes_round_a_line() -> None:
    """A target behind a border is reached round its end, ten kilometres kept all the way."""
    behind = Target("behind", travel(HOME.at, 90, 150_000), 10)
    zone = StandOff("border", wall(80), 10_000)
    problem = PlanningProblem((behind,), HOME, HOME, 700.0, stand_offs=(zone,))
    plan = solve(problem, until=Search(50))
    assert plan.taken == (behind,)
    assert any(not point.targets for point in plan.route)
    assert closest_approach(plan.path, zone.line).gap.least_m > 10_000
    assert len({point.name for point in plan.route}) == len(plan.route)


def test_every_leg_keeps_its_distance_on_a_full_deck() -> None:
    """The sieve on the plane is not trusted: what is flown is measured on the ellipsoid."""
    zones = (StandOff("one", wall(60), 14_000), StandOff("other", wall(-70), 10_000))
    problem = asked(60, 5, stand_offs=zones)
    for plan in (solve(problem, until=Search(400)), nearest_neighbour(problem)):
        for zone in zones:
            assert closest_approach(plan.path, zone.line).gap.least_m > zone.keep_m


def test_a_detour_that_is_too_long_is_said() -> None:
    """The reason names the way round, not the straight one."""
    behind = Target("behind", travel(HOME.at, 90, 200_000), 10)
    zone = StandOff("border", wall(100, 280.0), 10_000)
    problem = PlanningProblem((behind,), HOME, HOME, 450.0, stand_offs=(zone,))
    (left,) = solve(problem, until=Search(10)).left_out
    assert left.reason is Reason.TOO_FAR
    assert "round the stand-offs" in left.says


def ring(radius_m: float) -> Lines:
    """Return a line all the way round home."""
    return Lines.of(tuple(travel(HOME.at, turn, radius_m) for turn in range(0, 361, 15)))


def test_what_is_walled_in_has_no_way() -> None:
    """Behind a border without an end there is nothing to take."""
    outside = Target("outside", travel(HOME.at, 90, 150_000), 10)
    inside = Target("inside", travel(HOME.at, 90, 20_000), 1)
    zone = StandOff("ring", ring(80_000), 10_000)
    problem = PlanningProblem((outside, inside), HOME, HOME, 700.0, stand_offs=(zone,))
    plan = solve(problem, until=Search(10))
    assert plan.taken == (inside,)
    assert [left.reason for left in plan.left_out] == [Reason.NO_WAY]


def test_an_airfield_in_a_stand_off_has_no_plan() -> None:
    """Where take-off itself comes too near, the airfield is the wrong one."""
    zone = StandOff("border", wall(5), 10_000)
    with pytest.raises(UsageError, match="E-STAND-OFF"):
        solve(asked(5, 1, stand_offs=(zone,)), until=Search(10))


def test_targets_round_the_earth_are_beyond_one_flight() -> None:
    """No plane holds both sides of the Earth."""
    far = tuple(Target(str(k), Position(float(k), 0.0)) for k in (-170, -80, 10, 100))
    problem = PlanningProblem(far, HOME, HOME, 100_000.0)
    with pytest.raises(UsageError, match="E-TARGETS"):
        solve(problem, until=Search(10))


@pytest.mark.parametrize("engine", list(Engine))
@pytest.mark.parametrize("count", [0, 1, 2])
def test_small_decks_are_planned_too(count: int, engine: Engine) -> None:
    """No target, one or two: there is always an answer."""
    plan = solve(asked(count, 9), until=Search(20), engine=engine)
    assert len(plan.taken) == count
    assert plan.path[0] == plan.path[-1] == HOME.at


def test_a_flight_may_end_elsewhere() -> None:
    """Start and end may differ (GEO-12)."""
    end = Airfield("END", travel(HOME.at, 45, 300_000))
    problem = asked(40, 3, end=end)
    plan = solve(problem, until=Search(300))
    assert plan.path[-1] == end.at
    assert length_m(plan.path) <= problem.most_m


def test_places_on_one_line_are_flown_in_order() -> None:
    """Targets along one straight road must not make the path run back over itself."""
    targets = tuple(
        Target(str(k), travel(HOME.at, 90, 1000.0 * km), 1)
        for k, km in enumerate((20, 40, 60, 80, 100))
    )
    problem = PlanningProblem(targets, HOME, Airfield("END", travel(HOME.at, 90, 120_000)), 300.0)
    plan = solve(problem, until=Search(100))
    assert [target.name for target in plan.taken] == ["0", "1", "2", "3", "4"]
    assert crossings(plan.path) == ()


def test_there_and_back_is_not_over_the_same_ground() -> None:
    """Out and home over one line would be a stretch flown twice: the way home bends aside."""
    targets = tuple(Target(str(k), travel(HOME.at, 90, 40_000.0 * k), k) for k in (1, 2, 3))
    plan = solve(PlanningProblem(targets, HOME, HOME, 700.0), until=Search(100))
    assert len(plan.taken) == 3
    assert [c for c in crossings(plan.path) if c.at != HOME.at or c.until is not None] == []
    assert length_m(plan.path) <= 700_000


def test_where_no_bend_fits_the_place_worth_least_is_dropped() -> None:
    """A target just within the distance cannot be come back from by another way."""
    target = Target("far", travel(HOME.at, 90, 249_999.0), 1)
    plan = solve(PlanningProblem((target,), HOME, HOME, 500.0), until=Search(10))
    assert plan.taken == ()


def test_without_the_engine_the_message_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The planner is an extra; its absence is one clear sentence."""
    real = builtins.__import__

    def refuse(name: str, *args: object, **kinds: Mapping[str, object]) -> object:
        if name == "pyvrp":
            raise ImportError(name)
        return real(name, *args, **kinds)  # type: ignore[arg-type]

    monkeypatch.delitem(sys.modules, "pyvrp", raising=False)
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(UsageError, match=r"overflight\[plan\]"):
        solve(asked(10, 1), until=Search(10), engine=Engine.PYVRP)


def beside_a_long_leg(km: float, aside_m: float) -> tuple[Target, Lines]:
    """Return a far target, and a short line beside the middle of the way there."""
    target = Target("far", travel(HOME.at, 60, km * 1000), 1)
    middle = travel(HOME.at, 60, km * 500)
    ahead = azimuth_deg(middle, target.at)
    near = travel(middle, ahead + 90, aside_m)
    return target, Lines.of((near, travel(near, ahead + 90, 5_000)))


@pytest.mark.parametrize("side", [1, -1])
@pytest.mark.parametrize("km", [900, 2_500])
def test_long_legs_keep_their_distance_too(km: float, side: int) -> None:
    """On long legs plane and ellipsoid part by hundreds of metres: the zones grow until they do."""
    for aside_m in (9_950.0, 10_400.0):
        target, line = beside_a_long_leg(km, side * aside_m)
        zone = StandOff("border", line, 10_000)
        problem = PlanningProblem((target,), HOME, HOME, 3 * km, stand_offs=(zone,))
        plan = solve(problem, until=Search(10))
        assert plan.taken == (target,)
        assert closest_approach(plan.path, line).gap.least_m > 10_000


def test_where_the_plane_is_too_wrong_there_is_no_plan() -> None:
    """Across half a continent no sieve holds: then the planner says so, and gives no bad plan."""
    outcomes = set()
    for aside_m in range(-30_000, 30_001, 6_000):
        target, line = beside_a_long_leg(11_000, aside_m)
        zone = StandOff("border", line, 4_000)
        end = Airfield("END", travel(target.at, 60, 50_000))
        problem = PlanningProblem((target,), HOME, end, 11_200, stand_offs=(zone,))
        try:
            plan = solve(problem, until=Search(10))
        except UsageError as fault:
            outcomes.add(fault.code)
        else:
            assert closest_approach(plan.path, line).gap.least_m > 4_000
            outcomes.add("planned")
    assert outcomes == {"planned", "E-STAND-OFF"}


def test_a_jagged_border_is_passed_by_few_corners() -> None:
    """A border of a thousand bends must not make a thousand corners to try."""
    foot = travel(HOME.at, 0, 400_000)
    corners = []
    for k in range(400):
        along = travel(foot, 180, 2_000.0 * k)
        corners.append(travel(along, 90, 90_000 + 25_000 * (k % 2)))
    zone = StandOff("border", Lines.of(tuple(corners)), 1_000)
    behind = Target("behind", travel(HOME.at, 90, 180_000), 1)
    problem = PlanningProblem((behind,), HOME, HOME, 2_500.0, stand_offs=(zone,))
    plan = solve(problem, until=Search(10))
    assert plan.taken == (behind,)
    assert closest_approach(plan.path, zone.line).gap.least_m > 1_000


def test_without_corners_a_blocked_way_is_none() -> None:
    """Where no place to bend was found, a blocked pair of places has no way."""
    places = [HOME.at, HOME.at, travel(HOME.at, 90, 150_000)]
    problem = PlanningProblem((), HOME, HOME, 700.0, stand_offs=(StandOff("x", wall(80), 10_000),))
    zones = replace(zones_of(places, problem, 100.0), corners=())
    metres = np.ones((3, 3), dtype=np.int64)
    assert _lead_round(zones, places, metres, np.array([[0], [2]])) == {}
    assert metres[0, 2] == metres[2, 0] == NO_WAY_M


def test_a_move_that_does_not_fit_is_no_cure() -> None:
    """A fault is not mended by a route that is too long: without a spare metre no move is."""
    places = (HOME.at, HOME.at, *(travel(HOME.at, turn, 50_000) for turn in (0, 60, 120)))
    ways, route = ways_of(places, asked(0, 1)), (0, 2, 3, 4, 1)
    task = Task(ways, (0.0, 0.0, 1.0, 1.0, 1.0), float(ways.length_m(route)))
    assert all(tried == route for _, tried in _moves(task, route, (1, 2)))
