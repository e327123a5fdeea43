"""Receive a parcel: hash, header, opening, root, in this order; any difference is a dispute."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from overflight.desk.ports import Signer
from overflight.desk.record import Desk, read_facts, say
from overflight.errors import SourceError, UsageError
from overflight.record import Reference, Said
from overflight.release import (
    CopySent,
    MediaManifest,
    ReceiptDisputed,
    ReceiptStep,
    Releases,
    SealedCopyReceived,
)

__all__ = ["ArrivedParcel", "ParcelContents", "ParcelMeasure", "Receipt", "receive"]


@dataclass(frozen=True, slots=True)
class ParcelMeasure:
    """What can be seen of an age file without opening it.

    Args:
        ciphertext: SHA-256 of the whole file, hex.
        size: Its length in bytes.
        head: Its first bytes, at least as many as a header can have.
        stanzas: Kinds of the recipient stanzas; none where there is no readable header.
    """

    ciphertext: str
    size: int
    head: bytes
    stanzas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ParcelContents:
    """What was inside, each file checked against its manifest.

    Args:
        manifest: The files.
        sealed_root: Root of the sealed original's manifest that came with them; empty if none did.
        strangers: Files that are not files of that original, byte for byte.
    """

    manifest: MediaManifest
    sealed_root: str
    strangers: tuple[str, ...] = ()


class ArrivedParcel(Protocol):
    """An age file at the recipient's, with the key that opens it."""

    def measure(self) -> ParcelMeasure:
        """Hash the file and read its header, without opening it."""
        ...

    def open(self) -> ParcelContents:
        """Open it and unpack it, whole or not at all.

        Raises:
            SourceError: It does not open, or what is inside is not what its manifest says.
        """
        ...

    def discard(self) -> None:
        """Remove what was unpacked; the age file itself stays."""
        ...


@dataclass(frozen=True, slots=True)
class Receipt:
    """The recipient's answer, as it stands on the record.

    Args:
        ref: Where.
        fact: Received whole, or the dispute.
    """

    ref: Reference
    fact: SealedCopyReceived | ReceiptDisputed

    @property
    def whole(self) -> bool:
        """Return whether the parcel was what the sender announced."""
        return isinstance(self.fact, SealedCopyReceived)


def receive(desk: Desk, signer: Signer, sent: Reference, parcel: ArrivedParcel) -> Receipt:
    """Check a parcel against what its sender announced, and say what was found.

    age does not authenticate the sender, so the hash of the ciphertext is compared with the
    sender's statement before anything is decrypted.

    Args:
        desk: Record, clock and ids.
        signer: An author key of the recipient.
        sent: Where the sender's statement stands.
        parcel: The age file that arrived.

    Raises:
        UsageError: No parcel for this party was announced there, or it was received whole before.

    Treaty: art.IX.IV.1; trust.md section 14.
    """
    releases = Releases.of(read_facts(desk.records))
    announced = releases.parcel_at(sent)
    if announced is None or announced.fact.recipient != signer.party:
        raise UsageError(
            "E-REF",
            where=f"{sent.o}#{sent.i}",
            expected=f"a parcel announced for {signer.party}",
            found="none" if announced is None else f"one for {announced.fact.recipient}",
            remedy="Name the statement by which the sender announced this parcel.",
        )
    before = releases.received(sent, signer.party)
    if before is not None:
        raise UsageError(
            "E-RECEIPT",
            where=f"{sent.o}#{sent.i}",
            expected="a parcel whose receipt was not said yet",
            found=f"received whole, said at {before.ref.o}#{before.ref.i}",
            remedy="Nothing more to say; `overflight release open` opens the parcel again.",
        )
    fact = _closed_faults(desk, announced, parcel.measure()) or _opened(announced, parcel)
    return Receipt(say(desk, signer, fact, re=(sent,)), fact)


def _dispute(
    announced: Said[CopySent], step: ReceiptStep, expected: str, found: str
) -> ReceiptDisputed:
    return ReceiptDisputed(
        announced.fact.flight, announced.fact.medium, step, expected, found[:400]
    )


def _closed_faults(
    desk: Desk, announced: Said[CopySent], measure: ParcelMeasure
) -> ReceiptDisputed | None:
    """Return what is wrong with the closed parcel, in the order of trust.md section 14."""
    fact = announced.fact
    if (measure.ciphertext, measure.size) != (fact.ciphertext, fact.bytes):
        return _dispute(
            announced,
            ReceiptStep.CIPHERTEXT,
            f"{fact.bytes} bytes, {fact.ciphertext}",
            f"{measure.size} bytes, {measure.ciphertext}",
        )
    header = desk.records.blob(fact.header)
    if header is None or sha256(header).hexdigest() != fact.header:
        return _dispute(announced, ReceiptStep.HEADER, f"header {fact.header}", "not on the record")
    if not header.endswith(b"\n") or not measure.head.startswith(header):
        return _dispute(
            announced, ReceiptStep.HEADER, "the published header as its prefix", "another prefix"
        )
    if measure.stanzas != ("X25519",) or fact.stanzas != 1:
        found = ", ".join(measure.stanzas) or "no readable header"
        return _dispute(announced, ReceiptStep.HEADER, "one recipient, X25519", found)
    return None


def _opened(
    announced: Said[CopySent], parcel: ArrivedParcel
) -> SealedCopyReceived | ReceiptDisputed:
    fact = announced.fact
    try:
        inside = parcel.open()
    except SourceError as fault:
        expected = f"{fault.code}: {fault.expected}"
        return _dispute(announced, ReceiptStep.OPENING, expected, f"{fault.where}: {fault.found}")
    found = (inside.manifest.root, inside.sealed_root, inside.strangers)
    if found != (fact.root, fact.sealed_root, ()):
        parcel.discard()
        return _dispute(
            announced,
            ReceiptStep.ROOT,
            f"root {fact.root} out of {fact.sealed_root}",
            f"root {found[0]} out of {found[1] or 'nothing'}, strangers: {len(found[2])}",
        )
    return SealedCopyReceived(
        fact.flight,
        fact.medium,
        fact.ciphertext,
        inside.manifest.root,
        inside.manifest.count,
        inside.manifest.total_bytes,
    )
