"""The rules of the Commission's work: OSC-2, OSC-5 to OSC-8, and OSC-11."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from overflight.commission.chairs import FRENCH_NAMES, next_chair
from overflight.commission.facts_of_sessions import SessionConvened, SessionKind, Subject
from overflight.commission.proceedings import Proceedings, Proposal, ProposalState, Session
from overflight.deadlines import Instant, day_of, format_instant
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Readings,
    Sense,
    Value,
    count_of,
    judge,
    rule,
)

__all__ = [
    "DAYS_TO_FIRST_SESSION",
    "DAYS_TO_OPEN",
    "REGULAR_SESSIONS",
    "SHORT_OF_AMENDMENT",
    "WEEKS_OF_SESSION",
    "chair_findings",
    "consensus_finding",
    "extraordinary_finding",
    "first_session_finding",
    "length_finding",
    "session_due",
    "subject_finding",
    "year_findings",
]

_SIGNED = date(1992, 3, 24)
_DAYS_A_WEEK: Final = 7
REGULAR_SESSIONS: Final = Value(
    "regular sessions in a calendar year", Decimal(4), "sessions", _SIGNED, "annex.L.I.3"
)
WEEKS_OF_SESSION: Final = Value(
    "most weeks of a session", Decimal(4), "weeks", _SIGNED, "annex.L.I.4"
)
DAYS_TO_OPEN: Final = Value(
    "days from a request to an extraordinary session", Decimal(15), "d", _SIGNED, "annex.L.I.3"
)
DAYS_TO_FIRST_SESSION: Final = Value(
    "days from signature to the first session", Decimal(60), "d", _SIGNED, "annex.L.I.2"
)
SHORT_OF_AMENDMENT: Final = frozenset(
    {
        Subject.QUOTA_DISTRIBUTION,
        Subject.SENSORS,
        Subject.COST_SHARES,
        Subject.DATA_SHARING,
        Subject.MISSION_REPORT,
        Subject.MINOR,
    }
)


def _answer(rule_id: str, outcome: Outcome, says: str, provision: str = "") -> Finding:
    entry = rule(rule_id)
    breach = "" if outcome is Outcome.KEPT else entry.consequence
    return Finding(rule_id, provision or entry.provision, outcome, says, consequence=breach)


def _numbered(rule_id: str, provision: str, number: Quantity, limit: Limit, says: str) -> Finding:
    outcome = judge(number, limit)
    breach = "" if outcome is Outcome.KEPT else rule(rule_id).consequence
    return Finding(rule_id, provision, outcome, says, number, limit, breach)


def consensus_finding(
    proposal: Proposal, at: Instant, members_on: Callable[[date], tuple[str, ...]]
) -> Finding:
    """Return whether a proposal is a decision: adopted if no State Party objects.

    Benelux has three voices here. Silence is no objection. The word of one that is no State Party
    on the day of its objection does not count.

    Args:
        proposal: The proposal.
        at: The instant it is judged at.
        members_on: Returns the States Parties on a day.

    Treaty: art.X.2 (OSC-2).
    """
    standing = proposal.standing(at)
    voices = [o.state for o in standing if o.state in members_on(day_of(o.at))]
    others = [o.state for o in standing if o.state not in voices]
    head = f"{proposal.fact.proposal}: {proposal.fact.title}"
    told = f"; {', '.join(others)} objected, no State Party on that day" if others else ""
    state, objects = proposal.state(at), ", ".join(dict.fromkeys(voices))
    number = Quantity(float(len(set(voices))), "objections")
    limit = Limit(0.0, "objections", Sense.AT_MOST)
    if state is ProposalState.ADOPTED:
        return _adopted(proposal, number, limit, f"{head}: stated adopted", objects, told)
    if voices:
        says = f"{head}: not adopted, {objects} objects{told}"
        return _answer("OSC-2", Outcome.KEPT, says)
    if state is ProposalState.REJECTED:
        says = f"{head}: stated not adopted, and no objection is on record{told}"
        return _answer("OSC-2", Outcome.OPEN, says)
    if state is ProposalState.SILENCE and proposal.fact.silence_until is not None:
        says = f"{head}: silence until {format_instant(proposal.fact.silence_until)}{told}"
        return _answer("OSC-2", Outcome.OPEN, says)
    if state is ProposalState.PENDING:
        return _answer("OSC-2", Outcome.OPEN, f"{head}: before the Commission{told}")
    says = f"{head}: no State Party objected before silence ended; adopted{told}"
    return _numbered("OSC-2", "art.X.2", number, limit, says)


def _adopted(proposal: Proposal, number: Quantity, limit: Limit, head: str, *words: str) -> Finding:
    """Return whether a proposal that was stated adopted met no objection, after its silence."""
    objects, told = words
    until, concluded = proposal.fact.silence_until, proposal.concluded
    if not objects and until is not None and concluded is not None and concluded.at < until:
        says = f"{head} at {format_instant(concluded.at)}; silence ran until"
        return _answer("OSC-2", Outcome.OPEN, f"{says} {format_instant(until)}{told}")
    said = f"over the objection of {objects}" if objects else "no State Party objected"
    return _numbered("OSC-2", "art.X.2", number, limit, f"{head}, {said}{told}")


def subject_finding(proposal: Proposal) -> Finding:
    """Return whether a decision may change the text without an amendment.

    Treaty: art.X.5 (OSC-5).
    """
    fact = proposal.fact
    head = f"{fact.proposal}, {fact.subject.value}"
    if not fact.changes_text:
        return _answer("OSC-5", Outcome.KEPT, f"{head}: the text stays as it is")
    if fact.subject in SHORT_OF_AMENDMENT:
        return _answer("OSC-5", Outcome.KEPT, f"{head}: a change short of amendment")
    says = f"{head}: changes the text, and is none of the changes short of amendment"
    return _answer("OSC-5", Outcome.BROKEN, says)


def length_finding(session: Session) -> Finding | None:
    """Return whether a session lasted no longer than four weeks; none while its end is not told.

    Treaty: annex.L.I.4 (OSC-6).
    """
    if session.convened is None or session.closed is None:
        return None
    opens, closes = session.convened.opens, session.closed.closes
    number = Quantity(float((closes - opens).days), "d")
    limit = Limit(float(WEEKS_OF_SESSION.amount * _DAYS_A_WEEK), "d", Sense.AT_MOST)
    says = f"session {session.name}: {opens} to {closes}"
    if judge(number, limit) is Outcome.BROKEN and session.closed.decision:
        says += f", longer than four weeks by decision {session.closed.decision}"
        return _answer("OSC-6", Outcome.KEPT, says, "annex.L.I.4")
    return _numbered("OSC-6", "annex.L.I.4", number, limit, says)


def year_findings(proceedings: Proceedings, on: date) -> Iterator[Finding]:
    """Yield whether each calendar year had its four regular sessions.

    A year of which only some sessions are on record is *open* until it is closed.

    Args:
        proceedings: The proceedings.
        on: Day it is judged at.

    Treaty: annex.L.I.3 (OSC-6).
    """
    closed = {fact.year: fact for fact in proceedings.years}
    years = {s.opens.year for s in proceedings.convened if s.kind is SessionKind.REGULAR}
    limit = Limit(float(REGULAR_SESSIONS.amount), "sessions", Sense.AT_LEAST)
    for year in sorted(years | closed.keys()):
        known, told = len(proceedings.regular_in(year)), closed.get(year)
        count = max(known, told.regular) if told else known
        says = f"{year}: {count_of(count, 'regular session')} of {REGULAR_SESSIONS.amount} at least"
        if told and count < REGULAR_SESSIONS.amount and told.decision:
            yield _answer("OSC-6", Outcome.KEPT, f"{says}, by decision {told.decision}")
        elif told or count >= REGULAR_SESSIONS.amount:
            yield _numbered("OSC-6", "annex.L.I.3", Quantity(float(count), "sessions"), limit, says)
        elif on.year > year:
            yield _answer("OSC-6", Outcome.OPEN, f"{says} on record; the year is not closed here")


def session_due(received: date) -> date:
    """Return the last day for an extraordinary session to open.

    Args:
        received: Day on which the Chairman received the request.

    Treaty: annex.L.I.3 (OSC-7).
    """
    return received + timedelta(days=int(DAYS_TO_OPEN.amount))


def extraordinary_finding(session: Session, on: date) -> Finding | None:
    """Return whether an extraordinary session opened in its days; none for a regular one.

    Args:
        session: The session.
        on: Day it is judged at.

    Treaty: annex.L.I.3 (OSC-7).
    """
    asked, convened = session.requested, session.convened
    if asked is None:
        extraordinary = convened is not None and convened.kind is SessionKind.EXTRAORDINARY
        says = f"session {session.name}: when it was asked for is not on record"
        return _answer("OSC-7", Outcome.OPEN, says) if extraordinary else None
    last = session_due(asked.received_on)
    informed = f"all told {asked.informed_on}" if asked.informed_on else "not on record: all told"
    head = f"session {session.name}: asked {asked.received_on}, to open by {last}; {informed}"
    if convened is None:
        outcome = Outcome.BROKEN if on > last else Outcome.OPEN
        return _answer("OSC-7", outcome, f"{head}; no opening is on record")
    number = Quantity(float((convened.opens - asked.received_on).days), "d")
    limit = Limit(float(DAYS_TO_OPEN.amount), "d", Sense.AT_MOST)
    return _numbered("OSC-7", "annex.L.I.3", number, limit, f"{head}; opened {convened.opens}")


def first_session_finding(opened: date) -> Finding:
    """Return whether the Commission first met in time after signature, on 1992-05-23 at the latest.

    Args:
        opened: Day on which its first session opened.

    Treaty: annex.L.I.2 (OSC-11).
    """
    number = Quantity(float((opened - _SIGNED).days), "d")
    limit = Limit(float(DAYS_TO_FIRST_SESSION.amount), "d", Sense.AT_MOST)
    says = f"first session opened {opened}, {number.value:g} d after signature on {_SIGNED}"
    return _numbered("OSC-11", "annex.L.I.2", number, limit, says)


def _members_for(
    convened: SessionConvened, members_on: Callable[[date], tuple[str, ...]], reading: str
) -> tuple[str, ...]:
    """Return the States Parties the order is made of: at the opening, or when the year began."""
    day = convened.opens if reading == "next-session" else date(convened.opens.year, 1, 1)
    return members_on(day)


def chair_findings(
    proceedings: Proceedings, members_on: Callable[[date], tuple[str, ...]], readings: Readings
) -> Iterator[Finding]:
    """Yield whether the chair went to the State Party whose turn it was.

    Only two sessions whose chairs are on record, one after the other, can be compared. A chair by
    agreement stands.

    Args:
        proceedings: The proceedings.
        members_on: Returns the States Parties on a day.
        readings: ``AMB-43``: the order changes with the next session, or with the next year.

    Treaty: annex.L.I.2, annex.L.I.5 (OSC-8).
    """
    reading, before = readings.of("AMB-43"), ""
    for convened in proceedings.convened:
        if before and convened.chair:
            members = _members_for(convened, members_on, reading)
            if members:
                yield _chair(convened, next_chair(before, members), before, f"AMB-43={reading}")
        before = convened.chair


def _chair(convened: SessionConvened, turn: str, before: str, used: str) -> Finding:
    name = FRENCH_NAMES.get(turn, turn)
    says = f"session {convened.session}: {convened.chair} in the chair after {before};"
    says += f" the turn is {turn or 'nobody'} ({name})"
    kept = convened.chair == turn
    if not kept and convened.agreed:
        says, kept = f"{says}; otherwise agreed: {convened.agreed}", True
    return Finding(
        "OSC-8",
        "annex.L.I.5",
        Outcome.KEPT if kept else Outcome.BROKEN,
        says,
        consequence="" if kept else rule("OSC-8").consequence,
        basis=("French names as this program has them; the text fixes none",),
        readings=(used,),
    )
