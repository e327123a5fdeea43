"""What is kept beside a record may be anything: no answer changes by it."""

from __future__ import annotations

import importlib
import os
import shutil
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from tests.mission_script import KEY, airborne, at, landed, said
from typer.testing import CliRunner

from overflight.adapters.clock import SeededIds, SetClock
from overflight.adapters.store.kept_folder import FOLDED, KeptFolder, kept_beside
from overflight.assembly import OpenRecord, Outside, new_record, open_record
from overflight.desk import Charter, from_record, load_founding
from overflight.desk.held.kept_reading import fits
from overflight.desk.record import Draft, say_all

PARTIES = ("BG", "CA", "HU", "IT")
BALANCE = ("--observing", "IT", "--observed", "BG", "--on", "2003-05-10", "--json")
ASKED = (
    ("quota", "balance", *BALANCE),
    ("mission", "show", KEY, "--at", "2003-05-10T12:00Z", "--json"),
    ("party", "list", "--on", "2003-05-10", "--json"),
)


def say(record: OpenRecord, *script: object) -> None:
    """Say facts of a mission in the logs of their Parties."""
    for one in script:
        party = one.party  # type: ignore[attr-defined]
        say_all(record.desk, record.signers[party], [Draft(one.fact)])  # type: ignore[attr-defined]


def made(path: Path, *script: object, seed: str = "kept") -> Path:
    """Return a record in a folder that tells a mission."""
    outside = Outside(SetClock(at("05-11 00:00"), timedelta(0)), SeededIds(seed), seed=seed)
    charter = Charter("Kept", "overflight.example/kept", ("HU",), "0" * 64)
    with new_record(path, charter, PARTIES, outside) as record:
        load_founding(record.desk, record.signers["HU"])
        say(record, *script)
    return path


@pytest.fixture(autouse=True)
def own_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every test have a secret of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a record of a mission that was flown."""
    return made(tmp_path_factory.mktemp("whole") / "record", *landed())


@pytest.fixture
def record(whole: Path, tmp_path: Path) -> Path:
    """Return a copy to be attacked."""
    return Path(shutil.copytree(whole, tmp_path / "record"))


def answers(record: Path) -> list[tuple[int, str, str]]:
    """Return what commands answer about a record, or the fault they end with."""
    found = []
    for noun, *words in ASKED:
        app = importlib.import_module(f"overflight.cli.{noun}").app
        result = CliRunner().invoke(app, [*words, "--record", str(record)])
        found.append((result.exit_code, result.output, str(result.exception)))
    return found


def kept_of(record: Path) -> KeptFolder:
    """Return what is kept beside a record."""
    found = kept_beside(record)
    assert found is not None
    return found


def fitting(record: Path) -> bool:
    """Return whether the facts kept are those of the record as it is."""
    with open_record(record, keys=False) as opened:
        return fits(opened.desk.records, kept_of(record))


def edited(path: Path) -> None:
    """Turn one bit in the middle of a file."""
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)


def truncated(path: Path) -> None:
    """Cut a file in half."""
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def emptied(path: Path) -> None:
    """Leave nothing of a file."""
    path.write_bytes(b"")


def doubled(path: Path) -> None:
    """Write a file twice over."""
    path.write_bytes(path.read_bytes() * 2)


def piped(path: Path) -> None:
    """Put a pipe in place of a file, at which a careless reader waits for ever."""
    path.unlink()
    os.mkfifo(path)


def linked(path: Path) -> None:
    """Put a link in place of a file."""
    path.replace(path.with_suffix(".away"))
    path.symlink_to(path.with_suffix(".away"))


def foldered(path: Path) -> None:
    """Put a folder in place of a file."""
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    "attack",
    [edited, truncated, emptied, doubled, piped, linked, foldered],
    ids=lambda attack: attack.__name__,
)
def test_files_that_were_touched_are_as_good_as_none(
    record: Path, attack: Callable[[Path], None]
) -> None:
    """Whatever becomes of the files, answers are those without any; the fault is shown."""
    plain = answers(record)
    assert fitting(record)
    for file in list((record / FOLDED).glob("*.kept")):
        attack(file)
    assert not any(file.sealed for file in kept_of(record).files())
    assert answers(record) == plain


def test_deleting_changes_nothing(record: Path) -> None:
    """Before, with and after a snapshot: the same bytes."""
    shutil.rmtree(record / FOLDED, ignore_errors=True)
    plain = answers(record)
    assert answers(record) == plain
    assert kept_of(record).delete() > 0
    assert answers(record) == plain


def test_the_snapshot_of_another_record_is_not_used(record: Path, tmp_path: Path) -> None:
    """One user's own snapshots, swapped between two records that differ by one statement."""
    other = made(tmp_path / "other", *airborne())
    plain = [answers(record), answers(other)]
    assert plain[0] != plain[1]
    swapped = tmp_path / "swapped"
    (record / FOLDED).replace(swapped)
    (other / FOLDED).replace(record / FOLDED)
    swapped.replace(other / FOLDED)
    assert not fitting(record)
    assert [answers(record), answers(other)] == plain


