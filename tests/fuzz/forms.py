"""Targets: the byte forms of the record, from canonical JSON to whole bundles."""

from __future__ import annotations

import io
from collections.abc import Iterable

import rfc8785
from tests.fuzz import samples
from tests.fuzz.target import OracleError, Target, each_spelling, round_trip, same, taken

from overflight.record import (
    ForkEvidence,
    Note,
    NoteSignature,
    Policy,
    fork_fault,
    pack,
    packing_text,
    read_bundle,
    read_canonical,
    read_checkpoint,
    read_claimed_head,
    read_envelope,
    read_fork,
    read_genesis,
    read_genesis_body,
    read_head,
    read_key_set,
    read_note,
    read_packing_list,
    read_policy,
    read_proof,
    read_statement,
    read_tile_path,
    read_vkey,
    unpack,
    write_assent,
    write_bundle,
    write_canonical,
    write_checkpoint,
    write_envelope,
    write_fork,
    write_genesis,
    write_genesis_body,
    write_key_set,
    write_note,
    write_policy,
    write_proof,
    write_statement,
    write_succession,
)
from overflight.record.ed25519 import check_public
from overflight.record.keysets import KeySet, key_set_fault
from overflight.record.successions import read_assent, read_succession


def note_bytes(note: Note) -> bytes:
    """Return the bytes of a note that was read."""
    return write_note(note.text, note.signatures)


def _canonical(data: bytes) -> bool:
    value = taken(lambda: read_canonical(data))
    if value is None:
        return False
    same(write_canonical(value), data)
    same(rfc8785.dumps(value), data)  # an encoder that is not ours says the same
    return True


def _head(data: bytes) -> bool:
    """Hold the three readers of a head to each other and to its text."""
    read = taken(lambda: read_head(data))
    claimed = taken(lambda: read_claimed_head(data))
    if read is None or claimed is None:
        if read is not None:
            raise OracleError("a head that is no claim")
        return claimed is not None
    same(claimed, read)
    head, note = read
    same(write_checkpoint(head), note.text)
    same(read_checkpoint(note.text), head)
    same(note_bytes(note), data)
    return True


def _vkey(data: bytes) -> bool:
    text = data.decode("utf-8", "surrogateescape")
    key = taken(lambda: read_vkey(text))
    if key is None:
        return False
    same(key.vkey, text)
    return True


def _tile_path(data: bytes) -> bool:
    text = data.decode("utf-8", "surrogateescape")
    name = taken(lambda: read_tile_path(text))
    if name is None:
        return False
    same(name.path, text)
    return True


def _entries(data: bytes) -> bool:
    count, rest = (data[0] + 1 if data else 0), data[1:]
    leaves = taken(lambda: read_bundle(rest, count))
    if leaves is None:
        return False
    same((write_bundle(leaves), len(leaves)), (rest, count))
    return True


def _policy(data: bytes) -> bool:
    """A policy is written by people; what it means must survive its one written form."""
    policy = taken(lambda: read_policy(data))
    if policy is None:
        return False
    written = write_policy(policy)
    again: Policy = read_policy(written)
    same((again, write_policy(again)), (policy, written))
    keys = [witness.key for witness in policy.witnesses]
    if policy.met_by(()) and not policy.met_by(keys):
        raise OracleError("a policy that more cosignatures no longer meet")
    if not policy.met_by(keys):
        raise OracleError("a policy that all its witnesses together do not meet")
    return True


def _fork(data: bytes) -> bool:
    evidence: ForkEvidence | None = taken(lambda: read_fork(data))
    if evidence is None:
        return False
    same(write_fork(evidence), data)
    if evidence.origin != samples.LOG_KEY.name and not fork_fault(evidence, [samples.LOG_KEY]):
        raise OracleError("evidence against a log that never signed it")
    fork_fault(evidence, [samples.LOG_KEY])
    return True


def _key_set(data: bytes) -> bool:
    keys = taken(lambda: read_key_set(read_canonical(data)))
    if keys is None:
        return False
    same(write_canonical(write_key_set(keys)), data)
    taken(lambda: key_set_fault(keys, "0" * 16, "HU"))
    _enrolled(keys)
    return True


def _enrolled(keys: KeySet) -> None:
    """A set that is found faultless names only keys that may be enrolled."""
    if taken(lambda: key_set_fault(keys, "0" * 16, "HU")) == "":
        for public in keys.root:
            check_public(public)


