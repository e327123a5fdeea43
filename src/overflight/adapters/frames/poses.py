"""Find camera and pose of a frame: in its own tags, or name what is missing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from overflight.adapters.frames.pictures import FrameFile
from overflight.deadlines import Instant, parse_instant
from overflight.errors import SourceError, UsageError
from overflight.geodesy import Position
from overflight.imagery import UNSTATED, AircraftAngles, Angles, Camera, GimbalAngles, Pose
from overflight.treaty import read_form, read_json

__all__ = ["PoseParts", "camera_of", "instant_of", "parts_of"]

_DIAGONAL_35MM = math.hypot(36.0, 24.0)


@dataclass(frozen=True, slots=True)
class PoseParts:
    """What is known of a pose; a pose needs all of it.

    Args:
        at: Position of the lens.
        height_m: Its height.
        height_system: The surface the height counts from; ``unstated`` where the file is silent.
        angles: The angles under their convention.
        camera: Name of the camera, where an orientation file names one.
    """

    at: Position | None = None
    height_m: float | None = None
    height_system: str = UNSTATED
    angles: Angles | None = None
    camera: str = ""

    def over(self, below: PoseParts) -> PoseParts:
        """Return these parts, with those of another source where this one has nothing."""
        if self.height_m is None:
            lifted = replace(self, height_m=below.height_m, height_system=below.height_system)
        else:
            lifted = self
        return replace(lifted, at=self.at or below.at, angles=self.angles or below.angles)

    def complete(self, where: str) -> Pose:
        """Return the pose.

        Raises:
            SourceError: A part is missing; the error names each one.
        """
        missing = [
            name
            for name, part in (
                ("position (EXIF GPS, or an orientation file)", self.at),
                ("height", self.height_m),
                ("angles (XMP of DJI or senseFly, or an orientation file)", self.angles),
            )
            if part is None
        ]
        if self.at is None or self.height_m is None or self.angles is None:
            raise SourceError(
                "E-FRAME-POSE",
                where=where,
                expected="position, height and angles of the camera",
                found=f"no {', no '.join(missing)}",
                remedy="Give --orientation with a file that names this frame.",
            )
        try:
            return Pose(self.at, self.height_m, self.height_system, self.angles)
        except UsageError as fault:
            raise SourceError(
                fault.code,
                where=f"{where}: {fault.where}",
                expected=fault.expected,
                found=fault.found,
                remedy=fault.remedy,
            ) from fault


def _number(values: Mapping[str, str], name: str) -> float | None:
    try:
        number = float(values.get(name, ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _three(
    values: Mapping[str, str], names: tuple[str, str, str]
) -> tuple[float, float, float] | None:
    first, second, third = (_number(values, name) for name in names)
    if first is None or second is None or third is None:
        return None
    return first, second, third


def _place(lon: float | None, lat: float | None) -> Position | None:
    if lon is None or lat is None or (lon == 0.0 and lat == 0.0):
        return None  # cameras without a fix write zeros
    return Position(lon, lat) if abs(lon) <= 180 and abs(lat) <= 90 else None


def parts_of(frame: FrameFile) -> PoseParts:
    """Return what a frame's own tags say of its pose.

    DJI gives the angles of the gimbal; senseFly those of the aircraft, the camera looking through
    its floor. Of a DJI height the file does not say what it counts from: barometric without RTK,
    ellipsoidal with it.

    Raises:
        SourceError: Our own tags are damaged.
    """
    xmp, exif = frame.xmp, frame.exif
    if "overflight:Pose" in xmp:
        return _own(frame)
    gimbal = _three(xmp, ("dji:GimbalYawDegree", "dji:GimbalPitchDegree", "dji:GimbalRollDegree"))
    body = _three(xmp, ("sensefly:Heading", "sensefly:PitchAngle", "sensefly:RollAngle"))
    base = PoseParts(_place(exif.lon_deg, exif.lat_deg), exif.height_m)
    if gimbal is not None:
        # The maker's own misspelling of longitude is in the files.
        lon = _number(xmp, "dji:GpsLongtitude") or _number(xmp, "dji:GpsLongitude")
        at = _place(lon, _number(xmp, "dji:GpsLatitude"))
        height = _number(xmp, "dji:AbsoluteAltitude")
        return PoseParts(at, height, UNSTATED, GimbalAngles(*gimbal)).over(base)
    if body is not None:
        at = _place(_number(xmp, "sensefly:Longitude"), _number(xmp, "sensefly:Latitude"))
        height = _number(xmp, "sensefly:AltitudeWGS84")
        return PoseParts(at, height, "WGS 84", AircraftAngles(*body)).over(base)
    return base


def _own(frame: FrameFile) -> PoseParts:
    where = f"{frame.mark.name}: overflight:Pose"
    values = read_json(frame.xmp["overflight:Pose"], where=where)
    pose = read_form(Pose, values, where=where)
    return PoseParts(pose.at, pose.height_m, pose.height_system, pose.angles)


def camera_of(frame: FrameFile) -> Camera | None:
    """Return the camera a frame's own tags describe; none where they do not.

    In this order: our own tags; DJI's calibrated focal length in pixels; focal length with the
    resolution of the focal plane; focal length for 35 mm film, which is rounded and tells only
    directions. A picture smaller than its sensor is taken as resampled, not cropped.

    Raises:
        SourceError: Our own tags are damaged.
    """
    size = (frame.size[0], frame.content_rows)
    if "overflight:Camera" in frame.xmp:
        where = f"{frame.mark.name}: overflight:Camera"
        values = read_json(frame.xmp["overflight:Camera"], where=where)
        return read_form(Camera, values, where=where)
    exif = frame.exif
    name = exif.camera or frame.mark.name
    calibrated = _number(frame.xmp, "dji:CalibratedFocalLength")
    if calibrated and calibrated > 0 and exif.sensor_pixels is None and exif.focal_mm:
        middle = _number(frame.xmp, "dji:CalibratedOpticalCenterX")
        width = 2.0 * middle if middle else float(size[0])
        pitch = exif.focal_mm / calibrated * width / size[0]
        return Camera(name, exif.focal_mm, (pitch * size[0], pitch * size[1]), size)
    if exif.focal_mm and exif.sensor_mm and exif.sensor_pixels:
        return Camera(name, exif.focal_mm, exif.sensor_mm, size)
    if exif.focal_35mm:
        scale = _DIAGONAL_35MM / math.hypot(*size)
        return Camera(name, exif.focal_35mm, (size[0] * scale, size[1] * scale), size, nominal=True)
    return None


def instant_of(frame: FrameFile) -> Instant | None:
    """Return the instant of the exposure, if the file states it in UTC.

    Raises:
        SourceError: Our own tags are damaged.
    """
    for name in ("overflight:TakenAt", "sensefly:UTCTime"):
        text = frame.xmp.get(name)
        if text:
            try:
                return parse_instant(text if text.endswith("Z") else f"{text}Z", where=name)
            except UsageError as fault:
                raise SourceError(
                    fault.code,
                    where=f"{frame.mark.name}: {name}",
                    expected=fault.expected,
                    found=fault.found,
                    remedy="Mend the tag, or give the time with --at.",
                ) from fault
    return frame.exif.taken_at
