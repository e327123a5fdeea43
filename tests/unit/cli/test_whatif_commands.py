"""What-if from the command line: for people, for programs, over a record, with exit codes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from overflight.assembly import new_record
from overflight.cli import whatif
from overflight.cli.schema import schema_of
from overflight.desk import Charter, load_founding, say
from overflight.errors import SourceError, UsageError
from overflight.quotas import DistributionAdopted, Share
from overflight.treaty import ruleset_hash


def ask(*words: object, given: str = "") -> Result:
    """Run one command of the noun."""
    return CliRunner().invoke(whatif.app, [str(word) for word in words], input=given)


def test_a_withdrawal_for_people() -> None:
    """What is supposed, over what, then topic by topic; open leaves with 3."""
    shown = ask("withdraw", "rus", "--notice", "2021-06-18")
    assert shown.exit_code == 3
    assert "Suppose: RU gives notice of withdrawal on 2021-06-18." in shown.stdout
    assert "Set aside: notice of withdrawal of RU on 2021-06-18" in shown.stdout
    assert "2021-07-18 to 2021-08-17" in shown.stdout
    assert "FI-RU" in shown.stdout
    assert "nothing is written" in shown.stdout


def test_a_withdrawal_for_programs() -> None:
    """JSON by its schema, the same exit code."""
    words = ("withdraw", "RU", "--notice", "2021-06-18", "--json")
    found = ask(*words)
    assert found.exit_code == 3
    read = json.loads(found.stdout)
    Draft202012Validator(schema_of("what-if")).validate(read)
    assert read["compared_on"] == "2021-12-18"
    early = ask(*words, "--effect", "2021-12-17")
    assert early.exit_code == 1
    only_dates = json.loads(ask(*words, "--on", "2021-12-17").stdout)
    assert {change["topic"] for change in only_dates["changes"]} == {"date"}
    shown = ask("withdraw", "RU", "--notice", "2021-06-18", "--reading", "AMB-28=finish-mission")
    assert "Readings: AMB-28=finish-mission." in shown.stdout


def test_ones_own_borders_lie_over_the_map(tmp_path: Path) -> None:
    """A line of the file makes a neighbour, and its source is named."""
    line = {
        "type": "Feature",
        "properties": {"between": ["RU", "TR"]},
        "geometry": {"type": "LineString", "coordinates": [[40, 43], [41, 43]]},
    }
    file = tmp_path / "borders.geojson"
    file.write_text(
        json.dumps({"type": "FeatureCollection", "source": "a chart", "features": [line]})
    )
    words = ("withdraw", "RU", "--notice", "2021-06-18", "--borders", file, "--json")
    changes = json.loads(ask(*words).stdout)["changes"]
    (found,) = (change for change in changes if change["subject"] == "TR-RU")
    assert found["source"].startswith("a chart")


def test_over_a_record_that_holds_the_distribution_of_the_year(tmp_path: Path) -> None:
    """What the record says counts: the flights of that year, not of an older one."""
    folder = tmp_path / "joint"
    charter = Charter("t", "overflight.example/t", ("CA", "HU"), ruleset_hash())
    shares = (Share("n1", "NO", "BYRU", 2), Share("n2", "BYRU", "NO", 1))
    year = DistributionAdopted("2021", date(2021, 1, 1), date(2022, 1, 1), shares, "art.III.I.7")
    with new_record(folder, charter, ("CA", "HU")) as opened:
        load_founding(opened.desk, opened.signers["HU"])
        say(opened.desk, opened.signers["HU"], year)
    read = json.loads(
        ask("withdraw", "RU", "--notice", "2021-06-18", "--record", folder, "--json").stdout
    )
    assert read["facts"] == f"record joint, cut {read['cut'][:16]}"
    active = {c["subject"]: c for c in read["changes"] if " over " in c["subject"]}
    assert set(active) == {"NO over BYRU", "BYRU over NO"}
    assert active["NO over BYRU"]["before"] == "2 flights a year"
    assert active["NO over BYRU"]["source"].startswith("2021, from 2021-01-01")


def test_an_accession() -> None:
    """Any State; the day in force is sixty days after."""
    read = json.loads(ask("accede", "at", "--deposit", "2024-05-22", "--json").stdout)
    assert read["compared_on"] == "2024-07-21"


def test_a_distribution_from_a_file(tmp_path: Path) -> None:
    """The form is that of the fact; a broken rule leaves with 1."""
    body = {
        "name": "2010",
        "since": "2010-01-01",
        "until": "2011-01-01",
        "provision": "art.III.I.7",
        "shares": [{"id": "1", "observing": "DE", "observed": "HU", "flights": 3}],
    }
    file = tmp_path / "shares.json"
    file.write_text(json.dumps(body))
    assert ask("redistribute", file).exit_code == 1
    body["shares"] = [{"id": "1", "observing": "DE", "observed": "HU", "flights": 2}]
    given = ask("redistribute", "-", "--json", given=json.dumps(body))
    assert given.exit_code == 3
    Draft202012Validator(schema_of("what-if")).validate(json.loads(given.stdout))


def test_a_group_from_a_file() -> None:
    """The form has its own schema."""
    case = {"notice": "2020-08-01", "group": "NORD", "members": ["NO", "DK"]}
    Draft202012Validator(schema_of("group-case")).validate(case)
    shown = ask("group", "-", given=json.dumps(case))
    assert shown.exit_code == 3
    assert "NO DK, common-quotas" in shown.stdout


def test_an_airfield_that_closes() -> None:
    """A notice of 89 days is too late."""
    words = ("airfield-closed", "it-malpensa", "--on", "2004-05-01", "--notice", "2004-02-02")
    shown = ask(*words)
    assert shown.exit_code == 1
    assert "by 2004-02-01" in shown.stdout


@pytest.mark.parametrize(
    ("words", "given", "fault"),
    [
        (("withdraw", "RU", "--notice", "May"), "", UsageError),
        (("withdraw", "XX", "--notice", "2021-06-18"), "", UsageError),
        (("withdraw", "US", "--notice", "1999-06-18"), "", UsageError),
        (("accede", "AUT", "--deposit", "2021-06-18"), "", UsageError),
        (("redistribute", "nowhere.json"), "", UsageError),
        (("redistribute", "-"), '{"name": "x"', SourceError),
        (("group", "-"), '{"notice": "2020-08-01", "group": "NORD", "size": 2}', SourceError),
        (("group", "-"), '{"notice": "2020-08-01", "group": "NORD"}', SourceError),
    ],
)
def test_what_cannot_be_asked_is_one_fault(
    words: tuple[str, ...], given: str, fault: type[Exception]
) -> None:
    """Usage where the call is wrong, source where the file is."""
    assert isinstance(ask(*words, given=given).exception, fault)
