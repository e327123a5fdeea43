"""Open and found records: a folder, or memory for rehearsals.

A record is a folder: ``record.sqlite`` with the logs, ``genesis.json`` with what the founders
agreed on, and ``keys/<PARTY>/`` with the private keys held on this machine, which may be absent.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

from overflight.adapters.clock import RandomIds, SeededIds, SystemClock
from overflight.adapters.files import sync_folder, write_whole
from overflight.adapters.keys.files import load_private, log_signer
from overflight.adapters.keys.pem import (
    AUTHOR,
    LOG,
    NAMES,
    FileKey,
    founder_keys,
    load_key,
    new_key,
    save_key,
    seeded_key,
)
from overflight.adapters.store.copies import GENESIS_FILE, RECORD_FILE
from overflight.adapters.store.heads import LogSigners
from overflight.adapters.store.kept_folder import KeptFolder, kept_beside
from overflight.adapters.store.memory_record import MemoryRecords
from overflight.adapters.store.record_folder import read_plain
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.desk import (
    Charter,
    Clock,
    Desk,
    Founded,
    Ids,
    Signer,
    found_record,
)
from overflight.errors import RecordError, StoreError, UsageError
from overflight.record import (
    log_origin,
    read_genesis,
)

__all__ = [
    "GENESIS_FILE",
    "KEYS_FOLDER",
    "RECORD_FILE",
    "REHEARSAL_BASE",
    "OpenRecord",
    "Outside",
    "new_record",
    "open_record",
    "rehearsal",
]

KEYS_FOLDER = "keys"
REHEARSAL_BASE = "overflight.example/rehearsal"


@dataclass(frozen=True, slots=True)
class Outside:
    """What a record needs from the machine beside its files.

    Args:
        clock: The time.
        ids: Fresh statement ids.
        passphrase: Unlocks the private keys; empty for unlocked ones.
        seed: For the demo and tests only: keys are made from it instead of from randomness.
    """

    clock: Clock = field(default_factory=SystemClock)
    ids: Ids = field(default_factory=RandomIds)
    passphrase: bytes = b""
    seed: str = ""


@dataclass(frozen=True, slots=True)
class OpenRecord:
    """A record ready to be read and, where keys are at hand, to be spoken in.

    Args:
        desk: Record, clock and ids, as every act takes them.
        signers: Author key of each party whose key is at hand, by party.
        genesis: The genesis document.
        path: Folder of the record; nothing for one in memory.
    """

    desk: Desk
    signers: Mapping[str, Signer]
    genesis: bytes
    path: Path | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        value: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def kept(self) -> KeptFolder | None:
        """Return what was derived from it and is kept beside it; nothing where nothing can be."""
        return kept_beside(self.path) if self.path else None

    def close(self) -> None:
        """Close the files of the record."""
        if isinstance(self.desk.records, SqliteRecords):
            self.desk.records.close()


def rehearsal(
    parties: Sequence[str], clock: Clock, *, seed: str = "rehearsal", base: str = REHEARSAL_BASE
) -> OpenRecord:
    """Found a record in memory with keys from a seed: for tests and rehearsals only.

    Args:
        parties: Codes of the parties.
        clock: The time, best a ``SetClock``.
        seed: Any text; the same text gives the same keys and ids.
        base: Host and path under which the logs are named.
    """
    keys = {party: _keys(party, seed) for party in parties}
    records = MemoryRecords({log_origin(base, party): keys[party][LOG] for party in parties})
    desk = Desk(records, clock, SeededIds(seed))
    founded = _found(desk, Charter("Rehearsal", base, (), "0" * 64), keys)
    return OpenRecord(desk, {party: keys[party][AUTHOR] for party in parties}, founded.document)


def new_record(
    path: Path, charter: Charter, parties: Sequence[str], outside: Outside | None = None
) -> OpenRecord:
    """Found a record in a new folder, with new keys for every party in ``keys/``.

    Real parties make their keys at home; this founds a record whose keys are all on one machine,
    as a rehearsal, a demonstration or a host does. The folder appears when it is whole.

    Args:
        path: The folder; it must not exist yet, or be empty.
        charter: What the founders agree on.
        parties: Codes of the founders.
        outside: Clock, ids, passphrase, seed.

    Raises:
        UsageError: There is something in the folder already.
        RecordError: The founders cannot found a record: a code twice, a name out of its form.
        StoreError: The disk failed.
    """
    outside = outside or Outside()
    path = path.resolve()
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise UsageError(
            "E-FOLDER",
            where=str(path),
            expected="a new folder for the record",
            found=f"{RECORD_FILE} in it" if (path / RECORD_FILE).exists() else "a used one",
            remedy="Name a folder that does not exist yet.",
        )
    keys = {party: _keys(party, outside.seed) for party in parties}
    logs = {log_origin(charter.base, party): keys[party][LOG] for party in parties}
    waiting = path.with_name(f".{path.name}.founding")
    with store_faults(waiting):
        shutil.rmtree(waiting, ignore_errors=True)  # what a founding that was killed left behind
        waiting.mkdir(parents=True)
        for party, named in keys.items():
            for name, key in named.items():
                save_key(waiting / KEYS_FOLDER / party / f"{name}.pem", key, outside.passphrase)
        try:
            with SqliteRecords(waiting / RECORD_FILE, logs) as records:
                founded = _found(Desk(records, outside.clock, outside.ids), charter, keys)
        except RecordError:
            shutil.rmtree(waiting)  # it holds private keys of a record that will not be
            raise
        write_whole(waiting / GENESIS_FILE, founded.document)
        waiting.replace(path)
        sync_folder(path.parent)
    desk = Desk(SqliteRecords(path / RECORD_FILE, logs), outside.clock, outside.ids)
    return OpenRecord(desk, {p: keys[p][AUTHOR] for p in parties}, founded.document, path)


@contextmanager
def store_faults(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as fault:
        raise StoreError(
            "E-STORE",
            where=str(folder),
            expected="a disk that takes the record",
            found=fault.strerror or fault,
            remedy="Mend the disk or the rights of the folder, then found the record again.",
        ) from fault


def open_record(path: Path, outside: Outside | None = None, *, keys: bool = True) -> OpenRecord:
    """Open the record in a folder, with the keys that are at hand there.

    Args:
        path: Folder with ``record.sqlite`` and ``genesis.json``.
        outside: Clock, ids, passphrase.
        keys: Load the keys; without them the record is only read.

    Raises:
        UsageError: The folder holds no record.
        RecordError: The genesis document cannot be read.
    """
    outside = outside or Outside()
    if not (path / RECORD_FILE).is_file() or not (path / GENESIS_FILE).is_file():
        raise UsageError(
            "E-FOLDER",
            where=str(path),
            expected=f"a folder with {RECORD_FILE} and {GENESIS_FILE}",
            found=_lacks(path),
            remedy="Name the folder of a record; `overflight record found` makes one.",
        )
    document = read_plain(path / GENESIS_FILE)
    genesis = read_genesis(document)
    logs: dict[str, Signer | LogSigners] = {}
    signers: dict[str, Signer] = {}
    for party in (founder.party for founder in genesis.parties if keys):
        folder = path / KEYS_FOLDER / party
        if (folder / f"{LOG}.pem").is_file():
            for origin in _open_logs(path, genesis.base, party):
                logs[origin] = _log_keys(folder, party, origin, outside)
        if (folder / f"{AUTHOR}.pem").is_file():
            signers[party] = load_key(folder / f"{AUTHOR}.pem", party, outside.passphrase)
    records = SqliteRecords(path / RECORD_FILE, logs)
    return OpenRecord(Desk(records, outside.clock, outside.ids), signers, document, path)


def _open_logs(path: Path, base: str, party: str) -> tuple[str, str]:
    """Return the logs of a party that may be appended to: its newest, and one that follows it."""
    with SqliteRecords(path / RECORD_FILE) as records:
        held = set(records.origins())
    epoch = 1
    while log_origin(base, party, epoch + 1) in held:
        epoch += 1
    return log_origin(base, party, epoch), log_origin(base, party, epoch + 1)


def _log_keys(folder: Path, party: str, origin: str, outside: Outside) -> Signer | LogSigners:
    """Return the key of a log, or both where an ML-DSA-44 key lies beside it."""
    key = load_key(folder / f"{LOG}.pem", party, outside.passphrase)
    if not (folder / f"{LOG}-2.pem").is_file():
        return key
    second = load_private(folder / f"{LOG}-2.pem", party, outside.passphrase)
    signers = (log_signer(origin, key), log_signer(origin, second))
    return LogSigners(signers, lambda: int(outside.clock.now().timestamp()))


def _lacks(path: Path) -> str:
    """Return what keeps a folder from being that of a record."""
    if not path.is_dir():
        return "a file" if path.exists() else "no such folder"
    names = [name for name in (RECORD_FILE, GENESIS_FILE) if not (path / name).is_file()]
    copied = RECORD_FILE in names and GENESIS_FILE not in names
    return f"no {' and no '.join(names)} in it" + (": an exported copy?" if copied else "")


def _keys(party: str, seed: str) -> dict[str, FileKey]:
    return {name: seeded_key(party, name, seed) if seed else new_key(party) for name in NAMES}


def _found(desk: Desk, charter: Charter, keys: Mapping[str, dict[str, FileKey]]) -> Founded:
    return found_record(desk, charter, [founder_keys(named) for named in keys.values()])
