"""The acts of sealing: hash one's own copy, compare with the other side, publish one's key."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from overflight.desk.held.as_of import fold_as_of
from overflight.desk.ports import Signer
from overflight.desk.record import Desk, read_facts, say
from overflight.desk.release.cases import flown_flight, no_flight
from overflight.errors import UsageError
from overflight.record import Reference
from overflight.release import (
    Comparison,
    Difference,
    EncryptionKeyPublished,
    MediaDisputed,
    MediaManifest,
    MediaSealed,
    Releases,
    compare_manifests,
    recipient_key,
)

__all__ = ["Medium", "compare_seals", "publish_key", "seal"]

_LINES_BYTES = 30_000  # of differing lines in a statement; the manifests hold them all


@dataclass(frozen=True, slots=True)
class Medium:
    """A medium that came off the aircraft.

    Args:
        flight: Mission key.
        name: Name of the medium, the same on both sides.
    """

    flight: str
    name: str


def publish_key(desk: Desk, signer: Signer, recipient: str) -> Reference:
    """Say to which key copies for one's own party shall be sealed.

    Args:
        desk: Record, clock and ids.
        signer: An author key.
        recipient: The age recipient, ``age1...``.

    Raises:
        SourceError: It is no X25519 recipient.
    """
    recipient_key(recipient)
    return say(desk, signer, EncryptionKeyPublished(recipient, desk.clock.now()))


def seal(
    desk: Desk, signer: Signer, medium: Medium, manifest: MediaManifest, *, anyway: bool = False
) -> Reference:
    """Say the seal of one's own copy of a medium, hashed on one's own machine.

    Args:
        desk: Record, clock and ids.
        signer: An author key.
        medium: The medium; a slip in its name stays on the record for ever.
        manifest: Its manifest; both sides seal without labels, or with the very same.
        anyway: Seal under a name that the other side has not used for this flight.

    Raises:
        UsageError: Nobody gave notice of the flight; or others sealed media of this flight, none of
            this name.

    Treaty: art.IX.I.3 (DAT-2).
    """
    said = read_facts(desk.records)
    if flown_flight(fold_as_of(said, source="record"), medium.flight, desk.clock.now()) is None:
        raise no_flight(medium.flight)
    others = Releases.of(said).media_of(medium.flight, but=signer.party)
    if others and medium.name not in others and not anyway:
        raise UsageError(
            "E-MEDIUM",
            where=f"{medium.flight} {medium.name}",
            expected=f"a medium as the other side names it: {', '.join(others)}",
            found=medium.name,
            remedy="Correct the name; or add --anyway if this is another medium.",
        )
    fact = MediaSealed(
        medium.flight, medium.name, manifest.root, manifest.count, manifest.total_bytes
    )
    return say(desk, signer, fact)


def compare_seals(
    desk: Desk, signer: Signer, medium: Medium, ours: MediaManifest, theirs: MediaManifest
) -> tuple[Comparison, Reference | None]:
    """Compare one's own manifest with the other side's, and say the dispute if they differ.

    Returns:
        The comparison; and where the dispute stands, or nothing where both hold the same bytes.

    Raises:
        UsageError: A manifest is not the one its side sealed on the record.

    Treaty: art.IX.I.3 (DAT-2).
    """
    releases = Releases.of(read_facts(desk.records))
    seals = releases.seals_of(medium.flight, medium.name)
    own = {s.root for s in seals if s.party == signer.party}
    other = {s.root for s in seals if s.party != signer.party}
    if ours.root not in own or theirs.root not in other:
        raise UsageError(
            "E-SEAL",
            where=f"{medium.flight} {medium.name}",
            expected="the manifests whose roots both sides have sealed on the record",
            found=f"{ours.root} and {theirs.root}",
            remedy="Seal first on both sides, then compare the same manifests.",
        )
    comparison = compare_manifests(ours, theirs)
    if comparison.sealed:
        return comparison, None
    fact = MediaDisputed(
        medium.flight,
        medium.name,
        comparison.ours,
        comparison.theirs,
        len(comparison.differences),
        _first_lines(comparison.differences),
    )
    refs = tuple(
        s.ref
        for s in releases.seals
        if (s.fact.flight, s.fact.medium) == (medium.flight, medium.name)
    )
    return comparison, say(desk, signer, fact, re=refs[-40:])


def _first_lines(lines: tuple[Difference, ...]) -> tuple[Difference, ...]:
    """Return as many differing lines as a statement can hold, quotes escaped."""
    sizes = (2 * len(f"{d.name}{d.ours}{d.theirs}".encode()) for d in lines)
    return tuple(
        line for line, total in zip(lines, accumulate(sizes), strict=True) if total <= _LINES_BYTES
    )
