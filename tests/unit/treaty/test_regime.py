"""The law as data: complete, every place spelled, every source known, the hash checkable."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from importlib.resources import files

import pytest
from tests.shared_data import shared

from overflight.errors import UsageError
from overflight.treaty import check_provision, open_skies, readings, rule, ruleset_hash
from overflight.treaty.regime import COLUMNS, Regime, read_regime

FOLDER = files("overflight.treaty").joinpath("regimes", "open_skies")


def test_every_rule_of_the_rule_book_is_there() -> None:
    """The rule book counts 261 rules a program has to run or prompt."""
    assert len(open_skies().rules) == 261


def test_the_other_tables_have_the_rows_the_rule_book_counts() -> None:
    """35 definitions, 51 notifications, 22 quota outcomes, 45 open points, as counted there."""
    law = open_skies()
    assert len(law.definitions) == 35
    assert len(law.notifications) == 51
    assert len(law.quota_effects) == 22
    assert list(law.open_points) == [f"AMB-{n}" for n in range(1, 46)]
    assert len(law.time_limits) == 111


def test_rules_are_those_of_the_rule_book() -> None:
    """No rule was lost or invented on the way into the table."""
    text = shared("treaty", "rules.md").read_text("utf-8")
    printed = re.findall(r"^- \*\*([A-Z]+-\d+) ", text.split("\n## 20.")[0], re.MULTILINE)
    assert list(open_skies().rules) == printed


def test_every_provision_in_every_table_is_spelled_as_the_house_spells_it() -> None:
    """A place that is spelled otherwise cannot be looked up or compared."""
    seen = 0
    for name, columns in COLUMNS.items():
        if "provision" not in columns:
            assert name == "sources"
            continue
        header, *lines = FOLDER.joinpath(f"{name}.tsv").read_text("utf-8").splitlines()
        at = header.split("\t").index("provision")
        for line in lines:
            for place in line.split("\t")[at].split("; "):
                assert check_provision(place) == place
                seen += 1
    assert seen > 1000


def test_every_row_names_a_source_that_is_described() -> None:
    """A number without a source is nobody's number."""
    law = open_skies()
    for name, columns in COLUMNS.items():
        if name == "sources":
            continue
        header, *lines = FOLDER.joinpath(f"{name}.tsv").read_text("utf-8").splitlines()
        assert header.split("\t") == list(columns)
        at = columns.index("source")
        for line in lines:
            keys = line.split("\t")[at].split("; ")
            assert keys
            assert all(key in law.sources for key in keys)


def test_the_hash_is_what_two_stock_commands_print() -> None:
    """Anyone can check the rule set with sha256sum, without this program."""
    page = FOLDER.joinpath("README.md").read_text("utf-8")
    shown = page.partition("```sh")[2].partition("```")[0]
    listing = "".join(
        f"{hashlib.sha256(FOLDER.joinpath(name).read_bytes()).hexdigest()}  {name}\n"
        for name in re.findall(r"\w+\.tsv", shown)
    )
    assert ruleset_hash() == hashlib.sha256(listing.encode()).hexdigest()
    there = {item.name for item in FOLDER.iterdir() if item.name.endswith(".tsv")}
    assert there == {f"{name}.tsv" for name in COLUMNS}


@pytest.mark.parametrize("name", ["chronicle", "claims", "sources"])
def test_history_does_not_change_the_law(name: str) -> None:
    """A row that only tells must not make an honest decision look false; a rule must."""

    def other(changed: str) -> Regime:
        def table(file: str) -> bytes:
            *rows, one, two = FOLDER.joinpath(file).read_bytes().splitlines(keepends=True)
            return b"".join([*rows, two, one] if file == changed else [*rows, one, two])

        return read_regime("another order", table)

    assert other(f"{name}.tsv").ruleset == ruleset_hash()
    assert other("quota_effects.tsv").ruleset != ruleset_hash()


def test_a_rule_is_found_by_its_id() -> None:
    """Every finding names a rule; its place must be one look away."""
    entry = rule("GEO-6")
    assert entry.title == "Height floor"
    assert entry.provision == "art.VI.II.4.D"
    assert rule("FLT-1").waivable
    assert not rule("GEO-4").waivable
    with pytest.raises(UsageError, match="E-RULE-ID"):
        rule("GEO-99")


@pytest.mark.parametrize(
    ("point", "default", "other"),
    [
        ("AMB-4", "literal", "same-year"),
        ("AMB-7", "entitlement", "distributed"),
        ("AMB-10", "inside-territory", "whole-path"),
        ("AMB-12", "original", "restart-on-change"),
        ("AMB-29", "one-crossing", "none"),
    ],
)
def test_open_points_have_a_default_and_another_reading(
    point: str, default: str, other: str
) -> None:
    """What the text leaves open is a setting, never settled by us."""
    assert readings().of(point) == default
    assert readings({point: other}).of(point) == other


def test_every_open_point_a_rule_names_is_listed_and_every_option_means_something() -> None:
    """A reading nobody can look up cannot be chosen."""
    law = open_skies()
    for entry in law.open_points.values():
        assert entry.reading.default == entry.reading.options[0]
        assert len(set(entry.reading.options)) == len(entry.meanings) >= 2
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", o) for o in entry.reading.options)


def test_guesses_are_marked_as_guesses() -> None:
    """The shape of the infra-red formula is our guess and must never look like a decision."""
    by_number = {row.number: row for row in open_skies().decisions}
    assert by_number["unnumbered.infra-red-formula"].status == "CONJECTURE"
    assert by_number["unnumbered.altitude-hpa"].status == "DERIVED"
    assert by_number["22/02"].status == "EXACT"


def test_printed_values_are_those_of_the_working_tables() -> None:
    """Rewriting the tables must change no number."""
    law = open_skies()
    with shared("treaty", "max_flight_distances.tsv").open(encoding="utf-8") as file:
        lines = (line for line in file if not line.startswith("#"))
        printed = {row["id"]: row for row in csv.DictReader(lines, delimiter="\t")}
    assert {d.id: str(d.distance_km) for d in law.distances} == {
        key: row["distance_km"] for key, row in printed.items()
    }
    with shared("treaty", "sites.tsv").open(encoding="utf-8") as file:
        lines = (line for line in file if not line.startswith("#"))
        sites = list(csv.DictReader(lines, delimiter="\t"))
    assert [(s.site, s.as_printed, s.coord_status.value) for s in law.sites] == [
        (row["site_id"], row["loc_raw"].strip(), row["coord_status"]) for row in sites
    ]
    ours = Counter((str(s.lon_deg or ""), str(s.lat_deg or "")) for s in law.sites)
    assert ours == Counter((row["lon"], row["lat"]) for row in sites)


def test_conflicts_between_languages_are_kept() -> None:
    """English is authentic (art.XIX); where the Dutch figure differs, both are shown."""
    differing = {d.name: (d.distance_km, d.other_km) for d in open_skies().distances if d.other_km}
    assert {name: tuple(map(int, pair)) for name, pair in differing.items()} == {
        "WASHINGTON-DULLES": (4900, 4000),
        "LINCOLN-MUNICIPAL": (4800, 4000),
        "VORKUTA": (6500, 5000),
    }


def test_the_depositaries_are_canada_and_hungary() -> None:
    """art.XVII.1 names them; the founding facts are said by one of them."""
    assert open_skies().depositaries == ("CA", "HU")
