"""Check the entries of all logs of a record together, from their bytes and a genesis document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeAlias

from overflight.errors import RecordError
from overflight.record.checkpoints import Checkpoint, readable_heads
from overflight.record.envelopes import read_envelope
from overflight.record.faults import refusal
from overflight.record.genesis import Genesis, document_hash, read_genesis
from overflight.record.headchecks import judge_heads
from overflight.record.keychecks import Before
from overflight.record.keysets import GENESIS, KeySet, read_genesis_body
from overflight.record.merkle import leaf_hash, roots_at
from overflight.record.notes import Note
from overflight.record.policies import regime_policies
from overflight.record.rosters import (
    extent,
    lines_over,
    log_keys_of,
    mirror_roster,
    party_of,
)
from overflight.record.said import Reference
from overflight.record.statements import Statement, read_statement
from overflight.record.successions import epoch_of, log_before
from overflight.record.validity import Checked, Hooks, LogCheck

__all__ = ["RecordCheck", "check_order", "check_record", "document_named", "find_genesis"]

Taken: TypeAlias = tuple[Checked, tuple[str, ...]]


def document_named(leaf: bytes) -> str | None:
    """Return the hash of the genesis document that entry 0 of a log names, if it is a genesis."""
    try:
        statement = read_statement(read_envelope(leaf).payload)
        return read_genesis_body(statement.body)[0] if statement.type == GENESIS else None
    except RecordError:
        return None


def find_genesis(
    leaves: Mapping[str, Sequence[bytes]], blob: Callable[[str], bytes | None]
) -> bytes:
    """Return the genesis document that the first entries of all logs name.

    Args:
        leaves: Entries of each log, by origin.
        blob: Gives bytes by their hex SHA-256.

    Raises:
        RecordError: ``E-GENESIS``: no log names a document, two logs name two, or it is not held.
    """
    named = {document_named(log[0]) for log in leaves.values() if log} - {None}
    if len(named) != 1:
        raise refusal(
            "E-GENESIS",
            where="entry 0 of the logs",
            expected="one genesis document that all founders name",
            found=" and ".join(sorted(str(h) for h in named)) or "none",
            remedy="Compare the regime id on paper; leave out logs that name another.",
        )
    digest = str(named.pop())
    document = blob(digest)
    if document is None or document_hash(document) != digest:
        raise refusal(
            "E-GENESIS",
            where="genesis document",
            expected=f"bytes with SHA-256 {digest}",
            found="nothing" if document is None else document_hash(document),
        )
    return document


class RecordCheck:
    """The checks of all logs of a record, each started when those it rests on are done.

    Args:
        document: The genesis document.
        genesis: What it says; nothing where it cannot be read.
        hashes: Leaf hashes of each log, by origin.
        heads: Gives the signed heads of a log, with their cosignatures.
        hooks: What chapters add to the check.
    """

    def __init__(
        self,
        document: bytes,
        genesis: Genesis | None,
        hashes: Mapping[str, Sequence[bytes]],
        heads: Callable[[str], Sequence[tuple[Checkpoint, Note]]],
        hooks: Hooks | None = None,
    ) -> None:
        self._document = document
        self._genesis = genesis
        self._hashes = hashes
        self._heads = heads
        self._hooks = hooks
        self._started: dict[str, LogCheck] = {}

    def start(self, origin: str) -> LogCheck:
        """Return a fresh check of a log; the logs it rests on must have been taken whole."""
        founder = self._genesis.founder_of(origin) if self._genesis else None
        check = LogCheck(origin, founder, self._document, self._leaf_at, self._hooks)
        before = self._started.get(log_before(origin))
        if before is not None and self._genesis is not None:
            check.follow(self._before(log_before(origin), before, self._genesis))
        self._started[origin] = check
        return check

    def finish(self) -> None:
        """Let every log end that another one has followed; called when all are taken."""
        for check in tuple(self._started.values()):
            if check.followed:
                self._started[check.followed.origin].end(check.followed)

    def _leaf_at(self, origin: str, index: int) -> str | None:
        log = self._hashes.get(origin, ())
        return log[index].hex() if index < len(log) else None

    def _before(self, origin: str, check: LogCheck, genesis: Genesis) -> Before:
        size, root = self._cosigned(origin, check, genesis)
        return Before(
            check.in_force,
            size,
            root.hex(),
            frozenset(founder.party for founder in genesis.parties),
            frozenset(genesis.depositaries),
            self._assent,
        )

    def _assent(self, ref: Reference) -> Statement | None:
        check = self._started.get(ref.o)
        return check.assents.get(ref) if check else None

    def _cosigned(self, origin: str, check: LogCheck, genesis: Genesis) -> tuple[int, bytes]:
        """Return size and root of the largest head of a log that a quorum of mirrors cosigned."""
        heads, hashes = self._heads(origin), self._hashes[origin]
        roots = roots_at({head.size for head, _ in heads}, hashes)
        keys = log_keys_of(origin, check.in_force.named)
        memory = self._hooks.memory if self._hooks else None
        good = judge_heads(keys, heads, roots, len(hashes), memory).good
        named: dict[str, list[KeySet]] = {}
        for other, started in sorted(self._started.items()):
            sets = [key_set for _, key_set in started.in_force.named]
            named.setdefault(party_of(other), []).extend(sets)
        roster = mirror_roster(genesis, named)
        (quorum,) = regime_policies(roster)
        lines = lines_over(good, roster, memory)
        size = extent(lines, lambda n: quorum.met_by({line.key for line in n}))
        return size, roots[size]


def check_order(first: Mapping[str, bytes | None]) -> tuple[str, ...]:
    """Return logs in an order in which each stands after those it rests on.

    Args:
        first: Entry 0 of each log, by origin; nothing for an empty one.
    """
    waiting = sorted(first, key=lambda origin: (epoch_of(origin), origin))
    needs = {origin: _needs(origin, first[origin]) for origin in waiting}
    order: list[str] = []
    while waiting:
        free = (o for o in waiting if needs[o].isdisjoint(set(waiting) - {o}))
        order.append(next(free, waiting[0]))
        waiting.remove(order[-1])
    return tuple(order)


def _needs(origin: str, leaf: bytes | None) -> set[str]:
    before = log_before(origin)
    if not before:
        return set()
    try:
        statement = read_statement(read_envelope(leaf or b"").payload)
    except RecordError:
        return {before}
    return {before, *(ref.o for ref in statement.re)}


def check_record(
    document: bytes,
    leaves: Mapping[str, Sequence[bytes]],
    hooks: Hooks | None = None,
    heads: Mapping[str, Iterable[bytes]] | None = None,
) -> tuple[Checked, ...]:
    """Check every entry of every log held in memory.

    Args:
        document: The genesis document.
        leaves: Entries of each log, by origin.
        hooks: What chapters add to the check.
        heads: Signed heads with their cosignatures, by origin. They matter only where a log
            follows another: which head a quorum cosigned last.

    Returns:
        Every entry with what it counts for, by origin, then index.

    Raises:
        RecordError: The genesis document cannot be read.
    """
    notes = heads or {}
    check = RecordCheck(
        document,
        read_genesis(document),
        {origin: [leaf_hash(leaf) for leaf in log] for origin, log in leaves.items()},
        lambda origin: readable_heads(notes.get(origin, ())),
        hooks,
    )
    taken: dict[str, tuple[LogCheck, list[Taken]]] = {}
    for origin in check_order({o: next(iter(log), None) for o, log in leaves.items()}):
        started = check.start(origin)
        taken[origin] = started, [started.take(i, leaf) for i, leaf in enumerate(leaves[origin])]
    check.finish()
    return tuple(
        started.settle(checked, signers)
        for _, (started, each) in sorted(taken.items())
        for checked, signers in each
    )
