"""Each way to tamper with a record is told by the verifier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

import pytest
from tests.record_samples import HU, RO, Tampered, filled, flip, key, put, rehearsed, statement

from overflight.adapters.keys.pem import new_key
from overflight.adapters.store.heads import sign_head
from overflight.assembly import OpenRecord
from overflight.desk import signed
from overflight.errors import StoreError
from overflight.record import (
    GENESIS,
    Checkpoint,
    Envelope,
    EnvelopeSignature,
    Reference,
    Seen,
    Standing,
    leaf_hash,
    merkle_root,
    read_envelope,
    read_head,
    read_statement,
    verify_record,
    write_envelope,
)


@pytest.fixture
def copy() -> Tampered:
    """Return a copy of a record in which both parties have said something."""
    return Tampered.of(filled())


def test_an_honest_copy_holds(copy: Tampered) -> None:
    """Without tampering there is no fault, else the other tests prove nothing."""
    report = copy.verify()
    assert not report.problems
    assert [log.valid for log in report.logs] == [4, 2]


@pytest.mark.parametrize("index", range(4))
def test_a_flipped_bit_in_any_leaf(copy: Tampered, index: int) -> None:
    """The root no longer fits the signed head."""
    copy.leaves_of[HU][index] = flip(copy.leaves_of[HU][index], 40)
    assert {"E-ROOT", "E-TILE"} <= copy.codes()


@pytest.mark.parametrize("at", [0, 31, 32, -1])
def test_a_flipped_bit_in_a_tile(copy: Tampered, at: int) -> None:
    """A tile is recomputed from the entries."""
    (name,) = copy.tiles_of[HU]
    copy.tiles_of[HU][name] = flip(copy.tiles_of[HU][name], at)
    assert copy.codes() == {"E-TILE"}


def test_a_missing_tile(copy: Tampered) -> None:
    """A head without its tiles cannot be served."""
    copy.tiles_of[HU].clear()
    assert copy.codes() == {"E-TILE"}


def test_a_tile_beyond_the_entries(copy: Tampered) -> None:
    """Hashes of entries nobody holds are told."""
    (name,) = copy.tiles_of[HU]
    copy.tiles_of[HU][replace(name, width=9)] = b"\x00" * 288
    assert copy.codes() == {"E-TILE"}


def test_any_flipped_bit_in_a_head(copy: Tampered) -> None:
    """No byte of a signed head can change unnoticed."""
    note = copy.heads_of[HU][-1]
    for at in range(len(note)):
        copy.heads_of[HU][-1] = flip(note, at)
        assert copy.codes(), at


def test_a_flipped_bit_in_a_signature_signed_anew_by_the_log(copy: Tampered) -> None:
    """The log key cannot speak for people: the entry is void."""
    leaf = copy.leaves_of[HU][2]
    envelope = read_envelope(leaf)
    (line,) = envelope.signatures
    bad = Envelope(envelope.payload, (EnvelopeSignature(line.keyid, flip(line.sig)),))
    copy.leaves_of[HU][2] = write_envelope(bad)
    copy.seal(HU)
    assert copy.codes() == {"E-SIG"}


def test_a_removed_row(copy: Tampered) -> None:
    """Fewer entries than the log signed for."""
    del copy.leaves_of[HU][1]
    assert {"E-ROLLBACK"} <= copy.codes()


def test_a_log_cut_short_with_its_heads(copy: Tampered) -> None:
    """A truncated log with an old head is whole by itself: only what others saw can tell."""
    copy.leaves_of[HU] = copy.leaves_of[HU][:2]
    copy.heads_of[HU] = copy.heads_of[HU][:2]
    copy.seal(HU)
    assert copy.codes() == set()


def test_a_log_cut_short_that_somebody_had_seen() -> None:
    """A head another party named in a statement cannot be taken back."""
    record = filled()
    note = record.desk.records.checkpoint(HU) or b""
    _say_seen(record, note)
    copy = Tampered.of(record)
    copy.leaves_of[HU] = copy.leaves_of[HU][:2]
    copy.seal(HU)
    assert copy.codes() == {"E-ROLLBACK"}


def test_a_log_rewritten_after_somebody_had_seen_it() -> None:
    """Another history under the same key is a fork, and the signed head proves it."""
    record = filled()
    _say_seen(record, record.desk.records.checkpoint(HU) or b"")
    copy = Tampered.of(record)
    copy.leaves_of[HU][3] = signed(statement("HU", 99), [key("HU", "author-1")])
    copy.seal(HU)
    assert copy.codes() == {"E-FORK"}


def _say_seen(record: OpenRecord, note: bytes) -> None:
    head, _ = read_head(note)
    seen = (Seen(head.origin, head.size, sha256(note).hexdigest()),)
    leaf = signed(replace(statement("RO", 7), seen=seen), [key("RO", "author-1")])
    record.desk.records.append(RO, [leaf], [note])


@pytest.mark.parametrize(
    "note",
    [b"no note", sign_head(Checkpoint(HU, 77, b"\x01" * 32), new_key("HU"))],
)
def test_a_head_nobody_signed_proves_nothing(note: bytes) -> None:
    """A party cannot make another log look forked with a head of its own making."""
    record = filled()
    seen = (Seen(HU, 77, sha256(note).hexdigest()),)
    leaf = signed(replace(statement("RO", 7), seen=seen), [key("RO", "author-1")])
    record.desk.records.append(RO, [leaf], [note])
    assert Tampered.of(record).codes() == set()


def test_a_head_that_is_named_but_not_held() -> None:
    """Notes named by a statement are kept with it."""
    record = filled()
    _say_seen(record, record.desk.records.checkpoint(HU) or b"")
    copy = Tampered.of(record)
    copy.blobs = {h: blob for h, blob in copy.blobs.items() if blob == copy.document}
    assert copy.codes() == {"E-BLOB"}


def test_reordered_entries(copy: Tampered) -> None:
    """The order is signed."""
    copy.leaves_of[HU][1:3] = reversed(copy.leaves_of[HU][1:3])
    assert {"E-ROOT"} <= copy.codes()


def test_a_replayed_statement(copy: Tampered) -> None:
    """A statement stands once: the second time it is void, even under a good head."""
    copy.leaves_of[HU].append(copy.leaves_of[HU][1])
    copy.seal(HU)
    assert copy.codes() == {"E-DUP"}


def test_a_statement_of_another_log(copy: Tampered) -> None:
    """What a party said in its own log cannot be put into another's."""
    copy.leaves_of[HU].append(copy.leaves_of[RO][1])
    copy.seal(HU)
    assert copy.codes() == {"E-LOG"}


