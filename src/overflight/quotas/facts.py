"""What can be said about quotas: what a unit must accept, and who may fly how often over whom.

Treaty: art.III.I, annex.A.I, annex.A.II.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

__all__ = ["DistributionAdopted", "PassiveAllocated", "QuotaFact", "Share"]


@dataclass(frozen=True, slots=True)
class PassiveAllocated:
    """A unit must accept so many flights in a calendar year.

    Args:
        unit: Unit code.
        flights: Flights in a calendar year.
        since: First day on which the quota holds.
        until: First day on which it no longer holds; none while it stands.
        provision: Where it is allocated.
        source: Keys of the sources.
        note: Doubts and details.
    """

    unit: str
    flights: int
    since: date
    until: date | None = None
    provision: str = "annex.A.I.1"
    source: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """Flights of one unit over another in a distribution.

    Args:
        id: Id of the line.
        observing: Unit that flies.
        observed: Unit flown over.
        flights: How many in a year.
        shared_with: Unit with which the same flights are shared; empty if they are its own.
        note: Doubts and details.
    """

    id: str
    observing: str
    observed: str
    flights: int
    shared_with: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DistributionAdopted:
    """A distribution of active quotas.

    Args:
        name: Its name.
        since: First day.
        until: First day on which it no longer holds, as the default reading has it.
        shares: Its lines.
        provision: Where it is laid down, or the decision that adopted it.
        until_otherwise: The same day under the other reading, where the text leaves one open.
        open_point: The open point, and the reading that gives the other day (``AMB-4=same-year``).
        source: Keys of the sources.
        note: Doubts and details.
    """

    name: str
    since: date
    until: date
    shares: tuple[Share, ...]
    provision: str
    until_otherwise: date | None = None
    open_point: str = ""
    source: str = ""
    note: str = ""


QuotaFact = PassiveAllocated | DistributionAdopted
