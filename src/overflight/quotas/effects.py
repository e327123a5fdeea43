"""What one flight takes from the quotas where groups have a part in it, or nothing is counted.

The mission itself tells QEF-1 to QEF-15 and QEF-20 to QEF-22; what stands here is told of quotas:
one flight over several members (QEF-16), a group with common quotas (QEF-17), flights outside the
quotas (QEF-18, QEF-19).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final

from overflight.quotas.facts_of_use import MembersOverflown, OutsideKind
from overflight.quotas.groups import member_debits
from overflight.quotas.rules import Debit
from overflight.treaty import GroupKind

__all__ = ["OUTSIDE", "FlightTold", "debits_of", "effect_of"]

OUTSIDE: Final[Mapping[OutsideKind, str]] = MappingProxyType(
    {OutsideKind.EXTRAORDINARY: "QEF-18", OutsideKind.VOLUNTARY: "QEF-19"}
)


@dataclass(frozen=True, slots=True)
class FlightTold:
    """A flight as its mission tells it, and what is said of it for the quotas.

    Args:
        as_one: What it takes as a flight of one unit over another.
        members: Which members of a group it covers, where that was said.
        kinds: The kinds of group that the units are: observing, observed, and the group of
            ``members``; none where one is no group.
        outside: Why the observing and the observed unit call it outside the quotas; none where one
            does not.
    """

    as_one: Debit
    members: MembersOverflown | None = None
    kinds: tuple[GroupKind | None, GroupKind | None, GroupKind | None] = (None, None, None)
    outside: tuple[OutsideKind | None, OutsideKind | None] = (None, None)


def effect_of(flight: FlightTold) -> str:
    """Return the row of the quota effects that a flight comes under.

    Where both units call it outside the quotas for different reasons, that of the observed one,
    which consents to it.

    Args:
        flight: The flight.

    Treaty: annex.L.III.4 (QEF-18, QEF-19), art.III.II.2.B (QEF-16), art.III.II.3 (QEF-17).
    """
    observing, observed = flight.outside
    if observing is not None and observed is not None:
        return OUTSIDE[observed]
    if flight.as_one.active == 0:
        return flight.as_one.rule
    if flight.members is not None and flight.kinds[2] is GroupKind.SHARED_ACTIVE:
        return "QEF-16"
    if GroupKind.COMMON_QUOTAS in flight.kinds[:2]:
        return "QEF-17"
    return flight.as_one.rule


def debits_of(flight: FlightTold) -> tuple[Debit, ...]:
    """Return what a flight takes from both quotas; nothing outside them.

    Args:
        flight: The flight.

    Treaty: art.III.I.8 (QTA-9), art.III.II.2.B (QEF-16), art.III.II.3 (QEF-17), annex.L.III.4
    (QEF-18, QEF-19).
    """
    effect = effect_of(flight)
    if effect in OUTSIDE.values() or not flight.as_one.active:
        return ()
    if effect == "QEF-16" and flight.members is not None:
        return member_debits(replace(flight.members, year=flight.as_one.year))
    return (replace(flight.as_one, rule=effect),)
