"""The text of a statement as a person reads it before signing: every member, nothing hidden.

Nothing is left out and nothing is shortened: what is not shown is not signed with open eyes.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from overflight.desk.kinds import KINDS
from overflight.desk.signing.visible import doubts_of, visible
from overflight.errors import RecordError
from overflight.record import (
    GENESIS,
    KEY_KINDS,
    KEYS_CONFIRMED,
    KEYS_SET,
    LOG_SUCCEEDED,
    RE_ENROLLED,
    RE_ENROLMENT_ASSENTED,
    RE_ENROLMENT_STATED,
    Json,
    KeySet,
    Statement,
    key_id,
    key_set_of,
)
from overflight.treaty import open_skies

__all__ = ["SigningText", "signing_text"]

_WIDTH = 76
_NAME = 22
_OF_THE_RECORD: Mapping[str, str] = {
    GENESIS: "The party founds the record with the others and names its first keys.",
    KEYS_SET: "The party names the keys that speak for it from now on; all others fall silent.",
    KEYS_CONFIRMED: "The party confirms statements made while a key was in a thief's hands.",
    LOG_SUCCEEDED: "The party begins a new log that follows its lost or forked one.",
    RE_ENROLLED: "The party begins a new log with new root keys, with everybody's assent.",
    RE_ENROLMENT_STATED: "A Depositary states that a party lost its root keys and names new ones.",
    RE_ENROLMENT_ASSENTED: "The party assents to the new keys of a party that lost its root keys.",
}


@dataclass(frozen=True, slots=True)
class SigningText:
    """What is shown before a signature.

    Args:
        lines: The text, each line at most 100 signs wide.
        doubts: What the reader's eye could be deceived by; empty for a plain text.
        digest: Hex SHA-256 of the bytes that are signed.
    """

    lines: tuple[str, ...]
    doubts: tuple[str, ...]
    digest: str


def signing_text(statement: Statement, payload: bytes) -> SigningText:
    """Return the text of a statement, every member of it.

    Args:
        statement: The statement.
        payload: Its bytes, as they will be signed.
    """
    digest = sha256(payload).hexdigest()
    members = [*_head(statement), *_body(statement), ("SHA-256", _grouped(digest))]
    lines = [line for name, text in members for line in _rows(name, text)]
    named = [("log", statement.log), *(("re", r.o) for r in statement.re)]
    named += [("seen", seen.o) for seen in statement.seen]
    named += [(name, text[1:]) for name, text in _texts("body", statement.body) if text[0] == "|"]
    doubts = tuple(f"{name}: {doubt}" for name, text in named for doubt in doubts_of(text))
    return SigningText(tuple(lines), tuple(dict.fromkeys(doubts)), digest)


def _head(said: Statement) -> Iterator[tuple[str, str]]:
    everybody = said.to == ("*",)
    yield "party", _said(_party(said.party))
    yield "says", _said(_meaning(said.type))
    yield "type", _said(said.type)
    yield "to", _said("everybody" if everybody else ", ".join(_party(code) for code in said.to))
    yield "time", _said(f"{said.time:%Y-%m-%dT%H:%M:%SZ} (what it claims)")
    yield "log", _said(said.log)
    yield "id", _said(said.id)
    for ref in said.re:
        yield "answers", _said(f"{ref.o} entry {ref.i}, hash {ref.h}")
    for seen in said.seen:
        yield "has seen", _said(f"{seen.o} with {seen.n} entries, note {seen.c}")
    for att in said.att:
        salt = f", salt {att.s}" if att.s else ""
        yield "attached", _said(f"{att.t}, {att.n} bytes, {att.k.value}, SHA-256 {att.h}{salt}")


def _said(text: str) -> str:
    return f"|{text}"


def _party(code: str) -> str:
    names = {state.code: state.name for state in open_skies().parties}
    return f"{names[code]} ({code})" if code in names else code


def _meaning(kind: str) -> str:
    fact = KINDS.get(kind)
    if fact is not None:
        return (fact.__doc__ or kind).strip().splitlines()[0]
    return _OF_THE_RECORD.get(kind, "A kind of statement this program does not know.")


def _body(said: Statement) -> Iterator[tuple[str, str]]:
    try:
        keys = key_set_of(said) if said.type in KEY_KINDS else None
    except RecordError as fault:
        yield "CANNOT STAND", _said(f"{fault.expected}; found {fault.found}")
        keys = None
    if keys is not None:
        yield from _key_set(keys)
    yield "body", _said("every member, as it will be signed:")
    for name, text in _texts("", said.body):
        yield f"  {name}", text


def _key_set(keys: KeySet) -> Iterator[tuple[str, str]]:
    yield (
        "key set",
        _said(f"version {keys.version}; {keys.threshold} of {len(keys.root)} roots must sign"),
    )
    for root in keys.root:
        yield "root", _said(key_id(root))
    for key in keys.keys:
        roles = f", may sign: {' '.join(key.roles)}" if key.roles else ""
        yield f"{key.use.value} key", _said(f"{key.kid}, {key.alg}{roles}")
    for gone in keys.gone:
        yield "gone", _said(f"{gone.kid}, {gone.why.value}, since entry {gone.since}")


def _texts(name: str, value: Json | Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    """Yield every leaf of a body by its path, in the order of the bytes.

    A text follows ``|``, anything else ``=``, so that the text "12" is not taken for the number.
    """
    if isinstance(value, Mapping):
        for key in sorted(value):
            yield from _texts(f"{name}.{key}" if name else key, value[key])
        if not value:
            yield name, "=no members"
    elif isinstance(value, list):
        for at, item in enumerate(value):
            yield from _texts(f"{name}[{at}]", item)
        if not value:
            yield name, "=empty list"
    elif isinstance(value, str):
        yield name, f"|{value}"
    else:
        yield name, f"={json.dumps(value)}"


def _rows(name: str, text: str) -> Iterator[str]:
    """Yield the lines of one member: long ones broken here, so that a screen breaks none.

    A line that goes on begins with ``+``, so that it is not taken for a line of the text itself.

    Args:
        name: What it is called.
        text: Its sign (``|`` before a text, ``=`` before anything else), then what it says.
    """
    label = name
    if len(label) > _NAME:
        yield label
        label = ""
    for line in visible(text[1:]).split("\n"):
        mark = text[0]
        for piece in _pieces(line):
            yield f"{label:{_NAME}} {mark} {piece}"
            label, mark = "", "+"


def _pieces(line: str) -> Iterator[str]:
    """Yield a line in pieces that a screen need not break, after a space where one is near."""
    while len(line) > _WIDTH:
        space = line.rfind(" ", _WIDTH // 2, _WIDTH) + 1
        yield line[: space or _WIDTH]
        line = line[space or _WIDTH :]
    yield line


def _grouped(digest: str) -> str:
    return "|" + " ".join(digest[at : at + 8] for at in range(0, len(digest), 8))
