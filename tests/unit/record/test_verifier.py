"""What the verifier says of copies that lack something, and the small forms around it."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

import pytest
from tests.record_samples import HU, RO, Tampered, filled, flip, key, put, rehearsed, statement

from overflight.assembly import REHEARSAL_BASE
from overflight.desk import signed
from overflight.errors import RecordError, StoreError
from overflight.record import (
    Checkpoint,
    EntryProof,
    Hooks,
    KeyUse,
    NoteKey,
    NoteSignature,
    Seen,
    SignatureKind,
    Statement,
    TileName,
    check_record,
    cosign_times,
    find_genesis,
    inclusion_proof,
    leaf_hash,
    mirror_name,
    nodes_in_tiles,
    nodes_of,
    read_envelope,
    read_genesis_body,
    read_head,
    read_note,
    read_proof,
    read_statement,
    verify_record,
    write_checkpoint,
    write_genesis_body,
    write_note,
    write_proof,
)
from overflight.record.checkpoints import cosignature_message
from overflight.record.tiles import HashTree


def mirrored(note: bytes, party: str, time: int = 1_893_456_000) -> bytes:
    """Return a head with a cosignature of a party's mirror key."""
    signer = key(party, "mirror")
    named = NoteKey(mirror_name(REHEARSAL_BASE, party), SignatureKind.COSIGNATURE, signer.public)
    read = read_note(note)
    body = struct.pack(">Q", time) + signer.sign(cosignature_message(time, read.text))
    return write_note(read.text, (*read.signatures, NoteSignature(named.name, named.id, body)))


def test_cosigners_of_the_newest_head_are_named() -> None:
    """A party's own mirror and another's count apart; bad lines count for nobody."""
    copy = Tampered.of(filled())
    note = copy.heads_of[HU][-1]
    copy.heads_of[HU][-1] = mirrored(mirrored(note, "RO"), "HU")
    report = copy.verify()
    assert report.problems == ()
    assert [log.cosigners for log in report.logs] == [("HU", "RO"), ()]
    copy.heads_of[HU][-1] = mirrored(note, "RO", 2**63)
    assert copy.verify().logs[0].cosigners == ()


def test_cosignatures_of_another_form_count_for_nothing() -> None:
    """A line of the wrong length or type, or a flipped bit, is no cosignature."""
    note = mirrored(Tampered.of(filled()).heads_of[HU][-1], "RO")
    public = key("RO", "mirror").public
    mirror = NoteKey(mirror_name(REHEARSAL_BASE, "RO"), SignatureKind.COSIGNATURE, public)
    read = read_note(note)
    assert cosign_times(read, mirror) == (1_893_456_000,)
    *rest, line = read.signatures
    for body in (line.body[:-1], flip(line.body), flip(line.body, 7)):
        changed = replace(read, signatures=(*rest, replace(line, body=body)))
        assert cosign_times(changed, mirror) == ()
    assert cosign_times(read, replace(mirror, kind=SignatureKind.ML_DSA)) == ()
    assert not read.signed_by(mirror)


def test_a_copy_that_cannot_be_opened() -> None:
    """Where not even the logs can be listed, that is the one problem."""

    class Closed(Tampered):
        def origins(self) -> tuple[str, ...]:
            raise StoreError("E-STORE", where="disk", expected="", found="", remedy="")

    report = Closed(b"", {}, {}, {}).verify()
    assert [p.code for p in report.problems] == ["E-STORE"]
    assert report.logs == ()


def test_first_entries_that_cannot_be_read_name_no_document() -> None:
    """The genesis is found in the logs that can be read."""

    class Half(Tampered):
        def leaves(self, origin: str) -> Iterable[tuple[int, bytes]]:
            if origin == RO:
                raise StoreError("E-STORE", where="disk", expected="", found="", remedy="")
            return super().leaves(origin)

    copy = Tampered.of(filled())
    half = Half(copy.document, copy.leaves_of, copy.heads_of, copy.tiles_of, copy.blobs)
    report = verify_record(half)
    assert report.regime
    assert report.logs[0].problems == ()


