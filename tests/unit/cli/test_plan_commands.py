"""Plans from the command line: judge, show, diff, schemas."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from overflight.cli import plan, schema
from overflight.errors import UsageError

SAMPLE = Path(__file__).parents[2] / "plans" / "liguria.json"
DATA: dict[str, Any] = json.loads(SAMPLE.read_text("utf-8"))


def ask(*words: object) -> Result:
    """Run one command of the noun in this process."""
    return CliRunner().invoke(plan.app, [str(word) for word in words])


def told(result: Result) -> dict[str, Any]:
    """Return the JSON a command wrote."""
    read: dict[str, Any] = json.loads(result.stdout)
    return read


def written(folder: Path, **changes: object) -> Path:
    """Return the file of a changed plan."""
    path = folder / "plan.json"
    path.write_text(json.dumps({**DATA, **changes}), "utf-8")
    return path


def test_a_plan_is_judged_for_people() -> None:
    """Outcome, facts and every finding with its provision are on the screen; all kept is 0."""
    result = ask("judge", SAMPLE)
    assert result.exit_code == 0
    assert "founding facts of this package, no record: kept" in result.stdout
    assert "GEO-4   art.VI.II.2" in result.stdout


def test_a_broken_plan_leaves_with_one_and_says_why(tmp_path: Path) -> None:
    """The worst stands first, with margin, readings and grounds."""
    result = ask("judge", written(tmp_path, commencement="2003-05-06T13:00:00Z"))
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[3].startswith("x broken    MPL-4   art.VI.II.4.E")
    assert "consequence: The observed Party may propose changes" in result.stdout
    assert "margin: -1.000 h" in result.stdout


def test_an_open_plan_leaves_with_three(tmp_path: Path) -> None:
    """A language nobody notified is a question."""
    assert ask("judge", written(tmp_path, language="it")).exit_code == 3


def test_json_and_geojson_go_to_a_file_or_to_standard_output(tmp_path: Path) -> None:
    """The same judgement in three forms; a file is written whole."""
    read = told(ask("judge", SAMPLE, "--json"))
    assert read["outcome"] == "kept"
    assert read["facts"] == "founding facts of this package, no record"
    assert told(ask("judge", SAMPLE, "--geojson"))["type"] == "FeatureCollection"
    out = tmp_path / "judgement.geojson"
    assert ask("judge", SAMPLE, "--geojson", "--out", out).stdout == ""
    assert json.loads(out.read_text("utf-8"))["plan_sha256"] == read["plan_sha256"]
    assert ask("judge", SAMPLE, "--out", out).exit_code == 0
    assert json.loads(out.read_text("utf-8")) == read


CROSSING = [
    {"name": name, "at": {"lon_deg": lon, "lat_deg": lat}}
    for name, lon, lat in (
        ("A", 9.5, 45.3),
        ("B", 9.5, 44.6),
        ("C", 8.6, 44.6),
        ("D", 9.2, 45.5),
        ("E", 9.8, 45.0),
    )
]


def test_readings_are_chosen_and_contested(tmp_path: Path) -> None:
    """AMB-29=none breaks a crossing plan; asked both ways it is contested, exit code 3."""
    file = written(tmp_path, route=CROSSING, observations=[])
    assert ask("judge", file).exit_code == 0
    strict = ask("judge", file, "--reading", "AMB-29=none")
    assert strict.exit_code == 1
    assert "Readings: AMB-29=none." in strict.stdout
    both = ask("judge", file, "--contest", "AMB-29", "--view", "IT")
    assert both.exit_code == 3
    assert "! contested GEO-5" in both.stdout
    assert "kept      under the readings of IT" in both.stdout
    assert "AMB-29=none: AMB-29=none" in both.stdout
    read = told(ask("judge", file, "--contest", "AMB-29", "--json"))
    assert read["outcome"] == "contested"
    assert told(ask("judge", file, "--contest", "AMB-29", "--geojson"))["features"]


@pytest.mark.parametrize("reading", ["AMB-29", "AMB-29=maybe", "AMB-999=none"])
def test_a_reading_that_is_none_is_refused(reading: str) -> None:
    """Usage, exit code 2."""
    fault = ask("judge", SAMPLE, "--reading", reading).exception
    assert isinstance(fault, UsageError)


def test_a_party_brings_its_own_borders_and_terrain(tmp_path: Path) -> None:
    """A border through the route makes it broken, and its author stands in the finding."""
    borders = tmp_path / "own.geojson"
    line = {"type": "LineString", "coordinates": [[8.5, 44.0], [8.5, 46.0]]}
    borders.write_text(
        json.dumps(
            {
                "type": "FeatureCollection",
                "source": "map of the ministry, 2003",
                "features": [
                    {"type": "Feature", "geometry": line, "properties": {"between": ["IT", "CH"]}}
                ],
            }
        ),
        "utf-8",
    )
    result = ask("judge", SAMPLE, "--borders", borders)
    assert result.exit_code == 1
    assert "map of the ministry, 2003" in result.stdout


def test_heights_above_the_sea_need_terrain(tmp_path: Path) -> None:
    """The coarse heights of the package leave them open; a raster decides."""
    high = [{**DATA["observations"][0], "height_m": 4000}]
    file = written(tmp_path, height_system="msl", observations=high)
    low = written(tmp_path, height_system="msl")
    assert "cells of 5 minutes of arc" in ask("judge", low).stdout
    file = written(tmp_path, height_system="msl", observations=high)
    rasterio = pytest.importorskip("rasterio")
    np = pytest.importorskip("numpy")
    dem = tmp_path / "flat.tif"
    transform = rasterio.Affine(0.05, 0.0, 7.0, 0.0, -0.05, 46.0)
    with rasterio.open(
        dem,
        "w",
        driver="GTiff",
        width=100,
        height=100,
        count=1,
        dtype="float32",
        crs="EPSG:4326",
        transform=transform,
    ) as raster:
        raster.write(np.full((100, 100), 200.0, dtype="float32"), 1)
    precise = ask("judge", file, "--dem", dem, "--dem-error", "5", "--json")
    (finding,) = (f for f in told(precise)["findings"] if f["rule"] == "GEO-6")
    assert finding["outcome"] == "kept"
    assert finding["measured"]["value"] == pytest.approx(3800.0)
    assert finding["measured"]["error"] == pytest.approx(8.0)


def test_a_case_with_its_own_maps_needs_none_of_ours(tmp_path: Path) -> None:
    """Borders and territory of the case stand alone."""
    around = {
        "borders": {"source": "the case", "lines": []},
        "territory": {"source": "the case", "rings": [[[7, 43], [12, 43], [12, 47], [7, 47]]]},
        "ground": {"height_m": 0},
    }
    path = tmp_path / "case.json"
    path.write_text(json.dumps({"plan": {**DATA, "height_system": "msl"}, "around": around}))
    read = told(ask("judge", path, "--json"))
    (ten,) = (f for f in read["findings"] if f["rule"] == "GEO-4")
    assert ten["basis"][0] == "border: the case"


def test_a_plan_is_judged_by_a_record(tmp_path: Path) -> None:
    """The facts of the record stand in the place of those of the package."""
    from overflight.assembly import new_record
    from overflight.desk import Charter, load_founding
    from overflight.treaty import ruleset_hash

    folder = tmp_path / "joint"
    charter = Charter("t", "overflight.example/t", ("CA", "HU"), ruleset_hash())
    with new_record(folder, charter, ("CA", "HU")) as opened:
        load_founding(opened.desk, opened.signers["HU"])
    result = ask("judge", SAMPLE, "--record", folder, "--json")
    assert result.exit_code == 0
    answer = told(result)
    assert answer["facts"] == f"record joint, cut {answer['cut'][:16]}"


def test_a_plan_comes_from_standard_input() -> None:
    """A dash reads it from a pipe."""
    result = CliRunner().invoke(plan.app, ["judge", "-", "--json"], input=SAMPLE.read_bytes())
    assert json.loads(result.stdout)["outcome"] == "kept"


def test_a_bad_file_is_one_fault() -> None:
    """A file that is not there."""
    assert isinstance(ask("judge", "nowhere.json").exception, UsageError)


def test_a_plan_is_shown(tmp_path: Path) -> None:
    """Times, legs and periods; what has no position is said."""
    result = ask("show", SAMPLE)
    assert "465.2 km  in all" in result.stdout
    assert "H_min 1500 m" in result.stdout
    odd = written(
        tmp_path,
        end_site="IT-NOWHERE",
        observations=[{**DATA["observations"][1], "category": "SAR", "h_min_m": None}],
        route=[{**DATA["route"][0], "calibration": True}, *DATA["route"][1:]],
    )
    shown = ask("show", odd).stdout
    assert "not counted: IT-NOWHERE" in shown
    assert "H_min none" in shown
    assert "calibration" in shown
    read = told(ask("show", odd, "--json"))
    assert read["positions_missing"] == ["IT-NOWHERE"]
    assert read["plan"]["mission"] == "2003-OS3001"


def test_two_versions_are_compared(tmp_path: Path) -> None:
    """What changed, point by point; nothing changed is said too."""
    moved = [{**DATA["route"][0], "at": {"lon_deg": 8.9, "lat_deg": 44.8}}, *DATA["route"][1:]]
    after = written(tmp_path, version=2, route=moved)
    shown = ask("diff", SAMPLE, after).stdout
    assert "turn point at A" in shown
    assert "(11,11" in shown
    assert told(ask("diff", SAMPLE, after, "--json"))["changes"][0]["what"] == "version"
    assert "the same plan" in ask("diff", SAMPLE, SAMPLE).stdout


def test_every_form_has_its_schema_and_the_sample_is_valid_by_it() -> None:
    """An outsider checks a plan before sending it, with any validator."""
    jsonschema = pytest.importorskip("jsonschema")
    listed = CliRunner().invoke(schema.app, ["list"]).stdout
    assert "plan-case" in listed
    assert "missions.plan-submitted/1" in listed
    assert "plan" in json.loads(CliRunner().invoke(schema.app, ["list", "--json"]).stdout)
    found = json.loads(CliRunner().invoke(schema.app, ["show", "plan"]).stdout)
    jsonschema.Draft202012Validator.check_schema(found)
    jsonschema.Draft202012Validator(found).validate(DATA)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(found).validate({**DATA, "colour": "blue"})


def test_a_form_nobody_has_is_refused() -> None:
    """Usage, with the way to the list."""
    with pytest.raises(UsageError, match="overflight schema list"):
        schema.schema_of("sonnet")


def test_every_schema_is_a_schema() -> None:
    """Each form and each fact of the record gives a valid 2020-12 schema."""
    jsonschema = pytest.importorskip("jsonschema")
    every = schema.schemas()
    assert len(every) > 20
    for found in every.values():
        jsonschema.Draft202012Validator.check_schema(found)


def test_the_schemas_of_the_reference_are_those_of_the_program() -> None:
    """docs/reference is what `python tools/write_schemas.py` writes."""
    import subprocess
    import sys

    script = Path(__file__).parents[3] / "tools" / "write_schemas.py"
    result = subprocess.run(
        [sys.executable, script, "--check"], capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout
