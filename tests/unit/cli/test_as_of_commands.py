"""Parties, quotas, airfields and rules from the command line."""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from overflight.assembly import new_record
from overflight.cli.schema import schema_of
from overflight.desk import Charter, load_founding
from overflight.errors import UsageError
from overflight.treaty import ruleset_hash

BALANCE = ("quota", "balance", "--observing", "DE", "--observed", "BYRU", "--on")
PROGRAM = Path(sys.executable).with_name("overflight")


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the program."""
    return subprocess.run(
        [PROGRAM, *words], capture_output=True, text=True, check=False, timeout=60
    )


def ask(*words: str) -> Result:
    """Run one command in this process, which is much faster than starting the program."""
    module = importlib.import_module(f"overflight.cli.{words[0]}")
    return CliRunner().invoke(module.app, list(words[1:]))


def codes(*words: str) -> set[str]:
    """Return the codes of a party list."""
    return {
        row["code"] for row in json.loads(run("party", "list", *words, "--json").stdout)["parties"]
    }


def test_two_neighbouring_days_differ_by_russia() -> None:
    """The issue's own question, asked as a user asks it."""
    before, after = (codes("--on", day) for day in ("2021-12-17", "2021-12-18"))
    assert before - after == {"RU"}
    assert (len(before), len(after)) == (33, 32)


def test_answers_say_where_the_facts_stand_and_by_which_rules(tmp_path: Path) -> None:
    """With a record the record is named; without one the answer says so."""
    plain = json.loads(ask("party", "list", "--on", "2003-05-05", "--json").stdout)
    assert plain["facts"] == "founding facts of this package, no record"
    assert plain["ruleset"] == ruleset_hash()
    folder = tmp_path / "joint"
    charter = Charter("t", "overflight.example/t", ("CA", "HU"), ruleset_hash())
    with new_record(folder, charter, ("CA", "HU")) as opened:
        load_founding(opened.desk, opened.signers["HU"])
    recorded = json.loads(
        ask("party", "list", "--on", "2003-05-05", "--record", str(folder), "--json").stdout
    )
    assert recorded["facts"] == f"record joint, cut {recorded['cut'][:16]}"
    assert recorded["parties"] == plain["parties"]
    assert plain["cut"] == ""


def test_every_answer_from_a_record_names_its_cut(tmp_path: Path) -> None:
    """Anyone with a mirror must be able to compute the answer again at the same place."""
    folder = tmp_path / "joint"
    charter = Charter("t", "overflight.example/t", ("CA", "HU"), ruleset_hash())
    with new_record(folder, charter, ("CA", "HU")) as opened:
        load_founding(opened.desk, opened.signers["HU"])
    cut = json.loads(ask("record", "verify", str(folder), "--json").stdout)["cut"]
    on = ("--on", "2003-05-05", "--record", str(folder))
    pair = ("--observing", "DE", "--observed", "BYRU")
    at = ("--at", "2003-05-05T00:00Z", "--record", str(folder))
    crossing = Path(__file__).parents[3] / "docs" / "cases" / "crossing.json"
    for words in (
        ("party", "list", *on),
        ("party", "show", "IT", *on),
        ("quota", "passive", *on),
        ("quota", "active", *on, *pair),
        ("quota", "balance", *on, *pair),
        ("airfield", "list", *on, "--unit", "IT"),
        ("airfield", "show", "IT-MALPENSA", *on),
        ("airfield", "check", *on, "--unit", "IT"),
        ("mission", "docket", *at),
        ("plan", "judge", str(crossing), "--record", str(folder)),
    ):
        assert json.loads(ask(*words, "--json").stdout)["cut"] == cut, words
    assert cut[:16] in ask("party", "show", "IT", *on).stdout


