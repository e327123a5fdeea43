"""Facts of the flight: taken off, stopped, deviated, in emergency, resumed, curtailed, landed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from overflight.missions.said.event import MissionFact, UnitCode

__all__ = [
    "CurtailCause",
    "Curtailed",
    "Deviated",
    "DeviationCause",
    "EmergencyDeclared",
    "Landed",
    "MemberLeft",
    "Resumed",
    "StopPurpose",
    "Stopped",
    "TakenOff",
]


class DeviationCause(StrEnum):
    """Why the aircraft left the flight plan."""

    WEATHER_SAFETY = "art.VIII.II.1.A"  # weather conditions affecting flight safety
    AIRCRAFT = "art.VIII.II.1.B"  # technical difficulties of the aircraft
    MEDICAL = "art.VIII.II.1.C"  # medical emergency of any person on board
    FORCE_MAJEURE = "art.VIII.II.1.D"  # air traffic control instruction tied to force majeure
    WEATHER_SENSORS = "art.VIII.II.2"  # weather makes optical and infra-red sensors ineffective
    NONE = "none"  # whatever was said, it is none of these


class CurtailCause(StrEnum):
    """Why the observation flight ended early; cause and supplier decide the quota effect."""

    SENSOR = "sensor-malfunction"  # the observing Party ends it (art.VIII.II.4)
    TECHNICAL = "technical-safety"  # the pilot-in-command ends it (art.VIII.II.4)
    WEATHER_SAFETY = "weather-safety"  # after a deviation under art.VIII.II.1.A
    MEDICAL_OBSERVED = "medical-observed-crew-or-monitor"  # art.VIII.II.5.C
    MEDICAL_OTHER = "medical-other"  # after a deviation under art.VIII.II.1.C
    FORCE_MAJEURE = "force-majeure"  # air traffic control instruction (art.VIII.II.5.D)
    WEATHER_SENSORS = "weather-sensors"  # after a deviation under art.VIII.II.2 (AMB-19)
    EMERGENCY = "emergency"  # accident or emergency outside the causes above (AMB-18)


class StopPurpose(StrEnum):
    """Why the aircraft stopped on its way."""

    REFUELLING = "refuelling"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class TakenOff(MissionFact):
    """The observation flight commenced.

    Said by either Party.

    Args:
        airfield: Site id or name of the Open Skies airfield of commencement.

    Treaty: art.VI.II.4.E, art.VI.II.8.
    """

    provision: ClassVar[str] = "art.VI.II.8"

    airfield: str = ""


@dataclass(frozen=True, slots=True)
class Deviated(MissionFact):
    """The aircraft left the flight plan, or went farther from it.

    Said by either Party.

    Args:
        cause: Cause of the text; ``none`` where it was none of them.
        text: What happened.
        below_minimum_of: Ids of the sensors below whose minimum height the deviation took the
            aircraft; the observed Party may bar them meanwhile.
        off_path_km: How far from the path of the flight plan it came; none where nobody said.
            Beyond 50 km the observed Party may bar all sensors.

    Treaty: art.VIII.II.1, art.VIII.II.2, art.VIII.II.3 (DEV-1 to DEV-4).
    """

    provision: ClassVar[str] = "art.VIII.II.1"

    cause: DeviationCause
    text: str = ""
    below_minimum_of: tuple[str, ...] = ()
    off_path_km: Annotated[Decimal, Field(ge=0, le=40_000)] | None = None


@dataclass(frozen=True, slots=True)
class Stopped(MissionFact):
    """The aircraft landed to refuel or to rest; the 96 hours go on.

    Said by either Party.

    Args:
        airfield: Site id of the designated airfield.
        purpose: Why it stopped.

    Treaty: art.VI.II.3, art.II.30 (GEO-11).
    """

    provision: ClassVar[str] = "art.VI.II.3"

    airfield: str
    purpose: StopPurpose = StopPurpose.REFUELLING


@dataclass(frozen=True, slots=True)
class EmergencyDeclared(MissionFact):
    """The pilot-in-command declared an emergency.

    Said by either Party. Whether guidance and help were given is asked of people.

    Args:
        text: What happened.

    Treaty: art.VIII.III.1, art.VIII.III.2 (EMG-1, EMG-2).
    """

    provision: ClassVar[str] = "art.VIII.III.1"

    text: str = ""


@dataclass(frozen=True, slots=True)
class MemberLeft(MissionFact):
    """The aircraft used up its distance over one member of a group and goes on to the next.

    Said by either Party. Until the start point over the next member all sensors are off; there the
    flight is resumed.

    Args:
        member: Code of the member it leaves.
        to: Code of the member it goes to.
        sensors_off: All sensors were off from here on.

    Treaty: art.III.II.2.E (GRP-7).
    """

    provision: ClassVar[str] = "art.III.II.2.E"

    member: UnitCode
    to: UnitCode
    sensors_off: bool


@dataclass(frozen=True, slots=True)
class Resumed(MissionFact):
    """The aircraft goes on by the flight plan.

    After a deviation it rejoined it with the permission of air traffic control; after a stop it
    took off again; between two members of a group it came to the start point over the next.

    Said by either Party.

    Treaty: art.VIII.II.7, art.VI.II.3, art.III.II.2.E.
    """

    provision: ClassVar[str] = "art.VIII.II.7"


@dataclass(frozen=True, slots=True)
class Curtailed(MissionFact):
    """The observation flight was cut short.

    Said by either Party; if they name different causes both are kept and shown as contested.

    Args:
        cause: Why.
        text: What happened.

    Treaty: art.VIII.II.4, art.VIII.II.5.
    """

    provision: ClassVar[str] = "art.VIII.II.4"

    cause: CurtailCause
    text: str = ""


@dataclass(frozen=True, slots=True)
class Landed(MissionFact):
    """The observation flight was completed.

    Said by either Party.

    Args:
        airfield: Site id or name of the airfield.

    Treaty: art.VI.I.9.
    """

    provision: ClassVar[str] = "art.VI.I.9"

    airfield: str = ""
