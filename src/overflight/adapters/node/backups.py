"""Back a node up to one file while it runs, and set a folder back to such a file.

The file is a plain tar archive: first ``BACKUP``, which names every other file with its length and
hash; then ``genesis.json``, settings and policies, the database as one consistent copy, and only
if that was asked for the machine's private keys, as an age file for one recipient.

Every backup changes the generation of the running node, so that the copy is known for an older one
wherever it turns up. What is set back to a backup signs nothing until it has recovered.
"""

from __future__ import annotations

import io
import shutil
import sqlite3
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pyrage

from overflight.adapters.files import sync_folder, write_whole
from overflight.adapters.node.backup_files import (
    SEALED_KEYS,
    BackupList,
    disk_faults,
    measured,
    read_backup,
    tar_member,
    write_archive,
)
from overflight.adapters.node.folder import KEYS_FOLDER, POLICIES_FOLDER
from overflight.adapters.node.settings import SETTINGS_FILE, read_settings
from overflight.adapters.store.copies import GENESIS_FILE, RECORD_FILE
from overflight.adapters.store.generation import (
    GENERATION_FILE,
    Generation,
    begin_generation,
    generation_of,
    turn_generation,
)
from overflight.adapters.store.record_folder import read_plain
from overflight.adapters.store.sqlite_file import SqliteFile
from overflight.errors import SourceError, UsageError
from overflight.record import regime_id

__all__ = ["back_up", "check_no_database", "restore"]


def back_up(folder: Path, out: Path, made: str, fresh: str, recipient: str = "") -> BackupList:
    """Write a backup of a node, which may go on working meanwhile.

    Args:
        folder: The node's folder.
        out: The file to write; it must not exist, and is there whole or not at all.
        made: The present instant, as ``2026-11-21T23:00:00Z``.
        fresh: The node's next generation: 32 hex digits from the machine's randomness.
        recipient: ``age1...`` for whom the private keys are locked and put in; none are if empty.

    Raises:
        UsageError: There is no node in the folder, or the file exists.
        SourceError: The recipient is no age key.
        RecordError: ``E-RECOVERING``: the database is of another generation than its folder.
        StoreError: The disk failed; there is no backup then.
    """
    settings = read_settings(folder)
    if out.exists():
        raise UsageError(
            "E-FILE",
            where=str(out),
            expected="the name of a new file",
            found="a file of this name",
            remedy="A backup never replaces another; choose a new name.",
        )
    sealed = _sealed_keys(folder, recipient) if recipient else None
    document = read_plain(folder / GENESIS_FILE)
    database = SqliteFile(folder / RECORD_FILE, write=True)
    with disk_faults(out), _beside(out) as stage, database as file:
        held = _copied(file, stage / RECORD_FILE)
        write_whole(stage / GENESIS_FILE, document)
        shutil.copyfile(folder / SETTINGS_FILE, stage / SETTINGS_FILE)
        if (folder / POLICIES_FOLDER).is_dir():
            shutil.copytree(folder / POLICIES_FOLDER, stage / POLICIES_FOLDER)
        if sealed is not None:
            write_whole(stage / SEALED_KEYS, sealed)
        files = tuple(measured(stage))
        listed = BackupList(settings.party, regime_id(document), held.value, made, files)
        write_archive(listed, stage, out)
        if not held.recovering:
            turn_generation(file, folder, fresh)
    return listed


def _copied(file: SqliteFile, to: Path) -> Generation:
    """Copy one state of the database while others append to it, as one file without a log.

    Returns:
        The generation of the copy.
    """
    with file.store_faults():
        copy = sqlite3.connect(to, isolation_level=None)
        try:
            file.db.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")
            held = generation_of(copy)
        finally:
            copy.close()
    if held is None:
        raise UsageError(
            "E-FOLDER",
            where=str(to.parent),
            expected="the database of a node",
            found="a record without a generation",
            remedy="Export a plain record with `overflight record export`.",
        )
    return held


