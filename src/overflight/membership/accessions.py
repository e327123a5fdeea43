"""Who may accede, by which way, and what a withdrawal leaves open: MEM-4, MEM-5, MEM-6, MEM-9."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from overflight.deadlines import Unit
from overflight.membership.clocks import day_after
from overflight.membership.facts_of_conferences import AccessionDecided, AccessionRequested
from overflight.membership.parties import Parties
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Readings,
    Sense,
    Value,
    judge,
    rule,
)

__all__ = [
    "MONTHS_TO_REQUEST",
    "Meeting",
    "OpenMission",
    "accession_finding",
    "consideration_finding",
    "left_open_findings",
    "request_finding",
]

_SIGNED = date(1992, 3, 24)
MONTHS_TO_REQUEST: Final = Value(
    "months from entry into force to ask for accession", Decimal(6), "months", _SIGNED, "art.XVII.4"
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """A regular meeting of the Commission: its first and its last day, where known."""

    opens: date
    closes: date | None = None


@dataclass(frozen=True, slots=True)
class OpenMission:
    """A mission over or by a State that withdraws.

    Args:
        key: Mission key.
        notified: Day of the notification.
        completed: Day on which it ended; none while it runs.
    """

    key: str
    notified: date
    completed: date | None = None


def _without_decision(code: str, deposited: date, parties: Parties) -> Finding:
    """Return whether a named State accedes by its deposit alone: after entry into force (MEM-4)."""
    entry = rule("MEM-4")
    if parties.in_force is None or deposited < parties.in_force:
        says = f"{code} is named; until entry into force it signs, it does not accede"
        return Finding("MEM-4", entry.provision, Outcome.BROKEN, says, consequence="none stated")
    says = f"{code} is named and may accede at any time, without a decision"
    return Finding("MEM-4", entry.provision, Outcome.KEPT, says)


def accession_finding(
    code: str, deposited: date, parties: Parties, decided: AccessionDecided | None = None
) -> Finding:
    """Return whether a State can become a Party by its deposit.

    A signatory ratifies; a State named in art.XVII.3 accedes without a decision; any other needs
    the Commission's consensus, not later than its deposit.

    Args:
        code: Code of the State.
        deposited: Day of its deposit.
        parties: Who is a Party and who signed.
        decided: What the Commission decided; none where no decision is on record.

    Treaty: art.XVII.1 (MEM-1), art.XVII.3 (MEM-4), art.XVII.4 (MEM-5), art.XVII.5 (MEM-6).
    """
    state = parties.states.get(code)
    first = state is not None and (not state.spells or state.spells[0].deposited == deposited)
    if state is not None and state.signed is not None and first:
        says = f"{code} signed on {state.signed} and may deposit a ratification"
        return Finding("MEM-1", rule("MEM-1").provision, Outcome.KEPT, says)
    if code in rule("MEM-4").bound.split(", "):
        return _without_decision(code, deposited, parties)
    entry, head = rule("MEM-6"), f"{code} accedes on {deposited}"
    if decided is None or decided.agreed is None:
        says = f"{head} only if the Commission decided so by consensus before"
        return Finding("MEM-6", entry.provision, Outcome.OPEN, says, consequence=entry.consequence)
    if not decided.agreed:
        says = f"{head}; the Commission found no consensus on {decided.on}"
        return Finding(
            "MEM-6", entry.provision, Outcome.BROKEN, says, consequence=entry.consequence
        )
    days = Quantity(float((deposited - decided.on).days), "d")
    limit = Limit(0.0, "d", Sense.AT_LEAST)
    says = f"{head}; the Commission agreed on {decided.on} {decided.decision}".rstrip()
    outcome = judge(days, limit)
    breach = "" if outcome is Outcome.KEPT else entry.consequence
    return Finding("MEM-6", entry.provision, outcome, says, days, limit, breach)


def request_finding(request: AccessionRequested, parties: Parties) -> Finding:
    """Return whether a request to accede came in the first six months.

    Treaty: art.XVII.4 (MEM-5).
    """
    where, start = "art.XVII.4", parties.in_force
    if start is None or request.on < start:
        says = f"{request.state} asked on {request.on}: before entry into force"
        return Finding("MEM-5", where, Outcome.BROKEN, says, consequence="none stated")
    last = day_after(start, int(MONTHS_TO_REQUEST.amount), Unit.MONTHS)
    days = Quantity(float((request.on - start).days), "d")
    limit = Limit(float((last - start).days), "d", Sense.AT_MOST)
    says = f"{request.state} asked on {request.on}; until {last} by art.XVII.4, later by art.XVII.5"
    outcome = judge(days, limit)
    breach = "" if outcome is Outcome.KEPT else "then only art.XVII.5"
    return Finding("MEM-5", where, outcome, says, days, limit, breach)


def consideration_finding(
    request: AccessionRequested, decided: AccessionDecided | None, meetings: Iterable[Meeting]
) -> Finding:
    """Return whether the Commission took a request at its next regular meeting.

    Args:
        request: The request.
        decided: When it was taken up; none where that is not on record.
        meetings: Regular meetings.

    Treaty: art.XVII.4 (MEM-5).
    """
    where, breach = "art.XVII.4", "none stated"
    asked = request.circulated_on or request.on
    later = sorted((m for m in meetings if m.opens >= asked), key=lambda m: m.opens)
    head = f"request of {request.state}, circulated {asked}"
    if not later or decided is None:
        missing = "no later regular meeting" if not later else "its consideration"
        says = f"{head}: {missing} is on record"
        return Finding("MEM-5", where, Outcome.OPEN, says, consequence=breach)
    first = later[0]
    until = first.closes or (later[1].opens if len(later) > 1 else decided.on)
    kept = first.opens <= decided.on <= until
    says = f"{head}: next regular meeting {first.opens}, considered on {decided.on}"
    outcome = Outcome.KEPT if kept else Outcome.BROKEN
    return Finding("MEM-5", where, outcome, says, consequence="" if kept else breach)


def left_open_findings(
    state: str, effect: date, missions: Iterable[OpenMission], readings: Readings
) -> tuple[Finding, ...]:
    """Return whether missions of a State that withdraws stand, on which the text is silent.

    Args:
        state: Code of the State.
        effect: First day on which it is no Party.
        missions: Missions by it or over it.
        readings: ``AMB-28``: a mission stands if completed before that day, or if notified before.

    Treaty: art.XV (MEM-9).
    """
    reading = readings.of("AMB-28")
    used = (f"AMB-28={reading}",)
    found = []
    for mission in missions:
        counted = mission.completed if reading == "complete-before" else mission.notified
        word = "completed" if reading == "complete-before" else "notified"
        head = f"{mission.key}: {state} is no Party from {effect}"
        if counted is None:
            says = f"{head}; not completed before, the text is silent"
            found.append(_left_open(Outcome.OPEN, says, used))
            continue
        days = Quantity(float((effect - counted).days), "d")
        limit = Limit(1.0, "d", Sense.AT_LEAST)
        outcome, says = judge(days, limit), f"{head}; {word} on {counted}"
        breach = "" if outcome is Outcome.KEPT else "none stated"
        found.append(Finding("MEM-9", "art.XV", outcome, says, days, limit, breach, readings=used))
    return tuple(found)


def _left_open(outcome: Outcome, says: str, used: tuple[str, ...]) -> Finding:
    return Finding("MEM-9", "art.XV", outcome, says, consequence="none stated", readings=used)
