"""Numbers the text fixes, each with its unit, its first day and where it is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from overflight.errors import UsageError
from overflight.treaty.provisions import check_provision

__all__ = ["Value"]


@dataclass(frozen=True, slots=True)
class Value:
    """A number of the law that stands beside the rule which uses it.

    Args:
        name: What the number limits, in treaty words.
        amount: The number, digits as written.
        unit: Unit of the number: ``h``, ``d``, ``km``, ``m``, ``flights`` and so on.
        since: First day on which it holds.
        provision: Where it is written.
        until: First day on which it no longer holds; none while it stands.
    """

    name: str
    amount: Decimal
    unit: str
    since: date
    provision: str
    until: date | None = None

    def __post_init__(self) -> None:
        check_provision(self.provision)

    def on(self, day: date) -> Decimal:
        """Return the number as it held on a day.

        Raises:
            UsageError: The day lies before the first or after the last day of the value.
        """
        if day < self.since or (self.until is not None and day >= self.until):
            raise UsageError(
                "E-VALUE-DAY",
                where=f"{self.name} ({self.provision})",
                expected=f"a day from {self.since} to {self.until or 'now'}",
                found=day.isoformat(),
                remedy="Ask for a day on which the value was in force.",
            )
        return self.amount
