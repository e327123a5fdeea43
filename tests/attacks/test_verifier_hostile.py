"""The verifier for strangers on files somebody damaged or crafted: told, never a traceback or hang.

What it says of each is what the record's own verifier says, but for what it says it leaves out.
"""

from __future__ import annotations

import ast
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from tests.attacks.test_record_files import whole  # noqa: F401 - fixture
from tests.errors.test_bundle_files import packed
from tests.record_samples import HU, flip, key

from overflight.adapters.store.copies import verify_path
from overflight.adapters.store.heads import sign_head
from overflight.errors import OverflightError
from overflight.record import Checkpoint

stranger: Any = import_module("tools.verify")
PROGRAM = Path(stranger.__file__)


def answer(path: Path, regime: str = "") -> tuple[Any, list[tuple[str, str, str]]]:
    """Return what the verifier for strangers found, holding its faults to one form."""
    record, faults = stranger.check(str(path), regime)
    assert record is not None or faults
    assert all(len(fault) == 3 and all(isinstance(part, str) for part in fault) for fault in faults)
    return record, faults


def holds(path: Path) -> bool:
    """Return whether a copy holds for it; of a bundle the regime id is known from paper."""
    beside = path.parent / "wire" / "genesis.json"
    pinned = path.suffix == ".ofb" and beside.is_file()
    return not answer(path, sha256(beside.read_bytes()).hexdigest()[:16] if pinned else "")[1]


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
    """Return the two kinds of copy it reads."""
    return folder / "wire", folder / "a.ofb"


def test_honest_copies_hold(folder: Path) -> None:
    """Each kind of copy holds for both, else the rest proves nothing."""
    assert [both(path) for path in copies(folder)] == [True, True]


def test_both_kinds_say_the_same(folder: Path) -> None:
    """Folder and bundle are one record: the same roots, entries, signers."""
    regime = verify_path(folder).regime
    shown = []
    for path in copies(folder):
        record, faults = answer(path, regime)
        assert not faults
        logs = record.logs.values()
        shown.append([(log.origin, log.tree.root(log.tree.size), log.good) for log in logs])
    assert shown[0] == shown[1]
    roots = {log.head.origin: log.head.root for log in verify_path(folder).logs}
    assert {origin: root for origin, root, _ in shown[0]} == roots


def test_a_bundle_needs_the_regime_id(folder: Path) -> None:
    """The genesis document in it is found by the id on paper; without that it proves nothing."""
    _, faults = answer(folder / "a.ofb")
    assert [code for code, _, _ in faults] == ["E-GENESIS"]
    shutil.rmtree(folder / "wire")
    assert not holds(folder / "a.ofb")


def test_the_command_line(folder: Path) -> None:
    """It runs alone, isolated from this product, in plain words, with its exit codes."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", str(PROGRAM), *words]
        return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    good = run(str(folder / "wire"))
    assert (good.returncode, good.stderr) == (0, "")
    for title in ("\nPROVEN\n", "\nNOT PROVEN\n", "\nNOT CHECKED\n", "The copy holds together."):
        assert title in good.stdout
    other = run(str(folder / "wire"), "--regime", "0" * 16)
    assert (other.returncode, other.stderr) == (4, "")
    assert "E-REGIME" in other.stdout
    assert "PROVEN" not in other.stdout
    missing = run(str(folder / "nothing"))
    assert (missing.returncode, missing.stderr) == (4, "")
    assert "DOES NOT HOLD" in missing.stdout
    assert run().returncode == 2


def test_it_is_short() -> None:
    """An afternoon is enough to read it: fewer than 600 lines, none longer than 100 columns."""
    lines = PROGRAM.read_text("utf-8").splitlines()
    assert len(lines) < 600
    assert max(map(len, lines)) <= 100


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


def test_flipped_bits_in_a_folder(folder: Path) -> None:
    """A bit anywhere in what it reads: the same verdict from both."""
    chance = random.Random(1)  # noqa: S311 - places, not secrets
    # A blob lies beside each log that names it; one good copy is enough. Tiles it leaves out.
    files = [path for path in sorted((folder / "wire").rglob("*")) if path.is_file()]
    files = [path for path in files if path.parent.name != "blob" and "/tile/0" not in str(path)]
    files = [path for path in files if "/tile/1" not in str(path)]
    for _ in range(25):
        file = chance.choice(files)
        data = file.read_bytes()
        file.write_bytes(flip(data, chance.randrange(len(data))))
        assert not both(folder / "wire")
        file.write_bytes(data)


def test_flipped_bits_in_a_bundle(folder: Path) -> None:
    """What it passes over (spelling of the archive, the packer, tiles) changes no entry."""
    file, chance = folder / "a.ofb", random.Random(2)  # noqa: S311 - places, not secrets
    data, regime = file.read_bytes(), verify_path(folder).regime
    roots = [log.tree.root(log.tree.size) for log in answer(file, regime)[0].logs.values()]
    told = 0
    for _ in range(60):
        file.write_bytes(flip(data, chance.randrange(len(data))))
        record, faults = answer(file, regime)
        told += bool(faults)
        if not faults:
            logs = record.logs.values()
            assert [log.tree.root(log.tree.size) for log in logs] == roots
    assert told > 30


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
    ["genesis.json", "log/hu/1/checkpoint", "log/hu/1/tile/entries/000"],
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
