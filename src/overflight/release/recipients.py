"""Read and write age recipients: X25519 public keys in Bech32 (BIP 173, age v1)."""

from __future__ import annotations

from overflight.errors import SourceError

__all__ = ["is_recipient", "recipient_key", "recipient_text"]

_SIGNS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_PREFIX = "age"
_TEXT_LENGTH = 62
_KEY_BYTES = 32
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def _checksum(values: list[int]) -> int:
    """Return the Bech32 remainder over the prefix and the values; 1 for a whole text."""
    spread = [ord(sign) >> 5 for sign in _PREFIX] + [0] + [ord(sign) & 31 for sign in _PREFIX]
    check = 1
    for value in (*spread, *values):
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for i, factor in enumerate(_GENERATOR):
            check ^= factor if top >> i & 1 else 0
    return check


def recipient_text(key: bytes) -> str:
    """Return the ``age1...`` text of a raw X25519 public key of 32 bytes."""
    number = int.from_bytes(key, "big") << 4  # 256 bits padded to 52 groups of five
    values = [number >> shift & 31 for shift in range(255, -1, -5)]
    check = _checksum([*values, *[0] * 6]) ^ 1
    values += [check >> shift & 31 for shift in range(25, -1, -5)]
    return f"{_PREFIX}1{''.join(_SIGNS[value] for value in values)}"


def is_recipient(text: str) -> bool:
    """Return whether a text is an X25519 recipient."""
    try:
        recipient_key(text)
    except SourceError:
        return False
    return True


def recipient_key(text: str, *, where: str = "recipient") -> bytes:
    """Return the raw X25519 public key of an ``age1...`` text.

    Raises:
        SourceError: The text is not an X25519 recipient, or a letter of it is wrong.
    """
    body = text.removeprefix(f"{_PREFIX}1")
    values = [_SIGNS.find(sign) for sign in body]
    if (
        len(text) != _TEXT_LENGTH
        or body == text
        or -1 in values
        or _checksum(values) != 1
        or values[-7] & 15  # the four padding bits
    ):
        raise SourceError(
            "E-RECIPIENT",
            where=where,
            expected="an age recipient, age1 and 58 lower-case letters and digits, X25519",
            found=text,
            remedy="Copy the recipient again from the key set of its party.",
        )
    number = 0
    for value in values[:-6]:
        number = number << 5 | value
    return (number >> 4).to_bytes(_KEY_BYTES, "big")
