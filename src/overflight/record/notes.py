"""Signed notes: text that anyone can read, with signature lines under it (C2SP signed-note)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from overflight.record.base64s import read_base64, write_base64
from overflight.record.ed25519 import check_public, verifies
from overflight.record.faults import refusal
from overflight.record.mldsa import PUBLIC_BYTES
from overflight.record.signature_memory import SignatureMemory

__all__ = [
    "Note",
    "NoteKey",
    "NoteSignature",
    "SignatureKind",
    "check_name",
    "read_note",
    "read_vkey",
    "write_note",
]

LARGEST_NOTE = 262_144
MOST_SIGNATURES = 100
_ID = 4
_SPACE_OR_PLUS = re.compile(r"[\s+]")
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")


class SignatureKind(IntEnum):
    """The signature types of the record's notes, by their byte."""

    LOG = 0x01  # Ed25519 over the text
    COSIGNATURE = 0x04  # Ed25519 over time and text
    ML_DSA = 0x06  # ML-DSA-44 over name, time and head; logs and cosigners alike


@dataclass(frozen=True, slots=True)
class NoteKey:
    """A key that may sign notes.

    Args:
        name: Name of the signer: the origin of a log, or a cosigner's name.
        kind: Byte of the signature type.
        public: Raw public key.
    """

    name: str
    kind: int
    public: bytes

    @property
    def id(self) -> bytes:
        """Return the four bytes that select this key in a signature line."""
        named = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return sha256(named).digest()[:_ID]

    @property
    def vkey(self) -> str:
        """Return the key as one line: ``name+hex+base64``."""
        return f"{self.name}+{self.id.hex()}+{write_base64(bytes([self.kind]) + self.public)}"


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line.

    Args:
        name: Name of the signer.
        key: Four bytes that select the key.
        body: The signature as its type writes it.
    """

    name: str
    key: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """A text and who signed it.

    Args:
        text: The signed text; it ends with a line feed.
        signatures: The lines below it, in their order.
    """

    text: str
    signatures: tuple[NoteSignature, ...]

    def signed_by(self, key: NoteKey, memory: SignatureMemory | None = None) -> bool:
        """Tell whether the text carries a good plain Ed25519 signature (0x01) by this key."""
        known = memory or SignatureMemory()
        text = self.text.encode()
        return key.kind == SignatureKind.LOG and any(
            known.verifies(verifies, key.public, line.body, text) for line in self.lines_of(key)
        )

    def lines_of(self, key: NoteKey) -> tuple[NoteSignature, ...]:
        """Return the lines that claim to be by this key."""
        return tuple(s for s in self.signatures if s.name == key.name and s.key == key.id)


def check_name(name: str, *, where: str, code: str = "E-NOTE") -> None:
    """Refuse a signer's name with a space, a plus, or nothing in it.

    Raises:
        RecordError: With the given code.
    """
    if not name or _SPACE_OR_PLUS.search(name) or not name.isprintable():
        raise refusal(code, where=where, expected="a name without space or plus", found=name)


def read_vkey(text: str) -> NoteKey:
    """Read a key line ``name+hex+base64``.

    Raises:
        RecordError: ``E-NOTE``: a part is missing, or the hex is not the id of this key.
    """
    name, _, rest = text.partition("+")
    _, _, encoded = rest.partition("+")
    check_name(name, where="key line")
    data = read_base64(encoded, code="E-NOTE", where="key line")
    if len(data) > 1:
        key = NoteKey(name, data[0], data[1:])
        if key.kind in {SignatureKind.LOG, SignatureKind.COSIGNATURE}:
            check_public(key.public, where="key line")
        fits = key.kind != SignatureKind.ML_DSA or len(key.public) == PUBLIC_BYTES
        if fits and key.vkey == text:
            return key
    raise refusal("E-NOTE", where="key line", expected="name+hex key id+base64 key", found=text)


def _refuse(expected: str, found: object) -> Exception:
    return refusal("E-NOTE", where="signed note", expected=expected, found=found)


def _line(text: str) -> NoteSignature:
    dash, _, rest = text.partition(" ")
    name, space, encoded = rest.partition(" ")
    if dash != "\u2014" or not space:
        raise _refuse("a line of dash, name and base64", text)
    check_name(name, where="signature line")
    data = read_base64(encoded, code="E-NOTE", where="signature line")
    if len(data) <= _ID:
        raise _refuse("a key id of 4 bytes and a signature", encoded)
    return NoteSignature(name, data[:_ID], data[_ID:])


def read_note(data: bytes) -> Note:
    """Read a signed note; signatures are split from the text, not yet checked.

    Raises:
        RecordError: ``E-NOTE``: too long, no UTF-8, a control character, no blank line, a line
            that is no signature line, more than 100 of them, or a last line without its end.
    """
    if len(data) > LARGEST_NOTE:
        raise _refuse(f"at most {LARGEST_NOTE} bytes", f"{len(data)} bytes")
    try:
        text = data.decode()
    except ValueError as fault:
        raise _refuse("UTF-8", str(fault)) from fault
    control = _CONTROL.search(text)
    if control:
        raise _refuse("no control character but the line feed", control[0])
    body, blank, tail = text.rpartition("\n\n")
    if not blank or not body or not tail.endswith("\n"):
        raise _refuse("a text, a blank line, and signature lines that end with a line feed", text)
    lines = tail[:-1].split("\n")
    if len(lines) > MOST_SIGNATURES:
        raise _refuse(f"at most {MOST_SIGNATURES} signature lines", len(lines))
    return Note(body + "\n", tuple(_line(line) for line in lines))


def write_note(text: str, signatures: Iterable[NoteSignature]) -> bytes:
    """Write a signed note, signature lines in the order given."""
    lines = [f"\u2014 {s.name} {write_base64(s.key + s.body)}\n" for s in signatures]
    return (text + "\n" + "".join(lines)).encode()
