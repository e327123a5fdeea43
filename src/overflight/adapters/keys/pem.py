"""Private keys in files: PKCS#8 PEM, under a passphrase or readable by their owner only.

A passphrase is used for real keys. Keys from a seed are for the demo and tests: whoever knows the
seed has them.
"""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InternalError, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.mldsa import MLDSA44PrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from overflight.adapters.files import read_bounded, sync_folder
from overflight.adapters.keys.lock import check_cost, locked_pem
from overflight.desk import FounderKeys
from overflight.errors import SourceError, StoreError, UsageError

__all__ = [
    "LARGEST_KEY_FILE",
    "FileKey",
    "Storable",
    "founder_keys",
    "is_locked",
    "kind_of_key",
    "load_key",
    "new_key",
    "pem_of",
    "read_private",
    "save_key",
    "seeded_key",
]

ROOTS = ("root-1", "root-2", "root-3")
THRESHOLD = 2
AUTHOR, LOG, MIRROR = "author-1", "log", "mirror"
NAMES = (*ROOTS, AUTHOR, LOG, MIRROR)
LARGEST_KEY_FILE = (
    65_536  # a locked RSA key of 16,384 bits has 13 kB; there is no longer honest one
)
_LINE = b"Overflight key of "  # RFC 7468 lets a line of words stand before the key; tools skip it
_CODE = re.compile(rb"[A-Za-z]{2,8}")


class Storable(Protocol):
    """A private key that can be written to a file."""

    @property
    def party(self) -> str:
        """Code of the party it signs for."""
        ...

    def pem(self, passphrase: bytes = b"") -> bytes:
        """Return the key as PKCS#8 PEM, locked if a passphrase is given."""
        ...


class FileKey:
    """A private Ed25519 key in the memory of this process.

    Args:
        party: Code of the party it signs for.
        key: The key.
    """

    def __init__(self, party: str, key: Ed25519PrivateKey) -> None:
        self._party = party
        self._key = key
        self._public = key.public_key().public_bytes_raw()

    @property
    def party(self) -> str:
        """Code of the party it signs for."""
        return self._party

    @property
    def public(self) -> bytes:
        """Raw public key, 32 bytes."""
        return self._public

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of a message, 64 bytes."""
        return self._key.sign(message)

    def pem(self, passphrase: bytes = b"") -> bytes:
        """Return the key as PKCS#8 PEM, locked with scrypt if a passphrase is given."""
        return pem_of(self._key, passphrase)


def new_key(party: str) -> FileKey:
    """Make a key from the machine's source of randomness."""
    return FileKey(party, Ed25519PrivateKey.generate())


def seeded_key(party: str, name: str, seed: str) -> FileKey:
    """Make a key from a seed: for the demo and tests only.

    Args:
        party: Code of the party.
        name: Which of its keys, for example ``author-1``.
        seed: Any text; the same text gives the same keys.
    """
    secret = sha256(f"overflight demonstration key\n{seed}\n{party}\n{name}".encode()).digest()
    return FileKey(party, Ed25519PrivateKey.from_private_bytes(secret))


