"""The chronicle of the Commission as of any day: decisions in force, claims, views, events.

A view is one Party's readings and claims. Both sides of a dispute are kept; nothing is settled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from overflight.commission.facts import (
    ClaimMade,
    CommissionFact,
    DecisionAdopted,
    EventRecorded,
    ReadingChosen,
)
from overflight.record import Reference, Said
from overflight.treaty import DecisionStatus, Reading, Readings, days_within

__all__ = ["Chronicle", "Claim", "Decision", "Event", "View", "fold_chronicle"]


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision on a day, and the statement it rests on."""

    fact: DecisionAdopted
    basis: Reference

    @property
    def applies(self) -> bool:
        """Return whether it may be applied as a rule: only what was read exactly."""
        return self.fact.status is DecisionStatus.EXACT


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim on a day, the statement it rests on, and whether its claimant said it.

    Args:
        fact: The claim.
        basis: The statement.
        own: Whether the claimant said it; otherwise another reports it, and no view holds it.
    """

    fact: ClaimMade
    basis: Reference
    own: bool


@dataclass(frozen=True, slots=True)
class View:
    """How one Party reads the text on a day, and what it claims.

    Args:
        party: Code of the Party; empty for the view of nobody, which is all defaults.
        readings: Its readings; points it said nothing about keep their default.
        claims: Its own claims.
        basis: The statements the view rests on.
        ignored: Choices of points or options this version does not know, as ``AMB-29=word``.
    """

    party: str
    readings: Readings
    claims: tuple[Claim, ...] = ()
    basis: tuple[Reference, ...] = ()
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Event:
    """An event, and the statement it rests on."""

    fact: EventRecorded
    basis: Reference

    @property
    def days(self) -> tuple[date, date]:
        """Return the first and the last day it can have been."""
        return days_within(self.fact.date)


@dataclass(frozen=True, slots=True)
class Chronicle:
    """Everything ever said in the Commission, in the order of the record; events by their days."""

    decisions: tuple[Decision, ...]
    claims: tuple[Claim, ...]
    chosen: tuple[Said[ReadingChosen], ...]
    events: tuple[Event, ...] = ()

    def events_between(self, since: date | None, until: date | None) -> tuple[Event, ...]:
        """Return the events that lie, or may lie, between two days.

        Args:
            since: First day; none for all before.
            until: First day no longer wanted; none for all after.
        """
        return tuple(
            event
            for event in self.events
            if (since is None or event.days[1] >= since)
            and (until is None or event.days[0] < until)
        )

    def beside(self, event: Event) -> tuple[Event, ...]:
        """Return the other events of its topic: what other sources say about the same."""
        topic = event.fact.topic
        return tuple(e for e in self.events if topic and e.fact.topic == topic and e != event)

    def decisions_on(self, day: date) -> tuple[Decision, ...]:
        """Return the decisions in force on a day; of several texts of one number, the last.

        A decision whose day is not known is listed on every day: it says so itself.
        """
        latest: dict[str, Decision] = {}
        for decision in self.decisions:
            fact = decision.fact
            adopted = fact.adopted is None or fact.adopted <= day
            if adopted and (fact.until is None or day < fact.until):
                latest[fact.number] = decision
        return tuple(latest.values())

    def claims_on(self, day: date) -> tuple[Claim, ...]:
        """Return the claims that stand on a day; one whose first day is not known stands too."""
        return tuple(claim for claim in self.claims if _stands(claim.fact, day))

    def view_of(self, party: str, day: date, offered: Mapping[str, Reading]) -> View:
        """Return how a Party reads the text on a day, and what it claims.

        Args:
            party: Code of the Party.
            day: The day.
            offered: The open points of the text.
        """
        mine = [s for s in self.chosen if s.party == party and s.fact.since <= day]
        latest = {s.fact.point: s for s in mine}
        known = {p: s for p, s in latest.items() if p in offered}
        fits = {p: s for p, s in known.items() if s.fact.option in offered[p].options}
        claims = tuple(c for c in self.claims_on(day) if c.own and c.fact.claimant == party)
        return View(
            party,
            Readings(offered, {p: s.fact.option for p, s in fits.items()}),
            claims,
            (*(s.ref for s in fits.values()), *(c.basis for c in claims)),
            tuple(f"{p}={s.fact.option}" for p, s in latest.items() if p not in fits),
        )


def _stands(fact: ClaimMade, day: date) -> bool:
    begun = fact.since is None or fact.since <= day
    return begun and (fact.until is None or day < fact.until)


def _latest(claims: Iterable[Claim]) -> Iterator[Claim]:
    """Yield claims, of each claimant's name the last said; its own word before a report."""
    named: dict[tuple[str, str], Claim] = {}
    for claim in claims:
        key = (claim.fact.claimant, claim.fact.id)
        if key not in named or claim.own or not named[key].own:
            named[key] = claim
    yield from named.values()


def fold_chronicle(
    said: Iterable[Said[CommissionFact]], *, depositaries: Iterable[str] = ()
) -> Chronicle:
    """Fold what was said into the chronicle of the Commission.

    Args:
        said: Statements of the kinds of this chapter, in any order.
        depositaries: Codes of those whose word on decisions and events counts; everybody's if not
            given. An event said again under its name replaces what was said before.

    Treaty: art.X.2, art.X.4, art.X.5.
    """
    trusted = frozenset(depositaries)
    decisions: list[Decision] = []
    claims: list[Claim] = []
    chosen: list[Said[ReadingChosen]] = []
    events: dict[str, Event] = {}
    for s in sorted(said, key=lambda s: s.ref):
        fact = s.fact
        if isinstance(fact, DecisionAdopted | EventRecorded):
            if trusted and s.party not in trusted:
                continue
            if isinstance(fact, DecisionAdopted):
                decisions.append(Decision(fact, s.ref))
            else:
                events[fact.id] = Event(fact, s.ref)
        elif isinstance(fact, ClaimMade):
            claims.append(Claim(fact, s.ref, own=s.party == fact.claimant))
        else:
            chosen.append(Said(fact, s.party, s.time, s.ref, s.re))
    by_day = sorted(events.values(), key=lambda event: event.days[0])
    return Chronicle(tuple(decisions), tuple(_latest(claims)), tuple(chosen), tuple(by_day))
