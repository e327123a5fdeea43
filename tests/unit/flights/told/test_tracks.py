"""A track keeps its rows and its labels, whatever is done with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pytest
from tests.flown import track

from overflight.errors import UsageError
from overflight.flights import TrackSource, instant_of, seconds_of
from overflight.missions import HeightSystem


def test_a_moved_track_says_so() -> None:
    """Time is moved as a whole, twice if asked, and the label tells the sum."""
    moved = track([0.0, 0.001]).moved(60.0).moved(-100.0)
    assert moved.source.moved_s == -40.0
    assert moved.source.label == "hand.csv (csv), moved in time by -40 s"
    assert np.diff(moved.time_s).tolist() == [10.0]


def test_a_simulated_track_says_so() -> None:
    """Nobody may take it for a flight."""
    source: TrackSource = replace(track([0.0]).source, simulated=True)
    assert source.label == "hand.csv (csv), simulated, not flown"


def test_columns_of_different_length_are_refused() -> None:
    """A track whose columns do not fit together is none."""
    one = track([0.0, 0.001])
    with pytest.raises(UsageError):
        replace(one, time_s=one.time_s[:1])


def test_heights_are_found_by_their_system() -> None:
    """The first column is the source's own choice."""
    one = track([0.0])
    assert one.heights_in(HeightSystem.ELLIPSOID) is one.heights[0]
    assert one.heights_in(HeightSystem.MSL) is None
    assert one.height_system is HeightSystem.ELLIPSOID


def test_seconds_and_instants_are_one_another() -> None:
    """1970 to 9999, nothing beyond."""
    at = datetime(2003, 5, 10, 10, 0, tzinfo=UTC)
    assert instant_of(seconds_of(at)) == at
    for wrong in (-1.0, 3e11, float("nan")):
        with pytest.raises(UsageError):
            instant_of(wrong)
