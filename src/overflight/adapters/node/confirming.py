"""Ask at the start, and let an officer end a recovery: the two moments in which signing begins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from overflight.adapters.node.recovery import KEPT_FOLDER, RECOVERY_FILE, recovery_at
from overflight.adapters.node.refilling import damage_of, entries_of
from overflight.adapters.store.copies import GENESIS_FILE
from overflight.adapters.store.generation import (
    ASKING,
    generation_of,
    mark_recovering,
    settle_generation,
    why_silent,
    write_generation,
)
from overflight.adapters.store.record_folder import read_plain
from overflight.adapters.store.sqlite_mirror import SqliteMirror
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.desk import Clock, Desk, Ids, Signer, origin_of, say_all, schema_fault
from overflight.desk.network.recovery import (
    Source,
    Start,
    StartCheck,
    ask_heads,
    check_start,
    mirrors_at_start,
)
from overflight.desk.network.reports import RecoveryForm, lacks_of
from overflight.desk.record import Draft
from overflight.errors import RecordError, StoreError, UsageError
from overflight.record import (
    Hooks,
    RecordRestored,
    Reference,
    Standing,
    blobs_named,
    check_record,
    key_sets_in,
    leaf_hash,
    log_keys_of,
    party_of,
    read_genesis,
    read_head,
    write_fork,
)

__all__ = ["Confirmed", "Officer", "confirm", "start_check"]

_LARGEST_LEFT = 2**30


def start_check(
    records: SqliteRecords, folder: Path, party: str, sources: Sequence[Source], fresh: str
) -> StartCheck:
    """Look at one's own database and ask others for one's own newest head, before signing.

    Call it when a node starts, before its first round, and again while the answer is *waiting*. A
    node that is sound gets a new generation; one that is not is marked, and stays so.

    Args:
        records: The database, opened to be written.
        folder: The node's folder; it holds the genesis document.
        party: Code of the party.
        sources: The other parties' nodes, bundles or folders.
        fresh: The next generation: 32 hex digits from the machine's randomness.

    Returns:
        Whether it may sign, and why not.

    Raises:
        StoreError: The disk failed.
    """
    document = read_plain(folder / GENESIS_FILE)
    parties = len(read_genesis(document).parties)
    needed = mirrors_at_start(parties)
    with records.transaction():
        why, held = why_silent(records.db, folder), generation_of(records.db)
    if held is None or why not in {"", ASKING}:
        return StartCheck(Start.RECOVERING if why else Start.SOUND, why, (), needed)
    mark_recovering(records, ASKING)
    with records.snapshot():
        damage = damage_of(records)
    if damage:
        why = f"the database is damaged: {damage[0].code} at {damage[0].where}"
        mark_recovering(records, why)
        return StartCheck(Start.RECOVERING, why, (), needed)
    origin = origin_of(records, party)
    entries = {o: entries_of(records, o) for o in records.origins() if party_of(o) == party}
    named = key_sets_in([c for c in check_record(document, entries) if c.ref.o == origin])
    keys = log_keys_of(origin, named)
    node = SqliteMirror(records).held(origin).node
    known = parties if sources else 1  # a node without a network has nobody to ask
    answer = check_start(ask_heads(sources, origin), records.checkpoint(origin), node, keys, known)
    if answer.evidence is not None:
        SqliteMirror(records).put_evidence(write_fork(answer.evidence))
    if answer.start is Start.RECOVERING:
        mark_recovering(records, answer.why)
    elif answer.start is Start.SOUND:
        settle_generation(records, folder, held.value, fresh)
    return answer


@dataclass(frozen=True, slots=True)
class Officer:
    """Who confirms, and on what.

    Args:
        signer: An author key in force of the party.
        clock: The time.
        ids: Fresh statement ids.
        fresh: The new generation: 32 hex digits from the machine's randomness.
        without: Codes of mirrors the officer goes on without, for they cannot be asked any more.
    """

    signer: Signer
    clock: Clock
    ids: Ids
    fresh: str
    without: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A recovery that is over.

    Args:
        statement: Where the officer's statement stands.
        again: Entries that no other party held and that were appended again: those that went on
            from the head found in their old places, before the statement; the others after it.
        kept: Leaf hashes of those that could not be; they stay in the file of the recovery.
    """

    statement: Reference
    again: tuple[Reference, ...]
    kept: tuple[str, ...]


