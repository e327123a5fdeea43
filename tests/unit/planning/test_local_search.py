"""Our own search: valid routes, the best ones where all can be tried, the same for the same seed.

These tests are run a second time without the compiler (``test_without_compiler.py``), so that each
line of a kernel is seen.
"""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from tests.unit.planning.small_tasks import FEATURES, best_of, check, task_of, wide_task

from overflight.planning.effort import Search, Standing
from overflight.planning.nearest import nearest_order
from overflight.planning.schedules import strain_m, timetable_m
from overflight.planning.searching.boards import blank, board_of, limit_of, order_of, trial_of
from overflight.planning.searching.local_search import name, search
from overflight.planning.searching.rounds import begin, run
from overflight.planning.searching.strains import FAR, cost_at, find_room, strain
from overflight.planning.searching.trials import (
    COUNT,
    LEAVE,
    LENGTH,
    NUM,
    POS,
    SCORE,
    Trial,
    place,
    rnd,
    take,
)
from overflight.planning.searching.whole import whole_worth
from overflight.planning.tasks import Order, Task
from overflight.planning.ways import NO_WAY_M, Ways


@pytest.mark.parametrize("same_end", [True, False])
@pytest.mark.parametrize("seed", range(4))
def test_the_best_route_is_found_where_all_can_be_tried(seed: int, *, same_end: bool) -> None:
    """On seven places to choose from every route was tried; ours must be one of the best."""
    task = task_of(9, seed, same_end=same_end)
    found = search(task, (0, 1), Search(150), seed)
    check(task, found)
    assert task.value(found) == best_of(task)


def test_the_same_seed_and_rounds_give_the_same_route() -> None:
    """A plan that another party can find again can be discussed."""
    task = task_of(45, 3)
    one, other = (search(task, (0, 1), Search(700), 5) for _ in range(2))
    assert one == other
    check(task, one)


def test_counts_stay_true_through_every_move() -> None:
    """Length and score are kept by differences; they must stay what a recount says."""
    task = task_of(60, 8, 0.6)
    board, noise = board_of(task), np.random.default_rng(1)
    now, best, spare = (trial_of(blank(task), noise) for _ in range(3))
    begin(board, now, limit_of(task))
    begin(board, best, limit_of(task))
    first = best.copy()
    for heat in (0.0, 5.0, 50.0):
        run(board, (now, best, spare), first, (25, heat, 0.001, 0.3))
        for trial in (now, best):
            recount(task, trial)


def recount(task: Task, trial: Trial) -> None:
    """Count a route anew."""
    order = order_of(trial)
    check(task, order)
    assert trial[NUM, LENGTH] == task.ways.length_m(order)
    assert trial[NUM, SCORE] == task.value(order)
    places = len(task.worth)
    assert [trial[POS, place] for place in order] == list(range(len(order)))
    assert (trial[POS, :places] >= 0).sum() == len(order)


def test_the_search_stops_when_asked_and_tells_how_far_it_is() -> None:
    """No round is made when there is no time, and the first route is given back."""
    task, told = task_of(12, 1), list[float]()
    until = Search(10_000, spent=lambda: 1.0)
    assert search(task, (0, 4, 1), until, 1) == (0, 4, 1)
    assert until.done == 0
    stood = list[Standing]()
    found = search(task, (0, 1), Search(200, progress=told.append, told=stood.append), 1)
    assert told == sorted(told) == [standing.share for standing in stood]
    assert told[-1] == 1.0
    values = [standing.value for standing in stood]
    assert values == sorted(values)
    assert 0 < values[-1] <= task.value(found)


def test_time_that_ends_in_the_first_part_ends_all() -> None:
    """Who stops after the first beginning is given what it found."""
    asked = iter([0.0, 0.0, 0.0, *([1.0] * 50)])
    until = Search(100_000, spent=lambda: next(asked, 1.0))
    task = task_of(15, 2)
    found = search(task, (0, 1), until, 1)
    check(task, found)
    assert 0 < until.done <= 200


def test_what_cannot_be_reached_is_not_tried() -> None:
    """Places without a way, or too far, are left aside; with none left the first route stays."""
    task = task_of(8, 4)
    metres = task.ways.metres.copy()
    metres[5:, :] = metres[:, 5:] = NO_WAY_M
    cut_off = Task(Ways((), metres, {}), task.worth, task.most_m)
    found = search(cut_off, (0, 1), Search(100), 1)
    assert set(found) <= {0, 1, 2, 3, 4}
    nothing = Task(Ways((), metres, {}), task.worth, 0.0)
    assert search(nothing, (0, 1), Search(100), 1) == (0, 1)


