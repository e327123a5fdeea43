"""What waits for the Commission or the Depositaries, and what the text says if its day passes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from overflight.commission import (
    ProposalState,
    session_due,
)
from overflight.deadlines import format_instant
from overflight.desk.cases.of_commission import heard_facts
from overflight.desk.commission.answers import CommissionAsked, PendingList, PendingRow
from overflight.membership import (
    REQUESTS_NEEDED,
    AccessionDecided,
    AccessionRequested,
    Amendment,
    AmendmentFact,
    ConferenceAbout,
    ConferenceConvened,
    ConferenceFact,
    WithdrawalNotified,
    amendments_of,
    conference_due,
    conference_window,
    review_due,
    reviews_until,
)
from overflight.membership.amendments import DAYS_TO_APPROVE
from overflight.quotas import WEEKS_OF_REVIEW, review_of

__all__ = ["pending_list"]

_DAYS_A_WEEK = 7


def pending_list(asked: CommissionAsked) -> PendingList:
    """Return what waits for the Commission or the Depositaries on a day, the earliest due first.

    Treaty: art.III.I.7, art.X.2, art.XV.3, art.XVI, art.XVII.4, annex.L.I.3.
    """
    parts = (_proposals, _sessions, _review, _conferences, _amendments, _accessions)
    rows = [row for part in parts for row in part(asked)]
    rows.sort(key=lambda row: (row.due or date.max, row.what))
    return PendingList(asked.on, asked.held.source, asked.held.regime.ruleset, tuple(rows))


_WAITS = {ProposalState.PENDING, ProposalState.SILENCE, ProposalState.OBJECTED}


def _proposals(asked: CommissionAsked) -> Iterator[PendingRow]:
    for proposal in asked.proceedings.proposals:
        state, fact = proposal.state(asked.at), proposal.fact
        if fact.on > asked.on or state not in _WAITS:
            continue
        until = fact.silence_until
        what = f"proposal {fact.proposal}: {state.value}"
        if state is ProposalState.OBJECTED:
            what += f" ({', '.join(o.state for o in proposal.standing(asked.at))})"
        then = ""
        if state is ProposalState.SILENCE and until is not None:
            then = f"adopted if no State Party objects by {format_instant(until)}"
        due = until.date() if until and state is ProposalState.SILENCE else None
        yield PendingRow(what, then, "OSC-2", "art.X.2", fact.on, due)


def _sessions(asked: CommissionAsked) -> Iterator[PendingRow]:
    for session in asked.proceedings.sessions:
        request, opened = session.requested, session.convened
        waits = opened is None or opened.opens > asked.on
        if request is not None and request.received_on <= asked.on and waits:
            what = f"extraordinary session {session.name}, asked for by {request.state}"
            due = session_due(request.received_on)
            then = "none stated"
            yield PendingRow(what, then, "OSC-7", "annex.L.I.3", request.received_on, due)


def _review(asked: CommissionAsked) -> Iterator[PendingRow]:
    """Yield the Parties over which the yearly review has not agreed: last year's figures stay."""
    facts, reading = asked.held.year_facts, asked.held.readings.of("AMB-6")
    for year in sorted({fact.year for fact in facts}):
        review = review_of(facts, year)
        starts = review.starts(reading)
        if starts is None or starts > asked.on or asked.on >= date(year, 1, 1):
            continue
        due = starts + timedelta(days=int(WEEKS_OF_REVIEW.amount) * _DAYS_A_WEEK)
        for observed in review.observed:
            ended = review.concluded.get(observed)
            if ended is None or (ended.agreed and ended.on > asked.on):
                what = f"quotas of {year} over {observed}"
                then = f"last year's distribution for {observed} stays"
                yield PendingRow(what, then, "QTA-8", "art.III.I.7", starts, due)


def _heard(asked: CommissionAsked, *kinds: type) -> tuple[object, ...]:
    return heard_facts(asked.of(*kinds), asked.held.regime.depositaries)


def _held(asked: CommissionAsked) -> list[ConferenceConvened]:
    facts = _heard(asked, ConferenceConvened)
    return [f for f in facts if isinstance(f, ConferenceConvened) and f.opens <= asked.on]


def _conferences(asked: CommissionAsked) -> Iterator[PendingRow]:
    held = _held(asked)
    for said in asked.of(WithdrawalNotified):
        notice = said.fact
        if not isinstance(notice, WithdrawalNotified) or notice.on > asked.on:
            continue
        left = asked.held.parties.standing(notice.state, asked.on).since
        first, last = conference_window(notice.on)
        about = ConferenceAbout.WITHDRAWAL
        met = any(c.about is about and c.of == notice.state for c in held)
        if not met and (left is None or asked.on <= last):
            what = f"conference on the withdrawal of {notice.state}, not before {first}"
            yield PendingRow(what, "none stated", "MEM-8", "art.XV.3", notice.on, last)
    entry = asked.held.parties.in_force
    if entry is not None:
        number = len(reviews_until(entry, asked.on)) + 1
        due = review_due(entry, number)
        what = f"review conference {number}, from {due}"
        yield PendingRow(what, "", "MEM-12", "art.XVI.3", None, None)


def _amendments(asked: CommissionAsked) -> Iterator[PendingRow]:
    kinds = (*AmendmentFact.__args__, *ConferenceFact.__args__)
    facts = heard_facts(asked.of(*kinds), asked.held.regime.depositaries)
    for amendment in amendments_of(_typed(facts)):
        if amendment.circulated <= asked.on:
            yield from _amendment(asked, amendment)


def _typed(facts: Iterable[object]) -> Iterator[AmendmentFact | ConferenceFact]:
    return (fact for fact in facts if isinstance(fact, AmendmentFact | ConferenceFact))


def _amendment(asked: CommissionAsked, amendment: Amendment) -> Iterator[PendingRow]:
    members = asked.held.parties.members_on(amendment.circulated)
    given = {a.state for a in amendment.approved if amendment.in_time(a) and a.on <= asked.on}
    missing = len(set(members) - given)
    last = amendment.circulated + timedelta(days=int(DAYS_TO_APPROVE.amount))
    if missing and asked.on <= last:
        what = f"amendment {amendment.name}: {missing} of {len(members)} have not approved"
        yield PendingRow(what, "fails", "MEM-10", "art.XVI.2", amendment.circulated, last)
    needed = int(REQUESTS_NEEDED.amount)
    in_time = [request for request in amendment.asked_in_time if request.on <= asked.on]
    opened = amendment.conference is not None and amendment.conference <= asked.on
    if len(in_time) >= needed and not opened:
        third = in_time[needed - 1].on
        first, until = conference_due(third)
        what = f"conference on amendment {amendment.name}, not before {first}"
        yield PendingRow(what, "none stated", "MEM-11", "art.XVI.1", third, until)


def _accessions(asked: CommissionAsked) -> Iterator[PendingRow]:
    taken = {
        s.fact.state
        for s in asked.of(AccessionDecided)
        if isinstance(s.fact, AccessionDecided)
        and s.fact.on <= asked.on
        and s.fact.agreed is not None
    }
    for request in _heard(asked, AccessionRequested):
        if not isinstance(request, AccessionRequested):
            continue
        if request.on <= asked.on and request.state not in taken:
            what = f"request of {request.state} to accede, at the next regular meeting"
            yield PendingRow(what, "", "MEM-5", "art.XVII.4", request.on, None)
