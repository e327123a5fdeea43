"""Count time as the treaty counts it, without ever reading a clock."""

from overflight.deadlines.instants import (
    Instant,
    day_of,
    format_day,
    format_instant,
    parse_day,
    parse_instant,
    show_instant,
)
from overflight.deadlines.spans import Deadline, Unit, after, before, end_of_day

__all__ = [
    "Deadline",
    "Instant",
    "Unit",
    "after",
    "before",
    "day_of",
    "end_of_day",
    "format_day",
    "format_instant",
    "parse_day",
    "parse_instant",
    "show_instant",
]
