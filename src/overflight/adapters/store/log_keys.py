"""The keys a record names for its logs: what heads and evidence are checked with."""

from __future__ import annotations

from pathlib import Path

from overflight.adapters.store.copies import checked_at
from overflight.record import NoteKey, key_sets_in, log_keys_of

__all__ = ["log_keys_at"]


def log_keys_at(path: Path, origin: str) -> tuple[NoteKey, ...]:
    """Return every key a record says a log ever had; none for a log it does not hold.

    Raises:
        UsageError: There is no record at this path.
        RecordError: The record has no genesis document that can be read, or a log is cut off.
    """
    entries = [checked for checked in checked_at(path) if checked.ref.o == origin]
    return log_keys_of(origin, key_sets_in(entries)).all()
