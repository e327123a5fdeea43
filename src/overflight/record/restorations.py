"""What a party says once its log has been fetched back and an officer has confirmed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

__all__ = ["KINDS", "RECORD_RESTORED", "RecordRestored"]

RECORD_RESTORED = "record.restored/1"


@dataclass(frozen=True, slots=True)
class RecordRestored:
    """A log was lost or set back, and goes on from the largest head that was found.

    The author key that signs it is the officer's confirmation.

    Args:
        size: Entries under the head it goes on from.
        root: Root of that head, hex.
        why: What had happened, in words.
        keepers: Codes of the parties whose mirrors gave back the log.
        without: Codes of mirrors that could not be asked, as the officer names them.
        unpublished: How many of those entries no other party held.
        again: How many entries that no other party held were appended again: in their old places
            before this statement where they go on from that head, else after it.
        kept: How many could not be, and are kept in a file at home.
        file: Hex SHA-256 of that file; empty where there is none.
    """

    size: int
    root: str
    why: str
    keepers: tuple[str, ...]
    without: tuple[str, ...] = ()
    unpublished: int = 0
    again: int = 0
    kept: int = 0
    file: str = ""


KINDS: Mapping[str, type] = {RECORD_RESTORED: RecordRestored}
