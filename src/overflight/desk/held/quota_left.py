"""Whether a flight is left for a mission, those notified before it being reserved (QTA-9)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from overflight.missions import Mission, QuotaState, quota_entry
from overflight.quotas import Balance
from overflight.treaty import Finding, Limit, Outcome, Quantity, Sense, count_of

__all__ = ["is_waiting", "quota_left", "use_of"]

_WAITING: Final = frozenset({QuotaState.RESERVED, QuotaState.PENDING_CHOICE, QuotaState.CONTESTED})
_NAMED: Final = 5
# No distribution of the year on record, or a unit that holds the quotas of the State asked for.
_UNKNOWN: Final = frozenset({"QTA-3", "QTA-5"})


def use_of(mission: Mission) -> tuple[str, str, int]:
    """Return whose quota over whom a mission uses, and of which year."""
    return mission.observing, mission.observed, quota_entry(mission).year


def is_waiting(mission: Mission) -> bool:
    """Return whether a mission holds a flight that is neither debited nor released yet."""
    return quota_entry(mission).state in _WAITING


def quota_left(balance: Balance, reserved: Sequence[str]) -> Finding:
    """Return whether a flight of a quota is left for one more mission.

    Args:
        balance: What is left of the quota by the flights debited.
        reserved: Keys of the other missions that wait for a flight of it.

    Treaty: art.III.I.4, art.III.I.8 (QTA-9).
    """
    left, flights = balance.remaining - len(reserved), count_of(balance.remaining, "flight")
    unknown = any(f.rule in _UNKNOWN and f.outcome is Outcome.OPEN for f in balance.findings)
    short = Outcome.OPEN if unknown else Outcome.BROKEN
    held = f", {len(reserved)} of them reserved ({_names(reserved)})" if reserved else ""
    return Finding(
        rule="QTA-9",
        provision="art.III.I.8",
        outcome=Outcome.KEPT if left > 0 else short,
        says=f"{flights} of {balance.observing} over {balance.observed} left in"
        f" {balance.year}{held}",
        measured=Quantity(float(left), "flights"),
        limit=Limit(1.0, "flights", Sense.AT_LEAST),
        consequence="" if left > 0 else "the observed Party need not accept (art.III.I.4)",
    )


def _names(keys: Iterable[str]) -> str:
    every = list(keys)
    more = [f"{len(every) - _NAMED} more"] if len(every) > _NAMED else []
    return ", ".join([*every[:_NAMED], *more])
