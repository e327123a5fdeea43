"""The bound: never below what a route is worth, closed on small cases, true when stopped."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from tests.unit.planning.small_tasks import FEATURES, best_of, check, task_of, wide_task

from overflight.planning.effort import Proving, Search
from overflight.planning.nearest import nearest_order
from overflight.planning.proving import bound
from overflight.planning.proving.cases import Case
from overflight.planning.proving.closing import close
from overflight.planning.proving.cuts import Cut, cuts_of
from overflight.planning.proving.relaxation import Relaxation
from overflight.planning.searching.local_search import search
from overflight.planning.ways import Ways

STEPS = 100_000


@pytest.mark.parametrize("seed", range(6))
def test_small_cases_are_closed(seed: int) -> None:
    """From nothing known the proof finds the best of all routes by itself, and proves it."""
    task = task_of(9, seed, same_end=bool(seed % 2))
    proof = bound.prove(task, (0, 1), Proving(STEPS))
    assert proof.bound == proof.value == best_of(task)
    assert task.fits(proof.order)


@pytest.mark.parametrize("seed", range(3))
def test_more_places_are_closed_from_any_route(seed: int) -> None:
    """A good route only makes the proof shorter; the end is the same."""
    task = task_of(20, seed)
    order = search(task, (0, 1), Search(300), 1)
    proof = bound.prove(task, order, Proving(STEPS))
    assert proof.bound == proof.value >= task.value(order)
    weak = bound.prove(task, (0, 1), Proving(STEPS))
    assert weak.bound == weak.value == proof.value


def test_a_bound_holds_whenever_the_proof_is_stopped() -> None:
    """After any number of steps the bound is at least the optimum, and it only comes down."""
    task = task_of(20, 5)
    best = bound.prove(task, (0, 1), Proving(STEPS)).value
    bounds = [bound.prove(task, (0, 1), Proving(steps)).bound for steps in (1, 40, 120, 400, 2000)]
    assert all(found >= best for found in bounds)
    assert bounds == sorted(bounds, reverse=True)
    at_once = bound.prove(task, (0, 1), Proving(STEPS, spent=lambda: 1.0))
    assert best <= at_once.bound <= sum(task.worth)
    assert at_once.steps == 0


def test_the_same_steps_give_the_same_bound() -> None:
    """Without a clock a proof can be repeated."""
    task = task_of(35, 7)
    one, other = (bound.prove(task, (0, 1), Proving(700)) for _ in range(2))
    assert one == other


def test_values_that_are_not_whole_are_bounded_outwards() -> None:
    """Thirds have no exact decimal: the bound may lie a little above, never below."""
    task = replace(task_of(8, 2), worth=(0.0, 0.0, *(k / 3 for k in range(1, 7))))
    proof = bound.prove(task, (0, 1), Proving(STEPS))
    best = best_of(task)
    assert best <= proof.bound <= best * 1.0001
    assert bound._outward(Fraction(1, 3)) >= Fraction(1, 3)
    assert bound._outward(Fraction(1, 10)) == 0.1


def test_nothing_to_take_is_proven_too() -> None:
    """No place within reach: value and bound are zero."""
    task = replace(task_of(6, 1), most_m=0.0)
    proof = bound.prove(task, (0, 1), Proving(STEPS))
    assert (proof.value, proof.bound) == (0.0, 0.0)


def test_any_prices_give_a_true_bound() -> None:
    """The bound is computed, not believed: wrong prices make it weak, not wrong."""
    task = task_of(9, 3)
    metres = np.asarray(task.ways.metres)
    alive = ~np.eye(9, dtype=np.bool_)
    score = np.array(task.worth, dtype=np.int64)
    relaxed = Relaxation(metres, score, int(task.most_m), alive)
    relaxed.add_cuts([Cut((2, 3, 4), 3, airfields=False), Cut((0, 1, 5), 6, airfields=True)])
    noise, best = np.random.default_rng(2), best_of(task)
    for _ in range(50):
        prices = noise.normal(size=12)
        prices[9:] = -abs(prices[9:]) / 100
        assert relaxed.priced(prices).most >= best


def test_a_loop_apart_is_cut_and_a_tour_is_not() -> None:
    """Two triangles: the one without the airfields breaks a cut, by its smaller side."""
    legs = np.array([[0, 2], [2, 3], [1, 3], [4, 5], [5, 6], [4, 6]])
    visits = np.array([0, 0, 1, 1, 1, 1, 1.0])
    (cut,) = cuts_of(legs, np.ones(6), visits)
    assert cut.inside == (4, 5, 6)
    assert cuts_of(legs[:3], np.ones(3), np.array([0, 0, 1, 1, 0, 0, 0.0])) == []
    big = np.array([[0, 1], [2, 3], [3, 4], [4, 5], [2, 5]])
    (cut,) = cuts_of(big, np.ones(5), np.array([0, 0, 1, 1, 1, 1.0]))
    assert cut == Cut((0, 1), 2, airfields=True)


def test_what_is_too_large_to_close_keeps_its_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tens of thousands of legs are not given to the whole-numbered programme."""
    task = task_of(9, 3)
    monkeypatch.setattr("overflight.planning.proving.closing._MOST_LEGS", 3)
    metres = np.asarray(task.ways.metres)
    case = Case(metres, np.array(task.worth, dtype=np.int64), int(task.most_m), (0, 1), task)
    relaxed = Relaxation(metres, case.score, case.limit, ~np.eye(9, dtype=np.bool_))
    assert close(relaxed, case, Proving(STEPS), 99) == 99


