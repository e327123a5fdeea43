"""What the command that shows, makes and deletes a snapshot answers."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["KeptRow", "SnapshotAnswer"]


@dataclass(frozen=True, slots=True)
class KeptRow:
    """One thing kept beside a record: its name, its size, and whether this program sealed it."""

    name: str
    bytes: int
    sealed: bool


@dataclass(frozen=True, slots=True)
class SnapshotAnswer:
    """What is derived from a record and kept beside it.

    Args:
        record: Folder of the record.
        kept: What is kept, by name.
        fits: The facts kept were made from exactly what is there now, by this program.
        deleted: How many files were deleted, where that was asked for.
        why: Why nothing is kept, where nothing can be.
    """

    record: str
    kept: tuple[KeptRow, ...]
    fits: bool
    deleted: int = 0
    why: str = ""
