"""OpenAir line by line: what each command does, and the one word for what it cannot be."""

from __future__ import annotations

import math
from pathlib import Path

import pytest

from overflight.adapters.airspace.openair import parse_openair
from overflight.adapters.airspace.reading import parse_airspace, read_airspace
from overflight.airspace import Always, Hazard, LevelSystem
from overflight.errors import SourceError

HEAD = "AC R\nAN ED-R1 Somewhere\nAL GND\nAH FL100\n"
BOX = "DP 50:00:00 N 010:00:00 E\nDP 50:00:00 N 011:00:00 E\nDP 51:00:00 N 011:00:00 E\n"


def test_a_restricted_area() -> None:
    """Class, name, levels, outline, line, and how far the outline may be off."""
    (area,) = parse_openair(HEAD + BOX, source="a.txt").areas
    assert (area.name, area.hazard, area.category) == ("ED-R1 Somewhere", Hazard.RESTRICTED, "R")
    assert [(at.lon_deg, at.lat_deg) for at in area.outline] == [(10, 50), (11, 50), (11, 51)]
    assert (area.lower.system, area.upper.system) == (LevelSystem.GROUND, LevelSystem.PRESSURE)
    assert (area.where, area.active) == ("a.txt: line 1", ())
    chart_m = 71_700**2 * math.tan(math.radians(50)) / (8 * 6_371_000)
    assert area.error_m == pytest.approx(21.9 + chart_m, abs=3)


def test_the_words_of_other_programs_are_passed_over() -> None:
    """Frequencies, labels, colours and page setup say nothing of where, how high and when."""
    text = "* comment\nSP 0,1,2,3\n\nAC P\nAY UNC\nAN X H24\nAF 123.4\nAG A\nAX 7000\nTO x\n"
    text += "AL SFC * low\nAH UNL\nV W=2\nV Z=100\nSB 1,2,3\n" + BOX
    (area,) = parse_openair(text, source="a.txt").areas
    assert (area.hazard, area.category, area.active) == (
        Hazard.PROHIBITED,
        "P UNC",
        (Always(),),
    )


@pytest.mark.parametrize(
    ("line", "expected", "found"),
    [
        ("DP 50:00:00 N", "a position as", "50:00:00 N"),
        ("DP 010:00:00 E 50:00:00 N", "a position as", "010:00:00 E"),
        ("DP 91:00:00 N 010:00:00 E", "at most 90 degrees", "91:00:00 N"),
        ("DP 50:00:00 N 181:00:00 E", "at most 180 degrees", "181:00:00 E"),
        ("DP 50:00:00 N 010:00:00 E 5", "a position as", "E 5"),
        ("DC 5", "a centre", "none"),
        ("V X=50:00:00 N 010:00:00 E\nDC", "a radius", "nothing"),
        ("V X=50:00:00 N 010:00:00 E\nDC 1e999", "a radius", "1e999"),
        ("V X=50:00:00 N 010:00:00 E\nDC -1", "a radius above zero", "-1852"),
        ("DP 50:00:00 N 010:00:00 E\nV X=50:00:00 N 010:00:00 E\nDC 1", "by itself", "before it"),
        ("V X=50:00:00 N 010:00:00 E\nDA 5,10", "radius, first angle, last", "5,10"),
        ("V X=50:00:00 N 010:00:00 E\nDA 5,x,20", "an angle", "x"),
        ("DB 50:00:00 N 010:00:00 E", "2 positions", "50:00:00 N"),
        ("DB 50:00:00 N 010:00:00 E, 51:00:00 N 010:00:00 E", "a centre", "none"),
        ("V D=x", "V X=, V D=+", "V D=x"),
        ("DY 50:00:00 N 010:00:00 E", "an area", "DY"),
        ("AA tomorrow", "since/until", "tomorrow"),
        ("AA 2025-01-01T12:00/NONE", "instant in UTC", "2025-01-01T12:00"),
        ("QQ what", "a command of OpenAir", "QQ what"),
        ("what", "a command of OpenAir", "what"),
    ],
)
def test_a_bad_line_is_told_with_its_number(line: str, expected: str, found: str) -> None:
    """The area is left out, because what is not understood may be part of its outline."""
    read = parse_openair(f"{HEAD}{line}\n{BOX}\n{HEAD}{BOX}", source="a.txt")
    (told,) = read.unread
    assert len(read.areas) == 1
    assert (expected in told.expected, found in told.found) == (True, True), told
    at = int(told.where.rpartition(" ")[2])
    assert at in {5, 6, 7} or (at == 1 and "radius above zero" in told.expected)
    assert told.name == "ED-R1 Somewhere"
    assert told.hazard is Hazard.RESTRICTED


@pytest.mark.parametrize(
    ("levels", "expected", "found"),
    [
        ("AL GND\n", "an upper limit", "none"),
        ("AH FL100\n", "a lower limit", "none"),
        ("AL FL100\nAH FL50\n", "lower limit below", "FL100 to FL50"),
        ("AL UNL\nAH UNL\n", "lower limit below", "UNL to UNL"),
        ("AL GND\nAH Ask on 122.8\n", "a level as", "Ask on 122.8"),
        ("AL GND\nAH 600000 ft\n", "a level as", "600000 ft"),
    ],
)
def test_levels_that_cannot_be(levels: str, expected: str, found: str) -> None:
    """Without its levels nobody can say who flies below an area."""
    (told,) = parse_openair(f"AC R\nAN x\n{levels}{BOX}", source="a.txt").unread
    assert expected in told.expected.replace("a upper", "an upper")
    assert found in told.found


def test_a_file_of_another_kind_is_told() -> None:
    """Rather than an empty airspace, against which every plan would be clear."""
    for text in ("", "hello", "* only a comment\n"):
        with pytest.raises(SourceError, match="OpenAir file"):
            parse_openair(text, source="a.txt")
    with pytest.raises(SourceError, match="NUL"):
        parse_airspace(b"AC R\0", "a.txt")


def test_older_files_are_in_western_letters(tmp_path: Path) -> None:
    """Names with umlauts were written in Latin-1 for twenty years."""
    path = tmp_path / "old.txt"
    path.write_bytes(HEAD.replace("Somewhere", "Bütgenbach").encode("latin-1") + BOX.encode())
    assert read_airspace(path).areas[0].name == "ED-R1 Bütgenbach"


def test_the_day_of_the_extended_form() -> None:
    """A day that is none is no reason to refuse the file."""
    for text, day in (("* DATE: 23-05-2025\n", "2025-05-23"), ("*DATE: 99-05-2025\n", "None")):
        assert str(parse_openair(text + HEAD + BOX, source="a").day) == day


def test_seconds_with_decimals_and_packed_coordinates() -> None:
    """Three spellings of the same corner, each with its own doubt."""
    spelled = ("50:00:00.00 N 010:30:00.00 E", "500000N 0103000E", "50:00.000 N 010:30.000 E")
    for text, doubt in zip(spelled, (0.2, 21.9, 1.3), strict=True):
        box = f"DP {text}\nDP 50:00:00.00 N 010:30:09.00 E\nDP 50:00:09.00 N 010:30:09.00 E\n"
        (area,) = parse_openair(HEAD + box, source="a").areas
        assert (area.outline[0].lon_deg, area.error_m) == (10.5, doubt)
    box = "DP 50.5 N 10.25 W\nDP 50.0 S 11.0 W\nDP 51.0 N 11.0 W\n"
    (area,) = parse_openair(HEAD + box, source="a").areas
    assert (area.outline[0].lon_deg, area.outline[1].lat_deg) == (-10.25, -50.0)
    assert area.error_m > 21.9
