"""A folder with a regime of one's own: what is wrong in it is told once, with its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from overflight.adapters.handed.regime_folder import begin_tables, chosen_regime, regime_from_folder
from overflight.cli import rules
from overflight.errors import OverflightError, RecordError, SourceError, UsageError
from overflight.treaty import COLUMNS, regime_named


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the tables of the invented regime."""
    begin_tables(tmp_path / "mine", "vale_watch")
    return tmp_path / "mine"


def test_a_copy_is_the_same_law(folder: Path) -> None:
    """The bytes are the law, not the name of the folder."""
    law = regime_from_folder(folder)
    assert (law.name, law.ruleset) == ("mine", regime_named("vale_watch").ruleset)
    assert chosen_regime("", folder) == law
    assert chosen_regime("", None) is None


def test_what_is_there_stays(folder: Path) -> None:
    """Beginning again must not undo a day's work."""
    (folder / "bound.tsv").write_text("mine\n", encoding="utf-8")
    (folder / "sites.tsv").unlink()
    assert begin_tables(folder) == ("sites.tsv",)
    assert (folder / "bound.tsv").read_text("utf-8") == "mine\n"
    assert (folder / "sites.tsv").read_text("utf-8") == "\t".join(COLUMNS["sites"]) + "\n"


@pytest.mark.parametrize(
    ("table", "data", "where"),
    [
        ("bound.tsv", b"", "bound.tsv"),
        ("bound.tsv", b"rule\tengine\n", "bound.tsv line 1"),
        ("bound.tsv", b"\xff\n", "bound.tsv line 1"),
        ("rules.tsv", b"id\r\n", "rules.tsv line 1"),
        ("parties.tsv", b"x" * 5_000_000, "parties.tsv"),
        ("sources.tsv", b"key\ttitle\twhere\tstatus\n", "bound.tsv line 2"),
    ],
)
def test_a_damaged_table_is_told_with_file_and_line(
    folder: Path, table: str, data: bytes, where: str
) -> None:
    """A regime is written by hand, in an editor that may do anything."""
    (folder / table).write_bytes(data)
    with pytest.raises((SourceError, RecordError)) as fault:
        regime_from_folder(folder)
    assert where in fault.value.where


@pytest.mark.parametrize("what", ["nothing", "a file", "no table", "a folder for a table"])
def test_no_regime_in_it_is_told(folder: Path, what: str) -> None:
    """Each way of naming the wrong thing has one answer."""
    wrong = folder
    if what == "nothing":
        wrong = folder / "none"
    elif what == "a file":
        wrong = folder / "rules.tsv"
    else:
        (folder / "rules.tsv").unlink()
    if what == "a folder for a table":
        (folder / "rules.tsv").mkdir()
    with pytest.raises(UsageError) as fault:
        regime_from_folder(wrong)
    assert fault.value.code == "E-FILE"


def test_two_regimes_at_once_or_an_unknown_start_are_refused(folder: Path, tmp_path: Path) -> None:
    """One case has one law."""
    with pytest.raises(OverflightError, match="both"):
        chosen_regime("vale_watch", folder)
    with pytest.raises(UsageError, match="mars"):
        begin_tables(tmp_path / "other", "mars")
    assert not (tmp_path / "other").exists()
    with pytest.raises(UsageError, match="a file"):
        begin_tables(folder / "rules.tsv")


def ask(*words: object) -> Result:
    """Run one command about rules."""
    return CliRunner().invoke(rules.app, [str(word) for word in words])


def test_the_commands_take_a_regime(folder: Path) -> None:
    """Rules, coverage and tables are asked of any regime, also as JSON."""
    assert '"VW-4"' in ask("list", "VW-4", "--regime-folder", folder, "--json").stdout
    assert "missing" not in ask("coverage", "--regime", "vale_watch").stdout
    assert "every table" in ask("tables", folder).stdout
    assert "begun" in ask("tables", folder.parent / "new").stdout
    assert isinstance(ask("list", "--regime", "mars").exception, UsageError)
