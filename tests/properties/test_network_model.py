"""Nodes against a model that is nothing but sets: what each may hold, what each has cosigned.

Hypothesis chooses what is said, who asks whom, who is cut off, and at which write a machine dies.
The model knows no trees and no keys: a log is a list, a mirror holds the first so many of it, and
what it cosigned never shrinks. When all is quiet, everybody holds everything.
"""

from __future__ import annotations

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from tests.attacks.network_runs import THREE, Honest
from tests.network_world import origin

PARTY = st.sampled_from(THREE)
DIES = st.one_of(st.none(), st.none(), st.integers(0, 9))


class Network(RuleBasedStateMachine):
    """Three honest nodes and the model of them."""

    @initialize(skews=st.tuples(*[st.integers(-50, 50)] * 3))
    def found(self, skews: tuple[int, int, int]) -> None:
        """Found the regime; clocks differ."""
        self.honest = Honest(THREE, skews)
        self.said = {p: self._log(p, p) for p in THREE}
        self.cosigned = {(mirror, log): 0 for mirror in THREE for log in THREE}

    def _log(self, mirror: str, log: str) -> list[bytes]:
        return list(self.honest.world.node(mirror).records.entries(origin(log)))

    @rule(party=PARTY, count=st.integers(1, 5))
    def say(self, party: str, count: int) -> None:
        """A party says something."""
        before = len(self.said[party])
        self.honest.say(party, count)
        self.said[party] = self._log(party, party)
        assert len(self.said[party]) == before + count

    @rule(party=PARTY, others=st.sets(PARTY), dies=DIES)
    def round(self, party: str, others: set[str], dies: int | None) -> None:
        """A node does a round with some others, and may die in it."""
        self.honest.round(party, sorted(others), dies_at=dies)

    @rule(party=PARTY, other=PARTY, dies=DIES)
    def visit(self, party: str, other: str, dies: int | None) -> None:
        """A node follows a hint, and may die of it."""
        self.honest.visit(party, other, dies_at=dies)

    @rule(party=PARTY)
    def cut(self, party: str) -> None:
        """A node is cut off, or connected again."""
        self.honest.cut(party)

    @rule(party=PARTY)
    def restart(self, party: str) -> None:
        """A node is started anew."""
        self.honest.restart(party)

    @rule(seconds=st.sampled_from((1, 60, 3_600, 90_000)))
    def wait(self, seconds: int) -> None:
        """Time passes."""
        self.honest.world.tick(seconds)

    @rule()
    def quiet(self) -> None:
        """The network heals and is quiet for two rounds: all is held and cosigned everywhere."""
        self.honest.settle()
        for mirror in THREE:
            for log in THREE:
                assert self._log(mirror, log) == self.said[log]
                assert self.honest.world.node(mirror).cosigned(log) == len(self.said[log])

    @invariant()
    def nobody_is_accused(self) -> None:
        """No honest log ever raises an alarm."""
        assert self.honest.alarms == []

    @invariant()
    def mirrors_hold_beginnings(self) -> None:
        """What a mirror holds is the first so many entries, and what it cosigned never shrinks."""
        for mirror, log in self.cosigned:
            held = self._log(mirror, log)
            assert held == self.said[log][: len(held)]
            size = self.honest.world.node(mirror).cosigned(log)
            assert self.cosigned[mirror, log] <= size <= len(held)
            self.cosigned[mirror, log] = size


_QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large]


def test_nodes_keep_to_the_model() -> None:
    """A few dozen histories of a network, each against the model."""
    run_state_machine_as_test(
        Network,
        settings=settings(
            max_examples=15, stateful_step_count=20, deadline=None, suppress_health_check=_QUIET
        ),
    )


@pytest.mark.slow
def test_nodes_keep_to_the_model_for_long() -> None:
    """The same with two thousand histories of fifty steps."""
    run_state_machine_as_test(
        Network,
        settings=settings(
            max_examples=2_000, stateful_step_count=50, deadline=None, suppress_health_check=_QUIET
        ),
    )
