"""Facts of the flight: taken off, deviated, resumed, curtailed, landed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar

from overflight.missions.said.event import MissionFact

__all__ = [
    "CurtailCause",
    "Curtailed",
    "Deviated",
    "DeviationCause",
    "Landed",
    "Resumed",
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
    """The aircraft left the flight plan.

    Said by either Party.

    Args:
        cause: Cause of the text; ``none`` where it was none of them.
        text: What happened.

    Treaty: art.VIII.II.1, art.VIII.II.2.
    """

    provision: ClassVar[str] = "art.VIII.II.1"

    cause: DeviationCause
    text: str = ""


@dataclass(frozen=True, slots=True)
class Resumed(MissionFact):
    """The aircraft rejoined the flight plan with the permission of air traffic control.

    Said by either Party.

    Treaty: art.VIII.II.7.
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
