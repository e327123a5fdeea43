"""Flight plans as another program reads them, and real ones written back byte for byte.

``aviconv-fpl`` 0.4 takes a change of speed and level at a coordinate for the name of a point, and
lets a malformed day pass; there we hold it to what we read, not the other way round.
"""

from __future__ import annotations

import aviconv_fpl
import pytest
from tests.plan_cases import AROUND, PLAN, camera, point
from tests.shared_data import shared
from tests.unit.adapters.plan_out.sheets import sheet_of

from overflight.adapters.plan_out.fpl.messages import FplMessage, read_fpl, write_fpl
from overflight.adapters.plan_out.fpl.of_plan import FlightDetails, fpl_messages
from overflight.adapters.plan_out.fpl.route import Point
from overflight.adapters.plan_out.fpl.words import Coordinate
from overflight.errors import SourceError
from overflight.missions import HeightSystem

FILES = (
    "01-domestic-egll-eham",
    "03-domestic-kord-katl",
    "05-domestic-yssy-ymml",
    "07-oceanic-rjaa-klax",
    "09-oceanic-wsss-egll",
    "11-military-rch445-c17",
    "17-mixed-y-rules",
    "19-vfr-no-route",
    "21-coordinate-route",
    "23-double-altn",
    "25-no-item19",
)


def compare(message: FplMessage, text: str) -> None:
    """Hold a message to what the other program reads in its text."""
    theirs = aviconv_fpl.parse(text)
    assert not [f for f in aviconv_fpl.validate(theirs) if f.severity == "error"]
    assert theirs.aircraft_id.callsign == message.identity
    assert (theirs.flight_rules.value, theirs.type_of_flight.value) == (
        message.rules,
        message.kind,
    )
    assert (theirs.aircraft.type_designator, theirs.aircraft.wake.value) == (
        message.aircraft,
        message.wake,
    )
    assert theirs.aircraft.number == message.number
    assert theirs.equipment.raw == f"{message.equipment}/{message.surveillance}"
    assert (theirs.departure.adep, theirs.departure.eobt) == (
        message.departure,
        message.off_block,
    )
    ends = theirs.destination
    assert (ends.ades, ends.total_eet) == (message.destination, message.elapsed)
    assert tuple(a for a in (ends.altn1, ends.altn2) if a) == message.alternates
    assert theirs.route.raw == str(message.route)
    assert len(theirs.route.legs) == len(message.route.elements)
    said = theirs.item18.model_dump()
    assert {name: said[name.lower()] for name, _ in message.other} == dict(message.other)


@pytest.mark.parametrize("name", FILES)
def test_flight_plans_of_others(name: str) -> None:
    """Read, compared, and written back as they were."""
    text = shared("data", "messages", "fpl", f"{name}.txt").read_text()
    message = read_fpl(text)
    assert write_fpl(message) == text
    compare(message, text)


@pytest.mark.parametrize("name", ["13-military-tanker", "15-military-trainer"])
def test_a_reason_that_doc_4444_does_not_know_is_refused(name: str) -> None:
    """STS/MIL stands in real messages; military is a type of flight (8b), not a status (18)."""
    text = shared("data", "messages", "fpl", f"{name}.txt").read_text()
    with pytest.raises(SourceError, match="found MIL"):
        read_fpl(text)
    read_fpl(text.replace("STS/MIL", "STS/STATE"))


def test_our_own_flight_plan() -> None:
    """What we write, the other program reads: every field, every coordinate."""
    plan_route = (point("A", 0.5, 0.25), point("B", 1.5, -0.25))
    sheet = sheet_of(
        PLAN,
        AROUND,
        route=plan_route,
        observations=(camera("A", "B", 1600.0),),
        height_system=HeightSystem.MSL,
    )
    (message,) = fpl_messages(sheet, FlightDetails("C130/M", registration="ABC12"))
    text = write_fpl(message)
    compare(message, text)
    ours = [e.spot for e in message.route.elements if isinstance(e, Point)]
    assert [s.at.lat_deg for s in ours if isinstance(s, Coordinate)] == [0.25, -0.25]


def test_where_the_other_program_is_wrong() -> None:
    """The reason for a reader of our own; when this fails, the other has been mended."""
    changed = (
        "(FPL-ABC1-IS\n-C130/M-S/S\n-LIMC1400\n-N0400F080 DCT 5415N01010E/N0400F090 DCT\n"
        "-EDDF0100\n-DOF/{})"
    )
    leg = aviconv_fpl.parse(changed.format("260230")).route.legs[1]
    assert leg.kind == "named_waypoint"
    element = read_fpl(changed.format("260228")).route.elements[1]
    assert isinstance(element, Point)
    assert isinstance(element.spot, Coordinate)
    assert str(element.change) == "N0400F090"
    with pytest.raises(SourceError, match="a day as YYMMDD"):
        read_fpl(changed.format("260230"))
