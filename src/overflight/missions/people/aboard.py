"""How many people of the other Party an aircraft takes: PER-5 to PER-8.

The numbers are rights of the Party that does not supply the aircraft: it may ask for as many, and
whoever supplies it takes as many as were rightly asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from overflight.missions.people.facts import AboardRole, PeopleAboard
from overflight.missions.said.event import Role
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Readings,
    Sense,
    Value,
    answered,
    measured,
    under,
)

__all__ = [
    "ABOARD",
    "ABOARD_LIGHT",
    "INTERPRETERS",
    "LIGHT_MASS",
    "SHORT_DISTANCE",
    "FlightOf",
    "aboard_findings",
    "people_aboard",
]

_ENTRY: Final = date(2002, 1, 1)


def _value(name: str, amount: int, unit: str, provision: str) -> Value:
    return Value(name, Decimal(amount), unit, _ENTRY, provision)


ABOARD: Final = _value("people aboard beside one a sensor station", 2, "people", "art.VI.III.1")
ABOARD_LIGHT: Final = _value("monitors aboard a light aircraft", 2, "people", "art.VI.III.2")
INTERPRETERS: Final = _value("interpreters aboard", 1, "interpreters", "art.VI.III.1")
LIGHT_MASS: Final = _value("maximum take-off mass", 35_000, "kg", "art.VI.III.2")
SHORT_DISTANCE: Final = _value("notified flight distance", 1_500, "km", "art.VI.III.2")


@dataclass(frozen=True, slots=True)
class FlightOf:
    """What of a mission decides whom the aircraft takes.

    Args:
        supplier: Who supplies the aircraft.
        third_state: Unit that designated it, where that is neither Party; empty otherwise.
        distance_km: Flight distance as notified, item (G); none where not stated.
        agreed: Numbers of people both Parties agreed instead, by rule.
    """

    supplier: Role
    third_state: str = ""
    distance_km: Decimal | None = None
    agreed: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


def people_aboard(stations: int) -> int:
    """Return how many people, interpreters not counted, go aboard: two, and one a station.

    Args:
        stations: Sensor control stations.

    Treaty: art.VI.III.1, art.VI.III.4, art.VI.III.5.
    """
    return int(ABOARD.amount) + stations


def _light(aboard: PeopleAboard, flight: FlightOf) -> bool | None:
    """Return whether the aircraft is light and the distance short; none where not known."""
    mass, distance = aboard.take_off_mass_kg, flight.distance_km
    heavy = mass is not None and mass > LIGHT_MASS.amount
    far = distance is not None and distance > SHORT_DISTANCE.amount
    if heavy or far:
        return False
    return None if mass is None or distance is None else True


def _numbers(rule: str, aboard: PeopleAboard, right: int, basis: str) -> Iterator[Finding]:
    """Yield whether no more were asked for than the right, and no fewer of those were taken."""
    rows = (
        ("people", aboard.asked, aboard.carried, right),
        ("interpreters", aboard.interpreters_asked, aboard.interpreters_carried, 1),
    )
    for who, asked, carried, most in rows:
        if who == "interpreters" and not asked:
            continue
        says = f"{aboard.role}: {asked} {who} asked for, {most} may be aboard; {basis}"
        limit = Limit(float(most), who, Sense.AT_MOST)
        yield measured(rule, Quantity(float(asked), who), limit, says)
        if carried is not None:
            due = min(asked, most)
            says = f"{aboard.role}: {carried} {who} taken, {due} rightly asked for; {basis}"
            least = Limit(float(due), who, Sense.AT_LEAST)
            yield measured(rule, Quantity(float(carried), who), least, says)


def _ordinary(rule: str, aboard: PeopleAboard, flight: FlightOf) -> tuple[Finding, ...]:
    """Return the answer where two and one a station go aboard, or what was agreed."""
    agreed = flight.agreed.get(rule)
    right = people_aboard(aboard.stations) if agreed is None else agreed
    basis = f"2 + 1 for each of {aboard.stations} sensor control stations"
    basis = basis if agreed is None else f"{agreed} as both Parties agreed"
    return tuple(_numbers(rule, aboard, right, basis))


def _monitors(aboard: PeopleAboard, flight: FlightOf, chosen: Readings) -> tuple[Finding, ...]:
    """Return the answer for flight monitors: PER-5, or PER-6 on a light aircraft."""
    reading = chosen.of("AMB-38")
    light = _light(aboard, flight)
    if flight.third_state and reading != "applies":
        light = False
    if light is None and aboard.asked > ABOARD_LIGHT.amount:
        says = f"{aboard.asked} flight monitors asked for; take-off mass or notified distance"
        return (answered("PER-6", Outcome.OPEN, f"{says} is not stated, and may make them 2"),)
    if not light:
        found = _ordinary("PER-5", aboard, flight)
        used = (f"AMB-38={reading}",) if flight.third_state else ()
        return tuple(under(one, *used) for one in found)
    agreed = flight.agreed.get("PER-6")
    right = int(ABOARD_LIGHT.amount) if agreed is None else agreed
    basis = f"{aboard.take_off_mass_kg} kg and {flight.distance_km} km: 2 flight monitors"
    basis = basis if agreed is None else f"{agreed} as both Parties agreed"
    found = tuple(_numbers("PER-6", aboard, right, basis))
    return tuple(under(one, f"AMB-38={reading}") for one in found) if flight.third_state else found


_ROLES: Final[Mapping[AboardRole, str]] = MappingProxyType(
    {
        AboardRole.MONITOR: "PER-5",
        AboardRole.FLIGHT_REPRESENTATIVE: "PER-7",
        AboardRole.REPRESENTATIVE: "PER-8",
    }
)


def _has_role(role: AboardRole, flight: FlightOf) -> bool:
    """Return whether there are people in this role on this aircraft (art.II.18 to art.II.20)."""
    taxi = flight.supplier is Role.OBSERVED
    if role is AboardRole.FLIGHT_REPRESENTATIVE:
        return taxi
    return not taxi and (role is AboardRole.MONITOR or bool(flight.third_state))


def aboard_findings(
    aboard: PeopleAboard, flight: FlightOf, chosen: Readings
) -> tuple[Finding, ...]:
    """Return what the rules answer about the people of the other Party aboard.

    Args:
        aboard: How many were asked for and taken.
        flight: What of the mission decides it.
        chosen: ``AMB-38`` decides whether a third State's aircraft may be light.

    Treaty: art.VI.III.1 (PER-5), art.VI.III.2 (PER-6), art.VI.III.4 (PER-7), art.VI.III.5 (PER-8).
    """
    rule = _ROLES[aboard.role]
    if not _has_role(aboard.role, flight):
        whose = f"designated by {flight.third_state}" if flight.third_state else "of its own"
        says = (
            f"no {aboard.role} is aboard where the {flight.supplier} supplies an aircraft {whose}"
        )
        return (answered(rule, Outcome.OPEN, says),)
    if aboard.role is AboardRole.MONITOR:
        return _monitors(aboard, flight, chosen)
    return _ordinary(rule, aboard, flight)
