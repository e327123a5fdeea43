"""Put points that share something into runs: since when, until when, on which leg, how far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from overflight.flights.told.tracks import Track
from overflight.geodesy import Floats, Position

__all__ = ["Run", "Stretches", "covered_m", "runs_where", "stretches_where"]

Stretches = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive points, seen without a gap, that share something.

    Args:
        since_s: Time of the first, seconds since 1970.
        until_s: Time of the last.
        since_row: Row of the first in the source.
        until_row: Row of the last.
        first: Index of the first point in the clean track.
        past: Index after the last.
        leg: Leg of the point farthest out.
        excursion: Greatest size of what the run is about, in its own unit (metres).
        at: Where that point lies.
        at_s: When it was there, seconds since 1970.
    """

    since_s: float
    until_s: float
    since_row: int
    until_row: int
    first: int
    past: int
    leg: int
    excursion: float
    at: Position
    at_s: float


def stretches_where(mask: NDArray[np.bool_], pieces: Stretches) -> Stretches:
    """Return first and past index of every stretch of marked points inside a piece.

    Args:
        mask: One truth a point.
        pieces: First and past index of the pieces that are seen without a gap.
    """
    edge = np.zeros(len(mask) + 1, dtype=np.bool_)
    edge[[first for first, _ in pieces]] = True
    edge[-1] = True
    begins = mask & (edge[:-1] | ~np.concatenate([[False], mask[:-1]]))
    ends = mask & (edge[1:] | ~np.concatenate([mask[1:], [False]]))
    first, past = np.flatnonzero(begins).tolist(), (np.flatnonzero(ends) + 1).tolist()
    return tuple(zip(first, past, strict=True))


def runs_where(
    mask: NDArray[np.bool_],
    size: Floats,
    *,
    track: Track,
    pieces: Stretches,
    leg: NDArray[np.intp],
) -> tuple[Run, ...]:
    """Return the runs of marked points, each with its farthest point.

    Args:
        mask: One truth a point.
        size: What the run is about, one a point; its greatest value is the excursion.
        track: The points, in order of time.
        pieces: Stretches seen without a gap; no run reaches over one.
        leg: Leg of each point.
    """
    found: list[Run] = []
    for first, past in stretches_where(mask, pieces):
        far = first + int(np.argmax(size[first:past]))
        found.append(
            Run(
                float(track.time_s[first]),
                float(track.time_s[past - 1]),
                int(track.row[first]),
                int(track.row[past - 1]),
                first,
                past,
                int(leg[far]),
                float(size[far]),
                Position(float(track.lon_deg[far]), float(track.lat_deg[far])),
                float(track.time_s[far]),
            )
        )
    return tuple(found)


def covered_m(intervals: Sequence[tuple[Floats, Floats]]) -> float:
    """Return the length that intervals cover together, overlaps counted once.

    Args:
        intervals: Pairs of arrays of one length: metres where each begins, and where it ends.
    """
    if not intervals:
        return 0.0
    begin = np.concatenate([np.minimum(a, b) for a, b in intervals])
    end = np.concatenate([np.maximum(a, b) for a, b in intervals])
    order = np.argsort(begin, kind="stable")
    begin, end = begin[order], end[order]
    if not len(begin):
        return 0.0
    reach = np.maximum.accumulate(end)
    before = np.concatenate([[begin[0]], reach[:-1]])
    return float(np.maximum(0.0, end - np.maximum(begin, before)).sum())
