"""The clocks of membership: entry into force (MEM-2, MEM-3) and withdrawal (MEM-7).

Days are counted as CLK-2 says (the day of the event does not count), months as CLK-3 says (the same
day number, clipped to the end of the month). Both were checked against what the Depositaries did.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal

from overflight.deadlines import Unit, after, day_of
from overflight.treaty import Regime, Value

__all__ = [
    "DAYS_TO_FORCE",
    "DAYS_TO_FORCE_OF_STATE",
    "INSTRUMENTS_NEEDED",
    "MONTHS_OF_NOTICE",
    "NEEDED_FROM_QUOTA",
    "Terms",
    "day_after",
    "entry_into_force",
    "entry_terms",
    "force_for_state",
    "withdrawal_effect",
]

_SIGNED = date(1992, 3, 24)

INSTRUMENTS_NEEDED = Value(
    "instruments for entry into force", Decimal(20), "instruments", _SIGNED, "art.XVII.2"
)
NEEDED_FROM_QUOTA = Value(
    "passive quota from which a State's instrument is needed",
    Decimal(8),
    "flights",
    _SIGNED,
    "art.XVII.2",
)
DAYS_TO_FORCE = Value(
    "days from deposit to entry into force", Decimal(60), "d", _SIGNED, "art.XVII.2"
)
DAYS_TO_FORCE_OF_STATE = Value(
    "days from a later deposit to entry into force for that State",
    Decimal(60),
    "d",
    _SIGNED,
    "art.XVII.6",
)
MONTHS_OF_NOTICE = Value("notice of withdrawal", Decimal(6), "months", _SIGNED, "art.XV.2")


@dataclass(frozen=True, slots=True)
class Terms:
    """What entry into force waits for.

    Args:
        depositaries: Codes of the Depositaries; both instruments are needed.
        required: Codes of the States whose instruments are needed.
        instruments: How many instruments are needed in all.
        days: Days from the last needed deposit to entry into force.
        months: Least notice of withdrawal.
        days_of_state: Days from a later deposit to entry into force for that State.
    """

    depositaries: frozenset[str]
    required: frozenset[str]
    instruments: int
    days: int
    months: int
    days_of_state: int = int(DAYS_TO_FORCE_OF_STATE.amount)


def entry_terms(regime: Regime) -> Terms:
    """Return what entry into force of a regime waits for.

    Treaty: art.XVII.2 (MEM-2), art.XVII.6, art.XV.2.
    """
    if regime.own:
        return _own_terms(regime)
    least = NEEDED_FROM_QUOTA.amount
    required = (row.members for row in regime.passive_quotas if row.flights >= least)
    depositaries = frozenset(regime.depositaries)
    return Terms(
        depositaries=depositaries,
        required=depositaries.union(*required),
        instruments=int(INSTRUMENTS_NEEDED.amount),
        days=int(DAYS_TO_FORCE.amount),
        months=int(MONTHS_OF_NOTICE.amount),
    )


def _own_terms(regime: Regime) -> Terms:
    """Return the terms of a regime of its own: what it binds, and nothing to wait for else."""

    def number(name: str, otherwise: int) -> int:
        bound = regime.bound.get(f"membership:{name}")
        return otherwise if bound is None or bound.number is None else int(bound.number)

    depositaries = frozenset(regime.depositaries)
    instruments, days = number("MEM-2", 1), number("MEM-3", 0)
    return Terms(depositaries, depositaries, instruments, days, number("MEM-7", 0), days)


def day_after(on: date, amount: int, unit: Unit) -> date:
    """Return the day that lies a number of days or months after another.

    Args:
        on: Day of the event; it does not count.
        amount: How many.
        unit: Days, weeks or months.

    Treaty: CLK-2, CLK-3.
    """
    ends = after(datetime.combine(on, time(0), tzinfo=UTC), amount, unit)
    return day_of(ends - timedelta(days=1))


def entry_into_force(deposits: Mapping[str, date], terms: Terms) -> date | None:
    """Return the day the Treaty enters into force, or none while instruments are missing.

    Args:
        deposits: Day of deposit by State.
        terms: What entry into force waits for.

    Treaty: art.XVII.2 (MEM-2).
    """
    if not terms.required <= deposits.keys() or len(deposits) < terms.instruments:
        return None
    enough = sorted(deposits.values())[terms.instruments - 1]
    last = max([enough, *(deposits[state] for state in terms.required)])
    return day_after(last, terms.days, Unit.DAYS)


def force_for_state(deposited: date, entry: date | None, terms: Terms) -> date | None:
    """Return the day the Treaty enters into force for one State.

    Args:
        deposited: Day of its deposit.
        entry: Day the Treaty enters into force; none if it has not.
        terms: What entry into force waits for.

    Treaty: art.XVII.2 (MEM-2) for deposits up to entry into force, art.XVII.6 (MEM-3) after it.
    """
    if entry is None or deposited <= entry:
        return entry
    return day_after(deposited, terms.days_of_state, Unit.DAYS)


def withdrawal_effect(notified: date, stated: date | None, terms: Terms) -> date:
    """Return the day from which a State that gave notice is no longer a Party.

    Args:
        notified: Day of the notice.
        stated: Day the State names; an earlier one than the notice allows has no effect earlier.
        terms: The least notice.

    Treaty: art.XV.2 (MEM-7).
    """
    earliest = day_after(notified, terms.months, Unit.MONTHS)
    return earliest if stated is None else max(stated, earliest)
