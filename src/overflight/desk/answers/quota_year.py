"""Answers about a year: plans by quarter with their sequences, a draw of lots, a group's matrix."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from overflight.desk.held.as_of import AsOf
from overflight.errors import UsageError
from overflight.missions import FindingForm, finding_forms
from overflight.quotas import (
    MOST_IN_QUARTER,
    Distribution,
    QuarterPlan,
    Quotas,
    bonus_limit,
    closing_day,
    common_quotas,
    draw_lots,
    half_rule,
    quarters,
    schedule_findings,
)
from overflight.treaty import GroupKind, open_skies

__all__ = [
    "GroupAnswer",
    "GroupRow",
    "LotsAnswer",
    "QuarterRow",
    "ScheduleAnswer",
    "group_answer",
    "lots_answer",
    "schedule_answer",
]


_QUARTERS = range(1, 5)


@dataclass(frozen=True, slots=True)
class QuarterRow:
    """Plans over one unit in one quarter.

    Args:
        observed: Unit to be overflown.
        quarter: The quarter.
        planned: Flights planned, by the unit that plans them.
        total: Flights planned in all.
        closes: Day by which the sequence is notified.
        sequence: The sequence notified, one unit for each flight; empty if there is none.
        lots_seed: Seed it was drawn with; empty where it was agreed.
        taxi: Places in the sequence for which the unit to be overflown supplies the aircraft.
        findings: What the rules answer.
    """

    observed: str
    quarter: int
    planned: tuple[tuple[str, int], ...]
    total: int
    closes: date
    sequence: tuple[str, ...]
    lots_seed: str
    taxi: tuple[int, ...]
    findings: tuple[FindingForm, ...]


@dataclass(frozen=True, slots=True)
class ScheduleAnswer:
    """The plans of a year by quarter (annex.H)."""

    year: int
    facts: str
    ruleset: str
    cut: str = field(default="", kw_only=True)
    rows: tuple[QuarterRow, ...]


def _row(plan: QuarterPlan, as_of: AsOf) -> QuarterRow:
    told = plan.sequence
    return QuarterRow(
        plan.observed,
        plan.quarter,
        tuple(sorted(plan.planned.items())),
        sum(plan.planned.values()),
        closing_day(plan.year, plan.quarter),
        () if told is None else told.sequence,
        "" if told is None else told.lots_seed,
        tuple(sorted({place for fact in plan.elections for place in fact.flights})),
        finding_forms(schedule_findings(plan, readings=as_of.readings)),
    )


def schedule_answer(as_of: AsOf, year: int, *, observed: str = "") -> ScheduleAnswer:
    """Return the plans of a year by quarter, with what the rules answer.

    Args:
        as_of: What held.
        year: Calendar year.
        observed: Only over this unit.

    Treaty: annex.H (FLT-4, FLT-5, TAX-2).
    """
    plans = quarters(as_of.year_facts, year)
    rows = tuple(_row(plan, as_of) for plan in plans if observed in {"", plan.observed})
    return ScheduleAnswer(year, as_of.source, as_of.regime.ruleset, rows, cut=as_of.cut)


@dataclass(frozen=True, slots=True)
class LotsAnswer:
    """A draw of lots that anybody can do again (annex.H.3).

    Args:
        observed: Unit to be overflown.
        year: Calendar year.
        quarter: Its quarter.
        seed: What it was drawn with.
        ruleset: Hash of the rule set.
        order: All entries in the order drawn; beyond sixteen they are cut.
        kept: The first sixteen.
    """

    observed: str
    year: int
    quarter: int
    seed: str
    ruleset: str
    order: tuple[str, ...]
    kept: tuple[str, ...]


def lots_answer(
    entries: Sequence[str], *, seed: str, observed: str, year: int, quarter: int
) -> LotsAnswer:
    """Draw lots.

    Args:
        entries: Observing units, one for each flight.
        seed: What to draw with.
        observed: Unit to be overflown.
        year: Calendar year.
        quarter: Its quarter.

    Raises:
        UsageError: There is no such quarter, nothing to draw, or no seed.

    Treaty: annex.H.2, annex.H.3 (FLT-4, FLT-5).
    """
    if quarter not in _QUARTERS or not entries or not seed.strip():
        raise UsageError(
            "E-LOTS",
            where="draw of lots",
            expected="a quarter from 1 to 4, a seed, and one entry or more",
            found=f"quarter {quarter}, seed {seed!r}, {len(entries)} entries",
            remedy="Name each observing unit once for each of its flights.",
        )
    order = draw_lots(entries, seed=seed, observed=observed, year=year, quarter=quarter)
    kept = order[: int(MOST_IN_QUARTER.amount)]
    return LotsAnswer(observed, year, quarter, seed, open_skies().ruleset, order, kept)


@dataclass(frozen=True, slots=True)
class GroupRow:
    """What one unit holds over one member of a group, or over the group, and the other way.

    Args:
        unit: The other unit.
        member: The member, or the group where its quotas are common.
        holds: Individual quota of the other unit over it.
        most: Flights it may fly over it in all: by the bonus with shared active quotas.
        half: Flights the half rule allows; none where that is not known.
        held_by: Individual quota of the member, or the group, over the other unit.
    """

    unit: str
    member: str
    holds: int
    most: int
    half: int | None
    held_by: int


@dataclass(frozen=True, slots=True)
class GroupAnswer:
    """A group of States Parties and its quotas in the year of a day."""

    on: date
    facts: str
    ruleset: str
    cut: str = field(default="", kw_only=True)
    group: str
    kind: GroupKind
    members: tuple[str, ...]
    passive: tuple[tuple[str, int | None], ...]
    rows: tuple[GroupRow, ...]
    findings: tuple[FindingForm, ...]


def group_answer(as_of: AsOf, code: str, on: date) -> GroupAnswer:
    """Return the quotas of a group, both ways, in the year of a day.

    Args:
        as_of: What held.
        code: Unit code of the group.
        on: The day.

    Raises:
        UsageError: No group of this code stands on that day.

    Treaty: art.III.II.2, art.III.II.3 (GRP-5, GRP-6, GRP-8).
    """
    group = as_of.parties.groups.named(code, on)
    if group is None or not group.stands(on, as_of.parties.members_on(on)):
        raise UsageError(
            "E-GROUP",
            where="group",
            expected=f"a group that stands on {on}",
            found=code,
            remedy="A group needs two States Parties (art.II.3); ask for another day or code.",
        )
    quotas, states = as_of.quotas_in(on), as_of.parties.states_of(code, on)
    distribution = quotas.distribution_on(on)
    own = group.kind is GroupKind.SHARED_ACTIVE
    held = states if own else (code,)
    passive = ((unit, quotas.passive_on(unit, on)) for unit in held)
    findings: tuple[FindingForm, ...] = ()
    if distribution is not None and group.kind is GroupKind.COMMON_QUOTAS:
        findings = finding_forms(common_quotas(quotas, distribution, code, states))
    return GroupAnswer(
        on,
        as_of.source,
        as_of.regime.ruleset,
        code,
        group.kind,
        states,
        tuple((unit, quota.flights if quota else None) for unit, quota in passive),
        tuple(_rows(as_of, quotas, distribution, held, bonus=own)) if distribution else (),
        findings,
        cut=as_of.cut,
    )


def _rows(
    as_of: AsOf, quotas: Quotas, one: Distribution, held: tuple[str, ...], *, bonus: bool
) -> Iterator[GroupRow]:
    concerned = {
        *(s.observing for s in one.shares if s.observed in held),
        *(s.observed for s in one.shares if s.observing in held),
    }
    for unit in sorted(concerned - {*held}):
        back = any(one.flights(member, unit) for member in held)
        for member in held:
            holds = one.flights(unit, member)
            half = half_rule(quotas, one, (unit, member), holds, readings=as_of.readings)
            most = bonus_limit(holds) if bonus and back else holds
            limit = None if half.limit is None else int(half.limit.value)
            yield GroupRow(unit, member, holds, most, limit, one.flights(member, unit))
