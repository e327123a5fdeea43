"""Found a record, say facts in it, read them back.

Everything a party says goes to its own log, signed by its own people; reading gives the facts of
all logs that stand under the record's rules, in one order that every reader computes alike.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import cast

from overflight.desk.held.dated import MirrorTimes, mirror_times
from overflight.desk.kinds import KINDS, kind_of
from overflight.desk.ports import Clock, Ids, Records, Signer
from overflight.errors import SourceError, UsageError
from overflight.record import (
    STATEMENT_MEDIA_TYPE,
    Attachment,
    AttachmentKind,
    Checked,
    Envelope,
    EnvelopeSignature,
    Hooks,
    Json,
    Reference,
    Said,
    Seen,
    SignatureMemory,
    Standing,
    Statement,
    check_record,
    faults_of,
    find_genesis,
    key_id,
    line_claim,
    pae,
    party_of,
    read_genesis,
    read_head,
    write_envelope,
    write_statement,
)
from overflight.treaty import read_form, write_form

__all__ = [
    "EVERYBODY",
    "Desk",
    "Draft",
    "Reading",
    "attach",
    "heads_to_name",
    "origin_of",
    "read_entries",
    "read_facts",
    "read_record",
    "say",
    "say_all",
    "schema_fault",
    "seen_in",
    "signed",
]

EVERYBODY = ("*",)


@dataclass(frozen=True, slots=True)
class Desk:
    """What every act needs from outside.

    Args:
        records: The logs held.
        clock: The time.
        ids: Fresh statement ids.
    """

    records: Records
    clock: Clock
    ids: Ids


@dataclass(frozen=True, slots=True)
class Draft:
    """A fact about to be said.

    Args:
        fact: A fact of a chapter.
        to: Codes of the parties addressed, or ``("*",)``.
        re: Statements it answers.
        att: Attachments it names.
        blobs: Bytes of those attachments that the record itself keeps.
    """

    fact: object
    to: tuple[str, ...] = EVERYBODY
    re: tuple[Reference, ...] = ()
    att: tuple[Attachment, ...] = ()
    blobs: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a record says, and what in it does not count.

    Args:
        facts: Valid statements of known types, by claimed time, then origin, then index.
        contested: Valid but for a key said to be stolen.
        void: Entries that count for nothing, with the code.
        unread: Valid statements of types this version does not know.
        times: What mirrors prove of when the statements were made; nothing without cosignatures,
            or where it was not asked for.
        bodies: The body of each fact as it stands in the record, by reference; nothing where no
            memory was given, for then nothing is to be kept.
    """

    facts: tuple[Said[object], ...]
    contested: tuple[Checked, ...] = ()
    void: tuple[Checked, ...] = ()
    unread: tuple[Checked, ...] = ()
    times: MirrorTimes | None = None
    bodies: Mapping[Reference, Mapping[str, Json]] = field(default_factory=dict)


def attach(
    data: bytes, media_type: str, kind: AttachmentKind = AttachmentKind.RECORD
) -> Attachment:
    """Name bytes as an attachment, by their hash.

    Args:
        data: The bytes.
        media_type: Their media type, for example ``application/json``.
        kind: How long and for whom they are kept.
    """
    return Attachment(sha256(data).hexdigest(), len(data), media_type, kind)


def origin_of(records: Records, party: str) -> str:
    """Return the origin of a party's newest log.

    Raises:
        UsageError: The record holds no log of this party.
    """
    place = f"/log/{party.lower()}/"
    found = [origin for origin in records.origins() if place in origin]
    if not found:
        raise UsageError(
            "E-PARTY",
            where="record",
            expected="a party whose log the record holds",
            found=party,
            remedy="Use the code of a founding party; `overflight record list` shows the logs.",
        )
    return max(found, key=lambda origin: int(origin.rpartition("/")[2]))


