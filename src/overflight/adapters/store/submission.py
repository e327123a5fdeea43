"""Append a signed statement to the own log, on the machine with the log key.

Everything is checked before: whether the statement would count, whether what it names is at hand,
whether the head can be signed by every key that must sign it. A statement that would be void is
refused here; its author learns why, and the log stays clean.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from overflight.adapters.clock import RandomIds, SystemClock
from overflight.adapters.keys.folder import (
    held_keys,
    move_key,
    put_in_place,
    set_aside,
    signers_for,
)
from overflight.adapters.store.copies import GENESIS_FILE, RECORD_FILE, checked_at
from overflight.adapters.store.heads import LogSigners
from overflight.adapters.store.record_folder import read_plain
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.desk import Clock, Desk
from overflight.desk.signing.drafting import judge_envelope
from overflight.desk.signing.envelopes import merge_envelopes, read_draft
from overflight.desk.signing.key_sets import InForceNow, keys_now
from overflight.errors import OverflightError, RecordError, UsageError
from overflight.record import (
    KEY_KINDS,
    AttachmentKind,
    Checked,
    KeySet,
    KeyUse,
    NoteKey,
    Reference,
    Standing,
    Statement,
    head_keys,
    key_set_of,
    read_genesis,
    regime_id,
)

__all__ = ["Submitted", "record_to_read", "submit"]


_MACHINE = (KeyUse.LOG, KeyUse.MIRROR, KeyUse.TLS)


@dataclass(frozen=True, slots=True)
class Submitted:
    """A statement that stands.

    Args:
        ref: Where.
        checked: What it counts for.
        handed_over: The head over it is signed by old and new keys of the log.
        renamed: Files of keys that have new names.
    """

    ref: Reference
    checked: Checked
    handed_over: bool = False
    renamed: tuple[str, ...] = ()


def record_to_read(path: Path, clock: Clock | None = None) -> tuple[SqliteRecords, Desk]:
    """Open a record to draft for it; nothing is written. Close the first one.

    Raises:
        UsageError: The folder holds no record.
    """
    if not (path / RECORD_FILE).is_file() or not (path / GENESIS_FILE).is_file():
        raise UsageError(
            "E-FOLDER",
            where=str(path),
            expected=f"a folder with {RECORD_FILE} and {GENESIS_FILE}",
            found="another folder" if path.is_dir() else "no such folder",
            remedy="Name the folder of a record or a node.",
        )
    records = SqliteRecords(path / RECORD_FILE)
    return records, Desk(records, clock or SystemClock(), RandomIds())


def submit(
    folder: Path,
    envelopes: Sequence[bytes],
    blobs: Sequence[bytes] = (),
    passphrase: bytes = b"",
    clock: Clock | None = None,
) -> Submitted:
    """Append a statement that people signed elsewhere.

    Args:
        folder: Folder of the record, with the log key.
        envelopes: The signed draft; several if people signed apart from one another.
        blobs: Heads and attachments it names.
        passphrase: Unlocks the machine's keys.
        clock: The time.

    Raises:
        UsageError: It is meant for another log, a key or an attachment is not at hand.
        RecordError: It would not count; with the code of trust.md section 11.
        StoreError: The disk failed.
    """
    envelope = merge_envelopes(envelopes)
    said = read_draft(envelope).statement
    records, desk = record_to_read(folder, clock)
    with records:
        now = _now(desk, said, folder)
        given = _blobs(records, said, blobs)
        checked = _judged(desk, now, envelope)
    held = held_keys(folder, said.party, passphrase)
    if put_in_place(now.keys, held, _MACHINE):  # what a crash in the midst of a change left
        held = held_keys(folder, said.party, passphrase)
    after = _following(said)
    wanted = _head_keys(now, after)
    by = signers_for(wanted, held, lambda: int(desk.clock.now().timestamp()))
    moved = set_aside(now.keys, after, held) if after else ()
    try:
        ref = _append(folder, checked.ref, by, envelope, given)
    except OverflightError:
        _put_back(moved)  # nothing was appended: the old keys are the keys in force
        raise
    if ref != checked.ref:  # somebody else appended in between: what counts is how it stands now
        checked = next(c for c in checked_at(folder) if c.ref == ref)
    if checked.standing is Standing.VOID:
        _put_back(moved)
        after = None
    renamed = put_in_place(after, held) if after else ()
    changed = len(wanted) > len(head_keys(now.origin, now.keys.log_key, now.keys.second_log_key))
    return Submitted(ref, checked, changed, tuple(path.name for path in renamed))


def _put_back(moved: Sequence[tuple[Path, Path]]) -> None:
    for path, target in moved:
        with suppress(OverflightError):
            move_key(target, path)


def _now(desk: Desk, said: Statement, folder: Path) -> InForceNow:
    """Return the keys in force in the log a statement is meant for, which must be one held here."""
    document = read_plain(folder / GENESIS_FILE)
    genesis = read_genesis(document)
    if not said.log.startswith(f"{genesis.base}/log/"):
        raise UsageError(
            "E-LOG",
            where="statement",
            expected=f"a log of {genesis.base}, regime {regime_id(document)}",
            found=said.log,
            remedy="It was drafted for another regime; draft it anew from this record.",
        )
    now = keys_now(desk.records, said.party)
    if said.log != now.origin:
        raise UsageError(
            "E-LOG",
            where="statement",
            expected=f"the newest log of {said.party}, {now.origin}",
            found=said.log,
            remedy="Draft it anew for that log.",
        )
    return now


def _blobs(records: SqliteRecords, said: Statement, blobs: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return the bytes a statement names that the record must hold with it."""
    given = {sha256(blob).hexdigest(): blob for blob in blobs}
    named = [seen.c for seen in said.seen]
    named += [att.h for att in said.att if att.k is AttachmentKind.RECORD]
    lacking = [digest for digest in named if digest not in given and records.blob(digest) is None]
    if lacking:
        raise UsageError(
            "E-BLOB",
            where="statement",
            expected="every head and attachment it names, beside the draft",
            found=f"none with SHA-256 {lacking[0]}",
            remedy="Bring the folder FILE.with that `record draft` wrote beside the draft.",
        )
    return tuple(given[digest] for digest in dict.fromkeys(named) if digest in given)


