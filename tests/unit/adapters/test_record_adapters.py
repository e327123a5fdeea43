"""Clocks, ids, keys and files: what the record rests on at the edge."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from tests.record_samples import AT, HU, Tampered, filled, rehearsed

from overflight.adapters.clock import RandomIds, SeededIds, SetClock, SystemClock
from overflight.adapters.files import write_whole
from overflight.adapters.keys.pem import load_key, new_key, save_key, seeded_key
from overflight.adapters.store.record_folder import FolderCopy, export_log
from overflight.adapters.store.sqlite_tables import create_tables
from overflight.assembly import REHEARSAL_BASE, Outside, new_record, open_record
from overflight.desk import Charter
from overflight.errors import RecordError, SourceError, StoreError, UsageError
from overflight.record import verifies, verify_record

CHARTER = Charter("Test", REHEARSAL_BASE, (), "0" * 64)


def test_the_machine_clock_is_in_utc_and_whole_seconds() -> None:
    """Statements carry whole seconds in UTC."""
    now = SystemClock().now()
    assert (now.tzinfo, now.microsecond) == (UTC, 0)
    assert abs(datetime.now(UTC) - now) < timedelta(seconds=5)


def test_a_set_clock_shows_what_it_is_set_to() -> None:
    """A rehearsal decides what time it is, and how it passes."""
    clock = SetClock(AT, timedelta(minutes=1))
    assert (clock.now(), clock.now()) == (AT, AT + timedelta(minutes=1))
    clock.set(AT)
    assert clock.advance(timedelta(hours=2)) == AT + timedelta(hours=2)
    assert clock.now() == AT + timedelta(hours=2)


def test_ids_are_fresh() -> None:
    """Sixteen bytes, never twice; from a seed the same sequence each time."""
    ids = RandomIds()
    assert len({ids.fresh() for _ in range(100)}) == 100
    one, two = SeededIds("x"), SeededIds("x")
    assert [one.fresh() for _ in range(3)] == [two.fresh() for _ in range(3)]
    assert len(one.fresh()) == 16


@pytest.mark.parametrize("secret", [b"", b"correct horse"])
def test_a_key_comes_back_from_its_file(tmp_path: Path, secret: bytes) -> None:
    """The file is its owner's alone, and signs as before."""
    key = new_key("HU")
    file = tmp_path / "keys" / "author.pem"
    save_key(file, key, secret)
    again = load_key(file, "HU", secret)
    assert (again.party, again.public) == ("HU", key.public)
    assert verifies(key.public, again.sign(b"said"), b"said")
    assert file.stat().st_mode & 0o777 == 0o600
    assert (b"ENCRYPTED" in file.read_bytes()) == bool(secret)


def test_wrong_and_missing_passphrases(tmp_path: Path) -> None:
    """The holder is asked for the passphrase; nothing else is guessed."""
    file = tmp_path / "k.pem"
    save_key(file, new_key("HU"), b"right")
    for secret in (b"", b"wrong"):
        with pytest.raises(UsageError, match="E-KEYFILE"):
            load_key(file, "HU", secret)
    save_key(tmp_path / "open.pem", new_key("HU"))
    with pytest.raises(UsageError, match="passphrase"):
        load_key(tmp_path / "open.pem", "HU", b"not needed")