def say(
    desk: Desk,
    signer: Signer,
    fact: object,
    *,
    to: tuple[str, ...] = EVERYBODY,
    re: tuple[Reference, ...] = (),
) -> Reference:
    """Say one fact in the log of the signer's party.

    Args:
        desk: Record, clock and ids.
        signer: An author key in force for this kind of fact.
        fact: A fact of a chapter.
        to: Codes of the parties addressed, or ``("*",)``.
        re: Statements it answers.

    Returns:
        Where it stands. It is on disk when this returns.

    Raises:
        UsageError: The fact is of no known kind, or the party has no log here.
        RecordError: It cannot be written as a statement, for example because it holds a float.
    """
    return say_all(desk, signer, [Draft(fact, to, re)])[0]


def say_all(desk: Desk, signer: Signer, drafts: Sequence[Draft]) -> tuple[Reference, ...]:
    """Say several facts in the log of the signer's party, all or none.

    Raises:
        UsageError: As ``say``.
        RecordError: As ``say``.
    """
    origin = origin_of(desk.records, signer.party)
    dated = _best_dated(desk.records)
    leaves, blobs = [], []
    for draft in drafts:
        known = heads_to_name(desk.records, signer.party, draft.to, dated)
        statement = Statement(
            type=kind_of(draft.fact),
            log=origin,
            id=desk.ids.fresh().hex(),
            party=signer.party,
            time=desk.clock.now(),
            body=cast("Mapping[str, Json]", write_form(draft.fact)),
            to=draft.to,
            re=draft.re,
            seen=tuple(seen_in(note) for note in known),
            att=draft.att,
        )
        leaves.append(signed(statement, [signer]))
        blobs += [*draft.blobs, *known]
    return desk.records.append(origin, leaves, blobs)


def signed(statement: Statement, signers: Iterable[Signer]) -> bytes:
    """Return a statement as an envelope signed by each signer.

    Raises:
        RecordError: It cannot be written as a statement, or is too large.
    """
    payload = write_statement(statement)
    message = pae(STATEMENT_MEDIA_TYPE, payload)
    lines = (EnvelopeSignature(key_id(s.public), s.sign(message)) for s in signers)
    return write_envelope(Envelope(payload, tuple(sorted(lines))))


def heads_to_name(
    records: Records, party: str, to: Sequence[str], dated: bytes | None = None
) -> tuple[bytes, ...]:
    """Return the heads a statement names as seen: the addressees', and the best dated one.

    Args:
        records: The logs held.
        party: Code of the party that speaks.
        to: Codes of the parties addressed, or ``("*",)``.
        dated: The best dated head, where it is known already.
    """
    heads = [_head_of(records, code) for code in dict.fromkeys(to) if code not in {"*", party}]
    best = _best_dated(records) if dated is None else dated
    return tuple(dict.fromkeys(head for head in (*heads, best) if head))


def _head_of(records: Records, party: str) -> bytes:
    """Return the newest head known of a party's log; nothing where none is at hand."""
    place = f"/log/{party.lower()}/"
    held = [origin for origin in records.origins() if place in origin]
    return (records.checkpoint(origin_of(records, party)) or b"") if held else b""


def _best_dated(records: Records) -> bytes:
    """Return the head that mirrors have dated last; nothing where f + 1 of them dated none.

    A statement that names it was made after f + 1 of those times (trust.md section 9): the later
    they are, the less is left open of when it was made.
    """
    origins = records.origins()
    rank = faults_of(len({party_of(origin) for origin in origins}))
    heads = [note for origin in origins if (note := records.checkpoint(origin))]
    dated = [(times[rank], note) for note in heads if len(times := _times(note)) > rank]
    return max(dated, default=(0, b""))[1]


def _times(note: bytes) -> list[int]:
    """Return when each mirror last cosigned a head, the latest first."""
    head, parsed = read_head(note)
    latest: dict[str, int] = {}
    for line in parsed.signatures:
        if line.name != head.origin:
            latest[line.name] = max(line_claim(line)[1], latest.get(line.name, 0))
    return sorted(latest.values(), reverse=True)


def seen_in(note: bytes) -> Seen:
    """Name a signed head, as a statement does that has seen it."""
    head, _ = read_head(note)
    return Seen(head.origin, head.size, sha256(note).hexdigest())


