"""What the text makes the Parties of a mission do, by when, and what follows if they do not.

One ``Duty`` is the law of one clock; the facts of a mission set it running (``clocks``).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from overflight.treaty import Value

__all__ = ["NOTHING", "ClockKind", "Doer", "Duty", "Phase"]

NOTHING: Final = "nothing by itself: the text states no effect"


class ClockKind(StrEnum):
    """How a limit runs."""

    BY = "by"  # the act at the latest so long after an event
    LEAD = "lead"  # the act at the latest so long before an event
    NOT_BEFORE = "not before"  # the act at the earliest then
    RIGHT = "right"  # a right that opens then, and stays open
    AT_ONCE = "at once"  # immediately, the text gives no number
    OPEN_END = "no limit stated"  # due, but the text gives no limit


class Doer(StrEnum):
    """Who is bound, or whose right it is."""

    OBSERVING = "observing Party"
    OBSERVED = "observed Party"
    SUPPLIER = "supplier of the aircraft"
    INSPECTING = "inspecting Party"
    BOTH = "both Parties"


class Phase(StrEnum):
    """When a duty matters: it falls away with what it was for."""

    BEFORE = "before the flight"
    FLIGHT = "flight"
    AFTER = "after the flight"
    ENDED = "after a flight that was not flown"


@dataclass(frozen=True, slots=True)
class Duty:
    """The law of one clock.

    Args:
        id: Name of the clock: ``K2`` of the clock table, or the rule with a letter.
        rule: Rule id.
        provision: Where it is written.
        act: What is to be done, as words that follow "to".
        starts: The event that sets it running, in words.
        kind: How the limit runs.
        by: Who is bound.
        to: To whom.
        phase: When it matters.
        value: The limit, where there is a number.
        on_expiry: What the text says happens when it passes.
        points: Open points of the text that bear on it.
        taxi: Where it is written for an aircraft supplied by the observed Party, if elsewhere.
        beyond: A right that opens once its limit has passed; at the limit itself it is not yet.
    """

    id: str
    rule: str
    provision: str
    act: str
    starts: str
    kind: ClockKind
    by: Doer
    to: str
    phase: Phase
    value: Value | None = None
    on_expiry: str = NOTHING
    points: tuple[str, ...] = ()
    taxi: str = ""
    beyond: bool = False
