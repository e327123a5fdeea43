"""Rebuild a node from what others hold, and let an officer confirm it (trust.md section 16).

A node that was set back, or whose database is not that of its folder, signs nothing. ``rebuild``
asks mirrors, bundles and folders for every log, its own first, and writes down what it found in
``recovery.json``; it may be run again and again, with more sources. ``confirm`` lets it sign again:
the officer's statement and the new generation are written in one transaction.

Where the database here cannot be gone on from (it is damaged, or its own log took another way than
the one others hold) it is set aside under ``kept/``, never deleted, and a new one is filled.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from overflight.adapters.files import sync_folder, write_whole
from overflight.adapters.node.backup_files import disk_faults
from overflight.adapters.node.refilling import Refilled, damage_of, entries_of, refill
from overflight.adapters.node.settings import read_settings
from overflight.adapters.store.copies import GENESIS_FILE, RECORD_FILE
from overflight.adapters.store.generation import ASKING, begin_generation, generation_of, why_silent
from overflight.adapters.store.record_folder import read_plain
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.desk.network.recovery import Source
from overflight.desk.network.refinding import entries_left
from overflight.desk.network.reports import LeftEntry, LogFound, RecoveryForm, ShownHead
from overflight.errors import RecordError, StoreError, UsageError
from overflight.record import (
    Genesis,
    cosign_times,
    leaf_hash,
    log_origin,
    party_of,
    read_envelope,
    read_genesis,
    read_head,
    read_statement,
    verify_record,
)
from overflight.treaty import read_form, read_json, write_form

__all__ = ["KEPT_FOLDER", "RECOVERY_FILE", "rebuild", "recovery_at"]

RECOVERY_FILE = "recovery.json"
KEPT_FOLDER = "kept"
_LARGEST = 64 * 2**20


@dataclass(frozen=True, slots=True)
class _Rebuild:
    """One run of a rebuild.

    Args:
        folder: The node's folder.
        party: Code of the party.
        document: The genesis document.
        genesis: What it says.
        sources: Whom to ask.
        fresh: The generation of a database that is begun anew.
    """

    folder: Path
    party: str
    document: bytes
    genesis: Genesis
    sources: tuple[Source, ...]
    fresh: str


def rebuild(folder: Path, sources: Sequence[Source], fresh: str) -> RecoveryForm:
    """Fetch every log from others into a node that may not sign, and say what was found.

    Args:
        folder: The node's folder: settings, genesis document and keys; the database may be lost.
        sources: Other parties' nodes, bundles, folders; one's own backup counts as what is there.
        fresh: The generation of a database that has to be begun anew: 32 random hex digits.

    Returns:
        The state of the recovery, which is also kept in the folder.

    Raises:
        UsageError: The node may sign: there is nothing to recover from.
        RecordError: The genesis document cannot be read.
        StoreError: The disk failed; the same command goes on.
    """
    document = read_plain(folder / GENESIS_FILE)
    party, genesis = read_settings(folder).party, read_genesis(document)
    work = _Rebuild(folder, party, document, genesis, tuple(sources), fresh)
    why = _prepare(work)
    form = _filled(work, why)
    if form is None:  # the log others hold is another than the one here: others' word counts
        _set_aside(work)
        _begin(work, why)
        form = _filled(work, why)
    if form is None:
        raise RecordError(
            "E-FORK",
            where=str(folder),
            expected="one history of this log",
            found="two, both held by others",
            remedy="Keep everything; let root keys begin a successor log.",
        )
    write_whole(folder / RECOVERY_FILE, json.dumps(write_form(form), indent=2).encode() + b"\n")
    return form


def recovery_at(folder: Path) -> RecoveryForm:
    """Return what the last rebuild found.

    Raises:
        UsageError: There was none.
    """
    path = folder / RECOVERY_FILE
    if not path.is_file():
        raise UsageError(
            "E-RECOVERING",
            where=str(folder),
            expected="a node that was rebuilt",
            found=f"no {RECOVERY_FILE}",
            remedy="Run `overflight node rebuild` first.",
        )
    value = read_json(read_plain(path, _LARGEST), where=str(path))
    return read_form(RecoveryForm, value, where=str(path))


def _prepare(work: _Rebuild) -> str:
    """Leave a database that can be filled, marked as recovering; return what had happened."""
    path = work.folder / RECORD_FILE
    lost = "the database was lost"
    if not path.exists():
        for orphan in sorted(work.folder.glob(f"{RECORD_FILE}-*")):
            _move(orphan, work.folder / KEPT_FOLDER / f"{work.fresh}{orphan.name}")
        _begin(work, lost)
        return lost
    try:
        with SqliteRecords(path, write=True) as records:
            with records.transaction():
                why = why_silent(records.db, work.folder)
            damage = damage_of(records)
            if damage:
                why = f"the database is damaged: {damage[0].code} at {damage[0].where}"
            if not why:
                raise _sound(work.folder)
            if why == ASKING:
                why = "too few others could be asked for its newest head when it started"
            held = generation_of(records.db)
            if not damage:
                begin_generation(records, work.folder, held.value if held else work.fresh, why)
                return why
    except StoreError as fault:
        why = f"the database is damaged: {fault.found}"
    _set_aside(work)
    _begin(work, why)
    return why


def _old_entries(work: _Rebuild) -> tuple[bytes, ...]:
    """Return the entries of the party's own log in every database that was set aside."""
    old: dict[bytes, None] = {}
    for path in sorted((work.folder / KEPT_FOLDER).glob("*.sqlite")):
        try:
            with SqliteRecords(path) as records:
                old.update(dict.fromkeys(entries_of(records, _own(work, records))))
        except StoreError:
            continue  # it is kept as it is, for whoever can read more of it
    return tuple(old)


