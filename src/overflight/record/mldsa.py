"""ML-DSA-44 (FIPS 204) as the record accepts it: pure, with an empty context.

It stands beside Ed25519 as the second signature of logs and mirrors, so that heads signed today
still bind whoever can break elliptic curves tomorrow (trust.md sections 2 and 6).
"""

from __future__ import annotations

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PublicKey

from overflight.record.faults import refusal

__all__ = ["PUBLIC_BYTES", "SIGNATURE_BYTES", "mldsa_of_spki", "mldsa_verifies", "spki_of_mldsa"]

PUBLIC_BYTES = 1312
SIGNATURE_BYTES = 2420
_SPKI = bytes.fromhex("30820532300b06096086480165030403110382052100")


def spki_of_mldsa(public: bytes) -> bytes:
    """Return the DER SubjectPublicKeyInfo of a raw public key of 1312 bytes."""
    return _SPKI + public


def mldsa_of_spki(spki: bytes) -> bytes:
    """Return the raw public key inside a DER SubjectPublicKeyInfo.

    Raises:
        RecordError: ``E-KEY``: it is no ML-DSA-44 key.
    """
    if len(spki) != len(_SPKI) + PUBLIC_BYTES or not spki.startswith(_SPKI):
        raise refusal(
            "E-KEY",
            where="public key",
            expected=f"an ML-DSA-44 SubjectPublicKeyInfo of {len(_SPKI) + PUBLIC_BYTES} bytes",
            found=f"{len(spki)} bytes {spki[:24].hex()}",
        )
    return spki[len(_SPKI) :]


@lru_cache(maxsize=512)
def _key(public: bytes) -> MLDSA44PublicKey:
    return MLDSA44PublicKey.from_public_bytes(public)


def mldsa_verifies(public: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether a signature of 2420 bytes is good; never raises for bad bytes.

    Args:
        public: Raw public key, 1312 bytes.
        signature: The signature.
        message: What was signed.
    """
    try:
        _key(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
