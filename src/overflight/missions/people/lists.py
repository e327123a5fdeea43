"""Who may be sent: lists of personnel, answers to them, silence, visas, chiefs (PER-1, 2, 3, 9).

A list is accepted by whoever does not object within thirty days; an objection counts for the State
that makes it, and for no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from overflight.deadlines import Unit, after, day_of
from overflight.missions.people.facts import (
    ListItem,
    PeopleFact,
    PersonnelListAnswered,
    PersonnelListReceived,
    PersonnelListSent,
)
from overflight.missions.said.quiet import Quiet
from overflight.record import Said, facts_of
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Readings,
    Sense,
    Value,
    answered,
    measured,
    under,
)

__all__ = [
    "FREE_CHANGES",
    "LISTED_MOST",
    "REVIEW",
    "STEP_MONTHS",
    "Acceptance",
    "ListTerms",
    "Personnel",
    "answer_findings",
    "fold_personnel",
    "list_findings",
    "months_after",
]

_SIGNED: Final = date(1992, 3, 24)

LISTED_MOST: Final = Value("people on a list", Decimal(400), "people", _SIGNED, "art.XIII.I.1")
FREE_CHANGES: Final = Value(
    "days after entry into force in which a list may be changed freely",
    Decimal(30),
    "d",
    _SIGNED,
    "art.XIII.I.1",
)
STEP_MONTHS: Final = Value(
    "months between changes of a list", Decimal(6), "months", _SIGNED, "art.XIII.I.1"
)
REVIEW: Final = Value("review of a list", Decimal(30), "d", _SIGNED, "art.XIII.I.2")


def months_after(on: date, months: int) -> date:
    """Return the same day some months later, clipped to the end of the month (CLK-3)."""
    ends = after(datetime.combine(on, time(0), tzinfo=UTC), months, Unit.MONTHS)
    return day_of(ends - timedelta(days=1))


class Acceptance(StrEnum):
    """What a person is to a State Party that may object."""

    UNLISTED = "on no list"
    UNDER_REVIEW = "under review"
    ACCEPTED = "accepted"
    OBJECTED = "not accepted"


@dataclass(frozen=True, slots=True)
class ListTerms:
    """What the dates of lists are held against.

    Args:
        in_force: Day the Treaty entered into force; none if it has not.
        deposits: Day on which each State deposited its instrument, where known.
        readings: ``AMB-2`` and ``AMB-25``.
        quiet: What mirrors prove of a silence; none without mirrors.
    """

    in_force: date | None
    deposits: Mapping[str, date]
    readings: Readings
    quiet: Quiet | None = None


Sent = Said[PersonnelListSent]


@dataclass(frozen=True, slots=True)
class Personnel:
    """The lists of all States, and what others answered.

    Args:
        lists: Versions of the list of each State, in their order.
        received: Day of receipt by owner, version and reviewing State.
        answers: Every answer, in the order of the record.
        unheard: Lists given by anybody but the State itself.
    """

    lists: Mapping[str, tuple[Sent, ...]]
    received: Mapping[tuple[str, int, str], date]
    answers: tuple[Said[PersonnelListAnswered], ...]
    unheard: tuple[Sent, ...] = ()

    def version(self, state: str, number: int) -> Sent | None:
        """Return one version of the list of a State."""
        return next((s for s in self.lists.get(state, ()) if s.fact.version == number), None)

    def listed(self, person: str, day: date) -> Sent | None:
        """Return the version that put a person on a list; none where it is on none on a day."""
        found: Sent | None = None
        for said in self.lists.get(person[:2], ()):
            if said.fact.on <= day and person in said.fact.added:
                found = said
            elif said.fact.on <= day and person in said.fact.removed:
                found = None
        return found

    def starts(self, of: PersonnelListSent, by: str, readings: Readings) -> date | None:
        """Return the day from which a State's thirty days run; none where it is not known."""
        if readings.of("AMB-2") == "dispatch":
            return of.on
        return self.received.get((of.state, of.version, by))

    def acceptance(
        self, person: str, by: str, day: date, readings: Readings
    ) -> tuple[Acceptance, date | None]:
        """Return what a person is to a State Party on a day, and since when.

        Treaty: art.XIII.I.2 (PER-2).
        """
        listed = self.listed(person, day)
        if listed is None:
            return Acceptance.UNLISTED, None
        answers = self._answers_to(listed.fact, by, day)
        refused = [a for a in answers if person in a.objected]
        if refused:
            return Acceptance.OBJECTED, refused[0].on
        given = next((a.on for a in answers if not a.objected), None)
        start = self.starts(listed.fact, by, readings)
        ends = None if start is None else start + timedelta(days=int(REVIEW.amount))
        # The last day of the thirty still allows an objection; who is silent accepts after it.
        silent = None if ends is None else ends + timedelta(days=1)
        since = min((each for each in (given, silent) if each is not None), default=None)
        if since is not None and since <= day:
            return Acceptance.ACCEPTED, since
        return Acceptance.UNDER_REVIEW, since

    def _answers_to(
        self, of: PersonnelListSent, by: str, day: date
    ) -> tuple[PersonnelListAnswered, ...]:
        """Return what a State answered to a version or, subsequently, to people of it, by a day."""
        return tuple(
            s.fact
            for s in self.answers
            if s.party == by
            and s.fact.of == of.state
            and s.fact.on <= day
            and s.fact.version >= of.version
            and (s.fact.version == of.version or s.fact.objected)
        )


