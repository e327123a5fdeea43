"""The mirror rule: when a party may cosign another log's head (trust.md section 6).

A pure decision over what is held. The preconditions stand in the order of the text, and the first
one that fails names the refusal. It judges bytes, never merits: void statements are mirrored, too.

1. ``E-FROZEN`` a fork of this log was proven; it is never cosigned again
2. ``E-ORIGIN`` ``E-HEADSIG`` the log itself signed the head, with the key in force
3. ``E-FLOOD`` no flood: 10,000 entries or 1 GiB from one log in 24 h
4. ``E-GAP`` ``E-BLOB`` every entry, every record attachment and every note they name is held
5. ``E-ROOT`` ``E-FORK`` the root recomputed from the entries is the head's
6. ``E-FORK`` ``E-ROLLBACK`` the last head cosigned is a prefix
7. ``E-CLOCK`` the clock is sane
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TypeAlias

from overflight.errors import RecordError
from overflight.record.checkpoints import Checkpoint, read_claimed_head, read_head
from overflight.record.envelopes import read_envelope
from overflight.record.evidence import ForkEvidence, fork_fault, prove_fork
from overflight.record.logkeys import LogKeys
from overflight.record.merkle import EMPTY_ROOT, Node, tree_root
from overflight.record.notes import Note
from overflight.record.statements import AttachmentKind, read_statement

__all__ = [
    "HEARTBEAT_S",
    "MOST_BYTES",
    "MOST_ENTRIES",
    "Cosignable",
    "Declined",
    "Held",
    "Intake",
    "Offer",
    "Round",
    "blobs_named",
    "may_cosign",
    "names_of",
]

MOST_ENTRIES = 10_000
MOST_BYTES = 2**30
LEAST_PEERS = 3
GREATEST_SKEW_S = 120
HEARTBEAT_S = 3600
"""An unchanged head is cosigned again after so many seconds."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A head that a mirror is asked to cosign.

    Args:
        note: The signed head.
        keys: The log keys as the entries under this head name them.
        bridges: Where log keys changed since the last head cosigned: for each change but one the
            newest head covers with both signatures, the first signed head that covers it.
    """

    note: bytes
    keys: LogKeys
    bridges: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """How much came from one log in the last 24 hours, the entries under this head included."""

    entries: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """What a mirror holds of a log, as read back from where it is kept.

    Args:
        size: How many entries.
        node: Perfect subtrees over the entries, recomputed from their bytes.
        last: The last head of this log this mirror cosigned; nothing before the first.
        missing: Hex SHA-256 of attachments and notes the entries name that are not held.
        frozen: A fork of this log was proven.
        claimed: Signed heads, newer than the last one, under which entries were taken in and that
            were not cosigned yet; they, too, prove what the log said.
    """

    size: int
    node: Node
    last: bytes | None = None
    missing: tuple[str, ...] = ()
    frozen: bool = False
    claimed: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Round:
    """The clock and the peers' answers of one round of mirroring.

    Args:
        now: What the mirror's clock says, in seconds since 1970.
        cosigned: When this mirror last cosigned any head.
        dates: ``Date`` of each peer that answered in this round, in seconds since 1970.
        intake: What came from this log in the last 24 hours.
    """

    now: int
    cosigned: int = 0
    dates: tuple[int, ...] = ()
    intake: Intake = Intake()


@dataclass(frozen=True, slots=True)
class Cosignable:
    """The head may be cosigned, at the time of the round.

    Args:
        head: What the note says.
        note: The note.
        grown: It is another head than the last one; else a heartbeat, which need not be sent
            before an hour has passed.
    """

    head: Checkpoint
    note: bytes
    grown: bool


@dataclass(frozen=True, slots=True)
class Declined:
    """The head is not cosigned.

    Args:
        code: The first precondition that failed.
        expected: What would have been right.
        found: What stood there.
        evidence: Where the log contradicted itself under its own signature, the proof of it.
    """

    code: str
    expected: str
    found: str
    evidence: ForkEvidence | None = None


Answer: TypeAlias = Cosignable | Declined


def may_cosign(origin: str, offer: Offer, held: Held, during: Round) -> Answer:
    """Apply the mirror rule to one head.

    Args:
        origin: Name of the log the head was asked for.
        offer: The head, and the log keys in force.
        held: What this mirror holds of the log.
        during: Its clock, and what came in.

    Returns:
        That it may be cosigned, or the first precondition that failed.
    """
    try:
        head, note = read_claimed_head(offer.note)
        bridges = [read_head(bridge) for bridge in offer.bridges]
        last = read_head(held.last)[0] if held.last else Checkpoint(origin, 0, EMPTY_ROOT)
    except RecordError as fault:
        return Declined(fault.code, fault.expected, fault.found)
    asked = _Asked(origin, head, note, tuple(bridges), last)
    declined = next(_faults(offer, held, during, asked), None)
    return declined or Cosignable(head, offer.note, held.last is None or head != last)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A head that was read, with the heads it is held to."""

    origin: str
    head: Checkpoint
    note: Note
    bridges: tuple[tuple[Checkpoint, Note], ...]
    last: Checkpoint


