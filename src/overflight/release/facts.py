"""The facts of sealing and release, as parties put them on the record (trust.md sections 12-14).

What a fact answers stands in ``re`` of its statement, where the record checks it: a decision
answers its request, a parcel its request and decision, a receipt its parcel, an assurance the
demand it meets.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from overflight.deadlines import Instant
from overflight.release.results import EntitlementResult
from overflight.release.seals import Difference

__all__ = [
    "KINDS",
    "AssuranceDemanded",
    "AssuranceGiven",
    "AssuranceText",
    "AssuranceWithdrawn",
    "CopyDecided",
    "CopyRequested",
    "CopySent",
    "DemandWithdrawn",
    "EncryptionKeyPublished",
    "MediaDisputed",
    "MediaSealed",
    "ReceiptDisputed",
    "ReceiptStep",
    "ReleaseDecision",
    "SealedCopyReceived",
]


class ReleaseDecision(StrEnum):
    """What the holder of the data decides about a request."""

    RELEASE = "release"
    REFUSE = "refuse"
    HOLD = "hold"  # an open question stands in the way; nothing is settled


class ReceiptStep(StrEnum):
    """The check at which a parcel failed, in the order they are made (trust.md section 14)."""

    CIPHERTEXT = "ciphertext-hash"
    HEADER = "header"
    OPENING = "opening"
    ROOT = "manifest-root"


@dataclass(frozen=True, slots=True)
class MediaSealed:
    """A side has hashed its own copy of a medium on its own machine.

    Args:
        flight: Mission key.
        medium: Name of the medium, the same on both sides.
        root: Manifest root, hex.
        count: Number of files.
        bytes: Bytes of all files.

    Treaty: art.IX.I.3.
    """

    flight: str
    medium: str
    root: str
    count: int
    bytes: int


@dataclass(frozen=True, slots=True)
class MediaDisputed:
    """The two seals of a medium differ.

    Args:
        flight: Mission key.
        medium: Name of the medium.
        ours: Root of the side that speaks.
        theirs: Root of the other side.
        differing: Number of files on which the manifests differ.
        lines: The differing lines; the first ones where there are too many for a statement.
    """

    flight: str
    medium: str
    ours: str
    theirs: str
    differing: int
    lines: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class CopyRequested:
    """A State Party asks the observing Party for first-generation duplicates (NTF-39).

    Args:
        flight: Mission key, for the record's own order; the treaty identifies by (A) to (C).
        observing: (A) the observing Party.
        observed: (B) the observed Party.
        flown_on: (C) the day of the flight.
        sensor: (D) the sensor that took the data.
        portions: (E) the portions of the observation period.
        form: (F) type and format of the duplicate.
        told: Parties this request is addressed to; the observed Party must be one of them.

    Treaty: art.IX.IV.1.
    """

    flight: str
    observing: str
    observed: str
    flown_on: date
    sensor: str
    portions: tuple[str, ...]
    form: str
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CopyDecided:
    """The holder has decided on a request; the computed entitlement is embedded.

    Args:
        requester: Who asked.
        medium: The medium that holds the data.
        at: The instant it was judged for.
        decision: What the holder decided.
        entitlement: The result anyone can compute again at the same cut.
        ground: Why, in the holder's words, where the decision is not a release.
    """

    requester: str
    medium: str
    at: Instant
    decision: ReleaseDecision
    entitlement: EntitlementResult
    ground: str = ""


@dataclass(frozen=True, slots=True)
class CopySent:
    """A parcel for one recipient has left.

    Args:
        flight: Mission key.
        medium: Name of the medium.
        recipient: The one party that can open it.
        ciphertext: SHA-256 of the age file, hex.
        bytes: Length of the age file.
        stanzas: Recipient stanzas in its header: one.
        header: SHA-256 of the age header up to and with its ``---`` line.
        root: Root of the manifest inside.
        sealed_root: Root of the sealed original that the copied files come from.
    """

    flight: str
    medium: str
    recipient: str
    ciphertext: str
    bytes: int
    stanzas: int
    header: str
    root: str
    sealed_root: str


@dataclass(frozen=True, slots=True)
class SealedCopyReceived:
    """The recipient holds the parcel, opened it, and found what was announced.

    Args:
        flight: Mission key.
        medium: Name of the medium.
        ciphertext: SHA-256 of the age file received.
        root: Root computed again from the files inside.
        count: Number of files.
        bytes: Bytes of the files.
    """

    flight: str
    medium: str
    ciphertext: str
    root: str
    count: int
    bytes: int


@dataclass(frozen=True, slots=True)
class ReceiptDisputed:
    """What arrived is not what was announced.

    Args:
        flight: Mission key.
        medium: Name of the medium.
        step: The check that failed.
        expected: What the sender announced.
        found: What the recipient found.
    """

    flight: str
    medium: str
    step: ReceiptStep
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class AssuranceText:
    """The hash of an assurance in one language.

    Args:
        language: BCP 47 tag.
        sha256: SHA-256 of the text, hex.
    """

    language: str
    sha256: str


@dataclass(frozen=True, slots=True)
class AssuranceGiven:
    """A party gives an assurance about what it receives, for example not to pass it on.

    Args:
        texts: Hash of the text in each language.
        scope: What it covers, in a short phrase.
        since: First instant of its force.
        until: When it ends; none while it is open-ended.
        targets: Parties or states it speaks of.
    """

    texts: tuple[AssuranceText, ...]
    scope: str
    since: Instant
    until: Instant | None = None
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AssuranceWithdrawn:
    """A party takes an assurance back from an instant on; the assurance itself is never edited.

    Args:
        since: When it ends.
    """

    since: Instant


@dataclass(frozen=True, slots=True)
class AssuranceDemanded:
    """A party demands an assurance before data of a flight are passed to others.

    The treaty names no such condition and no such ban; the demand makes the question visible.

    Args:
        flight: Mission key; empty for every flight over the speaker.
        of: Party the assurance is demanded of; ``*`` for every requester.
        scope: What shall be assured.
        ground: The legal ground claimed.
    """

    flight: str
    of: str
    scope: str
    ground: str


@dataclass(frozen=True, slots=True)
class DemandWithdrawn:
    """A party takes its demand for an assurance back."""


@dataclass(frozen=True, slots=True)
class EncryptionKeyPublished:
    """A party publishes a key to which copies for it are sealed.

    Args:
        recipient: The age recipient, ``age1...``.
        since: First instant of its use.
        until: When it ends; none while it is active.
    """

    recipient: str
    since: Instant
    until: Instant | None = None


KINDS: Mapping[str, type] = {
    "release.media-sealed/1": MediaSealed,
    "release.media-disputed/1": MediaDisputed,
    "release.copy-requested/1": CopyRequested,
    "release.decided/1": CopyDecided,
    "release.sent/1": CopySent,
    "release.received/1": SealedCopyReceived,
    "release.receipt-disputed/1": ReceiptDisputed,
    "release.assurance-given/1": AssuranceGiven,
    "release.assurance-withdrawn/1": AssuranceWithdrawn,
    "release.assurance-demanded/1": AssuranceDemanded,
    "release.demand-withdrawn/1": DemandWithdrawn,
    "release.encryption-key-published/1": EncryptionKeyPublished,
}
