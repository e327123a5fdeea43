"""Levels and time bounds from the command line, over a record that mirrors have cosigned."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.mirror_samples import NOW, cosigned, mirror_key
from tests.record_samples import key
from typer.testing import CliRunner, Result

from overflight.adapters.store.sqlite_mirror import SqliteMirror
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.assembly import REHEARSAL_BASE, Outside, new_record
from overflight.cli import record as record_commands
from overflight.cli.schema import schema_of
from overflight.desk import Charter
from overflight.record import log_origin, read_note


def ask(*words: object) -> Result:
    """Run one command in this process."""
    return CliRunner().invoke(record_commands.app, [str(word) for word in words])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a record of four parties; three have cosigned HU's log, nobody another's."""
    path = tmp_path_factory.mktemp("levels") / "record"
    charter = Charter("Levels", REHEARSAL_BASE, (), "0" * 64)
    outside = Outside(seed="tests")
    origin = log_origin(REHEARSAL_BASE, "HU")
    with new_record(path, charter, ["HU", "RO", "CA", "US"], outside) as record:
        note = record.desk.records.checkpoint(origin) or b""
    lines = read_note(cosigned(note, ("RO", NOW + 9), ("CA", NOW), ("US", NOW + 5))).signatures[1:]
    with SqliteRecords(path / "record.sqlite", {origin: key("HU", "log")}) as records:
        SqliteMirror(records).put_lines(origin, 1, lines)
    return path


def test_verify_says_how_far_each_log_has_come(folder: Path) -> None:
    """Published, witnessed and held are counted, and who cosigned is named."""
    result = ask("verify", folder)
    assert result.exit_code == 0
    said = "published 1, witnessed 1, held by all 1; newest head cosigned by CA RO US"
    assert result.stdout.count("published") == 1
    assert said in result.stdout
    assert "Not proven for 3 of 4 logs" in result.stdout
    answer = json.loads(ask("verify", folder, "--json").stdout)
    Draft202012Validator(schema_of("record")).validate(answer)
    assert [(log["witnessed"], log["held"]) for log in answer["logs"]] == [
        (0, 0),
        (1, 1),
        (0, 0),
        (0, 0),
    ]


def test_list_shows_the_level_of_every_entry(folder: Path) -> None:
    """Entry 0 goes to all parties, and all others hold it."""
    levels = [line.split()[3] for line in ask("list", folder).stdout.splitlines()[:-1]]
    assert levels == ["published", "held", "published", "published"]
    entries = json.loads(ask("list", folder, "--json").stdout)
    for entry in entries:
        Draft202012Validator(schema_of("record-entry")).validate(entry)
    assert entries[1]["held_by"] == ["CA", "RO", "US"]
    assert entries[1]["made_before"] == "2030-01-01T00:00:05Z"
    assert entries[1].get("made_after") is None


def test_show_says_who_holds_an_entry_and_since_when(folder: Path) -> None:
    """NA is the second of three times, for one of four may lie."""
    said = ask("show", "HU:0", "--record", folder).stdout
    assert "level     held" in said
    assert "held by   CA RO US" in said
    assert "after (too few mirrors to tell), before 2030-01-01T00:00:05Z" in said
    assert "no mirror yet" in ask("show", "RO:0", "--record", folder).stdout


def test_a_readers_own_policy(folder: Path, tmp_path: Path) -> None:
    """A reader who trusts one witness only may say so, and one who asks for more gets less."""
    text = (
        f"witness hu {mirror_key('HU').vkey}\nwitness ca {mirror_key('CA').vkey}\n"
        "group both all hu ca\nquorum both\n"
    )
    strict, none = tmp_path / "strict.policy", tmp_path / "none.policy"
    strict.write_text(text)
    none.write_text("quorum none\n")
    said = ask("list", folder, "--party", "HU", "--policy", strict).stdout
    assert "published" in said
    said = ask("list", folder, "--party", "HU", "--policy", none, "--policy", none).stdout
    assert "held" in said
    assert "witnessed 0" in ask("verify", folder, "--policy", strict).stdout
    none.write_text("quorum\n")
    assert ask("list", folder, "--policy", none).exit_code == 1
