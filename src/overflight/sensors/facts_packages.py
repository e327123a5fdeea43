"""Facts of packages: described, changed, doubted, carried on a mission (art.IV, Annex B, I)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from overflight.deadlines import Instant
from overflight.sensors.facts import SensorFact, Size

__all__ = [
    "CarriedEquipment",
    "CarriedSensor",
    "CategoryAdded",
    "ChangeNotified",
    "ConcernNotified",
    "HeightReplaced",
    "PackageCarried",
    "Purpose",
    "SensorChange",
    "SensorDescribed",
]


@dataclass(frozen=True, slots=True)
class SensorDescribed(SensorFact):
    """A State Party gave the technical information on a sensor of a package (NTF-17).

    Args:
        package: Key of the package.
        aircraft: Type and model.
        sensor: Its id.
        category: Annotation code of its category.
        items: Items of its paragraph of Annex B, Section I, by letter (``A`` to ``J``).
        film: Items of annex.B.I.6 by letter, where it records on film.
        other_media: Items of annex.B.I.7 by letter, where it records on anything else.
        covered: A cover or other device inhibits its operation.
        from_outside: That can be removed or operated only from outside the aircraft.

    Treaty: art.IV.4, art.IV.10, annex.B.I.
    """

    package: str
    aircraft: str
    sensor: str
    category: str
    items: Mapping[str, str]
    film: Mapping[str, str] = field(default_factory=dict[str, str])
    other_media: Mapping[str, str] = field(default_factory=dict[str, str])
    covered: bool | None = None
    from_outside: bool | None = None


class SensorChange(StrEnum):
    """What is changed (art.IV.12)."""

    REMOVE = "remove"
    REPLACE = "replace"
    ADD = "add"
    AMEND = "amend data"


@dataclass(frozen=True, slots=True)
class ChangeNotified(SensorFact):
    """A State Party notified a change of a package (NTF-19).

    Args:
        package: Key of the package.
        sensor: Id of the sensor.
        change: What is changed.
        effective: Day from which it is so.
        certified_as: Key of the certification of the replaced or added sensor, if there was one.
        received: When the others had it; nothing where it is not stated.

    Treaty: art.IV.12.
    """

    package: str
    sensor: str
    change: SensorChange
    effective: date
    certified_as: str = ""
    received: Instant | None = None


@dataclass(frozen=True, slots=True)
class ConcernNotified(SensorFact):
    """A State Party notified that a sensor does not seem to be as certified (NTF-20).

    Args:
        package: Key of the package.
        sensor: Id of the sensor.
        text: The concern.

    Treaty: art.IV.13.
    """

    package: str
    sensor: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class CategoryAdded(SensorFact):
    """The Commission added a category of sensor, or a recording medium of one.

    Args:
        category: Its code.
        decision: Number of the decision.
        medium: Code of the medium; empty where a category is added.

    Treaty: art.IV.3, art.IX.I.1.
    """

    category: str
    decision: str
    medium: str = ""


@dataclass(frozen=True, slots=True)
class CarriedSensor:
    """A sensor aboard for a mission.

    Args:
        sensor: Its id in the package.
        category: Annotation code of its category; anything else where it has none.
        medium: Code of its recording medium (annex.B-1.2.B).
        looks: ``below``, ``left`` or ``right``, for framing cameras; empty if not stated.
        h_min_m: Minimum height above ground it is to be used with, in metres.
        each_side_km: How far to each side it can cover, in kilometres.
        separation_m: Of a radar: ground resolution by object separation, in metres.
        covered: It is covered for the whole mission, being hard to remove (art.XVIII.II.2); none
            where nobody said.
    """

    sensor: str
    category: str
    medium: str = ""
    looks: str = ""
    h_min_m: Size | None = None
    each_side_km: Size | None = None
    separation_m: Size | None = None
    covered: bool | None = None


class Purpose(StrEnum):
    """What equipment aboard is for (art.IV.7)."""

    SENSOR = "agreed sensor"
    AIRCRAFT = "operation of the aircraft"
    ANNOTATION = "annotation"
    DISPLAY = "display to monitor sensors"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class CarriedEquipment:
    """Equipment aboard that is no sensor.

    Args:
        name: What it is.
        signals: It collects, processes, relays or records electromagnetic signals.
        purpose: What it is for; none if not stated.
    """

    name: str
    signals: bool
    purpose: Purpose | None = None


@dataclass(frozen=True, slots=True)
class PackageCarried(SensorFact):
    """Which sensors an observation aircraft carries for a mission.

    Args:
        mission: Mission key.
        package: Key of the package, that of its certificate.
        aircraft: Type and model.
        on: Day of the observation flight.
        taxi: The observed Party supplies the aircraft.
        sensors: The sensors.
        equipment: Other equipment with signals or not.
        agreed: What both Parties agreed otherwise on the sensors of a taxi aircraft (art.IV.9).
        infra_red: What both Parties agreed on infra-red line scanners before 2006
            (art.XVIII.II.2).

    Treaty: art.IV, art.XVIII.II.
    """

    mission: str
    package: str
    aircraft: str
    on: date
    sensors: tuple[CarriedSensor, ...]
    taxi: bool = False
    equipment: tuple[CarriedEquipment, ...] = ()
    agreed: str = ""
    infra_red: str = ""


@dataclass(frozen=True, slots=True)
class HeightReplaced(SensorFact):
    """A demonstration flight gave a sensor another minimum height, for one mission.

    Args:
        mission: Mission key.
        sensor: Id of the sensor.
        h_min_m: The height above ground, in metres.

    Treaty: annex.F.III.6, annex.F.III.7.B.
    """

    mission: str
    sensor: str
    h_min_m: Size
