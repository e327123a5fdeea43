"""Cosign heads of logs outside the regime (C2SP tlog-witness 1.0.0, the witness's side).

A witness holds no entries: it vouches that each head it was shown goes on from the one before. Logs
of this regime are never cosigned here, for a party's line under them says that it holds the bytes.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from overflight.errors import RecordError
from overflight.record import (
    EMPTY_ROOT,
    Checkpoint,
    Note,
    NoteKey,
    NoteSignature,
    NoteSigner,
    cosign,
    fork_fault,
    head_signed_by,
    prove_fork,
    read_claimed_head,
    read_head,
    verify_consistency,
    write_fork,
    write_note,
)

__all__ = ["SIZE_MEDIA", "ForeignLog", "Reply", "Witnessed", "judge_submission"]

SIZE_MEDIA = "text/x.tlog.size"
TEXT_MEDIA = "text/plain; charset=utf-8"
MOST_STEPS = 63
_OLD = re.compile(r"old (0|[1-9][0-9]{0,18})")
_HASH = 32
_OK, _CONFLICT = 200, 409


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to ``add-checkpoint``.

    Args:
        status: Its number in HTTP.
        media: Media type of the bytes.
        body: The bytes.
    """

    status: int
    media: str
    body: bytes


@dataclass(frozen=True, slots=True)
class ForeignLog:
    """A log outside the regime whose heads are cosigned.

    Args:
        origin: Its name.
        keys: Its log keys, as the node's settings name them; one good signature is enough.
    """

    origin: str
    keys: tuple[NoteKey, ...]


class Witnessed(Protocol):
    """What a witness keeps: of each foreign log the head it cosigned last."""

    def latest(self, origin: str) -> bytes | None:
        """Return the head of a log cosigned last, with the lines under it; nothing at first."""
        ...

    def swap(self, origin: str, old: bytes | None, new: bytes) -> bool:
        """Keep a cosigned head; on disk when this returns.

        Args:
            origin: Name of the log.
            old: The head this one follows, as it was read; nothing for the first.
            new: The cosigned head.

        Returns:
            Whether it was kept; false where the head before is not ``old`` any more.
        """
        ...

    def cosigned_at(self) -> int:
        """Return when any head was last cosigned here, in seconds since 1970, or 0."""
        ...

    def put_evidence(self, origin: str, evidence: bytes) -> None:
        """Keep the proof of a fork; the log is frozen from then on."""
        ...

    def is_frozen(self, origin: str) -> bool:
        """Tell whether a fork of this log was proven."""
        ...


@dataclass(frozen=True, slots=True)
class _Submission:
    """What a log sends: the size it thinks the witness has, the proof from there, the head."""

    old: int
    proof: tuple[bytes, ...]
    head: Checkpoint
    note: Note


def _refuse(status: int, code: str, words: str) -> Reply:
    return Reply(status, TEXT_MEDIA, f"{code} {words}\n".encode())


def judge_submission(
    body: bytes,
    logs: Mapping[str, ForeignLog],
    kept: Witnessed,
    by: Sequence[NoteSigner],
    now: int,
) -> Reply:
    """Judge a head of a foreign log, and cosign it if it goes on from the one before.

    The checks stand in the order of the specification.

    Args:
        body: What was sent.
        logs: The logs whose heads are cosigned, by origin.
        kept: What this witness keeps.
        by: Its keys, all under one name.
        now: Its clock, in seconds since 1970.

    Returns:
        200 with the cosignature lines, or the refusal: 400 it cannot be read, 404 the log is not
        known, 403 the log did not sign it, 409 another head was cosigned last or the log has
        forked, 422 the proof is not good, 503 the witness's own clock went back.

    Raises:
        StoreError: The disk failed; nothing was cosigned.
    """
    try:
        asked = _read(body)
    except RecordError as fault:
        return _refuse(400, fault.code, f"expected {fault.expected}")
    log = logs.get(asked.head.origin)
    if log is None:
        return _refuse(404, "E-ORIGIN", "no log of this name is cosigned here")
    if not any(head_signed_by(asked.note, key) for key in log.keys):
        return _refuse(403, "E-HEADSIG", "no good signature by a key known for this log")
    if kept.is_frozen(log.origin):
        return _refuse(
            _CONFLICT, "E-FROZEN", "a fork of this log was proven; it is not cosigned again"
        )
    last = kept.latest(log.origin)
    return _inconsistent(asked, log, last, kept) or _cosigned(asked, log, (last, kept), by, now)


