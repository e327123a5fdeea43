"""``overflight plan windows``: for people, for programs, as a picture."""

from __future__ import annotations

import json
from pathlib import Path

from defusedxml.ElementTree import fromstring
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from overflight.cli import plan
from overflight.cli.schema import schema_of
from overflight.errors import UsageError

SAMPLE = Path(__file__).parents[2] / "plans" / "liguria.json"


def ask(*words: object) -> Result:
    """Run the command."""
    return CliRunner().invoke(plan.app, ["windows", str(SAMPLE), *(str(word) for word in words)])


def test_the_hours_of_a_plan_with_reasons(tmp_path: Path) -> None:
    """Noon in May over Liguria; clouds turn the order; a picture is drawn."""
    plain = ask("--top", 2)
    assert plain.exit_code == 0
    assert "1. 2003-05-08 11:00Z  kept" in plain.stdout
    assert "not known: clouds: no table was given" in plain.stdout
    table = tmp_path / "clouds.csv"
    table.write_text("cloud,day,source\n0.9,2003-05-08,DWD\n0.2,2003-05-07,DWD\n", "utf-8")
    targets = tmp_path / "targets.csv"
    targets.write_text("name,lon,lat\nT,8.5,44.6\n", "utf-8")
    picture = tmp_path / "window.svg"
    asked = ("--clouds", table, "--targets", targets, "--svg", picture, "--step", 120)
    read = json.loads(ask(*asked, "--json").stdout)
    Draft202012Validator(schema_of("plan-windows")).validate(read)
    assert read["hours"][0]["commences"].startswith("2003-05-07")
    assert read["clouds_from"] == "DWD"
    assert fromstring(picture.read_text("utf-8")).tag.endswith("svg")


def test_the_picture_shows_every_hour_whatever_the_list_is_cut_to(tmp_path: Path) -> None:
    """--top is about the list: a picture of the best hours alone shows neither broken nor open."""
    drawn = []
    for top in (1, 500):
        told = ask("--top", top, "--svg", tmp_path / "w.svg").stdout
        assert ("  2. " in told) == (top > 1)
        drawn.append((tmp_path / "w.svg").read_text("utf-8"))
    assert drawn[0] == drawn[1]
    assert "ranked lower are not drawn" not in drawn[0]


def test_hours_that_all_break_a_rule_leave_with_one(tmp_path: Path) -> None:
    """Outside the window nothing is lawful; the picture shows hollow bars."""
    picture = tmp_path / "window.svg"
    result = ask("--from", "2003-06-05T12:00Z", "--to", "2003-06-05T13:00Z", "--svg", picture)
    assert result.exit_code == 1
    assert "FLT-1 art.VI.I.9" in result.stdout
    assert "stroke-dasharray" in picture.read_text("utf-8")


def test_a_number_out_of_range_is_a_usage_fault() -> None:
    """As everywhere."""
    assert isinstance(ask("--least-sun", 91).exception, UsageError)
    assert isinstance(ask("--from", "yesterday").exception, UsageError)
