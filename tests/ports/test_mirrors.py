"""One suite for every keeper of mirrored logs: what the act of mirroring may rely on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from tests.mirror_samples import NOW, cosigned, head_over, mirror_key, mirror_signer
from tests.record_samples import HU, RO, key, statement

from overflight.adapters.node.wire import SqliteShelf
from overflight.adapters.store.memory_mirror import MemoryMirror
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.adapters.store.sqlite_mirror import SqliteMirror
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.desk import attach, signed
from overflight.desk.network import Arrivals
from overflight.desk.network.mirroring import Cosignatures, Mirrors
from overflight.errors import RecordError, StoreError
from overflight.record import (
    ForkEvidence,
    Intake,
    NoteKey,
    NoteSignature,
    NoteSigner,
    SignatureKind,
    cosign,
    read_head,
    read_note,
    tree_root,
    write_fork,
)

Kept = tuple[MemoryMirror | SqliteMirror, MemoryRecords | SqliteRecords]


@pytest.fixture(params=["memory", "sqlite"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Kept]:
    """Yield an empty mirror of each kind, and the record it keeps its bytes in."""
    keys = {RO: key("RO", "log")}
    if request.param == "memory":
        memory = MemoryRecords(keys)
        yield MemoryMirror(memory), memory
    else:
        with SqliteRecords(tmp_path / "record.sqlite", keys) as records:
            yield SqliteMirror(records), records


def leaf(number: int) -> bytes:
    """Return a signed statement of HU."""
    return signed(statement("HU", number), [key("HU", "author-1")])


def line(note: bytes, party: str, time: int) -> NoteSignature:
    """Return a cosignature over a head."""
    return cosign(read_note(note).text, time, mirror_signer(party))


def test_an_empty_mirror(kept: Kept) -> None:
    """Nothing is held, nothing was cosigned, nothing is frozen."""
    mirror: Mirrors = kept[0]
    held = mirror.held(HU)
    assert (held.size, held.last, held.missing, held.frozen) == (0, None, (), False)
    assert mirror.cosigned_at(mirror_key("RO")) == 0


def test_what_is_taken_in_is_held(kept: Kept) -> None:
    """Entries come in runs, each after those held; their tree is that of the head."""
    mirror, records = kept
    leaves = [leaf(k) for k in range(300)]
    mirror.take_in(HU, 0, leaves[:255], [])
    mirror.take_in(HU, 255, [], [])
    mirror.take_in(HU, 255, leaves[255:], [])
    held = mirror.held(HU)
    assert held.size == 300
    for size in (0, 1, 255, 256, 299, 300):
        assert tree_root(size, held.node) == read_head(head_over(HU, leaves[:size]))[0].root
    assert list(records.entries(HU)) == leaves
    with pytest.raises(RecordError, match="E-GAP"):
        mirror.take_in(HU, 255, leaves[255:], [])


def test_a_faulty_log_is_held_too(kept: Kept) -> None:
    """A mirror judges bytes, never merits: an id used twice, or no statement at all, is kept."""
    mirror, records = kept
    mirror.take_in(HU, 0, [leaf(1), leaf(1), b"noise"], [])
    assert list(records.entries(HU)) == [leaf(1), leaf(1), b"noise"]


def test_what_entries_name_is_missing_until_it_comes(kept: Kept) -> None:
    """Record attachments of entries after the last cosigned head are asked for."""
    mirror, records = kept
    said = replace(statement("HU"), att=(attach(b"blob", "a/b"),))
    named = signed(said, [key("HU", "author-1")])
    mirror.take_in(HU, 0, [named], [])
    assert mirror.held(HU).missing == (sha256(b"blob").hexdigest(),)
    mirror.take_in(HU, 1, [], [b"blob"])
    assert mirror.held(HU).missing == ()
    assert records.blob(sha256(b"blob").hexdigest()) == b"blob"


def test_heads_are_swapped_only_on_the_one_before(kept: Kept) -> None:
    """Two processes cannot both move a log on from one head."""
    mirror, records = kept
    leaves = [leaf(1), leaf(2)]
    mirror.take_in(HU, 0, leaves, [])
    one, two = head_over(HU, leaves[:1]), head_over(HU, leaves)
    assert mirror.put_cosigned(HU, None, one, [line(one, "RO", NOW)])
    assert not mirror.put_cosigned(HU, None, two, [])
    assert not mirror.put_cosigned(HU, two, two, [])
    assert mirror.held(HU).last == one
    assert mirror.put_cosigned(HU, one, two, [line(two, "RO", NOW + 9)])
    assert mirror.held(HU).last == two
    assert mirror.cosigned_at(mirror_key("RO")) == NOW + 9
    assert [read_head(note)[0].size for note in records.heads(HU)] == [1, 2]


def test_when_a_key_cosigned_last_ends_with_the_key(kept: Kept) -> None:
    """A thief's line of the year 2100 must not keep the party silent that changed its key."""
    mirror, _ = kept
    mirror.take_in(HU, 0, [leaf(1)], [])
    note = head_over(HU, [leaf(1)])
    stolen = NoteKey(mirror_key("RO").name, SignatureKind.COSIGNATURE, key("RO", "old").public)
    thief = NoteSigner(stolen, key("RO", "old").sign)
    late = cosign(read_note(note).text, NOW + 2**31, thief)
    mirror.put_lines(HU, 1, [line(note, "RO", NOW), late])
    assert mirror.cosigned_at(stolen) == NOW + 2**31
    assert mirror.cosigned_at(mirror_key("RO")) == NOW


