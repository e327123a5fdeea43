"""Files that people name: read within bounds, written whole, no folder made for a slip."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from overflight.adapters.files import check_there, name_of, read_bounded, write_out, write_whole
from overflight.adapters.handed.target_files import read_targets
from overflight.adapters.lands.terrain import RasterTerrain
from overflight.adapters.tracks import read_track
from overflight.errors import SourceError, StoreError, UsageError


def _given(data: bytes, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    return Path("-")


@pytest.mark.parametrize("name", [".", "/", "..", "folder"])
def test_a_folder_is_no_file_to_write(name: str, tmp_path: Path) -> None:
    """The name of a folder is the caller's slip, told once."""
    (tmp_path / "folder").mkdir()
    with pytest.raises(UsageError, match="E-FOLDER"):
        write_out(tmp_path / name, b"x")
    with pytest.raises(StoreError, match="a folder stands there"):
        write_whole(tmp_path / name, b"x")
    assert [p.name for p in tmp_path.iterdir()] == ["folder"]


def test_no_folder_is_made_for_a_file_that_a_person_named(tmp_path: Path) -> None:
    """A typing error in a path must not leave a folder behind."""
    with pytest.raises(UsageError, match="E-FOLDER"):
        write_out(tmp_path / "nothere" / "x.json", b"x")
    assert not list(tmp_path.iterdir())
    write_out(tmp_path / "x.json", b"x")
    assert (tmp_path / "x.json").read_bytes() == b"x"


def test_a_name_without_folder_is_written_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``--out report.json`` is the usual way to name a file."""
    monkeypatch.chdir(tmp_path)
    write_out(Path("x.json"), b"x")
    assert Path("x.json").read_bytes() == b"x"


@pytest.mark.parametrize("name", ["none", "folder", "a\0b"])
def test_what_cannot_be_opened_is_the_callers_mistake(name: str, tmp_path: Path) -> None:
    """One code, and exit code 2, wherever a file is named."""
    (tmp_path / "folder").mkdir()
    for read in (lambda p: read_bounded(p, 9), check_there, read_track, read_targets):
        with pytest.raises(UsageError, match="E-FILE"):
            read(tmp_path / name)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_rights_is_the_callers_mistake(tmp_path: Path) -> None:
    """Rights are for the caller to mend."""
    locked = tmp_path / "locked"
    locked.write_bytes(b"x")
    locked.chmod(0)
    with pytest.raises(UsageError, match="E-FILE"):
        read_bounded(locked, 9)


def test_a_raster_that_is_not_there_is_the_callers_mistake(tmp_path: Path) -> None:
    """Not a damaged raster: no raster."""
    with pytest.raises(UsageError, match="E-FILE"):
        RasterTerrain(tmp_path / "none.tif", height_system="EGM96", error_m=16.0)


@pytest.mark.parametrize("error_m", [-5.0, float("nan"), float("inf"), 10_001.0])
def test_an_error_of_heights_that_cannot_be_is_refused(error_m: float, tmp_path: Path) -> None:
    """A bound below zero would make findings surer than they are."""
    with pytest.raises(UsageError, match="E-TERRAIN"):
        RasterTerrain(tmp_path / "none.tif", height_system="EGM96", error_m=error_m)


def test_standard_input_is_read_where_a_file_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """A dash is a file for everyone who reads files."""
    assert read_bounded(_given(b"abc", monkeypatch), 9) == b"abc"
    with pytest.raises(SourceError, match="E-TRACK-SIZE"):
        read_bounded(_given(b"abc", monkeypatch), 2, too_large="E-TRACK-SIZE")
    rows = b"time,lon_deg,lat_deg\n2003-05-06T14:00:00Z,8.7,45.6\n"
    assert "standard input" in read_track(_given(rows, monkeypatch)).source.label
    assert name_of(Path("a/b")) == "b"


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_targets_come_by_standard_input_too(mark: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table or GeoJSON, by what it begins with, a byte order mark left out."""
    table = mark + b"name,lon,lat\na,8.7,45.6\n"
    assert read_targets(_given(table, monkeypatch)).targets[0].name == "a"
    point = (
        b'{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"b"},'
        b'"geometry":{"type":"Point","coordinates":[8.7,45.6]}}]}'
    )
    assert read_targets(_given(mark + point, monkeypatch)).targets[0].name == "b"
