"""Read the passphrase of key files from where the caller says."""

from __future__ import annotations

from pathlib import Path

from overflight.errors import UsageError

__all__ = ["passphrase"]

_LONGEST = 10_000


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