def read_facts(
    records: Records, *, kinds: Collection[type] | None = None
) -> tuple[Said[object], ...]:
    """Return the facts of all valid statements, by claimed time, then origin, then index.

    Args:
        records: The logs held.
        kinds: Only facts of these kinds; all if not given.

    Raises:
        RecordError: The founders do not name one genesis document.
    """
    facts = read_record(records).facts
    return facts if kinds is None else tuple(s for s in facts if type(s.fact) in kinds)


def read_record(
    records: Records, *, dated: bool = False, memory: SignatureMemory | None = None
) -> Reading:
    """Return what the record says, and what in it does not count.

    Args:
        records: The logs held.
        dated: Also check every cosignature, and date every fact by the mirrors' times.
        memory: Signatures found good before; what is found good is added.

    Raises:
        RecordError: The founders do not name one genesis document.
    """
    leaves = {origin: tuple(records.entries(origin)) for origin in records.origins()}
    if not any(leaves.values()):
        return Reading(())
    document = find_genesis(leaves, records.blob)
    if dated:
        every = {origin: tuple(records.heads(origin)) for origin in leaves}
        return read_entries(document, leaves, every, records.blob, memory)
    heads = {o: (note,) if (note := records.checkpoint(o)) else () for o in leaves}
    return read_entries(document, leaves, heads, memory=memory)


def read_entries(
    document: bytes,
    leaves: Mapping[str, Sequence[bytes]],
    heads: Mapping[str, Sequence[bytes]],
    blob: Callable[[str], bytes | None] | None = None,
    memory: SignatureMemory | None = None,
) -> Reading:
    """Return what entries say, and what in them does not count.

    Args:
        document: The genesis document.
        leaves: Entries of each log from its first, by origin.
        heads: The signed heads of each log with their cosignatures, by origin; the newest is enough
            where nothing is to be dated.
        blob: Gives bytes by their hex SHA-256, to date every fact by the mirrors' times; nothing is
            dated without it.
        memory: Signatures found good before; what is found good is added.

    Raises:
        RecordError: The genesis document cannot be read.
    """
    facts: dict[tuple[str, str], object] = {}
    newest = {origin: notes[-1:] for origin, notes in heads.items()}
    known = memory or SignatureMemory()
    checked = check_record(document, leaves, Hooks(_schema(facts), memory=known), newest)
    times = mirror_times(read_genesis(document), checked, heads, blob, known) if blob else None
    dated = times.dated if times else {}
    valid = [c for c in checked if c.standing is Standing.VALID]
    said = [
        Said(facts[s.log, s.id], s.party, s.time, c.ref, s.re, dated.get(c.ref))
        for c in valid
        if (s := c.statement) is not None and (s.log, s.id) in facts
    ]
    return Reading(
        facts=tuple(sorted(said, key=lambda s: (s.time, s.ref.o, s.ref.i))),
        contested=tuple(c for c in checked if c.standing is Standing.CONTESTED),
        void=tuple(c for c in checked if c.standing is Standing.VOID),
        unread=tuple(c for c in valid if c.statement and _is_unread(c.statement)),
        times=times,
        bodies={} if memory is None else {c.ref: c.statement.body for c in valid if c.statement},
    )


def _is_unread(statement: Statement) -> bool:
    return statement.type not in KINDS and not statement.type.startswith("record.")


def schema_fault(statement: Statement) -> str:
    """Return what keeps the body of a statement from being the fact its type names, or nothing.

    Types this version does not know are not judged.
    """
    return _schema({})(statement)


def _schema(facts: dict[tuple[str, str], object]) -> Callable[[Statement], str]:
    """Return the check of a body against its type; facts read on the way are kept."""

    def judge(statement: Statement) -> str:
        kind = KINDS.get(statement.type)
        if kind is None:
            return ""
        try:
            fact: object = read_form(kind, statement.body, where=statement.type, closed=False)
        except SourceError as fault:
            return f"{fault.expected} at {fault.where}; found {fault.found}"
        facts[statement.log, statement.id] = fact
        return ""

    return judge
