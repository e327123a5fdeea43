"""Key files of every kind the record knows: Ed25519 for everyone, ML-DSA-44 for logs and mirrors.

ML-DSA-44 keys stand beside Ed25519 keys as the second key of a log or a mirror; people do not sign
with them.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey

from overflight.adapters.keys.pem import FileKey, kind_of_key, pem_of, read_private
from overflight.errors import SourceError
from overflight.record import NoteKey, NoteSigner, SignatureKind, kid_of

__all__ = ["PrivateKey", "SecondKey", "kid_of_key", "load_private", "log_signer", "new_second"]


class SecondKey:
    """A private ML-DSA-44 key in the memory of this process.

    Args:
        party: Code of the party it signs for.
        key: The key.
    """

    def __init__(self, party: str, key: MLDSA44PrivateKey) -> None:
        self._party = party
        self._key = key
        self._public = key.public_key().public_bytes_raw()

    @property
    def party(self) -> str:
        """Code of the party it signs for."""
        return self._party

    @property
    def public(self) -> bytes:
        """Raw public key, 1312 bytes."""
        return self._public

    def sign(self, message: bytes) -> bytes:
        """Return the ML-DSA-44 signature of a message, 2420 bytes; randomised."""
        return self._key.sign(message)

    def pem(self, passphrase: bytes = b"") -> bytes:
        """Return the key as PKCS#8 PEM, locked with scrypt if a passphrase is given."""
        return pem_of(self._key, passphrase)


PrivateKey: TypeAlias = FileKey | SecondKey
"""A key from a file, of either algorithm."""


def new_second(party: str) -> SecondKey:
    """Make an ML-DSA-44 key from the machine's source of randomness."""
    return SecondKey(party, MLDSA44PrivateKey.generate())


def load_private(path: Path, party: str, passphrase: bytes = b"") -> PrivateKey:
    """Read a key of either algorithm from its file.

    Args:
        path: The file.
        party: Code of the party it signs for; the one its file names if empty.
        passphrase: Unlocks it.

    Raises:
        UsageError: The file is not there, or the passphrase is missing or wrong.
        SourceError: The file holds a key of another kind, or none.
    """
    key, named = read_private(path, passphrase)
    if isinstance(key, Ed25519PrivateKey):
        return FileKey(party or named, key)
    if isinstance(key, MLDSA44PrivateKey):
        return SecondKey(party or named, key)
    raise SourceError(
        "E-KEYFILE",
        where=str(path),
        expected="an Ed25519 or ML-DSA-44 private key as PKCS#8 PEM",
        found=kind_of_key(key),
        remedy="Make a key with `overflight key create`.",
    )


def kid_of_key(key: PrivateKey) -> str:
    """Return the hex id by which key sets name a key."""
    return kid_of(key.public)


def log_signer(origin: str, key: PrivateKey) -> NoteSigner:
    """Return a key as one that signs the heads of a log."""
    kind = SignatureKind.ML_DSA if isinstance(key, SecondKey) else SignatureKind.LOG
    return NoteSigner(NoteKey(origin, kind, key.public), key.sign)
