"""What a case says of data and media, judged: aboard, developed, chosen, handed over, printed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol, TypeVar, cast

from overflight.deadlines import day_of
from overflight.desk.cases.of_people import personnel_of, third_state_of
from overflight.desk.cases.question import Judged, Question
from overflight.imagery import PrintMade, print_finding
from overflight.missions import Landed, Mission, Personnel, TakenOff
from overflight.record import Said
from overflight.release import (
    DevelopmentWatched,
    MediaCostStated,
    MediaFact,
    OriginalsRecorded,
    OutputChosen,
    OutputHandedOver,
    OutputLeftAircraft,
    RollDeveloped,
    Sides,
    cost_findings,
    exchange_findings,
    roll_findings,
    sides_of,
    stay_aboard_finding,
    watch_findings,
)
from overflight.treaty import Finding

__all__ = ["of_data"]


class _OfFlight(Protocol):
    """A fact of one flight."""

    @property
    def flight(self) -> str:
        """Return the mission key."""
        ...


F = TypeVar("F", bound=_OfFlight)


def _said(asked: Question, kind: type[F], flight: str) -> tuple[Said[F], ...]:
    """Return what the case says of one kind about one flight."""
    every = cast("tuple[Said[F], ...]", tuple(asked.facts(kind)))
    return tuple(said for said in every if said.fact.flight == flight)


def of_data(asked: Question) -> Iterator[Judged]:
    """Judge sensor output from the aircraft to its holders, and prints.

    Treaty: art.IX (DAT-1, DAT-5, DAT-8 to DAT-13, DAT-15), annex.B.II.3 (ANN-6), annex.F.III.7.C
    (CST-2).
    """
    for made in asked.said:
        if isinstance(made.fact, PrintMade):
            yield Judged(made.fact.mission, (print_finding(made.fact),))
    facts = [s.fact for s in asked.said if isinstance(s.fact, MediaFact)]
    flights = {fact.flight for fact in facts}
    personnel = personnel_of(asked) if facts else None
    for mission in asked.missions:
        if mission.key in flights and personnel is not None:
            found = tuple(_of_flight(asked, mission, personnel))
            if found:
                yield Judged(mission.key, found)


def _of_flight(asked: Question, mission: Mission, personnel: Personnel) -> Iterator[Finding]:
    day = day_of(mission.notice.at if mission.notice else asked.at)
    units = asked.as_of.parties.units_on(day)
    sides = sides_of(mission, units, third_state_of(asked, mission))
    off, down = mission.first(TakenOff), mission.first(Landed)
    times = (off.fact.at if off else None, down.fact.at if down else None)
    for left in _said(asked, OutputLeftAircraft, mission.key):
        yield stay_aboard_finding(left.fact, *times)
    for watched in _said(asked, DevelopmentWatched, mission.key):
        yield from watch_findings(watched.fact, sides, personnel, asked.readings)
    for roll in _said(asked, RollDeveloped, mission.key):
        yield from roll_findings(roll.fact, sides)
    for cost in _said(asked, MediaCostStated, mission.key):
        yield from cost_findings(cost.fact, sides)
    yield from _exchange(asked, mission, sides)


def _exchange(asked: Question, mission: Mission, sides: Sides) -> Iterator[Finding]:
    choices = _said(asked, OutputChosen, mission.key)
    given = [s.fact for s in _said(asked, OutputHandedOver, mission.key)]
    for said in _said(asked, OriginalsRecorded, mission.key):
        sensor = said.fact.sensor
        yield from exchange_findings(
            said.fact,
            tuple(c for c in choices if c.fact.sensor == sensor),
            tuple(g for g in given if g.sensor == sensor),
            sides,
        )
