"""The verifier for strangers on files somebody damaged or crafted: told, never a traceback or hang.

What it says of each is what the record's own verifier says, but for the columns and pages of SQLite
that prove nothing: those it does not read.
"""

from __future__ import annotations

import ast
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.attacks.test_record_files import contents, damage, whole  # noqa: F401 - fixture
from tests.errors.test_bundle_files import packed
from tests.record_samples import HU, flip, key

from overflight.adapters.copies import verify_path
from overflight.adapters.heads import sign_head
from overflight.errors import OverflightError
from overflight.record import Checkpoint

stranger: Any = import_module("tools.verify")
PROGRAM = Path(stranger.__file__)


def holds(path: Path) -> bool:
    """Return what the verifier for strangers says, holding its answer to one form."""
    answer = stranger.check(str(path))
    assert answer["holds"] is not bool(answer["faults"])
    assert bool(answer["proven"]) is answer["holds"]
    assert answer["not_proven"]
    assert all(set(fault) == {"code", "where", "what"} for fault in answer["faults"])
    return bool(answer["holds"])


def both(path: Path) -> bool:
    """Return whether a copy holds; both verifiers must say the same."""
    try:
        ours = not verify_path(path).problems
    except OverflightError:
        ours = False
    assert holds(path) is ours
    return ours


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:  # noqa: F811 - the fixture
    """Return a record, its export and its bundle, to be damaged."""
    folder = Path(shutil.copytree(whole, tmp_path / "copy"))
    packed(folder, folder / "a.ofb")
    return folder


def copies(folder: Path) -> tuple[Path, ...]:
    """Return the three kinds of copy."""
    return folder, folder / "wire", folder / "a.ofb"


def test_honest_copies_hold(folder: Path) -> None:
    """Each kind of copy holds for both, else the rest proves nothing."""
    assert [both(path) for path in copies(folder)] == [True, True, True]


def test_the_three_kinds_say_the_same(folder: Path) -> None:
    """Folder, database and bundle are one record: one cut, one regime, the same entries."""
    answers = [stranger.check(str(path)) for path in copies(folder)]
    for answer in answers:
        del answer["copy"]
    assert answers[0]["cut"] == verify_path(folder).cut
    assert answers[1] == answers[2]
    assert {**answers[0], "logs": 0} == {**answers[1], "logs": 0}