def _faults(offer: Offer, held: Held, during: Round, asked: _Asked) -> Iterator[Declined]:
    """Yield what speaks against cosigning, in the order of the rule."""
    head, last = asked.head, asked.last
    if held.frozen:
        yield Declined("E-FROZEN", "a log without a proven fork", asked.origin)
    for other in {head.origin, *(bridge.origin for bridge, _ in asked.bridges)} - {asked.origin}:
        yield Declined("E-ORIGIN", asked.origin, other)
    if head.size == 0 and head.root != EMPTY_ROOT:
        yield from _empty_fork(offer)
    unsigned = _signature_fault(offer.keys, asked)
    if unsigned:
        yield Declined("E-HEADSIG", unsigned, "none")
    yield from _flood(during.intake)
    if head.size > held.size:
        yield Declined("E-GAP", f"{head.size} entries", f"only {held.size}")
    if held.missing:
        yield Declined("E-BLOB", "every attachment and note named", ", ".join(held.missing))
    yield from _tree_faults(offer, held, asked)
    if head.size < last.size:
        yield Declined("E-ROLLBACK", f"at least {last.size} entries", str(head.size))
    yield from _clock(during)


def _signature_fault(keys: LogKeys, asked: _Asked) -> str:
    """Hold a head to the log keys, and a newer one to the hand-over from older keys."""
    if asked.head.size <= asked.last.size:
        return keys.fault(asked.head, asked.note)
    between = [(h, n) for h, n in asked.bridges if asked.last.size < h.size < asked.head.size]
    return keys.bridged(asked.last.size, [*between, (asked.head, asked.note)])


def _proven(evidence: ForkEvidence | None, keys: LogKeys) -> ForkEvidence | None:
    """Return evidence only if a stranger would accept it: nobody is accused on less."""
    return evidence if evidence and not fork_fault(evidence, keys.all()) else None


def _empty_fork(offer: Offer) -> Iterator[Declined]:
    """Tell a head of size 0 with another root: alone it is evidence, if the log signed it."""
    evidence = _proven(prove_fork(offer.note, offer.note), offer.keys)
    if evidence:
        yield Declined("E-FORK", "the root of the empty tree", "another root", evidence)


def _flood(intake: Intake) -> Iterator[Declined]:
    if intake.entries > MOST_ENTRIES or intake.size > MOST_BYTES:
        most = f"at most {MOST_ENTRIES} entries and {MOST_BYTES} bytes from one log in 24 h"
        yield Declined("E-FLOOD", most, f"{intake.entries} entries, {intake.size} bytes")


def _tree_faults(offer: Offer, held: Held, asked: _Asked) -> Iterator[Declined]:
    """Hold the roots of this head, the bridges and the last head to the entries."""
    head, last = asked.head, asked.last
    root = tree_root(head.size, held.node)
    whole = held.size >= last.size and tree_root(last.size, held.node) == last.root
    if root != head.root:
        # Only where our entries lead to the last head do they prove anything against this one.
        against = held.last if whole and head.size <= last.size else None
        yield _rooted(offer, against, held, (f"root {root.hex()}", head.root.hex()))
    for bridge, _ in asked.bridges:
        if bridge.size <= held.size and tree_root(bridge.size, held.node) != bridge.root:
            yield Declined("E-ROOT", f"the root of {bridge.size} entries", bridge.root.hex())
    if not whole:
        # The entries lead to this head but not to the last one; the log signed both.
        against = held.last if head.size >= last.size else None
        found = f"{head.size} {head.root.hex()}"
        yield _rooted(offer, against, held, (f"a head after {last.size} {last.root.hex()}", found))


def _rooted(offer: Offer, against: bytes | None, held: Held, said: tuple[str, str]) -> Declined:
    """Decline a head for its root: a fork where the last head cosigned proves it."""
    evidence = prove_fork(against, offer.note, held.node) if against else None
    proven = _proven(evidence, offer.keys)
    return Declined("E-FORK" if proven else "E-ROOT", *said, proven)


def _clock(during: Round) -> Iterator[Declined]:
    if during.now < during.cosigned:
        yield Declined("E-CLOCK", f"a clock not before {during.cosigned}", str(during.now))
    if len(during.dates) >= LEAST_PEERS:
        middle = median(during.dates)
        if abs(during.now - middle) > GREATEST_SKEW_S:
            expected = f"at most {GREATEST_SKEW_S} s from the peers' median {middle:.1f}"
            yield Declined("E-CLOCK", expected, str(during.now))


def blobs_named(leaves: Sequence[bytes]) -> tuple[str, ...]:
    """Return what must be held beside entries: record attachments, and notes named in ``seen``.

    Args:
        leaves: Bytes of entries; those that are no statement name nothing.

    Returns:
        Hex SHA-256 of each, in order, none twice.
    """
    return tuple(dict.fromkeys(name for leaf in leaves for name in names_of(leaf)[1]))


def names_of(leaf: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the id of the statement in an entry and what must be held beside it.

    Args:
        leaf: Bytes of an entry.

    Returns:
        The id, and hex SHA-256 of record attachments and of notes named in ``seen``; nothing of
        either where the entry holds no statement.
    """
    try:
        statement = read_statement(read_envelope(leaf).payload)
    except RecordError:
        return "", ()
    kept = [a.h for a in statement.att if a.k is AttachmentKind.RECORD]
    return statement.id, (*kept, *(s.c for s in statement.seen))
