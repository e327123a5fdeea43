"""What if: facts laid over what is on record, folded again, and the difference told.

Nothing is written and nothing is settled. What the record holds of the same act is set aside and
named, so that a withdrawal that happened can be asked for again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time
from hashlib import sha256

from overflight.desk.held.as_of import AsOf, fold_as_of
from overflight.desk.ports import Records
from overflight.desk.record import read_record
from overflight.desk.release.cuts import cut_of
from overflight.desk.whatif.data import data_changes, mission_changes
from overflight.desk.whatif.forms import (
    Compared,
    Consequence,
    Decided,
    Neighbours,
    Topic,
    WhatIf,
)
from overflight.desk.whatif.members import member_changes
from overflight.desk.whatif.quotas import quota_changes
from overflight.errors import SourceError, UsageError
from overflight.membership import (
    REQUESTS_IN,
    InstrumentDeposited,
    WithdrawalNotified,
    accession_finding,
    conference_finding,
    conference_window,
    entry_terms,
    force_for_state,
    group_quotas_from,
    notice_finding,
    withdrawal_effect,
)
from overflight.record import Reference, Said
from overflight.treaty import EventKind, Finding, GroupKind, Readings

__all__ = [
    "SUPPOSED",
    "Facts",
    "compare",
    "refuse_file",
    "refuse_question",
    "what_if_acceded",
    "what_if_withdrawn",
]

# The origin of references to what is only supposed; it stands after every log.
SUPPOSED = "~what-if"
_CODE = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a what-if is laid over.

    Args:
        said: Everything said.
        source: Where it stands, in words.
        readings: Readings of the open points; the defaults if none.
        borders: Neighbours of units; none where no map is at hand.
        cut: Id of the cut of the record; empty without a record.
    """

    said: tuple[Said[object], ...]
    source: str
    readings: Readings | None = None
    borders: Neighbours | None = None
    cut: str = ""

    @classmethod
    def of_record(
        cls, records: Records, name: str, readings: Readings | None, borders: Neighbours | None
    ) -> Facts:
        """Return what a record says.

        Raises:
            RecordError: The record does not hold together.
        """
        cut = sha256(cut_of(records)).hexdigest()
        said = read_record(records, dated=True).facts
        return cls(said, f"record {name}, cut {cut[:16]}", readings, borders, cut)

    def fold(self, said: tuple[Said[object], ...] | None = None) -> AsOf:
        """Return what held on any day, by these facts or by others in their place."""
        every = self.said if said is None else said
        held = fold_as_of(every, source=self.source, readings=self.readings)
        return replace(held, cut=self.cut)

    def without(
        self, drop: Callable[[object], bool]
    ) -> tuple[tuple[Said[object], ...], tuple[Said[object], ...]]:
        """Return what is kept, and what is set aside."""
        kept = tuple(s for s in self.said if not drop(s.fact))
        return kept, tuple(s for s in self.said if drop(s.fact))


def refuse_question(where: str, expected: str, found: object, remedy: str) -> UsageError:
    """Return the error of a question that cannot be asked."""
    return UsageError("E-WHAT-IF", where=where, expected=expected, found=found, remedy=remedy)


def refuse_file(where: str, expected: str, found: object) -> SourceError:
    """Return the error of a file whose question cannot be asked."""
    remedy = "Correct this field; `overflight schema show` describes the form."
    return SourceError("E-WHAT-IF", where=where, expected=expected, found=found, remedy=remedy)


def compare(
    facts: Facts, kept: tuple[Said[object], ...], added: tuple[tuple[str, object], ...], on: date
) -> Compared:
    """Return what holds without and with what is supposed.

    Args:
        facts: What it is laid over.
        kept: The statements that stay.
        added: What is supposed, each fact with the code of the one who would say it.
        on: The day compared.
    """
    at = datetime.combine(on, time(0), tzinfo=UTC)
    supposed = tuple(
        Said(fact, party, at, Reference(SUPPOSED, i, "")) for i, (party, fact) in enumerate(added)
    )
    before, after = facts.fold(kept), facts.fold((*kept, *supposed))
    return Compared(before, after, on, kept, facts.borders)