def fold_personnel(said: Iterable[Said[PeopleFact]]) -> Personnel:
    """Fold what was said into the lists of all States.

    Args:
        said: Statements of the kinds of this chapter, in any order.

    Treaty: art.XIII.I.1, art.XIII.I.2.
    """
    ordered = sorted(said, key=lambda s: s.ref)
    sent = facts_of(ordered, PersonnelListSent)
    heard = [s for s in sent if s.party == s.fact.state]
    lists: dict[str, tuple[Sent, ...]] = {}
    for s in sorted(heard, key=lambda s: (s.fact.version, s.ref)):
        lists[s.fact.state] = (*lists.get(s.fact.state, ()), s)
    received: dict[tuple[str, int, str], date] = {}
    for r in facts_of(ordered, PersonnelListReceived):
        received.setdefault((r.fact.of, r.fact.version, r.party), r.fact.on)
    answers = facts_of(ordered, PersonnelListAnswered)
    unheard = tuple(s for s in sent if s.party != s.fact.state)
    return Personnel(lists, received, answers, unheard)


def _changed(sent: PersonnelListSent, before: Sent | None, terms: ListTerms) -> Finding:
    """Return whether a list was changed when it may be (PER-1)."""
    free = int(FREE_CHANGES.amount)
    last = None if terms.in_force is None else terms.in_force + timedelta(days=free)
    words = f"{sent.state}: version {sent.version} of {sent.on}"
    if last is None or sent.on <= last:
        says = f"{words}; lists may be changed freely until {last or 'entry into force'}"
        return answered("PER-1", Outcome.KEPT, says)
    reading = f"AMB-25={terms.readings.of('AMB-25')}"
    if before is None:
        says = f"{words}; the version before it is not on record"
        return answered("PER-1", Outcome.OPEN, says, readings=(reading,))
    if reading.endswith("fixed-halves"):
        same = [(d.year, d.month > 6) for d in (sent.on, before.fact.on)]
        says = f"{words}, the version before it of {before.fact.on}: one change in each half year"
        kept = same[0] != same[1]
        outcome = Outcome.KEPT if kept else Outcome.BROKEN
        return answered("PER-1", outcome, says, readings=(reading,))
    step = int(STEP_MONTHS.amount)
    due = months_after(before.fact.on, step)
    days = Quantity(float((sent.on - before.fact.on).days), "d")
    limit = Limit(float((due - before.fact.on).days), "d", Sense.AT_LEAST)
    says = f"{words}; the version before it of {before.fact.on} + {step} months = {due}"
    return under(measured("PER-1", days, limit, says), reading)


