"""Targets: airspace, targets and flight plans as others write them."""

from __future__ import annotations

from collections.abc import Callable

import shapely
from tests.fuzz.target import OracleError, Target, same, taken

from overflight.adapters.airspace.reading import parse_airspace
from overflight.adapters.handed.features import Features
from overflight.adapters.handed.target_shapes import parse_shapes
from overflight.adapters.plan_out.fpl.messages import read_fpl, write_fpl
from overflight.airspace import Airspace, LevelSystem

_BOX = "DP 50:00:00 N 010:00:00 E\nDP 50:00:00 N 011:00:00 E\nDP 51:00:00 N 011:00:00 E\n"
_OPENAIR = (
    f"*DATE: 23-05-2025\nAC R\nAY Q\nAN ED-R1 H24\nAL GND\nAH FL100\n{_BOX}",
    "AC P\nAN X\nAL 5 ft AGL\nAH UNL\nAA NONE/2025-02-02T12:00Z\nV X=50:00.5 N 010:00.5 E\nDC 5\n",
    (
        "AC Q\nAN Y\nAL 100m\nAH 5000 STD\nV D=-\nV X=500000N 0100000E\nDA 5,90,180\n"
        "DB 50:05:00 N 010:00:00 E, 50:00:00 N 010:08:00 E\n"
    ),
)
_YAIXM = (
    (
        "airspace:\n- name: D1\n  type: D\n  rules: [NOTAM]\n  geometry:\n  - upper: FL100\n"
        "    lower: SFC\n    boundary:\n    - circle: {radius: 3 nm, centre: 500007N 0051354W}\n"
    ),
    (
        "rat:\n- name: P1\n  type: P\n  geometry:\n  - seq: 1\n    upper: 5 ft\n    lower: SFC\n"
        "    boundary:\n    - arc: {dir: cw, centre: 500000N 0100000E, to: 500500N 0100000E}\n"
        "    - line: [500500N 0100000E, 500000N 0100800E]\n"
    ),
    "obstacle:\n- name: MAST\n  type: RTM\n  position: 581941N 0032217W\n  elevation: 15 ft\n",
)
_AIXM = (
    (
        "<m><Airspace><timeSlice><AirspaceTimeSlice><type>D</type><designator>E</designator>"
        "<geometryComponent><AirspaceGeometryComponent><theAirspaceVolume><AirspaceVolume>"
        '<upperLimit uom="FL">100</upperLimit><upperLimitReference>STD</upperLimitReference>'
        "<lowerLimit>GND</lowerLimit><horizontalProjection><Surface><patches><PolygonPatch><exterior>"
        "<Ring><curveMember><Curve><segments><ArcByCenterPoint><pos>50 10</pos>"
        '<radius uom="NM">5</radius><startAngle>0</startAngle><endAngle>90</endAngle>'
        "</ArcByCenterPoint><GeodesicString><posList>50 10 50.1 10</posList></GeodesicString>"
        "</segments></Curve></curveMember></Ring></exterior></PolygonPatch></patches></Surface>"
        "</horizontalProjection></AirspaceVolume></theAirspaceVolume></AirspaceGeometryComponent>"
        "</geometryComponent><activation><AirspaceActivation><status>ACTIVE</status><timeInterval>"
        "<Timesheet><timeReference>UTC</timeReference><day>ANY</day><startTime>00:00</startTime>"
        "<endTime>24:00</endTime></Timesheet></timeInterval></AirspaceActivation></activation>"
        "</AirspaceTimeSlice></timeSlice></Airspace></m>"
    ),
    (
        "<m><VerticalStructure><timeSlice><VerticalStructureTimeSlice><name>M</name><part>"
        "<VerticalStructurePart><horizontalProjection_location><ElevatedPoint><pos>50 10</pos>"
        '<elevation uom="FT">15</elevation></ElevatedPoint></horizontalProjection_location>'
        "</VerticalStructurePart></part></VerticalStructureTimeSlice></timeSlice></VerticalStructure>"
        "</m>"
    ),
)
_SHAPES = (
    (
        "<kml><Folder><name>N</name><Placemark><name>A</name><ExtendedData><Data name='value'>"
        "<value>5</value></Data></ExtendedData><Point><coordinates>9,45,1</coordinates></Point></Placemark>"
        "</Folder></kml>"
    ),
    (
        "<kml><Placemark><MultiGeometry><LineString><coordinates>9,45 10,45</coordinates>"
        "</LineString>"
        "<Polygon><outerBoundaryIs><LinearRing><coordinates>9,45 10,45 10,46 9,45</coordinates>"
        "</LinearRing></outerBoundaryIs></Polygon></MultiGeometry></Placemark></kml>"
    ),
    (
        "<gpx><wpt lat='45' lon='9'><name>A</name></wpt><rte><rtept lat='45' lon='9'/>"
        "<rtept lat='45' lon='10'/></rte><trk><trkseg><trkpt lat='45' lon='9'/><trkpt lat='46'"
        " lon='9'/></trkseg></trk></gpx>"
    ),
)
_FPL = (
    (
        "(FPL-ABC12/A1234-YS\n-2C130/M-SDE2FGJ4/LB1\n-LIMC1400\n-N0450F330 DCT BPK/M082F350 UN859"
        " DUB180040 46N078W/K0830S1130 4620N07805W VFR C/48N050W/M082F290F350 T\n-ZZZZ0730 EDDF\n"
        "-STS/STATE PBN/A1B1 DEST/FIELD DOF/260510 EET/LFFF0105\n-E/0830 P/TBN R/UVE S/PM J/LF\n)"
    ),
    "(FPL-ABC12-IS\n-C130/M-S/S\n-LIMC1400\n-N0450VFR\n-EDDF0100\n-0)\n",
)


