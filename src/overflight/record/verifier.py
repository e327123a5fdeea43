"""Verify a copy of a record, wherever its bytes come from. Bad content is reported, never raised.

Everything is recomputed from the entries: hashes, roots, tiles, heads, signatures, keys, validity,
references, attachments. Of what parties say they saw of each other's logs (``seen``), whatever is
signed and does not fit the copy is told: so a log that was cut short or rewritten and signed anew
is caught as soon as anybody had seen its head.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Protocol

from overflight.errors import OverflightError, RecordError
from overflight.record.checking import RecordCheck, check_order, find_genesis
from overflight.record.checkpoints import Checkpoint, read_head
from overflight.record.genesis import (
    Genesis,
    document_hash,
    log_origin,
    read_genesis,
    regime_id,
)
from overflight.record.headchecks import judge_heads
from overflight.record.keysets import KeySet
from overflight.record.logkeys import LogKeys
from overflight.record.merkle import leaf_hash, roots_at
from overflight.record.notes import Note
from overflight.record.reports import LogReport, Problem, Report
from overflight.record.rosters import Roster, lines_over, log_keys_of, mirror_roster
from overflight.record.statements import Attachment, AttachmentKind, Seen
from overflight.record.tiles import HashTree, TileName, tile_names
from overflight.record.validity import Checked, Hooks, LogCheck, Standing

__all__ = ["Copy", "genesis_of", "verify_record"]


class Copy(Protocol):
    """The bytes of a record, from any place. Reading may raise errors of this product."""

    def origins(self) -> tuple[str, ...]:
        """Return the origins of the logs held, sorted."""
        ...

    def leaves(self, origin: str) -> Iterable[tuple[int, bytes]]:
        """Yield index and bytes of each entry, in order."""
        ...

    def heads(self, origin: str) -> Iterable[bytes]:
        """Yield the signed heads held, the newest last."""
        ...

    def tiles(self, origin: str) -> Iterable[tuple[TileName, bytes]]:
        """Yield the tiles of hashes held, in any order."""
        ...

    def blob(self, digest: str) -> bytes | None:
        """Return bytes by their hex SHA-256, or nothing where they are not held."""
        ...


@dataclass(slots=True)
class _Log:
    """One log while it is being verified."""

    origin: str
    party: str
    hashes: list[bytes] = field(default_factory=list)
    tree: HashTree = field(default_factory=HashTree)
    heads: list[tuple[Checkpoint, Note]] = field(default_factory=list)
    keys: LogKeys = field(init=False)
    check: LogCheck = field(init=False)
    first: bytes | None = None
    named: tuple[tuple[int, KeySet], ...] = ()
    good: tuple[tuple[Checkpoint, Note], ...] = ()
    taken: list[tuple[Checked, tuple[str, ...]]] = field(default_factory=list)
    settled: list[Checked] = field(default_factory=list)
    att: dict[Attachment, int] = field(default_factory=dict)
    seen: dict[Seen, int] = field(default_factory=dict)
    roots: dict[int, bytes] = field(default_factory=dict)
    absent: int = 0
    problems: list[Problem] = field(default_factory=list)

    def tell(self, code: str, where: str, expected: str, found: object) -> None:
        """Add a problem of this log."""
        self.problems.append(Problem(code, f"{self.origin} {where}", expected, str(found)))

    def __post_init__(self) -> None:
        self.keys = LogKeys(self.origin, ())


def _guarded(problems: list[Problem], steps: Iterator[None]) -> None:
    """Run a step; a fault of reading becomes a problem."""
    try:
        for _ in steps:
            pass
    except OverflightError as fault:
        problems.append(Problem.of(fault))


def verify_record(copy: Copy, document: bytes | None = None, hooks: Hooks | None = None) -> Report:
    """Verify a copy of a record.

    Args:
        copy: The bytes.
        document: The genesis document, from a source one trusts; else the one the logs name.
        hooks: What chapters add to the check of a statement.

    Returns:
        Every problem found, and what each log holds.
    """
    general: list[Problem] = []
    try:
        origins = copy.origins()
    except OverflightError as fault:
        return Report("", "", (), (Problem.of(fault),))
    genesis: Genesis | None = None
    try:
        document = document or genesis_of(copy)
        genesis = read_genesis(document)
    except OverflightError as fault:
        general.append(Problem.of(fault))
    known = document if genesis and document else b""
    logs = {origin: _Log(origin, _party(genesis, origin)) for origin in origins}
    _verify_logs(logs, copy, genesis, (known, hooks))
    roster: Roster = {}
    if genesis:
        general += _founders_missing(genesis, origins)
        roster = _roster(logs.values(), genesis)
    return Report(
        regime_id(known) if known else "",
        document_hash(known) if known else "",
        tuple(_report(log, roster) for log in logs.values()),
        tuple(general),
        roster,
    )


def _roster(logs: Iterable[_Log], genesis: Genesis) -> Roster:
    """Return the mirror keys that the logs of each party have named."""
    named: dict[str, list[KeySet]] = {}
    for log in logs:
        named.setdefault(log.party, []).extend(keys for _, keys in log.named)
    return mirror_roster(genesis, named)


def _verify_logs(
    logs: dict[str, _Log],
    copy: Copy,
    genesis: Genesis | None,
    rules: tuple[bytes, Hooks | None],
) -> None:
    """Fill in every log: bytes first, then entries, then what can only be told across logs."""
    document, hooks = rules
    for log in logs.values():
        for read in (_read_leaves, _read_heads, _read_tiles):
            _guarded(log.problems, read(log, copy))
    checks = RecordCheck(
        document,
        genesis,
        {origin: log.hashes for origin, log in logs.items()},
        lambda origin: logs[origin].heads,
        hooks,
    )
    for origin in check_order({origin: log.first for origin, log in logs.items()}):
        log = logs[origin]
        log.check = checks.start(origin)
        _guarded(log.problems, _check_entries(log, copy, log.check))
    checks.finish()
    for log in logs.values():
        log.settled = [log.check.settle(*taken) for taken in log.taken]
    _find_roots(logs)
    for log in logs.values():
        _guarded(log.problems, _check_heads(log))
        _guarded(log.problems, _check_blobs(log, copy))
        _guarded(log.problems, _check_seen(log, logs, copy.blob))


def _party(genesis: Genesis | None, origin: str) -> str:
    founder = genesis.founder_of(origin) if genesis else None
    return founder.party if founder else ""


def genesis_of(copy: Copy) -> bytes:
    """Return the genesis document that the first entries of the logs of a copy name.

    Raises:
        RecordError: ``E-GENESIS``: no log names a document, two logs name two, or it is not held.
    """
    first: dict[str, list[bytes]] = {}
    for origin in copy.origins():
        try:
            first[origin] = [leaf for _, leaf in _upto(copy.leaves(origin), 1)]
        except OverflightError:
            first[origin] = []  # told, with its place, when the log itself is read
    return find_genesis(first, copy.blob)


def _upto(leaves: Iterable[tuple[int, bytes]], count: int) -> Iterator[tuple[int, bytes]]:
    for (index, leaf), _ in zip(leaves, range(count), strict=False):
        yield index, leaf


def _founders_missing(genesis: Genesis, origins: tuple[str, ...]) -> Iterator[Problem]:
    for founder in genesis.parties:
        origin = log_origin(genesis.base, founder.party)
        if origin not in origins:
            yield Problem("E-MISSING", origin, f"the log of founder {founder.party}", "no log")


def _read_leaves(log: _Log, copy: Copy) -> Iterator[None]:
    for index, leaf in copy.leaves(log.origin):
        if index != len(log.hashes):
            log.tell("E-GAP", f"entry {len(log.hashes)}", "this entry", f"entry {index}")
            return
        digest = leaf_hash(leaf)
        log.first = log.first if index else leaf
        log.hashes.append(digest)
        log.tree.push(digest)
    yield


def _read_heads(log: _Log, copy: Copy) -> Iterator[None]:
    for note in copy.heads(log.origin):
        try:
            log.heads.append(read_head(note))
        except RecordError as fault:
            log.tell(fault.code, "head", fault.expected, fault.found)
    yield


def _read_tiles(log: _Log, copy: Copy) -> Iterator[None]:
    missing = set(tile_names(len(log.hashes)))
    for name, data in copy.tiles(log.origin):
        missing.discard(name)
        expected = log.tree.tile(name)
        if expected is None:
            log.tell("E-TILE", name.path, f"no tile beyond {len(log.hashes)} entries", "a tile")
        elif data != expected:
            digest, found = sha256(expected).hexdigest(), sha256(data).hexdigest()
            log.tell("E-TILE", name.path, f"hashes with SHA-256 {digest}", found)
    for name in sorted(missing):
        log.tell("E-TILE", name.path, "this tile", "nothing")
    yield


def _check_entries(log: _Log, copy: Copy, check: LogCheck) -> Iterator[None]:
    for index, leaf in _upto(copy.leaves(log.origin), len(log.hashes)):
        checked, signers = check.take(index, leaf)
        if checked.ref.h != log.hashes[index].hex():
            log.tell("E-CHANGED", f"entry {index}", "the same bytes twice", "other bytes")
        if checked.statement and checked.standing is not Standing.VOID:
            log.att.update(dict.fromkeys(checked.statement.att, index))
            log.seen.update(dict.fromkeys(checked.statement.seen, index))
        log.taken.append((replace(checked, statement=None), signers))
    log.named = check.in_force.named
    log.keys = log_keys_of(log.origin, log.named)
    if log.taken and not log.named:
        first = log.taken[0][0]
        found = f"{first.code}: expected {first.expected}; found {first.found}"
        log.tell("E-GENESIS", "entry 0", "a valid genesis of the party whose log it is", found)
    yield


def _check_heads(log: _Log) -> Iterator[None]:
    judged = judge_heads(log.keys, log.heads, log.roots, len(log.hashes))
    log.good = judged.good
    log.problems += judged.problems
    if judged.newest < len(log.hashes):
        covered = f"a head over {judged.newest} entries" if log.heads else "no head"
        log.tell("E-HEAD", "newest head", f"a head over all {len(log.hashes)} entries", covered)
    yield


def _find_roots(logs: dict[str, _Log]) -> None:
    """Recompute the roots each log had at the sizes that heads and ``seen`` speak of."""
    wanted = {log.origin: {head.size for head, _ in log.heads} for log in logs.values()}
    for log in logs.values():
        for seen in log.seen:
            wanted.setdefault(seen.o, set()).add(seen.n)
    for log in logs.values():
        log.roots = roots_at(wanted[log.origin], log.hashes)


def _check_blobs(log: _Log, copy: Copy) -> Iterator[None]:
    for att, index in log.att.items():
        data = copy.blob(att.h)
        where = f"entry {index}, attachment {att.h[:16]}"
        if data is None and att.k is not AttachmentKind.RECORD:
            log.absent += 1
        elif data is None:
            log.tell("E-BLOB", where, f"{att.n} bytes with SHA-256 {att.h}", "nothing")
        elif (len(data), sha256(data).hexdigest()) != (att.n, att.h):
            found = f"{len(data)} bytes with SHA-256 {sha256(data).hexdigest()}"
            log.tell("E-BLOB", where, f"{att.n} bytes with SHA-256 {att.h}", found)
    yield


def _check_seen(
    log: _Log, logs: dict[str, _Log], blob: Callable[[str], bytes | None]
) -> Iterator[None]:
    """Hold what this party saw of other logs against the copy of those logs."""
    for seen, index in log.seen.items():
        where = f"entry {index}, seen {seen.o} at {seen.n}"
        note = blob(seen.c)
        if note is None or sha256(note).hexdigest() != seen.c:
            found = "nothing" if note is None else "other bytes"
            log.tell("E-BLOB", where, f"the signed head with SHA-256 {seen.c}", found)
            continue
        other = logs.get(seen.o)
        if other is not None:
            _compare_seen(log, other, seen, where, note)
    yield


def _compare_seen(log: _Log, other: _Log, seen: Seen, where: str, data: bytes) -> None:
    try:
        head, note = read_head(data)
    except RecordError:
        return  # no proof of anything, and no fault of the log it speaks of
    ours = (head.origin, head.size) == (seen.o, seen.n)
    if not ours or not other.keys.since or other.keys.fault(head, note):
        return
    root = other.roots.get(head.size)
    if root is None:
        held = f"only {len(other.hashes)}"
        other.tell("E-ROLLBACK", f"as {log.origin} {where}", f"{head.size} entries", held)
    elif root != head.root:
        other.tell("E-FORK", f"as {log.origin} {where}", f"root {head.root.hex()}", root.hex())


def _report(log: _Log, roster: Roster) -> LogReport:
    lines = lines_over(log.good, roster)
    frontier = log.tree.frontier()
    by = {standing: [c for c in log.settled if c.standing is standing] for standing in Standing}
    return LogReport(
        head=Checkpoint(log.origin, frontier.size, frontier.root()),
        party=log.party,
        heads=len(log.heads),
        valid=len(by[Standing.VALID]),
        contested=tuple(by[Standing.CONTESTED]),
        void=tuple(by[Standing.VOID]),
        cosigners=tuple(sorted({n.party for n in lines if n.size == frontier.size})),
        published=max((head.size for head, _ in log.good), default=0),
        lines=lines,
        absent=log.absent,
        problems=tuple(log.problems),
    )
