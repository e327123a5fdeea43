"""Compare what the two sides sealed: equal, or the lines that differ."""

from __future__ import annotations

from dataclasses import dataclass

from overflight.release.manifest import MediaManifest

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
        differences: Files on which they differ, by name; none when the medium is sealed.
    """

    ours: str
    theirs: str
    differences: tuple[Difference, ...]

    @property
    def sealed(self) -> bool:
        """Return whether both sides hold the same bytes."""
        return self.ours == self.theirs


def compare_manifests(ours: MediaManifest, theirs: MediaManifest) -> Comparison:
    """Return whether two manifests agree, with every line on which they do not.

    Treaty: serves art.IX.I.3 (seal in the presence of both), DAT-2.
    """
    mine = {file.name: file.line.decode() for file in ours.files}
    other = {file.name: file.line.decode() for file in theirs.files}
    names = sorted(mine.keys() | other.keys(), key=str.encode)
    return Comparison(
        ours.root,
        theirs.root,
        tuple(
            Difference(name, mine.get(name), other.get(name))
            for name in names
            if mine.get(name) != other.get(name)
        ),
    )