def _sealed_keys(folder: Path, recipient: str) -> bytes:
    """Return the machine's keys as a tar archive that only one recipient can open."""
    try:
        named = pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError as fault:
        raise SourceError(
            "E-RECIPIENT",
            where="--keys-to",
            expected="an age recipient, age1...",
            found=recipient,
            remedy="Make one with `age-keygen`; keep its private half away from this machine.",
        ) from fault
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for path in sorted((folder / KEYS_FOLDER).rglob("*.pem")):
            data = read_plain(path)
            archive.addfile(
                tar_member(path.relative_to(folder).as_posix(), len(data)), io.BytesIO(data)
            )
    sealed: bytes = pyrage.encrypt(packed.getvalue(), [named])
    return sealed


@contextmanager
def _beside(place: Path) -> Iterator[Path]:
    """Give an empty folder on the same disk, which is removed in the end."""
    stage = place.with_name(f".{place.name}.stage")
    shutil.rmtree(stage, ignore_errors=True)  # what a run that was killed left behind
    stage.mkdir(mode=0o700, parents=True)
    try:
        yield stage
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def restore(folder: Path, backup: Path, fresh: str, identity: str = "") -> BackupList:
    """Set a folder back to a backup; it signs nothing before an officer has confirmed.

    Args:
        folder: The node's folder: new, empty, or one that holds no database any more. What is
            there already (keys, settings) stays as it is.
        backup: The file.
        fresh: The generation of what is set back: 32 hex digits from the machine's randomness.
        identity: ``AGE-SECRET-KEY-1...`` that opens the keys in the backup; they stay in it
            if empty.

    Raises:
        UsageError: A database is in the folder: it is never replaced; or the identity is none.
        RecordError: ``E-BACKUP``; nothing was set back.
        StoreError: The disk failed; the same command does it again.
    """
    folder = folder.resolve()
    check_no_database(folder)
    with disk_faults(folder), _beside(folder) as stage:
        listed = read_backup(backup, stage)
        if identity and (stage / SEALED_KEYS).exists():
            _open_keys(stage, identity)
        (stage / SEALED_KEYS).unlink(missing_ok=True)
        with SqliteFile(stage / RECORD_FILE, write=True) as file:
            why = f"set back to a backup of {listed.made}"
            begin_generation(file, stage, fresh, why)
        _put_in_place(stage, folder)
    return listed


def check_no_database(folder: Path) -> None:
    """Refuse a folder in which there is a database, or the log of one.

    Raises:
        UsageError: ``E-FOLDER``.
    """
    for path in sorted(folder.glob(f"{RECORD_FILE}*")):
        raise UsageError(
            "E-FOLDER",
            where=str(path),
            expected="a folder without a database",
            found=path.name,
            remedy="Move every record.sqlite file to a safe place first; never delete one.",
        )


def _open_keys(stage: Path, identity: str) -> None:
    try:
        opened = pyrage.decrypt(
            (stage / SEALED_KEYS).read_bytes(), [pyrage.x25519.Identity.from_str(identity)]
        )
    except (pyrage.DecryptError, pyrage.IdentityError) as fault:
        raise UsageError(
            "E-KEYFILE",
            where="--identity",
            expected="the age identity the keys were locked for",
            found=str(fault),
            remedy="Name the right identity file, or leave it out and bring the keys yourself.",
        ) from fault
    with tarfile.open(fileobj=io.BytesIO(opened), mode="r:") as archive:
        archive.extractall(stage, filter="data")


def _put_in_place(stage: Path, folder: Path) -> None:
    """Move the files to the folder, the database last: without it the folder is not yet a node."""
    files = [path for path in sorted(stage.rglob("*")) if path.is_file()]
    files.sort(key=lambda path: path.name == RECORD_FILE)
    for path in files:
        place = folder / path.relative_to(stage)
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if place.name == GENERATION_FILE or not place.exists():
            path.replace(place)
            sync_folder(place.parent)
    (folder / POLICIES_FOLDER).mkdir(exist_ok=True)
    sync_folder(folder.parent)