def _deposits(facts: Facts, state: str) -> list[date]:
    return sorted(
        s.fact.on
        for s in facts.said
        if isinstance(s.fact, InstrumentDeposited) and s.fact.state == state
    )


def what_if_withdrawn(
    facts: Facts,
    state: str,
    notified: date,
    *,
    effect: date | None = None,
    on: date | None = None,
) -> WhatIf:
    """Return what changes, and when, if a State gives notice of withdrawal on a day.

    Args:
        facts: What it is laid over.
        state: Code of the State.
        notified: Day of its notice.
        effect: Day it names; the earliest lawful one if it names none.
        on: Day on which before and after are compared; the day of effect if not given.

    Raises:
        UsageError: The State is not a Party on the day of the notice.

    Treaty: art.XV.2 (MEM-7), art.XV.3 (MEM-8), art.XV (MEM-9).
    """
    deposits = _deposits(facts, state)
    joined = max((day for day in deposits if day <= notified), default=date.min)
    again = min((day for day in deposits if day > notified), default=date.max)

    def same_act(fact: object) -> bool:
        if not isinstance(fact, WithdrawalNotified) or fact.state != state:
            return False
        return joined <= fact.on < again

    kept, aside = facts.without(same_act)
    before = facts.fold(kept)
    if not before.parties.is_party(state, notified):
        standing = before.parties.standing(state, notified)
        raise refuse_question(
            "--notice",
            f"a day on which {state} is a State Party",
            f"{standing.kind} on {notified}",
            f"`overflight party show {state}` shows since when it is one.",
        )
    notice = WithdrawalNotified(state, notified, effect)
    terms = entry_terms(before.regime)
    leaves = withdrawal_effect(notified, effect, terms)
    compared = compare(facts, kept, ((state, notice),), on or leaves)
    findings = [notice_finding(notice, terms), *_conference(compared, state, notified, leaves)]
    changes = [
        *_withdrawal_dates(compared, state, notified, leaves),
        *_everything(compared),
    ]
    named = f", naming {effect}" if effect else ""
    return compared.answer(
        f"{state} gives notice of withdrawal on {notified}{named}",
        ((f"notice of withdrawal of {state} on {notified}{named}",), _told(aside)),
        findings,
        changes,
    )


def _told(aside: tuple[Said[object], ...]) -> tuple[str, ...]:
    """Return the notices that were set aside, in words."""
    return tuple(
        f"notice of withdrawal of {s.fact.state} on {s.fact.on} ({s.ref.o}:{s.ref.i})"
        for s in aside
        if isinstance(s.fact, WithdrawalNotified)
    )


def _everything(compared: Compared) -> Iterator[Consequence]:
    yield from member_changes(compared)
    if compared.gone or compared.come:
        yield from quota_changes(compared)
        yield from mission_changes(compared)
        yield from data_changes(compared)


def _conference(compared: Compared, state: str, notified: date, leaves: date) -> Iterator[Finding]:
    """Yield whether a conference on record, between notice and effect, met in its time."""
    for event in compared.before.chronicle.events_between(notified, leaves):
        first, last = event.days
        if event.fact.kind is EventKind.CONFERENCE and first == last:
            yield conference_finding(state, notified, first)
            return


