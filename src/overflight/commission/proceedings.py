"""The proceedings of the Commission, folded: sessions, agenda, proposals, papers.

An objection counts only as the objecting State's own word; what another reports of it is kept
apart, as unheard.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from overflight.commission.facts_of_sessions import (
    DecisionProposed,
    DocumentIssued,
    ItemPlaced,
    ObjectionRaised,
    ObjectionWithdrawn,
    ProposalConcluded,
    SessionClosed,
    SessionConvened,
    SessionFact,
    SessionKind,
    SessionRequested,
    YearOfSessions,
)
from overflight.deadlines import Instant
from overflight.record import Reference, Said

__all__ = [
    "Proceedings",
    "Proposal",
    "ProposalState",
    "Session",
    "fold_proceedings",
]


class ProposalState(StrEnum):
    """Where a proposal stands."""

    PENDING = "before the Commission"
    SILENCE = "silence runs"
    OBJECTED = "a State Party objects"
    SILENT = "silence ended, nobody objected"
    ADOPTED = "adopted"
    REJECTED = "not adopted"


@dataclass(frozen=True, slots=True)
class Session:
    """One session: what was asked, when it opened, when it ended.

    Args:
        name: Its name.
        convened: How it was convened; none if it only was asked for.
        requested: The request; none for a regular one.
        closed: Its end; none while it is not on record.
    """

    name: str
    convened: SessionConvened | None = None
    requested: SessionRequested | None = None
    closed: SessionClosed | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal, with everything said for and against it.

    Args:
        fact: The proposal.
        basis: The statement it rests on.
        objections: Objections, in the order of their instants.
        withdrawn: Objections taken back.
        concluded: What the Chair stated; none while nothing was stated.
    """

    fact: DecisionProposed
    basis: Reference
    objections: tuple[ObjectionRaised, ...] = ()
    withdrawn: tuple[ObjectionWithdrawn, ...] = ()
    concluded: ProposalConcluded | None = None

    def standing(self, at: Instant) -> tuple[ObjectionRaised, ...]:
        """Return the objections that stand at an instant.

        One raised after silence ended, or after the conclusion, comes too late and does not stand.
        """
        until = self.fact.silence_until
        ended = at if self.concluded is None else min(at, self.concluded.at)
        return tuple(
            raised
            for raised in self.objections
            if raised.at <= ended
            and (until is None or raised.at <= until)
            and not any(
                back.state == raised.state and raised.at <= back.at <= ended
                for back in self.withdrawn
            )
        )

    def state(self, at: Instant) -> ProposalState:
        """Return where it stands at an instant."""
        if self.concluded is not None and self.concluded.at <= at:
            return ProposalState.ADOPTED if self.concluded.adopted else ProposalState.REJECTED
        if self.standing(at):
            return ProposalState.OBJECTED
        until = self.fact.silence_until
        if until is None:
            return ProposalState.PENDING
        return ProposalState.SILENCE if at <= until else ProposalState.SILENT


