"""Take what a person gave to ``record``; what is wrong in it is a fault of the call."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from overflight.errors import RecordError, UsageError
from overflight.record import NoteKey, read_vkey

__all__ = ["key_line", "wrong_founding"]


@contextmanager
def wrong_founding() -> Iterator[None]:
    """Turn what cannot be founded into a fault of the call: nothing was written yet."""
    try:
        yield
    except RecordError as fault:
        if fault.code != "E-GENESIS":
            raise
        raise UsageError(
            "E-GENESIS",
            where="--base, --name and --party",
            expected="a host and a path in small letters, as overflight.example/r1; a name",
            found=fault.found,
            remedy="Correct the option; nothing was founded.",
        ) from fault


def key_line(text: str) -> NoteKey:
    """Return the key of a log, as a person gave it.

    Raises:
        UsageError: It is no key line.
    """
    try:
        return read_vkey(text)
    except RecordError as fault:
        raise UsageError(
            "E-NOTE",
            where="--key",
            expected=fault.expected,
            found=fault.found,
            remedy="Copy the whole key line, as `overflight record prove --json` gives it.",
        ) from fault
