"""Sealing and release from the command line: codes, labels, slips, rule sets."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from tests.release_stage import FLIGHT, FLOWN, flown, request
from typer.testing import CliRunner, Result

from overflight.cli.release import app
from overflight.desk import Decided, decide_release, read_facts, request_copy
from overflight.errors import OverflightError
from overflight.record import Reference
from overflight.release import Releases
from overflight.treaty import ruleset_hash

CASE = Path(__file__).parents[3] / "docs" / "cases" / "entitlement-allow.json"


def ask(*words: object) -> Result:
    """Run one command in this process."""
    return CliRunner().invoke(app, [str(word) for word in words])


def _case(tmp_path: Path, **changes: object) -> Path:
    values = json.loads(CASE.read_text())
    for place, value in changes.items():
        *path, last = place.split("__")
        inner = values
        for name in path:
            inner = inner[int(name)] if isinstance(inner, list) else inner[name]
        inner[last] = value
    file = tmp_path / "case.json"
    file.write_text(json.dumps(values))
    return file


@pytest.mark.parametrize("code", ["CAN", "ca", "CA"])
def test_a_code_may_be_written_in_any_way(tmp_path: Path, code: str) -> None:
    """A State is never denied for the spelling of its code."""
    answered = ask("entitled", _case(tmp_path, request__requester=code))
    assert answered.exit_code == 0
    assert answered.stdout == ask("entitled", CASE).stdout


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        ("request__requester", "XX", "E-CODE"),
        ("flight__observing", "Bulgaria", "E-CODE"),
        ("keys__0__party", "XY", "E-CODE"),
        ("keys__0__recipient", "hello", "E-RECIPIENT"),
        ("cut", "zz", "E-CASE"),
    ],
)
def test_what_is_no_code_key_or_cut_is_told(
    tmp_path: Path, place: str, value: str, code: str
) -> None:
    """An unknown spelling is a slip, never a State that was not a Party before."""
    refused = ask("entitled", _case(tmp_path, **{place: value})).exception
    assert isinstance(refused, OverflightError)
    assert refused.code == code
    if code == "E-CODE":
        assert refused.where == place.replace("__0__", "[0].").replace("__", ".")


def _medium(tmp_path: Path) -> tuple[Path, Path]:
    folder = tmp_path / "medium"
    folder.mkdir()
    (folder / "a.tif").write_bytes(b"1")
    labels = tmp_path / "labels.json"
    labels.write_text('{"a.tif": {"sensor": "S1", "portion": "S1-a"}}')
    return folder, labels


def test_same_bytes_with_other_labels_are_sealed(tmp_path: Path) -> None:
    """On the ramp a label must not raise a false alarm; a byte must."""
    folder, labels = _medium(tmp_path)
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    ask("manifest", folder, "--out", ours)
    ask("manifest", folder, "--labels", labels, "--out", theirs)
    compared = ask("compare", ours, theirs)
    assert compared.exit_code == 0
    assert "sealed: both sides hold the same bytes" in compared.stdout
    assert "the labels differ" in compared.stdout
    answer = json.loads(ask("compare", ours, theirs, "--json").stdout)
    assert (answer["sealed"], len(answer["labels"])) == (True, 1)
    (folder / "a.tif").write_bytes(b"2")
    ask("manifest", folder, "--out", theirs)
    disputed = ask("compare", ours, theirs)
    assert disputed.exit_code == 1
    assert "disputed:" in disputed.stdout


def test_a_recheck_names_both_rule_sets(tmp_path: Path) -> None:
    """Equal verdicts under another rule set are open, and both rule sets are named."""
    record = tmp_path / "record"
    stage = flown(path=record)
    desk, by = stage.record.desk, stage.record.signers
    asked = request_copy(desk, by["CA"], request())
    assert isinstance(asked, Reference)
    decided = decide_release(desk, by["BG"], asked, "medium-1")
    assert isinstance(decided, Decided)
    honest = Releases.of(read_facts(desk.records)).decisions[0]
    older = replace(honest.fact.entitlement, ruleset="4d" * 32)
    ref = stage.say("BG", replace(honest.fact, entitlement=older), asked)
    stage.record.close()
    same = ask("recheck", f"BG:{decided.ref.i}", "--record", record)
    assert same.exit_code == 0
    other = ask("recheck", f"BG:{ref.i}", "--record", record)
    assert other.exit_code == 3
    assert "4d" * 32 in other.stdout
    assert ruleset_hash() in other.stdout
    answer = json.loads(ask("recheck", f"BG:{ref.i}", "--record", record, "--json").stdout)
    assert (answer["same"], answer["named_ruleset"]) == (True, "4d" * 32)


def test_slips_in_a_seal_are_asked_before_they_are_said(tmp_path: Path) -> None:
    """The flight must be one of the record; another name than the other side's needs a word."""
    folder, _ = _medium(tmp_path)
    record = tmp_path / "record"
    stage = flown(path=record)
    stage.clock.set(FLOWN + timedelta(hours=4))
    stage.record.close()
    words = ("seal", folder, "--record", record, "--party", "ita")
    sealed = ask(*words, "--flight", FLIGHT, "--medium", "roll-1")
    assert sealed.exit_code == 0
    unknown = ask(*words, "--flight", "2003-OS9999", "--medium", "roll-1").exception
    assert isinstance(unknown, OverflightError)
    assert unknown.code == "E-FLIGHT"
    other = ("seal", folder, "--record", record, "--party", "BG", "--flight", FLIGHT)
    slip = ask(*other, "--medium", "rol-1").exception
    assert isinstance(slip, OverflightError)
    assert (slip.code, slip.exit_status) == ("E-MEDIUM", 2)
    assert ask(*other, "--medium", "roll-2", "--anyway").exit_code == 0
