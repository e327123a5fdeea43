"""The order in which what was said about a mission is taken.

Different events follow each other by their instants, whoever said them and whenever. Of two
statements about one event in one log the log decides: what was said first stands first, whatever
instant the later one claims. A Party cannot date its lateness away afterwards.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Final, cast

from overflight.deadlines import Instant
from overflight.missions.event import MissionFact
from overflight.missions.facts import ORDER
from overflight.missions.facts_ending import Cancelled, Declined, Prohibited
from overflight.missions.facts_flight import Deviated, Resumed
from overflight.missions.facts_ground import CoversChecked, WindowExtended
from overflight.missions.facts_notice import AgreedOtherwise, Confirmed
from overflight.missions.facts_plan import ChangeProposed, PlanCountered, PlanSigned
from overflight.record import Said

__all__ = ["in_order", "known_by"]

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
_APART: Final = (Confirmed, Deviated, Resumed, WindowExtended)


def _effective(said: Said[MissionFact]) -> Instant:
    """Return when a fact takes its place: its event; for a declaration not before it was said."""
    return max(said.fact.at, said.time) if isinstance(said.fact, _DECLARED) else said.fact.at


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


def _placed(said: Iterable[Said[MissionFact]]) -> list[tuple[Instant, Said[MissionFact]]]:
    """Return each statement with its place in time: never before what its log said first."""
    latest: dict[tuple[str, str, type[MissionFact], str], Instant] = {}
    found: list[tuple[Instant, Said[MissionFact]]] = []
    for one in sorted(said, key=_in_log):
        at, event = _effective(one), _event(one)
        if event is not None:
            at = latest[event] = max(at, latest.get(event, at))
        found.append((at, one))
    return found


def known_by(said: Iterable[Said[MissionFact]], at: Instant | None) -> list[Said[MissionFact]]:
    """Return in order what has its place in time no later than an instant; all without one."""
    placed = [(place, one) for place, one in _placed(said) if at is None or place <= at]
    placed.sort(key=lambda p: (p[0], ORDER[type(p[1].fact)], _in_log(p[1])))
    return [one for _, one in placed]


def in_order(said: Iterable[Said[MissionFact]]) -> list[Said[MissionFact]]:
    """Return statements in the order in which a mission takes them.

    By the instants of their events; statements of one log about one event in the order of the log.
    """
    return known_by(said, None)