class _Confirming:
    """A record to which the officer's statement is appended, with what was left over.

    What went on from the head found stands before it, in its old places: a head over those entries
    was signed once, and whoever was shown it must find it again. The rest stands after it.
    """

    def __init__(
        self,
        records: SqliteRecords,
        left: _Left,
        fresh: str,
        document: bytes,
        blobs: Sequence[bytes],
    ) -> None:
        self._records = records
        self._left = left
        self._blobs = tuple(blobs)
        self._fresh = fresh
        self._document = document
        self.references: tuple[Reference, ...] = ()

    def origins(self) -> tuple[str, ...]:
        return self._records.origins()

    def entries(self, origin: str, start: int = 0) -> Iterator[bytes]:
        return self._records.entries(origin, start)

    def checkpoint(self, origin: str) -> bytes | None:
        return self._records.checkpoint(origin)

    def heads(self, origin: str) -> Iterator[bytes]:
        return self._records.heads(origin)

    def blob(self, digest: str) -> bytes | None:
        return self._records.blob(digest)

    def append(
        self, origin: str, envelopes: Sequence[bytes], blobs: Sequence[bytes] = ()
    ) -> tuple[Reference, ...]:
        entries = [*self._left.before, *envelopes]
        _check_counts(self._records, self._document, origin, entries)
        self.references = self._records.append_confirmed(
            origin, [*entries, *self._left.after], (*blobs, *self._blobs), self._fresh
        )
        return self.references[len(self._left.before) :]


def confirm(records: SqliteRecords, folder: Path, officer: Officer) -> Confirmed:
    """End a recovery: the officer says what the log goes on from, and the node may sign again.

    Args:
        records: The database, with the log key at hand.
        folder: The node's folder.
        officer: Who confirms.

    Raises:
        UsageError: There was no rebuild, or it still lacks something; nothing was signed.
        RecordError: The officer's key may not say this, or the database has changed since.
        StoreError: The disk failed; the same command does it again.
    """
    form = recovery_at(folder)
    document = read_plain(folder / GENESIS_FILE)
    _check_ready(records, folder, form, officer.without)
    entries = _left_entries(folder, form)
    left = _left(records, document, form, entries)
    again = {*left.before, *left.after}
    kept = [leaf for leaf in entries if leaf not in again]
    fact = RecordRestored(
        size=form.size,
        root=form.root,
        why=form.why,
        keepers=form.keepers,
        without=tuple(sorted(set(officer.without))),
        unpublished=len(form.unpublished),
        again=len(again),
        kept=len(kept),
        file=sha256(read_plain(folder / form.kept, _LARGEST_LEFT)).hexdigest() if kept else "",
    )
    target = _Confirming(records, left, officer.fresh, document, _blobs_left(records, folder, left))
    write_generation(folder, form.generation, officer.fresh)
    (statement, *_) = say_all(
        Desk(target, officer.clock, officer.ids), officer.signer, [Draft(fact)]
    )
    write_generation(folder, officer.fresh)
    with records.store_faults():
        (folder / RECOVERY_FILE).replace(folder / f"recovery-{form.generation}.json")
    hashes = {entry.hash for entry in form.left} - {ref.h for ref in target.references}
    others = tuple(ref for ref in target.references if ref != statement)
    return Confirmed(statement, others, tuple(sorted(hashes)))