def _airspace(form: str) -> Callable[[bytes], bool]:
    """Return the oracle of a reader of airspace: what it takes can be asked and drawn."""

    def run(data: bytes) -> bool:
        read = taken(lambda: parse_airspace(data, form))
        if read is None:
            return False
        _check(read)
        return bool(read.areas or read.obstacles)

    return run


def _check(read: Airspace) -> None:
    for area in read.areas:
        lower, upper = area.lower, area.upper
        wrong = lower.system is upper.system and lower.height_m > upper.height_m
        if wrong or lower.system is LevelSystem.UNLIMITED or not area.territory:
            raise OracleError(f"an area that cannot be: {area}")
        if not f"{area.name}{area.category}{area.times}{lower.says}{upper.says}".isprintable():
            raise OracleError(f"words that cannot be printed: {area!r}")
        if not (area.error_m >= 0 and area.where.partition(": line ")[2].isdigit()):
            raise OracleError(f"an area without its place or its doubt: {area}")
    for lost in read.unread:
        if not f"{lost.name}{lost.where}{lost.found}".isprintable():
            raise OracleError(f"a word that cannot be printed: {lost!r}")


def _shapes(data: bytes) -> bool:
    """Hold every shape to the Earth: no position beyond it, no line of one point."""
    read: Features | None = taken(lambda: parse_shapes(data, "t.kml"))
    for feature in () if read is None else read.items:
        for lon, lat in feature.lines:
            if not (abs(lon) <= 180).all() or not (abs(lat) <= 90).all() or len(lon) != len(lat):
                raise OracleError(f"a position beyond the Earth: {feature}")
            if feature.kind == "Polygon":
                shapely.Polygon(list(zip(lon, lat, strict=True)))
    return read is not None and bool(read.items)


def _fpl(data: bytes) -> bool:
    """A message that is read is written to one form, which reads back to the same message."""
    text = data.decode("utf-8", "replace")
    message = taken(lambda: read_fpl(text))
    if message is None:
        return False
    written = taken(lambda: write_fpl(message))
    if written is None:
        raise OracleError(f"read, but not written: {message}")
    same(read_fpl(written), message)
    return True


def _bytes(texts: tuple[str, ...]) -> Callable[[], tuple[bytes, ...]]:
    return lambda: tuple(text.encode() for text in texts)


TARGETS = (
    Target("openair", "airspace in OpenAir", _airspace("a.txt"), _bytes(_OPENAIR), 1024, 0.3),
    Target("yaixm", "airspace in YAIXM", _airspace("a.yaml"), _bytes(_YAIXM), 1024, 0.3),
    Target("aixm", "airspace in AIXM 5.1", _airspace("a.xml"), _bytes(_AIXM), 2048, 0.3),
    Target("shapes", "targets in KML and GPX", _shapes, _bytes(_SHAPES), 1024, 0.3),
    Target("fpl", "ICAO flight plans", _fpl, _bytes(_FPL), 1024, 0.3),
)
