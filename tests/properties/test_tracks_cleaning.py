"""Laws of cleaning and comparing, whatever the source sends."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from itertools import pairwise, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.flown import START_S, track

from overflight.adapters.tracks import parse_track
from overflight.errors import SourceError
from overflight.flights import CleaningSettings, Fate, Track, clean
from overflight.flights.compared.matching import _cheapest, parts_flown
from overflight.flights.compared.runs import covered_m, stretches_where
from overflight.geodesy import Position, to_space

NAN = float("nan")
PLACES = st.sampled_from([0.0, 0.001, 0.0011, 0.002, 0.003, 0.1, 1.0, -179.9, 179.9, NAN])
TIMES = st.one_of(st.integers(0, 200), st.sampled_from([-90_000, 50_000, 1_000_000, NAN]))
HEIGHTS = st.sampled_from([0.0, 100.0, 3000.0, 12_000.0, NAN])
POINTS = st.lists(st.tuples(PLACES, PLACES, TIMES, HEIGHTS), max_size=60)


def made(points: list[tuple[float, float, float, float]]) -> Track:
    """Return a track with repeats, jumps, bad clocks and holes."""
    lon, lat, time, height = (list(c) for c in zip(*points, strict=True)) if points else ([],) * 4
    north = [y if abs(y) <= 90 else NAN for y in lat]
    return track(lon, north, time_s=[START_S + t for t in time], height_m=height or 0.0)


@given(POINTS)
@settings(max_examples=150, deadline=None)
def test_every_row_is_kept_or_dropped_once(points: list[tuple[float, float, float, float]]) -> None:
    """Counts add up: the account names each row of the source exactly once."""
    flown = made(points)
    found = clean(flown)
    rows = [*found.track.row.tolist(), *(d.row for d in found.dropped)]
    assert sorted(rows) == flown.row.tolist()
    assert sum(found.counts.values()) == len(flown)
    assert all(d.because and d.fate is not Fate.KEPT for d in found.dropped)


@given(POINTS)
@settings(max_examples=150, deadline=None)
def test_what_is_kept_is_as_it_was(points: list[tuple[float, float, float, float]]) -> None:
    """In order of time, each at its own time, and no number changed but heights set aside."""
    flown = made(points)
    kept = clean(flown).track
    assert (np.diff(kept.time_s) > 0).all()
    at = kept.row - 1
    assert np.array_equal(kept.lon_deg, flown.lon_deg[at])
    assert np.array_equal(kept.lat_deg, flown.lat_deg[at])
    assert np.array_equal(kept.time_s, flown.time_s[at])
    same = kept.height_m == flown.height_m[at]
    assert (same | np.isnan(kept.height_m)).all()


@given(POINTS)
@settings(max_examples=150, deadline=None)
def test_cleaning_again_changes_nothing(points: list[tuple[float, float, float, float]]) -> None:
    """A clean track is clean."""
    once = clean(made(points))
    twice = clean(once.track)
    assert twice.dropped == ()
    assert twice.set_aside == ()
    assert twice.pieces == once.pieces
    assert twice.unseen == once.unseen


@given(POINTS)
@settings(max_examples=150, deadline=None)
def test_no_step_that_is_kept_is_impossible(
    points: list[tuple[float, float, float, float]],
) -> None:
    """Whatever was dropped, what is left could have been flown."""
    asked = CleaningSettings()
    kept = clean(made(points)).track
    steps = np.linalg.norm(np.diff(to_space(kept.lon_deg, kept.lat_deg), axis=0), axis=1)
    most = asked.fastest_m_s * (np.diff(kept.time_s) + asked.time_error_s)
    assert (steps <= most).all()


@given(POINTS)
@settings(max_examples=100, deadline=None)
def test_pieces_and_gaps_share_out_the_time(
    points: list[tuple[float, float, float, float]],
) -> None:
    """Each point lies in one piece; between two pieces lies one gap, longer than the setting."""
    found = clean(made(points))
    covered = [i for first, past in found.pieces for i in range(first, past)]
    assert covered == list(range(len(found.track)))
    assert len(found.unseen) == max(0, len(found.pieces) - 1)
    assert all(gap.until_s - gap.since_s > found.settings.gap_s for gap in found.unseen)


SPOTS = st.tuples(st.floats(-20, 20), st.floats(-20, 20))


@given(st.lists(SPOTS, min_size=2, max_size=8), st.lists(SPOTS, max_size=40), st.floats(0, 1e6))
@settings(max_examples=100, deadline=None)
def test_every_point_has_a_leg_that_exists(
    line: list[tuple[float, float]], points: list[tuple[float, float]], back_m: float
) -> None:
    """However wild the flight; where going back costs too much, the order is never left."""
    path = tuple(Position(x, y) for x, y in line)
    lon, lat = (np.array([p[i] for p in points], dtype=np.float64) for i in (0, 1))
    leg = np.arange(len(path) - 1)
    legs = parts_flown(path, leg, lon, lat, back_m=back_m)
    assert len(legs) == len(points)
    assert ((legs >= 0) & (legs < len(path) - 1)).all()
    assert (np.diff(parts_flown(path, leg, lon, lat, back_m=1e12)) >= 0).all()


COSTS = st.lists(st.lists(st.integers(0, 9), min_size=3, max_size=3), min_size=1, max_size=5)


@given(COSTS, st.integers(0, 9), st.sampled_from([(0, 1, 2), (1, 1, 2), (0, 2, 2), (2, 2, 2)]))
def test_no_way_is_cheaper_than_the_one_found(
    costs: list[list[int]], back: int, last: tuple[int, ...]
) -> None:
    """Held to every other way there is, counted one by one."""

    def price(way: Sequence[int]) -> int:
        turns = sum(back for a, b in pairwise(way) if a > last[b])
        return turns + sum(row[part] for row, part in zip(costs, way, strict=True))

    found = _cheapest(np.array(costs, dtype=np.float64), np.array(last), back)
    assert price(found.tolist()) == min(map(price, product(range(3), repeat=len(costs))))


@given(st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=20))
def test_covered_length_is_that_of_the_union(intervals: list[tuple[int, int]]) -> None:
    """Counted unit by unit, as with pebbles."""
    units = {u for a, b in intervals for u in range(min(a, b), max(a, b))}
    begin, end = (np.array([i[k] for i in intervals], dtype=np.float64) for k in (0, 1))
    assert covered_m([(begin, end)]) == len(units)


@given(st.lists(st.booleans(), min_size=1, max_size=30), st.data())
def test_stretches_hold_the_marks_and_only_them(marks: list[bool], data: st.DataObject) -> None:
    """Cut into pieces anywhere, the marked points are the same, and no stretch crosses a cut."""
    cuts = sorted(data.draw(st.sets(st.integers(1, max(1, len(marks) - 1)))) | {0, len(marks)})
    pieces = tuple(pairwise(cuts))
    found = stretches_where(np.array(marks), pieces)
    inside = {i for first, past in found for i in range(first, past)}
    assert inside == {i for i, mark in enumerate(marks) if mark}
    assert all(any(a <= first and past <= b for a, b in pieces) for first, past in found)


@given(st.binary(max_size=400))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_a_track_or_one_error(raw: bytes) -> None:
    """A reader never fails otherwise than by its one clear error."""
    with suppress(SourceError):
        parse_track(raw, name="any")


@given(st.data())
@settings(max_examples=200, deadline=None)
def test_damaged_files_are_a_track_or_one_error(data: st.DataObject) -> None:
    """Every form, with bytes changed, cut out or put in."""
    seeds = (
        b'{"timestamp": 1, "trace": [[0, 45, 8, 1000], [1, 45, 8, null]]}',
        b'[{"timestamp": 1500000000000, "latitude": 45, "longitude": 8, "altitude": 1}]',
        b'<gpx><trk><trkseg><trkpt lat="45" lon="8"><ele>1</ele></trkpt></trkseg></trk></gpx>',
        b"AXXX\nHFDTE100503\nB1000004530000N00815000EA0100001100\n",
        b"timestamp,latitude,longitude\n1500000000,45,8\n",
    )
    raw = bytearray(data.draw(st.sampled_from(seeds)))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(raw) - 1))
        raw[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        if not raw:
            break
    with suppress(SourceError):
        parse_track(bytes(raw), name="any")
