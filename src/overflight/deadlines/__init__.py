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
from overflight.deadlines.moments import (
    Length,
    Moment,
    Timeliness,
    after_moment,
    before_moment,
    exactly,
    last_of,
    timeliness,
    within,
)
from overflight.deadlines.spans import Deadline, Unit, after, before, end_of_day

__all__ = [
    "Deadline",
    "Instant",
    "Length",
    "Moment",
    "Timeliness",
    "Unit",
    "after",
    "after_moment",
    "before",
    "before_moment",
    "day_of",
    "end_of_day",
    "exactly",
    "format_day",
    "format_instant",
    "last_of",
    "parse_day",
    "parse_instant",
    "show_instant",
    "timeliness",
    "within",
]
