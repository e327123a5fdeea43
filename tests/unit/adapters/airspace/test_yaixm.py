"""YAIXM: lines, arcs and circles; what is broken is told with its line, the rest is read."""

from __future__ import annotations

import pytest

from overflight.adapters.airspace.reading import parse_airspace
from overflight.adapters.airspace.yaixm import parse_yaixm
from overflight.airspace import Hazard
from overflight.errors import SourceError
from overflight.geodesy import Position, distance_m

GOOD = """airspace:
- name: D1 RANGE
  id: d1
  type: D
  rules:
  - NOTAM
  geometry:
  - upper: FL100
    lower: SFC
    boundary:
    - line:
      - 500208N 0051722W
      - 495818N 0052242W
      - 495124N 0051200W
      - 495629N 0050728W
      - 495809N 0051024W
    - arc:
        dir: cw
        radius: 3 nm
        centre: 500007N 0051354W
        to: 500208N 0051722W
"""
OBSTACLE = "obstacle:\n- name: MAST\n  type: RTM\n  id: U1\n  position: 581941N 0032217W\n"


def test_a_danger_area() -> None:
    """Rules become times, the arc ends where it is said to end."""
    (area,) = parse_yaixm(GOOD, source="uk.yaml").areas
    assert (area.name, area.id, area.hazard) == ("D1 RANGE", "d1", Hazard.DANGER)
    assert (area.times, area.category, area.where) == ("NOTAM", "D", "uk.yaml: line 8")
    assert 31.9 < area.error_m < 36


def test_an_arc_at_the_start_begins_where_the_boundary_ends() -> None:
    """Publishers begin anywhere on the outline."""
    lines = GOOD.splitlines()
    first, arc = lines[:10], lines[16:]
    turned = "\n".join((*first, *arc, *lines[10:16])).replace(
        "to: 500208N 0051722W", "to: 500208N 0051722W"
    )
    (area,) = parse_yaixm(turned, source="uk.yaml").areas
    (same,) = parse_yaixm(GOOD, source="uk.yaml").areas
    assert {round(at.lat_deg, 6) for at in same.outline} == {
        round(at.lat_deg, 6) for at in area.outline
    }


def test_several_volumes_are_several_areas() -> None:
    """Each has its own limits."""
    text = GOOD + "".join(f"{line}\n" for line in GOOD.splitlines()[7:]).replace("FL100", "FL200")
    areas = parse_yaixm(text, source="uk.yaml").areas
    assert [(a.name, a.upper.says) for a in areas] == [
        ("D1 RANGE (1/2)", "FL100"),
        ("D1 RANGE (2/2)", "FL200"),
    ]


def test_a_circle_and_other_units() -> None:
    """Five and a half kilometres from the centre."""
    lines = GOOD.splitlines()[:10]
    text = (
        "\n".join(lines)
        + "\n    - circle:\n        radius: 5.5 km\n        centre: 520351N 0010056W\n"
    )
    (area,) = parse_airspace(text.encode(), "uk.yaml").areas
    centre = Position(-(1 + 56 / 3600), 52 + 3 / 60 + 51 / 3600)
    radii = [distance_m(centre, at) for at in area.outline]
    assert radii == pytest.approx([5_500.0] * len(radii), abs=1)


def test_obstacles() -> None:
    """A mast needs a height."""
    read = parse_airspace((OBSTACLE + "  elevation: 1513 ft\n").encode(), "uk.yaml")
    assert read.obstacles[0].top.says == "1513 ft"
    (told,) = parse_airspace(OBSTACLE.encode(), "uk.yaml").unread
    assert (told.where, told.expected) == ("uk.yaml: line 2", "a field elevation")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("name: D1 RANGE", "nome: D1 RANGE", "a field name"),
        ("  geometry:", "  geometri:", "a field geometry"),
        ("upper: FL100", "over: FL100", "a field upper"),
        ("upper: FL100", "upper: FL", "a level"),
        ("lower: SFC", "lower: FL200", "lower limit below"),
        ("lower: SFC", "lower: [1]", "a word"),
        ("dir: cw", "dir: sideways", "cw or ccw"),
        ("centre: 500007N 0051354W", "centre: 506007N 0051354W", "minutes below 60"),
        ("to: 500208N 0051722W", "til: 500208N 0051722W", "a field to"),
        ("    - arc:", "    - bow:", "a line, an arc or a circle"),
        ("      - 495818N 0052242W", "      - 495818N", "a position"),
        ("  - upper: FL100", "  - 5\n  - upper: FL100", "fields"),
        ("  - NOTAM", "  - [NOTAM]", "a word"),
        ("- name: D1 RANGE", "- 5\n- name: D1 RANGE", "fields"),
        (
            "    - line:",
            "    - circle:\n        radius: 3 nm\n        centre: 5\n    - line:",
            "a posit",
        ),
    ],
)
def test_what_is_broken_is_told_with_its_line(old: str, new: str, expected: str) -> None:
    """One word for the one volume, and a line that leads to it."""
    read = parse_yaixm(GOOD.replace(old, new, 1), source="uk.yaml")
    assert expected in read.unread[0].expected
    assert read.unread[0].where.startswith("uk.yaml: line ")


@pytest.mark.parametrize(
    "boundary",
    [
        "    - arc:\n        dir: cw\n",
        "    - arc:\n        dir: cw\n    - circle:\n        radius: 1 nm\n",
        "    - arc:\n        dir: cw\n    - line: []\n",
        "    - line: [520351N 0010056W]\n    - circle: {radius: 1 nm, centre: 520351N 0010056W}\n",
        "    - circle: {radius: 1 mile, centre: 520351N 0010056W}\n",
        "    - circle: {radius: 1, centre: 520351N 0010056W}\n",
        "      []\n",
    ],
)
def test_boundaries_that_cannot_be_drawn(boundary: str) -> None:
    """None of them closes an outline."""
    head = "\n".join(GOOD.splitlines()[:10]) + "\n"
    read = parse_yaixm(head + boundary, source="uk.yaml")
    assert (len(read.areas), len(read.unread)) == (0, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("airspace: [", "YAML"),
        ("airspace: &a [1]\nrat: *a\n", "YAML without anchors"),
        ("airspace: " + "[" * 40 + "]" * 40, "at most 30 levels"),
        ("airspace: []\n", "YAIXM with airspace"),
        ("airspace: 5\n", "a list"),
        ("- airspace\n", "fields"),
        ("", "YAML with airspace"),
        ("[1]: 2\nairspace: []\n", "a name"),
        ("airspace: []\n---\nairspace: []\n", "YAML"),
        ("airspace: \x07\n", "YAML"),
    ],
)
def test_files_that_are_none(text: str, expected: str) -> None:
    """One word for the whole file; anchors could grow without end."""
    with pytest.raises(SourceError) as told:
        parse_yaixm(text, source="uk.yaml")
    assert told.value.expected.startswith(expected)
    assert str(told.value).isprintable()
