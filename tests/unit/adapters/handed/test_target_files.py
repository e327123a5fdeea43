"""Lists of targets, and what a bad one is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.shared_data import shared

from overflight.adapters.handed.target_files import TargetColumns, read_targets
from overflight.errors import SourceError
from overflight.geodesy import Position
from overflight.planning import Target


def file(folder: Path, content: str | bytes, name: str = "targets.csv") -> Path:
    """Write a file."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_columns_are_found_by_their_usual_names(tmp_path: Path) -> None:
    """People write lon or Longitude; the order of columns does not matter."""
    path = file(tmp_path, "\ufeffValue,Latitude,LONGITUDE,Name\r\n5,45.5,9.2,Plant\r\n,45,9,\r\n")
    listed = read_targets(path)
    assert listed.targets == (
        Target("Plant", Position(9.2, 45.5), 5.0),
        Target("line 3", Position(9.0, 45.0), 1.0),
    )


def test_other_columns_can_be_named(tmp_path: Path) -> None:
    """A database of power plants is a list of targets, worth their megawatts."""
    path = file(tmp_path, 'Site,lon,lat,"Capacity (MW)"\nA,9,45,"1,480"\n')
    listed = read_targets(path, TargetColumns("Site", "Capacity (MW)"))
    assert listed.targets == (Target("A", Position(9.0, 45.0), 1480.0),)


def test_rows_without_a_position_are_counted(tmp_path: Path) -> None:
    """Nothing is invented for them, and nobody thinks they were planned for."""
    listed = read_targets(file(tmp_path, "name,lon,lat\nA,,45\nB,9,\nC,9,45\n"))
    assert [target.name for target in listed.targets] == ["C"]
    assert listed.skipped == 2


@pytest.mark.parametrize(
    ("content", "where", "expected"),
    [
        ("", "line 1", "a column name"),
        ("name,lon\nA,9\n", "line 1", "a column lat"),
        ("name,lon,lat\nA,nine,45\n", "line 2", "longitude in degrees"),
        ("name,lon,lat\nA,9,nan\n", "line 2", "latitude in degrees"),
        ("name,lon,lat\nA,45,99\n", "line 2", "latitude from -90 to 90"),
        ("name,lon,lat\nA,9,1e999\n", "line 2", "latitude in degrees"),
        ("name,lon,lat,value\nA,9,45,-1\n", "line 2", "above zero"),
        ("name,lon,lat,value\nA,9,45,much\n", "line 2", "above zero"),
        ('name,lon,lat\n"A,9,45\n', "targets.csv", "CSV with a header"),
        (b"name,lon,lat\nB\xfcttel,9,45\n", "targets.csv", "text in utf-8"),
    ],
)
def test_a_bad_list_is_told_where_and_what(
    tmp_path: Path, content: str | bytes, where: str, expected: str
) -> None:
    """One clear error: the line, what was expected, what to do."""
    with pytest.raises(SourceError, match=expected) as told:
        read_targets(file(tmp_path, content))
    assert where in told.value.where


def test_an_encoding_can_be_named(tmp_path: Path) -> None:
    """Old lists are written in old encodings; an unknown one is told."""
    path = file(tmp_path, b"name,lon,lat\nB\xfcttel,9,45\n")
    listed = read_targets(path, TargetColumns(encoding="latin-1"))
    assert listed.targets[0].name == "B\u00fcttel"
    with pytest.raises(SourceError, match="an encoding that is known"):
        read_targets(path, TargetColumns(encoding="klingon"))


POINT = '{"type":"Point","coordinates":[9,45]}'


def collection(geometry: str, properties: str) -> str:
    """Return a collection of one feature."""
    feature = f'{{"type":"Feature","geometry":{geometry},"properties":{properties}}}'
    return f'{{"type":"FeatureCollection","features":[{feature}]}}'


