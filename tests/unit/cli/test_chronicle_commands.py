"""The chronicle from the command line."""

from __future__ import annotations

import json

from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from overflight.cli import chronicle
from overflight.cli.schema import schema_of
from overflight.errors import UsageError


def ask(*words: str) -> Result:
    """Run one command of the noun."""
    return CliRunner().invoke(chronicle.app, list(words))


def test_the_list_is_for_people_and_for_programs() -> None:
    """Short lines for people; JSON by its schema for programs."""
    words = ("list", "--since", "2008-07-01", "--until", "2008-09-01")
    shown = ask(*words)
    assert shown.exit_code == 0
    assert "sources disagree" in shown.stdout
    assert "another source says otherwise" in shown.stdout
    read = json.loads(ask(*words, "--json").stdout)
    assert [row["date"] for row in read["rows"]] == ["2008-07-14", "2008-08-20"]
    Draft202012Validator(schema_of("chronicle")).validate(read)


def test_party_and_kind_choose() -> None:
    """Any writing of a code; any kind of the list."""
    read = json.loads(ask("list", "--party", "rus", "--kind", "conference", "--json").stdout)
    assert read["rows"] == []
    read = json.loads(ask("list", "--kind", "conference", "--json").stdout)
    assert [row["date"] for row in read["rows"]] == ["2020-07-06", "2021-07-20"]


def test_one_row_is_shown_with_what_others_say() -> None:
    """The source with its address; other sources beside it."""
    shown = ask("show", "EV-034").stdout
    assert "? EV-035 says otherwise: 2008-08-20" in shown
    assert "34 States Parties on that day" in shown
    read = json.loads(ask("show", "EV-034", "--json").stdout)
    Draft202012Validator(schema_of("chronicle-row")).validate(read)
    assert read["beside"][0]["where"].startswith("https://osce.org")
    assert "note: the source is weak" in ask("show", "EV-015").stdout


def test_what_nobody_knows_is_a_usage_fault() -> None:
    """A kind, a row or a day that is none."""
    for words in (("list", "--kind", "party"), ("show", "EV-0"), ("list", "--since", "May")):
        assert isinstance(ask(*words).exception, UsageError)
