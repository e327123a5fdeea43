"""Mirror other parties' logs: take in, judge by the mirror rule, cosign, keep (trust.md section 6).

What is cosigned is held: entries and what they name are on disk, read back and hashed, before the
head is signed; the new head and the lines are on disk before anything is sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, TypeAlias

from overflight.errors import RecordError
from overflight.record import (
    HEARTBEAT_S,
    Cosignable,
    Declined,
    ForkEvidence,
    Held,
    Node,
    NoteKey,
    NoteSignature,
    NoteSigner,
    Offer,
    Round,
    cosign,
    cosign_times,
    extended_nodes,
    fork_fault,
    good_lines,
    leaf_hash,
    may_cosign,
    prove_fork,
    read_claimed_head,
    read_head,
    read_note,
    write_fork,
    write_note,
)

__all__ = [
    "Cosignatures",
    "Cosigned",
    "Fresh",
    "Mirrored",
    "Mirrors",
    "Served",
    "collect_lines",
    "compare_head",
    "mirror_head",
]


class Mirrors(Protocol):
    """What a party keeps of other parties' logs."""

    def held(self, origin: str) -> Held:
        """Return what is held of a log, read back from where it is kept."""
        ...

    def sizes(self) -> Mapping[str, int]:
        """Return how many entries are held of each log, by origin.

        The very same object comes again as long as no log has grown.
        """
        ...

    def take_in(
        self,
        origin: str,
        start: int,
        leaves: Sequence[bytes],
        blobs: Sequence[bytes],
        under: bytes | None = None,
    ) -> None:
        """Keep entries and the bytes they name; on disk when this returns.

        Args:
            origin: Name of the log.
            start: Index of the first entry; as many must be held already.
            leaves: The entries, in order.
            blobs: Attachments and notes they name.
            under: The signed head the entries stand under; it is kept until one not smaller is
                cosigned, so that a log cannot take back what it signed while it was being pulled.

        Raises:
            RecordError: ``E-GAP``: other entries than these come next.
            StoreError: The disk failed.
        """
        ...

    def put_cosigned(
        self, origin: str, old: bytes | None, new: bytes, lines: Sequence[NoteSignature]
    ) -> bool:
        """Keep a cosigned head and cosignature lines over it in one transaction.

        Args:
            origin: Name of the log.
            old: The head this one follows, as it was read; nothing for the first.
            new: The cosigned head.
            lines: Lines over it. Of each key the first and the newest are kept for ever.

        Returns:
            Whether it was kept; false where the head before is not ``old`` any more.
        """
        ...

    def cosigned_at(self, key: NoteKey) -> int:
        """Return when a key last cosigned any head held here, in seconds since 1970, or 0.

        Another key of the same name does not count: what a thief dated ends with the key he took.
        """
        ...

    def put_evidence(self, evidence: bytes) -> None:
        """Keep the proof of a fork; the log it speaks of is frozen from then on."""
        ...

    def proofs(self) -> tuple[bytes, ...]:
        """Return the proofs of forks kept here."""
        ...


class Cosignatures(Protocol):
    """The cosignature lines kept here, over one's own heads and others'."""

    def put_lines(self, origin: str, size: int, lines: Sequence[NoteSignature]) -> None:
        """Keep good lines over a head; of each key the first and the newest are kept for ever."""
        ...

    def keep_head(self, origin: str, note: bytes, lines: Sequence[NoteSignature]) -> None:
        """Keep a head over entries held here that was not cosigned here, with lines over it.

        Args:
            origin: Name of the log.
            note: The head, signed by the log; one of this size may be kept already.
            lines: Good lines over it.
        """
        ...

    def lines(self, origin: str) -> tuple[tuple[int, NoteSignature], ...]:
        """Return the lines kept over the heads of a log, with the sizes of the heads."""
        ...


@dataclass(frozen=True, slots=True)
class Served:
    """What was served of a log: by its owner, by another mirror, or in a bundle.

    Args:
        offer: The signed head, the log keys under it, and heads signed at changes of keys.
        leaves: Entries after those held.
        blobs: Attachments and notes they name.
    """

    offer: Offer
    leaves: tuple[bytes, ...] = ()
    blobs: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class Cosigned:
    """The head was cosigned; the note carries the log's lines and this mirror's own.

    Args:
        note: The note.
        grown: It is another head than the last one; else a heartbeat.
    """

    note: bytes
    grown: bool = True


@dataclass(frozen=True, slots=True)
class Fresh:
    """The head was cosigned less than an hour ago and has not changed."""


Mirrored: TypeAlias = Cosigned | Fresh | Declined


