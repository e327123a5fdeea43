"""What was said about the use of quotas, and what it makes of a year's distribution.

A transfer counts when the unit to be overflown has agreed to it; without that it is void. Members
of a group with shared active quotas may split theirs anew; no flight is won or lost by it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from overflight.quotas.facts import Share
from overflight.quotas.facts_of_use import (
    ActiveTransferred,
    FlightNotCounted,
    MembersOverflown,
    OutsideKind,
    SharesRedistributed,
    TransferAnswered,
    UseFact,
)
from overflight.quotas.pairs import Members
from overflight.quotas.table import Distribution, Quotas, held_alone
from overflight.record import Said

__all__ = ["Uses", "after_uses", "fold_uses", "speaks", "split_keeps_sums"]

F = TypeVar("F", bound=UseFact)


def speaks(party: str, unit: str, members: Members) -> bool:
    """Return whether a Party may speak for a unit: it is the unit, or one of its States."""
    return party == unit or party in members.get(unit, ())


@dataclass(frozen=True, slots=True)
class Uses:
    """Everything said about the use of quotas, in the order of the record."""

    transfers: tuple[Said[ActiveTransferred], ...] = ()
    answers: tuple[Said[TransferAnswered], ...] = ()
    splits: tuple[Said[SharesRedistributed], ...] = ()
    overflown: tuple[Said[MembersOverflown], ...] = ()
    outside: tuple[Said[FlightNotCounted], ...] = ()

    def answer(self, fact: ActiveTransferred, members: Members) -> bool | None:
        """Return whether the unit to be overflown agreed to a transfer; none if it is silent."""
        wanted = (fact.year, fact.giver, fact.receiver, fact.observed)
        heard = [
            said.fact.agreed
            for said in self.answers
            if speaks(said.party, fact.observed, members)
            and (said.fact.year, said.fact.giver, said.fact.receiver, said.fact.observed) == wanted
        ]
        return heard[-1] if heard else None

    def stretches_of(self, mission: str) -> MembersOverflown | None:
        """Return which members of a group a mission covers, where that was said."""
        found = [said.fact for said in self.overflown if said.fact.mission == mission]
        return found[-1] if found else None

    def outside_kinds(
        self, mission: str, pair: tuple[str, str], members: Members
    ) -> tuple[OutsideKind | None, OutsideKind | None]:
        """Return why the observing and the observed unit call a flight outside the quotas."""
        said = [s for s in self.outside if s.fact.mission == mission]

        def by(unit: str) -> OutsideKind | None:
            heard = [s.fact.kind for s in said if speaks(s.party, unit, members)]
            return heard[-1] if heard else None

        return by(pair[0]), by(pair[1])

    def outside_by(self, mission: str, pair: tuple[str, str], members: Members) -> tuple[bool, ...]:
        """Return, for the observing and the observed unit, whether it calls a flight outside."""
        return tuple(kind is not None for kind in self.outside_kinds(mission, pair, members))


def fold_uses(said: Iterable[Said[UseFact]]) -> Uses:
    """Fold what was said about the use of quotas.

    Treaty: art.III.I.9 (QTA-10), art.III.II.2 (GRP-3, GRP-4), annex.L.III (QTA-12).
    """
    ordered = sorted(said, key=lambda s: s.ref)
    return Uses(
        tuple(_only(ordered, ActiveTransferred)),
        tuple(_only(ordered, TransferAnswered)),
        tuple(_only(ordered, SharesRedistributed)),
        tuple(_only(ordered, MembersOverflown)),
        tuple(_only(ordered, FlightNotCounted)),
    )


def _only(said: Iterable[Said[UseFact]], kind: type[F]) -> Iterator[Said[F]]:
    for s in said:
        if isinstance(s.fact, kind):
            yield Said(s.fact, s.party, s.time, s.ref, s.re)


def split_keeps_sums(
    distribution: Distribution, fact: SharesRedistributed, members: tuple[str, ...]
) -> bool:
    """Return whether a new split gives the members together what they held over each unit.

    Treaty: art.III.II.2.A (GRP-3).
    """
    old, new = Counter[str](), Counter[str]()
    for share in distribution.shares:
        if share.observing in members:
            old[share.observed] += share.flights
    for share in fact.shares:
        new[share.observed] += share.flights
    return old == new and all(share.observing in members for share in fact.shares)


def _split(base: Distribution, uses: Uses, year: int, members: Members) -> Distribution:
    for said in uses.splits:
        states = members.get(said.fact.group, ())
        if said.fact.year != year or said.party not in states:
            continue
        if split_keeps_sums(base, said.fact, states):
            others = (s for s in base.shares if s.observing not in states)
            base = replace(base, shares=(*others, *said.fact.shares))
    return base


def _taken(shares: Iterable[Share], fact: ActiveTransferred) -> Iterator[Share]:
    """Yield the lines without the flights that a transfer takes from its giver."""
    left = fact.flights
    for share in shares:
        mine = (share.observing, share.observed) == (fact.giver, fact.observed)
        if not mine or share.shared_with or not left:
            yield share
            continue
        moved = min(left, share.flights)
        left -= moved
        if share.flights > moved:
            yield replace(share, flights=share.flights - moved)


def _given(base: Distribution, fact: ActiveTransferred) -> Distribution:
    new = Share(
        f"{fact.giver}-to-{fact.receiver}",
        fact.receiver,
        fact.observed,
        fact.flights,
        note=f"transferred by {fact.giver} ({fact.provision})",
    )
    moved = Counter(dict(base.moved))
    moved[fact.receiver] += fact.flights
    moved[fact.giver] -= fact.flights
    shares = (*_taken(base.shares, fact), new)
    return replace(base, shares=shares, moved=tuple(sorted(moved.items())))


def after_uses(quotas: Quotas, uses: Uses, year: int, members: Members) -> Quotas:
    """Return the quotas of a year with new splits of groups and transfers agreed to.

    Args:
        quotas: The quotas as distributed.
        uses: What was said about their use.
        year: Calendar year.
        members: States of each unit in that year.

    Returns:
        The same quotas where nothing was said; else with the changed distribution of that year.

    Treaty: art.III.I.9 (QTA-10), art.III.II.2.A (GRP-3).
    """
    base = quotas.distribution_on(date(year, 1, 1))
    if base is None:
        return quotas
    made = _split(base, uses, year, members)
    for said in uses.transfers:
        fact = said.fact
        mine = fact.year == year and speaks(said.party, fact.giver, members)
        lawful = 0 < fact.flights <= held_alone(made, fact.giver, fact.observed)
        if mine and lawful and uses.answer(fact, members):
            made = _given(made, fact)
    if made is base:
        return quotas
    made = replace(made, since=date(year, 1, 1), until=min(base.until, date(year + 1, 1, 1)))
    return Quotas(quotas.passive, (*quotas.distributions, made))