def _read(body: bytes) -> _Submission:
    """Read a request.

    Raises:
        RecordError: ``E-SUBMISSION``, ``E-NOTE`` or ``E-HEAD``.
    """
    front, blank, data = body.partition(b"\n\n")
    try:
        first, *steps = front.decode("ascii").split("\n")
    except ValueError:
        first, steps = "", []
    found = _OLD.fullmatch(first)
    if not found or not blank or len(steps) > MOST_STEPS:
        raise _no_submission(f"'old', a size, at most {MOST_STEPS} hashes, an empty line", first)
    head, note = read_claimed_head(data)
    return _Submission(int(found[1]), tuple(_step(step) for step in steps), head, note)


def _step(text: str) -> bytes:
    try:
        step = b64decode(text, validate=True)
    except ValueError:
        step = b""
    if len(step) != _HASH or b64encode(step).decode() != text:
        raise _no_submission(f"a hash of {_HASH} bytes in base64", text)
    return step


def _no_submission(expected: str, found: str) -> RecordError:
    return RecordError(
        "E-SUBMISSION",
        where="add-checkpoint",
        expected=expected,
        found=found,
        remedy="Send a body as C2SP tlog-witness writes it.",
    )


def _inconsistent(
    asked: _Submission, log: ForeignLog, last: bytes | None, kept: Witnessed
) -> Reply | None:
    """Return why a head does not go on from the one cosigned last, if it does not."""
    head = asked.head
    if asked.old > head.size:
        return _refuse(400, "E-SUBMISSION", "the old size is larger than the head's")
    before = Checkpoint(log.origin, 0, EMPTY_ROOT) if last is None else read_head(last)[0]
    if head.size in {0, before.size} and head.root != (before.root if head.size else EMPTY_ROOT):
        _keep_fork(last, asked, log, kept)
    if asked.old != before.size:
        return Reply(_CONFLICT, SIZE_MEDIA, f"{before.size}\n".encode())
    if head.size == before.size and head.root != before.root:
        return _refuse(_CONFLICT, "E-FORK", "another root was cosigned for this size")
    if before.size == 0:
        good = not asked.proof
    else:
        ends = (before.size, before.root), (head.size, head.root)
        good = verify_consistency(*ends, asked.proof)
    return None if good else _refuse(422, "E-PROOF", "the proof does not lead to this head")


def _keep_fork(last: bytes | None, asked: _Submission, log: ForeignLog, kept: Witnessed) -> None:
    """Keep the proof that a log signed two trees of one size, if strangers would accept it."""
    shown = write_note(asked.note.text, asked.note.signatures)
    evidence = prove_fork(shown if asked.head.size == 0 or last is None else last, shown)
    if evidence is not None and not fork_fault(evidence, log.keys):
        kept.put_evidence(log.origin, write_fork(evidence))


def _cosigned(
    asked: _Submission,
    log: ForeignLog,
    before: tuple[bytes | None, Witnessed],
    by: Sequence[NoteSigner],
    now: int,
) -> Reply:
    """Cosign a head, keep it, and only then answer."""
    last, kept = before
    if now < kept.cosigned_at():
        return _refuse(503, "E-CLOCK", "the clock of this witness went back")
    text = asked.note.text
    lines = [cosign(text, now, signer) for signer in by]
    own = [line for key in log.keys for line in _signed(asked.note, key)]
    if not kept.swap(log.origin, last, write_note(text, [*own, *lines])):
        newer = kept.latest(log.origin)
        size = read_head(newer)[0].size if newer else 0
        return Reply(_CONFLICT, SIZE_MEDIA, f"{size}\n".encode())
    return Reply(_OK, TEXT_MEDIA, write_note(text, lines)[len(text.encode()) + 1 :])


def _signed(note: Note, key: NoteKey) -> tuple[NoteSignature, ...]:
    """Return the log's own good line by a key: one, however often it was sent."""
    lines = (line for line in note.lines_of(key) if head_signed_by(Note(note.text, (line,)), key))
    return tuple(islice(lines, 1))
