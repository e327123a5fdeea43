"""Runs end at gaps; covered lengths count overlaps once."""

from __future__ import annotations

import numpy as np
from tests.flown import START_S, track

from overflight.flights.compared.runs import covered_m, runs_where, stretches_where


def test_stretches_end_where_the_marks_end_and_at_gaps() -> None:
    """What lies on both sides of a gap is two stretches: nobody saw them join."""
    mask = np.array([1, 1, 0, 1, 1, 1, 0], dtype=bool)
    assert stretches_where(mask, ((0, 7),)) == ((0, 2), (3, 6))
    assert stretches_where(mask, ((0, 5), (5, 7))) == ((0, 2), (3, 5), (5, 6))
    assert stretches_where(~mask, ((0, 7),)) == ((2, 3), (6, 7))
    assert stretches_where(np.zeros(7, dtype=bool), ((0, 7),)) == ()


def test_a_run_names_its_farthest_point() -> None:
    """Where, when, on which leg, and the rows it came from."""
    flown = track([0.0, 0.001, 0.002, 0.003])
    size = np.array([0.0, 5.0, 9.0, 1.0])
    leg = np.array([0, 0, 1, 1])
    (run,) = runs_where(size > 2, size, track=flown, pieces=((0, 4),), leg=leg)
    assert (run.since_s, run.until_s, run.at_s) == (START_S + 10, START_S + 20, START_S + 20)
    assert (run.since_row, run.until_row) == (2, 3)
    assert (run.first, run.past, run.leg, run.excursion) == (1, 3, 1, 9.0)
    assert run.at.lon_deg == 0.002


def test_lengths_count_overlaps_once() -> None:
    """Flying over a stretch again does not make it longer."""
    begin, end = np.array([0.0, 5.0, 30.0]), np.array([10.0, 12.0, 25.0])
    assert covered_m([(begin, end)]) == 12.0 + 5.0
    assert covered_m([]) == 0.0
    assert covered_m([(np.zeros(0), np.zeros(0))]) == 0.0
