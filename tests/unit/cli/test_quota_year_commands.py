"""``overflight quota schedule|lots|group``: what people see, and exit codes that answer."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from overflight.cli.quota import app

RUN = CliRunner()


def test_group_shows_both_ways() -> None:
    """The printed group: who holds what over it, and what it holds over them."""
    done = RUN.invoke(app, ["group", "byru", "--on", "2003-05-01"])
    assert done.exit_code == 0, done.output
    assert "BYRU accepts 42 a year" in done.output
    assert "US     BYRU  8      8        21         4" in done.output
    plain = RUN.invoke(app, ["group", "BYRU", "--on", "2003-05-01", "--json"])
    answer = json.loads(plain.output)
    assert (answer["members"], answer["kind"]) == (["BY", "RU"], "common-quotas")
    assert {row["rule"] for row in answer["findings"]} == {"GRP-8"}


def test_group_of_a_year_without_distribution_is_open() -> None:
    """Nothing is invented for 2010; the passive quota stands."""
    done = RUN.invoke(app, ["group", "BYRU", "--on", "2010-05-01"])
    assert done.exit_code == 3
    assert "no distribution" in done.output


def test_lots_are_the_same_for_everybody() -> None:
    """Order of entries and letters do not matter; beyond sixteen is cut."""
    base = ["lots", "--seed", "s", "--observed", "UA", "--year", "2005", "--quarter", "1"]
    one = RUN.invoke(app, [*base, "US", "DE", "US", "--json"])
    other = RUN.invoke(app, [*base, "us", "us", "deu", "--json"])
    assert one.output == other.output
    assert sorted(json.loads(one.output)["order"]) == ["DE", "US", "US"]
    many = RUN.invoke(app, [*base, *["DE"] * 9, *["US"] * 8])
    assert many.exit_code == 0
    assert "cut, beyond sixteen" in many.output


def test_schedule_without_plans_is_open() -> None:
    """Nothing announced is no breach: the quota may be used all the same."""
    done = RUN.invoke(app, ["schedule", "--year", "2005"])
    assert done.exit_code == 3
    assert "annex.H.5" in done.output
    plain = RUN.invoke(app, ["schedule", "--year", "2005", "--observed", "UA", "--json"])
    assert json.loads(plain.output)["rows"] == []
