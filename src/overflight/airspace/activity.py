"""When an area is active, as far as its source says so in a form that can be counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import TypeAlias, assert_never

from overflight.deadlines import Instant

__all__ = ["Activation", "Activity", "Always", "Between", "Weekly", "activity"]

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Always:
    """Active at all times (H24)."""


@dataclass(frozen=True, slots=True)
class Between:
    """Active from one instant until another; with neither and ``never`` set, at no time.

    Args:
        since: First instant; none for active already.
        until: First instant after; none for no end stated.
        never: The source says that it is not active.
    """

    since: Instant | None = None
    until: Instant | None = None
    never: bool = False


@dataclass(frozen=True, slots=True)
class Weekly:
    """Active on days of the week at hours of the day, in UTC.

    Args:
        days: Days of the week, Monday is 0.
        starts_min: Minutes after midnight.
        ends_min: Minutes after midnight; not above the start means on the next day.
    """

    days: frozenset[int]
    starts_min: int
    ends_min: int


Activation: TypeAlias = Always | Between | Weekly


class Activity(StrEnum):
    """Whether an area is active during a stretch of time."""

    ACTIVE = "active"  # at some instant of it, by the times of the source
    INACTIVE = "inactive"  # at none, by the times of the source
    UNKNOWN = "unknown"  # the source has no times that can be counted


def activity(times: Iterable[Activation], since: Instant, until: Instant) -> Activity:
    """Tell whether an area is active at some instant of a stretch of time.

    Args:
        times: Its activation times; none at all means that they are not known.
        since: First instant.
        until: Last instant, not before the first.

    Treaty: art.II.35 speaks of activities "at specified times" (DEF-35).
    """
    known = tuple(times)
    if not known:
        return Activity.UNKNOWN
    if any(_meets(one, since, until) for one in known):
        return Activity.ACTIVE
    return Activity.INACTIVE


def _meets(one: Activation, since: Instant, until: Instant) -> bool:
    match one:
        case Always():
            return True
        case Between():
            started = one.since is None or one.since <= until
            return not one.never and started and (one.until is None or since < one.until)
        case Weekly():
            return _meets_week(one, since, until)
        case _:
            assert_never(one)


def _meets_week(one: Weekly, since: Instant, until: Instant) -> bool:
    if until - since >= 7 * _DAY:
        return bool(one.days)
    lasts = (one.ends_min - one.starts_min) % 1440 or 1440
    day = datetime(since.year, since.month, since.day, tzinfo=UTC) - _DAY
    while day <= until:
        starts = day + timedelta(minutes=one.starts_min)
        ends = starts + timedelta(minutes=lasts)
        if day.weekday() in one.days and starts <= until and since < ends:
            return True
        day += _DAY
    return False
