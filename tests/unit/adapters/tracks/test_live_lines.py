"""Lines of a stream: sentences, rows and words of the crew; everything else is counted."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.nmea_samples import gga, rmc

from overflight.adapters.tracks import CsvColumns, LiveLines
from overflight.flights import CrewSaid, Fix, SensorSwitched, Word
from overflight.missions import DeviationCause, HeightSystem


def items(*lines: str, columns: CsvColumns | None = None) -> list[object]:
    """Return what some lines tell, what is none left out."""
    reader = LiveLines(columns)
    found = [reader.item(line.encode()) for line in lines]
    return [item for item in found if item is not None]


def test_sentences_and_words_may_stand_in_one_stream() -> None:
    """A receiver and the crew write to one pipe."""
    found = items(
        rmc(1e9, 8.0, 45.0),
        "SENSOR,CAM,ON",
        "sensor, CAM, off",
        "DEVIATED,art.VIII.II.1.A",
        "DEVIATED",
        "RESUMED",
        "told",
        gga(1e9 + 1, 8.0, 45.0, 90.0),
    )
    assert isinstance(found[0], Fix)
    assert found[1:3] == [SensorSwitched("CAM", on=True), SensorSwitched("CAM", on=False)]
    assert found[3] == CrewSaid(Word.DEVIATED, DeviationCause.WEATHER_SAFETY)
    assert found[4:7] == [CrewSaid(Word.DEVIATED), CrewSaid(Word.RESUMED), CrewSaid(Word.TOLD)]
    assert isinstance(found[7], Fix)
    assert found[7].height_in(HeightSystem.MSL) == 90.0


def test_a_table_is_read_by_its_names_and_may_begin_anew() -> None:
    """A sender that restarts writes its header again."""
    found = items(
        "time,lon_deg,lat_deg,height_m,height_system",
        "2003-05-10T10:00:00Z,8.5,45.5,3000,wgs84",
        "time,lon_deg,lat_deg,height_m,height_system",
        "2003-05-10T10:00:01Z,8.5,45.5,,wgs84",
    )
    assert isinstance(found[0], Fix)
    assert isinstance(found[1], Fix)
    assert found[0].heights == ((HeightSystem.ELLIPSOID, 3000.0),)
    assert found[1].heights == ()


def test_the_columns_named_on_the_command_line_are_read() -> None:
    """In feet above standard pressure."""
    named = CsvColumns("t", "x", "y", "h", "ft", HeightSystem.PRESSURE)
    (sound,) = items("t;x;y;h", "1000000000;8;45;10000", columns=named)
    assert isinstance(sound, Fix)
    assert sound.height_in(HeightSystem.PRESSURE) == pytest.approx(3048.0)


@pytest.mark.parametrize(
    "line",
    [
        "8,45",
        "8,45,1,2",
        "2003-05-10T10:00:00Z,8.5",
        "2003-05-10T10:00:00,8.5,45.5",
        "2003-05-10T10:00:00Z,nan,45.5",
        "2003-05-10T10:00:00Z,,45.5",
        "2003-05-10T10:00:00Z,inf,45.5",
        "2003-05-10T10:00:00Z,8.5,95.5",
        "-5,8.5,45.5",
        "SENSOR,,ON",
        "SENSOR,CAM,maybe",
        "RESUMED,now",
        "DEVIATED,a,b",
        "\x00\x01\x02",
        "$GPRMC",
    ],
)
def test_garbage_tells_nothing_and_is_counted(line: str) -> None:
    """Neither an exception nor a position."""
    reader = LiveLines()
    reader.item(b"time,lon_deg,lat_deg")
    assert reader.item(line.encode()) is None
    assert sum(reader.passed.values()) == 1


def test_a_row_before_any_header_tells_nothing() -> None:
    """Which column is which is not known."""
    reader = LiveLines()
    assert reader.item(b"2003-05-10T10:00:00Z,8.5,45.5") is None
    assert reader.passed["garbage"] == 1


def test_empty_lines_and_other_sentences_are_not_counted() -> None:
    """A receiver sends much that is no position."""
    reader = LiveLines()
    assert reader.item(b"\r\n") is None
    assert reader.item(b"$GPGSV,1,1,00*79\r\n") is None
    assert not reader.passed


@settings(deadline=None, max_examples=300)
@given(st.lists(st.one_of(st.binary(max_size=120), st.text(max_size=60).map(str.encode))))
def test_no_stream_makes_it_fall(lines: list[bytes]) -> None:
    """Whatever comes over a line that is pulled out and put in again."""
    reader = LiveLines()
    reader.item(b"time,lon_deg,lat_deg")
    for line in lines:
        item = reader.item(line)
        assert item is None or isinstance(item, Fix | SensorSwitched | CrewSaid)
