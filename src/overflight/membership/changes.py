"""The clocks of a change: withdrawal conference, groups, the end of Benelux.

A clock that waits for a day the text does not fix (an annual review) gives the earliest and the
latest day, and says what it waits for.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from overflight.deadlines import Unit
from overflight.membership.clocks import day_after
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, Value, judge, rule

__all__ = [
    "CONFERENCE_FROM",
    "CONFERENCE_UNTIL",
    "DAYS_TO_END_SINGLE",
    "MONTHS_TO_CHANGE_GROUP",
    "REQUESTS_IN",
    "QuotaChange",
    "conference_finding",
    "conference_window",
    "group_change_from",
    "group_quotas_from",
    "single_party_end",
]

_SIGNED = date(1992, 3, 24)

CONFERENCE_FROM = Value(
    "least days from notice to conference", Decimal(30), "d", _SIGNED, "art.XV.3"
)
CONFERENCE_UNTIL = Value(
    "most days from notice to conference", Decimal(60), "d", _SIGNED, "art.XV.3"
)
MONTHS_TO_CHANGE_GROUP = Value(
    "months from notice to a change of groups", Decimal(6), "months", _SIGNED, "art.III.II.6"
)
DAYS_TO_END_SINGLE = Value(
    "days from notice to the end of the single State Party", Decimal(60), "d", _SIGNED, "art.XIV.2"
)
# Requests for the next year are in by 1 October (annex.L.II.1); the review stands after that day.
REQUESTS_IN = (10, 1)


def conference_window(notified: date) -> tuple[date, date]:
    """Return the first and the last day on which the conference on a withdrawal may meet.

    Args:
        notified: Day on which the Depositaries received the notice.

    Treaty: art.XV.3 (MEM-8).
    """
    least, most = int(CONFERENCE_FROM.amount), int(CONFERENCE_UNTIL.amount)
    return day_after(notified, least, Unit.DAYS), day_after(notified, most, Unit.DAYS)


def conference_finding(state: str, notified: date, held: date | None) -> Finding:
    """Return whether the conference on a withdrawal met in its time; open where no day is known.

    Args:
        state: Code of the State that withdraws.
        notified: Day of its notice.
        held: First day of the conference; none where it is not known.

    Treaty: art.XV.3 (MEM-8).
    """
    entry, (first, last) = rule("MEM-8"), conference_window(notified)
    window = f"conference on {state}'s notice of {notified} due from {first} to {last}"
    if held is None:
        says = f"{window}; no day of it is on record"
        return Finding("MEM-8", entry.provision, Outcome.OPEN, says, consequence=entry.consequence)
    days = Quantity(float((held - notified).days), "d")
    least = Limit(float(CONFERENCE_FROM.amount), "d", Sense.AT_LEAST)
    most = Limit(float(CONFERENCE_UNTIL.amount), "d", Sense.AT_MOST)
    limit = least if judge(days, least) is Outcome.BROKEN else most
    says = f"{window}; held on {held}, day {(held - notified).days}"
    return Finding(
        "MEM-8", entry.provision, judge(days, limit), says, days, limit, entry.consequence
    )


def group_change_from(notified: date) -> date:
    """Return the earliest day on which a change of groups takes effect.

    Args:
        notified: Day of the notice to all other States Parties.

    Treaty: art.III.II.1.A (GRP-1), art.III.II.6 (GRP-10).
    """
    return day_after(notified, int(MONTHS_TO_CHANGE_GROUP.amount), Unit.MONTHS)


@dataclass(frozen=True, slots=True)
class QuotaChange:
    """From when quotas follow a change of a group with common quotas.

    Args:
        earliest: The first 1 January it can be.
        latest: The last one; the same where the review is known or its day does not matter.
        arithmetic: The sum.
    """

    earliest: date
    latest: date
    arithmetic: str


def group_quotas_from(notified: date, reviews: Iterable[date] = ()) -> QuotaChange:
    """Return from when quotas follow a change of a group with common quotas.

    They change on 1 January after the first annual review that follows the six months. The text
    fixes no day of that review; requests for it are in by 1 October. So a period that ends by
    1 October meets the review of that year, and one that ends later may or may not.

    Args:
        notified: Day of the notice to all other States Parties.
        reviews: Days on which annual reviews began, as far as they are known.

    Treaty: art.III.II.7 (GRP-11).
    """
    ends = group_change_from(notified)
    months = int(MONTHS_TO_CHANGE_GROUP.amount)
    sums = f"notice {notified} + {months} months = {ends}"
    known = min((day for day in reviews if day > ends), default=None)
    year = ends.year + 1
    if known is not None and known.year == ends.year:
        earliest = latest = date(year, 1, 1)
        sums += f"; review of {known}"
    elif ends <= date(ends.year, *REQUESTS_IN):
        earliest = latest = date(year, 1, 1)
        sums += f"; review of autumn {ends.year}"
    elif any(day.year == ends.year and day <= ends for day in reviews):
        earliest = latest = date(year + 1, 1, 1)
        sums += f"; the review of {ends.year} was before that day, next in {year}"
    else:
        earliest, latest = date(year, 1, 1), date(year + 1, 1, 1)
        sums += f"; review of {ends.year} if it begins after that day, else of {year}"
    return QuotaChange(earliest, latest, f"{sums}; 1 January after it")


def single_party_end(notified: date) -> date:
    """Return the first day on which States deemed one State Party are so no more.

    It is the day after the 31 December that follows the 60 days.

    Args:
        notified: Day of the notice to all other States Parties.

    Treaty: art.XIV.2 (GRP-14).
    """
    over = day_after(notified, int(DAYS_TO_END_SINGLE.amount), Unit.DAYS)
    return date(over.year + 1, 1, 1)
