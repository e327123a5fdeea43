"""Tampering with the files of a record, as who has the disk can, is told by the verifier."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from tests.record_samples import HU, RO, flip, key, rehearsed, statement

from overflight.adapters.store.copies import export_record, verify_path
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.desk import signed
from overflight.errors import OverflightError, RecordError, StoreError

ENTRIES = 300
KEYS = {HU: key("HU", "log"), RO: key("RO", "log")}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a record in SQLite and its export."""
    folder = tmp_path_factory.mktemp("files")
    record = rehearsed()
    (folder / "genesis.json").write_bytes(record.genesis)
    with SqliteRecords(folder / "record.sqlite", KEYS) as records:
        for origin in (HU, RO):
            records.append(origin, list(record.desk.records.entries(origin)), [record.genesis])
        author = key("HU", "author-1")
        leaves = [signed(statement("HU", k), [author]) for k in range(ENTRIES - 1)]
        records.append(HU, leaves[:200])
        records.append(HU, leaves[200:])
    export_record(folder, folder / "wire")
    return folder


@pytest.fixture
def folder(whole: Path, tmp_path: Path) -> Path:
    """Return a copy to be damaged."""
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def codes(path: Path) -> set[str]:
    """Return the codes of what verifying says, also where the file cannot even be opened."""
    try:
        return {problem.code for problem in verify_path(path).problems}
    except OverflightError as fault:
        return {fault.code}


def damage(folder: Path, change: str) -> None:
    """Change the database behind the record's back."""
    db = sqlite3.connect(folder / "record.sqlite", isolation_level=None)
    for (name,) in db.execute("SELECT name FROM sqlite_schema WHERE type='trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")
    db.execute(change)
    db.close()


def test_the_record_and_its_export_hold(whole: Path) -> None:
    """Without tampering nothing is told."""
    assert codes(whole) == set()
    assert codes(whole / "wire") == set()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("DELETE FROM leaf WHERE i=7", "E-GAP"),
        ("DELETE FROM leaf WHERE i>290", "E-ROLLBACK"),
        ("DELETE FROM leaf", "E-ROLLBACK"),
        ("UPDATE leaf SET i=i+1000 WHERE i=7", "E-GAP"),
        ("UPDATE leaf SET bytes=zeroblob(500) WHERE i=7", "E-ROOT"),
        ("UPDATE leaf SET hash=zeroblob(32) WHERE i=7", "E-COLUMN"),
        ("UPDATE leaf SET stmt_id='00' WHERE i=7", "E-COLUMN"),
        ("UPDATE tile SET bytes=zeroblob(length(bytes)) WHERE level=1", "E-TILE"),
        ("DELETE FROM tile WHERE level=0", "E-TILE"),
        ("UPDATE head SET root=zeroblob(32) WHERE n=300", "E-COLUMN"),
        ("UPDATE head SET note=zeroblob(9) WHERE n=300", "E-NOTE"),
        ("DELETE FROM head WHERE n=300", "E-HEAD"),
        ("DELETE FROM head", "E-HEAD"),
        ("UPDATE own_state SET n=299 WHERE n=300", "E-COLUMN"),
        ("DELETE FROM own_state", "E-COLUMN"),
        ("DELETE FROM blob", "E-BLOB"),
        ("UPDATE blob SET bytes=zeroblob(9)", "E-BLOB"),
        ("PRAGMA user_version=9", "E-STORE"),
        ("DROP TABLE leaf", "E-STORE"),
        ("DROP TABLE head", "E-STORE"),
        ("DROP TABLE tile", "E-STORE"),
        ("DROP TABLE blob", "E-STORE"),
    ],
)
def test_changed_rows(folder: Path, change: str, told: str) -> None:
    """Every table is recomputed from the entries, or held against them."""
    damage(folder, change)
    assert told in codes(folder)


@pytest.mark.parametrize("part", [0.0, 0.01, 0.3, 0.6, 0.99])
def test_a_truncated_database(folder: Path, part: float) -> None:
    """A file cut short is told, wherever it was cut."""
    file = folder / "record.sqlite"
    with file.open("r+b") as open_file:
        open_file.truncate(int(file.stat().st_size * part))
    assert codes(folder)


def contents(file: Path) -> list[object]:
    """Return every row of the database."""
    db = sqlite3.connect(file)
    tables = ("leaf", "tile", "head", "own_state", "blob", "cosig", "evidence", "sqlite_schema")
    rows = [db.execute(f"SELECT * FROM {table}").fetchall() for table in tables]  # noqa: S608
    db.close()
    return list(rows)


