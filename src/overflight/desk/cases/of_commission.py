"""What a case says of the Commission, of membership and of notifications, judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import TypeVar

from overflight.commission import (
    Proceedings,
    SessionFact,
    SessionKind,
    fold_proceedings,
    judge_commission,
)
from overflight.deadlines import day_of
from overflight.desk.cases.question import Judged, Question
from overflight.desk.founding.facts import founding_said
from overflight.membership import (
    AccessionDecided,
    AccessionRequested,
    AmendmentApproved,
    AmendmentFact,
    AmendmentRatified,
    ConferenceAbout,
    ConferenceConvened,
    ConferenceFact,
    ConferenceRequested,
    InstrumentDeposited,
    Meeting,
    OpenMission,
    WithdrawalNotified,
    accession_finding,
    acting_finding,
    amendment_findings,
    amendments_of,
    conference_finding,
    consideration_finding,
    entry_finding,
    entry_terms,
    force_findings,
    left_open_findings,
    no_party_finding,
    notice_finding,
    request_finding,
    request_findings,
    review_conference_findings,
    withdrawal_effect,
)
from overflight.missions import Mission
from overflight.missions.said.facts_ending import Cancelled, Declined, Departed, Prohibited
from overflight.notifications import NoticeGiven, judge_notices
from overflight.record import Said
from overflight.treaty import EventKind

__all__ = ["heard_facts", "of_commission", "of_membership", "of_notices"]

Fact = TypeVar("Fact")


def _said(asked: Question, *kinds: type[Fact]) -> tuple[Said[Fact], ...]:
    return tuple(
        Said(said.fact, said.party, said.time, said.ref, said.re)
        for said in asked.said
        if isinstance(said.fact, kinds)
    )


def heard_facts(said: Iterable[Said[Fact]], depositaries: Iterable[str]) -> tuple[Fact, ...]:
    """Return what a Depositary said, or the State Party itself about its own act.

    Treaty: art.XVI, art.XVII.7.
    """
    own = AmendmentApproved | AmendmentRatified | AccessionRequested | ConferenceRequested
    trusted = frozenset(depositaries)
    return tuple(
        s.fact
        for s in said
        if s.party in trusted or (isinstance(s.fact, own) and s.party == s.fact.state)
    )


def _proceedings(asked: Question) -> Proceedings:
    return fold_proceedings(_said(asked, *SessionFact.__args__))


def of_commission(asked: Question) -> Iterator[Judged]:
    """Judge sessions, the chair, and every proposal.

    Treaty: art.X, annex.L.I (OSC-2, OSC-5, OSC-6, OSC-7, OSC-8).
    """
    proceedings, members = _proceedings(asked), asked.as_of.parties.members_on
    for subject, found in judge_commission(proceedings, asked.at, asked.readings, members):
        yield Judged(subject, found)


def of_notices(asked: Question) -> Iterator[Judged]:
    """Judge every notification that was given.

    Treaty: art.XI (NTF-0), NTF-1 to NTF-51.
    """
    found = judge_notices(
        (said.fact for said in _said(asked, NoticeGiven)),
        asked.at,
        asked.readings,
        members_on=asked.as_of.parties.members_on,
        depositaries=asked.as_of.regime.depositaries,
    )
    for subject, findings in found:
        yield Judged(subject, findings)


def of_membership(asked: Question) -> Iterator[Judged]:
    """Judge instruments, requests to accede, withdrawals, amendments and conferences.

    Treaty: art.XV, art.XVI, art.XVII (MEM-2 to MEM-12).
    """
    yield from _instruments(asked)
    yield from _acting(asked)
    yield from _requests(asked)
    yield from _withdrawals(asked)
    yield from _amendments(asked)


def _instruments(asked: Question) -> Iterator[Judged]:
    parties, terms = asked.as_of.parties, entry_terms(asked.as_of.regime)
    deposits = [said.fact for said in _said(asked, InstrumentDeposited)]
    for deposit in deposits:
        state = parties.states.get(deposit.state)
        if state is None:  # told by one who has no say in it
            continue
        decided = _decided(asked, deposit.state, deposit.on)
        accession = accession_finding(deposit.state, deposit.on, parties, decided)
        yield Judged(deposit.state, (accession, *force_findings(state)))
    if deposits:
        yield Judged("the Treaty", (entry_finding(parties, terms, day_of(asked.at)),))


def _acting(asked: Question) -> Iterator[Judged]:
    """Yield whether States gave notices only from their day on, and flew only as Parties."""
    parties, terms = asked.as_of.parties, entry_terms(asked.as_of.regime)
    acts = [(s.fact.message.sender, day_of(s.fact.message.at)) for s in _said(asked, NoticeGiven)]
    for mission in asked.missions:
        if mission.notice is not None:
            day = day_of(mission.notice.at)
            flown = [(mission.observing, day), (mission.observed, day)]
            acts += flown
            for code, on in flown:
                if (none := no_party_finding(code, parties, on)) is not None:
                    yield Judged(code, (none,))
    for code, day in dict.fromkeys(acts):
        state = parties.states.get(code)
        found = acting_finding(state, parties, day, terms) if state is not None else None
        if found is not None:
            yield Judged(code, (found,))


def _decided(asked: Question, state: str, by: date | None = None) -> AccessionDecided | None:
    """Return the last word of the Commission on a State: by a day, if there is one by then."""
    told = [s.fact for s in _said(asked, AccessionDecided) if s.fact.state == state]
    before = [fact for fact in told if by is None or fact.on <= by]
    return next(reversed(before or told), None)


def _requests(asked: Question) -> Iterator[Judged]:
    regular = [c for c in _proceedings(asked).sessions if c.convened is not None]
    meetings = [
        Meeting(s.convened.opens, s.closed.closes if s.closed else None)
        for s in regular
        if s.convened is not None and s.convened.kind is SessionKind.REGULAR
    ]
    trusted = asked.as_of.regime.depositaries
    for request in heard_facts(_said(asked, AccessionRequested), trusted):
        told = [s.fact for s in _said(asked, AccessionDecided) if s.fact.state == request.state]
        first = min(told, key=lambda fact: fact.on, default=None)
        considered = consideration_finding(request, first, meetings)
        yield Judged(request.state, (request_finding(request, asked.as_of.parties), considered))


def _withdrawals(asked: Question) -> Iterator[Judged]:
    terms, trusted = entry_terms(asked.as_of.regime), asked.as_of.regime.depositaries
    convened = heard_facts(_said(asked, ConferenceConvened), trusted)
    for said in _said(asked, WithdrawalNotified):
        notice = said.fact
        effect = withdrawal_effect(notice.on, notice.effect, terms)
        stated = (
            c.opens
            for c in convened
            if c.about is ConferenceAbout.WITHDRAWAL and c.of == notice.state
        )
        first = next(stated, None) or _reported(asked, notice, effect)
        findings = [notice_finding(notice, terms)]
        if first is not None or day_of(asked.at) > notice.on + timedelta(days=60):
            findings.append(conference_finding(notice.state, notice.on, first))
        missions = _missions(asked, notice.state, effect)
        findings += left_open_findings(notice.state, effect, missions, asked.readings)
        yield Judged(notice.state, tuple(findings))


def _reported(asked: Question, notice: WithdrawalNotified, leaves: date) -> date | None:
    """Return the day of a conference the chronicle reports after a notice that was given."""
    given = [s.fact for s in founding_said() if isinstance(s.fact, WithdrawalNotified)]
    if (notice.state, notice.on) not in {(fact.state, fact.on) for fact in given}:
        return None  # a notice supposed: what was held about another's says nothing of it
    for event in asked.as_of.chronicle.events_between(notice.on, leaves):
        first, last = event.days
        if event.fact.kind is EventKind.CONFERENCE and first == last <= day_of(asked.at):
            return first
    return None


def _missions(asked: Question, state: str, effect: date) -> Iterator[OpenMission]:
    """Yield the missions by a State that withdraws, or over it, that were notified before."""
    day = effect - timedelta(days=1)
    for mission in asked.missions:
        units = (mission.observing, mission.observed)
        states = {code for unit in units for code in asked.as_of.parties.states_of(unit, day)}
        if mission.notice is not None and state in {*units, *states}:
            yield OpenMission(mission.key, day_of(mission.notice.at), _completed(mission))


def _completed(mission: Mission) -> date | None:
    ends = (mission.first(kind) for kind in (Departed, Prohibited, Declined, Cancelled))
    return next((day_of(said.fact.at) for said in ends if said is not None), None)


def _amendments(asked: Question) -> Iterator[Judged]:
    trusted, day = asked.as_of.regime.depositaries, day_of(asked.at)
    kinds = (*AmendmentFact.__args__, *ConferenceFact.__args__)
    facts = heard_facts(_said(asked, *kinds), trusted)
    members = asked.as_of.parties.members_on
    for amendment in amendments_of(facts):
        parties = members(amendment.circulated)
        found = amendment_findings(amendment, parties, day)
        yield Judged(amendment.name, (*found, *request_findings(amendment, day)))
    told = [fact for fact in facts if isinstance(fact, ConferenceConvened | ConferenceRequested)]
    reviews = review_conference_findings(told, asked.as_of.parties.in_force)
    if reviews:
        yield Judged("review conferences", reviews)
