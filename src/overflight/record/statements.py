"""Statements: what a party signs, with exactly these members (trust.md section 3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from overflight.record.canonical import Json, read_canonical, write_canonical
from overflight.record.members import HEX32, HEX64, PARTY, Members
from overflight.record.said import Reference

__all__ = [
    "Attachment",
    "AttachmentKind",
    "Seen",
    "Statement",
    "read_statement",
    "write_statement",
]

MOST_SEEN = 40
MOST_REFERENCES = 40
MOST_ATTACHMENTS = 32
MOST_ADDRESSEES = 40
_VERSION = 1

_TYPE = re.compile(r"[a-z0-9][a-z0-9./-]{2,79}")
_MEDIA_TYPE = re.compile(r"[a-z0-9][a-z0-9!#$&^_.+-]{0,63}/[a-z0-9][a-z0-9!#$&^_.+-]{0,63}")
_KIND = re.compile(r"record|media|sealed")
_NOTHING = re.compile("")
_ADDRESSEE = re.compile(r"\*|[A-Z]{2,4}")
_TIME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]Z")


class AttachmentKind(StrEnum):
    """How long and for whom the bytes of an attachment are kept."""

    RECORD = "record"  # kept by everybody for ever, 16 MiB at most
    MEDIA = "media"  # imagery; kept by who holds the flight's media
    SEALED = "sealed"  # an age file to the entitled parties; may be deleted later


@dataclass(frozen=True, slots=True)
class Seen:
    """A head the author knew when it made the statement.

    Args:
        o: Origin of the log.
        n: Size of the head.
        c: Hex SHA-256 of the bytes of the signed head.
    """

    o: str
    n: int
    c: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """Bytes a statement names by their hash.

    Args:
        h: Hex SHA-256 of the bytes.
        n: How many bytes.
        t: Media type.
        k: What kind of attachment.
        s: For sealed ones, the salt commitment in hex; else empty.
    """

    h: str
    n: int
    t: str
    k: AttachmentKind
    s: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement of one party.

    Args:
        type: ``chapter.fact/version``.
        log: Origin of the log it is meant for.
        id: 32 hex digits, random.
        party: Code of the party that speaks.
        time: When it claims to speak, in UTC, whole seconds.
        body: What it says, as its type defines.
        to: Codes of the parties addressed, or ``("*",)``.
        re: Statements it answers.
        seen: Heads its author knew.
        att: Attachments.
    """

    type: str
    log: str
    id: str
    party: str
    time: datetime
    body: Mapping[str, Json]
    to: tuple[str, ...] = ("*",)
    re: tuple[Reference, ...] = ()
    seen: tuple[Seen, ...] = ()
    att: tuple[Attachment, ...] = ()


def _seen(members: Members) -> Seen:
    return Seen(members.name("o"), members.count("n"), members.text("c", HEX64))


def _reference(members: Members) -> Reference:
    return Reference(members.name("o"), members.count("i"), members.text("h", HEX64))


def _attachment(members: Members) -> Attachment:
    kind = members.text("k", _KIND)
    salt = members.text("s", HEX64 if kind == AttachmentKind.SEALED else _NOTHING)
    return Attachment(
        members.text("h", HEX64),
        members.count("n"),
        members.text("t", _MEDIA_TYPE),
        AttachmentKind(kind),
        salt,
    )


def _addressees(members: Members) -> tuple[str, ...]:
    codes = members.texts("to", _ADDRESSEE, MOST_ADDRESSEES)
    if not codes or ("*" in codes and len(codes) > 1):
        members.wrong("to", 'party codes, or "*" alone', list(codes))
    return codes


def _time(members: Members) -> datetime:
    text = members.text("time", _TIME)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        members.wrong("time", "a day of the calendar", text)


def read_statement(payload: bytes) -> Statement:
    """Read the payload of an envelope.

    Raises:
        RecordError: ``E-CANON``: the bytes are not canonical JSON within the limits, or the
            members are not exactly those of a statement.
    """
    members = Members(read_canonical(payload), "statement")
    if members.count("v") != _VERSION:
        members.wrong("v", str(_VERSION), "another version")
    body = members.take("body")
    if not isinstance(body, dict):
        members.wrong("body", "an object", body)
    statement = Statement(
        type=members.text("type", _TYPE),
        log=members.name("log"),
        id=members.text("id", HEX32),
        party=members.text("party", PARTY),
        time=_time(members),
        body=body,
        to=_addressees(members),
        re=members.each("re", MOST_REFERENCES, _reference),
        seen=members.each("seen", MOST_SEEN, _seen),
        att=members.each("att", MOST_ATTACHMENTS, _attachment),
    )
    members.end()
    return statement


def write_statement(statement: Statement) -> bytes:
    """Write a statement as the payload to be signed, and read it back.

    Raises:
        RecordError: ``E-CANON``: it cannot be written as a statement.
    """
    payload = write_canonical(
        {
            "v": _VERSION,
            "type": statement.type,
            "log": statement.log,
            "id": statement.id,
            "party": statement.party,
            "time": statement.time.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "seen": [{"o": s.o, "n": s.n, "c": s.c} for s in statement.seen],
            "re": [{"o": r.o, "i": r.i, "h": r.h} for r in statement.re],
            "to": list(statement.to),
            "att": [
                {"h": a.h, "n": a.n, "t": a.t, "k": a.k.value, "s": a.s} for a in statement.att
            ],
            "body": dict(statement.body),
        }
    )
    read_statement(payload)
    return payload
