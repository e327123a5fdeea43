"""Enter frames and strips in the record: all of a strip, or nothing."""

from __future__ import annotations

from collections.abc import Sequence

from overflight.desk.ports import Signer
from overflight.desk.record import Desk, Draft, read_facts, say_all
from overflight.errors import UsageError
from overflight.imagery import (
    CataloguedFrame,
    FrameCatalogued,
    StripCatalogued,
    as_fact,
    catalogue,
)
from overflight.record import Reference, facts_of
from overflight.treaty import Finding, Outcome, Refusal

__all__ = ["catalogue_strip"]


def catalogue_strip(
    desk: Desk,
    signer: Signer,
    frames: Sequence[CataloguedFrame],
    *,
    collection_sha256: str,
    re: tuple[Reference, ...] = (),
) -> tuple[Reference, ...] | Refusal:
    """Enter the frames of one strip and the strip itself.

    Args:
        desk: Record, clock and ids.
        signer: An author key of the party that catalogues.
        frames: The frames of one strip of one mission, in the order they were taken.
        collection_sha256: SHA-256 of the strip's STAC collection file, lower-case hex.
        re: Statements it answers, for example the seal of the medium.

    Returns:
        Where the statements stand, frames first; or a refusal where the record already says
        something else of a frame: what was said is not overwritten.

    Raises:
        UsageError: There is no frame, or they are of several strips.
    """
    strips = {(frame.mission, frame.strip, frame.sensor) for frame in frames}
    if len(strips) != 1:
        raise UsageError(
            "E-STRIP",
            where="frames",
            expected="frames of one mission, strip and sensor",
            found=", ".join("/".join(strip) for strip in sorted(strips)) or "no frame",
            remedy="Enter each strip by itself.",
        )
    facts = [as_fact(frame) for frame in frames]
    mission, strip, sensor = next(iter(strips))
    whole = StripCatalogued(
        mission=mission,
        strip=strip,
        sensor=sensor,
        frames=tuple(frame.frame for frame in frames),
        catalogue_sha256=collection_sha256,
        simulated=any(frame.simulated for frame in frames),
    )
    clashes = _clashes(desk, facts, whole)
    if clashes:
        return Refusal("catalogue strip", clashes)
    return say_all(desk, signer, [Draft(fact, re=re) for fact in (*facts, whole)])


def _clashes(
    desk: Desk, facts: Sequence[FrameCatalogued], strip: StripCatalogued
) -> tuple[Finding, ...]:
    """Return a finding for each thing the record already says otherwise."""
    said = read_facts(desk.records, kinds={FrameCatalogued, StripCatalogued})
    known = catalogue((*facts_of(said, FrameCatalogued), *facts_of(said, StripCatalogued)))
    found = [
        f"frame {fact.frame}"
        for fact in facts
        if (held := known.frames.get((fact.mission, fact.frame))) and held.fact != fact
    ]
    held_strip = known.strips.get((strip.mission, strip.strip))
    if held_strip and held_strip.fact != strip:
        found.append(f"strip {strip.strip}")
    return tuple(
        Finding(
            "ANN-11",
            "annex.B-1.16",
            Outcome.BROKEN,
            f"The record already holds {what} of {strip.mission} in other words.",
            consequence="the act is refused; give the new one an id of its own",
        )
        for what in found
    )
