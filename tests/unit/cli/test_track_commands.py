"""``overflight track`` from the command line: what it says, writes, and leaves with."""

from __future__ import annotations

import csv
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from tests.flown import COMMENCEMENT
from typer.testing import CliRunner, Result

from overflight.assembly import new_record
from overflight.cli import track as commands
from overflight.cli.schema import schema_of
from overflight.desk import Charter, load_founding, say
from overflight.errors import SourceError, UsageError
from overflight.missions import Landed, TakenOff

PLAN: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "plans" / "liguria.json").read_text("utf-8")
)
START = "2003-05-06T14:00:00Z"


def ask(*words: object) -> Result:
    """Run one command of the noun in this process."""
    return CliRunner().invoke(commands.app, [str(word) for word in words])


@pytest.fixture
def flown(tmp_path: Path) -> Path:
    """Return a track from Malpensa towards the first turn point, one jump in it."""
    path = tmp_path / "flown.csv"
    begin = COMMENCEMENT.replace(day=6, hour=14)
    rows = ["timestamp,latitude,longitude,altitude"]
    for i in range(60):
        at = (begin + timedelta(seconds=10 * i)).strftime("%Y-%m-%dT%H:%M:%SZ")
        lat = 45.63333 - 0.0122 * i + (5 if i == 30 else 0)
        rows.append(f"{at},{lat},{8.73333 + 0.0028 * i},9842.5")
    path.write_text("\n".join(rows) + "\n")
    return path


@pytest.fixture
def agreed(tmp_path: Path) -> Path:
    """Return the file of the agreed plan."""
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(PLAN))
    return path


def test_show_says_what_the_file_is(flown: Path) -> None:
    """Source, hash, points, time and what heights count from."""
    result = ask("show", flown)
    assert result.exit_code == 0
    assert "flown.csv (csv)" in result.stdout
    assert "1 impossible jump" in result.stdout
    assert "counted from std" in result.stdout


def test_show_as_json_follows_its_schema(flown: Path) -> None:
    """The schema in docs/reference describes what is written."""
    document = json.loads(ask("show", flown, "--json").stdout)
    jsonschema.validate(document, schema_of("track"))
    assert document["counts"] == {"kept": 59, "impossible jump": 1}


def test_clean_names_each_dropped_row_and_writes_the_rest(flown: Path, tmp_path: Path) -> None:
    """The table it writes reads back as a sound track."""
    out = tmp_path / "clean.csv"
    result = ask("clean", flown, "--out", out)
    assert result.exit_code == 0
    assert "row 32" in result.stdout
    assert len(list(csv.DictReader(out.read_text().splitlines()))) == 59
    assert "59 kept" in ask("show", out).stdout


def test_clean_cuts_a_window(flown: Path) -> None:
    """Points outside the asked time are left out, and counted."""
    words = ("--since", "2003-05-06T14:01:00Z", "--until", "2003-05-06T14:02:00Z", "--json")
    document = json.loads(ask("clean", flown, *words).stdout)
    assert document["counts"]["kept"] == 6
    assert document["counts"]["outside the asked time"] == 54


def test_a_shift_moves_the_whole_track_and_says_so(flown: Path) -> None:
    """The first point comes to the time asked; the label is in every output."""
    words = ("--shift-to", "2004-01-01T00:00:00Z")
    document = json.loads(ask("clean", flown, *words, "--json").stdout)
    assert document["since"] == "2004-01-01T00:00:00Z"
    assert "moved in time" in document["label"]
    assert document["counts"]["impossible jump"] == 1, "the account is that of the source"
    assert "moved in time" in ask("clean", flown, *words).stdout


def test_many_dropped_rows_are_cut_short_on_the_screen(tmp_path: Path) -> None:
    """All of them stand in the JSON."""
    path = tmp_path / "noisy.csv"
    rows = [f"{1_052_000_000 + 10 * i},{45 + (i % 3 == 0) * 9},{8 + i / 1000}" for i in range(99)]
    path.write_text("timestamp,latitude,longitude\n" + "\n".join(rows) + "\n")
    assert "all of them: --json" in ask("clean", path).stdout


def test_compare_for_people_shows_legs_and_findings(flown: Path, agreed: Path) -> None:
    """Open questions leave with 3."""
    result = ask("compare", flown, "--plan", agreed)
    assert result.exit_code == 3
    assert "IT-MALPENSA - A" in result.stdout
    assert "a setting" in result.stdout
    assert "DEV-4" in result.stdout
    assert "km off the agreed path" in result.stdout


def test_compare_takes_the_settings_of_seeing_and_order(flown: Path, agreed: Path) -> None:
    """What shows nothing of a leg, and what going back costs, stand with the result."""
    words = ("--plan", agreed, "--abreast", "3000", "--back", "1000")
    document = json.loads(ask("compare", flown, *words, "--json").stdout)
    assert (document["settings"]["abreast_m"], document["settings"]["back_m"]) == (3000.0, 1000.0)
    assert document["unseen"]
    assert "after the last point" in ask("compare", flown, *words).stdout


def test_compare_as_json_follows_its_schema(flown: Path, agreed: Path, tmp_path: Path) -> None:
    """With --out it is written to a file as well."""
    out = tmp_path / "report.json"
    result = ask("compare", flown, "--plan", agreed, "--json")
    document = json.loads(result.stdout)
    jsonschema.validate(document, schema_of("flown-report"))
    assert ask("compare", flown, "--plan", agreed, "--out", out).exit_code == 3
    assert json.loads(out.read_text()) == document


