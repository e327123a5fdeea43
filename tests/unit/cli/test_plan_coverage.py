"""``plan coverage``, ``plan exposure``, ``plan profile``: for people, for programs, as pictures."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from defusedxml.ElementTree import fromstring
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from overflight.cli import plan
from overflight.cli.schema import schema_of
from overflight.errors import SourceError, UsageError

CASE = Path(__file__).parents[3] / "docs" / "cases" / "crossing.json"
LOOK = ("--look", "OF-1=-25..25")


def ask(verb: str, *words: object, case: Path = CASE) -> Result:
    """Run a command."""
    return CliRunner().invoke(plan.app, [verb, str(case), *(str(word) for word in words)])


@pytest.fixture
def flat(tmp_path: Path) -> Path:
    """Return the case over flat ground, heights above mean sea level, with a second sensor."""
    case = json.loads(CASE.read_text("utf-8"))
    case["plan"]["height_system"] = "msl"
    sensor = {"sensor": "SAR-1", "category": "SAR", "start": "C", "stop": "D", "height_m": 2000}
    case["plan"]["observations"].append({**sensor, "side": "left", "left_km": 20})
    case["around"] = {"ground": {"height_m": 100.0}}
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case), "utf-8")
    return path


def box(path: Path, kind: str = "Polygon") -> Path:
    """Write a box of a tenth of a degree on the leg from A to B."""
    ring = [[9.3, 44.8], [9.4, 44.8], [9.4, 44.9], [9.3, 44.9], [9.3, 44.8]]
    coordinates = [ring] if kind == "Polygon" else ring[0]
    feature = {"type": "Feature", "properties": {}}
    geometry = {"type": kind, "coordinates": coordinates}
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": [{**feature, "geometry": geometry}]})
    )
    return path


def test_what_a_plan_sees(flat: Path, tmp_path: Path) -> None:
    """Strips, resolution beside its limit, the share of an area and its gaps."""
    told = ask("coverage", *LOOK, "--area", box(tmp_path / "area.json"), case=flat)
    assert told.exit_code == 0
    assert "no better than 0.3 m is allowed (art.IV.2.A)" in told.stdout
    assert "km2 in all, each place once" in told.stdout
    assert "% of the area is seen" in told.stdout
    assert "gap" in told.stdout
    read = json.loads(ask("coverage", *LOOK, "--json", case=flat).stdout)
    Draft202012Validator(schema_of("plan-coverage")).validate(read)
    assert [one["sensor"] for one in read["strips"]] == ["OF-1", "SAR-1"]


def test_a_resolution_finer_than_allowed_is_marked(flat: Path) -> None:
    """At 1,900 m above ground with an H_min of 1,800 m it is lawful; lower it is not."""
    case = json.loads(flat.read_text("utf-8"))
    case["plan"]["observations"][0]["height_m"] = 1500
    flat.write_text(json.dumps(case), "utf-8")
    assert "x finer than allowed" in ask("coverage", *LOOK, case=flat).stdout


def test_strips_as_geojson_and_as_a_map(flat: Path, tmp_path: Path) -> None:
    """To a file or to standard output; one form at a time."""
    out = tmp_path / "strips.geojson"
    assert ask("coverage", *LOOK, "--geojson", "--out", out, case=flat).exit_code == 0
    assert json.loads(out.read_text("utf-8"))["features"][0]["properties"]["kind"] == "strip"
    area = box(tmp_path / "a.json")
    shown = ask("coverage", *LOOK, "--svg", tmp_path / "a.svg", "--area", area, case=flat)
    assert "% of the area is seen" in shown.stdout
    picture = (tmp_path / "a.svg").read_text("utf-8")
    assert fromstring(picture).tag.endswith("svg")
    assert "not seen of the area" in picture
    assert isinstance(ask("coverage", "--geojson", "--json", case=flat).exception, UsageError)


def test_a_period_that_cannot_be_told_leaves_with_three(flat: Path) -> None:
    """Neither angles nor kilometres: open, not empty."""
    told = ask("coverage", case=flat)
    assert told.exit_code == 3
    assert "not told: neither look angles" in told.stdout


@pytest.mark.parametrize(
    "stated", ["OF-1", "OF-1=5", "=1..2", "OF-1=a..b", "OF-1=20..-20", "X-9=-1..1"]
)
def test_look_angles_that_are_none_are_refused(stated: str) -> None:
    """With one clear error that names them."""
    fault = ask("coverage", "--look", stated).exception
    assert isinstance(fault, UsageError)
    assert fault.code == "E-LOOK"


def test_look_angles_from_a_file_are_laid_under_those_of_the_line(
    flat: Path, tmp_path: Path
) -> None:
    """What is stated for this once goes before what lies in a file."""
    looks = tmp_path / "looks.json"
    looks.write_text(
        '{"looks": [{"sensor": "OF-1", "from_deg": -1, "to_deg": 1},'
        ' {"sensor": "SAR-1", "from_deg": -60, "to_deg": -40}]}'
    )
    read = json.loads(ask("coverage", "--looks", looks, *LOOK, "--json", case=flat).stdout)
    assert [one["from_deg"] for one in read["strips"]] == [-25.0, -60.0]


def test_an_area_of_points_is_refused(flat: Path, tmp_path: Path) -> None:
    """A place has no share."""
    fault = ask("coverage", *LOOK, "--area", box(tmp_path / "p.json", "Point"), case=flat).exception
    assert isinstance(fault, SourceError)
    assert fault.code == "E-GROUND"
    (tmp_path / "none.json").write_text('{"type": "FeatureCollection", "features": []}')
    fault = ask("coverage", *LOOK, "--area", tmp_path / "none.json", case=flat).exception
    assert isinstance(fault, SourceError)


def test_which_sites_a_plan_sees(flat: Path, tmp_path: Path) -> None:
    """By which sensor, when, how finely; rows without a position are counted."""
    sites = tmp_path / "sites.csv"
    sites.write_text("name,lon,lat\nalpha,9.4,44.805\nbeta,2.0,48.0\ngamma,,\n", "utf-8")
    told = ask("exposure", "--sites", sites, *LOOK, case=flat)
    assert told.exit_code == 1
    assert "1 of 2 sites are seen" in told.stdout
    assert "alpha" in told.stdout
    assert "beta" not in told.stdout
    assert "1 rows have no position" in told.stdout
    sites.write_text("name,lon,lat\nalpha,9.4,44.805\ndelta,200,45\n", "utf-8")
    told = ask("exposure", "--sites", sites, *LOOK, case=flat)
    assert "? no site: " in told.stdout
    assert "sites.csv: line 3" in told.stdout
    sites.write_text("name,lon,lat\nalpha,9.4,44.805\nbeta,2.0,48.0\n", "utf-8")
    read = json.loads(ask("exposure", "--sites", sites, *LOOK, "--json", case=flat).stdout)
    Draft202012Validator(schema_of("exposure")).validate(read)
    sites.write_text("name,lon,lat\nbeta,2.0,48.0\n", "utf-8")
    assert ask("exposure", "--sites", sites, *LOOK, case=flat).exit_code == 0
    assert ask("exposure", "--sites", sites, case=flat).exit_code == 3


def test_the_profile_of_a_plan(flat: Path, tmp_path: Path) -> None:
    """The binding places with their numbers, kept or broken; a picture."""
    told = ask("profile", *LOOK, case=flat)
    assert told.exit_code == 0
    assert "+ below the path (GEO-6, art.VI.II.4.D): 1,900 m above ground" in told.stdout
    assert "lowest altitude over all ground seen: 1,900 m from EGM96" in told.stdout
    read = json.loads(ask("profile", *LOOK, "--json", case=flat).stdout)
    Draft202012Validator(schema_of("plan-profile")).validate(read)
    picture = tmp_path / "profile.svg"
    drawn = ask("profile", *LOOK, "--svg", picture, case=flat)
    assert drawn.exit_code == 0
    assert "+ below the path" in drawn.stdout
    assert "planned height of a period" in picture.read_text("utf-8")
    assert fromstring(picture.read_text("utf-8")).tag.endswith("svg")
    lacking = ask("profile", "--svg", picture, case=flat)
    assert lacking.exit_code == 3
    assert "not told: neither look angles" in lacking.stdout


def raster(path: Path, west: float, south: float, *, utm: bool = False) -> Path:
    """Write two degrees of level ground, in degrees or in metres of UTM zone 32."""
    import rasterio

    (left, top), step = ((west, south + 2), 0.02) if not utm else ((500_000, 5_100_000), 2_000)
    shape = {"height": 100, "width": 100, "count": 1, "dtype": "int16"}
    how = {
        "transform": rasterio.Affine(step, 0, left, 0, -step, top),
        "crs": 32632 if utm else 4326,
    }
    with rasterio.open(path, "w", driver="GTiff", **shape, **how) as made:
        made.write(np.full((1, 100, 100), 100, dtype=np.int16))
    return path


@pytest.mark.parametrize("verb", ["coverage", "profile"])
def test_a_raster_that_covers_none_of_a_plan_is_one_clear_word(verb: str, tmp_path: Path) -> None:
    """Not a strip of nothing: what the raster spans is said beside where the plan lies."""
    there = ask(verb, *LOOK, "--dem", raster(tmp_path / "x.tif", 20, 60))
    assert there.exit_code == 3
    assert "covers none of this plan: it spans 20.00 to 22.00 E, 60.00 to 62.00 N" in there.stderr
    assert there.stdout == ""


def test_a_raster_that_covers_a_part_says_which(tmp_path: Path) -> None:
    """The share of the path, and what the raster spans, in degrees whatever its map is."""
    told = ask("coverage", *LOOK, "--dem", raster(tmp_path / "x.tif", 0, 0, utm=True))
    assert "x.tif, which spans 9.00 to 11" in told.stderr
    assert "% of the path; what lies beyond it is not told" in told.stderr


def test_metres_that_print_alike_are_one_number(flat: Path) -> None:
    """A radar resolves alike at every distance (annex.D.I.2.E)."""
    told = ask("coverage", *LOOK, case=flat).stdout
    ranges = [
        line.split("resolution ")[1] for line in told.splitlines() if "ground resolution " in line
    ]
    camera, radar = ranges
    low, high = camera.removesuffix(" m").split(" to ")
    assert low != high
    assert radar == "3.00 m"


def test_a_profile_with_weather_and_a_broken_height(flat: Path) -> None:
    """Exit code 1, and the pressure altitude to fly."""
    case = json.loads(flat.read_text("utf-8"))
    case["plan"]["observations"][0]["height_m"] = 1500
    case["around"]["weather"] = [{"warmer_c": 0, "qnh_hpa": 1003.25}]
    flat.write_text(json.dumps(case), "utf-8")
    told = ask("profile", *LOOK, case=flat)
    assert told.exit_code == 1
    assert "x below the path" in told.stdout
    assert "m pressure altitude" in told.stdout
    assert "ft pressure altitude" in told.stdout
