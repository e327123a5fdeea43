"""Quotas in a few words, for tests: units with what they accept, and who holds what over whom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from itertools import count
from typing import TypeVar

from overflight.quotas import (
    Distribution,
    DistributionAdopted,
    PassiveAllocated,
    QuotaFact,
    Quotas,
    Share,
    fold_quotas,
)
from overflight.record import Reference, Said
from overflight.treaty import readings

F = TypeVar("F")
_number = count()
ACCEPTS = {"DE": 12, "IT": 12, "FR": 12, "UA": 12, "PL": 6, "RO": 6, "BG": 4, "PT": 2, "BYRU": 42}


def says(fact: F, party: str, when: str = "2002-12-01T12:00:00Z") -> Said[F]:
    """Return a fact as a Party said it."""
    at = datetime.fromisoformat(when).astimezone(UTC)
    return Said(fact, party, at, Reference("log/test/1", next(_number), "00"))


def share(observing: str, observed: str, flights: int, shared_with: str = "") -> Share:
    """Return a line of a distribution."""
    return Share(f"{observing}-{observed}", observing, observed, flights, shared_with)


def distributed(
    *shares: Share, year: int = 2006, accepts: Iterable[tuple[str, int]] = ACCEPTS.items()
) -> Quotas:
    """Return the quotas of a year with one distribution."""
    since, until = date(year, 1, 1), date(year + 1, 1, 1)
    facts: list[Said[QuotaFact]] = [
        says(PassiveAllocated(unit, flights, date(2002, 1, 1)), "HU") for unit, flights in accepts
    ]
    adopted = DistributionAdopted(f"distribution of {year}", since, until, shares, "art.III.I.7")
    return fold_quotas([*facts, says(adopted, "HU")], readings=readings())


def only(quotas: Quotas) -> Distribution:
    """Return its one distribution."""
    return quotas.distributions[-1]
