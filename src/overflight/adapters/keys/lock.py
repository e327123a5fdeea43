"""Lock a private key under a passphrase: PKCS#8, PBES2 with scrypt and AES-256-CBC (RFC 7914).

The library's own lock (2,048 rounds of PBKDF2) costs a guesser next to nothing. Scrypt with these
numbers costs about a quarter of a second and 16 MiB for every guess, and every OpenSSL since 1.1
opens it with its default limits, so that a key can be read without this program, too.
"""

from __future__ import annotations

import base64
import os
import re

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CBC
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

__all__ = ["check_cost", "locked_pem"]

# OWASP's least numbers at this memory, p = 5; N is what OpenSSL takes without being asked.
_N, _R, _P = 2**14, 8, 5
_KEY_BYTES = 32
_BLOCK = 16
_LINE = 64
_MOST_BYTES = 2**30
_MOST_ROUNDS = 10_000_000
_BODY = re.compile(rb"-----BEGIN ENCRYPTED PRIVATE KEY-----([A-Za-z0-9+/=\s]*)-----END")
_PBES2 = bytes.fromhex("06092a864886f70d01050d")
_PBKDF2 = bytes.fromhex("06092a864886f70d01050c")
_SCRYPT = bytes.fromhex("06092b06010401da47040b")
_AES_256_CBC = bytes.fromhex("060960864801650304012a")


def locked_pem(pkcs8: bytes, passphrase: bytes) -> bytes:
    """Return a DER PKCS#8 private key as PEM locked under a passphrase.

    Args:
        pkcs8: The unlocked key.
        passphrase: What unlocks it; not empty.
    """
    salt, start = os.urandom(_BLOCK), os.urandom(_BLOCK)
    key = Scrypt(salt, _KEY_BYTES, _N, _R, _P).derive(passphrase)
    fill = _BLOCK - len(pkcs8) % _BLOCK
    cipher = Cipher(AES(key), CBC(start)).encryptor()
    sealed = cipher.update(pkcs8 + bytes([fill]) * fill) + cipher.finalize()
    numbers = b"".join(_integer(number) for number in (_N, _R, _P, _KEY_BYTES))
    derivation = _sequence(_SCRYPT, _sequence(_octets(salt), numbers))
    method = _sequence(_PBES2, _sequence(derivation, _sequence(_AES_256_CBC, _octets(start))))
    text = base64.b64encode(_sequence(method, _octets(sealed))).decode()
    lines = [text[at : at + _LINE] for at in range(0, len(text), _LINE)]
    name = "ENCRYPTED PRIVATE KEY"
    return "\n".join([f"-----BEGIN {name}-----", *lines, f"-----END {name}-----", ""]).encode()


def check_cost(pem: bytes) -> None:
    """Refuse a key file whose lock asks for more work or memory than an honest one.

    Args:
        pem: Bytes of the file.

    Raises:
        ValueError: It asks for more than 1 GiB by scrypt, or 10 million rounds of PBKDF2.
    """
    body = b"".join(_BODY.findall(pem))
    try:
        der = base64.b64decode(b"".join(body.split()), validate=True)
    except ValueError:
        return  # not a key at all; whoever reads it will say so
    numbers = _numbers(der)
    scrypt = _SCRYPT in der and len(numbers) >= len(("N", "r", "p"))
    if scrypt and 128 * numbers[0] * numbers[1] * numbers[2] > _MOST_BYTES:
        msg = f"a lock of scrypt N={numbers[0]} r={numbers[1]} p={numbers[2]}: no honest one"
        raise ValueError(msg)
    if not scrypt and any(number > _MOST_ROUNDS for number in numbers):
        msg = f"a lock of {max(numbers)} rounds: no honest one"
        raise ValueError(msg)


def _numbers(der: bytes) -> list[int]:
    """Return the integers of the first items of a locked key: the costs of its lock."""
    method = _SCRYPT if _SCRYPT in der else _PBKDF2
    _, found, rest = der.partition(method)
    salt = rest.find(b"\x04", 0, _BLOCK)  # behind the head of a sequence stands the salt
    if not found or salt < 0 or salt + 1 >= len(rest):
        return []
    at = salt + 2 + rest[salt + 1]
    numbers = []
    while rest[at : at + 1] == b"\x02" and at + 1 < len(rest):
        size = rest[at + 1]
        numbers.append(int.from_bytes(rest[at + 2 : at + 2 + size], "big"))
        at += 2 + size
    return numbers


def _item(tag: int, content: bytes) -> bytes:
    """Return a DER item; nothing here is longer than 65,535 bytes."""
    size = len(content)
    if size < 0x80:
        length = bytes([size])
    else:
        digits = size.to_bytes((size.bit_length() + 7) // 8, "big")
        length = bytes([0x80 | len(digits)]) + digits
    return bytes([tag]) + length + content


def _sequence(*items: bytes) -> bytes:
    return _item(0x30, b"".join(items))


def _octets(data: bytes) -> bytes:
    return _item(0x04, data)


def _integer(number: int) -> bytes:
    return _item(0x02, number.to_bytes(number.bit_length() // 8 + 1, "big"))
