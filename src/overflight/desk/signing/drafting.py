"""Draft a statement without signing it: the bytes people take to where their keys are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from overflight.desk.kinds import KINDS
from overflight.desk.record import EVERYBODY, Desk, heads_to_name, origin_of, schema_fault, seen_in
from overflight.errors import SourceError, UsageError
from overflight.record import (
    KEYS_CONFIRMED,
    KEYS_SET,
    RE_ENROLMENT_ASSENTED,
    RE_ENROLMENT_STATED,
    Attachment,
    Checked,
    Json,
    Reference,
    Statement,
    check_record,
    find_genesis,
    write_statement,
)
from overflight.record import Hooks as RecordHooks
from overflight.treaty import read_form, read_json, write_form

__all__ = ["Drafted", "Wanted", "draft_statement", "judge_envelope", "read_body"]

_OF_THE_RECORD = (KEYS_CONFIRMED, KEYS_SET, RE_ENROLMENT_STATED, RE_ENROLMENT_ASSENTED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A statement as somebody wants it.

    Args:
        type: Its type, as ``chapter.fact/version``.
        body: What it says, as its type defines.
        to: Codes of the parties addressed, or ``("*",)``.
        re: Statements it answers.
        att: Attachments it names.
    """

    type: str
    body: Mapping[str, Json]
    to: tuple[str, ...] = EVERYBODY
    re: tuple[Reference, ...] = ()
    att: tuple[Attachment, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Drafted:
    """A draft: what is to be signed, and what the log must hold with it.

    Args:
        payload: The bytes to be signed.
        statement: What they say.
        blobs: Heads it has seen; the log keeps them with the statement.
    """

    payload: bytes
    statement: Statement
    blobs: tuple[bytes, ...]


def draft_statement(desk: Desk, party: str, wanted: Wanted) -> Drafted:
    """Draft a statement for the newest log of a party.

    Args:
        desk: Record, clock and ids; nothing is written.
        party: Code of the party that will speak.
        wanted: What it shall say.

    Raises:
        UsageError: The type is not known, or the record holds no log of the party.
        SourceError: The body does not have the form of its type.
        RecordError: It cannot be written as a statement.
    """
    if wanted.type not in KINDS and wanted.type not in _OF_THE_RECORD:
        raise UsageError(
            "E-KIND",
            where="type",
            expected="a statement type this program knows",
            found=wanted.type,
            remedy="`overflight schema list` shows the types, such as missions.plan-submitted/1.",
        )
    heads = heads_to_name(desk.records, party, wanted.to)
    statement = Statement(
        type=wanted.type,
        log=origin_of(desk.records, party),
        id=desk.ids.fresh().hex(),
        party=party,
        time=desk.clock.now(),
        body=wanted.body,
        to=wanted.to,
        re=wanted.re,
        seen=tuple(seen_in(note) for note in heads),
        att=wanted.att,
    )
    wrong = schema_fault(statement)
    if wrong:
        raise SourceError(
            "E-FORM",
            where="body",
            expected=f"the form of {wanted.type}",
            found=wrong,
            remedy=f"`overflight schema show {wanted.type}` shows the form.",
        )
    return Drafted(write_statement(statement), statement, heads)


def judge_envelope(desk: Desk, origin: str, envelope: bytes) -> Checked:
    """Return what an envelope would count for as the next entry of a log.

    Args:
        desk: The record; nothing is written.
        origin: Name of the log.
        envelope: The signed statement.

    Raises:
        RecordError: The record itself has no genesis document that can be read.
    """
    records = desk.records
    leaves = {o: list(records.entries(o)) for o in records.origins()}
    document = find_genesis(leaves, records.blob)
    heads = {o: [note] if (note := records.checkpoint(o)) else [] for o in leaves}
    leaves.setdefault(origin, []).append(envelope)
    checked = check_record(document, leaves, RecordHooks(schema=schema_fault), heads)
    last = len(leaves[origin]) - 1
    return next(c for c in checked if (c.ref.o, c.ref.i) == (origin, last))


def read_body(data: bytes, kind: str, *, where: str) -> Mapping[str, Json]:
    """Read the body of a statement as a person wrote it, and write it as the record has it.

    Args:
        data: A JSON document.
        kind: Type of the statement.
        where: Name of the file, for the error.

    Raises:
        SourceError: It is no JSON, or not of the form of its type.
    """
    values = read_json(data, where=where)
    fact = KINDS.get(kind)
    if fact is None:
        if isinstance(values, dict):
            return cast("Mapping[str, Json]", values)
        raise SourceError(
            "E-FORM", where=where, expected="an object", found="another value", remedy="Correct it."
        )
    return cast("Mapping[str, Json]", write_form(read_form(fact, values, where=where)))