def test_points_of_geojson_are_targets(tmp_path: Path) -> None:
    """Names and values stand in the properties; a point without a name has its place."""
    path = file(tmp_path, collection(POINT, '{"name":"A","value":2.5}'), "t.geojson")
    assert read_targets(path).targets == (Target("A", Position(9.0, 45.0), 2.5),)
    path = file(tmp_path, collection(POINT, "null"), "t.geojson")
    assert read_targets(path).targets[0].name == "features[0]"


@pytest.mark.parametrize(
    ("geometry", "properties", "expected"),
    [
        ('{"type":"LineString","coordinates":[[9,45],[10,45]]}', "{}", "Point"),
        (POINT, '{"value":true}', "above zero"),
        (POINT, '{"value":[1]}', "above zero"),
        (POINT, '{"value":-1}', "above zero"),
        (POINT, "[]", "a JSON object"),
        ("null", "{}", "a JSON object"),
    ],
)
def test_other_features_are_no_targets(
    tmp_path: Path, geometry: str, properties: str, expected: str
) -> None:
    """A line or a value of nothing is told, not skipped."""
    with pytest.raises(SourceError, match=expected):
        read_targets(file(tmp_path, collection(geometry, properties), "t.geojson"))


@pytest.mark.parametrize(
    ("name", "columns", "least"),
    [
        ("nuclear_power_plants.csv", TargetColumns("Name", "Capacity"), 700),
        ("wri_Norway.csv", TargetColumns("Name", "Capacity (MW)"), 300),
        ("wri_Romania.csv", TargetColumns("Name", "Capacity (MW)"), 25),
        ("ne_10m_ports.json", TargetColumns("name"), 1_000),
    ],
)
def test_real_lists_are_read(name: str, columns: TargetColumns, least: int) -> None:
    """Lists as they are found in the world."""
    assert len(read_targets(shared("data", "sites", name), columns).targets) >= least


def test_what_is_worth_nothing_is_no_target_and_counted(tmp_path: Path) -> None:
    """Real lists have plants of no capacity: the others can be planned for."""
    listed = read_targets(file(tmp_path, "name,lon,lat,value\nA,9,45,0\nB,9,45,2\nC,,,3\n"))
    assert [target.name for target in listed.targets] == ["B"]
    assert (listed.skipped, listed.worthless) == (1, 1)


def test_lines_and_areas_are_taken_where_asked_for(tmp_path: Path) -> None:
    """A whole problem may take its areas and lines from the same file as its points."""
    square = [[9, 45], [10, 45], [10, 46], [9, 45]]
    shapes: list[dict[str, object]] = [
        {"type": "Point", "coordinates": [9, 45]},
        {"type": "LineString", "coordinates": [[9, 45], [10, 46]]},
        {"type": "Polygon", "coordinates": [square]},
    ]
    features = [
        {"type": "Feature", "geometry": shape, "properties": {"name": shape["type"], "value": 2}}
        for shape in shapes
    ]
    path = file(tmp_path, json.dumps({"type": "FeatureCollection", "features": features}), "a.json")
    listed = read_targets(path, shapes=True)
    assert [one.name for one in listed.targets] == ["Point"]
    assert [(one.name, len(one.points)) for one in listed.courses] == [("LineString", 2)]
    assert [(one.name, len(one.ring)) for one in listed.areas] == [("Polygon", 3)]
    with pytest.raises(SourceError, match="Point"):
        read_targets(path)


def test_a_row_that_cannot_be_is_named_and_the_others_are_taken(tmp_path: Path) -> None:
    """A real list of a thousand plants has one at latitude 166."""
    rows = "name,lon,lat,value\nA,9,166,1\nB,9,45,2\nC,9,45,much\n"
    listed = read_targets(file(tmp_path, rows))
    assert [target.name for target in listed.targets] == ["B"]
    assert len(listed.omitted) == 2
    assert "line 2: latitude from -90 to 90 degrees expected; 166" in listed.omitted[0]
