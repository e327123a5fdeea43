"""What a case says of data and media, judged: aboard, developed, chosen, handed over, printed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import TypeVar, cast

from overflight.deadlines import day_of
from overflight.desk.cases.of_people import designated_by, personnel_of, third_state_of
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
from overflight.treaty import Finding, Readings

__all__ = ["of_data"]


F = TypeVar("F")
Facts = tuple[Said[object], ...]


def _of(facts: Facts, kind: type[F]) -> tuple[Said[F], ...]:
    """Return those of one kind."""
    return cast("tuple[Said[F], ...]", tuple(s for s in facts if isinstance(s.fact, kind)))


def of_data(asked: Question) -> Iterator[Judged]:
    """Judge sensor output from the aircraft to its holders, and prints.

    Treaty: art.IX (DAT-1, DAT-5, DAT-8 to DAT-13, DAT-15), annex.B.II.3 (ANN-6), annex.F.III.7.C
    (CST-2).
    """
    for made in asked.said:
        if isinstance(made.fact, PrintMade):
            yield Judged(made.fact.mission, (print_finding(made.fact),))
    by_flight: dict[str, list[Said[object]]] = defaultdict(list)
    for said in asked.said:
        if isinstance(said.fact, MediaFact):
            by_flight[said.fact.flight].append(said)
    personnel = personnel_of(asked) if by_flight else None
    designated = designated_by(asked)
    for mission in asked.missions:
        if mission.key in by_flight and personnel is not None:
            sides = _sides(asked, mission, third_state_of(asked, mission, designated))
            facts = tuple(by_flight[mission.key])
            found = tuple(_of_flight(facts, mission, sides, personnel, asked.readings))
            if found:
                yield Judged(mission.key, found)


def _sides(asked: Question, mission: Mission, third: str) -> Sides:
    day = day_of(mission.notice.at if mission.notice else asked.at)
    return sides_of(mission, asked.as_of.parties.units_on(day), third)


def _of_flight(
    facts: Facts, mission: Mission, sides: Sides, personnel: Personnel, readings: Readings
) -> Iterator[Finding]:
    off, down = mission.first(TakenOff), mission.first(Landed)
    times = (off.fact.at if off else None, down.fact.at if down else None)
    for left in _of(facts, OutputLeftAircraft):
        yield stay_aboard_finding(left.fact, *times)
    for watched in _of(facts, DevelopmentWatched):
        yield from watch_findings(watched.fact, sides, personnel, readings)
    for roll in _of(facts, RollDeveloped):
        yield from roll_findings(roll.fact, sides)
    for cost in _of(facts, MediaCostStated):
        yield from cost_findings(cost.fact, sides)
    yield from _exchange(facts, sides)


def _exchange(facts: Facts, sides: Sides) -> Iterator[Finding]:
    choices = _of(facts, OutputChosen)
    given = [s.fact for s in _of(facts, OutputHandedOver)]
    for said in _of(facts, OriginalsRecorded):
        sensor = said.fact.sensor
        yield from exchange_findings(
            said.fact,
            tuple(c for c in choices if c.fact.sensor == sensor),
            tuple(g for g in given if g.sensor == sensor),
            sides,
        )
