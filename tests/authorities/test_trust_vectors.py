"""The record against values computed by code nobody here wrote.

``trust_vectors.json`` was checked with Go's x/mod sumdb, tlog-scales, Node and noble, the envelope
with securesystemslib. Examples of the public specifications stand beside them.
"""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from tests.shared_data import shared

from overflight.record import (
    EMPTY_ROOT,
    Checkpoint,
    Envelope,
    EnvelopeSignature,
    HashTree,
    NoteKey,
    SignatureKind,
    TileName,
    consistency_proof,
    cosign_times,
    cut_id,
    inclusion_proof,
    key_id,
    leaf_hash,
    merkle_root,
    nodes_of,
    origin_hash,
    pae,
    read_envelope,
    read_head,
    read_note,
    read_statement,
    read_vkey,
    tile_names,
    verifies,
    verify_consistency,
    verify_inclusion,
    write_cut,
    write_envelope,
    write_note,
    write_statement,
)

VECTORS = json.loads(Path(__file__).with_name("trust_vectors.json").read_bytes())
SMALL, DECIMAL, KEYS, DSSE = (
    VECTORS[k] for k in ("merkle_small", "merkle_decimal", "keys", "dsse")
)
HASHES = [leaf_hash(str(index).encode()) for index in range(70_000)]


def private(seed: str) -> Ed25519PrivateKey:
    """Return the private key of a seed in hex."""
    return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(seed))


def test_vectors_are_the_shared_ones() -> None:
    """The copy here is the one the design speaks of, so that neither drifts."""
    whole = json.loads(shared("design", "trust-vectors.json").read_bytes())
    assert {name: whole[name] for name in VECTORS} == VECTORS


def test_roots_of_the_five_small_leaves() -> None:
    """Leaf and node hashes carry their prefix, and odd sizes promote the last node."""
    leaves = [bytes.fromhex(leaf) for leaf in SMALL["leaves_hex"]]
    assert [leaf_hash(leaf).hex() for leaf in leaves] == SMALL["leaf_hashes"]
    for size, root in SMALL["roots"].items():
        assert merkle_root(leaves[: int(size)]).hex() == root
    assert EMPTY_ROOT.hex() == SMALL["roots"]["0"]


def test_small_proofs() -> None:
    """Proofs list their hashes in the order others read them."""
    node = nodes_of([bytes.fromhex(h) for h in SMALL["leaf_hashes"]])
    assert [h.hex() for h in inclusion_proof(2, 5, node)] == SMALL["inclusion_2_of_5"]
    assert [h.hex() for h in consistency_proof(3, 5, node)] == SMALL["consistency_3_5"]


def test_roots_across_tile_borders() -> None:
    """A tree grown through tiles has the roots of RFC 6962 at and around each tile border."""
    tree, roots = HashTree(), {}
    for digest in HASHES:
        tree.push(digest)
        if str(tree.size) in DECIMAL["roots"]:
            roots[str(tree.size)] = tree.frontier().root().hex()
    assert roots == DECIMAL["roots"]


def test_tiles_of_seventy_thousand_leaves() -> None:
    """Size 70000 has 273 full tiles and 112 hashes, one full and 17, then a single hash."""
    names = [name.path for name in tile_names(70_000)]
    assert len([name for name in names if name.startswith("tile/0/") and ".p/" not in name]) == 273
    assert names[273:] == ["tile/0/273.p/112", "tile/1/000", "tile/1/001.p/17", "tile/2/000.p/1"]


def test_long_proofs() -> None:
    """Proofs over 70000 leaves are those of the independent implementations, and verify."""
    node, root = nodes_of(HASHES), bytes.fromhex(DECIMAL["roots"]["70000"])
    path = inclusion_proof(69_999, 70_000, node)
    assert [h.hex() for h in path] == DECIMAL["inclusion_69999_of_70000"]
    assert verify_inclusion(HASHES[69_999], 69_999, 70_000, path, root)
    steps = consistency_proof(257, 70_000, node)
    assert [h.hex() for h in steps] == DECIMAL["consistency_257_70000"]
    old = (257, bytes.fromhex(DECIMAL["roots"]["257"]))
    assert verify_consistency(old, (70_000, root), steps)


@pytest.mark.parametrize(("index", "path"), VECTORS["tile_path"].items())
def test_tile_paths(index: str, path: str) -> None:
    """A tile lies where every C2SP client looks for it."""
    assert TileName(0, int(index)).path == f"tile/0/{path}"


