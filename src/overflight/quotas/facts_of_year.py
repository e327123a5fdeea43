"""What can be said in the yearly cycle: requests, the review, plans by quarter, sequences, taxi.

Treaty: art.III.I.7, annex.H, annex.L.II.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

__all__ = [
    "ChangeRequested",
    "Flights",
    "PlannedFlights",
    "Quarter",
    "QuartersPlanned",
    "ReviewConcluded",
    "ReviewOpened",
    "SequenceNotified",
    "TaxiElected",
    "Wish",
    "YearFact",
]

Quarter = Annotated[int, Field(ge=1, le=4)]
Flights = Annotated[int, Field(ge=0, le=1000)]


@dataclass(frozen=True, slots=True)
class Wish:
    """Flights wished over one unit in the next calendar year."""

    observed: str
    flights: Flights


@dataclass(frozen=True, slots=True)
class ChangeRequested:
    """A unit asked to change its active quotas for a calendar year (NTF-11).

    Said by that unit.

    Args:
        unit: Unit that asks.
        year: The calendar year asked for.
        on: Day on which all other States Parties and the Commission were told.
        wishes: Over whom, and how often.
        provision: Where it is foreseen.
    """

    unit: str
    year: int
    on: date
    wishes: tuple[Wish, ...]
    provision: str = "annex.L.II.1"


@dataclass(frozen=True, slots=True)
class ReviewOpened:
    """The annual review of the distribution began.

    Args:
        year: The calendar year it is for.
        on: Day on which the item was opened in the Commission.
        consultations_on: Day on which the interested States Parties began to consult.
        provision: Where it is foreseen.
    """

    year: int
    on: date
    consultations_on: date | None = None
    provision: str = "art.III.I.7"


@dataclass(frozen=True, slots=True)
class ReviewConcluded:
    """The review ended for one observed unit.

    Args:
        year: The calendar year it is for.
        observed: Unit to be overflown.
        on: Day on which agreement was reached, or given up.
        agreed: Whether there was agreement.
        note: Who objected, and why.
        provision: Where it is foreseen.
    """

    year: int
    observed: str
    on: date
    agreed: bool
    note: str = ""
    provision: str = "art.III.I.7"


@dataclass(frozen=True, slots=True)
class PlannedFlights:
    """Flights planned over one unit in one quarter."""

    observed: str
    quarter: Quarter
    flights: Flights


@dataclass(frozen=True, slots=True)
class QuartersPlanned:
    """A unit announced which flights it plans over whom in each quarter (NTF-8).

    Said by that unit; announcing is free, and what is not announced may still be flown.

    Args:
        unit: Unit that plans.
        year: Calendar year.
        on: Day on which all other States Parties were told.
        planned: The plans.
        provision: Where it is foreseen.
    """

    unit: str
    year: int
    on: date
    planned: tuple[PlannedFlights, ...]
    provision: str = "annex.H.1"


@dataclass(frozen=True, slots=True)
class SequenceNotified:
    """The States concerned notified the sequence of flights over one unit in a quarter (NTF-9).

    Args:
        observed: Unit to be overflown.
        year: Calendar year.
        quarter: Its quarter.
        sequence: Observing units in the order of their flights; one entry for each flight.
        on: Day on which all States Parties were told.
        lots_seed: Seed of the draw where there was no agreement; empty where it was agreed.
        provision: Where it is foreseen.
    """

    observed: str
    year: int
    quarter: Quarter
    sequence: tuple[str, ...]
    on: date
    lots_seed: str = ""
    provision: str = "annex.H.3"


@dataclass(frozen=True, slots=True)
class TaxiElected:
    """The unit to be observed said for which flights it supplies the aircraft (NTF-10).

    Said by the unit to be observed.

    Args:
        observed: Unit to be overflown.
        year: Calendar year.
        quarter: Its quarter.
        flights: Places in the sequence, from 1.
        on: Day on which it said so.
        told: Units it told; empty where it told all other States Parties.
        provision: Where it is foreseen.
    """

    observed: str
    year: int
    quarter: Quarter
    flights: tuple[int, ...]
    on: date
    told: tuple[str, ...] = ()
    provision: str = "annex.H.4"


YearFact = (
    ChangeRequested
    | ReviewOpened
    | ReviewConcluded
    | QuartersPlanned
    | SequenceNotified
    | TaxiElected
)