def test_first_and_last_line_are_kept_for_ever(kept: Kept) -> None:
    """Heartbeats between them may go; heads are given with the lines over them."""
    mirror, records = kept
    mirror.take_in(HU, 0, [leaf(1)], [])
    note = head_over(HU, [leaf(1)])
    mirror.put_cosigned(HU, None, note, [line(note, "RO", NOW)])
    keeper: Cosignatures = mirror
    for time in (NOW, NOW + 60, NOW + 180, NOW + 120):
        keeper.put_lines(HU, 1, [line(note, "RO", time)])
    keeper.put_lines(HU, 1, [line(note, "HU", NOW + 5)])
    lines = [line(note, "RO", NOW), line(note, "HU", NOW + 5), line(note, "RO", NOW + 180)]
    assert sorted(keeper.lines(HU), key=str) == sorted(((1, each) for each in lines), key=str)
    want = cosigned(note, ("RO", NOW), ("HU", NOW + 5), ("RO", NOW + 180))
    assert sorted((records.checkpoint(HU) or b"").splitlines()) == sorted(want.splitlines())
    assert [sorted(each) for each in records.heads(HU)] == [sorted(want)]
    assert keeper.lines(RO) == ()


def test_an_earlier_line_found_later_is_kept(kept: Kept) -> None:
    """Bundles arrive late: the earliest time proves more than the one that came first."""
    mirror, _ = kept
    note = head_over(HU, [leaf(1)])
    mirror.put_lines(HU, 1, [line(note, "RO", NOW)])
    mirror.put_lines(HU, 1, [line(note, "RO", NOW - 60)])
    assert {each for _, each in mirror.lines(HU)} == {
        line(note, "RO", NOW),
        line(note, "RO", NOW - 60),
    }


def test_no_cosigner_crowds_out_another(kept: Kept) -> None:
    """A note has room for 100 lines: one mirror that dates ever earlier ones must not fill it."""
    mirror, records = kept
    mirror.take_in(HU, 0, [leaf(1)], [])
    note = head_over(HU, [leaf(1)])
    mirror.put_cosigned(HU, None, note, [])
    mirror.put_lines(HU, 1, [line(note, "CA", NOW - back) for back in range(120)])
    mirror.put_lines(HU, 1, [line(note, "RO", NOW)])
    assert [each.name.rpartition("/")[2] for _, each in mirror.lines(HU)].count("ca") == 2
    assert line(note, "RO", NOW) in read_note(records.checkpoint(HU) or b"").signatures
    (head,) = records.heads(HU)
    assert line(note, "RO", NOW) in read_note(head).signatures
    if isinstance(mirror, SqliteMirror):
        (rows,) = mirror._file.db.execute("SELECT count(*) FROM cosig").fetchone()
        assert rows < 20
        served = SqliteShelf(mirror._file).head(HU, 1, own=False) or b""
        assert line(note, "RO", NOW) in read_note(served).signatures


def test_evidence_freezes_its_log(kept: Kept) -> None:
    """The proof is kept and only the log it speaks of is frozen; what is none is refused."""
    mirror, _ = kept
    fork = ForkEvidence(HU, head_over(HU, [b"a"]), head_over(HU, [b"b"]))
    mirror.put_evidence(write_fork(fork))
    assert mirror.held(HU).frozen
    assert not mirror.held(RO).frozen
    with pytest.raises(RecordError, match="E-EVIDENCE"):
        mirror.put_evidence(b"none")


def test_lines_and_evidence_cannot_be_changed(tmp_path: Path) -> None:
    """Triggers forbid what no act of ours does."""
    with SqliteRecords(tmp_path / "record.sqlite", {RO: key("RO", "log")}) as records:
        mirror = SqliteMirror(records)
        note = head_over(HU, [leaf(1)])
        mirror.put_lines(HU, 1, [line(note, "RO", NOW)])
        for change in ("DELETE FROM cosig", "UPDATE cosig SET t=0"):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                records.db.execute(change)


def test_memory_that_fails_is_told_before_anything_is_cosigned(tmp_path: Path) -> None:
    """Entries are read back and hashed again (W3); other bytes stop the process."""
    with SqliteRecords(tmp_path / "record.sqlite", {RO: key("RO", "log")}) as records:
        records.db.execute(
            "CREATE TRIGGER spoil AFTER INSERT ON leaf BEGIN "
            "INSERT INTO leaf VALUES(new.origin, new.i + 1, x'00', x'00', ''); END"
        )
        with pytest.raises(StoreError, match="E-READBACK"):
            SqliteMirror(records).take_in(HU, 0, [leaf(1)], [])
        assert SqliteMirror(records).held(HU).size == 0