def _own(work: _Rebuild, records: SqliteRecords) -> str:
    stem = log_origin(work.genesis.base, work.party).removesuffix("1")
    try:
        epochs = [int(o.removeprefix(stem)) for o in records.origins() if o.startswith(stem)]
    except StoreError:
        epochs = []
    return f"{stem}{max(epochs, default=1)}"


def _sound(folder: Path) -> UsageError:
    return UsageError(
        "E-RECOVERING",
        where=str(folder),
        expected="a node that has to recover",
        found="one that may sign",
        remedy="Nothing is to be done; `overflight node status` shows how it is.",
    )


def _begin(work: _Rebuild, why: str) -> None:
    with SqliteRecords(work.folder / RECORD_FILE, write=True) as records:
        begin_generation(records, work.folder, work.fresh, why)


def _set_aside(work: _Rebuild) -> None:
    """Move the database away: nothing of it is ever dropped."""
    kept = work.folder / KEPT_FOLDER / f"{work.fresh}.sqlite"
    path = work.folder / RECORD_FILE
    try:
        with SqliteRecords(path, write=True) as records, records.store_faults():
            records.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except StoreError:
        pass  # it is kept as it is, with its log
    for suffix in ("", "-wal", "-shm"):
        _move(path.with_name(path.name + suffix), kept.with_name(kept.name + suffix))


def _move(path: Path, to: Path) -> None:
    with disk_faults(to):
        if path.exists():
            to.parent.mkdir(mode=0o700, exist_ok=True)
            path.replace(to)
            sync_folder(to.parent)
            sync_folder(path.parent)


def _filled(work: _Rebuild, why: str) -> RecoveryForm | None:
    """Fill the database; return what was found, or nothing where its own log went another way."""
    with SqliteRecords(work.folder / RECORD_FILE, write=True) as records:
        done = refill(records, work.document, work.genesis, work.party, work.sources)
        own = _own(work, records)
        if own in done.diverged:
            return None
        return _form(work, records, done, (own, why))


def _form(
    work: _Rebuild, records: SqliteRecords, done: Refilled, said: tuple[str, str]
) -> RecoveryForm:
    own, why = said
    found = done.found[own]
    leaves = entries_of(records, own)
    note = records.checkpoint(own)
    head = read_head(note)[0] if note else None
    held = generation_of(records.db)
    old = _old_entries(work)
    left = entries_left(old, leaves)
    return RecoveryForm(
        v=1,
        party=work.party,
        origin=own,
        generation=held.value if held else "",
        why=why,
        parties=len(work.genesis.parties),
        size=head.size if head else 0,
        root=head.root.hex() if head else "",
        heads=tuple(_shown_heads(done, own)),
        silent=tuple(f"{s.name}: {s.code} {s.found}" for s in found.asked.silent),
        unpublished=_named(leaves[found.size :], found.size),
        left=_named(left, 0, old),
        kept=_keep(work.folder, left),
        logs=tuple(LogFound(o, n) for o, n in done.held.items() if o != own and n),
        problems=tuple(_problems(work, records, done, own)),
    )


def _shown_heads(done: Refilled, own: str) -> list[ShownHead]:
    heads: list[ShownHead] = []
    for shown in done.found[own].asked.shown:
        note = read_head(shown.note)[1]
        by = [p for p, keys in done.mirrors.items() if any(cosign_times(note, k) for k in keys)]
        heads.append(
            ShownHead(
                shown.source.peer.name,
                shown.source.party,
                shown.head.size,
                shown.head.root.hex(),
                tuple(by),
            )
        )
    return heads


def _named(
    leaves: Sequence[bytes], start: int, among: Sequence[bytes] = ()
) -> tuple[LeftEntry, ...]:
    entries: list[LeftEntry] = []
    for offset, leaf in enumerate(leaves):
        index = among.index(leaf) if among else start + offset
        try:
            statement = read_statement(read_envelope(leaf).payload)
            named = (statement.id, statement.type)
        except RecordError:
            named = ("", "")
        entries.append(LeftEntry(*named, leaf_hash(leaf).hex(), index))
    return tuple(entries)


def _keep(folder: Path, left: Sequence[bytes]) -> str:
    """Write entries nobody holds to a file of their own, an envelope a line; return its name."""
    if not left:
        return ""
    data = b"".join(leaf + b"\n" for leaf in left)
    name = f"{KEPT_FOLDER}/left-{sha256(data).hexdigest()[:16]}.dsse"
    write_whole(folder / name, data)
    return name


def _problems(work: _Rebuild, records: SqliteRecords, done: Refilled, own: str) -> list[str]:
    """Return what keeps the party's own log from being gone on with."""
    found = done.found[own]
    problems = [
        f"{shown.source.peer.name} has a head of {shown.head.size} entries but does not give them"
        for shown in found.unread
    ]
    if found.forks:
        problems.append("this log's own key signed two histories that others hold (E-FORK)")
    report = verify_record(records, work.document)
    ours = [log for log in report.logs if party_of(log.head.origin) == work.party]
    problems += [f"{p.code} at {p.where}" for log in ours for p in log.problems]
    problems += [f"{p.code} at {p.where}" for p in records.column_faults()]
    return problems
