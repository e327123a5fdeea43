"""Instants between two others: sums carry both ends, and nothing between them is guessed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from overflight.deadlines import (
    Length,
    Moment,
    Timeliness,
    Unit,
    after,
    after_moment,
    before,
    before_moment,
    exactly,
    last_of,
    timeliness,
    within,
)

NOON = datetime(2003, 5, 8, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
KEPT, LATE, UNDECIDED = Timeliness.KEPT, Timeliness.LATE, Timeliness.UNDECIDED


@pytest.mark.parametrize(
    ("earliest", "latest", "expected"),
    [
        (-9, -1, KEPT),
        (-9, 0, KEPT),
        (-9, 1, UNDECIDED),
        (0, 0, KEPT),
        (0, 9, UNDECIDED),
        (-1, 9, UNDECIDED),
        (1, 9, LATE),
        (1, 1, LATE),
        (None, 0, KEPT),
        (None, 1, UNDECIDED),
        (0, None, UNDECIDED),
        (1, None, LATE),
        (None, None, UNDECIDED),
    ],
)
def test_deadline_and_interval(
    earliest: int | None, latest: int | None, expected: Timeliness
) -> None:
    """In time where the latest instant keeps the limit, late where the earliest one misses it."""
    ends = [None if n is None else NOON + n * SECOND for n in (earliest, latest)]
    assert timeliness(Moment(*ends), exactly(NOON)) is expected


@pytest.mark.parametrize(
    ("act", "expected"),
    [(-61, KEPT), (-60, KEPT), (-59, UNDECIDED), (0, UNDECIDED), (1, LATE)],
)
def test_deadline_that_is_itself_uncertain(act: int, expected: Timeliness) -> None:
    """An act is in time by the earlier of two deadlines, late only after the later one."""
    due = Moment(NOON - timedelta(minutes=1), NOON)
    assert timeliness(exactly(NOON + act * SECOND), due) is expected


def test_unknown_deadline_decides_nothing() -> None:
    """Where nothing bounds the start, nothing bounds the deadline either."""
    assert timeliness(exactly(NOON), Moment()) is UNDECIDED
    assert after_moment(Moment(), 4, Unit.HOURS) == Moment()
    assert before_moment(Moment(), 4, Unit.HOURS) == Moment()


@pytest.mark.parametrize("unit", list(Unit))
def test_sums_carry_both_ends(unit: Unit) -> None:
    """A limit of every unit runs from either end as it runs from an instant."""
    start = Moment(NOON, NOON + timedelta(hours=13))
    assert start.latest is not None
    due = after_moment(start, 3, unit)
    assert (due.earliest, due.latest) == (after(NOON, 3, unit), after(start.latest, 3, unit))
    lead = before_moment(start, 3, unit)
    assert (lead.earliest, lead.latest) == (before(NOON, 3, unit), before(start.latest, 3, unit))


def test_length_between_moments() -> None:
    """The shortest length runs from the latest start, the longest from the earliest."""
    minute = timedelta(minutes=1)
    start, end = Moment(NOON, NOON + minute), Moment(NOON + 10 * minute, NOON + 20 * minute)
    assert within(start, end) == Length(9 * minute, 20 * minute)
    assert within(exactly(NOON), exactly(NOON + minute)) == Length(minute, minute)
    assert within(Moment(None, NOON), Moment(NOON + minute)) == Length(minute, None)
    assert within(Moment(NOON), Moment(None, NOON + minute)) == Length(None, minute)


def test_last_of_several() -> None:
    """What counts once all is done was done no earlier than the latest known, if all are known."""
    one, two = Moment(NOON, NOON + SECOND), Moment(NOON - SECOND, NOON + 5 * SECOND)
    assert last_of([one, two]) == Moment(NOON, NOON + 5 * SECOND)
    assert last_of([one, Moment(NOON - SECOND)]) == Moment(NOON, None)
    assert last_of([Moment(None, NOON), one]) == Moment(NOON, NOON + SECOND)
    assert last_of([]) == Moment()


def test_nearest_possible_instant() -> None:
    """A claim inside stays as it is; one outside moves to the nearer end, never past it."""
    between = Moment(NOON, NOON + SECOND)
    assert between.nearest(NOON - timedelta(days=1)) == NOON
    assert between.nearest(NOON + timedelta(days=1)) == NOON + SECOND
    assert between.nearest(NOON) == NOON
    assert Moment().nearest(NOON) == NOON


def test_moments_in_words() -> None:
    """A person reads one instant, or between which two, or on which side nothing is known."""
    assert exactly(NOON).show() == "2003-05-08 12:00Z"
    assert Moment(NOON, NOON + SECOND).show() == (
        "between 2003-05-08 12:00Z and 2003-05-08 12:00:01Z"
    )
    assert Moment(NOON).show() == "after 2003-05-08 12:00Z"
    assert Moment(None, NOON).show() == "by 2003-05-08 12:00Z"
    assert Moment().show() == "unknown"
    assert exactly(NOON).exact
    assert not Moment().exact


def test_moments_move() -> None:
    """A span shifts both ends, and an unknown end stays unknown."""
    assert Moment(NOON, None) + SECOND == Moment(NOON + SECOND, None)
    assert Moment(None, NOON) - SECOND == Moment(None, NOON - SECOND)
