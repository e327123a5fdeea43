"""Keys in a token: found, used, never taken out; each fault is one clear message."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.record_samples import HU, rehearsed, statement
from tests.soft_token import PIN, SoftTokens, soft_tokens

from overflight.adapters.keys.token import _told, read_token_address, token_key
from overflight.errors import UsageError
from overflight.record import verifies


@pytest.fixture(scope="module")
def tokens() -> SoftTokens:
    """Return a token HU with an Ed25519 key and an RSA key."""
    found = soft_tokens()
    found.make("HU")
    found.make_key("HU", "author-1")
    found.make_key("HU", "rsa", curve=False)
    return found


def fault(act: Callable[[], object]) -> str:
    """Return what the one error of an act says."""
    with pytest.raises(UsageError) as told:
        act()
    assert told.value.code == "E-TOKEN"
    return f"{told.value.expected}; {told.value.found}"


def opened(address: str, pin: str = PIN) -> bytes:
    """Open a token and sign with its key."""
    with token_key(read_token_address(address), "HU", pin) as key:
        return key.sign(b"text")


def test_a_token_signs(tokens: SoftTokens) -> None:
    """The signature is one anybody can check with the public key the token shows."""
    with token_key(read_token_address(tokens.address("HU", "author-1")), "HU", PIN) as key:
        assert key.party == "HU"
        assert verifies(key.public, key.sign(b"text"), b"text")


def test_the_key_stays_in_the_token(tokens: SoftTokens) -> None:
    """The private key can neither be read nor wrapped out."""
    import pkcs11

    token = next(t for t in pkcs11.lib(tokens.module).get_tokens() if t.label == "HU")
    with token.open(user_pin=PIN) as session:
        key = session.get_key(object_class=pkcs11.ObjectClass.PRIVATE_KEY, label="author-1")
        assert (key[pkcs11.Attribute.SENSITIVE], key[pkcs11.Attribute.EXTRACTABLE]) == (True, False)
        with pytest.raises(pkcs11.exceptions.PKCS11Error):
            key[pkcs11.Attribute.VALUE]


def test_a_key_is_found_by_its_id(tokens: SoftTokens) -> None:
    """An id in percent signs is as good as a label."""
    address = f"pkcs11:token=HU;id=%07;type=private?module-path={tokens.module}"
    assert len(opened(address)) == 64


def test_a_wrong_pin_is_told(tokens: SoftTokens) -> None:
    """It is told apart from a missing token, for the next try may lock it."""
    assert "wrong PIN" in fault(lambda: opened(tokens.address("HU", "author-1"), "1111"))


@pytest.mark.parametrize(
    ("token", "label", "says"),
    [("DE", "author-1", "one token named DE"), ("HU", "none", "one Ed25519 key none")],
)
def test_what_is_missing_is_told(tokens: SoftTokens, token: str, label: str, says: str) -> None:
    """A token that is not in the reader, a key that is not in the token."""
    assert says in fault(lambda: opened(tokens.address(token, label)))


def test_a_key_of_another_kind_is_told(tokens: SoftTokens) -> None:
    """An RSA key in the token is no key of the record."""
    assert "one Ed25519 key rsa" in fault(lambda: opened(tokens.address("HU", "rsa")))


def test_two_tokens_of_one_name_are_told(tokens: SoftTokens) -> None:
    """Nothing is signed by whichever comes first; the serial number tells them apart."""
    tokens.make("twice")
    tokens.make("twice")
    assert "2 in the reader" in fault(lambda: opened(tokens.address("twice", "author-1")))
    address = f"pkcs11:token=twice;serial=0;object=a?module-path={tokens.module}"
    assert "0 in the reader" in fault(lambda: opened(address))


def test_two_keys_of_one_name_are_told(tokens: SoftTokens) -> None:
    """Nothing is signed by a key that was not meant."""
    tokens.make("pair")
    tokens.make_key("pair", "a")
    tokens.make_key("pair", "a")
    assert "2 and 2" in fault(lambda: opened(tokens.address("pair", "a")))


@pytest.mark.parametrize("module", ["/nowhere.so", "/bin/sh", ""])
def test_a_module_that_is_none_is_told(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The path of the maker's module is the first thing people get wrong."""
    soft_tokens()
    monkeypatch.delenv("OVERFLIGHT_PKCS11_MODULE", raising=False)
    words = fault(lambda: opened(f"pkcs11:token=HU;object=a?module-path={module}"))
    assert "module" in words or "loading" in words


def test_the_module_may_stand_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that the address is short on a machine with one kind of token."""
    monkeypatch.setenv("OVERFLIGHT_PKCS11_MODULE", "/usr/lib/x.so")
    assert read_token_address("pkcs11:object=a").module == "/usr/lib/x.so"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "pkcs11",
        "pkcs11:",
        "file:token=HU;object=a",
        "pkcs11:token=HU",
        "pkcs11:object=a;object=b",
        "pkcs11:object=a;colour=red",
        "pkcs11:object=a;type=public",
        "pkcs11:object=a b",
        "pkcs11:object=a?pin-value=1234",
        "pkcs11:object=a?what=else",
    ],
)
def test_an_address_that_is_none_is_told(text: str) -> None:
    """Nothing in an address is passed over, a PIN in it least of all."""
    assert fault(lambda: read_token_address(text))


def test_an_address_is_read() -> None:
    """Percent signs, the file of the PIN, and parts in any order."""
    read = read_token_address(
        "pkcs11:object=my%20key;id=%00%ff;token=T?pin-source=file:/p&module-path=/m"
    )
    assert (read.label, read.id, read.token) == ("my key", b"\x00\xff", "T")
    assert (read.pin_file, read.module) == ("/p", "/m")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("PinLocked", "locked after too many wrong PINs"),
        ("PinLenRange", "too short or too long"),
        ("TokenNotPresent", "a token in the reader"),
        ("DeviceRemoved", "taken out"),
        ("MechanismInvalid", "CKM_EDDSA"),
        ("DeviceError", "DeviceError"),
    ],
)
def test_what_tokens_answer_is_told_in_words(name: str, says: str) -> None:
    """SoftHSM does not lock and is not taken out; real tokens are, and say it by these names."""
    exceptions = pytest.importorskip("pkcs11.exceptions")
    told = _told("token HU", getattr(exceptions, name)())
    assert says in f"{told.expected} {told.found}"


def test_a_statement_signed_in_a_token_stands(tokens: SoftTokens, tmp_path: Path) -> None:
    """The library's own signing takes a token as it takes a file."""
    from overflight.desk.signing.envelopes import add_signature, read_draft
    from overflight.record import read_envelope, write_statement

    del tmp_path
    assert rehearsed().desk.records.checkpoint(HU)
    draft = read_draft(write_statement(statement("HU")))
    with token_key(read_token_address(tokens.address("HU", "author-1")), "HU", PIN) as key:
        assert len(read_envelope(add_signature(draft, key)).signatures) == 1
