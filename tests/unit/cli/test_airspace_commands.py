"""Airspace and exports from the command line: answers, schemas, exit codes."""

from __future__ import annotations

import importlib
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from overflight.cli.schema import schema_of
from overflight.errors import SourceError, UsageError

PLAN = str(Path(__file__).parents[2] / "plans" / "liguria.json")
AREA = "AC R\nAN LI R45 Somewhere H24\nAL SFC\nAH FL100\nV X=44:35:00 N 008:40:00 E\nDC 6\n"
BROKEN = "AC P\nAN LI P1 Broken\nAL SFC\nAH FL\nV X=44:35:00 N 008:40:00 E\nDC 6\n"
FAR = AREA.replace("44:35", "10:35")
MAST = "obstacle:\n- name: MAST\n  position: 443500N 0084000E\n  elevation: 5000 ft\n"


def ask(*words: str) -> Result:
    """Run one command in this process."""
    module = importlib.import_module(f"overflight.cli.{words[0]}")
    return CliRunner().invoke(module.app, list(words[1:]))


def airspace(folder: Path, text: str, name: str = "it.txt") -> str:
    """Write a file of airspace."""
    (folder / name).write_text(text)
    return str(folder / name)


def test_show_says_what_was_read_and_what_not(tmp_path: Path) -> None:
    """The exit code tells a script that something is missing."""
    good = ask("airspace", "show", airspace(tmp_path, AREA))
    assert (good.exit_code, "LI R45 Somewhere H24" in good.stdout) == (0, True)
    both = ask("airspace", "show", airspace(tmp_path, AREA + BROKEN))
    assert both.exit_code == 4
    assert "not read: LI P1 Broken, it.txt: line 10" in both.stdout
    masts = ask("airspace", "show", airspace(tmp_path, MAST, "it.yaml"))
    assert "obstacle" in masts.stdout
    told = ask("airspace", "show", airspace(tmp_path, AREA + BROKEN), "--json", "--hazardous")
    form = json.loads(told.stdout)
    Draft202012Validator(schema_of("airspace")).validate(form)
    assert (len(form["areas"]), len(form["unread"])) == (1, 1)


def test_check_puts_the_questions(tmp_path: Path) -> None:
    """Open where an area is crossed, kept where none is; several files are taken together."""
    crossed = ask("airspace", "check", PLAN, "--airspace", airspace(tmp_path, AREA))
    assert crossed.exit_code == 3
    assert "? restricted LI R45 Somewhere H24: SFC to FL100; 19.7 to 19.9 km" in crossed.stdout
    assert "art.VI.II.5" in crossed.stdout
    far = airspace(tmp_path, FAR, "far.txt")
    assert ask("airspace", "check", PLAN, "--airspace", far).exit_code == 0
    masts = airspace(tmp_path, MAST, "it.yaml")
    words = ("airspace", "check", PLAN, "--airspace", far, "--airspace", masts)
    told = ask(*words, "--json")
    form = json.loads(told.stdout)
    Draft202012Validator(schema_of("airspace-check")).validate(form)
    assert (told.exit_code, form["source"], len(form["obstacles"])) == (3, "far.txt; it.yaml", 1)
    assert "obstacle   MAST: top 5000 ft" in ask(*words).stdout


def test_the_hazards_of_a_check_fit_into_a_case(tmp_path: Path) -> None:
    """Who judges the plan with them gets the same two questions."""
    told = ask("airspace", "check", PLAN, "--airspace", airspace(tmp_path, AREA), "--json")
    case = {"plan": json.loads(Path(PLAN).read_text())}
    case["around"] = {"hazards": json.loads(told.stdout)["hazards"]}
    (tmp_path / "case.json").write_text(json.dumps(case))
    judged = json.loads(ask("plan", "judge", str(tmp_path / "case.json"), "--json").stdout)
    rules = {f["rule"]: f["outcome"] for f in judged["findings"]}
    assert (rules["MPL-5"], rules["MPL-8"]) == ("open", "open")


@pytest.mark.parametrize("form", ["kml", "gpx", "geojson", "text", "pdf", "fpl"])
def test_a_plan_leaves_in_every_form(form: str, tmp_path: Path) -> None:
    """The answer says size, digests, precision, notes."""
    out = tmp_path / f"plan.{form}"
    words = ("plan", "export", PLAN, "--to", form, "--out", str(out), "--aircraft", "C130/M")
    told = json.loads(ask(*words, "--json").stdout)
    Draft202012Validator(schema_of("plan-export")).validate(told)
    assert (told["to"], told["bytes"]) == (form, out.stat().st_size)
    assert "positions are kept within" in ask(*words).stdout


def test_look_angles_draw_footprints(tmp_path: Path) -> None:
    """A plan that does not say how far a sensor looks gets its ground from the angles."""
    out = tmp_path / "plan.kml"
    words = ("plan", "export", PLAN, "--to", "kml", "--out", str(out), "--json")
    assert json.loads(ask(*words).stdout)["footprints"] == 0
    assert json.loads(ask(*words, "--look", "OF-1=-20..20").stdout)["footprints"] == 1
    assert "<name>Footprints</name>" in out.read_text()


def test_a_form_that_does_not_exist_and_a_flight_plan_without_aircraft(tmp_path: Path) -> None:
    """Both are the caller's to mend."""
    out = str(tmp_path / "x")
    for words in (("--to", "docx"), ("--to", "fpl")):
        told = ask("plan", "export", PLAN, *words, "--out", out)
        assert isinstance(told.exception, UsageError)
    assert not Path(out).exists()


@pytest.mark.parametrize("form", ["kml", "gpx"])
def test_a_route_goes_out_and_comes_back(form: str, tmp_path: Path) -> None:
    """What was drawn elsewhere becomes the next version of the plan, point for point."""
    drawn, out = tmp_path / f"plan.{form}", tmp_path / "draft.json"
    ask("plan", "export", PLAN, "--to", form, "--out", str(drawn))
    words = ("plan", "import", str(drawn), "--into", PLAN, "--out", str(out))
    told = json.loads(ask(*words, "--json").stdout)
    Draft202012Validator(schema_of("plan-import")).validate(told)
    before, after = json.loads(Path(PLAN).read_text()), json.loads(out.read_text())
    assert [(p["name"], p["at"]) for p in after["route"]] == [
        (p["name"], p["at"]) for p in before["route"]
    ]
    assert (after["version"], len(after["observations"])) == (2, 2)
    assert "judge it before it is submitted" in ask(*words).stdout


def test_a_route_of_several_lines_is_refused(tmp_path: Path) -> None:
    """Nobody says which of them is the route."""
    line = "<LineString><coordinates>9,45 10,45</coordinates></LineString>"
    path = tmp_path / "two.kml"
    path.write_text(f"<kml>{f'<Placemark>{line}</Placemark>' * 2}</kml>")
    told = ask("plan", "import", str(path), "--into", PLAN, "--out", str(tmp_path / "x.json"))
    assert isinstance(told.exception, SourceError)
    path.write_text(f"<kml><Placemark>{line}</Placemark></kml>")
    told = ask("plan", "import", str(path), "--into", PLAN, "--out", str(tmp_path / "x.json"))
    assert told.exit_code == 0
