"""Contested claims as an answer: who claims what, on which ground, who contests it, who says so.

A claim is its claimant's only if the claimant said it on record. What is reported of a Party is
shown as a report. Nothing is settled.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from overflight.commission import Claim, ClaimMade
from overflight.desk.founding.facts import PACKAGE_ORIGIN
from overflight.desk.held.as_of import AsOf
from overflight.errors import UsageError
from overflight.record import Reference
from overflight.treaty import days_within

__all__ = [
    "AIRFIELDS",
    "ClaimList",
    "ClaimRow",
    "ClaimShown",
    "claim_list",
    "claim_show",
    "claims_of",
    "contested_by",
    "reported_claims",
]

# A claim to designate airfields; its sites are those that others do not recognise.
AIRFIELDS = "airfields"
_OWN, _TOLD, _REPORT = "the claimant, on record", "another Party, on record", "reported"


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """One claim, with who says it.

    Args:
        id: Its name.
        claimant: Code of the Party that claims it.
        said_by: The claimant on record, another Party on record, or a report.
        scope: What it is about.
        value: What is claimed.
        ground: The ground given.
        contested_by: Codes of the Parties that contest it.
        since: First day as far as it is known; empty where it is not.
        until: First day on which it is no longer made; none while it stands.
        stands: Whether it stands on the day: ``yes``, ``no``, or ``not known``.
        applies: How it can be applied to a plan; ``listed only`` where it cannot.
        rule: Rule it bears on.
        provision: The place of the text it bears on.
        source: Keys of the sources.
        note: Doubts and details.
    """

    id: str
    claimant: str
    said_by: str
    scope: str
    value: str
    ground: str
    contested_by: tuple[str, ...]
    since: str
    until: date | None = field(default=None, kw_only=True)
    stands: str
    applies: str
    rule: str
    provision: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class ClaimList:
    """The claims of a day: those that stand, and those of which it is not known."""

    on: date
    facts: str
    ruleset: str
    cut: str = field(default="", kw_only=True)
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class ClaimShown:
    """One claim on a day, whether it stands or not."""

    on: date
    facts: str
    ruleset: str
    cut: str = field(default="", kw_only=True)
    claim: ClaimRow


def reported_claims(as_of: AsOf) -> tuple[tuple[Claim, str], ...]:
    """Return the claims that are reported, and the first day of each as far as it is known."""
    found = []
    for number, row in enumerate(as_of.regime.claims):
        since = days_within(row.since_text)[0] if row.since_text else None
        fact = ClaimMade(
            row.id,
            row.claimant,
            row.scope,
            row.value,
            row.ground,
            row.contested_by,
            since,
            row.until,
            row.provisions[0],
            "; ".join(row.sources),
            row.note,
            row.rule,
            row.sites,
            row.limit_km,
            row.at_lon,
            row.at_lat,
            row.neighbours,
            row.part_of,
        )
        basis = Reference(f"{PACKAGE_ORIGIN}/claims", number, as_of.regime.ruleset)
        found.append((Claim(fact, basis, own=False), row.since_text))
    return tuple(found)


def _every(as_of: AsOf) -> Iterator[tuple[Claim, str, str]]:
    """Yield every claim with its first day in words and who says it; own words before reports."""
    said = {(claim.fact.claimant, claim.fact.id) for claim in as_of.chronicle.claims}
    for claim in as_of.chronicle.claims:
        since = claim.fact.since
        yield claim, since.isoformat() if since else "", _OWN if claim.own else _TOLD
    for claim, since_text in reported_claims(as_of):
        if (claim.fact.claimant, claim.fact.id) not in said:
            yield claim, since_text, _REPORT


def _stands(since: str, until: date | None, on: date) -> str:
    if until is not None and on >= until:
        return "no"
    if not since:
        return "not known"
    first, last = days_within(since)
    return "no" if on < first else "yes" if on >= last else "not known"


def _applies(fact: ClaimMade) -> str:
    if fact.limit_km is not None and fact.sites:
        return f"{fact.limit_km} km for flights from {', '.join(fact.sites)}"
    if fact.scope == AIRFIELDS and fact.sites:
        return f"{', '.join(fact.sites)} taken out of the views of those who contest it"
    if fact.neighbours:
        return f"10 km from lines with {', '.join(fact.neighbours)}, where a file gives them"
    return "listed only"


def _row(claim: Claim, since: str, said_by: str, on: date) -> ClaimRow:
    fact = claim.fact
    return ClaimRow(
        fact.id,
        fact.claimant,
        said_by,
        fact.scope,
        fact.value,
        fact.ground,
        fact.contested_by,
        since,
        _stands(since, fact.until, on),
        _applies(fact),
        fact.rule,
        fact.provision,
        fact.source,
        fact.note,
        until=fact.until,
    )


def claim_list(as_of: AsOf, on: date, *, party: str = "") -> ClaimList:
    """Return the claims of a day: those that stand, and those of which it is not known.

    Args:
        as_of: What held.
        on: The day.
        party: Only those that this Party makes or contests.
    """
    rows = (_row(claim, since, said_by, on) for claim, since, said_by in _every(as_of))
    found = tuple(
        row
        for row in rows
        if row.stands != "no" and (not party or party in {row.claimant, *row.contested_by})
    )
    return ClaimList(on, as_of.source, as_of.regime.ruleset, found, cut=as_of.cut)


def claim_show(as_of: AsOf, name: str, on: date) -> ClaimShown:
    """Return one claim on a day.

    Raises:
        UsageError: No claim has this name.
    """
    for claim, since, said_by in _every(as_of):
        if claim.fact.id == name:
            row = _row(claim, since, said_by, on)
            return ClaimShown(on, as_of.source, as_of.regime.ruleset, row, cut=as_of.cut)
    raise UsageError(
        "E-CLAIM",
        where="id",
        expected="the id of a claim, such as RU-KALININGRAD-500",
        found=name,
        remedy="`overflight claim list` shows the claims of a day.",
    )


def claims_of(party: str, facts: AsOf, on: date, *, reported: bool) -> tuple[Claim, ...]:
    """Return a Party's own claims that stand or may stand on a day, and reports if asked for.

    Args:
        party: Code of the Party.
        facts: What held.
        on: The day.
        reported: Take what is reported of the Party too.
    """
    return tuple(
        claim
        for claim, since, said_by in _every(facts)
        if claim.fact.claimant == party
        and _stands(since, claim.fact.until, on) != "no"
        and (said_by == _OWN or (reported and said_by == _REPORT))
    )


def contested_by(party: str, facts: AsOf, on: date, *, reported: bool) -> tuple[Claim, ...]:
    """Return the claims of others that a Party is said to contest, on record, and reports too.

    Args:
        party: Code of the Party that contests them.
        facts: What held.
        on: The day.
        reported: Take what is only reported too.
    """
    return tuple(
        claim
        for claim, since, said_by in _every(facts)
        if party in claim.fact.contested_by
        and _stands(since, claim.fact.until, on) != "no"
        and (said_by != _REPORT or reported)
    )
