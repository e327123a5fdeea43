"""Evidence that positions are not what they say: shown beside the track, never put right.

A receiver that is jammed or deceived, and a gatherer that fills in, leave traces: steps no aircraft
flies, a position that stands while the aircraft flies, the same offset out and back, a clock that
runs back, heights that part from each other, the same way told twice, positions even to the last
digit. Each trace is named with its rows and numbers. What it means is for people; a true source can
show any of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from overflight.flights.told.fates import Fate
from overflight.flights.told.tracks import Track
from overflight.geodesy import Floats, to_space
from overflight.missions import HeightSystem
from overflight.treaty import count_of

__all__ = ["Doubt", "DoubtKind", "doubts_of"]

Indices = NDArray[np.intp]

_SHIFT_M = 2_000.0  # smaller jumps are what a late source does to catch up
_SAME_SHIFT = 0.25  # out and back by the same offset, within this share of it
_APART_M = 120.0  # what heights may part by within a minute
_DRIFT_M = 300.0  # what they may part by at one pressure altitude within an hour
_BAND_M = 300.0
_AGAIN = 10  # so many positions told again in the same order
_EVEN = 30  # so many positions even to the last digit
_EVEN_DEG = 2e-12
_MINUTE_S, _HOUR_S = 60.0, 3600.0


class DoubtKind(StrEnum):
    """What a trace looks like."""

    JUMP = "impossible steps"
    OFFSET = "the same offset out and back"
    FROZEN = "a position that stands in flight"
    CLOCK = "a clock that runs back or astray"
    SECOND = "two positions at one time"
    HEIGHTS_PART = "satellite and pressure heights part"
    REPLAYED = "the same way told twice"
    EVEN = "positions even to the last digit"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A trace in the source, and where it stands.

    Args:
        kind: What it looks like.
        says: In one sentence with its numbers.
        rows: Rows it shows in.
        since_s: Time of the first of them, seconds since 1970; none where the time is the doubt.
        until_s: Time of the last.
    """

    kind: DoubtKind
    says: str
    rows: tuple[int, ...]
    since_s: float | None = None
    until_s: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Looked:
    """A track as it was told, as it stands, the rows dropped by their fate, and what is a jump."""

    told: Track
    kept: Track
    fates: Mapping[Fate, list[int]]
    fastest_m_s: float
    time_error_s: float


def doubts_of(
    told: Track,
    kept: Track,
    dropped: Mapping[Fate, list[int]],
    *,
    fastest_m_s: float,
    time_error_s: float,
) -> tuple[Doubt, ...]:
    """Return the traces in a track, one kind after the other.

    Args:
        told: The track as its source tells it.
        kept: The points that stand, in order of time.
        dropped: Rows that do not, by their fate.
        fastest_m_s: A faster step is a jump, in metres a second.
        time_error_s: Greatest error of a time of the source, in seconds.
    """
    looked = _Looked(told, kept, dropped, fastest_m_s, time_error_s)
    return tuple(doubt for look in _LOOKS for doubt in look(looked))


def _span(looked: _Looked, rows: list[int]) -> tuple[float | None, float | None]:
    """Return the first and the last time of rows that have one."""
    at = looked.told.time_s[np.isin(looked.told.row, rows)]
    at = at[~np.isnan(at)]
    return (float(at.min()), float(at.max())) if len(at) else (None, None)


def _by_fate(looked: _Looked) -> Iterator[Doubt]:
    """Yield what cleaning dropped as impossible, each kind in one."""
    for fate, kind, noun, words in (
        (Fate.JUMP, DoubtKind.JUMP, "position", "no aircraft can fly to or from in the time"),
        (Fate.FROZEN, DoubtKind.FROZEN, "position", "repeated while the aircraft flies"),
        (Fate.BAD_CLOCK, DoubtKind.CLOCK, "time", "far from those beside it"),
        (Fate.SECOND, DoubtKind.SECOND, "position", "at a time that has another one"),
    ):
        rows = looked.fates.get(fate, [])
        if rows:
            span = (None, None) if kind is DoubtKind.CLOCK else _span(looked, rows)
            yield Doubt(kind, f"{count_of(len(rows), noun)} {words}.", tuple(rows), *span)