def _check_ready(
    records: SqliteRecords, folder: Path, form: RecoveryForm, without: tuple[str, ...]
) -> None:
    lacks = lacks_of(form, without)
    with records.store_faults():
        held = generation_of(records.db)
    note = records.checkpoint(form.origin)
    head = read_head(note)[0] if note else None
    now = (head.size, head.root.hex()) if head else (0, "")
    if held is None or held.value != form.generation or now != (form.size, form.root):
        lacks = (f"a rebuild of this database: {RECOVERY_FILE} speaks of another state",)
    elif held.recovering in {"", ASKING}:
        lacks = ("a node that is recovering; this one may sign already",)
    if lacks:
        raise UsageError(
            "E-RECOVERING",
            where=str(folder),
            expected="; ".join(lacks),
            found="a recovery that lacks it",
            remedy="Run `overflight node rebuild` with more sources, then look again.",
        )


def _left_entries(folder: Path, form: RecoveryForm) -> tuple[bytes, ...]:
    if not form.kept:
        return ()
    lines = read_plain(folder / form.kept, _LARGEST_LEFT).split(b"\n")
    return tuple(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class _Left:
    """Entries of one's own log that no other party held, to be appended again.

    Args:
        before: Those that went on from the head found, in their old places.
        after: Those whose place is taken, as far as they still count.
    """

    before: tuple[bytes, ...] = ()
    after: tuple[bytes, ...] = ()


def _left(
    records: SqliteRecords, document: bytes, form: RecoveryForm, left: Sequence[bytes]
) -> _Left:
    """Tell entries that go on from the head found from those that do not."""
    place = {entry.hash: entry.index for entry in form.left}
    placed = sorted((place[leaf_hash(leaf).hex()], leaf) for leaf in left)
    follow = [index for index, _ in placed] == list(range(form.size, form.size + len(placed)))
    if follow:
        return _Left(before=tuple(leaf for _, leaf in placed))
    return _Left(after=tuple(_fitting(records, document, form.origin, left)))


def _blobs_left(records: SqliteRecords, folder: Path, left: _Left) -> tuple[bytes, ...]:
    """Return what entries to be appended again name and only a database set aside still holds."""
    named = blobs_named([*left.before, *left.after])
    wanted = {digest for digest in named if records.blob(digest) is None}
    found: dict[str, bytes] = {}
    for path in sorted((folder / KEPT_FOLDER).glob("*.sqlite")) if wanted else ():
        try:
            with SqliteRecords(path) as old:
                held = ((digest, old.blob(digest)) for digest in sorted(wanted - set(found)))
                found.update((digest, blob) for digest, blob in held if blob is not None)
        except StoreError:
            continue  # what cannot be read there is asked of the others, or named as missing
    return tuple(found.values())


def _fitting(
    records: SqliteRecords, document: bytes, origin: str, left: Sequence[bytes]
) -> list[bytes]:
    """Return the entries that still count after the log found; keys and logs are never set back."""
    leaves = {o: list(records.entries(o)) for o in records.origins()}
    start = len(leaves.get(origin, ()))
    leaves[origin] = [*leaves.get(origin, ()), *left]
    checked = check_record(document, leaves, Hooks(schema=schema_fault))
    return [
        leaves[origin][c.ref.i]
        for c in checked
        if c.ref.o == origin
        and c.ref.i >= start
        and c.standing is not Standing.VOID
        and c.statement is not None
        and not c.statement.type.startswith("record.")
    ]


def _check_counts(
    records: SqliteRecords, document: bytes, origin: str, entries: Sequence[bytes]
) -> None:
    """Refuse a confirmation, the last of these entries, by a key that may not say it."""
    leaves = {o: list(records.entries(o)) for o in records.origins()}
    leaves[origin] += entries
    last = [c for c in check_record(document, leaves) if c.ref.o == origin][-1]
    if last.standing is not Standing.VALID:
        raise RecordError(
            last.code or "E-KEY",
            where=origin,
            expected=last.expected or "an author key that nobody doubts",
            found=last.found or last.standing.value,
            remedy="Confirm with an author key in force that may say record.restored.",
        )
