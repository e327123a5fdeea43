"""AIXM 5.1: volumes, arcs, circles, levels, timesheets, obstacles; what is not read is told."""

from __future__ import annotations

import pytest

from overflight.adapters.airspace.aixm import parse_aixm
from overflight.adapters.airspace.reading import parse_airspace
from overflight.airspace import (
    FOOT_M,
    Activation,
    Airspace,
    Always,
    Hazard,
    LevelSystem,
    Unread,
    Weekly,
)
from overflight.errors import SourceError
from overflight.geodesy import Position, distance_m

OPEN = (
    '<m:AIXMBasicMessage xmlns:m="http://www.aixm.aero/schema/5.1/message"'
    ' xmlns="http://www.aixm.aero/schema/5.1" xmlns:gml="http://www.opengis.net/gml/3.2"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink">\n<m:hasMember>\n'
)
CLOSE = "</m:hasMember></m:AIXMBasicMessage>"
LATLON = 'srsName="urn:ogc:def:crs:EPSG::4326"'
LONLAT = 'srsName="urn:ogc:def:crs:OGC:1.3:CRS84"'
BOX = "<gml:GeodesicString><gml:posList>50 10 50 11 51 11 50 10</gml:posList></gml:GeodesicString>"
LIMITS = (
    '<upperLimit uom="FL">100</upperLimit><upperLimitReference>STD</upperLimitReference>'
    "<lowerLimit>GND</lowerLimit><lowerLimitReference>SFC</lowerLimitReference>"
)


def surface(segments: str = BOX, srs: str = LATLON, more: str = "") -> str:
    """Return a surface of one ring of segments."""
    return (
        f"<horizontalProjection><Surface {srs}><gml:patches><gml:PolygonPatch><gml:exterior>"
        f"<gml:Ring><gml:curveMember><gml:Curve><gml:segments>{segments}</gml:segments></gml:Curve>"
        f"</gml:curveMember></gml:Ring></gml:exterior>{more}</gml:PolygonPatch></gml:patches>"
        "</Surface></horizontalProjection>"
    )


def component(body: str, operation: str = "BASE") -> str:
    """Return a volume with its operation."""
    return (
        f"<geometryComponent><AirspaceGeometryComponent><operation>{operation}</operation>"
        f"<theAirspaceVolume><AirspaceVolume>{body}</AirspaceVolume></theAirspaceVolume>"
        "</AirspaceGeometryComponent></geometryComponent>"
    )


def airspace(
    *volumes: str, more: str = "", head: str = "<interpretation>BASELINE</interpretation>"
) -> str:
    """Return a danger area of some volumes."""
    return (
        f"<Airspace><timeSlice><AirspaceTimeSlice>{head}<type>D</type><designator>EAD4"
        f"</designator><name>DONLON RANGE</name>{''.join(volumes)}{more}"
        "</AirspaceTimeSlice></timeSlice></Airspace>\n"
    )


def read(*features: str) -> Airspace:
    """Read features."""
    return parse_aixm((OPEN + "".join(features) + CLOSE).encode(), source="a.xml")


def told(*features: str) -> Unread:
    """Return the one word about features of which none is read."""
    found = read(*features)
    assert not found.areas
    (one,) = found.unread
    assert one.where.startswith("a.xml: line ")
    return one


def test_a_danger_area() -> None:
    """Name, designator, kind, levels, outline in the order of its system."""
    (area,) = read(airspace(component(LIMITS + surface()))).areas
    assert (area.name, area.id, area.hazard) == ("EAD4 DONLON RANGE", "EAD4", Hazard.DANGER)
    assert (area.upper.says, area.lower.system) == ("FL100", LevelSystem.GROUND)
    assert [(at.lon_deg, at.lat_deg) for at in area.outline] == [(10, 50), (11, 50), (11, 51)]
    assert (area.where, area.error_m) == ("a.xml: line 3", 21.9)


def test_longitude_first_where_the_file_says_so() -> None:
    """CRS84 turns the pair round; EPSG:4326 has latitude first."""
    body = surface(BOX, LONLAT)
    (area,) = read(airspace(component(LIMITS + body))).areas
    assert [(at.lon_deg, at.lat_deg) for at in area.outline] == [(50, 10), (50, 11), (51, 11)]