def test_a_genesis_document_that_is_named_but_not_held() -> None:
    """Without the document nothing is known of the founders, and every entry is void."""
    copy = Tampered.of(filled())
    copy.blobs.clear()
    report = verify_record(copy)
    assert "E-GENESIS" in {p.code for p in report.general}
    assert [log.valid for log in report.logs] == [0, 0]
    assert report.logs[0].party == ""


def test_a_genesis_blob_with_other_bytes() -> None:
    """The document is taken by its hash only."""
    copy = Tampered.of(filled())
    leaves = {o: copy.leaves_of[o] for o in copy.origins()}
    with pytest.raises(RecordError, match="E-GENESIS"):
        find_genesis(leaves, lambda digest: b"other")
    with pytest.raises(RecordError, match="E-GENESIS"):
        find_genesis({HU: [b"{}"], RO: []}, copy.blob)
    with pytest.raises(RecordError, match="E-GENESIS"):
        find_genesis({HU: copy.leaves_of[HU][1:]}, copy.blob)


def test_entries_that_change_while_they_are_read() -> None:
    """A copy that gives other bytes the second time is told."""

    class Changing(Tampered):
        reads = 0

        def leaves(self, origin: str) -> Iterable[tuple[int, bytes]]:
            self.reads += 1
            for index, leaf in super().leaves(origin):
                yield index, flip(leaf, 99) if index == 2 and self.reads > 2 else leaf

    copy = Tampered.of(filled())
    changing = Changing(copy.document, copy.leaves_of, copy.heads_of, copy.tiles_of, copy.blobs)
    assert "E-CHANGED" in changing.codes()


def test_hooks_judge_schema_before_references_and_rules_after() -> None:
    """Chapters add two codes, each at its place in the order."""
    record = filled()
    copy = Tampered.of(record)

    def wrong(statement: Statement) -> str:
        return "another body" if statement.body.get("n") == 1 else ""

    for hooks, code in ((Hooks(schema=wrong), "E-SCHEMA"), (Hooks(rule=wrong), "E-RULE")):
        (void,) = verify_record(copy, copy.document, hooks).logs[0].void
        assert (void.code, void.expected) == (code, "another body")
    both = Hooks(schema=wrong, rule=wrong)
    (void,) = (c for c in check_record(copy.document, copy.leaves_of, both) if c.code)
    assert void.code == "E-SCHEMA"


def test_a_log_on_its_own_refers_to_nothing_outside() -> None:
    """References into logs that are not held make a statement void."""
    record = filled()
    ref = put(record, "HU", 50)
    put(record, "RO", 51, re=(ref,))
    leaves = {RO: list(record.desk.records.entries(RO))}
    (void,) = (c for c in check_record(record.genesis, leaves) if c.code)
    assert void.code == "E-REF"


def test_proofs_are_checked_against_log_head_and_leaf() -> None:
    """Another leaf, another log's key, another signer, another index: nothing is proven."""
    copy = Tampered.of(filled())
    leaves, note = copy.leaves_of[HU], copy.heads_of[HU][-1]
    path = inclusion_proof(2, len(leaves), nodes_of([leaf_hash(leaf) for leaf in leaves]))
    proof = EntryProof(2, path, note)
    log = NoteKey(HU, SignatureKind.LOG, key("HU", "log").public)
    assert read_proof(write_proof(proof)) == proof
    assert proof.proves(leaves[2], log)
    assert not proof.proves(leaves[1], log)
    assert not proof.proves(leaves[2], NoteKey(RO, SignatureKind.LOG, log.public))
    assert not proof.proves(leaves[2], replace(log, public=key("RO", "log").public))
    assert not replace(proof, index=1).proves(leaves[2], log)
    assert not replace(proof, index=99).proves(leaves[2], log)