def save_key(path: Path, key: Storable, passphrase: bytes = b"") -> None:
    """Write a key to a new file that only its owner can read.

    Raises:
        UsageError: The file exists; a key is never written over.
        StoreError: The disk failed.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(_LINE + key.party.encode("ascii", "replace") + b"\n" + key.pem(passphrase))
            file.flush()
            os.fsync(file.fileno())
        sync_folder(path.parent)
    except FileExistsError as fault:
        raise UsageError(
            "E-KEYFILE",
            where=str(path),
            expected="a new file: a key is never written over",
            found="a file of this name",
            remedy="Choose another name, or move the old key away first.",
        ) from fault
    except OSError as fault:
        raise StoreError(
            "E-STORE",
            where=str(path),
            expected="a folder that can be written",
            found=fault.strerror or fault,
            remedy="Mend the disk or the rights of the folder, then try again.",
        ) from fault


def load_key(path: Path, party: str, passphrase: bytes = b"") -> FileKey:
    """Read an Ed25519 key from its file.

    Args:
        path: The file.
        party: Code of the party it signs for; the one its file names if empty.
        passphrase: Unlocks it.

    Raises:
        UsageError: The file is not there, or the passphrase is missing or wrong.
        SourceError: The file holds no Ed25519 key.
    """
    key, named = read_private(path, passphrase)
    if isinstance(key, Ed25519PrivateKey):
        return FileKey(party or named, key)
    raise _no_key(path, kind_of_key(key))


def read_private(path: Path, passphrase: bytes = b"") -> tuple[PrivateKeyTypes, str]:
    """Return the private key in a file, of whatever kind, and the party its first line names.

    Raises:
        UsageError: The file is not there, or the passphrase is missing or wrong.
        SourceError: The file holds no private key, is too large, or asks for too much work.
    """
    data = b""
    try:
        data = read_bounded(path, LARGEST_KEY_FILE, too_large="E-KEYFILE")
        check_cost(data)
        return load_pem_private_key(data, passphrase or None), _named(data)
    except UsageError as fault:
        raise _unusable(path, "a key file", fault.found) from fault
    except TypeError as fault:
        raise _unusable(path, "the passphrase the key was locked with", str(fault)) from fault
    except (ValueError, UnsupportedAlgorithm, InternalError) as fault:
        if passphrase and is_locked(data):
            raise _unusable(path, "a key and its passphrase", _plain(fault)) from fault
        raise _no_key(path, _plain(fault)) from fault


def _plain(fault: Exception) -> str:
    """Return what the library says of a key, without its advice to programmers."""
    odd = isinstance(fault, InternalError)  # numbers of a lock that OpenSSL does not take
    return "a lock that cannot be" if odd else str(fault).partition(". See")[0]


def is_locked(data: bytes) -> bool:
    """Tell whether the bytes of a key file are locked under a passphrase."""
    return b"ENCRYPTED" in data


def kind_of_key(key: PrivateKeyTypes) -> str:
    """Return what kind of key this is, in words."""
    name = type(key).__name__.removesuffix("PrivateKey")
    known = {"MLDSA44": "an ML-DSA-44 key: for logs and mirrors only, people sign with Ed25519"}
    return known.get(name, f"a key of kind {name}")


def pem_of(key: Ed25519PrivateKey | MLDSA44PrivateKey, passphrase: bytes) -> bytes:
    """Return a key as PKCS#8 PEM, locked with scrypt if a passphrase is given."""
    if passphrase:
        return locked_pem(
            key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()), passphrase
        )
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _named(data: bytes) -> str:
    """Return the party a key file names in its first line, or nothing."""
    line = data.removeprefix(b"\xef\xbb\xbf").partition(b"\n")[0].rstrip(b"\r")
    code = line.removeprefix(_LINE)
    return code.decode() if code != line and _CODE.fullmatch(code) else ""


def _unusable(path: Path, expected: str, found: str) -> UsageError:
    remedy = "Name the right file and, if it is locked, its passphrase."
    return UsageError("E-KEYFILE", where=str(path), expected=expected, found=found, remedy=remedy)


def _no_key(path: Path, found: str) -> SourceError:
    return SourceError(
        "E-KEYFILE",
        where=str(path),
        expected="an Ed25519 private key as PKCS#8 PEM",
        found=found,
        remedy="Make a key with `overflight key create`.",
    )


def founder_keys(keys: dict[str, FileKey]) -> FounderKeys:
    """Return the keys of one founder from its named keys."""
    return FounderKeys(
        party=keys[LOG].party,
        roots=tuple(keys[name] for name in ROOTS),
        threshold=THRESHOLD,
        log=keys[LOG],
        mirror=keys[MIRROR],
        authors=(keys[AUTHOR],),
    )
