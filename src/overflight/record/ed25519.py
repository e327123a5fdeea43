"""Ed25519 as the record accepts it: strict verification, and keys that may be enrolled.

The library refuses S >= L and compares R as bytes, so a signature has one spelling. What it does
not refuse is a public key in a second spelling or of small order; that is done here, once, when a
key is enrolled (trust.md section 2).
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from overflight.record.faults import refusal

__all__ = ["check_public", "key_id", "public_of_spki", "spki_of_public", "verifies"]

_SPKI = bytes.fromhex("302a300506032b6570032100")
_PUBLIC = 32
_P = 2**255 - 19
_D = -121665 * pow(121666, -1, _P) % _P
# The y coordinates of the eight points whose order divides 8: 1, -1, 0 and the two of order 8.
_Y8 = 2707385501144840649318225287225658788936804267575313519463743609750303402022
_SMALL_ORDER_Y = frozenset({0, 1, _P - 1, _Y8, _P - _Y8})


def spki_of_public(public: bytes) -> bytes:
    """Return the DER SubjectPublicKeyInfo of a raw public key of 32 bytes."""
    return _SPKI + public


def public_of_spki(spki: bytes) -> bytes:
    """Return the raw public key inside a DER SubjectPublicKeyInfo.

    Raises:
        RecordError: ``E-KEY``: it is no Ed25519 key.
    """
    if len(spki) != len(_SPKI) + _PUBLIC or not spki.startswith(_SPKI):
        raise refusal(
            "E-KEY",
            where="public key",
            expected="an Ed25519 SubjectPublicKeyInfo of 44 bytes",
            found=spki.hex(),
        )
    return spki[len(_SPKI) :]


def key_id(public: bytes) -> str:
    """Return the author key id: hex SHA-256 of the SubjectPublicKeyInfo."""
    return sha256(_SPKI + public).hexdigest()


def check_public(public: bytes, *, where: str = "public key") -> None:
    """Refuse a key that must not be enrolled.

    Args:
        public: Raw public key, 32 bytes.
        where: The field it stands in, for the error.

    Raises:
        RecordError: ``E-KEY``: wrong length, a second spelling of a point, no point of the curve,
            or a point of small order, under which one signature fits many messages.
    """
    number = int.from_bytes(public, "little")
    y = number & ((1 << 255) - 1)
    wrong = ""
    if len(public) != _PUBLIC:
        wrong = f"{len(public)} bytes"
    elif y >= _P:
        wrong = "a point in a second spelling (y is not below the field prime)"
    elif y in _SMALL_ORDER_Y:
        wrong = "a point of small order"
    elif not _on_curve(y):
        wrong = "no point of the curve"
    if wrong:
        raise refusal("E-KEY", where=where, expected="an Ed25519 public key", found=wrong)


@lru_cache(maxsize=4096)
def _on_curve(y: int) -> bool:
    """Tell whether some x fits y; x = 0 belongs to small orders and is never asked here."""
    x_squared = (y * y - 1) * pow(_D * y * y + 1, -1, _P) % _P
    return pow(x_squared, (_P - 1) // 2, _P) == 1


@lru_cache(maxsize=4096)
def _key(public: bytes) -> Ed25519PublicKey:
    return Ed25519PublicKey.from_public_bytes(public)


def verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether a signature of 64 bytes is good; never raises for bad bytes.

    Args:
        public: Raw public key, 32 bytes.
        signature: R and S.
        message: What was signed.
    """
    try:
        _key(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
