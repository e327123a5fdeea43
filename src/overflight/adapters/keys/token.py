"""Private keys in a PKCS #11 token: a card, a stick, an HSM. The key never leaves it.

A token is named by an RFC 7512 address: ``pkcs11:token=HU;object=author-1``. The module that
speaks to it stands in the address (``?module-path=``) or in ``OVERFLIGHT_PKCS11_MODULE``.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast
from urllib.parse import unquote_to_bytes

from overflight.errors import RecordError, UsageError
from overflight.record import check_public, verifies

if TYPE_CHECKING:
    import pkcs11

__all__ = ["MODULE_VARIABLE", "TokenAddress", "TokenKey", "read_token_address", "token_key"]

MODULE_VARIABLE = "OVERFLIGHT_PKCS11_MODULE"
_KNOWN = frozenset({"token", "serial", "object", "id", "type"})
_QUERY = frozenset({"module-path", "pin-source"})
_PART = re.compile(r"[A-Za-z-]+=[!-~]*")
_PUBLIC_BYTES = 32


@dataclass(frozen=True, slots=True)
class TokenAddress:
    """Where a key lies.

    Args:
        token: Label of the token; any if empty.
        serial: Serial number of the token; any if empty.
        label: Label of the key; any if empty.
        id: Id of the key; any if empty.
        module: Path of the module that speaks to the token.
        pin_file: File that holds the PIN; empty if it is given otherwise.
    """

    token: str = ""
    serial: str = ""
    label: str = ""
    id: bytes = b""
    module: str = ""
    pin_file: str = ""


def read_token_address(text: str) -> TokenAddress:
    """Read an RFC 7512 address.

    Raises:
        UsageError: ``E-TOKEN``: it is none, names a PIN itself, or names neither label nor id.
    """
    scheme, colon, rest = text.partition(":")
    path, _, query = rest.partition("?")
    parts = [part for part in path.split(";") if part]
    asked = [part for part in query.split("&") if part]
    good = all(_PART.fullmatch(part) for part in (*parts, *asked))
    if scheme.lower() != "pkcs11" or not colon or not good:
        raise _wrong("an address such as pkcs11:token=HU;object=author-1", text)
    named, more = _pairs(parts), _pairs(asked)
    unknown = sorted((set(named) - _KNOWN) | (set(more) - _QUERY))
    if "pin-value" in more:
        raise _wrong("no PIN in the address, where others can read it", "pin-value")
    if unknown or len(named) < len(parts) or len(more) < len(asked):
        raise _wrong(f"{', '.join(sorted(_KNOWN | _QUERY))}, each once", " ".join(unknown) or text)
    if named.get("type", b"private") != b"private" or not (named.get("object") or named.get("id")):
        raise _wrong("a private key named by object= or id=", text)
    pin_file = _text(more.get("pin-source", b"")).removeprefix("file:")
    module = _text(more.get("module-path", b"")) or os.environ.get(MODULE_VARIABLE, "")
    return TokenAddress(
        token=_text(named.get("token", b"")),
        serial=_text(named.get("serial", b"")),
        label=_text(named.get("object", b"")),
        id=named.get("id", b""),
        module=module,
        pin_file=pin_file,
    )


def _pairs(parts: list[str]) -> Mapping[str, bytes]:
    found = (part.partition("=") for part in parts)
    return {name.lower(): unquote_to_bytes(value) for name, _, value in found}


def _text(data: bytes) -> str:
    return data.decode("utf-8", "replace")


class Signs(Protocol):
    """The handle of a private key: what of the library's mixins is used here."""

    def sign(self, data: bytes, mechanism: pkcs11.Mechanism) -> bytes:
        """Return a signature made inside the token."""
        ...


class TokenKey:
    """An Ed25519 key inside a token, while its session is open.

    Args:
        party: Code of the party it signs for.
        public: Raw public key, 32 bytes.
        key: The private key's handle.
    """

    def __init__(self, party: str, public: bytes, key: Signs) -> None:
        self._party = party
        self._public = public
        self._key = key

    @property
    def party(self) -> str:
        """Code of the party it signs for."""
        return self._party

    @property
    def public(self) -> bytes:
        """Raw public key, 32 bytes."""
        return self._public

    def sign(self, message: bytes) -> bytes:
        """Return the Ed25519 signature of a message, made in the token and checked here."""
        import pkcs11  # noqa: PLC0415 - an extra; only whoever has a token needs it

        with _token_faults("the key"):
            signature = bytes(self._key.sign(message, mechanism=pkcs11.Mechanism.EDDSA))
        if not verifies(self._public, signature, message):
            raise _wrong("a signature by the key asked", "one that does not verify")
        return signature


