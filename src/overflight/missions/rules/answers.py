"""What the rules of a plan say alike: consequences, readings in force, agreements, limits."""

from __future__ import annotations

from datetime import datetime

from overflight.deadlines import format_instant
from overflight.geodesy import Gap
from overflight.missions.plan.surroundings import Agreement, Surroundings
from overflight.treaty import Limit, Quantity, Sense, Value

__all__ = [
    "NONE_STATED",
    "OSCC",
    "PROHIBIT",
    "PROPOSE",
    "agreed_basis",
    "agreed_limit",
    "hours_between",
    "instants",
    "interval",
    "reading_in_force",
]

PROPOSE = "The observed Party may propose changes to the plan (art.VIII.I.4.C)."
PROHIBIT = "The observed Party may prohibit the flight (art.VIII.I.1)."
OSCC = "None stated; the matter may go to the commission (art.X.4.A)."
NONE_STATED = "None stated."


def reading_in_force(around: Surroundings, point: str) -> tuple[str, str]:
    """Return the reading of an open point, and the words in which a finding names it."""
    option = around.readings.of(point)
    return option, f"{point}={option}"


def agreed_limit(around: Surroundings, rule: str, value: Value, sense: Sense) -> Limit | None:
    """Return the limit in force, or none where the Parties agreed to waive it.

    Args:
        around: The surroundings, with their agreements.
        rule: Rule id; the text says "unless otherwise agreed" there.
        value: The limit of the text.
        sense: Its lawful side.
    """
    agreement = around.agreed(rule)
    if agreement is None:
        return Limit(float(around.limit_of(rule, value)), value.unit, sense)
    if agreement.amount is None:
        return None
    return Limit(float(agreement.amount), value.unit, sense)


def agreed_basis(agreement: Agreement | None) -> tuple[str, ...]:
    """Return the words that name an agreement among the grounds of a finding."""
    if agreement is None:
        return ()
    source = f" ({agreement.source})" if agreement.source else ""
    return (f"agreed otherwise by {', '.join(agreement.by)}: {agreement.says}{source}",)


def hours_between(earlier: datetime, later: datetime) -> Quantity:
    """Return the elapsed hours between two instants (CLK-1); exact, negative if reversed."""
    return Quantity((later - earlier).total_seconds() / 3600, "h")


def instants(**named: datetime) -> tuple[str, ...]:
    """Return instants by name, as a person reads them."""
    return tuple(f"{name.replace('_', ' ')} {format_instant(at)}" for name, at in named.items())


def interval(gap: Gap, unit: str = "m", *, per: float = 1.0, doubt: float = 0.0) -> Quantity:
    """Return the middle of an interval, its half width and a further doubt as the error.

    Args:
        gap: The interval in metres.
        unit: Unit of the result.
        per: Metres in one unit.
        doubt: Further error in metres, of the source.
    """
    middle = (gap.least_m + gap.most_m) / 2
    return Quantity(middle / per, unit, ((gap.most_m - gap.least_m) / 2 + doubt) / per)
