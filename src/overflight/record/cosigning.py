"""Cosign heads, and carry cosignature lines from note to note (trust.md section 6)."""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from overflight.record.checkpoints import cosign_message, line_time
from overflight.record.faults import refusal
from overflight.record.mldsa import SIGNATURE_BYTES
from overflight.record.notes import (
    MOST_SIGNATURES,
    Note,
    NoteKey,
    NoteSignature,
    SignatureKind,
    read_note,
    write_note,
)

__all__ = ["NoteSigner", "cosign", "line_claim", "merge_cosignatures", "with_lines"]


@dataclass(frozen=True, slots=True)
class NoteSigner:
    """A key that signs notes, wherever its private half lives.

    Args:
        key: Name, type and public half.
        sign: Signs a message with the private half.
    """

    key: NoteKey
    sign: Callable[[bytes], bytes]


def cosign(text: str, time: int, by: NoteSigner) -> NoteSignature:
    """Return the signature line of a log or a cosigner under a head.

    Args:
        text: Text of the head.
        time: When, in seconds since 1970 in UTC; a plain log line (0x01) does not say it.
        by: The key.

    Raises:
        RecordError: ``E-HEAD``: the text is no head.
    """
    if by.key.kind == SignatureKind.LOG:
        return NoteSignature(by.key.name, by.key.id, by.sign(text.encode()))
    body = struct.pack(">Q", time) + by.sign(cosign_message(by.key, time, text))
    return NoteSignature(by.key.name, by.key.id, body)


def line_claim(line: NoteSignature) -> tuple[int, int]:
    """Return the type and the time a cosignature line claims, by its length; unchecked.

    Args:
        line: A line whose body begins with a time.
    """
    (time,) = struct.unpack_from(">Q", line.body)
    long = len(line.body) > SIGNATURE_BYTES
    return SignatureKind.ML_DSA if long else SignatureKind.COSIGNATURE, time


def merge_cosignatures(notes: Iterable[bytes], keys: Iterable[NoteKey]) -> bytes:
    """Return one head with the good lines of several notes over the same text.

    The first note's own lines that are no cosignatures by these keys (the log's) stay, in their
    order. Of each cosigner's key the newest good line follows, in the order of the keys; lines
    that are not good, or by nobody named, are left out.

    Args:
        notes: One note or more; the text of the first one counts.
        keys: Keys of cosigners, of type 0x04 or 0x06.

    Raises:
        RecordError: ``E-NOTE``: a note cannot be read, the texts differ, or no line or too many
            are left; ``E-HEAD``: the text is no head.
    """
    first, *others = (read_note(note) for note in notes)
    known = {(key.name, key.id): key for key in keys}
    kept = [line for line in first.signatures if (line.name, line.key) not in known]
    for note in others:
        if note.text != first.text:
            raise refusal(
                "E-NOTE",
                where="notes to merge",
                expected="notes over one text",
                found=note.text,
            )
    newest = (_newest(key, [first, *others]) for key in known.values())
    lines = [*kept, *(line for line in newest if line is not None)]
    if not 0 < len(lines) <= MOST_SIGNATURES:
        raise refusal(
            "E-NOTE",
            where="notes to merge",
            expected=f"1 to {MOST_SIGNATURES} signature lines that are good or not to be judged",
            found=len(lines),
        )
    return write_note(first.text, lines)


def _newest(key: NoteKey, notes: Iterable[Note]) -> NoteSignature | None:
    good = [
        (time, line)
        for note in notes
        for line in note.lines_of(key)
        if (time := line_time(note.text, line, key)) is not None
    ]
    return max(good, key=lambda pair: pair[0])[1] if good else None


def with_lines(note: bytes, lines: Iterable[NoteSignature]) -> bytes:
    """Return a note with further lines below its own, as many as a note may have.

    Args:
        note: A signed note.
        lines: Lines over its text, the ones wanted most first; those it has are passed over.

    Raises:
        RecordError: ``E-NOTE``: the note cannot be read.
    """
    read = read_note(note)
    kept = dict.fromkeys((*read.signatures, *lines))
    return write_note(read.text, list(kept)[:MOST_SIGNATURES])
