"""One suite for every keeper of a record: what the desk may rely on, and the verifier."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from tests.record_samples import HU, RO, key, rehearsed, statement

from overflight.adapters.store.memory_record import MemoryRecords
from overflight.adapters.store.postgres_record import PostgresRecords
from overflight.adapters.store.record_folder import FolderCopy, export_log
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.assembly import REHEARSAL_BASE
from overflight.desk import Records, signed
from overflight.errors import RecordError, UsageError
from overflight.record import (
    Copy,
    leaf_hash,
    merkle_root,
    read_head,
    tile_names,
    verify_record,
)

Keeper = MemoryRecords | PostgresRecords | SqliteRecords


@pytest.fixture(params=["memory", "sqlite", "postgres"])
def keeper(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Keeper]:
    """Yield an empty keeper of each kind, with the key of one log."""
    keys = {HU: key("HU", "log")}
    if request.param == "memory":
        yield MemoryRecords(keys)
    elif request.param == "postgres":
        with PostgresRecords(request.getfixturevalue("database"), keys) as kept:
            yield kept
    else:
        with SqliteRecords(tmp_path / "record.sqlite", keys) as records:
            yield records


def leaf(number: int, party: str = "HU") -> bytes:
    """Return a signed statement."""
    return signed(statement(party, number), [key(party, "author-1")])


def test_an_empty_record(keeper: Keeper) -> None:
    """A new record holds no log, no head, no bytes."""
    records: Records = keeper
    assert records.origins() == ()
    assert list(records.entries(HU)) == []
    assert records.checkpoint(HU) is None
    assert records.blob("0" * 64) is None


def test_appending_says_where_statements_stand(keeper: Keeper) -> None:
    """References carry origin, index and leaf hash, in the order given."""
    refs = keeper.append(HU, [leaf(1), leaf(2)]) + keeper.append(HU, [leaf(3)])
    assert [(r.o, r.i) for r in refs] == [(HU, 0), (HU, 1), (HU, 2)]
    assert [r.h for r in refs] == [leaf_hash(leaf(k)).hex() for k in (1, 2, 3)]
    assert list(keeper.entries(HU)) == [leaf(1), leaf(2), leaf(3)]
    assert list(keeper.entries(HU, 2)) == [leaf(3)]
    assert keeper.origins() == (HU,)


def test_every_append_is_under_a_signed_head(keeper: Keeper) -> None:
    """The newest head covers exactly the entries, with their root."""
    keeper.append(HU, [leaf(1)])
    keeper.append(HU, [leaf(2), leaf(3)])
    head, _ = read_head(keeper.checkpoint(HU) or b"")
    assert (head.origin, head.size) == (HU, 3)
    assert head.root == merkle_root([leaf(1), leaf(2), leaf(3)])
    assert [read_head(note)[0].size for note in keeper.heads(HU)] == [1, 3]


def test_appending_nothing_signs_nothing(keeper: Keeper) -> None:
    """An empty batch makes no head."""
    assert keeper.append(HU, []) == ()
    assert keeper.checkpoint(HU) is None


@pytest.mark.parametrize("again", [[leaf(1)], [leaf(2), leaf(2)], [leaf(3), leaf(1)]])
def test_an_id_is_used_once(keeper: Keeper, again: list[bytes]) -> None:
    """The own log refuses a statement it holds, and then holds nothing of the batch."""
    keeper.append(HU, [leaf(1)])
    with pytest.raises(RecordError, match="E-DUP"):
        keeper.append(HU, again)
    assert list(keeper.entries(HU)) == [leaf(1)]
    assert len(list(keeper.heads(HU))) == 1
    keeper.append(HU, [leaf(4)])


def test_only_statements_of_this_log(keeper: Keeper) -> None:
    """A statement meant for another log, or no statement, never enters."""
    with pytest.raises(RecordError, match="E-LOG"):
        keeper.append(HU, [leaf(1), leaf(1, "RO")])
    with pytest.raises(RecordError, match="E-LEAF"):
        keeper.append(HU, [b"{}"])
    assert keeper.origins() == ()


def test_only_logs_whose_key_is_at_hand(keeper: Keeper) -> None:
    """Without the log key nothing is appended: no unsigned entry ever stands."""
    with pytest.raises(UsageError, match="E-KEY"):
        keeper.append(RO, [leaf(1, "RO")])


def test_blobs_are_kept_with_the_statements_that_name_them(keeper: Keeper) -> None:
    """Bytes are found by their hash, and the same bytes may come twice."""
    keeper.append(HU, [leaf(1)], [b"one", b"two"])
    keeper.append(HU, [leaf(2)], [b"two"])
    assert keeper.blob(sha256(b"two").hexdigest()) == b"two"
    with pytest.raises(UsageError, match="E-BLOB"):
        keeper.append(HU, [leaf(3)], [bytes(16 * 2**20 + 1)])


def test_blobs_of_a_refused_batch_are_not_kept(keeper: Keeper) -> None:
    """All or nothing holds for attachments, too."""
    keeper.append(HU, [leaf(1)])
    with pytest.raises(RecordError):
        keeper.append(HU, [leaf(1)], [b"lost"])
    assert keeper.blob(sha256(b"lost").hexdigest()) is None


@pytest.mark.parametrize("sizes", [(255, 1, 1), (256, 300), (1, 511, 2)])
def test_tiles_follow_every_head(keeper: Keeper, sizes: tuple[int, ...]) -> None:
    """After each append the tiles a client needs for the newest head are there."""
    at = 0
    for size in sizes:
        keeper.append(HU, [leaf(k) for k in range(at, at + size)])
        at += size
        held = dict(keeper.tiles(HU))
        assert set(tile_names(at)) <= set(held)
        assert all(len(data) == name.width * 32 for name, data in held.items())


@pytest.fixture(params=["memory", "sqlite", "folder"])
def copy(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Copy, bytes]]:
    """Yield the same founded record from every kind of keeper, with its genesis document."""
    record = rehearsed()
    records = record.desk.records
    assert isinstance(records, MemoryRecords)
    records.append(HU, [leaf(k) for k in range(300)])
    if request.param == "memory":
        yield records, record.genesis
    elif request.param == "folder":
        (tmp_path / "genesis.json").write_bytes(record.genesis)
        for origin in records.origins():
            export_log(records, origin, REHEARSAL_BASE, tmp_path)
        yield FolderCopy(tmp_path), record.genesis
    else:
        keys = {HU: key("HU", "log"), RO: key("RO", "log")}
        with SqliteRecords(tmp_path / "record.sqlite", keys) as stored:
            for origin in records.origins():
                stored.append(origin, list(records.entries(origin)), [record.genesis])
            yield stored, record.genesis


def test_every_copy_verifies_alike(copy: tuple[Copy, bytes]) -> None:
    """The verifier finds the same roots and the same counts wherever the bytes lie."""
    held, document = copy
    report = verify_record(held, document)
    assert report.problems == ()
    assert [(log.head.origin, log.head.size, log.valid) for log in report.logs] == [
        (HU, 301, 301),
        (RO, 1, 1),
    ]
    assert report.cut == verify_record(held).cut
    log = report.logs[0]
    assert log.head.root == merkle_root(leaf for _, leaf in held.leaves(HU))
