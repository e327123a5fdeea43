"""What holds of every small problem: bound, best route and value stand in this order."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from overflight.planning import PlainProblem, Proving, Search, solve_plain

SLOW_TO_MAKE = [HealthCheck.too_slow]


@st.composite
def problems(draw: st.DrawFn) -> PlainProblem:
    """Draw up to eight places; no triangle rule holds, values may be zero or have decimals."""
    count = draw(st.integers(1, 8))
    pairs = count * (count - 1) // 2
    lengths = np.zeros((count, count), dtype=np.int64)
    lengths[np.triu_indices(count, 1)] = draw(
        st.lists(st.integers(0, 60), min_size=pairs, max_size=pairs)
    )
    values = st.one_of(st.integers(0, 9).map(float), st.integers(0, 40).map(lambda k: k / 4))
    worth = draw(st.lists(values, min_size=count, max_size=count))
    return PlainProblem("drawn", lengths + lengths.T, tuple(worth), draw(st.integers(0, 200)))


def best_of(problem: PlainProblem) -> float:
    """Return the value of the best tour, by trying all."""
    inner = range(1, len(problem.worth))
    best = problem.worth[0]
    for size in range(1, len(inner) + 1):
        for middle in permutations(inner, size):
            tour = (0, *middle, 0)
            length = sum(problem.lengths[tour[k], tour[k + 1]] for k in range(size + 1))
            if length <= problem.limit:
                best = max(best, sum(problem.worth[place] for place in tour[:-1]))
    return best


@pytest.mark.parametrize("steps", [1, 30, 20_000])
@settings(max_examples=25, deadline=None, suppress_health_check=SLOW_TO_MAKE)
@given(problem=problems(), seed=st.integers(0, 99))
def test_no_bound_is_below_the_best_and_small_cases_are_closed(
    problem: PlainProblem, seed: int, steps: int
) -> None:
    """Stopped early or not, value <= best <= bound; with steps enough all three are one."""
    told = solve_plain(problem, seed=seed, until=Search(20), proving=Proving(steps))
    best = best_of(problem)
    assert told.bound is not None
    assert told.value <= best <= told.bound
    assert told.length <= problem.limit
    assert told.value == sum(problem.worth[place - 1] for place in told.tour)
    if steps == 20_000:
        assert told.value == told.bound == best