@dataclass(frozen=True, slots=True)
class Proceedings:
    """Everything the Commission did, in the order of the record; sessions by their days.

    Args:
        sessions: Sessions, by opening; those only asked for last.
        years: Closed years, by year.
        items: The agenda.
        proposals: Proposals.
        documents: Papers.
        unheard: Objections told by another than the State.
        lost: Words on proposals that nobody made.
    """

    sessions: tuple[Session, ...] = ()
    years: tuple[YearOfSessions, ...] = ()
    items: tuple[ItemPlaced, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    documents: tuple[DocumentIssued, ...] = ()
    unheard: tuple[Reference, ...] = ()
    lost: tuple[Reference, ...] = ()

    def regular_in(self, year: int) -> tuple[SessionConvened, ...]:
        """Return the regular sessions that opened in a year."""
        return tuple(
            convened
            for convened in self.convened
            if convened.kind is SessionKind.REGULAR and convened.opens.year == year
        )

    @property
    def convened(self) -> tuple[SessionConvened, ...]:
        """Return the sessions that were convened, by opening."""
        return tuple(s.convened for s in self.sessions if s.convened is not None)


@dataclass(slots=True)
class _Folding:
    """What is gathered while statements are read in their order."""

    convened: dict[str, SessionConvened] = field(default_factory=dict)
    requested: dict[str, SessionRequested] = field(default_factory=dict)
    closed: dict[str, SessionClosed] = field(default_factory=dict)
    years: dict[int, YearOfSessions] = field(default_factory=dict)
    items: dict[str, ItemPlaced] = field(default_factory=dict)
    documents: dict[str, DocumentIssued] = field(default_factory=dict)
    proposed: dict[str, tuple[DecisionProposed, Reference]] = field(default_factory=dict)
    raised: list[ObjectionRaised] = field(default_factory=list)
    back: list[ObjectionWithdrawn] = field(default_factory=list)
    concluded: dict[str, ProposalConcluded] = field(default_factory=dict)
    unheard: list[Reference] = field(default_factory=list)

    def take(self, said: Said[SessionFact]) -> None:
        """Take one statement; the last word on a session, an item or a paper stands."""
        fact = said.fact
        match fact:
            case SessionConvened() | SessionRequested() | SessionClosed():
                self._session(fact)
            case YearOfSessions():
                self.years[fact.year] = fact
            case ItemPlaced() | DocumentIssued():
                self._paper(fact)
            case DecisionProposed():
                self.proposed.setdefault(fact.proposal, (fact, said.ref))
            case ProposalConcluded():
                self.concluded.setdefault(fact.proposal, fact)
            case ObjectionRaised() | ObjectionWithdrawn():
                self._objection(fact, said)

    def _session(self, fact: SessionConvened | SessionRequested | SessionClosed) -> None:
        if isinstance(fact, SessionConvened):
            self.convened[fact.session] = fact
        elif isinstance(fact, SessionRequested):
            self.requested[fact.session] = fact
        else:
            self.closed[fact.session] = fact

    def _paper(self, fact: ItemPlaced | DocumentIssued) -> None:
        if isinstance(fact, ItemPlaced):
            self.items[fact.item] = fact
        else:
            self.documents[fact.document] = fact

    def _objection(
        self, fact: ObjectionRaised | ObjectionWithdrawn, said: Said[SessionFact]
    ) -> None:
        if said.party != fact.state:
            self.unheard.append(said.ref)
        elif isinstance(fact, ObjectionRaised):
            self.raised.append(fact)
        else:
            self.back.append(fact)

    def session(self, name: str) -> Session:
        """Return one session."""
        asked, closed = self.requested.get(name), self.closed.get(name)
        return Session(name, self.convened.get(name), asked, closed)

    def proposal(self, name: str) -> Proposal:
        """Return one proposal."""
        fact, basis = self.proposed[name]
        raised = sorted((r for r in self.raised if r.proposal == name), key=lambda r: r.at)
        back = tuple(b for b in self.back if b.proposal == name)
        return Proposal(fact, basis, tuple(raised), back, self.concluded.get(name))


_LAST = date(9999, 12, 31)


def _opening(session: Session) -> date:
    return _LAST if session.convened is None else session.convened.opens


def fold_proceedings(said: Iterable[Said[SessionFact]]) -> Proceedings:
    """Fold what was said into the proceedings of the Commission.

    The first word on a proposal and on its end stands: a decision is not made again by saying it
    again.

    Args:
        said: Statements of the kinds of the Commission's own work, in any order.

    Treaty: art.X.2, art.X.3, annex.L.I.
    """
    folding = _Folding()
    ordered = sorted(said, key=lambda s: s.ref)
    for statement in ordered:
        folding.take(statement)
    names = dict.fromkeys([*folding.convened, *folding.requested, *folding.closed])
    words = (ObjectionRaised, ObjectionWithdrawn, ProposalConcluded)
    lost = (
        s.ref
        for s in ordered
        if isinstance(s.fact, words) and s.fact.proposal not in folding.proposed
    )
    return Proceedings(
        sessions=tuple(sorted(map(folding.session, names), key=_opening)),
        years=tuple(folding.years[year] for year in sorted(folding.years)),
        items=tuple(folding.items.values()),
        proposals=tuple(map(folding.proposal, folding.proposed)),
        documents=tuple(folding.documents.values()),
        unheard=tuple(folding.unheard),
        lost=tuple(lost),
    )
