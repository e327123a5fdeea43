"""Answers about one thing on a day: a State, a pair of units, a site."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from overflight.desk.answers.on_a_day import PartyRow
from overflight.desk.answers.sites import AirfieldRow
from overflight.quotas import Balance
from overflight.treaty import Finding

__all__ = ["BalanceAnswer", "PartyAnswer", "SiteAnswer", "SiteCheck"]


@dataclass(frozen=True, slots=True)
class PartyAnswer:
    """One State on one day, and whether a registry prints the same entry into force."""

    on: date
    facts: str
    ruleset: str
    cut: str = field(default="", kw_only=True)
    party: PartyRow
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class BalanceAnswer:
    """What is left of one unit's quota over another, in the year of a day."""

    on: date
    facts: str
    ruleset: str
    cut: str = field(default="", kw_only=True)
    remaining: int
    balance: Balance


@dataclass(frozen=True, slots=True)
class SiteAnswer:
    """One site on one day."""

    on: date
    facts: str
    ruleset: str
    cut: str = field(default="", kw_only=True)
    site: AirfieldRow


@dataclass(frozen=True, slots=True)
class SiteCheck:
    """Printed positions compared with a modern reference."""

    on: date
    facts: str
    ruleset: str
    cut: str = field(default="", kw_only=True)
    findings: tuple[Finding, ...]
