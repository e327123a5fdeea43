"""Facts of designation: types of aircraft and their exemplars, changes of sites, airspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field

from overflight.missions.said.event import Sha256, UnitCode
from overflight.treaty import SiteRole

__all__ = [
    "DESIGNATION_KINDS",
    "AircraftDesignated",
    "AircraftRemoved",
    "AirspaceAnswered",
    "AirspaceAsked",
    "AirspaceSourceNotified",
    "DesignationFact",
    "ExemplarPresented",
    "NavigationAid",
    "SensorPlanning",
    "SiteChange",
    "SiteChangeNotified",
]

Size = Annotated[Decimal, Field(ge=0)]
Seats = Annotated[int, Field(ge=0, le=10_000)]


@dataclass(frozen=True, slots=True)
class SensorPlanning:
    """What annex.C.2 states of each sensor for the planning of missions.

    Args:
        sensor: Type and model.
        height_m: Height above ground at which it reaches the limit of art.IV.2, in metres; for a
            radar none.
        altitude_m: Altitude for its greatest range, in metres, where resolution does not depend on
            height.
        speed_kmh: Best cruise speed there, in km/h.
        fuel_kgh: Fuel flow there, in kg/h.
    """

    sensor: str
    height_m: Size | None = None
    altitude_m: Size | None = None
    speed_kmh: Size | None = None
    fuel_kgh: Size | None = None


@dataclass(frozen=True, slots=True)
class NavigationAid:
    """A means of navigation with its accuracy.

    Args:
        name: Type of navigation, communication or landing equipment.
        accuracy_m: Positional accuracy in metres; none where not stated.
    """

    name: str
    accuracy_m: Size | None = None


@dataclass(frozen=True, slots=True)
class AircraftDesignated:
    """A State Party designated a type or model of aircraft (NTF-17).

    Said by that State.

    Args:
        state: Its code.
        aircraft: Type and model.
        on: Day of the notice to all other States Parties.
        effect: First day of the designation as the notice names it; none where it names none.
        registered_in: Code of the State whose authorities registered the aircraft.
        identification: Identification of the aircraft (annex.C.1).
        sensors: For each sensor what missions are planned with (annex.C.2).
        navigation: Means of navigation with their accuracy (annex.C.3).
        communication: Means of communication (annex.C.3).
        handling: Ground handling, tow bars, power, servicing (annex.C.4).
        seats: People it can carry (annex.C.5); none where not stated.

    Treaty: art.V.1, art.V.2, annex.C.
    """

    state: UnitCode
    aircraft: str
    on: date
    effect: date | None = None
    registered_in: str = ""
    identification: str = ""
    sensors: tuple[SensorPlanning, ...] = ()
    navigation: tuple[NavigationAid, ...] = ()
    communication: str = ""
    handling: str = ""
    seats: Seats | None = None


@dataclass(frozen=True, slots=True)
class AircraftRemoved:
    """A State Party deleted a type or model from its designations (NTF-18).

    Said by that State.

    Args:
        state: Its code.
        aircraft: Type and model.
        on: Day of the notice to all other States Parties.
        effect: First day without the designation, as the notice names it.

    Treaty: art.V.3.
    """

    state: UnitCode
    aircraft: str
    on: date
    effect: date | None = None


@dataclass(frozen=True, slots=True)
class ExemplarPresented:
    """One aircraft of a designated type was presented: for certification, or for use after it.

    Said by the State that designated the type.

    Args:
        state: Its code.
        aircraft: Type and model.
        registration: Registration mark of this aircraft.
        configuration_sha256: SHA-256 of the description of its sensor set, hex.
        on: The day.
        certified: It was the exemplar of the certification.

    Treaty: art.V.4.
    """

    state: UnitCode
    aircraft: str
    registration: str
    configuration_sha256: Sha256
    on: date
    certified: bool = False


class SiteChange(StrEnum):
    """What a notice does to a site of Annex E, Appendix 1."""

    DESIGNATE = "designate"
    ALTER = "alter"
    REMOVE = "remove"


@dataclass(frozen=True, slots=True)
class SiteChangeNotified:
    """A State Party notified a change of its sites in writing (NTF-27).

    Said by that State. The designation itself is a fact of its own; a removal is this one.

    Args:
        unit: Unit whose site it is.
        site: Site id.
        change: What is announced.
        on: Day of the notice to all other States Parties.
        effect: First day of the change as the notice names it; none where it names none.
        roles: Roles it is about; all where none is named.

    Treaty: annex.E.4.
    """

    unit: UnitCode
    site: str
    change: SiteChange
    on: date
    effect: date | None = None
    roles: tuple[SiteRole, ...] = ()


@dataclass(frozen=True, slots=True)
class AirspaceAsked:
    """A State Party asked another for information on its airspace.

    Said by the State that asks.

    Args:
        of: Code of the State asked.
        on: Day of the request.
        received_on: Day of its receipt; none where that is not known.

    Treaty: annex.I.1.
    """

    of: UnitCode
    on: date
    received_on: date | None = None


@dataclass(frozen=True, slots=True)
class AirspaceAnswered:
    """A State Party gave the information on its airspace (NTF-28).

    Said by the State that was asked.

    Args:
        to: Code of the State that asked.
        on: The day.

    Treaty: annex.I.1.
    """

    to: UnitCode
    on: date


@dataclass(frozen=True, slots=True)
class AirspaceSourceNotified:
    """A State Party notified where information on its airspace comes from (NTF-30).

    Said by that State.

    Args:
        state: Its code.
        on: The day.
        source: The source.

    Treaty: annex.I.3.
    """

    state: UnitCode
    on: date
    source: str


DesignationFact = (
    AircraftDesignated
    | AircraftRemoved
    | ExemplarPresented
    | SiteChangeNotified
    | AirspaceAsked
    | AirspaceAnswered
    | AirspaceSourceNotified
)

DESIGNATION_KINDS: Final[Mapping[str, type]] = MappingProxyType(
    {
        "missions.aircraft-designated/1": AircraftDesignated,
        "missions.aircraft-removed/1": AircraftRemoved,
        "missions.exemplar-presented/1": ExemplarPresented,
        "missions.site-change-notified/1": SiteChangeNotified,
        "missions.airspace-asked/1": AirspaceAsked,
        "missions.airspace-answered/1": AirspaceAnswered,
        "missions.airspace-source-notified/1": AirspaceSourceNotified,
    }
)
