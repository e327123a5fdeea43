"""Claims and views from the command line."""

from __future__ import annotations

import json
from pathlib import Path

from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from overflight.assembly import new_record
from overflight.cli import claim, plan
from overflight.cli.schema import schema_of
from overflight.desk import Charter, from_package, load_founding, say
from overflight.desk.commission.claims import reported_claims
from overflight.errors import UsageError
from overflight.treaty import ruleset_hash

CASE = Path(__file__).parents[3] / "docs" / "cases" / "kaliningrad-5500.json"


def ask(*words: object) -> Result:
    """Run one command of the noun."""
    return CliRunner().invoke(claim.app, [str(word) for word in words])


def judge(*words: object) -> Result:
    """Judge the case."""
    return CliRunner().invoke(plan.app, ["judge", str(CASE), *(str(word) for word in words)])


def test_the_list_and_one_claim() -> None:
    """For people and for programs, by their schemas."""
    shown = ask("list", "--on", "2018-01-01", "--party", "us")
    assert "US-HAWAII-DISTANCE" in shown.stdout
    assert "until 2020-11-22" in shown.stdout
    read = json.loads(ask("list", "--on", "2018-01-01", "--json").stdout)
    Draft202012Validator(schema_of("claims")).validate(read)
    one = ask("show", "RU-ABKHAZIA-10", "--on", "2016-01-01")
    assert "ground        art.VI.II.2" in one.stdout
    assert "note " in one.stdout
    read = json.loads(ask("show", "RU-THREE-AIRFIELDS", "--on", "2018-01-01", "--json").stdout)
    Draft202012Validator(schema_of("claim")).validate(read)
    assert "note " not in ask("show", "RU-THREE-AIRFIELDS", "--on", "2018-01-01").stdout


def test_an_unknown_claim_is_a_usage_fault() -> None:
    """As every unknown id."""
    assert isinstance(ask("show", "XX").exception, UsageError)


def test_a_reported_claim_makes_the_difference() -> None:
    """Contested leaves with 3; who claims it and on what ground is printed."""
    shown = judge("--view", "DE", "--view", "rus", "--reported")
    assert shown.exit_code == 3
    assert "broken    under the view of RU with RU-KALININGRAD-500 as reported" in shown.stdout
    assert "ground: flight safety, airport traffic; contested by US" in shown.stdout
    plain = judge("--view", "RU", "--json")
    assert json.loads(plain.stdout)["outcome"] == "kept"
    everybody = json.loads(judge("--view", "all", "--reported", "--json").stdout)
    assert [view["outcome"] for view in everybody["views"]] == ["kept", "kept", "broken"]


def test_a_claim_said_on_record_needs_no_asking(tmp_path: Path) -> None:
    """The claimant's own word is part of its view."""
    folder = tmp_path / "joint"
    charter = Charter("t", "overflight.example/t", ("CA", "HU"), ruleset_hash())
    (kaliningrad,) = (
        found.fact
        for found, _ in reported_claims(from_package())
        if found.fact.id == "RU-KALININGRAD-500"
    )
    with new_record(folder, charter, ("CA", "HU", "RU")) as opened:
        load_founding(opened.desk, opened.signers["HU"])
        say(opened.desk, opened.signers["RU"], kaliningrad)
    shown = judge("--view", "RU", "--record", folder)
    assert shown.exit_code == 3
    assert "under the view of RU with RU-KALININGRAD-500\n" in shown.stdout
    listed = ask("show", "RU-KALININGRAD-500", "--record", folder).stdout
    assert "the claimant, on record" in listed


def test_lines_as_a_party_draws_them(tmp_path: Path) -> None:
    """A file for one view only: a line right below the path."""
    line = {
        "type": "Feature",
        "properties": {"between": ["RU", "Abkhazia"]},
        "geometry": {"type": "LineString", "coordinates": [[20.2, 54.9], [22.5, 54.9]]},
    }
    file = tmp_path / "ru.geojson"
    file.write_text(
        json.dumps({"type": "FeatureCollection", "source": "a sketch", "features": [line]})
    )
    found = judge("--view", "RU", "--reported", "--view-lines", f"RU={file}", "--json")
    rules = [f["rule"] for f in json.loads(found.stdout)["findings"] if f["outcome"] == "contested"]
    assert rules == ["GEO-1", "GEO-4"]