def test_compare_writes_maps_and_tables(flown: Path, agreed: Path, tmp_path: Path) -> None:
    """GeoJSON and CSV, to the screen or to a file."""
    map_out, table_out = tmp_path / "a.geojson", tmp_path / "a.csv"
    shown = ask("compare", flown, "--plan", agreed, "--geojson")
    assert json.loads(shown.stdout)["type"] == "FeatureCollection"
    ask("compare", flown, "--plan", agreed, "--geojson", "--out", map_out)
    assert json.loads(map_out.read_text())["source"].startswith("flown.csv")
    table = ask("compare", flown, "--plan", agreed, "--csv").stdout
    assert len(table.splitlines()) == 60
    ask("compare", flown, "--plan", agreed, "--csv", "--out", table_out)
    assert table_out.read_text() == table


def test_compare_uses_a_sensor_log_and_settings(flown: Path, agreed: Path, tmp_path: Path) -> None:
    """Sensor, pressure and tolerance come from the command line and stand in the answer."""
    log = tmp_path / "log.json"
    on = {"sensor": "OF-1", "on_at": START, "off_at": "2003-05-06T14:05:00Z"}
    log.write_text(json.dumps({"periods": [on]}))
    words = ("--sensor-log", log, "--qnh", "1013.25", "--tolerance", "500", "--json")
    document = json.loads(ask("compare", flown, "--plan", agreed, *words).stdout)
    assert document["sensors"][0]["sensor"] == "OF-1"
    assert document["settings"]["tolerance_m"] == 500.0


def test_columns_can_be_named(tmp_path: Path) -> None:
    """Any table, if its owner says what is what."""
    path = tmp_path / "own.csv"
    path.write_text("t;x;y;h\n2003-05-06T14:00:00Z;8;45;100\n")
    words = ("--columns", "time=t,lon=x,lat=y,height=h,unit=ft,system=msl")
    assert "counted from msl" in ask("show", path, *words).stdout


@pytest.mark.parametrize(
    "columns", ["time=t", "time=t,lon=x,lat=y,colour=z", "time=t,lon=x,lat=y,system=moon", "x"]
)
def test_columns_that_say_nothing_are_refused(flown: Path, columns: str) -> None:
    """Usage is the user's to mend: exit code 2."""
    result = ask("show", flown, "--columns", columns)
    assert isinstance(result.exception, UsageError)
    assert result.exception.exit_status == 2


def test_an_unknown_format_is_refused(flown: Path) -> None:
    """The message lists the forms there are."""
    result = ask("show", flown, "--format", "shapefile")
    assert isinstance(result.exception, UsageError)
    assert "readsb" in result.exception.expected


def test_a_file_of_another_format_is_refused(flown: Path) -> None:
    """Who names the form is taken at their word."""
    result = ask("show", flown, "--format", "gpx")
    assert isinstance(result.exception, SourceError)


def test_an_empty_track_is_shown_and_not_shifted(tmp_path: Path) -> None:
    """There is no first point to move."""
    path = tmp_path / "empty.csv"
    path.write_text("timestamp,latitude,longitude\n1052000000,,\n")
    result = ask("clean", path, "--shift-to", START)
    assert result.exit_code == 0
    assert "0 kept" in result.stdout


def test_gaps_are_listed_to_a_dozen(tmp_path: Path) -> None:
    """The rest are counted."""
    path = tmp_path / "gaps.csv"
    rows = [f"{1_052_000_000 + 100 * i},45,{8 + i / 1000}" for i in range(30)]
    path.write_text("timestamp,latitude,longitude\n" + "\n".join(rows) + "\n")
    assert "17 further gaps" in ask("show", path).stdout


def test_compare_with_a_record_knows_what_was_said(
    flown: Path, agreed: Path, tmp_path: Path
) -> None:
    """The record names take-off and a cause; airfields come from it as well."""
    folder, key = tmp_path / "joint", PLAN["mission"]
    begin = COMMENCEMENT.replace(day=6, hour=14)
    charter = Charter("Joint", "overflight.example/joint", ("CA", "HU"), "0" * 64)
    with new_record(folder, charter, ("CA", "DE", "HU", "IT")) as opened:
        load_founding(opened.desk, opened.signers["HU"])
        say(opened.desk, opened.signers["DE"], TakenOff(key, begin))
        say(opened.desk, opened.signers["IT"], Landed(key, begin + timedelta(hours=1)))
        say(opened.desk, opened.signers["CA"], Landed(key, begin + timedelta(hours=900)))
    words = ("--plan", agreed, "--record", folder, "--json")
    document = json.loads(ask("compare", flown, *words).stdout)
    (window,) = [f for f in document["findings"] if f["rule"] == "FLT-1"]
    assert window["outcome"] == "kept"


def test_compare_takes_a_partys_own_borders_and_heights(
    flown: Path, agreed: Path, tmp_path: Path
) -> None:
    """What a file cannot be is refused by its own reader."""
    broken = tmp_path / "borders.geojson"
    broken.write_text("{}")
    refused = ask("compare", flown, "--plan", agreed, "--borders", broken)
    assert isinstance(refused.exception, SourceError)
    refused = ask("compare", flown, "--plan", agreed, "--dem", tmp_path / "none.tif")
    assert isinstance(refused.exception, UsageError)
