"""Envelopes: signed statements as DSSE files in their one spelling; an envelope is a leaf."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from overflight.record.base64s import read_base64, write_base64
from overflight.record.faults import refusal

__all__ = [
    "STATEMENT_MEDIA_TYPE",
    "Envelope",
    "EnvelopeSignature",
    "pae",
    "read_envelope",
    "write_envelope",
]

STATEMENT_MEDIA_TYPE: Final = "application/vnd.overflight.statement.v1+json"
LARGEST_PAYLOAD = 40_000
LARGEST_LEAF = 65_535
MOST_SIGNATURES = 8

# The whole grammar of a leaf. Keys stand in RFC 8785 order, and no value can need an escape.
_SIGNATURE = r'\{"keyid":"([0-9a-f]{64})","sig":"([A-Za-z0-9+/]+={0,2})"\}'
_LEAF = re.compile(
    r'\{"payload":"([A-Za-z0-9+/]+={0,2})",'
    rf'"payloadType":"{re.escape(STATEMENT_MEDIA_TYPE)}",'
    rf'"signatures":\[({_SIGNATURE}(?:,{_SIGNATURE}){{0,{MOST_SIGNATURES - 1}}})\]\}}'
)
_EACH = re.compile(_SIGNATURE)


@dataclass(frozen=True, slots=True, order=True)
class EnvelopeSignature:
    """One signature of an envelope.

    Args:
        keyid: Hex id of the key; it selects a key and grants nothing.
        sig: The signature.
    """

    keyid: str
    sig: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """A payload and the signatures over it.

    Args:
        payload: Canonical bytes of a statement.
        signatures: Sorted by key id, no key twice.
    """

    payload: bytes
    signatures: tuple[EnvelopeSignature, ...]


def pae(payload_type: str, payload: bytes) -> bytes:
    """Return the DSSE pre-authentication encoding: what is really signed."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def write_envelope(envelope: Envelope) -> bytes:
    """Write an envelope as the leaf it is, signatures sorted by key id.

    Raises:
        RecordError: ``E-LEAF``: it is over a limit, holds no signature, or one key twice.
    """
    leaf = _written(envelope)
    read_envelope(leaf)
    return leaf


def _written(envelope: Envelope) -> bytes:
    lines = ",".join(
        f'{{"keyid":"{s.keyid}","sig":"{write_base64(s.sig)}"}}'
        for s in sorted(envelope.signatures)
    )
    payload = write_base64(envelope.payload)
    kind = STATEMENT_MEDIA_TYPE
    return f'{{"payload":"{payload}","payloadType":"{kind}","signatures":[{lines}]}}'.encode()


def read_envelope(leaf: bytes) -> Envelope:
    """Read a leaf; its signatures are not yet checked.

    Raises:
        RecordError: ``E-LEAF``: it is not exactly the form this module writes, or over a limit.
    """
    if len(leaf) > LARGEST_LEAF:
        raise _refuse(f"at most {LARGEST_LEAF} bytes", f"{len(leaf)} bytes")
    try:
        found = _LEAF.fullmatch(leaf.decode("ascii"))
    except ValueError:
        found = None
    if found is None:
        raise _refuse(f"a canonical DSSE envelope of {STATEMENT_MEDIA_TYPE}", leaf)
    payload = read_base64(found[1], code="E-LEAF", where="payload")
    if len(payload) > LARGEST_PAYLOAD:
        raise _refuse(f"a payload of at most {LARGEST_PAYLOAD} bytes", f"{len(payload)} bytes")
    signatures = tuple(
        EnvelopeSignature(keyid, read_base64(sig, code="E-LEAF", where="signature"))
        for keyid, sig in _EACH.findall(found[2])
    )
    ids = [s.keyid for s in signatures]
    if ids != sorted(set(ids)):
        raise _refuse("signatures sorted by key id, no key twice", ids)
    return Envelope(payload, signatures)


def _refuse(expected: str, found: object) -> Exception:
    return refusal("E-LEAF", where="leaf", expected=expected, found=found)
