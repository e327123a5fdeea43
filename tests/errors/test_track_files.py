"""Bad track files: one clear error each, nothing of the file used, memory bounded."""

from __future__ import annotations

import gzip
import json
import zlib
from pathlib import Path

import pytest

from overflight.adapters.tracks import TrackLimits, parse_track, read_track
from overflight.errors import SourceError, UsageError

ROW = {"timestamp": 1_500_000_000_000, "latitude": 45.0, "longitude": 8.0, "altitude": 1000}
STATES = json.dumps([ROW] * 50).encode()
PACKED = gzip.compress(STATES)
BILLION = b"""<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;">]><gpx><trk><trkseg>
<trkpt lat="&c;" lon="8"/></trkseg></trk></gpx>"""
OUTSIDE = b"""<!DOCTYPE gpx [<!ENTITY x SYSTEM "file:///etc/passwd">]><gpx>&x;</gpx>"""


def code_of(raw: bytes, limits: TrackLimits | None = None) -> str:
    """Return the code with which bytes are refused."""
    with pytest.raises(SourceError) as refused:
        parse_track(raw, name="bad", limits=limits)
    fault = refused.value
    assert fault.where
    assert fault.expected
    assert fault.remedy
    assert fault.exit_status == 4
    return fault.code


@pytest.mark.parametrize("cut", [1, 5, 20, len(PACKED) // 2, len(PACKED) - 9, len(PACKED) - 1])
def test_a_truncated_gzip_is_refused(cut: int) -> None:
    """A transfer that broke off leaves a file that looks whole from outside."""
    assert code_of(PACKED[:cut]) in {"E-TRACK-GZIP", "E-TRACK-TEXT", "E-TRACK-FORM"}


def test_a_damaged_gzip_is_refused() -> None:
    """The checksum at its end is there to be looked at."""
    assert code_of(PACKED[:-8] + b"\0\0\0\0" + PACKED[-4:]) == "E-TRACK-GZIP"


def test_bytes_after_the_gzip_are_refused() -> None:
    """What stands behind the packed data was not in the file that was sent."""
    assert code_of(PACKED + b"more") == "E-TRACK-GZIP"


def test_gzip_in_several_members_or_padded_reads() -> None:
    """Both are whole files: some tools write them."""
    half = len(STATES) // 2
    members = gzip.compress(STATES[:half]) + gzip.compress(STATES[half:])
    assert len(parse_track(members, name="two")) == 50
    assert len(parse_track(PACKED + b"\0" * 512, name="padded")) == 50


def test_a_bomb_is_refused_before_it_is_opened() -> None:
    """A kilobyte that unpacks to a gigabyte stops at the limit."""
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(b" " * (1 << 20)) for _ in range(64)) + packer.flush()
    assert len(bomb) < 100_000
    assert code_of(bomb, TrackLimits(open_bytes=1 << 21)) == "E-TRACK-SIZE"


def test_a_huge_file_is_refused_by_size(tmp_path: Path) -> None:
    """No more than the limit is ever read."""
    path = tmp_path / "huge.json"
    path.write_bytes(STATES)
    with pytest.raises(SourceError, match="at most 100 bytes"):
        read_track(path, limits=TrackLimits(file_bytes=100))


def test_too_many_points_are_refused() -> None:
    """The number of points is bounded apart from the size of the file."""
    assert code_of(STATES, TrackLimits(points=10)) == "E-TRACK-SIZE"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """The name is in the message."""
    with pytest.raises(UsageError, match=r"E-FILE.*none"):
        read_track(tmp_path / "none.json")


@pytest.mark.parametrize("raw", [b"", b"   \n", gzip.compress(b"")])
def test_an_empty_file_is_refused(raw: bytes) -> None:
    """Nothing is not a track without points."""
    assert code_of(raw) == "E-TRACK-EMPTY"


@pytest.mark.parametrize(
    "raw",
    [
        STATES.decode().encode("utf-16"),
        b"\xff\xfe\xfa",
        b"timestamp,latitude,longitude\n1052560800,45,8\xe4\n",
        STATES.replace(b"45.0", b"4\xff.0", 1),
    ],
)
def test_a_wrong_encoding_is_refused(raw: bytes) -> None:
    """Bytes that are not UTF-8 are not guessed at."""
    assert code_of(raw) == "E-TRACK-TEXT"


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        (b"45.0", b"NaN", "E-JSON"),
        (b"45.0", b"Infinity", "E-JSON"),
        (b"45.0", b"1e999", "E-TRACK-NUMBER"),
        (b"45.0", b"1e999999999", "E-TRACK-NUMBER"),
        (b"45.0", b"90.0001", "E-TRACK-RANGE"),
        (b"8.0", b"-180.5", "E-TRACK-RANGE"),
        (b"1000}", b"1e9}", "E-TRACK-RANGE"),
        (b"1500000000000", b"-5", "E-TRACK-RANGE"),
        (b"1500000000000", b"1e20", "E-TRACK-RANGE"),
        (b"1500000000000", b'"noon"', "E-TRACK-TIME"),
        (b"1500000000000", b"true", "E-TRACK-NUMBER"),
        (b"45.0", b'"north"', "E-TRACK-NUMBER"),
        (b"45.0", b"[1]", "E-TRACK-NUMBER"),
        (b"45.0", b"1" + b"0" * 400, "E-TRACK-NUMBER"),
        (b"45.0", b"9" * 5000, "E-JSON"),
    ],
)
def test_a_number_that_no_flight_can_hold_is_refused(
    before: bytes, after: bytes, code: str
) -> None:
    """One bad number, named with its row; the other 49 rows are not used either."""
    assert code_of(STATES.replace(before, after, 1)) == code


@pytest.mark.parametrize("word", ["nan", "inf", "-inf", "1e999", "eight"])
def test_a_table_with_such_words_is_refused(word: str) -> None:
    """Text that spells no finite number is none."""
    table = f"timestamp,latitude,longitude\n1052560800,{word},8\n"
    assert code_of(table.encode()) == "E-TRACK-NUMBER"


@pytest.mark.parametrize("raw", [BILLION, OUTSIDE, b"<gpx><trk>", b"<gpx>\0</gpx>"])
def test_hostile_or_broken_xml_is_refused(raw: bytes) -> None:
    """Entities are refused before they are looked at, wherever they lead."""
    assert code_of(raw) == "E-TRACK-XML"


@pytest.mark.parametrize("raw", [b"[" * 100_000, b'{"a":' * 50_000, b"[1", STATES[:-5], b"{} {}"])
def test_broken_or_deep_json_is_refused(raw: bytes) -> None:
    """Depth is no way to bring the reader down."""
    assert code_of(raw) == "E-JSON"


def test_an_unknown_encoding_in_xml_is_refused() -> None:
    """A name that no codec has is a broken file, not a crash."""
    assert code_of(b'<?xml version="1.0" encoding="klingon"?><gpx/>') == "E-TRACK-XML"