def test_a_long_relaxation_ends_when_it_gains_little() -> None:
    """Rounds that bring nothing are not worth the time of the next stage."""
    assert bound._little([100.0] * 13)
    assert not bound._little([100.0] * 12)
    assert not bound._little([float(100 - k) for k in range(13)])


def test_ways_that_are_missing_are_not_flown() -> None:
    """A place that only a forbidden leg reaches is not in the bound."""
    task = task_of(8, 4)
    metres = task.ways.metres.copy()
    metres[5:, :] = metres[:, 5:] = 10**9
    cut_off = replace(task, ways=Ways((), metres, {}))
    proof = bound.prove(cut_off, (0, 1), Proving(STEPS))
    assert proof.bound == proof.value == best_of(cut_off)


def test_a_programme_that_cannot_be_solved_leaves_the_bound() -> None:
    """Without a leg to fly HiGHS has no answer and no prices: what was proven stays."""
    task = task_of(6, 4)
    case = Case(
        task.ways.metres, np.array(task.worth, dtype=np.int64), int(task.most_m), (0, 1), task
    )
    relaxed = Relaxation(case.metres, case.score, case.limit, ~np.eye(6, dtype=np.bool_))
    assert relaxed.solve(Proving(STEPS)) is None
    assert bound._relax(relaxed, case, Proving(STEPS), 99) == 99


@pytest.mark.parametrize("features", [f for n in range(1, 5) for f in combinations(FEATURES, n)])
@pytest.mark.parametrize("seed", range(3))
def test_what_else_a_route_keeps_never_makes_the_bound_false(
    seed: int, features: tuple[str, ...]
) -> None:
    """Each thing alone and all together: value <= optimum <= bound, whenever the proof is stopped.

    Groups and joined places are in the bound, which then closes; range and hours are not.
    """
    task = wide_task(8, seed, features, same_end=bool(seed % 2))
    best = best_of(task)
    proofs = [bound.prove(task, nearest_order(task), Proving(steps)) for steps in (1, 30, STEPS)]
    for proof in proofs:
        check(task, proof.order)
        assert proof.value <= best <= proof.bound
    if not {"stops", "times"} & set(features):
        assert proofs[-1].bound == proofs[-1].value


def test_places_that_no_flight_reaches_in_time_are_not_in_the_bound() -> None:
    """The hours of a place that has passed when the aircraft can first be there leave it out."""
    task = wide_task(8, 1, ("times",))
    assert task.times is not None
    late = tuple(0.001 if k > 1 else math.inf for k in range(8))
    passed = replace(task, times=replace(task.times, latest_s=late, earliest_s=(0.0,) * 8))
    proof = bound.prove(passed, (0, 1), Proving(1))
    assert (proof.value, proof.bound) == (0.0, 0.0)
