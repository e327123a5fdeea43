"""Plain tables are read by bytes or by columns; the numbers are those of the slow reader."""

from __future__ import annotations

import struct
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from overflight.adapters.tracks import CsvColumns, parse_track, plain_tables
from overflight.adapters.tracks.plain_tables import plain_table
from overflight.errors import SourceError

NUMBERS = st.one_of(
    st.floats(-180, 180).map(repr),
    st.floats(-180, 180).map(lambda x: f"{x:.7f}"),
    st.integers(-(10**17), 10**17).map(str),
    st.decimals(-999, 999, places=15).map(str),
    st.decimals(0, 99, places=16).map(str),
    st.just(""),
)
TIMES = st.integers(0, 253_402_300_799_999_999).map(
    lambda micro: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=micro)
)


@pytest.fixture(autouse=True)
def _small_tables_too(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask the compiled reader for tables of any size."""
    monkeypatch.setattr(plain_tables, "_WORTH_COMPILING", 0)


def bits(value: float) -> bytes:
    """Return a number to its last bit."""
    return struct.pack("<d", value)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(NUMBERS, min_size=1, max_size=20))
def test_numbers_are_pythons_to_the_last_bit(cells: list[str]) -> None:
    """Seventeen digits, trailing zeros, nothing at all: as ``float`` reads them, or not at all."""
    text = "t,x\n" + "".join(f"5,{cell}\n" for cell in cells)
    found = plain_table(text, ",", "t", ["x"])
    if found is None:
        return
    for cell, value in zip(cells, found[1].tolist(), strict=True):
        assert bits(value) == bits(float(cell)) if cell else np.isnan(value)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(TIMES, min_size=1, max_size=9),
    st.sampled_from(["seconds", "milliseconds", "microseconds"]),
)
def test_times_are_those_of_the_calendar(times: list[datetime], spec: str) -> None:
    """Leap years, ends of months, fractions: as ``datetime`` has them."""
    cells = [at.isoformat(timespec=spec).replace("+00:00", "Z") for at in times]
    text = "t,x\n" + "".join(f"{cell},1\n" for cell in cells)
    found = plain_table(text, ",", "t", ["x"])
    if found is None:
        return
    assert found[0].tolist() == [datetime.fromisoformat(cell).timestamp() for cell in cells]


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize(
    "text",
    [
        't,x\n5,"1"\n',
        "t,x\n5,1,2\n",
        "t,x\n5\n",
        "t,x\n5,1\n\n5,2\n",
        "t,x\n5,nan\n",
        "t,x\n5,inf\n",
        "t,x\n5,1e999\n",
        "t,x\n5,.\n",
        "t,x\n5,-\n",
        "t,x\n5,one\n",
        "t,x\n,1\n",
        "t,x\n-5,1\n",
        "t,x\n2003-02-29T00:00:00Z,1\n",
        "t,x\n2003-13-01T00:00:00Z,1\n",
        "t,x\n2003-01-01T24:00:00Z,1\n",
        "t,x\n2003-01-01T00:00:60Z,1\n",
        "t,x\n2003-01-01T00:00:00Z,1\n2003-01-01T00:00:00+02:00,1\n",
        "t,x\n2003-01-01T00:00:00Z,1\n5,1\n",
        "t,t\n5,1\n",
        "u,x\n5,1\n",
        "t,x\n",
        "t,x",
        "t,x\r5,1\r",
        "t,x\n5,1\u2028\n",
    ],
)
def test_what_is_not_plain_is_left_to_the_slow_reader(
    text: str, compiled: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No number is guessed, and no fault is told here: the slow reader names the row."""
    monkeypatch.setattr(plain_tables, "can_compile", lambda: compiled)
    assert plain_table(text, ",", "t", ["x"]) is None


@pytest.mark.parametrize("compiled", [True, False])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("last", ["", "end"])
def test_both_ways_read_the_same_table(
    compiled: bool, ending: str, last: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With numba and without, with either end of line, with an end and without."""
    monkeypatch.setattr(plain_tables, "can_compile", lambda: compiled)
    rows = ["time;lon_deg;lat_deg;height_m", "1052560800000;8.5;-44.25;", "1052560801.5;8.6;44;3"]
    text = ending.join(rows) + (ending if last else "")
    found = plain_table(text, ";", "time", ["lon_deg", "lat_deg", "height_m"])
    assert found is not None
    assert found[0].tolist() == [1_052_560_800.0, 1_052_560_801.5]
    assert found[1].tolist() == [8.5, 8.6]
    assert found[2].tolist() == [-44.25, 44.0]
    assert np.isnan(found[3][0])


def test_the_track_is_the_same_whichever_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Row numbers, times and heights do not depend on how the table was read."""
    rows = "".join(f"2003-05-10T10:00:{i:02}Z,8.{i:017d},44.5,{i}\n" for i in range(60))
    raw = ("time,lon_deg,lat_deg,height_m\n" + rows).encode()
    tracks = [parse_track(raw, name="t.csv")]
    monkeypatch.setattr(plain_tables, "can_compile", lambda: False)
    tracks.append(parse_track(raw, name="t.csv"))
    tracks.append(parse_track(raw.replace(b"44.5", b'"44.5"', 1), name="t.csv"))
    for other in tracks[1:]:
        for name in ("time_s", "lon_deg", "lat_deg", "row", "height_m"):
            assert getattr(other, name).tolist() == getattr(tracks[0], name).tolist()


def test_a_broken_row_is_named_as_before() -> None:
    """The fast way says nothing: the message has the line and what was found."""
    raw = b"time,lon_deg,lat_deg\n5,8,44\n6,8,x\n"
    with pytest.raises(SourceError, match="line 3") as refused:
        parse_track(raw, name="t.csv")
    assert refused.value.code == "E-TRACK-NUMBER"


def test_columns_by_other_names_are_read_fast_too() -> None:
    """Named on the command line, in feet."""
    track = parse_track(
        b"a,b,c,d\n1,2,3,100\n", name="t.csv", columns=CsvColumns("a", "b", "c", "d", "ft")
    )
    assert (track.time_s[0], track.lon_deg[0], track.lat_deg[0]) == (1.0, 2.0, 3.0)
    assert track.height_m[0] == pytest.approx(30.48)
