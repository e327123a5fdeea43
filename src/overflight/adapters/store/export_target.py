"""Decide whether a folder may take an export: new, or an older export of the very same record.

An export brings an older one up to date and never replaces anything else: not the copy of another
record, not a log it does not continue, and not a folder in which private keys may lie.
"""

from __future__ import annotations

from pathlib import Path

from overflight.adapters.store.record_folder import CHECKPOINT, GENESIS, read_plain
from overflight.errors import RecordError, UsageError
from overflight.record import Copy, Frontier, leaf_hash, read_head, regime_id

__all__ = ["check_target"]

_ITS_OWN = ("record.sqlite", "keys")  # a record where it is spoken in, and who can speak


def check_target(copy: Copy, genesis: bytes, base: str, folder: Path) -> None:
    """Refuse a folder that an export would harm; nothing is written before this answers.

    Args:
        copy: The record to be exported.
        genesis: Its genesis document.
        base: The base of its regime.
        folder: Where the export shall go.

    Raises:
        UsageError: The folder is a file, holds a record with its keys, or another record's copy.
        RecordError: A log there is longer than the one to be written, or is another version of it.
    """
    if folder.exists() and not folder.is_dir():
        raise _unfit(folder, "a file")
    for name in _ITS_OWN:
        if (folder / name).exists():
            raise _unfit(folder, f"{name} in it: a record where it is kept, perhaps with its keys")
    if (folder / GENESIS).exists():
        held = read_plain(folder / GENESIS)
        if held != genesis:
            found = f"a copy of regime {regime_id(held)}; the record is {regime_id(genesis)}"
            raise _unfit(folder, found)
    for origin in copy.origins():
        checkpoint = folder / origin.removeprefix(f"{base}/") / CHECKPOINT
        if checkpoint.exists():
            _check_continues(copy, origin, read_plain(checkpoint))


def _check_continues(copy: Copy, origin: str, note: bytes) -> None:
    """Refuse a log whose first entries are not those under the head that lies there."""
    held, _ = read_head(note)
    tree = Frontier()
    for index, leaf in copy.leaves(origin):
        if index == held.size:
            break
        tree.push(leaf_hash(leaf))
    if tree.size < held.size:
        raise RecordError(
            "E-ROLLBACK",
            where=origin,
            expected=f"at least the {held.size} entries that the folder holds",
            found=f"{tree.size} entries",
            remedy="Keep the copy in the folder: it holds more. Export to another folder.",
        )
    if tree.root() != held.root:
        raise RecordError(
            "E-FORK",
            where=origin,
            expected=f"the {held.size} entries the folder holds, root {held.root.hex()}",
            found=f"root {tree.root().hex()}",
            remedy="Keep both copies: two versions of one log are evidence. Tell every Party.",
        )


def _unfit(folder: Path, found: str) -> UsageError:
    return UsageError(
        "E-FOLDER",
        where=str(folder),
        expected="a new folder, or an older export of this record",
        found=found,
        remedy="Name another folder; nothing was written.",
    )
