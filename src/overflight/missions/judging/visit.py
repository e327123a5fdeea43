"""Rules of the visit: transit, crew, items brought, places refused, data kept.

Treaty: art.VII, art.VI.I.12, annex.E.7, art.VI.II.2, art.VI.II.6, art.VIII.II.6.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Final

from overflight.deadlines import show_instant
from overflight.missions.clocks.run import agreed_limit
from overflight.missions.law.limits import INVENTORY, INVENTORY_START, TRANSFER
from overflight.missions.life.mission import Mission
from overflight.missions.life.outcomes import quota_entry
from overflight.missions.said.facts_notice import Notified
from overflight.missions.said.facts_plan import ChangeProposed
from overflight.missions.said.facts_visit import (
    CrewSpoken,
    DataKept,
    ItemsInventoried,
    PlacesRefused,
    RefusalGround,
    Transferred,
    TransitPlanned,
    TransitTold,
)
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Readings,
    Sense,
    Value,
    judge,
    readings,
)

__all__ = [
    "changes_limited",
    "crew_language",
    "data_follow_the_count",
    "inventory",
    "places_open",
    "transfer",
    "transit",
    "transit_start",
    "visit",
]

_KEPT, _BROKEN, _OPEN = Outcome.KEPT, Outcome.BROKEN, Outcome.OPEN
_NONE: Final = "none stated"
_OSCC: Final = "none stated; the matter may go to the commission (art.X.4.A)"


def _within(
    value: Value, rule: str, length: timedelta, says: str, other: int | None = None
) -> Finding:
    """Return whether an act kept a limit in hours, or the one agreed in its place."""
    taken, most = Quantity(length.total_seconds() / 3600, "h"), value.amount
    if other is not None:
        most = Decimal(other)
    limit = Limit(float(most), "h", Sense.AT_MOST)
    outcome, agreed = judge(taken, limit), "" if other is None else " as agreed"
    return Finding(
        rule=rule,
        provision=value.provision,
        outcome=outcome,
        says=f"{says} {taken.value:g} h, at most {most} h{agreed}",
        measured=taken,
        limit=limit,
        consequence="" if outcome is _KEPT else _NONE,
    )


def inventory(mission: Mission, _: Readings) -> tuple[Finding, ...]:
    """Judge inventories: begun within an hour, ended within an hour, in presence of the other.

    Treaty: annex.E.7 (ARR-5).
    """
    found: list[Finding] = []
    for said in mission.all(ItemsInventoried):
        fact = said.fact
        late, took = fact.started_at - fact.items_arrived_at, fact.at - fact.started_at
        found += [
            _within(INVENTORY_START, "ARR-5", late, "the inventory began after the arrival by"),
            _within(INVENTORY, "ARR-5", took, "the inventory took"),
            Finding(
                rule="ARR-5",
                provision="annex.E.7",
                outcome=_KEPT if fact.witnesses else _BROKEN,
                says=f"{fact.witnesses} people of the other Party were present, at least one"
                " is asked",
                consequence="" if fact.witnesses else _NONE,
            ),
        ]
    return tuple(found)


def transfer(mission: Mission, _: Readings) -> tuple[Finding, ...]:
    """Judge the way from the point of entry to the airfield: within five hours.

    Treaty: annex.E.1 (ARR-2). The duty is the observed Party's, in designating airfields.
    """
    other = agreed_limit(mission, "ARR-2")[0]
    return tuple(
        _within(TRANSFER, "ARR-2", said.fact.at - said.fact.left_at, "the transfer took", other)
        for said in mission.all(Transferred)[:1]
    )


def crew_language(mission: Mission, _: Readings) -> tuple[Finding, ...]:
    """Judge whether somebody of the crew speaks a language which the observed Party notified.

    Treaty: art.VI.I.12, art.VI.I.4.B (ARR-10).
    """
    said = mission.first(CrewSpoken)
    if said is None:
        return ()
    spoken, notified = said.fact.languages, said.fact.notified
    shared = sorted({_primary(tag) for tag in spoken} & {_primary(tag) for tag in notified})
    outcome = _KEPT if shared else _BROKEN if notified else _OPEN
    asked = f"notified: {', '.join(notified)}" if notified else "which were notified is not stated"
    return (
        Finding(
            rule="ARR-10",
            provision="art.VI.I.12",
            outcome=outcome,
            says=f"the crew speaks {', '.join(spoken) or 'nothing stated'}; {asked}",
            consequence="" if outcome is _KEPT else _NONE,
        ),
    )


def _primary(tag: str) -> str:
    return tag.split("-", maxsplit=1)[0].lower()


def _transit_notices(mission: Mission, crossed: Collection[str]) -> Iterator[Finding]:
    """Yield whether each State Party crossed was told at the moment of the notification."""
    notified = mission.first(Notified)
    sent = {t.party: t.sent_at for t in notified.fact.transits} if notified else {}
    for party in crossed:
        told = sent.get(party)
        late = told is not None and notified is not None and told != notified.fact.at
        outcome = _BROKEN if told is None else _OPEN if late else _KEPT
        words = f"{show_instant(told)}" if told else "no notice is stated"
        yield Finding(
            rule="TRN-1",
            provision="art.VII.2",
            outcome=outcome,
            says=f"transit over {party}: {words}; the text says at the same time as the"
            " notification, and gives no tolerance",
            consequence="" if outcome is _KEPT else _OSCC,
        )


def _transit_told(mission: Mission) -> Iterator[Finding]:
    """Yield what the States Parties crossed answered, and whether their orders were kept."""
    for said in mission.all(TransitTold):
        accepted, followed = said.fact.accepted, said.fact.instructions_followed
        if accepted is not None:
            yield Finding(
                rule="TRN-1",
                provision="art.VII.2",
                outcome=_KEPT if accepted else _BROKEN,
                says=f"{said.fact.over} {'accepted' if accepted else 'refused'} the transit;"
                " transit flights are accepted by the text",
                consequence="" if accepted else _OSCC,
            )
        if followed is not None:
            yield Finding(
                rule="TRN-1",
                provision="art.VII.1",
                outcome=_KEPT if followed else _BROKEN,
                says=f"the instructions of air traffic control of {said.fact.over} were"
                f" {'' if followed else 'not '}followed",
                consequence="" if followed else _OSCC,
            )


def transit(mission: Mission, _: Readings) -> tuple[Finding, ...]:
    """Judge a transit: routes, notices to those crossed, their answers and orders.

    Treaty: art.VII.1, art.VII.2 (TRN-1). Where it may start is told by ``transit_start``.
    """
    found: list[Finding] = []
    said = mission.first(TransitPlanned)
    if said is not None:
        crossed = tuple(p for p in said.fact.crosses if p != mission.observing)
        free = tuple(p for p in crossed if p not in said.fact.agreed_by)
        kept = said.fact.on_routes or not free
        found.append(
            Finding(
                rule="TRN-1",
                provision="art.VII.1",
                outcome=_KEPT if kept else _BROKEN,
                says="the transit keeps to the routes of air traffic services"
                if said.fact.on_routes
                else "the transit leaves the routes of air traffic services"
                + (f", not agreed by {', '.join(free)}" if free else ", as agreed"),
                consequence="" if kept else _OSCC,
            )
        )
        found += _transit_notices(mission, crossed)
    return (*found, *_transit_told(mission))


def transit_start(mission: Mission, parties: Collection[str]) -> tuple[Finding, ...]:
    """Judge whether a transit starts on the territory of a State Party.

    Args:
        mission: The mission.
        parties: Codes of the States Parties on that day, and of units whose members they are.

    Treaty: art.VII.1 (TRN-1).
    """
    said = mission.first(TransitPlanned)
    if said is None:
        return ()
    start = said.fact.starts_in
    kept = start == mission.observing or start in parties
    return (
        Finding(
            rule="TRN-1",
            provision="art.VII.1",
            outcome=_KEPT if kept else _BROKEN,
            says=f"the transit starts in {start}, {'a' if kept else 'no'} State Party that day",
            consequence="" if kept else _OSCC,
        ),
    )


def places_open(mission: Mission, _: Readings) -> tuple[Finding, ...]:
    """Judge refusals to have places observed: hazard may be named, secrecy is no ground.

    Treaty: art.VI.II.2 (MPL-2), art.VI.II.5.
    """
    return tuple(
        Finding(
            rule="MPL-2",
            provision="art.VI.II.2",
            outcome=_KEPT if said.fact.ground is RefusalGround.HAZARD else _BROKEN,
            says=f"{', '.join(said.fact.places)} refused on the ground {said.fact.ground.value};"
            " any part of the territory may be observed",
            consequence=""
            if said.fact.ground is RefusalGround.HAZARD
            else "refusal on this ground is not available; the observing Party may decline"
            " after 8 hours (art.VIII.I.5)",
        )
        for said in mission.all(PlacesRefused)
    )


def changes_limited(mission: Mission, _: Readings) -> tuple[Finding, ...]:
    """Judge whether proposed changes leave every point observable.

    Treaty: art.VI.II.6 (MPL-7). A proposal that closes no place by the words of either Party
    keeps it.
    """
    refused = [s for s in mission.all(PlacesRefused) if s.fact.version is not None]
    closed = {s.fact.version: s.fact for s in refused if not s.fact.otherwise}
    versions = [s.fact.version for s in mission.all(ChangeProposed)]
    versions += [s.fact.version for s in refused if s.fact.version is not None]
    found: list[Finding] = []
    for version in dict.fromkeys(versions):
        shut = closed.get(version)
        names = ", ".join(shut.places) if shut else ""
        found.append(
            Finding(
                rule="MPL-7",
                provision="art.VI.II.6",
                outcome=_BROKEN if shut else _KEPT,
                says=f"the changes to version {version} make {names} unobservable"
                if shut
                else f"the changes to version {version} close no place by what is stated",
                consequence="the observing Party may decline after 8 hours (art.VIII.I.5)"
                if shut
                else "",
            )
        )
    return tuple(found)


def data_follow_the_count(mission: Mission, chosen: Readings) -> tuple[Finding, ...]:
    """Judge whether the observing Party keeps data of a counted flight only.

    Treaty: art.VIII.II.6 (QEF-0); the fate of other data is not regulated (AMB-21).
    """
    said = mission.first(DataKept)
    if said is None:
        return ()
    entry, kept = quota_entry(mission, chosen), said.fact.kept
    outcome = _KEPT
    if kept:
        outcome = {1: _KEPT, 0: _BROKEN}.get(-1 if entry.debit is None else entry.debit, _OPEN)
    counted = {None: "not decided", 0: "not counted"}.get(entry.debit, "counted against both")
    return (
        Finding(
            rule="QEF-0",
            provision="art.VIII.II.6",
            outcome=outcome,
            says=f"the data are {'kept' if kept else 'not kept'} by the observing Party; the"
            f" flight is {counted} ({entry.effect or entry.state.value})",
            consequence=""
            if outcome is _KEPT
            else "data stay with the observing Party only if the flight is counted; their fate"
            " is not regulated",
            readings=() if entry.debit else (f"AMB-21={chosen.of('AMB-21')}", *entry.readings),
        ),
    )


_RULES: Final[tuple[Callable[[Mission, Readings], tuple[Finding, ...]], ...]] = (
    transit,
    transfer,
    crew_language,
    inventory,
    places_open,
    changes_limited,
    data_follow_the_count,
)


def visit(mission: Mission, chosen: Readings | None = None) -> tuple[Finding, ...]:
    """Return what the rules of the visit answer about a mission.

    Args:
        mission: The mission.
        chosen: Readings of the open points; the defaults if none.

    Treaty: TRN-1, ARR-2, ARR-5, ARR-10, MPL-2, MPL-7, QEF-0.
    """
    used = chosen or readings()
    return tuple(finding for rule in _RULES for finding in rule(mission, used))
