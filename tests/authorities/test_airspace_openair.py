"""OpenAir read as openAIP's parser reads it, and the real files of three States.

The fixtures are pairs of a file and what openAIP's parser (MIT) makes of it. It draws arcs on a
sphere and in steps of its own: outlines may differ by 0.35 per cent of the radius.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import pytest
import shapely
from tests.shared_data import shared

from overflight.adapters.airspace.reading import read_airspace
from overflight.airspace import FOOT_M, AirspaceArea, Between, Hazard, Level, LevelSystem

PAIRS = (
    "arc-angle-ccw",
    "arc-angle-cw",
    "arc-angle-single-vx",
    "arc-ccw",
    "arc-cw",
    "arc-cw-ccw",
    "arc-first",
    "circular",
    "inline-comments",
    "polygon",
    "version-2-commands",
)
SYSTEMS = {"GND": LevelSystem.GROUND, "MSL": LevelSystem.SEA, "STD": LevelSystem.PRESSURE}
UNITS = {"FT": FOOT_M, "FL": 100 * FOOT_M}
TOLERANCE_M = 120.0


def level(ceiling: dict[str, Any]) -> tuple[LevelSystem, float]:
    """Return a level as openAIP writes it."""
    return SYSTEMS[ceiling["referenceDatum"]], ceiling["value"] * UNITS[ceiling["unit"]]


def same(level_read: Level, ceiling: dict[str, Any]) -> bool:
    """Tell whether two levels are the same."""
    system, height_m = level(ceiling)
    return level_read.system is system and math.isclose(level_read.height_m, height_m)


def drawn(corners: list[tuple[float, float]]) -> shapely.Polygon:
    """Return a polygon in metres, near enough on a few tens of kilometres."""
    along = math.cos(math.radians(corners[0][1]))
    return shapely.Polygon([(x * 111_320 * along, y * 111_320) for x, y in corners])


def outline(area: AirspaceArea) -> shapely.Polygon:
    """Return the outline of an area in metres."""
    return drawn([(at.lon_deg, at.lat_deg) for at in area.outline])


@pytest.mark.parametrize("name", PAIRS)
def test_the_pairs_of_openaip(name: str) -> None:
    """Names, levels and outlines are those that another parser finds."""
    folder = shared("data", "airspace", "openaip_fixtures")
    read = read_airspace(folder / f"{name}.txt")
    features = json.loads((folder / f"{name}-result.json").read_text())["features"]
    assert not read.unread
    for area, feature in zip(read.areas, features, strict=True):
        said = feature["properties"]
        assert area.name == said["name"]
        assert area.category.split()[-1] in {said["class"], said.get("type")}
        assert same(area.lower, said["lowerCeiling"])
        assert same(area.upper, said["upperCeiling"])
        if "geometry" in feature:
            theirs = drawn(feature["geometry"]["coordinates"][0])
            assert outline(area).hausdorff_distance(theirs) < TOLERANCE_M
            assert outline(area).symmetric_difference(theirs).area < 0.01 * theirs.area


@pytest.mark.parametrize(
    ("name", "line", "expected", "found"),
    [
        ("circular-invalid", 1, "not cross or touch", "meets itself at longitude 13.14083"),
        ("coordinate-minutes-60", 6, "minutes below 60", "42:60:57 N"),
        ("coordinate-seconds-60", 6, "seconds below 60", "42:00:60 N"),
        ("flight-level-missing-number", 6, "a level", "FL"),
        ("self-intersecting", 1, "not cross or touch", "meets itself"),
    ],
)
def test_the_broken_ones_of_openaip(name: str, line: int, expected: str, found: str) -> None:
    """Each has one clear word with its line."""
    path = shared("data", "airspace", "openaip_fixtures", f"{name}.txt")
    (told,) = read_airspace(path).unread
    assert told.where == f"{name}.txt: line {line}"
    assert expected in told.expected
    assert found in told.found


def test_one_broken_area_does_not_hide_the_others(tmp_path: Path) -> None:
    """All fixtures in one file: what can be read is read, what cannot is told."""
    folder = shared("data", "airspace", "openaip_fixtures")
    path = tmp_path / "all.txt"
    path.write_text("\n".join(f.read_text() for f in sorted(folder.glob("*.txt"))))
    read = read_airspace(path)
    assert (len(read.areas), len(read.unread)) == (20, 5)
    assert all(told.where.startswith("all.txt: line ") for told in read.unread)


def test_activation_times_of_the_second_version() -> None:
    """Since and until in UTC, one of them open, several of them."""
    path = shared("data", "airspace", "openaip_fixtures", "version-2-warn-if-expired.txt")
    (area,) = read_airspace(path).areas
    assert len(area.active) == 4
    spans = [(one.since, one.until) for one in area.active if isinstance(one, Between)]
    assert [(since is None, until is None) for since, until in spans] == [
        (False, False),
        (False, False),
        (True, False),
        (False, True),
    ]


def test_the_airspace_of_germany() -> None:
    """667 areas, 254 of them restricted or dangerous; two that touch themselves are told."""
    read = read_airspace(shared("data", "airspace", "germany.openair.txt"))
    assert (len(read.areas), len(read.hazardous), len(read.unread)) == (665, 254, 2)
    assert [told.where.rpartition(" ")[2] for told in read.unread] == ["5216", "6140"]
    assert all(told.hazard is None for told in read.unread)


def test_the_airspace_of_slovenia() -> None:
    """The extended form: type besides class, a day, activation times, NONE among them."""
    read = read_airspace(shared("data", "airspace", "slovenia.openair"))
    assert str(read.day) == "2025-05-23"
    kinds = [area.hazard for area in read.hazardous]
    assert (kinds.count(Hazard.PROHIBITED), kinds.count(Hazard.DANGER)) == (1, 2)
    assert kinds.count(Hazard.RESTRICTED) == 6
    assert Between(never=True) in {one for area in read.areas for one in area.active}
    assert len(read.areas) + len(read.unread) == 58


def test_the_test_file_of_xcsoar() -> None:
    """Every spelling of levels and coordinates that another program is tested with."""
    read = read_airspace(shared("data", "airspace", "xcsoar_openair.txt"))
    assert (len(read.areas), len(read.unread)) == (26, 0)
    levels = {a.name: (a.lower, a.upper) for a in read.areas if a.name.startswith("Height")}
    ground, sea, pressure = LevelSystem.GROUND, LevelSystem.SEA, LevelSystem.PRESSURE
    found = {
        name[-1]: ((low.system, round(low.height_m, 1)), (high.system, round(high.height_m, 1)))
        for name, (low, high) in levels.items()
    }
    assert found == {
        "1": ((ground, 0.0), (sea, 609.6)),
        "2": ((sea, 0.0), (pressure, 1981.2)),
        "3": ((ground, 30.5), (LevelSystem.UNLIMITED, 0.0)),
        "4": ((sea, 100.0), (LevelSystem.UNLIMITED, 0.0)),
        "5": ((ground, 100.0), (sea, 450.0)),
        "6": ((ground, 15.2), (pressure, 1524.0)),
    }


def test_the_airspace_and_obstacles_of_the_united_kingdom() -> None:
    """YAIXM: 702 features in 1,053 volumes, 74 obstacles, temporary prohibited areas."""
    read = read_airspace(shared("data", "airspace", "uk_airspace.yaml"))
    assert (len(read.areas), len(read.hazardous), len(read.unread)) == (1053, 140, 0)
    predannack = next(area for area in read.areas if area.name == "D005A PREDANNACK")
    assert predannack.times == "NOTAM"
    assert outline(predannack).area / 1e6 == pytest.approx(math.pi * (3 * 1.852) ** 2, rel=0.01)
    masts = read_airspace(shared("data", "airspace", "uk_obstacle.yaml"))
    assert (len(masts.obstacles), len(masts.unread)) == (74, 0)
    assert masts.obstacles[0].top.height_m == pytest.approx(1513 * FOOT_M)
    temporary = read_airspace(shared("data", "airspace", "uk_rat.yaml"))
    assert [area.hazard for area in temporary.hazardous] == [Hazard.PROHIBITED] * 4
