"""Base64 in its one spelling: padded, standard alphabet, no stray bits."""

from __future__ import annotations

from base64 import b64decode, b64encode
from binascii import Error

from overflight.record.faults import refusal

__all__ = ["read_base64", "write_base64"]


def write_base64(data: bytes) -> str:
    """Return padded standard base64."""
    return b64encode(data).decode("ascii")


def read_base64(text: str, *, code: str, where: str) -> bytes:
    """Read padded standard base64 and refuse every other spelling of the same bytes.

    Raises:
        RecordError: With the given code.
    """
    try:
        data = b64decode(text, validate=True)
    except (Error, ValueError):
        data = b""
    if write_base64(data) != text:
        raise refusal(code, where=where, expected="padded canonical base64", found=text)
    return data
