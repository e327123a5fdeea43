"""Cleaning drops with a reason, names gaps, and changes nothing that stands."""

from __future__ import annotations

import numpy as np
import pytest
from tests.flown import DEGREE_M, START_S, track

from overflight.errors import SourceError, UsageError
from overflight.flights import CleaningSettings, CleanTrack, Fate, clean

STEP = 0.001  # 111.3 m of the equator; in 1 s a fast aircraft, in 10 s a slow one


def rows(cleaned: CleanTrack, fate: Fate) -> list[int]:
    """Return the rows that met a fate."""
    return [d.row for d in cleaned.dropped if d.fate is fate]


def test_a_sound_track_is_kept_as_it_is() -> None:
    """Nothing is moved, thinned or smoothed."""
    flown = track([i * STEP for i in range(20)])
    cleaned = clean(flown)
    assert np.array_equal(cleaned.track.lon_deg, flown.lon_deg)
    assert np.array_equal(cleaned.track.time_s, flown.time_s)
    assert cleaned.dropped == ()
    assert cleaned.pieces == ((0, 20),)
    assert cleaned.counts == {"kept": 20}


def test_a_track_told_backwards_is_sorted() -> None:
    """Some sources list the newest point first; that is no bad clock."""
    flown = track([i * STEP for i in range(20)]).only(np.arange(19, -1, -1))
    cleaned = clean(flown)
    assert (np.diff(cleaned.track.time_s) > 0).all()
    assert cleaned.track.row.tolist() == list(range(1, 21))
    assert cleaned.dropped == ()


def test_rows_without_time_or_place_say_so() -> None:
    """What the source leaves out cannot stand."""
    nan = float("nan")
    flown = track(
        [0.0, nan, 2 * STEP, 3 * STEP],
        [0.0, 0.0, nan, 0.0],
        time_s=[START_S, START_S + 10, START_S + 20, nan],
    )
    cleaned = clean(flown)
    assert rows(cleaned, Fate.NO_POSITION) == [2, 3]
    assert rows(cleaned, Fate.NO_TIME) == [4]


def test_points_outside_the_asked_time_are_left_out() -> None:
    """One flight can be cut out of a day; the end is not part of it."""
    settings = CleaningSettings(since_s=START_S + 10, until_s=START_S + 30)
    cleaned = clean(track([i * STEP for i in range(5)]), settings)
    assert cleaned.track.row.tolist() == [2, 3]
    assert rows(cleaned, Fate.OUTSIDE) == [1, 4, 5]


def test_one_bad_clock_is_dropped() -> None:
    """A single time seven hours off, out of order, is the clock's fault."""
    time = [START_S + 10 * i for i in range(20)]
    time[7] -= 25_200
    cleaned = clean(track([i * STEP for i in range(20)], time_s=time))
    assert rows(cleaned, Fate.BAD_CLOCK) == [8]
    assert "-25200 s" in cleaned.dropped[0].because


def test_a_repeated_row_is_a_duplicate() -> None:
    """The same time and place says nothing new."""
    cleaned = clean(track([0.0, STEP, STEP], time_s=[START_S, START_S + 10, START_S + 10]))
    assert rows(cleaned, Fate.DUPLICATE) == [3]
    assert "row 2" in cleaned.dropped[0].because


def test_two_places_at_one_time_contradict() -> None:
    """The first in the file stands, the other is named."""
    time = [START_S, START_S + 10, START_S + 10, START_S + 20]
    cleaned = clean(track([0.0, STEP, 1.1 * STEP, 2 * STEP], time_s=time))
    assert rows(cleaned, Fate.SECOND) == [3]


def test_an_impossible_jump_is_dropped_with_its_numbers() -> None:
    """One point a degree away for ten seconds: 111 km there and back."""
    lon = [i * STEP for i in range(10)]
    lon[4] += 1.0
    cleaned = clean(track(lon))
    assert rows(cleaned, Fate.JUMP) == [5]
    # A chord of one degree is shorter than its arc by 1.4 m.
    assert "111.43 km from row 4 within 10 s" in cleaned.dropped[0].because


def test_a_wrong_start_does_not_take_the_flight_with_it() -> None:
    """The larger part stands, wherever the wrong points are."""
    lon = [5.0, 5.0 + STEP] + [i * STEP for i in range(10)]
    cleaned = clean(track(lon))
    assert rows(cleaned, Fate.JUMP) == [1, 2]


def test_the_speed_limit_is_a_setting_and_exactly_it_is_possible() -> None:
    """A step at the limit stands; a little above it does not."""
    metres = 2 * 6_378_137.0 * np.sin(np.radians(0.01) / 2)  # chord of 0.01 degree
    flown = track([0.0, 0.01, 0.02], time_s=[START_S, START_S + 1, START_S + 2])
    at_limit = CleaningSettings(fastest_m_s=metres * (1 + 1e-9), time_error_s=0.0)
    below = CleaningSettings(fastest_m_s=metres * (1 - 1e-6), time_error_s=0.0)
    assert len(clean(flown, at_limit).track) == 3
    assert len(clean(flown, below).track) == 1


