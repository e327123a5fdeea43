"""A PKCS #11 token of files (SoftHSM from Debian, ``softhsm2``), made for one run of the tests.

The module reads its settings once in a process, so all tests of a process share one folder of
tokens; each test that changes a token makes its own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest

__all__ = ["SO_PIN", "SoftTokens", "soft_tokens"]

MODULES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
    "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
)
PIN, SO_PIN = "8765", "12345678"
_ED25519 = bytes.fromhex("130c656477617264733235353139")  # edwards25519, as PKCS #11 names it


@dataclass(frozen=True, slots=True)
class SoftTokens:
    """Tokens of files.

    Args:
        module: Path of the module.
        settings: Its settings file.
    """

    module: str
    settings: Path

    def make(self, label: str) -> str:
        """Make an empty token; return its label."""
        import pkcs11

        words = ["softhsm2-util", "--init-token", "--free", "--label", label]
        words += ["--so-pin", SO_PIN, "--pin", PIN]
        subprocess.run(words, check=True, capture_output=True)
        pkcs11.lib(self.module).reinitialize()  # it has read the list of tokens already
        return label

    def make_key(self, token: str, label: str, *, curve: bool = True) -> None:
        """Make a key inside a token: Ed25519, or RSA."""
        import pkcs11

        found = pkcs11.lib(self.module).get_token(token_label=token)
        with found.open(rw=True, user_pin=PIN) as session:
            if not curve:
                session.generate_keypair(pkcs11.KeyType.RSA, 2048, label=label, store=True)
                return
            named = {pkcs11.Attribute.EC_PARAMS: _ED25519}
            domain = session.create_domain_parameters(pkcs11.KeyType.EC_EDWARDS, named, local=True)
            domain.generate_keypair(
                mechanism=pkcs11.Mechanism.EC_EDWARDS_KEY_PAIR_GEN,
                label=label,
                id=b"\x07",
                store=True,
            )

    def address(self, token: str, label: str) -> str:
        """Return the RFC 7512 address of a key."""
        return f"pkcs11:token={token};object={label}?module-path={self.module}"


@lru_cache(maxsize=1)
def _tokens() -> SoftTokens | None:
    module = next((path for path in MODULES if Path(path).is_file()), None)
    if module is None or shutil.which("softhsm2-util") is None:
        return None
    folder = Path(tempfile.mkdtemp(prefix="overflight-tokens-"))
    (folder / "tokens").mkdir()
    settings = folder / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {folder / 'tokens'}\nlog.level = ERROR\n")
    os.environ["SOFTHSM2_CONF"] = str(settings)
    return SoftTokens(module, settings)


def soft_tokens() -> SoftTokens:
    """Return the tokens of this run, or skip where SoftHSM or python-pkcs11 is not installed."""
    pytest.importorskip("pkcs11", reason="python-pkcs11 is not installed")
    found = _tokens()
    if found is None:
        pytest.skip("SoftHSM is not installed (Debian: softhsm2)")
    return found
