"""Damaged, huge and hostile border files and target lists: one clear error each."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from overflight.adapters.handed import features
from overflight.adapters.handed.target_files import read_targets
from overflight.adapters.lands.border_files import load_borders
from overflight.errors import SourceError

GOOD: dict[str, Any] = {
    "type": "FeatureCollection",
    "source": "drawn for a test, 2026",
    "features": [
        {
            "type": "Feature",
            "properties": {"between": ["FI", "RU"]},
            "geometry": {"type": "LineString", "coordinates": [[28, 61], [29, 62]]},
        }
    ],
}
WHOLE = json.dumps(GOOD).encode()
TABLE = b"name,lon,lat,value\na,8.7,45.6,2\n"


def _told(path: Path, data: bytes, *, targets: bool = False) -> SourceError:
    path.write_bytes(data)
    with pytest.raises(SourceError) as told:
        (read_targets if targets else load_borders)(path)
    assert str(told.value).isprintable()
    assert path.name in told.value.where
    assert told.value.exit_status == 4
    return told.value


def _line(*positions: object) -> bytes:
    geometry = {"type": "LineString", "coordinates": list(positions)}
    return json.dumps({**GOOD, "features": [{**GOOD["features"][0], "geometry": geometry}]}).encode(
        "utf-8", "surrogatepass"
    )


def test_the_samples_are_good_and_a_byte_order_mark_is_left_out(tmp_path: Path) -> None:
    """Every bad file below differs from these in one thing."""
    for mark in (b"", b"\xef\xbb\xbf"):
        (tmp_path / "b.geojson").write_bytes(mark + WHOLE)
        assert load_borders(tmp_path / "b.geojson").source
        (tmp_path / "t.csv").write_bytes(mark + TABLE)
        assert read_targets(tmp_path / "t.csv").targets[0].value == 2


@pytest.mark.parametrize("cut", [0, 1, 40, 120, -1])
def test_a_border_file_cut_short_is_told(cut: int, tmp_path: Path) -> None:
    """A line that ends early would move a border."""
    _told(tmp_path / "b.geojson", WHOLE[:cut])


@pytest.mark.parametrize(
    "data",
    [
        WHOLE.decode().encode("utf-16"),
        b"\xff\xfe\x00",
        b"\x00" * 99,
        WHOLE.replace(b"28", b"NaN"),
        WHOLE.replace(b"28", b"Infinity"),
        WHOLE.replace(b"28", b"1e400"),
        WHOLE.replace(b"28", b"1" * 5000),
        WHOLE.replace(b"28", b"180.001"),
        WHOLE.replace(b"61", b"-90.5"),
        WHOLE.replace(b"28", b'"28"'),
        WHOLE.replace(b"28", b"true"),
        WHOLE.replace(b"RU", b"\\ud800"),
        WHOLE.replace(b"FI", b"RU"),
        WHOLE.replace(b"between", b"betwixt"),
        b"[" * 100_000,
        _line(),
        _line([28, 61]),
        _line([28], [29, 62]),
        _line([28, 61], None),
    ],
)
def test_a_border_that_cannot_be_is_told(data: bytes, tmp_path: Path) -> None:
    """Encoding, numbers, codes, nesting, positions: one error that names the file."""
    _told(tmp_path / "b.geojson", data)


def test_the_number_of_the_position_is_told(tmp_path: Path) -> None:
    """One of two positions is wrong: its index is said, and not what a language calls its type."""
    fault = _told(tmp_path / "b.geojson", _line([28, 61], {"lon": 29}))
    assert "features[0].geometry.coordinates[1]" in fault.where
    assert fault.found == "a JSON object"


def test_a_huge_border_file_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The size is looked at before the content."""
    monkeypatch.setattr(features, "_MOST_BYTES", 100)
    assert _told(tmp_path / "b.geojson", WHOLE).code == "E-GEOJSON"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        TABLE[:5],
        b"\xff\xfen\x00",
        TABLE.replace(b"8.7", b"nan"),
        TABLE.replace(b"8.7", b"inf"),
        TABLE.replace(b"8.7", b"1e999"),
        TABLE.replace(b"8.7", b"181"),
        TABLE.replace(b"45.6", b"-91"),
        TABLE.replace(b",2", b",-1"),
        TABLE.replace(b"a,", b'"a,'),
    ],
)
def test_a_list_of_targets_that_cannot_be_is_told(data: bytes, tmp_path: Path) -> None:
    """Truncated, wrongly encoded, not finite, out of range, an open quote."""
    _told(tmp_path / "t.csv", data, targets=True)
