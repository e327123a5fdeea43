"""The rules of groups: one flight over several members, the bonus of third States, common quotas.

With shared active quotas (art.III.II.2) each member keeps its passive quota; with common quotas
(art.III.II.3) the group is one unit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from overflight.membership import GroupChangeNotified, group_quotas_from
from overflight.quotas.facts_of_use import MembersOverflown
from overflight.quotas.rules import Debit, half_rule
from overflight.quotas.table import Distribution, Quotas
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Readings,
    Sense,
    Value,
    count_of,
    judge,
    rule,
)

__all__ = [
    "BONUS",
    "BONUS_WITHOUT",
    "bonus_limit",
    "common_quotas",
    "member_debits",
    "members_counted",
    "quotas_follow",
    "third_state",
]

_ENTRY = date(2002, 1, 1)

BONUS = Value(
    "times a third State's individual quota over a member",
    Decimal("1.5"),
    "of a quota",
    _ENTRY,
    "art.III.II.2.C",
)
BONUS_WITHOUT = Value(
    "flights over a member without an individual quota there",
    Decimal(2),
    "flights",
    _ENTRY,
    "art.III.II.2.C",
)


def _at_most(
    rule_id: str, measured: int, most: int, says: str, readings: tuple[str, ...] = ()
) -> Finding:
    entry = rule(rule_id)
    number = Quantity(float(measured), "flights")
    limit = Limit(float(most), "flights", Sense.AT_MOST)
    return Finding(
        rule_id,
        entry.provision,
        judge(number, limit),
        says,
        number,
        limit,
        entry.consequence,
        readings=readings,
    )


def member_debits(fact: MembersOverflown) -> tuple[Debit, ...]:
    """Return what one flight over several members takes: one flight for each of them.

    Together they take as many from the observing unit's total active quota as members were
    overflown, and one from the passive quota of each.

    Treaty: art.III.II.2.B (GRP-4).
    """
    return tuple(
        Debit(fact.observing, member, fact.year, 1, 1, "QEF-16", fact.mission)
        for member in fact.members
    )


def members_counted(fact: MembersOverflown) -> Finding:
    """Return whether a flight over k members is counted k times by its observing unit.

    Treaty: art.III.II.2.B (GRP-4).
    """
    entry, k = rule("GRP-4"), len(fact.members)
    counted = sum(debit.active for debit in member_debits(fact))
    told = f"{fact.mission} over {k} of {fact.group} ({' '.join(fact.members)})"
    if fact.counted is not None:
        counted = fact.counted
    number = Quantity(float(counted), "flights")
    limit = Limit(float(k), "flights", Sense.AT_LEAST if counted < k else Sense.AT_MOST)
    says = f"{told}: {count_of(counted, 'flight')} from the active quota of {fact.observing},"
    says += " one from the passive quota of each member overflown"
    return Finding(
        "GRP-4", entry.provision, judge(number, limit), says, number, limit, entry.consequence
    )


def bonus_limit(individual: int) -> int:
    """Return how often a third State may fly over a member of a group with shared quotas.

    Args:
        individual: Its individual quota over that member.

    Treaty: art.III.II.2.C (GRP-5).
    """
    return math.ceil(BONUS.amount * individual) if individual else int(BONUS_WITHOUT.amount)


def _over_member(
    pair: tuple[str, str], flown: int, own: int, half: Finding, *, reading: str
) -> tuple[Finding, ...]:
    """Return the bonus over one member, and the half rule where both apply (AMB-36).

    Args:
        pair: Third State, member.
        flown: Flights flown or asked for.
        own: The third State's individual quota over the member.
        half: What the half rule answers.
        reading: Reading of AMB-36; empty where no bonus applies.
    """
    bonus = bool(reading)
    most = bonus_limit(own) if bonus else own
    why = f"1.5 times {own}, rounded up" if own else "none of its own there"
    if not bonus:
        why = f"its individual quota; no member may fly over {pair[0]}"
    says = f"{count_of(flown, 'flight')} of {pair[0]} over {pair[1]}; at most {most} ({why})"
    found = _at_most("GRP-5", flown, most, says, (f"AMB-36={reading}",) if bonus else ())
    return (found,) if reading == "bonus-first" else (found, half)


def third_state(
    quotas: Quotas,
    distribution: Distribution,
    third: str,
    flown: Mapping[str, int],
    *,
    readings: Readings,
) -> tuple[Finding, ...]:
    """Return what a third State may fly over a group with shared active quotas.

    Args:
        quotas: The quotas.
        distribution: The distribution of the year.
        third: The third State's unit.
        flown: Flights flown or asked for over each member; every member is named.
        readings: ``AMB-36`` says whether the half rule applies beside the bonus; ``AMB-7``.

    Treaty: art.III.II.2.C (GRP-5), art.III.II.2.D (GRP-6).
    """
    bonus = any(distribution.flights(member, third) for member in flown)
    reading = readings.of("AMB-36") if bonus else ""
    found: list[Finding] = []
    for member, flights in flown.items():
        pair = (third, member)
        own = distribution.flights(*pair)
        half = half_rule(quotas, distribution, pair, flights, readings=readings)
        found += _over_member(pair, flights, own, half, reading=reading)
    most = sum(distribution.flights(third, member) for member in flown)
    total = sum(flown.values())
    says = (
        f"{count_of(total, 'flight')} of {third} over all of {' '.join(flown)};"
        f" its individual quotas over them are {most} together"
    )
    return (*found, _at_most("GRP-6", total, most, says))


def common_quotas(
    quotas: Quotas, distribution: Distribution, group: str, members: tuple[str, ...]
) -> tuple[Finding, ...]:
    """Return whether a group with common quotas is one unit of the distribution.

    Args:
        quotas: The quotas.
        distribution: The distribution of the year.
        group: Unit code of the group.
        members: Codes of its members.

    Treaty: art.III.II.3.A to art.III.II.3.D (GRP-8).
    """
    entry = rule("GRP-8")
    apart = sorted(set(members) & set(distribution.units))
    says = f"{group} has one passive quota, and individual and total active quotas in common"
    if apart:
        says += f"; {' and '.join(apart)} stand in {distribution.name} on their own"
    one = Finding(
        "GRP-8",
        entry.provision,
        Outcome.BROKEN if apart else Outcome.KEPT,
        says,
        consequence=entry.consequence,
    )
    quota, total = quotas.passive_on(group, distribution.since), distribution.active_total(group)
    if quota is None:
        says = f"no common passive quota of {group} is known for {distribution.since}"
        return (one, Finding("GRP-8", entry.provision, Outcome.OPEN, says))
    says = f"{group} holds {count_of(total, 'flight')} in all; its passive quota is {quota.flights}"
    return (one, _at_most("GRP-8", total, quota.flights, says))


def quotas_follow(
    notice: GroupChangeNotified, since: date, reviews: Iterable[date] = ()
) -> Finding:
    """Return whether quotas follow a change of a group with common quotas on the right 1 January.

    Args:
        notice: The notice of the change.
        since: First day of the quotas said for the changed group.
        reviews: Days on which annual reviews began, as far as they are known.

    Treaty: art.III.II.7 (GRP-11).
    """
    entry, change = rule("GRP-11"), group_quotas_from(notice.on, reviews)
    number = Quantity(float((since - notice.on).days), "d")
    least = Limit(float((change.earliest - notice.on).days), "d", Sense.AT_LEAST)
    outcome = judge(number, least)
    says = f"{notice.group}: quotas from {since}; {change.arithmetic}: {change.earliest}"
    if change.earliest != change.latest:
        says += f" or {change.latest}"
        if outcome is Outcome.KEPT and since < change.latest:
            outcome = Outcome.OPEN
    if outcome is Outcome.KEPT and (since.month, since.day) != (1, 1):
        outcome, says = Outcome.BROKEN, f"{says}; quotas change on a 1 January only"
    return Finding("GRP-11", entry.provision, outcome, says, number, least, entry.consequence)
