"""Who may observe whom at all: never oneself, and a unit by its own code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from overflight.quotas.balances import Balance
from overflight.quotas.table import Quotas
from overflight.treaty import Finding, Outcome, rule

__all__ = ["Members", "between_units"]

# States of each unit on the day asked, by its code: who they are is membership's business.
Members = Mapping[str, tuple[str, ...]]


def _over_itself(pair: tuple[str, str], members: Members) -> tuple[Finding, ...]:
    """Return what forbids a pair in which somebody would observe its own territory.

    Treaty: art.III.I.1 (QTA-1): flights are over the territory of other States Parties.
    """
    observing, observed = pair
    own = {*members.get(observing, (observing,))} & {*members.get(observed, (observed,))}
    if not own:
        return ()
    entry = rule("QTA-1")
    says = f"{observing} cannot observe itself; a flight is one over another Party"
    if observing != observed:
        states = ", ".join(sorted(own))
        says = f"{observing} cannot observe {observed}: {states} would observe its own territory"
    return (Finding("QTA-1", entry.provision, Outcome.BROKEN, says, consequence=entry.consequence),)


def _held_by_unit(
    quotas: Quotas, pair: tuple[str, str], day: date, members: Members
) -> tuple[Finding, ...]:
    """Return whom to ask about a State whose quotas its unit holds.

    Treaty: art.III.I.4 (QTA-3), art.III.I.5 (QTA-4), annex.A.I.
    """
    found = []
    for rule_id, code in (("QTA-4", pair[0]), ("QTA-3", pair[1])):
        unit = next((unit for unit, states in members.items() if code in states), "")
        if unit and quotas.passive_on(code, day) is None and quotas.passive_on(unit, day):
            entry = rule(rule_id)
            says = f"{code} stands in {unit}, which holds its quotas in {day.year}: ask for {unit}"
            found.append(
                Finding(rule_id, entry.provision, Outcome.OPEN, says, consequence=entry.consequence)
            )
    return tuple(found)


def between_units(balance: Balance, quotas: Quotas, members: Members) -> Balance:
    """Return a balance with what the units of its year say about the pair itself.

    Where a unit holds the quotas of a State asked for, that stands in the place of every number
    not known of the State.

    Args:
        balance: What is left of one quota.
        quotas: The quotas.
        members: States of each unit in that year.

    Treaty: art.III.I.1 (QTA-1), art.III.I.4 (QTA-3), art.III.I.5 (QTA-4).
    """
    pair = (balance.observing, balance.observed)
    held = _held_by_unit(quotas, pair, date(balance.year, 1, 1), members)
    kept = tuple(f for f in balance.findings if not held or f.outcome is not Outcome.OPEN)
    return replace(balance, findings=(*_over_itself(pair, members), *held, *kept))
