"""Facts of the examinations: what was brought aboard, flown, read in the images (Annex D, II, III).

Annex F lets an inspection before a flight be done with the same equipment, so its lists stand here
too.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from overflight.deadlines import Instant
from overflight.sensors.facts import CertificationFact, Count, SensorFact, Size

__all__ = [
    "BarGroup",
    "BarRead",
    "Brought",
    "Direction",
    "EquipmentListed",
    "FlightLine",
    "GroundExamined",
    "InFlightExamined",
    "Inspecting",
    "MethodAdopted",
    "ResolutionRead",
    "TargetDescribed",
    "TargetPass",
]


class Inspecting(StrEnum):
    """Who brings equipment aboard, and when."""

    PARTICIPANT = "participant in a certification"
    OBSERVED = "observed Party, aircraft of the observing Party"
    OBSERVING = "observing Party, aircraft of the observed Party"


@dataclass(frozen=True, slots=True)
class Brought:
    """An item of equipment.

    Args:
        name: What it is.
        kind: ``video-camera``, ``audio-recorder``, ``computer``, ``borescope`` and so on.
        approved: The side whose aircraft it is approved it.
    """

    name: str
    kind: str
    approved: bool = False


@dataclass(frozen=True, slots=True)
class EquipmentListed(SensorFact):
    """The list of equipment for an examination or a pre-flight inspection was handed over.

    Args:
        inspecting: Who brings it.
        items: The items.
        certification: Key of the certification, if it is one.
        mission: Mission key, if it is a pre-flight inspection.
        inventory_before: The joint inventory was made before.
        inventory_after: The inventory after it found everything gone.

    Treaty: annex.D.II.5, annex.D.II.6, annex.D.II.14, annex.F.I.6, annex.F.I.7, annex.F.II.6.
    """

    inspecting: Inspecting
    items: tuple[Brought, ...]
    certification: str = ""
    mission: str = ""
    inventory_before: bool | None = None
    inventory_after: bool | None = None


@dataclass(frozen=True, slots=True)
class GroundExamined(CertificationFact):
    """A period of the ground examination; ``at`` is its end.

    Args:
        started_at: Its start.
        by: Codes of the States Parties that examined.
        aircraft: Which of several aircraft.
        jointly: They examined as one; else each by itself.
        approved: The certifying Party approved separate examinations at one time.
        people: How many people examined at one time; none where nobody said.
        people_set: How many the certifying Party set; none where it set no number.

    Treaty: annex.D.II.1, annex.D.II.2.
    """

    started_at: Instant
    by: tuple[str, ...] = ()
    aircraft: str = ""
    jointly: bool = True
    approved: bool = False
    people: Count | None = None
    people_set: Count | None = None


class FlightLine(StrEnum):
    """How a pass lay to its target (annex.D-1.II)."""

    OVER = "over and parallel"
    BESIDE = "parallel, target in the foreground"
    ARRAY = "to the side of the array"
    OTHER = "none of these"


@dataclass(frozen=True, slots=True)
class TargetPass:
    """One pass of the in-flight examination.

    Args:
        sensor: Id of the sensor.
        category: Annotation code of its category.
        line: How it lay to the target.
        height_m: Height above the target in metres.
        oblique: The camera is installed obliquely.
        greatest_angle: An oblique camera stood at its greatest angle from the horizontal.
        axis_deg: Of a video camera: angle between the line across a target axis and the axis of
            the screen, in degrees.
        off_centre_percent: Of a vertical video camera: how far the target lay from the centre of
            the field of view, in percent of it.
    """

    sensor: str
    category: str
    line: FlightLine
    height_m: Size | None = None
    oblique: bool = False
    greatest_angle: bool | None = None
    axis_deg: Size | None = None
    off_centre_percent: Size | None = None


@dataclass(frozen=True, slots=True)
class InFlightExamined(CertificationFact):
    """The in-flight examination was flown; ``at`` is its end.

    Args:
        passes: Its passes.
        clear_daytime: Atmosphere clear, by day.
        briefed: Targets, passes, heights, weather and safety were briefed before.
        targets_open: Participants could visit the targets.
        weather_given: The data on weather at the targets were given.
        aboard: How many people were aboard; none where nobody said.
        seats: How many the aircraft can carry; none where nobody said.

    Treaty: annex.D.III.
    """

    passes: tuple[TargetPass, ...]
    clear_daytime: bool
    briefed: bool
    targets_open: bool
    weather_given: bool
    aboard: Count | None = None
    seats: Count | None = None


@dataclass(frozen=True, slots=True)
class BarGroup:
    """A group of bars of a calibration target.

    Args:
        width_m: Width of its bars in metres.
        black: How many black bars, a white one between each two.
        constant: Width and length are constant in the group.
    """

    width_m: Size
    black: Count
    constant: bool = True


@dataclass(frozen=True, slots=True)
class TargetDescribed(CertificationFact):
    """The certifying Party gave the diagram of a bar target.

    Args:
        target: Its id.
        contrast: Contrast ratio of black to white bars, to 1.
        groups: Its groups.
        consistent: The contrast is the same throughout.

    Treaty: annex.D-1.I.2, annex.D-1.I.5.
    """

    target: str
    contrast: Size
    groups: tuple[BarGroup, ...]
    consistent: bool = True


class Direction(StrEnum):
    """Along which axis of the target a resolution was read (dec.14)."""

    ALONG = "along the track"
    ACROSS = "across the track"


@dataclass(frozen=True, slots=True)
class BarRead:
    """A bar of a target in an image.

    Args:
        width_m: Its width in metres.
        separate: It is distinguishable as a separate bar.
    """

    width_m: Size
    separate: bool


@dataclass(frozen=True, slots=True)
class ResolutionRead(CertificationFact):
    """A ground resolution was read in one image.

    Args:
        sensor: Id of the sensor.
        category: Annotation code of its category.
        height_m: Height above the target when the image was taken, in metres.
        resolution_m: The ground resolution read, in metres.
        direction: Axis it was read along.
        flown_pass: Number of the pass.
        bars: The bars and whether each is separate.
        visual: Read by eye.
        original: In the original film negative.

    Treaty: annex.D-1.III.
    """

    sensor: str
    category: str
    height_m: Size
    resolution_m: Size
    direction: Direction = Direction.ALONG
    flown_pass: Count = 1
    bars: tuple[BarRead, ...] = ()
    visual: bool = True
    original: bool = True


@dataclass(frozen=True, slots=True)
class MethodAdopted(SensorFact):
    """The Commission adopted how a minimum height is calculated.

    Args:
        category: Annotation code of the category of sensors.
        decision: Number of the decision.
        contrast: Contrast ratio used in it, to 1; none where it uses none.

    Treaty: annex.D-1.III.2.
    """

    category: str
    decision: str
    contrast: Size | None = None
