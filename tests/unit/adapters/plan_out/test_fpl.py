"""ICAO flight plans: strict both ways, and what a mission plan becomes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.plan_cases import AROUND, PLAN, at, camera, point, site
from tests.unit.adapters.plan_out.sheets import sheet_of

from overflight.adapters.plan_out.fpl.messages import read_fpl, write_fpl
from overflight.adapters.plan_out.fpl.of_plan import (
    FPL_PRECISION_M,
    FlightDetails,
    fpl_messages,
    fpl_notes,
)
from overflight.adapters.plan_out.fpl.route import Bearing, Named, Point, route_of
from overflight.adapters.plan_out.fpl.words import Coordinate
from overflight.errors import SourceError, UsageError
from overflight.geodesy import FlatTerrain, Position, distance_m
from overflight.missions import HeightSystem, Stop

GOOD = (
    "(FPL-ABC12/A1234-IS\n-2C130/M-SDE2FGJ4M1P2RW/LB1U2V1D1\n-LIMC1400\n"
    "-N0450F330 DCT BPK/M082F350 UN859 DUB180040 46N078W/K0830S1130 4620N07805W VFR IFR"
    " C/48N050W/M082F290F350 C/50N060W/M082F290PLUS ABC1A T\n"
    "-ZZZZ0730 EDDF ZZZZ\n"
    "-STS/STATE HUM PBN/A1B1 DEST/ROUGH FIELD DOF/260510 REG/DABCD EET/LFFF0105 4620N07805W0210"
    " SEL/ABCD CODE/8A1234 DLE/DUB0030 PER/C ALTN/MEADOW RMK/NONE\n"
    "-E/0830 P/TBN R/UVE S/PM J/LF D/2 100 C YELLOW A/WHITE N/NONE C/SMITH)\n"
)


def test_everything_at_once() -> None:
    """Every element of the route, every indicator with a form of its own."""
    message = read_fpl(GOOD)
    assert write_fpl(message) == GOOD
    assert (message.number, message.code, message.alternates) == (2, "1234", ("EDDF", "ZZZZ"))
    spots = [e.spot for e in message.route.elements if isinstance(e, Point)]
    assert spots[1] == Bearing("DUB", 180, 40)
    assert isinstance(spots[3], Coordinate)
    assert spots[3].at == Position(-78 - 5 / 60, 46 + 20 / 60)


def test_lines_may_be_broken_anywhere_between_words() -> None:
    """Telegraph lines end after 69 signs."""
    assert read_fpl(GOOD.replace(" ", "\r\n")) == read_fpl(GOOD)


def test_a_field_18_of_nothing_is_a_nought() -> None:
    """And no field 19 is written."""
    text = "(FPL-ABC12-IS\n-C130/M-S/S\n-LIMC1400\n-N0450VFR\n-EDDF0100\n-0)\n"
    assert write_fpl(read_fpl(text)) == text


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("(FPL-", "(CHG-", "(FPL-"),
        ("SMITH)", "SMITH", "(FPL-"),
        ("SMITH", "Smith", "capital letters"),
        ("ABC12/A1234", "ABC12345", "an identification"),
        ("/A1234", "/A1289", "an identification"),
        ("-IS\n", "-IQ\n", "rules and type"),
        ("-2C130", "-1C130", "from 2 on"),
        ("C130/M", "C130/Q", "number, type and wake"),
        ("/LB1", "/Q", "equipment"),
        ("SDE2", "SSE2", "no letter twice"),
        ("SDE2", "NDE2", "no letter twice"),
        ("W/LB1U2V1D1", "W", "equipment"),
        ("LIMC1400", "LIMC2400", "hours and minutes"),
        ("LIMC1400", "LIM1400", "an aerodrome"),
        ("LIMC1400", "LIMC14000", "an aerodrome"),
        ("N0450F330", "N450F330", "a speed"),
        ("N0450F330", "0450F330", "speed and level"),
        ("N0450F330", "N0450F33", "a level"),
        ("DCT BPK", "DCT DCT BPK", "a point between"),
        ("DUB180040", "DUB380040", "a bearing"),
        ("DUB180040", "D9B180040", "a point, an airway"),
        ("46N078W/", "96N078W/", "a coordinate as"),
        ("4620N07805W V", "4620N178W V", "a coordinate as"),
        ("4620N07805W V", "4660N07805W V", "a point, an airway"),
        ("BPK/M082F350", "BPK/M082", "point/speed"),
        ("BPK/M082F350", "B9K/M082F350", "point/speed"),
        ("F290F350", "F350", "point/speed"),
        ("ABC1A T", "T ABC1A", "T at the end"),
        ("EDDF ZZZZ", "EDDF ZZZZ LIMC", "at most two alternates"),
        ("EDDF ZZZZ", "EDDF zz", "capital letters"),
        ("0730 EDDF", "0760 EDDF", "hours and minutes"),
        ("STS/STATE", "STS/VIP", "ALTRV"),
        ("PBN/A1B1", "PBN/A9", "eight levels"),
        ("DOF/260510", "DOF/261310", "a day as YYMMDD"),
        ("DOF/260510", "DOF/26051", "a day as YYMMDD"),
        ("REG/DABCD", "REG/D.ABCD", "registrations"),
        ("EET/LFFF0105", "EET/LFFF105", "place and elapsed"),
        ("EET/LFFF0105", "EET/LFFF0165", "hours and minutes"),
        ("SEL/ABCD", "SEL/ABC", "SELCAL"),
        ("CODE/8A1234", "CODE/8G1234", "hexadecimal"),
        ("DLE/DUB0030", "DLE/0030", "point and time"),
        ("PER/C", "PER/F", "one letter"),
        ("RMK/NONE", "RMK/", "capital letters"),
        ("RMK/NONE", "RMK/NONE RMK/MORE", "RMK/ once"),
        ("STS/STATE", "XXX/STATE", "one of STS/"),
        ("STS/STATE HUM", "HUM", "one of STS/"),
        ("E/0830", "E/830", "hours and minutes"),
        ("P/TBN", "P/MANY", "number of persons"),
        ("R/UVE", "R/UVU", "U, V, E"),
        ("D/2 100 C YELLOW", "D/2 C YELLOW", "number, capacity"),
        (" DEST/ROUGH FIELD", "", "DEST/ to say"),
        (" ALTN/MEADOW", "", "ALTN/ to say"),
        ("-2C130", "-2ZZZZ", "TYP/ to say"),
        ("-LIMC1400", "-ZZZZ1400", "DEP/ to say"),
        ("-IS\n", "-YS\n", "none"),
        ("-E/0830", "-0-E/0830", "8 fields, or 9"),
        (" VFR IFR ", "  VFR- IFR ", "8 fields, or 9"),
    ],
)
def test_what_doc_4444_does_not_allow(old: str, new: str, expected: str) -> None:
    """One clear word, and nothing of the message is used."""
    text = GOOD.replace(old, new, 1)
    assert text != GOOD
    if expected == "none":  # rules Y with a change to VFR in the route: lawful
        assert read_fpl(text).rules == "Y"
        return
    with pytest.raises(SourceError) as told:
        read_fpl(text)
    assert told.value.code == "E-FPL"
    assert expected in told.value.expected
    assert str(told.value).isprintable()


def test_a_change_of_rules_stands_in_the_route() -> None:
    """Rules Y begin under instruments and end by sight: the route says where."""
    with pytest.raises(SourceError, match="no change of rules"):
        read_fpl("(FPL-ABC12-YS\n-C130/M-S/S\n-LIMC1400\n-N0450F100 DCT\n-EDDF0100\n-0)")


def test_a_long_message_is_refused_unread() -> None:
    """Nobody files twenty thousand signs."""
    with pytest.raises(SourceError):
        read_fpl(GOOD.replace("RMK/", "RMK/" + "A" * 20_000))


def test_words_of_a_route() -> None:
    """Airways, departures and arrivals have the same form; points are letters only."""
    route = route_of("N0450F330 DCT JOT J24 UM747 KAGIS OAT GAT")
    assert route.elements[2] == Named("J24")
    assert route.elements[1] == Point("JOT")


def test_a_writer_that_would_not_be_read_back_refuses() -> None:
    """A value that no reader takes is told before it is sent."""
    message = read_fpl(GOOD)
    for wrong in (
        replace(message, identity="abc"),
        replace(message, other=(("RMK", "A-B"),)),
        replace(message, off_block="2560"),
        replace(message, other=(("RMK", "A"), ("RMK", "B"))),
    ):
        with pytest.raises(SourceError):
            write_fpl(wrong)


ROUTE = (point("A", 0.5, 0.0), point("B", 1.5, 0.0))
DETAILS = FlightDetails("C130/M")


def test_a_mission_plan_becomes_a_flight_plan() -> None:
    """Identity, day, status, remark; the height of each leg at the point where it begins."""
    sheet = sheet_of(
        PLAN,
        AROUND,
        route=ROUTE,
        observations=(camera("A", "B", 1605.0),),
        height_system=HeightSystem.MSL,
    )
    (message,) = fpl_messages(sheet, DETAILS)
    elapsed = "EET/0000N00030E0007 0000N00130E0021"
    ends = "DEP/0000N00000E IT S DEST/0000N00200E IT E"
    flown = "OPEN SKIES OBSERVATION FLIGHT 2008 OS8001 OF DE OVER IT"
    assert write_fpl(message).splitlines() == [
        "(FPL-OS8001-IX",
        "-C130/M-S/S",
        "-ZZZZ1400",
        "-K0500M0300 DCT 0000N00030E/K0500M0161 0000N00130E/K0500M0300 DCT",
        "-ZZZZ0027",
        f"-STS/STATE {ends} DOF/080506 {elapsed} OPR/DE RMK/{flown})",
    ]
    assert "IT-S has no ICAO code: ZZZZ, named in field 18" in fpl_notes(sheet)


def test_positions_come_back_within_the_precision() -> None:
    """Half a minute of latitude and of longitude."""
    places = [point(f"P{k}", 0.1234 * k + 0.00777, 0.4567 / (k + 1)) for k in range(9)]
    sheet = sheet_of(PLAN, AROUND, route=tuple(places))
    around = replace(AROUND, terrain=FlatTerrain(200.0))
    (message,) = fpl_messages(replace(sheet, terrain=around.terrain), DETAILS)
    read = read_fpl(write_fpl(message)).route.elements
    back = [e.spot.at for e in read if isinstance(e, Point) and isinstance(e.spot, Coordinate)]
    for place, found in zip(places, back, strict=True):
        assert distance_m(place.at, found) <= FPL_PRECISION_M


def test_a_stop_makes_two_flight_plans() -> None:
    """One for each flight between two landings, the second from the time of continuation."""
    around = replace(AROUND, sites={**AROUND.sites, "IT-R": site("IT-R", 1.2, 0.0)})
    stop = Stop("IT-R", "A", at("2008-05-06 14:20"), at("2008-05-07 06:30"))
    sheet = sheet_of(PLAN, around, stops=(stop,), height_system=HeightSystem.PRESSURE)
    first, second = fpl_messages(sheet, FlightDetails("ZZZZ/M", type_name="An-30 B"))
    assert (first.off_block, second.off_block) == ("1400", "0630")
    assert dict(second.other)["DOF"] == "080507"
    assert dict(second.other)["TYP"] == "AN 30 B"
    assert str(second.route) == "K0500S0300 DCT"
    write_fpl(first)


def test_heights_above_ground_need_the_ground() -> None:
    """A flight plan knows altitudes and levels only; rounded up, never below the plan."""
    sheet = sheet_of(PLAN, AROUND)
    with pytest.raises(UsageError, match="ground heights"):
        fpl_messages(sheet, DETAILS)
    known = replace(sheet, terrain=FlatTerrain(203.0))
    assert str(fpl_messages(known, DETAILS)[0].route).startswith("K0500M0321 ")
    assert any("over the highest ground" in note for note in fpl_notes(known))


def test_heights_above_the_ellipsoid_are_told() -> None:
    """The geoid is not at hand here, and the note says what that may cost."""
    sheet = sheet_of(PLAN, AROUND, height_system=HeightSystem.ELLIPSOID)
    assert any("107 m" in note for note in fpl_notes(sheet))
    assert str(fpl_messages(sheet, DETAILS)[0].route).startswith("K0500M0300 ")


def test_alternates_without_a_code_are_named() -> None:
    """At most two are written, as the field has room."""
    sheet = sheet_of(
        PLAN, AROUND, alternates=("IT-X", "IT-Y", "IT-Z"), height_system=HeightSystem.MSL
    )
    (message,) = fpl_messages(sheet, DETAILS)
    assert message.alternates == ("ZZZZ", "ZZZZ")
    assert dict(message.other)["ALTN"] == "IT X IT Y"
    write_fpl(message)


def test_a_flight_of_days_is_refused() -> None:
    """At one kilometre an hour no field has room for the time."""
    sheet = sheet_of(PLAN, AROUND, speed_km_h=1.0, height_system=HeightSystem.MSL)
    with pytest.raises(UsageError, match="less than 100 h"):
        fpl_messages(sheet, DETAILS)
