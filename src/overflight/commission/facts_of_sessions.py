"""What can be said of the Commission's own work: sessions, agenda, proposals, objections, papers.

Treaty: art.X, annex.L.I.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from overflight.deadlines import Instant

__all__ = [
    "DecisionProposed",
    "DocumentIssued",
    "ItemPlaced",
    "ObjectionRaised",
    "ObjectionWithdrawn",
    "ProposalConcluded",
    "SessionClosed",
    "SessionConvened",
    "SessionFact",
    "SessionKind",
    "SessionRequested",
    "Subject",
    "YearOfSessions",
]


class SessionKind(StrEnum):
    """Why a session was convened (annex.L.I.3)."""

    REGULAR = "regular"
    EXTRAORDINARY = "extraordinary"


class Subject(StrEnum):
    """What a decision is about; the first six may change the text without an amendment."""

    QUOTA_DISTRIBUTION = "active-quota distribution"
    SENSORS = "sensor categories or capabilities"
    COST_SHARES = "cost shares"
    DATA_SHARING = "data sharing"
    MISSION_REPORT = "mission-report handling"
    MINOR = "minor administrative or technical"
    COMPLIANCE = "compliance"
    AMBIGUITY = "ambiguity"
    ACCESSION = "accession"
    PROCEDURE = "rules of procedure"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class SessionRequested:
    """A State Party asked the Chairman for an extraordinary session (NTF-49).

    Args:
        session: Name of the session that is asked for.
        state: Code of the State Party that asks.
        received_on: Day on which the Chairman received the request.
        informed_on: Day on which the Chairman told all States Parties; none if not on record.
        provision: Where it is foreseen.
    """

    session: str
    state: str
    received_on: date
    informed_on: date | None = None
    provision: str = "annex.L.I.3"


@dataclass(frozen=True, slots=True)
class SessionConvened:
    """A session of the Commission opened.

    Args:
        session: Its name.
        kind: Regular or extraordinary.
        opens: First day.
        chair: Code of the State Party in the chair; empty if not on record.
        agreed: The agreement of the States Parties by which another has the chair; empty if none.
        provision: Where it is foreseen.
        source: Keys of the sources.
    """

    session: str
    kind: SessionKind
    opens: date
    chair: str = ""
    agreed: str = ""
    provision: str = "annex.L.I.3"
    source: str = ""


@dataclass(frozen=True, slots=True)
class SessionClosed:
    """A session of the Commission ended.

    Args:
        session: Its name.
        closes: Last day.
        decision: Number of the decision by which it was longer; empty if none.
        provision: Where it is foreseen.
    """

    session: str
    closes: date
    decision: str = ""
    provision: str = "annex.L.I.4"


@dataclass(frozen=True, slots=True)
class YearOfSessions:
    """A calendar year of the Commission was closed: how many regular sessions it had.

    Args:
        year: Calendar year.
        regular: Number of regular sessions.
        decision: Number of the decision by which there were fewer; empty if none.
        provision: Where it is foreseen.
    """

    year: int
    regular: int
    decision: str = ""
    provision: str = "annex.L.I.3"


@dataclass(frozen=True, slots=True)
class ItemPlaced:
    """An issue was put on the agenda.

    Args:
        item: Its name.
        title: What it is about.
        state: Code of the State Party that raised it.
        on: Day.
        session: Name of the session.
        provision: Where it is foreseen.
    """

    item: str
    title: str
    state: str
    on: date
    session: str = ""
    provision: str = "art.X.3"


@dataclass(frozen=True, slots=True)
class DecisionProposed:
    """A decision was proposed to the Commission.

    Args:
        proposal: Its name.
        title: What it says in one sentence.
        subject: What it is about.
        on: Day of the proposal.
        changes_text: Whether it changes what the Treaty says.
        silence_until: Last instant for an objection, where silence was asked for.
        item: Name of the item of the agenda; empty if none.
        provision: Where it is foreseen.
    """

    proposal: str
    title: str
    subject: Subject
    on: date
    changes_text: bool = False
    silence_until: Instant | None = None
    item: str = ""
    provision: str = "art.X.2"


@dataclass(frozen=True, slots=True)
class ObjectionRaised:
    """A State Party objects to a proposal. Said by that State itself.

    Args:
        proposal: Name of the proposal.
        state: Code of the State Party.
        at: When.
        ground: Why, in its words.
        provision: Where it is foreseen.
    """

    proposal: str
    state: str
    at: Instant
    ground: str = ""
    provision: str = "art.X.2"


@dataclass(frozen=True, slots=True)
class ObjectionWithdrawn:
    """A State Party no longer objects to a proposal. Said by that State itself.

    Args:
        proposal: Name of the proposal.
        state: Code of the State Party.
        at: When.
        provision: Where it is foreseen.
    """

    proposal: str
    state: str
    at: Instant
    provision: str = "art.X.2"


@dataclass(frozen=True, slots=True)
class ProposalConcluded:
    """The Chair stated how a proposal ended.

    Args:
        proposal: Name of the proposal.
        at: When.
        adopted: Whether it was adopted.
        number: Number of the decision; empty where it was not adopted.
        provision: Where it is foreseen.
    """

    proposal: str
    at: Instant
    adopted: bool
    number: str = ""
    provision: str = "art.X.2"


@dataclass(frozen=True, slots=True)
class DocumentIssued:
    """A paper of the Commission was issued.

    Args:
        document: Its name.
        title: What it is.
        on: Day.
        session: Name of the session; empty if none.
        decision: Number of the decision it carries; empty if none.
        confidential: Whether it is; it is unless agreed otherwise.
        provision: Where it is foreseen.
    """

    document: str
    title: str
    on: date
    session: str = ""
    decision: str = ""
    confidential: bool = True
    provision: str = "annex.L.I.8"


SessionFact = (
    SessionRequested
    | SessionConvened
    | SessionClosed
    | YearOfSessions
    | ItemPlaced
    | DecisionProposed
    | ObjectionRaised
    | ObjectionWithdrawn
    | ProposalConcluded
    | DocumentIssued
)
