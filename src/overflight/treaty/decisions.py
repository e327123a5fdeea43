"""The rows of the Commission: its decisions as far as they were found, and contested claims.

What was only guessed is marked CONJECTURE and never shipped as the rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
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
    """A contested claim of one Party, as reported; not the claim itself."""

    id: str
    claimant: str
    scope: str
    value: str
    ground: str
    contested_by: tuple[str, ...]
    since_text: str
    until: date | None
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
            provisions=row.provisions(),
            sources=row.several("source"),
            note=row.maybe("note"),
        )