def _judged(desk: Desk, now: InForceNow, envelope: bytes) -> Checked:
    """Return what the statement will count for; one that will be void is refused."""
    checked = judge_envelope(desk, now.origin, envelope)
    if checked.standing is Standing.VOID:
        raise RecordError(
            checked.code,
            where=f"{now.origin} entry {checked.ref.i}, as it would stand",
            expected=checked.expected,
            found=checked.found,
            remedy="Nothing was appended. Let those sign whose keys are in force, or draft anew.",
        )
    return checked


def _following(said: Statement) -> KeySet | None:
    return key_set_of(said) if said.type in KEY_KINDS else None


def _head_keys(now: InForceNow, after: KeySet | None) -> tuple[NoteKey, ...]:
    """Return every key that must sign the head over the statement: old ones, and new ones."""
    sets = [now.keys, *([after] if after else [])]
    keys = [key for s in sets for key in head_keys(now.origin, s.log_key, s.second_log_key)]
    return tuple(dict.fromkeys(keys))


def _append(
    folder: Path, judged: Reference, by: LogSigners, envelope: bytes, blobs: Sequence[bytes]
) -> Reference:
    """Append under the keys that were in force when the statement was judged, or not at all."""
    keys: Mapping[str, LogSigners] = {judged.o: by}
    with SqliteRecords(folder / RECORD_FILE, keys) as records:
        records.look_from(judged.o, judged.i)
        (ref,) = records.append(judged.o, [envelope], blobs)
    return ref
