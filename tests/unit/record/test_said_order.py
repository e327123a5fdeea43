"""When a statement was made: what it claims, within what mirrors prove and its log shows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from overflight.record import Dated, Reference, Said, in_order_made, made_at


def hour(number: int) -> datetime:
    """Return an hour of a day."""
    return datetime(2003, 5, 8, number, tzinfo=UTC)


def said(
    name: str, claims: int, log: str = "it", index: int = 0, between: tuple[int, ...] = ()
) -> Said[str]:
    """Return a statement with its claimed hour, its place, and the hours mirrors prove."""
    ends = [hour(each) if each else None for each in between]
    dated = Dated(ends[0], ends[1], 1, 4) if between else None
    return Said(name, log.upper(), hour(claims), Reference(f"b/log/{log}/1", index, ""), (), dated)


@pytest.mark.parametrize(
    ("claims", "between", "made"),
    [
        (9, (), 9),
        (9, (8, 10), 9),
        (7, (8, 10), 8),
        (12, (8, 10), 10),
        (7, (8, 0), 8),
        (12, (0, 10), 10),
        (12, (0, 0), 12),
        (9, (10, 8), 9),
    ],
)
def test_the_claim_holds_as_far_as_mirrors_let_it(
    claims: int, between: tuple[int, ...], made: int
) -> None:
    """Without their times, or where these contradict each other, the claim is all there is."""
    assert made_at(said("one", claims, between=between)) == hour(made)


def test_a_log_keeps_its_own_order() -> None:
    """A claimed time puts nothing before what the same log said first."""
    one, two = said("one", 9, index=0), said("two", 3, index=1)
    other = said("other", 5, log="bg")
    assert in_order_made([two, one, other]) == (other, one, two)


def test_a_proven_time_stands_before_a_claimed_one() -> None:
    """What mirrors have seen only at noon was not made in the morning."""
    late, early = said("late", 1, between=(12, 13)), said("early", 9, log="bg")
    assert in_order_made([late, early]) == (early, late)
