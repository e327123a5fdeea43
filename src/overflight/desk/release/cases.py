"""Fold an entitlement's case from a record, as it stands or as it stood at a cut."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from overflight.deadlines import Instant, day_of
from overflight.desk.held.as_of import AsOf, fold_as_of
from overflight.desk.record import Desk, read_facts
from overflight.errors import UsageError
from overflight.missions import (
    DataState,
    Mission,
    QuotaState,
    data_state,
    fold_missions,
    kind_of,
    quota_entry,
)
from overflight.record import (
    Said,
)
from overflight.release import (
    CopyRequested,
    EntitlementCase,
    FlightCount,
    FlownFlight,
    MembershipSpan,
    Releases,
    place_of,
    request_of,
)

__all__ = [
    "entitlement_case",
    "flown_flight",
    "holders_of",
    "membership_of",
    "no_flight",
    "request_for",
]

# What settles whether, when and between whom a flight took place, and whether it counts.
_TELLING: Final = frozenset(
    {
        "missions.notified/1",
        "missions.taken-off/1",
        "missions.landed/1",
        "missions.curtailed/1",
        "missions.count-chosen/1",
        "missions.prohibited/1",
        "missions.declined/1",
        "missions.cancelled/1",
    }
)
_COUNTS: Final[Mapping[QuotaState, FlightCount]] = {
    QuotaState.RESERVED: FlightCount.NOT_STATED,
    QuotaState.DEBITED_BOTH: FlightCount.COUNTED,
    QuotaState.RELEASED: FlightCount.NOT_COUNTED,
    QuotaState.PENDING_CHOICE: FlightCount.CHOICE_OPEN,
    QuotaState.UNREGULATED: FlightCount.NOT_REGULATED,
    QuotaState.CONTESTED: FlightCount.CONTESTED,
}


def flown_flight(state: AsOf, key: str, at: Instant) -> FlownFlight | None:
    """Return a flight as an entitlement asks for it; none where no Party gave notice of it.

    Args:
        state: What held on any day.
        key: Mission key.
        at: The instant it is looked at from.

    Treaty: art.VIII.II.6 (QEF-0), art.III.II for units.
    """
    day = day_of(at)
    units = state.parties.units_on(day)
    missions = fold_missions(state.said_of(key), at=at, units=units)
    mission = next((m for m in missions if m.observing), None)
    if mission is None:
        return None
    telling = [s.said for s in mission.steps if kind_of(s.said.fact) in _TELLING]
    flown = next((s for s in telling if kind_of(s.fact) == "missions.taken-off/1"), telling[0])
    flown_on = day_of(flown.fact.at)
    return FlownFlight(
        flight=key,
        observing=mission.observing,
        observed=mission.observed,
        flown_on=flown_on,
        count=_count(mission, state),
        observing_members=state.parties.states_of(mission.observing, flown_on),
        observed_members=state.parties.states_of(mission.observed, flown_on),
        basis=tuple(place_of(said.ref) for said in telling),
    )


def _count(mission: Mission, state: AsOf) -> FlightCount:
    entry = quota_entry(mission, state.readings)
    if entry.effect and data_state(mission) is DataState.NONE:
        return FlightCount.NOT_FLOWN
    return _COUNTS[entry.state]


def holders_of(flight: FlownFlight) -> tuple[str, ...]:
    """Return the parties that hold the data: the observing Party, or the members of its unit."""
    return flight.observing_members or (flight.observing,)


def membership_of(state: AsOf, parties: Iterable[str]) -> tuple[MembershipSpan, ...]:
    """Return when states were Parties, with the statements that rests on."""
    spans: list[MembershipSpan] = []
    for party in dict.fromkeys(parties):
        known = state.parties.states.get(party)
        if known is not None:
            basis = tuple(place_of(ref) for ref in known.basis)
            spans += [MembershipSpan(party, s.since, s.until, basis) for s in known.spells]
    return tuple(spans)


def entitlement_case(
    said: tuple[Said[object], ...], request: Said[CopyRequested], medium: str, at: Instant
) -> EntitlementCase:
    """Return everything an entitlement is computed from, folded from what was said.

    Args:
        said: All that was said up to the cut.
        request: The request.
        medium: The medium that holds the data.
        at: The instant it is judged for.

    Raises:
        UsageError: Nobody gave notice of the flight.
    """
    state = fold_as_of(said, source="record")
    releases = Releases.of(said)
    key = request.fact.flight
    flight = flown_flight(state, key, at)
    if flight is None:
        raise no_flight(key)
    return EntitlementCase(
        at=at,
        request=request_of(request),
        flight=flight,
        membership=membership_of(state, (request.party, *holders_of(flight))),
        seals=releases.seals_of(key, medium),
        demands=releases.demands_on(key),
        keys=releases.keys,
    )


def request_for(
    desk: Desk, flight: str, sensor: str, portions: tuple[str, ...], form: str
) -> CopyRequested:
    """Return a request whose fields (A) to (C) and addressees come from the record.

    Raises:
        UsageError: Nobody gave notice of the flight.

    Treaty: art.IX.IV.1 (NTF-39).
    """
    state = fold_as_of(read_facts(desk.records), source="record")
    found = flown_flight(state, flight, desk.clock.now())
    if found is None:
        raise no_flight(flight)
    told = {*(found.observing_members or (found.observing,))}
    told |= {*(found.observed_members or (found.observed,))}
    return CopyRequested(
        flight=flight,
        observing=found.observing,
        observed=found.observed,
        flown_on=found.flown_on,
        sensor=sensor,
        portions=portions,
        form=form,
        told=tuple(sorted(told)),
    )


def no_flight(flight: str) -> UsageError:
    """Return the fault of a flight nobody gave notice of."""
    return UsageError(
        "E-FLIGHT",
        where=flight,
        expected="the key of a mission on this record",
        found="no notice of it",
        remedy="Correct the flight, or bring the record up to date.",
    )