@contextmanager
def token_key(address: TokenAddress, party: str, pin: str) -> Iterator[TokenKey]:
    """Open a token and give its key; the session ends with the block.

    Args:
        address: Where the key lies.
        party: Code of the party it signs for.
        pin: PIN of the token's user.

    Raises:
        UsageError: ``E-TOKEN``: no module, no such token, wrong or locked PIN, no such key, or a
            key that is not Ed25519; ``E-EXTRA``: python-pkcs11 is not installed.
    """
    token = _token(address)
    with _token_faults(f"token {address.token or address.serial}"):
        session = token.open(user_pin=pin)
    try:
        private, public = _keys(session, address)
        yield TokenKey(party, public, private)
    finally:
        session.close()


def _token(address: TokenAddress) -> pkcs11.Token:
    try:
        import pkcs11  # noqa: PLC0415 - an extra; only whoever has a token needs it
    except ImportError as fault:
        raise UsageError(
            "E-EXTRA",
            where="PKCS #11",
            expected="the part of the program that speaks to tokens",
            found="not installed",
            remedy="pip install 'overflight[token]'",
        ) from fault
    if not address.module:
        raise _wrong(f"a module, by ?module-path= or {MODULE_VARIABLE}", "none")
    with _token_faults(f"module {address.module}"):
        library = pkcs11.lib(address.module)
        found = [
            token
            for token in library.get_tokens()
            if address.token in {"", token.label.rstrip()}
            and address.serial in {"", _text(token.serial).rstrip()}
        ]
    if len(found) != 1:
        named = address.token or address.serial or "any"
        raise _wrong(f"one token named {named}", f"{len(found)} in the reader")
    return found[0]


def _keys(session: pkcs11.Session, address: TokenAddress) -> tuple[Signs, bytes]:
    from pkcs11 import Attribute, KeyType, ObjectClass  # noqa: PLC0415

    wanted: dict[Attribute, object] = {Attribute.KEY_TYPE: KeyType.EC_EDWARDS}
    if address.label:
        wanted[Attribute.LABEL] = address.label
    if address.id:
        wanted[Attribute.ID] = address.id
    where = f"key {address.label or address.id.hex()}"
    with _token_faults(where):
        private = list(session.get_objects({**wanted, Attribute.CLASS: ObjectClass.PRIVATE_KEY}))
        public = list(session.get_objects({**wanted, Attribute.CLASS: ObjectClass.PUBLIC_KEY}))
        points = [bytes(key[Attribute.EC_POINT])[-_PUBLIC_BYTES:] for key in public]
    if len(private) != 1 or len(points) != 1:
        raise _wrong(
            f"one Ed25519 {where}, private and public", f"{len(private)} and {len(points)}"
        )
    try:
        check_public(points[0], where=where)
    except RecordError as fault:
        raise _wrong(fault.expected, str(fault.found)) from fault
    return cast("Signs", private[0]), points[0]


@contextmanager
def _token_faults(where: str) -> Iterator[None]:
    """Turn what a token says into one clear message."""
    from pkcs11 import exceptions  # noqa: PLC0415

    try:
        yield
    except exceptions.PKCS11Error as fault:
        raise _told(where, fault) from fault


def _told(where: str, fault: Exception) -> UsageError:
    """Return the message for what a token answered."""
    name = type(fault).__name__
    words = {
        "PinIncorrect": ("the PIN of the token's user", "a wrong PIN; after a few the token locks"),
        "PinLenRange": ("the PIN of the token's user", "a PIN too short or too long"),
        "PinLocked": ("a token that is not locked", "a token locked after too many wrong PINs"),
        "TokenNotPresent": ("a token in the reader", "none"),
        "DeviceRemoved": ("a token in the reader", "a token that was taken out"),
        "MechanismInvalid": ("a token that signs with Ed25519", "one that does not (CKM_EDDSA)"),
    }
    expected, found = words.get(name, ("a token that answers", f"{name} {fault}".strip()))
    return _wrong(expected, found, where)


def _wrong(expected: str, found: str, where: str = "token") -> UsageError:
    return UsageError(
        "E-TOKEN",
        where=where,
        expected=expected,
        found=found,
        remedy="See the chapter on tokens in docs/keys.md.",
    )
