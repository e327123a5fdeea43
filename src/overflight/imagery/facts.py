"""The facts of this chapter: frames and strips entered in the catalogue.

Statement bodies hold no floats: degrees and metres are decimals, written as strings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from overflight.deadlines import Instant

__all__ = ["KINDS", "Corner", "Fact", "FrameCatalogued", "StripCatalogued"]


@dataclass(frozen=True, slots=True)
class Corner:
    """A point of a footprint.

    Args:
        lon_deg: Longitude in degrees on WGS 84, 7 decimals (1 cm).
        lat_deg: Latitude in degrees on WGS 84, 7 decimals.
    """

    lon_deg: Decimal
    lat_deg: Decimal


@dataclass(frozen=True, slots=True)
class FrameCatalogued:
    """A frame was entered in the catalogue.

    Args:
        mission: Mission key (``2003-OS3001``).
        strip: Id of the strip it belongs to.
        frame: Id of the frame, unique in the mission.
        sensor: Id of the sensor.
        sha256: SHA-256 of the frame's file as sealed, lower-case hex.
        name: Name of that file.
        taken_at: Instant of the exposure; none where the frame states none.
        footprint: Ring of the footprint, not repeated at the end.
        finest_gsd_m: Smallest ground sample distance in the frame: a pixel spacing, not ground
            resolution.
        coarsest_gsd_m: Largest ground sample distance in the frame.
        footprint_error_m: Greatest error of a footprint point that is known.
        terrain: Source of the heights the footprint stands on.
        simulated: The frame was rendered by a program, not taken by a camera.
    """

    mission: str
    strip: str
    frame: str
    sensor: str
    sha256: str
    name: str
    footprint: tuple[Corner, ...]
    finest_gsd_m: Decimal
    coarsest_gsd_m: Decimal
    footprint_error_m: Decimal
    terrain: str
    simulated: bool
    taken_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class StripCatalogued:
    """A strip, the frames one sensor took along one part of the route, was entered.

    Args:
        mission: Mission key.
        strip: Id of the strip, unique in the mission.
        sensor: Id of the sensor.
        frames: Ids of its frames in the order they were taken.
        catalogue_sha256: SHA-256 of the strip's STAC collection file, lower-case hex.
        simulated: Its frames were rendered by a program.
    """

    mission: str
    strip: str
    sensor: str
    frames: tuple[str, ...]
    catalogue_sha256: str
    simulated: bool


Fact = FrameCatalogued | StripCatalogued

KINDS: Mapping[str, type] = {
    "imagery.frame-catalogued/1": FrameCatalogued,
    "imagery.strip-catalogued/1": StripCatalogued,
}
