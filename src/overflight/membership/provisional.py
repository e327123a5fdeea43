"""How long some provisions were applied before the Treaty was in force: MEM-14."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Final

from overflight.deadlines import Unit, parse_day
from overflight.membership.clocks import day_after
from overflight.treaty import (
    FactRecorded,
    Finding,
    Limit,
    Outcome,
    Quantity,
    Sense,
    Value,
    judge,
    rule,
)

__all__ = ["OPENED_FOR_SIGNATURE", "PROVISIONAL_MONTHS", "provisional_end", "provisional_finding"]

OPENED_FOR_SIGNATURE: Final = date(1992, 3, 24)
PROVISIONAL_MONTHS: Final = Value(
    "months of provisional application",
    Decimal(12),
    "months",
    OPENED_FOR_SIGNATURE,
    "art.XVIII.I.2",
)


def provisional_end() -> date:
    """Return the day on which twelve months from the opening for signature end.

    Treaty: art.XVIII.I.2 (MEM-14).
    """
    return day_after(OPENED_FOR_SIGNATURE, int(PROVISIONAL_MONTHS.amount), Unit.MONTHS)


def provisional_finding(
    fact: FactRecorded, signatories: Iterable[str], in_force: date | None
) -> Finding:
    """Return whether provisional application ends when the text has it end.

    It ends twelve months after the opening for signature, later only where all signatories said
    so, and on entry into force at the latest.

    Args:
        fact: What was recorded, of its form: ``until``, its last day, and ``extended_by``.
        signatories: Codes of the States that had signed before the twelve months were over.
        in_force: Day of entry into force; none while the Treaty is not in force.

    Treaty: art.XVIII.I.2 (MEM-14).
    """
    until, ends = parse_day(fact.stated["until"]), provisional_end()
    days = Quantity(float((until - OPENED_FOR_SIGNATURE).days), "d")
    limit = Limit(float((ends - OPENED_FOR_SIGNATURE).days), "d", Sense.AT_MOST)
    head = f"provisional application until {until}; 12 months end on {ends}"
    missing = sorted(set(signatories) - set(fact.stated.get("extended_by", "").split()))
    if in_force is not None and until > in_force:
        return _finding(Outcome.BROKEN, f"{head}; the Treaty is in force from {in_force}")
    if judge(days, limit) is Outcome.BROKEN and not missing:
        return _finding(Outcome.KEPT, f"{head}; extended by all signatories")
    if judge(days, limit) is Outcome.BROKEN:
        head += f"; not extended by {', '.join(missing)}"
    return _finding(judge(days, limit), head, days, limit)


def _finding(
    outcome: Outcome, says: str, days: Quantity | None = None, limit: Limit | None = None
) -> Finding:
    breach = "" if outcome is Outcome.KEPT else rule("MEM-14").consequence
    where = PROVISIONAL_MONTHS.provision
    return Finding("MEM-14", where, outcome, says, days, limit, breach)