@pytest.mark.parametrize("data", [b"", b"\x00" * 5000, b"-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_files_that_are_no_keys(tmp_path: Path, data: bytes) -> None:
    """Another file, or half of one, is told as such."""
    (tmp_path / "k.pem").write_bytes(data)
    with pytest.raises(SourceError, match="PKCS#8"):
        load_key(tmp_path / "k.pem", "HU")
    with pytest.raises(UsageError, match="E-KEYFILE"):
        load_key(tmp_path / "none.pem", "HU")


def test_a_key_of_another_kind(tmp_path: Path) -> None:
    """Only Ed25519 keys sign here."""
    other = generate_private_key(SECP256R1())
    pem = other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "k.pem").write_bytes(pem)
    with pytest.raises(SourceError, match="Ed25519"):
        load_key(tmp_path / "k.pem", "HU")


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    """A lost private key cannot be had again."""
    save_key(tmp_path / "k.pem", new_key("HU"))
    before = (tmp_path / "k.pem").read_bytes()
    with pytest.raises(UsageError, match="never written over"):
        save_key(tmp_path / "k.pem", new_key("HU"))
    assert (tmp_path / "k.pem").read_bytes() == before


def test_keys_from_a_seed_differ_by_party_and_name() -> None:
    """The demo's keys are the same each time, and no two are alike."""
    made = {seeded_key(p, n, s).public for p in ("HU", "RO") for n in ("log", "a") for s in "xy"}
    assert len(made) == 8
    assert seeded_key("HU", "log", "x").public == seeded_key("HU", "log", "x").public


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    """A fault leaves what was there before."""
    file = tmp_path / "deep" / "file"
    write_whole(file, b"one")
    write_whole(file, b"two")
    assert file.read_bytes() == b"two"
    assert list(file.parent.iterdir()) == [file]
    for blocked in (file / "under-a-file", Path("/proc/nowhere/file")):
        with pytest.raises(StoreError, match="E-STORE"):
            write_whole(blocked, b"x")
        with pytest.raises((StoreError, UsageError)):
            save_key(blocked, new_key("HU"))
    assert file.read_bytes() == b"two"


def test_a_founding_that_fails_leaves_no_record(tmp_path: Path) -> None:
    """The folder appears when it is whole; the next try begins anew."""
    path = tmp_path / "record"
    with pytest.raises(RecordError):
        new_record(path, CHARTER, ["HU", "hu"])
    assert not path.exists()
    new_record(path, CHARTER, ["HU"]).close()
    assert sorted(p.name for p in tmp_path.iterdir()) == ["record"]
    with open_record(path) as opened:
        assert set(opened.signers) == {"HU"}
    with pytest.raises(UsageError, match="E-FOLDER"):
        open_record(tmp_path / "none")
    with pytest.raises(UsageError, match="E-FOLDER"):
        open_record(tmp_path)
    (tmp_path / "file").write_text("x")
    with pytest.raises(StoreError, match="E-STORE"):
        new_record(tmp_path / "file" / "record", CHARTER, ["HU"])


def test_a_record_in_memory_closes_without_a_file() -> None:
    """Rehearsals are used like records on disk."""
    with rehearsed() as record:
        assert record.path is None


def test_keys_that_are_not_at_hand_are_not_needed(tmp_path: Path) -> None:
    """A party's machine holds its own keys; the other logs are only read."""
    path = tmp_path / "record"
    outside = Outside(seed="x")
    new_record(path, CHARTER, ["HU", "RO"], outside).close()
    for file in (path / "keys" / "RO").iterdir():
        file.unlink()
    with open_record(path) as opened:
        assert set(opened.signers) == {"HU"}
        assert len(opened.desk.records.origins()) == 2


def test_tables_that_cannot_be_made_leave_nothing() -> None:
    """Making the tables is one transaction."""

    class Failing(sqlite3.Connection):
        def execute(self, sql: str, *args: object) -> sqlite3.Cursor:
            if sql.startswith("CREATE TABLE blob"):
                raise sqlite3.OperationalError("disk full")
            return super().execute(sql, *args)  # type: ignore[arg-type]

    db = sqlite3.connect(":memory:", isolation_level=None, factory=Failing)
    with pytest.raises(sqlite3.OperationalError):
        create_tables(db)
    assert db.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
    db.close()


def test_an_export_carries_what_it_holds(tmp_path: Path) -> None:
    """Entries nobody can read travel too; a blob that is not held is missing there as here."""
    record = filled()
    copy = Tampered.of(record)
    copy.leaves_of[HU].append(b"garbage")
    copy.seal(HU)
    copy.blobs.clear()
    (tmp_path / "genesis.json").write_bytes(record.genesis)
    for origin in copy.origins():
        export_log(copy, origin, REHEARSAL_BASE, tmp_path)
    report = verify_record(FolderCopy(tmp_path), record.genesis)
    assert {p.code for p in report.problems} == {"E-BLOB"}
    assert [c.code for c in report.logs[0].void] == ["E-LEAF"]


def test_an_export_stops_at_its_head(tmp_path: Path) -> None:
    """Entries beyond the newest head are not published."""
    record = filled()
    copy = Tampered.of(record)
    copy.heads_of[HU] = copy.heads_of[HU][:2]
    assert export_log(copy, HU, REHEARSAL_BASE, tmp_path) == 2
