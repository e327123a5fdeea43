"""``overflight airfield feasibility``: numbers for people and programs, and a map."""

from __future__ import annotations

import json
from pathlib import Path

from defusedxml.ElementTree import fromstring
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from overflight.cli import airfield
from overflight.cli.schema import schema_of
from overflight.errors import UsageError

DAY = ("--on", "2015-06-01")


def ask(*words: object) -> Result:
    """Run the command."""
    return CliRunner().invoke(airfield.app, ["feasibility", *(str(word) for word in words), *DAY])


def test_a_closed_airfield_in_words_and_as_a_map(tmp_path: Path) -> None:
    """Both settings with their numbers; the exit code says that they differ or both break."""
    out = tmp_path / "reach.svg"
    shown = ask("--unit", "de", "--without", "de-landsberg", "--cell", 20, "--svg", out)
    assert "without DE-LANDSBERG, beside: as designated on 2015-06-01: broken" in shown.stdout
    assert "\n  newly beyond " in shown.stdout
    assert shown.exit_code in {1, 3}
    text = out.read_text("utf-8")
    assert fromstring(text).tag.endswith("svg")
    assert "beyond 35 % by the change" in text


def test_json_is_that_of_its_schema_and_one_map_shows_one_change(tmp_path: Path) -> None:
    """Two changes on one map would not be told apart."""
    words = ("--unit", "DE", "--contest", "--with", "de-x=10.5,49,1000", "--cell", 30)
    out = tmp_path / "x.svg"
    read = json.loads(ask(*words, "--json", "--svg", out).stdout)
    Draft202012Validator(schema_of("airfield-feasibility")).validate(read)
    assert [s["name"] for s in read["settings"]][1:] == ["with DE-X", "AMB-30=largest"]
    assert "with DE-X: " in out.read_text("utf-8")
    assert "AMB-30=largest: " in out.read_text("utf-8")
    for more in (("--without", "DE-LANDSBERG"), ("--claim", "RU-KALININGRAD-500")):
        refused = ask(*words, *more, "--svg", out)
        assert isinstance(refused.exception, UsageError)
        assert refused.stdout == ""


def test_a_claim_over_a_region_is_told_and_drawn_for_that_region(tmp_path: Path) -> None:
    """500 km from inside the region reach all of it, from elsewhere nothing (Kaliningrad)."""
    out = tmp_path / "claim.svg"
    words = ("--unit", "BYRU", "--claim", "RU-KALININGRAD-500", "--cell", 100, "--svg", out)
    far = ask(*words).stdout
    assert "km2 of it, looked at in cells of 2 km:\n    beyond 35 %    100.00 % of these" in far
    near = ask(*words, "--with", "RU-KHRABROVO=20.59,54.89,5500").stdout
    assert "\n    newly beyond   0.00 % of these, 0 km2" in near
    drawn = out.read_text("utf-8")
    assert "RU-KHRABROVO" in drawn
    assert "KUBINKA" not in drawn
    assert "35 % (annex.E.5.A)" in drawn
    assert "of the 500 km claimed" in drawn


def test_what_cannot_be_read_is_a_usage_fault() -> None:
    """An airfield without its numbers, a cell of nothing."""
    for wrong in ("DE-X", "DE-X=1,2", "=1,2,3", "DE-X=1,nan,3", "DE-X=1,2,0", "DE-X=1,95,3"):
        assert isinstance(ask("--unit", "DE", "--with", wrong).exception, UsageError)
    assert isinstance(ask("--unit", "DE", "--cell", 0).exception, UsageError)


def test_own_borders_are_laid_over(tmp_path: Path) -> None:
    """Whose territory it is, is a political fact: the source is named."""
    ring = [[8, 48], [11, 48], [11, 51], [8, 51], [8, 48]]
    feature = {
        "type": "Feature",
        "properties": {"territory": "DE"},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }
    own = tmp_path / "own.geojson"
    drawn = {"type": "FeatureCollection", "source": "drawn by hand", "features": [feature]}
    own.write_text(json.dumps(drawn), "utf-8")
    shown = ask("--unit", "DE", "--borders", own, "--cell", 30)
    assert "territory: drawn by hand" in shown.stdout
