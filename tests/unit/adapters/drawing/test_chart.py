"""Maps: well-formed, harmless, readable; the projection true where it says so."""

from __future__ import annotations

import itertools
import math
import re
from xml.etree.ElementTree import Element

import numpy as np
import pytest
from defusedxml.ElementTree import fromstring

from overflight.adapters.drawing.chart import MapLayer, MapText, Mark, Spot, draw_map
from overflight.adapters.drawing.labels import Labels
from overflight.adapters.drawing.view import view_over
from overflight.adapters.lands.world_map import SOURCE, world_borders
from overflight.errors import UsageError
from overflight.geodesy import Position, distance_m, travel

WORLD = world_borders()
ROUTE = (Position(8.7, 45.6), Position(12.3, 45.5), Position(10.4, 43.7))
SVG = "{http://www.w3.org/2000/svg}"


def drawn(*layers: MapLayer, title: str = "A map") -> Element:
    """Return a map as a tree; it must be well-formed."""
    element: Element = fromstring(draw_map(layers, WORLD, MapText(title, "says"), observed=("IT",)))
    return element


def texts(tree: Element) -> list[str]:
    """Return all texts of a map."""
    return [element.text or "" for element in tree.iter(f"{SVG}text")]


def every_layer() -> tuple[MapLayer, ...]:
    """Return one layer of each kind."""
    return (
        MapLayer(Mark.STAND_OFF, "kept", lines=(ROUTE,), wide_m=20_000, framed=False),
        MapLayer(Mark.FOOTPRINT, "footprints", areas=(ROUTE,)),
        MapLayer(Mark.SENSOR, "sensor on", lines=(ROUTE[:2],)),
        MapLayer(Mark.ROUTE, "planned", lines=(ROUTE,)),
        MapLayer(Mark.TRACK, "flown", lines=(ROUTE,)),
        *(
            MapLayer(mark, mark.value, spots=(Spot(ROUTE[0], mark.value),))
            for mark in (Mark.AIRFIELD, Mark.TARGET, Mark.LEFT_OUT, Mark.TURN, Mark.FINDING)
        ),
    )


def test_a_map_says_what_it_is() -> None:
    """Title, description, legend, scale and the label of the base map are there for everyone."""
    tree = drawn(*every_layer())
    assert tree.findtext(f"{SVG}title") == "A map"
    assert tree.findtext(f"{SVG}desc") == "says"
    words = texts(tree)
    assert {"A map", "says", "N", "0", "50 km", "planned", "flown", "footprints"} <= set(words)
    assert f"Base map, no legal meaning: {SOURCE}." in words
    assert "IT" in words
    assert any(word.endswith("\N{DEGREE SIGN}N") for word in words)
    assert any(word.endswith("\N{DEGREE SIGN}E") for word in words)


def test_hostile_names_stay_names() -> None:
    """A name from outside must not become markup, nor break the file with control characters."""
    name = '<script>alert(1)</script>&"\x00\x1b'
    tree = drawn(
        MapLayer(Mark.ROUTE, name, lines=(ROUTE,)),
        MapLayer(Mark.AIRFIELD, "", spots=(Spot(ROUTE[0], name),)),
        title=name,
    )
    assert not list(tree.iter(f"{SVG}script"))
    assert tree.findtext(f"{SVG}title") == '<script>alert(1)</script>&"  '


def test_a_map_reaches_nothing_outside() -> None:
    """The drawing must work alone and inside a page that allows nothing."""
    text = draw_map(every_layer(), WORLD, MapText("x"))
    assert not re.search(r"<style|<script|href|<image|@import|url\((?!#map-window\))", text)
    assert "class=" not in text
    assert "nan" not in text.lower().replace("nanum", "")


def test_empty_layers_are_no_trouble() -> None:
    """Nothing left out, no turn point: the layer and its legend are not there."""
    tree = drawn(
        MapLayer(Mark.LEFT_OUT, "left out"),
        MapLayer(Mark.ROUTE, "planned", lines=(ROUTE,)),
        MapLayer(Mark.TARGET, "far", spots=(Spot(Position(100, 10), "far"),), framed=False),
    )
    assert "left out" not in texts(tree)


def test_a_map_of_nothing_is_refused() -> None:
    """Nobody can look at nowhere, or at the whole Earth at once."""
    with pytest.raises(UsageError, match="E-MAP"):
        draw_map([MapLayer(Mark.ROUTE)], WORLD, MapText("x"))
    around = tuple(Position(lon, 0) for lon in (-120, 0, 120))
    with pytest.raises(UsageError, match="E-MAP"):
        draw_map([MapLayer(Mark.ROUTE, lines=(around,))], WORLD, MapText("x"))


