"""Checkpoints: what a log says of itself, signed; and cosignatures under it (C2SP)."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from overflight.errors import RecordError
from overflight.record.base64s import read_base64, write_base64
from overflight.record.ed25519 import verifies
from overflight.record.faults import refusal
from overflight.record.merkle import EMPTY_ROOT
from overflight.record.mldsa import SIGNATURE_BYTES, mldsa_verifies
from overflight.record.notes import (
    Note,
    NoteKey,
    NoteSignature,
    SignatureKind,
    check_name,
    read_note,
)
from overflight.record.signature_memory import SignatureMemory

__all__ = [
    "Checkpoint",
    "cosign_message",
    "cosign_times",
    "cosignature_message",
    "good_lines",
    "head_signed_by",
    "line_time",
    "origin_hash",
    "read_checkpoint",
    "read_claimed_head",
    "read_head",
    "readable_heads",
    "subtree_message",
    "write_checkpoint",
]

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_LATEST = 2**63 - 1
_TIME = 8
_LONGEST_NAME = 255
_BODIES: dict[int, int] = {
    SignatureKind.COSIGNATURE: _TIME + 64,
    SignatureKind.ML_DSA: _TIME + SIGNATURE_BYTES,
}
_ROOT = 32


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A head: how many entries a log has and the root over them.

    Args:
        origin: Name of the log.
        size: How many entries.
        root: RFC 6962 root, 32 bytes.
    """

    origin: str
    size: int
    root: bytes


def origin_hash(origin: str) -> str:
    """Return the hex SHA-256 of an origin, under which mirrors publish."""
    return sha256(origin.encode()).hexdigest()


def write_checkpoint(head: Checkpoint) -> str:
    """Return the text a log signs: origin, size and root, a line each."""
    return f"{head.origin}\n{head.size}\n{write_base64(head.root)}\n"


def read_checkpoint(text: str) -> Checkpoint:
    """Read the text of a head: three lines, no more.

    Raises:
        RecordError: ``E-HEAD``: another form, or an empty tree with another root.
    """
    head = _read(text)
    if head.size == 0 and head.root != EMPTY_ROOT:
        raise refusal(
            "E-HEAD",
            where="head",
            expected="the root of the empty tree at size 0",
            found=head.root.hex(),
        )
    return head


def _read(text: str) -> Checkpoint:
    lines = text.split("\n")
    if len(lines) != len(("origin", "size", "root", "")) or lines[3] or not _fits(lines[1]):
        raise refusal(
            "E-HEAD", where="head", expected="origin, size and root, a line each", found=text
        )
    check_name(lines[0], where="head")
    root = read_base64(lines[2], code="E-HEAD", where="head")
    if len(root) != _ROOT:
        raise refusal("E-HEAD", where="head", expected="a root of 32 bytes", found=lines[2])
    return Checkpoint(lines[0], int(lines[1]), root)


def _fits(size: str) -> bool:
    return _SIZE.fullmatch(size) is not None and int(size) <= _LATEST


def read_head(note: bytes) -> tuple[Checkpoint, Note]:
    """Read a signed head; its signatures are not yet checked.

    Raises:
        RecordError: ``E-NOTE`` or ``E-HEAD``.
    """
    read = read_note(note)
    return read_checkpoint(read.text), read


def readable_heads(notes: Iterable[bytes]) -> list[tuple[Checkpoint, Note]]:
    """Return those of some signed heads that can be read, in their order; others prove nothing."""
    heads = []
    for note in notes:
        try:
            heads.append(read_head(note))
        except RecordError:
            continue
    return heads


def read_claimed_head(note: bytes) -> tuple[Checkpoint, Note]:
    """Read a signed head as evidence: also one that gives the empty tree another root.

    Raises:
        RecordError: ``E-NOTE`` or ``E-HEAD``.
    """
    read = read_note(note)
    return _read(read.text), read


def cosignature_message(time: int, text: str) -> bytes:
    """Return what a mirror signs with a type 0x04 key.

    Args:
        time: When, in seconds since 1970 in UTC.
        text: Text of the head.
    """
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def subtree_message(name: str, time: int, head: Checkpoint) -> bytes:
    """Return what a type 0x06 key signs over a head.

    Args:
        name: Name of the cosigner; for a log, its origin.
        time: When, in seconds since 1970 in UTC.
        head: The head.

    Raises:
        RecordError: ``E-HEAD``: a name is longer than the format can hold.
    """
    named, origin = name.encode(), head.origin.encode()
    if max(len(named), len(origin)) > _LONGEST_NAME:
        raise refusal(
            "E-HEAD", where="head", expected=f"names of at most {_LONGEST_NAME} bytes", found=name
        )
    return b"".join(
        (
            b"subtree/v1\n\0",
            struct.pack(">B", len(named)) + named,
            struct.pack(">Q", time),
            struct.pack(">B", len(origin)) + origin,
            struct.pack(">QQ", 0, head.size) + head.root,
        )
    )


def cosign_message(key: NoteKey, time: int, text: str) -> bytes:
    """Return what a cosigner's key of either type signs over the text of a head.

    Raises:
        RecordError: ``E-HEAD``: the text is no head.
    """
    if key.kind == SignatureKind.ML_DSA:
        return subtree_message(key.name, time, _read(text))
    return cosignature_message(time, text)


def line_time(
    text: str, line: NoteSignature, key: NoteKey, memory: SignatureMemory | None = None
) -> int | None:
    """Return the time of a cosignature line, or nothing where it is not a good one by this key.

    Args:
        text: Text of the head.
        line: The line.
        key: A key of type 0x04 or 0x06.
        memory: Signatures found good before.

    Raises:
        RecordError: ``E-HEAD``: the text is no head.
    """
    if (line.name, line.key, len(line.body)) != (key.name, key.id, _BODIES.get(key.kind)):
        return None
    (time,) = struct.unpack_from(">Q", line.body)
    if time > _LATEST:
        return None
    check = mldsa_verifies if key.kind == SignatureKind.ML_DSA else verifies
    message = cosign_message(key, time, text)
    known = memory or SignatureMemory()
    return time if known.verifies(check, key.public, line.body[_TIME:], message) else None


def cosign_times(
    note: Note, key: NoteKey, memory: SignatureMemory | None = None
) -> tuple[int, ...]:
    """Return the times of the good cosignatures (0x04, 0x06) by one key, in their order.

    Raises:
        RecordError: ``E-HEAD``: the text is no head.
    """
    times = (line_time(note.text, line, key, memory) for line in note.lines_of(key))
    return tuple(time for time in times if time is not None)


def good_lines(note: Note, key: NoteKey) -> tuple[NoteSignature, ...]:
    """Return the good cosignature lines by one key, in their order.

    Raises:
        RecordError: ``E-HEAD``: the text is no head.
    """
    lines = note.lines_of(key)
    return tuple(line for line in lines if line_time(note.text, line, key) is not None)


def head_signed_by(note: Note, key: NoteKey, memory: SignatureMemory | None = None) -> bool:
    """Tell whether a log's own key of either type (0x01, 0x06) signed a head.

    Raises:
        RecordError: ``E-HEAD``: the text is no head.
    """
    if key.kind == SignatureKind.ML_DSA:
        return bool(cosign_times(note, key, memory))
    return note.signed_by(key, memory)