def _gone_back(looked: _Looked) -> Iterator[Doubt]:
    """Yield where times fall in a file whose times otherwise rise, no row dropped for it."""
    told = looked.told
    astray = np.isin(told.row, looked.fates.get(Fate.BAD_CLOCK, []))
    there = np.flatnonzero(~np.isnan(told.time_s) & ~astray)
    steps = np.diff(told.time_s[there])
    if np.count_nonzero(steps > 0) <= np.count_nonzero(steps < 0):
        return
    rows = told.row[there[1:][steps < 0]].tolist()
    if rows:
        most = float(-steps.min())
        says = (
            f"Times go back {len(rows):,} times, by up to {most:,.0f} s; the points were put in"
            " order."
        )
        yield Doubt(DoubtKind.CLOCK, says, tuple(rows))


def _offsets(looked: _Looked) -> Iterator[Doubt]:
    """Yield stretches between two jumps of one size, out and back; they may stand or be dropped."""
    rows = looked.fates.get(Fate.JUMP, [])
    if not rows:
        return
    usable = np.isin(looked.told.row, rows) | np.isin(looked.told.row, looked.kept.row)
    index = np.flatnonzero(usable)
    told = looked.told.only(index[np.argsort(looked.told.time_s[index], kind="stable")])
    steps = np.diff(to_space(told.lon_deg, told.lat_deg), axis=0)
    size = np.linalg.norm(steps, axis=1)
    most = looked.fastest_m_s * (np.diff(told.time_s) + looked.time_error_s)
    jumps = np.flatnonzero((size > most) & (size > _SHIFT_M)).tolist()
    for out, back in pairwise(jumps):
        if float(np.linalg.norm(steps[out] + steps[back])) <= _SAME_SHIFT * float(size[out]):
            yield _offset(looked, told.only(np.arange(out + 1, back + 1)), float(size[out]))


def _offset(looked: _Looked, aside: Track, size_m: float) -> Doubt:
    stand = int(np.isin(aside.row, looked.kept.row).sum())
    since, until = float(aside.time_s[0]), float(aside.time_s[-1])
    says = (
        f"{count_of(len(aside), 'position')} after a jump of {size_m / 1000:,.2f} km and before the"
        f" same jump back, for {until - since:,.0f} s: one offset; {stand} of them stand."
    )
    return Doubt(DoubtKind.OFFSET, says, tuple(aside.row.tolist()), since, until)


def _heights_part(looked: _Looked) -> Iterator[Doubt]:
    """Yield where heights by satellite and by pressure part; weather parts them slowly."""
    track = looked.kept
    pressure = track.heights_in(HeightSystem.PRESSURE)
    satellite = track.heights_in(HeightSystem.ELLIPSOID) or track.heights_in(HeightSystem.MSL)
    if pressure is None or satellite is None:
        return
    there = np.flatnonzero(~np.isnan(pressure.height_m) & ~np.isnan(satellite.height_m))
    apart = satellite.height_m[there] - pressure.height_m[there]
    time = track.time_s[there]
    sudden = (np.abs(np.diff(apart)) > _APART_M) & (np.diff(time) <= _MINUTE_S)
    if sudden.any():
        at = there[1:][sudden]
        most = float(np.abs(np.diff(apart))[sudden].max())
        says = (
            f"Satellite and pressure heights part by up to {most:,.0f} m within a minute,"
            f" {int(sudden.sum()):,} times."
        )
        yield Doubt(
            DoubtKind.HEIGHTS_PART,
            says,
            tuple(track.row[at].tolist()),
            float(track.time_s[at[0]]),
            float(track.time_s[at[-1]]),
        )
        return
    yield from _drift(track, there, apart, pressure.height_m[there])


