"""Targets from KML and GPX: points, lines, areas, folders; hostile files get one clear word."""

from __future__ import annotations

from pathlib import Path

import pytest

from overflight.adapters.handed import xml_files
from overflight.adapters.handed.target_files import TargetColumns, read_targets
from overflight.adapters.handed.target_shapes import parse_shapes, read_shapes
from overflight.errors import SourceError, UsageError
from overflight.geodesy import Position
from overflight.planning import Target

KML = """<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Targets</name>
<NetworkLink><Link><href>http://outside.example/x.kml</href></Link></NetworkLink>
<Folder><name>North</name><Folder>
<Placemark><name>Plant</name><ExtendedData><Data name="value"><value>5</value></Data>
<SchemaData><SimpleData name="sort">power</SimpleData></SchemaData></ExtendedData>
<Point><coordinates>9.2,45.5,120</coordinates></Point></Placemark></Folder></Folder>
<Placemark><Point><coordinates>
  9.0,45.0
</coordinates></Point></Placemark>
</Document></kml>"""
SHAPES = """<kml xmlns="http://www.opengis.net/kml/2.2"><Placemark><name>Rail</name><MultiGeometry>
<LineString><coordinates>9,45 10,45</coordinates></LineString>
<MultiGeometry><LinearRing><coordinates>9,45 10,45 10,46 9,45</coordinates></LinearRing>
</MultiGeometry>
<Polygon><outerBoundaryIs><LinearRing><coordinates>9,45 10,45 10,46 9,45</coordinates></LinearRing>
</outerBoundaryIs><innerBoundaryIs><LinearRing><coordinates>9.8,45.2 9.9,45.2 9.9,45.3 9.8,45.2
</coordinates></LinearRing></innerBoundaryIs></Polygon></MultiGeometry></Placemark></kml>"""
GPX = """<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">
<wpt lat="45.5" lon="9.2"><name>Plant</name><desc>power</desc>
<extensions><value>5</value></extensions></wpt>
<rte><name>Route</name><rtept lat="45" lon="9"/><rtept lat="45" lon="10"/></rte>
<trk><name>Track</name><trkseg><trkpt lat="45" lon="9"/><trkpt lat="46" lon="9"/></trkseg></trk>
</gpx>"""


def test_placemarks_of_all_folders(tmp_path: Path) -> None:
    """In the order of the file; nothing outside is opened; a name that lacks is its line."""
    path = tmp_path / "t.kml"
    path.write_text(KML)
    assert read_targets(path).targets == (
        Target("Plant", Position(9.2, 45.5), 5.0),
        Target("line 8", Position(9.0, 45.0), 1.0),
    )
    assert read_targets(path, TargetColumns("sort")).targets[0].name == "power"
    first = read_shapes(path).items[0]
    assert (first.properties["folder"], first.where) == ("North", f"{path}: line 7")


def test_way_points(tmp_path: Path) -> None:
    """A way point is a target, its extensions are properties."""
    path = tmp_path / "t.gpx"
    path.write_text(GPX.partition("<rte>")[0] + "</gpx>")
    assert read_targets(path).targets == (Target("Plant", Position(9.2, 45.5), 5.0),)


def test_lines_and_areas() -> None:
    """A geometry of several parts becomes several features."""
    shapes = parse_shapes(SHAPES.encode(), "s.kml").items
    assert [(f.kind, f.properties["name"], len(f.lines)) for f in shapes] == [
        ("LineString", "Rail (1/3)", 1),
        ("LineString", "Rail (2/3)", 1),
        ("Polygon", "Rail (3/3)", 2),
    ]
    named = [f.properties.get("name") for f in parse_shapes(GPX.encode(), "s.gpx").items]
    assert named == ["Plant", "Route", "Track"]


def test_lines_and_areas_become_courses_and_areas(tmp_path: Path) -> None:
    """What GeoJSON may ask for, KML and GPX may ask for too."""
    for name, text, counts in (("s.kml", SHAPES, (0, 1, 2)), ("s.gpx", GPX, (1, 0, 2))):
        (tmp_path / name).write_text(text)
        listed = read_targets(tmp_path / name, shapes=True)
        assert (len(listed.targets), len(listed.areas), len(listed.courses)) == counts


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        (KML, "9.2,45.5,120", "9.2", "longitude,latitude"),
        (KML, "9.2,45.5,120", "9.2,45.5,1,2", "longitude,latitude"),
        (KML, "9.2,45.5,120", "9.2,95.5", "degrees from -90 to 90"),
        (KML, "9.2,45.5,120", "nan,45.5", "degrees from -180"),
        (KML, "9.2,45.5,120", "x,45.5", "degrees from -180"),
        (KML, "9.2,45.5,120", "1_0,45.5", "degrees from -180"),
        (KML, "9.2,45.5,120", "9,45 10,45", "one position"),
        (KML, "9.2,45.5,120", "", "1 or more positions"),
        (SHAPES, "9,45 10,45<", "9,45<", "2 or more positions"),
        (SHAPES, "outerBoundaryIs", "middleBoundaryIs", "an outer boundary"),
        (SHAPES, "9,45 10,45 10,46 9,45", "9,45 10,45", "4 or more positions"),
        (GPX, 'lon="9.2"', "", "degrees from -180"),
        (GPX, '<rtept lat="45" lon="10"/>', "", "2 or more positions"),
        (GPX, '<trkpt lat="46" lon="9"/>', '<trkpt lat="96" lon="9"/>', "degrees from -90"),
        (GPX, "gpx", "gpy", "KML or GPX"),
    ],
)
def test_what_is_no_shape_is_told_with_its_line(
    text: str, old: str, new: str, expected: str
) -> None:
    """A position out of range is a slip of the pen, and the line leads to it."""
    with pytest.raises(SourceError) as told:
        parse_shapes(text.replace(old, new).encode(), "t.kml")
    assert told.value.code == "E-TARGETS"
    assert expected in told.value.expected
    assert told.value.where.startswith("t.kml")


LAUGHS = '<!DOCTYPE kml [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><kml><name>&b;</name></kml>'
OUTSIDE = '<!DOCTYPE kml [<!ENTITY a SYSTEM "file:///etc/passwd">]><kml><name>&a;</name></kml>'
REMOTE = '<!DOCTYPE kml SYSTEM "http://outside.example/kml.dtd"><kml/>'


@pytest.mark.parametrize(
    "text",
    [
        LAUGHS,
        OUTSIDE,
        REMOTE,
        "<kml>" * 50_000,
        "<kml><Folder>" + "<MultiGeometry>" * 200 + "</MultiGeometry>" * 200 + "</Folder></kml>",
        "<kml>\0</kml>",
        "",
        KML[:-20],
        "PK\x03\x04",
        KML.replace("UTF-8", "UTF-99"),
    ],
)
def test_hostile_files_get_one_word(text: str) -> None:
    """Laughs, outside entities, depth, cuts, archives: nothing is opened and nothing grows."""
    with pytest.raises(SourceError) as told:
        parse_shapes(text.encode(), "t.kml")
    assert told.value.code == "E-TARGETS"
    assert str(told.value).isprintable()
    assert "root:" not in str(told.value)


def test_the_number_of_elements_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file could hold very many of them."""
    monkeypatch.setattr(xml_files, "MOST_ELEMENTS", 5)
    with pytest.raises(SourceError, match="levels and 5 elements"):
        parse_shapes(KML.encode(), "t.kml")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """Whoever named it has to look."""
    with pytest.raises(UsageError):
        read_shapes(tmp_path / "none.kml")
