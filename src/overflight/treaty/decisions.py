"""The rows of the Commission: its decisions as far as they were found, and contested claims.

What was only guessed is marked CONJECTURE and never shipped as the rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from overflight.treaty.tables import Row

__all__ = ["ClaimEntry", "DecisionEntry", "DecisionStatus"]


class DecisionStatus(StrEnum):
    """How much of a decision of the Commission was read."""

    EXACT = "EXACT"
    PARTIAL = "PARTIAL"
    TITLE = "TITLE"
    DERIVED = "DERIVED"
    CONJECTURE = "CONJECTURE"


@dataclass(frozen=True, slots=True)
class DecisionEntry:
    """A decision of the Commission, and how much of it was read."""

    number: str
    revision: str
    adopted: date | None
    adopted_text: str
    title: str
    status: DecisionStatus
    status_note: str
    provisions: tuple[str, ...]
    sources: tuple[str, ...]

    @classmethod
    def read(cls, row: Row) -> DecisionEntry:
        """Read a row of ``decisions.tsv``."""
        return cls(
            number=row.text("number"),
            revision=row.maybe("revision"),
            adopted=row.day_or_none("adopted"),
            adopted_text=row.maybe("adopted_text"),
            title=row.text("title"),
            status=row.choice("status", DecisionStatus),
            status_note=row.maybe("status_note"),
            provisions=row.provisions(),
            sources=row.several("source"),
        )


@dataclass(frozen=True, slots=True)
class ClaimEntry:
    """A contested claim of one Party, as reported; not the claim itself.

    Args:
        id: Id of the claim.
        claimant: Code of the State that is reported to claim it.
        scope: What it is about.
        value: What is claimed, in words.
        ground: The ground it is reported to give.
        contested_by: Codes of the States that contest it.
        since_text: First day, month or year as far as it is known.
        until: First day on which it is no longer made; none while it stands.
        rule: Rule it bears on.
        sites: Site ids of the airfields from which flights are limited.
        limit_km: The distance claimed, in kilometres.
        at_lon: Longitude of a place in the area it is about, in degrees.
        at_lat: Latitude of that place.
        neighbours: What the claimant holds to be States that are not Parties.
        part_of: Code of the State of which others hold them to be a part.
        note: Doubts and details.
    """

    id: str
    claimant: str
    scope: str
    value: str
    ground: str
    contested_by: tuple[str, ...]
    since_text: str
    until: date | None
    rule: str
    sites: tuple[str, ...]
    limit_km: Decimal | None
    at_lon: Decimal | None
    at_lat: Decimal | None
    neighbours: tuple[str, ...]
    part_of: str
    provisions: tuple[str, ...]
    sources: tuple[str, ...]
    note: str

    @classmethod
    def read(cls, row: Row) -> ClaimEntry:
        """Read a row of ``claims.tsv``."""
        return cls(
            id=row.text("id"),
            claimant=row.text("claimant"),
            scope=row.text("scope"),
            value=row.text("value"),
            ground=row.maybe("ground"),
            contested_by=row.several("contested_by"),
            since_text=row.maybe("since_text"),
            until=row.day_or_none("until"),
            rule=row.text("rule"),
            sites=row.several("sites"),
            limit_km=row.number_or_none("limit_km"),
            at_lon=row.number_or_none("at_lon", most=180),
            at_lat=row.number_or_none("at_lat", most=90),
            neighbours=row.several("neighbours"),
            part_of=row.maybe("part_of"),
            provisions=row.provisions(),
            sources=row.several("source"),
            note=row.maybe("note"),
        )
