"""Ask witnesses outside the regime for their lines (C2SP tlog-witness 1.0.0, the log's side)."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

from overflight.desk.network.node import NodeDesk
from overflight.desk.network.witnessing import SIZE_MEDIA, Reply
from overflight.errors import RecordError, SourceError
from overflight.record import (
    Node,
    NoteKey,
    NoteSignature,
    consistency_proof,
    good_lines,
    read_head,
    read_note,
    write_note,
)

__all__ = [
    "Asked",
    "Lines",
    "Unwitnessed",
    "WitnessPeer",
    "ask_witness",
    "last_witnessed",
    "witness_own",
    "write_submission",
]

_SIZE = re.compile(rb"(0|[1-9][0-9]{0,18})\n")
_OK, _CONFLICT = 200, 409


class WitnessPeer(Protocol):
    """A witness outside the regime."""

    @property
    def name(self) -> str:
        """Who it is, for messages."""
        ...

    def submit(self, body: bytes) -> Reply:
        """Send the body of an ``add-checkpoint``.

        Raises:
            SourceError: It cannot be reached, or does not answer as a witness does.
        """
        ...


@dataclass(frozen=True, slots=True)
class Lines:
    """The witness cosigned the head.

    Args:
        lines: Its good lines; lines by keys nobody named are left out.
    """

    lines: tuple[NoteSignature, ...]


@dataclass(frozen=True, slots=True)
class Unwitnessed:
    """The witness did not cosign the head.

    Args:
        code: Why: ``E-ROLLBACK`` it has seen a larger head of our log, which must alarm us;
            ``E-PROOF``, ``E-FORK``, ``E-ORIGIN``, ``E-HEADSIG`` its refusals; ``E-COSIG`` what it
            sent is no good line; ``E-RACE`` it was asked by somebody else meanwhile; ``E-STATUS``
            any other answer.
        expected: What would have been right.
        found: What stood there.
    """

    code: str
    expected: str
    found: str


Asked: TypeAlias = Lines | Unwitnessed

_REFUSALS = {
    403: ("E-HEADSIG", "a witness that knows our log key"),
    404: ("E-ORIGIN", "a witness that knows our log"),
    409: ("E-FORK", "the head the witness cosigned for this size"),
    422: ("E-PROOF", "a proof from the head the witness cosigned last"),
}


def ask_witness(
    peer: WitnessPeer, keys: Sequence[NoteKey], head: bytes, node: Node, known: int = 0
) -> Asked:
    """Ask a witness outside the regime for its line under a head of one's own log.

    Args:
        peer: The witness.
        keys: Its keys, as the node's settings name them.
        head: The head.
        node: Perfect subtrees of the log.
        known: Size of the head it cosigned last, as far as known here.

    Returns:
        Its good lines, or why there are none.

    Raises:
        SourceError: It cannot be reached, or does not answer as a witness does.
        RecordError: The head cannot be read.
    """
    checkpoint, note = read_head(head)
    old = known if known <= checkpoint.size else 0
    reply = peer.submit(write_submission(head, old, node))
    found = _SIZE.fullmatch(reply.body) if _is_size(reply) else None
    if found:
        old = int(found[1])
        if old > checkpoint.size:
            return Unwitnessed("E-ROLLBACK", f"a head of at most {checkpoint.size}", str(old))
        reply = peer.submit(write_submission(head, old, node))
    if _is_size(reply):
        return Unwitnessed("E-RACE", f"a witness at {old} entries", repr(reply.body[:100]))
    if reply.status != _OK:
        code, expected = _REFUSALS.get(reply.status, ("E-STATUS", "cosignature lines"))
        return Unwitnessed(code, expected, f"{reply.status} {reply.body[:100]!r}")
    return _lines(note.text, reply.body, keys)


def _is_size(reply: Reply) -> bool:
    return reply.status == _CONFLICT and reply.media.partition(";")[0].strip() == SIZE_MEDIA


def _lines(text: str, body: bytes, keys: Sequence[NoteKey]) -> Asked:
    try:
        note = read_note(text.encode() + b"\n" + body)
    except RecordError as fault:
        return Unwitnessed("E-COSIG", fault.expected, fault.found)
    lines = tuple(line for key in keys for line in good_lines(note, key))
    if note.text != text or not lines:
        return Unwitnessed("E-COSIG", "a good line by a key of this witness", repr(body[:100]))
    return Lines(lines)


def write_submission(head: bytes, old: int, node: Node) -> bytes:
    """Return the body that submits a head of one's own log.

    Args:
        head: The head; of its lines only the log's own are sent.
        old: Size of the head the witness cosigned last; 0 for none.
        node: Perfect subtrees of the log.

    Raises:
        RecordError: The head cannot be read, or is smaller than the old one.
    """
    checkpoint, note = read_head(head)
    steps = consistency_proof(old, checkpoint.size, node) if old else ()
    own = [line for line in note.signatures if line.name == checkpoint.origin]
    front = "".join(f"{b64encode(step).decode()}\n" for step in steps)
    return f"old {old}\n{front}\n".encode() + write_note(note.text, own)


def last_witnessed(lines: Iterable[tuple[int, NoteSignature]], keys: Sequence[NoteKey]) -> int:
    """Return the largest size a witness cosigned, by the lines kept here; 0 for none.

    Args:
        lines: Lines kept over heads of one's own log, with the sizes of the heads.
        keys: The witness's keys.
    """
    known = {(key.name, key.id) for key in keys}
    return max((size for size, line in lines if (line.name, line.key) in known), default=0)


def witness_own(
    desk: NodeDesk, witnesses: Sequence[tuple[WitnessPeer, Sequence[NoteKey]]]
) -> tuple[tuple[str, Unwitnessed], ...]:
    """Collect the lines of witnesses outside the regime under the newest head of one's own log.

    A witness that cosigned this size already is not asked again.

    Args:
        desk: The node.
        witnesses: Each witness, and its keys as the node's settings name them.

    Returns:
        Who gave no line, and why.

    Raises:
        RecordError: The head cannot be read.
        StoreError: The disk failed.
    """
    head = desk.records.checkpoint(desk.own)
    if head is None:
        return ()
    size, node = read_head(head)[0].size, desk.mirrors.held(desk.own).node
    without: list[tuple[str, Unwitnessed]] = []
    for peer, keys in witnesses:
        known = last_witnessed(desk.lines.lines(desk.own), keys)
        if known == size:
            continue
        try:
            asked = ask_witness(peer, keys, head, node, known)
        except SourceError as fault:
            asked = Unwitnessed(fault.code, fault.expected, fault.found)
        if isinstance(asked, Lines):
            desk.lines.put_lines(desk.own, size, asked.lines)
        else:
            without.append((peer.name, asked))
    return tuple(without)