def test_the_snapshot_of_an_older_state_is_not_used(whole: Path, tmp_path: Path) -> None:
    """A snapshot put back after the record has grown is out of date, and known to be."""
    del whole
    record = made(tmp_path / "grown", *airborne())
    before = answers(record)
    old = shutil.copytree(record / FOLDED, tmp_path / "old")
    outside = Outside(SetClock(at("05-11 01:00"), timedelta(0)), SeededIds("later"), seed="kept")
    with open_record(record, outside) as opened:
        say(opened, said("landed", "IT", "05-09 20:00"))
    after = answers(record)
    assert after != before
    shutil.rmtree(record / FOLDED)
    shutil.copytree(old, record / FOLDED)
    assert not fitting(record)
    assert answers(record) == after


def test_a_snapshot_of_an_older_program_is_not_used(record: Path) -> None:
    """Facts kept by another version, sealed with the right secret, are not read."""
    plain = answers(record)
    (secret,) = (record.parent / "state" / "overflight").iterdir()
    older = KeptFolder(record, secret.read_bytes(), "overflight 0.0.9")
    for file in list(kept_of(record).files()):
        data = kept_of(record).get(file.name)
        assert data is not None
        older.put(file.name, data)
    assert not any(file.sealed for file in kept_of(record).files())
    assert answers(record) == plain


def test_a_record_from_elsewhere_brings_no_snapshot_of_worth(
    record: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever hands over a record with a snapshot sealed by his own secret is not believed."""
    lying = made(tmp_path / "lying", *airborne())
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "theirs"))
    answers(lying)
    forged = {file.name: kept_of(lying).get(file.name) for file in kept_of(lying).files()}
    theirs = kept_of(record)
    for name, data in forged.items():
        assert data is not None
        theirs.put(name, data)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "ours"))
    shown = list(kept_of(record).files())
    assert shown
    assert not any(file.sealed for file in shown)
    aside = shutil.move(record / FOLDED, tmp_path / "aside")
    plain = answers(record)
    shutil.rmtree(record / FOLDED)
    shutil.move(aside, record / FOLDED)
    assert answers(record) == plain


def test_a_record_changed_behind_its_back_is_read_anew(record: Path) -> None:
    """An entry altered in the database is told although a snapshot of the true one is there."""
    plain = answers(record)
    db = sqlite3.connect(record / "record.sqlite", isolation_level=None)
    for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type='trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")
    db.execute("DELETE FROM leaf WHERE i > 5 AND origin LIKE '%/it/%'")
    db.close()
    assert not fitting(record)
    assert answers(record) != plain


def test_two_processes_at_once(record: Path) -> None:
    """Readers that write the same files at the same time leave whole ones and answer alike."""
    plain = answers(record)
    kept_of(record).delete()

    def asks(_: int) -> tuple[object, ...]:
        with open_record(record, keys=False) as opened:
            held = from_record(opened.desk.records, source="record", kept=kept_of(record))
            days = tuple(held.standings_on(at("05-10 00:00").date()))
            return held.cut, days, held.said_of(KEY)

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(asks, range(12)))
    assert all(one == found[0] for one in found)
    assert all(file.sealed for file in kept_of(record).files())
    assert not list((record / FOLDED).glob("*.waiting"))
    assert answers(record) == plain


def test_a_disk_that_cannot_be_written(record: Path) -> None:
    """Where the folder cannot be made, because a file stands there, every answer is the same."""
    plain = answers(record)
    kept_of(record).delete()
    (record / FOLDED).write_bytes(b"in the way")
    assert not kept_of(record).put("facts", b"one")
    assert answers(record) == plain
    assert (record / FOLDED).read_bytes() == b"in the way"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_disk_that_is_full(record: Path) -> None:
    """A cache that a full disk cuts off is not put in place, and nothing is left behind."""
    resource = pytest.importorskip("resource")
    plain = answers(record)
    before = {file.name: file.size for file in kept_of(record).files()}
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        assert not kept_of(record).put("facts", bytes(5000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert {file.name: file.size for file in kept_of(record).files()} == before
    assert not list((record / FOLDED).glob("*.waiting"))
    assert answers(record) == plain


def test_a_link_in_place_of_the_folder_is_not_followed(record: Path, tmp_path: Path) -> None:
    """A record from elsewhere cannot let our files be written, or deleted, somewhere else."""
    plain = answers(record)
    kept_of(record).delete()
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mine.kept").write_bytes(b"mine")
    (record / FOLDED).symlink_to(elsewhere)
    assert answers(record) == plain
    assert kept_of(record).delete() == 0
    assert [path.name for path in elsewhere.iterdir()] == ["mine.kept"]
