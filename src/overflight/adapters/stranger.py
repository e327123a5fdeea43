"""The verifier for strangers: where the one file lies, in a wheel or in the source tree."""

from __future__ import annotations

from pathlib import Path

from overflight.errors import StoreError

__all__ = ["verifier_text"]

_NAME = "verify.py"


def verifier_text() -> str:
    """Return the text of the verifier for strangers.

    Raises:
        StoreError: This installation has lost it.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package / "stranger", package.parents[1] / "tools"):
        if (folder / _NAME).is_file():
            return (folder / _NAME).read_text(encoding="utf-8")
    raise StoreError(
        "E-STORE",
        where=str(package / "stranger" / _NAME),
        expected="the verifier for strangers, as it was installed",
        found="no file",
        remedy="Install Overflight again.",
    )
