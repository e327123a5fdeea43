"""A plan in every form, and its positions back within the precision that the form states."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import numpy as np
import pytest
from defusedxml.ElementTree import fromstring
from tests.plan_cases import AROUND, PLAN, at, camera, point, site
from tests.unit.adapters.plan_out.sheets import sheet_of

from overflight.adapters.handed.features import Features, parse_features
from overflight.adapters.handed.target_shapes import parse_shapes
from overflight.adapters.plan_out.document import plan_document
from overflight.adapters.plan_out.export import ExportAnswer, Exported, PlanForm, export_plan
from overflight.adapters.plan_out.fpl.messages import read_fpl
from overflight.adapters.plan_out.fpl.of_plan import FlightDetails
from overflight.adapters.plan_out.fpl.route import Point
from overflight.adapters.plan_out.fpl.words import Coordinate
from overflight.adapters.plan_out.pdf import plan_pdf
from overflight.desk.planning.footprints import Footprint
from overflight.desk.planning.sheet import PlanSheet
from overflight.errors import UsageError
from overflight.geodesy import Position, distance_m
from overflight.missions import HeightSystem, MissionPlan, Side, Stop, judge_plan

PLACES = tuple(point(f"P{k}", 0.123456789 * k - 0.3, 0.2 - 0.0456789 * k) for k in range(8))
RING = (np.array([0.0, 1.0, 1.0, 0.0]), np.array([0.0, 0.0, 1.0, 0.0]))
HOLE = (np.array([0.5, 0.6, 0.6, 0.5]), np.array([0.2, 0.2, 0.3, 0.2]))
SEEN = Footprint("OF-1", ((RING, HOLE),), "seen")
FLOWN: MissionPlan = replace(
    PLAN,
    route=PLACES,
    height_system=HeightSystem.MSL,
    observations=(
        replace(camera("P1", "P3", 1600.0), side=Side.LEFT, left_km=5.0),
        camera("P3", "P9"),
    ),
)
SHEET = sheet_of(FLOWN, AROUND, (SEEN,))


def written(form: str, sheet: PlanSheet = SHEET) -> Exported:
    """Return a sheet in a form."""
    judged = (AROUND, judge_plan(sheet.plan, AROUND))
    return export_plan(sheet, PlanForm(form), judged, FlightDetails("C130/M"))


def same(found: list[Position], form: Exported) -> None:
    """Hold positions to those of the route."""
    assert len(found) == len(PLACES)
    for place, back in zip(PLACES, found, strict=True):
        assert distance_m(place.at, back) <= form.precision_m


def points(features: Features) -> list[Position]:
    """Return the turn points of features."""
    return [
        Position(float(f.lines[0][0][0]), float(f.lines[0][1][0]))
        for f in features.items
        if f.kind == "Point" and str(f.properties.get("name", "")).startswith("P")
    ]


def test_kml_and_back() -> None:
    """Our own reader of targets takes it, folders and all."""
    form = written("kml")
    features = parse_shapes(form.data, "plan.kml")
    same(points(features), form)
    kinds = [f.kind for f in features.items]
    assert (kinds.count("LineString"), kinds.count("Polygon")) == (2, 1)
    assert len(features.items[-1].lines) == 2


def test_gpx_and_back() -> None:
    """A route with the airfields at its ends."""
    form = written("gpx")
    (route,) = parse_shapes(form.data, "plan.gpx").items
    lon, lat = route.lines[0]
    same([Position(x, y) for x, y in zip(lon[1:-1].tolist(), lat[1:-1].tolist())], form)  # noqa: B905
    assert b"<ele>1600</ele>" in form.data
    assert b"<time>2008-05-06T14:00:00Z</time>" in form.data


def test_geojson_and_back() -> None:
    """The judged plan with its findings; the footprint is one feature more."""
    form = written("geojson")
    document = json.loads(form.data)
    known = [f for f in document["features"] if f["geometry"] is not None]
    plain = {"type": "FeatureCollection", "features": known}
    same(points(parse_features(json.dumps(plain).encode(), where="plan.geojson")), form)
    footprints = [f for f in known if f["properties"]["kind"] == "footprint"]
    assert footprints[0]["geometry"]["coordinates"] == [
        [
            [[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 0.0]],
            [[0.5, 0.2], [0.6, 0.2], [0.6, 0.3], [0.5, 0.2]],
        ]
    ]


_DMS = re.compile(r"(\d+)°(\d\d)'(\d\d\.\d)\"([NS]) (\d+)°(\d\d)'(\d\d\.\d)\"([EW])")


def test_text_and_back() -> None:
    """Degrees, minutes and seconds to a tenth, north and south, east and west."""
    form = written("text")
    found = []
    for d, m, s, ns, e, f, g, ew in _DMS.findall(form.data.decode()):
        lat, lon = int(d) + int(m) / 60 + float(s) / 3600, int(e) + int(f) / 60 + float(g) / 3600
        found.append(Position(-lon if ew == "W" else lon, -lat if ns == "S" else lat))
    same(found[1:-1], form)


def test_a_flight_plan_and_back() -> None:
    """Minutes of arc: the coarsest of all forms, and it says so."""
    form = written("fpl")
    elements = read_fpl(form.data.decode()).route.elements
    spots = [e.spot for e in elements if isinstance(e, Point)]
    same([spot.at for spot in spots if isinstance(spot, Coordinate)], form)
    assert any("minutes of arc" in note for note in form.notes)


@pytest.mark.provision("art.II.24", "art.VI.II.3", "art.VI.II.4")
@pytest.mark.rule("MPL-3")
def test_every_item_has_its_provision() -> None:
    """The document says for each item where the Treaty asks for it."""
    stop = Stop("IT-R", "P1", at("2008-05-06 14:20"), at("2008-05-06 16:00"))
    around = replace(AROUND, sites={**AROUND.sites, "IT-R": site("IT-R", 0.1, 0.0)})
    sheet = sheet_of(FLOWN, around, stops=(stop,), version=2, alternates=("IT-R",))
    document = plan_document(sheet)
    assert [(s.title, s.provision) for s in document.sections] == [
        ("Times, in UTC", "art.VI.II.1, art.VI.II.4.E"),
        ("Airfields and points", "art.VI.II.3"),
        ("Route, in order of execution", "art.VI.II.4.F"),
        ("Flight distance", "art.VI.II.4.A"),
        ("Refuelling and rest stops", "art.VI.II.3"),
        ("Observation periods", "art.VI.II.4.D"),
        ("Support required", "art.II.24"),
    ]
    assert [name for name, _ in document.sections[0].lines][2] == "First version submitted"
    stops = document.sections[4].table
    assert stops is not None
    assert stops.rows == (("IT-R", "P1", "2008-05-06 14:20Z", "2008-05-06 16:00Z"),)
    periods = document.sections[5].table
    assert periods is not None
    assert [row[-1] for row in periods.rows] == ["left, 5 km left", ""]
    assert document.sha256 == sheet.sha256


def test_a_plan_without_sensors_stops_or_limits() -> None:
    """What is not there is said, not left out."""
    sheet = sheet_of(PLAN, replace(AROUND, distance=None))
    text = written("text", sheet).data.decode()
    for words in ("Stops  none", "Periods  none", "not at hand", "not stated in the plan"):
        assert words in text


def test_heights_of_a_leg_with_two_sensors() -> None:
    """From the lower to the higher."""
    two = (camera("P1", "P3", 1600.0), camera("P1", "P2", 1500.0))
    table = plan_document(sheet_of(FLOWN, AROUND, observations=two)).sections[2].table
    assert table is not None
    assert [row[6] for row in table.rows[:5]] == ["", "3,000", "3,000", "1,500 to 1,600", "1,600"]


def test_names_that_hide_are_written_out() -> None:
    """A name that turns the reading order must not turn what is signed."""
    odd = replace(FLOWN, route=(point("A\u202eB", 0.5, 0.0), *PLACES), observations=())
    text = written("text", sheet_of(odd, AROUND)).data.decode()
    assert "A<U+202E RIGHT-TO-LEFT OVERRIDE>B" in text
    assert "\u202e" not in text


def test_names_that_are_markup_stay_names() -> None:
    """In XML, and in the typesetter, which gets all of them as data."""
    odd = replace(FLOWN, route=(point('<b>&"#eval(1)[*x*]$y$', 0.5, 0.0),), observations=())
    sheet = sheet_of(odd, AROUND)
    names = [
        e.text for e in fromstring(written("kml", sheet).data).iter() if e.tag.endswith("name")
    ]
    assert '<b>&"#eval(1)[*x*]$y$' in names
    assert plan_pdf(plan_document(sheet)).startswith(b"%PDF-")


def test_the_same_plan_gives_the_same_bytes() -> None:
    """Both sides sign what both sides can make."""
    for form in PlanForm:
        assert written(form.value).data == written(form.value).data
    assert written("pdf").data.startswith(b"%PDF-")


def test_a_language_that_is_none_is_no_reason_to_fail() -> None:
    """The typesetter wants two or three letters."""
    sheet = sheet_of(FLOWN, AROUND, language="x-klingon-long")
    assert plan_pdf(plan_document(sheet)).startswith(b"%PDF-")


def test_a_line_across_the_antimeridian_is_cut() -> None:
    """KML viewers draw round the Earth otherwise."""
    sites = {"IT-S": site("IT-S", 179.0, 0.0), "IT-E": site("IT-E", -179.0, 0.0)}
    sheet = sheet_of(replace(FLOWN, route=(), observations=()), replace(AROUND, sites=sites))
    lines = [f for f in parse_shapes(written("kml", sheet).data, "k").items if f.kind != "Point"]
    assert [f.properties["name"] for f in lines] == ["Route (1/2)", "Route (2/2)"]


def test_a_stop_stands_in_kml_with_its_time() -> None:
    """From landing to continuation."""
    stop = Stop("IT-R", "P1", at("2008-05-06 14:20"), at("2008-05-06 16:00"))
    around = replace(AROUND, sites={**AROUND.sites, "IT-R": site("IT-R", 0.1, 0.0)})
    assert b"to 2008-05-06 16:00Z" in written("kml", sheet_of(FLOWN, around, stops=(stop,))).data


def test_a_flight_plan_needs_an_aircraft() -> None:
    """A mission plan does not name it."""
    judged = (AROUND, judge_plan(FLOWN, AROUND))
    with pytest.raises(UsageError, match="does not name the aircraft"):
        export_plan(SHEET, PlanForm.FPL, judged)


def test_the_answer_says_what_was_written() -> None:
    """Size, digests, precision, footprints."""
    form = written("kml")
    answer = ExportAnswer.of(SHEET, PlanForm.KML, "p.kml", form)
    assert (answer.bytes, answer.footprints) == (len(form.data), 1)
    assert answer.plan_sha256 == SHEET.sha256
