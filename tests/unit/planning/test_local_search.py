"""Our own search: valid routes, the best ones where all can be tried, the same for the same seed.

These tests are run a second time without the compiler (``test_without_compiler.py``), so that each
line of a kernel is seen.
"""

from __future__ import annotations

import random
from itertools import permutations

import numpy as np
import pytest

from overflight.planning.effort import Search
from overflight.planning.searching.boards import blank, board_of, limit_of, order_of, trial_of
from overflight.planning.searching.trials import LENGTH, NUM, POS, SCORE, Trial, rnd
from overflight.planning.searching.local_search import name, search
from overflight.planning.searching.rounds import begin, run
from overflight.planning.tasks import Order, Task
from overflight.planning.ways import NO_WAY_M, Ways
from overflight.planning.searching.whole import whole_worth


def task_of(count: int, seed: int, share: float = 0.4, *, same_end: bool = True) -> Task:
    """Return places on a square of 1,000 m with values 1 to 9, under a share of a long tour."""
    noise = random.Random(seed)  # noqa: S311 - inputs, not secrets
    spots = np.array([[noise.uniform(0, 1000), noise.uniform(0, 1000)] for _ in range(count)])
    if same_end:
        spots[1] = spots[0]
    apart = np.linalg.norm(spots[:, None] - spots, axis=2)
    metres = np.ceil(apart).astype(np.int64)
    worth = (0.0, 0.0, *(float(noise.randint(1, 9)) for _ in range(count - 2)))
    most = max(share * 700.0 * count**0.5, float(metres[0, 1]))
    return Task(Ways((), metres, {}), worth, most)


def best_of(task: Task) -> float:
    """Return the value of the best route, by trying all."""
    inner = range(2, len(task.worth))
    return max(
        task.value(middle)
        for size in range(len(inner) + 1)
        for middle in permutations(inner, size)
        if task.fits((0, *middle, 1))
    )


def check(task: Task, order: Order) -> None:
    """Hold a route to what every route is."""
    assert (order[0], order[-1]) == (0, 1)
    assert len(set(order)) == len(order)
    assert task.fits(order)


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
    for heat in (0.0, 5.0, 50.0):
        run(board, now, best, spare, (25, heat, 0.001))
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
    search(task, (0, 1), Search(200, progress=told.append), 1)
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_time_that_ends_in_the_first_part_ends_all() -> None:
    """Who stops after the first beginning is given what it found."""
    asked = iter([0.0, 0.0, 0.0, *([1.0] * 50)])
    until = Search(100_000, spent=lambda: next(asked))
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
