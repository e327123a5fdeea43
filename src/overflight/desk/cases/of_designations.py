"""What a case says of designations, judged: types of aircraft, sites, information on airspace."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar, cast

from overflight.deadlines import day_of, end_of_day
from overflight.desk.cases.question import Judged, Question
from overflight.missions import (
    AircraftDesignated,
    AircraftRemoved,
    AirspaceAnswered,
    AirspaceAsked,
    AirspaceSourceNotified,
    ExemplarPresented,
    SiteChangeNotified,
    SiteDesignated,
    airspace_finding,
    change_finding,
    designated_finding,
    designation_findings,
    exemplar_finding,
    removal_findings,
    site_record_finding,
    sites_finding,
    source_finding,
)
from overflight.missions.designation.sites import effect_of
from overflight.record import Said

__all__ = ["of_designations"]

F = TypeVar("F")


def _said(asked: Question, kind: type[F]) -> tuple[Said[F], ...]:
    return cast("tuple[Said[F], ...]", tuple(asked.facts(kind)))


def of_designations(asked: Question) -> Iterator[Judged]:
    """Judge designations of aircraft and sites, and information on airspace.

    Treaty: art.V (DES-1 to DES-3), annex.C (DES-4), annex.E (DES-5 to DES-7), annex.I (DES-8).
    """
    yield from _aircraft(asked)
    yield from _sites(asked)
    yield from _airspace(asked)


def _aircraft(asked: Question) -> Iterator[Judged]:
    into = [s.fact for s in _said(asked, AircraftDesignated)]
    out = [s.fact for s in _said(asked, AircraftRemoved)]
    every: list[AircraftDesignated | AircraftRemoved] = [*into, *out]
    for fact in into:
        yield Judged(fact.state, designation_findings(fact, asked.as_of.parties.is_party))
    for removed in out:
        yield Judged(removed.state, removal_findings(removed, every))
    exemplars = [s.fact for s in _said(asked, ExemplarPresented)]
    for one in exemplars:
        if not one.certified:
            yield Judged(one.state, (exemplar_finding(one, exemplars),))


def _sites(asked: Question) -> Iterator[Judged]:
    notices = [s.fact for s in _said(asked, SiteChangeNotified)]
    designated = [s.fact for s in _said(asked, SiteDesignated)]
    for fact in designated:
        yield Judged(fact.unit, (site_record_finding(fact), designated_finding(fact, notices)))
    for notice in notices:
        yield Judged(notice.unit, (change_finding(notice),))
    changed = [(f.unit, f.since) for f in designated]
    changed += [(n.unit, effect_of(n)) for n in notices]
    for unit in dict.fromkeys(unit for unit, _ in changed):
        # Judged on the last day on which something of it changes: also what lies ahead counts.
        day = max(day for one, day in changed if one == unit)
        sites = asked.as_of.airfields.sites(max(day, day_of(asked.at)), unit=unit)
        roles = [role for site in sites for role in site.roles]
        yield Judged(unit, (sites_finding(unit, roles),))


def _airspace(asked: Question) -> Iterator[Judged]:
    in_force = asked.as_of.parties.in_force
    answers = [(s.party, s.fact) for s in _said(asked, AirspaceAnswered)]
    for said in _said(asked, AirspaceAsked):
        found, due = airspace_finding(said.fact, said.party, answers, in_force, asked.readings)
        waiting = found.measured is None and due is not None and asked.at < end_of_day(due)
        if waiting:
            yield Judged(said.fact.of, (), (found,))
        else:
            yield Judged(said.fact.of, (found,))
    for source in _said(asked, AirspaceSourceNotified):
        yield Judged(source.fact.state, (source_finding(source.fact, in_force),))