@pytest.mark.parametrize(
    ("seed", "kind", "vkey"),
    [
        ("log_seed", SignatureKind.LOG, "log_vkey"),
        ("mirror_seed", SignatureKind.COSIGNATURE, "mirror_vkey"),
    ],
)
def test_key_lines(seed: str, kind: SignatureKind, vkey: str) -> None:
    """Key ids bind the name, the type and the key."""
    public = private(KEYS[seed]).public_key().public_bytes_raw()
    key = NoteKey(KEYS[vkey].partition("+")[0], kind, public)
    assert key.vkey == KEYS[vkey]
    assert read_vkey(KEYS[vkey]) == key


@pytest.mark.parametrize("vkey", ["mirror_mldsa_vkey", "log_mldsa_vkey"])
def test_key_lines_of_the_type_to_come(vkey: str) -> None:
    """A key of type 0x06 is read and its id checked, though nothing is verified by it yet."""
    key = read_vkey(KEYS[vkey])
    assert key.kind == SignatureKind.ML_DSA
    assert key.vkey == KEYS[vkey]


@pytest.mark.parametrize("name", ["note", "note_with_mldsa"])
def test_notes(name: str) -> None:
    """Log signature and cosignature verify, also beside lines of a type to come."""
    data = VECTORS[name].encode()
    head, note = read_head(data)
    assert head.root.hex() == SMALL["roots"]["5"]
    assert note.signed_by(read_vkey(KEYS["log_vkey"]))
    assert cosign_times(note, read_vkey(KEYS["mirror_vkey"])) == (VECTORS["cosign_time"],)
    assert cosign_times(note, read_vkey(KEYS["mirror_mldsa_vkey"])) == ()
    assert write_note(note.text, note.signatures) == data


def test_note_of_the_specification() -> None:
    """The example in the signed-note specification verifies."""
    note = read_note(
        b"If you think cryptography is the answer to your problem,\n"
        b"then you don't know what your problem is.\n\n"
        b"\xe2\x80\x94 PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZS"
        b"NXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    )
    key = read_vkey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")
    assert note.signed_by(key)


def test_pae_of_the_specification() -> None:
    """The example in the DSSE 1.0.2 protocol is what we sign."""
    made = pae("http://example.com/HelloWorld", b"hello world")
    assert made == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"


def test_envelope() -> None:
    """Payload, signature, leaf and leaf hash are those securesystemslib accepts."""
    key = private(DSSE["author_seed"])
    public = key.public_key().public_bytes_raw()
    payload = DSSE["payload_utf8"].encode()
    assert (public.hex(), key_id(public)) == (DSSE["author_pub"], DSSE["keyid"])
    message = pae("application/vnd.overflight.statement.v1+json", payload)
    assert sha256(message).hexdigest() == DSSE["pae_sha256"]
    envelope = Envelope(payload, (EnvelopeSignature(DSSE["keyid"], key.sign(message)),))
    leaf = write_envelope(envelope)
    assert leaf.decode() == DSSE["leaf_utf8"]
    assert (len(leaf), leaf_hash(leaf).hex()) == (544, DSSE["leaf_hash"])
    assert read_envelope(leaf) == envelope
    assert verifies(public, envelope.signatures[0].sig, message)


def test_statement() -> None:
    """The statement of the vectors reads and writes back to the same bytes."""
    payload = DSSE["payload_utf8"].encode()
    statement = read_statement(payload)
    assert (statement.party, statement.body) == ("XA", {"n": 1, "text": "\u017d"})
    assert write_statement(statement) == payload
    assert sha256(payload).hexdigest() == DSSE["payload_sha256"]


def test_cut_and_origin_hash() -> None:
    """Everybody names the same part of the record by the same id."""
    head = Checkpoint("overflight.example/log/xa", 5, bytes.fromhex(SMALL["roots"]["5"]))
    assert write_cut([head]).decode() == VECTORS["cut"]["json"]
    assert cut_id([head]) == VECTORS["cut"]["id"]
    assert origin_hash(head.origin) == VECTORS["origin_hash"]


def test_chunk_root_of_the_media_file() -> None:
    """The tree over the chunks of a file is the same tree."""
    media = VECTORS["media"]
    data = (bytes(range(251)) * (media["bytes"] // 251 + 1))[: media["bytes"]]
    chunks = (data[at : at + 2**20] for at in range(0, len(data), 2**20))
    assert merkle_root(chunks).hex() == media["chunk_root"]
