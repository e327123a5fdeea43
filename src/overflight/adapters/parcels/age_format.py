"""Write age v1 files to exactly one X25519 recipient, and read their clear header.

The stock libraries add a random ``-grease`` stanza to every header. Nobody can tell it from a
hidden second recipient, so here the header is written by hand: one stanza, which every party can
count (trust.md section 14). Opening is left to a library we did not write.
"""

from __future__ import annotations

import os
import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from overflight.errors import SourceError
from overflight.release import recipient_key

__all__ = ["MAX_HEADER_BYTES", "AgeHeader", "AgeSink", "read_header"]

MAX_HEADER_BYTES = 65_536
_VERSION = b"age-encryption.org/v1\n"
_CHUNK = 65_536
_STANZA = re.compile(rb"-> [!-~]+( [!-~]+)*\n")
_BODY_LINE = re.compile(rb"[A-Za-z0-9+/]{64}\n")
_BODY_END = re.compile(rb"[A-Za-z0-9+/]{0,63}\n")
_MAC_LINE = re.compile(rb"--- ([A-Za-z0-9+/]{43})\n")


class Sink(Protocol):
    """Where ciphertext goes."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes."""


@dataclass(frozen=True, slots=True)
class AgeHeader:
    """The clear text of an age file, up to and with its ``---`` line.

    Args:
        raw: Its bytes.
        stanzas: Kind of each recipient stanza, in order (``X25519``).
    """

    raw: bytes
    stanzas: tuple[str, ...]


def _base64(data: bytes) -> bytes:
    return b64encode(data).rstrip(b"=")


def _derive(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=info).derive(secret)


def _wrap(file_key: bytes, recipient: str, entropy: Callable[[int], bytes]) -> bytes:
    """Return the one stanza that gives the file key to the recipient."""
    public = recipient_key(recipient)
    secret = X25519PrivateKey.from_private_bytes(entropy(32))
    share = secret.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    try:
        shared = secret.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError as fault:
        raise SourceError(
            "E-RECIPIENT",
            where="recipient",
            expected="a key of full order",
            found=recipient,
            remedy="Refuse this key; its party must publish another.",
        ) from fault
    key = _derive(shared, share + public, b"age-encryption.org/v1/X25519")
    body = ChaCha20Poly1305(key).encrypt(bytes(12), file_key, None)
    return b"-> X25519 " + _base64(share) + b"\n" + _base64(body) + b"\n"


class AgeSink:
    """Encrypt what is written to it, piece by piece, into another sink.

    Args:
        sink: Where the age file goes.
        recipient: The one recipient, ``age1...``.
        entropy: Source of random bytes; another than the system's only in tests.

    Raises:
        SourceError: The recipient is no X25519 key.
    """

    def __init__(
        self, sink: Sink, recipient: str, entropy: Callable[[int], bytes] = os.urandom
    ) -> None:
        file_key = entropy(16)
        text = _VERSION + _wrap(file_key, recipient, entropy) + b"---"
        mac = hmac.HMAC(_derive(file_key, b"", b"header"), hashes.SHA256())
        mac.update(text)
        self.header = text + b" " + _base64(mac.finalize()) + b"\n"
        nonce = entropy(16)
        self._cipher = ChaCha20Poly1305(_derive(file_key, nonce, b"payload"))
        self._sink = sink
        self._count = 0
        self._rest = bytearray()
        sink.write(self.header + nonce)

    def write(self, data: bytes) -> int:
        """Take the next bytes of the plain text."""
        self._rest += data
        whole = (len(self._rest) - 1) // _CHUNK * _CHUNK  # the last chunk may be full: keep one
        if whole > 0:
            with memoryview(self._rest) as rest:
                for start in range(0, whole, _CHUNK):
                    self._seal(rest[start : start + _CHUNK], last=False)
            del self._rest[:whole]
        return len(data)

    def finish(self) -> None:
        """Write the last chunk; without it the file does not open."""
        self._seal(self._rest, last=True)

    def _seal(self, chunk: bytearray | memoryview, *, last: bool) -> None:
        nonce = self._count.to_bytes(11, "big") + bytes([last])
        self._sink.write(self._cipher.encrypt(nonce, chunk, None))
        self._count += 1


def read_header(data: bytes, *, where: str) -> AgeHeader:
    """Read the clear header at the beginning of an age file, in the one spelling it may have.

    Args:
        data: The first bytes of the file, 65,536 at most are looked at.
        where: Name of the file, for the error.

    Raises:
        SourceError: The bytes do not begin with an age v1 header.
    """
    data = data[:MAX_HEADER_BYTES]
    if not data.startswith(_VERSION):
        raise _refusal(where, "the first line age-encryption.org/v1", data[:32])
    place = len(_VERSION)
    kinds: list[str] = []
    while stanza := _STANZA.match(data, place):
        kinds.append(stanza.group()[3:-1].decode("ascii").split(" ")[0])
        place = _body_end(data, stanza.end(), where)
    end = _MAC_LINE.match(data, place)
    if end is None or not kinds or not _one_spelling(end.group(1)):
        raise _refusal(
            where, "stanzas and then the line --- with its seal", data[place : place + 40]
        )
    return AgeHeader(data[: end.end()], tuple(kinds))


def _body_end(data: bytes, place: int, where: str) -> int:
    """Return where the body of a stanza ends: full lines, then exactly one shorter line."""
    start = place
    while line := _BODY_LINE.match(data, place):
        place = line.end()
    last = _BODY_END.match(data, place)
    if last is None or not _one_spelling(data[start : last.end()].replace(b"\n", b"")):
        raise _refusal(where, "a stanza body in base64", data[place : place + 40])
    return last.end()


def _one_spelling(text: bytes) -> bool:
    """Return whether unpadded base64 is spelled as an encoder would."""
    if len(text) % 4 == 1:
        return False
    return _base64(b64decode(text + b"=" * (-len(text) % 4))) == text


def _refusal(where: str, expected: str, found: bytes) -> SourceError:
    return SourceError(
        "E-AGE",
        where=where,
        expected=expected,
        found=found.decode("ascii", "backslashreplace"),
        remedy="Ask the sender for the parcel again; keep this one as evidence.",
    )
