"""Logs that sign with several keys: two algorithms, or an old key and a new one."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from tests.mirror_samples import NOW
from tests.record_samples import HU, key, statement

from overflight.adapters.store.heads import LogSigners
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.desk import signed
from overflight.errors import RecordError
from overflight.record import (
    NoteKey,
    NoteSigner,
    SignatureKind,
    cosign_times,
    head_keys,
    head_signed_by,
    mldsa_of_spki,
    read_head,
    spki_of_mldsa,
    subtree_message,
)
from overflight.record.mldsa import mldsa_verifies

SECRET = MLDSA44PrivateKey.from_seed_bytes(bytes(32))
PUBLIC = SECRET.public_key().public_bytes_raw()
LOG = key("HU", "log")


def both() -> LogSigners:
    """Return HU's log keys of both algorithms."""
    first, second = head_keys(HU, LOG.public, PUBLIC)
    return LogSigners((NoteSigner(first, LOG.sign), NoteSigner(second, SECRET.sign)), lambda: NOW)


@pytest.mark.parametrize("kind", ["memory", "sqlite"])
def test_every_head_carries_both_signatures(tmp_path: Path, kind: str) -> None:
    """The plain line is what public witnesses read; the second one is dated."""
    keys = {HU: both()}
    leaf = signed(statement("HU"), [key("HU", "author-1")])
    if kind == "memory":
        memory = MemoryRecords(keys)
        memory.append(HU, [leaf])
        note = memory.checkpoint(HU) or b""
    else:
        with SqliteRecords(tmp_path / "record.sqlite", keys) as records:
            records.append(HU, [leaf])
            note = records.checkpoint(HU) or b""
    _, read = read_head(note)
    first, second = head_keys(HU, LOG.public, PUBLIC)
    assert head_signed_by(read, first)
    assert head_signed_by(read, second)
    assert cosign_times(read, second) == (NOW,)
    assert not head_signed_by(read, NoteKey(HU, SignatureKind.ML_DSA, bytes(1312)))


def test_signatures_of_the_second_algorithm() -> None:
    """Bad bytes of any length are no signature and never raise."""
    signature = SECRET.sign(b"message")
    assert mldsa_verifies(PUBLIC, signature, b"message")
    assert not mldsa_verifies(PUBLIC, signature, b"other")
    assert not mldsa_verifies(PUBLIC, signature[:-1], b"message")
    assert not mldsa_verifies(PUBLIC, b"", b"message")
    assert not mldsa_verifies(b"short", signature, b"message")
    assert not mldsa_verifies(PUBLIC, SECRET.sign(b"message", b"context"), b"message")


def test_keys_of_the_second_algorithm() -> None:
    """A key in another wrapping, or cut off, is refused with its code."""
    spki = spki_of_mldsa(PUBLIC)
    assert mldsa_of_spki(spki) == PUBLIC
    for bad in (spki[:-1], b"\x00" + spki[1:], b""):
        with pytest.raises(RecordError, match="E-KEY"):
            mldsa_of_spki(bad)


def test_names_too_long_for_the_message() -> None:
    """A name over 255 bytes cannot be signed by this algorithm, and is told so."""
    _, read = read_head(_note())
    head = read_head(_note())[0]
    for name in ("a" * 256, "\u017e" * 128):
        with pytest.raises(RecordError, match="E-HEAD"):
            subtree_message(name, 0, head)
    assert subtree_message("a" * 255, 0, head)
    assert read.text


def _note() -> bytes:
    memory = MemoryRecords({HU: both()})
    memory.append(HU, [signed(statement("HU"), [key("HU", "author-1")])])
    return memory.checkpoint(HU) or b""
