"""The order in which what was said about a mission is taken.

Different events follow each other by their instants, whoever said them and whenever. Of two
statements about one event in one log the log decides: what was said first stands first, whatever
instant the later one claims. A Party cannot date its lateness away afterwards. An act that ends a
mission takes its place where mirrors put it, else not before it claims to have been said; no act
comes before one it refers to. Where two acts exclude each other and nothing but claimed times tells
which came first, the log of the observed Party decides.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final, cast

from overflight.deadlines import Instant
from overflight.missions.said.causes import EXCLUDED, YIELDING, Causes, exclude, yields_to
from overflight.missions.said.dating import SAID_ACTS, act_of
from overflight.missions.said.event import MissionFact
from overflight.missions.said.facts import ORDER
from overflight.missions.said.facts_ending import Cancelled, Declined, Prohibited
from overflight.missions.said.facts_flight import (
    Deviated,
    EmergencyDeclared,
    MemberLeft,
    Resumed,
    Stopped,
)
from overflight.missions.said.facts_ground import CoversChecked, MismatchTold, WindowExtended
from overflight.missions.said.facts_notice import AgreedOtherwise, Confirmed
from overflight.missions.said.facts_plan import ChangeProposed, PlanCountered, PlanSigned
from overflight.missions.said.facts_visit import ItemsInventoried, PlacesRefused, TransitTold
from overflight.record import Reference, Said

__all__ = ["in_order", "known_by", "known_since", "unordered"]

# These acts are done by saying them: dated back, they would undo what happened meanwhile.
_DECLARED: Final = (Prohibited, Declined, Cancelled)
# Every other kind happens once in a mission: all that one log says of it is about one event.
_PARTS: Final[Mapping[type[MissionFact], Callable[[MissionFact], str]]] = {
    CoversChecked: lambda fact: cast("CoversChecked", fact).check.value,
    ChangeProposed: lambda fact: str(cast("ChangeProposed", fact).version),
    PlanCountered: lambda fact: str(cast("PlanCountered", fact).version),
    PlanSigned: lambda fact: str(cast("PlanSigned", fact).version),
    AgreedOtherwise: lambda fact: cast("AgreedOtherwise", fact).rule,
}
# Each statement of these is about an event of its own.
_APART: Final = (
    Confirmed,
    Deviated,
    EmergencyDeclared,
    ItemsInventoried,
    MemberLeft,
    MismatchTold,
    PlacesRefused,
    Resumed,
    Stopped,
    TransitTold,
    WindowExtended,
)


def _effective(said: Said[MissionFact]) -> Instant:
    """Return when a fact takes its place: its event; for a declaration not before it was said."""
    if not isinstance(said.fact, _DECLARED):
        return said.fact.at
    when = act_of(said)
    return when.at if when.proven else max(said.fact.at, said.time)


def _event(said: Said[MissionFact]) -> tuple[str, str, type[MissionFact], str] | None:
    """Return what tells one event of a mission from another; none where each is its own."""
    kind = type(said.fact)
    if kind in _APART:
        return None
    part = _PARTS.get(kind)
    return said.party, said.fact.mission, kind, part(said.fact) if part else ""


def _in_log(said: Said[MissionFact]) -> tuple[str, int, str, int]:
    """Return the place of a statement among those of its Party; log 10 comes after log 2."""
    return said.party, len(said.ref.o), said.ref.o, said.ref.i


# An instant, and how many acts at that instant stand before it by rule.
_Place = tuple[Instant, int]


def _behind(place: _Place) -> _Place:
    """Return the place right behind another."""
    return place[0], place[1] + 1


def _after_named(
    said: Iterable[Said[MissionFact]], places: dict[Reference, _Place]
) -> dict[Reference, _Place]:
    """Return the places with every act no earlier than the acts it refers to."""
    acts = [one for one in said if one.re and type(one.fact) in SAID_ACTS]
    for _ in acts:  # no chain of references is longer, and a circle ends
        before = dict(places)
        for one in acts:
            named = [_behind(places[ref]) for ref in one.re if ref in places and ref != one.ref]
            places[one.ref] = max(named, default=places[one.ref])
            places[one.ref] = max(places[one.ref], before[one.ref])
        if places == before:
            break
    return places


def _parted(
    said: Iterable[Said[MissionFact]], places: dict[Reference, _Place]
) -> dict[Reference, _Place]:
    """Return the places with acts that exclude each other in the order that is fixed.

    Where it is not, the act of the observing Party stands back: the other log decides.
    """
    every = tuple(said)
    acts = [one for one in every if type(one.fact) in YIELDING]
    others = [one for one in every if type(one.fact) in EXCLUDED] if acts else []
    pairs = [(a, o) for a in acts for o in others if yields_to(a, o)]
    causes = Causes.of(every) if pairs else None
    for own, other in pairs if causes else ():
        first, last = (own, other) if causes and causes.before(own, other) else (other, own)
        if places[last.ref] <= places[first.ref]:
            places[last.ref] = _behind(places[first.ref])
    return places


@dataclass(frozen=True, slots=True)
class _Placed:
    """A statement, from when on it is known, and its place in the course of the mission."""

    said: Said[MissionFact]
    known: Instant
    place: Instant


def _placed(said: Iterable[Said[MissionFact]]) -> list[_Placed]:
    """Return each statement with its place in time: never before what its log said first."""
    latest: dict[tuple[str, str, type[MissionFact], str], tuple[Instant, Instant]] = {}
    found: list[_Placed] = []
    for one in sorted(said, key=_in_log):
        place, event = _effective(one), _event(one)
        proven = act_of(one).proven if one.dated else None
        known = proven.nearest(place) if proven else place
        if event is not None:
            before = latest.get(event, (known, place))
            known, place = latest[event] = max(known, before[0]), max(place, before[1])
        found.append(_Placed(one, known, place))
    return found


def known_by(said: Iterable[Said[MissionFact]], at: Instant | None) -> list[Said[MissionFact]]:
    """Return in order what has its place in time no later than an instant; all without one.

    What claims to lie in the future moves nothing that is known before it.
    """
    placed = [each for each in _placed(said) if at is None or each.known <= at]
    known = [each.said for each in placed]
    places: dict[Reference, _Place] = {each.said.ref: (each.place, 0) for each in placed}
    if any(one.re for one in known):
        acts = {one.ref for one in known if type(one.fact) in SAID_ACTS}
        named = {ref: place for ref, place in places.items() if ref in acts}
        places |= _after_named(known, named)
    places = _parted(known, places)
    # They stand in the order of the logs; where all else is equal, sorting leaves them so.
    return sorted(known, key=lambda one: (places[one.ref], ORDER[type(one.fact)]))


def known_since(said: Iterable[Said[MissionFact]]) -> tuple[Instant, ...]:
    """Return the instants at which a statement comes to be known, each once, in order.

    Between two of them ``known_by`` gives the same.
    """
    return tuple(sorted({each.known for each in _placed(said)}))


def in_order(said: Iterable[Said[MissionFact]]) -> list[Said[MissionFact]]:
    """Return statements in the order in which a mission takes them.

    By the instants of their events; statements of one log about one event in the order of the log.
    """
    return known_by(said, None)


def unordered(
    misfits: Iterable[Said[MissionFact]], steps: Iterable[Said[MissionFact]]
) -> list[tuple[Said[MissionFact], Said[MissionFact]]]:
    """Return the pairs of which one was left out and whose order nothing but claims tells.

    Args:
        misfits: What did not fit.
        steps: What fits.
    """
    out, taken = tuple(misfits), tuple(steps)
    pairs = [(a, b) for a in out for b in taken if exclude(a, b)]
    causes = Causes.of((*out, *taken)) if pairs else None
    return [(a, b) for a, b in pairs if causes and not causes.fixed(a, b)]
