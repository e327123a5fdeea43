"""The parties as of any day: folded from what Depositaries and States said.

A fact about a State counts if a Depositary said it or the State itself; what another says about it
is kept apart, as unheard.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from overflight.membership.clocks import Terms, entry_into_force
from overflight.membership.facts import GroupEnded, GroupFormed, MembershipFact
from overflight.membership.groups import Group, Groups
from overflight.membership.spells import Clock, State, state_of
from overflight.record import Reference, Said
from overflight.treaty import Readings

__all__ = ["Parties", "Standing", "StandingKind", "fold_parties"]


class StandingKind(StrEnum):
    """What a State is to the Treaty on a day."""

    PARTY = "State Party"
    AWAITED = "instrument deposited, not yet in force"
    SIGNATORY = "signatory only"
    WITHDRAWN = "withdrawn"
    STRANGER = "not a Party"


@dataclass(frozen=True, slots=True)
class Standing:
    """What one State is on one day, and why.

    Args:
        code: Its code.
        kind: What it is.
        since: Since which day it is that, where known.
        until: Until which day (not included) it is that, where known.
        provisions: What that rests on.
        arithmetic: The sums.
        basis: The statements it rests on.
        sources: Keys of the sources.
        doubts: What does not agree; empty if nothing is in doubt.
        notes: What the statements add.
    """

    code: str
    kind: StandingKind
    since: date | None = None
    until: date | None = None
    provisions: tuple[str, ...] = ()
    arithmetic: tuple[str, ...] = ()
    basis: tuple[Reference, ...] = ()
    sources: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Parties:
    """All States and groups, and the Treaty's entry into force.

    Args:
        in_force: Day the Treaty entered into force; none if it has not.
        states: What is known of each State, by code.
        groups: The groups.
        unheard: Statements about a State by one who is neither it nor a Depositary.
    """

    in_force: date | None
    states: Mapping[str, State]
    groups: Groups
    unheard: tuple[Reference, ...] = ()

    def is_party(self, code: str, day: date) -> bool:
        """Return whether a State is a Party on a day."""
        state = self.states.get(code)
        return state is not None and any(spell.holds(day) for spell in state.spells)

    def members_on(self, day: date) -> tuple[str, ...]:
        """Return the codes of the States Parties on a day, sorted."""
        return tuple(sorted(code for code in self.states if self.is_party(code, day)))

    def standing(self, code: str, day: date) -> Standing:
        """Return what a State is on a day, since when, until when, on what basis.

        A State of which nothing was said is not a Party.
        """
        state = self.states.get(code)
        if state is None:
            return Standing(code, StandingKind.STRANGER)
        spell = next((s for s in reversed(state.spells) if s.since <= day), None)
        if spell is None:
            return _before_force(state, day)
        left = spell.until is not None and day >= spell.until
        return Standing(
            code,
            StandingKind.WITHDRAWN if left else StandingKind.PARTY,
            spell.until if left else spell.since,
            None if left else spell.until,
            spell.provisions,
            spell.arithmetic,
            state.basis,
            state.sources,
            state.doubts,
            state.notes,
        )

    def group_of(self, code: str, provision: str, day: date) -> Group | None:
        """Return the group that stands for a State under a provision on a day, if any."""
        return self.groups.standing_for(code, provision, day, self.members_on(day))

    def unit_of(self, code: str, provision: str, day: date) -> str:
        """Return the unit a State belongs to under a provision on a day: a group, or itself.

        Args:
            code: Code of the State.
            provision: The provision in question (``art.III.I.4``): Benelux is one State Party for
                some Articles and three for the others.
            day: The day.

        Treaty: art.XIV.1 (GRP-13), art.III.II.3.
        """
        group = self.group_of(code, provision, day)
        return code if group is None else group.code

    def states_of(self, unit: str, day: date) -> tuple[str, ...]:
        """Return the States Parties behind a unit on a day: the members of a group, or the State.

        Empty where none of them is a Party.
        """
        group = self.groups.named(unit, day)
        states = (unit,) if group is None else group.members
        return tuple(code for code in states if self.is_party(code, day))

    def units_on(self, day: date) -> Mapping[str, tuple[str, ...]]:
        """Return the States Parties behind each group that stands on a day, by unit code."""
        members = self.members_on(day)
        standing = (group for group in self.groups.every if group.stands(day, members))
        return {group.code: self.states_of(group.code, day) for group in standing}


def _before_force(state: State, day: date) -> Standing:
    coming = state.spells[0] if state.spells else None
    deposited = coming.deposited if coming is not None else state.awaiting
    kind, since = StandingKind.STRANGER, None
    if deposited is not None and deposited <= day:
        kind, since = StandingKind.AWAITED, deposited
    elif state.signed is not None and state.signed <= day:
        kind, since = StandingKind.SIGNATORY, state.signed
    return Standing(
        state.code,
        kind,
        since,
        None if coming is None else coming.since,
        ("art.XVII.1",) if coming is None else coming.provisions,
        () if coming is None else coming.arithmetic,
        state.basis,
        state.sources,
        state.doubts,
        state.notes,
    )


def _about(fact: MembershipFact, groups: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the States that may say a fact themselves; a group's founding is a Depositary's."""
    if isinstance(fact, GroupFormed):
        return ()
    if isinstance(fact, GroupEnded):
        return groups.get(fact.group, ())
    return (fact.state,)


def _heard(
    said: Iterable[Said[MembershipFact]], terms: Terms
) -> tuple[list[Said[MembershipFact]], list[Reference]]:
    """Return what counts, in the order of the record, and what was said by one without a say."""
    ordered = sorted(said, key=lambda s: s.ref)
    formed = [s.fact for s in ordered if isinstance(s.fact, GroupFormed)]
    groups = {fact.group: fact.members for fact in formed}
    heard: list[Said[MembershipFact]] = []
    unheard: list[Reference] = []
    for s in ordered:
        if s.party in terms.depositaries or s.party in _about(s.fact, groups):
            heard.append(s)
        else:
            unheard.append(s.ref)
    return heard, unheard


def fold_parties(
    said: Iterable[Said[MembershipFact]], *, terms: Terms, readings: Readings
) -> Parties:
    """Fold what was said into who is a Party on any day.

    Args:
        said: Statements of the kinds of this chapter, in any order.
        terms: What entry into force waits for.
        readings: ``AMB-27`` decides which of two deposits counts.

    Treaty: art.XVII.2 (MEM-2), art.XVII.6 (MEM-3), art.XV.2 (MEM-7), art.XIV.1 (GRP-13).
    """
    heard, unheard = _heard(said, terms)
    by_state: dict[str, list[Said[MembershipFact]]] = defaultdict(list)
    for s in heard:
        if not isinstance(s.fact, GroupFormed | GroupEnded):
            by_state[s.fact.state].append(s)
    waiting = Clock(None, terms, readings.of("AMB-27") == "later")
    first = (state_of(code, them, waiting) for code, them in by_state.items())
    deposits = {state.code: state.awaiting for state in first if state.awaiting is not None}
    clock = Clock(entry_into_force(deposits, terms), terms, waiting.later)
    states = {code: state_of(code, them, clock) for code, them in by_state.items()}
    formed = [s.fact for s in heard if isinstance(s.fact, GroupFormed)]
    ended = [s.fact for s in heard if isinstance(s.fact, GroupEnded)]
    return Parties(clock.entry, states, Groups.of(formed, ended), tuple(unheard))
