"""Which statement came before which, as far as anything but a claimed time tells.

A log fixes the order of its own entries; a reference fixes that what it names came first; mirrors
fix it where one statement existed before the other was made. Between two logs nothing else does
(trust.md section 11). Where two acts exclude each other and their order is not fixed, the log of
the observed Party decides: it had not heard of the other act when it spoke.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from overflight.missions.said.event import MissionFact
from overflight.missions.said.facts_ending import Cancelled, Declined, Prohibited
from overflight.missions.said.facts_plan import (
    ChangeProposed,
    PlanAccepted,
    PlanCountered,
    PlanSigned,
)
from overflight.record import Reference, Said

__all__ = ["EXCLUDED", "YIELDING", "Causes", "exclude", "yields_to"]

# For each act of the observing Party, the acts of the other that exclude it, or it them.
_EXCLUDING: Final[Mapping[type[MissionFact], tuple[type[MissionFact], ...]]] = {
    Declined: (Prohibited, PlanSigned),
    Cancelled: (Prohibited,),
    PlanCountered: (PlanAccepted, ChangeProposed),
}

YIELDING: Final = frozenset(_EXCLUDING)
EXCLUDED: Final = frozenset(kind for kinds in _EXCLUDING.values() for kind in kinds)


def yields_to(own: Said[MissionFact], other: Said[MissionFact]) -> bool:
    """Return whether an act stands back where its order to another is not fixed.

    Args:
        own: An act of the observing Party.
        other: An act of the observed Party.
    """
    if own.party == other.party or own.fact.mission != other.fact.mission:
        return False
    if not isinstance(other.fact, _EXCLUDING.get(type(own.fact), ())):
        return False
    if isinstance(own.fact, PlanCountered) and isinstance(
        other.fact, PlanAccepted | ChangeProposed
    ):
        return other.fact.version < own.fact.version  # who answers a version has read it
    return True


def exclude(one: Said[MissionFact], other: Said[MissionFact]) -> bool:
    """Return whether two acts exclude each other, so that their order decides."""
    return yields_to(one, other) or yields_to(other, one)


@dataclass(frozen=True, slots=True)
class Causes:
    """What each statement follows: how far into every log it, or what it names, reaches.

    Args:
        reach: By statement, the last index of each log that came before it, itself included.
    """

    reach: Mapping[Reference, Mapping[str, int]]

    @classmethod
    def of(cls, said: Iterable[Said[MissionFact]]) -> Causes:
        """Read the order out of logs and references."""
        ordered = sorted(said, key=lambda one: (one.ref.o, one.ref.i))
        reach: dict[Reference, dict[str, int]] = {}
        while _pass(ordered, reach):
            pass
        return cls(reach)

    def before(self, one: Said[MissionFact], other: Said[MissionFact]) -> bool:
        """Return whether a statement is fixed to have been made before another."""
        if one.ref.o == other.ref.o:
            return one.ref.i < other.ref.i
        if self.reach.get(other.ref, {}).get(one.ref.o, -1) >= one.ref.i:
            return True
        existed = one.dated.before if one.dated else None
        made = other.dated.after if other.dated else None
        return existed is not None and made is not None and existed <= made

    def fixed(self, one: Said[MissionFact], other: Said[MissionFact]) -> bool:
        """Return whether the order of two statements is fixed by more than claimed times."""
        return self.before(one, other) or self.before(other, one)


def _pass(ordered: Sequence[Said[MissionFact]], reach: dict[Reference, dict[str, int]]) -> bool:
    """Carry what is known one step on; return whether anything new became known."""
    news = False
    last: tuple[Reference, ...] = ()
    for one in ordered:
        known = {one.ref.o: one.ref.i}
        before = [ref for ref in last if ref.o == one.ref.o]
        for ref in (*before, *one.re):
            for origin, index in (*reach.get(ref, {}).items(), (ref.o, ref.i)):
                known[origin] = max(index, known.get(origin, index))
        if known != reach.get(one.ref):
            reach[one.ref], news = known, True
        last = (one.ref,)
    return news
