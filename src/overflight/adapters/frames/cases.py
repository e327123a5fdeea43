"""Put a frame file together with what other files and the user say of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from overflight.adapters.frames.cameras import fit, read_camera
from overflight.adapters.frames.orientation_files import Hints, Orientations, read_orientations
from overflight.adapters.frames.pictures import FrameFile, open_frame
from overflight.adapters.frames.poses import camera_of, instant_of, parts_of
from overflight.deadlines import Instant
from overflight.errors import SourceError
from overflight.imagery import UNSTATED, Camera, Pose

__all__ = ["FrameCase", "Told", "frame_case", "told"]


@dataclass(frozen=True, slots=True)
class Told:
    """What is known beside the frames themselves.

    Args:
        orientations: Poses from an orientation file.
        camera: Camera from a camera file.
        hints: What the user said.
    """

    orientations: Orientations = field(default_factory=lambda: Orientations({}, ""))
    camera: Camera | None = None
    hints: Hints = field(default_factory=Hints)


@dataclass(frozen=True, slots=True)
class FrameCase:
    """A frame file with its camera, pose and time.

    Args:
        file: The file.
        camera: Its camera.
        pose: Where it stood.
        taken_at: Instant of the exposure; none where no file states it in UTC.
    """

    file: FrameFile
    camera: Camera
    pose: Pose
    taken_at: Instant | None


def told(orientation: Path | None, camera: Path | None, hints: Hints) -> Told:
    """Read the files beside the frames.

    Args:
        orientation: Orientation file, if any.
        camera: Camera file, if any.
        hints: What the user said.

    Raises:
        SourceError: A file is not what it claims.
    """
    return Told(
        read_orientations(orientation, hints) if orientation else Orientations({}, ""),
        read_camera(camera) if camera else None,
        hints,
    )


def frame_case(path: Path, known: Told) -> FrameCase:
    """Return a frame with its camera and pose: files beside it first, then its own tags.

    Raises:
        SourceError: The file is no frame, or camera or pose are missing; the error names the parts.
    """
    file = open_frame(path)
    name = file.mark.name
    given = known.orientations.of(name)
    parts = given.over(parts_of(file))
    if parts.height_system == UNSTATED and known.hints.height_system:
        parts = replace(parts, height_system=known.hints.height_system)
    camera = known.camera or known.orientations.cameras.get(given.camera) or camera_of(file)
    pose = parts.complete(name)
    if camera is None:
        raise SourceError(
            "E-FRAME-CAMERA",
            where=name,
            expected="focal length and sensor in EXIF, or a camera file",
            found="neither",
            remedy="Give --camera with the calibration of this camera.",
        )
    fitted = fit(camera, (file.size[0], file.content_rows), name)
    return FrameCase(file, fitted, pose, instant_of(file))
