"""A clock is bad only where the file's own order speaks against it."""

from __future__ import annotations

import numpy as np

from overflight.flights.told.clocks import bad_clocks

HOUR = 3600.0


def bad(times: list[float]) -> list[int]:
    """Return the indices of bad clocks."""
    return np.flatnonzero(bad_clocks(np.array(times, dtype=np.float64), HOUR)).tolist()


def test_times_that_run_one_way_are_sound() -> None:
    """However long the gaps are: two flights in one file are no fault."""
    assert bad([0, 10, 20, 90_000, 90_010]) == []
    assert bad([90_010, 90_000, 20, 10, 0]) == []
    assert bad([0, 10]) == []


def test_a_time_far_back_is_bad() -> None:
    """It lies before all that stand before it."""
    assert bad([100_000.0 + i if i != 8 else 0.0 for i in range(20)]) == [8]


def test_a_time_far_ahead_is_bad() -> None:
    """It lies after all that stand after it; also at the very start."""
    assert bad([100_000.0 + i if i != 8 else 900_000.0 for i in range(20)]) == [8]
    assert bad([100_000.0 + i if i else 900_000.0 for i in range(20)]) == [0]


def test_a_bad_clock_shows_in_a_file_told_backwards_too() -> None:
    """The way the file runs is that of most of its steps."""
    times = [100_000.0 - i for i in range(20)]
    times[8] = 0.0
    assert bad(times) == [8]


def test_a_small_disorder_is_no_bad_clock() -> None:
    """Points of several receivers come a little out of order; sorting is enough."""
    assert bad([0, 10, 5, 20, 15, 30, 40, 50, 60, 70, 80, 90]) == []


def test_the_distance_from_the_neighbours_is_told() -> None:
    """A person wants to know by how much it was wrong."""
    times = np.array([100_000.0 + i if i != 8 else 50_000.0 for i in range(20)])
    assert bad_clocks(times, HOUR)[8] == 50_000.0 - 100_008.0