def _genesis_body(data: bytes) -> bool:
    read = taken(lambda: read_genesis_body(read_canonical(data)))
    if read is None:
        return False
    same(write_canonical(write_genesis_body(*read)), data)
    return True


def _succession(data: bytes) -> bool:
    read = taken(lambda: read_succession(read_canonical(data)))
    if read is None:
        return False
    same(write_canonical(write_succession(read)), data)
    return True


def _assent(data: bytes) -> bool:
    read = taken(lambda: read_assent(read_canonical(data)))
    if read is None:
        return False
    same(write_canonical(write_assent(read)), data)
    return True


def _packing_list(data: bytes) -> bool:
    listed = taken(lambda: read_packing_list(data))
    if listed is None:
        return False
    same(packing_text(listed.packer, listed.files), listed.note.text)
    same(note_bytes(listed.note), data)
    return True


def _archive(data: bytes) -> bool:
    files: list[tuple[str, bytes]] = []

    def read() -> tuple[NoteSignature, ...]:
        listed, members = unpack(io.BytesIO(data).read)
        files.extend((carried.path, body) for carried, body in members)
        return listed.note.signatures

    lines = taken(read)
    if lines is None:
        return False
    same(_packed_again(data, files), data)
    return True


def _packed_again(data: bytes, files: Iterable[tuple[str, bytes]]) -> bytes:
    size = int(data[124:135], 8)
    return b"".join(pack(data[512 : 512 + size], files))


def _grown_archive(data: bytes) -> bool:
    """Build a bundle from the input, so that hashes and checksums hold, and bend one byte."""
    names = ("log/hu/1/checkpoint", "log/ro/1/tile/0/000.p/1", "blob/" + "0" * 64)
    files = [(name, data[k :: len(names)]) for k, name in enumerate(names)]
    whole = bytearray(samples.packed(files))
    if not _archive(bytes(whole)):
        raise OracleError("a bundle that was packed and cannot be read")
    at = int.from_bytes(data[:2], "big") % len(whole)
    whole[at] ^= data[2] if len(data) > 2 else 1
    return _archive(bytes(whole))


TARGETS = (
    Target(
        "canonical-json",
        "canonical JSON",
        each_spelling(_canonical),
        lambda: (*samples.payloads(), *samples.key_sets()),
        2048,
    ),
    Target("note", "signed notes", round_trip(read_note, note_bytes), samples.notes, 1024, 2),
    Target("vkey", "key lines", _vkey, samples.vkeys, 256, 2),
    Target("head", "checkpoints", _head, samples.notes, 1024, 2),
    Target(
        "envelope", "envelopes", round_trip(read_envelope, write_envelope), samples.envelopes, 1024
    ),
    Target(
        "statement",
        "statements",
        each_spelling(round_trip(read_statement, write_statement)),
        samples.payloads,
        2048,
    ),
    Target("key-set", "key sets", each_spelling(_key_set), samples.key_sets, 2048, 0.5),
    Target(
        "genesis",
        "genesis documents",
        each_spelling(round_trip(read_genesis, write_genesis)),
        lambda: (samples.copy().document,),
        2048,
        0.5,
    ),
    Target("genesis-body", "first entries", each_spelling(_genesis_body), samples.genesis_bodies),
    Target("succession", "successions", each_spelling(_succession), samples.successions),
    Target("assent", "assents to a re-enrolment", each_spelling(_assent), samples.assents, 512),
    Target("policy", "policy files", _policy, samples.policies, 1024),
    Target("fork", "evidence of forks", _fork, samples.forks, 2048, 0.5),
    Target("proof", "proofs of entries", round_trip(read_proof, write_proof), samples.proofs, 2048),
    Target("tile-path", "paths of tiles", _tile_path, samples.tile_paths, 64, 2),
    Target(
        "entries",
        "bundles of entries",
        _entries,
        lambda: (b"\x00\x00\x00", b"\x01\0\1a\0\0"),
        512,
        2,
    ),
    Target("packing-list", "BUNDLE lists", _packing_list, samples.packing_lists, 1024),
    Target("archive", ".ofb archives", _archive, samples.archives, 20_000, 0.5),
    Target("grown-archive", ".ofb archives", _grown_archive, lambda: (b"", bytes(99)), 512, 0.25),
)
