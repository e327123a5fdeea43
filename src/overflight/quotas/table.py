"""Quotas as of any day, folded from what was said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from overflight.quotas.facts import DistributionAdopted, PassiveAllocated, QuotaFact, Share
from overflight.record import Reference, Said
from overflight.treaty import Readings

__all__ = ["Distribution", "PassiveQuota", "Quotas", "fold_quotas", "held_alone"]


@dataclass(frozen=True, slots=True)
class PassiveQuota:
    """What a unit must accept in a year, and where that stands.

    Args:
        unit: Unit code.
        flights: Flights in a calendar year.
        since: First day.
        until: First day on which it no longer holds; none while it stands.
        provision: Where it is allocated.
        basis: The statement it rests on.
        source: Keys of the sources.
        note: Doubts and details.
    """

    unit: str
    flights: int
    since: date
    until: date | None
    provision: str
    basis: Reference
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Distribution:
    """A distribution of active quotas, and where it stands.

    Args:
        name: Its name.
        since: First day.
        until: First day on which it no longer holds.
        shares: Its lines.
        provision: Where it is laid down.
        basis: The statement it rests on.
        readings: Readings its days depend on (``AMB-4=literal``).
        source: Keys of the sources.
        note: Doubts and details.
        moved: Flights each unit got by transfers, those it gave counted off (art.III.I.9).
    """

    name: str
    since: date
    until: date
    shares: tuple[Share, ...]
    provision: str
    basis: Reference
    readings: tuple[str, ...] = ()
    source: str = ""
    note: str = ""
    moved: tuple[tuple[str, int], ...] = ()

    def moved_to(self, unit: str) -> int:
        """Return the flights a unit got by transfers, those it gave counted off."""
        return dict(self.moved).get(unit, 0)

    def flights(self, observing: str, observed: str) -> int:
        """Return the flights of one unit over another in a year, shared ones included."""
        pair = (observing, observed)
        return sum(s.flights for s in self.shares if (s.observing, s.observed) == pair)

    def active_total(self, unit: str) -> int:
        """Return a unit's total active quota; a shared flight is one for each sharer (AMB-35)."""
        return sum(share.flights for share in self.shares if share.observing == unit)

    def over(self, unit: str) -> int:
        """Return the flights over a unit; a shared flight is one flight (QTA-5, AMB-35)."""
        total = 0
        counted: set[tuple[frozenset[str], str]] = set()
        for share in self.shares:
            if share.observed != unit:
                continue
            sharers = (frozenset({share.observing, share.shared_with}), share.observed)
            if share.shared_with and sharers in counted:
                continue
            counted.add(sharers)
            total += share.flights
        return total

    @property
    def units(self) -> tuple[str, ...]:
        """Return every unit that flies or is flown over, sorted."""
        return tuple(sorted({s.observing for s in self.shares} | {s.observed for s in self.shares}))

    @property
    def line_flights(self) -> int:
        """Return the sum of all lines, shared flights once for each sharer."""
        return sum(share.flights for share in self.shares)

    @property
    def flights_in_all(self) -> int:
        """Return how many flights are flown in all, shared ones once."""
        return sum(self.over(unit) for unit in self.units)


def held_alone(distribution: Distribution, unit: str, observed: str) -> int:
    """Return the flights of a unit over another that it shares with nobody."""
    pair = (unit, observed)
    return sum(
        s.flights
        for s in distribution.shares
        if (s.observing, s.observed) == pair and not s.shared_with
    )


@dataclass(frozen=True, slots=True)
class Quotas:
    """Every allocation and distribution ever said.

    Args:
        passive: Passive quotas, those of a later first day behind.
        distributions: Distributions, those of a later first day behind.
    """

    passive: tuple[PassiveQuota, ...]
    distributions: tuple[Distribution, ...]

    def passive_on(self, unit: str, day: date) -> PassiveQuota | None:
        """Return the passive quota of a unit on a day; the newest, of one day the last said."""
        return next(
            (
                quota
                for quota in reversed(self.passive)
                if quota.unit == unit
                and quota.since <= day
                and (quota.until is None or day < quota.until)
            ),
            None,
        )

    def every_passive_on(self, day: date) -> tuple[PassiveQuota, ...]:
        """Return the passive quotas of all units on a day, by unit."""
        units = sorted({quota.unit for quota in self.passive})
        found = (self.passive_on(unit, day) for unit in units)
        return tuple(quota for quota in found if quota is not None)

    def distribution_on(self, day: date) -> Distribution | None:
        """Return the distribution that holds on a day, the newest; none if none was said for it."""
        return next(
            (one for one in reversed(self.distributions) if one.since <= day < one.until), None
        )


def _distribution(
    said: Said[QuotaFact], fact: DistributionAdopted, readings: Readings
) -> Distribution:
    until, used = fact.until, ""
    if fact.open_point:
        point, _, other = fact.open_point.partition("=")
        chosen = readings.of(point)
        used = f"{point}={chosen}"
        if chosen == other and fact.until_otherwise is not None:
            until = fact.until_otherwise
    return Distribution(
        fact.name,
        fact.since,
        until,
        fact.shares,
        fact.provision,
        said.ref,
        (used,) if used else (),
        fact.source,
        fact.note,
    )


def fold_quotas(said: Iterable[Said[QuotaFact]], *, readings: Readings) -> Quotas:
    """Fold what was said into the quotas of any day.

    What holds from a later day stands above what held before; of one day, what was said last.

    Args:
        said: Statements of the kinds of this chapter.
        readings: ``AMB-4`` decides until when the first distribution holds.

    Treaty: annex.A.I.1, annex.A.II.1 (QTA-5), art.III.I.6.
    """
    passive: list[PassiveQuota] = []
    distributions: list[Distribution] = []
    for s in sorted(said, key=lambda s: (s.fact.since, s.time, s.ref)):
        fact = s.fact
        if isinstance(fact, PassiveAllocated):
            passive.append(
                PassiveQuota(
                    fact.unit,
                    fact.flights,
                    fact.since,
                    fact.until,
                    fact.provision,
                    s.ref,
                    fact.source,
                    fact.note,
                )
            )
        else:
            distributions.append(_distribution(s, fact, readings))
    return Quotas(tuple(passive), tuple(distributions))
