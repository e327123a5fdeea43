"""Tables: the delimiter is plain to see, columns are named, labels survive a round trip."""

from __future__ import annotations

import numpy as np
import pytest
from tests.flown import along, track

from overflight.adapters.tracks import CsvColumns, parse_track
from overflight.errors import SourceError, UsageError
from overflight.flights import Track, clean, clean_csv
from overflight.missions import HeightSystem

TRAFFIC = (
    "timestamp,icao24,latitude,longitude,altitude\n2003-05-10 10:00:00+00:00,x,45.5,8.25,1000\n"
)


def read(text: str, columns: CsvColumns | None = None) -> Track:
    """Return a track from a table."""
    return parse_track(text.encode(), name="t.csv", columns=columns)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_columns_of_traffic_read_with_any_plain_delimiter(delimiter: str) -> None:
    """Spreadsheets of different countries part columns differently."""
    found = read(TRAFFIC.replace(",", delimiter))
    assert (found.lon_deg[0], found.lat_deg[0]) == (8.25, 45.5)
    assert found.height_m[0] == pytest.approx(304.8)
    assert found.height_system is HeightSystem.PRESSURE
    assert found.row[0] == 2


def test_a_table_without_heights_has_none() -> None:
    """The column is not asked for; nothing stands in its place."""
    found = read("timestamp,latitude,longitude\n1052560800,45.5,8.25\n")
    assert found.heights == ()
    assert found.time_s[0] == 1_052_560_800.0


def test_numbers_from_1e11_on_are_milliseconds() -> None:
    """No flight is in the year 5138, and none of ours was before 1974."""
    found = read("timestamp,latitude,longitude\n1052560800500,45.5,8.25\n")
    assert found.time_s[0] == 1_052_560_800.5


def test_columns_can_be_named() -> None:
    """A column is what its owner says it is."""
    named = CsvColumns("t", "x", "y", "h", "ft", HeightSystem.MSL)
    found = read("t;x;y;h\n2003-05-10T10:00:00Z;8;45;1000\n;8;45;\n", named)
    assert found.height_m[0] == pytest.approx(304.8)
    assert found.height_system is HeightSystem.MSL
    assert np.isnan(found.time_s[1])
    assert np.isnan(found.height_m[1])


def test_heights_of_an_unnamed_system_are_unknown() -> None:
    """Who does not say what heights count from does not get an answer invented."""
    found = read("t,x,y,h\n1052560800,8,45,5\n", CsvColumns("t", "x", "y", "h"))
    assert found.height_system is None
    assert "not said" in found.source.says[0]


def test_a_unit_is_metres_or_feet() -> None:
    """A third unit is a mistake of the caller."""
    with pytest.raises(UsageError):
        CsvColumns("t", "x", "y", "h", "fathom")


@pytest.mark.parametrize(
    "text",
    [
        "a,b,c\n1,2,3\n",
        "timestamp,latitude,longitude;timestamp;latitude;longitude\n1,2,3\n",
        "timestamp,latitude,longitude\n1052560800,45.5\n",
        "timestamp,latitude,longitude\n1052560800,45.5,8,9\n",
        'timestamp,latitude,longitude\n1052560800,45.5,"8\n',
        "timestamp,latitude,longitude\n1,2\0,3\n",
        'timestamp,latitude,"longitude\n1,2,3\n',
    ],
)
def test_a_table_that_does_not_fit_its_header_is_refused(text: str) -> None:
    """Columns that move by one put every aircraft in the sea."""
    with pytest.raises(SourceError) as refused:
        read(text)
    assert refused.value.code == "E-TRACK-FORM"


def test_a_named_height_column_must_be_there() -> None:
    """Who names a column wants it read."""
    with pytest.raises(SourceError, match="a column h"):
        read("t,x,y\n1,2,3\n", CsvColumns("t", "x", "y", "h"))


@pytest.mark.parametrize("time", ["2003-05-10 10:00:00", "2003-13-10T10:00:00Z"])
def test_a_time_that_is_none_is_refused(time: str) -> None:
    """A time without its zone may be hours off; a thirteenth month is none."""
    with pytest.raises(SourceError) as refused:
        read(f"timestamp,latitude,longitude\n{time},45,8\n")
    assert refused.value.code == "E-TRACK-TIME"


def test_what_clean_writes_reads_back() -> None:
    """A cleaned table is a track again: the same points, heights and system."""
    written = clean(along(31))
    found = read(clean_csv(written))
    assert np.array_equal(found.lon_deg, written.track.lon_deg)
    assert np.abs(found.time_s - written.track.time_s).max() <= 0.001
    assert found.height_system is HeightSystem.ELLIPSOID


def test_labels_survive_the_round_trip() -> None:
    """A simulated or moved track must not become evidence by being written and read."""
    moved = clean(track([0.0, 0.001]).moved(60.0))
    assert read(clean_csv(moved)).source.moved_s == 60.0
    assert "moved in time" in read(clean_csv(moved)).source.label
    bare = read("time,lon_deg,lat_deg,height_m,height_system\n1052560800,8,45,,\n")
    assert bare.source.moved_s == 0.0
    assert not bare.source.simulated


def test_an_own_table_without_system_reads() -> None:
    """The short form is enough for a track made by hand."""
    found = read("time,lon_deg,lat_deg,height_m\n1052560800,8,45,100\n")
    assert found.height_m[0] == 100.0
    assert found.height_system is None
