"""What a case says of people, judged: lists, answers and silence, visas, teams, numbers aboard."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar, cast

from overflight.deadlines import day_of
from overflight.desk.cases.question import Judged, Question
from overflight.missions import (
    AboardRole,
    AircraftDesignated,
    AircraftRemoved,
    AircraftSupplied,
    Arrived,
    Departed,
    FlightOf,
    ListTerms,
    Mission,
    MissionStay,
    PeopleAboard,
    PeopleFact,
    Personnel,
    PersonnelListReceived,
    Role,
    TeamNamed,
    VisaIssued,
    aboard_findings,
    answer_findings,
    chief_findings,
    fold_personnel,
    from_register,
    list_findings,
    list_silence,
    team_findings,
    visa_findings,
)
from overflight.record import Said

__all__ = ["designated_by", "of_people", "personnel_of", "states_of", "third_state_of"]

F = TypeVar("F")
_NUMBERS = ("PER-5", "PER-6", "PER-7", "PER-8")


def _said(asked: Question, kind: type[F]) -> tuple[Said[F], ...]:
    return cast("tuple[Said[F], ...]", tuple(asked.facts(kind)))


def personnel_of(asked: Question) -> Personnel:
    """Return the lists of personnel as the case states them."""
    facts = [s for s in asked.said if isinstance(s.fact, PeopleFact)]
    return fold_personnel(cast("list[Said[PeopleFact]]", facts))


def states_of(asked: Question, mission: Mission, role: Role) -> frozenset[str]:
    """Return the States behind one Party of a mission, on the day of its notice."""
    unit = mission.unit_of(role)
    day = day_of(mission.notice.at if mission.notice else asked.at)
    return frozenset(asked.as_of.parties.units_on(day).get(unit, (unit,)))


def designated_by(asked: Question) -> Mapping[str, str]:
    """Return which unit designated the aircraft of each mission: as said, or by its notices."""
    register = [
        s.fact for s in asked.said if isinstance(s.fact, AircraftDesignated | AircraftRemoved)
    ]
    named = (from_register(s.fact, register) for s in _said(asked, AircraftSupplied))
    return {fact.mission: fact.designated_by for fact in named}


def third_state_of(asked: Question, mission: Mission, designated: Mapping[str, str]) -> str:
    """Return the unit that designated the aircraft, where that is neither Party; else nothing."""
    own = {mission.observing, mission.observed}
    for role in Role:
        own |= states_of(asked, mission, role)
    unit = designated.get(mission.key, "")
    return "" if unit in own else unit


@dataclass(frozen=True, slots=True)
class _People:
    """A case about people: its lists, and what dates are held against."""

    asked: Question
    personnel: Personnel
    terms: ListTerms
    missions: Mapping[str, Mission]


def of_people(asked: Question) -> Iterator[Judged]:
    """Judge lists of personnel, answers, visas, teams and numbers aboard.

    Treaty: art.XIII.I (PER-1, PER-2, PER-3), art.VI.III (PER-5 to PER-8), annex.G (PER-9).
    """
    if not any(isinstance(said.fact, PeopleFact) for said in asked.said):
        return
    states = asked.as_of.parties.states
    deposits: dict[str, date] = {}
    for code, state in states.items():
        deposited = state.spells[0].deposited if state.spells else state.awaiting
        if deposited is not None:
            deposits[code] = deposited
    held = asked.as_of
    terms = ListTerms(held.parties.in_force, deposits, asked.readings, held.quiet)
    missions = {mission.key: mission for mission in asked.missions}
    people = _People(asked, personnel_of(asked), terms, missions)
    yield from _lists(people)
    yield from _answers(people)
    yield from _visas(people)
    yield from _teams(people)
    yield from _aboard(people)


def _lists(people: _People) -> Iterator[Judged]:
    for said in (s for own in people.personnel.lists.values() for s in own):
        yield Judged(said.fact.state, list_findings(said.fact, people.personnel, people.terms))
    for got in _said(people.asked, PersonnelListReceived):
        sent = people.personnel.version(got.fact.of, got.fact.version)
        if sent is None:
            continue
        found = list_silence(sent.fact, got.party, people.personnel, people.terms, people.asked.at)
        if found is not None:
            finding, due = found
            yield Judged(got.fact.of, (finding,) if due else (), () if due else (finding,))


def _answers(people: _People) -> Iterator[Judged]:
    for said in people.personnel.answers:
        found = answer_findings(said.fact, said.party, people.personnel, people.terms)
        yield Judged(said.fact.of, found)


def _visas(people: _People) -> Iterator[Judged]:
    for said in _said(people.asked, VisaIssued):
        mission = people.missions.get(said.fact.mission)
        arrived = mission.first(Arrived) if mission else None
        left = mission.first(Departed) if mission else None
        stay = MissionStay(arrived.fact.at if arrived else None, left.fact.at if left else None)
        found = visa_findings(said.fact, said.party, people.personnel, people.terms, stay)
        yield Judged(said.fact.person[:2], found)


def _teams(people: _People) -> Iterator[Judged]:
    for said in _said(people.asked, TeamNamed):
        mission = people.missions.get(said.fact.mission)
        if mission is None:
            continue
        states = {role: states_of(people.asked, mission, role) for role in Role}
        own = Role.OBSERVED if said.fact.role is AboardRole.MONITOR else Role.OBSERVING
        reviewers = sorted(states[own.other])
        accepted = team_findings(said.fact, reviewers, people.personnel, people.asked.readings)
        yield Judged(mission.key, (*accepted, *chief_findings(said.fact, states)))


def _aboard(people: _People) -> Iterator[Judged]:
    designated = designated_by(people.asked)
    for said in _said(people.asked, PeopleAboard):
        mission = people.missions.get(said.fact.mission)
        if mission is not None:
            third = third_state_of(people.asked, mission, designated)
            flight = _flight(mission, third)
            found = aboard_findings(said.fact, flight, people.asked.readings)
            yield Judged(mission.key, found)


def _flight(mission: Mission, third: str) -> FlightOf:
    """Return what of a mission decides whom its aircraft takes."""
    agreed = {rule: mission.agreed(rule) for rule in _NUMBERS}
    distance = mission.notice.intention.flight_distance_km if mission.notice else None
    return FlightOf(
        mission.supplier,
        third,
        distance,
        {rule: found[0] for rule, found in agreed.items() if found},
    )
