"""What follows for missions under way and for images, where States cease to be or become Parties.

Entitlements are computed twice by the release chapter itself, without and with what is supposed;
what it calls unsettled is *open* here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from overflight.deadlines import Instant
from overflight.desk.held.as_of import AsOf
from overflight.desk.release.cases import flown_flight, holders_of, membership_of
from overflight.desk.whatif.forms import Compared, Consequence, Decided, Topic
from overflight.missions import Mission, MissionState, fold_missions
from overflight.record import facts_of, made_at
from overflight.release import (
    Answer,
    CopyDecided,
    CopyRequest,
    CopyRequested,
    EntitlementCase,
    FlightCount,
    FlownFlight,
    Verdict,
    entitled,
)

__all__ = ["data_changes", "mission_changes", "open_missions"]

_OVER = frozenset(
    {
        MissionState.PLANNED,
        MissionState.DEPARTED,
        MissionState.CLOSED,
        MissionState.PROHIBITED,
        MissionState.DECLINED,
        MissionState.CANCELLED,
        MissionState.WITHDRAWN,
    }
)
_ASKED = frozenset({"DAT-14/requester", "DAT-14/membership-at-flight", "MEM-9/holder"})


def _start(on: date) -> datetime:
    return datetime.combine(on, time(0), tzinfo=UTC)


def open_missions(held: AsOf, at: Instant) -> tuple[Mission, ...]:
    """Return the missions that are notified and not over at an instant."""
    missions = fold_missions(held.mission_facts, at=at, units=held.parties.units_on)
    return tuple(mission for mission in missions if mission.state not in _OVER)


def mission_changes(compared: Compared) -> Iterator[Consequence]:
    """Yield the missions that are open when a State ceases to be a Party.

    Treaty: art.XV (MEM-9), AMB-28.
    """
    reading = compared.reading("AMB-28")
    for code in compared.gone:
        parties = compared.before.parties
        units = {code, parties.unit_of(code, "art.III.I.4", compared.on)}
        for mission in open_missions(compared.before, _start(compared.on)):
            if units & {mission.observing, mission.observed}:
                yield _open_mission(compared, mission, reading)


def _open_mission(compared: Compared, mission: Mission, reading: str) -> Consequence:
    finish = reading.endswith("=finish-mission")
    return Consequence(
        Topic.MISSION,
        mission.key,
        f"{mission.observing} over {mission.observed} is not completed before {compared.on}; the"
        " text does not say what becomes of it.",
        "MEM-9",
        "art.XV",
        compared.on,
        before=mission.state.label,
        after="may be finished" if finish else "stands no longer",
        decided=Decided.OPEN,
        readings=(reading,),
        source=mission.steps[0].said.ref.o,
    )


def data_changes(compared: Compared) -> Iterator[Consequence]:
    """Yield who may no longer receive copies, or may now, and what becomes unsettled.

    Treaty: art.IX.IV.1 (DAT-14), art.IX.I.4 (DAT-3), art.XV (MEM-9).
    """
    for code in (*compared.gone, *compared.come):
        others = [m for m in compared.members_before if m not in {*compared.gone, code}]
        flights = [*_flown(compared), _any_flight(others[0], others[1], compared.on)]
        for flight in flights:
            holds = code in holders_of(flight)
            if not holds:
                yield from _asked(compared, flight, code, code)
        known = compared.before.parties.states.get(code)
        held = [_any_flight(code, others[0], compared.on)] if known and known.spells else []
        for flight in (*held, *(f for f in flights if code in holders_of(f))):
            yield from _asked(compared, flight, others[0], code)
    for code in compared.gone:
        yield from _pending(compared, code)
        yield Consequence(
            Topic.DATA,
            code,
            f"The text names no ban on passing data on to {code}, and none on its keeping what it"
            " has; it limits use to the purposes of the Treaty.",
            "DAT-3",
            "art.IX.I.4",
            compared.on,
            decided=Decided.OPEN,
            readings=(compared.reading("AMB-28"),),
        )


def _any_flight(observing: str, observed: str, on: date) -> FlownFlight:
    """Return a counted flight of the day before, where the record is asked for none."""
    day = on - timedelta(days=1)
    return FlownFlight("", observing, observed, day, FlightCount.COUNTED)


def _flown(compared: Compared) -> Iterator[FlownFlight]:
    """Yield the flights of the record that were flown before the day."""
    at = _start(compared.on) - timedelta(seconds=1)
    for mission in compared.before.missions_on(compared.on - timedelta(days=1)):
        flight = flown_flight(compared.before, mission.key, at)
        if flight is not None and flight.count is FlightCount.COUNTED:
            yield flight


def _answers(held: AsOf, flight: FlownFlight, requester: str, on: date) -> dict[str, Answer]:
    """Return what the entitlement asks about membership, answered at noon of a day."""
    fields = CopyRequested(
        flight.flight,
        flight.observing,
        flight.observed,
        flight.flown_on,
        "any",
        ("all",),
        "any",
        ("*",),
    )
    case = EntitlementCase(
        at=datetime.combine(on, time(12), tzinfo=UTC),
        request=CopyRequest(requester, on, fields),
        flight=flight,
        membership=membership_of(held, (requester, *holders_of(flight))),
    )
    found = entitled(case).answers
    return {one.condition.id: one for one in found if one.condition.id in _ASKED}


def _asked(
    compared: Compared, flight: FlownFlight, requester: str, about: str
) -> Iterator[Consequence]:
    """Yield each condition of a request whose answer is another with what is supposed."""
    before = _answers(compared.before, flight, requester, compared.on)
    after = _answers(compared.after, flight, requester, compared.on)
    named = f"flight {flight.flight}" if flight.flight else _kind_of_flight(flight, about)
    for name, now in after.items():
        joins = name == "DAT-14/membership-at-flight" and about in compared.come
        if now.verdict is before[name].verdict and not joins:
            continue
        who = requester if requester == about else "another Party"
        yield Consequence(
            Topic.DATA,
            f"{who} asks for copies of {named}",
            _says(compared, now, flight, about),
            now.condition.rule,
            now.condition.provision,
            compared.on,
            before=before[name].verdict.value,
            after=now.verdict.value,
            decided=Decided.OPEN if now.verdict is Verdict.UNSETTLED else Decided.TEXT,
            readings=tuple(f"{point}=unsettled" for point in now.points),
            source=name,
        )


def _kind_of_flight(flight: FlownFlight, about: str) -> str:
    return f"any flight of {about}" if flight.observing == about else "any flight of another Party"


def _says(compared: Compared, now: Answer, flight: FlownFlight, about: str) -> str:
    """Return what the entitlement says; of a flight nobody named, without naming it."""
    if flight.flight or now.condition.id != "MEM-9/holder" or now.verdict is Verdict.KEPT:
        return now.says
    return (
        f"{about}, which holds the data of its flights, is not a State Party on {compared.on}; the"
        " text does not say what becomes of them."
    )


def _pending(compared: Compared, code: str) -> Iterator[Consequence]:
    """Yield the requests of a State that nobody has decided when it ceases to be a Party."""
    before = _start(compared.on)
    decided = {ref for s in facts_of(compared.said, CopyDecided) for ref in s.re}
    for said in facts_of(compared.said, CopyRequested):
        asked = made_at(said)
        if said.party == code and asked < before and said.ref not in decided:
            flight = replace(
                _any_flight(said.fact.observing, said.fact.observed, compared.on),
                flight=said.fact.flight,
                flown_on=said.fact.flown_on,
            )
            answer = _answers(compared.after, flight, code, compared.on)["DAT-14/requester"]
            yield Consequence(
                Topic.DATA,
                f"request of {code} for flight {said.fact.flight}",
                f"Asked on {asked.date()} and not decided. {answer.says}",
                answer.condition.rule,
                answer.condition.provision,
                compared.on,
                before="waits for a decision",
                after=answer.verdict.value,
                decided=Decided.OPEN,
                readings=tuple(f"{point}=unsettled" for point in answer.points),
                source=f"{said.ref.o}:{said.ref.i}",
            )
