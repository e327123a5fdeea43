"""Tell bad clocks from a track that is merely told backwards or in pieces."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from overflight.geodesy import Floats

__all__ = ["bad_clocks"]

_BESIDE = 5


def bad_clocks(time_s: Floats, most_s: float) -> Floats:
    """Return how far each time lies from those beside it, zero where the clock is sound.

    A file whose times only run one way has no bad clock, however long its gaps are. Otherwise a
    time is bad if it is farther than a limit from the median of the times beside it in the file,
    and out of order with the five before it or the five after it.

    Args:
        time_s: Times in the order of the file, seconds, finite, shape (n,).
        most_s: The limit in seconds.

    Returns:
        Seconds after (before, if negative) the median of those beside it, shape (n,).
    """
    away = np.zeros(len(time_s))
    steps = np.diff(time_s)
    if len(time_s) < 3 or (steps >= 0).all() or (steps <= 0).all():
        return away
    way = 1.0 if np.count_nonzero(steps > 0) >= np.count_nonzero(steps < 0) else -1.0
    before, after = _medians(time_s)
    # A side without points says nothing.
    early = np.nan_to_num((time_s - before) * way, nan=0.0) < 0
    late = np.nan_to_num((time_s - after) * way, nan=0.0) > 0
    middle = np.nanmedian(np.delete(_windows(time_s), _BESIDE, axis=1), axis=1)
    far = np.abs(time_s - middle) > most_s
    bad = far & (early | late)
    away[bad] = (time_s - middle)[bad]
    return away


def _windows(time_s: Floats) -> Floats:
    """Return each time with the five before and after it, NaN beyond the ends."""
    padded = np.pad(time_s, _BESIDE, constant_values=np.nan)
    return np.array(sliding_window_view(padded, 2 * _BESIDE + 1))


def _medians(time_s: Floats) -> tuple[Floats, Floats]:
    """Return the medians of the five times before and after each, NaN where there are none."""
    windows = _windows(time_s)
    before, after = windows[:, :_BESIDE], windows[:, _BESIDE + 1 :]
    first, last = np.full(len(time_s), np.nan), np.full(len(time_s), np.nan)
    first[1:] = np.nanmedian(before[1:], axis=1)
    last[:-1] = np.nanmedian(after[:-1], axis=1)
    return first, last
