"""Clean a track without inventing data: points are kept or dropped, each with its reason.

Nothing is interpolated, smoothed or moved. Every row of the source is accounted for, and the time
between two kept points that lie far apart in time is named as unseen.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from overflight.errors import UsageError
from overflight.flights.told.chains import Bools, Indices, chain
from overflight.flights.told.clocks import bad_clocks
from overflight.flights.told.doubts import Doubt, doubts_of
from overflight.flights.told.fates import Fate
from overflight.flights.told.tracks import Ints, Track, TrackHeights
from overflight.geodesy import Floats, Position, to_space

__all__ = ["CleanTrack", "CleaningSettings", "Dropped", "Unseen", "clean"]


@dataclass(frozen=True, slots=True)
class CleaningSettings:
    """What cleaning goes by. No number here is the treaty's; all are shown with the result.

    Args:
        fastest_m_s: Speed no observation aircraft reaches, in metres a second.
        climb_m_s: Climb or descent no observation aircraft reaches, in metres a second.
        time_error_s: Greatest error of a time of the source, in seconds; many are cut to whole
            seconds, so that two positions may be nearer in time than they say.
        clock_s: A time farther than this from those beside it, and out of order, is a bad clock.
        frozen_m_s: A position repeated between two steps faster than this is frozen: the aircraft
            flew on, the source did not.
        gap_s: Longer without a point, the aircraft is unseen.
        since_s: Points before this time are left out, seconds since 1970; none keeps all.
        until_s: Points from this time on are left out, seconds since 1970; none keeps all.

    Raises:
        UsageError: A setting is not above zero, or the time asked for is empty.
    """

    fastest_m_s: float = 350.0
    climb_m_s: float = 100.0
    time_error_s: float = 1.0
    clock_s: float = 3600.0
    frozen_m_s: float = 15.0
    gap_s: float = 60.0
    since_s: float | None = None
    until_s: float | None = None

    def __post_init__(self) -> None:
        above = (
            self.fastest_m_s,
            self.climb_m_s,
            self.clock_s,
            self.frozen_m_s,
            self.gap_s,
        )
        sound = all(math.isfinite(x) and x > 0 for x in above)
        sound = sound and math.isfinite(self.time_error_s) and self.time_error_s >= 0
        if self.since_s is not None and self.until_s is not None:
            sound = sound and self.since_s < self.until_s
        if not sound:
            raise UsageError(
                "E-TRACK-SETTING",
                where="cleaning settings",
                expected="finite numbers above zero, and a beginning before the end",
                found=str(self),
                remedy="Give speeds in m/s and times in seconds.",
            )


@dataclass(frozen=True, slots=True)
class Dropped:
    """A row that is not used, or a height that is not.

    Args:
        row: Number of the row in the source.
        fate: Why, in a word.
        because: Why, in a sentence with the numbers.
    """

    row: int
    fate: Fate
    because: str


@dataclass(frozen=True, slots=True)
class Unseen:
    """A time in which nothing is known of the aircraft.

    Args:
        since_s: Last time seen before, seconds since 1970.
        until_s: First time seen after.
        since_row: Row of the last point before.
        until_row: Row of the first point after.
        start: Where it was last seen.
        end: Where it was seen again.
        distance_m: Straight distance between the two, a lower bound of what was flown, in metres.
    """

    since_s: float
    until_s: float
    since_row: int
    until_row: int
    start: Position
    end: Position
    distance_m: float

    def stood(self, slow_m_s: float) -> bool:
        """Tell whether the aircraft hardly moved between: it may have stood still.

        Args:
            slow_m_s: Slower than this, on the straight, no aircraft flies.
        """
        return self.distance_m < slow_m_s * (self.until_s - self.since_s)


@dataclass(frozen=True, slots=True, eq=False)
class CleanTrack:
    """The points that stand, and what became of the others.

    Args:
        track: Points kept, in order of time, as the source gave them; heights set aside are NaN.
        dropped: Every row not kept, in order of its number.
        set_aside: Heights not used, in order of row; their positions stand.
        pieces: First index and index after the last of each stretch without a gap.
        unseen: The gaps between the pieces.
        settings: What cleaning went by.
        doubts: Traces in the source that positions may not be what they say.
    """

    track: Track
    dropped: tuple[Dropped, ...]
    set_aside: tuple[Dropped, ...]
    pieces: tuple[tuple[int, int], ...]
    unseen: tuple[Unseen, ...]
    settings: CleaningSettings
    doubts: tuple[Doubt, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """Return how many rows met each fate, those kept first."""
        found = {fate: sum(d.fate is fate for d in self.dropped) for fate in Fate}
        found[Fate.KEPT] = len(self.track)
        return {fate.value: n for fate, n in found.items() if n or fate is Fate.KEPT}


class _Sieve:
    """The indices still kept, and the reasons of those dropped."""

    def __init__(self, track: Track) -> None:
        self.track = track
        self.kept: Indices = np.arange(len(track))
        self.dropped: list[Dropped] = []

    def drop(self, bad: Bools, fate: Fate, because: Iterable[str]) -> None:
        """Drop those of the kept points that are marked, each with its reason."""
        rows = self.track.row[self.kept[bad]].tolist()
        self.dropped.extend(Dropped(r, fate, why) for r, why in zip(rows, because, strict=True))
        self.kept = self.kept[~bad]

    def drop_for(self, bad: Bools, fate: Fate, because: str) -> None:
        """Drop marked points that share one reason."""
        self.drop(bad, fate, [because] * int(bad.sum()))


def clean(track: Track, settings: CleaningSettings | None = None) -> CleanTrack:
    """Return the points of a track that can stand as evidence, and account for the rest.

    Args:
        track: The track as its source tells it.
        settings: What to go by; none takes the stated values.

    Raises:
        SourceError: The points jump more often than a track can.
    """
    asked = settings or CleaningSettings()
    sieve = _Sieve(track)
    _drop_empty(sieve, asked)
    _drop_clocks(sieve, asked)
    sieve.kept = sieve.kept[np.argsort(track.time_s[sieve.kept], kind="stable")]
    _drop_repeats(sieve)
    _drop_jumps(sieve, asked)
    _drop_frozen(sieve, asked)
    kept, aside = _set_heights_aside(track.only(sieve.kept), asked)
    pieces, unseen = _cut(kept, asked.gap_s)
    dropped = tuple(sorted(sieve.dropped, key=lambda d: d.row))
    doubts = doubts_of(
        track,
        kept,
        _by_fate(dropped),
        fastest_m_s=asked.fastest_m_s,
        time_error_s=asked.time_error_s,
    )
    return CleanTrack(kept, dropped, aside, pieces, unseen, asked, doubts)


def _by_fate(dropped: Iterable[Dropped]) -> Mapping[Fate, list[int]]:
    """Return the rows of each fate."""
    found: dict[Fate, list[int]] = {}
    for one in dropped:
        found.setdefault(one.fate, []).append(one.row)
    return found


def _drop_empty(sieve: _Sieve, asked: CleaningSettings) -> None:
    track = sieve.track
    sieve.drop_for(np.isnan(track.time_s), Fate.NO_TIME, "The source gives no time.")
    away = np.isnan(track.lon_deg) | np.isnan(track.lat_deg)
    sieve.drop_for(away[sieve.kept], Fate.NO_POSITION, "The source gives no position.")
    time = track.time_s[sieve.kept]
    since = -math.inf if asked.since_s is None else asked.since_s
    until = math.inf if asked.until_s is None else asked.until_s
    outside = (time < since) | (time >= until)
    sieve.drop_for(outside, Fate.OUTSIDE, "Its time lies outside the time asked for.")


def _drop_clocks(sieve: _Sieve, asked: CleaningSettings) -> None:
    away = bad_clocks(sieve.track.time_s[sieve.kept], asked.clock_s)
    bad = away != 0
    sieve.drop(
        bad,
        Fate.BAD_CLOCK,
        (f"Its time is {s:+.0f} s from that of its neighbours." for s in away[bad].tolist()),
    )


def _drop_repeats(sieve: _Sieve) -> None:
    """Drop what repeats a time: the same position says nothing new, another contradicts."""
    track, kept = sieve.track, sieve.kept
    if not len(kept):
        return
    time = track.time_s[kept]
    again = np.concatenate([[False], np.diff(time) == 0])
    # Index of the first point at each time; the sort was stable, so it is first in the file.
    first = np.maximum.accumulate(np.where(again, 0, np.arange(len(kept))))
    same = (track.lon_deg[kept] == track.lon_deg[kept[first]]) & (
        track.lat_deg[kept] == track.lat_deg[kept[first]]
    )
    row = track.row[kept[first]]
    sieve.drop(
        again & same,
        Fate.DUPLICATE,
        (f"Repeats time and position of row {r}." for r in row[again & same].tolist()),
    )
    other = (again & ~same)[~(again & same)]
    sieve.drop(
        other,
        Fate.SECOND,
        (f"Row {r} gives another position at this time." for r in row[again & ~same].tolist()),
    )


def _drop_jumps(sieve: _Sieve, asked: CleaningSettings) -> None:
    track, kept = sieve.track, sieve.kept
    time, space = track.time_s[kept], to_space(track.lon_deg[kept], track.lat_deg[kept])

    def apart(a: Indices, b: Indices) -> Floats:
        return np.asarray(np.linalg.norm(space[b] - space[a], axis=-1))

    def possible(a: Indices, b: Indices) -> Bools:
        return apart(a, b) <= asked.fastest_m_s * (time[b] - time[a] + asked.time_error_s)

    stands = chain(len(kept), possible, where=track.source.name)
    bad = np.flatnonzero(~stands)
    good = np.flatnonzero(stands)
    near = good[np.clip(np.searchsorted(good, bad) - 1, 0, None)] if len(good) else bad
    metres, span = apart(near, bad), np.abs(time[bad] - time[near])
    rows = track.row[kept[near]]
    sieve.drop(
        ~stands,
        Fate.JUMP,
        (
            f"{m / 1000:.2f} km from row {r} within {s:.0f} s; at most"
            f" {asked.fastest_m_s:g} m/s is taken as possible."
            for m, r, s in zip(metres.tolist(), rows.tolist(), span.tolist(), strict=True)
        ),
    )


def _drop_frozen(sieve: _Sieve, asked: CleaningSettings) -> None:
    """Drop repeats of one position between two fast steps; a parked aircraft is left alone."""
    track, kept = sieve.track, sieve.kept
    if len(kept) < 3:
        return
    lon, lat, time = track.lon_deg[kept], track.lat_deg[kept], track.time_s[kept]
    new = np.concatenate([[True], (np.diff(lon) != 0) | (np.diff(lat) != 0)])
    if new.all():
        return
    first = np.flatnonzero(new)
    last = np.concatenate([first[1:], [len(kept)]]) - 1
    space = to_space(lon[first], lat[first])
    step = np.linalg.norm(np.diff(space, axis=0), axis=1)
    fast = step > asked.frozen_m_s * (time[first[1:]] - time[last[:-1]])
    # Both the step to the place and the step away from it must show flight.
    stuck = np.concatenate([[False], fast]) & np.concatenate([fast, [False]])
    run = np.cumsum(new) - 1
    bad = stuck[run] & ~new
    sieve.drop(
        bad,
        Fate.FROZEN,
        (
            f"Repeats the position of row {r} while the aircraft flies."
            for r in track.row[kept[first[run[bad]]]].tolist()
        ),
    )


def _set_heights_aside(track: Track, asked: CleaningSettings) -> tuple[Track, tuple[Dropped, ...]]:
    """Return the track with impossible heights as NaN, and the account of them."""
    aside: list[Dropped] = []
    columns: list[TrackHeights] = []
    for column in track.heights:
        bad = _impossible(column.height_m, track, asked)
        columns.append(replace(column, height_m=np.where(bad, np.nan, column.height_m)))
        what = column.system.value if column.system else "unknown"
        aside.extend(
            Dropped(r, Fate.HEIGHT_JUMP, f"Height {h:.0f} m ({what}) cannot be reached in time.")
            for r, h in zip(track.row[bad].tolist(), column.height_m[bad].tolist(), strict=True)
        )
    return replace(track, heights=tuple(columns)), tuple(sorted(aside, key=lambda d: d.row))


def _impossible(height_m: Floats, track: Track, asked: CleaningSettings) -> Bools:
    there = np.flatnonzero(~np.isnan(height_m))
    height, time = height_m[there], track.time_s[there]

    def possible(a: Indices, b: Indices) -> Bools:
        limit = asked.climb_m_s * (time[b] - time[a] + asked.time_error_s)
        return np.asarray(np.abs(height[b] - height[a]) <= limit)

    bad = np.zeros(len(height_m), dtype=np.bool_)
    bad[there] = ~chain(len(there), possible, where=f"{track.source.name}, heights")
    return bad


def _cut(track: Track, gap_s: float) -> tuple[tuple[tuple[int, int], ...], tuple[Unseen, ...]]:
    """Return the stretches without a gap, and the gaps."""
    if not len(track):
        return (), ()
    cuts = np.flatnonzero(np.diff(track.time_s) > gap_s)
    first = [0, *(cuts + 1).tolist()]
    past = [*(cuts + 1).tolist(), len(track)]
    lon, lat = track.lon_deg, track.lat_deg
    apart = to_space(lon[cuts + 1], lat[cuts + 1]) - to_space(lon[cuts], lat[cuts])
    metres = np.linalg.norm(apart, axis=1).tolist()
    rows: Ints = track.row
    unseen = tuple(
        Unseen(
            float(track.time_s[i]),
            float(track.time_s[i + 1]),
            int(rows[i]),
            int(rows[i + 1]),
            Position(float(lon[i]), float(lat[i])),
            Position(float(lon[i + 1]), float(lat[i + 1])),
            far,
        )
        for i, far in zip(cuts.tolist(), metres, strict=True)
    )
    return tuple(zip(first, past, strict=True)), unseen
