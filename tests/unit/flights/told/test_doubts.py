"""Traces that positions are not what they say: named with rows and numbers, nothing put right."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import ArrayLike
from tests.flown import START_S, track
from tests.shared_data import shared

from overflight.adapters.tracks import read_track
from overflight.flights import Doubt, DoubtKind, Track, TrackHeights, clean
from overflight.missions import HeightSystem


def flight(count: int = 100, *, seed: int = 1) -> Track:
    """Return a true flight: a hundred metres a second, the last digits of a receiver."""
    random = np.random.default_rng(seed)
    lon = 0.009 * np.arange(count) + random.normal(0.0, 2e-5, count)
    return track(lon.round(7).tolist(), random.normal(0.0, 2e-5, count).round(7).tolist())


def doubts(flown: Track) -> dict[DoubtKind, Doubt]:
    """Return the traces by their kind."""
    return {doubt.kind: doubt for doubt in clean(flown).doubts}


def moved(flown: Track, some: slice, lat_deg: float) -> Track:
    """Return a flight with some points moved north."""
    lat = flown.lat_deg.copy()
    lat[some] += lat_deg
    return replace(flown, lat_deg=lat)


def test_a_true_flight_shows_no_trace() -> None:
    """Noise of metres is what receivers have."""
    assert doubts(flight()) == {}


def test_an_offset_out_and_back_is_told_from_a_jump() -> None:
    """Twenty positions lie eleven kilometres aside, for 190 s, and come back by as much.

    Most of them can be flown to within half a minute, and stand: that is why they are named.
    """
    found = doubts(moved(flight(), slice(40, 60), 0.1))
    assert found[DoubtKind.JUMP].rows == (41, 42, 43, 61, 62, 63)
    offset = found[DoubtKind.OFFSET]
    assert offset.rows == tuple(range(41, 61))
    assert offset.since_s == START_S + 400
    assert "11.1" in offset.says
    assert "190 s" in offset.says
    assert "17 of them stand" in offset.says


def test_positions_thrown_about_have_no_common_offset() -> None:
    """Each of them lies elsewhere."""
    flown = flight()
    lat = flown.lat_deg.copy()
    lat[40], lat[41] = 0.5, -0.7
    found = doubts(replace(flown, lat_deg=lat))
    assert DoubtKind.JUMP in found
    assert DoubtKind.OFFSET not in found


def test_an_offset_at_the_end_is_a_jump_alone() -> None:
    """It never came back."""
    found = doubts(moved(flight(), slice(90, 100), 0.1))
    assert DoubtKind.JUMP in found
    assert DoubtKind.OFFSET not in found


def test_a_frozen_position_is_named() -> None:
    """The source repeats itself while the aircraft flies."""
    flown = flight()
    lon, lat = flown.lon_deg.copy(), flown.lat_deg.copy()
    lon[41:46], lat[41:46] = lon[40], lat[40]
    found = doubts(replace(flown, lon_deg=lon, lat_deg=lat))
    assert found[DoubtKind.FROZEN].rows == tuple(range(42, 47))


def test_a_clock_far_astray_and_one_that_runs_back_are_named() -> None:
    """An hour off is dropped; three seconds back are put in order, and said."""
    flown = flight()
    time = flown.time_s.copy()
    time[50] += 7_200
    found = doubts(replace(flown, time_s=time))
    assert (found[DoubtKind.CLOCK].rows, found[DoubtKind.CLOCK].since_s) == ((51,), None)
    time = flown.time_s.copy()
    time[50] -= 13
    back = doubts(replace(flown, time_s=time))[DoubtKind.CLOCK]
    assert back.rows == (51,)
    assert "by up to 3 s" in back.says


def test_a_file_told_backwards_has_no_clock_that_runs_back() -> None:
    """Newest first is an order too."""
    assert doubts(flight().only(np.arange(99, -1, -1))) == {}


def test_two_positions_at_one_time_are_named() -> None:
    """Two sources in one file contradict each other."""
    flown = flight()
    time = flown.time_s.copy()
    time[50] = time[49]
    assert doubts(replace(flown, time_s=time))[DoubtKind.SECOND].rows == (51,)


def with_heights(satellite: ArrayLike, pressure: ArrayLike) -> Track:
    """Return a flight with both heights."""
    both = np.asarray(satellite, dtype=np.float64), np.asarray(pressure, dtype=np.float64)
    systems = (HeightSystem.ELLIPSOID, HeightSystem.PRESSURE)
    heights = tuple(TrackHeights(s, h, "by hand") for s, h in zip(systems, both, strict=True))
    return replace(flight(len(both[0])), heights=heights)


def test_heights_that_part_at_once_are_named() -> None:
    """A deceived receiver climbs five hundred metres that the barometer does not feel."""
    satellite, pressure = np.full(100, 3_050.0), np.full(100, 3_000.0)
    satellite[40:60] += 500.0
    found = doubts(with_heights(satellite, pressure))[DoubtKind.HEIGHTS_PART]
    assert found.rows == (41, 61)
    assert "500 m within a minute" in found.says


def test_heights_that_part_slowly_are_named_too() -> None:
    """Four metres every ten seconds, at one pressure altitude."""
    satellite, pressure = 3_050.0 + 4.0 * np.arange(100), np.full(100, 3_010.0)
    found = doubts(with_heights(satellite, pressure))[DoubtKind.HEIGHTS_PART]
    assert "from 3,000 to 3,300 m" in found.says
    assert "within an hour" in found.says


def test_weather_parts_heights_slowly_and_that_is_no_trace() -> None:
    """A front of thirty hectopascal in the quarter of an hour is not seen; one of ten may be."""
    satellite, pressure = 3_050.0 + 0.8 * np.arange(100), np.full(100, 3_010.0)
    assert doubts(with_heights(satellite, pressure)) == {}
    assert doubts(with_heights(np.full(100, np.nan), pressure)) == {}
    nothing = replace(flight(), heights=())
    assert doubts(nothing) == {}


def test_the_same_way_told_twice_is_named() -> None:
    """A recording played again: positions equal to the last digit, in the same order."""
    flown = flight(60)
    lon = np.concatenate([flown.lon_deg, flown.lon_deg[::-1][1:], flown.lon_deg[1:30]])
    lat = np.concatenate([flown.lat_deg, 1e-4 + flown.lat_deg[::-1][1:], flown.lat_deg[1:30]])
    found = doubts(track(lon.tolist(), lat.tolist()))[DoubtKind.REPLAYED]
    assert found.says.startswith("29 positions in a row were told before")
    assert found.rows == (120, 148)


def test_a_place_passed_again_is_no_replay() -> None:
    """Nine positions may agree by chance; ten in a row do not."""
    flown = flight(60)
    lon = np.concatenate([flown.lon_deg, flown.lon_deg[::-1][1:], flown.lon_deg[1:10]])
    lat = np.concatenate([flown.lat_deg, 1e-4 + flown.lat_deg[::-1][1:], flown.lat_deg[1:10]])
    assert DoubtKind.REPLAYED not in doubts(track(lon.tolist(), lat.tolist()))


def test_positions_even_to_the_last_digit_are_named() -> None:
    """Thirty steps of exactly one thousandth of a degree: nobody flies so."""
    flown = track([0.009 * i for i in range(60)])
    found = doubts(flown)[DoubtKind.EVEN]
    assert found.rows == (1, 60)
    parked = track([0.0] * 60)
    assert doubts(parked) == {}
    assert DoubtKind.EVEN not in doubts(track([0.009 * i for i in range(29)]))


def test_an_empty_track_shows_nothing() -> None:
    """No point stands; nothing can be doubted."""
    assert clean(flight().only(np.zeros(0, dtype=np.intp))).doubts == ()


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("liguria.json.gz", set()),
        ("munich.json.gz", set()),
        ("brussels_ils.json.gz", set()),
        ("setnjica.gpx", set()),
        ("01lz1hq1.igc", set()),
        ("pixair_toulouse.json.gz", set()),
        ("noisy_takeoff.json.gz", {DoubtKind.JUMP, DoubtKind.FROZEN}),
        ("noisy_time_issue.json.gz", {DoubtKind.JUMP, DoubtKind.FROZEN}),
        ("belevingsvlucht.json.gz", {DoubtKind.JUMP, DoubtKind.FROZEN}),
    ],
)
def test_real_flights_show_what_is_known_of_them(name: str, kinds: set[DoubtKind]) -> None:
    """Sound surveys show none of it; the files that were broken on purpose show what is broken."""
    assert set(doubts(read_track(shared("data", "tracks", name)))) == kinds
