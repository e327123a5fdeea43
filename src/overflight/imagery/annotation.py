"""Annotate sensor data as Annex B, Section II asks.

An annotation stands somewhere (the start of a medium, an event of the flight, a frame, a radar
measurement) and holds codes by field; ``annotation_rules`` checks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from overflight.deadlines import Instant
from overflight.geodesy import Position
from overflight.imagery.annotation_codes import (
    format_heading,
    format_height,
    format_location,
    format_minute,
    format_sided,
)
from overflight.sensors import SensorCategory
from overflight.treaty import Quantity

__all__ = [
    "Annotation",
    "Due",
    "Measured",
    "Occasion",
    "annotate_event",
    "annotate_frame",
    "annotate_medium",
    "required_items",
]


class Occasion(StrEnum):
    """Where an annotation stands."""

    MEDIUM = "medium"  # roll leader or start of another medium: annex.B.II.1
    EVENT = "event"  # start of an observation period, significant change: annex.B.II.2
    FRAME = "frame"  # every frame of an optical camera: annex.B.II.2.A.2
    MEASUREMENT = "measurement"  # every measurement of a radar: annex.B.II.2.C.2


@dataclass(frozen=True, slots=True)
class Annotation:
    """The codes that stand in one place.

    Args:
        subject: What it annotates, for people: ``frame 12``, ``leader of roll 1``.
        occasion: Where it stands.
        category: Category of the sensor.
        codes: Code by field of Annex B, Appendix 1.
    """

    subject: str
    occasion: Occasion
    category: SensorCategory
    codes: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured where an annotation stands, as far as it is known.

    Args:
        at: Instant.
        location: Position of the aircraft.
        true_heading_deg: Clockwise from true north.
        tilt: Line of sight against straight down, in degrees, with its error.
        quota_year: Calendar year of the active quota the flight counts against.
    """

    at: Instant | None = None
    location: Position | None = None
    true_heading_deg: float | None = None
    tilt: Quantity | None = None
    quota_year: int | None = None


_PLACE = ("height_agl", "location", "true_heading")
_LEADER = ("flight_ref", "datetime", "sensor_desc", "sensor_config")
_SWATH = ("look_down", "swath_width", "polarisations")


@dataclass(frozen=True, slots=True)
class Due:
    """The items one rule asks for.

    Args:
        rule: Rule id.
        provision: Where the items are listed.
        items: Fields of Annex B, Appendix 1.
    """

    rule: str
    provision: str
    items: tuple[str, ...]


_DUE: Mapping[tuple[Occasion, str], Due] = {
    (Occasion.MEDIUM, "optical"): Due("ANN-1", "annex.B.II.1", (*_LEADER, "focal_length")),
    (Occasion.MEDIUM, "scanning"): Due("ANN-1", "annex.B.II.1", _LEADER),
    (Occasion.MEDIUM, "radar"): Due("ANN-1", "annex.B.II.1", _LEADER),
    (Occasion.EVENT, "optical"): Due("ANN-2", "annex.B.II.2.A.1", (*_PLACE, "scan_angle")),
    (Occasion.FRAME, "optical"): Due("ANN-3", "annex.B.II.2.A.2", ("frame_no", "datetime", "roll")),
    (Occasion.EVENT, "scanning"): Due(
        "ANN-4", "annex.B.II.2.B", ("datetime", *_PLACE, "scan_angle")
    ),
    (Occasion.EVENT, "radar"): Due("ANN-5", "annex.B.II.2.C.1", ("datetime", *_PLACE, *_SWATH)),
    (Occasion.MEASUREMENT, "radar"): Due(
        "ANN-5", "annex.B.II.2.C.2", ("groundspeed", "drift", "pitch", "roll")
    ),
}

_FAMILY: Mapping[SensorCategory, str] = {
    SensorCategory.OPTICAL_PANORAMIC: "optical",
    SensorCategory.OPTICAL_FRAMING: "optical",
    SensorCategory.VIDEO: "scanning",
    SensorCategory.INFRA_RED: "scanning",
    SensorCategory.RADAR: "radar",
}


def required_items(occasion: Occasion, category: SensorCategory) -> Due | None:
    """Return what is due where an annotation stands; none where the text asks for nothing.

    Treaty: annex.B.II.1 and annex.B.II.2 (ANN-1 to ANN-5).
    """
    return _DUE.get((occasion, _FAMILY[category]))


def annotate_medium(
    subject: str, category: SensorCategory, codes: Mapping[str, str], at: Instant
) -> Annotation:
    """Return the annotation of a roll leader or the start of another medium.

    Args:
        subject: What it annotates.
        category: Category of the sensor.
        codes: ``flight_ref``, ``sensor_desc``, ``sensor_config`` and ``focal_length`` if any.
        at: Instant; its day is written.

    Treaty: annex.B.II.1.
    """
    dated = {**codes, "datetime": format_minute(at)[:10]}
    return Annotation(subject, Occasion.MEDIUM, category, dated)


def annotate_event(
    subject: str,
    category: SensorCategory,
    measured: Measured,
    height_agl_m: float,
    more: Mapping[str, str],
) -> Annotation:
    """Return the annotation of an event: the start of an observation period or a change.

    Args:
        subject: What it annotates.
        category: Category of the sensor.
        measured: Instant, place and heading; what is none is left out, and then missed.
        height_agl_m: Average height above ground in metres.
        more: Further codes: ``scan_angle``, or those of a radar.

    Treaty: annex.B.II.2.
    """
    codes = {"height_agl": format_height(height_agl_m), **more}
    if measured.at is not None:
        codes["datetime"] = format_minute(measured.at)
    if measured.location is not None:
        codes["location"] = format_location(measured.location)
    if measured.true_heading_deg is not None:
        codes["true_heading"] = format_heading(measured.true_heading_deg)
    return Annotation(subject, Occasion.EVENT, category, codes)


def annotate_frame(
    number: int, category: SensorCategory, at: Instant | None, roll_deg: float | None
) -> Annotation:
    """Return the annotation of a frame: number, time and roll.

    Args:
        number: Number of the frame in its magazine, from 1.
        category: Category of the sensor.
        at: Instant of the exposure; none is left out, and then missed.
        roll_deg: Roll, positive to the right; none is left out.

    Treaty: annex.B.II.2.A.2.
    """
    codes = {"frame_no": str(number)}
    if at is not None:
        codes["datetime"] = format_minute(at)
    if roll_deg is not None:
        codes["roll"] = format_sided(roll_deg, "LR")
    return Annotation(f"frame {number}", Occasion.FRAME, category, codes)