def test_the_command_line(folder: Path) -> None:
    """It runs alone, isolated from this product, in words and in JSON, with its exit codes."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", str(PROGRAM), *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    good = run(str(folder / "wire"))
    assert (good.returncode, good.stderr) == (0, "")
    assert "PROVEN" in good.stdout
    assert "NOT PROVEN" in good.stdout
    other = run(str(folder), "--regime", "0" * 16, "--json")
    assert (other.returncode, other.stderr) == (4, "")
    assert '"E-REGIME"' in other.stdout
    missing = run(str(folder / "nothing"))
    assert (missing.returncode, missing.stderr) == (4, "")
    assert "DOES NOT HOLD" in missing.stdout
    assert run().returncode == 2


def test_it_needs_nothing_of_ours() -> None:
    """The file imports the standard library and cryptography, in the Python of version 3.9."""
    tree = ast.parse(PROGRAM.read_text("utf-8"), feature_version=(3, 9))
    names = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert names - sys.stdlib_module_names == {"cryptography"}


@pytest.mark.parametrize("which", [0, 1, 2])
def test_flipped_bits(folder: Path, which: int) -> None:
    """A bit anywhere in a database, a folder or a bundle: the same verdict from both."""
    path = copies(folder)[which]
    chance = random.Random(which)  # noqa: S311 - places, not secrets
    # A blob lies beside each log that names it; one good copy is enough, whichever is read.
    files = sorted(p for p in path.rglob("*") if p.is_file() and p.parent.name != "blob")
    files = files if which == 1 else [path]
    if which == 0:
        files = [path / "record.sqlite"]
    told = 0
    for _ in range(25):
        file = chance.choice(files)
        data = file.read_bytes()
        file.write_bytes(flip(data, chance.randrange(len(data))))
        told += not (holds(path) if which == 0 else both(path))
        file.write_bytes(data)
    assert told >= (0 if which == 0 else 24)


def test_flipped_bits_in_rows_that_prove(folder: Path) -> None:
    """What the verifier for strangers passes over in a database changes no byte that proves."""
    file = folder / "record.sqlite"
    data, before = file.read_bytes(), _proving(contents(file))
    chance = random.Random(9)  # noqa: S311 - places, not secrets
    for _ in range(25):
        file.write_bytes(flip(data, chance.randrange(len(data))))
        if holds(folder):
            assert _proving(contents(file)) == before


def _proving(rows: list[object]) -> tuple[set[object], ...]:
    """Return the bytes of entries, tiles, heads and blobs: what the verdict rests on."""
    leaf, tile, head, _, blob, *_ = rows
    columns = ((leaf, 2), (tile, 4), (head, 3), (blob, 1))
    return tuple({row[k] for row in table} for table, k in columns)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM leaf WHERE i=7",
        "DELETE FROM leaf WHERE i>290",
        "UPDATE leaf SET i=i+1000 WHERE i=7",
        "UPDATE leaf SET bytes=zeroblob(500) WHERE i=7",
        "UPDATE leaf SET bytes=zeroblob(90000000) WHERE i=7",
        "UPDATE tile SET bytes=zeroblob(length(bytes)) WHERE level=1",
        "DELETE FROM tile WHERE level=0",
        "UPDATE head SET note=zeroblob(9) WHERE n=300",
        "DELETE FROM head WHERE n=300",
        "DELETE FROM blob",
        "UPDATE blob SET bytes=zeroblob(9)",
        "DROP TABLE leaf",
        "DROP TABLE head",
        "DROP TABLE tile",
        "DROP TABLE blob",
    ],
)
def test_changed_rows(folder: Path, change: str) -> None:
    """Each change of a row that proves is told."""
    damage(folder, change)
    assert not both(folder)


ENDLESS = (
    "CREATE VIEW leaf AS WITH RECURSIVE x(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM x) "
    "SELECT 'o' AS origin, n AS i, zeroblob(9) AS bytes FROM x"
)
CRAFTED = (
    ENDLESS,
    "CREATE TABLE leaf(origin TEXT, i INTEGER, bytes BLOB AS (zeroblob(1000000000)))",
    "CREATE TABLE leaf(origin, i, bytes)",
    "CREATE VIRTUAL TABLE leaf USING fts5(origin, i, bytes)",
)


@pytest.mark.parametrize("crafted", CRAFTED)
def test_a_database_crafted_to_be_read_for_ever(folder: Path, crafted: str) -> None:
    """Views, computed columns and other tables in the place of ours are not read at all."""
    db = sqlite3.connect(folder / "record.sqlite", isolation_level=None)
    db.execute("DROP TABLE leaf")
    db.execute(crafted)
    db.close()
    assert not holds(folder)


def test_rows_of_other_types(folder: Path) -> None:
    """A text in the place of bytes is told; a crafted file can hold one in any column."""
    db = sqlite3.connect(folder / "record.sqlite", isolation_level=None)
    db.execute("PRAGMA writable_schema=ON")
    db.execute("DROP TRIGGER leaf_no_update")
    (sql,) = db.execute("SELECT sql FROM sqlite_schema WHERE name='leaf'").fetchone()
    db.execute("UPDATE sqlite_schema SET sql=replace(sql, ' STRICT', '') WHERE name='leaf'")
    db.close()
    db = sqlite3.connect(folder / "record.sqlite", isolation_level=None)
    db.execute("UPDATE leaf SET bytes='text' WHERE i=7")
    db.execute("UPDATE leaf SET i='seven' WHERE i=8")
    db.execute("PRAGMA writable_schema=ON")
    db.execute("UPDATE sqlite_schema SET sql=? WHERE name='leaf'", (sql,))
    db.close()
    assert not holds(folder)


def _pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def _link(path: Path, target: str = "/dev/zero") -> None:
    path.unlink()
    path.symlink_to(target)


def _loop(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "again").symlink_to(path)


SPOILS: tuple[Callable[[Path], object], ...] = (
    _pipe,
    _link,
    _loop,
    lambda path: path.unlink(),
    lambda path: path.write_bytes(b""),
    lambda path: path.write_bytes(path.read_bytes() + b"\0"),
    lambda path: path.write_bytes(b"\xff" * 5000),
    lambda path: os.truncate(path, 200 * 2**20),
)


@pytest.mark.parametrize("spoil", SPOILS)
@pytest.mark.parametrize(
    "name",
    ["genesis.json", "log/hu/1/checkpoint", "log/hu/1/tile/0/000", "log/hu/1/tile/entries/000"],
)
def test_spoiled_files(folder: Path, name: str, spoil: Callable[[Path], object]) -> None:
    """Pipes, links, loops, giants, nothing at all: in the place of any file they are told."""
    spoil(folder / "wire" / name)
    assert not both(folder / "wire")


@pytest.mark.parametrize("size", [301, 2**40, 2**63 - 1])
def test_a_head_that_claims_more_than_there_can_be(folder: Path, size: int) -> None:
    """A signed head over any number of entries ends at the first file that is not there."""
    head = sign_head(Checkpoint(HU, size, b"\1" * 32), key("HU", "log"))
    (folder / "wire/log/hu/1/checkpoint").write_bytes(head)
    assert not both(folder / "wire")


@pytest.mark.parametrize("name", ["record.sqlite", "a.ofb", "genesis.json", "anything"])
@pytest.mark.parametrize(
    "data",
    [b"", b"BUNDLE\0", b"SQLite format 3\0", b"SQLite format 3\0" + b"\xff" * 9000, b"{" * 99_999],
)
def test_files_of_garbage(tmp_path: Path, name: str, data: bytes) -> None:
    """Whatever stands in the place of a copy, there is one answer."""
    (tmp_path / name).write_bytes(data)
    assert not holds(tmp_path / name)
    assert not holds(tmp_path)


def test_text_that_would_fool_a_reader(capsys: pytest.CaptureFixture[str]) -> None:
    """Characters that hide or turn text are written out before anything reaches a screen."""
    stranger.say("a\u202eb\x1b[2Jc\nd")
    assert capsys.readouterr().out == "a<U+202E>b<U+001B>[2Jc<U+000A>d\n"