ARC = (
    "<gml:ArcByCenterPoint><gml:pointProperty><gml:Point><gml:pos>50.000000 10.000000</gml:pos>"
    '</gml:Point></gml:pointProperty><gml:radius uom="[nmi_i]">5</gml:radius>'
    '<gml:startAngle uom="deg">{0}</gml:startAngle><gml:endAngle uom="deg">{1}</gml:endAngle>'
    "</gml:ArcByCenterPoint>"
)


@pytest.mark.parametrize(
    ("srs", "starts", "ends", "north", "east"),
    [(LATLON, 0, 90, True, True), (LATLON, 360, 270, True, False), (LATLON, 90, 180, False, True)],
)
def test_an_arc_turns_from_north_by_east(
    srs: str, starts: int, ends: int, north: bool, east: bool
) -> None:
    """Angles of EPSG:4326 count from the first axis, north, towards the second (OGC 12-028r1)."""
    text = ARC.format(starts, ends)
    (area,) = read(airspace(component(LIMITS + surface(text, srs)))).areas
    centre = Position(10.0, 50.0)
    assert all(distance_m(centre, at) == pytest.approx(9260, abs=1e-3) for at in area.outline)
    middle = area.outline[len(area.outline) // 2]
    assert (middle.lat_deg > 50, middle.lon_deg > 10) == (north, east)


def test_an_arc_of_crs84_turns_from_east_by_north() -> None:
    """The same quarter as from north by east, the other way round."""
    text = ARC.replace("50.000000 10.000000", "10.000000 50.000000").format(0, 90)
    (area,) = read(airspace(component(LIMITS + surface(text, LONLAT)))).areas
    assert area.outline[0].lon_deg > 10.1
    assert area.outline[-1].lat_deg > 50.08


def test_a_circle_and_a_linear_ring() -> None:
    """A kilometre, and a ring without curves; a hole is kept."""
    circle = (
        "<gml:CircleByCenterPoint><gml:pos>50.5 10.5</gml:pos>"
        '<gml:radius uom="km">1</gml:radius></gml:CircleByCenterPoint>'
    )
    hole = (
        "<gml:interior><gml:LinearRing><gml:posList>50.503 10.5 50.5 10.503 50.497 10.5"
        "</gml:posList></gml:LinearRing></gml:interior>"
    )
    (area,) = read(airspace(component(LIMITS + surface(circle, more=hole)))).areas
    assert (len(area.holes), len(area.holes[0])) == (1, 3)
    assert len(area.outline) >= 36


def test_several_volumes_and_states() -> None:
    """Volumes are numbered; the latest baseline counts; deltas alone are told."""
    two = component(LIMITS + surface())
    assert [a.name for a in read(airspace(two, two)).areas][1] == "EAD4 DONLON RANGE (2/2)"
    later = airspace(
        two, head="<interpretation>BASELINE</interpretation><sequenceNumber>2</sequenceNumber>"
    )
    slices = later.replace("</Airspace>", "") + airspace(two, two).replace("<Airspace>", "")
    assert len(read(slices).areas) == 1
    delta = airspace(two, head="<interpretation>TEMPDELTA</interpretation>")
    assert told(delta).found == "changes only"
    assert len(read(airspace(two), '<Airspace xlink:href="#x"/>').areas) == 1


HALF = '<upperLimit uom="FT">{0}</upperLimit><upperLimitReference>{1}</upperLimitReference>'


@pytest.mark.parametrize(
    ("number", "reference", "system", "height_m"),
    [
        ("4500", "MSL", LevelSystem.SEA, 4500 * FOOT_M),
        ("500", "SFC", LevelSystem.GROUND, 500 * FOOT_M),
        ("4500", "W84", LevelSystem.ELLIPSOID, 4500 * FOOT_M),
        ("UNL", "STD", LevelSystem.UNLIMITED, 0.0),
    ],
)
def test_levels(number: str, reference: str, system: LevelSystem, height_m: float) -> None:
    """Each reference of AIXM has its system."""
    body = HALF.format(number, reference) + LIMITS.partition("</upperLimitReference>")[2]
    (area,) = read(airspace(component(body + surface()))).areas
    assert area.upper.system is system
    assert area.upper.height_m == pytest.approx(height_m)


@pytest.mark.parametrize(
    ("body", "expected", "found"),
    [
        (
            LIMITS.replace('<upperLimit uom="FL">100</upperLimit>', "") + surface(),
            "a upper",
            "none",
        ),
        (LIMITS.replace("100", "high") + surface(), "a number", "high"),
        (LIMITS.replace('"FL"', '"YD"') + surface(), "a level in", "100 YD STD"),
        (LIMITS.replace('"FL"', '"FT"').replace("STD", "OTHER") + surface(), "a level", "OTHER"),
        (LIMITS.replace("GND", "UNL") + surface(), "lower limit below", "UNL to FL100"),
        (LIMITS, "a surface", "upperLimit"),
        (LIMITS + surface("<gml:Arc/>"), "GeodesicString or", "Arc"),
        (LIMITS + surface(""), "curves drawn", "elsewhere"),
        (LIMITS + surface(BOX, 'srsName="EPSG:25832"'), "EPSG:4326 or CRS84", "25832"),
        (LIMITS + surface(BOX.replace("51 11", "51 11 7")), "pairs of numbers", "9 numbers"),
        (LIMITS + surface(BOX.replace("51 11", "51 x")), "numbers in degrees", "x"),
        (LIMITS + surface(BOX.replace("51 11", "51 211")), "degrees from -180", "211"),
        (LIMITS + surface(ARC.format(10, 10)), "angles that differ", "10 to 10"),
        (LIMITS + surface(ARC.format(10, "")), "an endAngle", "nothing"),
        (LIMITS + surface(ARC.format(0, 90).replace("[nmi_i]", "mile")), "a radius", "mile"),
        (LIMITS + surface(ARC.format(0, 90).replace("50.000000 10.000000", "")), "one centre", "0"),
        (
            LIMITS
            + surface(
                '<gml:GeodesicString><gml:pointProperty xlink:href="#p"/></gml:GeodesicString>'
            ),
            "a corner in the file",
            "elsewhere",
        ),
        (LIMITS + surface().replace("gml:exterior", "gml:interior"), "an exterior", "none"),
        (
            LIMITS
            + surface().replace("gml:PolygonPatch", "gml:x").replace("<gml:x>", "<gml:x/><gml:x>"),
            "one patch",
            "2",
        ),
    ],
)
def test_what_cannot_be_read_is_told(body: str, expected: str, found: str) -> None:
    """One word for the one volume."""
    one = told(airspace(component(body)))
    assert expected in one.expected.replace("a endAngle", "an endAngle")
    assert found in one.found
    assert one.hazard is Hazard.DANGER


def test_volumes_of_other_kinds_are_told() -> None:
    """What is taken away, and airspace without any volume."""
    whole = component(LIMITS + surface())
    found = read(airspace(whole, component(LIMITS + surface(), "SUBTR")))
    assert (len(found.areas), found.unread[0].found) == (1, "operation SUBTR")
    assert told(airspace()).expected == "a volume"
    assert (
        told(airspace(component(LIMITS).replace("theAirspaceVolume>", "x>"))).found
        == "operation BASE"
    )
    member = surface().replace(
        "<gml:curveMember>", '<gml:curveMember xlink:href="#b"/><gml:curveMember>'
    )
    assert "curves" in told(airspace(component(LIMITS + member))).expected
    nameless = airspace(whole).replace("EAD4", "").replace("DONLON RANGE", "")
    assert read(nameless).areas[0].name == "without a name"


SHEET = (
    "<activation><AirspaceActivation><timeInterval><Timesheet><timeReference>{0}</timeReference>"
    "<day>{1}</day>{2}<startTime>{3}</startTime><endTime>{4}</endTime></Timesheet></timeInterval>"
    "<status>{5}</status></AirspaceActivation></activation>"
)


@pytest.mark.parametrize(
    ("sheet", "active"),
    [
        (SHEET.format("UTC", "ANY", "", "00:00", "24:00", "ACTIVE"), (Always(),)),
        (
            SHEET.format("UTC", "MON", "", "08:00", "16:30", "ACTIVE"),
            (Weekly(frozenset({0}), 480, 990),),
        ),
        (
            SHEET.format("UTC", "MON", "<dayTil>MON</dayTil>", "08:00", "09:00", ""),
            (Weekly(frozenset({0}), 480, 540),),
        ),
        (SHEET.format("UTC", "MON", "<dayTil>TUE</dayTil>", "08:00", "09:00", ""), ()),
        (SHEET.format("UTC", "WORK_DAY", "", "08:00", "16:00", "ACTIVE"), ()),
        (SHEET.format("UTC+1", "MON", "", "08:00", "16:00", "ACTIVE"), ()),
        (SHEET.format("UTC", "MON", "", "08:00", "24:30", "ACTIVE"), ()),
        (SHEET.format("UTC", "MON", "", "noon", "16:00", "ACTIVE"), ()),
        (SHEET.format("UTC", "MON", "<startEvent>SR</startEvent>", "08:00", "16:00", "ACTIVE"), ()),
        (
            SHEET.format(
                "UTC",
                "MON",
                "<daylightSavingAdjust>YES</daylightSavingAdjust>",
                "08:00",
                "16:00",
                "",
            ),
            (),
        ),
        (SHEET.format("UTC", "MON", "", "08:00", "16:00", "AVBL_FOR_ACTIVATION"), ()),
        (
            "<activation><AirspaceActivation><status>ACTIVE</status></AirspaceActivation></activation>",
            (),
        ),
        ("", ()),
    ],
)
def test_timesheets(sheet: str, active: tuple[Activation, ...]) -> None:
    """Plain days and hours in UTC are counted; everything else is kept in words."""
    (area,) = read(airspace(component(LIMITS + surface()), more=sheet)).areas
    assert area.active == active
    assert bool(area.times) is bool(sheet)


POINT = (
    "<VerticalStructure><timeSlice><VerticalStructureTimeSlice><interpretation>SNAPSHOT"
    "</interpretation><name>MAST</name><type>ANTENNA</type><part><VerticalStructurePart>"
    '<verticalExtent uom="M">120</verticalExtent><horizontalProjection_location><ElevatedPoint'
    ' {srs}><gml:pos>50.1 10.2</gml:pos><elevation uom="FT">1513</elevation></ElevatedPoint>'
    "</horizontalProjection_location></VerticalStructurePart></part></VerticalStructureTimeSlice>"
    "</timeSlice></VerticalStructure>"
).replace("{srs}", LATLON)


def test_an_obstacle() -> None:
    """Position, top above the sea, height above its foot."""
    (mast,) = read(POINT).obstacles
    assert (mast.at, mast.height_m, mast.kind) == (Position(10.2, 50.1), 120.0, "ANTENNA")
    assert mast.top.height_m == pytest.approx(1513 * FOOT_M)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("ElevatedPoint", "ElevatedCurve", "an obstacle at a point"),
        ('<elevation uom="FT">1513</elevation>', "", "an elevation of its top"),
        ('uom="FT"', 'uom="YD"', "a length in FT or M"),
        (">1513<", ">high<", "a length"),
        ("50.1 10.2", "50.1 10.2 3 4", "one position"),
        ('uom="M"', 'uom="HM"', "a length in FT or M"),
    ],
)
def test_obstacles_that_cannot_be_read(old: str, new: str, expected: str) -> None:
    """The name stays, so that somebody can ask."""
    one = told(POINT.replace(old, new))
    assert one.expected == expected
    assert one.name == "MAST"


def test_an_obstacle_with_deltas_only_is_passed_over() -> None:
    """There is no state to read it from."""
    with pytest.raises(SourceError, match="Airspace or VerticalStructure"):
        read(POINT.replace("SNAPSHOT", "TEMPDELTA"))


DEEP = "<a>" * 101 + "</a>" * 101
BOMB = '<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<a/>", "AIXM 5.1 with Airspace or VerticalStructure"),
        ("<a>", "well-formed XML"),
        (BOMB, "well-formed XML without document type or entities"),
        (OUTSIDE, "well-formed XML without document type or entities"),
        (DEEP, "at most 100 levels and 2,000,000 elements"),
        ('<?xml version="1.0" encoding="x-none"?><a/>', "well-formed XML"),
    ],
)
def test_files_that_are_none(text: str, expected: str) -> None:
    """Nothing outside the file is opened, nothing grows."""
    with pytest.raises(SourceError) as fault:
        parse_airspace(text.encode(), "a.xml")
    assert (fault.value.code, fault.value.expected) == ("E-AIRSPACE", expected)
