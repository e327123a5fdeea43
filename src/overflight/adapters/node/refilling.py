"""Fill a node's database again with what was found of each log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from overflight.adapters.store.sqlite_mirror import SqliteMirror
from overflight.adapters.store.sqlite_record import SqliteRecords
from overflight.desk.network.recovery import Source
from overflight.desk.network.refinding import FoundLog, KeysIn, fetch_blobs, find_log, lines_found
from overflight.errors import StoreError
from overflight.record import (
    Genesis,
    KeySet,
    LogKeys,
    NoteKey,
    NoteSignature,
    Problem,
    check_record,
    key_sets_in,
    log_keys_of,
    log_origin,
    mirror_roster,
    party_of,
    proven_forks,
    write_fork,
)

__all__ = ["Refilled", "damage_of", "entries_of", "refill"]


@dataclass(frozen=True, slots=True)
class Refilled:
    """What was found of all logs.

    Args:
        found: What was found of each log, by origin.
        held: How many entries of each are in the database now.
        diverged: Logs of which the database holds another history than the one found.
        missing: Hex SHA-256 of what entries name and nobody gave.
        mirrors: Mirror keys that count, by party.
    """

    found: Mapping[str, FoundLog]
    held: Mapping[str, int]
    diverged: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    mirrors: Mapping[str, tuple[NoteKey, ...]] = field(default_factory=dict)


def damage_of(records: SqliteRecords) -> tuple[Problem, ...]:
    """Return what is wrong with a database on its own: pages, columns, trees; read as a whole.

    A node looks before it signs anything: a byte that changed on the disk is told here, and what
    is damaged is fetched from others again.
    """
    problems = list(records.column_faults())
    if not problems:
        try:
            problems = [p for origin in records.origins() for p in records.tree_faults(origin)]
        except StoreError as fault:
            problems = [Problem.of(fault)]
    return tuple(problems)


def entries_of(records: SqliteRecords, origin: str) -> tuple[bytes, ...]:
    """Return the entries that can be read of a log, up to the first that cannot."""
    leaves: list[bytes] = []
    try:
        for index, leaf in records.leaves(origin):
            if index != len(leaves):
                break
            leaves.append(leaf)
    except StoreError:
        pass  # what is left is fetched from others
    return tuple(leaves)


def refill(
    file: SqliteRecords, document: bytes, genesis: Genesis, own: str, sources: Sequence[Source]
) -> Refilled:
    """Find every log in what the sources hold, and take in what is not here yet.

    Args:
        file: The database, opened to be written.
        document: The genesis document.
        genesis: What it says.
        own: Code of the party whose node it is.
        sources: Whom to ask.

    Raises:
        StoreError: The disk failed.
    """
    logs = {origin: entries_of(file, origin) for origin in file.origins()}
    found: dict[str, FoundLog] = {}
    diverged: list[str] = []
    parties = [own, *(f.party for f in genesis.parties if f.party != own)]
    for origin in _origins(genesis.base, parties, found, logs):
        asked = [s for s in sources if s.party == party_of(origin)]
        asked += [s for s in sources if s not in asked]
        held = logs.get(origin, ())
        found[origin] = find_log(asked, origin, held, _keys_in(document, logs, origin))
        new = found[origin].leaves
        if new[: len(held)] == held[: len(new)]:
            logs[origin] = new if len(new) > len(held) else held
        else:
            diverged.append(origin)
    roster = mirror_roster(genesis, _named(document, logs))
    missing: list[str] = []
    for origin, log in found.items():
        if origin not in diverged and logs.get(origin):
            keys = [key for named in roster.values() for key in named]
            lines = lines_found(log, logs[origin], keys)
            blobs, lost = fetch_blobs(sources, logs[origin], file.blob)
            missing += lost
            _take(file, log, blobs, lines, mine=party_of(origin) == own)
        for fork in log.forks:
            SqliteMirror(file).put_evidence(write_fork(fork))
    _adopt_forks(file, document, logs)
    sizes = {origin: len(leaves) for origin, leaves in logs.items()}
    return Refilled(found, sizes, tuple(diverged), tuple(dict.fromkeys(missing)), roster)


def _adopt_forks(file: SqliteRecords, document: bytes, logs: Mapping[str, Sequence[bytes]]) -> None:
    """Keep the proofs of forks that the logs name: a log that was frozen is frozen again."""
    checked = check_record(document, logs)

    def keys(origin: str) -> tuple[NoteKey, ...]:
        return log_keys_of(origin, key_sets_in([c for c in checked if c.ref.o == origin])).all()

    said = [(c.ref, c.statement) for c in checked if c.statement is not None]
    mirror = SqliteMirror(file)
    for fork in proven_forks(said, file.blob, keys):
        evidence = file.blob(fork.h)
        if evidence is not None:
            mirror.put_evidence(evidence)


def _origins(
    base: str,
    parties: Sequence[str],
    found: Mapping[str, FoundLog],
    logs: Mapping[str, Sequence[bytes]],
) -> Iterator[str]:
    """Yield the logs of all parties, a party's next one as soon as there is one before it."""
    for party in parties:
        epoch = 1
        while True:
            origin = log_origin(base, party, epoch)
            yield origin
            if not logs.get(origin) and found[origin].note is None:
                break
            epoch += 1


def _keys_in(document: bytes, logs: Mapping[str, Sequence[bytes]], origin: str) -> KeysIn:
    first = origin.endswith("/1")

    def keys_in(leaves: Sequence[bytes]) -> LogKeys:
        known = {} if first else {o: log for o, log in logs.items() if o != origin}
        checked = check_record(document, {**known, origin: leaves})
        return log_keys_of(origin, key_sets_in([c for c in checked if c.ref.o == origin]))

    return keys_in


def _named(document: bytes, logs: Mapping[str, Sequence[bytes]]) -> dict[str, list[KeySet]]:
    """Return every valid key set of each party, in order."""
    checked = check_record(document, logs)
    named: dict[str, list[KeySet]] = {}
    for origin in logs:
        sets = key_sets_in([c for c in checked if c.ref.o == origin])
        named.setdefault(party_of(origin), []).extend(keys for _, keys in sets)
    return named


def _take(
    file: SqliteRecords,
    log: FoundLog,
    blobs: Sequence[bytes],
    lines: Sequence[tuple[int, NoteSignature]],
    *,
    mine: bool,
) -> None:
    """Take in entries after those held, the head they stand under, and the lines over it.

    The head found stands as the last one cosigned, whether or not a cosignature of this party over
    it was found: so nothing older and nothing else can be cosigned after it.
    """
    mirror = SqliteMirror(file)
    held = mirror.held(log.origin).size
    mirror.take_in(log.origin, held, log.leaves[held:], blobs)
    if log.note is not None:
        file.put_found_head(log.note, mine=mine)
    for size in sorted({size for size, _ in lines}):
        mirror.put_lines(log.origin, size, [line for at, line in lines if at == size])
