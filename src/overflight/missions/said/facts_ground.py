"""Facts on the ground before the flight: arrival, covers, inspection, demonstration."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, ClassVar

from pydantic import Field

from overflight.deadlines import Instant
from overflight.missions.said.event import MissionFact, Speaker

__all__ = [
    "Arrived",
    "CoverCheck",
    "CoversChecked",
    "DemonstrationFlown",
    "DemonstrationRequested",
    "InspectionReported",
    "InspectionStarted",
    "InspectionWaived",
    "MismatchTold",
    "WindowExtended",
]


class CoverCheck(StrEnum):
    """The five occasions on which sensor covers are checked (ARR-4)."""

    ENTRY_ARRIVAL = "on arrival at the point of entry"
    ENTRY_DEPARTURE = "before leaving the point of entry for another airfield"
    AIRFIELD_DEPARTURE = "before leaving the last Open Skies airfield for another point of exit"
    EXIT_DEPARTURE = "before leaving the point of exit"
    TRANSIT = "on landing in transit and before departure"


@dataclass(frozen=True, slots=True)
class Arrived(MissionFact):
    """The observing Party arrived at the point of entry.

    Said by either Party. If they state different instants both are kept and shown as contested.

    Args:
        point_of_entry: Site id or name.

    Treaty: art.VI.I.6, art.VIII.I.2.
    """

    provision: ClassVar[str] = "art.VI.I.6"

    point_of_entry: str = ""


@dataclass(frozen=True, slots=True)
class CoversChecked(MissionFact):
    """The sensor covers were checked.

    Said by either Party; the annex makes both check (AMB-45).

    Args:
        check: Which of the five checks.
        in_place: Covers or inhibiting devices were found in place.

    Treaty: art.VI.I.10, art.VI.I.19, annex.E.6, art.VII.3.
    """

    provision: ClassVar[str] = "annex.E.6"

    check: CoverCheck
    in_place: bool


@dataclass(frozen=True, slots=True)
class InspectionStarted(MissionFact):
    """The pre-flight inspection started, arrival formalities being complete.

    Said by either Party.

    Args:
        inspectors: How many inspectors take part; none if not stated.

    Treaty: art.VI.I.11, annex.F.I.1 or annex.F.II.1.
    """

    provision: ClassVar[str] = "art.VI.I.11"

    inspectors: Annotated[int, Field(ge=0, le=10_000)] | None = None


@dataclass(frozen=True, slots=True)
class MismatchTold(MissionFact):
    """The inspecting Party told the other what does not match the certificate; ``at`` is then.

    Said by the inspecting Party.

    Args:
        found_at: When it was found.
        what: What does not match, or is not permitted aboard.

    Treaty: annex.F.I.9, annex.F.II.8 (PFI-8): at once.
    """

    speaker: ClassVar[Speaker] = Speaker.INSPECTING
    provision: ClassVar[str] = "annex.F.I.9"

    found_at: Instant
    what: str


@dataclass(frozen=True, slots=True)
class InspectionReported(MissionFact):
    """A Party signed the report of the pre-flight inspection; ``at`` is the signature.

    Said by each Party for itself. The signature of the inspecting Party is its consent to the
    use of the aircraft.

    Args:
        ended_at: End of the inspection.
        conforms: Aircraft and sensors were found to be as certified.

    Treaty: annex.F.I.10, annex.F.I.11, annex.F.II.10.
    """

    speaker: ClassVar[Speaker] = Speaker.EACH
    provision: ClassVar[str] = "annex.F.I.10"

    ended_at: Instant
    conforms: bool = True


@dataclass(frozen=True, slots=True)
class InspectionWaived(MissionFact):
    """The inspecting Party does not use its right to a pre-flight inspection.

    Said by the inspecting Party.

    Treaty: art.VI.I.11.
    """

    speaker: ClassVar[Speaker] = Speaker.INSPECTING
    provision: ClassVar[str] = "art.VI.I.11"


@dataclass(frozen=True, slots=True)
class DemonstrationRequested(MissionFact):
    """The inspecting Party asked for a demonstration flight.

    Said by the inspecting Party: the observed Party where the observing Party supplies the
    aircraft, the observing Party in a taxi flight.

    Treaty: annex.F.III.1.
    """

    speaker: ClassVar[Speaker] = Speaker.INSPECTING
    provision: ClassVar[str] = "annex.F.III.1"


@dataclass(frozen=True, slots=True)
class DemonstrationFlown(MissionFact):
    """The demonstration flight was flown; ``at`` is its end.

    Said by either Party.

    Args:
        started_at: Its start.
        uncounted_minutes: Delay by weather, or by aircraft or sensors of the observed Party, which
            does not count.
        satisfied: The Party that asked was satisfied; none while it has not said.

    Treaty: annex.F.III.3.
    """

    provision: ClassVar[str] = "annex.F.III.3"

    started_at: Instant
    uncounted_minutes: Annotated[int, Field(ge=0, le=10_000)] = 0
    satisfied: bool | None = None


@dataclass(frozen=True, slots=True)
class WindowExtended(MissionFact):
    """The observing Party extends the 96 hours, the observed Party having asked to demonstrate.

    Said by the observing Party; its statement of need suffices (AMB-11 default).

    Args:
        hours: Hours added; the text allows up to 24.
        need: Why the flight needs them.

    Treaty: art.VI.I.9, annex.F.III.4.
    """

    speaker: ClassVar[Speaker] = Speaker.OBSERVING
    provision: ClassVar[str] = "annex.F.III.4"

    hours: Annotated[Decimal, Field(ge=0)]
    need: str = ""
