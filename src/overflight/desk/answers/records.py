"""What the record's commands answer, as forms; and what the record's bytes hold, as schemas.

The forms of statements, envelopes and genesis documents are for outsiders' tools: the record reads
its own bytes by hand, because it must refuse what a schema cannot express.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from overflight.deadlines import Instant
from overflight.record import (
    Checked,
    ForkEvidence,
    LogReport,
    NoteKey,
    Policy,
    Reached,
    Report,
    TimeBounds,
    extent,
    fork_fault,
    read_claimed_head,
    regime_policies,
)

__all__ = [
    "AttachmentAnswer",
    "EntryAnswer",
    "EnvelopeForm",
    "ExportAnswer",
    "Extent",
    "FaultAnswer",
    "ForkAnswer",
    "FoundedAnswer",
    "FounderForm",
    "GenesisForm",
    "KeyAnswer",
    "LogAnswer",
    "ProofAnswer",
    "ProofCheckAnswer",
    "RecordAnswer",
    "ReferenceAnswer",
    "SeenAnswer",
    "SignatureForm",
    "StatementForm",
    "answer_of_entry",
    "answer_of_fork",
    "answer_of_report",
    "extent_of",
    "seen_of",
]


@dataclass(frozen=True, slots=True)
class ReferenceAnswer:
    """The place of a statement: origin, index, leaf hash in hex."""

    o: str
    i: int
    h: str


@dataclass(frozen=True, slots=True)
class SeenAnswer:
    """A head the author knew: origin, size, hex SHA-256 of the signed head."""

    o: str
    n: int
    c: str


@dataclass(frozen=True, slots=True)
class AttachmentAnswer:
    """An attachment: hex SHA-256, bytes, media type, kind, salt commitment or nothing."""

    h: str
    n: int
    t: str
    k: Literal["record", "media", "sealed"]
    s: str


@dataclass(frozen=True, slots=True)
class StatementForm:
    """The payload of an envelope: what a party signs. Canonical JSON (RFC 8785), no floats."""

    v: Literal[1]
    type: str
    log: str
    id: str
    party: str
    time: datetime
    seen: tuple[SeenAnswer, ...]
    re: tuple[ReferenceAnswer, ...]
    to: tuple[str, ...]
    att: tuple[AttachmentAnswer, ...]
    body: dict[str, object]


@dataclass(frozen=True, slots=True)
class SignatureForm:
    """One signature: hex key id, signature in base64."""

    keyid: str
    sig: str


@dataclass(frozen=True, slots=True)
class EnvelopeForm:
    """An entry of a log: a DSSE envelope in canonical JSON, signatures sorted by key id."""

    payload: str
    payloadType: Literal["application/vnd.overflight.statement.v1+json"]  # noqa: N815 - DSSE's name
    signatures: tuple[SignatureForm, ...]


@dataclass(frozen=True, slots=True)
class FounderForm:
    """A founder: code, root keys, threshold, log and mirror key; keys as base64 of their SPKI."""

    party: str
    root: tuple[str, ...]
    threshold: int
    log: str
    mirror: str


@dataclass(frozen=True, slots=True)
class GenesisForm:
    """The genesis document, in canonical JSON; the regime id is the start of its SHA-256."""

    v: Literal[1]
    regime: str
    base: str
    parties: tuple[FounderForm, ...]
    depositaries: tuple[str, ...]
    rules: str


@dataclass(frozen=True, slots=True)
class EntryAnswer:
    """One entry and what it counts for; the members of its statement, if it could be read."""

    o: str
    i: int
    h: str
    standing: Literal["valid", "contested", "void"]
    code: str | None = None
    expected: str | None = None
    found: str | None = None
    type: str | None = None
    party: str | None = None
    time: Instant | None = None
    to: tuple[str, ...] = ()
    re: tuple[ReferenceAnswer, ...] = ()
    seen: tuple[SeenAnswer, ...] = ()
    att: tuple[AttachmentAnswer, ...] = ()
    body: dict[str, object] | None = None
    signers: tuple[str, ...] = ()
    leaf: str | None = None
    level: Literal["local", "published", "witnessed", "held", "answered"] | None = None
    held_by: tuple[str, ...] = ()
    answered_by: tuple[str, ...] = ()
    made_after: Instant | None = None
    made_before: Instant | None = None


@dataclass(frozen=True, slots=True)
class FaultAnswer:
    """One place where a record does not hold together."""

    code: str
    where: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class LogAnswer:
    """What one log holds; the root is recomputed from its entries.

    ``published``, ``witnessed`` and ``held`` count the entries, from the first, that a good head
    covers, that the policies are met for, and that every other party's mirror holds.
    """

    origin: str
    party: str
    entries: int
    root: str
    heads: int
    published: int
    witnessed: int
    held: int
    valid: int
    contested: tuple[EntryAnswer, ...]
    void: tuple[EntryAnswer, ...]
    cosigners: tuple[str, ...]
    attachments_not_held: int


@dataclass(frozen=True, slots=True)
class RecordAnswer:
    """What verifying a record found: it holds together if there is no fault."""

    holds: bool
    regime: str
    genesis: str
    cut: str
    logs: tuple[LogAnswer, ...]
    faults: tuple[FaultAnswer, ...]


@dataclass(frozen=True, slots=True)
class FoundedAnswer:
    """A record that has been founded; compare the regime id on paper."""

    path: str
    regime: str
    parties: tuple[str, ...]
    facts: int
    rehearsal: bool


@dataclass(frozen=True, slots=True)
class ProofAnswer:
    """A proof that an entry stands in a log: key line, C2SP tlog-proof, the entry."""

    key: str
    proof: str
    leaf: str


@dataclass(frozen=True, slots=True)
class ProofCheckAnswer:
    """Whether a proof holds for an entry and a key."""

    holds: bool
    index: int
    leaf: str


@dataclass(frozen=True, slots=True)
class ForkAnswer:
    """Whether evidence proves a fork; sizes and roots of the two heads, and what it lacks."""

    proves: bool
    origin: str
    sizes: tuple[int, int]
    roots: tuple[str, str]
    lacks: str | None = None


@dataclass(frozen=True, slots=True)
class ExportAnswer:
    """What was written: entries of each log, by origin."""

    folder: str
    logs: dict[str, int]


@dataclass(frozen=True, slots=True)
class KeyAnswer:
    """The public side of a key: key id, SPKI in base64, key line of a log if asked for, party."""

    file: str
    keyid: str
    public: str
    locked: bool
    vkey: str | None = None
    party: str | None = None


def answer_of_entry(
    checked: Checked, *, signers: tuple[str, ...] = (), leaf: str | None = None
) -> EntryAnswer:
    """Return an entry as an answer."""
    ref, said = checked.ref, checked.statement
    answer = EntryAnswer(
        ref.o,
        ref.i,
        ref.h,
        checked.standing.value,
        checked.code or None,
        checked.expected or None,
        checked.found or None,
        signers=signers,
        leaf=leaf,
    )
    if said is None:
        return answer
    return replace(
        answer,
        type=said.type,
        party=said.party,
        time=said.time,
        to=said.to,
        re=tuple(ReferenceAnswer(r.o, r.i, r.h) for r in said.re),
        seen=tuple(SeenAnswer(s.o, s.n, s.c) for s in said.seen),
        att=tuple(AttachmentAnswer(a.h, a.n, a.t, a.k.value, a.s) for a in said.att),
        body=dict(said.body),
    )


@dataclass(frozen=True, slots=True)
class Extent:
    """How many entries of a log, from its first, cosignatures cover."""

    witnessed: int
    held: int


def extent_of(log: LogReport, report: Report, policies: Sequence[Policy] = ()) -> Extent:
    """Return how many entries of a log are witnessed, and held by every other party.

    Args:
        log: The log.
        report: The report it stands in.
        policies: What this reader asks of cosigners; the regime's quorum if none are given.
    """
    asked = policies or regime_policies(report.roster)
    others = set(report.roster) - {log.party}
    return Extent(
        extent(log.lines, lambda lines: all(p.met_by({n.key for n in lines}) for p in asked)),
        extent(log.lines, lambda lines: others <= {n.party for n in lines}),
    )


def seen_of(answer: EntryAnswer, reached: Reached, bounds: TimeBounds) -> EntryAnswer:
    """Return an entry's answer with how far it has come and when it was made."""
    return replace(
        answer,
        level=reached.level.value,
        held_by=reached.held_by,
        answered_by=reached.answered_by,
        made_after=bounds.earliest,
        made_before=bounds.latest,
    )


