"""Facts of certification: announced, joined, examined, reported, agreed or not (Annex D).

A certification has a key its certifying Party chooses. A *package* is an aircraft type and model
with its identical set of sensors, the thing that is certified (art.V.4), under a key as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from overflight.deadlines import Instant

__all__ = [
    "Attached",
    "CertificationAgreed",
    "CertificationFact",
    "CertificationNotified",
    "Count",
    "DisagreementSettled",
    "DossierGiven",
    "Established",
    "NotifiedSensor",
    "NumbersDecided",
    "PapersGiven",
    "ParticipantsNamed",
    "ParticipationIntended",
    "PeriodDecided",
    "Photograph",
    "ReportAnswered",
    "Reported",
    "ReportedSensor",
    "SensorFact",
    "Size",
]

Count = Annotated[int, Field(ge=0, le=10_000)]
Size = Annotated[Decimal, Field(ge=0, le=100_000)]


@dataclass(frozen=True, slots=True)
class SensorFact:
    """What all facts of this chapter share.

    Args:
        at: When it happened; of a message, its dispatch.
    """

    at: Instant


@dataclass(frozen=True, slots=True)
class CertificationFact(SensorFact):
    """A fact of one certification.

    Args:
        certification: Its key, chosen by the certifying Party (``DE-2022-A319``).
    """

    certification: str


@dataclass(frozen=True, slots=True)
class NotifiedSensor:
    """A sensor to be certified, as its notice describes it (annex.D.I.3.F).

    Args:
        sensor: Its id in the package.
        category: Annotation code of its category (annex.B-1.2.A).
        model: Type and model.
        configuration: Sensor configuration code (annex.B-1.3).
    """

    sensor: str
    category: str
    model: str = ""
    configuration: str = ""


@dataclass(frozen=True, slots=True)
class CertificationNotified(CertificationFact):
    """A State Party notified all others that it will certify an aircraft (NTF-21).

    Args:
        package: Key of the aircraft type and model with its set of sensors.
        aircraft: Type and model.
        point_of_entry: Where people of participants arrive.
        place: Where it is conducted.
        begins: First day.
        ends: Last day.
        number: How many aircraft.
        sensors: The sensors.
        received: When the others had it; nothing where it is not stated.

    Treaty: annex.D.I.3.
    """

    package: str
    aircraft: str
    begins: date
    ends: date
    point_of_entry: str = ""
    place: str = ""
    number: Count = 1
    sensors: tuple[NotifiedSensor, ...] = ()
    received: Instant | None = None


@dataclass(frozen=True, slots=True)
class ParticipationIntended(CertificationFact):
    """A State Party notified that it intends to take part (NTF-22).

    Args:
        received: When the others had it; nothing where it is not stated.

    Treaty: annex.D.I.4.
    """

    received: Instant | None = None


@dataclass(frozen=True, slots=True)
class NumbersDecided(CertificationFact):
    """The Commission decided how many individuals take part.

    Args:
        numbers: Individuals by code of the State Party.
        otherwise: It agreed otherwise than at most 40 in all and 4 from each.
        decision: Number of the decision.

    Treaty: annex.D.I.4.
    """

    numbers: Mapping[str, Count]
    otherwise: bool = False
    decision: str = ""


@dataclass(frozen=True, slots=True)
class PeriodDecided(CertificationFact):
    """The Commission decided that this certification keeps a period which others named as well.

    Args:
        decision: Number of the decision.

    Treaty: annex.D.I.4.
    """

    decision: str = ""


@dataclass(frozen=True, slots=True)
class ParticipantsNamed(CertificationFact):
    """A participating State Party gave the names of its individuals (NTF-23).

    The names themselves go by the message; the record keeps how many.

    Args:
        individuals: How many.
        listed: All are on the list of designated personnel (art.XIII.I); nothing if not stated.
        received: When the certifying Party had it; nothing where it is not stated.

    Treaty: annex.D.I.5.
    """

    individuals: Count
    listed: bool | None = None
    received: Instant | None = None


@dataclass(frozen=True, slots=True)
class Photograph:
    """A photograph of a sensor (annex.D.I.6.B).

    Args:
        sensor: Id of the sensor.
        apart: Taken of the sensor separate from the aircraft.
        fills_percent: How much of the picture it fills, horizontally or vertically, the greater.
        short_cm: Shorter side without the border.
        long_cm: Longer side without the border.
        marked: It bears category, type, model and the name of the State Party.
    """

    sensor: str
    apart: bool
    fills_percent: Size
    short_cm: Size
    long_cm: Size
    marked: bool


@dataclass(frozen=True, slots=True)
class DossierGiven(CertificationFact):
    """The certifying Party gave participants its information on each sensor (NTF-24).

    Args:
        described: Ids of sensors whose parts and connections are described.
        instructed: Ids of sensors with instructions for operation in flight.
        photographs: The photographs.
        received: When the participants had it; nothing where it is not stated.

    Treaty: annex.D.I.6.
    """

    described: tuple[str, ...]
    instructed: tuple[str, ...] = ()
    photographs: tuple[Photograph, ...] = ()
    received: Instant | None = None


@dataclass(frozen=True, slots=True)
class PapersGiven(CertificationFact):
    """The certifying Party gave the papers and the briefing due before the ground examination.

    Args:
        papers: Papers by sensor id: ``lens-transfer``, ``film``, ``processors``, ``resolution``.
        briefed: Topics of the briefing: ``plan``, ``aircraft``, ``safety``, ``inventory``.

    Treaty: annex.D.II.3, annex.D.II.4.
    """

    papers: Mapping[str, tuple[str, ...]]
    briefed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CertificationAgreed(CertificationFact):
    """The Parties of a certification agreed where the text says "unless otherwise agreed".

    Args:
        rule: Rule whose limit is replaced: ``CRT-4``, ``CRT-10``, ``CRT-15``.
        text: What was agreed.
        amount: The number agreed, in the unit of the limit; none where it is waived.

    Treaty: annex.D.I.4, annex.D.II.2, annex.D.III.4.
    """

    rule: str
    text: str = ""
    amount: Size | None = None


@dataclass(frozen=True, slots=True)
class ReportedSensor:
    """What a report establishes of one sensor (annex.D.IV.1).

    Args:
        sensor: Its id.
        category: Annotation code of its category.
        h_min_m: Lowest height above ground at which it may operate, in metres; none for a radar.
        resolution_m: Ground resolution in metres, where it does not depend on height.
        error_m: Greatest error of the resolution in metres.
        method: How it was determined.
    """

    sensor: str
    category: str
    h_min_m: Size | None = None
    resolution_m: Size | None = None
    error_m: Size = Decimal(0)
    method: str = ""


class Established(StrEnum):
    """The six points of a certification and its report (annex.D.I.2, annex.D.IV.1)."""

    TYPE = "A"
    SENSORS = "B"
    DATA = "C"
    HEIGHTS = "D"
    RESOLUTION = "E"
    COVERS = "F"


class Attached(StrEnum):
    """What is attached to a report (annex.D.IV.2)."""

    DOSSIER = "dossier"
    PAPERS = "papers"
    PHOTOGRAPHS = "photographs"


@dataclass(frozen=True, slots=True)
class Reported(CertificationFact):
    """The certification report was prepared.

    Args:
        by: Codes of the States Parties that prepared it.
        established: Each of the six points, found or not.
        sensors: What it says of each sensor.
        attached: What is attached; photographs only where some were asked for.
        photographs_asked: Whether a participant had asked for photographs (annex.D.II.8).
        copied_to: Codes of the States Parties that were given copies.

    Treaty: annex.D.IV.
    """

    by: tuple[str, ...]
    established: Mapping[Established, bool]
    sensors: tuple[ReportedSensor, ...]
    attached: tuple[Attached, ...] = ()
    photographs_asked: bool = False
    copied_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportAnswered(CertificationFact):
    """A State Party signed the report, or holds back its signature.

    Args:
        agrees: It agrees to the contents.
        grounds: Why not.

    Treaty: annex.D.IV.3, annex.D.IV.4.
    """

    agrees: bool
    grounds: str = ""


@dataclass(frozen=True, slots=True)
class DisagreementSettled(CertificationFact):
    """A disagreement over the contents of a report was settled.

    Args:
        certified: The aircraft and its sensors are certified.
        text: How it was settled.

    Treaty: annex.D.IV.5.
    """

    certified: bool
    text: str = ""
