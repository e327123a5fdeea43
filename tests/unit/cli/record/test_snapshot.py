"""``overflight record snapshot``: what is kept is shown, made, and deleted."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from overflight.adapters.store.kept_folder import FOLDED
from overflight.assembly import new_record
from overflight.cli.record.noun import app
from overflight.cli.schema import schema_of
from overflight.desk import Charter
from overflight.errors import StoreError, UsageError


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Return a record nobody has asked yet."""
    charter = Charter("t", "overflight.example/t", ("CA", "HU"), "0" * 64)
    path = tmp_path / "record"
    new_record(path, charter, ("CA", "HU")).close()
    return path


def ask(record: Path, *options: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(app, ["snapshot", str(record), *options])


def test_it_is_made_shown_and_deleted(record: Path) -> None:
    """Nothing, then everything, then nothing again; each state said in plain words."""
    assert "nothing is kept beside this record" in ask(record).output
    made = ask(record, "--make")
    assert made.exit_code == 0
    assert "the facts kept are those of the record as it is now" in made.output
    shown = json.loads(ask(record, "--json").output)
    Draft202012Validator(schema_of("record-snapshot")).validate(shown)
    assert shown["fits"] is True
    assert {row["name"].partition("-")[0] for row in shown["kept"]} >= {"facts", "standings"}
    assert all(row["sealed"] for row in shown["kept"])
    (record / FOLDED / "facts.kept").write_bytes(b"other")
    altered = ask(record).output
    assert "of another version or user, or altered: never read" in altered
    assert "out of date" in altered
    deleted = ask(record, "--delete")
    assert "deleted; no answer changes" in deleted.output
    assert not (record / FOLDED).exists()


def test_without_a_secret_it_says_why_nothing_is_kept(
    record: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A user who can keep no secret keeps no snapshot, and is told so."""
    monkeypatch.setenv("XDG_STATE_HOME", str(record / "record.sqlite"))
    for option in ((), ("--make",), ("--delete",)):
        assert (
            "nothing is kept: this user has no folder for a secret" in ask(record, *option).output
        )


def test_a_record_written_this_instant_is_waited_for(record: Path) -> None:
    """Who makes a record and at once asks for its snapshot has it: it waits for a tick."""
    (record / "record.sqlite").touch()
    assert "the facts kept are those of the record as it is now" in ask(record, "--make").output


def test_a_record_written_on_and_on_is_told(record: Path) -> None:
    """Where others never stop writing, nothing is kept, and why is said."""
    ahead = time.time_ns() + 3_600 * 10**9  # as if it were written all the while
    os.utime(record / "record.sqlite", ns=(ahead, ahead))
    assert "nothing is kept: the record is being written" in ask(record, "--make").output


def test_calls_that_make_no_sense_are_faults(record: Path) -> None:
    """Both at once, and a folder in place of a file, are said in the one form of faults."""
    assert isinstance(ask(record, "--make", "--delete").exception, UsageError)
    (record / FOLDED / "facts.kept").mkdir(parents=True)
    assert isinstance(ask(record, "--delete").exception, StoreError)
