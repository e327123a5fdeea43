"""Open the keys a caller names: a file under its passphrase, or a token under its PIN."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from overflight.errors import UsageError

if TYPE_CHECKING:
    from overflight.desk import Signer

__all__ = ["KeyPlace", "opened", "passphrase", "typed"]

_LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where a private key is.

    Args:
        file: Its file, or nothing.
        token: Address of it in a token, or empty.
        secret: File that holds the passphrase or the PIN, or nothing.
    """

    file: Path | None = None
    token: str = ""
    secret: Path | None = None


def passphrase(path: Path | None) -> bytes:
    """Return the passphrase in a file, without its line end; none if no file is named.

    Raises:
        UsageError: The file cannot be read or is empty.
    """
    if path is None:
        return b""
    found = "an empty file"
    try:
        text = path.read_bytes().rstrip(b"\r\n")
    except OSError as fault:
        text, found = b"", fault.strerror or str(fault)
    if not text or len(text) > _LONGEST:
        raise UsageError(
            "E-PASSPHRASE",
            where=str(path),
            expected="a file that holds a passphrase",
            found=found,
            remedy="Write the passphrase as the only line of the file.",
        )
    return text


def typed(what: str, *, twice: bool = False) -> bytes:
    """Ask for a passphrase or PIN at the terminal; it is not shown.

    Raises:
        UsageError: There is no terminal, or nothing or two different things were typed.
    """
    import getpass

    if not sys.stdin.isatty():
        raise _no_secret(what, "no terminal to ask at")
    first = getpass.getpass(f"{what}: ")
    if not first:
        raise _no_secret(what, "nothing")
    if twice and getpass.getpass(f"{what}, again: ") != first:
        raise _no_secret(what, "two different ones")
    return first.encode()


def _no_secret(what: str, found: str) -> UsageError:
    return UsageError(
        "E-PASSPHRASE",
        where=what,
        expected="a secret, typed or in a file",
        found=found,
        remedy="Name a file by --passphrase-file (or --pin-file for a token).",
    )


@contextmanager
def opened(place: KeyPlace, party: str = "") -> Iterator[Signer]:
    """Open a private key for as long as the block runs.

    Args:
        place: Where it is.
        party: Code of the party; the one a key file names if empty.

    Raises:
        UsageError: Neither or both of file and token, or it cannot be opened.
        SourceError: The file holds no key.
    """
    if (place.file is None) == (not place.token):
        raise UsageError(
            "E-KEYFILE",
            where="--key and --token",
            expected="one of the two",
            found="both" if place.token else "neither",
            remedy="Name the key file, or the key in a token.",
        )
    if place.file is None:
        from overflight.adapters.keys.token import read_token_address, token_key

        address = read_token_address(place.token)
        pin_file = place.secret or (Path(address.pin_file) if address.pin_file else None)
        pin = passphrase(pin_file) if pin_file else typed("PIN of the token")
        with token_key(address, party, pin.decode("utf-8", "replace")) as key:
            yield key
        return
    from overflight.adapters.keys.files import load_private

    yield load_private(place.file, party, _unlocking(place.file, place.secret))


def _unlocking(file: Path, secret: Path | None) -> bytes:
    """Return what unlocks a key file, asking for it where somebody sits at a terminal."""
    from overflight.adapters.files import read_bounded
    from overflight.adapters.keys.pem import LARGEST_KEY_FILE, is_locked

    asks = secret is None and sys.stdin.isatty()
    if asks and is_locked(read_bounded(file, LARGEST_KEY_FILE, too_large="E-KEYFILE")):
        return typed(f"Passphrase of {file}")
    return passphrase(secret)
