"""The rules of membership as findings: MEM-2, MEM-3 and MEM-7."""

from __future__ import annotations

from datetime import date

from overflight.deadlines import Unit
from overflight.membership.clocks import Terms, day_after
from overflight.membership.facts import WithdrawalNotified
from overflight.membership.parties import Parties
from overflight.membership.spells import State
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, judge, rule

__all__ = [
    "acting_finding",
    "entry_finding",
    "force_findings",
    "no_party_finding",
    "notice_finding",
]


def entry_finding(parties: Parties, terms: Terms, day: date) -> Finding:
    """Return whether the Treaty is in force on a day.

    Treaty: art.XVII.2 (MEM-2).
    """
    entry = rule("MEM-2")
    if parties.in_force is None:
        missing = sorted(
            code
            for code in terms.required
            if code not in parties.states or parties.states[code].awaiting is None
        )
        named = f"; needed and missing: {', '.join(missing)}" if missing else ""
        says = f"not in force: fewer instruments than art.XVII.2 needs{named}"
        return Finding("MEM-2", entry.provision, Outcome.BROKEN, says, consequence="not in force")
    in_force = day >= parties.in_force
    says = f"in force from {parties.in_force}, {terms.days} days after the last needed deposit"
    outcome = Outcome.KEPT if in_force else Outcome.BROKEN
    return Finding("MEM-2", entry.provision, outcome, says, consequence="not in force")


def force_findings(state: State) -> tuple[Finding, ...]:
    """Return, for each day a registry prints, whether the deposits give the same day.

    A conflict is *open*: neither the registry nor the sum is settled by us.

    Treaty: art.XVII.6 (MEM-3).
    """
    computed = tuple(spell.since for spell in state.spells)
    found: list[Finding] = []
    for spell in state.spells[:1]:
        if not state.printed:
            says = f"{state.code}: {spell.arithmetic[0]}; no registry date was found to compare"
            found.append(_force(Outcome.OPEN, says, state))
    for day in state.printed:
        same = day in computed
        given = ", ".join(str(one) for one in computed) or "no entry into force"
        says = f"{state.code}: a registry prints {day}; the deposits give {given}"
        found.append(_force(Outcome.KEPT if same else Outcome.OPEN, says, state))
    return tuple(found)


def _force(outcome: Outcome, says: str, state: State) -> Finding:
    return Finding(
        "MEM-3",
        rule("MEM-3").provision,
        outcome,
        says,
        basis=(*state.sources, *state.doubts),
        readings=("AMB-27",),
    )


def acting_finding(state: State, parties: Parties, on: date, terms: Terms) -> Finding | None:
    """Return whether a State that joined late acts as a State Party only from its day on.

    None for a State for which the Treaty entered into force with itself, or that has left.

    Args:
        state: The State.
        parties: Who is a Party.
        on: Day on which it acts, or is acted upon, as a State Party.
        terms: The days from deposit to entry into force.

    Treaty: art.XVII.6 (MEM-3).
    """
    spell = next((spell for spell in reversed(state.spells) if spell.deposited <= on), None)
    if spell is None or spell.since == parties.in_force:
        return None
    if spell.until is not None and on >= spell.until:
        return None
    days = Quantity(float((on - spell.deposited).days), "d")
    limit = Limit(float(terms.days_of_state), "d", Sense.AT_LEAST)
    says = f"{state.code} acts as a State Party on {on}; {spell.arithmetic[0]}"
    outcome = judge(days, limit)
    breach = "" if outcome is Outcome.KEPT else "not in force for it"
    return Finding(
        "MEM-3", rule("MEM-3").provision, outcome, says, days, limit, breach, readings=("AMB-27",)
    )


def no_party_finding(code: str, parties: Parties, on: date) -> Finding | None:
    """Return that a flight is conducted or accepted by a State that is not a State Party.

    None for a State Party, for a group, and for a State whose deposit still waits its days.

    Args:
        code: The State.
        parties: Who is a Party.
        on: Day of the notification.

    Treaty: art.III.I.1, art.XV.2, art.XVII.6 (MEM-3, MEM-7).
    """
    if any(group.code == code for group in parties.groups.every):
        return None
    state = parties.states.get(code)
    spells = state.spells if state is not None else ()
    spell = next((spell for spell in reversed(spells) if spell.deposited <= on), None)
    if spell is None:
        named, why = "MEM-3", "no instrument deposited by then"
    elif spell.until is not None and on >= spell.until:
        named, why = "MEM-7", f"not one from {spell.until} on"
    else:
        return None
    return Finding(
        named,
        rule(named).provision,
        Outcome.BROKEN,
        f"{code} is taken for a State Party on {on}: {why}",
        consequence="no right to conduct and no duty to accept flights (art.III.I.1, art.III.I.2)",
    )


def notice_finding(notice: WithdrawalNotified, terms: Terms) -> Finding:
    """Return whether the effect a State names for its withdrawal is late enough.

    The number is the days from the notice to the named effect; the limit is the days of the months
    of notice, counted from that day.

    Treaty: art.XV.2 (MEM-7).
    """
    earliest = day_after(notice.on, terms.months, Unit.MONTHS)
    named = notice.effect if notice.effect is not None else earliest
    measured = Quantity(float((named - notice.on).days), "d")
    limit = Limit(float((earliest - notice.on).days), "d", Sense.AT_LEAST)
    return Finding(
        "MEM-7",
        "art.XV.2",
        judge(measured, limit),
        f"{notice.state}: notice {notice.on} + {terms.months} months = {earliest};"
        f" effect named for {named}",
        measured,
        limit,
        rule("MEM-7").consequence,
        basis=tuple(key for key in notice.source.split("; ") if key),
    )
