"""Which aircraft flies a mission: who may supply it, how far it flies, whom it carries.

The taxi option is the right of the observed Party to supply the aircraft; what it then owes, it
owes in range (TAX-4). TAX-1, TAX-4 and TAX-6.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field

from overflight.missions.designation.aircraft import AIRCRAFT_IN, AIRCRAFT_OUT
from overflight.missions.designation.facts import AircraftDesignated, AircraftRemoved
from overflight.missions.said.event import MissionKey, Role, UnitCode
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, Value, judge, rule

__all__ = [
    "RANGE_SHARE",
    "SUPPLY_KINDS",
    "AircraftSupplied",
    "capacity",
    "from_register",
    "supply_findings",
    "taxi_range",
    "who_supplies",
]

# Suspended to the end of 2005 (art.XVIII.II, SEN-17).
RANGE_SHARE: Final = Value(
    "share of the flight distance that the range must reach",
    Decimal("0.5"),
    "of a distance",
    date(2006, 1, 1),
    "art.VI.I.1",
)


@dataclass(frozen=True, slots=True)
class AircraftSupplied:
    """A Party named the aircraft for a mission, with what the register says of it.

    Args:
        mission: Mission key.
        supplier: Unit that supplies it.
        aircraft: Its identification (annex.C.1).
        designated_by: Unit that designated it; empty where that is not known.
        designated_since: First day of its designation; none where that is not known.
        designated_until: First day on which it is no longer designated; none while it is.
        owner_agreed: Whether the unit that designated it arranged its use; none where not said.
        range_km: Range without refuelling, reserves included; none where not stated.
        seats: People it can carry (annex.C.5); none where not stated.
        people: Crew and people of both Parties to be carried; none where not stated.
        note: Doubts and details.
    """

    mission: MissionKey
    supplier: UnitCode
    aircraft: str
    designated_by: str = ""
    designated_since: date | None = None
    designated_until: date | None = None
    owner_agreed: bool | None = None
    range_km: Annotated[Decimal, Field(ge=0, le=100_000)] | None = None
    seats: Annotated[int, Field(ge=0, le=10_000)] | None = None
    people: Annotated[int, Field(ge=0, le=10_000)] | None = None
    note: str = ""


SUPPLY_KINDS: Final[Mapping[str, type]] = MappingProxyType(
    {"missions.aircraft-supplied/1": AircraftSupplied}
)


def _holds_from(fact: AircraftDesignated | AircraftRemoved, notice: Value) -> date:
    """Return the day a notice takes effect: as named, but no earlier than it allows."""
    earliest = fact.on + timedelta(days=int(notice.amount))
    return max(fact.effect or earliest, earliest)


def from_register(
    fact: AircraftSupplied, register: Iterable[AircraftDesignated | AircraftRemoved]
) -> AircraftSupplied:
    """Return an aircraft with what notices of designation say of it, where it says nothing itself.

    Args:
        fact: The aircraft.
        register: Notices of designation and removal, in the order given.

    Treaty: art.V.2, art.V.3 (DES-1, DES-2).
    """
    every = tuple(register)
    named = [
        one
        for one in every
        if isinstance(one, AircraftDesignated)
        and fact.aircraft in {one.identification, one.aircraft}
    ]
    if fact.designated_by or not named:
        return fact
    last = named[-1]
    gone = [
        _holds_from(one, AIRCRAFT_OUT)
        for one in every
        if isinstance(one, AircraftRemoved)
        and (one.state, one.aircraft) == (last.state, last.aircraft)
        and one.on >= last.on
    ]
    return replace(
        fact,
        designated_by=last.state,
        designated_since=_holds_from(last, AIRCRAFT_IN),
        designated_until=min(gone, default=None),
        seats=last.seats if fact.seats is None else fact.seats,
    )


def _answer(rule_id: str, outcome: Outcome, says: str) -> Finding:
    entry = rule(rule_id)
    return Finding(rule_id, entry.provision, outcome, says, consequence=entry.consequence)


def _designated(fact: AircraftSupplied, on: date) -> Finding:
    since, until = fact.designated_since, fact.designated_until
    if not fact.designated_by or since is None:
        says = f"whether {fact.aircraft} is a designated observation aircraft is not on record"
        return _answer("TAX-1", Outcome.OPEN, says)
    holds = since <= on and (until is None or on < until)
    says = f"{fact.aircraft} is designated by {fact.designated_by} from {since}"
    says += f", no longer from {until}" if until else ""
    return _answer("TAX-1", Outcome.KEPT if holds else Outcome.BROKEN, f"{says}; flight on {on}")


def _supplied(fact: AircraftSupplied, pair: Mapping[Role, str], taken: Role) -> Finding:
    """Return whether the Party that may supply the aircraft does, and with an aircraft it may."""
    due, own = pair[taken], fact.designated_by
    if fact.supplier != due:
        taxi = "elected to supply it" if taken is Role.OBSERVED else "did not elect to supply it"
        says = f"{fact.supplier} supplies {fact.aircraft}; {pair[Role.OBSERVED]} {taxi}"
        return _answer("TAX-1", Outcome.BROKEN, says)
    if taken is Role.OBSERVED:
        outcome = Outcome.KEPT if own == due else Outcome.BROKEN
        outcome = outcome if own else Outcome.OPEN
        says = f"{due} takes the taxi option with an aircraft designated by {own or 'nobody named'}"
        return _answer("TAX-1", outcome, f"{says}; it must be its own")
    if own in {"", due}:
        return _answer("TAX-1", Outcome.KEPT, f"{due} supplies {fact.aircraft}")
    says = f"{due} flies with {fact.aircraft}, designated by {own}, "
    if fact.owner_agreed is None:
        return _answer("TAX-1", Outcome.OPEN, f"{says}whose agreement is not on record")
    outcome = Outcome.KEPT if fact.owner_agreed else Outcome.BROKEN
    return _answer(
        "TAX-1", outcome, f"{says}which {'agreed' if fact.owner_agreed else 'did not agree'}"
    )


def who_supplies(
    fact: AircraftSupplied, pair: Mapping[Role, str], taken: Role, on: date
) -> tuple[Finding, ...]:
    """Return whether the aircraft is designated, and supplied by the Party that may do so.

    Args:
        fact: The aircraft.
        pair: Unit code of each side.
        taken: Which Party supplies the aircraft by what was elected.
        on: Day of the flight.

    Treaty: art.VI.I.1, art.VI.I.2 (TAX-1).
    """
    return (_designated(fact, on), _supplied(fact, pair, taken))


def taxi_range(fact: AircraftSupplied, distance_km: Decimal | None, on: date) -> Finding:
    """Return whether the aircraft of the observed Party flies half the notified distance.

    Args:
        fact: The aircraft.
        distance_km: Flight distance as notified, item (G).
        on: Day of the flight.

    Treaty: art.VI.I.1 (TAX-4); suspended to the end of 2005.
    """
    if on < RANGE_SHARE.since:
        says = f"no range is asked before {RANGE_SHARE.since} (art.XVIII.II)"
        return _answer("TAX-4", Outcome.KEPT, says)
    if distance_km is None or fact.range_km is None:
        missing = "flight distance" if distance_km is None else "range"
        return _answer("TAX-4", Outcome.OPEN, f"the {missing} was not stated")
    entry, half = rule("TAX-4"), RANGE_SHARE.amount * distance_km
    number = Quantity(float(fact.range_km), "km")
    limit = Limit(float(half), "km", Sense.AT_LEAST)
    says = f"{fact.aircraft} flies {fact.range_km} km; half of {distance_km} km is {half} km"
    return Finding(
        "TAX-4", entry.provision, judge(number, limit), says, number, limit, entry.consequence
    )


def capacity(fact: AircraftSupplied) -> Finding:
    """Return whether an aircraft carries its crew and the people of both Parties.

    Treaty: art.V.5 (TAX-6).
    """
    if fact.seats is None or fact.people is None:
        return _answer("TAX-6", Outcome.OPEN, f"seats or people of {fact.aircraft} are not stated")
    entry, number = rule("TAX-6"), Quantity(float(fact.seats), "people")
    limit = Limit(float(fact.people), "people", Sense.AT_LEAST)
    says = f"{fact.aircraft} carries {fact.seats} people; {fact.people} are to be carried"
    return Finding(
        "TAX-6", entry.provision, judge(number, limit), says, number, limit, entry.consequence
    )


def supply_findings(
    fact: AircraftSupplied,
    pair: Mapping[Role, str],
    taken: Role,
    *,
    distance_km: Decimal | None,
    on: date,
) -> tuple[Finding, ...]:
    """Return what the rules answer about the aircraft of a mission.

    Args:
        fact: The aircraft.
        pair: Unit code of each side.
        taken: Which Party supplies the aircraft by what was elected.
        distance_km: Flight distance as notified.
        on: Day of the flight.

    Treaty: art.VI.I.1, art.VI.I.2, art.V.5 (TAX-1, TAX-4, TAX-6).
    """
    ranged = (taxi_range(fact, distance_km, on),) if taken is Role.OBSERVED else ()
    return (*who_supplies(fact, pair, taken, on), *ranged, capacity(fact))
