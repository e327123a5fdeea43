"""Amendments and the conferences of the States Parties: MEM-8, MEM-10, MEM-11 and MEM-12."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from overflight.deadlines import Unit
from overflight.membership.clocks import day_after
from overflight.membership.facts_of_conferences import (
    AmendmentApproved,
    AmendmentCirculated,
    AmendmentFact,
    AmendmentInForceStated,
    AmendmentRatified,
    ConferenceAbout,
    ConferenceConvened,
    ConferenceFact,
    ConferenceRequested,
)
from overflight.treaty import (
    Finding,
    Limit,
    Outcome,
    Quantity,
    Sense,
    Value,
    judge,
    rule,
)

__all__ = [
    "DAYS_TO_APPROVE",
    "REQUESTS_NEEDED",
    "YEARS_TO_REVIEW",
    "Amendment",
    "amendment_findings",
    "amendments_of",
    "conference_due",
    "request_findings",
    "review_conference_findings",
    "review_due",
    "reviews_until",
]

_SIGNED = date(1992, 3, 24)
DAYS_TO_APPROVE: Final = Value(
    "days from circulation to written approval", Decimal(90), "d", _SIGNED, "art.XVI.2"
)
DAYS_TO_ASK: Final = Value(
    "days from circulation to ask for a conference", Decimal(90), "d", _SIGNED, "art.XVI.1"
)
REQUESTS_NEEDED: Final = Value(
    "States Parties that ask for a conference", Decimal(3), "requests", _SIGNED, "art.XVI.1"
)
CONFERENCE_FROM: Final = Value(
    "least days from the third request to the conference", Decimal(30), "d", _SIGNED, "art.XVI.1"
)
CONFERENCE_UNTIL: Final = Value(
    "most days from the third request to the conference", Decimal(60), "d", _SIGNED, "art.XVI.1"
)
DAYS_TO_FORCE: Final = Value(
    "days from the last deposit to an amendment's entry into force",
    Decimal(60),
    "d",
    _SIGNED,
    "art.XVI.2",
)
YEARS_TO_REVIEW: Final = Value(
    "years from entry into force to the first review", Decimal(3), "a", _SIGNED, "art.XVI.3"
)
YEARS_BETWEEN: Final = Value("years between reviews", Decimal(5), "a", _SIGNED, "art.XVI.3")


@dataclass(frozen=True, slots=True)
class Amendment:
    """One amendment, as far as it was told.

    Args:
        name: Its name.
        circulated: Day of circulation.
        approved: The approvals, first of each State Party.
        ratified: Day of deposit by State.
        stated: First day as a Depositary states it; none if none did.
        asked: Requests for a conference, by day.
        conference: First day of its conference; none if none is on record.
        closed: Last day of that conference; none if not on record.
    """

    name: str
    circulated: date
    approved: tuple[AmendmentApproved, ...] = ()
    ratified: tuple[AmendmentRatified, ...] = ()
    stated: date | None = None
    asked: tuple[ConferenceRequested, ...] = ()
    conference: date | None = None
    closed: date | None = None

    @property
    def asked_in_time(self) -> tuple[ConferenceRequested, ...]:
        """Return the first request of each State Party within the days to ask."""
        last = day_after(self.circulated, int(DAYS_TO_ASK.amount), Unit.DAYS)
        first: dict[str, ConferenceRequested] = {}
        for request in self.asked:
            if request.on <= last:
                first.setdefault(request.state, request)
        return tuple(first.values())

    def in_time(self, approval: AmendmentApproved) -> bool:
        """Return whether an approval counts: in writing in its days, or at the conference."""
        last = day_after(self.circulated, int(DAYS_TO_APPROVE.amount), Unit.DAYS)
        return approval.at_conference or approval.on <= last


def amendments_of(facts: Iterable[AmendmentFact | ConferenceFact]) -> tuple[Amendment, ...]:
    """Fold what was said into the amendments, in the order of their circulation."""
    told = tuple(facts)
    found = []
    for fact in told:
        if isinstance(fact, AmendmentCirculated):
            name = fact.amendment
            approved = [f for f in told if isinstance(f, AmendmentApproved) and f.amendment == name]
            ratified = [f for f in told if isinstance(f, AmendmentRatified) and f.amendment == name]
            asked = [f for f in told if isinstance(f, ConferenceRequested) and f.of == name]
            stated = (
                f.on for f in told if isinstance(f, AmendmentInForceStated) and f.amendment == name
            )
            held = [f for f in told if isinstance(f, ConferenceConvened) and f.of == name]
            found.append(
                Amendment(
                    name,
                    fact.on,
                    tuple(sorted(approved, key=lambda f: f.on)),
                    tuple(sorted(ratified, key=lambda f: f.on)),
                    next(stated, None),
                    tuple(sorted(asked, key=lambda f: f.on)),
                    held[0].opens if held else None,
                    held[0].closes if held else None,
                )
            )
    return tuple(found)


def _days(first: date, second: date) -> Quantity:
    return Quantity(float((second - first).days), "d")


def _judged(rule_id: str, provision: str, number: Quantity, limit: Limit, says: str) -> Finding:
    outcome = judge(number, limit)
    breach = "" if outcome is Outcome.KEPT else rule(rule_id).consequence
    return Finding(rule_id, provision, outcome, says, number, limit, breach)


def _approval(amendment: Amendment, members: tuple[str, ...], on: date) -> Finding:
    """Return whether all States Parties approved in time."""
    limit = Limit(float(DAYS_TO_APPROVE.amount), "d", Sense.AT_MOST)
    counted = {a.state: a for a in amendment.approved if amendment.in_time(a)}
    missing = [code for code in members if code not in counted]
    last = day_after(amendment.circulated, int(DAYS_TO_APPROVE.amount), Unit.DAYS)
    head = f"{amendment.name}, circulated {amendment.circulated}"
    if not missing:
        written = [a.on for a in counted.values() if not a.at_conference and a.state in members]
        says = f"{head}: approved by all {len(members)} States Parties"
        if not written:
            return Finding("MEM-10", "art.XVI.2", Outcome.KEPT, f"{says}, at a conference")
        days = _days(amendment.circulated, max(written))
        return _judged("MEM-10", "art.XVI.2", days, limit, f"{says}, in writing by {max(written)}")
    says = f"{head}: not approved by {', '.join(missing)} by {last}"
    late = [a.on for a in amendment.approved if a.state in missing]
    if late:
        return _judged(
            "MEM-10", "art.XVI.2", _days(amendment.circulated, max(late)), limit, f"{says}, late"
        )
    conference = len(amendment.asked_in_time) >= int(REQUESTS_NEEDED.amount)
    over = amendment.closed is not None and on > amendment.closed
    waits = on <= last or (conference and not over)
    outcome = Outcome.OPEN if waits else Outcome.BROKEN
    return Finding("MEM-10", "art.XVI.2", outcome, says, consequence=rule("MEM-10").consequence)


def _force(amendment: Amendment, members: tuple[str, ...]) -> Iterator[Finding]:
    """Yield whether the stated entry into force is 60 days after the last deposit."""
    if amendment.stated is None:
        return
    missing = sorted(set(members) - {fact.state for fact in amendment.ratified})
    if missing:
        says = f"{amendment.name}: stated in force; no deposit of {', '.join(missing)}"
        yield Finding(
            "MEM-10", "art.XVI.2", Outcome.BROKEN, says, consequence=rule("MEM-10").consequence
        )
        return
    last = max(fact.on for fact in amendment.ratified)
    limit = Limit(float(DAYS_TO_FORCE.amount), "d", Sense.AT_LEAST)
    says = f"{amendment.name}: last deposit {last}, stated in force from {amendment.stated}"
    yield _judged("MEM-10", "art.XVI.2", _days(last, amendment.stated), limit, says)


def amendment_findings(
    amendment: Amendment, members: tuple[str, ...], on: date
) -> tuple[Finding, ...]:
    """Return whether an amendment was approved by all in time, and in force when it is said to be.

    Args:
        amendment: The amendment.
        members: Codes of the States Parties.
        on: Day it is judged at.

    Treaty: art.XVI.1, art.XVI.2 (MEM-10).
    """
    return (_approval(amendment, members, on), *_force(amendment, members))


def conference_due(third: date) -> tuple[date, date]:
    """Return the first and the last day on which a conference on an amendment may open.

    Args:
        third: Day of the third request.

    Treaty: art.XVI.1 (MEM-11).
    """
    least, most = int(CONFERENCE_FROM.amount), int(CONFERENCE_UNTIL.amount)
    return day_after(third, least, Unit.DAYS), day_after(third, most, Unit.DAYS)


def request_findings(amendment: Amendment, on: date) -> tuple[Finding, ...]:
    """Return whether a conference on an amendment opened in its days, where one is due.

    Args:
        amendment: The amendment.
        on: Day it is judged at.

    Treaty: art.XVI.1 (MEM-11).
    """
    needed, asked = int(REQUESTS_NEEDED.amount), amendment.asked_in_time
    where, head = "art.XVI.1", f"{amendment.name}: {len(asked)} States Parties asked in time"
    if len(asked) < needed:
        if not amendment.asked:
            return ()
        says = f"{head}; {needed} are needed for a conference"
        if amendment.conference is None:
            return (Finding("MEM-11", where, Outcome.KEPT, says),)
        says += f"; one opened on {amendment.conference}"
        return (Finding("MEM-11", where, Outcome.OPEN, says, consequence="none stated"),)
    third = asked[needed - 1].on
    first, last = conference_due(third)
    head = f"{amendment.name}: third request {third}, conference due from {first} to {last}"
    if amendment.conference is None:
        outcome = Outcome.OPEN if on <= last else Outcome.BROKEN
        says = f"{head}; none on record"
        return (Finding("MEM-11", where, outcome, says, consequence="none stated"),)
    return _in_window("MEM-11", where, third, amendment.conference, head)


def _in_window(rule_id: str, where: str, start: date, held: date, head: str) -> tuple[Finding, ...]:
    days, says = _days(start, held), f"{head}; opened on {held}, day {(held - start).days}"
    least = Limit(float(CONFERENCE_FROM.amount), "d", Sense.AT_LEAST)
    most = Limit(float(CONFERENCE_UNTIL.amount), "d", Sense.AT_MOST)
    limit = least if judge(days, least) is Outcome.BROKEN else most
    return (_judged(rule_id, where, days, limit, says),)


def review_due(entry: date, number: int) -> date:
    """Return the day from which a review conference is due.

    Args:
        entry: Day the Treaty entered into force.
        number: 1 for the first.

    Treaty: art.XVI.3 (MEM-12).
    """
    years = int(YEARS_TO_REVIEW.amount) + (number - 1) * int(YEARS_BETWEEN.amount)
    return day_after(entry, 12 * years, Unit.MONTHS)


def reviews_until(entry: date, on: date) -> tuple[date, ...]:
    """Return the days from which review conferences were due, up to a day."""
    found: list[date] = []
    while (due := review_due(entry, len(found) + 1)) <= on:
        found.append(due)
    return tuple(found)


def review_conference_findings(
    facts: Iterable[ConferenceFact], entry: date | None
) -> tuple[Finding, ...]:
    """Return whether review conferences were convened when due, or earlier as three asked.

    The text gives no last day: one in a later year than the one it was due in is *open*.

    Args:
        facts: What was said of conferences.
        entry: Day the Treaty entered into force; none if it has not.

    Treaty: art.XVI.3 (MEM-12).
    """
    told = tuple(facts)
    held = [
        f for f in told if isinstance(f, ConferenceConvened) and f.about is ConferenceAbout.REVIEW
    ]
    asked = [
        f for f in told if isinstance(f, ConferenceRequested) and f.about is ConferenceAbout.REVIEW
    ]
    return tuple(_review(conference, asked, entry) for conference in held)


def _review(
    conference: ConferenceConvened, asked: list[ConferenceRequested], entry: date | None
) -> Finding:
    where = "art.XVI.3"
    if entry is None:
        says = f"review conference of {conference.opens}: the Treaty is not in force"
        return Finding("MEM-12", where, Outcome.BROKEN, says, consequence="none stated")
    number = _nearest(entry, conference.opens)
    due = review_due(entry, number)
    days = _days(due, conference.opens)
    limit = Limit(0.0, "d", Sense.AT_LEAST)
    says = f"review conference {number}: due from {due}, opened on {conference.opens}"
    parties = {request.state for request in asked if request.on <= conference.opens}
    if days.value < 0 and len(parties) >= int(REQUESTS_NEEDED.amount):
        says += f", asked for earlier by {', '.join(sorted(parties))}"
        return Finding("MEM-12", where, Outcome.KEPT, says)
    if conference.opens.year > due.year:
        says += "; the text gives no last day"
        return Finding("MEM-12", where, Outcome.OPEN, says, consequence="none stated")
    return _judged("MEM-12", where, days, limit, says)


def _nearest(entry: date, opened: date) -> int:
    """Return the number of the review conference whose due day is nearest."""
    latest = len(reviews_until(entry, opened)) + 1
    near = range(max(1, latest - 1), latest + 1)
    return min(near, key=lambda number: abs((review_due(entry, number) - opened).days))
