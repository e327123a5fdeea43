"""Facts of the media of a flight: what was recorded, developed, chosen, handed over, paid."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from overflight.deadlines import Instant
from overflight.missions import Role

__all__ = [
    "MEDIA_KINDS",
    "Carrier",
    "ChoiceOf",
    "DevelopmentWatched",
    "LeavingWay",
    "MediaCostStated",
    "MediaFact",
    "Official",
    "Original",
    "OriginalsRecorded",
    "OutputChosen",
    "OutputHandedOver",
    "OutputLeftAircraft",
    "RadarForm",
    "RollDeveloped",
    "WatchTool",
]

Code = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}$")]
Person = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}-[0-9]{1,6}$")]
Small = Annotated[int, Field(ge=0, le=10_000)]


class LeavingWay(StrEnum):
    """How sensor output left the aircraft."""

    TAKEN_OUT = "taken out"
    TRANSMITTED = "transmitted"


@dataclass(frozen=True, slots=True)
class OutputLeftAircraft:
    """Sensor output left the aircraft.

    Said by either Party.

    Args:
        flight: Mission key.
        sensor: Id of the sensor.
        at: When.
        way: How.

    Treaty: art.IX.I.2.
    """

    flight: str
    sensor: str
    at: Instant
    way: LeavingWay = LeavingWay.TAKEN_OUT


class Carrier(StrEnum):
    """What sensor output is recorded on; the text treats film and all else apart."""

    FILM = "film"  # art.IX.II
    OTHER = "other medium"  # art.IX.III


class RadarForm(StrEnum):
    """The two forms of the output of a radar."""

    PHASE = "initial phase information"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Original:
    """One original of the output of a sensor.

    Args:
        medium: Its name.
        camera: Type and model of the camera.
        film: Type of film.
        processing: Type of processing.
    """

    medium: str
    camera: str = ""
    film: str = ""
    processing: str = ""


@dataclass(frozen=True, slots=True)
class OriginalsRecorded:
    """The originals that one sensor recorded on a flight.

    Said by either Party.

    Args:
        flight: Mission key.
        sensor: Id of the sensor.
        carrier: What they are recorded on.
        originals: The originals.
        radar_form: Form of the output of a radar; none for other sensors.

    Treaty: art.IX.II.1, art.IX.II.6, art.IX.II.7, art.IX.III.
    """

    flight: str
    sensor: str
    carrier: Carrier
    originals: tuple[Original, ...] = ()
    radar_form: RadarForm | None = None


class ChoiceOf(StrEnum):
    """What the text lets a Party choose."""

    ORIGINAL = "which original"  # art.IX.II.7, art.IX.III.3
    COPY = "a first-generation copy"  # art.IX.II.6
    RADAR_FORM = "form of the radar output"  # art.IX.III.4


@dataclass(frozen=True, slots=True)
class OutputChosen:
    """A Party made a choice the text gives it.

    Said by the Party that chooses.

    Args:
        flight: Mission key.
        sensor: Id of the sensor.
        at: When.
        what: What is chosen.
        chosen: The original by name; the copy in words (full or partial, positive or negative); or
            the form of the radar output.

    Treaty: art.IX.II.6, art.IX.II.7, art.IX.III.3, art.IX.III.4.
    """

    flight: str
    sensor: str
    at: Instant
    what: ChoiceOf
    chosen: str


@dataclass(frozen=True, slots=True)
class OutputHandedOver:
    """An original or a copy was handed over to a Party.

    Said by either Party.

    Args:
        flight: Mission key.
        sensor: Id of the sensor.
        medium: Name of the original, or of the original it was copied from.
        to: Code of the Party that has it now.
        at: When.
        generation: 0 for the original, 1 for a copy made from it, and so on.
        same_format: A copy has format and size of the original; none where not stated.

    Treaty: art.IX.II.6, art.IX.II.7, art.IX.III.2, art.IX.III.3.
    """

    flight: str
    sensor: str
    medium: str
    to: Code
    at: Instant
    generation: Small = 0
    same_format: bool | None = None


class WatchTool(StrEnum):
    """What the officials who watch film developed may bring (annex.K.II.1)."""

    LITMUS = "litmus paper"
    THERMOMETERS = "thermometers"
    CHEMICALS = "chemical test equipment"
    STOPWATCH = "stopwatch"
    SENSITOMETER = "sensitometer"
    DENSITOMETER = "densitometer"
    TEST_STRIPS = "test strips"


@dataclass(frozen=True, slots=True)
class Official:
    """Who asked to watch: a code of a list of personnel, never a name.

    Args:
        person: Code of the person.
        national_of: Code of the State whose national it is.
    """

    person: Person
    national_of: Code


@dataclass(frozen=True, slots=True)
class DevelopmentWatched:
    """Officials of the other Party asked to watch the film of a flight developed.

    Said by either Party.

    Args:
        flight: Mission key.
        at: When.
        developer: The Party that develops.
        officials: Who asked to watch.
        admitted: How many were let in.
        brought: What they brought.
        refused: What of it they could not use.
        disrupted: They disrupted the work.

    Treaty: art.IX.II.4, annex.K.II.1, annex.K.II.2.
    """

    flight: str
    at: Instant
    developer: Role
    officials: tuple[Official, ...]
    admitted: Small
    brought: tuple[WatchTool, ...] = ()
    refused: tuple[WatchTool, ...] = ()
    disrupted: bool = False


@dataclass(frozen=True, slots=True)
class RollDeveloped:
    """A roll of film was developed.

    Said by the Party that develops.

    Args:
        flight: Mission key.
        roll: Name of the roll.
        at: When the film of the flight was developed.
        strip_steps: Steps of the test strip on the roll; 0 where it bears none.
        wedge: It bears an optical wedge in place of a strip.
        tested_at: When a test strip was processed; none if none was.
        matched: It matched the data notified; none where not stated.
        compared_at: When the strip of the roll was compared after development.

    Treaty: art.IX.II.5, annex.K.II.3, annex.K.II.4.
    """

    flight: str
    roll: str
    at: Instant
    strip_steps: Small = 0
    wedge: bool = False
    tested_at: Instant | None = None
    matched: bool | None = None
    compared_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class MediaCostStated:
    """It was stated who bears the cost of the media of one sensor.

    Said by either Party.

    Args:
        flight: Mission key.
        sensor: Id of the sensor.
        borne_by: Code of the Party that bears it.
        below_standard: The sensor was found below standard, and the flight was flown all the same.

    Treaty: annex.F.III.7.C.
    """

    flight: str
    sensor: str
    borne_by: Code
    below_standard: bool = False


MediaFact = (
    OutputLeftAircraft
    | OriginalsRecorded
    | OutputChosen
    | OutputHandedOver
    | DevelopmentWatched
    | RollDeveloped
    | MediaCostStated
)

MEDIA_KINDS: Final[Mapping[str, type]] = MappingProxyType(
    {
        "release.output-left-aircraft/1": OutputLeftAircraft,
        "release.originals-recorded/1": OriginalsRecorded,
        "release.output-chosen/1": OutputChosen,
        "release.output-handed-over/1": OutputHandedOver,
        "release.development-watched/1": DevelopmentWatched,
        "release.roll-developed/1": RollDeveloped,
        "release.media-cost-stated/1": MediaCostStated,
    }
)
