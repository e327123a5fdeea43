"""Whether an area is active during a flight, by the times that its source states."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from overflight.airspace import Activation, Activity, Always, Between, Weekly, activity


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of March 2026; the 2nd is a Monday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=UTC)


WORK = Weekly(frozenset(range(5)), 8 * 60, 16 * 60)
NIGHT = Weekly(frozenset({4}), 22 * 60, 4 * 60)
ROUND = Weekly(frozenset({0}), 0, 1440)


@pytest.mark.parametrize(
    ("times", "since", "until", "found"),
    [
        ((), at(2, 9), at(2, 10), "unknown"),
        ((Always(),), at(2, 9), at(2, 10), "active"),
        ((Between(at(2, 8), at(2, 9)),), at(2, 9), at(2, 10), "inactive"),
        ((Between(at(2, 8), at(2, 9)),), at(2, 8, 59), at(2, 10), "active"),
        ((Between(at(2, 10), at(2, 11)),), at(2, 9), at(2, 10), "active"),
        ((Between(at(2, 10), at(2, 11)),), at(2, 9), at(2, 9, 59), "inactive"),
        ((Between(None, at(2, 9)),), at(1, 9), at(1, 10), "active"),
        ((Between(at(2, 9), None),), at(9, 9), at(9, 10), "active"),
        ((Between(never=True),), at(2, 9), at(2, 10), "inactive"),
        ((Between(never=True), Always()), at(2, 9), at(2, 10), "active"),
        ((WORK,), at(6, 15, 59), at(6, 17), "active"),
        ((WORK,), at(6, 16), at(6, 17), "inactive"),
        ((WORK,), at(7, 9), at(8, 10), "inactive"),
        ((WORK,), at(6, 17), at(9, 8), "active"),
        ((NIGHT,), at(7, 3, 59), at(7, 5), "active"),
        ((NIGHT,), at(7, 4), at(7, 5), "inactive"),
        ((ROUND,), at(2, 23, 59), at(2, 23, 59), "active"),
        ((ROUND,), at(3, 0), at(3, 1), "inactive"),
        ((WORK,), at(2, 17), at(12, 17), "active"),
        ((Weekly(frozenset(), 0, 60),), at(2, 17), at(12, 17), "inactive"),
    ],
)
def test_active_at_some_instant(
    times: tuple[Activation, ...], since: datetime, until: datetime, found: str
) -> None:
    """An end is the first instant after; what has no times is not said to be inactive."""
    assert activity(times, since, until) is Activity(found)
