"""Types of aircraft as rules: in, out, one exemplar, the data of Annex C (DES-1 to DES-4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from overflight.missions.designation.facts import (
    AircraftDesignated,
    AircraftRemoved,
    ExemplarPresented,
)
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Sense,
    Value,
    answered,
    measured,
)

__all__ = [
    "AIRCRAFT_IN",
    "AIRCRAFT_OUT",
    "IsParty",
    "designated_on",
    "designation_findings",
    "exemplar_finding",
    "removal_findings",
    "takes_effect",
]

_ENTRY: Final = date(2002, 1, 1)

AIRCRAFT_IN: Final = Value("notice of a designation", Decimal(30), "d", _ENTRY, "art.V.2")
AIRCRAFT_OUT: Final = Value("notice of a deletion", Decimal(90), "d", _ENTRY, "art.V.3")

IsParty = Callable[[str, date], bool]


def takes_effect(on: date, effect: date | None, notice: Value) -> date:
    """Return the day of a change: as named, but no earlier than its notice allows.

    Args:
        on: Day of the notice.
        effect: Day the notice names; none where it names none.
        notice: The least notice, in days.

    Treaty: art.V.2, art.V.3.
    """
    earliest = on + timedelta(days=int(notice.amount))
    return earliest if effect is None else max(effect, earliest)


def _lead(fact: AircraftDesignated | AircraftRemoved, rule: str, notice: Value) -> Finding:
    earliest = fact.on + timedelta(days=int(notice.amount))
    effect = fact.effect or earliest
    days = Quantity(float((effect - fact.on).days), "d")
    limit = Limit(float(notice.amount), "d", Sense.AT_LEAST)
    named = f"effect named for {fact.effect}" if fact.effect else "no effect named"
    says = f"{fact.state}, {fact.aircraft}: notice {fact.on} + {notice.amount} d = {earliest}"
    return measured(rule, days, limit, f"{says}; {named}", provision=notice.provision)


def _registered(fact: AircraftDesignated, is_party: IsParty) -> Finding:
    effect = takes_effect(fact.on, fact.effect, AIRCRAFT_IN)
    where = fact.registered_in
    if not where:
        says = f"{fact.aircraft}: where it is registered is not stated"
        return answered("DES-1", Outcome.OPEN, says)
    kept = is_party(where, effect)
    says = (
        f"{fact.aircraft}: registered in {where}, {'a' if kept else 'no'} State Party on {effect}"
    )
    return answered("DES-1", Outcome.KEPT if kept else Outcome.BROKEN, says)


def _lacking(fact: AircraftDesignated) -> Iterator[str]:
    """Yield the items of Annex C that a designation does not state."""
    exact = fact.navigation and all(aid.accuracy_m is not None for aid in fact.navigation)
    items = (
        ("identification (annex.C.1)", fact.identification),
        ("sensors (annex.C.2)", fact.sensors),
        ("navigation with its accuracy (annex.C.3)", exact),
        ("communication (annex.C.3)", fact.communication),
        ("ground handling (annex.C.4)", fact.handling),
        ("seats (annex.C.5)", fact.seats is not None),
    )
    yield from (name for name, stated in items if not stated)
    for each in fact.sensors:
        if each.height_m is None and each.altitude_m is None:
            yield f"height above ground or altitude for {each.sensor} (annex.C.2)"
        if each.speed_kmh is None or each.fuel_kgh is None:
            yield f"cruise speed and fuel flow for {each.sensor} (annex.C.2)"


def designation_findings(fact: AircraftDesignated, is_party: IsParty) -> tuple[Finding, ...]:
    """Return what the rules answer about a designation of a type.

    Args:
        fact: The designation.
        is_party: Whether a State is a Party on a day.

    Treaty: art.V.1, art.V.2 (DES-1), annex.C (DES-4).
    """
    lacks = tuple(_lacking(fact))
    says = f"{fact.state}, {fact.aircraft}: "
    says += f"not stated: {'; '.join(lacks)}" if lacks else "every item of Annex C is stated"
    data = answered("DES-4", Outcome.BROKEN if lacks else Outcome.KEPT, says)
    return (_lead(fact, "DES-1", AIRCRAFT_IN), _registered(fact, is_party), data)


def designated_on(
    state: str, aircraft: str, facts: Iterable[AircraftDesignated | AircraftRemoved], day: date
) -> bool:
    """Return whether a type is designated by a State on a day, notices counted as they allow.

    Treaty: art.V.2, art.V.3 (DES-1, DES-2).
    """
    stands = False
    mine = [f for f in facts if (f.state, f.aircraft) == (state, aircraft)]
    for fact in sorted(mine, key=lambda f: f.on):
        enters = isinstance(fact, AircraftDesignated)
        if takes_effect(fact.on, fact.effect, AIRCRAFT_IN if enters else AIRCRAFT_OUT) <= day:
            stands = enters
    return stands


def removal_findings(
    fact: AircraftRemoved, facts: Iterable[AircraftDesignated | AircraftRemoved]
) -> tuple[Finding, ...]:
    """Return what the rules answer about a deletion of a type.

    Args:
        fact: The deletion.
        facts: Every designation and deletion.

    Treaty: art.V.3 (DES-2).
    """
    lead = _lead(fact, "DES-2", AIRCRAFT_OUT)
    if any(
        isinstance(f, AircraftDesignated) and (f.state, f.aircraft) == (fact.state, fact.aircraft)
        for f in facts
    ):
        return (lead,)
    says = f"{fact.state}, {fact.aircraft}: no designation of it is on record"
    return (lead, answered("DES-2", Outcome.OPEN, says))


def exemplar_finding(fact: ExemplarPresented, facts: Iterable[ExemplarPresented]) -> Finding:
    """Return whether the certification of one exemplar covers an aircraft.

    Args:
        fact: The aircraft presented.
        facts: Every exemplar presented.

    Treaty: art.V.4 (DES-3).
    """
    who = f"{fact.aircraft} {fact.registration}"
    certified = [
        f
        for f in facts
        if f.certified and f.on <= fact.on and (f.state, f.aircraft) == (fact.state, fact.aircraft)
    ]
    if not certified or not fact.configuration_sha256:
        lacks = "its sensor set is not stated" if certified else "no exemplar of it was certified"
        return answered("DES-3", Outcome.OPEN, f"{who}: {lacks}")
    same = [f for f in certified if f.configuration_sha256 == fact.configuration_sha256]
    if same:
        says = f"{who}: type, model and sensor set of {same[0].registration}, which was certified"
        return answered("DES-3", Outcome.KEPT, says)
    others = ", ".join(f.registration for f in certified)
    says = f"{who}: its sensor set is not that of {others}; it needs a certification of its own"
    return answered("DES-3", Outcome.BROKEN, says)