def mirror_head(
    mirrors: Mirrors,
    by: Sequence[NoteSigner],
    origin: str,
    served: Served,
    during: Round,
) -> Mirrored:
    """Mirror what was served of a log, and cosign its head if the mirror rule allows it.

    Args:
        mirrors: What is kept here.
        by: This party's mirror keys, all under one name.
        origin: Name of the log.
        served: What was served.
        during: Clock and peers of this round; when this mirror last cosigned is added.

    Returns:
        The cosigned head, that it is fresh, or the first precondition that failed.

    Raises:
        StoreError: The disk failed; nothing was cosigned.
    """
    cosigned = mirrors.cosigned_at(by[0].key)
    during = replace(during, cosigned=max(cosigned, during.cosigned))
    refusal = _take_in(mirrors, origin, served, during)
    if refusal is not None:
        return refusal
    held = mirrors.held(origin)
    answer = may_cosign(origin, served.offer, held, during)
    if isinstance(answer, Declined):
        return _declined(mirrors, answer)
    if not answer.grown and _is_fresh(held, by, during.now):
        return Fresh()
    return _cosigned(mirrors, by, held, answer, during.now)


def _take_in(mirrors: Mirrors, origin: str, served: Served, during: Round) -> Declined | None:
    """Keep what was served if the head over it may be cosigned; else nothing of it."""
    if not served.leaves and not served.blobs:
        return None
    held = mirrors.held(origin)
    hashes = [leaf_hash(leaf) for leaf in served.leaves]
    node = extended_nodes(held.size, held.node, hashes)
    wanted = replace(held, size=held.size + len(hashes), node=node, missing=())
    answer = may_cosign(origin, served.offer, wanted, during)
    if isinstance(answer, Declined):
        return _declined(mirrors, answer)
    if served.leaves and wanted.size > answer.head.size:
        # What no signed head covers is nobody's word; kept, it would bar the way to what comes.
        return Declined("E-GAP", f"{answer.head.size} entries", f"{wanted.size}")
    mirrors.take_in(origin, held.size, served.leaves, served.blobs)
    return None


def _declined(mirrors: Mirrors, answer: Declined) -> Declined:
    """Keep the proof of a fork before anything else is done."""
    if answer.evidence is not None:
        mirrors.put_evidence(write_fork(answer.evidence))
    return answer


def _is_fresh(held: Held, by: Sequence[NoteSigner], now: int) -> bool:
    note = read_note(held.last or b"")
    newest = [max(cosign_times(note, signer.key), default=0) for signer in by]
    return all(now - time < HEARTBEAT_S for time in newest)


def _cosigned(
    mirrors: Mirrors, by: Sequence[NoteSigner], held: Held, answer: Cosignable, now: int
) -> Cosigned | Declined:
    origin, note = answer.head.origin, read_note(answer.note)
    lines = [cosign(note.text, now, signer) for signer in by]
    own = [line for line in note.signatures if line.name == origin]
    new = write_note(note.text, [*own, *lines])
    if not mirrors.put_cosigned(origin, held.last, new, lines):
        return Declined("E-RACE", "the head that was cosigned before", "a newer one")
    return Cosigned(new, answer.grown)


def compare_head(
    mirrors: Mirrors, origin: str, offer: Offer, node: Node | None = None
) -> ForkEvidence | None:
    """Compare a head of a log that somebody else was shown with the last one cosigned here.

    Every party does this with what others publish, also of its own log: a log that shows two faces
    is caught as soon as two who saw them meet, whoever they are.

    Args:
        mirrors: What is kept here.
        origin: Name of the log.
        offer: The other head, and the log keys.
        node: Perfect subtrees of its tree, as its keeper gives them; needed where it is larger.

    Returns:
        The proof of a fork, which was kept and freezes the log; or nothing.

    Raises:
        RecordError: The other head cannot be read, or its tree is not held as far as it says.
        StoreError: The disk failed.
    """
    held = mirrors.held(origin)
    if held.last is None:
        return None
    larger = read_claimed_head(offer.note)[0].size > read_head(held.last)[0].size
    evidence = prove_fork(held.last, offer.note, node if larger else held.node)
    if evidence is None or fork_fault(evidence, offer.keys.all()):
        return None
    mirrors.put_evidence(write_fork(evidence))
    return evidence


def collect_lines(
    lines: Cosignatures, head: bytes, notes: Iterable[bytes], keys: Sequence[NoteKey]
) -> int:
    """Keep the good cosignature lines that mirrors published over a head.

    Args:
        lines: Where lines are kept.
        head: A signed head held here.
        notes: What mirrors published; notes over other heads are passed over.
        keys: Mirror keys of all parties.

    Returns:
        How many good lines the notes carry.

    Raises:
        RecordError: The head held here cannot be read.
        StoreError: The disk failed.
    """
    checkpoint, held = read_head(head)
    good: list[NoteSignature] = []
    for data in notes:
        try:
            note = read_note(data)
        except RecordError:
            continue  # its sender signed nothing that could be kept
        if note.text == held.text:
            good += [line for key in keys for line in good_lines(note, key)]
    lines.put_lines(checkpoint.origin, checkpoint.size, good)
    return len(good)
