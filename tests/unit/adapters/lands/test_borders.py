"""The map of the package, a party's own lines over it, and what a bad file is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from overflight.adapters.lands.border_files import load_borders
from overflight.adapters.lands.world_map import SOURCE, world_borders
from overflight.errors import SourceError, UsageError
from overflight.geodesy import Position


def test_neighbours_are_those_by_land() -> None:
    """Enclaves count: San Marino and the Vatican are neighbours of Italy."""
    world = world_borders()
    assert world.neighbours("IT") == ("AT", "CH", "FR", "SI", "SM", "VA")
    assert world.neighbours("IS") == ()
    assert "N. Cyprus" not in world.neighbours("CY")  # a buffer zone lies between
    assert "Kosovo" in world.neighbours("RS")  # no ISO code: the name the map gives it


def test_the_borders_of_a_unit_are_its_outer_ones() -> None:
    """The borders between the three of Benelux are nobody's concern."""
    borders = world_borders().borders_of(["BE", "NL", "LU"])
    pairs = [line.between for line in borders.lines]
    assert pairs == [("BE", "DE"), ("BE", "FR"), ("DE", "LU"), ("DE", "NL"), ("FR", "LU")]
    assert borders.source == SOURCE
    assert {line.error_m for line in borders.lines} == {4_000.0}


@pytest.mark.parametrize(
    ("code", "lon", "lat"),
    [
        ("IT", 12.5, 41.9),
        ("RU", 100.0, 60.0),
        ("RU", -175.0, 67.0),  # beyond the antimeridian
        ("RU", 180.0, 68.5),
        ("AQ", 0.0, -90.0),  # a pole inside
        ("FJ", 178.0, -17.8),
        ("BE", 4.93, 51.44),  # Baarle-Hertog, to the map's own detail, is not told apart
    ],
)
def test_places_lie_where_they_lie(code: str, lon: float, lat: float) -> None:
    """Territory is asked across the antimeridian and at the pole as anywhere."""
    world, here = world_borders(), Position(lon, lat)
    inside = [c for c in (code, "NL") if world.territory([c]).contains(here)]
    assert inside


def test_both_directions_name_the_same_line() -> None:
    """The border of two States is one line, whoever asks."""
    world = world_borders()
    assert world.lines_between("IT", "AT") is world.lines_between("AT", "IT")
    assert not world.lines_between("IT", "JP")


def test_an_unknown_code_has_no_territory() -> None:
    """A unit that is not on the map is empty, not an error."""
    world = world_borders()
    assert not world.territory(["BNL"])
    with pytest.raises(KeyError):
        world.polygons["BNL"]
    assert len(world.polygons) == len(list(world.polygons)) > 200


LINE = {"type": "LineString", "coordinates": [[27.5, 63.0], [28.0, 64.0]]}
SQUARE = {"type": "Polygon", "coordinates": [[[20, 60], [28, 60], [28, 65], [20, 65], [20, 60]]]}


def file(folder: Path, *features: object, **members: object) -> Path:
    """Write a collection."""
    values = {"type": "FeatureCollection", "features": list(features)}
    path = folder / "own.geojson"
    path.write_text(json.dumps({**values, **({"source": "Survey, 2003"} | members)}))
    return path


def feature(geometry: object, **properties: object) -> dict[str, object]:
    """Return a feature."""
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def test_a_party_lays_its_own_lines_over_the_map(tmp_path: Path) -> None:
    """Whose border a line is, is a political fact: a party's file wins where it speaks."""
    path = file(
        tmp_path, feature(LINE, between=["RU", "FI"]), feature(SQUARE, territory="FI"), error_m=50
    )
    own = load_borders(path)
    assert own.source == "Survey, 2003 (own.geojson)"
    both = own.over(world_borders())
    assert both.lines_between("FI", "RU").paths() == own.lines_between("FI", "RU").paths()
    assert both.lines_between("FI", "SE")
    assert both.territory(["FI"]).contains(Position(21, 61))
    assert not both.territory(["FI"]).contains(Position(25, 67))
    assert both.source == f"Survey, 2003 (own.geojson); elsewhere {SOURCE}"
    errors = {line.between: line.error_m for line in both.borders_of(["FI"]).lines}
    assert errors["FI", "RU"] == 4_000.0  # one map, one doubt: the greater


@pytest.mark.parametrize(
    ("features", "members", "expected"),
    [
        ([feature(LINE)], {}, "codes of two units"),
        ([feature(LINE, between=["FI", "FI"])], {}, "two different units"),
        ([feature(LINE, between=["FI", 7])], {}, "code of a unit"),
        ([feature(SQUARE)], {}, "code of a unit"),
        ([feature({"type": "Point", "coordinates": [1, 2]})], {}, "lines or polygons"),
        ([feature({"type": "Line", "coordinates": []})], {}, "one of Point"),
        ([feature({**LINE, "coordinates": [[27, 63]]}, between=["FI", "RU"])], {}, "two or more"),
        ([feature({**LINE, "coordinates": [[27, 163], [1, 1]]})], {}, "degrees from -90 to 90"),
        ([feature({**LINE, "coordinates": [[27], [1, 1]]})], {}, "longitude and latitude"),
        ([feature({**LINE, "coordinates": [["27", 63], [1, 1]]})], {}, "degrees from -180"),
        ([feature({**LINE, "coordinates": [[10**400, 63], [1, 1]]})], {}, "degrees from -180"),
        ([feature({**LINE, "coordinates": 5}, between=["FI", "RU"])], {}, "a list"),
        ([feature({**SQUARE, "coordinates": [[[1, 1], [2, 2]]]}, territory="X")], {}, "three"),
        (["feature"], {}, "a JSON object"),
        ([], {"source": ""}, "who drew the lines"),
        ([], {"error_m": -1}, "metres, zero or more"),
        ([], {"error_m": True}, "metres, zero or more"),
        ([], {"type": "Feature"}, "FeatureCollection"),
        ([], {"features": 3}, "a list"),
    ],
)
def test_a_bad_file_is_told_where_and_what(
    tmp_path: Path, features: list[object], members: dict[str, object], expected: str
) -> None:
    """One clear error: the place in the file, what was expected, what to do."""
    with pytest.raises(SourceError, match=expected) as told:
        load_borders(file(tmp_path, *features, **members))
    assert "own.geojson" in told.value.where
    assert told.value.remedy


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"\xff\xfe", b"[" * 100_000, b'{"type": NaN}', b"[1, 2]"],
    ids=["empty", "truncated", "not UTF-8", "deep", "NaN", "a list"],
)
def test_what_is_no_json_is_refused(tmp_path: Path, content: bytes) -> None:
    """Truncated, wrongly encoded and hostile files meet the same one error."""
    path = tmp_path / "bad.geojson"
    path.write_bytes(content)
    with pytest.raises(SourceError):
        load_borders(path)


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """A wrong path is not an empty border."""
    with pytest.raises(UsageError, match="E-FILE"):
        load_borders(tmp_path / "none.geojson")
