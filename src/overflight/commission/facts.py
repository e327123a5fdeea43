"""What can be said in and before the Commission: decisions, claims, chosen readings, events.

Treaty: art.X.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from overflight.commission.facts_of_sessions import (
    DecisionProposed,
    DocumentIssued,
    ItemPlaced,
    ObjectionRaised,
    ObjectionWithdrawn,
    ProposalConcluded,
    SessionClosed,
    SessionConvened,
    SessionRequested,
    YearOfSessions,
)
from overflight.treaty import DateStatus, DecisionStatus, EventKind, days_within

__all__ = [
    "KINDS",
    "ClaimMade",
    "CommissionFact",
    "DecisionAdopted",
    "EventRecorded",
    "ReadingChosen",
]


@dataclass(frozen=True, slots=True)
class DecisionAdopted:
    """The Commission adopted a decision.

    Args:
        number: Its number (``16/02``), or ``unnumbered.`` and a name where none was found.
        title: What it is about.
        status: How much of it was read; nothing below EXACT is applied as a rule.
        adopted: Day of adoption where it is known.
        adopted_text: What is known of that day otherwise.
        revision: Number of the revision; empty for the first text.
        until: First day on which it no longer holds; none while it stands.
        status_note: Which part was read.
        provision: How the decision is cited.
        source: Keys of the sources.
    """

    number: str
    title: str
    status: DecisionStatus
    adopted: date | None = None
    adopted_text: str = ""
    revision: str = ""
    until: date | None = None
    status_note: str = ""
    provision: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class ClaimMade:
    """A Party claims what others contest: a restriction, a border, an airfield.

    Args:
        id: Its name, unique for the claimant.
        claimant: Code of the Party that claims it.
        scope: What it is about (``maximum-distance``, ``stand-off``).
        value: What is claimed, in words.
        ground: The ground the claimant gives.
        contested_by: Codes of the Parties that contest it.
        since: First day; none if it is not known.
        until: First day on which it is no longer made; none while it stands.
        provision: The place of the text it bears on.
        source: Keys of the sources.
        note: Doubts and details.
        rule: Rule it bears on (``GEO-1``).
        sites: Site ids of the airfields from which flights are limited.
        limit_km: The distance claimed for them, in kilometres.
        at_lon_deg: Longitude of a place in the area it is about, on WGS 84.
        at_lat_deg: Latitude of that place.
        neighbours: What the claimant holds to be States that are not Parties, as border files name
            them.
        part_of: Code of the State of which others hold them to be a part.
    """

    id: str
    claimant: str
    scope: str
    value: str
    ground: str
    contested_by: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    provision: str = "treaty"
    source: str = ""
    note: str = ""
    rule: str = ""
    sites: tuple[str, ...] = ()
    limit_km: Decimal | None = None
    at_lon_deg: Decimal | None = None
    at_lat_deg: Decimal | None = None
    neighbours: tuple[str, ...] = ()
    part_of: str = ""


@dataclass(frozen=True, slots=True)
class ReadingChosen:
    """A Party says how it reads an open point of the text.

    Args:
        point: The open point (``AMB-29``).
        option: The reading it takes.
        since: First day.
    """

    point: str
    option: str
    since: date


@dataclass(frozen=True, slots=True)
class EventRecorded:
    """Something happened, as a source reports it; nothing is computed from it.

    Args:
        id: Its name, unique for the speaker.
        date: Its day as far as it is known: ``2020-05-22``, ``2013-09``, ``2007``.
        date_status: How far the day is known.
        kind: What it is about.
        says: What happened.
        actors: Codes of States and units that act.
        observed: Codes of those flown over or otherwise acted upon.
        others: Who else acts or is concerned, in words.
        topic: What several events speak of together where their sources do not agree.
        provision: The place of the text it bears on.
        source: Keys of the sources.
        where: Where the source stands.
        note: Doubts and details.
    """

    id: str
    date: str
    date_status: DateStatus
    kind: EventKind
    says: str
    actors: tuple[str, ...] = ()
    observed: tuple[str, ...] = ()
    others: str = ""
    topic: str = ""
    provision: str = "treaty"
    source: str = ""
    where: str = ""
    note: str = ""

    def __post_init__(self) -> None:
        days_within(self.date)


CommissionFact = DecisionAdopted | ClaimMade | ReadingChosen | EventRecorded

KINDS: Mapping[str, type] = MappingProxyType(
    {
        "commission.decision-adopted/1": DecisionAdopted,
        "commission.claim-made/1": ClaimMade,
        "commission.reading-chosen/1": ReadingChosen,
        "commission.event-recorded/1": EventRecorded,
        "commission.session-requested/1": SessionRequested,
        "commission.session-convened/1": SessionConvened,
        "commission.session-closed/1": SessionClosed,
        "commission.year-of-sessions/1": YearOfSessions,
        "commission.item-placed/1": ItemPlaced,
        "commission.decision-proposed/1": DecisionProposed,
        "commission.objection-raised/1": ObjectionRaised,
        "commission.objection-withdrawn/1": ObjectionWithdrawn,
        "commission.proposal-concluded/1": ProposalConcluded,
        "commission.document-issued/1": DocumentIssued,
    }
)
