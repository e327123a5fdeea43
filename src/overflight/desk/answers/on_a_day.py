"""Answers about parties and quotas as of a day: each row with provision and source.

Every answer names where its facts stand and the rule set it was computed with, and every doubt is
in the row it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from overflight.desk.held.as_of import AsOf
from overflight.membership import StandingKind
from overflight.quotas import Share
from overflight.treaty import GroupKind

__all__ = [
    "ActiveList",
    "ActiveRow",
    "PartyList",
    "PartyRow",
    "PassiveList",
    "PassiveRow",
    "active_list",
    "party_list",
    "party_row",
    "passive_list",
]

_QUOTAS = "art.III.I.4"


@dataclass(frozen=True, slots=True)
class PartyRow:
    """One State on one day.

    Args:
        code: Its code.
        name: Its name.
        standing: What it is.
        unit: Unit that holds its quotas.
        since: Since which day it is that.
        until: Until which day, not included.
        provision: What that rests on.
        arithmetic: The sums.
        source: Keys of the sources.
        doubts: What does not agree.
        notes: What the statements add.
    """

    code: str
    name: str
    standing: StandingKind
    unit: str
    since: date | None = field(default=None, kw_only=True)
    until: date | None = field(default=None, kw_only=True)
    provision: tuple[str, ...]
    arithmetic: tuple[str, ...]
    source: tuple[str, ...]
    doubts: tuple[str, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PartyList:
    """The States Parties on one day.

    Args:
        on: The day.
        facts: Where the facts stand.
        ruleset: Hash of the rule set.
        cut: Id of the cut of the record; empty without a record.
        in_force: Day the Treaty entered into force; none if it has not.
        count: How many States are Parties.
        parties: They themselves.
    """

    on: date
    facts: str
    ruleset: str
    cut: str = field(default="", kw_only=True)
    in_force: date | None = field(default=None, kw_only=True)
    count: int
    parties: tuple[PartyRow, ...]


def party_row(as_of: AsOf, code: str, on: date) -> PartyRow:
    """Return one State on one day."""
    standing = as_of.parties.standing(code, on)
    names = {row.code: row.name for row in as_of.regime.parties}
    return PartyRow(
        code,
        names.get(code, code),
        standing.kind,
        as_of.parties.unit_of(code, _QUOTAS, on),
        standing.provisions,
        standing.arithmetic,
        standing.sources,
        standing.doubts,
        standing.notes,
        since=standing.since,
        until=standing.until,
    )


def party_list(as_of: AsOf, on: date) -> PartyList:
    """Return the States Parties on a day."""
    members = as_of.parties.members_on(on)
    rows = tuple(party_row(as_of, code, on) for code in members)
    force = as_of.parties.in_force
    ruleset = as_of.regime.ruleset
    return PartyList(on, as_of.source, ruleset, len(rows), rows, in_force=force, cut=as_of.cut)


@dataclass(frozen=True, slots=True)
class PassiveRow:
    """What one unit must accept in the year of a day.

    Args:
        unit: Unit code.
        states: States Parties behind it on that day.
        flights: Flights in a calendar year; none where the number is not known.
        provision: Where it is allocated.
        source: Keys of the sources.
        note: What the table remarks.
        doubts: What is not known, with the open point.
    """

    unit: str
    states: tuple[str, ...]
    flights: int | None = field(default=None, kw_only=True)
    provision: str
    source: str
    note: str
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PassiveList:
    """The passive quotas on one day."""

    on: date
    facts: str
    ruleset: str
    cut: str = field(default="", kw_only=True)
    quotas: tuple[PassiveRow, ...]


def _passive_row(as_of: AsOf, unit: str, on: date) -> PassiveRow:
    states = as_of.parties.states_of(unit, on)
    quota = as_of.quotas.passive_on(unit, on)
    if quota is None:
        where = "annex.A.I.2"
        unknown = (f"no passive quota of {unit} is on record",)
        return PassiveRow(unit, states, where, "", "", unknown)
    flights: int | None = quota.flights
    doubts: tuple[str, ...] = ()
    group = as_of.parties.groups.named(unit)
    if group is not None and unit not in as_of.parties.units_on(on):
        missing = ", ".join(code for code in group.members if code not in states)
        doubts = (f"{unit} does not stand without {missing}: {group.note} (AMB-40)",)
        if as_of.readings.of("AMB-40") == "to-be-entered":
            flights = None
    elif group is not None and group.kind is GroupKind.SUCCESSORS:
        doubts = (f"how {unit}'s quota is split is not in the text (AMB-40)",)
    said = (quota.provision, quota.source, quota.note)
    return PassiveRow(unit, states, *said, doubts, flights=flights)


def passive_list(as_of: AsOf, on: date) -> PassiveList:
    """Return the passive quota of every unit behind which a State Party stands on a day.

    Treaty: art.III.I.4, annex.A.I.1.
    """
    allocated = [quota.unit for quota in as_of.quotas.every_passive_on(on)]
    behind = {code for unit in allocated for code in as_of.parties.states_of(unit, on)}
    others = [code for code in as_of.parties.members_on(on) if code not in behind]
    units = [unit for unit in allocated if as_of.parties.states_of(unit, on)]
    rows = tuple(_passive_row(as_of, unit, on) for unit in (*units, *others))
    return PassiveList(on, as_of.source, as_of.regime.ruleset, rows, cut=as_of.cut)


@dataclass(frozen=True, slots=True)
class ActiveRow:
    """Flights of one unit over another in a year."""

    id: str
    observing: str
    observed: str
    flights: int
    shared_with: str
    provision: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class ActiveList:
    """The distribution of active quotas that holds on one day.

    Args:
        on: The day.
        facts: Where the facts stand.
        ruleset: Hash of the rule set.
        cut: Id of the cut of the record; empty without a record.
        distribution: Its name; empty if none is known for that day.
        since: First day.
        until: First day on which it no longer holds.
        readings: Readings its days depend on.
        line_flights: Sum of the lines shown, shared flights once for each sharer.
        shares: Its lines, both units being Parties on that day.
        doubts: What is not known.
    """

    on: date
    facts: str
    ruleset: str
    cut: str = field(default="", kw_only=True)
    distribution: str
    since: date | None = field(default=None, kw_only=True)
    until: date | None = field(default=None, kw_only=True)
    readings: tuple[str, ...]
    line_flights: int
    shares: tuple[ActiveRow, ...]
    doubts: tuple[str, ...]


def active_list(as_of: AsOf, on: date, *, observing: str = "", observed: str = "") -> ActiveList:
    """Return who may fly over whom on a day.

    Args:
        as_of: What held.
        on: The day.
        observing: Only this unit as observing Party.
        observed: Only this unit as observed Party.

    Treaty: annex.A.II.1, art.III.I.6, art.III.I.9.
    """
    one = as_of.quotas_in(on).distribution_on(on)
    if one is None:
        doubt = f"no distribution of active quotas is known for {on}"
        rules = as_of.regime.ruleset
        return ActiveList(on, as_of.source, rules, "", (), 0, (), (doubt,), cut=as_of.cut)

    def asked(share: Share) -> bool:
        mine = observing in {"", share.observing} and observed in {"", share.observed}
        both = (as_of.parties.states_of(unit, on) for unit in (share.observing, share.observed))
        return mine and all(both)

    rows = tuple(
        ActiveRow(
            s.id,
            s.observing,
            s.observed,
            s.flights,
            s.shared_with,
            one.provision,
            one.source,
            s.note,
        )
        for s in one.shares
        if asked(s)
    )
    total = sum(row.flights for row in rows)
    return ActiveList(
        on,
        as_of.source,
        as_of.regime.ruleset,
        one.name,
        one.readings,
        total,
        rows,
        (one.note,),
        since=one.since,
        until=one.until,
        cut=as_of.cut,
    )
