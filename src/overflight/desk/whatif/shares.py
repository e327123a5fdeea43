"""What if active quotas are distributed otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from overflight.desk.whatif.differences import SUPPOSED, Facts, compare, refuse_file
from overflight.desk.whatif.forms import Compared, Consequence, Topic, WhatIf
from overflight.desk.whatif.quotas import distribution_changes, last_distribution
from overflight.membership import REQUESTS_IN
from overflight.quotas import (
    CAP_SHARE,
    Distribution,
    DistributionAdopted,
    active_ceiling,
    half_rule,
    passive_ceiling,
    phase_in_cap,
)
from overflight.treaty import Finding, Outcome, rule

__all__ = ["what_if_redistributed"]


def what_if_redistributed(facts: Facts, fact: DistributionAdopted, *, where: str) -> WhatIf:
    """Return what changes if a distribution of active quotas is adopted.

    Args:
        facts: What it is laid over.
        fact: The distribution.
        where: Name of the file, for the error.

    Raises:
        SourceError: A line cannot be: a unit that is none, a unit over itself, a negative number;
            or the distribution ends before it begins.

    Treaty: art.III.I.4 to art.III.I.7, art.III.I.10 (QTA-3, QTA-4, QTA-8, QTA-11).
    """
    before = facts.fold()
    known = {row.code for row in before.regime.parties} | {g.code for g in before.regime.groups}
    known |= before.parties.states.keys()
    _check(fact, known, where)
    speaker = before.regime.depositaries[-1]
    compared = compare(facts, facts.said, ((speaker, fact),), fact.since)
    new = next(one for one in compared.after.quotas.distributions if one.basis.o == SUPPOSED)
    if new.until <= new.since:
        raise refuse_file(f"{where}: until", f"a day after {fact.since}", new.until)
    old, holds = last_distribution(compared.before, fact.since)
    findings = [_consensus(compared, new), *_judged(compared, new)]
    changes = [*_dates(fact), *distribution_changes(old, new)]
    kept = "" if holds or old is None else f" (before: {old.name}, which ended on {old.until})"
    return compared.answer(
        f"{fact.name} is adopted from {fact.since}{kept}",
        ((f"{fact.name}: {len(fact.shares)} lines, {new.line_flights} flights",), ()),
        findings,
        changes,
    )


def _check(fact: DistributionAdopted, known: set[str], where: str) -> None:
    for n, share in enumerate(fact.shares):
        place = f"{where}: shares[{n}]"
        for code in (share.observing, share.observed, *filter(None, (share.shared_with,))):
            if code not in known:
                raise refuse_file(place, "codes of States and units of the regime", code)
        if share.observing == share.observed:
            raise refuse_file(place, "two different units", share.observing)
        if share.flights < 0:
            raise refuse_file(f"{place}.flights", "a whole number, zero or more", share.flights)


def _consensus(compared: Compared, new: Distribution) -> Finding:
    voters = len(compared.members_before)
    return Finding(
        "OSC-2",
        "art.X.2",
        Outcome.OPEN,
        f"{new.name} is adopted only if none of the {voters} States Parties of {new.since} objects",
        consequence="not adopted; last year's figures stay for a State not agreed on (QTA-8)",
    )


def _judged(compared: Compared, new: Distribution) -> Iterator[Finding]:
    """Yield every rule that bears on the distribution as a whole, its units and its pairs."""
    quotas, readings = compared.after.quotas, compared.after.readings
    for unit in new.units:
        if not compared.after.parties.states_of(unit, new.since):
            says = f"{unit} is not a State Party on {new.since}"
            consequence = rule("QTA-1").consequence
            yield Finding("QTA-1", "art.III.I.1", Outcome.BROKEN, says, consequence=consequence)
            continue
        yield active_ceiling(quotas, new, unit)
        if new.over(unit):
            yield passive_ceiling(quotas, unit, new.since, new.over(unit))
        if new.over(unit) and CAP_SHARE.until is not None and new.since < CAP_SHARE.until:
            yield phase_in_cap(quotas, new, unit, readings=readings)
    for pair in dict.fromkeys((s.observing, s.observed) for s in new.shares):
        yield half_rule(quotas, new, pair, new.flights(*pair), readings=readings)


def _dates(fact: DistributionAdopted) -> Iterator[Consequence]:
    asked = date(fact.since.year - 1, *REQUESTS_IN)
    yield Consequence(
        Topic.DATE,
        "States Parties",
        f"Changes for {fact.since.year} are asked for by {asked}; the annual review agrees on them"
        " in three weeks.",
        "QTA-8",
        "art.III.I.7",
        until=asked,
    )
    if fact.since != date(fact.since.year, 1, 1):
        yield Consequence(
            Topic.DATE,
            "States Parties",
            f"A distribution is for a calendar year; this one begins on {fact.since}.",
            "QTA-8",
            "art.III.I.7",
            fact.since,
        )