def _drift(track: Track, there: Indices, apart: Floats, pressure_m: Floats) -> Iterator[Doubt]:
    """Yield the hour and band of pressure altitude in which the heights part most, if much."""
    if not len(there):
        return
    band = np.floor(pressure_m / _BAND_M).astype(np.int64)
    hour = np.floor(track.time_s[there] / _HOUR_S).astype(np.int64)
    key = hour * 1_000 + band
    order = np.argsort(key, kind="stable")
    begins = np.flatnonzero(np.diff(key[order], prepend=key[order[0]] - 1))
    parted = np.maximum.reduceat(apart[order], begins) - np.minimum.reduceat(apart[order], begins)
    worst = int(np.argmax(parted))
    if parted[worst] <= _DRIFT_M:
        return
    chosen = int(order[begins[worst]])
    low, those = float(band[chosen] * _BAND_M), there[key == key[chosen]]
    says = (
        f"At pressure altitudes from {low:,.0f} to {low + _BAND_M:,.0f} m satellite and pressure"
        f" heights part by {float(parted[worst]):,.0f} m within an hour."
    )
    yield _run(track, those, DoubtKind.HEIGHTS_PART, says)


def _replayed(looked: _Looked) -> Iterator[Doubt]:
    """Yield the longest run of positions in flight that were told before, in the same order."""
    track = looked.kept
    moved = (np.diff(track.lon_deg) != 0) | (np.diff(track.lat_deg) != 0)
    there = np.flatnonzero(np.concatenate([[True], moved])) if len(track) else np.zeros(0, np.intp)
    if len(there) < 2 * _AGAIN:
        return
    place = _keys(track, there)
    ordered = np.sort(place)
    if int(np.count_nonzero(ordered[1:] == ordered[:-1])) < _AGAIN - 1:
        return
    _, first, inverse = np.unique(place, return_index=True, return_inverse=True)
    before = first[inverse]
    again = before < np.arange(len(there))
    follows = again[1:] & again[:-1] & (np.diff(before) == 1)
    best, length = _longest(follows)
    if length + 1 < _AGAIN:
        return
    run = there[best : best + length + 1]
    earlier = float(track.time_s[there[before[best]]])
    says = (
        f"{length + 1:,} positions in a row were told before, in the same order,"
        f" {float(track.time_s[run[0]]) - earlier:,.0f} s earlier."
    )
    yield _run(track, run, DoubtKind.REPLAYED, says)


def _keys(track: Track, some: Indices) -> NDArray[np.int64]:
    """Return a number for each position, the same for the same position."""
    lon = np.ascontiguousarray(track.lon_deg[some]).view(np.int64)
    lat = np.ascontiguousarray(track.lat_deg[some]).view(np.int64)
    return np.asarray(lon * np.int64(1_000_003) ^ lat)


def _even(looked: _Looked) -> Iterator[Doubt]:
    """Yield the longest run of positions in flight at even steps of degrees: nobody flies so."""
    track = looked.kept
    if len(track) < _EVEN:
        return
    lon, lat = np.diff(track.lon_deg), np.diff(track.lat_deg)
    moving = (lon != 0) | (lat != 0)
    same = (np.abs(np.diff(lon)) <= _EVEN_DEG) & (np.abs(np.diff(lat)) <= _EVEN_DEG)
    best, length = _longest(same & moving[1:] & moving[:-1])
    if length + 2 < _EVEN:
        return
    run = np.arange(best, best + length + 2)
    says = (
        f"{length + 2:,} positions in a row lie at even steps to the last digit: computed, or"
        " filled in by the source."
    )
    yield _run(track, run, DoubtKind.EVEN, says)


def _longest(mask: NDArray[np.bool_]) -> tuple[int, int]:
    """Return where the longest run of truths begins, and how long it is."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], mask, [False]]).astype(np.int8)))
    if not len(edges):
        return 0, 0
    lengths = edges[1::2] - edges[::2]
    best = int(np.argmax(lengths))
    return int(edges[2 * best]), int(lengths[best])


def _run(track: Track, run: Indices, kind: DoubtKind, says: str) -> Doubt:
    rows = (int(track.row[run[0]]), int(track.row[run[-1]]))
    return Doubt(kind, says, rows, float(track.time_s[run[0]]), float(track.time_s[run[-1]]))


_LOOKS = (_by_fate, _gone_back, _offsets, _heights_part, _replayed, _even)