def _withdrawal_dates(
    compared: Compared, state: str, notified: date, leaves: date
) -> Iterator[Consequence]:
    months = int(entry_terms(compared.before.regime).months)
    first, last = conference_window(notified)
    yield Consequence(
        Topic.DATE,
        state,
        f"Withdrawal takes effect: notice {notified} + {months} months, or a later day it names,"
        f" = {leaves}.",
        "MEM-7",
        "art.XV.2",
        leaves,
    )
    yield Consequence(
        Topic.DATE,
        "Depositaries",
        f"Conference of the States Parties: notice {notified} + 30 d = {first} to + 60 d = {last}.",
        "MEM-8",
        "art.XV.3",
        first,
        last,
    )
    yield Consequence(
        Topic.DATE,
        "Depositaries",
        "Tell all States Parties of the notice promptly; no number is stated.",
        "MEM-13",
        "art.XVII.7",
        notified,
    )
    year = leaves.year if leaves == date(leaves.year, 1, 1) else leaves.year + 1
    asked = date(year - 1, *REQUESTS_IN)
    yield Consequence(
        Topic.DATE,
        "States Parties",
        f"First distribution of active quotas without {state}: from {year}-01-01; changes are asked"
        f" for by {asked}, the annual review decides by consensus.",
        "QTA-8",
        "art.III.I.7",
        asked,
        date(year, 1, 1),
    )
    yield from _group_dates(compared, state, notified)


def _group_dates(compared: Compared, state: str, notified: date) -> Iterator[Consequence]:
    """Yield when quotas would follow if a withdrawal counts as leaving a group."""
    group = compared.before.parties.group_of(state, "art.III.I.4", notified)
    if group is None or group.kind is not GroupKind.COMMON_QUOTAS:
        return
    change = group_quotas_from(notified)
    yield Consequence(
        Topic.DATE,
        group.code,
        "Quotas of a group with common quotas change, if a withdrawal counts as leaving it, which"
        f" the text does not say: {change.arithmetic} = {change.earliest}"
        + (f" or {change.latest}." if change.latest != change.earliest else "."),
        "GRP-11",
        "art.III.II.7",
        change.earliest,
        change.latest,
        decided=Decided.OPEN,
        readings=(compared.reading("AMB-40"),),
    )


def what_if_acceded(facts: Facts, state: str, deposited: date, *, on: date | None = None) -> WhatIf:
    """Return what changes, and when, if a State deposits its instrument on a day.

    Args:
        facts: What it is laid over.
        state: Code of the State, alpha-2; it need not be one of the regime's.
        deposited: Day of the deposit with a Depositary.
        on: Day on which before and after are compared; the day of entry into force if not given.

    Raises:
        UsageError: The code is none, or the State is a Party already or has deposited before.

    Treaty: art.XVII.3 to art.XVII.6 (MEM-3 to MEM-6).
    """
    before = facts.fold()
    standing = before.parties.standing(state, deposited)
    later = any(day > deposited for day in _deposits(facts, state))
    if not _CODE.fullmatch(state):
        raise refuse_question("CODE", "an alpha-2 code of a State", state, "Write it as AT or CY.")
    if before.parties.is_party(state, deposited) or later:
        raise refuse_question(
            "--deposit",
            f"a day on which {state} is not a Party and has not deposited",
            f"{standing.kind} on {deposited}",
            f"`overflight party show {state}` shows what it is.",
        )
    findings = [accession_finding(state, deposited, before.parties)]
    ratifies = findings[0].rule == "MEM-1"
    speaker = before.regime.depositaries[-1]
    fact = InstrumentDeposited(
        state, "ratification" if ratifies else "accession", speaker, deposited, "art.XVII.6"
    )
    terms = entry_terms(before.regime)
    since = force_for_state(deposited, before.parties.in_force, terms) or deposited
    compared = compare(facts, facts.said, ((speaker, fact),), on or since)
    changes = [
        Consequence(
            Topic.DATE,
            state,
            f"In force for {state}: deposit {deposited} + {terms.days_of_state} d = {since}.",
            "MEM-3",
            "art.XVII.6",
            since,
        ),
        Consequence(
            Topic.DATE,
            "Commission",
            f"Passive quota and flights of {state} are considered at the regular session after the"
            " deposit; no day is stated.",
            "QTA-13",
            "annex.A.I.2",
            deposited,
            decided=Decided.OPEN,
        ),
        *_everything(compared),
    ]
    return compared.answer(
        f"{state} deposits its instrument of {fact.instrument} on {deposited}",
        ((f"{fact.instrument} of {state} deposited with {speaker} on {deposited}",), ()),
        findings,
        changes,
    )