def test_a_claimed_head_is_kept_until_one_is_cosigned(kept: Kept) -> None:
    """What a log signed over entries taken in cannot be taken back before it is cosigned."""
    mirror, _ = kept
    leaves = [leaf(k) for k in range(4)]
    two, four = head_over(HU, leaves[:2]), head_over(HU, leaves)
    mirror.take_in(HU, 0, leaves[:1], [], two)
    mirror.take_in(HU, 1, leaves[1:2], [], two)
    mirror.take_in(HU, 2, leaves[2:], [], four)
    assert mirror.held(HU).claimed == (two, four)
    mirror.put_cosigned(HU, None, two, [line(two, "RO", NOW)])
    assert mirror.held(HU).claimed == (four,)
    mirror.put_cosigned(HU, two, four, [line(four, "RO", NOW)])
    assert mirror.held(HU).claimed == ()
    assert mirror.held(RO).claimed == ()


def test_an_older_head_is_kept_with_its_lines(kept: Kept) -> None:
    """Others cosigned it; the newest head stays the newest."""
    mirror, records = kept
    leaves = [leaf(k) for k in range(3)]
    mirror.take_in(HU, 0, leaves, [])
    one, three = head_over(HU, leaves[:1]), head_over(HU, leaves)
    mirror.put_cosigned(HU, None, three, [line(three, "RO", NOW)])
    keeper: Cosignatures = mirror
    for _ in range(2):
        keeper.keep_head(HU, one, [line(one, "HU", NOW)])
    assert [read_head(note)[0].size for note in records.heads(HU)] == [1, 3]
    assert read_head(records.checkpoint(HU) or b"")[0].size == 3
    assert [(size, each.name) for size, each in keeper.lines(HU) if size == 1] == [
        (1, mirror_signer("HU").key.name)
    ]


def test_proofs_are_given_back(kept: Kept) -> None:
    """Each once, whatever log they speak of."""
    mirror, _ = kept
    proofs = {
        write_fork(ForkEvidence(o, head_over(o, [b"a"]), head_over(o, [b"b"]))) for o in (HU, RO)
    }
    for proof in (*proofs, *proofs):
        mirror.put_evidence(proof)
    assert set(mirror.proofs()) == proofs
    assert len(mirror.proofs()) == 2


def test_arrivals_are_counted_since_an_instant(kept: Kept) -> None:
    """By log; what is long past is forgotten where it would fill the disk."""
    mirror, _ = kept
    arrivals: Arrivals = mirror
    for at, entries in ((NOW - 200_000, 1), (NOW - 60, 2), (NOW, 4)):
        arrivals.arrived(HU, at, entries, 10 * entries)
    arrivals.arrived(RO, NOW, 8, 80)
    assert arrivals.intake(HU, NOW - 60) == Intake(6, 60)
    assert arrivals.intake(HU, NOW + 1) == Intake()
    assert arrivals.intake(RO, 0) == Intake(8, 80)


def test_a_mirror_that_begins_anew_finds_out_what_is_missing(tmp_path: Path) -> None:
    """What is remembered of names and frozen logs may be lost: the file says it again."""
    said = replace(statement("HU"), att=(attach(b"blob", "a/b"),))
    digest = sha256(b"blob").hexdigest()
    fork = write_fork(ForkEvidence(HU, head_over(HU, [b"a"]), head_over(HU, [b"b"])))
    with SqliteRecords(tmp_path / "record.sqlite", {RO: key("RO", "log")}) as records:
        first = SqliteMirror(records)
        first.take_in(HU, 0, [signed(said, [key("HU", "author-1")]), leaf(2)], [])
        first.put_evidence(fork)
        for mirror in (first, SqliteMirror(records)):
            assert mirror.held(HU).missing == (digest,)
            assert mirror.held(HU).frozen
        first.take_in(HU, 2, [], [b"blob"])
        assert first.held(HU).missing == SqliteMirror(records).held(HU).missing == ()
        first.put_cosigned(HU, None, head_over(HU, [leaf(1)]), [])
        assert SqliteMirror(records).held(HU).missing == ()


_NEWER = ("claim", "arrival")


def test_a_file_of_the_form_before(tmp_path: Path) -> None:
    """It is read as it is, and brought to the newest form when it is opened to be written."""
    path = tmp_path / "record.sqlite"
    with SqliteRecords(path, {HU: key("HU", "log")}) as records:
        records.append(HU, [leaf(1)])
        for table in _NEWER:
            records.db.execute(f"DROP TABLE {table}")
        for index in ("cosig_head", "cosig_time", "beat_time"):
            records.db.execute(f"DROP INDEX {index}")
        records.db.execute("PRAGMA user_version=1")
    with SqliteRecords(path) as records:
        assert list(records.entries(HU)) == [leaf(1)]
        assert SqliteMirror(records).held(HU).size == 1
    with SqliteRecords(path, {HU: key("HU", "log")}) as records:
        assert records.db.execute("PRAGMA user_version").fetchone() == (2,)
        SqliteMirror(records).arrived(RO, NOW, 1, 1)
        assert list(records.entries(HU)) == [leaf(1)]
