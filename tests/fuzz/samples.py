"""Lawful bytes of every form of the record: where the fuzzing starts."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from hashlib import sha256

from tests.mirror_samples import NOW, cosigned, head_over, mirror_key, mirror_signer
from tests.record_samples import HU, RO, Tampered, filled, key, statement

from overflight.adapters.store.heads import sign_head
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.assembly import REHEARSAL_BASE
from overflight.desk import signed
from overflight.record import (
    Attachment,
    AttachmentKind,
    Bloc,
    Carried,
    Checkpoint,
    EntryProof,
    NoteKey,
    NoteSignature,
    Reference,
    Seen,
    SignatureKind,
    Succession,
    carried_files,
    inclusion_proof,
    leaf_hash,
    merkle_root,
    nodes_of,
    pack,
    packing_text,
    prove_fork,
    read_envelope,
    read_genesis_body,
    read_statement,
    regime_policies,
    signed_list,
    write_canonical,
    write_fork,
    write_key_set,
    write_policy,
    write_proof,
    write_statement,
)
from overflight.record.keysets import KeySet
from overflight.record.successions import Assent, write_assent, write_succession

MIRRORS = {party: (mirror_key(party),) for party in ("HU", "RO")}
LOG_KEY = NoteKey(HU, SignatureKind.LOG, key("HU", "log").public)


@cache
def copy() -> Tampered:
    """Return a record of two parties, as a copy."""
    return Tampered.of(filled())


@cache
def leaves() -> tuple[bytes, ...]:
    """Return the entries of one log; the first is its genesis."""
    return tuple(copy().leaves_of[HU])


@cache
def head() -> bytes:
    """Return a signed head with two cosignatures."""
    return cosigned(head_over(HU, leaves()), ("HU", NOW), ("RO", NOW + 60))


@cache
def key_set() -> KeySet:
    """Return the first key set of a party."""
    return read_genesis_body(read_statement(read_envelope(leaves()[0]).payload).body)[1]


def next_key_set() -> KeySet:
    """Return a second key set that changes nothing."""
    return replace(key_set(), version=2, prev=leaf_hash(leaves()[0]).hex())


@cache
def full_statement() -> bytes:
    """Return a payload with something in every member."""
    digest = sha256(b"").hexdigest()
    said = statement("HU", body={"n": 1, "text": "\u017d\n", "list": [None, True, {"a": -1}]})
    whole = replace(
        said,
        to=("RO", "CA"),
        re=(Reference(RO, 0, digest),),
        seen=(Seen(RO, 2, digest),),
        att=(
            Attachment(digest, 0, "text/plain", AttachmentKind.RECORD),
            Attachment(digest, 3, "application/age", AttachmentKind.SEALED, digest),
        ),
    )
    return write_statement(whole)


def payloads() -> tuple[bytes, ...]:
    """Return payloads of statements."""
    return (full_statement(), *(read_envelope(leaf).payload for leaf in leaves()))


def envelopes() -> tuple[bytes, ...]:
    """Return leaves, one with two signatures."""
    both = signed(statement("HU", 9), [key("HU", "author-1"), key("HU", "root-1")])
    return (*leaves()[1:], both)


def notes() -> tuple[bytes, ...]:
    """Return signed notes."""
    other = sign_head(Checkpoint("example.com/log", 0, sha256(b"").digest()), key("HU", "log"))
    return (head(), other, "text\n\n\u2014 name AAAAAAE=\n".encode())


def vkeys() -> tuple[bytes, ...]:
    """Return key lines of the three types."""
    second = NoteKey("mirror", SignatureKind.ML_DSA, bytes(1312))
    return tuple(k.vkey.encode() for k in (LOG_KEY, mirror_key("RO"), second))


def policies() -> tuple[bytes, ...]:
    """Return policy files, one as people write them."""
    blocs = [Bloc("bloc", 1, ("RO", "HU"))]
    written = [write_policy(policy) for policy in regime_policies(MIRRORS, "HU", blocs)]
    loose = b"# ours\n\nlog\t" + LOG_KEY.vkey.encode() + b"  https://example.com/\n" + written[0]
    return (*written, loose, b"quorum none\n")


def forks() -> tuple[bytes, ...]:
    """Return evidence of a fork at one size, and at two."""
    longer = [*leaves(), b"another"]
    other = [b"other", *leaves()[1:]]
    nodes = nodes_of([leaf_hash(leaf) for leaf in longer])
    pairs = ((head(), head_over(HU, other)), (head_over(HU, longer), head_over(HU, other)))
    found = [prove_fork(one, two, nodes) for one, two in pairs]
    return tuple(write_fork(evidence) for evidence in found if evidence)


def proofs() -> tuple[bytes, ...]:
    """Return proofs of entries."""
    nodes = nodes_of([leaf_hash(leaf) for leaf in leaves()])
    path = inclusion_proof(2, len(leaves()), nodes)
    return (write_proof(EntryProof(2, path, head())), write_proof(EntryProof(0, (), head())))


def key_sets() -> tuple[bytes, ...]:
    """Return bodies of key sets."""
    return (write_canonical(write_key_set(key_set())),)


def genesis_bodies() -> tuple[bytes, ...]:
    """Return the body of a first entry."""
    return (write_canonical(read_statement(read_envelope(leaves()[0]).payload).body),)


def successions() -> tuple[bytes, ...]:
    """Return the body of a succession."""
    root = merkle_root(leaves()).hex()
    after = Succession(HU, len(leaves()), root, next_key_set())
    return (write_canonical(write_succession(after)),)


def assents() -> tuple[bytes, ...]:
    """Return the body of an assent."""
    return (write_canonical(write_assent(Assent("RO", RO, sha256(b"").hexdigest()))),)


def bundle_files() -> list[tuple[str, bytes]]:
    """Return path and bytes of what a bundle of the record carries."""
    held = filled().desk.records
    assert isinstance(held, MemoryRecords)
    return sorted(carried_files(held, REHEARSAL_BASE))


def packing_lists() -> tuple[bytes, ...]:
    """Return the bytes of ``BUNDLE``."""
    return (_listed(bundle_files()), _listed([]))


def _listed(files: list[tuple[str, bytes]]) -> bytes:
    text = packing_text("HU", [Carried.of(path, data) for path, data in files])
    line = NoteSignature(HU, LOG_KEY.id, key("HU", "log").sign(text.encode()))
    return signed_list(text, line)


def packed(files: list[tuple[str, bytes]]) -> bytes:
    """Return a bundle of files, signed by a log key."""
    return b"".join(pack(_listed(files), sorted(files)))


def archives() -> tuple[bytes, ...]:
    """Return whole bundles: of nothing, of one small file, of a record."""
    return (packed([]), packed([("log/hu/1/checkpoint", b"x")]), packed(bundle_files()))


def tile_paths() -> tuple[bytes, ...]:
    """Return paths of tiles and bundles of entries."""
    return (b"tile/0/x001/x234/067.p/255", b"tile/entries/000", b"tile/63/001.p/1")


def signer_lines() -> tuple[bytes, ...]:
    """Return heads whose lines a cosigner's key signed."""
    return (head(), cosigned(head_over(HU, []), ("RO", 0)))


SIGNER = mirror_signer("RO")