def test_flipped_bits_in_the_database(folder: Path) -> None:
    """A bit anywhere in the file is told, or lies where no row is: then nothing has changed."""
    file = folder / "record.sqlite"
    data = file.read_bytes()
    before = contents(file)
    chance = random.Random(1)  # noqa: S311 - places, not secrets
    for _ in range(25):
        file.write_bytes(flip(data, chance.randrange(len(data))))
        assert codes(folder) or contents(file) == before
    for part in (b'{"payload":"', b"overflight.example/rehearsal/log/hu/1\n300\n"):
        file.write_bytes(flip(data, data.index(part) + len(part) + 9))
        assert codes(folder)


@pytest.mark.parametrize("data", [b"", b"x" * 10_000, b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_file_that_is_no_record(tmp_path: Path, data: bytes) -> None:
    """Anything else under the name of a record is told as such."""
    (tmp_path / "record.sqlite").write_bytes(data)
    assert codes(tmp_path) <= {"E-STORE", "E-GENESIS"}
    assert codes(tmp_path)


Spoil = Callable[[Path], object]


def _pipe(path: Path) -> None:
    """Put a pipe in the place of a file: reading it would wait for ever."""
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize(
    ("name", "spoil", "told"),
    [
        ("checkpoint", lambda p: p.write_bytes(flip(p.read_bytes(), 60)), "E-ROOT"),
        ("checkpoint", lambda p: p.write_bytes(p.read_bytes()[:-1]), "E-NOTE"),
        ("checkpoint", lambda p: p.write_bytes(b""), "E-NOTE"),
        ("checkpoint", lambda p: p.unlink(), "E-MISSING"),
        ("tile/0/000", lambda p: p.write_bytes(flip(p.read_bytes())), "E-TILE"),
        ("tile/0/000", lambda p: p.unlink(), "E-TILE"),
        ("tile/1/000.p/1", lambda p: p.write_bytes(b""), "E-TILE"),
        ("tile/entries/000", lambda p: p.write_bytes(flip(p.read_bytes(), 99)), "E-ROOT"),
        ("tile/entries/000", lambda p: p.write_bytes(p.read_bytes()[:-1]), "E-BUNDLE"),
        ("tile/entries/000", lambda p: p.write_bytes(p.read_bytes() + b"\x00"), "E-BUNDLE"),
        ("tile/entries/000", lambda p: p.unlink(), "E-MISSING"),
        ("tile/entries/000", lambda p: (p.unlink(), p.symlink_to("/dev/zero")), "E-FILE"),
        ("tile/entries/000", _pipe, "E-FILE"),
        ("tile/entries/000", lambda p: (p.unlink(), p.mkdir()), "E-FILE"),
        ("tile/entries/000", lambda p: os.truncate(p, 17 * 2**20), "E-FILE"),
        ("tile/0/001.p/44", lambda p: p.rename(p.with_name("x44")), "E-TILE"),
    ],
)
def test_changed_files_of_an_export(folder: Path, name: str, spoil: Spoil, told: str) -> None:
    """Bundles, tiles and heads are recomputed; links, devices and giants are not followed."""
    spoil(folder / "wire" / "log" / "hu" / "1" / name)
    assert told in codes(folder / "wire")


def test_blobs_and_genesis_of_an_export(folder: Path) -> None:
    """Attachments fit their hash; the document founds the regime or nothing does."""
    for blob in (folder / "wire").glob("log/*/blob/*"):
        blob.write_bytes(b"other")
    assert codes(folder / "wire") == {"E-BLOB"}
    genesis = folder / "wire" / "genesis.json"
    genesis.write_bytes(genesis.read_bytes().replace(b"Rehearsal", b"Rehearsed"))
    assert "E-GENESIS" in codes(folder / "wire")
    genesis.write_bytes(b"{}")
    assert codes(folder / "wire") == {"E-GENESIS"}


def test_an_export_that_was_cut_off(folder: Path) -> None:
    """Tiles of a head that was never published do not spoil the one that was."""
    more = folder / "wire" / "log" / "ro" / "1"
    (more / "tile/0/000.p/2").write_bytes(bytes(64))
    (more / "tile/entries/000.p/2").write_bytes(b"half")
    (more / "checkpoint.new").write_bytes(b"half")
    told = codes(folder / "wire")
    assert told == set()


def test_the_database_forbids_changes_to_what_was_written(folder: Path) -> None:
    """A mistake of a program cannot rewrite entries, heads, cosignatures or evidence (W5)."""
    db = sqlite3.connect(folder / "record.sqlite", isolation_level=None)
    db.execute("INSERT INTO cosig VALUES('o', 1, 'c', 4, 5, x'00')")
    db.execute("INSERT INTO evidence VALUES('h', x'00')")
    for table in ("leaf", "head", "cosig", "evidence"):
        for change in ("DELETE FROM {}", "UPDATE {} SET rowid=rowid+1000000"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                db.execute(change.format(table))
    db.close()


class Failing(sqlite3.Connection):
    """A connection whose disk fails, or whose memory flips a bit."""

    fail_at = ""
    flip_before = ""

    def execute(self, sql: str, *args: object) -> sqlite3.Cursor:
        """Run a statement, or fail."""
        if self.fail_at and sql.startswith(self.fail_at):
            raise sqlite3.OperationalError("disk I/O error")
        if self.flip_before and sql.startswith(self.flip_before):
            super().execute("DROP TRIGGER leaf_no_update")
            super().execute("UPDATE leaf SET bytes=zeroblob(length(bytes)) WHERE i>=300")
        return super().execute(sql, *args)  # type: ignore[arg-type]


def failing(address: str) -> sqlite3.Connection:
    """Open such a connection."""
    return sqlite3.connect(address, isolation_level=None, uri=True, factory=Failing)


@pytest.mark.parametrize("point", ["BEGIN", "INSERT INTO tile", "INSERT INTO head", "COMMIT"])
def test_after_a_fault_of_the_disk_nothing_more_is_done(
    folder: Path, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    """No retry after a failed write or sync: the process must stop and be looked at (W4)."""
    leaf = signed(statement("HU", 900), [key("HU", "author-1")])
    with SqliteRecords(folder / "record.sqlite", KEYS, failing) as records:
        monkeypatch.setattr(Failing, "fail_at", point)
        with pytest.raises(StoreError, match="disk I/O"):
            records.append(HU, [leaf])
        monkeypatch.setattr(Failing, "fail_at", "")
        with pytest.raises(StoreError, match="earlier fault"):
            records.append(HU, [leaf])
    assert codes(folder) == set()
    with SqliteRecords(folder / "record.sqlite", KEYS) as records:
        assert len(list(records.entries(HU))) == ENTRIES
        records.append(HU, [leaf])


def test_leaves_are_read_back_before_anything_is_signed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bit flipped on the way to the disk is found while it can still be undone (W3)."""
    leaf = signed(statement("HU", 900), [key("HU", "author-1")])
    monkeypatch.setattr(Failing, "flip_before", "SELECT i, bytes FROM leaf WHERE origin=? AND i>=?")
    with (
        SqliteRecords(folder / "record.sqlite", KEYS, failing) as records,
        pytest.raises(StoreError, match="E-READBACK"),
    ):
        records.append(HU, [leaf])
    assert codes(folder) == set()


def test_nothing_is_signed_over_damaged_tiles(folder: Path) -> None:
    """A log whose tiles do not lead to its own state signs nothing more."""
    damage(folder, "UPDATE tile SET bytes=zeroblob(length(bytes)) WHERE level=0 AND w=44")
    leaf = signed(statement("HU", 900), [key("HU", "author-1")])
    with (
        SqliteRecords(folder / "record.sqlite", KEYS) as records,
        pytest.raises(RecordError, match="E-TILE"),
    ):
        records.append(HU, [leaf])
    damage(folder, "DELETE FROM tile WHERE level=0 AND w=44")
    with (
        SqliteRecords(folder / "record.sqlite", KEYS) as records,
        pytest.raises(RecordError, match="E-TILE"),
    ):
        records.append(HU, [leaf])


def test_two_writers_never_fork_a_log(folder: Path) -> None:
    """A second process goes on from where the first one stopped."""
    author = key("HU", "author-1")
    with (
        SqliteRecords(folder / "record.sqlite", KEYS) as one,
        SqliteRecords(folder / "record.sqlite", KEYS) as two,
    ):
        for number in range(900, 904):
            writer = one if number % 2 else two
            (ref,) = writer.append(HU, [signed(statement("HU", number), [author])])
            assert ref.i == ENTRIES + number - 900
        with pytest.raises(RecordError, match="E-DUP"):
            two.append(HU, [signed(statement("HU", 901), [author])])
    assert codes(folder) == set()
