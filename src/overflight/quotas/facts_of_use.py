"""What can be said about the use of quotas: transfers, shares of groups, flights that do not count.

Treaty: art.III.I.9, art.III.II.2, art.III.II.3, annex.L.III.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from overflight.quotas.facts import Share

__all__ = [
    "ActiveTransferred",
    "FlightNotCounted",
    "Kilometres",
    "MemberStretch",
    "MembersOverflown",
    "OutsideKind",
    "SharesRedistributed",
    "TransferAnswered",
    "UseFact",
]


Kilometres = Annotated[Decimal, Field(ge=0, le=100_000)]


@dataclass(frozen=True, slots=True)
class ActiveTransferred:
    """The holder of active quotas passed flights over one unit to another unit.

    Said by the holder.

    Args:
        year: Calendar year.
        giver: Unit that held the flights.
        receiver: Unit that gets them.
        observed: Unit to be overflown; without its agreement the transfer is void.
        flights: How many.
        told_on: Day on which all other States Parties and the Commission were told; none if not
            yet.
        provision: Where transfers are foreseen.
        note: Doubts and details.
    """

    year: int
    giver: str
    receiver: str
    observed: str
    flights: Annotated[int, Field(ge=1, le=1000)]
    told_on: date | None = None
    provision: str = "art.III.I.9"
    note: str = ""


@dataclass(frozen=True, slots=True)
class TransferAnswered:
    """The unit to be overflown agreed to a transfer of flights over it, or did not.

    Said by the unit to be overflown.

    Args:
        year: Calendar year.
        giver: Unit that held the flights.
        receiver: Unit that gets them.
        observed: Unit to be overflown.
        agreed: Whether it agrees.
        note: Doubts and details.
    """

    year: int
    giver: str
    receiver: str
    observed: str
    agreed: bool
    note: str = ""


@dataclass(frozen=True, slots=True)
class SharesRedistributed:
    """Members of a group with shared active quotas distributed them anew among themselves.

    Said by a member.

    Args:
        group: Unit code of the group.
        year: The current calendar year.
        shares: The flights of every member over every unit, as they are from now on.
        told_on: Day on which the third States concerned were told; none if not yet.
        provision: Where it is foreseen.
        note: Doubts and details.
    """

    group: str
    year: int
    shares: tuple[Share, ...]
    told_on: date | None = None
    provision: str = "art.III.II.2.A"
    note: str = ""


@dataclass(frozen=True, slots=True)
class MemberStretch:
    """The part of one flight over one member of a group.

    Args:
        member: Code of the member.
        sensing_km: Length over this member on which sensors may work.
        lon_deg: Longitude of the planned start point over this member, degrees on WGS 84.
        lat_deg: Latitude of it.
        from_airfield: Site id of the airfield of commencement; empty where the stretch begins in
            the air, so that the airfield nearest the start point counts.
        dark_km: Length flown with all sensors off before this stretch.
    """

    member: str
    sensing_km: Kilometres
    lon_deg: Annotated[Decimal, Field(ge=-180, le=180)] | None = None
    lat_deg: Annotated[Decimal, Field(ge=-90, le=90)] | None = None
    from_airfield: str = ""
    dark_km: Kilometres = Decimal(0)


@dataclass(frozen=True, slots=True)
class MembersOverflown:
    """One flight covers several members of a group, as planned or as flown.

    Said by the observing Party.

    Args:
        mission: Mission key.
        observing: Unit that flies.
        group: Unit code of the group.
        year: Calendar year of the quota used.
        stretches: The parts, in the order flown.
        counted: Flights the observing Party counts against its own active quota; none where it
            does not say.
        provision: Where such flights are foreseen.
        note: Doubts and details.
    """

    mission: str
    observing: str
    group: str
    year: int
    stretches: tuple[MemberStretch, ...]
    counted: Annotated[int, Field(ge=0, le=1000)] | None = None
    provision: str = "art.III.II.2.B"
    note: str = ""

    @property
    def members(self) -> tuple[str, ...]:
        """Return the members overflown, each once, in the order flown."""
        return tuple(dict.fromkeys(stretch.member for stretch in self.stretches))


class OutsideKind(StrEnum):
    """Why a flight is no part of the quotas."""

    EXTRAORDINARY = "extraordinary"  # for an organization, annex.L.III.1
    VOLUNTARY = "voluntary"  # bilateral, annex.L.III.3


@dataclass(frozen=True, slots=True)
class FlightNotCounted:
    """A Party says that a flight is outside the quotas; it is so when both Parties say it.

    Said by each of the two Parties for itself.

    Args:
        mission: Mission key.
        kind: Why.
        note: The organization, or the words of the agreement.
    """

    mission: str
    kind: OutsideKind
    note: str = ""


UseFact = (
    ActiveTransferred | TransferAnswered | SharesRedistributed | MembersOverflown | FlightNotCounted
)
