"""Checkpoints: what a log says of itself, signed; and cosignatures under it (C2SP)."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from hashlib import sha256

from overflight.record.base64s import read_base64, write_base64
from overflight.record.ed25519 import verifies
from overflight.record.faults import refusal
from overflight.record.merkle import EMPTY_ROOT
from overflight.record.notes import Note, NoteKey, SignatureKind, check_name, read_note

__all__ = [
    "Checkpoint",
    "cosign_times",
    "cosignature_message",
    "origin_hash",
    "read_checkpoint",
    "read_head",
    "write_checkpoint",
]

_SIZE = re.compile(r"0|[1-9][0-9]{0,18}")
_LATEST = 2**63 - 1
_COSIGNATURE = 8 + 64
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
    lines = text.split("\n")
    if len(lines) != len(("origin", "size", "root", "")) or lines[3] or not _fits(lines[1]):
        raise refusal(
            "E-HEAD", where="head", expected="origin, size and root, a line each", found=text
        )
    check_name(lines[0], where="head")
    root = read_base64(lines[2], code="E-HEAD", where="head")
    size = int(lines[1])
    if len(root) != _ROOT or (size == 0 and root != EMPTY_ROOT):
        raise refusal(
            "E-HEAD", where="head", expected="a root of 32 bytes that fits", found=lines[2]
        )
    return Checkpoint(lines[0], size, root)


def _fits(size: str) -> bool:
    return _SIZE.fullmatch(size) is not None and int(size) <= _LATEST


def read_head(note: bytes) -> tuple[Checkpoint, Note]:
    """Read a signed head; its signatures are not yet checked.

    Raises:
        RecordError: ``E-NOTE`` or ``E-HEAD``.
    """
    read = read_note(note)
    return read_checkpoint(read.text), read


def cosignature_message(time: int, text: str) -> bytes:
    """Return what a mirror signs with a type 0x04 key.

    Args:
        time: When, in seconds since 1970 in UTC.
        text: Text of the head.
    """
    return f"cosignature/v1\ntime {time}\n{text}".encode()


def cosign_times(note: Note, key: NoteKey) -> tuple[int, ...]:
    """Return the times of the good cosignatures (0x04) by one key, in their order."""
    times = []
    for line in note.lines_of(key):
        if key.kind == SignatureKind.COSIGNATURE and len(line.body) == _COSIGNATURE:
            (time,) = struct.unpack_from(">Q", line.body)
            message = cosignature_message(time, note.text)
            if time <= _LATEST and verifies(key.public, line.body[8:], message):
                times.append(time)
    return tuple(times)
