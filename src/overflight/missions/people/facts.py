"""Facts about people: lists, answers to them, visas, teams, and how many go aboard.

A statement holds no name, no date of birth and no passport: the list itself is a sealed attachment
that only its addressees can open. People stand here by a code of their State (``IT-0042``), which
the sealed list alone resolves.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field, StringConstraints

from overflight.deadlines import Instant
from overflight.missions.said.event import MissionKey, UnitCode

__all__ = [
    "PEOPLE_KINDS",
    "AboardRole",
    "Chief",
    "ListItem",
    "PeopleAboard",
    "PeopleFact",
    "PersonCode",
    "PersonnelListAnswered",
    "PersonnelListReceived",
    "PersonnelListSent",
    "TeamNamed",
    "VisaIssued",
    "VisaWay",
]

# State and number on its own sealed list: no name fits into it.
PersonCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,4}-[0-9]{1,6}$")]
SealedSha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0, le=100_000)]
Version = Annotated[int, Field(ge=1, le=100_000)]


class ListItem(StrEnum):
    """What a list states of each person (art.XIII.I.1); the values are in the sealed list only."""

    NAME = "name"
    SEX = "sex"
    BIRTH_DATE = "date of birth"
    BIRTH_PLACE = "place of birth"
    PASSPORT = "passport number"
    FUNCTION = "function"


@dataclass(frozen=True, slots=True)
class PersonnelListSent:
    """A State Party gave its list of designated personnel to all other States Parties (NTF-33).

    Said by that State.

    Args:
        state: Its code.
        version: 1 for the list given with the instrument of ratification; each change adds one.
        on: Day it was given.
        people: How many people it names.
        list_sha256: Which attachment of kind ``sealed`` holds the list: SHA-256 of its ciphertext,
            hex. A hash of names could be guessed; one of ciphertext cannot.
        items: What it states of each person.
        added: Codes of the people this version adds.
        removed: Codes of the people it removes.

    Treaty: art.XIII.I.1.
    """

    state: UnitCode
    version: Version
    on: date
    people: Count
    list_sha256: SealedSha256
    items: tuple[ListItem, ...] = tuple(ListItem)
    added: tuple[PersonCode, ...] = ()
    removed: tuple[PersonCode, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonnelListReceived:
    """A State Party received the list of another; its thirty days run from that day.

    Said by the State that reviews it.

    Args:
        of: Code of the State whose list it is.
        version: Which version.
        on: Day of receipt.

    Treaty: art.XIII.I.2.
    """

    of: UnitCode
    version: Version
    on: date


@dataclass(frozen=True, slots=True)
class PersonnelListAnswered:
    """A State Party accepted a list, or did not accept people on it (NTF-34).

    Said by the State that reviews it, and of effect for it alone.

    Args:
        of: Code of the State whose list it is.
        version: Which version.
        on: Day of the answer.
        objected: Codes of the people it does not accept; none where it accepts all.
        subsequently: It found this out after the people were accepted, which it may at any time.

    Treaty: art.XIII.I.2.
    """

    of: UnitCode
    version: Version
    on: date
    objected: tuple[PersonCode, ...] = ()
    subsequently: bool = False


class VisaWay(StrEnum):
    """In which of three ways a visa is issued."""

    IN_ADVANCE = "art.XIII.I.3.A"  # within 30 days of acceptance, for 24 months or more
    ON_ARRIVAL = "art.XIII.I.3.B"  # within one hour of arrival, for the task
    AS_AGREED = "art.XIII.I.3.C"  # as the two States agreed


@dataclass(frozen=True, slots=True)
class VisaIssued:
    """A State Party issued a visa, or a document in its place, to a person on a list.

    Said by the State that issues it.

    Args:
        person: Code of the person.
        at: When.
        way: In which of the three ways.
        valid_until: Last day of its validity; none where it is for the task.
        mission: Mission key, where it is issued for one.
        agreement: What the two States agreed, for the third way.

    Treaty: art.XIII.I.3.
    """

    person: PersonCode
    at: Instant
    way: VisaWay
    valid_until: date | None = None
    mission: str = ""
    agreement: str = ""


class AboardRole(StrEnum):
    """As what people of a Party that does not supply the aircraft are on board."""

    MONITOR = "flight monitor"  # of the observed Party: art.II.18
    FLIGHT_REPRESENTATIVE = "flight representative"  # of the observing Party, taxi: art.II.19
    REPRESENTATIVE = "representative"  # of the observing Party, third State's aircraft: art.II.20


@dataclass(frozen=True, slots=True)
class Chief:
    """Who was named chief.

    Args:
        person: Code of the person.
        national_of: Code of the State whose national it is.
    """

    person: PersonCode
    national_of: UnitCode


@dataclass(frozen=True, slots=True)
class TeamNamed:
    """A Party named its people for a mission.

    Said by either Party.

    Args:
        mission: Mission key.
        at: When.
        role: As what they are on board.
        chiefs: Who is chief.
        people: Codes of all of them, interpreters and chief included.

    Treaty: annex.G.I.2, annex.G.II.2, art.XIII.I.2.
    """

    mission: MissionKey
    at: Instant
    role: AboardRole
    chiefs: tuple[Chief, ...] = ()
    people: tuple[PersonCode, ...] = ()


@dataclass(frozen=True, slots=True)
class PeopleAboard:
    """How many people a Party asked to have aboard, and how many were taken.

    Said by either Party.

    Args:
        mission: Mission key.
        at: When.
        role: As what they are on board.
        stations: Sensor control stations of the aircraft.
        asked: How many were asked for, interpreters not counted.
        carried: How many were taken; none while that is not known.
        interpreters_asked: How many interpreters were asked for.
        interpreters_carried: How many were taken.
        take_off_mass_kg: Maximum take-off mass of the aircraft; none where not stated.

    Treaty: art.VI.III.1, art.VI.III.2, art.VI.III.4, art.VI.III.5.
    """

    mission: MissionKey
    at: Instant
    role: AboardRole
    stations: Count
    asked: Count
    carried: Count | None = None
    interpreters_asked: Count = 0
    interpreters_carried: Count | None = None
    take_off_mass_kg: Annotated[Decimal, Field(ge=0)] | None = None


PeopleFact = (
    PersonnelListSent
    | PersonnelListReceived
    | PersonnelListAnswered
    | VisaIssued
    | TeamNamed
    | PeopleAboard
)

PEOPLE_KINDS: Final[Mapping[str, type]] = MappingProxyType(
    {
        "missions.personnel-list-sent/1": PersonnelListSent,
        "missions.personnel-list-received/1": PersonnelListReceived,
        "missions.personnel-list-answered/1": PersonnelListAnswered,
        "missions.visa-issued/1": VisaIssued,
        "missions.team-named/1": TeamNamed,
        "missions.people-aboard/1": PeopleAboard,
    }
)
