"""Evidence of a fork from the command line: with the log's key, or a record that names it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from tests.mirror_samples import head_over, keys_of
from tests.record_samples import HU, RO
from typer.testing import CliRunner, Result

from overflight.assembly import REHEARSAL_BASE, Outside, new_record
from overflight.cli import record as record_commands
from overflight.cli.schema import schema_of
from overflight.desk import Charter
from overflight.errors import RecordError
from overflight.record import ForkEvidence, write_fork


def ask(*words: object) -> Result:
    """Run one command in this process."""
    return CliRunner().invoke(record_commands.app, ["evidence", *(str(word) for word in words)])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Return a file of evidence against HU's log."""
    path = tmp_path / "fork.evidence"
    path.write_bytes(write_fork(ForkEvidence(HU, head_over(HU, [b"a"]), head_over(HU, [b"b"]))))
    return path


def test_evidence_is_checked_with_the_key_of_the_log(file: Path) -> None:
    """The right key proves it; another, or none, proves nothing and says what is lacking."""
    (good,), (other,) = keys_of(HU).all(), keys_of(RO).all()
    result = ask("check", file, "--key", good.vkey)
    assert result.exit_code == 0
    assert f"proven: {HU}" in result.stdout
    assert ask("check", file, "--key", other.vkey).exit_code == 4
    none = ask("check", file)
    assert none.exit_code == 4
    assert "NOT PROVEN" in none.stdout
    assert "--key" in none.stdout


def test_evidence_is_checked_with_a_record(file: Path, tmp_path: Path) -> None:
    """A record names every key its logs ever had."""
    path = tmp_path / "record"
    charter = Charter("Evidence", REHEARSAL_BASE, (), "0" * 64)
    new_record(path, charter, ["HU", "RO"], Outside(seed="tests")).close()
    result = ask("check", file, "--record", path, "--json")
    assert result.exit_code == 0
    answer = json.loads(result.stdout)
    Draft202012Validator(schema_of("fork-evidence-check")).validate(answer)
    assert (answer["proves"], answer["origin"], answer["sizes"]) == (True, HU, [1, 1])


def test_a_file_that_is_no_evidence(tmp_path: Path) -> None:
    """Noise is one clear fault."""
    path = tmp_path / "noise"
    path.write_bytes(b"noise")
    result = ask("check", path)
    assert isinstance(result.exception, RecordError)
    assert result.exception.code == "E-EVIDENCE"
