"""IGC: fixes by their columns, both altitudes, midnight, and what the header says of heights."""

from __future__ import annotations

import numpy as np
import pytest

from overflight.adapters.tracks import parse_track
from overflight.errors import SourceError
from overflight.flights import Track, TrackForm
from overflight.missions import HeightSystem

HEAD = "AXXX001\r\nHFDTE100503\r\n"
FIX = "B1000004530000N00815000EA0100001100\r\n"


def read(text: str) -> Track:
    """Return a track from the text of an IGC file."""
    return parse_track(text.encode(), name="t.igc")


def test_a_fix_reads_by_its_columns() -> None:
    """45 degrees 30 minutes north, 8 degrees 15 minutes east, both altitudes in metres."""
    track = read(HEAD + FIX)
    assert track.source.form is TrackForm.IGC
    assert (track.lat_deg[0], track.lon_deg[0]) == (45.5, 8.25)
    assert track.time_s[0] == 1_052_560_800.0  # date -u -d 2003-05-10T10:00Z +%s
    assert track.row[0] == 3
    gnss, pressure = track.heights
    assert (gnss.system, gnss.height_m[0]) == (HeightSystem.ELLIPSOID, 1100.0)
    assert (pressure.system, pressure.height_m[0]) == (HeightSystem.PRESSURE, 1000.0)


def test_south_and_west_are_negative() -> None:
    """The sides stand as letters, and heights may lie below zero."""
    track = read(HEAD + "B1000004530000S00815000WA-010001100\r\n")
    assert (track.lat_deg[0], track.lon_deg[0]) == (-45.5, -8.25)
    assert track.heights[1].height_m[0] == -100.0


def test_a_fix_marked_v_has_no_gnss_height() -> None:
    """V says that the receiver knew no height, whatever digits stand there."""
    track = read(HEAD + FIX + FIX.replace("B100000", "B100010").replace("EA", "EV"))
    assert np.isnan(track.heights[0].height_m[1])


def test_times_run_on_over_midnight() -> None:
    """The date stands once; a flight may outlast its day."""
    late = FIX.replace("B100000", "B235959")
    early = FIX.replace("B100000", "B000001")
    track = read(HEAD + late + early)
    assert track.time_s[1] - track.time_s[0] == 2.0


def test_a_small_step_back_is_not_midnight() -> None:
    """A clock that is put right by a second starts no new day."""
    track = read(HEAD + FIX.replace("B100000", "B100001") + FIX)
    assert track.time_s[1] - track.time_s[0] == -1.0


def test_the_long_form_of_the_date_reads() -> None:
    """Newer recorders write HFDTEDATE:DDMMYY,NN; before 2000 the year belongs to 1900."""
    track = read("AXXX001\nHFDTEDATE:100595,01\n" + FIX)
    assert track.time_s[0] == 800_100_000.0  # date -u -d 1995-05-10T10:00Z +%s


@pytest.mark.parametrize(
    ("header", "system", "heights"),
    [
        ("HFALGALTGPS:GEO\n", HeightSystem.MSL, 2),
        ("HFALG:ELL\n", HeightSystem.ELLIPSOID, 2),
        ("HFALG:NKN\n", None, 2),
        ("HFALG:NIL\n", HeightSystem.PRESSURE, 1),
    ],
)
def test_the_header_may_say_what_gnss_heights_count_from(
    header: str, system: HeightSystem | None, heights: int
) -> None:
    """The geoid and the ellipsoid lie fifty metres apart in Europe."""
    track = read(HEAD + header + FIX)
    assert track.height_system is system
    assert len(track.heights) == heights


@pytest.mark.parametrize(
    "text",
    [
        "AXXX001\r\n" + FIX,
        HEAD + FIX + "B10000045\r\n",
        HEAD + FIX + FIX.replace("B100000", "B250000"),
        HEAD + FIX + "BANANA\r\n",
        HEAD.replace("100503", "320503") + FIX,
    ],
)
def test_a_broken_file_is_refused(text: str) -> None:
    """A fix that is cut, a date that is none: the whole file is not used."""
    with pytest.raises(SourceError) as refused:
        read(text)
    assert refused.value.code == "E-TRACK-IGC"
