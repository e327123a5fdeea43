"""Sign a draft, add a signature to one signed by others, put envelopes together.

A draft is the payload of a statement and nothing else: the bytes in their one form. Whoever signs
reads it again, on a machine that need not hold the record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from overflight.desk.ports import Signer
from overflight.errors import RecordError, UsageError
from overflight.record import (
    STATEMENT_MEDIA_TYPE,
    Envelope,
    EnvelopeSignature,
    Statement,
    key_id,
    pae,
    read_envelope,
    read_statement,
    write_envelope,
)

__all__ = ["Unsigned", "add_signature", "merge_envelopes", "read_draft"]

_PUBLIC_BYTES = 32
_ENVELOPE = b'{"payload":'


@dataclass(frozen=True, slots=True)
class Unsigned:
    """A draft, or what others have signed already.

    Args:
        payload: The bytes to be signed.
        statement: What they say.
        signatures: Signatures so far, sorted by key id.
    """

    payload: bytes
    statement: Statement
    signatures: tuple[EnvelopeSignature, ...] = ()

    @property
    def keyids(self) -> tuple[str, ...]:
        """Return the ids of the keys that signed so far."""
        return tuple(signature.keyid for signature in self.signatures)


def read_draft(data: bytes) -> Unsigned:
    """Read a draft or an envelope.

    Raises:
        RecordError: ``E-CANON`` or ``E-LEAF``: the bytes are neither in their one form, or the
            statement is meant for the log of another party.
    """
    if data.startswith(_ENVELOPE):
        envelope = read_envelope(data)
        draft = Unsigned(envelope.payload, read_statement(envelope.payload), envelope.signatures)
    else:
        draft = Unsigned(data, read_statement(data))
    said = draft.statement
    if f"/log/{said.party.lower()}/" not in said.log:
        raise RecordError(
            "E-LOG",
            where="draft",
            expected=f"a log of {said.party}, who speaks",
            found=said.log,
            remedy="Sign nothing that speaks in another party's log; ask who wrote the draft.",
        )
    return draft


def add_signature(draft: Unsigned, signer: Signer, log: str = "") -> bytes:
    """Return a draft as an envelope with one more signature.

    Args:
        draft: The draft, with the signatures it has.
        signer: A key of the party that speaks.
        log: Origin of the log it must be meant for; any log of the party if empty.

    Raises:
        UsageError: The key is of another party or kind or signed already, or the log is another.
        RecordError: ``E-LEAF``: too many signatures.
    """
    if len(signer.public) != _PUBLIC_BYTES:
        raise _refused("E-KEY", "an Ed25519 key; people sign with no other", "a key of a machine")
    said, kid = draft.statement, key_id(signer.public)
    if signer.party and signer.party != said.party:
        raise _refused("E-PARTY", f"a statement of {signer.party}, whose key this is", said.party)
    if log and said.log != log:
        raise _refused("E-LOG", f"a statement meant for {log}", said.log)
    if kid in draft.keyids:
        raise _refused("E-SIGNED", "a key that has not signed yet", f"a signature by {kid[:16]}")
    message = pae(STATEMENT_MEDIA_TYPE, draft.payload)
    added = EnvelopeSignature(kid, signer.sign(message))
    return write_envelope(Envelope(draft.payload, (*draft.signatures, added)))


def merge_envelopes(envelopes: Sequence[bytes]) -> bytes:
    """Return one envelope with the signatures of several over the same draft.

    Args:
        envelopes: At least one envelope.

    Raises:
        RecordError: One is no envelope, or they hold too many signatures.
        UsageError: They are not over the same bytes, or one key gave two signatures.
    """
    read = [read_envelope(envelope) for envelope in envelopes]
    payload = read[0].payload
    if any(envelope.payload != payload for envelope in read):
        raise _refused("E-DRAFTS", "signatures under one and the same draft", "several drafts")
    signatures = tuple(sorted({s for envelope in read for s in envelope.signatures}))
    return write_envelope(Envelope(payload, signatures))


def _refused(code: str, expected: str, found: str) -> UsageError:
    remedy = "Sign with the right key, and only a draft whose origin you know."
    return UsageError(code, where="draft", expected=expected, found=found, remedy=remedy)
