"""Feasibility as a document: every setting with its numbers, beside the one it changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from overflight.geodesy import Position
from overflight.treaty import Finding, Outcome, Quantity

__all__ = ["AreaAnswer", "FarRow", "FeasibilityAnswer", "FieldRow", "SettingAnswer"]


@dataclass(frozen=True, slots=True)
class FieldRow:
    """An Open Skies airfield with the distance it is counted with.

    Args:
        site: Site id.
        at: Position.
        km: Maximum flight distance.
        doubt: What is doubtful about it.
    """

    site: str
    at: Position
    km: Decimal
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class FarRow:
    """The farthest point.

    Args:
        at: Where, to a cell.
        share: Share of a maximum distance, in percent.
        site: Airfield it is nearest to by share.
        km: Kilometres from there.
    """

    at: Position
    share: Quantity
    site: str
    km: float


@dataclass(frozen=True, slots=True)
class AreaAnswer:
    """What a claim about an area changes in that area alone.

    Args:
        area_km2: The area as drawn: the part of the territory that holds the place of the claim.
        cell_km: Side of a cell in it.
        beyond: What of it lies beyond 35 % of the distances, in percent of this area.
        beyond_km2: The same in square kilometres.
        newly_beyond: What of it lies beyond and did not without the claim, in percent.
        newly_beyond_km2: The same in square kilometres.
        no_return: What of it no flight reaches that ends where it began, within the distance.
    """

    area_km2: float
    cell_km: float
    beyond: Quantity
    beyond_km2: Quantity
    newly_beyond: Quantity
    newly_beyond_km2: Quantity
    no_return: Quantity


@dataclass(frozen=True, slots=True)
class SettingAnswer:
    """One setting, in numbers.

    Args:
        name: What it is.
        against: Name of the setting it is compared with; empty for the first.
        ground: Who claims it, on which ground, and who contests it; empty where nobody does.
        airfields: Airfields counted.
        outcome: The gravest of its findings.
        beyond: What lies beyond 35 % of the distances, in percent of the territory's area.
        beyond_km2: The same in square kilometres.
        farthest: The farthest point; none without an airfield.
        no_return: What no flight reaches that ends where it began, within the distance.
        no_way: What no flight reaches at all that ends at any of the airfields.
        newly_beyond: What lies beyond 35 % and did not in the setting it is compared with.
        newly_within: What did and does not.
        newly_beyond_km2: What newly lies beyond, in square kilometres.
        newly_within_km2: What newly lies within, in square kilometres.
        about: What a claim about an area changes there; none where it is about no area.
        findings: GEO-9 of the mainland, GEO-10 of detached parts that is not kept.
        detached_kept: How many detached parts keep GEO-10.
    """

    name: str
    against: str
    ground: str
    airfields: tuple[FieldRow, ...]
    outcome: Outcome
    beyond: Quantity
    beyond_km2: Quantity
    farthest: FarRow | None = field(default=None, kw_only=True)
    no_return: Quantity
    no_way: Quantity
    newly_beyond: Quantity | None = field(default=None, kw_only=True)
    newly_within: Quantity | None = field(default=None, kw_only=True)
    newly_beyond_km2: Quantity | None = field(default=None, kw_only=True)
    newly_within_km2: Quantity | None = field(default=None, kw_only=True)
    about: AreaAnswer | None = field(default=None, kw_only=True)
    findings: tuple[Finding, ...]
    detached_kept: int


@dataclass(frozen=True, slots=True)
class FeasibilityAnswer:
    """Whether a territory can be reached from its airfields, under every setting asked.

    Args:
        unit: Unit code.
        on: The day.
        facts: By which facts.
        ruleset: Digest of the rules and values.
        cut: Cut of the record; empty for the founding facts.
        territory: Who drew the territory, of which day, with what standing.
        area_km2: Its area as drawn.
        cell_km: Side of a cell.
        settings: The settings; the first is the airfields as designated.
        notes: Airfields that are not counted, and why.
    """

    unit: str
    on: date
    facts: str
    ruleset: str
    cut: str = field(default="", kw_only=True)
    territory: str
    area_km2: float
    cell_km: float
    settings: tuple[SettingAnswer, ...]
    notes: tuple[str, ...]