def test_a_position_repeated_in_flight_is_frozen() -> None:
    """The aircraft flew on; the receiver repeated its last word."""
    lon = [0.0, STEP, 2 * STEP, 2 * STEP, 2 * STEP, 5 * STEP, 6 * STEP]
    cleaned = clean(track(lon, time_s=[START_S + i for i in range(7)]))
    assert rows(cleaned, Fate.FROZEN) == [4, 5]
    assert "row 3" in cleaned.dropped[0].because


def test_a_parked_aircraft_is_left_alone() -> None:
    """Standing still is no fault: it was slow before and after."""
    slow = STEP / 10
    lon = [0.0, slow, slow, slow, slow, 2 * slow, 3 * slow]
    assert clean(track(lon)).dropped == ()


def test_an_end_that_repeats_is_left_alone() -> None:
    """Nothing afterwards shows that the aircraft flew on."""
    lon = [0.0, STEP, 2 * STEP, 2 * STEP, 2 * STEP]
    assert clean(track(lon, time_s=[START_S + i for i in range(5)])).dropped == ()


def test_an_impossible_height_is_set_aside_and_its_position_stands() -> None:
    """A height is one number of a point; the others may be right."""
    height = [3000.0] * 10
    height[4] = 12_000.0
    cleaned = clean(track([i * STEP for i in range(10)], height_m=height))
    assert len(cleaned.track) == 10
    assert [d.row for d in cleaned.set_aside] == [5]
    assert np.isnan(cleaned.track.height_m[4])
    assert cleaned.track.height_m[5] == 3000.0


def test_heights_of_unknown_origin_are_named_so() -> None:
    """The account says which column the height stood in."""
    height = [3000.0] * 10
    height[4] = 12_000.0
    flown = track([i * STEP for i in range(10)], height_m=height, system=None)
    assert "(unknown)" in clean(flown).set_aside[0].because


def test_a_gap_is_named_as_unseen() -> None:
    """Since when, until when, how far apart: nothing is drawn through it."""
    time = [START_S, START_S + 10, START_S + 310, START_S + 320]
    cleaned = clean(track([0.0, STEP, 0.1, 0.1 + STEP], time_s=time))
    assert cleaned.pieces == ((0, 2), (2, 4))
    gap = cleaned.unseen[0]
    assert (gap.since_s, gap.until_s) == (START_S + 10, START_S + 310)
    assert (gap.since_row, gap.until_row) == (2, 3)
    assert gap.distance_m == pytest.approx((0.1 - STEP) * DEGREE_M, abs=0.01)
    assert (gap.start.lon_deg, gap.end.lon_deg) == (STEP, 0.1)


def test_exactly_the_gap_setting_is_still_seen() -> None:
    """The setting says longer than; its own length is not longer."""
    flown = track([0.0, STEP], time_s=[START_S, START_S + 60])
    assert clean(flown).unseen == ()
    assert len(clean(flown, CleaningSettings(gap_s=59.9)).unseen) == 1


def test_an_empty_track_stays_empty() -> None:
    """Nothing comes of nothing, and no error either."""
    cleaned = clean(track([float("nan")] * 3))
    assert len(cleaned.track) == 0
    assert cleaned.pieces == ()
    assert cleaned.counts == {"kept": 0, "no position": 3}


def test_noise_is_no_track() -> None:
    """A file that jumps at every step is refused, not cleaned to a remainder."""
    lon = [170.0 * (i % 2) for i in range(4_100)]
    with pytest.raises(SourceError) as refused:
        clean(track(lon))
    assert refused.value.code == "E-TRACK-JUMPS"


@pytest.mark.parametrize(
    "settings",
    [
        {"fastest_m_s": 0.0},
        {"gap_s": float("nan")},
        {"time_error_s": -1.0},
        {"climb_m_s": float("inf")},
        {"since_s": 5.0, "until_s": 5.0},
    ],
)
def test_settings_that_make_no_sense_are_refused(settings: dict[str, float]) -> None:
    """A limit of nothing would drop everything without a word."""
    with pytest.raises(UsageError):
        CleaningSettings(**settings)


def test_a_gap_in_which_the_aircraft_hardly_moved_may_be_a_stop() -> None:
    """A kilometre in ten minutes is no flight; sixty kilometres are."""
    for degrees, stood in ((0.009, True), (0.54, False)):
        (gap,) = clean(track([0.0, degrees], time_s=[1e9, 1e9 + 600])).unseen
        assert gap.stood(15.0) is stood
