"""The rules of use: equal rights, transfers, flights that do not count, the year of a flight.

QTA-2, QTA-10, QTA-12 and the split of a group's active quotas (GRP-3).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from overflight.quotas.effects import OUTSIDE
from overflight.quotas.facts_of_use import ActiveTransferred, OutsideKind, SharesRedistributed
from overflight.quotas.pairs import Members
from overflight.quotas.rules import Debit, half_rule
from overflight.quotas.table import Distribution, Quotas, held_alone
from overflight.quotas.uses import Uses, after_uses, speaks, split_keeps_sums
from overflight.record import Said
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Readings,
    Sense,
    count_of,
    judge,
    open_skies,
    rule,
)

__all__ = ["mirror_right", "not_counted", "split_findings", "transfer_findings"]


def mirror_right(
    distribution: Distribution, pair: tuple[str, str], *, readings: Readings
) -> Finding:
    """Return whether two units may fly equally often over each other.

    By default the equal right is an entitlement, which a year's distribution need not show.

    Treaty: art.III.I.3 (QTA-2); AMB-3.
    """
    entry, reading = rule("QTA-2"), readings.of("AMB-3")
    one, other = distribution.flights(*pair), distribution.flights(pair[1], pair[0])
    number = Quantity(float(abs(one - other)), "flights")
    limit = Limit(0.0, "flights", Sense.AT_MOST)
    says = (
        f"{count_of(one, 'flight')} of {pair[0]} over {pair[1]}, {other} the other way;"
        " the right is equal both ways"
    )
    if reading == "entitlement":
        says += ", what is distributed in a year need not be"
        return Finding(
            "QTA-2",
            entry.provision,
            Outcome.KEPT,
            says,
            consequence=entry.consequence,
            readings=(f"AMB-3={reading}",),
        )
    return Finding(
        "QTA-2",
        entry.provision,
        judge(number, limit),
        says,
        number,
        limit,
        entry.consequence,
        readings=(f"AMB-3={reading}",),
    )


def _amount(fact: ActiveTransferred, distribution: Distribution) -> Finding:
    entry = rule("QTA-10")
    alone = held_alone(distribution, fact.giver, fact.observed)
    every = distribution.flights(fact.giver, fact.observed)
    number = Quantity(float(fact.flights), "flights")
    limit = Limit(float(alone), "flights", Sense.AT_MOST)
    says = (
        f"{fact.giver} passes {count_of(fact.flights, 'flight')} over {fact.observed} to"
        f" {fact.receiver} in {fact.year}; it holds {alone}"
    )
    outcome = judge(number, limit)
    if outcome is Outcome.BROKEN and fact.flights <= every:
        outcome, says = Outcome.OPEN, f"{says} alone and {every - alone} shared with another"
    return Finding("QTA-10", entry.provision, outcome, says, number, limit, entry.consequence)


def _consent(said: Said[ActiveTransferred], uses: Uses, members: Members) -> Finding:
    entry, fact = rule("QTA-10"), said.fact
    answer = uses.answer(fact, members)
    if not speaks(said.party, fact.giver, members):
        outcome, says = Outcome.OPEN, f"said by {said.party}, who does not hold these flights"
    elif answer is None:
        outcome = Outcome.OPEN
        says = f"no agreement of {fact.observed} is on record; the transfer has no effect yet"
    else:
        outcome = Outcome.KEPT if answer else Outcome.BROKEN
        says = f"{fact.observed} {'agreed' if answer else 'did not agree'} to flights over it"
    return Finding("QTA-10", entry.provision, outcome, says, consequence=entry.consequence)


def _told(rule_id: str, day: date | None, whom: str) -> Finding:
    entry = rule(rule_id)
    if day is None:
        says = f"when {whom} were told is not on record"
        return Finding(rule_id, entry.provision, Outcome.OPEN, says, consequence=entry.consequence)
    return Finding(rule_id, entry.provision, Outcome.KEPT, f"{whom} were told on {day}")


def transfer_findings(
    said: Said[ActiveTransferred],
    quotas: Quotas,
    uses: Uses,
    members: Members,
    *,
    readings: Readings,
) -> tuple[Finding, ...]:
    """Return what the rules answer about a transfer.

    Args:
        said: The transfer.
        quotas: The quotas as distributed.
        uses: What was said about their use.
        members: States of each unit in that year.
        readings: ``AMB-7`` and ``AMB-37`` as the half rule needs them.

    Treaty: art.III.I.9 (QTA-10), art.III.I.10 (QTA-11).
    """
    fact, day = said.fact, date(said.fact.year, 1, 1)
    base = quotas.distribution_on(day)
    if base is None:
        says = f"no distribution of active quotas is on record for {fact.year}"
        entry = rule("QTA-10")
        return (
            Finding("QTA-10", entry.provision, Outcome.OPEN, says, consequence=entry.consequence),
        )
    found = [_amount(fact, base), _consent(said, uses, members)]
    found.append(_told("QTA-10", fact.told_on, "all other States Parties and the Commission"))
    after = after_uses(quotas, uses, fact.year, members)
    pair, now = (fact.receiver, fact.observed), after.distribution_on(day) or base
    flights = now.flights(*pair)
    found.append(half_rule(after, now, pair, flights, readings=readings))
    return tuple(found)


def split_findings(
    said: Said[SharesRedistributed], quotas: Quotas, members: Members
) -> tuple[Finding, ...]:
    """Return what the rules answer about a new split of a group's active quotas.

    Treaty: art.III.II.2.A (GRP-3).
    """
    fact, entry = said.fact, rule("GRP-3")
    base = quotas.distribution_on(date(fact.year, 1, 1))
    states = members.get(fact.group, ())
    told = _told("GRP-3", fact.told_on, "the third States concerned")
    if base is None or said.party not in states:
        who = f"{said.party} is no member of {fact.group}"
        says = who if base else f"no distribution is on record for {fact.year}"
        return (Finding("GRP-3", entry.provision, Outcome.OPEN, says), told)
    kept = split_keeps_sums(base, fact, states)
    says = f"{fact.group} splits its flights of {fact.year} anew; over each unit the sum is"
    return (
        Finding(
            "GRP-3",
            entry.provision,
            Outcome.KEPT if kept else Outcome.BROKEN,
            f"{says} {'the same' if kept else 'another'}",
            consequence=entry.consequence,
        ),
        told,
    )


def not_counted(
    mission: str,
    by: tuple[OutsideKind | None, OutsideKind | None],
    debits: Iterable[Debit],
    pair: tuple[str, str],
) -> Finding:
    """Return whether a flight outside the quotas debits nothing.

    Args:
        mission: Mission key.
        by: Why the observing and the observed unit call it outside the quotas; none where one does
            not.
        debits: What flights took.
        pair: Observing unit, observed unit.

    Treaty: annex.L.III.4 (QTA-12), annex.L.III.2 (QEF-18), annex.L.III.3 (QEF-19).
    """
    entry, why = rule("QTA-12"), by[1]
    if by[0] is None or why is None:
        missing = " and ".join(unit for unit, said in zip(pair, by, strict=True) if said is None)
        says = f"{mission} is called a flight outside the quotas, not by {missing}"
        return Finding("QTA-12", entry.provision, Outcome.OPEN, says, consequence=entry.consequence)
    mine = [debit for debit in debits if debit.mission == mission]
    taken = max((max(debit.active, debit.passive) for debit in mine), default=0)
    number, limit = Quantity(float(taken), "flights"), Limit(0.0, "flights", Sense.AT_MOST)
    says = f"{mission} is outside the quotas by both Parties; {count_of(taken, 'flight')} debited"
    effect = next(row for row in open_skies().quota_effects if row.id == OUTSIDE[why])
    says += f"; {effect.id}, its data: {effect.sensor_data}"
    return Finding(
        "QTA-12", entry.provision, judge(number, limit), says, number, limit, entry.consequence
    )
