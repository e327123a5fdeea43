"""Airspace made to exhaust whoever reads it: one clear word, soon."""

from __future__ import annotations

import pytest

from overflight.adapters.airspace import words
from overflight.adapters.airspace.reading import parse_airspace
from overflight.errors import SourceError

ARCS = "AC R\nAN X\nAL SFC\nAH UNL\nV X=50:00:00 N 010:00:00 E\n"
CIRCLE = f"{ARCS}DC 100\n"
YAML = "airspace:\n- {name: D, type: D, geometry: [{upper: UNL, lower: SFC, boundary: ["
RING = "<m><Airspace><timeSlice><AirspaceTimeSlice><geometryComponent><AirspaceGeometryComponent>"
RING += (
    "<theAirspaceVolume><AirspaceVolume><upperLimit>UNL</upperLimit><lowerLimit>GND</lowerLimit>"
)
RING += "<horizontalProjection><Surface><patches><PolygonPatch><exterior>{}</exterior>"
RING += "</PolygonPatch></patches></Surface></horizontalProjection></AirspaceVolume>"
RING += "</theAirspaceVolume></AirspaceGeometryComponent></geometryComponent></AirspaceTimeSlice>"
RING += "</timeSlice></Airspace></m>"
ARC = "<ArcByCenterPoint><pos>50 10</pos><radius uom='km'>1999</radius><startAngle>0</startAngle>"
ARC += "<endAngle>360</endAngle></ArcByCenterPoint>"
CURVE = "<Ring><curveMember><Curve><segments>{}</segments></Curve></curveMember></Ring>"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", ARCS + "DA 1000,0,359\n" * 5_000),
        ("a.yaml", YAML + "{line: [500000N 0100000E" + ", 500000N 0100000E" * 100_001 + "]}]}]}\n"),
        ("a.xml", RING.format(CURVE.format(ARC * 2_000))),
        ("a.xml", RING.format(f"<LinearRing><posList>{'50 10 ' * 100_001}</posList></LinearRing>")),
    ],
)
def test_an_outline_of_too_many_corners_is_left_out(name: str, text: str) -> None:
    """A line of fourteen bytes is an arc of a thousand corners."""
    (told,) = parse_airspace(text.encode(), name).unread
    assert told.expected == "at most 100,000 corners in an outline"


def test_a_file_of_too_many_corners_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many areas, each as large as one may be."""
    monkeypatch.setattr(words, "MOST_IN_ALL", 1_000)
    for name, text in (
        ("a.txt", CIRCLE * 10),
        (
            "a.yaml",
            "airspace:\n" + "- {name: D, type: D, geometry: [{upper: UNL, lower: SFC, boundary: ["
            "{circle: {radius: 100 nm, centre: 500000N 0100000E}}]}]}\n" * 10,
        ),
        ("a.xml", f"<a>{RING.format(CURVE.format(ARC)) * 10}</a>"),
    ):
        with pytest.raises(SourceError, match="corners in a file"):
            parse_airspace(text.encode(), name)


@pytest.mark.parametrize("cut", [0, 1, 10, 40, 70])
def test_a_file_cut_short_is_told(cut: int) -> None:
    """An outline that ends early would open a part of the sky."""
    text = ARCS + "DP 50:00:00 N 010:00:00 E\nDP 50:00:00 N 011:00:00 E\nDP 51:00:00 N 011:00:00 E"
    data = text.encode()[: -cut or None]
    read = parse_airspace(data, "a.txt")
    assert len(read.areas) + len(read.unread) == 1
    assert bool(read.areas) is (cut < 1)
