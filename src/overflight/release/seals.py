"""Compare what the two sides sealed: the same bytes, or the lines that differ.

Labels say what a person calls a file; they are no bytes of it. A difference of labels alone is told
and is no dispute.
"""

from __future__ import annotations

from dataclasses import dataclass

from overflight.release.manifest import MediaFile, MediaManifest

__all__ = ["Comparison", "Difference", "compare_manifests"]


@dataclass(frozen=True, slots=True)
class Difference:
    """One file on which two manifests differ.

    Args:
        name: Name of the file.
        ours: Its line in our manifest; none where we do not have it.
        theirs: Its line in theirs; none where they do not have it.
    """

    name: str
    ours: str | None = None
    theirs: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two manifests of one medium side by side.

    Args:
        ours: Root of our manifest.
        theirs: Root of theirs.
        differences: Files whose bytes differ, or that one side does not have, by name; none where
            both hold the same bytes.
        labels: Files of the same bytes to which the sides give different labels, by name.
    """

    ours: str
    theirs: str
    differences: tuple[Difference, ...]
    labels: tuple[Difference, ...] = ()

    @property
    def sealed(self) -> bool:
        """Return whether both sides hold the same bytes."""
        return not self.differences


def compare_manifests(ours: MediaManifest, theirs: MediaManifest) -> Comparison:
    """Return whether two manifests name the same bytes, with every line on which they differ.

    Treaty: serves art.IX.I.3 (seal in the presence of both), DAT-2.
    """
    mine = {file.name: file for file in ours.files}
    other = {file.name: file for file in theirs.files}
    names = sorted(mine.keys() | other.keys(), key=str.encode)
    pairs = [(name, mine.get(name), other.get(name)) for name in names]
    return Comparison(
        ours.root,
        theirs.root,
        tuple(_difference(*pair) for pair in pairs if not _same_bytes(*pair[1:])),
        tuple(
            _difference(*pair) for pair in pairs if _same_bytes(*pair[1:]) and pair[1] != pair[2]
        ),
    )


def _same_bytes(ours: MediaFile | None, theirs: MediaFile | None) -> bool:
    """Return whether both sides have the file with equal hashes and length."""
    if ours is None or theirs is None:
        return False
    mine, other = ((file.sha256, file.chunk_root, file.size) for file in (ours, theirs))
    return mine == other


def _difference(name: str, ours: MediaFile | None, theirs: MediaFile | None) -> Difference:
    mine, other = (None if file is None else file.line.decode() for file in (ours, theirs))
    return Difference(name, mine, other)
