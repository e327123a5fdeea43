"""Hostile and spoilt key files: each gives one clear error, none hangs, none fills the memory."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from overflight.adapters.keys.files import SecondKey, load_private, new_second
from overflight.adapters.keys.pem import FileKey, load_key, new_key, save_key
from overflight.errors import OverflightError, SourceError, UsageError

KEY = new_key("HU")
SECRET = b"six random words are a passphrase"
PLAIN = KEY.pem()
LOCKED = KEY.pem(SECRET)


def at(path: Path, data: bytes) -> Path:
    """Write a key file."""
    path = path / "key.pem"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("data", [PLAIN, LOCKED])
@pytest.mark.parametrize("spoil", [b"", b"\r\n", b"\xef\xbb\xbf", b"Overflight key of HU\n"])
def test_what_editors_do_to_a_file_is_borne(tmp_path: Path, data: bytes, spoil: bytes) -> None:
    """Line ends of Windows and a byte order mark do not make a key useless."""
    text = data.replace(b"\n", b"\r\n") if spoil == b"\r\n" else spoil + data
    key = load_key(at(tmp_path, text), "HU", SECRET if data is LOCKED else b"")
    assert key.public == KEY.public


def test_the_party_is_read_through_what_editors_do(tmp_path: Path) -> None:
    """The first line names the Party with a byte order mark before it and a return after it."""
    text = b"\xef\xbb\xbfOverflight key of HU\r\n" + PLAIN
    assert load_key(at(tmp_path, text), "").party == "HU"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x00" * 100,
        PLAIN[:60],
        LOCKED[:-40],
        PLAIN.replace(b"PRIVATE", b"PUBLIC"),
        b"-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n",
        b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n!!!!\n-----END ENCRYPTED PRIVATE KEY-----\n",
        "ключ".encode("utf-16"),
    ],
    ids=["empty", "noughts", "cut", "lock-cut", "public", "no-lock", "no-base64", "utf-16"],
)
def test_what_is_no_key_is_told(tmp_path: Path, data: bytes) -> None:
    """A cut off, empty or other file is one clear error."""
    with pytest.raises(OverflightError, match="E-KEYFILE"):
        load_key(at(tmp_path, data), "HU")


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    """Whoever names a disk image by mistake learns it at once."""
    with pytest.raises(SourceError, match="E-KEYFILE"):
        load_key(at(tmp_path, PLAIN + bytes(10_000_000)), "HU")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    """The name is in the message."""
    with pytest.raises(UsageError, match=r"none\.pem"):
        load_key(tmp_path / "none.pem", "HU")


@pytest.mark.parametrize("secret", [b"", b"wrong"])
def test_a_wrong_passphrase_is_told(tmp_path: Path, secret: bytes) -> None:
    """No passphrase and a wrong one are faults of the call, not of the file."""
    with pytest.raises(UsageError, match="passphrase"):
        load_key(at(tmp_path, LOCKED), "HU", secret)


def test_a_passphrase_for_an_open_key_is_told(tmp_path: Path) -> None:
    """A key believed locked that is not is a surprise worth telling."""
    with pytest.raises(UsageError, match="passphrase"):
        load_key(at(tmp_path, PLAIN), "HU", SECRET)


def test_keys_of_other_kinds_are_named(tmp_path: Path) -> None:
    """The message says what the file holds, so that nobody searches for a fault in it."""
    form = (Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    others = {
        "RSA": rsa.generate_private_key(65537, 2048).private_bytes(*form),
        "EC": ec.generate_private_key(ec.SECP256R1()).private_bytes(*form),
    }
    for name, data in others.items():
        with pytest.raises(SourceError, match=name):
            load_private(at(tmp_path, data), "HU")
    second = at(tmp_path, new_second("HU").pem())
    with pytest.raises(SourceError, match="people sign with Ed25519"):
        load_key(second, "HU")


def test_a_public_key_is_no_private_one(tmp_path: Path) -> None:
    """A PEM of the public half is refused."""
    public = rsa.generate_private_key(65537, 2048).public_key()
    data = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    with pytest.raises(SourceError, match="E-KEYFILE"):
        load_private(at(tmp_path, data), "HU")


@pytest.mark.parametrize("secret", [b"", SECRET])
def test_second_keys_are_kept_like_first_ones(tmp_path: Path, secret: bytes) -> None:
    """An ML-DSA-44 key comes back from its file with the same public half."""
    key = new_second("HU")
    save_key(tmp_path / "log-2.pem", key, secret)
    back = load_private(tmp_path / "log-2.pem", "", secret)
    assert isinstance(back, SecondKey)
    assert (back.party, back.public) == ("HU", key.public)


def test_keys_locked_by_the_library_still_open(tmp_path: Path) -> None:
    """Files written before the lock was made stronger are read for ever."""
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    plain = load_pem_private_key(PLAIN, None)
    old = plain.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(SECRET))
    assert isinstance(load_private(at(tmp_path, old), "HU", SECRET), FileKey)


def patched(number: bytes, other: bytes) -> bytes:
    """Return the locked key with one number of its lock exchanged, same length."""
    body = re.sub(rb"-----[A-Z ]+-----|\s", b"", LOCKED)
    der = base64.b64decode(body).replace(number, other, 1)
    head, tail = (
        b"-----BEGIN ENCRYPTED PRIVATE KEY-----\n",
        b"\n-----END ENCRYPTED PRIVATE KEY-----\n",
    )
    return head + base64.b64encode(der) + tail


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ("0202400002017f02017f", "no honest one"),  # 33 GiB of work
        ("02027000020108020105", "cannot be"),  # N is no power of two
        ("02020000020108020105", "not deserialize"),
    ],
)
def test_a_lock_that_asks_too_much_is_refused(tmp_path: Path, other: str, says: str) -> None:
    """A key file made to fill the memory of whoever opens it is refused before any work."""
    honest = bytes.fromhex("02024000020108020105")
    with pytest.raises(UsageError, match=says):
        load_key(at(tmp_path, patched(honest, bytes.fromhex(other))), "HU", SECRET)


def test_a_lock_of_a_thousand_million_rounds_is_refused(tmp_path: Path) -> None:
    """PBKDF2 with rounds for a week is refused before any work."""
    der = bytes.fromhex(
        "3060305706092a864886f70d01050d304a302906092a864886f70d01050c301c0408"
        "0011223344556677020440000000300c06082a864886f70d02090500"
        "301d060960864801650304012a0410" + "00" * 16 + "0405" + "00" * 5
    )
    name = b"ENCRYPTED PRIVATE KEY"
    data = b"-----BEGIN %b-----\n%b\n-----END %b-----\n" % (name, base64.b64encode(der), name)
    with pytest.raises(UsageError, match="no honest one"):
        load_key(at(tmp_path, data), "HU", SECRET)
