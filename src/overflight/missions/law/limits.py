"""The limits of a mission in time and number, each with its unit, first day and provision."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from overflight.treaty import Value

__all__ = [
    "ACKNOWLEDGE",
    "ANSWER",
    "COPY_GAP",
    "DEMONSTRATION",
    "DEVELOP_OBSERVED",
    "DEVELOP_OBSERVING",
    "EXIT_RIGHT",
    "EXPLAIN",
    "EXPLAIN_DECLINE",
    "EXTENSION",
    "INSPECTION",
    "INSPECTION_GAP",
    "INSPECTORS",
    "INSPECTORS_TAXI",
    "INVENTORY",
    "INVENTORY_START",
    "IN_FORCE",
    "LATE_ARRIVAL",
    "LEAVE",
    "NOTICE_LEAD",
    "OFF_PATH",
    "OVERLAP",
    "PLAN_LEAD",
    "REPORT",
    "TRANSFER",
    "WINDOW",
    "hours",
]

IN_FORCE: Final = date(2002, 1, 1)  # art.XVII.2: 60 days after the deposit of 2001-11-02


def _hours(name: str, amount: int, provision: str) -> Value:
    return Value(name, Decimal(amount), "h", IN_FORCE, provision)


def _days(name: str, amount: int, provision: str) -> Value:
    return Value(name, Decimal(amount), "d", IN_FORCE, provision)


def hours(amount: Decimal) -> timedelta:
    """Return a length in hours as a span, to the second."""
    return timedelta(seconds=int(amount * 3600))


NOTICE_LEAD: Final = _hours("notice before the estimated arrival", 72, "art.VI.I.5")
COPY_GAP: Final = _hours("copies at the same moment as the notification", 0, "art.VI.I.8")
ACKNOWLEDGE: Final = _hours("acknowledgement of the notification", 24, "art.VI.I.6")
LATE_ARRIVAL: Final = _hours("arrival after the estimated time", 24, "art.VIII.I.2")
INSPECTION: Final = _hours("length of the pre-flight inspection", 8, "annex.F.I.4")
INSPECTION_GAP: Final = _hours("end of inspection before commencement", 4, "art.VI.I.11")
DEMONSTRATION: Final = _hours("length of the demonstration flight", 2, "annex.F.III.3.B")
EXTENSION: Final = _hours("extension of the 96 hours", 24, "annex.F.III.4")
PLAN_LEAD: Final = _hours("mission plan before commencement", 24, "art.VI.II.4.E")
ANSWER: Final = _hours("answer to the mission plan", 4, "art.VI.II.6")
EXIT_RIGHT: Final = _hours("no agreed mission plan", 8, "art.VIII.I.5")
WINDOW: Final = _hours("window for the observation flight", 96, "art.VI.I.9")
OVERLAP: Final = _hours("overlap of two windows", 24, "art.VI.I.3")
LEAVE: Final = _hours("departure after the flight", 24, "art.VI.I.20")
REPORT: Final = _days("mission report to all", 7, "art.VI.I.21")
EXPLAIN: Final = _days("written explanation", 7, "art.VIII.I.3")
EXPLAIN_DECLINE: Final = _days("written explanation of a decline", 7, "art.VIII.I.6")
DEVELOP_OBSERVED: Final = _days("film at a facility of the observed Party", 3, "art.IX.II.3.A")
DEVELOP_OBSERVING: Final = _days("film at a facility of the observing Party", 10, "art.IX.II.3.B")
OFF_PATH: Final = Value(
    "distance from the path of the flight plan", Decimal(50), "km", IN_FORCE, "art.VIII.II.3"
)
INSPECTORS: Final = Value("inspectors", Decimal(10), "people", IN_FORCE, "annex.F.I.2")
INSPECTORS_TAXI: Final = Value(
    "inspectors of a taxi aircraft", Decimal(5), "people", IN_FORCE, "annex.F.II.2"
)
INVENTORY_START: Final = _hours("inventory after the arrival of items", 1, "annex.E.7.A")
INVENTORY: Final = _hours("length of the inventory", 1, "annex.E.7.A")
TRANSFER: Final = _hours("transfer to the airfield", 5, "annex.E.1")