@pytest.mark.parametrize(
    "route",
    [
        (Position(178, -17), Position(-178, -18)),
        (Position(0, 89), Position(180, 88), Position(90, 89.5)),
        (Position(20, -70), Position(120, -80)),
        (Position(30, 60), Position(100, 65), Position(170, 66)),
        (Position(10, 45), Position(10, 45)),
    ],
    ids=["antimeridian", "pole", "south", "Russia", "one place"],
)
def test_maps_work_everywhere(route: tuple[Position, ...]) -> None:
    """Poles, the antimeridian, a continent and a single place are drawn."""
    text = draw_map(
        [MapLayer(Mark.ROUTE, "r", lines=(route,)), MapLayer(Mark.TURN, spots=(Spot(route[0]),))],
        WORLD,
        MapText("x"),
    )
    fromstring(text)
    assert "nan" not in text.lower()


def test_the_projection_keeps_angles_and_scale() -> None:
    """In the middle a kilometre is a kilometre; everywhere small circles stay circles."""
    view = view_over(ROUTE, 960)
    middle = view.place(view.width / 2, view.height / 2)
    for here, tolerance in ((middle, 0.005), (ROUTE[0], 0.01)):
        x, y = view.pixel(here)
        sizes = []
        for azimuth in range(0, 360, 30):
            px, py = view.pixel(travel(here, azimuth, 10_000))
            sizes.append(math.hypot(px - x, py - y) / view.px_per_m)
        assert sizes == pytest.approx([10_000] * 12, rel=tolerance)
        assert view.place(x, y).lon_deg == pytest.approx(here.lon_deg, abs=1e-9)
        north = travel(here, 0, 1_000)
        nx, ny = view.pixel(north)
        assert view.north_deg(x, y) == pytest.approx(
            math.degrees(math.atan2(nx - x, y - ny)), abs=0.1
        )


def test_the_window_holds_what_is_framed() -> None:
    """Every place of a route lies in the window, away from its edge."""
    for width, places in itertools.product((400.0, 1_200.0), (ROUTE, ROUTE[:1])):
        view = view_over(places, width)
        assert 0.5 * width <= view.height <= 0.85 * width
        for place in places:
            assert view.holds(*view.pixel(place), edge=20)


def test_far_lines_are_geodesics_on_the_map() -> None:
    """A long leg is drawn as it is flown, not as a straight line on the map."""
    leg = (Position(-60, 55), Position(60, 55))
    view = view_over(leg, 960)
    line = view.line(leg)
    mid = view.place(*line[len(line) // 2].tolist())
    half = distance_m(*leg) / 2
    assert distance_m(leg[0], mid) == pytest.approx(half, rel=0.05)
    assert mid.lat_deg > 70
    assert not np.isnan(line).any()


def test_names_do_not_lie_on_each_other() -> None:
    """Where no side is free a name is left out; lines are covered only as a last resort."""
    labels = Labels(300, 200)
    put = [
        labels.put("PALERMO", (150.0, 100.0), size=12, colour="#000000", far=6) for _ in range(40)
    ]
    assert put[0]
    assert put[-1] == ""
    boxes = labels.taken
    for one, other in itertools.combinations(boxes, 2):
        apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
        assert apart
    fresh = Labels(300, 200)
    for x in range(155, 220, 5):
        fresh.avoid(float(x), 100.0)
    fresh.put("PALERMO", (150.0, 100.0), size=12, colour="#000000", far=6)
    assert fresh.taken[-1][2] < 150


def test_long_words_stay_within_the_frame() -> None:
    """A sentence longer than the window is wide goes on below, and the window moves down."""
    long = "; ".join(f"terrain {k} from a source with a long name" for k in range(12))
    words = MapText("A map", long)
    tree = fromstring(draw_map(every_layer(), WORLD, words, observed=("IT",)))
    lines = [one for one in tree.iter(f"{SVG}text") if "a source with" in (one.text or "")]
    assert " ".join(one.text or "" for one in lines) == long
    assert max(len(one.text or "") for one in lines) * 6.9 <= 960
    moved = next(one.attrib["transform"] for one in tree.iter(f"{SVG}g") if one.get("clip-path"))
    assert float(moved.split()[1].rstrip(")")) > float(lines[-1].attrib["y"])
    assert tree.findtext(f"{SVG}desc") == long


def test_layers_of_one_kind_have_one_entry_in_the_legend() -> None:
    """Strips are layers of their own; the legend tells each kind once."""
    words = texts(drawn(*every_layer(), *every_layer()))
    assert words.count("footprints") == 1