def test_proofs_that_are_not_ascii_or_not_hashes() -> None:
    """What cannot be a proof is refused with its code."""
    note = Tampered.of(filled()).heads_of[HU][-1]
    for path in ((b"x",), (b"x" * 32,) * 64):
        with pytest.raises(RecordError, match="E-PROOF"):
            read_proof(write_proof(EntryProof(0, path, note)))
    with pytest.raises(RecordError, match="E-PROOF"):
        read_proof(b"\xff\n\n" + note)


def test_a_tree_asked_for_what_it_does_not_hold() -> None:
    """Tiles to the left of an opened edge, or above the tree, are not made up."""
    whole = HashTree()
    for k in range(600):
        whole.push(k.to_bytes(32, "big"))
    edge = HashTree(600, lambda name: whole.tile(name) or b"")
    assert edge.tile(TileName(0, 0)) is None
    assert edge.tile(TileName(5, 0)) is None
    assert whole.tile(TileName(0, 2, 89)) is None
    assert list(edge.tiles_since(600)) == []
    with pytest.raises(RecordError, match="E-TILE"):
        HashTree(600, lambda name: b"short")


def test_subtrees_are_read_from_tiles() -> None:
    """Every perfect subtree comes from the tile that holds its rows; a missing one is told."""
    tree = HashTree()
    hashes = [k.to_bytes(32, "big") for k in range(600)]
    for digest in hashes:
        tree.push(digest)
    node, plain = nodes_in_tiles(600, tree.tile), nodes_of(hashes)
    for level in range(10):
        for index in range(600 >> level):
            assert node(level, index) == plain(level, index)
    with pytest.raises(RecordError, match="E-TILE"):
        nodes_in_tiles(600, lambda name: None)(0, 599)


def test_a_head_of_an_empty_log_reads() -> None:
    """Size nought has the one root it can have."""
    text = write_checkpoint(Checkpoint("a/log/hu/1", 0, HashTree().frontier().root()))
    head, _ = read_head(write_note(text, [NoteSignature("a/log/hu/1", b"0000", b"s")]))
    assert head.size == 0


def test_a_founded_record_without_statements_holds() -> None:
    """A regime exists from its first entries on."""
    report = Tampered.of(rehearsed()).verify()
    assert report.problems == ()
    assert [log.valid for log in report.logs] == [1, 1]


def test_what_parties_saw_of_each_other_fits() -> None:
    """An honest ``seen`` is checked and told to nobody; one of a log not held is passed over."""
    record = filled()
    note = record.desk.records.checkpoint(HU) or b""
    digest = sha256(note).hexdigest()
    seen = (Seen(HU, 4, digest), Seen("elsewhere/log/xx/1", 4, digest))
    leaf = signed(replace(statement("RO", 9), seen=seen), [key("RO", "author-1")])
    record.desk.records.append(RO, [leaf], [note])
    assert Tampered.of(record).codes() == set()


def regenesis(change: str) -> set[str]:
    """Return what is told of a log whose first entry differs in one point."""
    copy = Tampered.of(filled())
    said = read_statement(read_envelope(copy.leaves_of[HU][0]).payload)
    document, keys = read_genesis_body(said.body)
    roots = [key("HU", f"root-{n}") for n in (1, 2, 3)]
    others = [key("RO", f"root-{n}") for n in (1, 2)]
    if change == "version":
        keys = replace(keys, version=2)
    elif change == "roots":
        keys = replace(keys, root=(*keys.root, *(k.public for k in others)))
    elif change == "document":
        document = "0" * 64
    else:
        keys = replace(keys, keys=tuple(k for k in keys.keys if k.use is not KeyUse.MIRROR))
    changed = replace(said, body=write_genesis_body(document, keys))
    copy.leaves_of[HU][0] = signed(changed, roots)
    copy.seal(HU)
    return copy.codes()


@pytest.mark.parametrize("change", ["version", "roots", "document", "mirror"])
def test_a_first_entry_that_differs_from_the_document(change: str) -> None:
    """Even the party's own root keys cannot begin its log otherwise than all founders agreed."""
    assert {"E-GENESIS", "E-RULE"} <= regenesis(change)