def test_a_statement_in_another_partys_name() -> None:
    """A party speaks for itself only, also in its own log."""
    record = rehearsed()
    said = replace(statement("HU"), party="RO")
    record.desk.records.append(HU, [signed(said, [key("HU", "author-1")])])
    assert Tampered.of(record).codes() == {"E-PARTY"}


@pytest.mark.parametrize("name", ["log", "mirror", "root-1"])
def test_a_statement_signed_by_another_key_of_the_party(name: str) -> None:
    """A machine's key, or a lone root key, cannot sign statements."""
    record = rehearsed()
    put(record, "HU", by=[key("HU", name)])
    assert Tampered.of(record).codes() == {"E-KEY"}


def test_a_statement_signed_by_a_stranger() -> None:
    """A key that no key set names counts for nothing, alone or beside a good one."""
    record = rehearsed()
    put(record, "HU", 1, by=[new_key("HU")])
    put(record, "HU", 2, by=[new_key("HU"), key("HU", "author-1")])
    assert Tampered.of(record).codes() == {"E-KEY", "E-SIG"}


def test_unsorted_signatures(copy: Tampered) -> None:
    """A second spelling of an envelope is void, else one statement had two hashes."""
    leaf = signed(statement("HU", 50), [key("HU", "author-1"), key("RO", "author-1")])
    one, two = (leaf.index(s.keyid.encode()) for s in read_envelope(leaf).signatures)
    width = two - one - 1
    swapped = leaf[:one] + leaf[two : two + width] + b"," + leaf[one : one + width]
    swapped = swapped.replace(b'},"', b'},{"keyid":"') + leaf[two + width :]
    copy.leaves_of[HU].append(swapped)
    copy.seal(HU)
    assert copy.codes() == {"E-LEAF"}


def test_a_rewritten_head(copy: Tampered) -> None:
    """A head signed by anybody but the log is no head."""
    copy.seal(HU, by=new_key("HU"))
    assert copy.codes() == {"E-HEADSIG"}


def test_a_head_of_another_log(copy: Tampered) -> None:
    """A head speaks for the log it names."""
    copy.heads_of[HU] = copy.heads_of[RO]
    assert {"E-ORIGIN", "E-HEADSIG"} <= copy.codes()


def test_entries_beyond_the_newest_head(copy: Tampered) -> None:
    """Entries no head covers are not part of the log."""
    copy.leaves_of[HU].append(signed(statement("HU", 77), [key("HU", "author-1")]))
    assert {"E-HEAD", "E-TILE"} <= copy.codes()


def test_heads_that_do_not_grow(copy: Tampered) -> None:
    """A log never signs a smaller head after a larger one."""
    copy.heads_of[HU].reverse()
    assert {"E-HEAD"} <= copy.codes()


