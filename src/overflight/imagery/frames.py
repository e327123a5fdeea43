"""A frame as the catalogue knows it: file, camera, pose, ground, annotation."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from overflight.deadlines import Instant
from overflight.errors import UsageError
from overflight.geodesy import Position
from overflight.imagery.camera import Camera
from overflight.imagery.facts import Corner, FrameCatalogued
from overflight.imagery.footprint import Footprint
from overflight.imagery.orientation import Pose

__all__ = ["CataloguedFrame", "FileMark", "as_fact", "decimal"]

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,99}", re.ASCII)


@dataclass(frozen=True, slots=True)
class FileMark:
    """A file by its name, size and hash.

    Args:
        name: File name without folder.
        sha256: SHA-256 of its bytes, lower-case hex.
        size_bytes: Its length.
    """

    name: str
    sha256: str
    size_bytes: int


@dataclass(frozen=True, slots=True)
class CataloguedFrame:
    """A frame ready for the catalogue.

    Args:
        frame: Id of the frame, unique in the mission; a file name is made of it.
        mission: Mission key (``2003-OS3001``).
        strip: Id of the strip; a folder name is made of it.
        sensor: Id of the sensor.
        original: The file as it came off the aircraft.
        taken_at: Instant of the exposure.
        camera: The camera.
        pose: Where it stood and how it was turned.
        footprint: The ground it shows.
        simulated: Rendered by a program, not taken by a camera.
        annotation: Codes of Annex B, Appendix 1, by field.

    Raises:
        UsageError: An id holds more than letters, digits, dot, dash and underscore.
    """

    frame: str
    mission: str
    strip: str
    sensor: str
    original: FileMark
    taken_at: Instant
    camera: Camera
    pose: Pose
    footprint: Footprint
    simulated: bool
    annotation: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for where, name in (("frame", self.frame), ("strip", self.strip)):
            if not _NAME.fullmatch(name):
                raise UsageError(
                    "E-FRAME-ID",
                    where=where,
                    expected="letters, digits, dot, dash and underscore, at most 100",
                    found=name,
                    remedy="Choose an id that can be a file name everywhere.",
                )


def decimal(value: float, places: int) -> Decimal:
    """Return a number as a decimal with a fixed number of places, as facts hold them."""
    return Decimal(f"{value:.{places}f}")


def _corner(at: Position) -> Corner:
    return Corner(decimal(at.lon_deg, 7), decimal(at.lat_deg, 7))


def as_fact(frame: CataloguedFrame) -> FrameCatalogued:
    """Return the fact that enters a frame in the record."""
    ground = frame.footprint
    return FrameCatalogued(
        mission=frame.mission,
        strip=frame.strip,
        frame=frame.frame,
        sensor=frame.sensor,
        sha256=frame.original.sha256,
        name=frame.original.name,
        footprint=tuple(_corner(at) for at in ground.ring),
        finest_gsd_m=decimal(ground.spacing.finest_m, 4),
        coarsest_gsd_m=decimal(ground.spacing.coarsest_m, 4),
        footprint_error_m=decimal(ground.error_m, 2),
        terrain=ground.source,
        simulated=frame.simulated,
        taken_at=frame.taken_at,
    )
