"""Read what is to be appended, and sign heads: what every keeper of a log does alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from overflight.errors import RecordError, StoreError, UsageError
from overflight.record import (
    KEY_KINDS,
    Checkpoint,
    HashTree,
    NoteKey,
    NoteSigner,
    SignatureKind,
    cosign,
    key_set_of,
    leaf_hash,
    read_envelope,
    read_statement,
    write_checkpoint,
    write_note,
)

if TYPE_CHECKING:
    from overflight.desk import Signer

__all__ = [
    "LogSigners",
    "check_blobs",
    "check_ids",
    "check_key_sets",
    "check_tree",
    "id_of",
    "leaf_rows",
    "no_log_key",
    "other_start",
    "push_read_back",
    "sign_head",
    "statement_ids",
]

_LARGEST_BLOB = 16 * 2**20


@dataclass(frozen=True, slots=True)
class LogSigners:
    """Several keys that sign every head of a log: old and new ones, or two algorithms.

    Args:
        signers: The keys, of type 0x01 or 0x06.
        now: Gives the time for those that say it, in seconds since 1970.
    """

    signers: tuple[NoteSigner, ...]
    now: Callable[[], int]


def sign_head(head: Checkpoint, by: Signer | LogSigners) -> bytes:
    """Return a head as a note signed by the log key, or by each of several."""
    text = write_checkpoint(head)
    if isinstance(by, LogSigners):
        time = by.now()
        return write_note(text, [cosign(text, time, signer) for signer in by.signers])
    key = NoteKey(head.origin, SignatureKind.LOG, by.public)
    return write_note(text, [cosign(text, 0, NoteSigner(key, by.sign))])


def check_key_sets(origin: str, leaves: Iterable[bytes], by: Signer | LogSigners) -> None:
    """Refuse keys of a log that entries of somebody else have taken out of force meanwhile.

    A program that runs while another one hands the log over to a new key still has the old one in
    memory. A head by it alone would stand in the log for ever, and every reader would refuse it.

    Args:
        origin: Name of the log.
        leaves: Entries that came since the keys were loaded.
        by: The keys.

    Raises:
        UsageError: ``E-KEY``.
    """
    held = {s.key.public for s in by.signers} if isinstance(by, LogSigners) else {by.public}
    for leaf in leaves:
        with suppress(RecordError):
            statement = read_statement(read_envelope(leaf).payload)
            if statement.type not in KEY_KINDS:
                continue
            keys = key_set_of(statement)
            if not {keys.log_key, keys.second_log_key} - {b""} <= held:
                raise UsageError(
                    "E-KEY",
                    where=origin,
                    expected="the keys of this log that are in force now",
                    found="older ones: the log has changed its keys since this program began",
                    remedy="Start the program anew; it loads the keys in force.",
                )


def statement_ids(origin: str, envelopes: Sequence[bytes]) -> list[str]:
    """Return the ids of statements about to be appended, refusing what is not of this log's form.

    Raises:
        RecordError: ``E-LEAF``, ``E-CANON``, ``E-LOG``, or ``E-DUP`` for an id twice among them.
    """
    ids: list[str] = []
    for leaf in envelopes:
        statement = read_statement(read_envelope(leaf).payload)
        if statement.log != origin:
            raise RecordError(
                "E-LOG",
                where=origin,
                expected=f"a statement meant for {origin}",
                found=statement.log,
                remedy="Append it to the log it is meant for.",
            )
        ids.append(statement.id)
    return ids


def check_ids(origin: str, ids: Sequence[str], used: Sequence[str]) -> None:
    """Refuse an id that was used before or stands twice among the new ones.

    Raises:
        RecordError: ``E-DUP``.
    """
    seen = set(used)
    for statement_id in ids:
        if statement_id in seen:
            raise RecordError(
                "E-DUP",
                where=origin,
                expected="an id not used before in this log",
                found=statement_id,
                remedy="The statement may stand already; else make it anew with a fresh id.",
            )
        seen.add(statement_id)


def check_blobs(blobs: Sequence[bytes]) -> None:
    """Refuse an attachment that is too large for the record.

    Raises:
        UsageError: ``E-BLOB``.
    """
    for blob in blobs:
        if len(blob) > _LARGEST_BLOB:
            raise UsageError(
                "E-BLOB",
                where="attachment",
                expected=f"at most {_LARGEST_BLOB} bytes in the record itself",
                found=f"{len(blob)} bytes",
                remedy="Name it as a media attachment and keep the file with the flight's media.",
            )


def no_log_key(origin: str) -> UsageError:
    """Return the error for an append to a log whose key is not at hand."""
    return UsageError(
        "E-KEY",
        where=origin,
        expected="the key of this log",
        found="no key",
        remedy="Append on the machine that holds the log key, or load it from its file.",
    )


def id_of(leaf: bytes) -> str:
    """Return the id of the statement in an entry; nothing where it holds no statement."""
    try:
        return read_statement(read_envelope(leaf).payload).id
    except RecordError:
        return ""


def other_start(origin: str, start: int, size: int) -> RecordError:
    """Return the error for entries that are not the next ones."""
    return RecordError(
        "E-GAP",
        where=origin,
        expected=f"entries from {size} on",
        found=f"entries from {start} on",
        remedy="Ask for the entries after those held.",
    )


def leaf_rows(
    origin: str, size: int, entries: Iterable[tuple[str, bytes]]
) -> list[tuple[str, int, bytes, bytes, str]]:
    """Return entries about to be kept, as a keeper's table has them.

    Args:
        origin: Name of the log.
        size: How many entries it has.
        entries: Id of the statement and bytes of each new entry.

    Returns:
        Origin, index, bytes, leaf hash and id of each.
    """
    return [
        (origin, size + k, leaf, leaf_hash(leaf), statement_id)
        for k, (statement_id, leaf) in enumerate(entries)
    ]


def check_tree(origin: str, tree: HashTree, root: bytes) -> None:
    """Refuse to build upon tiles that do not have the root last signed.

    Raises:
        RecordError: ``E-TILE``.
    """
    if tree.frontier().root() != root:
        raise RecordError(
            "E-TILE",
            where=origin,
            expected=f"tiles with root {root.hex()}",
            found=tree.frontier().root().hex(),
            remedy="Verify the record; append nothing before it is understood.",
        )


def push_read_back(
    origin: str,
    start: int,
    hashes: Sequence[bytes],
    found: Iterable[tuple[int, bytes]],
    tree: HashTree,
) -> None:
    """Put new leaves into the tree, if what was read back is what was written (W3).

    Args:
        origin: Name of the log.
        start: Index of the first new entry.
        hashes: Leaf hashes as they were written.
        found: Index and bytes of each entry from there, as the database gives them back.
        tree: The tree up to there.

    Raises:
        StoreError: ``E-READBACK``: other bytes came back; nothing may be signed.
    """
    if [(index, leaf_hash(leaf)) for index, leaf in found] != list(enumerate(hashes, start)):
        raise StoreError(
            "E-READBACK",
            where=origin,
            expected=f"{len(hashes)} entries from {start} as they were written",
            found="other bytes in the database",
            remedy="Stop: memory or disk is failing. Nothing was signed.",
        )
    for digest in hashes:
        tree.push(digest)
