"""A whole regime in one process, in virtual time."""

from __future__ import annotations

import pytest

from overflight.assembly.simulation import Asked, simulate


@pytest.mark.parametrize("memory", [True, False])
def test_a_small_regime_holds_everything(*, memory: bool) -> None:
    """Every statement comes to everybody; nobody is accused; the time is that of a network."""
    found = simulate(Asked(4, 12, memory=memory))
    assert (found.held, found.alarms) == (12, ())
    assert 0 < found.p50_s <= found.p99_s <= found.most_s < 60
    assert found.bytes_per_statement > 3 * 1000  # at least the entry itself, to three others


def test_the_same_seed_gives_the_same_run() -> None:
    """What went wrong once can be looked at again."""
    asked = Asked(3, 5, lost=0.2, seed=7, memory=True)
    one, two = simulate(asked), simulate(asked)
    assert (one.p99_s, one.questions, one.codes) == (two.p99_s, two.questions, two.codes)
    assert one.held == 5
    assert set(one.codes) <= {"E-PEER"}


def test_statements_may_come_one_by_one() -> None:
    """Ten a minute for a while, as in a busy week of flights."""
    found = simulate(Asked(3, 6, per_minute=10, memory=True))
    assert (found.held, found.alarms) == (6, ())
    assert found.span_s >= 30
