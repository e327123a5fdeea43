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
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from tests.shared_data import shared

from overflight.record import (
    EMPTY_ROOT,
    Checkpoint,
    Envelope,
    EnvelopeSignature,
    HashTree,
    NoteKey,
    NoteSigner,
    SignatureKind,
    TileName,
    consistency_proof,
    cosign,
    cosign_times,
    cut_id,
    faults_of,
    fork_fault,
    head_signed_by,
    inclusion_proof,
    key_id,
    leaf_hash,
    merkle_root,
    mldsa_of_spki,
    nodes_of,
    not_after,
    not_before,
    origin_hash,
    pae,
    quorum_of,
    read_envelope,
    read_fork,
    read_head,
    read_note,
    read_statement,
    read_vkey,
    spki_of_mldsa,
    subtree_message,
    tile_names,
    verifies,
    verify_consistency,
    with_lines,
    write_checkpoint,
    write_cut,
    write_envelope,
    write_fork,
    write_note,
    write_statement,
)
from overflight.record.merkle import verify_inclusion

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
def test_key_lines_of_the_second_algorithm(vkey: str) -> None:
    """A key of type 0x06 is read, and its id is checked."""
    key = read_vkey(KEYS[vkey])
    assert key.kind == SignatureKind.ML_DSA
    assert key.vkey == KEYS[vkey]


@pytest.mark.parametrize("name", ["note", "note_with_mldsa"])
def test_notes(name: str) -> None:
    """Log signatures and cosignatures of both algorithms verify, and nothing else does."""
    data = VECTORS[name].encode()
    head, note = read_head(data)
    both = name == "note_with_mldsa"
    assert head.root.hex() == SMALL["roots"]["5"]
    assert head_signed_by(note, read_vkey(KEYS["log_vkey"]))
    assert head_signed_by(note, read_vkey(KEYS["log_mldsa_vkey"])) is both
    time = VECTORS["cosign_time"]
    assert cosign_times(note, read_vkey(KEYS["mirror_vkey"])) == (time,)
    assert cosign_times(note, read_vkey(KEYS["mirror_mldsa_vkey"])) == ((time,) if both else ())
    assert write_note(note.text, note.signatures) == data


def test_message_of_the_second_signature() -> None:
    """What ML-DSA-44 signs is byte for byte what the independent implementations sign."""
    head, _ = read_head(VECTORS["note"].encode())
    name = KEYS["mirror_mldsa_vkey"].partition("+")[0]
    made = subtree_message(name, VECTORS["cosign_time"], head)
    assert made.hex() == VECTORS["mldsa_message_hex"]


def test_cosigning_makes_the_note_of_the_vectors() -> None:
    """Ed25519 is deterministic: head and cosignature come out byte for byte."""
    head = Checkpoint("overflight.example/log/xa", 5, bytes.fromhex(SMALL["roots"]["5"]))
    signers = (("log_vkey", "log_seed"), ("mirror_vkey", "mirror_seed"))
    text = write_checkpoint(head)
    lines = [
        cosign(text, VECTORS["cosign_time"], NoteSigner(read_vkey(KEYS[v]), private(KEYS[s]).sign))
        for v, s in signers
    ]
    assert write_note(text, lines) == VECTORS["note"].encode()


def test_cosigning_with_the_second_algorithm() -> None:
    """Signatures are randomised, so a fresh line is verified, never compared."""
    secret = MLDSA44PrivateKey.from_seed_bytes(bytes.fromhex(KEYS["mirror_mldsa_seed"]))
    key = read_vkey(KEYS["mirror_mldsa_vkey"])
    assert secret.public_key().public_bytes_raw() == key.public
    spki = secret.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    assert spki_of_mldsa(key.public) == spki
    assert mldsa_of_spki(spki) == key.public
    data = VECTORS["note"].encode()
    made = with_lines(data, [cosign(read_note(data).text, 7, NoteSigner(key, secret.sign))])
    assert cosign_times(read_note(made), key) == (7,)


@pytest.mark.parametrize(("parties", "numbers"), VECTORS["quorum"].items())
def test_quorums(parties: str, numbers: list[int]) -> None:
    """How many may lie, and how many must have signed."""
    assert [faults_of(int(parties)), quorum_of(int(parties))] == numbers


def test_time_without_a_clock() -> None:
    """The ranks of NA and NB are those of the design."""
    time = VECTORS["time"]
    times = {str(k): t for k, t in enumerate(time["times"])}
    assert faults_of(time["n"]) == time["f"]
    assert not_after(times, time["n"]) == time["NA"]
    assert not_before(times, time["n"]) == time["NB"]


def test_evidence_of_a_fork() -> None:
    """The file of the vectors reads, proves a fork, and is written back byte for byte."""
    data = VECTORS["fork_evidence"].encode()
    evidence = read_fork(data)
    assert fork_fault(evidence, [read_vkey(KEYS["log_vkey"])]) == ""
    assert fork_fault(evidence, [read_vkey(KEYS["log_mldsa_vkey"])]) != ""
    assert write_fork(evidence) == data


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