@pytest.mark.parametrize(
    ("words", "status", "shown"),
    [
        (("party", "list", "--on", "2001-12-31"), 0, "enters into force on 2002-01-01"),
        (("party", "list", "--on", "2021-12-17"), 0, "until 2021-12-18"),
        (("party", "show", "svn", "--on", "2004-10-01"), 0, "2004-11-24"),
        (("party", "show", "KG", "--on", "2004-10-01"), 0, "signatory only"),
        (("quota", "passive", "--on", "2003-05-05"), 3, "annex.A.I.1"),
        (("quota", "active", "--on", "2003-05-05", "--observing", "de"), 0, "DE over BYRU"),
        (("quota", "active", "--on", "2004-01-01"), 3, "no distribution"),
        (
            ("quota", "active", "--on", "2003-01-01", "--reading", "AMB-4=same-year"),
            3,
            "no distribution",
        ),
        (
            ("quota", "balance", "--on", "2003-05-05", "--observing", "DE", "--observed", "BYRU"),
            0,
            "art.III.I.10",
        ),
        (
            (*BALANCE, "2003-05-05", "--reading", "AMB-7=distributed"),
            1,
            "art.III.I.10",
        ),
        (
            ("quota", "balance", "--on", "2010-01-01", "--observing", "DE", "--observed", "BYRU"),
            3,
            "QTA-5",
        ),
        (("airfield", "list", "--on", "2003-05-05", "--unit", "GB"), 0, "decimal minutes"),
        (("airfield", "list", "--on", "2003-05-05", "--unit", "nl"), 0, "BNL-ZAVENTEM"),
        (("airfield", "show", "it-malpensa", "--on", "2003-05-05"), 0, "1130 km"),
        (("airfield", "show", "US-DULLES", "--on", "2003-05-05"), 0, "CONFLICT"),
        (("airfield", "check", "--on", "2003-05-05", "--unit", "IT"), 0, "2 positions agree"),
        (("airfield", "check", "--on", "2003-05-05"), 3, "TR-DIYARBAKIR"),
        (("rules", "show", "geo-4"), 0, "art.VI.II.2"),
        (("rules", "list", "GEO"), 0, "14 of 261 rules"),
        (("rules", "list", "--provision", "art.VI.II.2"), 0, "GEO-4"),
        (("rules", "readings", "AMB-29"), 0, "* one-crossing"),
        (("rules", "readings"), 0, "AMB-45"),
    ],
)
def test_each_command_answers_in_treaty_words(
    words: tuple[str, ...], status: int, shown: str
) -> None:
    """Each answer carries its provision, its doubts, and the exit code of its outcome."""
    done = ask(*words)
    assert done.exit_code == status
    assert shown in done.stdout
    as_json = ask(*words, "--json")
    assert as_json.exit_code == status
    assert isinstance(json.loads(as_json.stdout), dict)


@pytest.mark.parametrize(
    "words",
    [
        ("party", "show", "XX"),
        ("party", "list", "--on", "tomorrow"),
        ("party", "list", "--reading", "AMB-4"),
        ("party", "list", "--reading", "AMB-4=soon"),
        ("party", "list", "--record", "/nowhere"),
        ("quota", "balance", "--observing", "DE", "--observed", "QQ"),
        ("airfield", "show", "IT-NOWHERE"),
        ("rules", "show", "GEO-99"),
        ("rules", "readings", "AMB-99"),
    ],
)
def test_a_call_that_cannot_be_answered_is_told_how_to_mend_it(words: tuple[str, ...]) -> None:
    """Exit code 2, what was expected, and what to do."""
    done = ask(*words)
    assert isinstance(done.exception, UsageError)
    assert done.exception.remedy
    assert done.stdout == ""


def test_the_program_itself_says_the_fault_and_leaves_with_two() -> None:
    """One of them through the real program: the message on standard error, nothing else."""
    done = run("party", "show", "XX")
    assert done.returncode == 2
    assert "to do" in done.stderr
    assert done.stdout == ""


def test_today_is_asked_when_no_day_is_given() -> None:
    """A newcomer types the shortest command."""
    assert ask("party", "list").exit_code == 0


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("parties", ("party", "list", "--on", "2004-10-01")),
        ("party", ("party", "show", "SI", "--on", "2004-10-01")),
        ("passive-quotas", ("quota", "passive", "--on", "2021-12-18")),
        ("active-quotas", ("quota", "active", "--on", "2003-05-05")),
        ("quota-balance", (*BALANCE, "2003-05-05")),
        ("airfields", ("airfield", "list", "--on", "2003-05-05")),
        ("airfield", ("airfield", "show", "US-DULLES", "--on", "2003-05-05")),
        ("airfield-check", ("airfield", "check", "--on", "2003-05-05")),
        ("rules", ("rules", "list")),
        ("rule", ("rules", "show", "GEO-4")),
        ("readings", ("rules", "readings")),
    ],
)
def test_each_answer_fits_its_published_schema(form: str, words: tuple[str, ...]) -> None:
    """docs/reference describes what the commands write; others build on it."""
    answer = json.loads(ask(*words, "--json").stdout)
    errors = list(Draft202012Validator(schema_of(form)).iter_errors(answer))
    assert errors == []