def test_no_head_at_all(copy: Tampered) -> None:
    """Entries without a signed head are nobody's log."""
    copy.heads_of[HU].clear()
    assert copy.codes() == {"E-HEAD"}


def test_a_missing_log(copy: Tampered) -> None:
    """A founder's log cannot be left out."""
    del copy.leaves_of[RO]
    assert copy.codes() == {"E-MISSING"}


def test_a_log_nobody_founded(copy: Tampered) -> None:
    """A log the genesis document does not name proves nothing of itself."""
    other = HU.replace("/hu/", "/zz/")
    copy.leaves_of[other] = copy.leaves_of[HU]
    copy.heads_of[other], copy.tiles_of[other] = copy.heads_of[HU], copy.tiles_of[HU]
    assert {"E-GENESIS", "E-LOG"} <= copy.codes()


def test_a_whole_log_made_anew_with_other_keys(copy: Tampered) -> None:
    """Who controls the machine cannot replace the founding keys everybody compared on paper."""
    forged = Tampered.of(rehearsed(seed="other"))
    for part in ("leaves_of", "heads_of", "tiles_of"):
        getattr(copy, part)[HU] = getattr(forged, part)[HU]
    copy.blobs |= forged.blobs
    assert {"E-GENESIS", "E-KEY"} <= copy.codes()


def test_two_genesis_documents(copy: Tampered) -> None:
    """Without a document from elsewhere, founders that name two make no regime."""
    forged = Tampered.of(rehearsed(seed="other"))
    copy.leaves_of[HU] = forged.leaves_of[HU]
    report = verify_record(copy)
    assert "E-GENESIS" in {problem.code for problem in report.problems}
    assert report.regime == ""


def test_an_attachment_lost_or_changed() -> None:
    """Bytes the record itself keeps are held and fit their hash."""
    copy = Tampered.of(filled())
    digest = sha256(copy.document).hexdigest()
    copy.blobs[digest] = flip(copy.document)
    assert copy.codes() == {"E-BLOB"}
    del copy.blobs[digest]
    assert copy.codes() == {"E-BLOB"}


def test_a_reference_to_another_statement() -> None:
    """An answer names what it answers by hash; another place or hash makes it void."""
    record = filled()
    ref = put(record, "HU", 40)
    put(record, "RO", 41, re=(ref,))
    put(record, "RO", 42, re=(Reference(HU, ref.i, "0" * 64),))
    put(record, "RO", 43, re=(Reference(HU, 99, ref.h),))
    put(record, "RO", 44, re=(Reference("nowhere", 0, ref.h),))
    log = Tampered.of(record).verify().logs[1]
    assert (log.valid, [c.code for c in log.void]) == (3, ["E-REF"] * 3)


def test_a_second_genesis_in_the_log() -> None:
    """A log begins once: root keys alone cannot begin it again."""
    record = filled()
    first = next(record.desk.records.entries(HU))
    said = replace(read_statement(read_envelope(first).payload), id="0" * 32)
    roots = [key("HU", name) for name in ("root-1", "root-2")]
    record.desk.records.append(HU, [signed(said, roots)])
    (void,) = Tampered.of(record).verify().logs[0].void
    assert (void.code, void.standing) == ("E-RULE", Standing.VOID)


def test_one_root_key_founds_nothing() -> None:
    """Entry 0 wants the threshold of root keys, not one stolen key."""
    copy = Tampered.of(filled())
    first = read_statement(read_envelope(copy.leaves_of[HU][0]).payload)
    assert first.type == GENESIS
    copy.leaves_of[HU][0] = signed(first, [key("HU", "root-1")])
    copy.seal(HU)
    assert {"E-GENESIS", "E-KEY"} <= copy.codes()


def test_a_cut_off_disk_is_reported_not_raised(copy: Tampered) -> None:
    """A fault of reading becomes a problem of that log; the other logs are still judged."""

    class Failing(Tampered):
        def leaves(self, origin: str) -> Iterable[tuple[int, bytes]]:
            if origin == RO:
                raise StoreError("E-STORE", where="disk", expected="", found="", remedy="")
            return super().leaves(origin)

    failing = Failing(copy.document, copy.leaves_of, copy.heads_of, copy.tiles_of, copy.blobs)
    report = failing.verify()
    assert {"E-STORE"} <= {p.code for p in report.problems}
    assert report.logs[0].valid == 4


def test_the_root_reported_is_recomputed(copy: Tampered) -> None:
    """The report's roots come from the entries, not from what the copy claims."""
    copy.leaves_of[HU][1] = flip(copy.leaves_of[HU][1], 40)
    log = copy.verify().logs[0]
    assert log.head.root == merkle_root(copy.leaves_of[HU])
    assert log.void[0].ref.h == leaf_hash(copy.leaves_of[HU][1]).hex()
