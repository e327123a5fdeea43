"""The chain with most points stands, cut short where only that makes it possible."""

from __future__ import annotations

import numpy as np
import pytest

from overflight.errors import SourceError
from overflight.flights.told.chains import Bools, Indices, Steps, chain


def on_a_line(places: list[float], speed: float = 1.0) -> Steps:
    """Return which steps are possible along a line, one place a second."""
    where = np.array(places)

    def possible(a: Indices, b: Indices) -> Bools:
        return np.asarray(np.abs(where[b] - where[a]) <= speed * (b - a))

    return possible


def kept(places: list[float]) -> list[int]:
    """Return the indices that stand."""
    return np.flatnonzero(chain(len(places), on_a_line(places), where="line")).tolist()


def test_all_is_kept_where_all_is_possible() -> None:
    """No point is lost to a search that had nothing to find."""
    assert kept([0, 1, 2, 3]) == [0, 1, 2, 3]
    assert kept([5]) == [0]
    assert kept([]) == []


def test_one_wrong_point_is_left_out() -> None:
    """The two sides of it join."""
    assert kept([0, 1, 99, 3, 4]) == [0, 1, 3, 4]


def test_two_streams_are_told_apart() -> None:
    """Where two aircraft share a name, the longer one stands."""
    assert kept([0, 99, 2, 3, 98, 97, 6, 7]) == [0, 2, 3, 6, 7]


def test_a_piece_is_entered_late_where_that_joins_it() -> None:
    """The wrong points at the start of a piece go, not the piece."""
    places = [0.0] * 10 + [14.0 - i for i in range(14)] + [0.0] * 10
    # 14 - k is reached from 0 within 1 + k seconds from k = 7 on.
    assert kept(places) == [*range(10), *range(17, 34)]


def test_a_piece_is_left_early_where_that_joins_it() -> None:
    """The wrong points at the end of a piece go, not the piece."""
    places = [0.0] * 10 + [1.0 + i for i in range(14)] + [0.0] * 10
    # From 1 + k at 10 + k seconds the place 0 at 24 seconds is reached up to k = 6.
    assert kept(places) == [*range(17), *range(24, 34)]


def test_every_kept_step_is_possible() -> None:
    """Whatever was cut, neighbours in the result can follow each other."""
    random = np.random.default_rng(7)
    places = (np.arange(300) * 0.5 + (random.random(300) < 0.2) * 50).tolist()
    possible, found = on_a_line(places), np.array(kept(places))
    assert possible(found[:-1], found[1:]).all()


def test_too_many_jumps_are_refused() -> None:
    """That is noise, and the search would take for ever."""
    places = [float(100 * (i % 2)) for i in range(2_002)]
    with pytest.raises(SourceError):
        kept(places)
