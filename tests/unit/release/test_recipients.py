"""age recipients: X25519 keys in Bech32."""

from __future__ import annotations

import pyrage
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from overflight.errors import SourceError
from overflight.release import recipient_key, recipient_text

TEXT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"


def test_the_library_agrees() -> None:
    """A library we did not write spells the same key alike, and reads our spelling."""
    for _ in range(20):
        text = str(pyrage.x25519.Identity.generate().to_public())
        assert recipient_text(recipient_key(text)) == text


@given(st.binary(min_size=32, max_size=32))
def test_every_key_comes_back(key: bytes) -> None:
    """Any 32 bytes survive writing and reading."""
    assert recipient_key(recipient_text(key)) == key


def test_a_raw_public_key_is_spelled_as_age_does() -> None:
    """The text stands for the raw public key and nothing else."""
    key = X25519PrivateKey.generate().public_key().public_bytes_raw()
    assert str(pyrage.x25519.Recipient.from_str(recipient_text(key))) == recipient_text(key)


@pytest.mark.parametrize(
    "text",
    [
        "",
        TEXT[:-1],
        TEXT + "q",
        TEXT.upper(),
        "ssh-ed25519 AAAA",
        TEXT.replace("z", "b", 1),
        TEXT[:-1] + "q",
        "agf1" + TEXT[4:],
        f" {TEXT}"[:62],
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    """A letter wrong is a key of nobody: it is refused before anything is sealed to it."""
    with pytest.raises(SourceError) as fault:
        recipient_key(text)
    assert fault.value.code == "E-RECIPIENT"


def test_set_padding_bits_are_refused() -> None:
    """One key has one spelling: the four spare bits are zero."""
    body = [("qpzry9x8gf2tvdw0s3jn54khce6mua7l").index(c) for c in recipient_text(bytes(32))[4:56]]
    body[-1] |= 1
    text = _bech32(body)
    with pytest.raises(SourceError):
        recipient_key(text)


def _bech32(values: list[int]) -> str:
    """Return values with a right checksum, written from BIP 173 a second time."""
    signs = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
    spread = [3, 3, 3, 0, 1, 7, 5]
    check = 1
    for value in [*spread, *values, 0, 0, 0, 0, 0, 0]:
        top = check >> 25
        check = ((check & 0x1FFFFFF) << 5) ^ value
        for i, term in enumerate([0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3]):
            check ^= term if (top >> i) & 1 else 0
    check ^= 1
    tail = [(check >> 5 * (5 - i)) & 31 for i in range(6)]
    return "age1" + "".join(signs[v] for v in [*values, *tail])
