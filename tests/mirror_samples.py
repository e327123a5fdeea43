"""Heads, mirrors and peers to test cosigning with, all in memory.

>>> read_head(head_over(HU, [b"one", b"two"]))[0].size
2
>>> held_of([b"one"]).size
1
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from overflight.adapters.store.heads import sign_head
from overflight.assembly import REHEARSAL_BASE
from overflight.desk import Signer
from overflight.record import (
    Checkpoint,
    Held,
    LogKeys,
    NoteKey,
    NoteSigner,
    Offer,
    Round,
    SignatureKind,
    cosign,
    leaf_hash,
    merkle_root,
    mirror_name,
    nodes_of,
    read_note,
    with_lines,
)
from tests.record_samples import HU, RO, key

NOW = 1_893_456_000
AT = Round(NOW)


def head_over(origin: str, leaves: Sequence[bytes], by: Signer | None = None) -> bytes:
    """Return a head over entries, signed by the log's own key or another."""
    party = origin.split("/")[-2].upper()
    return sign_head(Checkpoint(origin, len(leaves), merkle_root(leaves)), by or key(party, "log"))


def keys_of(origin: str) -> LogKeys:
    """Return the log key a founding log starts with."""
    party = origin.split("/")[-2].upper()
    return LogKeys(origin, ((0, key(party, "log").public, b""),))


def mirror_key(party: str) -> NoteKey:
    """Return the public side of a party's mirror key."""
    public = key(party, "mirror").public
    return NoteKey(mirror_name(REHEARSAL_BASE, party), SignatureKind.COSIGNATURE, public)


def mirror_signer(party: str) -> NoteSigner:
    """Return a party's mirror key."""
    return NoteSigner(mirror_key(party), key(party, "mirror").sign)


def cosigned(note: bytes, *lines: tuple[str, int]) -> bytes:
    """Return a head with a cosignature of each party at a time."""
    text = read_note(note).text
    return with_lines(note, [cosign(text, time, mirror_signer(party)) for party, time in lines])


def offer_of(leaves: Sequence[bytes], origin: str = HU, **changed: object) -> Offer:
    """Return an honest offer of a head over entries, some members changed."""
    offer = Offer(head_over(origin, leaves), keys_of(origin))
    return replace(offer, **changed)  # type: ignore[arg-type]


def held_of(leaves: Sequence[bytes], last: bytes | None = None, **changed: object) -> Held:
    """Return what a mirror that holds these entries holds."""
    held = Held(len(leaves), nodes_of([leaf_hash(leaf) for leaf in leaves]), last)
    return replace(held, **changed)  # type: ignore[arg-type]


__all__ = ["AT", "HU", "NOW", "RO"]
