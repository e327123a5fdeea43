"""One State's times as a Party: deposits, entry into force, withdrawal, and what does not agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from overflight.membership.clocks import Terms, force_for_state, withdrawal_effect
from overflight.membership.facts import (
    EntryIntoForcePrinted,
    InstrumentDeposited,
    MembershipFact,
    TreatySigned,
    WithdrawalNotified,
)
from overflight.record import Reference, Said

__all__ = ["Clock", "Spell", "State", "state_of"]


@dataclass(frozen=True, slots=True)
class Spell:
    """A time in which the Treaty is in force for a State.

    Args:
        deposited: Day of the deposit that counts.
        since: First day.
        until: First day on which it is no longer in force; none while it stands.
        provisions: What beginning and end rest on.
        arithmetic: The sums as a person would check them on paper.
    """

    deposited: date
    since: date
    until: date | None
    provisions: tuple[str, ...]
    arithmetic: tuple[str, ...]

    def holds(self, day: date) -> bool:
        """Return whether the Treaty is in force for the State on a day."""
        return self.since <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class State:
    """What is known of one State.

    Args:
        code: Its code.
        signed: Day of signature.
        spells: Times as a Party, in order.
        awaiting: Day of a deposit that waits for entry into force.
        printed: Days of entry into force as registries print them.
        basis: The statements all this rests on.
        sources: Keys of the sources those statements name.
        doubts: What does not agree, or was not found, in words.
        notes: What the statements add.
    """

    code: str
    signed: date | None
    spells: tuple[Spell, ...]
    awaiting: date | None
    printed: tuple[date, ...]
    basis: tuple[Reference, ...]
    sources: tuple[str, ...]
    doubts: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Clock:
    """What every spell of membership is computed with.

    Args:
        entry: Day the Treaty enters into force; none if it has not.
        terms: What entry into force waits for.
        later: Whether the later of two deposits counts (AMB-27).
    """

    entry: date | None
    terms: Terms
    later: bool

    def counted(self, deposits: Iterable[InstrumentDeposited]) -> date:
        """Return the deposit that counts where Depositaries received it on different days."""
        days = [fact.on for fact in deposits]
        return max(days) if self.later else min(days)


def _spell(deposited: date, notice: WithdrawalNotified | None, clock: Clock) -> Spell | None:
    since = force_for_state(deposited, clock.entry, clock.terms)
    if since is None:
        return None
    begins = "art.XVII.2" if since == clock.entry else "art.XVII.6"
    sums = f"deposit {deposited} + {clock.terms.days_of_state} d = {since}"
    if since == clock.entry:
        sums = f"deposit {deposited}, in force with the Treaty on {since}"
    if notice is None:
        return Spell(deposited, since, None, (begins,), (sums,))
    until = withdrawal_effect(notice.on, notice.effect, clock.terms)
    leaving = f"notice {notice.on} + {clock.terms.months} months: no Party from {until}"
    return Spell(deposited, since, until, (begins, "art.XV.2"), (sums, leaving))


def _spells(facts: list[MembershipFact], clock: Clock) -> Iterator[Spell]:
    deposits = [f for f in facts if isinstance(f, InstrumentDeposited)]
    notices = sorted((f for f in facts if isinstance(f, WithdrawalNotified)), key=_on)
    deposits.sort(key=_on)
    while deposits:
        first = deposits[0].on
        notice = next((fact for fact in notices if fact.on >= first), None)
        mine = [f for f in deposits if notice is None or f.on <= notice.on]
        spell = _spell(clock.counted(mine), notice, clock)
        if spell is None:
            return
        yield spell
        deposits = deposits[len(mine) :]


def _on(fact: InstrumentDeposited | WithdrawalNotified) -> date:
    return fact.on


def _doubts(code: str, spells: tuple[Spell, ...], printed: tuple[date, ...]) -> Iterator[str]:
    if spells and not printed:
        yield f"{code}: entry into force {spells[0].since} is computed only; no registry date found"
    for day in printed:
        if day not in {spell.since for spell in spells}:
            computed = spells[0].since if spells else "nothing"
            yield f"{code}: a registry prints {day}, the deposits give {computed}; ask a Depositary"


def state_of(code: str, said: list[Said[MembershipFact]], clock: Clock) -> State:
    """Return what is known of one State.

    Args:
        code: Its code.
        said: What was said about it.
        clock: Entry into force and the terms its membership is computed with.
    """
    facts = [s.fact for s in said]
    deposits = [f for f in facts if isinstance(f, InstrumentDeposited)]
    spells = tuple(_spells(facts, clock))
    printed = tuple(f.on for f in facts if isinstance(f, EntryIntoForcePrinted))
    signed = min((f.on for f in facts if isinstance(f, TreatySigned)), default=None)
    awaiting = clock.counted(deposits) if deposits and not spells else None
    keys = (key for f in facts for key in f.source.split("; ") if key)
    notes = (f.note for f in facts if f.note)
    return State(
        code,
        signed,
        spells,
        awaiting,
        printed,
        tuple(s.ref for s in said),
        tuple(dict.fromkeys(keys)),
        tuple(_doubts(code, spells, printed)),
        tuple(dict.fromkeys(notes)),
    )
