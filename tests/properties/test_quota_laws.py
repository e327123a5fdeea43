"""Laws of quotas: nothing is won by a transfer or a split, and lots do not know who asks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.quota_script import distributed, only, says, share

from overflight.quotas import (
    ActiveTransferred,
    SharesRedistributed,
    TransferAnswered,
    UseFact,
    after_uses,
    bonus_limit,
    draw_lots,
    fold_uses,
)
from overflight.record import Said

UNITS = ("DE", "FR", "IT", "PL")
OVER = ("UA", "BG")
unit = st.sampled_from(UNITS)
lines = st.dictionaries(st.tuples(unit, st.sampled_from(OVER)), st.integers(0, 4), min_size=1)
moves = st.lists(
    st.tuples(unit, unit, st.sampled_from(OVER), st.integers(-1, 5), st.booleans()), max_size=6
)


@given(lines, moves)
def test_a_transfer_wins_and_loses_nothing(
    held: dict[tuple[str, str], int], told: list[tuple[str, str, str, int, bool]]
) -> None:
    """Whatever is passed to whom: the flights over each unit and in all stay the same."""
    quotas = distributed(*(share(*pair, flights) for pair, flights in held.items()))
    said: list[Said[UseFact]] = []
    for giver, receiver, over, flights, agreed in told:
        said.append(says(ActiveTransferred(2006, giver, receiver, over, flights), giver))
        said.append(says(TransferAnswered(2006, giver, receiver, over, agreed), over))
    before, after = only(quotas), only(after_uses(quotas, fold_uses(said), 2006, {}))
    assert [after.over(over) for over in OVER] == [before.over(over) for over in OVER]
    assert sum(flights for _, flights in after.moved) == 0
    assert all(line.flights >= 0 for line in after.shares)
    for one in UNITS:
        assert after.active_total(one) - after.moved_to(one) == before.active_total(one)


@given(lines, lines)
def test_a_split_wins_and_loses_nothing(
    held: dict[tuple[str, str], int], wanted: dict[tuple[str, str], int]
) -> None:
    """A split counts only where the members together hold over each unit what they held."""
    quotas = distributed(*(share(*pair, flights) for pair, flights in held.items()))
    shares = tuple(share(*pair, flights) for pair, flights in wanted.items())
    told = says(SharesRedistributed("FRIT", 2006, shares), "FR")
    uses, groups = fold_uses((told,)), {"FRIT": ("FR", "IT")}
    before, after = only(quotas), only(after_uses(quotas, uses, 2006, groups))
    assert [after.over(over) for over in OVER] == [before.over(over) for over in OVER]
    assert [after.active_total(one) for one in ("DE", "PL")] == [
        before.active_total(one) for one in ("DE", "PL")
    ]


@given(st.lists(unit, max_size=20), st.randoms(use_true_random=False), st.text(max_size=20))
def test_lots_do_not_know_who_asks(entries: list[str], mixed: object, seed: str) -> None:
    """The order depends on who takes part and on the seed, not on who writes the list."""
    other = sorted(entries, key=lambda _: mixed.random())  # type: ignore[attr-defined]
    first = draw_lots(entries, seed=seed, observed="UA", year=2005, quarter=1)
    assert draw_lots(other, seed=seed, observed="UA", year=2005, quarter=1) == first
    assert sorted(first) == sorted(entries)


@given(st.integers(1, 60))
def test_the_bonus_never_takes_away(individual: int) -> None:
    """One and a half times, rounded up: at least one flight more, at most twice as many."""
    assert individual < bonus_limit(individual) <= 2 * individual
