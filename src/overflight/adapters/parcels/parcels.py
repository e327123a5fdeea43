"""Parcels as the desk sends and receives them: age packages with their keys."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from overflight.adapters.parcels.age_format import read_header
from overflight.adapters.parcels.packages import Package, hash_package, open_package
from overflight.desk import ParcelContents, ParcelMeasure, ParcelNote
from overflight.errors import SourceError
from overflight.release import MediaManifest

__all__ = ["AgeParcel", "parcel_note"]


@dataclass(frozen=True, slots=True)
class AgeParcel:
    """A parcel that arrived, as the desk receives it.

    Args:
        path: The age file.
        identity: ``AGE-SECRET-KEY-1...``.
        out: The folder to unpack into; it must not exist.
    """

    path: Path
    identity: str
    out: Path

    def measure(self) -> ParcelMeasure:
        """Hash the file and read its header; one that cannot be read has no stanzas."""
        sha256, size, head = hash_package(self.path)
        try:
            stanzas = read_header(head, where=self.path.name).stanzas
        except SourceError:
            stanzas = ()
        return ParcelMeasure(sha256, size, head, stanzas)

    def open(self) -> ParcelContents:
        """Open and unpack it, whole or not at all."""
        opened = open_package(self.path, self.identity, self.out)
        root = opened.sealed.root if opened.sealed else ""
        return ParcelContents(opened.manifest, root, opened.strangers)

    def discard(self) -> None:
        """Remove what was unpacked."""
        shutil.rmtree(self.out)


def parcel_note(package: Package, manifest: MediaManifest, sealed: MediaManifest) -> ParcelNote:
    """Return what the sender says of a package it has written."""
    return ParcelNote(
        package.sha256,
        package.size,
        package.header.raw,
        package.header.stanzas,
        manifest.root,
        sealed.root,
    )