def answer_of_fork(fork: ForkEvidence, keys: Sequence[NoteKey]) -> ForkAnswer:
    """Return whether evidence proves a fork, to whoever trusts these keys of the log.

    Raises:
        RecordError: A head in it cannot be read.
    """
    (a, _), (b, _) = read_claimed_head(fork.a), read_claimed_head(fork.b)
    lacks = fork_fault(fork, keys)
    roots = (a.root.hex(), b.root.hex())
    return ForkAnswer(not lacks, fork.origin, (a.size, b.size), roots, lacks or None)


def _answer_of_log(log: LogReport, extent: Extent) -> LogAnswer:
    return LogAnswer(
        log.head.origin,
        log.party,
        log.head.size,
        log.head.root.hex(),
        log.heads,
        log.published,
        extent.witnessed,
        extent.held,
        log.valid,
        tuple(answer_of_entry(c) for c in log.contested),
        tuple(answer_of_entry(c) for c in log.void),
        log.cosigners,
        log.absent,
    )


def answer_of_report(report: Report, policies: Sequence[Policy] = ()) -> RecordAnswer:
    """Return a report as an answer.

    Args:
        report: The report.
        policies: What this reader asks of cosigners; the regime's quorum if none are given.
    """
    return RecordAnswer(
        not report.problems,
        report.regime,
        report.document,
        report.cut,
        tuple(_answer_of_log(log, extent_of(log, report, policies)) for log in report.logs),
        tuple(FaultAnswer(p.code, p.where, p.expected, p.found) for p in report.problems),
    )
