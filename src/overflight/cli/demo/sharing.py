"""Seal, request, decide, send, receive: the imagery reaches one party, and the loop closes."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from overflight.cli.demo.pictures import Strip
from overflight.cli.demo.stage import Stage, checked
from overflight.cli.demo.story import (
    AT,
    MEDIUM,
    MISSION,
    OBSERVED,
    OBSERVING,
    REQUESTER,
    SENSOR,
)

if TYPE_CHECKING:
    from overflight.deadlines import Instant
    from overflight.desk import Decided
    from overflight.record import Reference
    from overflight.release import MediaManifest

__all__ = ["Shared", "seal", "share"]


@dataclass(frozen=True, slots=True)
class Shared:
    """What became of the imagery.

    Args:
        manifest: Manifest of the sealed medium.
        seals: Where each side's seal stands.
        decided: The decision on the request.
        ciphertext: SHA-256 of the age file.
        requested_at: When the copy was asked for.
        received: The recipient held it whole.
    """

    manifest: MediaManifest
    seals: tuple[Reference, Reference]
    decided: Decided
    ciphertext: str
    requested_at: Instant
    received: bool


def seal(stage: Stage, strip: Strip, at: Instant) -> tuple[MediaManifest, tuple[Reference, ...]]:
    """Let each side hash its own copy of the medium, without labels, and say the root."""
    from overflight.adapters.parcels.media import seal_folder
    from overflight.desk import Medium, compare_seals
    from overflight.desk import seal as say_seal

    copies = stage.out / "copies"
    medium = Medium(MISSION, MEDIUM)
    manifests, refs = [], []
    for minutes, party in enumerate((OBSERVING, OBSERVED)):
        copy = copies / party
        shutil.copytree(strip.folder, copy)
        manifests.append(seal_folder(copy))
        stage.clock.set(at + timedelta(minutes=minutes))
        refs.append(say_seal(stage.record.desk, stage.signer(party), medium, manifests[-1]))
    ours, theirs = manifests
    comparison, dispute = compare_seals(
        stage.record.desk, stage.signer(OBSERVING), medium, ours, theirs
    )
    (stage.out / "medium.manifest").write_bytes(ours.to_bytes())
    state = "sealed" if comparison.sealed and dispute is None else "IN DISPUTE"
    stage.tell(f"{ours.count} files {state}: both sides computed {ours.code}")
    return ours, tuple(refs)


def share(stage: Stage, strip: Strip, report_sent: Instant) -> Shared:
    """Seal, let another Party ask for a copy, decide, send and receive it."""
    from overflight.adapters.parcels.packages import seal_package
    from overflight.adapters.parcels.parcels import AgeParcel, parcel_note
    from overflight.desk import decide_release, publish_key, receive, request_copy, send
    from overflight.release import CopyRequested

    manifest, seals = seal(stage, strip, report_sent + timedelta(hours=1))
    desk, by = stage.record.desk, stage.signer
    identity = _identity()
    stage.clock.set(report_sent + timedelta(days=2))
    publish_key(desk, by(REQUESTER), identity[1])
    asked_at = report_sent + timedelta(days=2, hours=1)
    stage.clock.set(asked_at)
    asked = checked(
        request_copy(
            desk,
            by(REQUESTER),
            CopyRequested(
                MISSION,
                OBSERVING,
                OBSERVED,
                AT["commencement"].date(),
                SENSOR,
                tuple(frame.frame for frame in strip.frames),
                "first-generation duplicate, digital files",
                (OBSERVING, OBSERVED),
            ),
        )
    )
    stage.clock.set(asked_at + timedelta(days=1))
    decided = checked(decide_release(desk, by(OBSERVING), asked, MEDIUM))
    parcel = stage.out / f"{MISSION}-for-{REQUESTER}.age"
    package = seal_package(
        manifest, stage.out / "copies" / OBSERVING, identity[1], parcel, sealed=manifest
    )
    stage.clock.set(asked_at + timedelta(days=1, hours=1))
    note = parcel_note(package, manifest, manifest)
    sent = checked(send(desk, by(OBSERVING), decided.ref, note))
    stage.clock.set(asked_at + timedelta(days=2))
    opened = stage.out / "received" / REQUESTER
    opened.parent.mkdir()
    receipt = receive(desk, by(REQUESTER), sent, AgeParcel(parcel, identity[0], opened))
    (stage.out / f"{REQUESTER}-identity.txt").write_text(identity[0] + "\n")
    whole = "received whole" if receipt.whole else "DISPUTED"
    stage.tell(
        f"{REQUESTER} asked, {decided.entitlement.outcome.value} (art.IX.IV.1); one age file for"
        f" one party, {package.size / 1e6:.1f} MB; {whole}"
    )
    first, second = seals
    return Shared(manifest, (first, second), decided, package.sha256, asked_at, receipt.whole)


def _identity() -> tuple[str, str]:
    """Return a fresh age key of the recipient: secret and public."""
    from pyrage import x25519

    key = x25519.Identity.generate()
    return str(key), str(key.to_public())