def _first(sent: PersonnelListSent, terms: ListTerms) -> Finding:
    """Return whether the first list came with the instrument of ratification (PER-1)."""
    deposited = terms.deposits.get(sent.state)
    says = f"{sent.state}: first list of {sent.on}"
    if deposited is None:
        return answered("PER-1", Outcome.OPEN, f"{says}; day of its deposit not on record")
    days = Quantity(float((sent.on - deposited).days), "d")
    limit = Limit(0.0, "d", Sense.AT_MOST)
    return measured("PER-1", days, limit, f"{says}; instrument deposited on {deposited}")


def list_findings(
    sent: PersonnelListSent, personnel: Personnel, terms: ListTerms
) -> tuple[Finding, ...]:
    """Return what the rules answer about one version of a list.

    Args:
        sent: The version.
        personnel: All lists.
        terms: Entry into force, deposits, readings.

    Treaty: art.XIII.I.1 (PER-1).
    """
    people = Quantity(float(sent.people), "people")
    most = Limit(float(LISTED_MOST.amount), "people", Sense.AT_MOST)
    says = f"{sent.state}: version {sent.version} names {sent.people} people"
    says += f"; at most {most.value:g} at any time"
    missing = [item.value for item in ListItem if item not in sent.items]
    told = f"without {', '.join(missing)}" if missing else "with all six items of each person"
    items = answered(
        "PER-1",
        Outcome.BROKEN if missing else Outcome.KEPT,
        f"{sent.state}: version {sent.version}, {told}",
    )
    before = personnel.version(sent.state, sent.version - 1)
    dated = _first(sent, terms) if sent.version == 1 else _changed(sent, before, terms)
    return (measured("PER-1", people, most, says), items, dated)


def _objection(
    answer: PersonnelListAnswered, by: str, personnel: Personnel, terms: ListTerms
) -> Finding:
    """Return whether an objection came within the thirty days, or needs none (PER-2)."""
    names = ", ".join(answer.objected)
    words = f"{by} does not accept {names} of {answer.of}"
    sent = personnel.version(answer.of, answer.version)
    start = None if sent is None else personnel.starts(sent.fact, by, terms.readings)
    reading = (f"AMB-2={terms.readings.of('AMB-2')}",)
    if answer.subsequently:
        says = f"{words} from {answer.on}: found out after they were accepted, possible at any time"
        return answered("PER-2", Outcome.KEPT, says)
    if start is None:
        says = f"{words}; receipt of version {answer.version} is not on record"
        return answered("PER-2", Outcome.OPEN, says, readings=reading)
    days = Quantity(float((answer.on - start).days), "d")
    limit = Limit(float(REVIEW.amount), "d", Sense.AT_MOST)
    last = start + timedelta(days=int(REVIEW.amount))
    says = f"{words} on {answer.on}; {start} + {REVIEW.amount} d = {last}"
    if days.value > limit.value:
        says += "; its silence has accepted them, and it counts as found out afterwards"
    return under(measured("PER-2", days, limit, says), *reading)


def _unknown(answer: PersonnelListAnswered, by: str, personnel: Personnel) -> Iterator[Finding]:
    off = [p for p in answer.objected if personnel.listed(p, answer.on) is None]
    if off:
        says = f"{by} does not accept {', '.join(off)}, on no list of {answer.of} on {answer.on}"
        yield answered("PER-2", Outcome.OPEN, says)


def answer_findings(
    answer: PersonnelListAnswered, by: str, personnel: Personnel, terms: ListTerms
) -> tuple[Finding, ...]:
    """Return what the rules answer about an answer to a list.

    Args:
        answer: The answer.
        by: Code of the State Party that gave it.
        personnel: All lists.
        terms: Readings.

    Treaty: art.XIII.I.2 (PER-2).
    """
    if not answer.objected:
        says = f"{by} accepts version {answer.version} of the list of {answer.of} on {answer.on}"
        return (answered("PER-2", Outcome.KEPT, says),)
    objection = _objection(answer, by, personnel, terms)
    return (objection, *_unknown(answer, by, personnel))
