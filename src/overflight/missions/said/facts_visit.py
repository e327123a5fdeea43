"""Facts of the visit and the way to it: transit, crew, items brought, places refused."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from overflight.deadlines import Instant
from overflight.missions.said.event import MissionFact, Speaker, UnitCode
from overflight.missions.said.facts_plan import PlanNumber

__all__ = [
    "CrewSpoken",
    "DataKept",
    "ItemsInventoried",
    "MatterBrought",
    "OperationNotified",
    "PlacesRefused",
    "RefusalGround",
    "Transferred",
    "TransitPlanned",
    "TransitTold",
]


class RefusalGround(StrEnum):
    """Why the observed Party said that places may not be observed."""

    HAZARD = "art.VI.II.5"  # hazardous airspace
    SECRECY = "secrecy"
    NONE = "none"  # whatever was said, it is neither


@dataclass(frozen=True, slots=True)
class TransitPlanned(MissionFact):
    """The observing Party stated how its aircraft comes to the point of entry.

    Said by the observing Party.

    Args:
        starts_in: Code of the State from whose territory the transit flight starts.
        crosses: Codes of the States Parties whose airspace is crossed.
        on_routes: It keeps to the routes of air traffic services.
        agreed_by: Codes of the States Parties that agreed to another way.

    Treaty: art.VII.1, art.VII.2.
    """

    speaker: ClassVar[Speaker] = Speaker.OBSERVING
    provision: ClassVar[str] = "art.VII.1"

    starts_in: UnitCode
    crosses: tuple[UnitCode, ...] = ()
    on_routes: bool = True
    agreed_by: tuple[UnitCode, ...] = ()


@dataclass(frozen=True, slots=True)
class TransitTold(MissionFact):
    """What became of the transit over one State Party: its answer, and how its orders were kept.

    Said by either Party.

    Args:
        over: Code of the State Party whose airspace is crossed.
        accepted: It accepted the transit; none where that is not told.
        instructions_followed: The instructions of its air traffic control were followed; none
            where that is not told.

    Treaty: art.VII.1, art.VII.2.
    """

    provision: ClassVar[str] = "art.VII.2"

    over: UnitCode
    accepted: bool | None = None
    instructions_followed: bool | None = None


@dataclass(frozen=True, slots=True)
class ItemsInventoried(MissionFact):
    """An inventory of the items brought for inspectors or flight representatives was taken.

    Said by either Party; ``at`` is its end.

    Args:
        items_arrived_at: Arrival of the items where the inventory is taken.
        started_at: Its start.
        witnesses: How many people of the other Party were present.

    Treaty: annex.E.7.
    """

    provision: ClassVar[str] = "annex.E.7.A"

    items_arrived_at: Instant
    started_at: Instant
    witnesses: Annotated[int, Field(ge=0, le=10_000)] = 1


@dataclass(frozen=True, slots=True)
class CrewSpoken(MissionFact):
    """Which languages the flight crew speaks, each by one member at least.

    Said by either Party.

    Args:
        languages: BCP 47 tags of the languages spoken.
        notified: Those which the observed Party notified for its territory (art.VI.I.4.B).

    Treaty: art.VI.I.12.
    """

    provision: ClassVar[str] = "art.VI.I.12"

    languages: tuple[str, ...]
    notified: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlacesRefused(MissionFact):
    """The observed Party said that places of its territory may not be observed.

    Said by the observed Party.

    Args:
        places: Names of the places, or of points of the plan.
        ground: Why.
        version: Version of the plan to which the refusal is a proposed change; none where it
            stands alone.
        otherwise: It offers another height, route or time at which they can be observed.
        text: The refusal in the words of the Party.

    Treaty: art.VI.II.2, art.VI.II.5, art.VI.II.6.
    """

    speaker: ClassVar[Speaker] = Speaker.OBSERVED
    provision: ClassVar[str] = "art.VI.II.2"

    places: Annotated[tuple[str, ...], Field(min_length=1)]
    ground: RefusalGround
    version: PlanNumber | None = None
    otherwise: bool = False
    text: str = ""


@dataclass(frozen=True, slots=True)
class DataKept(MissionFact):
    """What the observing Party did with the sensor data of the flight.

    Said by either Party.

    Args:
        kept: The observing Party kept them.
        text: What became of them otherwise.

    Treaty: art.VIII.II.6.
    """

    provision: ClassVar[str] = "art.VIII.II.6"

    kept: bool
    text: str = ""


@dataclass(frozen=True, slots=True)
class Transferred(MissionFact):
    """The observing Party came from the point of entry to the Open Skies airfield; ``at`` is then.

    Said by either Party.

    Args:
        left_at: When it left the point of entry.
        airfield: Site id or name of the airfield.

    Treaty: annex.E.1.
    """

    provision: ClassVar[str] = "annex.E.1"

    left_at: Instant
    airfield: str = ""


@dataclass(frozen=True, slots=True)
class OperationNotified(MissionFact):
    """The flight representatives told the observed Party that they operate sensors themselves.

    Said by the observing Party.

    Treaty: annex.G.I.8 (NTF-41).
    """

    speaker: ClassVar[Speaker] = Speaker.OBSERVING
    provision: ClassVar[str] = "annex.G.I.8"


@dataclass(frozen=True, slots=True)
class MatterBrought(MissionFact):
    """What became of the duty to bring a failed demonstration to the Commission.

    Said by the inspecting Party, which asked for the demonstration flight.

    Args:
        brought: It brought the matter; otherwise it states that it will not.

    Treaty: annex.F.III.8 (NTF-42).
    """

    speaker: ClassVar[Speaker] = Speaker.INSPECTING
    provision: ClassVar[str] = "annex.F.III.8"

    brought: bool = True
