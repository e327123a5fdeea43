"""What the commands about frames write and read as JSON: published forms."""

from __future__ import annotations

import math
from dataclasses import dataclass

from overflight.deadlines import Instant
from overflight.imagery.annotation import Annotation
from overflight.imagery.camera import Camera
from overflight.imagery.footprint import Footprint
from overflight.imagery.orientation import Pose
from overflight.treaty import Finding, Outcome

__all__ = [
    "AnnotationAnswer",
    "AnnotationFile",
    "CatalogueAnswer",
    "FrameAnswer",
    "GroundAnswer",
    "StripAnswer",
    "ground_answer",
]

_NOTE = "a pixel spacing on level ground, not ground resolution"


@dataclass(frozen=True, slots=True)
class GroundAnswer:
    """What a frame covers; what is not known is left out.

    Args:
        area_m2: Area of the footprint on the ellipsoid.
        gsd_finest_m: Smallest ground sample distance in the frame.
        gsd_coarsest_m: Largest ground sample distance in the frame.
        error_m: Greatest error of a border point, from the heights alone.
        terrain: Who made the heights.
        doubts: What the numbers do not know.
        height_above_ground_m: From the lens to the ground below it.
        gsd_across_m: Ground sample distance in the middle, between columns.
        gsd_along_m: Ground sample distance in the middle, between rows.
        gsd_note: What a ground sample distance is, and what it is not.
    """

    area_m2: float
    gsd_finest_m: float
    gsd_coarsest_m: float
    error_m: float
    terrain: str
    doubts: tuple[str, ...]
    height_above_ground_m: float | None = None
    gsd_across_m: float | None = None
    gsd_along_m: float | None = None
    gsd_note: str = _NOTE


def ground_answer(ground: Footprint) -> GroundAnswer:
    """Return a footprint as it is published, numbers rounded to what they are worth."""

    def known(value: float | None, places: int) -> float | None:
        return round(value, places) if value is not None and math.isfinite(value) else None

    spacing = ground.spacing
    return GroundAnswer(
        area_m2=round(ground.area_m2, 1),
        gsd_finest_m=round(spacing.finest_m, 4),
        gsd_coarsest_m=round(spacing.coarsest_m, 4),
        error_m=round(ground.error_m, 2),
        terrain=ground.source,
        doubts=ground.doubts,
        height_above_ground_m=known(ground.height_above_ground_m, 2),
        gsd_across_m=known(spacing.across_m, 4),
        gsd_along_m=known(spacing.along_m, 4),
    )


@dataclass(frozen=True, slots=True)
class FrameAnswer:
    """A frame file with its camera and pose, and the ground it shows if that was asked.

    Args:
        file: Name of the file.
        sha256: SHA-256 of its bytes, lower-case hex.
        pixels: Columns and rows of the file, margin included.
        simulated: A program rendered it.
        camera: Its camera.
        pose: Where it stood.
        convention: Name of the convention of the angles.
        tilt_deg: Line of sight against straight down.
        taken_at: Instant of the exposure, where the file states it in UTC.
        ground: What it covers.
    """

    file: str
    sha256: str
    pixels: tuple[int, int]
    simulated: bool
    camera: Camera
    pose: Pose
    convention: str
    tilt_deg: float
    taken_at: Instant | None = None
    ground: GroundAnswer | None = None


@dataclass(frozen=True, slots=True)
class AnnotationFile:
    """Annotations as people write them.

    Args:
        annotations: The codes and where they stand.
    """

    annotations: tuple[Annotation, ...]


@dataclass(frozen=True, slots=True)
class AnnotationAnswer:
    """Findings about annotations.

    Args:
        outcome: The gravest.
        annotations: The annotations judged.
        findings: One for each rule that applies to each annotation.
    """

    outcome: Outcome
    annotations: tuple[Annotation, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class StripAnswer:
    """A strip as it was written.

    Args:
        strip: Its id.
        frames: Ids of its frames in order.
        collection_sha256: SHA-256 of its collection file, lower-case hex.
    """

    strip: str
    frames: tuple[str, ...]
    collection_sha256: str


@dataclass(frozen=True, slots=True)
class CatalogueAnswer:
    """A catalogue as it was written.

    Args:
        catalogue: Path of the root file.
        strips: Its strips.
    """

    catalogue: str
    strips: tuple[StripAnswer, ...]
