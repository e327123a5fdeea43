"""The chronicle as an answer: events as reported, instruments, withdrawals and decisions by day.

Nothing is settled: where sources do not agree, each stands in a row of its own that names the
others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from overflight.commission import Event
from overflight.desk.held.as_of import AsOf
from overflight.errors import UsageError
from overflight.membership import State
from overflight.treaty import DateStatus, EventKind, days_within

__all__ = [
    "ChronicleList",
    "ChronicleRow",
    "ChronicleShown",
    "chronicle_list",
    "chronicle_show",
]


@dataclass(frozen=True, slots=True)
class ChronicleRow:
    """Something that happened.

    Args:
        id: Its name: ``EV-101`` as reported, ``RU.withdrawal.1`` from instruments, ``dec.16/02``.
        date: Its day as far as it is known.
        date_status: How far the day is known.
        kind: What it is about.
        actors: Codes of States and units that act.
        observed: Codes of those flown over or otherwise acted upon.
        others: Who else acts or is concerned.
        says: What happened.
        provision: The place of the text it bears on.
        source: Keys of the sources.
        where: Where the source stands.
        note: Doubts and details.
        disagrees: Names of the rows in which other sources say otherwise.
    """

    id: str
    date: str
    date_status: DateStatus
    kind: EventKind
    actors: tuple[str, ...]
    observed: tuple[str, ...]
    others: str
    says: str
    provision: str
    source: str
    where: str
    note: str
    disagrees: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChronicleList:
    """The chronicle between two days.

    Args:
        facts: Where the facts stand.
        ruleset: Hash of the rule set.
        cut: Id of the cut of the record; empty without a record.
        since: First day; none for all before.
        until: First day no longer wanted; none for all after.
        rows: What happened, by day.
    """

    facts: str
    ruleset: str
    cut: str = field(default="", kw_only=True)
    since: date | None = field(default=None, kw_only=True)
    until: date | None = field(default=None, kw_only=True)
    rows: tuple[ChronicleRow, ...]


@dataclass(frozen=True, slots=True)
class ChronicleShown:
    """One row of the chronicle, and what other sources say about the same.

    Args:
        facts: Where the facts stand.
        ruleset: Hash of the rule set.
        cut: Id of the cut of the record; empty without a record.
        row: The row.
        beside: The rows in which other sources say otherwise.
        parties: How many States were Parties on that day; none where the day is not known.
    """

    facts: str
    ruleset: str
    cut: str = field(default="", kw_only=True)
    row: ChronicleRow
    beside: tuple[ChronicleRow, ...]
    parties: int | None = None


def _event(event: Event, as_of: AsOf) -> ChronicleRow:
    fact = event.fact
    return ChronicleRow(
        fact.id,
        fact.date,
        fact.date_status,
        fact.kind,
        fact.actors,
        fact.observed,
        fact.others,
        fact.says,
        fact.provision,
        fact.source,
        fact.where,
        fact.note,
        tuple(other.fact.id for other in as_of.chronicle.beside(event)),
    )


@dataclass(frozen=True, slots=True)
class _Day:
    """A day in the life of a State, as computed from instruments and notices."""

    name: str
    on: date
    kind: EventKind
    says: str
    provision: str
    disagrees: tuple[str, ...] = ()


def _days(state: State) -> Iterator[_Day]:
    code = state.code
    if state.signed is not None:
        says = f"{code} signs the Treaty"
        yield _Day(f"{code}.signed", state.signed, EventKind.SIGNATURE, says, "art.XVII.1")
    computed = {spell.since for spell in state.spells}
    printed = tuple(
        (f"{code}.printed.{n}", day)
        for n, day in enumerate(state.printed, start=1)
        if day not in computed
    )
    for n, spell in enumerate(state.spells, start=1):
        says = f"{code} deposits its instrument"
        force, names = spell.provisions[0], tuple(name for name, _ in printed)
        yield _Day(f"{code}.deposit.{n}", spell.deposited, EventKind.INSTRUMENT, says, force)
        says = f"the Treaty enters into force for {code}: {spell.arithmetic[0]}"
        kind = EventKind.ENTRY_INTO_FORCE
        yield _Day(f"{code}.force.{n}", spell.since, kind, says, force, names if n == 1 else ())
        if spell.until is not None:
            says = f"{code} is no longer a Party: {spell.arithmetic[-1]}"
            kind = EventKind.WITHDRAWAL
            yield _Day(f"{code}.withdrawal.{n}", spell.until, kind, says, spell.provisions[-1])
    for name, day in printed:
        says = f"a registry prints this day as entry into force for {code}"
        kind = EventKind.ENTRY_INTO_FORCE
        yield _Day(name, day, kind, says, "art.XVII.6", (f"{code}.force.1",))


def _states(as_of: AsOf) -> Iterator[ChronicleRow]:
    for code in sorted(as_of.parties.states):
        state = as_of.parties.states[code]
        for day in _days(state):
            yield ChronicleRow(
                day.name,
                day.on.isoformat(),
                DateStatus.SOURCES_DISAGREE if day.disagrees else DateStatus.STATED,
                day.kind,
                (code,),
                (),
                "",
                day.says,
                day.provision,
                "; ".join(state.sources),
                "instruments and notices of this State",
                "; ".join(state.doubts) if day.disagrees else "",
                day.disagrees,
            )


def _decisions(as_of: AsOf) -> Iterator[ChronicleRow]:
    told = {event.fact.provision for event in as_of.chronicle.events}
    for decision in as_of.chronicle.decisions:
        fact = decision.fact
        if fact.adopted is None or fact.provision in told:
            continue  # listed by its event, or of no known day
        yield ChronicleRow(
            fact.provision,
            fact.adopted.isoformat(),
            DateStatus.STATED,
            EventKind.DECISION,
            (),
            (),
            "Commission",
            fact.title,
            fact.provision,
            fact.source,
            f"decision, {fact.status} read",
            fact.status_note,
            (),
        )


def _rows(as_of: AsOf) -> tuple[ChronicleRow, ...]:
    events = (_event(event, as_of) for event in as_of.chronicle.events)
    every = (*events, *_states(as_of), *_decisions(as_of))
    return tuple(sorted(every, key=lambda row: days_within(row.date)))


def _concerns(row: ChronicleRow, party: str, as_of: AsOf) -> bool:
    """Return whether a row names a State, or a unit it belongs to."""
    named = {*row.actors, *row.observed}
    groups = (as_of.parties.groups.named(code) for code in named)
    return party in named or any(group and party in group.members for group in groups)


def chronicle_list(
    as_of: AsOf,
    *,
    since: date | None = None,
    until: date | None = None,
    kind: EventKind | None = None,
    party: str = "",
) -> ChronicleList:
    """Return what happened between two days; a month or a year counts where a part of it lies.

    Args:
        as_of: What held.
        since: First day; none for all before.
        until: First day no longer wanted; none for all after.
        kind: Only events of this kind.
        party: Only what names this State or unit, or a unit of which it is a member.
    """

    def wanted(row: ChronicleRow) -> bool:
        first, last = days_within(row.date)
        within = (since is None or last >= since) and (until is None or first < until)
        return within and kind in {None, row.kind} and (not party or _concerns(row, party, as_of))

    rows = tuple(row for row in _rows(as_of) if wanted(row))
    rules, cut = as_of.regime.ruleset, as_of.cut
    return ChronicleList(as_of.source, rules, rows, since=since, until=until, cut=cut)


def chronicle_show(as_of: AsOf, name: str) -> ChronicleShown:
    """Return one row of the chronicle with what other sources say about the same.

    Raises:
        UsageError: No row has this name.
    """
    rows = {row.id: row for row in _rows(as_of)}
    row = rows.get(name)
    if row is None:
        raise UsageError(
            "E-EVENT",
            where="id",
            expected="the id of a row of the chronicle, such as EV-101",
            found=name,
            remedy="`overflight chronicle list` shows the ids.",
        )
    first, last = days_within(row.date)
    count = len(as_of.parties.members_on(first)) if first == last else None
    beside = tuple(rows[other] for other in row.disagrees)
    rules = as_of.regime.ruleset
    return ChronicleShown(as_of.source, rules, row, beside, count, cut=as_of.cut)
