"""What the record says of frames and strips, folded to one state."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from overflight.imagery.facts import Fact, FrameCatalogued, StripCatalogued
from overflight.record import Said, in_order_made

__all__ = ["Catalogue", "catalogue"]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Frames and strips of all missions, as recorded.

    Args:
        frames: What was first said of each frame, by mission and frame id.
        strips: What was first said of each strip, by mission and strip id.
        disputed: Mission and id of what was said twice in different words; the first stands until
            the parties agree, and nothing is settled here.
    """

    frames: Mapping[tuple[str, str], Said[FrameCatalogued]]
    strips: Mapping[tuple[str, str], Said[StripCatalogued]]
    disputed: tuple[tuple[str, str], ...] = ()

    def of_strip(self, mission: str, strip: str) -> tuple[Said[FrameCatalogued], ...]:
        """Return the frames of a strip in the order of the record."""
        return tuple(
            said
            for (key, _), said in self.frames.items()
            if key == mission and said.fact.strip == strip
        )

    def missing(self, mission: str, strip: str) -> tuple[str, ...]:
        """Return the ids a strip names for which no frame was entered."""
        said = self.strips.get((mission, strip))
        named = said.fact.frames if said else ()
        return tuple(frame for frame in named if (mission, frame) not in self.frames)


def catalogue(said: Iterable[Said[Fact]]) -> Catalogue:
    """Fold the facts of this chapter.

    What was entered first stands; another entry of the same name makes it disputed. First is what
    was made first, by the place in its log and by what mirrors prove, not by what it claims.

    Args:
        said: Statements in any order.
    """
    frames: dict[tuple[str, str], Said[FrameCatalogued]] = {}
    strips: dict[tuple[str, str], Said[StripCatalogued]] = {}
    disputed: dict[tuple[str, str], None] = {}
    for one in in_order_made(said):
        fact = one.fact
        if isinstance(fact, FrameCatalogued):
            key = (fact.mission, fact.frame)
            first = frames.setdefault(key, Said(fact, one.party, one.time, one.ref, one.re)).fact
            if first != fact:
                disputed[key] = None
        else:
            key = (fact.mission, fact.strip)
            strip = strips.setdefault(key, Said(fact, one.party, one.time, one.ref, one.re)).fact
            if strip != fact:
                disputed[key] = None
    return Catalogue(frames, strips, tuple(disputed))