def test_every_place_is_taken_where_the_distance_allows() -> None:
    """With all places taken there is nothing to force in, and the route only becomes shorter."""
    task = task_of(10, 6, 5.0)
    found = search(task, (0, 1), Search(200), 1)
    assert set(found) == set(range(10))


def test_a_first_route_that_is_better_is_kept() -> None:
    """The answer is never worth less than what was known before."""
    task = task_of(30, 9)
    best = search(task, (0, 1), Search(900), 1)
    assert task.merit(search(task, best, Search(50), 2)) >= task.merit(best)


def test_random_numbers_are_spread_and_repeatable() -> None:
    """Ten thousand of them: mean and spread of a fair generator, and the same again."""
    trials = [trial_of(blank(task_of(9, 1)), np.random.default_rng(4)) for _ in range(2)]
    drawn = [[rnd(trial) for _ in range(10_000)] for trial in trials]
    assert drawn[0] == drawn[1]
    assert all(0 <= number < 1 for number in drawn[0])
    assert abs(np.mean(drawn[0]) - 0.5) < 0.015
    assert abs(np.var(drawn[0]) - 1 / 12) < 0.003


def test_values_become_whole_numbers_exactly_or_upwards() -> None:
    """Up to three decimals nothing is lost; what is rounded is rounded up, so a bound stays one."""
    whole, unit = whole_worth((0.0, 2.5, 10.0))
    assert [float(number * unit) for number in whole] == [0.0, 2.5, 10.0]
    assert whole == (0, 1, 4)
    whole, unit = whole_worth((0.0, 1 / 3, 2.0))
    assert all(number * unit >= value for number, value in zip(whole, (0, 1 / 3, 2), strict=True))
    assert whole_worth((0.0, 0.0))[0] == (0, 0)
    assert whole_worth(())[0] == ()


def test_the_engine_is_named_with_its_version() -> None:
    """Who repeats a plan must know by what it was found."""
    assert name().startswith("own search (numba ")


@pytest.mark.parametrize("features", [f for n in range(1, 5) for f in combinations(FEATURES, n)])
@pytest.mark.parametrize("seed", range(3))
def test_the_best_lawful_route_is_found_whatever_it_keeps(
    seed: int, features: tuple[str, ...]
) -> None:
    """Groups, joined places, stops and hours, each alone and all together, against all routes."""
    task = wide_task(8, seed, features, same_end=bool(seed % 2))
    first = nearest_order(task)
    check(task, first)
    found = search(task, first, Search(120), 1)
    check(task, found)
    assert task.value(found) == best_of(task)


@pytest.mark.parametrize("seed", range(4))
def test_larger_tasks_keep_all_that_is_asked(seed: int) -> None:
    """Forty places with everything at once: the route is lawful, and better than the first."""
    task = wide_task(40, seed, FEATURES)
    first = nearest_order(task)
    found = search(task, first, Search(250), seed)
    check(task, found)
    assert task.value(found) > task.value(first)


def test_strain_and_room_are_those_of_the_schedule() -> None:
    """What the kernels count while a route changes is what the plain rules count at its end."""
    noise = np.random.default_rng(3)
    for seed in range(30):
        task = wide_task(12, seed, ("stops", "times"))
        trial, board = trial_of(blank(task), noise), board_of(task)
        begin(board, trial, limit_of(task))
        while trial[NUM, COUNT] > 2:
            take(board, trial, 1)
        order = (0, *(int(k) for k in noise.permutation(range(2, 12))[:6]), 1)
        for k, who in enumerate(order[1:-1], start=1):
            place(board, trial, k, who)
        counted = strain(board, trial, 1, 0)
        assert counted == strain_m(task.clock, task.ways.metres, order)
        shorter = (*order[:2], *order[4:])
        assert strain(board, trial, 2, 3) == strain_m(task.clock, task.ways.metres, shorter)
        if counted == 0:
            hold_room(task, trial, order)


def hold_room(task: Task, trial: Trial, order: Order) -> None:
    """Hold each detour that has room to a recount of the whole route."""
    board = board_of(task)
    find_room(board, trial)
    times = timetable_m(task.clock, task.ways.metres, order)
    assert [trial[LEAVE, k] for k in range(len(order) - 1)] == [left for _, left in times[:-1]]
    for who in set(range(2, len(task.worth))) - set(order):
        if task.clock.stops[who]:
            continue
        for k in range(len(order) - 1):
            longer = (*order[: k + 1], who, *order[k + 1 :])
            if cost_at(board, trial, who, k) < FAR:
                assert strain_m(task.clock, task.ways.metres, longer) == 0
